//! `POST /api/registers/{register}/check`: what cells as people write them would change, judged row by row,
//! nothing written. `GET /api/registers/{register}/sheet`: records as the text of their cells.

use super::shared::{self, answer};
use crate::domain::registers::{self, ListQuery};
use crate::domain::sheets::{Cells, Key, Sent};
use crate::http::input::Json;
use crate::http::openapi::{Param, Shape};
use crate::http::pages::common::Frame;
use crate::http::pages::work::grid;
use crate::http::sheets::{ROWS_MAX, others, rows, say};
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, Who, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use kernel::{Kind as No, Lang, Problem, Refusal};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Largest body of a check in bytes.
const SIZE_MAX: usize = 16 * 1024 * 1024;

const LANG: Param =
    Param::optional("lang", Shape::Choice(&["zh", "en"]), "Language of names and sentences; left out: zh.");
/// What every check of cells takes.
pub const CHECK: &[Param] = &[LANG];
const ROWS: &[Param] = &[
    Param::optional("filter", Shape::Filter, "CQL2 text over the fields the caller sees."),
    Param::optional(
        "sort",
        Shape::Sort,
        "A field, - before it for descending; left out: the list's own order.",
    ),
    Param::optional("stage", Shape::Stage, "Only records in this stage."),
    Param::optional("limit", Shape::Whole { min: 1, max: 1000 }, "Rows of a page; left out: 1000."),
    Param::optional("after", Shape::Cursor, "next of the page before, asked with the same sort."),
    LANG,
];

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new(Kind::Api, "sheets.check", Method::POST, "/api/registers/{register}/check", check)
            .who(Who::SignedIn)
            .summary("What cells as people write them would change; every row told, nothing written")
            .query(CHECK)
            .takes(&[("application/json", "SheetRows")])
            .gives(&[(200, "application/json", "SheetCheck")])
            .refuses(&[403, 413, 422])
            .body_max(SIZE_MAX),
        Route::new(Kind::Api, "sheets.rows", Method::GET, "/api/registers/{register}/sheet", sheet)
            .who(Who::SignedIn)
            .summary("Records as the text of their cells, and why a row cannot be changed")
            .query(ROWS)
            .gives(&[(200, "application/json", "SheetPage")])
            .refuses(&[403]),
    ]
}

/// Rows of cells as people write them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Body {
    /// The rows as the domain judges them.
    pub fn sent(self) -> Vec<Sent> {
        let sent = |(at, row): (usize, Row)| {
            let key = match row.id {
                Some(id) => Key::Known(id, row.version.unwrap_or(0)),
                None => Key::New(row.key.unwrap_or_else(|| format!("new-{}", at + 1))),
            };
            Sent { key, number: at + 1, cells: row.cells }
        };
        self.rows.into_iter().enumerate().map(sent).collect()
    }
}

/// One of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    id: Option<kernel::Id>,
    version: Option<i64>,
    /// A name of the sender's own for a row that is not there yet.
    key: Option<String>,
    cells: Cells,
}

async fn check(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(list): Path<String>,
    asked: Asked,
    Json(body): Json<Body>,
) -> Result<Response, Failure> {
    let told = ask(&site, move |house, reader| {
        let frame = frame(house, &visitor, &asked);
        let register = grid::find(&frame, &list)?;
        if body.rows.len() > ROWS_MAX {
            return Err(Refusal::new(No::TooLarge, "registers.too_many_rows").with("max", ROWS_MAX));
        }
        let names: BTreeSet<&String> = body.rows.iter().flat_map(|row| row.cells.keys()).collect();
        let unknown = names.into_iter().filter(|name| register.field(name).is_none());
        let unknown: Vec<Problem> =
            unknown.map(|name| Problem::new(name.as_str(), "unknown_field")).collect();
        if !unknown.is_empty() {
            return Err(Refusal::invalid(unknown));
        }
        let mut checker = others::checker(&frame, register);
        let mut told: Vec<Value> = Vec::with_capacity(body.rows.len());
        for sent in body.sent() {
            told.push(say::row(&checker.row(reader, &sent)?, frame.lang));
        }
        Ok(json!({ "rows": told }))
    })
    .await?;
    Ok(answer(&told))
}

async fn sheet(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(list): Path<String>,
    asked: Asked,
) -> Result<Response, Failure> {
    let told = ask(&site, move |house, reader| {
        let frame = frame(house, &visitor, &asked);
        let register = shared::register(&frame.law, &frame.caller, &list)?;
        let limit = asked.number("limit").map_or(1000, |n| usize::try_from(n).unwrap_or(1));
        let query = ListQuery { today: Some(frame.today), limit, ..super::list::query(register, &asked)? };
        let page = registers::list(reader, &frame.caller, register, &query)?;
        let fields = rows::fields(&frame, register);
        let mut checker = others::checker(&frame, register);
        let mut told = Vec::with_capacity(page.records.len());
        for record in &page.records {
            let row = rows::row(&frame, reader, register, &mut checker, &fields, record, 0)?;
            let locked = row.cells.first().map(|cell| cell.locked.clone()).filter(|why| !why.is_empty());
            told.push(json!({
                "id": row.key,
                "version": row.version,
                "locked": locked,
                "sample": row.tag.is_some(),
                "cells": row.cells.into_iter().map(|cell| cell.value).collect::<Vec<_>>(),
            }));
        }
        let fields: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
        Ok(json!({ "fields": fields, "rows": told, "next": page.next }))
    })
    .await?;
    Ok(answer(&told))
}

/// The language of the API is asked for, not read from the address.
pub fn frame(house: &crate::house::House, visitor: &Visitor, asked: &Asked) -> Frame {
    let lang = if asked.text("lang") == Some("en") { Lang::En } else { Lang::Zh };
    Frame { lang, is_work: true, ..Frame::new(house, visitor) }
}
