//! Decisions about notices, without IO: who is told, in which words, when an attempt is made again.

use super::raise::About;
use crate::charter::model::{Charter, NoticeTemplate};
use crate::desk::Caller;
use kernel::Text;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Attempts to hand something over before it is given up.
pub const TRIES_MAX: i64 = 7;
/// Pauses between attempts in minutes.
const PAUSES: [i64; 6] = [1, 5, 30, 120, 480, 1440];

/// Microseconds to wait after the attempt with this number (from 1); none: it was the last.
pub fn pause_after(number: i64) -> Option<i64> {
    let at = usize::try_from(number - 1).ok()?;
    PAUSES.get(at).map(|minutes| minutes * 60 * 1_000_000)
}

/// Recipients a caller stands for: units and roles of the posts held today.
pub fn recipients_of(caller: &Caller) -> Vec<String> {
    let units = caller.units.iter().map(|unit| format!("unit/{unit}"));
    units.chain(caller.roles.iter().map(|role| format!("role/{role}"))).collect()
}

/// Whoever holds the posts of a recipient, as a caller: to judge what they may see.
pub fn holders(charter: &Charter, recipient: &str) -> Caller {
    let mut caller = Caller::default();
    match recipient.split_once('/') {
        Some(("unit", unit)) => {
            caller.units.insert(unit.to_owned());
            for post in charter.zone.posts.iter().filter(|post| post.unit.as_deref() == Some(unit)) {
                caller.roles.extend(post.roles.iter().cloned());
            }
        }
        Some(("role", role)) => {
            caller.roles.insert(role.to_owned());
        }
        _ => {}
    }
    caller
}

/// Who a template tells of a record, apart from those who did it.
pub(super) fn recipients(
    template: &NoticeTemplate,
    about: About<'_>,
    named: &[String],
    doer: &Caller,
) -> BTreeSet<String> {
    let About { register, record } = about;
    let mut found = BTreeSet::new();
    for relation in &template.to {
        let units: Vec<String> = match relation.as_str() {
            "lead" if register.lead.is_empty() => register.keepers.clone(),
            "lead" => units(&register.lead, &record.body),
            "partner" => units(&register.partners, &record.body),
            "mentioned" => named.to_vec(),
            role => {
                found.insert(format!("role/{role}"));
                continue;
            }
        };
        found.extend(units.iter().map(|unit| format!("unit/{unit}")));
    }
    without_doer(found, doer)
}

/// Who a template tells of what is about no record, apart from those who did it: the units the event names,
/// and roles.
pub(super) fn named(template: &NoticeTemplate, named: &[String], doer: &Caller) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for relation in &template.to {
        match relation.as_str() {
            "mentioned" => found.extend(named.iter().map(|unit| format!("unit/{unit}"))),
            role => drop(found.insert(format!("role/{role}"))),
        }
    }
    without_doer(found, doer)
}

fn without_doer(mut found: BTreeSet<String>, doer: &Caller) -> BTreeSet<String> {
    let own = recipients_of(doer);
    found.retain(|recipient| !own.contains(recipient));
    found
}

fn units(fields: &[String], body: &Map<String, Value>) -> Vec<String> {
    fields.iter().filter_map(|field| body.get(field)?.as_str().map(str::to_owned)).collect()
}

/// The sentence with its placeholders filled in.
pub(super) fn fill(text: &Text, words: &BTreeMap<&str, Text>) -> Text {
    let one = |text: &str, of: fn(&Text) -> &str| {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            out.push_str(words.get(name).map_or("", of));
            rest = after;
        }
        out.push_str(rest);
        out
    };
    let zh = one(&text.zh, |text| &text.zh);
    if text.en.is_empty() {
        return Text::new(zh, "");
    }
    Text::new(zh, one(&text.en, |text| if text.en.is_empty() { &text.zh } else { &text.en }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let minutes: Vec<_> = (0..=8).map(|n| pause_after(n).map(|us| us / 60_000_000)).collect();
        let expected = [None, Some(1), Some(5), Some(30), Some(120), Some(480), Some(1440), None, None];
        assert_eq!(minutes, expected);
        assert_eq!(pause_after(TRIES_MAX), None, "the last attempt is not followed by another");
        assert!(pause_after(TRIES_MAX - 1).is_some());
    }

    #[test]
    fn a_sentence_is_filled_in_both_languages() {
        let words = BTreeMap::from([("record", Text::new("桥{x}", "Bridge")), ("by", Text::new("路局", ""))]);
        let said = fill(&Text::new("{by}改了“{record}”。", "{by} changed {record}."), &words);
        assert_eq!(said, Text::new("路局改了“桥{x}”。", "路局 changed Bridge."));
        assert_eq!(fill(&Text::new("{none}完", ""), &words), Text::new("完", ""));
    }
}
