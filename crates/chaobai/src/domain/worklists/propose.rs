//! `worklists.propose`: a lead asks for a change that only an approval can make: a later deadline, another
//! aim, a cancellation. With a reason; nothing changes until it is decided.

use super::{rules, sql};
use crate::charter::values::check_value;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::registers::decided::{self, Behind};
use crate::domain::registers::{Record, demand_note, demand_version, permits};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Map, Value, json};
use store::{Ask, Tx};

/// A change that needs approval.
#[derive(Clone, Debug)]
pub struct Propose {
    /// Work list.
    pub register: String,
    /// The matter.
    pub id: Id,
    /// Version of the record it was made for.
    pub version: i64,
    /// Fields to set; only those the charter puts under approval.
    pub fields: Map<String, Value>,
    /// Stage to move to; none: it stays, or goes where the charter says adjusted matters go.
    pub stage: Option<String>,
    /// Why.
    pub reason: String,
}

impl Command for Propose {
    fn name(&self) -> &'static str {
        "worklists.propose"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.version, self.fields, self.stage, self.reason])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (register, law, record) = super::load(tx, call, &self.register, &self.id)?;
        if !register.leads(&record.body).iter().any(|unit| call.caller.units.contains(*unit)) {
            return Err(match permits::access(call.caller, register, &record) {
                permits::Access::None => Refusal::not_found().into(),
                _ => Refusal::not_allowed().into(),
            });
        }
        demand_version(&record, self.version)?;
        if !register.standing(&record.stage).is_open() {
            return Err(rules::not_open(&record).into());
        }
        let Some(approval) = &law.approval else {
            return Err(Refusal::new(Kind::Invalid, "worklists.nothing_to_approve").into());
        };
        let asked = Record { body: changed(&record, &self.fields), ..record.clone() };
        let states = (Some(&record), Some(&record));
        decided::demand(&call.law.charter, register, states, &asked, Behind::Caller)?;
        let mut problems = Vec::new();
        for (id, value) in &self.fields {
            match register.field(id).filter(|_| approval.fields.contains(id)) {
                Some(field) => problems.extend(check_value(&call.law.charter, field, value)),
                None => problems.push(Problem::new(id.as_str(), "not_under_approval")),
            }
        }
        if let Some(stage) = &self.stage
            && !approval.stages.contains(stage)
        {
            problems.push(Problem::new("stage", "not_under_approval").with("given", stage));
        }
        if self.reason.trim().is_empty() {
            problems.push(Problem::new("reason", "required"));
        }
        let changes = self.fields.iter().any(|(id, value)| record.body.get(id) != Some(value));
        if !changes && self.stage.as_ref().is_none_or(|stage| *stage == record.stage) {
            problems.push(Problem::new("fields", "nothing_changed"));
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        demand_note("reason", &self.reason)?;
        let (cell, item) = (call.cell.as_str(), self.id.as_str());
        let last = tx.row(sql::LAST_PROPOSAL, &[cell.into(), item.into()])?;
        let number = last.map_or(Ok(0), |row| row.int(0))?;
        let open = tx.row(sql::PROPOSAL, &[cell.into(), item.into(), number.into()])?;
        if open.map(|row| row.text(4)).transpose()?.as_deref() == Some("open") {
            return Err(Refusal::new(Kind::Conflict, "worklists.already_proposed").into());
        }
        let fields = Value::Object(self.fields.clone());
        let unit = register.leads(&record.body).into_iter().find(|unit| call.caller.units.contains(*unit));
        tx.execute(
            sql::PROPOSE,
            &[
                cell.into(),
                item.into(),
                (number + 1).into(),
                register.id.as_str().into(),
                unit.unwrap_or_default().into(),
                record.version.into(),
                (&fields).into(),
                self.stage.as_deref().unwrap_or_default().into(),
                self.reason.as_str().into(),
                call.caller.post().into(),
                call.moment.at.0.into(),
                call.entry.into(),
            ],
        )?;
        Ok(Change {
            subject: Subject { register: register.id.clone(), id: item.to_owned(), version: number + 1 },
            public: json!({ "proposal": number + 1 }),
            hidden: json!({ "fields": fields, "stage": self.stage, "reason": self.reason }),
            state: json!({ "number": number + 1, "state": "open", "fields": fields, "stage": self.stage, "reason": self.reason }),
            answer: json!({ "number": number + 1 }),
        })
    }
}

/// The fields of a record as they would be.
fn changed(record: &Record, fields: &Map<String, Value>) -> Map<String, Value> {
    let mut body = record.body.clone();
    body.extend(fields.iter().map(|(id, value)| (id.clone(), value.clone())));
    body
}
