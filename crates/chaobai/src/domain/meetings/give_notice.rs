//! `meetings.give_notice`: the notice goes out. What items are about is frozen as it reads now; for a written procedure the
//! period begins and every item is put to the vote.

use super::ballot::{Ballot, BallotState, Way};
use super::meeting::Presence;
use super::place_item::freeze;
use super::room::{Room, text};
use super::write::{self, Done};
use super::{carry, roll, rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::notices::{self, About, Facts};
use crate::domain::registers::Record;
use kernel::{Cell, Id, Kind, Refusal, Text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::Tx;

/// A notice to give.
#[derive(Clone, Debug)]
pub struct GiveNotice {
    /// Meeting.
    pub meeting: Id,
    /// Its version as the caller saw it.
    pub version: i64,
    /// Why the chair lets it be so short.
    pub let_in: String,
}

impl Command for GiveNotice {
    fn name(&self) -> &'static str {
        "meetings.give_notice"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([self.meeting.as_str(), self.version, self.let_in])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::PREPARING])?;
        write::demand_version(&room.meeting, self.version)?;
        let items = room.items(tx, call.cell)?;
        if items.is_empty() {
            return Err(Refusal::new(Kind::Conflict, "meetings.no_items").into());
        }
        if room.way() != "sitting" {
            return self.begin(tx, call, &room, &items);
        }
        let due = rules::notice_due(room.charter, room.rules, room.held_on());
        let short = call.moment.today > due.on;
        if short {
            write::demand_let_in("meetings.short_notice", &self.let_in, due.on)?;
        }
        let chair = roll::chair(&room, "")?;
        let frozen = freeze(tx, call, &room, &items)?;
        let expected = roll::expected(tx, &room, room.held_on())?;
        for one in &expected {
            sql::put_attendee(tx, call, &self.meeting, one)?;
        }
        let fields = json!({ "chair": chair });
        let meeting = write::change(tx, call, self.name(), &room.meeting, fields, Some(rules::CALLED))?;
        tell(tx, call, &room, "meetings.called")?;
        let mut said = json!({ "chair": chair, "expected": expected.len(), "frozen": frozen });
        if short {
            said["let_in"] = json!(self.let_in.trim());
            said["due"] = json!(due.on.to_string());
        }
        if !due.unpublished.is_empty() {
            said["unpublished"] = json!(due.unpublished);
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

impl GiveNotice {
    /// A written or silence procedure begins today: everybody with a seat is asked.
    fn begin(
        &self,
        tx: &mut Tx<'_>,
        call: &Call<'_>,
        room: &Room<'_>,
        items: &[Record],
    ) -> Result<Change, Stop> {
        let (way, days) = match room.way() {
            "written" => (Way::Written, room.rules.written_days),
            _ => (Way::Silence, room.rules.silence_days),
        };
        let today = call.moment.today;
        if room.held_on() > today {
            return Err(Refusal::new(Kind::Conflict, "meetings.not_yet").with("day", room.held_on()).into());
        }
        let until = rules::period_end(room.charter, room.rules, today, days.unwrap_or(1));
        if let Some(year) = until.unpublished.first() {
            return Err(Refusal::new(Kind::Conflict, "deadlines.unpublished").with("year", year).into());
        }
        let frozen = freeze(tx, call, room, items)?;
        let mut expected = roll::expected(tx, room, today)?;
        expected.retain(|one| one.votes);
        for one in &mut expected {
            if one.person.is_some() {
                one.presence = Presence::Present;
            }
            sql::put_attendee(tx, call, &self.meeting, one)?;
        }
        let recusals = sql::recusals(tx, call.cell, &self.meeting)?;
        let mut opened = Vec::new();
        for item in items {
            let voters = roll::voters(&expected, &recusals, Some(&item.id));
            let measures = roll::demand_quorum(room, &voters)?;
            let joint = item.body.get("joint") == Some(&Value::Bool(true));
            let ballot = Ballot {
                id: write::new_id(call, &format!("ballot/{}", item.id)),
                meeting: self.meeting.clone(),
                item: item.id.clone(),
                number: 1,
                way,
                question: question(item),
                state: BallotState::Open,
                opened_at: call.moment.at,
                until: Some(until.on),
                base: roll::base(room, &expected, voters, joint),
                outcome: None,
            };
            sql::insert_ballot(tx, call, &ballot)?;
            opened.push(json!({ "item": item.id.as_str(), "ballot": ballot.id.as_str(), "base": ballot.base, "quorum": measures }));
        }
        carry::at_end(tx, call, &self.meeting, until.on.plus_days(1))?;
        let fields = json!({ "held_on": today.to_string(), "until": until.on.to_string() });
        let meeting = write::change(tx, call, self.name(), &room.meeting, fields, Some(rules::CALLED))?;
        let meeting = write::change(tx, call, self.name(), &meeting, json!({}), Some(rules::SITTING))?;
        tell(tx, call, room, "meetings.called")?;
        let roll: BTreeMap<&str, &str> =
            expected.iter().map(|one| (one.attendee.as_str(), one.presence.id())).collect();
        let said =
            json!({ "until": until.on.to_string(), "ballots": opened, "frozen": frozen, "roll": roll });
        write::finish(
            tx,
            call,
            self.name(),
            &self.meeting,
            Done { said, records: vec![meeting], ..Done::default() },
        )
    }
}

/// What is put to the vote about an item: the decision it asks for, else its name.
pub(super) fn question(item: &Record) -> String {
    text(&item.body, "request").or(text(&item.body, "name")).unwrap_or_default().to_owned()
}

/// Tells those who are asked to come.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    room: &Room<'_>,
    event: &'static str,
) -> Result<(), Stop> {
    let posts = room.rules.seats.iter().chain(&room.rules.observers);
    let units = posts.filter_map(|post| room.charter.post(post)?.unit.clone()).collect();
    let day = room.held_on().to_string();
    let place = text(&room.meeting.body, "place").unwrap_or_default();
    let facts = Facts {
        units,
        words: vec![("on", Text::new(day.as_str(), day.as_str())), ("place", Text::new(place, place))],
    };
    notices::raise(tx, call, event, About { register: room.register, record: &room.meeting }, &facts)?;
    Ok(())
}
