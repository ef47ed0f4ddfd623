//! A note that an action, a reminder or an escalation issued, as a page to print.

use super::{About, events};
use crate::domain::procedures;
use crate::http::pages::common::{Frame, address, cases};
use crate::http::pages::work::show;
use crate::http::views::{Cell, Link, Nav, SlipPage};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Cell as LogCell, Refusal};
use serde_json::Value;
use std::sync::Arc;

/// The note.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((id, number)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let (case, procedure) = (about.case(), &about.loaded.procedure);
        let zone = &frame.charter().zone;
        let history = procedures::history(reader, &zone.id, &case.id)?;
        let number: i64 = number.parse().map_err(|_| Refusal::not_found())?;
        let event = history.iter().find(|event| event.number == number).ok_or_else(Refusal::not_found)?;
        let slip = event.said.slip.as_deref().and_then(|id| procedure.slip(id));
        let slip = slip.ok_or_else(Refusal::not_found)?;
        let (class, colour) = cases::colour(&frame, slip.colour);
        let title = frame.text(&slip.name).to_owned();
        let reason = event
            .said
            .given
            .get("reason")
            .and_then(Value::as_str)
            .map_or_else(|| why(&about, event, &frame), str::to_owned);
        let cell = LogCell::of(&zone.id, &case.id);
        let record = about.record();
        let step = frame.text(&procedure.step_name(&event.said.from)).to_owned();
        let told = if event.said.told.is_empty() { &case.body.holders } else { &event.said.told };
        Ok(SlipPage {
            page: frame.page(Nav::Cases, title.as_str()),
            back: about.back(),
            class,
            issuer: frame.text(&zone.name).to_owned(),
            title,
            number: format!("{}-{number}", short(case.id.as_str())),
            to: cases::holders(&frame, told),
            lines: vec![
                cases::line(
                    frame.pick("事项", "Matter"),
                    Cell { href: record.href, ..Cell::text(record.text) },
                ),
                cases::line(frame.pick("环节", "Step"), Cell::text(step)),
                cases::line(frame.pick("期限", "Until"), Cell::text(cases::due(&frame, event.due_on))),
                cases::line(frame.pick("督办单颜色", "Colour of the note"), Cell::text(colour)),
            ],
            demand: frame.text(&slip.demand).to_owned(),
            day: frame.day_of(event.at),
            entry: Link::new(
                address::proof(cell.as_str(), event.entry),
                format!("{} {}", cell.as_str(), event.entry),
            ),
            reason: Cell::text(reason),
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Why the clock issued it: the rule, in words.
fn why(about: &About<'_>, event: &procedures::Event, frame: &Frame) -> String {
    let due = cases::due(frame, event.due_on);
    format!("{}{}{due}", events::what(about, event), frame.pick("，期限：", "; until "))
}

/// The end of an id, enough to tell notes apart on paper.
fn short(id: &str) -> String {
    id.rsplit('-').next().unwrap_or(id).to_uppercase()
}
