//! `POST /api/figures/{id}/publications`: a computed value is put on record.

use super::shared::{self, CHANGE, DONE};
use crate::domain::figures::{self, Asked, Publish};
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, ask, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Date, Problem, Refusal};
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "figures.publish", Method::POST, "/api/figures/{id}/publications", publish)
        .who(Who::SignedIn)
        .summary("Puts on record what a figure computes to on a day")
        .headers(CHANGE)
        .takes(&[("application/json", "NewPublication")])
        .gives(DONE)
        .refuses(&[403, 409, 422])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    as_of: Option<Date>,
}

async fn publish(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let key = shared::key(&headers)?;
    let answer = ask(&site, move |house, reader| {
        let law = house.law();
        let figure = figures::find(&law.charter, &id)?;
        let today = house.clock.today();
        let as_of = body.as_of.unwrap_or(today);
        if as_of > today {
            let problem = Problem::new("as_of", "in_the_future").with("today", today);
            return Err(Refusal::invalid(vec![problem]));
        }
        figures::answer(reader, &law.charter, figure, Asked { as_of, known_at: None, today })
    })
    .await?;
    let receipt = perform(&site, visitor.caller, Publish::new(&answer), key).await?;
    Ok(shared::receipt(&receipt, None))
}
