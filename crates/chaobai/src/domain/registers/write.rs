//! What every command of this folder does the same way: load, judge, write state and version row.

use super::decided::{self, Behind};
use super::record::{Record, changed, split};
use super::{permits, sql};
use crate::charter::model::{FieldType, Register};
use crate::charter::values::check_body;
use crate::desk::{Call, Change, Stop, Subject};
use crate::domain::{people, worklists};
use kernel::{Cell, Date, Id, Kind, Problem, Refusal};
use serde_json::{Map, Value, json};
use store::{Ask, StoreError, Tx};

/// The register of the law in force.
pub fn register<'a>(call: &Call<'a>, id: &str) -> Result<&'a Register, Stop> {
    call.law.charter.registers.get(id).ok_or_else(|| Refusal::not_found().into())
}

/// The current state of a record that the command expects at a version.
pub fn load(tx: &mut Tx<'_>, call: &Call<'_>, id: &Id) -> Result<Record, Stop> {
    Ok(current(tx, call.cell, id)?.ok_or_else(Refusal::not_found)?)
}

/// The current state of a record in its cell, for other folders' commands about it: a store that could not
/// answer is told from a refusal.
pub fn current(ask: &mut dyn Ask, cell: &Cell, id: &Id) -> Result<Option<Record>, StoreError> {
    let row = ask.row(sql::CURRENT, &[cell.as_str().into(), id.as_str().into()])?;
    row.map(|row| sql::record(&row)).transpose()
}

/// The state of a record that holds on a day, among all its versions.
pub fn load_on(tx: &mut Tx<'_>, call: &Call<'_>, id: &Id, day: Date) -> Result<Option<Record>, Stop> {
    let day = day.to_string();
    match tx.row(sql::STATE_ON, &[call.cell.as_str().into(), id.as_str().into(), day.as_str().into()])? {
        Some(row) => Ok(Some(sql::version_as_record(&row)?)),
        None => Ok(None),
    }
}

/// The first state of a record: what is known of the days before it.
pub fn load_first(tx: &mut Tx<'_>, call: &Call<'_>, id: &Id) -> Result<Option<Record>, Stop> {
    let row = tx.row(sql::FIRST_STATE, &[call.cell.as_str().into(), id.as_str().into()])?;
    Ok(row.map(|row| sql::version_as_record(&row)).transpose()?)
}

/// Refuses a version that is no longer the current one.
pub fn demand_version(record: &Record, expected: i64) -> Result<(), Refusal> {
    if record.version == expected {
        return Ok(());
    }
    Err(Refusal::new(Kind::Conflict, "registers.stale_version")
        .with("expected", expected)
        .with("current", record.version))
}

/// Refuses a business day that is not here yet.
pub fn demand_past(call: &Call<'_>, effective_on: Date) -> Result<(), Refusal> {
    if effective_on <= call.moment.today {
        return Ok(());
    }
    let problem = Problem::new("effective_on", "in_the_future").with("today", call.moment.today);
    Err(Refusal::invalid(vec![problem]))
}

/// Longest note in characters.
const NOTE_MAX: usize = 2000;

/// Refuses a text beside a record (a note, a reason) that is too long or holds what cannot be seen.
pub fn demand_note(field: &str, text: &str) -> Result<(), Refusal> {
    let problem = match kernel::clean::lines(text) {
        Err(unclean) => unclean.problem(field),
        Ok(_) if text.chars().count() > NOTE_MAX => Problem::new(field, "too_long").with("max", NOTE_MAX),
        Ok(_) => return Ok(()),
    };
    Err(Refusal::invalid(vec![problem]))
}

/// Refuses a body that breaks the charter's rules, and references to records that do not exist.
/// Records are never deleted, so "exists" can be read from another cell.
pub fn demand_body(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    register: &Register,
    body: &Map<String, Value>,
) -> Result<(), Stop> {
    let mut problems = check_body(register, &call.law.charter, body);
    problems.extend(worklists::check(register, &call.law.charter, body));
    problems.extend(people::check(register, &call.law.charter, body));
    for field in register.fields.iter().filter(|f| f.kind == FieldType::Record) {
        let Some(Value::String(target)) = body.get(&field.id) else { continue };
        let exists = match Id::parse(target) {
            Some(id) => exists(tx, call, &id, field.register.as_deref().unwrap_or_default())?,
            None => false,
        };
        if !exists {
            problems.push(Problem::new(&field.id, "no_such_record").with("given", target));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::invalid(problems).into()) }
}

/// Whether a record of a register exists.
pub fn exists(tx: &mut Tx<'_>, call: &Call<'_>, id: &Id, register: &str) -> Result<bool, StoreError> {
    let cell = Cell::of(&call.law.charter.zone.id, id);
    let row = tx.row(sql::EXISTS, &[cell.as_str().into(), id.as_str().into(), register.into()])?;
    Ok(row.is_some())
}

/// Writes a new state: the version row always, the state row if this state is the latest one to hold.
/// `old` is the state before; none for the first version.
pub fn write(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    register: &Register,
    old: Option<&Record>,
    new: &Record,
    note: &str,
) -> Result<Change, Stop> {
    write_over(tx, call, command, register, (old, old), new, note, Behind::Caller)
}

/// As [`write`], where the change is one to another state than the latest (`before`, that of an older day), or
/// where more than the caller stands behind it.
#[allow(clippy::too_many_arguments)]
pub fn write_over(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    register: &Register,
    (old, before): (Option<&Record>, Option<&Record>),
    new: &Record,
    note: &str,
    behind: Behind<'_>,
) -> Result<Change, Stop> {
    demand_note("note", note)?;
    decided::demand(&call.law.charter, register, (old, before), new, behind)?;
    let body = Value::Object(new.body.clone());
    sql::insert_version(tx, call, command, register, new, &body, note)?;
    let mut holds = true;
    match old {
        None => {
            sql::insert_record(tx, call.cell, register, new, &body)?;
        }
        Some(old) => {
            holds = new.effective_on >= old.effective_on;
            let moved = if holds {
                sql::update_record(tx, call.cell, register, new, &body, old.version)?
            } else {
                sql::raise_version(tx, call.cell, old, new)?
            };
            if moved != 1 {
                return Err(StoreError::retry("another writer changed the record").into());
            }
        }
    }
    if holds {
        worklists::keep(tx, call, register, old, new)?;
    }
    let empty = Map::new();
    Ok(describe(register, before.map_or(&empty, |before| &before.body), new, note))
}

/// Refuses a change that only an approval can make.
pub fn demand_approved(
    call: &Call<'_>,
    register: &Register,
    old: &Record,
    body: &Map<String, Value>,
    stage: &str,
) -> Result<(), Refusal> {
    match worklists::needs_approval(call.caller, register, old, body, stage) {
        Some(what) => Err(Refusal::new(Kind::NotAllowed, "worklists.needs_approval").with("what", what)),
        None => Ok(()),
    }
}

/// What the journal and the receipt say of it.
fn describe(register: &Register, before: &Map<String, Value>, new: &Record, note: &str) -> Change {
    let changes = changed(before, &new.body);
    let (public, mut hidden) = split(register, &new.stage, &changes);
    let open = permits::is_public_stage(register, &new.stage);
    if !note.is_empty() {
        hidden.insert("note".into(), json!(note));
    }
    let mut said = json!({
        "stage": new.stage,
        "effective_on": new.effective_on.to_string(),
    });
    if open {
        said["fields"] = Value::Object(public);
    }
    if new.withdrawn {
        said["withdrawn"] = json!(true);
    }
    Change {
        subject: Subject { register: register.id.clone(), id: new.id.to_string(), version: new.version },
        public: said,
        hidden: if hidden.is_empty() { Value::Null } else { Value::Object(hidden) },
        state: state(new),
        answer: Value::Null,
    }
}

/// What a version row says, for the commitment that ties it to its journal entry.
pub fn state(record: &Record) -> Value {
    json!({
        "id": record.id.as_str(),
        "register": record.register,
        "version": record.version,
        "stage": record.stage,
        "withdrawn": record.withdrawn,
        "effective_on": record.effective_on.to_string(),
        "body": record.body,
    })
}
