//! `rounds.accept_row`: the office accepts one report: its values become the matter's, from the day the round
//! speaks of, and the report is settled, in one transaction.

use super::return_row::demand_submitted;
use super::row::{self, Next, Row};
use super::rules::State;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers::{Settle, settle};
use crate::domain::worklists;
use kernel::{Cell, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A report to accept.
#[derive(Clone, Debug)]
pub struct AcceptRow {
    /// The report.
    pub row: Row,
}

impl Command for AcceptRow {
    fn name(&self) -> &'static str {
        "rounds.accept_row"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        self.row.cell(zone)
    }

    fn content(&self) -> Value {
        self.row.content()
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let loaded = row::load(tx, call, &self.row, false)?;
        let report = demand_submitted(&loaded)?;
        // The unit wrote beside the values it saw. If somebody has put the matter right meanwhile, the two
        // are brought together by people.
        let body = &loaded.record.body;
        let moved: Vec<&str> = loaded
            .law
            .reported
            .iter()
            .filter(|id| report.fields.contains_key(*id) && body.get(*id) != report.before.get(*id))
            .map(String::as_str)
            .collect();
        if !moved.is_empty() {
            let refusal = Refusal::new(Kind::Conflict, "rounds.item_changed");
            return Err(refusal.with("fields", moved.join(", ")).into());
        }
        let next = Next {
            state: State::Accepted,
            fields: report.fields.clone(),
            before: report.before.clone(),
            stage: report.stage.clone(),
            remark: String::new(),
        };
        row::write(tx, call, &loaded, &next)?;
        worklists::set_reported_on(tx, call, &loaded.record.id, loaded.round.as_of)?;
        let note = loaded.round.id.clone();
        let to = Settle {
            changes: &next.fields,
            stage: Some(next.stage.as_str()).filter(|stage| !stage.is_empty()),
            effective_on: loaded.round.as_of,
            note: &note,
        };
        let mut change = settle(tx, call, self.name(), loaded.register, &loaded.record, &to)?;
        change.public["round"] = json!(loaded.round.id);
        change.answer = json!({ "version": loaded.version() + 1, "state": State::Accepted.id() });
        Ok(change)
    }
}
