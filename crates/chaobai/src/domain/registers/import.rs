//! `registers.import`: many checked rows as one journalled batch. All rows of a batch live in one
//! cell, and the journal keeps one entry whose digest covers every row.

use super::create::without_nulls;
use super::permits::{self, Action};
use super::record::{Record, state_bytes, write_fields};
use super::{sql, write};
use crate::charter::values::check_body;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::canonical::Writer;
use kernel::{Cell, Date, Id, Kind, Problem, Refusal};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use store::Tx;

/// Most rows of one batch; more are sent as further batches.
pub const ROWS_MAX: usize = 100_000;
/// Most problems that are told at once.
const PROBLEMS_MAX: usize = 1000;

/// A row of a batch.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// The fields.
    pub body: Map<String, Value>,
    /// Business day from which it holds; absent: today.
    pub effective_on: Option<Date>,
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
            if write_fields(&mut bytes, &row.body).is_ok() {
                hash.update(bytes.finish());
            }
        }
        json!([self.register, self.rows.len(), hex::encode(hash.finalize()), self.note])
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
        let mut problems = Vec::new();
        let mut records = Vec::with_capacity(self.rows.len());
        for (number, row) in self.rows.iter().enumerate() {
            let body = without_nulls(&row.body);
            permits::demand(call.caller, register, Action::Create, &stage, &body)?;
            let effective_on = row.effective_on.unwrap_or(call.moment.today);
            if effective_on > call.moment.today {
                problems.push(Problem::new(format!("rows/{}/effective_on", number + 1), "in_the_future"));
            }
            for mut problem in check_body(register, &call.law.charter, &body) {
                problem.field = format!("rows/{}/{}", number + 1, problem.field);
                problems.push(problem);
            }
            if problems.len() >= PROBLEMS_MAX {
                break;
            }
            records.push(Record {
                id: row_id(call, number),
                register: register.id.clone(),
                version: 1,
                stage: stage.clone(),
                withdrawn: false,
                effective_on,
                charter_version: call.law.version,
                created_at: call.moment.at,
                amended_at: call.moment.at,
                body,
            });
        }
        problems.extend(missing_targets(tx, call, register, &records)?);
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        let digest = batch_digest(&records)?;
        let first = records.first().map(|record| record.id.to_string()).unwrap_or_default();
        // The digest is not salted: in the open, whoever knows all of a row but one field could find that
        // field by trying. It is part of the state, and so of the salted commitment.
        let state = json!({ "rows": self.rows.len(), "digest": digest });
        sql::insert_many(tx, call, self.name(), register, records, &self.note)?;
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
    let mut hash = Sha256::new();
    for record in rows {
        let bytes = state_bytes(record)
            .map_err(|float| Refusal::invalid(vec![Problem::new("rows", "number").with("given", float.0)]))?;
        hash.update(Sha256::digest(bytes));
    }
    Ok(hex::encode(hash.finalize()))
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

fn missing_targets(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    register: &crate::charter::model::Register,
    records: &[Record],
) -> Result<Vec<Problem>, Stop> {
    let mut problems = Vec::new();
    let references: Vec<_> =
        register.fields.iter().filter(|f| f.kind == crate::charter::model::FieldType::Record).collect();
    let mut known = std::collections::HashSet::new();
    for (number, record) in records.iter().enumerate() {
        for field in &references {
            let Some(Value::String(target)) = record.body.get(&field.id) else { continue };
            if known.contains(target) {
                continue;
            }
            let there = match Id::parse(target) {
                Some(id) => write::exists(tx, call, &id, field.register.as_deref().unwrap_or_default())?,
                None => false,
            };
            if there {
                known.insert(target.clone());
            } else {
                let place = format!("rows/{}/{}", number + 1, field.id);
                problems.push(Problem::new(place, "no_such_record").with("given", target));
            }
        }
    }
    Ok(problems)
}
