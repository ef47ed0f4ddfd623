//! A note that an action, a reminder or an escalation issued: as a page to print, as PDF and as .docx.

use super::{About, events};
use crate::domain::documents::Printer;
use crate::domain::documents::slip::{Note, slip};
use crate::domain::procedures;
use crate::http::ogc::Base;
use crate::http::pages::common::{Frame, address, cases, printed};
use crate::http::pages::work::show;
use crate::http::views::{Cell, Link, Nav, SlipPage};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use document::{Document, Run};
use kernel::{Cell as LogCell, Refusal};
use serde_json::Value;
use std::sync::Arc;
use store::Ask;

/// The note as a page.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((id, number)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let note = note(&about, reader, &number, "")?;
        let (class, _) = cases::colour(&frame, note.colour);
        let title = frame.text(&note.name).to_owned();
        let file =
            |name: &str| frame.href(&address::case_part(&about.case().id, &format!("slips/{number}/{name}")));
        Ok(SlipPage {
            page: frame.page(Nav::Cases, title.as_str()),
            back: about.back(),
            class,
            issuer: frame.text(&frame.charter().zone.name).to_owned(),
            title,
            number: note.number,
            to: note.to,
            lines: vec![
                cases::line(
                    frame.pick("事项", "Matter"),
                    Cell { href: note.matter.href, ..Cell::text(note.matter.text) },
                ),
                cases::line(frame.pick("环节", "Step"), Cell::text(note.step)),
                cases::line(frame.pick("期限", "Until"), Cell::text(note.until)),
                cases::line(frame.pick("督办单颜色", "Colour of the note"), Cell::text(note.colour_word)),
            ],
            demand: note.demand,
            day: frame.date(note.sent_on),
            entry: Link::new(note.entry.href, note.entry.text),
            reason: Cell::text(note.reason),
            pdf: file("slip.pdf"),
            docx: file("slip.docx"),
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The note as PDF.
pub async fn pdf(site: Here, path: At, base: Base, visitor: Visitor) -> Result<Response, Failure> {
    let (name, bytes) = made(site, path, base, visitor, Printer::pdf).await?;
    printed::pdf(&name, bytes)
}

/// The note for office programs.
pub async fn docx(site: Here, path: At, base: Base, visitor: Visitor) -> Result<Response, Failure> {
    let (name, bytes) = made(site, path, base, visitor, Printer::docx).await?;
    printed::docx(&name, bytes)
}

type Here = State<Arc<Site>>;
type At = Path<(String, String)>;

/// The note's number and its file.
async fn made(
    State(site): Here,
    Path((id, number)): At,
    base: Base,
    visitor: Visitor,
    print: fn(&Printer, &Document) -> Result<Vec<u8>, Refusal>,
) -> Result<(String, Vec<u8>), Failure> {
    let _place = site.place_to_send().await?;
    ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let note = note(&About::find(&frame, reader, &id)?, reader, &number, &base.address(""))?;
        let file = print(&house.printer, &slip(frame.charter(), frame.lang, &note)?)?;
        Ok((note.number, file))
    })
    .await
}

/// A note of a case by the number of its event. Addresses in it begin with `base`.
fn note(about: &About<'_>, ask: &mut dyn Ask, number: &str, base: &str) -> Result<Note, Refusal> {
    let frame = about.frame;
    let (case, procedure) = (about.case(), &about.loaded.procedure);
    let zone = &frame.charter().zone;
    let history = procedures::history(ask, &zone.id, &case.id)?;
    let wanted: i64 = number.parse().map_err(|_| Refusal::not_found())?;
    let event = history.iter().find(|event| event.number == wanted).ok_or_else(Refusal::not_found)?;
    let slip = event.said.slip.as_deref().and_then(|id| procedure.slip(id));
    let slip = slip.ok_or_else(Refusal::not_found)?;
    let given = event.said.given.get("reason").and_then(Value::as_str);
    let cell = LogCell::of(&zone.id, &case.id);
    let record = about.record();
    let told = if event.said.told.is_empty() { &case.body.holders } else { &event.said.told };
    let (_, colour_word) = cases::colour(frame, slip.colour);
    let whole = |path: String| if path.is_empty() { path } else { format!("{base}{path}") };
    Ok(Note {
        id: format!("{}/{}/{number}", zone.id, case.id),
        number: format!("{}-{number}", short(case.id.as_str())),
        name: slip.name.clone(),
        colour: slip.colour,
        to: cases::holders(frame, told),
        matter: Run { text: record.text, href: whole(record.href) },
        step: frame.text(&procedure.step_name(&event.said.from)).to_owned(),
        until: cases::due(frame, event.due_on),
        colour_word: colour_word.to_owned(),
        reason: given.map_or_else(|| why(about, event), str::to_owned),
        demand: frame.text(&slip.demand).to_owned(),
        entry: Run {
            text: format!("{} {}", cell.as_str(), event.entry),
            href: whole(address::proof(cell.as_str(), event.entry)),
        },
        sent_on: event.at.date_in(&zone.time_zone),
    })
}

/// Why the clock issued it: the rule, in words.
fn why(about: &About<'_>, event: &procedures::Event) -> String {
    let due = cases::due(about.frame, event.due_on);
    format!("{}{}{due}", events::what(about, event), about.frame.pick("，期限：", "; until "))
}

/// The end of an id, enough to tell notes apart on paper.
fn short(id: &str) -> String {
    id.rsplit('-').next().unwrap_or(id).to_uppercase()
}
