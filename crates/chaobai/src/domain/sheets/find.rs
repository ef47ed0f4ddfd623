//! Questions about drafts.

use super::draft::{Draft, DraftState};
use super::sql;
use crate::desk::Caller;
use crate::domain::registers::store_refusal;
use kernel::{Cell, Id, Instant, Refusal};
use serde_json::Value;
use store::{Ask, Row, StoreError};

/// A draft of the caller's own; anybody else's is not found.
pub fn draft(ask: &mut dyn Ask, zone: &str, caller: &Caller, id: &Id) -> Result<Draft, Refusal> {
    let cell = Cell::of(zone, id);
    let row = ask.row(sql::DRAFT, &[cell.as_str().into(), id.as_str().into()]).map_err(store_refusal)?;
    let draft = row.map(|row| read(&row)).transpose().map_err(store_refusal)?.flatten();
    let own = |draft: &Draft| caller.person.as_ref().is_some_and(|person| person.as_str() == draft.person);
    draft.filter(own).ok_or_else(Refusal::not_found)
}

fn read(row: &Row) -> Result<Option<Draft>, StoreError> {
    let Some(id) = Id::parse(row.text_ref(0)?) else { return Ok(None) };
    let body = row.json(8)?;
    Ok(Some(Draft {
        id,
        register: row.text(1)?,
        person: row.text(2)?,
        state: if row.text_ref(3)? == DraftState::Open.id() { DraftState::Open } else { DraftState::Written },
        version: row.int(4)?,
        opened_at: Instant(row.int(5)?),
        sha256: row.text(6)?,
        name: row.text(7)?,
        mended: serde_json::from_value(body["mended"].clone()).unwrap_or_default(),
        outcome: body.get("outcome").cloned().unwrap_or(Value::Null),
    }))
}
