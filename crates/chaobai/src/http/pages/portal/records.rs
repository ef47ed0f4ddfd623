//! `/lists/{register}/{id}`: one record with its history.

use crate::http::pages::common::{Frame, html, record};
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
