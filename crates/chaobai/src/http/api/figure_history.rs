//! `GET /api/figures/{id}/history`: everything ever put on record for a figure.

use super::shared::answer;
use crate::domain::figures;
use crate::http::{Failure, Kind, Route, Site, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "figures.history", Method::GET, "/api/figures/{id}/history", history)
        .summary(
            "Everything put on record for a figure, newest day first, corrections before what they correct",
        )
        .gives(&[(200, "application/json", "FigureHistory")])
}

async fn history(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let figure = figures::find(&law.charter, &id)?;
        let cell = figures::figure_cell(&law.charter.zone.id, &id);
        let values: Vec<Value> = figures::history(reader, &law.charter, figure)?
            .into_iter()
            .map(|one| {
                let value = &one.value;
                json!({
                    "basis": one.basis,
                    "value": value.value.normalize().to_string(),
                    "qualifier": value.qualifier.id(),
                    "as_of": value.as_of.to_string(),
                    "source": value.source,
                    "words": value.words,
                    "number": value.number,
                    "definition": one.definition,
                    "corrected": one.corrected,
                    "recorded_at": value.recorded_at.to_string(),
                    "entry": value.entry,
                    "proof": format!("/log/proof/{cell}/{}", value.entry),
                })
            })
            .collect();
        Ok(json!({ "figure": id, "values": values }))
    })
    .await?;
    Ok(answer(&body))
}
