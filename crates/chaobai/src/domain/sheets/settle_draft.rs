//! `sheets.settle_draft`: a workbook has been written; what became of its rows is kept with it.

use super::draft::DraftState;
use super::mend_draft::{demand_open, update};
use super::open_draft::about;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id};
use serde_json::{Value, json};
use store::Tx;

/// A draft is done with.
#[derive(Clone, Debug)]
pub struct SettleDraft {
    /// The draft.
    pub id: Id,
    /// Version that was written.
    pub version: i64,
    /// What became of it: numbers and rows that were not written.
    pub outcome: Value,
}

impl Command for SettleDraft {
    fn name(&self) -> &'static str {
        "sheets.settle_draft"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.id.as_str(), self.version, self.outcome])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let draft = demand_open(tx, call, &self.id, self.version)?;
        let body = json!({ "mended": draft.mended, "outcome": self.outcome });
        update(tx, call, &self.id, self.version, DraftState::Written, &body)?;
        Ok(about(&self.id, self.version + 1, body))
    }
}
