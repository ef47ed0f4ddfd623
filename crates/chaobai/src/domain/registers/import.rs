//! `registers.import`: many checked rows as one journalled batch. All rows of a batch live in one
//! cell, and the journal keeps one entry whose digest covers every row.

use super::decided::{self, Behind};
use super::permits::{self, Action};
use super::record::{Record, state_bytes, write_fields};
use super::{sql, write};
use crate::charter::model::{Field, FieldType, Register};
use crate::charter::values::check_body;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::worklists;
use kernel::canonical::Writer;
use kernel::{Cell, Date, Id, Kind, Problem, Refusal};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use store::{StoreError, Tx};

/// Most rows of one batch; more are sent as further batches.
pub const ROWS_MAX: usize = 100_000;
/// Most problems that are told at once.
const PROBLEMS_MAX: usize = 1000;

/// A row of a batch. Kept as JSON text: as a tree, a batch would take ten times the memory.
#[derive(Clone, Debug)]
pub struct ImportRow {
    json: Box<str>,
    /// Business day from which it holds; absent: today.
    pub effective_on: Option<Date>,
}

impl ImportRow {
    /// A row of these fields.
    pub fn new(body: &Map<String, Value>, effective_on: Option<Date>) -> ImportRow {
        let json = serde_json::to_string(body).expect("a map of JSON values is written as JSON");
        ImportRow { json: json.into_boxed_str(), effective_on }
    }

    /// The fields, without those that are null.
    fn body(&self) -> Map<String, Value> {
        let mut body: Map<String, Value> = serde_json::from_str(&self.json).expect("it was written as JSON");
        body.retain(|_, value| !value.is_null());
        body
    }
}

/// Many new records at once: all of them, or none.
#[derive(Clone, Debug)]
pub struct Import {
    /// Register.
    pub register: String,
    /// The rows, in the order of the file.
    pub rows: Vec<ImportRow>,
    /// Where they come from.
    pub note: String,
}

impl Command for Import {
    fn name(&self) -> &'static str {
        "registers.import"
    }

    fn cell(&self, zone: &str, key: &RequestKey) -> Cell {
        Cell::of(zone, &Id::from_key(0, key.as_str()))
    }

    fn content(&self) -> Value {
        let mut hash = Sha256::new();
        for row in &self.rows {
            let mut bytes = Writer::new();
            bytes.list(2);
            match row.effective_on {
                Some(day) => bytes.text(&day.to_string()),
                None => bytes.null(),
            }
            // A number without canonical form is refused when the row is checked.
            if write_fields(&mut bytes, &row.body()).is_ok() {
                hash.update(bytes.finish());
            }
        }
        json!([self.register, self.rows.len(), hex::encode(hash.finalize()), self.note])
    }

    fn digested(&self, look: &mut dyn FnMut(&str, &Value)) {
        for (number, row) in self.rows.iter().enumerate() {
            look(&format!("rows/{}", number + 1), &Value::Object(row.body()));
        }
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let register = write::register(call, &self.register)?;
        if self.rows.len() > ROWS_MAX {
            return Err(Refusal::new(Kind::TooLarge, "registers.too_many_rows").with("max", ROWS_MAX).into());
        }
        if self.rows.is_empty() {
            return Err(Refusal::invalid(vec![Problem::new("rows", "required")]).into());
        }
        if register.beside.is_some() {
            // Rows of one batch share a cell, and these live where what they stand beside lives.
            return Err(Refusal::new(Kind::Invalid, "registers.one_by_one").into());
        }
        write::demand_note("note", &self.note)?;
        let stage = register.stages.first().map(|stage| stage.id.clone()).unwrap_or_default();
        let record = |number: usize| Record {
            id: row_id(call, number),
            register: register.id.clone(),
            version: 1,
            stage: stage.clone(),
            withdrawn: false,
            effective_on: self.rows[number].effective_on.unwrap_or(call.moment.today),
            charter_version: call.law.version,
            created_at: call.moment.at,
            amended_at: call.moment.at,
            body: self.rows[number].body(),
        };
        let mut problems = Vec::new();
        let mut digests = Vec::with_capacity(self.rows.len());
        let mut targets = Targets::of(register);
        for number in 0..self.rows.len() {
            let record = record(number);
            permits::demand(call.caller, register, Action::Create, &stage, &record.body)?;
            crate::domain::meetings::demand_free(call, register, &[&record.body])?;
            decided::demand(&call.law.charter, register, (None, None), &record, Behind::Caller)?;
            if record.effective_on > call.moment.today {
                problems.push(Problem::new(format!("rows/{}/effective_on", number + 1), "in_the_future"));
            }
            let mut found = check_body(register, &call.law.charter, &record.body);
            found.extend(worklists::check(register, &call.law.charter, &record.body));
            found.extend(targets.missing(tx, call, &record)?);
            for mut problem in found {
                problem.field = format!("rows/{}/{}", number + 1, problem.field);
                problems.push(problem);
            }
            if problems.len() >= PROBLEMS_MAX {
                break;
            }
            if problems.is_empty() {
                digests.push((row_digest(&record)?, record.id, number));
            }
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        let first = digests[0].1.to_string();
        digests.sort_by(|a, b| a.1.cmp(&b.1));
        let digest = digest_of(digests.iter().map(|(digest, ..)| digest));
        // The digest is not salted: in the open, whoever knows all of a row but one field could find that
        // field by trying. It is part of the state, and so of the salted commitment.
        let state = json!({ "rows": self.rows.len(), "digest": digest });
        for some in digests.chunks(sql::AT_ONCE) {
            let records: Vec<Record> = some.iter().map(|(.., number)| record(*number)).collect();
            if register.worklist.is_some() {
                for record in &records {
                    worklists::keep(tx, call, register, None, record)?;
                }
            }
            sql::insert_many(tx, call, self.name(), register, records, &self.note)?;
        }
        Ok(Change {
            subject: Subject { register: register.id.clone(), id: first, version: 1 },
            public: json!({ "rows": self.rows.len() }),
            hidden: if self.note.is_empty() { Value::Null } else { json!({ "note": self.note }) },
            state,
            answer: json!({ "rows": self.rows.len() }),
        })
    }
}

/// The digest over every row of a batch: SHA-256 over the rows' own digests in order of id, hex.
pub fn batch_digest(records: &[Record]) -> Result<String, Stop> {
    let mut rows: Vec<&Record> = records.iter().collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    let digests = rows.into_iter().map(row_digest).collect::<Result<Vec<_>, _>>()?;
    Ok(digest_of(digests.iter()))
}

fn digest_of<'a>(rows: impl Iterator<Item = &'a [u8; 32]>) -> String {
    let mut hash = Sha256::new();
    rows.for_each(|digest| hash.update(digest));
    hex::encode(hash.finalize())
}

fn row_digest(record: &Record) -> Result<[u8; 32], Stop> {
    let bytes = state_bytes(record)
        .map_err(|float| Refusal::invalid(vec![Problem::new("rows", "number").with("given", float.0)]))?;
    Ok(Sha256::digest(bytes).into())
}

/// Ids of a batch follow from the request key and the row's number, in the cell of the batch.
fn row_id(call: &Call<'_>, number: usize) -> Id {
    let digest = Sha256::new()
        .chain_update(call.key.as_str().as_bytes())
        .chain_update((number as u64).to_be_bytes())
        .finalize();
    let mut random = [0u8; 10];
    random.copy_from_slice(&digest[..10]);
    Id::new_in(call.moment.at.0, random, call.cell.bucket())
}

/// The records that rows refer to; each is looked up once.
struct Targets<'a> {
    fields: Vec<&'a Field>,
    known: HashSet<String>,
}

impl<'a> Targets<'a> {
    fn of(register: &'a Register) -> Targets<'a> {
        let fields = register.fields.iter().filter(|f| f.kind == FieldType::Record).collect();
        Targets { fields, known: HashSet::new() }
    }

    /// A problem for each field that refers to a record that does not exist.
    fn missing(
        &mut self,
        tx: &mut Tx<'_>,
        call: &Call<'_>,
        record: &Record,
    ) -> Result<Vec<Problem>, StoreError> {
        let mut problems = Vec::new();
        for field in &self.fields {
            let Some(Value::String(target)) = record.body.get(&field.id) else { continue };
            if self.known.contains(target) {
                continue;
            }
            let there = match Id::parse(target) {
                Some(id) => write::exists(tx, call, &id, field.register.as_deref().unwrap_or_default())?,
                None => false,
            };
            if there {
                self.known.insert(target.clone());
            } else {
                problems.push(Problem::new(&field.id, "no_such_record").with("given", target));
            }
        }
        Ok(problems)
    }
}
