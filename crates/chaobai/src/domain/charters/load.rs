//! `charters.load_fact`: a sourced fact that comes with the charter. The same row is loaded once,
//! however often the charter is loaded, and what people changed since is left alone.

use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers::{LoadRow, id_beside, load_row};
use kernel::{Cell, Date, Id, Refusal, canonical};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use store::{Ask, StoreError, Tx};

/// One row of a facts file.
#[derive(Clone, Debug)]
pub struct LoadFact {
    /// Register.
    pub register: String,
    /// Record: see [`fact_id`].
    pub id: Id,
    /// The whole body of that day.
    pub body: Map<String, Value>,
    /// Business day from which it holds.
    pub effective_on: Date,
    /// Stage; absent: the first.
    pub stage: Option<String>,
    /// Remark of the row.
    pub note: String,
}

/// What the facts said when they were last loaded, by record and day.
#[derive(Debug, Default)]
pub struct LoadedFacts(HashMap<(String, String), Loaded>);

#[derive(Debug)]
struct Loaded {
    version: i64,
    stage: String,
    said: [u8; 32],
}

impl LoadedFacts {
    /// Of one register.
    pub fn of(ask: &mut dyn Ask, register: &str) -> Result<LoadedFacts, StoreError> {
        let mut found = LoadedFacts::default();
        ask.each(
            "SELECT id, effective_on, version, stage, note, body FROM record_version \
             WHERE register = $1 AND command = 'charters.load_fact' ORDER BY id, version",
            &[register.into()],
            &mut |row| {
                let said = said(row.text_ref(4)?, &row.json(5)?);
                let loaded = Loaded { version: row.int(2)?, stage: row.text(3)?, said };
                found.0.insert((row.text(0)?, row.text(1)?), loaded);
                Ok(())
            },
        )?;
        Ok(found)
    }

    /// Whether the facts last said the same of that record and day; what people changed since does not
    /// matter.
    pub fn holds(&self, fact: &LoadFact) -> bool {
        let same_stage = |loaded: &Loaded| fact.stage.as_ref().is_none_or(|stage| *stage == loaded.stage);
        let body = Value::Object(fact.body.clone());
        self.before(fact).is_some_and(|loaded| same_stage(loaded) && loaded.said == said(&fact.note, &body))
    }

    /// Version of the record that the facts last made for that day; 0 for none. Part of the request key,
    /// so that a row that was changed and changed back is loaded again.
    pub fn version(&self, fact: &LoadFact) -> i64 {
        self.before(fact).map_or(0, |loaded| loaded.version)
    }

    fn before(&self, fact: &LoadFact) -> Option<&Loaded> {
        self.0.get(&(fact.id.to_string(), fact.effective_on.to_string()))
    }
}

fn said(note: &str, body: &Value) -> [u8; 32] {
    // A number without canonical form was never kept, so it equals nothing that was.
    canonical::digest(&json!([note, body])).unwrap_or_default()
}

/// The id of a record that comes with a charter follows from register and key, so that it is the
/// same wherever the charter is loaded and references can be resolved before anything is written.
pub fn fact_id(zone: &str, register: &str, key: &str) -> Id {
    Id::from_key(0, &format!("{zone}/{register}/{key}"))
}

/// The same of a record that stands beside another one, whose cell it shares.
pub fn fact_id_beside(zone: &str, register: &str, key: &str, host: &Id) -> Id {
    id_beside(0, &format!("{zone}/{register}/{key}"), host)
}

impl Command for LoadFact {
    fn name(&self) -> &'static str {
        "charters.load_fact"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([
            self.register,
            self.id.as_str(),
            self.body,
            self.effective_on.to_string(),
            self.stage,
            self.note
        ])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.operator {
            return Err(Refusal::not_found().into());
        }
        let row = LoadRow {
            register: &self.register,
            id: &self.id,
            body: &self.body,
            effective_on: self.effective_on,
            stage: self.stage.as_deref(),
            note: &self.note,
        };
        load_row(tx, call, self.name(), &row)
    }
}
