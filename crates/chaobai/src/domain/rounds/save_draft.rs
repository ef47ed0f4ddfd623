//! `rounds.save_draft`: the unit keeps what it has written so far. Nobody else sees it.

use super::row::{self, Loaded, Next, Row};
use super::rules::State;
use crate::charter::values::check_value;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::worklists;
use kernel::{Cell, Kind, Problem, Refusal};
use serde_json::{Map, Value, json};
use store::Tx;

/// What the unit has written so far.
#[derive(Clone, Debug)]
pub struct SaveDraft {
    /// The report.
    pub row: Row,
    /// The reported fields that have been filled; the others stay as the matter has them.
    pub fields: Map<String, Value>,
    /// Stage the matter is to move to; none: it stays.
    pub stage: Option<String>,
}

impl Command for SaveDraft {
    fn name(&self) -> &'static str {
        "rounds.save_draft"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        self.row.cell(zone)
    }

    fn content(&self) -> Value {
        json!([self.row.content(), self.fields, self.stage])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let loaded = row::load(tx, call, &self.row, true)?;
        demand_written(&loaded)?;
        let problems = problems(call, &loaded, &self.fields, self.stage.as_deref());
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        let next = Next {
            state: State::Draft,
            fields: self.fields.clone(),
            before: seen(&loaded),
            stage: self.stage.clone().unwrap_or_default(),
            remark: loaded.report.as_ref().map(|report| report.remark.clone()).unwrap_or_default(),
        };
        let state = row::write(tx, call, &loaded, &next)?;
        Ok(row::change(&loaded, state))
    }
}

/// Refuses a report that is not the unit's to write now, and a matter that is not open.
pub(super) fn demand_written(loaded: &Loaded<'_>) -> Result<(), Refusal> {
    if !loaded.register.standing(&loaded.record.stage).is_open() {
        return Err(worklists::not_open(&loaded.record));
    }
    match &loaded.report {
        Some(report) if !report.state.is_written() => {
            Err(Refusal::new(Kind::Conflict, "rounds.not_yours_now").with("state", report.state.id()))
        }
        _ => Ok(()),
    }
}

/// What is wrong with what was written: fields the round does not ask for, values that cannot stand there, a
/// stage the matter cannot move to from where it is.
pub(super) fn problems(
    call: &Call<'_>,
    loaded: &Loaded<'_>,
    fields: &Map<String, Value>,
    stage: Option<&str>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, value) in fields {
        match loaded.register.field(id).filter(|_| loaded.law.reported.contains(id)) {
            Some(field) => problems.extend(check_value(&call.law.charter, field, value)),
            None => problems.push(Problem::new(id.as_str(), "not_asked_for")),
        }
    }
    if let Some(stage) = stage.filter(|stage| *stage != loaded.record.stage) {
        let from = loaded.register.stage(&loaded.record.stage);
        let steps = from.map_or(&[][..], |from| &from.to);
        let approved = loaded.law.approval.as_ref().is_some_and(|a| a.stages.iter().any(|id| id == stage));
        if approved {
            problems.push(Problem::new("stage", "needs_approval").with("given", stage));
        } else if !steps.iter().any(|to| to == stage) {
            problems.push(
                Problem::new("stage", "not_a_choice").with("given", stage).with("allowed", steps.join(", ")),
            );
        }
    }
    problems
}

/// The matter's own values of the reported fields: what the unit sees beside what it writes.
pub(super) fn seen(loaded: &Loaded<'_>) -> Map<String, Value> {
    let body = &loaded.record.body;
    let kept = loaded.law.reported.iter().filter_map(|id| Some((id.clone(), body.get(id)?.clone())));
    kept.collect()
}
