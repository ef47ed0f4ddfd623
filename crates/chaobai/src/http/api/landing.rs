//! `GET /api`: where everything is.

use super::shared::answer;
use crate::http::{Kind, Route, Site};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "api.landing", Method::GET, "/api", landing)
        .summary("Where everything is")
        .gives(&[(200, "application/json", "Landing")])
}

async fn landing(State(site): State<Arc<Site>>) -> Response {
    let law = site.house.law();
    answer(&json!({
        "zone": law.charter.zone.id,
        "name": law.charter.zone.name,
        "charter_version": law.version,
        "links": {
            "openapi": "/api/openapi.json",
            "zone": "/api/zone",
            "charter": "/api/charter",
            "registers": "/api/registers",
            "figures": "/api/figures",
            "bodies": "/api/bodies",
            "units": "/api/units",
            "terms": "/api/terms",
            "journal": "/api/journal",
            "ogc": "/ogc",
            "checkpoint": "/log/checkpoint",
            "log_key": "/log/key",
        },
    }))
}
