//! `GET /api/registers`: the lists the caller sees anything of.

use super::shared::answer;
use crate::domain::registers::permits;
use crate::http::{Kind, Route, Site, Visitor};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "registers.all", Method::GET, "/api/registers", all)
        .summary("The lists, as far as the caller sees anything of them")
        .gives(&[(200, "application/json", "Registers")])
}

async fn all(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    let law = site.house.law();
    let seen = permits::visible_registers(&law.charter, &visitor.caller);
    let registers: Vec<Value> = seen
        .map(|register| {
            json!({
                "id": register.id,
                "name": register.name,
                "summary": register.summary,
                "area": register.area,
                "public": register.public,
                "href": format!("/api/registers/{}", register.id),
            })
        })
        .collect();
    answer(&json!({ "registers": registers }))
}
