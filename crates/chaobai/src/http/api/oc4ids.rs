//! `GET …/oc4ids.json`: the projects of a list as anyone may see them, as a project package of OC4IDS 0.9.5.

use super::shared::{answer, register};
use crate::desk::Caller;
use crate::domain::projects::oc4ids;
use crate::domain::registers::{self, ListQuery};
use crate::http::ogc::Base;
use crate::http::{Failure, Kind, Route, Site, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use kernel::Refusal;
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "projects.oc4ids", Method::GET, "/api/registers/{register}/oc4ids.json", package)
        .summary(
            "The projects of a list as a project package of OC4IDS 0.9.5; not found where there are none",
        )
        .gives(&[(200, "application/json", "Oc4idsPackage")])
        .time(60)
}

async fn package(
    State(site): State<Arc<Site>>,
    base: Base,
    Path(list): Path<String>,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        // Whoever asks gets what anyone gets: a package is made to be passed on.
        let (charter, anyone) = (&law.charter, Caller::public());
        let own = register(&law, &anyone, &list)?;
        if own.project.is_none() {
            return Err(Refusal::not_found());
        }
        let mut query = ListQuery { limit: 1000, ..ListQuery::default() };
        let (mut projects, mut changed) = (Vec::new(), kernel::Instant(0));
        loop {
            let page = registers::list(reader, &anyone, own, &query)?;
            for record in &page.records {
                let files = registers::attachments(reader, &charter.zone.id, &record.id)?;
                let address = |sha256: &str| {
                    base.address(&format!(
                        "/api/registers/{}/records/{}/attachments/{sha256}",
                        own.id, record.id
                    ))
                };
                let files: Vec<_> = files
                    .into_iter()
                    .map(|f| {
                        let url = address(&f.sha256);
                        (f, url)
                    })
                    .collect();
                changed = changed.max(record.amended_at);
                projects.extend(oc4ids::project(charter, own, record, &files));
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        if projects.is_empty() {
            return Err(Refusal::not_found());
        }
        let uri = base.address(&format!("/api/registers/{}/oc4ids.json", own.id));
        Ok(oc4ids::package(&uri, charter, changed, projects))
    })
    .await?;
    Ok(answer(&body))
}
