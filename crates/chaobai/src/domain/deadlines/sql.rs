//! Every SQL text of this folder.

use super::{Deadline, Kind};
use crate::desk::Call;
use kernel::{Date, Instant};
use serde_json::Value as Json;
use store::{Row, StoreError, Tx};

const COLUMNS: &str = "cell, id, subject, kind, part, falls_on, unpublished, state, settled_at, what";

/// Waiting ones that fall on or before a day and may have consequences, in order.
pub fn due() -> String {
    format!(
        "SELECT {COLUMNS} FROM deadline WHERE state = 'waiting' AND falls_on <= $1 AND unpublished = '' \
         ORDER BY falls_on, id LIMIT $2"
    )
}

/// One.
pub fn one() -> String {
    format!("SELECT {COLUMNS} FROM deadline WHERE cell = $1 AND id = $2")
}

/// All of a subject, in order.
pub fn of_subject() -> String {
    format!("SELECT {COLUMNS} FROM deadline WHERE cell = $1 AND subject = $2 ORDER BY falls_on, id")
}

/// Reads a row.
pub fn deadline(row: &Row) -> Result<Deadline, StoreError> {
    let damaged = || StoreError::damaged("deadline");
    Ok(Deadline {
        cell: row.text(0)?,
        id: row.text(1)?,
        subject: row.text(2)?,
        kind: Kind::parse(row.text_ref(3)?).ok_or_else(damaged)?,
        part: row.int(4)?,
        falls_on: Date::parse(row.text_ref(5)?).ok_or_else(damaged)?,
        unpublished: years(row.text_ref(6)?),
        state: row.text(7)?,
        settled_at: row.int_opt(8)?.map(Instant),
        what: row.json(9)?,
    })
}

/// Years as they are kept: `2027,2028`.
pub fn years(text: &str) -> Vec<i16> {
    text.split(',').filter_map(|year| year.parse().ok()).collect()
}

/// Years as they are kept.
pub fn years_text(years: &[i16]) -> String {
    years.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// A new one, waiting.
pub fn insert(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    (id, subject): (&str, &str),
    planned: &super::Planned,
    what: &Json,
) -> Result<(), StoreError> {
    let (day, unpublished) = (planned.due.on.to_string(), years_text(&planned.due.unpublished));
    tx.execute(
        "INSERT INTO deadline (cell, id, subject, kind, part, falls_on, unpublished, state, made_at, settled_at, what) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, NULL, $9)",
        &[
            call.cell.as_str().into(),
            id.into(),
            subject.into(),
            planned.kind.as_str().into(),
            planned.part.into(),
            day.as_str().into(),
            unpublished.as_str().into(),
            call.moment.at.0.into(),
            what.into(),
        ],
    )
    .map(drop)
}

/// One waits no longer: `done`, or the code of the refusal it met. 1 if it was waiting.
pub fn settle(tx: &mut Tx<'_>, call: &Call<'_>, id: &str, outcome: &str) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE deadline SET state = $1, settled_at = $2 WHERE cell = $3 AND id = $4 AND state = 'waiting'",
        &[outcome.into(), call.moment.at.0.into(), call.cell.as_str().into(), id.into()],
    )
}

/// Those of a subject that wait for a day are no longer needed; effects stay.
pub fn lapse(tx: &mut Tx<'_>, call: &Call<'_>, subject: &str) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE deadline SET state = 'lapsed', settled_at = $1 WHERE cell = $2 AND subject = $3 \
         AND state = 'waiting' AND kind <> 'effect'",
        &[call.moment.at.0.into(), call.cell.as_str().into(), subject.into()],
    )
}
