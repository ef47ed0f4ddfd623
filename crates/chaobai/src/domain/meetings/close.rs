//! `meetings.close`: the meeting is over. Items nobody reached go off its agenda and wait for another one.

use super::room::Room;
use super::write::{self, Done};
use super::{rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id};
use serde_json::{Value, json};
use store::Tx;

/// A meeting to close.
#[derive(Clone, Debug)]
pub struct Close {
    /// Meeting.
    pub meeting: Id,
    /// Its version as the caller saw it.
    pub version: i64,
    /// Why items were not reached, where some were not.
    pub note: String,
}

impl Command for Close {
    fn name(&self) -> &'static str {
        "meetings.close"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([self.meeting.as_str(), self.version, self.note])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::SITTING])?;
        write::demand_version(&room.meeting, self.version)?;
        room.demand_no_ballot(tx, call)?;
        let ballots = sql::ballots(tx, call.cell, &self.meeting)?;
        let (mut records, mut open) = (Vec::new(), Vec::new());
        for item in room.items(tx, call.cell)?.iter().filter(|item| item.stage == rules::PLACED) {
            room.demand_uncounted(&ballots, item)?;
            write::demand_text("note", &self.note)?;
            open.push(item.id.to_string());
            records.push(write::change(tx, call, self.name(), item, json!({}), Some(rules::DROPPED))?);
        }
        records.push(write::change(tx, call, self.name(), &room.meeting, json!({}), Some(rules::KEPT))?);
        let said = json!({ "not_reached": open, "note": self.note });
        write::finish(tx, call, self.name(), &self.meeting, Done { said, records, ..Done::default() })
    }
}
