//! `GET /api/zone`: who the zone is.

use super::shared::answer;
use crate::http::{Kind, Route, Site};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "zone.get", Method::GET, "/api/zone", get)
        .summary("Who the zone is: sides, jurisdictions, areas of work, posts, roles")
        .gives(&[(200, "application/json", "Zone")])
}

async fn get(State(site): State<Arc<Site>>) -> Response {
    let law = site.house.law();
    let zone = &law.charter.zone;
    answer(&json!({
        "id": zone.id,
        "name": zone.name,
        "short_name": zone.short_name,
        "summary": zone.summary,
        "time_zone": zone.time_zone,
        "currency": zone.currency,
        "today": site.house.clock.today().to_string(),
        "contact": zone.contact,
        "areas": zone.areas,
        "tag_groups": zone.tag_groups,
        "sides": zone.sides,
        "jurisdictions": zone.jurisdictions,
        "posts": zone.posts,
        "roles": zone.roles,
        "map": law.charter.map,
    }))
}
