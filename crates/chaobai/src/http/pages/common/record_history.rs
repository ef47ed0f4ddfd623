//! Versions of a record as events: what was done, by which office, and old beside new.

use super::{Frame, Names, Query, journal, list, say, values};
use crate::charter::model::Register;
use crate::domain::registers::Version;
use crate::http::views::{HistoryChange, HistoryEvent};
use kernel::{Cell, Refusal};
use serde_json::Value;
use store::Ask;

/// The events of a history that is newest first, in the same order. Person and reason are in a version only
/// for those who see everything of it.
pub fn events(
    frame: &Frame,
    ask: &mut dyn Ask,
    names: &mut Names<'_>,
    register: &Register,
    history: &[Version],
) -> Result<Vec<HistoryEvent>, Refusal> {
    let mut events = Vec::with_capacity(history.len());
    for (number, version) in history.iter().enumerate() {
        let before = history.get(number + 1);
        let record = &version.record;
        let cell = Cell::of(&frame.charter().zone.id, &record.id);
        let actor = match version.actor.as_str() {
            "" => names.post(&version.actor_post),
            person => journal::actor(names, ask, person, &version.actor_post)?,
        };
        events.push(HistoryEvent {
            version: record.version.to_string(),
            what: what(frame, names, register, version, before),
            at: frame.time(record.amended_at),
            effective: frame.date(record.effective_on),
            actor,
            note: version.note.clone(),
            changes: before.map(|before| changes(names, register, before, version)).unwrap_or_default(),
            difference_href: before.map_or(String::new(), |before| {
                let query = Query::default().with("from", &before.record.version.to_string());
                let query = query.with("to", &record.version.to_string());
                frame.href(&query.on(&format!("{}/difference", list::record_path(frame, record))))
            }),
            entry: journal::proof_link(frame, ask, cell.as_str(), version.entry)?,
        });
    }
    Ok(events)
}

fn what(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    version: &Version,
    before: Option<&Version>,
) -> String {
    let done = say::command(frame.lang, &version.command);
    match before.filter(|before| before.record.stage != version.record.stage) {
        Some(before) => {
            let (from, to) = (&before.record.stage, &version.record.stage);
            let colon = frame.words().colon;
            format!("{done}{colon}{} → {}", names.stage(register, from), names.stage(register, to))
        }
        None => done,
    }
}

/// Fields that differ from the version before, in the order of the register.
fn changes(names: &Names<'_>, register: &Register, before: &Version, after: &Version) -> Vec<HistoryChange> {
    let value = |version: &Version, id: &str| version.record.body.get(id).cloned().unwrap_or(Value::Null);
    register
        .fields
        .iter()
        .filter_map(|field| {
            let (old, new) = (value(before, &field.id), value(after, &field.id));
            (old != new).then(|| HistoryChange {
                field: values::label(names, field),
                old: values::text(names, field, &old),
                new: values::text(names, field, &new),
            })
        })
        .collect()
}
