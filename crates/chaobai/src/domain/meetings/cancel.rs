//! `meetings.cancel`: a meeting does not take place. Its items wait for another one; its number stays with it.

use super::room::Room;
use super::write::{self, Done};
use super::{give_notice, rules};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id};
use serde_json::{Value, json};
use store::Tx;

/// A meeting that does not take place.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// Meeting.
    pub meeting: Id,
    /// Its version as the caller saw it.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Command for Cancel {
    fn name(&self) -> &'static str {
        "meetings.cancel"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([self.meeting.as_str(), self.version, self.reason])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::PREPARING, rules::CALLED])?;
        write::demand_version(&room.meeting, self.version)?;
        write::demand_text("reason", &self.reason)?;
        let called = room.meeting.stage == rules::CALLED;
        let mut records = Vec::new();
        for item in &room.items(tx, call.cell)? {
            records.push(write::change(tx, call, self.name(), item, json!({}), Some(rules::DROPPED))?);
        }
        records.push(write::change(tx, call, self.name(), &room.meeting, json!({}), Some(rules::CANCELLED))?);
        if called {
            give_notice::tell(tx, call, &room, "meetings.cancelled")?;
        }
        let said = json!({ "reason": self.reason });
        write::finish(tx, call, self.name(), &self.meeting, Done { said, records, ..Done::default() })
    }
}
