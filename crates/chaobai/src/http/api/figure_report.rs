//! `POST /api/figures/{id}/reports`: a source says so.

use super::shared::{self, CHANGE, DONE};
use crate::domain::figures::{self, Report};
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Date, Refusal, Text};
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "figures.report", Method::POST, "/api/figures/{id}/reports", report)
        .who(Who::SignedIn)
        .summary("Puts on record what a source reported; a second report of a day is a correction")
        .headers(CHANGE)
        .takes(&[("application/json", "NewReport")])
        .gives(DONE)
        .refuses(&[403, 409, 422])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    value: String,
    qualifier: Option<String>,
    as_of: Date,
    source: String,
    words: Text,
}

async fn report(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    figures::find(&site.house.law().charter, &id)?;
    let source = kernel::clean::line(&body.source)
        .map_err(|unclean| Refusal::invalid(vec![unclean.problem("source")]))?;
    let words = Text {
        zh: shared::note("words/zh", Some(&body.words.zh))?,
        en: shared::note("words/en", Some(&body.words.en))?,
    };
    let qualifier = body.qualifier.unwrap_or_else(|| "exact".into());
    let command = Report { figure: id, value: body.value, qualifier, as_of: body.as_of, source, words };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
