//! `/api/notices`: what the caller was told, and that it was read.

use super::shared::{self, CHANGE, DONE, answer};
use crate::domain::notices::{self, MarkRead, Notice};
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, ask, perform};
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Id, Refusal};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Most notices in an answer.
const MAX: i64 = 100;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new(Kind::Api, "notices.list", Method::GET, "/api/notices", list)
            .who(Who::SignedIn)
            .summary("What the caller's units and roles were told, unread first, then the newest")
            .gives(&[(200, "application/json", "Notices")]),
        Route::new(Kind::Api, "notices.mark_read", Method::POST, "/api/notices/read", mark_read)
            .who(Who::SignedIn)
            .summary("The caller has read notices")
            .headers(CHANGE)
            .takes(&[("application/json", "ReadNotices")])
            .gives(DONE)
            .refuses(&[422]),
    ]
}

async fn list(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let zone = house.law().charter.zone.id.clone();
        let told = notices::list(reader, &zone, &visitor.caller, house.clock.now(), MAX)?;
        Ok(json!({ "notices": told.iter().map(one).collect::<Vec<_>>() }))
    })
    .await?;
    Ok(answer(&body))
}

fn one(notice: &Notice) -> Value {
    json!({
        "id": notice.id,
        "event": notice.event,
        "register": notice.register,
        "record": notice.record,
        "text": notice.text,
        "raised_at": notice.raised_at.to_string(),
        "read_at": notice.read_at.map(|at| at.to_string()),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    notices: Vec<Id>,
}

async fn mark_read(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let person = visitor.caller.person.clone().ok_or_else(Refusal::not_found)?;
    let command = MarkRead { person, notices: body.notices };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
