//! What every command of this folder writes the same way: the records it changed, what happened, the entry.

use super::sql;
use crate::charter::model::Register;
use crate::desk::{Call, Change, Stop, Subject};
use crate::domain::registers::{self, Effect, Record, version_state};
use kernel::{Date, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// What a command did.
#[derive(Default)]
pub struct Done {
    /// The item it was about; none: the meeting.
    pub item: Option<Id>,
    /// What is said of it, for those who may see the meeting.
    pub said: Value,
    /// Records it wrote.
    pub records: Vec<Record>,
    /// What the caller gets beside the receipt.
    pub answer: Value,
}

/// Adds the event and says what the journal is told. Nothing of a meeting stands in the open part of an entry: what
/// is public of it is published with its records.
pub fn finish(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    meeting: &Id,
    mut done: Done,
) -> Result<Change, Stop> {
    let event = sql::next_event(tx, call.cell, meeting)?;
    sql::insert_event(tx, call, command, meeting, done.item.as_ref(), event, &done.said)?;
    // A command may write a record twice; what stands after it is what it commits to.
    done.records.sort_by(|a, b| (&a.id, b.version).cmp(&(&b.id, a.version)));
    done.records.dedup_by(|a, b| a.id == b.id);
    Ok(Change {
        subject: Subject { register: "meeting".into(), id: meeting.to_string(), version: event },
        public: Value::Null,
        hidden: Value::Null,
        state: event_state(meeting, event, done.item.as_ref(), &done.said, &done.records),
        answer: done.answer,
    })
}

/// What an event commits to.
pub fn event_state(meeting: &Id, number: i64, item: Option<&Id>, said: &Value, records: &[Record]) -> Value {
    json!({
        "meeting": meeting.as_str(),
        "number": number,
        "item": item.map_or("", Id::as_str),
        "said": said,
        "records": records.iter().map(version_state).collect::<Vec<_>>(),
    })
}

/// Changes fields and stage of a record of the meeting.
pub fn change(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    record: &Record,
    fields: Value,
    stage: Option<&str>,
) -> Result<Record, Stop> {
    let Value::Object(fields) = fields else { return Ok(record.clone()) };
    let effect = Effect { fields, stage: stage.map(str::to_owned) };
    Ok(registers::apply(tx, call, command, &record.id, &effect, "")?.unwrap_or_else(|| record.clone()))
}

/// A new record beside the meeting; `source` is what it names where its list asks for one.
pub fn place(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    register: &Register,
    source: &str,
    (key, stage): (&str, &str),
    body: Value,
) -> Result<Record, Stop> {
    let id =
        registers::id_beside(call.moment.at.0, &format!("{}/{key}", call.key.as_str()), &anchor_of(call));
    let Value::Object(mut body) = body else { return Err(Refusal::not_found().into()) };
    body.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
    if register.sourced {
        body.insert("source".into(), json!(source));
        body.insert("source_date".into(), json!(call.moment.today.to_string()));
    }
    registers::place(tx, call, command, register, id, stage, body)
}

/// An id whose rows live in the call's cell.
fn anchor_of(call: &Call<'_>) -> Id {
    Id::new_in(call.moment.at.0, [0; 10], call.cell.bucket())
}

/// An id in the call's cell that follows from the request key.
pub fn new_id(call: &Call<'_>, key: &str) -> Id {
    registers::id_beside(call.moment.at.0, &format!("{}/{key}", call.key.as_str()), &anchor_of(call))
}

/// Refuses a version the caller did not see.
pub fn demand_version(record: &Record, seen: i64) -> Result<(), Refusal> {
    registers::demand_version(record, seen)
}

/// Refuses an item that was decided, or taken off.
pub fn demand_placed(item: &Record) -> Result<(), Refusal> {
    if item.stage == super::rules::PLACED && !item.withdrawn {
        return Ok(());
    }
    Err(Refusal::new(Kind::Conflict, "meetings.item_settled").with("stage", &item.stage))
}

/// Something is refused unless the chair lets it happen; the reason is kept in the event.
pub fn demand_let_in(code: &'static str, reason: &str, day: Date) -> Result<(), Refusal> {
    registers::demand_note("let_in", reason)?;
    if !reason.trim().is_empty() {
        return Ok(());
    }
    Err(Refusal::new(Kind::Conflict, code).with("day", day))
}

/// A text that has to be given.
pub fn demand_text(field: &str, text: &str) -> Result<(), Refusal> {
    registers::demand_note(field, text)?;
    if text.trim().is_empty() {
        return Err(Refusal::invalid(vec![Problem::new(field, "required")]));
    }
    Ok(())
}
