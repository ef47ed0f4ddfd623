//! `worklists.decide`: a proposed change is approved, and made in the same transaction; or declined with a
//! remark.

use super::{find, rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::registers::{Settle, demand_note, settle};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::{Ask, StoreError, Tx};

/// A decision about a proposal.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Work list.
    pub register: String,
    /// The matter.
    pub id: Id,
    /// Number of the proposal.
    pub number: i64,
    /// Whether it is approved.
    pub approve: bool,
    /// Why; needed where it is declined.
    pub remark: String,
}

impl Command for Decide {
    fn name(&self) -> &'static str {
        if self.approve { "worklists.approve" } else { "worklists.decline" }
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.number, self.approve, self.remark])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (register, law, record) = super::load(tx, call, &self.register, &self.id)?;
        let approval = law.approval.as_ref().ok_or_else(Refusal::not_found)?;
        rules::demand_role(call.caller, register, &record, &approval.by)?;
        let key = [call.cell.as_str().into(), self.id.as_str().into(), self.number.into()];
        let row = tx.row(sql::PROPOSAL, &key)?.ok_or_else(Refusal::not_found)?;
        let proposal = find::proposal(&row)?;
        if proposal.state != "open" {
            let refusal = Refusal::new(Kind::Conflict, "worklists.already_decided");
            return Err(refusal.with("state", proposal.state).into());
        }
        if !self.approve && self.remark.trim().is_empty() {
            return Err(Refusal::invalid(vec![Problem::new("remark", "required")]).into());
        }
        demand_note("remark", &self.remark)?;
        let state = if self.approve { "approved" } else { "declined" };
        let moved = tx.execute(
            sql::DECIDE,
            &[
                state.into(),
                self.remark.as_str().into(),
                call.caller.post().into(),
                call.moment.at.0.into(),
                call.cell.as_str().into(),
                self.id.as_str().into(),
                self.number.into(),
            ],
        )?;
        if moved != 1 {
            return Err(StoreError::retry("another writer decided the proposal").into());
        }
        if !self.approve {
            let said = json!({ "proposal": self.number, "state": state });
            return Ok(Change {
                subject: Subject {
                    register: register.id.clone(),
                    id: self.id.to_string(),
                    version: self.number,
                },
                state: json!({ "number": self.number, "state": state, "remark": self.remark }),
                public: said,
                hidden: json!({ "remark": self.remark }),
                answer: Value::Null,
            });
        }
        let stage = match proposal.stage.as_str() {
            "" => approval.adjusted.clone().filter(|_| !proposal.fields.is_empty()),
            stage => Some(stage.to_owned()),
        };
        let change = Settle {
            changes: &proposal.fields,
            stage: stage.as_deref(),
            effective_on: call.moment.today,
            note: if self.remark.is_empty() { &proposal.reason } else { &self.remark },
        };
        settle(tx, call, self.name(), register, &record, &change)
    }
}
