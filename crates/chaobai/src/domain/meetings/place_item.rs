//! `meetings.place_item`: an item comes onto the agenda.

use super::room::{Room, number, text};
use super::write::{self, Done};
use super::{rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers::{self, Record};
use kernel::{Cell, Id, Problem, Refusal};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use store::Tx;

/// An item to place at the end of the agenda.
#[derive(Clone, Debug)]
pub struct PlaceItem {
    /// Meeting.
    pub meeting: Id,
    /// What it is called.
    pub name: String,
    /// `hear`, `deliberate` or `settle`.
    pub mode: String,
    /// Minutes set aside; 0: not fixed.
    pub minutes: i64,
    /// The matter needs each side.
    pub joint: bool,
    /// Who reports.
    pub reporter: String,
    /// The decision that is asked for.
    pub request: String,
    /// Records it is about, by field of the agenda.
    pub about: Map<String, Value>,
    /// Why the chair lets it onto the agenda of a meeting that has begun.
    pub let_in: String,
}

impl Command for PlaceItem {
    fn name(&self) -> &'static str {
        "meetings.place_item"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([
            self.meeting.as_str(),
            self.name,
            self.mode,
            self.minutes,
            self.joint,
            self.reporter,
            self.request,
            self.about,
            self.let_in,
        ])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::PREPARING, rules::CALLED, rules::SITTING])?;
        room.demand_no_ballot(tx, call)?;
        if room.meeting.stage == rules::SITTING {
            if room.way() != "sitting" {
                room.demand_stage(&[rules::PREPARING])?;
            }
            write::demand_let_in("meetings.agenda_closed", &self.let_in, room.held_on())?;
        }
        let due = rules::notice_due(room.charter, room.rules, room.held_on());
        if room.meeting.stage == rules::CALLED && call.moment.today > due.on {
            write::demand_let_in("meetings.agenda_closed", &self.let_in, due.on)?;
        }
        self.demand_about(&room)?;
        if room.way() != "sitting" && self.mode == "hear" {
            return Err(Refusal::invalid(vec![Problem::new("mode", "nothing_to_decide")]).into());
        }
        let all = registers::all_beside(tx, call.cell, room.agenda, &self.meeting)?;
        let last = all.iter().map(|item| number(&item.body, "item_number")).max().unwrap_or(0);
        let code = text(&room.meeting.body, "code").unwrap_or_default();
        let mut fields = json!({
            "code": format!("{code}-{}", all.len() + 1), "name": self.name, "meeting": self.meeting.as_str(),
            "body": room.body.id, "meeting_number": number(&room.meeting.body, "number"),
            "held_on": room.held_on().to_string(), "item_number": last + 1, "mode": self.mode,
            "joint": self.joint, "reporter": self.reporter, "request": self.request,
        });
        if self.minutes != 0 {
            fields["minutes"] = json!(self.minutes);
        }
        for (field, value) in &self.about {
            fields[field.as_str()] = value.clone();
        }
        let item = write::place(
            tx,
            call,
            self.name(),
            room.agenda,
            &room.rules.source,
            ("item", rules::PLACED),
            fields,
        )?;
        let mut said = json!({ "name": self.name, "mode": self.mode, "item_number": last + 1 });
        if room.meeting.stage == rules::SITTING {
            said["frozen"] = json!(freeze(tx, call, &room, std::slice::from_ref(&item))?);
        }
        if !self.let_in.is_empty() {
            said["let_in"] = json!(self.let_in);
        }
        let answer = json!({ "item": item.id.as_str() });
        let done = Done { item: Some(item.id.clone()), said, records: vec![item], answer };
        write::finish(tx, call, self.name(), &self.meeting, done)
    }
}

impl PlaceItem {
    fn demand_about(&self, room: &Room<'_>) -> Result<(), Refusal> {
        let fits = |id: &str| rules::subject_fields(room.law, room.agenda).any(|field| field.id == id);
        let wrong = self.about.keys().find(|field| !fits(field));
        match wrong {
            Some(field) => Err(Refusal::invalid(vec![Problem::new(field, "unknown_field")])),
            None => Ok(()),
        }
    }
}

/// The records an item is about.
pub(super) fn subjects(room: &Room<'_>, item: &Record) -> Vec<(String, Id)> {
    rules::subject_fields(room.law, room.agenda)
        .filter_map(|field| {
            let id = text(&item.body, &field.id).and_then(Id::parse)?;
            Some((field.register.clone().unwrap_or_default(), id))
        })
        .collect()
}

/// Freezes the records an item is about as it reads them now; gives what was added.
pub(super) fn freeze(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    room: &Room<'_>,
    items: &[Record],
) -> Result<Vec<Value>, Stop> {
    let papers = sql::papers(tx, call.cell, &room.meeting.id)?;
    let mut frozen = Vec::new();
    for item in items {
        let mut next =
            papers.iter().filter(|paper| paper.item == item.id).map(|paper| paper.number).max().unwrap_or(0);
        for (register, id) in subjects(room, item) {
            let cell = Cell::of(&room.charter.zone.id, &id);
            let (Some(list), Some(record)) =
                (room.charter.register(&register), registers::current(tx, &cell, &id)?)
            else {
                continue;
            };
            let subject = format!("{register}/{id}");
            let known = papers.iter().any(|paper| {
                paper.item == item.id && paper.subject == subject && paper.version == record.version
            });
            if known {
                continue;
            }
            let bytes = kernel::canonical::bytes(&registers::version_state(&record))
                .map_err(|_| store::StoreError::damaged("record"))?;
            next += 1;
            let paper = super::Paper {
                item: item.id.clone(),
                number: next,
                name: record.title(list),
                digest: hex::encode(Sha256::digest(bytes)),
                size: 0,
                subject: subject.clone(),
                version: record.version,
                filed_at: call.moment.at,
                late: false,
                let_in: String::new(),
            };
            sql::insert_paper(tx, call, &room.meeting.id, &paper)?;
            frozen.push(json!({ "item": item.id.as_str(), "subject": subject, "version": record.version, "digest": paper.digest }));
        }
    }
    Ok(frozen)
}
