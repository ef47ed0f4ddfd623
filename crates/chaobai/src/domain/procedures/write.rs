//! What every command of this folder does the same way: load a case with what decides about it, judge who may
//! see it, write what became of it.

use super::case::{Case, Event, Held, Said};
use super::{rules, sql};
use crate::charter::model::Register;
use crate::charter::procedure::Procedure;
use crate::desk::{Call, Caller, Change, Law, Stop, Subject};
use crate::domain::deadlines::{self, Planned};
use crate::domain::registers::{self, Access, Record, permits};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use rules::Ground;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use store::{Ask, StoreError, Tx};

/// A case with what decides about it.
pub struct Loaded<'a> {
    /// The case.
    pub case: Case,
    /// The procedure as it was when the case began.
    pub procedure: Procedure,
    /// The list, as the charter in force has it.
    pub register: &'a Register,
    /// The record.
    pub record: Record,
    law: &'a Law,
}

impl Loaded<'_> {
    /// What decisions are made from.
    pub fn ground(&self) -> Ground<'_> {
        Ground {
            charter: &self.law.charter,
            procedure: &self.procedure,
            register: self.register,
            record: &self.record.body,
        }
    }

    /// The case one version on, at the moment of the call.
    pub fn moved(&self, call: &Call<'_>) -> Case {
        let mut case = self.case.clone();
        case.version += 1;
        case.moved_at = call.moment.at;
        case
    }

    /// What came of the case while its record stayed as it is.
    pub fn outcome(&self, case: Case, said: Said, planned: Option<Vec<Planned>>) -> Outcome<'_> {
        Outcome {
            before: Some(self.case.version),
            case,
            said,
            planned,
            subject: &self.record,
            record: None,
            procedure: &self.procedure,
            register: self.register,
        }
    }
}

/// A case that the caller may see.
///
/// # Errors
/// As not found where there is none for them; `procedures.charter_changed` where its list is gone.
pub fn load<'a>(ask: &mut dyn Ask, law: &'a Law, caller: &Caller, id: &Id) -> Result<Loaded<'a>, Stop> {
    let cell = Cell::of(&law.charter.zone.id, id);
    let row = ask.row(&sql::one(), &[cell.as_str().into(), id.as_str().into()])?;
    let case = sql::case(&row.ok_or_else(Refusal::not_found)?)?;
    let loaded = around(ask, law, case)?;
    if sees(law, caller, &loaded) { Ok(loaded) } else { Err(Refusal::not_found().into()) }
}

/// A case with what decides about it.
pub fn around<'a>(ask: &mut dyn Ask, law: &'a Law, case: Case) -> Result<Loaded<'a>, Stop> {
    let register = law.charter.register(&case.register).ok_or_else(rules::charter_changed)?;
    let record = registers::current(ask, &Cell::of(&law.charter.zone.id, &case.subject), &case.subject)?
        .ok_or_else(Refusal::not_found)?;
    let procedure = pinned(ask, law, &case)?;
    Ok(Loaded { case, procedure, register, record, law })
}

/// Whether a caller sees a case: they see all of the record; or they hold one of its steps, now or at another
/// time; or they opened it; or they were told of it.
pub fn sees(law: &Law, caller: &Caller, loaded: &Loaded<'_>) -> bool {
    let body = &loaded.case.body;
    let stands = |held: &Held| rules::stands_as(&law.charter, caller, &held.holder).is_some();
    let mut relations: Vec<String> =
        loaded.procedure.steps.iter().flat_map(|step| &step.holder).cloned().collect();
    relations.push("opener".to_owned());
    permits::access(caller, loaded.register, &loaded.record) == Access::Full
        || body.holders.iter().chain(&body.told).any(stands)
        || loaded.ground().who(&relations, &body.opener, &body.facts).iter().any(stands)
}

/// The procedure as the charter had it when the case began. A charter that was adopted never changes, so it
/// may be read from its own cell.
fn pinned(ask: &mut dyn Ask, law: &Law, case: &Case) -> Result<Procedure, Stop> {
    if case.charter_version == law.version
        && let Some(procedure) = law.charter.procedure(&case.procedure)
    {
        return Ok(procedure.clone());
    }
    let row = ask.row(sql::CHARTER, &[case.charter_version.into()])?;
    let mut body = row.ok_or_else(|| StoreError::damaged("charter_version"))?.json(0)?;
    let procedure = body["procedures"][&case.procedure].take();
    Ok(Procedure::deserialize(procedure).map_err(|_| StoreError::damaged("charter_version"))?)
}

/// Refuses fields that point to records that do not exist.
pub fn demand_records(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    fields: &[crate::charter::model::Field],
    given: &Map<String, Value>,
) -> Result<(), Stop> {
    let mut problems = Vec::new();
    for field in fields {
        let (Some(register), Some(Value::String(target))) = (&field.register, given.get(&field.id)) else {
            continue;
        };
        let exists = match Id::parse(target) {
            Some(id) => registers::exists(tx, call, &id, register)?,
            None => false,
        };
        if !exists {
            problems.push(Problem::new(&field.id, "no_such_record").with("given", target));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::invalid(problems).into()) }
}

/// Refuses what only the house itself does.
pub fn demand_clock(call: &Call<'_>) -> Result<(), Refusal> {
    if call.caller.operator { Ok(()) } else { Err(Refusal::not_found()) }
}

/// What became of a case.
pub struct Outcome<'a> {
    /// Version before; none for the opening.
    pub before: Option<i64>,
    /// The case after.
    pub case: Case,
    /// What is said of it.
    pub said: Said,
    /// Days that are planned from here; none: those that wait stay as they are.
    pub planned: Option<Vec<Planned>>,
    /// The record before.
    pub subject: &'a Record,
    /// Its new version, where it changed with the case.
    pub record: Option<Record>,
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The list.
    pub register: &'a Register,
}

/// Writes it: the event, the row, who holds it, what falls due.
pub fn write(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    outcome: Outcome<'_>,
) -> Result<Change, Stop> {
    let Outcome { before, case, said, planned, subject, record, procedure, register } = outcome;
    let (state, told) = (case.state_json(), json!(said));
    sql::insert_event(tx, call, command, &case, &told, &state)?;
    if sql::put_case(tx, call.cell, &case, before)? != 1 {
        return Err(StoreError::retry("another writer moved the case").into());
    }
    sql::put_holders(tx, call.cell, &case)?;
    if let Some(planned) = planned {
        deadlines::lapse(tx, call, case.id.as_str())?;
        for (number, one) in (0..).zip(&planned) {
            deadlines::insert(tx, call, (&deadline_id(&case, number), case.id.as_str()), one, &Value::Null)?;
        }
    }
    for (number, effect) in (500..).zip(&said.effects) {
        let due = deadlines::Due { on: call.moment.today, unpublished: Vec::new() };
        let one = Planned { kind: deadlines::Kind::Effect, part: number - 500, due };
        deadlines::insert(tx, call, (&deadline_id(&case, number), case.id.as_str()), &one, effect)?;
    }
    let stage = &record.as_ref().unwrap_or(subject).stage;
    let public = if procedure.public && permits::is_public_stage(register, stage) {
        json!({ "procedure": case.procedure, "what": said.what, "from": said.from, "to": said.to })
    } else {
        json!({})
    };
    let record = record.map_or(Value::Null, |record| registers::version_state(&record));
    Ok(Change {
        subject: Subject { register: "case".into(), id: case.id.to_string(), version: case.version },
        public,
        hidden: Value::Null,
        state: json!({ "case": state, "said": told, "record": record }),
        answer: json!({ "step": case.step, "state": case.state.as_str(), "due_on": case.due_on.map(|d| d.to_string()) }),
    })
}

/// Ids of deadlines tell case, event and place, so that they sort as they were planned.
fn deadline_id(case: &Case, number: i64) -> String {
    format!("{}.{:06}.{number:03}", case.id, case.version)
}

/// Events of a case, in order.
pub fn events(ask: &mut dyn Ask, cell: &Cell, id: &Id) -> Result<Vec<Event>, StoreError> {
    let rows = ask.rows(sql::EVENTS, &[cell.as_str().into(), id.as_str().into()])?;
    rows.iter().map(sql::event).collect()
}

/// The waiting deadline that the clock's command is for.
///
/// # Errors
/// `deadlines.settled` where it waits no longer; `deadlines.unpublished` where its day was counted without a
/// published calendar: nothing may follow from such a day.
pub fn demand_due(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    id: &str,
    kind: &[deadlines::Kind],
) -> Result<deadlines::Deadline, Stop> {
    let found = deadlines::find(tx, call.cell, id)?.filter(|found| kind.contains(&found.kind));
    let found = found.ok_or_else(Refusal::not_found)?;
    if found.state != "waiting" {
        return Err(Refusal::new(Kind::Conflict, "deadlines.settled").into());
    }
    if let Some(year) = found.unpublished.first() {
        return Err(Refusal::new(Kind::Conflict, "deadlines.unpublished").with("year", year).into());
    }
    if found.falls_on > call.moment.today {
        return Err(Refusal::new(Kind::Conflict, "deadlines.not_yet").with("day", found.falls_on).into());
    }
    Ok(found)
}
