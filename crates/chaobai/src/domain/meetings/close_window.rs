//! `meetings.close_window`: the period of a written procedure is over. Every ballot is counted and every item decided by it;
//! who did not answer is kept as silent.

use super::ballot::{BallotState, Way};
use super::decide::{Decide, record};
use super::room::Room;
use super::write::{self, Done};
use super::{carry, count, rules, sql};
use crate::charter::model::Verdict;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A written procedure to end; the clock's.
#[derive(Clone, Debug)]
pub struct CloseWindow {
    /// Meeting.
    pub meeting: Id,
}

impl Command for CloseWindow {
    fn name(&self) -> &'static str {
        "meetings.close_window"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.meeting)
    }

    fn content(&self) -> Value {
        json!([self.meeting.as_str()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.is_clock() {
            return Err(Refusal::not_found().into());
        }
        let room = Room::enter(tx, call, &self.meeting)?;
        room.demand_stage(&[rules::SITTING])?;
        let ballots = sql::ballots(tx, call.cell, &self.meeting)?;
        if let Some(until) = ballots.iter().filter_map(|ballot| ballot.until).max()
            && until >= call.moment.today
        {
            return Err(Refusal::new(Kind::Conflict, "deadlines.not_yet")
                .with("day", until.plus_days(1))
                .into());
        }
        let (mut records, mut told, mut follows) = (Vec::new(), Vec::new(), Vec::new());
        for ballot in ballots.iter().filter(|ballot| ballot.state == BallotState::Open) {
            let (counted, item) = count::count(tx, call, self.name(), ballot)?;
            let passes = counted["outcome"]["passes"] == json!(true);
            // An objection does not decide a matter: it brings it to a meeting.
            let verdict = match (passes, ballot.way) {
                (true, _) => Verdict::Passed,
                (false, Way::Silence) => Verdict::Postponed,
                (false, _) => Verdict::Rejected,
            };
            let decision = Decide {
                item: ballot.item.clone(),
                version: item.version,
                verdict: Some(verdict),
                wording: String::new(),
                dissent: String::new(),
            };
            let (decided, said, more) = record(tx, call, self.name(), &room, &item, &decision, Some(ballot))?;
            follows.extend(more);
            records.push(item);
            records.extend(decided);
            told.push(json!({ "counted": counted, "decided": said }));
        }
        carry::all_later(tx, call, &self.meeting, &follows)?;
        records.push(write::change(tx, call, self.name(), &room.meeting, json!({}), Some(rules::KEPT))?);
        write::finish(
            tx,
            call,
            self.name(),
            &self.meeting,
            Done { said: json!({ "items": told }), records, ..Done::default() },
        )
    }
}
