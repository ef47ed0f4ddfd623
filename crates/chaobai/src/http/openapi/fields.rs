//! Fields of a register as JSON Schema (2020-12): the kept form of their values.

use super::ID_PATTERN;
use crate::charter::Charter;
use crate::charter::model::{Field, FieldType, Register};
use crate::charter::values::{LONG_TEXT_LENGTH, TEXT_LENGTH, URL_LENGTH};
use serde_json::{Map, Value, json};

/// The values a field can have.
pub fn value_schema(charter: &Charter, field: &Field) -> Value {
    let zone = &charter.zone;
    let one_of = |ids: Vec<&str>| json!({ "type": "string", "enum": ids });
    let choices = || field.choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>();
    match field.kind {
        FieldType::Text => {
            json!({ "type": "string", "format": "line", "maxLength": field.max_length.unwrap_or(TEXT_LENGTH) })
        }
        FieldType::LongText => {
            json!({ "type": "string", "format": "lines", "maxLength": field.max_length.unwrap_or(LONG_TEXT_LENGTH) })
        }
        FieldType::Integer => {
            let bound = |text: &Option<String>, other: i64| {
                text.as_deref().and_then(|text| text.parse::<i64>().ok()).unwrap_or(other)
            };
            whole(bound(&field.min, i64::MIN), bound(&field.max, i64::MAX))
        }
        FieldType::Money | FieldType::Instant => whole(i64::MIN, i64::MAX),
        FieldType::Decimal => json!({
            "type": "string",
            "format": "decimal",
            "pattern": "^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?$",
        }),
        FieldType::Date => json!({ "type": "string", "format": "date" }),
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Choice => one_of(choices()),
        FieldType::Choices => json!({ "type": "array", "items": one_of(choices()), "uniqueItems": true }),
        FieldType::Units => {
            let units = one_of(zone.units.iter().map(|unit| unit.id.as_str()).collect());
            json!({ "type": "array", "items": units, "uniqueItems": true })
        }
        FieldType::Unit => one_of(zone.units.iter().map(|unit| unit.id.as_str()).collect()),
        FieldType::Jurisdiction => one_of(zone.jurisdictions.iter().map(|place| place.id.as_str()).collect()),
        FieldType::Body => one_of(zone.bodies.iter().map(|body| body.id.as_str()).collect()),
        FieldType::Post => one_of(zone.posts.iter().map(|post| post.id.as_str()).collect()),
        FieldType::Record => json!({ "type": "string", "pattern": ID_PATTERN }),
        FieldType::Place => json!({ "$ref": "#/components/schemas/Geometry" }),
        FieldType::Url => {
            json!({ "type": "string", "pattern": "^https?://[!-~]+$", "maxLength": URL_LENGTH })
        }
        FieldType::CreditCode => json!({ "type": "string", "format": "credit-code" }),
        FieldType::ResidentId => json!({ "type": "string", "format": "resident-id" }),
    }
}

/// The fields of a record as it is shown: any of them can be missing.
pub fn shown(charter: &Charter, fields: &[&Field]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.id.clone(), described(charter, field))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The fields of a record as it is sent. With `whole`, required fields must be there.
pub fn sent(charter: &Charter, register: &Register, whole: bool) -> Value {
    let mut properties = Map::new();
    for field in &register.fields {
        let schema = described(charter, field);
        let schema = if field.required { schema } else { json!({ "anyOf": [schema, { "type": "null" }] }) };
        properties.insert(field.id.clone(), schema);
    }
    let required: Vec<&str> =
        register.fields.iter().filter(|f| whole && f.required).map(|f| f.id.as_str()).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The properties of a feature: as the writer of GeoJSON writes them.
pub fn feature_properties(charter: &Charter, register: &Register, fields: &[&Field]) -> Value {
    let mut properties = Map::new();
    properties.insert("stage".into(), json!({ "type": "string" }));
    properties.insert("version".into(), json!({ "type": "integer" }));
    properties.insert("effective_on".into(), json!({ "type": "string", "format": "date" }));
    properties.insert("amended_at".into(), json!({ "type": "string", "format": "date-time" }));
    for field in fields.iter().filter(|field| register.place.as_deref() != Some(field.id.as_str())) {
        let schema = match field.kind {
            FieldType::Decimal => json!({ "type": "number" }),
            FieldType::Instant => json!({ "type": "string", "format": "date-time" }),
            _ => described(charter, field),
        };
        properties.insert(field.id.clone(), json!({ "anyOf": [schema, { "type": "null" }] }));
    }
    json!({ "type": "object", "properties": properties })
}

fn described(charter: &Charter, field: &Field) -> Value {
    let mut schema = value_schema(charter, field);
    let unit = field.unit.as_deref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let name = if field.name.en.is_empty() { &field.name.zh } else { &field.name.en };
    schema["title"] = json!(format!("{name}{unit}"));
    schema
}

fn whole(min: i64, max: i64) -> Value {
    json!({ "type": "integer", "format": "int64", "minimum": min, "maximum": max })
}
