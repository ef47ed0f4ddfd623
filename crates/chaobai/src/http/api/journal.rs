//! `GET /api/journal`: what happened, in the order of the log. The person who acted is shown to the audit
//! administrator and to nobody else.

use super::shared::answer;
use crate::charter::model::RoleKind;
use crate::http::log::entries;
use crate::http::openapi::{Param, Shape};
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

const LIMIT: i64 = 100;
const QUERY: &[Param] = &[
    Param::optional(
        "after",
        Shape::Whole { min: -1, max: 1_000_000_000_000_000 },
        "Position in the log; left out: from the first entry.",
    ),
    Param::optional("limit", Shape::Whole { min: 1, max: 1000 }, "Entries of a page; left out: 100."),
];

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "journal.list", Method::GET, "/api/journal", list)
        .summary("What happened, in the order of the log")
        .query(QUERY)
        .gives(&[(200, "application/json", "Journal")])
}

async fn list(State(site): State<Arc<Site>>, visitor: Visitor, asked: Asked) -> Result<Response, Failure> {
    let body = ask(&site, move |_, reader| {
        let after = asked.number("after").unwrap_or(-1);
        let limit = asked.number("limit").unwrap_or(LIMIT);
        let audit = visitor.caller.is(RoleKind::AuditAdmin);
        let entries = entries::after(reader, after, limit)?;
        let next = entries.last().filter(|_| entries.len() as i64 == limit).and_then(|last| last.position);
        let entries: Vec<Value> = entries.iter().map(|entry| entry.to_json(audit)).collect();
        Ok(json!({ "entries": entries, "next": next }))
    })
    .await?;
    Ok(answer(&body))
}
