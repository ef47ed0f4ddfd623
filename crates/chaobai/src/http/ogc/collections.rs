//! `GET /ogc/collections` and `GET /ogc/collections/{register}`: the lists as collections.

use super::CRS84;
use super::links::Base;
use crate::charter::model::{Charter, Register};
use crate::domain::registers::permits;
use crate::http::api::shared::{answer, register};
use crate::http::{Failure, Kind, Route, Site, Visitor};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route of all.
pub fn list_route() -> Route {
    Route::new(Kind::Ogc, "ogc.collections", Method::GET, "/ogc/collections", all)
        .summary("The lists the caller sees anything of, as collections")
        .gives(&[(200, "application/json", "Collections")])
}

/// The route of one.
pub fn route() -> Route {
    Route::new(Kind::Ogc, "ogc.collection", Method::GET, "/ogc/collections/{register}", one)
        .summary("A list as a collection")
        .gives(&[(200, "application/json", "Collection")])
}

async fn all(State(site): State<Arc<Site>>, visitor: Visitor, base: Base) -> Response {
    let law = site.house.law();
    let seen = permits::visible_registers(&law.charter, &visitor.caller);
    let collections: Vec<Value> = seen.map(|register| collection(&law.charter, register, &base)).collect();
    answer(&json!({
        "links": [base.link("/ogc/collections", "self", "application/json", "This page")],
        "collections": collections,
    }))
}

async fn one(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    base: Base,
) -> Result<Response, Failure> {
    let law = site.house.law();
    let register = register(&law, &visitor.caller, &id)?;
    Ok(answer(&collection(&law.charter, register, &base)))
}

fn collection(charter: &Charter, register: &Register, base: &Base) -> Value {
    let own = format!("/ogc/collections/{}", register.id);
    let mut shown = json!({
        "id": register.id,
        "title": register.name.zh,
        "description": register.summary.zh,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            base.link(&own, "self", "application/json", "This collection"),
            base.link(&format!("{own}/items"), "items", "application/geo+json", "Its records"),
            base.link(
                &format!("{own}/queryables"),
                "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                "application/schema+json",
                "What can be filtered by",
            ),
        ],
    });
    let extent = charter.map.as_ref().and_then(bounds).filter(|_| register.place.is_some());
    if let Some(bounds) = extent {
        shown["extent"] = json!({ "spatial": { "bbox": [bounds], "crs": CRS84 } });
    }
    shown
}

/// The bounds of the zone's map: where its records are.
fn bounds(map: &Value) -> Option<[f64; 4]> {
    let features = map.get("features")?.as_array()?;
    let all = features.iter().filter_map(|feature| kernel::place::Bounds::of(feature.get("geometry")?));
    all.map(|b| [b.west, b.south, b.east, b.north])
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}
