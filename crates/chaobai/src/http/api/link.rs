//! `POST …/{id}/links`: a record is tied to another one.

use super::shared::{self, CHANGE, DONE, register};
use crate::domain::registers::{LinkTo, get};
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, ask, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Id, Kind as No, Problem, Refusal};
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/links";
    Route::new(Kind::Api, "registers.link", Method::POST, path, link)
        .who(Who::SignedIn)
        .summary("Ties a record to another one the caller sees")
        .headers(CHANGE)
        .takes(&[("application/json", "NewLink")])
        .gives(DONE)
        .refuses(&[403, 409, 422])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    kind: String,
    register: String,
    to: Id,
}

async fn link(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let id = shared::id(&record)?;
    // A record the caller does not see must not be found out by linking to it.
    let (caller, to_register, to) = (visitor.caller.clone(), body.register.clone(), body.to.clone());
    ask(&site, move |house, reader| {
        let law = house.law();
        let seen = register(&law, &caller, &to_register)
            .and_then(|register| get(reader, &law.charter, &caller, register, &to));
        match seen {
            Err(refusal) if refusal.kind == No::NotFound => {
                let problem = Problem::new("to", "no_such_record").with("given", &to);
                Err(Refusal::invalid(vec![problem]))
            }
            other => other.map(drop),
        }
    })
    .await?;
    let command = LinkTo { register: list, id, kind: body.kind, to_register: body.register, to: body.to };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
