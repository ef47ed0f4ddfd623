//! `GET /api/registers/{register}/records/{id}`: a record, today or on a day, as known at an instant.

use super::shared::{AS_OF, KNOWN_AT, answer, etag, id, register};
use super::view;
use crate::domain::registers::{attachments, get, get_as_of};
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::{Method, header};
use axum::response::Response;
use kernel::Date;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "registers.get", Method::GET, "/api/registers/{register}/records/{id}", record)
        .summary("A record as far as the caller sees it; ETag is its version")
        .query(&[AS_OF, KNOWN_AT])
        .gives(&[(200, "application/json", "Record")])
}

async fn record(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Failure> {
    let (version, body) = ask(&site, move |house, reader| {
        let law = house.law();
        let (register, id) = (register(&law, &visitor.caller, &list)?, id(&record)?);
        let (charter, caller) = (&law.charter, &visitor.caller);
        let (day, known) = (asked.date("as_of"), asked.instant("known_at"));
        let (record, access) = if day.is_some() || known.is_some() {
            get_as_of(reader, charter, caller, register, &id, day.unwrap_or(Date::LAST), known)?
        } else {
            get(reader, charter, caller, register, &id)?
        };
        let files: Vec<Value> = attachments(reader, &charter.zone.id, &id)?
            .into_iter()
            .filter(|file| known.is_none_or(|known| file.recorded_at <= known))
            .map(|file| {
                json!({
                    "sha256": file.sha256, "name": file.name, "media_type": file.media_type, "size": file.size,
                    "recorded_at": file.recorded_at.to_string(), "unread": file.photo.unread,
                    "href": format!("/api/registers/{list}/records/{id}/attachments/{}", file.sha256),
                })
            })
            .collect();
        let mut body = view::record(register, &record);
        body["access"] = json!(view::access(access));
        body["attachments"] = json!(files);
        Ok((record.version, body))
    })
    .await?;
    let mut response = answer(&body);
    response.headers_mut().insert(header::ETAG, etag(version));
    Ok(response)
}
