//! `meetings.recuse`: whoever holds a seat keeps out of an item: they are in no base for it, and never count as no.

use super::meeting::Recusal;
use super::room::Room;
use super::write::{self, Done};
use super::{roll, rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A seat that keeps out.
#[derive(Clone, Debug)]
pub struct Recuse {
    /// Item.
    pub item: Id,
    /// Post.
    pub post: String,
    /// Why.
    pub reason: String,
}

impl Command for Recuse {
    fn name(&self) -> &'static str {
        "meetings.recuse"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.item)
    }

    fn content(&self) -> Value {
        json!([self.item.as_str(), self.post, self.reason])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (room, item) = Room::of_item(tx, call, &self.item)?;
        let seat = roll::seat_today(tx, call, &room, &self.post)?;
        let own =
            call.caller.person.as_ref().is_some_and(|person| seat.is_some_and(|seat| seat.is_of(person)));
        if !own {
            room.demand_office(call)?;
        }
        room.demand_stage(&[rules::PREPARING, rules::CALLED, rules::SITTING])?;
        room.demand_no_ballot(tx, call)?;
        write::demand_placed(&item)?;
        write::demand_text("reason", &self.reason)?;
        if !room.rules.seats.contains(&self.post) {
            return Err(Refusal::invalid(vec![
                Problem::new("post", "not_a_choice").with("given", &self.post),
            ])
            .into());
        }
        let known = sql::recusals(tx, call.cell, &room.meeting.id)?;
        if known.iter().any(|one| one.item == self.item && one.post == self.post) {
            return Err(Refusal::new(Kind::Conflict, "meetings.recused").with("post", &self.post).into());
        }
        let one = Recusal { item: self.item.clone(), post: self.post.clone(), reason: self.reason.clone() };
        sql::insert_recusal(tx, call, &room.meeting.id, &one)?;
        let said = json!({ "post": self.post, "reason": self.reason });
        let done = Done { item: Some(self.item.clone()), said, ..Done::default() };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}
