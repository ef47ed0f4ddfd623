//! `GET /api/figures` and `GET /api/figures/{id}`: what the zone stands behind, on a day, as known at an
//! instant, with where it comes from.

use super::shared::{AS_OF, KNOWN_AT, answer};
use crate::domain::figures::{self, Asked as Day};
use crate::house::House;
use crate::http::{Asked, Failure, Kind, Route, Site, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route of all figures.
pub fn list_route() -> Route {
    Route::new(Kind::Api, "figures.list", Method::GET, "/api/figures", all)
        .summary("Every figure with its value and where it comes from")
        .query(&[AS_OF, KNOWN_AT])
        .gives(&[(200, "application/json", "Figures")])
}

/// The route of one figure.
pub fn route() -> Route {
    Route::new(Kind::Api, "figures.get", Method::GET, "/api/figures/{id}", one)
        .summary("A figure with its value and where it comes from")
        .query(&[AS_OF, KNOWN_AT])
        .gives(&[(200, "application/json", "Figure")])
}

async fn all(State(site): State<Arc<Site>>, asked: Asked) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let day = day(house, &asked);
        let answers =
            law.charter.figures.iter().map(|figure| {
                figures::answer(reader, &law.charter, figure, day).map(|answer| answer.to_json())
            });
        let answers: Vec<Value> = answers.collect::<Result<_, _>>()?;
        Ok(json!({ "as_of": day.as_of.to_string(), "figures": answers }))
    })
    .await?;
    Ok(answer(&body))
}

async fn one(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let figure = figures::find(&law.charter, &id)?;
        Ok(figures::answer(reader, &law.charter, figure, day(house, &asked))?.to_json())
    })
    .await?;
    Ok(answer(&body))
}

/// The day and the knowledge the parameters ask for.
fn day(house: &House, asked: &Asked) -> Day {
    let today = house.clock.today();
    Day { as_of: asked.date("as_of").unwrap_or(today), known_at: asked.instant("known_at"), today }
}
