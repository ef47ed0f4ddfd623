//! A record: one entry of a register, every version kept.

use crate::charter::model::{Field, FieldType, Register};
use kernel::canonical::{NotCanonical, Writer};
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

impl Record {
    /// The middle of its place, longitude and latitude; none where the list has no places or this one is not known.
    pub fn middle(&self, register: &Register) -> Option<(f64, f64)> {
        let place = self.body.get(register.place.as_ref()?)?;
        let bounds = kernel::place::Bounds::of(place)?;
        Some(((bounds.west + bounds.east) / 2.0, (bounds.south + bounds.north) / 2.0))
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

/// Writes the fields canonically, without a copy of them: the same bytes as for a [`Value::Object`].
pub fn write_fields(to: &mut Writer, body: &Map<String, Value>) -> Result<(), NotCanonical> {
    let mut fields: Vec<_> = body.iter().collect();
    fields.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    to.map(fields.len());
    for (id, value) in fields {
        to.key(id);
        to.json(value)?;
    }
    Ok(())
}

/// The canonical bytes of a state (see `write::state`), without a copy of it: for batches.
pub fn state_bytes(record: &Record) -> Result<Vec<u8>, NotCanonical> {
    let mut to = Writer::new();
    to.map(7);
    to.key("body");
    write_fields(&mut to, &record.body)?;
    to.key("effective_on");
    to.text(&record.effective_on.to_string());
    to.key("id");
    to.text(record.id.as_str());
    to.key("register");
    to.text(&record.register);
    to.key("stage");
    to.text(&record.stage);
    to.key("version");
    to.int(record.version);
    to.key("withdrawn");
    to.json(&Value::Bool(record.withdrawn))?;
    Ok(to.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::canonical;
    use serde_json::json;

    #[test]
    fn the_bytes_of_a_state_are_those_of_its_json() {
        let Value::Object(body) = json!({ "名": "桥", "b": [1, null, true], "a": { "z": "1", "y": -5 } })
        else {
            panic!("a map was written")
        };
        for (body, withdrawn) in [(body, false), (Map::new(), true)] {
            let record = Record {
                id: Id::from_key(1, "key"),
                register: "bridges".into(),
                version: 7,
                stage: "kept".into(),
                withdrawn,
                effective_on: Date::ALWAYS,
                charter_version: 1,
                created_at: Instant(1),
                amended_at: Instant(2),
                body,
            };
            let json = super::super::write::state(&record);
            assert_eq!(state_bytes(&record), canonical::bytes(&json));
        }
        let mut record = Map::new();
        record.insert("x".into(), json!(1.5));
        assert!(write_fields(&mut Writer::new(), &record).is_err());
    }
}
