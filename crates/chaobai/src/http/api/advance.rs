//! `POST …/{id}/advance`: a record moves to another stage.

use super::shared::{self, CHANGE_AT_VERSION, DONE};
use crate::domain::registers::Advance;
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/advance";
    Route::new(Kind::Api, "registers.advance", Method::POST, path, advance)
        .who(Who::SignedIn)
        .summary("A record moves to another stage of its life")
        .headers(CHANGE_AT_VERSION)
        .takes(&[("application/json", "Advance")])
        .gives(DONE)
        .refuses(&[403, 409, 422, 428])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    version: Option<i64>,
    to: String,
    effective_on: Option<Date>,
    waive: Option<bool>,
    note: Option<String>,
}

async fn advance(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let command = Advance {
        register: list,
        id: shared::id(&record)?,
        version: shared::version(&headers, body.version)?,
        to: body.to,
        effective_on: body.effective_on,
        waive: body.waive.unwrap_or(false),
        note: shared::note("note", body.note.as_deref())?,
    };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
