//! `registers.amend`: a record changes, or is put right, from a business day on.

use super::create::without_nulls;
use super::decided::Behind;
use super::permits::{self, Action};
use super::record::Record;
use super::{beside, write};
use crate::charter::model::Register;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::notices::{self, About, Facts};
use kernel::{Cell, Date, Id, Kind, Lang, Refusal, Text};
use serde_json::{Map, Value, json};
use store::Tx;

/// New values for some fields of a record.
#[derive(Clone, Debug)]
pub struct Amend {
    /// Register, so that a wrong address is not found.
    pub register: String,
    /// Record.
    pub id: Id,
    /// Version the caller saw.
    pub version: i64,
    /// Fields to set; null takes a field out.
    pub changes: Map<String, Value>,
    /// Business day from which the new values hold; absent: today. The day of the current state
    /// itself puts a mistake right.
    pub effective_on: Option<Date>,
    /// Why.
    pub note: String,
}

impl Command for Amend {
    fn name(&self) -> &'static str {
        "registers.amend"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!({
            "register": self.register,
            "id": self.id.as_str(),
            "version": self.version,
            "changes": self.changes,
            "effective_on": self.effective_on.map(|d| d.to_string()),
            "note": self.note,
        })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = write::load(tx, call, &self.id)?;
        if current.register != self.register {
            return Err(Refusal::not_found().into());
        }
        let register = write::register(call, &current.register)?;
        permits::demand(call.caller, register, Action::Amend, &current.stage, &current.body)?;
        crate::domain::meetings::demand_free(call, register, &[&current.body])?;
        write::demand_version(&current, self.version)?;
        if current.withdrawn {
            return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
        }
        let effective_on = self.effective_on.unwrap_or(call.moment.today);
        write::demand_past(call, effective_on)?;
        // What is amended is the state of that day, so that an older day can be put right without
        // carrying later changes back into it.
        let held = if effective_on >= current.effective_on {
            Some(current.clone())
        } else {
            write::load_on(tx, call, &self.id, effective_on)?
        };
        let new_day = held.is_none();
        let before = match held {
            Some(state) => state,
            // Before the first day known, what was first known holds.
            None => write::load_first(tx, call, &self.id)?.unwrap_or_else(|| current.clone()),
        };
        let mut body = before.body.clone();
        for (id, value) in &self.changes {
            body.insert(id.clone(), value.clone());
        }
        let body = without_nulls(&body);
        crate::domain::meetings::demand_free(call, register, &[&body])?;
        if body == before.body && !new_day {
            return Err(Refusal::new(Kind::Invalid, "registers.nothing_changed").into());
        }
        write::demand_approved(call, register, &before, &body, &before.stage)?;
        beside::demand_same(register, &current.body, &body)?;
        write::demand_body(tx, call, register, &body)?;
        let new = Record {
            version: current.version + 1,
            stage: before.stage.clone(),
            effective_on,
            charter_version: call.law.version,
            amended_at: call.moment.at,
            body,
            ..current.clone()
        };
        let change = write::write_over(
            tx,
            call,
            self.name(),
            register,
            (Some(&current), Some(&before)),
            &new,
            &self.note,
            Behind::Caller,
        )?;
        let facts = Facts { words: vec![("fields", names(register, &self.changes))], ..Facts::default() };
        notices::raise(tx, call, "registers.amended", About { register, record: &new }, &facts)?;
        Ok(change)
    }
}

/// Names of the fields that were changed.
fn names(register: &Register, changes: &Map<String, Value>) -> Text {
    let fields: Vec<_> = register.fields.iter().filter(|field| changes.contains_key(&field.id)).collect();
    let of = |lang| fields.iter().map(|field| field.name.get(lang)).collect::<Vec<_>>();
    Text::new(of(Lang::Zh).join("、"), of(Lang::En).join(", "))
}
