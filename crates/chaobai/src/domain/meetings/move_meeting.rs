//! `meetings.move`: another day, time or place. After the notice went out, its period is counted again.

use super::call::is_time;
use super::room::Room;
use super::write::{self, Done};
use super::{give_notice, rules};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::people::chair_on;
use crate::domain::registers::demand_note;
use kernel::{Cell, Date, Id, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Where and when a meeting is now to be held.
#[derive(Clone, Debug)]
pub struct MoveMeeting {
    /// Meeting.
    pub meeting: Id,
    /// Its version as the caller saw it.
    pub version: i64,
    /// Day.
    pub held_on: Date,
    /// Time of day; empty: not fixed.
    pub time: String,
    /// Where; empty: not fixed.
    pub place: String,
    /// Why the chair lets the notice be short.
    pub let_in: String,
}

impl Command for MoveMeeting {
    fn name(&self) -> &'static str {
        "meetings.move"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([
            self.meeting.as_str(),
            self.version,
            self.held_on.to_string(),
            self.time,
            self.place,
            self.let_in
        ])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::PREPARING, rules::CALLED])?;
        write::demand_version(&room.meeting, self.version)?;
        demand_note("place", &self.place)?;
        if self.held_on < call.moment.today {
            let problem = Problem::new("held_on", "in_the_past").with("today", call.moment.today);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        if !self.time.is_empty() && !is_time(&self.time) {
            let problem = Problem::new("time", "not_a_time").with("given", &self.time);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        let called = room.meeting.stage == rules::CALLED;
        let mut said = json!({
            "from": room.held_on().to_string(), "held_on": self.held_on.to_string(), "time": self.time,
            "place": self.place,
        });
        let due = rules::notice_due(room.charter, room.rules, self.held_on);
        if called && self.held_on != room.held_on() && call.moment.today > due.on {
            write::demand_let_in("meetings.short_notice", &self.let_in, due.on)?;
            said["let_in"] = json!(self.let_in.trim());
        }
        let chair = chair_on(room.body, self.held_on).map(|turn| turn.post.clone());
        let text = |text: &str| if text.trim().is_empty() { Value::Null } else { json!(text) };
        let mut fields = json!({
            "held_on": self.held_on.to_string(), "time": text(&self.time), "place": text(&self.place),
        });
        if let Some(chair) = &chair {
            fields["chair"] = json!(chair);
        }
        let meeting = write::change(tx, call, self.name(), &room.meeting, fields, None)?;
        let mut records = vec![meeting];
        for item in &room.items(tx, call.cell)? {
            let fields = json!({ "held_on": self.held_on.to_string() });
            records.push(write::change(tx, call, self.name(), item, fields, None)?);
        }
        if called {
            give_notice::tell(tx, call, &room, "meetings.moved")?;
        }
        write::finish(tx, call, self.name(), &self.meeting, Done { said, records, ..Done::default() })
    }
}
