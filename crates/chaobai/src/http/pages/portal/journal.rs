//! `/journal`: the latest signed head, how to check it, the latest entries without persons.

use crate::http::pages::common::{Frame, html, journal};
use crate::http::views::{JournalPage, Nav};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// Entries of one page.
const PAGE_SIZE: u32 = 50;

/// The page.
pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let view = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let before = frame.query.get("after").and_then(|text| text.parse().ok());
        let (lines, next) = journal::latest(reader, before, PAGE_SIZE)?;
        let entries = journal::rows(&frame, reader, &mut frame.names(), &lines, false)?;
        Ok(JournalPage {
            page: frame.page(Nav::Journal, frame.words().journal_title),
            checkpoint: journal::checkpoint(&frame, house),
            verify_commands: vec![
                "chaobai verify log --key log-key.txt".into(),
                "chaobai verify proof.json --key log-key.txt".into(),
            ],
            entries,
            next_href: next.map(|position| frame.href(&format!("/journal?after={position}"))),
            audit: false,
        })
    })
    .await?;
    Ok(html(StatusCode::OK, &view))
}
