//! Questions about rounds. Who sees which report is decided here, once: a draft is its own unit's; what was
//! submitted and returned is the unit's and the office's; what was accepted is the matter's.

use super::rules::State;
use super::{round_cell, sql};
use crate::charter::model::{Charter, Register};
use crate::desk::Caller;
use crate::domain::registers::store_refusal;
use crate::domain::worklists;
use kernel::{Cell, Date, Id, Instant, Refusal};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{Ask, Row, StoreError};

/// A round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its name, the month: `2026-10`.
    pub id: String,
    /// Work lists it asks for.
    pub lists: Vec<String>,
    /// The day its reports speak of.
    pub as_of: Date,
    /// The last day to report.
    pub due: Date,
    /// Whether it takes reports.
    pub open: bool,
    /// What the office says about it.
    pub note: String,
    /// When it was opened.
    pub opened_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

/// A report of one matter in one round, as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The matter.
    pub item: Id,
    /// The round.
    pub round: String,
    /// Version.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// Work list.
    pub register: String,
    /// The unit that reports.
    pub unit: String,
    /// What it says.
    pub fields: Map<String, Value>,
    /// The matter's values when it was written.
    pub before: Map<String, Value>,
    /// Stage the matter is to move to; empty: it stays.
    pub stage: String,
    /// What the office said when it returned it; empty: nothing.
    pub remark: String,
    /// When it was saved.
    pub saved_at: Instant,
}

/// One version of a report in the life of a matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The round.
    pub round: String,
    /// Version of the report.
    pub version: i64,
    /// What was done.
    pub state: State,
    /// What it says.
    pub fields: Map<String, Value>,
    /// The matter's values before.
    pub before: Map<String, Value>,
    /// Stage the matter was to move to; empty: none.
    pub stage: String,
    /// What the office said.
    pub remark: String,
    /// The post it was done in.
    pub post: String,
    /// When.
    pub at: Instant,
    /// Number of the journal entry in the matter's cell.
    pub entry: i64,
}

/// How far a unit is on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Open matters it leads that are not handed in.
    pub missing: i64,
    /// Reports submitted and waiting for the office.
    pub submitted: i64,
    /// Reports returned.
    pub returned: i64,
    /// Reports accepted.
    pub accepted: i64,
}

/// What waits for a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Open matters not handed in yet.
    pub to_report: i64,
    /// Of those: returned by the office.
    pub returned: i64,
}

/// A round; not found where there is none.
pub fn round(ask: &mut dyn Ask, zone: &str, id: &str) -> Result<Round, Refusal> {
    let cell = round_cell(zone, id);
    let row = ask.row(sql::ROUND, &[cell.as_str().into(), id.into()]).map_err(store_refusal)?;
    row.map(|row| read_round(&row).map_err(store_refusal)).transpose()?.ok_or_else(Refusal::not_found)
}

/// All rounds, the latest month first.
pub fn list(ask: &mut dyn Ask) -> Result<Vec<Round>, Refusal> {
    let rows = ask.rows(sql::ROUNDS, &[]).map_err(store_refusal)?;
    rows.iter().map(read_round).collect::<Result<_, _>>().map_err(store_refusal)
}

/// The latest round that takes reports.
pub fn open_round(ask: &mut dyn Ask) -> Result<Option<Round>, Refusal> {
    Ok(list(ask)?.into_iter().find(|round| round.open))
}

/// A report, for whoever may see it; none where there is none for them.
pub fn report(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    item: &Id,
    round: &str,
) -> Result<Option<Report>, Refusal> {
    let cell = Cell::of(&charter.zone.id, item);
    let key = [cell.as_str().into(), item.as_str().into(), round.into()];
    let row = ask.row(sql::REPORT, &key).map_err(store_refusal)?;
    let report = row.map(|row| read_report(&row)).transpose().map_err(store_refusal)?;
    Ok(report.filter(|report| sees(charter, caller, report)))
}

fn sees(charter: &Charter, caller: &Caller, report: &Report) -> bool {
    let Some(register) = charter.register(&report.register) else { return false };
    caller.units.contains(&report.unit)
        || (report.state != State::Draft && worklists::may_review(caller, register))
}

/// Reports of one of the caller's own units on a list, in order of matter after `after`.
pub fn reports_of_unit(
    ask: &mut dyn Ask,
    caller: &Caller,
    round: &str,
    register: &str,
    unit: &str,
    after: Option<&Id>,
    limit: usize,
) -> Result<BTreeMap<Id, Report>, Refusal> {
    if !caller.units.contains(unit) {
        return Ok(BTreeMap::new());
    }
    let params =
        [unit.into(), round.into(), register.into(), after.map_or("", Id::as_str).into(), int(limit)];
    let rows = ask.rows(sql::OF_UNIT, &params).map_err(store_refusal)?;
    let read = |row: &Row| read_report(row).map(|report| (report.item.clone(), report));
    rows.iter().map(read).collect::<Result<_, _>>().map_err(store_refusal)
}

/// Reports of a unit on a list that wait for the office, in order of matter after `after`.
pub fn submitted(
    ask: &mut dyn Ask,
    caller: &Caller,
    register: &Register,
    round: &str,
    unit: &str,
    after: Option<&Id>,
    limit: usize,
) -> Result<Vec<Report>, Refusal> {
    if !worklists::may_review(caller, register) {
        return Err(Refusal::not_allowed());
    }
    let params = [
        round.into(),
        register.id.as_str().into(),
        State::Submitted.id().into(),
        unit.into(),
        after.map_or("", Id::as_str).into(),
        int(limit),
    ];
    let rows = ask.rows(sql::IN_STATE, &params).map_err(store_refusal)?;
    rows.iter().map(read_report).collect::<Result<_, _>>().map_err(store_refusal)
}

/// How far every unit is, by list and unit in order of id: never ranked. What is being written is nobody
/// else's business, not even its number.
pub fn progress(
    ask: &mut dyn Ask,
    charter: &Charter,
    round: &Round,
) -> Result<BTreeMap<(String, String), Progress>, Refusal> {
    let mut all: BTreeMap<(String, String), Progress> = BTreeMap::new();
    // What was accepted and struck off is open no more, but it was reported.
    for row in ask.rows(sql::COUNTED, &[round.id.as_str().into()]).map_err(store_refusal)? {
        let read = |row: &Row| Ok((row.text(0)?, row.text(1)?, State::find(row.text_ref(2)?), row.int(3)?));
        let (register, unit, state, number) = read(&row).map_err(store_refusal)?;
        let progress = all.entry((register, unit)).or_default();
        match state {
            Some(State::Submitted) => progress.submitted = number,
            Some(State::Returned) => progress.returned = number,
            Some(State::Accepted) => progress.accepted = number,
            Some(State::Draft) | None => {}
        }
    }
    if round.open {
        for register in round.lists.iter().filter_map(|list| charter.register(list)) {
            for counted in worklists::units(ask, register, None)? {
                let handed_in = is_handed_in(&counted, round);
                let progress = all.entry((register.id.clone(), counted.unit)).or_default();
                progress.missing += if handed_in { 0 } else { counted.number };
            }
        }
    }
    Ok(all)
}

fn is_handed_in(counted: &worklists::OpenCount, round: &Round) -> bool {
    let state = State::find(&counted.report_state).filter(|_| counted.round == round.id);
    state.is_some_and(|state| !state.is_written())
}

/// What waits for the caller's units in a round.
pub fn waiting(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    round: &Round,
) -> Result<Waiting, Refusal> {
    let mut waiting = Waiting::default();
    for register in round.lists.iter().filter_map(|list| charter.register(list)) {
        for unit in &caller.units {
            for counted in worklists::units(ask, register, Some(unit))? {
                if is_handed_in(&counted, round) {
                    continue;
                }
                waiting.to_report += counted.number;
                let returned = counted.round == round.id && counted.report_state == State::Returned.id();
                waiting.returned += if returned { counted.number } else { 0 };
            }
        }
    }
    Ok(waiting)
}

/// The life of a matter's reports as the caller may see it, the latest first: everything for the unit, all
/// but drafts for the office, what was accepted for everybody else who sees the matter whole.
pub fn entries(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    register: &Register,
    record: &crate::domain::registers::Record,
) -> Result<Vec<Entry>, Refusal> {
    let cell = Cell::of(&charter.zone.id, &record.id);
    let rows =
        ask.rows(sql::ENTRIES, &[cell.as_str().into(), record.id.as_str().into()]).map_err(store_refusal)?;
    let own = worklists::is_unit(caller, register, &record.body);
    let office = worklists::may_review(caller, register);
    let may = |state: State| own || state == State::Accepted || (office && state != State::Draft);
    let mut entries = Vec::new();
    for row in &rows {
        let entry = read_entry(row).map_err(store_refusal)?;
        if may(entry.state) {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// The last two reasons for lagging that were accepted for a matter, the latest first, each once.
pub fn reasons(
    ask: &mut dyn Ask,
    charter: &Charter,
    register: &Register,
    item: &Id,
    round: &str,
) -> Result<Vec<String>, Refusal> {
    let Some(field) = register.worklist.as_ref().and_then(|law| law.reason.as_ref()) else {
        return Ok(Vec::new());
    };
    let cell = Cell::of(&charter.zone.id, item);
    let key = [cell.as_str().into(), item.as_str().into(), round.into()];
    let mut found: Vec<String> = Vec::new();
    for row in ask.rows(sql::BEFORE, &key).map_err(store_refusal)? {
        let fields = row.json(0).map_err(store_refusal)?;
        let reason = fields[field.as_str()].as_str().unwrap_or_default().trim();
        if !reason.is_empty() && found.len() < 2 && !found.iter().any(|known| known == reason) {
            found.push(reason.to_owned());
        }
    }
    Ok(found)
}

fn int(limit: usize) -> store::Value<'static> {
    i64::try_from(limit).unwrap_or(i64::MAX).into()
}

pub(super) fn read_round(row: &Row) -> Result<Round, StoreError> {
    let damaged = || StoreError::damaged("round");
    Ok(Round {
        id: row.text(0)?,
        lists: serde_json::from_value(row.json(1)?).map_err(|_| damaged())?,
        as_of: Date::parse(row.text_ref(2)?).ok_or_else(damaged)?,
        due: Date::parse(row.text_ref(3)?).ok_or_else(damaged)?,
        open: row.text_ref(4)? == "open",
        note: row.text(5)?,
        opened_at: Instant(row.int(6)?),
        closed_at: row.int_opt(7)?.map(Instant),
    })
}

pub(super) fn read_report(row: &Row) -> Result<Report, StoreError> {
    let damaged = || StoreError::damaged("report");
    let map = |at| match row.json(at)? {
        Value::Object(map) => Ok(map),
        _ => Err(damaged()),
    };
    Ok(Report {
        item: Id::parse(row.text_ref(0)?).ok_or_else(damaged)?,
        round: row.text(1)?,
        version: row.int(2)?,
        state: State::find(row.text_ref(3)?).ok_or_else(damaged)?,
        register: row.text(4)?,
        unit: row.text(5)?,
        fields: map(6)?,
        before: map(7)?,
        stage: row.text(8)?,
        remark: row.text(9)?,
        saved_at: Instant(row.int(10)?),
    })
}

fn read_entry(row: &Row) -> Result<Entry, StoreError> {
    let damaged = || StoreError::damaged("report_version");
    let map = |at| match row.json(at)? {
        Value::Object(map) => Ok(map),
        _ => Err(damaged()),
    };
    Ok(Entry {
        round: row.text(0)?,
        version: row.int(1)?,
        state: State::find(row.text_ref(2)?).ok_or_else(damaged)?,
        fields: map(3)?,
        before: map(4)?,
        stage: row.text(5)?,
        remark: row.text(6)?,
        post: row.text(7)?,
        at: Instant(row.int(8)?),
        entry: row.int(9)?,
    })
}
