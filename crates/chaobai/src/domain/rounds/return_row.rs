//! `rounds.return_row`: the office returns one report with a remark. No other row is held up.

use super::row::{self, Next, Row};
use super::rules::State;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::notices::{self, Facts};
use crate::domain::registers::demand_note;
use kernel::{Cell, Kind, Problem, Refusal, Text};
use serde_json::{Value, json};
use store::Tx;

/// A report to return.
#[derive(Clone, Debug)]
pub struct ReturnRow {
    /// The report.
    pub row: Row,
    /// What is to be answered or mended.
    pub remark: String,
}

impl Command for ReturnRow {
    fn name(&self) -> &'static str {
        "rounds.return_row"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        self.row.cell(zone)
    }

    fn content(&self) -> Value {
        json!([self.row.content(), self.remark])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let loaded = row::load(tx, call, &self.row, false)?;
        let report = demand_submitted(&loaded)?;
        if self.remark.trim().is_empty() {
            return Err(Refusal::invalid(vec![Problem::new("remark", "required")]).into());
        }
        demand_note("remark", &self.remark)?;
        let next = Next {
            state: State::Returned,
            fields: report.fields.clone(),
            before: report.before.clone(),
            stage: report.stage.clone(),
            remark: self.remark.trim().to_owned(),
        };
        let state = row::write(tx, call, &loaded, &next)?;
        let same = |text: &str| Text::new(text, text);
        let words = vec![("round", same(&loaded.round.id)), ("remark", same(&next.remark))];
        let facts = Facts { words, ..Facts::default() };
        notices::raise(tx, call, "rounds.returned", loaded.about(), &facts)?;
        Ok(row::change(&loaded, state))
    }
}

/// The report, if it waits for the office.
pub(super) fn demand_submitted<'a>(loaded: &'a row::Loaded<'_>) -> Result<&'a super::Report, Refusal> {
    // What the unit is still writing is not there for the office.
    let report = loaded.report.as_ref().filter(|report| report.state != State::Draft);
    match report {
        None => Err(Refusal::not_found()),
        Some(report) if report.state == State::Submitted => Ok(report),
        Some(report) => {
            Err(Refusal::new(Kind::Conflict, "rounds.not_submitted").with("state", report.state.id()))
        }
    }
}
