//! Records that stand beside another one (`beside` in the charter): they live in its cell, so that a command about
//! either can be decided by looking at both. Parts of a project, its approvals and milestones are such records.

use super::permits::{self, Access, Action};
use super::record::Record;
use super::{find, sql, write};
use crate::charter::model::{Charter, Register};
use crate::desk::{Call, Caller, Stop};
use crate::domain::meetings;
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use store::{Ask, StoreError, Tx};

/// The record that a body says it stands beside; none where the list has no such field or it is empty.
pub fn host(register: &Register, body: &Map<String, Value>) -> Option<Id> {
    let field = register.beside.as_ref()?;
    body.get(field).and_then(Value::as_str).and_then(Id::parse)
}

/// An id that follows from a key, in the cell of another record.
pub fn id_beside(at_us: i64, key: &str, host: &Id) -> Id {
    let digest = Sha256::digest(key.as_bytes());
    let mut random = [0u8; 10];
    random.copy_from_slice(&digest[..10]);
    Id::new_in(at_us, random, host.bucket())
}

/// Refuses a new record that is not asked for in the cell of what it stands beside, or that the caller may not put
/// there: who adds to a record must be allowed to amend it.
pub(super) fn demand(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    register: &Register,
    body: &Map<String, Value>,
    asked: Option<&Id>,
) -> Result<(), Stop> {
    let said = host(register, body);
    let Some(field) = &register.beside else {
        return match asked {
            None => Ok(()),
            Some(_) => Err(Refusal::invalid(vec![Problem::new("beside", "unknown_field")]).into()),
        };
    };
    if said.as_ref() != asked {
        return Err(Refusal::invalid(vec![Problem::new(field, "not_beside")]).into());
    }
    let Some(id) = asked else { return Ok(()) };
    if Cell::of(&call.law.charter.zone.id, id) != *call.cell {
        return Err(Refusal::invalid(vec![Problem::new(field, "not_beside")]).into());
    }
    let host = write::load(tx, call, id)?;
    let of = write::register(call, &host.register)?;
    permits::demand(call.caller, of, Action::Amend, &host.stage, &host.body)?;
    meetings::demand_free(call, of, &[&host.body])?;
    if host.withdrawn {
        return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
    }
    Ok(())
}

/// Refuses a change of what a record stands beside: its rows would have to move to another cell.
pub(super) fn demand_same(
    register: &Register,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Result<(), Refusal> {
    match &register.beside {
        Some(field) if before.get(field) != after.get(field) => {
            Err(Refusal::invalid(vec![Problem::new(field, "never_changes")]))
        }
        _ => Ok(()),
    }
}

/// Records of a list that stand beside a record, in order of id, with all their fields; read in the cell they
/// share. For decisions; pages ask [`beside`].
pub fn all_beside(
    ask: &mut dyn Ask,
    cell: &Cell,
    register: &Register,
    id: &Id,
) -> Result<Vec<Record>, StoreError> {
    let Some(field) = &register.beside else { return Ok(Vec::new()) };
    let rows = ask.rows(
        &sql::beside(field),
        &[cell.as_str().into(), register.id.as_str().into(), id.as_str().into()],
    )?;
    rows.iter().map(sql::record).collect()
}

/// Records of a list that stand beside a record, cut down to what the caller sees, in order of id.
pub fn beside(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    register: &Register,
    id: &Id,
) -> Result<Vec<Record>, Refusal> {
    let cell = Cell::of(&charter.zone.id, id);
    let all = all_beside(ask, &cell, register, id).map_err(find::store_refusal)?;
    Ok(seen(caller, register, all))
}

/// The same as it stood before an entry of the cell they share, whatever day it held from.
pub fn beside_before(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    register: &Register,
    id: &Id,
    entry: i64,
) -> Result<Vec<Record>, Refusal> {
    let Some(field) = &register.beside else { return Ok(Vec::new()) };
    let cell = Cell::of(&charter.zone.id, id);
    let params = [cell.as_str().into(), register.id.as_str().into(), id.as_str().into(), entry.into()];
    let rows = ask.rows(&sql::beside_before(field), &params).map_err(find::store_refusal)?;
    let all = rows.iter().map(sql::version_as_record).collect::<Result<Vec<_>, _>>();
    Ok(seen(caller, register, all.map_err(find::store_refusal)?))
}

fn seen(caller: &Caller, register: &Register, all: Vec<Record>) -> Vec<Record> {
    let judged = all.into_iter().map(|record| (permits::access(caller, register, &record), record));
    let kept = judged.filter(|(access, record)| *access != Access::None && !record.withdrawn);
    kept.map(|(access, record)| find::cut(register, record, access)).collect()
}
