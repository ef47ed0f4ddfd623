//! `GET /ogc`: the landing page.

use super::links::Base;
use crate::http::api::shared::answer;
use crate::http::openapi::document::MEDIA_TYPE;
use crate::http::{Kind, Route, Site};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Ogc, "ogc.landing", Method::GET, "/ogc", landing)
        .summary("OGC API Features: where everything is")
        .gives(&[(200, "application/json", "OgcLanding")])
}

async fn landing(State(site): State<Arc<Site>>, base: Base) -> Response {
    let law = site.house.law();
    let zone = &law.charter.zone;
    answer(&json!({
        "title": zone.name.zh,
        "description": zone.summary.zh,
        "links": [
            base.link("/ogc", "self", "application/json", "This page"),
            base.link("/ogc/api", "service-desc", MEDIA_TYPE, "The API in OpenAPI 3.1"),
            base.link("/ogc/conformance", "conformance", "application/json", "What is implemented"),
            base.link("/ogc/collections", "data", "application/json", "The lists"),
        ],
    }))
}
