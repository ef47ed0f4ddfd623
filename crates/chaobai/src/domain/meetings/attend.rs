//! `meetings.attend`: somebody comes later, leaves, or is excused. Not while a vote is being taken.

use super::meeting::Presence;
use super::open::mark;
use super::room::Room;
use super::write::{self, Done};
use super::{rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Somebody's presence.
#[derive(Clone, Debug)]
pub struct Attend {
    /// Meeting.
    pub meeting: Id,
    /// `post:ID` or `unit:ID`.
    pub attendee: String,
    /// `present`, `leave`, `absent` or `left`.
    pub presence: String,
}

impl Command for Attend {
    fn name(&self) -> &'static str {
        "meetings.attend"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([self.meeting.as_str(), self.attendee, self.presence])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::CALLED, rules::SITTING])?;
        room.demand_no_ballot(tx, call)?;
        let presence = Presence::find(&self.presence).filter(|presence| *presence != Presence::Expected);
        let Some(presence) = presence else {
            let problem = Problem::new("presence", "not_a_choice").with("given", &self.presence);
            return Err(Refusal::invalid(vec![problem]).into());
        };
        let mut attendance = sql::attendance(tx, call.cell, &self.meeting)?;
        mark(&room, &mut attendance, "attendee", &self.attendee, presence)
            .map_err(|problem| Refusal::invalid(vec![problem]))?;
        if let Some(one) = attendance.iter().find(|one| one.attendee == self.attendee) {
            sql::put_attendee(tx, call, &self.meeting, one)?;
        }
        let said = json!({ "attendee": self.attendee, "presence": presence.id() });
        write::finish(tx, call, self.name(), &self.meeting, Done { said, ..Done::default() })
    }
}
