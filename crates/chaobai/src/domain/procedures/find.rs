//! Questions about cases.

use super::case::{Case, Event};
use super::{rules, sql, write};
use crate::desk::{Caller, Law, Stop};
use crate::domain::registers::store_refusal;
use kernel::{Cell, Id, Kind, Refusal};
use store::{Ask, StoreError};
pub use write::Loaded;

/// Most cases one question gives.
pub const LIMIT: usize = 500;

/// A case with the procedure it began under and its record, for a caller who may see it.
pub fn get<'a>(ask: &mut dyn Ask, law: &'a Law, caller: &Caller, id: &Id) -> Result<Loaded<'a>, Refusal> {
    write::load(ask, law, caller, id).map_err(refusal)
}

/// Everything that happened to a case, in order.
pub fn history(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Vec<Event>, Refusal> {
    write::events(ask, &Cell::of(zone, id), id).map_err(store_refusal)
}

/// In which relation somebody stands to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They hold it.
    Holds,
    /// They were told that a limit was over.
    Told,
}

/// Open cases a caller stands in a relation to, the earliest last day first, at most [`LIMIT`]; each with its
/// record and procedure.
pub fn mine<'a>(
    ask: &mut dyn Ask,
    law: &'a Law,
    caller: &Caller,
    relation: Relation,
) -> Result<Vec<Loaded<'a>>, Refusal> {
    let holders = rules::stands_as_all(caller);
    if holders.is_empty() {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(LIMIT).unwrap_or(i64::MAX);
    let word = match relation {
        Relation::Holds => "holds",
        Relation::Told => "told",
    };
    let mut values: Vec<store::Value<'_>> = vec![word.into()];
    values.extend(holders.iter().map(|holder| store::Value::from(holder.as_str())));
    values.push(limit.into());
    let rows = ask.rows(&sql::held_by(holders.len()), &values).map_err(store_refusal)?;
    let cases: Result<Vec<Case>, StoreError> = rows.iter().map(sql::case).collect();
    let mut all = Vec::new();
    for case in cases.map_err(store_refusal)? {
        match write::around(ask, law, case) {
            Ok(loaded) => all.push(loaded),
            // Its list is gone from the charter: it is nobody's work any more.
            Err(Stop::Refused(_)) => {}
            Err(Stop::Store(error)) => return Err(store_refusal(error)),
        }
    }
    Ok(all)
}

/// Cases about a record that a caller sees, latest first.
pub fn about<'a>(
    ask: &mut dyn Ask,
    law: &'a Law,
    caller: &Caller,
    id: &Id,
) -> Result<Vec<Loaded<'a>>, Refusal> {
    let cell = Cell::of(&law.charter.zone.id, id);
    let rows = ask.rows(&sql::of_subject(), &[cell.as_str().into(), id.as_str().into()]);
    seen(ask, law, caller, rows.map_err(store_refusal)?.iter().map(sql::case))
}

/// The open case about a record that waits for what a body decides, the oldest one; none: it waits for nothing
/// of that body. Looks at the record as it is, whoever asks.
pub fn awaiting(ask: &mut dyn Ask, law: &Law, subject: &Id, body: &str) -> Result<Option<Id>, StoreError> {
    let cell = Cell::of(&law.charter.zone.id, subject);
    let rows = ask.rows(&sql::of_subject(), &[cell.as_str().into(), subject.as_str().into()])?;
    for row in rows.iter().rev() {
        let case = sql::case(row)?;
        if case.state == super::State::Ended {
            continue;
        }
        match write::around(ask, law, case) {
            Ok(loaded) => {
                let (ground, step) = (loaded.ground(), loaded.procedure.step(&loaded.case.step));
                if step.and_then(|step| ground.awaited_body(step)) == Some(body) {
                    return Ok(Some(loaded.case.id));
                }
            }
            // Its list is gone from the charter: nobody can act on it.
            Err(Stop::Refused(_)) => {}
            Err(Stop::Store(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Whether a decision about an agenda item stands in a case of a record.
pub fn knows_decision(ask: &mut dyn Ask, zone: &str, subject: &Id, item: &Id) -> Result<bool, StoreError> {
    let cell = Cell::of(zone, subject);
    let rows = ask.rows(&sql::of_subject(), &[cell.as_str().into(), subject.as_str().into()])?;
    for row in &rows {
        let events = write::events(ask, &cell, &sql::case(row)?.id)?;
        let mut decisions = events.iter().filter_map(|event| event.said.decision.as_ref());
        if decisions.any(|decision| decision.item == *item) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Cases of a procedure in a state that a caller sees, in order of opening, after the one given.
pub fn of_procedure<'a>(
    ask: &mut dyn Ask,
    law: &'a Law,
    caller: &Caller,
    (procedure, state): (&str, super::State),
    after: Option<&Id>,
    limit: usize,
) -> Result<Vec<Loaded<'a>>, Refusal> {
    let mut from = after.map_or("", Id::as_str).to_owned();
    let mut all = Vec::new();
    // What the caller may not see must not end a page early.
    loop {
        let values = [
            procedure.into(),
            state.as_str().into(),
            from.as_str().into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        let rows = ask.rows(&sql::of_procedure(), &values).map_err(store_refusal)?;
        let more = rows.len() == limit && limit > 0;
        if let Some(last) = rows.last() {
            from = last.text(0).map_err(store_refusal)?;
        }
        all.extend(seen(ask, law, caller, rows.iter().map(sql::case))?);
        if all.len() >= limit || !more {
            all.truncate(limit);
            return Ok(all);
        }
    }
}

fn seen<'a>(
    ask: &mut dyn Ask,
    law: &'a Law,
    caller: &Caller,
    cases: impl Iterator<Item = Result<Case, StoreError>>,
) -> Result<Vec<Loaded<'a>>, Refusal> {
    let mut all = Vec::new();
    for case in cases {
        match write::around(ask, law, case.map_err(store_refusal)?) {
            Ok(loaded) if write::sees(law, caller, &loaded) => all.push(loaded),
            Ok(_) | Err(Stop::Refused(_)) => {}
            Err(Stop::Store(error)) => return Err(store_refusal(error)),
        }
    }
    Ok(all)
}

/// Cases that are behind their record or their calendar, for the clock.
pub fn to_follow(ask: &mut dyn Ask, law: &Law, limit: i64) -> Result<Vec<Case>, StoreError> {
    ask.rows(&sql::to_follow(), &[law.version.into(), limit.into()])?.iter().map(sql::case).collect()
}

fn refusal(stop: Stop) -> Refusal {
    match stop {
        Stop::Refused(refusal) => refusal,
        Stop::Store(error) => store_refusal(error),
    }
}

/// The id of a case in an address; what is none leads nowhere.
pub fn case_id(text: &str) -> Result<Id, Refusal> {
    Id::parse(text).ok_or_else(|| Refusal::new(Kind::NotFound, "not_found"))
}
