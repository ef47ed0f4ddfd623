//! `meetings.order_agenda`: the order of the items, their minutes and modes, and which are taken off: the whole agenda at
//! once, as the office sees it on the page.

use super::room::{Room, number, text};
use super::write::{self, Done};
use super::{rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// An item in its place.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// Item.
    pub id: Id,
    /// Version the caller saw.
    pub version: i64,
    /// `hear`, `deliberate` or `settle`.
    pub mode: String,
    /// Minutes set aside; 0: not fixed.
    pub minutes: i64,
}

/// The agenda in its new order.
#[derive(Clone, Debug)]
pub struct OrderAgenda {
    /// Meeting.
    pub meeting: Id,
    /// Items that stay, in order.
    pub items: Vec<Ordered>,
    /// Items that are taken off, with the version the caller saw.
    pub off: Vec<(Id, i64)>,
    /// Why items are taken off.
    pub note: String,
}

impl Command for OrderAgenda {
    fn name(&self) -> &'static str {
        "meetings.order_agenda"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        let items: Vec<Value> = self
            .items
            .iter()
            .map(|item| json!([item.id.as_str(), item.version, item.mode, item.minutes]))
            .collect();
        let off: Vec<Value> = self.off.iter().map(|(id, version)| json!([id.as_str(), version])).collect();
        json!([self.meeting.as_str(), items, off, self.note])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::PREPARING, rules::CALLED, rules::SITTING])?;
        room.demand_no_ballot(tx, call)?;
        let items = room.items(tx, call.cell)?;
        let settled = |stage: &str| stage != rules::PLACED;
        let ballots = sql::ballots(tx, call.cell, &self.meeting)?;
        let mut named: Vec<&Id> = Vec::new();
        let stay = self.items.iter().map(|asked| (&asked.id, asked.version));
        for (id, version) in stay.chain(self.off.iter().map(|(id, version)| (id, *version))) {
            let Some(item) = items.iter().find(|item| item.id == *id) else {
                return Err(Refusal::new(Kind::Conflict, "meetings.no_such_item").with("item", id).into());
            };
            write::demand_version(item, version)?;
            if named.contains(&id) {
                return Err(Refusal::invalid(vec![Problem::new("items", "twice")]).into());
            }
            named.push(id);
        }
        if let Some(unseen) = items.iter().find(|item| !named.contains(&&item.id)) {
            let name = text(&unseen.body, "name").unwrap_or_default();
            return Err(Refusal::new(Kind::Conflict, "meetings.agenda_changed").with("item", name).into());
        }
        let (mut records, mut off) = (Vec::new(), Vec::new());
        for (at, asked) in (1i64..).zip(&self.items) {
            let Some(item) = items.iter().find(|item| item.id == asked.id) else { continue };
            let same_words = item.body.get("mode").and_then(Value::as_str) == Some(&asked.mode)
                && number(&item.body, "minutes") == asked.minutes;
            if settled(&item.stage) && !same_words {
                write::demand_placed(item)?;
            }
            if text(&item.body, "mode") != Some(&asked.mode) {
                room.demand_uncounted(&ballots, item)?;
            }
            let minutes = if asked.minutes == 0 { Value::Null } else { json!(asked.minutes) };
            let fields = json!({ "item_number": at, "mode": asked.mode, "minutes": minutes });
            let changed = write::change(tx, call, self.name(), item, fields, None)?;
            if changed.version != item.version {
                records.push(changed);
            }
        }
        for item in items.iter().filter(|item| self.off.iter().any(|(id, _)| *id == item.id)) {
            write::demand_placed(item)?;
            room.demand_uncounted(&ballots, item)?;
            write::demand_text("note", &self.note)?;
            off.push(item.id.to_string());
            records.push(write::change(tx, call, self.name(), item, json!({}), Some(rules::DROPPED))?);
        }
        let mut said = json!({ "items": self.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>() });
        if !off.is_empty() {
            said["off"] = json!(off);
            said["note"] = json!(self.note);
        }
        write::finish(tx, call, self.name(), &self.meeting, Done { said, records, ..Done::default() })
    }
}
