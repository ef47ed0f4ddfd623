//! `registers.advance`: a record moves to another stage of its life.

use super::permits::{self, Action};
use super::record::Record;
use super::write;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A move to another stage, one that the charter allows from where the record stands.
#[derive(Clone, Debug)]
pub struct Advance {
    /// Register.
    pub register: String,
    /// Record.
    pub id: Id,
    /// Version the caller saw.
    pub version: i64,
    /// Stage to move to.
    pub to: String,
    /// Why.
    pub note: String,
}

impl Command for Advance {
    fn name(&self) -> &'static str {
        "registers.advance"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!({ "register": self.register, "id": self.id.as_str(), "version": self.version, "to": self.to, "note": self.note })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = write::load(tx, call, &self.id)?;
        if current.register != self.register {
            return Err(Refusal::not_found().into());
        }
        let register = write::register(call, &current.register)?;
        permits::demand(call.caller, register, Action::Advance, &current.stage, &current.body)?;
        write::demand_version(&current, self.version)?;
        if current.withdrawn {
            return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
        }
        let allowed =
            permits::stage(register, &current.stage).map(|stage| stage.to.as_slice()).unwrap_or_default();
        if !allowed.contains(&self.to) {
            return Err(Refusal::new(Kind::Invalid, "registers.no_such_step")
                .with("from", &current.stage)
                .with("to", &self.to)
                .with("allowed", allowed.join(", "))
                .into());
        }
        write::demand_approved(call, register, &current, &current.body, &self.to)?;
        let new = Record {
            version: current.version + 1,
            stage: self.to.clone(),
            charter_version: call.law.version,
            amended_at: call.moment.at,
            ..current.clone()
        };
        write::write(tx, call, self.name(), register, Some(&current), &new, &self.note)
    }
}
