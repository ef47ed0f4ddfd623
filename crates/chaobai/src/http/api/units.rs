//! `GET /api/units`: who works, and on which side.

use super::shared::answer;
use crate::http::{Kind, Route, Site};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "units.list", Method::GET, "/api/units", units)
        .summary("The units of the zone, each with its side")
        .gives(&[(200, "application/json", "Units")])
}

async fn units(State(site): State<Arc<Site>>) -> Response {
    let law = site.house.law();
    let units: Vec<Value> = law
        .charter
        .zone
        .units
        .iter()
        .map(|unit| {
            let mut shown = json!(unit);
            shown["side"] = json!(law.charter.side_of_unit(&unit.id));
            shown
        })
        .collect();
    answer(&json!({ "units": units }))
}
