//! `procedures.open_case`: a case about a record begins, in the first step.

use super::case::{Body, Case, Said, State, What};
use super::rules::Ground;
use super::sql;
use super::write::{self, Outcome};
use crate::charter::model::{Charter, Register};
use crate::charter::procedure::Procedure;
use crate::charter::values::check_fields;
use crate::desk::{Call, Caller, Change, Command, RequestKey, Stop};
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, Record};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use store::{Ask, Tx};

/// A new case.
#[derive(Clone, Debug)]
pub struct OpenCase {
    /// Procedure.
    pub procedure: String,
    /// The record it is about.
    pub subject: Id,
    /// What the procedure asks for.
    pub given: Map<String, Value>,
}

/// Whether somebody may open a case of a procedure about a record as it stands; whether one is open already is
/// asked elsewhere.
pub fn may_open(
    charter: &Charter,
    caller: &Caller,
    procedure: &Procedure,
    register: &Register,
    record: &Record,
) -> bool {
    let ground = Ground { charter, procedure, register, record: &record.body };
    !record.withdrawn
        && procedure.register == register.id
        && (procedure.stages.is_empty() || procedure.stages.contains(&record.stage))
        && ground.mandate(caller, &ground.who(&procedure.open, "", &Map::new())).is_some()
}

impl Command for OpenCase {
    fn name(&self) -> &'static str {
        "procedures.open_case"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.subject)
    }

    fn content(&self) -> Value {
        json!({ "procedure": self.procedure, "subject": self.subject.as_str(), "given": self.given })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let charter = &call.law.charter;
        let procedure = charter.procedure(&self.procedure).ok_or_else(Refusal::not_found)?;
        let record = registers::current(tx, &Cell::of(&charter.zone.id, &self.subject), &self.subject)?;
        let record = record.filter(|record| record.register == procedure.register);
        let record = record.ok_or_else(Refusal::not_found)?;
        let register = charter.register(&record.register).ok_or_else(Refusal::not_found)?;
        let opener = call.caller.person.as_ref().map_or("", |id| id.as_str()).to_owned();
        let ground = Ground { charter, procedure, register, record: &record.body };
        let held = ground.who(&procedure.open, "", &self.given);
        let mandate = ground.mandate(call.caller, &held);
        if mandate.is_none() && !call.caller.operator {
            permits::demand(call.caller, register, Action::Read, &record.stage, &record.body)?;
            return Err(Refusal::not_allowed().into());
        }
        if record.withdrawn {
            return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
        }
        if !procedure.stages.is_empty() && !procedure.stages.contains(&record.stage) {
            return Err(Refusal::new(Kind::Conflict, "procedures.stage")
                .with("stage", &record.stage)
                .with("allowed", procedure.stages.join(", "))
                .into());
        }
        if !procedure.several {
            let open =
                [call.cell.as_str().into(), self.subject.as_str().into(), self.procedure.as_str().into()];
            if let Some(row) = tx.row(sql::OPEN_CASE, &open)? {
                let id = row.text(0)?;
                return Err(Refusal::new(Kind::Conflict, "procedures.one_at_a_time").with("id", id).into());
            }
        }
        let given = super::without_nulls(&self.given);
        let problems = check_fields(&procedure.fields, charter, &given);
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        write::demand_records(tx, call, &procedure.fields, &given)?;
        let first = procedure.steps.first().ok_or_else(Refusal::not_found)?;
        let mut random = [0u8; 10];
        random.copy_from_slice(&call.moment.random("case")[..10]);
        let mut case = Case {
            id: Id::new_in(call.moment.at.0, random, self.subject.bucket()),
            procedure: procedure.id.clone(),
            register: register.id.clone(),
            subject: self.subject.clone(),
            subject_version: record.version,
            charter_version: call.law.version,
            version: 1,
            step: first.id.clone(),
            state: State::Open,
            opened_at: call.moment.at,
            moved_at: call.moment.at,
            due_on: None,
            unpublished: Vec::new(),
            counted_under: call.law.version,
            body: Body {
                opener,
                entered: 1,
                since: call.moment.today,
                holders: Vec::new(),
                told: Vec::new(),
                answers: BTreeMap::new(),
                keys: BTreeMap::new(),
                decision: None,
                fired: Vec::new(),
                spans: Vec::new(),
                paused: None,
                facts: given.clone(),
            },
        };
        let planned = ground.enter(&mut case, &first.id, call.moment.today)?;
        let said = Said { mandate, given, ..Said::new(What::Open, "", &first.id) };
        let outcome = Outcome {
            before: None,
            case,
            said,
            planned: Some(planned),
            subject: &record,
            record: None,
            procedure,
            register,
        };
        write::write(tx, call, self.name(), outcome)
    }
}
