//! `comments.comment`: somebody who may read a record says something about it, or about one of its fields.

use super::{mentioned, sql};
use crate::charter::model::Register;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::notices::{self, About, Facts, holders};
use crate::domain::registers::permits::{self, Access, Action};
use crate::domain::registers::{Record, current};
use kernel::{Cell, Id, Problem, Refusal, Text};
use serde_json::{Value, json};
use store::Tx;

/// Longest comment in characters.
const TEXT_MAX: usize = 2000;

/// A comment to make.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Register.
    pub register: String,
    /// Record.
    pub id: Id,
    /// Version of the record the caller saw.
    pub version: i64,
    /// Field it is about; empty: the whole record.
    pub field: String,
    /// The text; `@unit` names a unit that is told.
    pub text: String,
    /// A unit chosen beside the text; empty: none.
    pub unit: String,
}

impl Command for Comment {
    fn name(&self) -> &'static str {
        "comments.comment"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.version, self.field, self.text, self.unit])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (register, record) = readable(tx, call, &self.register, &self.id)?;
        let charter = &call.law.charter;
        let mut problems = Vec::new();
        match kernel::clean::lines(&self.text) {
            Err(unclean) => problems.push(unclean.problem("text")),
            Ok(text) if text.trim().is_empty() => problems.push(Problem::new("text", "required")),
            Ok(text) if text.chars().count() > TEXT_MAX => {
                problems.push(Problem::new("text", "too_long").with("max", TEXT_MAX));
            }
            Ok(_) => {}
        }
        // What is said of a version that is no longer the latest is still said of that version.
        if self.version < 1 || self.version > record.version {
            problems.push(Problem::new("version", "no_such_version").with("given", self.version));
        }
        if !self.field.is_empty() && register.field(&self.field).is_none() {
            problems.push(Problem::new("field", "unknown_field").with("given", &self.field));
        }
        let mut units = mentioned(charter, &self.text);
        if !self.unit.is_empty() && !units.contains(&self.unit) {
            units.push(self.unit.clone());
        }
        for unit in &units {
            let known = charter.unit(unit).is_some();
            let reads = || {
                let holder = holders(charter, &format!("unit/{unit}"));
                permits::access(&holder, register, &record) == Access::Full
            };
            if !known {
                problems.push(Problem::new("unit", "unknown_unit").with("given", unit));
            } else if !reads() {
                let name = charter.unit(unit).map_or(unit.as_str(), |unit| unit.name.zh.as_str());
                problems.push(Problem::new("unit", "comments.unit_does_not_see").with("unit", name));
            }
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        let id = call.moment.id("comment");
        let mentions = json!(units);
        tx.execute(
            sql::INSERT,
            &[
                call.cell.as_str().into(),
                id.as_str().into(),
                register.id.as_str().into(),
                self.id.as_str().into(),
                self.field.as_str().into(),
                self.version.into(),
                self.text.as_str().into(),
                (&mentions).into(),
                call.caller.person.as_ref().map_or("", |person| person.as_str()).into(),
                call.caller.post().into(),
                call.moment.at.0.into(),
                call.entry.into(),
            ],
        )?;
        let facts = Facts { units: units.clone(), words: vec![("field", field_name(register, &self.field))] };
        notices::raise(tx, call, "comments.mentioned", About { register, record: &record }, &facts)?;
        Ok(said(
            &record,
            json!({ "comment": {
                "id": id.as_str(), "field": self.field, "version": self.version, "text": self.text, "mentions": units,
            } }),
        ))
    }
}

/// The record, if the caller may read the whole of it: comments are for those alone.
pub(super) fn readable<'a>(
    tx: &mut Tx<'_>,
    call: &Call<'a>,
    register: &str,
    id: &Id,
) -> Result<(&'a Register, Record), Stop> {
    let record = current(tx, call.cell, id)?.filter(|record| record.register == register);
    let record = record.ok_or_else(Refusal::not_found)?;
    let register = call.law.charter.registers.get(register).ok_or_else(Refusal::not_found)?;
    if !call.caller.is_signed_in() && !call.caller.operator {
        return Err(Refusal::new(kernel::Kind::SignIn, "sign_in").into());
    }
    permits::demand(call.caller, register, Action::Read, &record.stage, &record.body)?;
    if record.withdrawn {
        return Err(Refusal::new(kernel::Kind::Conflict, "registers.withdrawn").into());
    }
    Ok((register, record))
}

/// Name of a field in a notice; the record as a whole where none is named.
pub(super) fn field_name(register: &Register, field: &str) -> Text {
    register.field(field).map_or_else(|| Text::new("整条", "the whole record"), |field| field.name.clone())
}

/// The record stays as it is; the journal says that something was said of it, what only as a commitment.
pub(super) fn said(record: &Record, what: Value) -> Change {
    Change {
        subject: Subject {
            register: record.register.clone(),
            id: record.id.to_string(),
            version: record.version,
        },
        public: Value::Null,
        hidden: what.clone(),
        state: what,
        answer: Value::Null,
    }
}
