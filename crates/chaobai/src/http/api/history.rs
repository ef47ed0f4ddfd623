//! `GET …/{id}/history`: every version of a record.

use super::shared::{answer, id, register};
use super::view;
use crate::charter::model::RoleKind;
use crate::domain::registers::{get, history};
use crate::http::{Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/history";
    Route::new(Kind::Api, "registers.history", Method::GET, path, versions)
        .summary("Every version of a record, newest first, as far as the caller sees it")
        .gives(&[(200, "application/json", "History")])
}

async fn versions(
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
        let versions: Vec<Value> = history(reader, charter, caller, register, &id)?
            .into_iter()
            .map(|version| {
                let mut shown = view::record(register, &version.record);
                shown["command"] = json!(version.command);
                shown["actor_post"] = json!(version.actor_post);
                shown["actor"] = if audit { json!(version.actor) } else { Value::Null };
                shown["note"] = json!(version.note);
                shown["entry"] = json!(version.entry);
                shown
            })
            .collect();
        Ok(json!({ "versions": versions }))
    })
    .await?;
    Ok(answer(&body))
}
