//! `GET /api/charter`: the law in force, its digest, and the versions before it.

use super::shared::answer;
use crate::domain::charters;
use crate::domain::registers::store_refusal;
use crate::http::{Failure, Kind, Route, Site, ask};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "charters.get", Method::GET, "/api/charter", get)
        .summary("The charter in force, whole, with its digest and the versions before it")
        .gives(&[(200, "application/json", "Charter")])
}

async fn get(State(site): State<Arc<Site>>) -> Result<Response, Failure> {
    let versions = ask(&site, |_, reader| charters::versions(reader).map_err(store_refusal)).await?;
    let law = site.house.law();
    let versions: Vec<Value> = versions
        .into_iter()
        .map(|(version, digest, at)| json!({ "version": version, "digest": digest, "adopted_at": at.to_string() }))
        .collect();
    Ok(answer(&json!({
        "version": law.version,
        "digest": law.digest,
        "versions": versions,
        "charter": law.charter.to_json(),
    })))
}
