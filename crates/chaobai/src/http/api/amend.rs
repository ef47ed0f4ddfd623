//! `PATCH /api/registers/{register}/records/{id}`: new values for some fields.

use super::shared::{self, CHANGE_AT_VERSION, DONE};
use super::view::Fields;
use crate::domain::registers::Amend;
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Date, Refusal};
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "registers.amend", Method::PATCH, "/api/registers/{register}/records/{id}", amend)
        .who(Who::SignedIn)
        .summary("New values for some fields of a record, from a business day on; null takes a field out")
        .headers(CHANGE_AT_VERSION)
        .takes(&[("application/json", "Amendment")])
        .gives(DONE)
        .refuses(&[403, 409, 422, 428])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    version: Option<i64>,
    fields: Fields,
    effective_on: Option<Date>,
    note: Option<String>,
}

async fn amend(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let law = site.house.law();
    let register = law.charter.registers.get(&list).ok_or_else(Refusal::not_found)?;
    let command = Amend {
        id: shared::id(&record)?,
        version: shared::version(&headers, body.version)?,
        changes: body.fields.kept(register)?,
        effective_on: body.effective_on,
        note: shared::note("note", body.note.as_deref())?,
        register: list,
    };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
