//! `meetings.merge_items`: an item is taken up in another one of the same agenda. What is decided about that one is
//! decided about both.

use super::room::Room;
use super::rules;
use super::write::{self, Done};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers;
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Two items of one agenda.
#[derive(Clone, Debug)]
pub struct MergeItems {
    /// The item that stays.
    pub into: Id,
    /// The item that is taken up in it.
    pub item: Id,
    /// Its version as the caller saw it.
    pub version: i64,
}

impl Command for MergeItems {
    fn name(&self) -> &'static str {
        "meetings.merge_items"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.item)
    }

    fn content(&self) -> Value {
        json!([self.into.as_str(), self.item.as_str(), self.version])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (room, item) = Room::of_item(tx, call, &self.item)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::PREPARING, rules::CALLED])?;
        room.demand_no_ballot(tx, call)?;
        write::demand_version(&item, self.version)?;
        write::demand_placed(&item)?;
        let items = room.items(tx, call.cell)?;
        let into = items.iter().find(|other| other.id == self.into && other.id != self.item);
        let into = into
            .ok_or_else(|| Refusal::new(Kind::Conflict, "meetings.no_such_item").with("item", &self.into))?;
        write::demand_placed(into)?;
        let is = |item: &registers::Record, field: &str, value: Value| item.body.get(field) == Some(&value);
        // The item that stays has to ask for at least what the other one needs.
        if is(&item, "joint", json!(true)) && !is(into, "joint", json!(true)) {
            return Err(Refusal::new(Kind::Conflict, "meetings.merge_joint").into());
        }
        if is(into, "mode", json!("hear")) && !is(&item, "mode", json!("hear")) {
            return Err(Refusal::new(Kind::Conflict, "meetings.merge_heard").into());
        }
        let fields = json!({ "merged_into": self.into.as_str() });
        let merged = write::change(tx, call, self.name(), &item, fields, Some(rules::DROPPED))?;
        let said = json!({ "into": self.into.as_str() });
        let done = Done { item: Some(self.item.clone()), said, records: vec![merged], ..Done::default() };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}
