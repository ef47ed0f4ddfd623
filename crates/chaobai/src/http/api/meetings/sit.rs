//! In a meeting: opened, who is there, what came of an item, closed.

use super::super::shared;
use super::{change, change_at_version, done, told};
use crate::charter::model::Verdict;
use crate::domain::meetings::{Attend, Close, Decide, Open};
use crate::http::input::Json;
use crate::http::{Failure, Route, Site, Visitor};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

const JSON: &str = "application/json";

pub(super) fn routes() -> Vec<Route> {
    vec![
        change_at_version("meetings.open", "/api/meetings/{id}/open", &[(JSON, "MeetingOpening")], open)
            .summary("A meeting is opened: who is there, who presides"),
        change("meetings.attend", "/api/meetings/{id}/attendance", &[(JSON, "Attendance")], attend)
            .summary("Somebody comes later, leaves, or is excused"),
        change_at_version("meetings.close", "/api/meetings/{id}/close", &[(JSON, "MeetingClosing")], close)
            .summary("A meeting is over"),
        change_at_version("meetings.decide", "/api/agenda/{id}/decision", &[(JSON, "ItemDecision")], decide)
            .summary("What came of an item: heard, or one of the five results with its words"),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingOpening {
    version: Option<i64>,
    present: Vec<String>,
    leave: Option<Vec<String>>,
    chair: Option<String>,
}

async fn open(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<MeetingOpening>,
) -> Result<Response, Failure> {
    let command = Open {
        meeting: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        present: body.present,
        leave: body.leave.unwrap_or_default(),
        chair: body.chair.unwrap_or_default(),
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attendance {
    attendee: String,
    presence: String,
}

async fn attend(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Attendance>,
) -> Result<Response, Failure> {
    let command = Attend { meeting: shared::id(&id)?, attendee: body.attendee, presence: body.presence };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingClosing {
    version: Option<i64>,
    note: Option<String>,
}

async fn close(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<MeetingClosing>,
) -> Result<Response, Failure> {
    let command = Close {
        meeting: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        note: shared::note("note", body.note.as_deref())?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemDecision {
    version: Option<i64>,
    verdict: Option<Verdict>,
    wording: Option<String>,
    dissent: Option<String>,
}

async fn decide(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<ItemDecision>,
) -> Result<Response, Failure> {
    let command = Decide {
        item: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        verdict: body.verdict,
        wording: shared::note("wording", body.wording.as_deref())?,
        dissent: shared::note("dissent", body.dissent.as_deref())?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}
