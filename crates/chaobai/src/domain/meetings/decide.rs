//! `meetings.decide`: what came of an item is recorded: heard, or one of the five results with its words and who dissented.
//! Nothing is recorded against the vote that was counted.

use super::ballot::{Ballot, BallotState};
use super::roll::{self, Roll};
use super::room::Room;
use super::write::{self, Done};
use super::{carry, rules, sql};
use crate::charter::model::Verdict;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers::{Record, demand_note};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// What came of an item.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Item.
    pub item: Id,
    /// Its version as the caller saw it: of two who record the same decision, one is told what stands.
    pub version: i64,
    /// The result; none for what was only heard.
    pub verdict: Option<Verdict>,
    /// The words of the decision.
    pub wording: String,
    /// Who dissented and why; empty: nobody.
    pub dissent: String,
}

impl Command for Decide {
    fn name(&self) -> &'static str {
        "meetings.decide"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.item)
    }

    fn content(&self) -> Value {
        json!([self.item.as_str(), self.version, self.verdict, self.wording, self.dissent])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (room, item) = Room::of_item(tx, call, &self.item)?;
        room.demand_office(call)?;
        write::demand_version(&item, self.version)?;
        room.demand_stage(&[rules::SITTING])?;
        write::demand_placed(&item)?;
        room.demand_no_ballot(tx, call)?;
        demand_note("wording", &self.wording)?;
        demand_note("dissent", &self.dissent)?;
        let heard = item.body.get("mode").and_then(Value::as_str) == Some("hear");
        match self.verdict {
            Some(_) if heard => {
                return Err(Refusal::invalid(vec![Problem::new("verdict", "only_heard")]).into());
            }
            None if !heard => return Err(Refusal::invalid(vec![Problem::new("verdict", "required")]).into()),
            _ => {}
        }
        if matches!(self.verdict, Some(Verdict::PassedInPrinciple | Verdict::Revise)) {
            write::demand_text("wording", &self.wording)?;
        }
        let ballots = sql::ballots(tx, call.cell, &room.meeting.id)?;
        let counted =
            ballots.iter().rfind(|ballot| ballot.item == self.item && ballot.state == BallotState::Counted);
        if let Some(verdict) = self.verdict {
            self.demand_vote(tx, call, &room, &item, verdict, counted)?;
        }
        let (records, said, follows) = record(tx, call, self.name(), &room, &item, self, counted)?;
        carry::all_later(tx, call, &room.meeting.id, &follows)?;
        let done = Done { item: Some(self.item.clone()), said, records, ..Done::default() };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}

impl Decide {
    /// Whether the vote, or the room, bears the result.
    fn demand_vote(
        &self,
        tx: &mut Tx<'_>,
        call: &Call<'_>,
        room: &Room<'_>,
        item: &Record,
        verdict: Verdict,
        counted: Option<&Ballot>,
    ) -> Result<(), Stop> {
        let passes = counted.and_then(|ballot| ballot.outcome.as_ref()).map(|outcome| outcome.passes);
        match passes {
            Some(passes) if passes != verdict.adopts() => {
                Err(Refusal::new(Kind::Conflict, "meetings.against_the_vote")
                    .with("verdict", verdict.word().zh)
                    .into())
            }
            Some(_) => Ok(()),
            None if verdict.adopts() => {
                // Without a vote: only where the body decides so, enough are there, nobody objects, and each
                // side is in the room where sides count.
                let by_side = room.rules.majority.each_side.is_some()
                    || item.body.get("joint") == Some(&Value::Bool(true));
                let voters = Roll::read(tx, call, &room.meeting.id)?.voters(Some(&self.item));
                roll::demand_quorum(room, &voters)?;
                let speaks =
                    |side: &String| voters.iter().any(|one| one.side == *side && one.present && !one.recused);
                let empty_side = by_side && !room.sides().iter().all(speaks);
                if !room.rules.consensus || !self.dissent.trim().is_empty() || empty_side {
                    return Err(Refusal::new(Kind::Conflict, "meetings.needs_vote").into());
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// Writes the decision on the item; gives what is said of it and what follows elsewhere, for [`carry::all_later`].
pub(super) fn record(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    room: &Room<'_>,
    item: &Record,
    decision: &Decide,
    counted: Option<&Ballot>,
) -> Result<(Vec<Record>, Value, Vec<Value>), Stop> {
    let fields = json!({
        "result": decision.verdict.map(Verdict::id),
        "wording": or_null(&decision.wording),
        "dissent": or_null(&decision.dissent),
    });
    let decided = write::change(tx, call, command, item, fields, Some(rules::KEPT))?;
    let mut said = json!({
        "verdict": decision.verdict.map(Verdict::id), "wording": decision.wording, "dissent": decision.dissent,
        "ballot": counted.map(|ballot| ballot.id.as_str()),
    });
    let mut follows = Vec::new();
    if let Some(verdict) = decision.verdict {
        follows = carry::decision(tx, call, room, item, verdict, &decision.wording)?;
        let told =
            follows.iter().map(|what| json!({ "register": what["register"], "record": what["record"] }));
        said["follows"] = told.collect();
    }
    Ok((vec![decided], said, follows))
}

fn or_null(text: &str) -> Value {
    if text.trim().is_empty() { Value::Null } else { json!(text) }
}
