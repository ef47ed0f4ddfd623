//! `meetings.open_ballot`: an item is put to the vote. Who may vote and by which rule is frozen; the agenda and who is there
//! stay as they are until it is counted.

use super::ballot::{Ballot, BallotState, Way};
use super::give_notice::question;
use super::roll::{self, Roll};
use super::room::Room;
use super::write::{self, Done};
use super::{rules, sql};
use crate::charter::model::BallotKind;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::Tx;

/// Fewest voters of a group that is counted by itself in a secret ballot: the count of two tells each of them what the
/// other one did.
const SECRET_MIN: u32 = 3;

/// An item to vote on.
#[derive(Clone, Debug)]
pub struct OpenBallot {
    /// Item.
    pub item: Id,
    /// Its version as the caller saw it.
    pub version: i64,
    /// By name or by slips.
    pub kind: BallotKind,
    /// What is put to the vote; empty: what the item asks for.
    pub question: String,
    /// Digests of the slips with the side they are for, for a secret ballot: one for each who may vote.
    pub slips: Vec<(String, String)>,
}

impl Command for OpenBallot {
    fn name(&self) -> &'static str {
        "meetings.open_ballot"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.item)
    }

    fn content(&self) -> Value {
        json!([self.item.as_str(), self.version, self.kind, self.question, self.slips])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (room, item) = Room::of_item(tx, call, &self.item)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::SITTING])?;
        room.demand_no_ballot(tx, call)?;
        write::demand_version(&item, self.version)?;
        write::demand_placed(&item)?;
        crate::domain::registers::demand_note("question", &self.question)?;
        if room.way() != "sitting" || item.body.get("mode").and_then(Value::as_str) == Some("hear") {
            return Err(Refusal::new(Kind::Conflict, "meetings.nothing_to_vote").into());
        }
        if !room.rules.ballots.contains(&self.kind) {
            return Err(Refusal::invalid(vec![Problem::new("kind", "not_a_choice")]).into());
        }
        let roll = Roll::read(tx, call, &room.meeting.id)?;
        let voters = roll.voters(Some(&self.item));
        let measures = roll::demand_quorum(&room, &voters)?;
        let joint = item.body.get("joint") == Some(&Value::Bool(true));
        let base = roll::base(&room, &roll.attendance, voters, joint);
        let number = sql::ballots(tx, call.cell, &room.meeting.id)?;
        let number = 1 + number.iter().filter(|ballot| ballot.item == self.item).count();
        let ballot = Ballot {
            id: write::new_id(call, "ballot"),
            meeting: room.meeting.id.clone(),
            item: self.item.clone(),
            number: i64::try_from(number).unwrap_or(i64::MAX),
            way: Way::from(self.kind),
            question: if self.question.trim().is_empty() { question(&item) } else { self.question.clone() },
            state: BallotState::Open,
            opened_at: call.moment.at,
            until: None,
            base,
            outcome: None,
        };
        if self.kind == BallotKind::Secret {
            self.demand_slips(&room, &ballot)?;
            for (slip, side) in &self.slips {
                sql::insert_slip(tx, call.cell, &ballot.id, slip, side)?;
            }
        } else if !self.slips.is_empty() {
            return Err(Refusal::invalid(vec![Problem::new("slips", "unknown_field")]).into());
        }
        sql::insert_ballot(tx, call, &ballot)?;
        let mut said = json!({
            "ballot": ballot.id.as_str(), "way": ballot.way.id(), "question": ballot.question, "base": ballot.base,
            "quorum": measures,
        });
        if self.kind == BallotKind::Secret {
            said["slips"] = json!(self.slips.len());
        }
        let answer = json!({ "ballot": ballot.id.as_str() });
        let done = Done { item: Some(self.item.clone()), said, answer, ..Done::default() };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}

impl OpenBallot {
    /// As many slips for each side as it has voters, no two alike, and no group so small that a count gives it away.
    fn demand_slips(&self, room: &Room<'_>, ballot: &Ballot) -> Result<(), Refusal> {
        // With a veto, a single no has to be told from the others: that cannot be secret.
        if !ballot.base.veto.is_empty() {
            return Err(Refusal::new(Kind::Conflict, "meetings.veto_by_name"));
        }
        let asked = ballot.base.asked();
        let small = asked.iter().find(|(_, count)| **count < SECRET_MIN);
        if let Some((side, count)) = small {
            let name = room.charter.side(side).map(|side| side.name.zh.clone()).unwrap_or_default();
            return Err(Refusal::new(Kind::Conflict, "meetings.too_few_for_secrecy")
                .with("side", name)
                .with("have", count)
                .with("needed", SECRET_MIN));
        }
        let mut given: BTreeMap<&str, u32> = BTreeMap::new();
        for (_, side) in &self.slips {
            *given.entry(side.as_str()).or_insert(0) += 1;
        }
        let mut digests: Vec<&str> = self.slips.iter().map(|(slip, _)| slip.as_str()).collect();
        digests.sort_unstable();
        let twice = digests.windows(2).any(|pair| pair[0] == pair[1]);
        let shaped =
            digests.iter().all(|slip| slip.len() == 64 && slip.bytes().all(|b| b.is_ascii_hexdigit()));
        if given != asked || twice || !shaped {
            return Err(Refusal::invalid(vec![Problem::new("slips", "slips_do_not_fit")]));
        }
        Ok(())
    }
}
