//! `GET /log/tile/…`: a tile of hashes or a bundle of entries. Its bytes never change.

use crate::http::{Failure, Kind, Route, Site};
use axum::extract::{Path, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use journal::TileSource;
use journal::tile::Tile;
use kernel::{Kind as No, Refusal};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Log, "log.tile", Method::GET, "/log/tile/{*path}", tile)
        .summary("A tile of hashes or a bundle of entries (C2SP tlog-tiles)")
        .gives(&[(200, "application/octet-stream", "File")])
}

async fn tile(State(site): State<Arc<Site>>, Path(path): Path<String>) -> Result<Response, Failure> {
    // Only a path that a tile is written under is looked for on the disk.
    let path = Tile::parse(&format!("tile/{path}")).ok_or_else(Failure::not_found)?.path();
    let folder = site.house.log.folder();
    let read = tokio::task::spawn_blocking(move || folder.read(&path)).await;
    let bytes = match read {
        Ok(Ok(bytes)) => bytes.ok_or_else(Failure::not_found)?,
        Ok(Err(error)) => {
            tracing::error!(%error, "a tile could not be read");
            return Err(Refusal::new(No::Busy, "busy").into());
        }
        Err(_) => return Err(Refusal::new(No::Busy, "busy").into()),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}
