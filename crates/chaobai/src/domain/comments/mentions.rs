//! Which units a text names with @.

use crate::charter::model::Charter;

/// Units named in a text as `@name` or `@id`, in order, each once. The longest name wins where one begins
/// with another.
pub fn mentioned(charter: &Charter, text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let rest = text[at..].trim_start_matches(['@', '＠']);
        let names = charter.zone.units.iter().flat_map(|unit| {
            [unit.name.zh.as_str(), unit.name.en.as_str(), unit.id.as_str()].map(|name| (name, &unit.id))
        });
        let best = names.filter(|(name, _)| !name.is_empty() && rest.starts_with(name));
        if let Some((_, id)) = best.max_by_key(|(name, _)| name.len())
            && !found.contains(id)
        {
            found.push(id.clone());
        }
    }
    found
}
