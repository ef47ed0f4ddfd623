//! `POST /api/registers/{register}/records`: a new record.

use super::shared::{self, CHANGE, MADE};
use super::view::Fields;
use crate::domain::registers::{Create, host};
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Date, Id, Refusal};
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "registers.create", Method::POST, "/api/registers/{register}/records", create)
        .who(Who::SignedIn)
        .summary("A new record, in the first stage of the list")
        .headers(CHANGE)
        .takes(&[("application/json", "NewRecord")])
        .gives(MADE)
        .refuses(&[403, 409, 422])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: Option<Id>,
    fields: Fields,
    effective_on: Option<Date>,
    note: Option<String>,
}

async fn create(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(list): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let law = site.house.law();
    let register = law.charter.registers.get(&list).ok_or_else(Refusal::not_found)?;
    let fields = body.fields.kept(register)?;
    let command = Create {
        register: list.clone(),
        id: body.id,
        beside: host(register, &fields),
        body: fields,
        effective_on: body.effective_on,
        stage: None,
        note: shared::note("note", body.note.as_deref())?,
    };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    let address = shared::record_address(&list, &receipt.id);
    Ok(shared::receipt(&receipt, Some(address)))
}
