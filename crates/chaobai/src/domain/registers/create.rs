//! `registers.create`: a new record.

use super::permits::{self, Action};
use super::record::Record;
use super::{beside, write};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Date, Id, Kind, Problem, Refusal};
use serde_json::{Map, Value, json};
use store::{Ask, Tx};

/// A new record of a register, in the first stage.
#[derive(Clone, Debug)]
pub struct Create {
    /// Register.
    pub register: String,
    /// The id, where the caller made it; otherwise it follows from the request key.
    pub id: Option<Id>,
    /// The record it stands beside, as the field that the list names in `beside` says ([`beside::host`]): both
    /// live in one cell.
    pub beside: Option<Id>,
    /// The fields.
    pub body: Map<String, Value>,
    /// Business day from which it holds; absent: today.
    pub effective_on: Option<Date>,
    /// Stage to begin in; only an import of the charter's facts may begin further on.
    pub stage: Option<String>,
    /// Why, in the caller's words.
    pub note: String,
}

impl Command for Create {
    fn name(&self) -> &'static str {
        "registers.create"
    }

    fn cell(&self, zone: &str, key: &RequestKey) -> Cell {
        match self.beside.as_ref().or(self.id.as_ref()) {
            Some(id) => Cell::of(zone, id),
            None => Cell::of(zone, &Id::from_key(0, key.as_str())),
        }
    }

    fn content(&self) -> Value {
        json!({
            "register": self.register,
            "id": self.id.as_ref().map(Id::as_str),
            "beside": self.beside.as_ref().map(Id::as_str),
            "body": self.body,
            "effective_on": self.effective_on.map(|d| d.to_string()),
            "stage": self.stage,
            "note": self.note,
        })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let register = write::register(call, &self.register)?;
        let first = register.stages.first().map(|stage| stage.id.clone()).unwrap_or_default();
        let stage = match &self.stage {
            Some(stage) if call.caller.operator && permits::stage(register, stage).is_some() => stage.clone(),
            Some(stage) if *stage != first => {
                return Err(Refusal::new(Kind::Invalid, "registers.stage").with("given", stage).into());
            }
            _ => first,
        };
        permits::demand(call.caller, register, Action::Create, &stage, &self.body)?;
        crate::domain::meetings::demand_free(call, register, &[&self.body])?;
        let effective_on = self.effective_on.unwrap_or(call.moment.today);
        write::demand_past(call, effective_on)?;
        let body = without_nulls(&self.body);
        write::demand_body(tx, call, register, &body)?;
        beside::demand(tx, call, register, &body, self.beside.as_ref())?;
        let id = match (&self.id, &self.beside) {
            (Some(id), _) => id.clone(),
            (None, Some(host)) => beside::id_beside(call.moment.at.0, call.key.as_str(), host),
            (None, None) => Id::from_key(call.moment.at.0, call.key.as_str()),
        };
        if Cell::of(&call.law.charter.zone.id, &id) != *call.cell {
            return Err(Refusal::invalid(vec![Problem::new("id", "not_beside")]).into());
        }
        if tx.row(super::sql::CURRENT, &[call.cell.as_str().into(), id.as_str().into()])?.is_some() {
            return Err(Refusal::new(Kind::Conflict, "registers.exists").with("id", id).into());
        }
        let record = Record {
            id,
            register: register.id.clone(),
            version: 1,
            stage,
            withdrawn: false,
            effective_on,
            charter_version: call.law.version,
            created_at: call.moment.at,
            amended_at: call.moment.at,
            body,
        };
        write::write(tx, call, self.name(), register, None, &record, &self.note)
    }
}

/// A field that is given as null is a field that is not given.
pub(super) fn without_nulls(body: &Map<String, Value>) -> Map<String, Value> {
    body.iter().filter(|(_, value)| !value.is_null()).map(|(id, value)| (id.clone(), value.clone())).collect()
}
