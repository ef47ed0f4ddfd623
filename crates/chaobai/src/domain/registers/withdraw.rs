//! `registers.withdraw`: a record is taken back. It stays readable with its history, and leaves every
//! list and figure from the day on.

use super::permits::{self, Action};
use super::record::Record;
use super::write;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Date, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Taking a record back, with the reason.
#[derive(Clone, Debug)]
pub struct Withdraw {
    /// Register.
    pub register: String,
    /// Record.
    pub id: Id,
    /// Version the caller saw.
    pub version: i64,
    /// Business day from which it no longer counts; absent: today.
    pub effective_on: Option<Date>,
    /// Why; required.
    pub reason: String,
}

impl Command for Withdraw {
    fn name(&self) -> &'static str {
        "registers.withdraw"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!({
            "register": self.register,
            "id": self.id.as_str(),
            "version": self.version,
            "effective_on": self.effective_on.map(|d| d.to_string()),
            "reason": self.reason,
        })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = write::load(tx, call, &self.id)?;
        if current.register != self.register {
            return Err(Refusal::not_found().into());
        }
        let register = write::register(call, &current.register)?;
        permits::demand(call.caller, register, Action::Withdraw, &current.stage, &current.body)?;
        crate::domain::meetings::demand_free(call, register, &[&current.body])?;
        write::demand_version(&current, self.version)?;
        if current.withdrawn {
            return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
        }
        if self.reason.trim().is_empty() {
            return Err(Refusal::invalid(vec![Problem::new("reason", "required")]).into());
        }
        let effective_on = self.effective_on.unwrap_or(call.moment.today);
        write::demand_past(call, effective_on)?;
        // The latest state would go on holding after it; to say so is better than another day than asked.
        if effective_on < current.effective_on {
            let problem = Problem::new("effective_on", "before_state").with("min", current.effective_on);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        write::demand_note("reason", &self.reason)?;
        let new = Record {
            version: current.version + 1,
            withdrawn: true,
            effective_on,
            charter_version: call.law.version,
            amended_at: call.moment.at,
            ..current.clone()
        };
        write::write(tx, call, self.name(), register, Some(&current), &new, &self.reason)
    }
}
