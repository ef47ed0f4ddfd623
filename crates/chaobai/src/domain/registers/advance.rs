//! `registers.advance`: a record moves to another stage of its life.

use super::permits::{self, Action};
use super::record::Record;
use super::{attach, beside, gate, write};
use crate::charter::model::{Charter, Register, Stage};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Date, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::{Ask, StoreError, Tx};

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
    /// Business day from which the record stands there; absent: the day of its present state.
    pub effective_on: Option<Date>,
    /// Opens a gate that is not open: the note says why.
    pub waive: bool,
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
        json!({
            "register": self.register,
            "id": self.id.as_str(),
            "version": self.version,
            "to": self.to,
            "effective_on": self.effective_on.map(|d| d.to_string()),
            "waive": self.waive,
            "note": self.note,
        })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = write::load(tx, call, &self.id)?;
        if current.register != self.register {
            return Err(Refusal::not_found().into());
        }
        let register = write::register(call, &current.register)?;
        permits::demand(call.caller, register, Action::Advance, &current.stage, &current.body)?;
        crate::domain::meetings::demand_free_to_advance(call, register, &current.body)?;
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
        let effective_on = self.effective_on.unwrap_or(current.effective_on);
        write::demand_past(call, effective_on)?;
        // The latest state would go on holding after it.
        if effective_on < current.effective_on {
            let problem = Problem::new("effective_on", "before_state").with("min", current.effective_on);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        let waived = match permits::stage(register, &self.to) {
            Some(stage) => self.pass_gate(tx, call, register, stage, &current)?,
            None => Vec::new(),
        };
        let new = Record {
            version: current.version + 1,
            stage: self.to.clone(),
            effective_on,
            charter_version: call.law.version,
            amended_at: call.moment.at,
            ..current.clone()
        };
        let mut change = write::write(tx, call, self.name(), register, Some(&current), &new, &self.note)?;
        if !waived.is_empty() {
            // What was missing is told where the stage is told; why it was waived is in the note.
            change.public["waived"] = json!(waived);
        }
        Ok(change)
    }
}

/// What the gate of a stage asks of a record, and what of it is there now. Looked up in the record's own cell.
pub fn gate_now(
    ask: &mut dyn Ask,
    charter: &Charter,
    register: &Register,
    stage: &Stage,
    record: &Record,
) -> Result<Vec<gate::Asked>, StoreError> {
    let Some(gate) = &stage.gate else { return Ok(Vec::new()) };
    let cell = Cell::of(&charter.zone.id, &record.id);
    let papers = attach::papers(ask, &cell, &record.id)?;
    let mut around = Vec::new();
    for list in gate::looks_at(gate, register).filter_map(|id| charter.register(id)) {
        around.extend(beside::all_beside(ask, &cell, list, &record.id)?);
    }
    let around = gate::Around { record, papers: &papers, beside: &around };
    Ok(gate::asked(charter, register, stage, &around))
}

impl Advance {
    /// Looks at the gate of the stage to come; gives what was waived.
    fn pass_gate(
        &self,
        tx: &mut Tx<'_>,
        call: &Call<'_>,
        register: &Register,
        stage: &Stage,
        current: &Record,
    ) -> Result<Vec<String>, Stop> {
        let Some(gate) = &stage.gate else { return Ok(Vec::new()) };
        let charter = &call.law.charter;
        let asked = gate_now(tx, charter, register, stage, current)?;
        let refused = match gate::demand(charter, &asked) {
            Ok(()) => return Ok(Vec::new()),
            Err(refused) => refused,
        };
        if !self.waive {
            return Err(refused.into());
        }
        if !call.caller.operator && !gate.waive.iter().any(|role| call.caller.roles.contains(role)) {
            return Err(Refusal::not_allowed().into());
        }
        if self.note.trim().is_empty() {
            return Err(Refusal::invalid(vec![Problem::new("note", "waive_reason")]).into());
        }
        Ok(asked.iter().filter(|one| !one.met).map(|one| one.name.zh.clone()).collect())
    }
}
