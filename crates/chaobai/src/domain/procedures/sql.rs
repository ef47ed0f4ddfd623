//! Every SQL text of this folder.

use super::case::{Body, Case, Event, Held, Said, State};
use crate::desk::Call;
use kernel::{Cell, Date, Id, Instant};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::{Row, StoreError, Tx};

const COLUMNS: &str = "c.id, c.procedure, c.register, c.subject, c.subject_version, c.charter_version, c.version, \
     c.step, c.state, c.opened_at, c.moved_at, c.due_on, c.unpublished, c.counted_under, c.body";

/// One case.
pub fn one() -> String {
    format!("SELECT {COLUMNS} FROM procedure_case c WHERE c.cell = $1 AND c.id = $2")
}

/// Cases about a record, latest first.
pub fn of_subject() -> String {
    format!("SELECT {COLUMNS} FROM procedure_case c WHERE c.cell = $1 AND c.subject = $2 ORDER BY c.id DESC")
}

/// The open case of a procedure about a record.
pub const OPEN_CASE: &str = "SELECT id FROM procedure_case WHERE cell = $1 AND subject = $2 AND procedure = $3 \
     AND state <> 'ended' ORDER BY id LIMIT 1";

/// Open cases that one of `count` holders stands in a relation to; `$1` is the relation, overdue ones first.
pub fn held_by(count: usize) -> String {
    let holders: Vec<String> = (2..count + 2).map(|n| format!("${n}")).collect();
    format!(
        "SELECT {COLUMNS} FROM procedure_case c WHERE c.state <> 'ended' AND EXISTS (SELECT 1 FROM procedure_holder h \
         WHERE h.cell = c.cell AND h.id = c.id AND h.relation = $1 AND h.holder IN ({})) \
         ORDER BY CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on, c.id LIMIT ${}",
        holders.join(", "),
        count + 2
    )
}

/// Cases of a procedure in a state, by last day.
pub fn of_procedure() -> String {
    format!(
        "SELECT {COLUMNS} FROM procedure_case c WHERE c.procedure = $1 AND c.state = $2 AND c.id > $3 \
         ORDER BY c.id LIMIT $4"
    )
}

/// Cases that no longer agree with what they depend on: the record moved on, or days that were counted without a
/// published calendar can be counted again under a newer charter.
pub fn to_follow() -> String {
    format!(
        "SELECT {COLUMNS} FROM procedure_case c JOIN record r ON r.cell = c.cell AND r.id = c.subject \
         WHERE c.state <> 'ended' AND (r.version > c.subject_version OR (c.unpublished <> '' AND c.counted_under < $1)) \
         ORDER BY c.id LIMIT $2"
    )
}

/// Everything that happened to a case, in order.
pub const EVENTS: &str = "SELECT number, at, command, charter_version, actor, actor_post, entry, said, state \
     FROM procedure_event WHERE cell = $1 AND id = $2 ORDER BY number";

/// A charter that was adopted, whole.
pub const CHARTER: &str = "SELECT body FROM charter_version WHERE version = $1";

/// Reads a case.
pub fn case(row: &Row) -> Result<Case, StoreError> {
    let damaged = || StoreError::damaged("procedure_case");
    let id = |column| row.text_ref(column).ok().and_then(Id::parse).ok_or_else(damaged);
    Ok(Case {
        id: id(0)?,
        procedure: row.text(1)?,
        register: row.text(2)?,
        subject: id(3)?,
        subject_version: row.int(4)?,
        charter_version: row.int(5)?,
        version: row.int(6)?,
        step: row.text(7)?,
        state: State::parse(row.text_ref(8)?).ok_or_else(damaged)?,
        opened_at: Instant(row.int(9)?),
        moved_at: Instant(row.int(10)?),
        due_on: row.text_opt(11)?.map(|day| Date::parse(&day).ok_or_else(damaged)).transpose()?,
        unpublished: years(row.text_ref(12)?),
        counted_under: row.int(13)?,
        body: Body::deserialize(row.json(14)?).map_err(|_| damaged())?,
    })
}

/// Reads an event.
pub fn event(row: &Row) -> Result<Event, StoreError> {
    let damaged = || StoreError::damaged("procedure_event");
    let state = row.json(8)?;
    Ok(Event {
        number: row.int(0)?,
        at: Instant(row.int(1)?),
        command: row.text(2)?,
        charter_version: row.int(3)?,
        actor: row.text(4)?,
        actor_post: row.text(5)?,
        entry: row.int(6)?,
        said: Said::deserialize(row.json(7)?).map_err(|_| damaged())?,
        due_on: state["due_on"].as_str().and_then(Date::parse),
    })
}

fn years(text: &str) -> Vec<i16> {
    text.split(',').filter_map(|year| year.parse().ok()).collect()
}

fn years_text(years: &[i16]) -> String {
    years.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Writes the row of a case: new, or in place of the version before. 1 if it did.
pub fn put_case(tx: &mut Tx<'_>, cell: &Cell, case: &Case, before: Option<i64>) -> Result<u64, StoreError> {
    let (due, unpublished) = (case.due_on.map(|day| day.to_string()), years_text(&case.unpublished));
    let body = json!(case.body);
    let insert = "INSERT INTO procedure_case (procedure, register, subject, subject_version, charter_version, version, \
         step, state, opened_at, moved_at, due_on, unpublished, counted_under, body, cell, id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let update = "UPDATE procedure_case SET procedure = $1, register = $2, subject = $3, subject_version = $4, \
         charter_version = $5, version = $6, step = $7, state = $8, opened_at = $9, moved_at = $10, due_on = $11, \
         unpublished = $12, counted_under = $13, body = $14 WHERE cell = $15 AND id = $16 AND version = $17";
    let mut values: Vec<store::Value<'_>> = vec![
        case.procedure.as_str().into(),
        case.register.as_str().into(),
        case.subject.as_str().into(),
        case.subject_version.into(),
        case.charter_version.into(),
        case.version.into(),
        case.step.as_str().into(),
        case.state.as_str().into(),
        case.opened_at.0.into(),
        case.moved_at.0.into(),
        due.as_deref().into(),
        unpublished.as_str().into(),
        case.counted_under.into(),
        store::Value::from(&body),
        cell.as_str().into(),
        case.id.as_str().into(),
    ];
    values.extend(before.map(store::Value::from));
    tx.execute(if before.is_some() { update } else { insert }, &values)
}

/// Adds an event.
pub fn insert_event(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &str,
    case: &Case,
    said: &Json,
    state: &Json,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO procedure_event (cell, id, number, at, command, charter_version, actor, actor_post, entry, said, \
         state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            call.cell.as_str().into(),
            case.id.as_str().into(),
            case.version.into(),
            call.moment.at.0.into(),
            command.into(),
            call.law.version.into(),
            call.caller.person.as_ref().map_or("", |id| id.as_str()).into(),
            call.caller.post().into(),
            call.entry.into(),
            said.into(),
            state.into(),
        ],
    )
    .map(drop)
}

/// Replaces who stands in which relation to a case.
pub fn put_holders(tx: &mut Tx<'_>, cell: &Cell, case: &Case) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM procedure_holder WHERE cell = $1 AND id = $2",
        &[cell.as_str().into(), case.id.as_str().into()],
    )?;
    let relations = [("holds", &case.body.holders), ("told", &case.body.told)];
    for (relation, all) in relations {
        for Held { holder, .. } in all {
            tx.execute(
                "INSERT INTO procedure_holder (cell, id, relation, holder) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (cell, id, relation, holder) DO NOTHING",
                &[cell.as_str().into(), case.id.as_str().into(), relation.into(), holder.as_str().into()],
            )?;
        }
    }
    Ok(())
}
