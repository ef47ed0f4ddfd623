//! After a decision: a resolution is issued and split into tasks.

use super::super::shared::{self, MADE};
use super::super::view::Fields;
use super::{change, done, told};
use crate::domain::meetings::{self, IssueResolution, IssueTasks};
use crate::http::input::Json;
use crate::http::{Failure, Route, Site, Visitor};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::Refusal;
use serde::Deserialize;
use std::sync::Arc;

const JSON: &str = "application/json";

pub(super) fn routes() -> Vec<Route> {
    vec![
        change("meetings.issue_resolution", "/api/agenda/{id}/resolution", &[(JSON, "NewResolution")], issue)
            .summary("A decision gets its number and its final text")
            .gives(MADE),
        change("meetings.issue_tasks", "/api/resolutions/{id}/tasks", &[(JSON, "NewTasks")], tasks)
            .summary("A resolution is split into tasks; each comes onto its list by itself"),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewResolution {
    name: Option<String>,
    text: String,
}

async fn issue(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewResolution>,
) -> Result<Response, Failure> {
    let command = IssueResolution {
        item: shared::id(&id)?,
        name: body.name.unwrap_or_default(),
        text: shared::note("text", Some(&body.text))?,
    };
    let list = site.house.law().charter.zone.meetings.as_ref().map(|law| law.resolutions.clone());
    let receipt = done(&site, visitor, &headers, command).await?;
    let made = receipt.answer["resolution"].as_str().unwrap_or_default();
    let address = shared::record_address(&list.unwrap_or_default(), made);
    Ok(shared::receipt(&receipt, Some(address)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewTasks {
    known: Option<usize>,
    tasks: Vec<Fields>,
}

async fn tasks(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewTasks>,
) -> Result<Response, Failure> {
    let law = site.house.law();
    let list = &meetings::law_of(&law.charter)?.tasks;
    let list = law.charter.register(list).ok_or_else(Refusal::not_found)?;
    let tasks = body.tasks.into_iter().map(|fields| fields.kept(list)).collect::<Result<Vec<_>, _>>()?;
    let command = IssueTasks { resolution: shared::id(&id)?, known: body.known.unwrap_or(0), tasks };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}
