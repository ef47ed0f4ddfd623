//! `POST /api/registers/{register}/import`: many new records as one journalled batch; all, or none.

use super::import_rows::{from_csv, from_lines};
use super::shared::{self, CHANGE, DONE};
use crate::domain::registers::Import;
use crate::http::input;
use crate::http::openapi::{Param, Shape};
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::extract::{Path, Request, State};
use axum::http::Method;
use axum::response::Response;
use kernel::{Kind as No, Refusal};
use std::sync::Arc;

/// Largest import in bytes: 64 MiB.
const SIZE_MAX: usize = 64 * 1024 * 1024;

const QUERY: &[Param] = &[Param::optional(
    "note",
    Shape::Line(shared::NOTE_MAX),
    "Where the rows come from; kept in the history.",
)];

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "registers.import", Method::POST, "/api/registers/{register}/import", import)
        .who(Who::SignedIn)
        .summary("Many new records at once: all of them, or none; problems name row and field")
        .query(QUERY)
        .headers(CHANGE)
        .takes(&[("application/x-ndjson", "ImportLines"), ("text/csv", "ImportCsv")])
        .gives(DONE)
        .refuses(&[403, 409, 422])
        .body_max(SIZE_MAX)
        .time(180)
}

async fn import(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(list): Path<String>,
    asked: Asked,
    request: Request,
) -> Result<Response, Failure> {
    let key = shared::key(request.headers())?;
    let law = site.house.law();
    let register = law.charter.registers.get(&list).ok_or_else(Refusal::not_found)?;
    // Rows take time and memory: only for those who might be allowed to create one.
    if !crate::domain::registers::permits::might(
        &visitor.caller,
        register,
        crate::domain::registers::Action::Create,
    ) {
        shared::register(&law, &visitor.caller, &list)?;
        return Err(Refusal::not_allowed().into());
    }
    let note = shared::note("note", asked.text("note"))?;
    let media_type = input::media_type(request.headers());
    let read: fn(&crate::charter::Charter, &crate::charter::model::Register, &[u8]) -> _ =
        match media_type.as_deref() {
            Some("application/x-ndjson") => from_lines,
            Some("text/csv") => from_csv,
            _ => return Err(input::unsupported("application/x-ndjson, text/csv")),
        };
    let _place = site.place_to_take().await?;
    let bytes = input::read(request).await?;
    let (law, of) = (law.clone(), list.clone());
    let rows = tokio::task::spawn_blocking(move || {
        let register = law.charter.registers.get(&of).ok_or_else(Refusal::not_found)?;
        read(&law.charter, register, &bytes)
    });
    let rows = rows.await.map_err(|_| Refusal::new(No::Busy, "busy"))??;
    let receipt = perform(&site, visitor.caller, Import { register: list, rows, note }, key).await?;
    Ok(shared::receipt(&receipt, None))
}
