//! `/lists` and `/lists/{register}`.

use super::home;
use crate::domain::registers::{self, ListQuery, Sort};
use crate::http::pages::common::list::{self, Outcome, Shape};
use crate::http::pages::common::{Frame, html, see};
use crate::http::views::{ListGroup, ListIndex, Nav};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// All lists by area.
pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let view = ask(&site, move |house, reader| all(reader, &Frame::new(house, &visitor))).await?;
    Ok(html(StatusCode::OK, &view))
}

fn all(ask: &mut dyn Ask, frame: &Frame) -> Result<ListIndex, Refusal> {
    let mut groups = Vec::new();
    for area in &frame.charter().zone.areas {
        let mut lists = Vec::new();
        for register in home::visible(frame, area) {
            let mut line = home::line(frame, ask, register)?;
            let sort = Some(Sort { field: "amended_at".into(), descending: true });
            let last = ListQuery { sort, limit: 1, today: Some(frame.today), ..ListQuery::default() };
            let last = registers::list(ask, &frame.caller, register, &last)?.records;
            line.changed = last.first().map(|record| frame.day_of(record.amended_at)).unwrap_or_default();
            lists.push(line);
        }
        if !lists.is_empty() {
            groups.push(ListGroup {
                id: area.id.clone(),
                name: frame.text(&area.name).to_owned(),
                summary: frame.text(&area.summary).to_owned(),
                lists,
            });
        }
    }
    let number: usize = groups.iter().map(|group| group.lists.len()).sum();
    let state = match frame.lang {
        Lang::Zh => format!("共 {number} 份清单"),
        Lang::En => format!("{number} lists"),
    };
    Ok(ListIndex {
        page: frame.page(Nav::Lists, frame.words().lists_title),
        state,
        groups,
        ogc_href: "/ogc".into(),
    })
}

/// One list.
pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(register): Path<String>,
) -> Result<Response, Failure> {
    shaped(site, visitor, register, Shape::Table).await
}

/// The projects of a list on one axis of time.
pub async fn timeline(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(register): Path<String>,
) -> Result<Response, Failure> {
    shaped(site, visitor, register, Shape::Timeline).await
}

/// The records of a list on the zone's map.
pub async fn map(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(register): Path<String>,
) -> Result<Response, Failure> {
    shaped(site, visitor, register, Shape::Map).await
}

async fn shaped(
    site: Arc<Site>,
    visitor: Visitor,
    register: String,
    shape: Shape,
) -> Result<Response, Failure> {
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        list::outcome(&frame, reader, list::find(&frame, &register)?, shape)
    })
    .await?;
    Ok(match outcome {
        Outcome::Page(view, true) => html(StatusCode::OK, &*view),
        Outcome::Page(view, false) => html(StatusCode::BAD_REQUEST, &*view),
        Outcome::See(href) => see(&href),
    })
}
