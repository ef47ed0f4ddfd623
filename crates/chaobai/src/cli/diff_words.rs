//! The difference between two charters as lines a person can read before agreeing to it.

use crate::charter::explain::Change;
use kernel::Lang;
use serde_json::Value;

/// Longest value that is shown whole.
const VALUE_MAX: usize = 60;

/// One line: added, taken out, or changed from what to what.
pub fn line(change: &Change, lang: Lang) -> String {
    let (path, zh) = (&change.path, lang == Lang::Zh);
    match (&change.old, &change.new) {
        (None, Some(new)) if zh => format!("＋ {path}：新增 {}", short(new, lang)),
        (None, Some(new)) => format!("+ {path}: added {}", short(new, lang)),
        (Some(old), None) if zh => format!("－ {path}：删去 {}", short(old, lang)),
        (Some(old), None) => format!("- {path}: taken out {}", short(old, lang)),
        (Some(old), Some(new)) if zh => {
            format!("～ {path}：由 {} 改为 {}", short(old, lang), short(new, lang))
        }
        (Some(old), Some(new)) => format!("~ {path}: from {} to {}", short(old, lang), short(new, lang)),
        (None, None) => path.clone(),
    }
}

/// A value as briefly as it can be said: texts by themselves, entries by their name.
fn short(value: &Value, lang: Lang) -> String {
    let text = match value {
        Value::String(text) => format!("“{text}”"),
        Value::Object(map) => {
            let name = map.get("name").unwrap_or(value);
            let language = if lang == Lang::Zh { "zh" } else { "en" };
            match name.get(language).or_else(|| name.get("zh")) {
                Some(Value::String(text)) => format!("“{text}”"),
                _ => value.to_string(),
            }
        }
        other => other.to_string(),
    };
    if text.chars().count() <= VALUE_MAX {
        return text;
    }
    let cut: String = text.chars().take(VALUE_MAX).collect();
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_is_one_line_in_both_languages() {
        let added = Change {
            path: "registers/bridges/fields/tolls".into(),
            old: None,
            new: Some(json!({ "id": "tolls", "name": { "zh": "收费", "en": "Tolls" } })),
        };
        assert_eq!(line(&added, Lang::En), "+ registers/bridges/fields/tolls: added “Tolls”");
        assert_eq!(line(&added, Lang::Zh), "＋ registers/bridges/fields/tolls：新增 “收费”");
        let changed =
            Change { path: "zone/contact".into(), old: Some(json!("a")), new: Some(json!("x".repeat(80))) };
        let said = line(&changed, Lang::En);
        assert!(said.starts_with("~ zone/contact: from “a” to “xxx") && said.ends_with('…'), "{said}");
    }
}
