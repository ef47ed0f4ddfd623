//! `meetings.open`: the meeting is opened: who is there, who presides, whether enough are there to decide.

use super::meeting::{Attendee, Presence};
use super::place_item::freeze;
use super::room::{Room, text};
use super::write::{self, Done};
use super::{roll, rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::Tx;

/// A meeting to open.
#[derive(Clone, Debug)]
pub struct Open {
    /// Meeting.
    pub meeting: Id,
    /// Its version as the caller saw it.
    pub version: i64,
    /// Who is there: `post:ID`, and `unit:ID` for units in attendance.
    pub present: Vec<String>,
    /// Who is excused.
    pub leave: Vec<String>,
    /// Who presides, where it is not the chair whose turn it is.
    pub chair: String,
}

impl Command for Open {
    fn name(&self) -> &'static str {
        "meetings.open"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([self.meeting.as_str(), self.version, self.present, self.leave, self.chair])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::CALLED])?;
        write::demand_version(&room.meeting, self.version)?;
        if room.held_on() > call.moment.today {
            return Err(Refusal::new(Kind::Conflict, "meetings.not_yet").with("day", room.held_on()).into());
        }
        // Seats as of the day itself: terms may have ended and begun since the notice.
        let mut attendance = roll::expected(tx, &room, room.held_on())?;
        // Who was excused before the meeting is excused, unless they came.
        for known in sql::attendance(tx, call.cell, &self.meeting)? {
            if known.presence == Presence::Leave
                && let Some(one) = attendance.iter_mut().find(|one| one.attendee == known.attendee)
            {
                one.presence = Presence::Leave;
            }
        }
        let mut problems = Vec::new();
        for (field, names, presence) in
            [("present", &self.present, Presence::Present), ("leave", &self.leave, Presence::Leave)]
        {
            for name in names {
                if let Err(problem) = mark(&room, &mut attendance, field, name, presence) {
                    problems.push(problem);
                }
            }
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        for one in attendance.iter_mut().filter(|one| one.presence == Presence::Expected && one.votes) {
            one.presence = Presence::Absent;
        }
        let chair = roll::chair(&room, &self.chair)?;
        let presides = attendance
            .iter()
            .any(|one| one.post() == Some(chair.as_str()) && one.presence == Presence::Present);
        if !presides {
            return Err(Refusal::new(Kind::Conflict, "meetings.chair_absent").with("chair", chair).into());
        }
        let measures = roll::demand_quorum(&room, &roll::voters(&attendance, &[], None))?;
        for one in &attendance {
            sql::put_attendee(tx, call, &self.meeting, one)?;
        }
        let items = room.items(tx, call.cell)?;
        let frozen = freeze(tx, call, &room, &items)?;
        let noticed = text(&room.meeting.body, "chair").unwrap_or_default().to_owned();
        let fields = json!({ "chair": chair });
        let meeting = write::change(tx, call, self.name(), &room.meeting, fields, Some(rules::SITTING))?;
        let there: Vec<&str> = attendance
            .iter()
            .filter(|one| one.presence == Presence::Present)
            .map(|one| one.attendee.as_str())
            .collect();
        let roll: BTreeMap<&str, &str> =
            attendance.iter().map(|one| (one.attendee.as_str(), one.presence.id())).collect();
        let mut said =
            json!({ "chair": chair, "quorum": measures, "present": there, "frozen": frozen, "roll": roll });
        if chair != noticed {
            said["chair_noticed"] = json!(noticed);
        }
        write::finish(
            tx,
            call,
            self.name(),
            &self.meeting,
            Done { said, records: vec![meeting], ..Done::default() },
        )
    }
}

/// Notes that somebody is there, or why not.
pub(super) fn mark(
    room: &Room<'_>,
    attendance: &mut Vec<Attendee>,
    field: &'static str,
    name: &str,
    presence: Presence,
) -> Result<(), Problem> {
    if let Some(one) = attendance.iter_mut().find(|one| one.attendee == name) {
        if one.votes && one.person.is_none() && presence == Presence::Present {
            return Err(Problem::new(field, "seat_not_held").with("given", name));
        }
        one.presence = presence;
        return Ok(());
    }
    let known = match name.split_once(':') {
        Some(("unit", unit)) => room.charter.unit(unit).is_some(),
        Some(("post", post)) => room.charter.post(post).is_some(),
        _ => false,
    };
    if !known {
        return Err(Problem::new(field, "not_a_choice").with("given", name));
    }
    attendance.push(Attendee {
        attendee: name.to_owned(),
        votes: false,
        side: String::new(),
        person: None,
        standing: String::new(),
        presence,
    });
    Ok(())
}
