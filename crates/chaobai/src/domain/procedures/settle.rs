//! `procedures.settle`: what a case was to bring about has happened, or was refused; either stands in its history.

use super::case::{Said, What};
use super::write::{self};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::deadlines;
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// What became of a deadline.
#[derive(Clone, Debug)]
pub struct Settle {
    /// Case.
    pub id: Id,
    /// The deadline.
    pub deadline: String,
    /// `done`, or the code of the refusal.
    pub outcome: String,
}

impl Command for Settle {
    fn name(&self) -> &'static str {
        "procedures.settle"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.id.as_str(), self.deadline, self.outcome])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        write::demand_clock(call)?;
        let loaded = write::load(tx, call.law, call.caller, &self.id)?;
        let due = deadlines::find(tx, call.cell, &self.deadline)?.ok_or_else(Refusal::not_found)?;
        if deadlines::settle(tx, call, &self.deadline, &self.outcome)? != 1 {
            return Err(Refusal::new(Kind::Conflict, "deadlines.settled").into());
        }
        let case = loaded.moved(call);
        let effects = if due.what.is_null() { json!({ "kind": due.kind.as_str() }) } else { due.what };
        let said = Said {
            word: self.outcome.clone(),
            given: [("effect".to_owned(), effects)].into_iter().collect(),
            ..Said::new(What::Settle, &case.step, &case.step)
        };
        write::write(tx, call, self.name(), loaded.outcome(case, said, None))
    }
}
