//! `GET …/{id}/journal`: the journal entries of a record.

use super::shared::{answer, id, register};
use crate::charter::model::RoleKind;
use crate::domain::registers::{get, store_refusal};
use crate::http::log::entries;
use crate::http::{Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/journal";
    Route::new(Kind::Api, "registers.journal", Method::GET, path, journal)
        .summary("The journal entries of a record, oldest first, with their place in the log")
        .gives(&[(200, "application/json", "Entries")])
}

async fn journal(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let (charter, caller) = (&law.charter, &visitor.caller);
        let (register, id) = (register(&law, caller, &list)?, id(&record)?);
        get(reader, charter, caller, register, &id)?;
        let audit = caller.is(RoleKind::AuditAdmin);
        let entries = entries::of_record(reader, &charter.zone.id, &id).map_err(store_refusal)?;
        let entries: Vec<Value> = entries.iter().map(|entry| entry.to_json(audit)).collect();
        Ok(json!({ "entries": entries }))
    })
    .await?;
    Ok(answer(&body))
}
