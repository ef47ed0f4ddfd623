//! Votes: opened, cast by name or by slip, counted, put aside.

use super::super::shared;
use super::{change, change_at_version, done, told};
use crate::charter::model::BallotKind;
use crate::desk::Caller;
use crate::domain::meetings::{Cast, CastSlip, Choice, Count, OpenBallot, VoidBallot, slip_digest};
use crate::http::input::Json;
use crate::http::{Failure, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

const JSON: &str = "application/json";

pub(super) fn routes() -> Vec<Route> {
    vec![
        change_at_version("meetings.open_ballot", "/api/agenda/{id}/ballots", &[(JSON, "NewBallot")], open)
            .summary("An item is put to the vote; for a secret one with the digests of the slips handed out")
            .body_max(512 * 1024),
        change("meetings.cast", "/api/ballots/{id}/votes", &[(JSON, "NewVote")], cast)
            .summary("A vote by name: by whoever holds the seat, or entered by the clerk"),
        change("meetings.cast_slip", "/api/ballots/{id}/slips", &[(JSON, "SlipVote")], cast_slip)
            .who(Who::Nobody)
            .summary("A slip of a secret ballot is cast; recorded in nobody's name, whoever is signed in"),
        change("meetings.count", "/api/ballots/{id}/count", &[], count)
            .summary("A ballot is over and is counted"),
        change("meetings.void_ballot", "/api/ballots/{id}/void", &[(JSON, "BallotVoiding")], void)
            .summary("A vote that went wrong is put aside before it is counted"),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewBallot {
    version: Option<i64>,
    kind: BallotKind,
    question: Option<String>,
    slips: Option<Vec<NewSlip>>,
}

/// The digest of a slip's code and the side it is for. The code itself is the caller's: it is never sent here before
/// it is cast, and kept nowhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewSlip {
    slip: String,
    side: String,
}

async fn open(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewBallot>,
) -> Result<Response, Failure> {
    let slips = body.slips.unwrap_or_default();
    let command = OpenBallot {
        item: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        kind: body.kind,
        question: shared::note("question", body.question.as_deref())?,
        slips: slips.into_iter().map(|slip| (slip.slip, slip.side)).collect(),
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewVote {
    post: String,
    choice: Choice,
}

async fn cast(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewVote>,
) -> Result<Response, Failure> {
    let command = Cast { ballot: shared::id(&id)?, post: body.post, choice: body.choice };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlipVote {
    code: String,
    choice: Choice,
}

/// Whoever asks, the command is performed for nobody: what is written names no person.
async fn cast_slip(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<SlipVote>,
) -> Result<Response, Failure> {
    let command = CastSlip { ballot: shared::id(&id)?, slip: slip_digest(&body.code)?, choice: body.choice };
    let receipt = perform(&site, Arc::new(Caller::public()), command, shared::key(&headers)?).await?;
    Ok(told(&receipt))
}

async fn count(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Ok(told(&done(&site, visitor, &headers, Count { ballot: shared::id(&id)? }).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BallotVoiding {
    reason: String,
}

async fn void(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<BallotVoiding>,
) -> Result<Response, Failure> {
    let command =
        VoidBallot { ballot: shared::id(&id)?, reason: shared::note("reason", Some(&body.reason))? };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}
