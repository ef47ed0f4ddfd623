//! `GET /log/checkpoint`: the signed head.

use crate::http::{Failure, Kind, Route, Site};
use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use kernel::{Kind as No, Refusal};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Log, "log.checkpoint", Method::GET, "/log/checkpoint", checkpoint)
        .summary("The signed head of the log (C2SP tlog-checkpoint)")
        .gives(&[(200, "text/plain", "Text")])
        .refuses(&[404])
}

async fn checkpoint(State(site): State<Arc<Site>>) -> Result<Response, Failure> {
    let signed = read(&site).await?.ok_or_else(|| Refusal::new(No::NotFound, "log.nothing_published"))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], signed).into_response())
}

/// The signed head as it lies on the disk; none before the first.
pub async fn read(site: &Arc<Site>) -> Result<Option<Vec<u8>>, Failure> {
    let house = site.house.clone();
    let read = tokio::task::spawn_blocking(move || house.log.checkpoint_bytes()).await;
    read.map_err(anyhow::Error::from).and_then(|read| read).map_err(|error| {
        tracing::error!(error = format!("{error:#}"), "the checkpoint could not be read");
        Refusal::new(No::Busy, "busy").into()
    })
}
