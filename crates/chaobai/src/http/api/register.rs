//! `GET /api/registers/{register}`: what stands on a list, and what the caller might do there.

use super::shared::{answer, register};
use crate::domain::registers::permits::{self, Action};
use crate::http::{Failure, Kind, Route, Site, Visitor};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "registers.define", Method::GET, "/api/registers/{register}", define)
        .summary("The definition of a list: fields, stages, permits")
        .gives(&[(200, "application/json", "Register")])
}

async fn define(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let law = site.house.law();
    let register = register(&law, &visitor.caller, &id)?;
    let might = |action| permits::might(&visitor.caller, register, action);
    Ok(answer(&json!({
        "id": register.id,
        "charter_version": law.version,
        "definition": register,
        "might": {
            "read_all": might(Action::Read),
            "create": might(Action::Create),
            "amend": might(Action::Amend),
            "advance": might(Action::Advance),
            "withdraw": might(Action::Withdraw),
        },
    })))
}
