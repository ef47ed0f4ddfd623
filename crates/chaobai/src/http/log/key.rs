//! `GET /log/key`: the key anyone checks the log with.

use crate::http::{Kind, Route, Site};
use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Log, "log.key", Method::GET, "/log/key", key)
        .summary(
            "The log's public key (C2SP signed-note verifier key); better taken from somewhere else, too",
        )
        .gives(&[(200, "text/plain", "Text")])
}

async fn key(State(site): State<Arc<Site>>) -> Response {
    let text = format!("{}\n", site.house.log.verifier().to_text());
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
