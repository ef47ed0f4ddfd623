//! `GET …/{id}/attachments/{sha256}`: a file of a record, to save, never to be run in the browser.

use super::shared::{download, id};
use crate::http::{Failure, Kind, Route, Site, Visitor};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use kernel::{Kind as No, Refusal};
use std::io::Read;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/attachments/{sha256}";
    Route::new(Kind::Api, "registers.file", Method::GET, path, file)
        .summary("A file of a record the caller sees")
        .gives(&[(200, "application/octet-stream", "File")])
}

async fn file(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record, sha256)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let of = id(&record)?;
    let file = super::attach::seen(&site, visitor, list, of, sha256).await?;
    let (house, hash) = (site.house.clone(), file.sha256.clone());
    let content = tokio::task::spawn_blocking(move || {
        let mut content = Vec::new();
        house.files.open_file(&hash)?.read_to_end(&mut content).map(|_| content)
    });
    let content = match content.await {
        Ok(Ok(content)) => content,
        Ok(Err(error)) => {
            tracing::error!(%error, "a kept file could not be read");
            return Err(Refusal::new(No::Busy, "busy").into());
        }
        Err(_) => return Err(Refusal::new(No::Busy, "busy").into()),
    };
    // The kind of file was found from its content when it was kept; it is sent as bytes all the same, so
    // that nothing an outsider wrote is ever opened under this site's name.
    let mut response = Body::from(content).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let (name, value) = download(&file.name);
    headers.insert(name, value);
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", file.sha256)) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}
