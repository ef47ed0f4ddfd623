//! `GET /ogc/collections/{register}/queryables`: what the caller can filter by (19-079r2, "Queryables").

use super::links::Base;
use crate::charter::model::FieldType;
use crate::domain::registers::field_sql::PSEUDO;
use crate::domain::registers::permits;
use crate::http::api::shared::{as_media_type, register};
use crate::http::openapi::fields::value_schema;
use crate::http::{Failure, Kind, Route, Site, Visitor};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Ogc, "ogc.queryables", Method::GET, "/ogc/collections/{register}/queryables", queryables)
        .summary("What a list can be filtered by")
        .gives(&[(200, "application/schema+json", "Queryables")])
}

async fn queryables(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    base: Base,
) -> Result<Response, Failure> {
    let law = site.house.law();
    let register = register(&law, &visitor.caller, &id)?;
    let mut properties = Map::new();
    for field in register.fields.iter().filter(|f| permits::may_filter_by(&visitor.caller, register, f)) {
        let mut schema = match field.kind {
            FieldType::Place => json!({ "format": "geometry-any" }),
            _ => value_schema(&law.charter, field),
        };
        schema["title"] = json!(field.name.zh);
        properties.insert(field.id.clone(), schema);
    }
    for own in PSEUDO {
        let schema: Value = match own.kind {
            FieldType::Integer => json!({ "type": "integer" }),
            FieldType::Boolean => json!({ "type": "boolean" }),
            FieldType::Date => json!({ "type": "string", "format": "date" }),
            FieldType::Instant => json!({ "type": "string", "format": "date-time" }),
            _ => json!({ "type": "string" }),
        };
        properties.insert(own.name.to_owned(), schema);
    }
    Ok(as_media_type(
        "application/schema+json",
        &json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": base.address(&format!("/ogc/collections/{}/queryables", register.id)),
            "type": "object",
            "title": register.name.zh,
            "properties": properties,
            "additionalProperties": false,
        }),
    ))
}
