//! Before a meeting: it is prepared, its agenda made and ordered, papers handed in, its notice given.

use super::super::attach::kept_file;
use super::super::shared::{self, MADE};
use super::view::sitting_of_item;
use super::{change, change_at_version, done, told};
use crate::domain::files::SIZE_MAX;
use crate::domain::meetings::{
    CallMeeting, Cancel, FilePaper, GiveNotice, MergeItems, MoveMeeting, OrderAgenda, Ordered, PlaceItem,
    Recuse,
};
use crate::http::input::Json;
use crate::http::openapi::{Param, Shape};
use crate::http::{Asked, Failure, Route, Site, Visitor, ask};
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::{Date, Id, Refusal};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;

const JSON: &str = "application/json";

pub(super) fn routes() -> Vec<Route> {
    vec![
        change("meetings.call", "/api/meetings", &[(JSON, "NewMeeting")], call)
            .summary("A meeting of a body, or a written procedure, is prepared; its number is issued")
            .gives(MADE),
        change_at_version("meetings.move", "/api/meetings/{id}/move", &[(JSON, "MeetingMove")], move_meeting)
            .summary("A meeting gets another day, time or place"),
        change_at_version(
            "meetings.cancel",
            "/api/meetings/{id}/cancel",
            &[(JSON, "MeetingCancellation")],
            cancel,
        )
        .summary("A meeting does not take place"),
        change_at_version(
            "meetings.give_notice",
            "/api/meetings/{id}/notice",
            &[(JSON, "MeetingNotice")],
            notice,
        )
        .summary("The notice goes out; a written procedure begins"),
        change("meetings.place_item", "/api/meetings/{id}/items", &[(JSON, "NewItem")], place)
            .summary("An item comes onto the agenda"),
        change("meetings.order_agenda", "/api/meetings/{id}/agenda", &[(JSON, "AgendaOrder")], order)
            .summary("The whole agenda in its new order, and what is taken off it; every item is named"),
        change_at_version("meetings.merge_items", "/api/agenda/{id}/merge", &[(JSON, "ItemMerge")], merge)
            .summary("An item is taken up in another one of the same agenda"),
        change("meetings.recuse", "/api/agenda/{id}/recusals", &[(JSON, "NewRecusal")], recuse)
            .summary("Whoever holds a seat keeps out of an item"),
        change(
            "meetings.file_paper",
            "/api/agenda/{id}/papers",
            &[("application/octet-stream", "File"), ("multipart/form-data", "FileForm")],
            paper,
        )
        .summary("A paper is handed in for an item")
        .query(PAPER)
        .body_max(SIZE_MAX as usize + 64 * 1024)
        .time(120),
    ]
}

const PAPER: &[Param] = &[
    Param::optional("name", Shape::FileName, "Name of the file, where the body is the file itself."),
    Param::optional("let_in", Shape::Line(2000), "Why the chair lets the paper in although it is late."),
    Param::optional(
        "place",
        Shape::Choice(&["keep", "remove"]),
        "What becomes of the place a photo was taken at; absent: it is taken out of the file before it is kept.",
    ),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewMeeting {
    body: String,
    way: String,
    held_on: Date,
    time: Option<String>,
    place: Option<String>,
    note: Option<String>,
}

async fn call(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(body): Json<NewMeeting>,
) -> Result<Response, Failure> {
    let command = CallMeeting {
        body: body.body,
        way: body.way,
        held_on: body.held_on,
        time: body.time.unwrap_or_default(),
        place: shared::note("place", body.place.as_deref())?,
        note: shared::note("note", body.note.as_deref())?,
    };
    let receipt = done(&site, visitor, &headers, command).await?;
    let address = format!("/api/meetings/{}", receipt.answer["meeting"].as_str().unwrap_or_default());
    Ok(shared::receipt(&receipt, Some(address)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingMove {
    version: Option<i64>,
    held_on: Date,
    time: Option<String>,
    place: Option<String>,
    let_in: Option<String>,
}

async fn move_meeting(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<MeetingMove>,
) -> Result<Response, Failure> {
    let command = MoveMeeting {
        meeting: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        held_on: body.held_on,
        time: body.time.unwrap_or_default(),
        place: shared::note("place", body.place.as_deref())?,
        let_in: shared::note("let_in", body.let_in.as_deref())?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingCancellation {
    version: Option<i64>,
    reason: String,
}

async fn cancel(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<MeetingCancellation>,
) -> Result<Response, Failure> {
    let command = Cancel {
        meeting: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        reason: shared::note("reason", Some(&body.reason))?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingNotice {
    version: Option<i64>,
    let_in: Option<String>,
}

async fn notice(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<MeetingNotice>,
) -> Result<Response, Failure> {
    let command = GiveNotice {
        meeting: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        let_in: shared::note("let_in", body.let_in.as_deref())?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewItem {
    name: String,
    mode: String,
    minutes: Option<i64>,
    joint: Option<bool>,
    reporter: Option<String>,
    request: Option<String>,
    about: Option<Map<String, Value>>,
    let_in: Option<String>,
}

async fn place(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewItem>,
) -> Result<Response, Failure> {
    let command = PlaceItem {
        meeting: shared::id(&id)?,
        name: body.name,
        mode: body.mode,
        minutes: body.minutes.unwrap_or(0),
        joint: body.joint.unwrap_or(false),
        reporter: body.reporter.unwrap_or_default(),
        request: shared::note("request", body.request.as_deref())?,
        about: body.about.unwrap_or_default(),
        let_in: shared::note("let_in", body.let_in.as_deref())?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgendaOrder {
    items: Vec<OrderedItem>,
    off: Option<Vec<SeenItem>>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderedItem {
    id: Id,
    version: i64,
    mode: String,
    minutes: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenItem {
    id: Id,
    version: i64,
}

async fn order(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<AgendaOrder>,
) -> Result<Response, Failure> {
    let items = body.items.into_iter().map(|item| Ordered {
        id: item.id,
        version: item.version,
        mode: item.mode,
        minutes: item.minutes.unwrap_or(0),
    });
    let command = OrderAgenda {
        meeting: shared::id(&id)?,
        items: items.collect(),
        off: body.off.unwrap_or_default().into_iter().map(|item| (item.id, item.version)).collect(),
        note: shared::note("note", body.note.as_deref())?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemMerge {
    version: Option<i64>,
    into: Id,
}

async fn merge(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<ItemMerge>,
) -> Result<Response, Failure> {
    let command = MergeItems {
        into: body.into,
        item: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRecusal {
    post: String,
    reason: String,
}

async fn recuse(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<NewRecusal>,
) -> Result<Response, Failure> {
    let command = Recuse {
        item: shared::id(&id)?,
        post: body.post,
        reason: shared::note("reason", Some(&body.reason))?,
    };
    Ok(told(&done(&site, visitor, &headers, command).await?))
}

async fn paper(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    asked: Asked,
    request: Request,
) -> Result<Response, Failure> {
    let (item, headers) = (shared::id(&id)?, request.headers().clone());
    shared::key(&headers)?;
    let let_in = shared::note("let_in", asked.text("let_in"))?;
    // Judged before anything is kept, so that nobody fills the disk with what is refused afterwards.
    let (caller, of) = (visitor.caller.clone(), item.clone());
    let (list, allowed) = ask(&site, move |house, reader| {
        let law = house.law();
        let sitting = sitting_of_item(reader, &law.charter, &caller, &of)?;
        if !sitting.is_office(&caller) {
            return Err(Refusal::not_allowed());
        }
        Ok((sitting.agenda.id.clone(), sitting.agenda.attach.clone()))
    })
    .await?;
    let file = kept_file(&site, &visitor, request, &asked, (list, item, allowed)).await?;
    Ok(told(&done(&site, visitor, &headers, FilePaper { file, let_in }).await?))
}
