//! `POST …/{id}/unlink`: a link is taken back.

use super::shared::{self, CHANGE, DONE};
use crate::domain::registers::Unlink;
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Id, Refusal};
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/unlink";
    Route::new(Kind::Api, "registers.unlink", Method::POST, path, unlink)
        .who(Who::SignedIn)
        .summary("Takes a link back")
        .headers(CHANGE)
        .takes(&[("application/json", "OldLink")])
        .gives(DONE)
        .refuses(&[403, 409, 422])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    kind: String,
    to: Id,
}

async fn unlink(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let kind =
        kernel::clean::line(&body.kind).map_err(|unclean| Refusal::invalid(vec![unclean.problem("kind")]))?;
    let command = Unlink { register: list, id: shared::id(&record)?, kind, to: body.to };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
