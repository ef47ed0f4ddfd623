//! Views on their way out.

use crate::http::Failure;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Kind, Refusal};

/// A view as a page.
pub fn html(status: StatusCode, view: &impl Template) -> Response {
    match view.render() {
        Ok(text) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            Failure::from(Refusal::new(Kind::Busy, "busy")).into_response()
        }
    }
}

/// "Look there": the answer to a form, and an address in its plain form.
pub fn see(href: &str) -> Response {
    match HeaderValue::from_str(href) {
        Ok(href) => (StatusCode::SEE_OTHER, [(header::LOCATION, href)]).into_response(),
        Err(_) => Failure::not_found().into_response(),
    }
}
