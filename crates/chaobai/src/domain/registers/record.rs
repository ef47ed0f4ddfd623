//! A record: one entry of a register, every version kept.

use crate::charter::model::{Field, FieldType, Register};
use kernel::{Date, Id, Instant};
use serde_json::{Map, Value};

/// A record in one of its states.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Id; its last ten bits name the cell.
    pub id: Id,
    /// Register.
    pub register: String,
    /// Version, 1 for the first.
    pub version: i64,
    /// Stage of its life.
    pub stage: String,
    /// Taken back: kept, but in no list and no figure.
    pub withdrawn: bool,
    /// Business day from which this state holds.
    pub effective_on: Date,
    /// Charter version it was written under.
    pub charter_version: i64,
    /// When the first version was recorded.
    pub created_at: Instant,
    /// When this version was recorded.
    pub amended_at: Instant,
    /// The fields, kept as the charter's field types say.
    pub body: Map<String, Value>,
}

impl Record {
    /// The value that names the record, as text; its id where the title field is empty.
    pub fn title(&self, register: &Register) -> String {
        match self.body.get(&register.title) {
            Some(Value::String(text)) if !text.is_empty() => text.clone(),
            Some(other) if !other.is_null() && !other.is_string() => other.to_string(),
            _ => self.id.as_str().to_owned(),
        }
    }
}

/// Whether a field holds what only some may see, whatever its `public` mark says.
pub fn is_private(field: &Field) -> bool {
    field.kind == FieldType::ResidentId
}

/// The body split into what anyone may read and the rest. In a stage that is not public, or in a
/// register that is not, nothing is for anyone.
pub fn split(
    register: &Register,
    stage: &str,
    body: &Map<String, Value>,
) -> (Map<String, Value>, Map<String, Value>) {
    let open = register.public && register.stages.iter().any(|s| s.id == stage && s.public);
    let is_open = |id: &str| open && register.fields.iter().any(|f| f.id == id && f.public && !is_private(f));
    let (mut public, mut hidden) = (Map::new(), Map::new());
    for (id, value) in body {
        if is_open(id) { &mut public } else { &mut hidden }.insert(id.clone(), value.clone());
    }
    (public, hidden)
}

/// Body fields that differ, with their new value (null: taken out).
pub fn changed(old: &Map<String, Value>, new: &Map<String, Value>) -> Map<String, Value> {
    let mut changes = Map::new();
    for (id, value) in new {
        if old.get(id) != Some(value) {
            changes.insert(id.clone(), value.clone());
        }
    }
    for id in old.keys().filter(|id| !new.contains_key(*id)) {
        changes.insert(id.clone(), Value::Null);
    }
    changes
}
