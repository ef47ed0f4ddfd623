//! `GET /api/documents` and `GET /api/documents/{id}`: documents of the charter, with the figures in them.

use super::shared::{AS_OF, KNOWN_AT, answer};
use crate::domain::documents::{self, Bound, Wanted};
use crate::domain::figures::Asked as Day;
use crate::http::{Asked, Failure, Kind, Route, Site, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use kernel::Lang;
use serde_json::{Value, json};
use std::sync::Arc;

/// The route of all documents.
pub fn list_route() -> Route {
    Route::new(Kind::Api, "documents.list", Method::GET, "/api/documents", all)
        .summary("Documents written from the zone's figures")
        .gives(&[(200, "application/json", "Documents")])
}

/// The route of one document.
pub fn route() -> Route {
    Route::new(Kind::Api, "documents.get", Method::GET, "/api/documents/{id}", one)
        .summary("A document with every figure in it and where each comes from")
        .query(&[AS_OF, KNOWN_AT])
        .gives(&[(200, "application/json", "Document")])
}

async fn all(State(site): State<Arc<Site>>) -> Result<Response, Failure> {
    let body = ask(&site, move |house, _| {
        let law = house.law();
        let documents: Vec<Value> = law
            .charter
            .documents
            .values()
            .map(|template| {
                json!({
                    "id": template.id,
                    "title": template.title,
                    "summary": template.summary,
                    "as_of": template.as_of.to_string(),
                    "href": format!("/api/documents/{}", template.id),
                })
            })
            .collect();
        Ok(json!({ "documents": documents }))
    })
    .await?;
    Ok(answer(&body))
}

async fn one(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let template = documents::find(&law.charter, &id)?;
        let as_of = asked.date("as_of").unwrap_or(template.as_of);
        let day = Day { as_of, known_at: asked.instant("known_at"), today: house.clock.today() };
        let wanted = Wanted { lang: Lang::Zh, asked: day, base: "" };
        let composed = documents::compose(reader, &law.charter, template, wanted)?;
        let figures: Vec<Value> = composed.bound.iter().map(Bound::to_json).collect();
        Ok(json!({
            "id": template.id,
            "title": template.title,
            "note": template.note,
            "as_of": as_of.to_string(),
            "figures": figures,
            "pdf": format!("/documents/{id}/document.pdf"),
            "docx": format!("/documents/{id}/document.docx"),
        }))
    })
    .await?;
    Ok(answer(&body))
}
