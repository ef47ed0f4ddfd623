//! `GET /api/bodies`: who decides together, and who is in the chair.

use super::shared::{AS_OF, answer};
use crate::domain::people::chair_on;
use crate::http::{Asked, Kind, Route, Site};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "bodies.list", Method::GET, "/api/bodies", bodies)
        .summary("The bodies of the zone, with the post in the chair on a day")
        .query(&[AS_OF])
        .gives(&[(200, "application/json", "Bodies")])
}

async fn bodies(State(site): State<Arc<Site>>, asked: Asked) -> Response {
    let law = site.house.law();
    let day = asked.date("as_of").unwrap_or_else(|| site.house.clock.today());
    let bodies: Vec<Value> = law
        .charter
        .zone
        .bodies
        .iter()
        .map(|body| {
            let mut shown = json!(body);
            shown["in_the_chair"] = json!(chair_on(body, day));
            shown
        })
        .collect();
    answer(&json!({ "as_of": day.to_string(), "bodies": bodies }))
}
