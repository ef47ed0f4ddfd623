//! `meetings.void_ballot`: a vote that went wrong is put aside before it is counted, with the reason; another one can be
//! opened.

use super::ballot::{BallotState, Way};
use super::room::Room;
use super::sql;
use super::write::{self, Done};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A ballot to put aside.
#[derive(Clone, Debug)]
pub struct VoidBallot {
    /// Ballot.
    pub ballot: Id,
    /// Why.
    pub reason: String,
}

impl Command for VoidBallot {
    fn name(&self) -> &'static str {
        "meetings.void_ballot"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.ballot)
    }

    fn content(&self) -> Value {
        json!([self.ballot.as_str(), self.reason])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let ballot = sql::ballot(tx, call.cell, &self.ballot)?.ok_or_else(Refusal::not_found)?;
        let room = Room::enter(tx, call, &ballot.meeting)?;
        room.demand_office(call)?;
        write::demand_text("reason", &self.reason)?;
        let in_room = matches!(ballot.way, Way::RollCall | Way::Secret);
        if !in_room || sql::end_ballot(tx, call, &self.ballot, BallotState::Void, &Value::Null)? != 1 {
            return Err(Refusal::new(Kind::Conflict, "meetings.ballot_over").into());
        }
        let said = json!({ "ballot": self.ballot.as_str(), "reason": self.reason });
        let done = Done { item: Some(ballot.item), said, ..Done::default() };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}
