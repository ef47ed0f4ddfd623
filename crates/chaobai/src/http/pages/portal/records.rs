//! `/lists/{register}/{id}`: one record with its history; `…/difference`: two of its versions side by side.

use crate::http::pages::common::{self, Frame, html, record};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// The page.
pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let view =
        ask(&site, move |house, reader| record::page(&Frame::new(house, &visitor), reader, &register, &id))
            .await?;
    Ok(html(StatusCode::OK, &view))
}

/// Two versions side by side.
pub async fn difference(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((register, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let view = ask(&site, move |house, reader| {
        common::difference::page(&Frame::new(house, &visitor), reader, &register, &id)
    })
    .await?;
    Ok(html(StatusCode::OK, &view))
}
