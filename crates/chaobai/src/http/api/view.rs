//! What a record looks like in JSON, and how fields are read from it.

use crate::charter::model::{FieldType, Register};
use crate::domain::registers::{Access, Record};
use kernel::{Problem, Refusal, place};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use std::fmt;

/// A record, cut down to what the caller sees before it gets here.
pub fn record(register: &Register, record: &Record) -> Value {
    json!({
        "id": record.id.as_str(),
        "register": record.register,
        "title": record.title(register),
        "version": record.version,
        "stage": record.stage,
        "withdrawn": record.withdrawn,
        "effective_on": record.effective_on.to_string(),
        "charter_version": record.charter_version,
        "created_at": record.created_at.to_string(),
        "amended_at": record.amended_at.to_string(),
        "fields": fields(register, &record.body),
    })
}

/// Fields as kept; places as plain GeoJSON.
pub fn fields(register: &Register, body: &Map<String, Value>) -> Value {
    let mut shown = body.clone();
    for field in register.fields.iter().filter(|f| f.kind == FieldType::Place) {
        if let Some(kept) = shown.get_mut(&field.id).filter(|kept| kept.is_object()) {
            *kept = place::to_geojson(kept);
        }
    }
    Value::Object(shown)
}

/// The word for how much of a record the caller sees.
pub fn access(access: Access) -> &'static str {
    match access {
        Access::None => "none",
        Access::Public => "public",
        Access::Full => "full",
    }
}

/// Fields of a record as somebody sends them: an object, no name twice.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub Map<String, Value>);

impl Fields {
    /// The fields in the form they are kept in. Places may be sent as plain GeoJSON; every other value is
    /// sent as it is kept and judged by the command. Numbers that are no 64-bit integers are kept nowhere.
    pub fn kept(self, register: &Register) -> Result<Map<String, Value>, Refusal> {
        let mut body = self.0;
        let mut problems = Vec::new();
        for (id, value) in &body {
            let kind = register.field(id).map(|field| field.kind);
            if kind != Some(FieldType::Place) && has_other_number(value) {
                let code = match (kind, value) {
                    (None, _) => "unknown_field",
                    (Some(FieldType::Integer | FieldType::Money), Value::Number(_)) => "not_an_integer",
                    (Some(FieldType::Instant), Value::Number(_)) => "not_an_instant",
                    _ => "wrong_type",
                };
                problems.push(Problem::new(id, code));
            }
        }
        for field in register.fields.iter().filter(|f| f.kind == FieldType::Place) {
            let Some(value) = body.get_mut(&field.id).filter(|value| !value.is_null()) else { continue };
            match place::normalise(value) {
                Ok(kept) => *value = kept,
                Err(why) => problems.push(Problem::new(&field.id, "not_a_place").with("reason", why.code())),
            }
        }
        if problems.is_empty() { Ok(body) } else { Err(Refusal::invalid(problems)) }
    }
}

fn has_other_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_none(),
        Value::Array(items) => items.iter().any(has_other_number),
        Value::Object(members) => members.values().any(has_other_number),
        _ => false,
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Fields, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Fields;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object of fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Fields, A::Error> {
                let mut fields = Map::new();
                while let Some((name, value)) = from.next_entry::<String, Value>()? {
                    if fields.insert(name, value).is_some() {
                        return Err(A::Error::custom("a field is given twice"));
                    }
                }
                Ok(Fields(fields))
            }
        }
        from.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_given_twice_is_not_read() {
        assert!(serde_json::from_str::<Fields>(r#"{"a":1,"b":2}"#).is_ok());
        for bad in [r#"{"a":1,"a":2}"#, "[1]", "null", "3"] {
            assert!(serde_json::from_str::<Fields>(bad).is_err(), "{bad}");
        }
    }
}
