//! `meetings.cast_slip`: a slip of a secret ballot is cast. The command knows no person: whoever has the slip casts it, and
//! what is written names neither who nor when.

use super::ballot::Way;
use super::cast::demand_open;
use super::sql;
use super::voting::Choice;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Tx;

/// A slip.
#[derive(Clone, Debug)]
pub struct CastSlip {
    /// Ballot.
    pub ballot: Id,
    /// Digest of the slip's code.
    pub slip: String,
    /// The vote.
    pub choice: Choice,
}

impl Command for CastSlip {
    fn name(&self) -> &'static str {
        "meetings.cast_slip"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.ballot)
    }

    fn content(&self) -> Value {
        json!([self.ballot.as_str(), self.slip, self.choice])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        // A caller who is somebody would stand in the entry.
        if call.caller.person.is_some() || call.caller.operator {
            return Err(Refusal::new(Kind::Conflict, "meetings.slip_is_nobodys").into());
        }
        let ballot = sql::ballot(tx, call.cell, &self.ballot)?.ok_or_else(Refusal::not_found)?;
        if ballot.way != Way::Secret {
            return Err(Refusal::not_found().into());
        }
        demand_open(&ballot, call)?;
        if sql::cast_slip(tx, call.cell, &self.ballot, &self.slip, self.choice)? != 1 {
            return Err(Refusal::new(Kind::Conflict, "meetings.no_such_slip").into());
        }
        Ok(Change {
            subject: Subject { register: "ballot".into(), id: slip_subject(&self.ballot), version: 1 },
            public: Value::Null,
            hidden: Value::Null,
            state: slip_state(&self.ballot, &self.slip, self.choice),
            answer: Value::Null,
        })
    }
}

/// What the entry of a slip is about: the journal is open to everybody, and the id of a ballot is the address where it is
/// cast and where, once counted, its slips stand. Whoever has the id finds the entries; nobody finds the id from them.
pub fn slip_subject(ballot: &Id) -> String {
    hex::encode(Sha256::digest(format!("ballot {ballot}")))
}

/// What a slip commits to.
pub fn slip_state(ballot: &Id, slip: &str, choice: Choice) -> Value {
    json!({ "ballot": ballot.as_str(), "slip": slip, "choice": choice })
}
