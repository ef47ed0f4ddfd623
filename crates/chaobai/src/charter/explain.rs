//! What changed between two charters, entry by entry: for the page that shows a new version before
//! it is adopted, and for the record of the adoption.

use super::model::Charter;
use serde::Serialize;
use serde_json::Value;

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Where: ids instead of numbers, for example `registers/bridges/fields/length/unit`.
    pub path: String,
    /// Before; none if it was added.
    pub old: Option<Value>,
    /// After; none if it was removed.
    pub new: Option<Value>,
}

/// Every difference between two charters, in the order of the older one, additions last. Entries of
/// lists are told apart by their id (or code, or year), so that moving one is not a change of all.
/// The map is one entry: it changed, or it did not.
pub fn diff(old: &Charter, new: &Charter) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (old.to_json(), new.to_json());
    let parts = [
        "zone",
        "registers",
        "procedures",
        "figures",
        "calendars",
        "standards",
        "documents",
        "notices",
        "papers",
    ];
    for part in parts {
        compare(part, &old[part], &new[part], &mut changes);
    }
    if old["map"] != new["map"] {
        let some = |map: &Value| (!map.is_null()).then(|| map.clone());
        changes.push(Change { path: "map".to_owned(), old: some(&old["map"]), new: some(&new["map"]) });
    }
    changes
}

fn compare(path: &str, old: &Value, new: &Value, changes: &mut Vec<Change>) {
    if old == new {
        return;
    }
    match (old, new) {
        // A text in two languages changes as a whole.
        (Value::Object(a), Value::Object(b)) if !(a.contains_key("zh") && b.contains_key("zh")) => {
            let pairs = |map: &serde_json::Map<String, Value>| {
                map.iter().filter(|(_, v)| !is_empty(v)).map(|(k, v)| (k.clone(), v.clone())).collect()
            };
            entries(path, pairs(a), pairs(b), changes);
        }
        (Value::Array(a), Value::Array(b)) => match (named(a), named(b)) {
            (Some(before), Some(after)) => {
                let order = |all: &[(String, Value)]| all.iter().map(|(k, _)| k.clone()).collect::<Vec<_>>();
                let (first, second) = (order(&before), order(&after));
                entries(path, before, after, changes);
                // The order of fields, stages and figures is seen by readers: it counts.
                let kept: Vec<&String> = first.iter().filter(|k| second.contains(k)).collect();
                if kept != second.iter().filter(|k| first.contains(k)).collect::<Vec<_>>() {
                    push(&format!("{path}/order"), Some(first.into()), Some(second.into()), changes);
                }
            }
            _ => push(path, Some(old.clone()), Some(new.clone()), changes),
        },
        _ => push(path, Some(old.clone()), Some(new.clone()), changes),
    }
}

fn entries(path: &str, old: Vec<(String, Value)>, new: Vec<(String, Value)>, changes: &mut Vec<Change>) {
    for (name, before) in &old {
        let below = format!("{path}/{name}");
        match new.iter().find(|(other, _)| other == name) {
            Some((_, after)) => compare(&below, before, after, changes),
            None => push(&below, Some(before.clone()), None, changes),
        }
    }
    for (name, after) in new.into_iter().filter(|(name, _)| !old.iter().any(|(other, _)| other == name)) {
        push(&format!("{path}/{name}"), None, Some(after), changes);
    }
}

fn push(path: &str, old: Option<Value>, new: Option<Value>, changes: &mut Vec<Change>) {
    changes.push(Change { path: path.to_owned(), old, new });
}

/// The entries of a list by what tells them apart; none if nothing does.
fn named(list: &[Value]) -> Option<Vec<(String, Value)>> {
    let mut all: Vec<(String, Value)> = Vec::with_capacity(list.len());
    for item in list {
        let name = ["id", "year", "item"].iter().find_map(|key| match &item[key] {
            Value::String(id) => Some(id.clone()),
            Value::Number(year) => Some(year.to_string()),
            _ => None,
        })?;
        if all.iter().any(|(other, _)| *other == name) {
            return None;
        }
        all.push((name, item.clone()));
    }
    Some(all)
}

/// What a charter leaves out and what it says with nothing are the same.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.get("zh").is_some_and(|zh| zh == "") && map.len() <= 1,
        _ => false,
    }
}
