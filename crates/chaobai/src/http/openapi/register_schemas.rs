//! Schemas that differ from register to register. Their names end in `.REGISTER`.

use super::{ID_PATTERN, fields};
use crate::charter::Charter;
use crate::charter::model::Register;
use crate::desk::Caller;
use crate::http::api::export;
use crate::http::api::shared::NOTE_MAX;
use serde_json::{Map, Value, json};

/// Names of these schemas, without the ending.
pub const NAMES: [&str; 11] = [
    "Record",
    "Page",
    "History",
    "NewRecord",
    "Amendment",
    "Advance",
    "Withdrawal",
    "Feature",
    "FeatureCollection",
    "Export",
    "Fields",
];

/// Puts the schemas of a register among the others.
pub fn add(schemas: &mut Map<String, Value>, charter: &Charter, caller: &Caller, register: &Register) {
    let seen = export::fields(caller, register);
    let own = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}.{}", register.id) });
    let version = json!({ "type": "integer", "format": "int64", "minimum": 1, "maximum": i64::MAX });
    let day = json!({ "type": "string", "format": "date" });
    let note = json!({ "type": "string", "format": "lines", "maxLength": NOTE_MAX });
    let or_null = |schema: &Value| json!({ "anyOf": [schema, { "type": "null" }] });
    let id = json!({ "type": "string", "pattern": ID_PATTERN });
    let record = record(register, &own("Fields"));
    let mut versions = record.clone();
    for (name, schema) in [
        ("command", json!({ "type": "string" })),
        ("actor_post", json!({ "type": "string" })),
        ("actor", json!({ "type": ["string", "null"] })),
        ("note", json!({ "type": "string" })),
        ("entry", json!({ "type": "integer" })),
    ] {
        versions["properties"][name] = schema;
    }
    let feature = json!({
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": { "const": "Feature" },
            "id": id,
            "geometry": { "anyOf": [{ "$ref": "#/components/schemas/Geometry" }, { "type": "null" }] },
            "properties": fields::feature_properties(charter, register, &seen),
            "links": { "$ref": "#/components/schemas/OgcLinks" },
        },
    });
    let collection = json!({
        "type": "object",
        "required": ["type", "features", "numberReturned", "timeStamp"],
        "properties": {
            "type": { "const": "FeatureCollection" },
            "features": { "type": "array", "items": own("Feature") },
            "numberReturned": { "type": "integer" },
            "numberMatched": { "type": "integer" },
            "timeStamp": { "type": "string", "format": "date-time" },
            "as_of": day,
            "title": { "type": "string" },
            "links": { "$ref": "#/components/schemas/OgcLinks" },
        },
    });
    let stages: Vec<&str> = register.stages.iter().map(|stage| stage.id.as_str()).collect();
    let pairs = [
        ("Fields", fields::shown(charter, &seen)),
        ("Record", record.clone()),
        ("Feature", feature),
        ("FeatureCollection", collection.clone()),
        ("Export", collection),
        (
            "Page",
            json!({
                "type": "object",
                "required": ["records", "next", "count"],
                "properties": {
                    "records": { "type": "array", "items": record },
                    "next": { "type": ["string", "null"] },
                    "count": { "anyOf": [{ "$ref": "#/components/schemas/Count" }, { "type": "null" }] },
                },
            }),
        ),
        (
            "History",
            json!({
                "type": "object",
                "required": ["versions"],
                "properties": { "versions": { "type": "array", "items": versions } },
            }),
        ),
        (
            "NewRecord",
            closed(
                &["fields"],
                json!({
                    "id": or_null(&id),
                    "fields": fields::sent(charter, register, true),
                    "effective_on": or_null(&day),
                    "note": or_null(&note),
                }),
            ),
        ),
        (
            "Amendment",
            closed(
                &["fields"],
                json!({
                    "version": or_null(&version),
                    "fields": fields::sent(charter, register, false),
                    "effective_on": or_null(&day),
                    "note": or_null(&note),
                }),
            ),
        ),
        (
            "Advance",
            closed(
                &["to"],
                json!({
                    "version": or_null(&version),
                    "to": { "type": "string", "enum": stages },
                    "effective_on": or_null(&day),
                    "waive": { "type": ["boolean", "null"] },
                    "note": or_null(&note),
                }),
            ),
        ),
        (
            "Withdrawal",
            closed(
                &["reason"],
                json!({
                    "version": or_null(&version),
                    "reason": { "type": "string", "format": "lines", "minLength": 1, "maxLength": NOTE_MAX },
                    "effective_on": or_null(&day),
                }),
            ),
        ),
    ];
    for (name, schema) in pairs {
        schemas.insert(format!("{name}.{}", register.id), schema);
    }
}

fn record(register: &Register, fields: &Value) -> Value {
    json!({
        "type": "object",
        "required": [
            "id", "register", "title", "version", "stage", "withdrawn", "effective_on", "charter_version",
            "created_at", "amended_at", "fields",
        ],
        "properties": {
            "id": { "type": "string", "pattern": ID_PATTERN },
            "register": { "const": register.id },
            "title": { "type": "string" },
            "version": { "type": "integer", "minimum": 1 },
            "stage": { "type": "string" },
            "withdrawn": { "type": "boolean" },
            "effective_on": { "type": "string", "format": "date", "description": "0001-01-01: since always, as far as is known." },
            "charter_version": { "type": "integer" },
            "created_at": { "type": "string", "format": "date-time" },
            "amended_at": { "type": "string", "format": "date-time" },
            "fields": fields,
            "access": { "type": "string", "enum": ["public", "full"] },
            "attachments": { "type": "array", "items": { "$ref": "#/components/schemas/Attachment" } },
        },
    })
}

/// An object with these members and no others.
pub fn closed(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}
