//! `…/{id}/comments`: what is said of a record, something more said, and one of them settled. For callers who
//! may read the whole record.

use super::shared::{self, CHANGE, DONE, answer, register};
use crate::domain::comments::{self, Comment, Resolve, Said};
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{find, get};
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, ask, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

const PATH: &str = "/api/registers/{register}/records/{id}/comments";

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new(Kind::Api, "comments.list", Method::GET, PATH, list)
            .who(Who::SignedIn)
            .summary("Comments on a record, newest first")
            .gives(&[(200, "application/json", "Comments")])
            .refuses(&[403]),
        Route::new(Kind::Api, "comments.comment", Method::POST, PATH, comment)
            .who(Who::SignedIn)
            .summary("Says something of a record or one of its fields; @unit tells a unit")
            .headers(CHANGE)
            .takes(&[("application/json", "NewComment")])
            .gives(DONE)
            .refuses(&[403, 409, 422]),
        Route::new(
            Kind::Api,
            "comments.resolve",
            Method::POST,
            "/api/registers/{register}/records/{id}/comments/{comment}/resolve",
            resolve,
        )
        .who(Who::SignedIn)
        .summary("Settles a comment")
        .headers(CHANGE)
        .gives(DONE)
        .refuses(&[403, 409]),
    ]
}

async fn list(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let (charter, caller) = (&law.charter, &visitor.caller);
        let (own, id) = (register(&law, caller, &list)?, shared::id(&record)?);
        get(reader, charter, caller, own, &id)?;
        let whole = find(reader, &charter.zone.id, &id)?.ok_or_else(Refusal::not_found)?;
        permits::demand(caller, own, Action::Read, &whole.stage, &whole.body)?;
        let said = comments::of_record(reader, &charter.zone.id, &id)?;
        Ok(json!({ "comments": said.iter().map(one).collect::<Vec<_>>() }))
    })
    .await?;
    Ok(answer(&body))
}

fn one(comment: &Said) -> Value {
    json!({
        "id": comment.id,
        "field": comment.field,
        "version": comment.version,
        "text": comment.text,
        "mentions": comment.mentions,
        "author": comment.author,
        "author_post": comment.author_post,
        "at": comment.at.to_string(),
        "resolved_at": comment.resolved.as_ref().map(|(_, _, at)| at.to_string()),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    version: i64,
    text: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    unit: String,
}

async fn comment(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let command = Comment {
        register: list,
        id: shared::id(&record)?,
        version: body.version,
        field: body.field,
        text: body.text,
        unit: body.unit,
    };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}

async fn resolve(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record, comment)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let command = Resolve { register: list, id: shared::id(&record)?, comment: shared::id(&comment)? };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
