//! A change of a record that another folder's command has decided on: an accepted report, an approved
//! proposal. Judged by the charter's rules like any other; who may was judged by that command.

use super::create::without_nulls;
use super::record::Record;
use super::write;
use crate::charter::model::Register;
use crate::desk::{Call, Change, Stop};
use kernel::Date;
use serde_json::{Map, Value};
use store::Tx;

/// What a record changes to.
pub struct Settle<'a> {
    /// Fields to set; null takes one out.
    pub changes: &'a Map<String, Value>,
    /// Stage to move to; none: it stays.
    pub stage: Option<&'a str>,
    /// Business day from which it holds; a day before the present state's is moved up to that one, so that
    /// the change shows today.
    pub effective_on: Date,
    /// Why.
    pub note: &'a str,
}

/// Writes the next version of `current`, also where nothing in it changes: that somebody settled it is a
/// state of its own.
pub fn settle(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    register: &Register,
    current: &Record,
    to: &Settle<'_>,
) -> Result<Change, Stop> {
    let mut body = current.body.clone();
    body.extend(to.changes.iter().map(|(id, value)| (id.clone(), value.clone())));
    let body = without_nulls(&body);
    write::demand_body(tx, call, register, &body)?;
    let effective_on = to.effective_on.min(call.moment.today).max(current.effective_on);
    let new = Record {
        version: current.version + 1,
        stage: to.stage.unwrap_or(&current.stage).to_owned(),
        effective_on,
        charter_version: call.law.version,
        amended_at: call.moment.at,
        body,
        ..current.clone()
    };
    write::write(tx, call, command, register, Some(current), &new, to.note)
}
