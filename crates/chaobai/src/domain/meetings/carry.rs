//! What follows from a decision in other cells: the case of a draft or topic goes on, tasks come onto their list. It is
//! written down with the decision and done by the clock, with request keys that follow from it, so that nothing decided
//! gets lost and nothing happens twice.

use super::place_item::subjects;
use super::room::Room;
use super::rules;
use super::write::{self, Done};
use crate::charter::model::Verdict;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::deadlines::{self, Due, Kind as DeadlineKind, Planned};
use crate::domain::registers::{self, Record};
use kernel::{Cell, Date, Id, Kind, Refusal};
use serde_json::{Map, Value, json};
use store::Tx;

/// A task as it is handed on: the fields of its record.
#[derive(Clone, Debug)]
pub struct Task {
    /// The work list.
    pub register: String,
    /// Fields.
    pub body: Map<String, Value>,
}

/// What the clock does for a meeting, in `what.kind`.
pub const DECISION: &str = "meetings.decision";
/// A task comes onto its list.
pub const TASK: &str = "meetings.task";
/// The period of a written procedure is over.
pub const WINDOW: &str = "meetings.window";

/// What follows for the cases of what an item is about, and of what was merged into it; written by [`all_later`].
pub(super) fn decision(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    room: &Room<'_>,
    item: &Record,
    verdict: Verdict,
    wording: &str,
) -> Result<Vec<Value>, Stop> {
    let all = registers::all_beside(tx, call.cell, room.agenda, &room.meeting.id)?;
    // What was merged into an item that was itself merged is decided with it.
    let mut decided = vec![item];
    while let Some(next) = all.iter().find(|other| {
        let into = other.body.get("merged_into").and_then(Value::as_str);
        other.stage == rules::DROPPED
            && decided.iter().any(|one| into == Some(one.id.as_str()))
            && !decided.iter().any(|one| one.id == other.id)
    }) {
        decided.push(next);
    }
    let subjects = decided.iter().flat_map(|about| subjects(room, about));
    let follows = subjects.map(|(register, id)| {
        json!({
            "kind": DECISION, "register": register, "record": id.as_str(), "item": item.id.as_str(),
            "meeting": room.meeting.id.as_str(), "body": room.body.id, "verdict": verdict.id(),
            "wording": wording, "on": room.decided_on().to_string(),
        })
    });
    Ok(follows.collect())
}

/// Leaves to the clock all that follows from one command: the numbers of its parts run through.
pub(super) fn all_later(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    meeting: &Id,
    follows: &[Value],
) -> Result<(), store::StoreError> {
    follows
        .iter()
        .enumerate()
        .try_for_each(|(part, what)| later(tx, call, meeting, part, call.moment.today, what))
}

/// Ends the period of a written procedure on a day.
pub(super) fn at_end(tx: &mut Tx<'_>, call: &Call<'_>, meeting: &Id, day: Date) -> Result<(), Stop> {
    Ok(later(tx, call, meeting, 0, day, &json!({ "kind": WINDOW }))?)
}

/// Something the clock does on a day. `part` is its number within the command.
fn later(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    meeting: &Id,
    part: usize,
    day: Date,
    what: &Value,
) -> Result<(), store::StoreError> {
    let part = i64::try_from(part).unwrap_or(i64::MAX);
    let id = format!("{meeting}.{:06}.{part:03}", call.entry);
    let due = Due { on: day, unpublished: Vec::new() };
    let planned = Planned { kind: DeadlineKind::Effect, part, due };
    deadlines::insert(tx, call, (&id, meeting.as_str()), &planned, what)
}

/// `meetings.settle`: the clock notes that what was to follow has happened, or which refusal it met.
#[derive(Clone, Debug)]
pub struct Settle {
    /// Meeting.
    pub meeting: Id,
    /// What was due.
    pub deadline: String,
    /// `done`, or the code of the refusal.
    pub outcome: String,
}

impl Command for Settle {
    fn name(&self) -> &'static str {
        "meetings.settle"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([self.meeting.as_str(), self.deadline, self.outcome])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.is_clock() {
            return Err(Refusal::not_found().into());
        }
        if deadlines::settle(tx, call, &self.deadline, &self.outcome)? != 1 {
            return Err(Refusal::new(Kind::Conflict, "deadlines.settled").into());
        }
        let what = deadlines::find(tx, call.cell, &self.deadline)?.map(|due| due.what).unwrap_or_default();
        let item = what["item"].as_str().and_then(Id::parse);
        let said = json!({ "kind": what["kind"], "record": what["record"], "outcome": self.outcome });
        write::finish(tx, call, self.name(), &self.meeting, Done { item, said, ..Done::default() })
    }
}
