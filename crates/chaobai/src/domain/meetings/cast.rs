//! `meetings.cast`: a vote by name: by whoever holds the seat, or entered by the clerk in the room.

use super::ballot::{Ballot, BallotState, Way};
use super::room::Room;
use super::voting::Choice;
use super::{roll, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A vote.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Ballot.
    pub ballot: Id,
    /// Seat.
    pub post: String,
    /// The vote.
    pub choice: Choice,
}

impl Command for Cast {
    fn name(&self) -> &'static str {
        "meetings.cast"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.ballot)
    }

    fn content(&self) -> Value {
        json!([self.ballot.as_str(), self.post, self.choice])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let ballot = sql::ballot(tx, call.cell, &self.ballot)?.ok_or_else(Refusal::not_found)?;
        let room = Room::enter(tx, call, &ballot.meeting)?;
        let own = call.caller.posts.iter().any(|held| held.post == self.post);
        if !own {
            room.demand_office(call)?;
        }
        demand_open(&ballot, call)?;
        if ballot.way == Way::Secret {
            return Err(Refusal::new(Kind::Conflict, "meetings.by_slip").into());
        }
        if ballot.base.voter(&self.post).is_none() {
            return Err(Refusal::invalid(vec![
                Problem::new("post", "no_vote_here").with("given", &self.post),
            ])
            .into());
        }
        let person = self.person(tx, call, &room, &ballot, own)?;
        sql::put_vote(tx, call, &self.ballot, &self.post, &person, self.choice)?;
        Ok(Change {
            subject: Subject { register: "ballot".into(), id: self.ballot.to_string(), version: 1 },
            public: Value::Null,
            hidden: Value::Null,
            state: vote_state(&self.ballot, &self.post, &person, self.choice, call.caller.post()),
            answer: Value::Null,
        })
    }
}

impl Cast {
    /// Who votes. In the room: the holder frozen with the ballot. In a written procedure a seat may change hands while
    /// it runs: whoever has the seat on the day votes and is the one who is named. What came on paper is entered by the
    /// clerk, who changes no vote that somebody cast for themselves.
    fn person(
        &self,
        tx: &mut Tx<'_>,
        call: &Call<'_>,
        room: &Room<'_>,
        ballot: &Ballot,
        own: bool,
    ) -> Result<String, Stop> {
        let caller = call.caller.person.as_ref().map(ToString::to_string).unwrap_or_default();
        let not_theirs = || {
            Refusal::invalid(vec![Problem::new("post", "not_the_holder_that_day").with("given", &self.post)])
        };
        if matches!(ballot.way, Way::RollCall | Way::Secret) {
            let frozen = ballot.base.persons.get(&self.post).cloned().unwrap_or_default();
            return if own && frozen != caller { Err(not_theirs().into()) } else { Ok(frozen) };
        }
        let seat = roll::seat_today(tx, call, room, &self.post)?;
        let holder = seat.and_then(|seat| seat.holder().map(|holder| holder.person.to_string()));
        let holder = holder.ok_or_else(not_theirs)?;
        if own && holder != caller {
            return Err(not_theirs().into());
        }
        if !own
            && let Some(vote) =
                sql::votes(tx, call.cell, &self.ballot)?.iter().find(|vote| vote.post == self.post)
        {
            let by = room.charter.post(&vote.entered_by);
            if !by.is_some_and(|post| post.roles.iter().any(|role| room.rules.office.contains(role))) {
                return Err(Refusal::new(Kind::Conflict, "meetings.voted_themselves")
                    .with("post", &self.post)
                    .into());
            }
        }
        Ok(holder)
    }
}

/// Refuses a ballot that takes no votes any more.
pub(super) fn demand_open(ballot: &Ballot, call: &Call<'_>) -> Result<(), Refusal> {
    if ballot.state != BallotState::Open || ballot.until.is_some_and(|until| until < call.moment.today) {
        return Err(Refusal::new(Kind::Conflict, "meetings.ballot_over"));
    }
    Ok(())
}

/// What a vote commits to.
pub fn vote_state(ballot: &Id, post: &str, person: &str, choice: Choice, entered_by: &str) -> Value {
    json!({ "ballot": ballot.as_str(), "post": post, "person": person, "choice": choice, "entered_by": entered_by })
}
