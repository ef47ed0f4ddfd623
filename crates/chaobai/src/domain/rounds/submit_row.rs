//! `rounds.submit_row`: the unit hands one report in. No other row waits for it.

use super::row::{self, Next, Row};
use super::rules::{self, State};
use super::save_draft::{demand_written, problems, seen};
use crate::charter::values::check_body;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::notices::{self, Facts};
use kernel::{Cell, Problem, Refusal, Text};
use serde_json::{Map, Value, json};
use store::Tx;

/// A report to hand in.
#[derive(Clone, Debug)]
pub struct SubmitRow {
    /// The report.
    pub row: Row,
    /// What it says; none: what the draft says.
    pub fields: Option<Map<String, Value>>,
    /// Stage the matter is to move to; with `fields` none: as the draft says.
    pub stage: Option<String>,
}

impl Command for SubmitRow {
    fn name(&self) -> &'static str {
        "rounds.submit_row"
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
        let draft = loaded.report.as_ref();
        let (fields, stage) = match &self.fields {
            Some(fields) => (fields.clone(), self.stage.clone()),
            None => (
                draft.map(|draft| draft.fields.clone()).unwrap_or_default(),
                draft.map(|draft| draft.stage.clone()).filter(|stage| !stage.is_empty()),
            ),
        };
        let mut problems = problems(call, &loaded, &fields, stage.as_deref());
        if fields.is_empty() && stage.is_none() {
            let first = loaded.law.reported.first().map_or("fields", String::as_str);
            problems.push(Problem::new(first, "nothing_reported"));
        }
        let body = rules::reported_body(&loaded.record.body, &fields);
        // What the charter asks of the whole matter is asked now, while it can be mended.
        if problems.is_empty() {
            let own = |problem: &Problem| loaded.law.reported.contains(&problem.field);
            problems.extend(check_body(loaded.register, &call.law.charter, &body).into_iter().filter(own));
        }
        let to = stage.as_deref().unwrap_or(&loaded.record.stage);
        let as_of = loaded.round.as_of;
        if let Some(reason) = loaded.law.reason.as_ref()
            && rules::behind(loaded.register, to, &body, as_of)
            && fields.get(reason).and_then(Value::as_str).is_none_or(|text| text.trim().is_empty())
        {
            problems.push(Problem::new(reason.as_str(), "reason_needed"));
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        let next = Next {
            state: State::Submitted,
            fields,
            before: seen(&loaded),
            stage: stage.unwrap_or_default(),
            remark: draft.map(|draft| draft.remark.clone()).unwrap_or_default(),
        };
        let state = row::write(tx, call, &loaded, &next)?;
        let round = Text::new(loaded.round.id.as_str(), loaded.round.id.as_str());
        let facts = Facts { words: vec![("round", round)], ..Facts::default() };
        notices::raise(tx, call, "rounds.submitted", loaded.about(), &facts)?;
        Ok(row::change(&loaded, state))
    }
}
