//! Create or amend in one: what loading a charter's facts needs.

use super::create::without_nulls;
use super::decided::Behind;
use super::record::Record;
use super::{beside, permits, sql, write};
use crate::desk::{Call, Change, Stop};
use kernel::{Date, Id, Kind, Refusal};
use serde_json::{Map, Value};
use store::{Ask, Tx};

/// The state a record should have from a business day on.
pub struct LoadRow<'a> {
    /// Register.
    pub register: &'a str,
    /// Record.
    pub id: &'a Id,
    /// The whole body.
    pub body: &'a Map<String, Value>,
    /// Business day.
    pub effective_on: Date,
    /// Stage; absent: the first, or as it is.
    pub stage: Option<&'a str>,
    /// Remark.
    pub note: &'a str,
}

/// Writes that state as a first or a further version.
pub fn load_row(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    row: &LoadRow<'_>,
) -> Result<Change, Stop> {
    let register = write::register(call, row.register)?;
    write::demand_past(call, row.effective_on)?;
    let body = without_nulls(row.body);
    write::demand_body(tx, call, register, &body)?;
    let current = tx.row(sql::CURRENT, &[call.cell.as_str().into(), row.id.as_str().into()])?;
    let current = current.map(|row| sql::record(&row)).transpose()?;
    if current.as_ref().is_some_and(|record| record.withdrawn) {
        return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
    }
    match &current {
        None => beside::demand(tx, call, register, &body, beside::host(register, &body).as_ref())?,
        Some(current) => beside::demand_same(register, &current.body, &body)?,
    }
    let stage = match (row.stage, &current) {
        (Some(stage), _) => stage.to_owned(),
        (None, Some(current)) => current.stage.clone(),
        (None, None) => register.stages.first().map(|stage| stage.id.clone()).unwrap_or_default(),
    };
    if permits::stage(register, &stage).is_none() {
        return Err(Refusal::new(Kind::Invalid, "registers.stage").with("given", stage).into());
    }
    let new = Record {
        id: row.id.clone(),
        register: register.id.clone(),
        version: current.as_ref().map_or(1, |record| record.version + 1),
        stage,
        withdrawn: false,
        effective_on: row.effective_on,
        charter_version: call.law.version,
        created_at: current.as_ref().map_or(call.moment.at, |record| record.created_at),
        amended_at: call.moment.at,
        body,
    };
    let old = current.as_ref();
    write::write_over(tx, call, command, register, (old, old), &new, row.note, Behind::History)
}
