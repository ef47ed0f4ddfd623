//! Questions about meetings.

use super::ballot::Ballot;
use super::meeting::{Attendee, Event, Paper, Recusal};
use super::room::items;
use super::voting::Choice;
use super::{BallotState, Way, sql};
use crate::charter::model::{Body, BodyRules, Charter, Meetings, Register};
use crate::desk::Caller;
use crate::domain::deadlines::{self, Deadline};
use crate::domain::registers::permits::{self, Access};
use crate::domain::registers::{self, Record, store_refusal};
use crate::domain::worklists;
use kernel::{Cell, Id, Refusal};
use std::collections::BTreeMap;
use store::Ask;

/// A meeting with everything beside it, for those who may see all of it.
pub struct Sitting<'a> {
    /// The meeting.
    pub meeting: Record,
    /// Its list.
    pub register: &'a Register,
    /// List of agenda items.
    pub agenda: &'a Register,
    /// The body.
    pub body: &'a Body,
    /// Which lists meetings are kept in.
    pub law: &'a Meetings,
    /// Its rules; none: it has a history only.
    pub rules: Option<&'a BodyRules>,
    /// Items in their order.
    pub items: Vec<Item>,
    /// Items taken off, merged or not reached.
    pub dropped: Vec<Record>,
    /// Who is there or should be.
    pub attendance: Vec<Attendee>,
    /// Resolutions.
    pub resolutions: Vec<Record>,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// What is to follow elsewhere, and what followed.
    pub follows: Vec<Deadline>,
}

/// An item with what stands beside it.
pub struct Item {
    /// The item.
    pub record: Record,
    /// Its papers.
    pub papers: Vec<Paper>,
    /// Who keeps out.
    pub recusals: Vec<Recusal>,
    /// Its ballots, in order, with the votes by name.
    pub ballots: Vec<(Ballot, Vec<Vote>)>,
}

/// A vote by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Seat.
    pub post: String,
    /// Who held it.
    pub person: Option<Id>,
    /// The vote.
    pub choice: Choice,
    /// Post under which it was entered.
    pub entered_by: String,
    /// When.
    pub at: kernel::Instant,
}

impl Sitting<'_> {
    /// The ballot that is open, with its item.
    pub fn open_ballot(&self) -> Option<(&Item, &Ballot, &[Vote])> {
        self.items.iter().find_map(|item| {
            let open = item.ballots.iter().find(|(ballot, _)| ballot.state == BallotState::Open)?;
            Some((item, &open.0, open.1.as_slice()))
        })
    }

    /// Whether a caller prepares and records this meeting.
    pub fn is_office(&self, caller: &Caller) -> bool {
        self.rules.is_some_and(|rules| super::room::demand_office(caller, rules).is_ok())
    }

    /// Seats of this meeting that a caller holds today.
    pub fn own_seats<'b>(&'b self, caller: &'b Caller) -> impl Iterator<Item = &'b Attendee> {
        self.attendance.iter().filter(|one| {
            one.votes && one.post().is_some_and(|post| caller.posts.iter().any(|held| held.post == post))
        })
    }
}

/// A meeting, for those who may see all of it.
///
/// # Errors
/// As not found for anybody else.
pub fn sitting<'a>(
    ask: &mut dyn Ask,
    charter: &'a Charter,
    caller: &Caller,
    id: &Id,
) -> Result<Sitting<'a>, Refusal> {
    let law = super::law_of(charter)?;
    let cell = Cell::of(&charter.zone.id, id);
    let meeting =
        registers::current(ask, &cell, id).map_err(store_refusal)?.ok_or_else(Refusal::not_found)?;
    let register = charter.register(&law.meetings).ok_or_else(Refusal::not_found)?;
    let agenda = charter.register(&law.agenda).ok_or_else(Refusal::not_found)?;
    let lists = charter.register(&law.resolutions).ok_or_else(Refusal::not_found)?;
    if meeting.register != law.meetings || permits::access(caller, register, &meeting) != Access::Full {
        return Err(Refusal::not_found());
    }
    let body = meeting.body.get("body").and_then(serde_json::Value::as_str).unwrap_or_default();
    let body = charter.body(body).ok_or_else(Refusal::not_found)?;
    let failed = store_refusal;
    let papers = sql::papers(ask, &cell, id).map_err(failed)?;
    let recusals = sql::recusals(ask, &cell, id).map_err(failed)?;
    let mut ballots = Vec::new();
    for ballot in sql::ballots(ask, &cell, id).map_err(failed)? {
        let votes = votes(ask, &cell, &ballot)?;
        ballots.push((ballot, votes));
    }
    let placed = items(ask, &cell, agenda, id).map_err(failed)?;
    let mut dropped = registers::all_beside(ask, &cell, agenda, id).map_err(failed)?;
    dropped.retain(|item| !placed.iter().any(|other| other.id == item.id) && !item.withdrawn);
    let rules = body.rules.as_ref();
    let mut attendance = sql::attendance(ask, &cell, id).map_err(failed)?;
    if let Some(rules) = rules {
        attendance.sort_by_key(|one| rules.place_of(one.post().unwrap_or_default()));
    }
    let items = placed.into_iter().map(|record| Item {
        papers: papers.iter().filter(|paper| paper.item == record.id).cloned().collect(),
        recusals: recusals.iter().filter(|one| one.item == record.id).cloned().collect(),
        ballots: ballots.iter().filter(|(ballot, _)| ballot.item == record.id).cloned().collect(),
        record,
    });
    Ok(Sitting {
        register,
        agenda,
        body,
        law,
        rules,
        items: items.collect(),
        dropped,
        attendance,
        resolutions: registers::all_beside(ask, &cell, lists, id).map_err(failed)?,
        events: sql::events(ask, &cell, id).map_err(failed)?,
        follows: deadlines::of_subject(ask, &cell, id.as_str()).map_err(failed)?,
        meeting,
    })
}

fn votes(ask: &mut dyn Ask, cell: &Cell, ballot: &Ballot) -> Result<Vec<Vote>, Refusal> {
    if ballot.way == Way::Secret {
        return Ok(Vec::new());
    }
    let rows = sql::votes(ask, cell, &ballot.id).map_err(store_refusal)?;
    let vote = |row: sql::VoteRow| Vote {
        person: Id::parse(&row.person),
        post: row.post,
        choice: row.choice,
        entered_by: row.entered_by,
        at: row.at,
    };
    Ok(rows.into_iter().map(vote).collect())
}

/// A ballot by id, whoever asks: for the page on which a slip is cast.
pub fn ballot(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Option<Ballot>, Refusal> {
    sql::ballot(ask, &Cell::of(zone, id), id).map_err(store_refusal)
}

/// The slips of a counted secret ballot as everybody may recount them: digest, side, vote (none: not cast).
///
/// # Errors
/// As not found while it is open, and for other ballots.
pub fn recount(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<(Ballot, Vec<sql::SlipRow>), Refusal> {
    let found = ballot(ask, zone, id)?.filter(|ballot| ballot.way == Way::Secret);
    let found = found.filter(|ballot| ballot.state == BallotState::Counted).ok_or_else(Refusal::not_found)?;
    let slips = sql::slips(ask, &Cell::of(zone, id), id).map_err(store_refusal)?;
    Ok((found, slips))
}

/// How many open matters of the work lists each unit leads: the load a new task would add to.
pub fn load_of_units(ask: &mut dyn Ask, charter: &Charter) -> Result<BTreeMap<String, i64>, Refusal> {
    let mut load = BTreeMap::new();
    for register in charter.registers.values().filter(|register| register.worklist.is_some()) {
        for counted in worklists::units(ask, register, None)? {
            *load.entry(counted.unit).or_insert(0) += counted.number;
        }
    }
    Ok(load)
}
