//! `charters.load_fact`: a sourced fact that comes with the charter. The same row is loaded once,
//! however often the charter is loaded, and what people changed since is left alone.

use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers::{LoadRow, load_row};
use kernel::{Cell, Date, Id, Refusal};
use serde_json::{Map, Value, json};
use store::Tx;

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

/// The id of a record that comes with a charter follows from register and key, so that it is the
/// same wherever the charter is loaded and references can be resolved before anything is written.
pub fn fact_id(zone: &str, register: &str, key: &str) -> Id {
    Id::from_key(0, &format!("{zone}/{register}/{key}"))
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
