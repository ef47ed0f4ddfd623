//! Every SQL text of this folder.

use super::Attach;
use super::record::Record;
use crate::charter::model::Register;
use crate::desk::Call;
use kernel::{Cell, Date, Id, Instant, place};
use serde_json::Value as Json;
use store::{Row, StoreError, Tx, Value};

/// Columns of a record, in the order [`record`] reads them.
pub const COLUMNS: &str =
    "id, register, version, stage, withdrawn, effective_on, charter_version, created_at, amended_at, body";

/// The current state by cell and id.
pub const CURRENT: &str = "SELECT id, register, version, stage, withdrawn, effective_on, charter_version, created_at, \
     amended_at, body FROM record WHERE cell = $1 AND id = $2";

/// Whether a record of a register exists.
pub const EXISTS: &str = "SELECT 1 FROM record WHERE cell = $1 AND id = $2 AND register = $3";

/// The state that holds on a day, as known now.
pub const STATE_ON: &str = "SELECT id, register, version, stage, withdrawn, effective_on, charter_version, \
     (SELECT r.created_at FROM record r WHERE r.cell = $1 AND r.id = $2), recorded_at, body FROM record_version \
     WHERE cell = $1 AND id = $2 AND effective_on <= $3 \
     ORDER BY effective_on DESC, version DESC LIMIT 1";

/// The state that holds on a day, as known at an instant.
pub const STATE_ON_KNOWN: &str = "SELECT id, register, version, stage, withdrawn, effective_on, charter_version, \
     (SELECT r.created_at FROM record r WHERE r.cell = $1 AND r.id = $2), recorded_at, body FROM record_version \
     WHERE cell = $1 AND id = $2 AND effective_on <= $3 AND recorded_at <= $4 ORDER BY effective_on DESC, version DESC LIMIT 1";

/// The state that holds first.
pub const FIRST_STATE: &str = "SELECT id, register, version, stage, withdrawn, effective_on, charter_version, \
     (SELECT r.created_at FROM record r WHERE r.cell = $1 AND r.id = $2), recorded_at, body FROM record_version v \
     WHERE cell = $1 AND id = $2 AND NOT EXISTS (SELECT 1 FROM record_version w WHERE w.cell = $1 AND w.id = $2 \
     AND w.effective_on = v.effective_on AND w.version > v.version) ORDER BY effective_on LIMIT 1";

/// All versions, newest first.
pub const HISTORY: &str = "SELECT id, register, version, stage, withdrawn, effective_on, charter_version, \
     (SELECT r.created_at FROM record r WHERE r.cell = $1 AND r.id = $2), recorded_at, body, command, actor, \
     actor_post, note, entry FROM record_version WHERE cell = $1 AND id = $2 \
     ORDER BY version DESC";

/// Links of a record and links to it.
pub const LINKS: &str = "SELECT kind, to_id, 0 FROM record_link WHERE cell = $1 AND id = $2 AND removed_at IS NULL \
     UNION ALL SELECT kind, id, 1 FROM record_link WHERE to_id = $2 AND removed_at IS NULL ORDER BY 1, 2";

/// Files of a record.
pub const ATTACHMENTS: &str = "SELECT sha256, name, media_type, size, recorded_at, document, side, taken_at, place, \
     unread FROM attachment WHERE cell = $1 AND id = $2 ORDER BY recorded_at";

/// Records of list `$2` in cell `$1` that stand beside `$3`, none taken back. The list is compared in a way that fits
/// no index: a cell has few records, a list may have many.
pub fn beside(field: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM record WHERE cell = $1 AND CASE WHEN 1 = 1 THEN register END = $2 \
         AND withdrawn = 0 AND (body ->> '{}') = $3 ORDER BY id",
        checked(field)
    )
}

/// The same before entry `$4` of their cell, taken back or not: of each record the state that holds last.
pub fn beside_before(field: &str) -> String {
    format!(
        "SELECT v.id, v.register, v.version, v.stage, v.withdrawn, v.effective_on, v.charter_version, v.recorded_at, \
         v.recorded_at, v.body FROM record_version v WHERE v.cell = $1 AND CASE WHEN 1 = 1 THEN v.register END = $2 \
         AND (v.body ->> '{}') = $3 AND v.entry < $4 AND NOT EXISTS (SELECT 1 FROM record_version w WHERE w.cell = v.cell \
         AND w.id = v.id AND w.entry < $4 AND (w.effective_on > v.effective_on \
         OR (w.effective_on = v.effective_on AND w.version > v.version))) ORDER BY v.id",
        checked(field)
    )
}

/// A field id that goes into a text; the charter's checker has passed it.
fn checked(field: &str) -> &str {
    assert!(
        super::field_sql::is_field_id(field),
        "a field id is checked when the charter is read: {field:?}"
    );
    field
}

/// All states that hold on day `$1` as known at `$2`, under the column names of `record`.
/// The register's name is an identifier the charter's checker has passed.
pub fn states_on(register: &str) -> String {
    format!(
        "(SELECT v.cell, v.id, v.register, v.version, v.stage, v.withdrawn, v.effective_on, v.charter_version, \
         (SELECT r.created_at FROM record r WHERE r.cell = v.cell AND r.id = v.id) AS created_at, v.recorded_at AS amended_at, v.west, v.south, v.east, v.north, v.body \
         FROM record_version v WHERE v.register = '{register}' AND v.effective_on <= $1 AND v.recorded_at <= $2 \
         AND NOT EXISTS (SELECT 1 FROM record_version w WHERE w.cell = v.cell AND w.id = v.id \
         AND w.effective_on <= $1 AND w.recorded_at <= $2 \
         AND (w.effective_on > v.effective_on OR (w.effective_on = v.effective_on AND w.version > v.version)))) AS record"
    )
}

const INSERT_RECORD: &str = "INSERT INTO record (cell, id, register, version, stage, withdrawn, effective_on, \
     charter_version, created_at, amended_at, west, south, east, north, body) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

const INSERT_VERSION: &str = "INSERT INTO record_version (cell, id, version, register, stage, withdrawn, effective_on, \
     recorded_at, command, charter_version, actor, actor_post, note, entry, west, south, east, north, body) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";

const UPDATE_RECORD: &str = "UPDATE record SET version = $1, stage = $2, withdrawn = $3, effective_on = $4, \
     charter_version = $5, amended_at = $6, west = $7, south = $8, east = $9, north = $10, body = $11 \
     WHERE cell = $12 AND id = $13 AND version = $14";

const RAISE_VERSION: &str =
    "UPDATE record SET version = $1, amended_at = $2 WHERE cell = $3 AND id = $4 AND version = $5";

/// Reads a row of [`COLUMNS`].
pub fn record(row: &Row) -> Result<Record, StoreError> {
    let damaged = || StoreError::damaged("record");
    let Json::Object(body) = row.json(9)? else { return Err(damaged()) };
    Ok(Record {
        id: Id::parse(row.text_ref(0)?).ok_or_else(damaged)?,
        register: row.text(1)?,
        version: row.int(2)?,
        stage: row.text(3)?,
        withdrawn: row.int(4)? != 0,
        effective_on: Date::parse(row.text_ref(5)?).ok_or_else(damaged)?,
        charter_version: row.int(6)?,
        created_at: Instant(row.int(7)?),
        amended_at: Instant(row.int(8)?),
        body,
    })
}

/// Reads a version row, which has the same first ten columns.
pub fn version_as_record(row: &Row) -> Result<Record, StoreError> {
    record(row)
}

type Bounds = [Value<'static>; 4];

fn bounds(register: &Register, record: &Record) -> Bounds {
    let place = register.place.as_ref().and_then(|field| record.body.get(field));
    match place.and_then(place::Bounds::of) {
        Some(b) => [b.west.into(), b.south.into(), b.east.into(), b.north.into()],
        None => [Value::Null, Value::Null, Value::Null, Value::Null],
    }
}

pub fn insert_record(
    tx: &mut Tx<'_>,
    cell: &Cell,
    register: &Register,
    record: &Record,
    body: &Json,
) -> Result<u64, StoreError> {
    let day = record.effective_on.to_string();
    tx.execute(INSERT_RECORD, &record_values(cell, bounds(register, record), record, body, &day))
}

fn record_values<'a>(
    cell: &'a Cell,
    [west, south, east, north]: Bounds,
    record: &'a Record,
    body: &'a Json,
    day: &'a str,
) -> [Value<'a>; 15] {
    [
        cell.as_str().into(),
        record.id.as_str().into(),
        record.register.as_str().into(),
        record.version.into(),
        record.stage.as_str().into(),
        i64::from(record.withdrawn).into(),
        day.into(),
        record.charter_version.into(),
        record.created_at.0.into(),
        record.amended_at.0.into(),
        west,
        south,
        east,
        north,
        Value::from(body),
    ]
}

#[allow(clippy::too_many_arguments)]
fn version_values<'a>(
    call: &'a Call<'_>,
    command: &'a str,
    [west, south, east, north]: Bounds,
    record: &'a Record,
    body: &'a Json,
    note: &'a str,
    day: &'a str,
) -> [Value<'a>; 19] {
    [
        call.cell.as_str().into(),
        record.id.as_str().into(),
        record.version.into(),
        record.register.as_str().into(),
        record.stage.as_str().into(),
        i64::from(record.withdrawn).into(),
        day.into(),
        call.moment.at.0.into(),
        command.into(),
        record.charter_version.into(),
        call.caller.person.as_ref().map_or("", |id| id.as_str()).into(),
        call.caller.post().into(),
        note.into(),
        call.entry.into(),
        west,
        south,
        east,
        north,
        Value::from(body),
    ]
}

pub fn insert_version(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &str,
    register: &Register,
    record: &Record,
    body: &Json,
    note: &str,
) -> Result<u64, StoreError> {
    let day = record.effective_on.to_string();
    let values = version_values(call, command, bounds(register, record), record, body, note, &day);
    tx.execute(INSERT_VERSION, &values)
}

/// Columns of a version row, in the order of [`version_values`].
const VERSION_COLUMNS: [&str; 19] = [
    "cell",
    "id",
    "version",
    "register",
    "stage",
    "withdrawn",
    "effective_on",
    "recorded_at",
    "command",
    "charter_version",
    "actor",
    "actor_post",
    "note",
    "entry",
    "west",
    "south",
    "east",
    "north",
    "body",
];

/// Columns of a state row, in the order of [`record_values`].
const RECORD_COLUMNS: [&str; 15] = [
    "cell",
    "id",
    "register",
    "version",
    "stage",
    "withdrawn",
    "effective_on",
    "charter_version",
    "created_at",
    "amended_at",
    "west",
    "south",
    "east",
    "north",
    "body",
];

/// Rows of a batch that are handed over at once; bounds the memory of a large batch.
pub const AT_ONCE: usize = 1000;

/// State and version rows of a part of a batch, at most [`AT_ONCE`], in order of id: so most indexes grow
/// at their end.
pub fn insert_many(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &str,
    register: &Register,
    mut records: Vec<Record>,
    note: &str,
) -> Result<(), StoreError> {
    // The fields are moved out: what is left of the record says where they belong.
    let bounds: Vec<Bounds> = records.iter().map(|record| bounds(register, record)).collect();
    let texts: Vec<(Json, String)> = records
        .iter_mut()
        .map(|record| (Json::Object(std::mem::take(&mut record.body)), record.effective_on.to_string()))
        .collect();
    let rows = || records.iter().zip(&texts).zip(&bounds);
    let versions: Vec<[Value<'_>; 19]> = rows()
        .map(|((record, (body, day)), bounds)| {
            version_values(call, command, bounds.clone(), record, body, note, day)
        })
        .collect();
    tx.insert_many("record_version", &VERSION_COLUMNS, &versions)?;
    let states: Vec<[Value<'_>; 15]> = rows()
        .map(|((record, (body, day)), bounds)| record_values(call.cell, bounds.clone(), record, body, day))
        .collect();
    tx.insert_many("record", &RECORD_COLUMNS, &states).map(drop)
}

pub fn update_record(
    tx: &mut Tx<'_>,
    cell: &Cell,
    register: &Register,
    new: &Record,
    body: &Json,
    old_version: i64,
) -> Result<u64, StoreError> {
    let day = new.effective_on.to_string();
    let [west, south, east, north] = bounds(register, new);
    tx.execute(
        UPDATE_RECORD,
        &[
            new.version.into(),
            new.stage.as_str().into(),
            i64::from(new.withdrawn).into(),
            day.as_str().into(),
            new.charter_version.into(),
            new.amended_at.0.into(),
            west,
            south,
            east,
            north,
            Value::from(body),
            cell.as_str().into(),
            new.id.as_str().into(),
            old_version.into(),
        ],
    )
}

/// An older day was put right: today's state stays, its version number moves on.
pub fn raise_version(tx: &mut Tx<'_>, cell: &Cell, old: &Record, new: &Record) -> Result<u64, StoreError> {
    tx.execute(
        RAISE_VERSION,
        &[
            new.version.into(),
            new.amended_at.0.into(),
            cell.as_str().into(),
            old.id.as_str().into(),
            old.version.into(),
        ],
    )
}

pub fn insert_link(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    id: &Id,
    kind: &str,
    to: &Id,
) -> Result<u64, StoreError> {
    tx.execute(
        "INSERT INTO record_link (cell, id, kind, to_id, recorded_at, removed_at) VALUES ($1, $2, $3, $4, $5, NULL) \
         ON CONFLICT (cell, id, kind, to_id) DO UPDATE SET removed_at = NULL",
        &[call.cell.as_str().into(), id.as_str().into(), kind.into(), to.as_str().into(), call.moment.at.0.into()],
    )
}

pub fn remove_link(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    id: &Id,
    kind: &str,
    to: &Id,
) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE record_link SET removed_at = $1 WHERE cell = $2 AND id = $3 AND kind = $4 AND to_id = $5 \
         AND removed_at IS NULL",
        &[
            call.moment.at.0.into(),
            call.cell.as_str().into(),
            id.as_str().into(),
            kind.into(),
            to.as_str().into(),
        ],
    )
}

pub fn insert_attachment(tx: &mut Tx<'_>, call: &Call<'_>, file: &Attach) -> Result<u64, StoreError> {
    tx.execute(
        "INSERT INTO attachment (cell, id, sha256, name, media_type, size, recorded_at, document, side, taken_at, place, unread) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (cell, id, sha256) DO NOTHING",
        &[
            call.cell.as_str().into(),
            file.id.as_str().into(),
            file.sha256.as_str().into(),
            file.name.as_str().into(),
            file.media_type.as_str().into(),
            file.size.into(),
            call.moment.at.0.into(),
            file.document.as_str().into(),
            file.side.as_str().into(),
            file.photo.taken_at.as_str().into(),
            file.photo.place.as_ref().map_or(Value::Null, Value::from),
            file.photo.unread.as_str().into(),
        ],
    )
}
