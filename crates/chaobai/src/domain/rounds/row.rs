//! What the commands about a report do the same way: read the round, load matter and report, judge the
//! caller, write the next version.

use super::find::{self, Report};
use super::rules::State;
use super::{Round, round_cell, sql};
use crate::charter::model::{Register, Worklist};
use crate::desk::{Call, Change, Stop, Subject};
use crate::domain::notices::About;
use crate::domain::registers::{Record, permits};
use crate::domain::worklists;
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Map, Value, json};
use store::{Ask, StoreError, Tx};

/// The address of a report: the matter and the round, and the version of the report that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Work list.
    pub register: String,
    /// The matter.
    pub item: Id,
    /// The round.
    pub round: String,
    /// Version of the report the caller saw; 0 if there was none.
    pub version: i64,
}

impl Row {
    /// The cell of the matter.
    pub fn cell(&self, zone: &str) -> Cell {
        Cell::of(zone, &self.item)
    }

    /// As part of what a command asks.
    pub fn content(&self) -> Value {
        json!([self.register, self.item.as_str(), self.round, self.version])
    }
}

/// Everything a command about a report looks at.
pub struct Loaded<'l> {
    pub register: &'l Register,
    pub law: &'l Worklist,
    pub record: Record,
    pub round: Round,
    pub report: Option<Report>,
}

impl Loaded<'_> {
    /// The matter, for notices.
    pub fn about(&self) -> About<'_> {
        About { register: self.register, record: &self.record }
    }

    /// Version of the report as it stands; 0 if there is none.
    pub fn version(&self) -> i64 {
        self.report.as_ref().map_or(0, |report| report.version)
    }
}

/// Loads a report for a caller who leads the matter or reviews the list. Refuses a closed round, a list that
/// is not in it, a matter that is not open, a version that is not the latest.
pub fn load<'l>(tx: &mut Tx<'_>, call: &Call<'l>, row: &Row, as_unit: bool) -> Result<Loaded<'l>, Stop> {
    let (register, law, record) = worklists::load(tx, call, &row.register, &row.item)?;
    let caller = call.caller;
    let may = if as_unit {
        worklists::is_unit(caller, register, &record.body)
    } else {
        worklists::may_review(caller, register)
    };
    if !may {
        return Err(match permits::access(caller, register, &record) {
            permits::Access::None => Refusal::not_found().into(),
            _ if caller.is_signed_in() => Refusal::new(Kind::NotAllowed, "rounds.not_yours").into(),
            _ => Refusal::new(Kind::SignIn, "sign_in").into(),
        });
    }
    let zone = &call.law.charter.zone.id;
    let cell = round_cell(zone, &row.round);
    let found = tx.row(sql::ROUND, &[cell.as_str().into(), row.round.as_str().into()])?;
    let round = found.map(|row| find::read_round(&row)).transpose()?.ok_or_else(Refusal::not_found)?;
    if !round.lists.contains(&register.id) {
        return Err(Refusal::new(Kind::Invalid, "rounds.not_in_round").with("list", &register.id).into());
    }
    if !round.open {
        return Err(Refusal::new(Kind::Conflict, "rounds.closed").with("round", &row.round).into());
    }
    let key = [call.cell.as_str().into(), row.item.as_str().into(), row.round.as_str().into()];
    let report = tx.row(sql::REPORT, &key)?.map(|row| find::read_report(&row)).transpose()?;
    let loaded = Loaded { register, law, record, round, report };
    if loaded.version() != row.version {
        return Err(Refusal::new(Kind::Conflict, "rounds.stale_report")
            .with("expected", row.version)
            .with("current", loaded.version())
            .with("state", loaded.report.as_ref().map_or("none", |report| report.state.id()))
            .into());
    }
    Ok(loaded)
}

/// What a report says next.
pub struct Next {
    pub state: State,
    pub fields: Map<String, Value>,
    pub before: Map<String, Value>,
    /// Stage the matter is to move to; empty: it stays.
    pub stage: String,
    pub remark: String,
}

/// Writes the next version of a report: the row as it stands, and the version that stays. Gives the state the
/// journal commits to.
pub fn write(tx: &mut Tx<'_>, call: &Call<'_>, loaded: &Loaded<'_>, next: &Next) -> Result<Value, Stop> {
    let (cell, item, round) = (call.cell.as_str(), loaded.record.id.as_str(), loaded.round.id.as_str());
    let version = loaded.version() + 1;
    let (fields, before) = (Value::Object(next.fields.clone()), Value::Object(next.before.clone()));
    let unit = loaded.register.leads(&loaded.record.body).first().copied().unwrap_or_default();
    let at = call.moment.at.0;
    if loaded.report.is_none() {
        tx.execute(
            sql::INSERT,
            &[
                cell.into(),
                item.into(),
                round.into(),
                version.into(),
                next.state.id().into(),
                loaded.register.id.as_str().into(),
                unit.into(),
                (&fields).into(),
                (&before).into(),
                next.stage.as_str().into(),
                next.remark.as_str().into(),
                at.into(),
            ],
        )?;
    } else {
        let moved = tx.execute(
            sql::UPDATE,
            &[
                version.into(),
                next.state.id().into(),
                unit.into(),
                (&fields).into(),
                (&before).into(),
                next.stage.as_str().into(),
                next.remark.as_str().into(),
                at.into(),
                cell.into(),
                item.into(),
                round.into(),
                loaded.version().into(),
            ],
        )?;
        if moved != 1 {
            return Err(StoreError::retry("another writer changed the report").into());
        }
    }
    worklists::set_reported_in(tx, call, &loaded.record.id, round, next.state.id())?;
    let person = call.caller.person.as_ref().map_or("", |id| id.as_str());
    tx.execute(
        sql::INSERT_VERSION,
        &[
            cell.into(),
            item.into(),
            round.into(),
            version.into(),
            next.state.id().into(),
            (&fields).into(),
            (&before).into(),
            next.stage.as_str().into(),
            next.remark.as_str().into(),
            person.into(),
            call.caller.post().into(),
            at.into(),
            call.entry.into(),
        ],
    )?;
    Ok(state(item, round, version, next.state, &fields, &before, &next.stage, &next.remark))
}

/// What a version of a report says, for the commitment that ties it to its journal entry.
#[allow(clippy::too_many_arguments)]
pub fn state(
    item: &str,
    round: &str,
    version: i64,
    state: State,
    fields: &Value,
    before: &Value,
    stage: &str,
    remark: &str,
) -> Value {
    json!({
        "item": item, "round": round, "version": version, "state": state.id(), "fields": fields, "before": before,
        "stage": stage, "remark": remark,
    })
}

/// What the journal says of a report: that it was saved, submitted or returned, never what stands in it.
pub fn change(loaded: &Loaded<'_>, state: Value) -> Change {
    let version = state["version"].as_i64().unwrap_or_default();
    Change {
        subject: Subject { register: loaded.register.id.clone(), id: loaded.record.id.to_string(), version },
        public: json!({ "round": loaded.round.id, "state": state["state"] }),
        hidden: Value::Null,
        answer: json!({ "version": version, "state": state["state"] }),
        state,
    }
}
