//! A record changes as part of another command of its cell: what a procedure brings about beside moving its
//! case. Who may is judged there; what may be written is judged here, as for everybody.

use super::decided::Behind;
use super::record::Record;
use super::write;
use crate::charter::model::Register;
use crate::desk::{Call, Stop};
use kernel::{Id, Kind, Refusal};
use serde_json::{Map, Value};
use store::Tx;

/// What is to change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect {
    /// New values of fields; null takes one out.
    pub fields: Map<String, Value>,
    /// Stage to move to.
    pub stage: Option<String>,
}

/// Writes the next version of a record, holding from today; the record as it then is. Nothing is written, and
/// nothing given, where nothing would change.
///
/// # Errors
/// `registers.withdrawn`, `registers.no_such_step` where the record does not stand before that stage, and
/// whatever the charter's rules refuse.
pub fn apply(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    id: &Id,
    effect: &Effect,
    note: &str,
) -> Result<Option<Record>, Stop> {
    apply_by(tx, call, command, id, effect, note, Behind::Caller)
}

/// As [`apply`], where a case stands behind it, and perhaps the act of a body.
pub fn apply_by(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    id: &Id,
    effect: &Effect,
    note: &str,
    behind: Behind<'_>,
) -> Result<Option<Record>, Stop> {
    let current = write::load(tx, call, id)?;
    let register = write::register(call, &current.register)?;
    if current.withdrawn {
        return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
    }
    let mut body = current.body.clone();
    for (field, value) in &effect.fields {
        if value.is_null() {
            body.remove(field);
        } else {
            body.insert(field.clone(), value.clone());
        }
    }
    let stage = effect.stage.clone().unwrap_or_else(|| current.stage.clone());
    if stage != current.stage {
        let to = register.stage(&current.stage).map(|stage| stage.to.as_slice()).unwrap_or_default();
        if !to.contains(&stage) {
            return Err(Refusal::new(Kind::Conflict, "registers.no_such_step")
                .with("from", &current.stage)
                .with("to", &stage)
                .with("allowed", to.join(", "))
                .into());
        }
    }
    if body == current.body && stage == current.stage {
        return Ok(None);
    }
    write::demand_body(tx, call, register, &body)?;
    let new = Record {
        version: current.version + 1,
        stage,
        effective_on: call.moment.today,
        charter_version: call.law.version,
        amended_at: call.moment.at,
        body,
        ..current.clone()
    };
    let old = Some(&current);
    write::write_over(tx, call, command, register, (old, old), &new, note, behind)?;
    Ok(Some(new))
}

/// A new record as part of another command of its cell. Who may is judged there.
///
/// # Errors
/// Whatever the charter's rules refuse.
pub fn place(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    register: &Register,
    id: Id,
    stage: &str,
    body: Map<String, Value>,
) -> Result<Record, Stop> {
    write::demand_body(tx, call, register, &body)?;
    let record = Record {
        id,
        register: register.id.clone(),
        version: 1,
        stage: stage.to_owned(),
        withdrawn: false,
        effective_on: call.moment.today,
        charter_version: call.law.version,
        created_at: call.moment.at,
        amended_at: call.moment.at,
        body,
    };
    write::write(tx, call, command, register, None, &record, "")?;
    Ok(record)
}
