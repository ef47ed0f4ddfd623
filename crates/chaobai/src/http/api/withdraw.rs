//! `POST …/{id}/withdraw`: a record is taken back.

use super::shared::{self, CHANGE_AT_VERSION, DONE};
use crate::domain::registers::Withdraw;
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
    let path = "/api/registers/{register}/records/{id}/withdraw";
    Route::new(Kind::Api, "registers.withdraw", Method::POST, path, withdraw)
        .who(Who::SignedIn)
        .summary("A record is taken back: it stays readable and leaves every list and figure")
        .headers(CHANGE_AT_VERSION)
        .takes(&[("application/json", "Withdrawal")])
        .gives(DONE)
        .refuses(&[403, 409, 422, 428])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    version: Option<i64>,
    reason: String,
    effective_on: Option<Date>,
}

async fn withdraw(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let command = Withdraw {
        register: list,
        id: shared::id(&record)?,
        version: shared::version(&headers, body.version)?,
        effective_on: body.effective_on,
        reason: shared::note("reason", Some(&body.reason))?,
    };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
