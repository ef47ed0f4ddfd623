//! `POST …/{id}/approve-plan`: the plan of a project as it stands is approved.

use super::shared::{self, CHANGE_AT_VERSION, DONE};
use crate::domain::projects::ApprovePlan;
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/approve-plan";
    Route::new(Kind::Api, "projects.approve_plan", Method::POST, path, approve)
        .who(Who::SignedIn)
        .summary("The plan of a project as it stands is approved; drift is measured against it from then on")
        .headers(CHANGE_AT_VERSION)
        .takes(&[("application/json", "PlanApproval")])
        .gives(DONE)
        .refuses(&[403, 409, 422, 428])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    version: Option<i64>,
    note: String,
}

async fn approve(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let command = ApprovePlan {
        register: list,
        id: shared::id(&record)?,
        version: shared::version(&headers, body.version)?,
        note: shared::note("note", Some(&body.note))?,
    };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
