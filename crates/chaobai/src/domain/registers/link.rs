//! `registers.link` and `registers.unlink`: what one record has to do with another.

use super::permits::{self, Action};
use super::record::Record;
use super::{sql, write};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Ties a record to another one.
#[derive(Clone, Debug)]
pub struct LinkTo {
    /// Register of the record.
    pub register: String,
    /// The record whose cell keeps the link.
    pub id: Id,
    /// What the other one is to it, in the caller's words (1 to 40 characters).
    pub kind: String,
    /// Register of the other record.
    pub to_register: String,
    /// The other record.
    pub to: Id,
}

/// Takes a link back.
#[derive(Clone, Debug)]
pub struct Unlink {
    /// Register of the record.
    pub register: String,
    /// The record.
    pub id: Id,
    /// Kind of the link.
    pub kind: String,
    /// The other record.
    pub to: Id,
}

impl Command for LinkTo {
    fn name(&self) -> &'static str {
        "registers.link"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.kind, self.to_register, self.to.as_str()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = judged(tx, call, &self.register, &self.id)?;
        let length = self.kind.chars().count();
        if self.kind.trim().is_empty() || length > 40 || kernel::clean::line(&self.kind).is_err() {
            return Err(Refusal::invalid(vec![Problem::new("kind", "too_long").with("max", 40)]).into());
        }
        if !write::exists(tx, call, &self.to, &self.to_register)? {
            let problem = Problem::new("to", "no_such_record").with("given", &self.to);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        sql::insert_link(tx, call, &self.id, &self.kind, &self.to)?;
        Ok(said(&current, json!({ "link": { "kind": self.kind, "to": self.to.as_str() } })))
    }
}

impl Command for Unlink {
    fn name(&self) -> &'static str {
        "registers.unlink"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.kind, self.to.as_str()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = judged(tx, call, &self.register, &self.id)?;
        if sql::remove_link(tx, call, &self.id, &self.kind, &self.to)? != 1 {
            return Err(Refusal::new(Kind::NotFound, "registers.no_such_link").into());
        }
        Ok(said(&current, json!({ "unlink": { "kind": self.kind, "to": self.to.as_str() } })))
    }
}

fn judged(tx: &mut Tx<'_>, call: &Call<'_>, register: &str, id: &Id) -> Result<Record, Stop> {
    let current = write::load(tx, call, id)?;
    if current.register != register {
        return Err(Refusal::not_found().into());
    }
    let register = write::register(call, register)?;
    permits::demand(call.caller, register, Action::Amend, &current.stage, &current.body)?;
    if current.withdrawn {
        return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
    }
    Ok(current)
}

/// The record itself stays as it is; the journal says what was tied to it.
fn said(current: &Record, what: Value) -> Change {
    Change {
        subject: Subject {
            register: current.register.clone(),
            id: current.id.to_string(),
            version: current.version,
        },
        public: Value::Null,
        hidden: what.clone(),
        state: what,
        answer: Value::Null,
    }
}
