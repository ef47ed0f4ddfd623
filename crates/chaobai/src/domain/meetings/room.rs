//! A meeting with what decides about it: every command enters it first.

use super::ballot::{Ballot, BallotState};
use super::{rules, sql};
use crate::charter::model::{Body, BodyRules, Charter, Meetings, Register};
use crate::desk::{Call, Caller, Stop};
use crate::domain::registers::{self, Record};
use kernel::{Cell, Date, Id, Kind, Refusal};
use serde_json::{Map, Value};
use store::{Ask, StoreError, Tx};

/// A meeting of a body with rules.
pub struct Room<'a> {
    /// The charter in force.
    pub charter: &'a Charter,
    /// Lists of meetings.
    pub law: &'a Meetings,
    /// List of meetings.
    pub register: &'a Register,
    /// List of agenda items.
    pub agenda: &'a Register,
    /// The body.
    pub body: &'a Body,
    /// Its rules.
    pub rules: &'a BodyRules,
    /// The meeting.
    pub meeting: Record,
}

/// The lists of meetings.
///
/// # Errors
/// As not found where the charter has none.
pub fn law_of(charter: &Charter) -> Result<&Meetings, Refusal> {
    charter.zone.meetings.as_ref().ok_or_else(Refusal::not_found)
}

/// A body with its rules.
///
/// # Errors
/// As not found; `meetings.no_rules` where the charter knows none.
pub fn rules_of<'a>(charter: &'a Charter, id: &str) -> Result<(&'a Body, &'a BodyRules), Refusal> {
    let body = charter.body(id).ok_or_else(Refusal::not_found)?;
    let rules = body.rules.as_ref();
    let rules = rules.ok_or_else(|| Refusal::new(Kind::Conflict, "meetings.no_rules").with("body", id))?;
    Ok((body, rules))
}

/// Refuses whoever does not prepare and record meetings of the body.
pub fn demand_office(caller: &Caller, rules: &BodyRules) -> Result<(), Refusal> {
    if rules.office.iter().any(|role| caller.roles.contains(role)) {
        return Ok(());
    }
    Err(if caller.is_signed_in() { Refusal::not_allowed() } else { Refusal::new(Kind::SignIn, "sign_in") })
}

/// Refuses that the general commands of lists change what meetings of a body with rules have made: there,
/// nothing is decided, renamed or taken away but by the commands of meetings. History of bodies whose rules are not
/// known is kept like any list.
pub fn demand_free(
    call: &Call<'_>,
    register: &Register,
    bodies: &[&Map<String, Value>],
) -> Result<(), Refusal> {
    let charter = &call.law.charter;
    if !call.caller.operator && bodies.iter().any(|body| is_by_its_commands(charter, register, body)) {
        return Err(Refusal::new(Kind::NotAllowed, "meetings.by_its_commands"));
    }
    Ok(())
}

/// Whether a record was made by the commands of meetings, and is changed by nothing else.
pub fn is_by_its_commands(charter: &Charter, register: &Register, body: &Map<String, Value>) -> bool {
    let Some(law) = &charter.zone.meetings else { return false };
    let convened = body.get("body").and_then(Value::as_str).and_then(|id| charter.body(id));
    [&law.meetings, &law.agenda, &law.resolutions].contains(&&register.id)
        && convened.is_some_and(|body| body.rules.is_some())
}

/// The same for a move to another stage. A resolution may be moved on by hand: whether it is published is decided by
/// the office after it was issued, and neither its number nor its text changes by it.
///
/// # Errors
/// `meetings.by_its_commands` for everything else of a body with rules.
pub fn demand_free_to_advance(
    call: &Call<'_>,
    register: &Register,
    body: &Map<String, Value>,
) -> Result<(), Refusal> {
    let law = call.law.charter.zone.meetings.as_ref();
    if law.is_some_and(|law| law.resolutions == register.id) {
        return Ok(());
    }
    demand_free(call, register, &[body])
}

impl<'a> Room<'a> {
    /// Enters the meeting of an id.
    ///
    /// # Errors
    /// As not found where there is none; `meetings.no_rules`.
    pub fn enter(tx: &mut Tx<'_>, call: &Call<'a>, id: &Id) -> Result<Room<'a>, Stop> {
        let meeting = registers::load(tx, call, id)?;
        Ok(Room::around(&call.law.charter, meeting)?)
    }

    /// Enters the meeting of an item.
    pub fn of_item(tx: &mut Tx<'_>, call: &Call<'a>, id: &Id) -> Result<(Room<'a>, Record), Stop> {
        let item = registers::load(tx, call, id)?;
        let law = law_of(&call.law.charter)?;
        let meeting = text(&item.body, "meeting").and_then(Id::parse).filter(|_| item.register == law.agenda);
        let room = Room::enter(tx, call, &meeting.ok_or_else(Refusal::not_found)?)?;
        Ok((room, item))
    }

    /// A meeting with what decides about it.
    pub fn around(charter: &'a Charter, meeting: Record) -> Result<Room<'a>, Refusal> {
        let law = law_of(charter)?;
        if meeting.register != law.meetings || meeting.withdrawn {
            return Err(Refusal::not_found());
        }
        let register = charter.register(&law.meetings).ok_or_else(Refusal::not_found)?;
        let agenda = charter.register(&law.agenda).ok_or_else(Refusal::not_found)?;
        let (body, rules) = rules_of(charter, text(&meeting.body, "body").unwrap_or_default())?;
        Ok(Room { charter, law, register, agenda, body, rules, meeting })
    }

    /// Refuses whoever does not keep the meeting.
    pub fn demand_office(&self, call: &Call<'_>) -> Result<(), Refusal> {
        demand_office(call.caller, self.rules)
    }

    /// Refuses a meeting that stands elsewhere.
    pub fn demand_stage(&self, stages: &[&str]) -> Result<(), Refusal> {
        if stages.contains(&self.meeting.stage.as_str()) {
            return Ok(());
        }
        Err(Refusal::new(Kind::Conflict, "meetings.stage")
            .with("stage", &self.meeting.stage)
            .with("allowed", stages.join(", ")))
    }

    /// The day of the meeting.
    pub fn held_on(&self) -> Date {
        text(&self.meeting.body, "held_on").and_then(Date::parse).unwrap_or(Date::ALWAYS)
    }

    /// The day on which the body decides: that of the meeting, or the last one of a written procedure.
    pub fn decided_on(&self) -> Date {
        text(&self.meeting.body, "until").and_then(Date::parse).unwrap_or_else(|| self.held_on())
    }

    /// Sides that have a seat, filled or not, in the order of seats.
    pub fn sides(&self) -> Vec<String> {
        let mut sides: Vec<String> = Vec::new();
        let posts = self.rules.seats.iter().filter_map(|post| self.charter.post(post)?.side.clone());
        for side in posts {
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
        sides
    }

    /// Refuses to leave aside what was voted on and counted.
    pub fn demand_uncounted(&self, ballots: &[Ballot], item: &Record) -> Result<(), Refusal> {
        if ballots.iter().any(|ballot| ballot.item == item.id && ballot.state == BallotState::Counted) {
            let name = text(&item.body, "name").unwrap_or_default();
            return Err(Refusal::new(Kind::Conflict, "meetings.counted").with("item", name));
        }
        Ok(())
    }

    /// `sitting`, `written` or `silence`.
    pub fn way(&self) -> &str {
        text(&self.meeting.body, "way").unwrap_or(rules::SITTING)
    }

    /// Items of the agenda in their order, without those taken off.
    pub fn items(&self, ask: &mut dyn Ask, cell: &Cell) -> Result<Vec<Record>, StoreError> {
        items(ask, cell, self.agenda, &self.meeting.id)
    }

    /// The ballot that is open in this meeting, if one is.
    pub fn open_ballot(&self, ask: &mut dyn Ask, cell: &Cell) -> Result<Option<Ballot>, StoreError> {
        Ok(sql::ballots(ask, cell, &self.meeting.id)?
            .into_iter()
            .find(|ballot| ballot.state == BallotState::Open))
    }

    /// Refuses a change while a vote is being taken.
    pub fn demand_no_ballot(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<(), Stop> {
        match self.open_ballot(tx, call.cell)? {
            Some(ballot) => {
                Err(Refusal::new(Kind::Conflict, "meetings.ballot_open").with("ballot", ballot.id).into())
            }
            None => Ok(()),
        }
    }
}

/// Items of a meeting in their order, without those taken off the agenda.
pub fn items(
    ask: &mut dyn Ask,
    cell: &Cell,
    agenda: &Register,
    meeting: &Id,
) -> Result<Vec<Record>, StoreError> {
    let mut items = registers::all_beside(ask, cell, agenda, meeting)?;
    items.retain(|item| item.stage != rules::DROPPED && !item.withdrawn);
    items.sort_by_key(|item| (number(&item.body, "item_number"), item.id.clone()));
    Ok(items)
}

/// A text field.
pub fn text<'a>(body: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    body.get(field).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A whole number; 0 where there is none.
pub fn number(body: &Map<String, Value>, field: &str) -> i64 {
    body.get(field).and_then(Value::as_i64).unwrap_or(0)
}
