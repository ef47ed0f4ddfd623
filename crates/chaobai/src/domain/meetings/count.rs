//! `meetings.count`: a ballot is over and is counted, by the rule frozen with it.

use super::ballot::{Ballot, BallotState, Way, tallies};
use super::room::Room;
use super::voting::{Choice, Outcome, outcome, tally};
use super::write::{self, Done};
use super::{rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers;
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Ask, StoreError, Tx};

/// A ballot to count.
#[derive(Clone, Debug)]
pub struct Count {
    /// Ballot.
    pub ballot: Id,
}

impl Command for Count {
    fn name(&self) -> &'static str {
        "meetings.count"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.ballot)
    }

    fn content(&self) -> Value {
        json!([self.ballot.as_str()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let ballot = sql::ballot(tx, call.cell, &self.ballot)?.ok_or_else(Refusal::not_found)?;
        let room = Room::enter(tx, call, &ballot.meeting)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::SITTING])?;
        if matches!(ballot.way, Way::Written | Way::Silence) {
            return Err(Refusal::new(Kind::Conflict, "meetings.runs_until")
                .with("day", ballot.until.unwrap_or(call.moment.today))
                .into());
        }
        let (said, item) = count(tx, call, self.name(), &ballot)?;
        let answer = json!({ "passes": said["outcome"]["passes"] });
        let done = Done { item: Some(ballot.item.clone()), said, records: vec![item], answer };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}

/// Counts an open ballot, writes what came of it beside the ballot and, as numbers, on the item.
pub(super) fn count(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    ballot: &Ballot,
) -> Result<(Value, registers::Record), Stop> {
    let (outcome, slips) = result(tx, call.cell, ballot)?;
    if sql::end_ballot(tx, call, &ballot.id, BallotState::Counted, &json!(outcome))? != 1 {
        return Err(Refusal::new(Kind::Conflict, "meetings.ballot_over").into());
    }
    let sum = |what: fn(&super::voting::Tally) -> u32| outcome.tallies.iter().map(what).sum::<u32>();
    let item = registers::load(tx, call, &ballot.item)?;
    let fields = json!({
        "votes_yes": sum(|tally| tally.yes), "votes_no": sum(|tally| tally.no),
        "votes_abstain": sum(|tally| tally.abstain),
    });
    let item = write::change(tx, call, command, &item, fields, None)?;
    let mut said = json!({ "ballot": ballot.id.as_str(), "way": ballot.way.id(), "outcome": outcome });
    if let Some(slips) = slips {
        said["slips"] = json!(slips);
    }
    Ok((said, item))
}

/// What comes of the votes that are there; for slips also one digest over all of them, cast or not.
pub fn result(
    ask: &mut dyn Ask,
    cell: &Cell,
    ballot: &Ballot,
) -> Result<(Outcome, Option<String>), StoreError> {
    let base = &ballot.base;
    if ballot.way == Way::Secret {
        let slips = sql::slips(ask, cell, &ballot.id)?;
        let cast = slips.iter().filter_map(|(_, side, choice)| Some((side.as_str(), (*choice)?)));
        let tallies = tally(&base.voters, cast);
        let outcome = outcome(&base.majority, base.joint, (&base.sides, &base.voters), tallies, Vec::new());
        return Ok((outcome, Some(slips_digest(&slips))));
    }
    let votes = sql::votes(ask, cell, &ballot.id)?;
    let cast = votes.iter().map(|vote| (vote.post.as_str(), vote.choice));
    let tallies = tallies(base, cast);
    let noes = votes.iter().filter(|vote| vote.choice == Choice::No && base.veto.contains(&vote.post));
    let vetoed_by = noes.map(|vote| vote.post.clone()).collect();
    let mut found = outcome(&base.majority, base.joint, (&base.sides, &base.voters), tallies, vetoed_by);
    if ballot.way == Way::Silence {
        // What nobody objects to passes, where each side was asked if sides count; silence itself is kept as silence.
        let asked = base.asked();
        let by_side = base.joint || base.majority.each_side.is_some();
        let heard = !by_side || base.sides.iter().all(|side| asked.contains_key(side.as_str()));
        found.passes = heard && found.tallies.iter().all(|tally| tally.no == 0);
        found.measures.clear();
    }
    Ok((found, None))
}

/// SHA-256 over `digest side choice` of every slip, in order of digest: what the event of the count says of them all.
pub fn slips_digest(slips: &[sql::SlipRow]) -> String {
    let mut hash = Sha256::new();
    for (slip, side, choice) in slips {
        hash.update(format!("{slip} {side} {}\n", choice.map_or("-", Choice::id)));
    }
    hex::encode(hash.finalize())
}
