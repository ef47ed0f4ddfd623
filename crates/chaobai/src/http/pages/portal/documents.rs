//! `/documents`: the documents the zone writes from its figures. `/documents/{id}`: one of them as a page,
//! with the day asked for; beside it PDF and .docx of the same text.

use super::figure_parts::Day;
use crate::domain::documents::{self, Bound, Composed, Wanted};
use crate::domain::figures::Asked;
use crate::http::ogc::Base;
use crate::http::pages::common::{Frame, address, html, printed, say};
use crate::http::views::{
    Amount, DocumentBlock, DocumentFigure, DocumentIndex, DocumentPage, DocumentRow, Link, Nav,
};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use document::Block;
use kernel::{Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// The list.
pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let view = ask(&site, move |house, _| {
        let frame = Frame::new(house, &visitor);
        let documents = frame.charter().documents.values().map(|template| DocumentRow {
            document: Link::new(
                frame.href(&address::document(&template.id)),
                one_line(frame.lang, frame.text(&template.title)),
            ),
            summary: frame.text(&template.summary).to_owned(),
            note: frame.text(&template.note).to_owned(),
            as_of: frame.date(template.as_of),
        });
        let documents = documents.collect();
        Ok(DocumentIndex { page: frame.page(Nav::Documents, frame.words().nav_documents), documents })
    })
    .await?;
    Ok(html(StatusCode::OK, &view))
}

/// One document as a page.
pub async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let view = ask(&site, move |house, reader| view(reader, &Frame::new(house, &visitor), &id)).await?;
    let status = if view.as_of.error.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(html(status, &view))
}

/// The document as PDF.
pub async fn pdf(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    base: Base,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let _place = site.place_to_send().await?;
    let (name, bytes) = ask(&site, move |house, reader| {
        let (name, composed) = whole(reader, &Frame::new(house, &visitor), &base, &id)?;
        Ok((name, house.printer.pdf(&composed.document)?))
    })
    .await?;
    printed::pdf(&name, bytes)
}

/// The document for office programs.
pub async fn docx(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    base: Base,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let _place = site.place_to_send().await?;
    let (name, bytes) = ask(&site, move |house, reader| {
        let (name, composed) = whole(reader, &Frame::new(house, &visitor), &base, &id)?;
        Ok((name, house.printer.docx(&composed.document)?))
    })
    .await?;
    printed::docx(&name, bytes)
}

/// The day asked for; the one the text was written for where none is asked.
fn asked(frame: &Frame, template_day: kernel::Date) -> (Day, Asked) {
    let day = Day::read(frame);
    let as_of = if frame.query.get("as_of").is_some() { day.asked.as_of } else { template_day };
    let asked = Asked { as_of, ..day.asked };
    (day, asked)
}

/// The document with whole addresses in it, and the name of its file.
fn whole(ask: &mut dyn Ask, frame: &Frame, base: &Base, id: &str) -> Result<(String, Composed), Refusal> {
    let template = documents::find(frame.charter(), id)?;
    let (day, asked) = asked(frame, template.as_of);
    if !day.error.is_empty() {
        return Err(Refusal::new(kernel::Kind::Invalid, "not_a_date")
            .with("given", frame.query.get("as_of").unwrap_or_default()));
    }
    let wanted = Wanted { lang: frame.lang, asked, base: &base.address("") };
    let composed = documents::compose(ask, frame.charter(), template, wanted)?;
    Ok((format!("{}-{}", template.id, asked.as_of), composed))
}

fn view(ask: &mut dyn Ask, frame: &Frame, id: &str) -> Result<DocumentPage, Refusal> {
    let template = documents::find(frame.charter(), id)?;
    let (day, asked) = asked(frame, template.as_of);
    let wanted = Wanted { lang: frame.lang, asked, base: "" };
    let Composed { document, bound } = documents::compose(ask, frame.charter(), template, wanted)?;
    let path = address::document(id);
    let mut form = day.form(frame, &path);
    form.words = frame.date(asked.as_of);
    let here = frame.query.only(&["as_of", "known_at"]);
    let file = |name: &str| frame.href(&here.on(&format!("{path}/{name}")));
    let missing = bound.iter().filter(|bound| bound.words.is_none()).count();
    Ok(DocumentPage {
        page: frame.page(Nav::Documents, document.title_line()),
        title: document.title.clone(),
        summary: frame.text(&template.summary).to_owned(),
        note: document.note.clone(),
        issuer: document.head.as_ref().map(|head| head.issuer.clone()).unwrap_or_default(),
        number: document.head.as_ref().map(|head| head.number.clone()).unwrap_or_default(),
        addressee: document.addressee.clone(),
        other_day: other_day(frame, template.as_of, asked.as_of),
        as_of: form,
        blocks: document.body.iter().filter_map(block).collect(),
        figures: bound.iter().map(|bound| figure(frame, bound)).collect(),
        missing: if missing == 0 { String::new() } else { missing_words(frame, missing) },
        pdf_href: file("document.pdf"),
        docx_href: file("document.docx"),
        json_href: here.on(&format!("/api{path}")),
    })
}

/// Said where figures are asked for another day than the text was written for.
fn other_day(frame: &Frame, written: kernel::Date, asked: kernel::Date) -> String {
    if written == asked {
        return String::new();
    }
    let (written, asked) = (frame.date(written), frame.date(asked));
    match frame.lang {
        Lang::Zh => format!("文字写于{written}的情况；未另注日期的数改按{asked}取值。"),
        Lang::En => format!(
            "The text was written for {written}; figures without a day of their own are as of {asked}."
        ),
    }
}

fn missing_words(frame: &Frame, count: usize) -> String {
    match frame.lang {
        Lang::Zh => format!("有 {count} 个指标当日没有公开数据，文中照此写明，不作推算。"),
        Lang::En => format!("{count} of the figures have no public data for the day; the text says so."),
    }
}

fn block(block: &Block) -> Option<DocumentBlock> {
    match block {
        Block::Heading { level, text } => {
            Some(DocumentBlock { level: *level, heading: text.clone(), runs: Vec::new() })
        }
        Block::Paragraph { runs } => Some(DocumentBlock {
            level: 0,
            heading: String::new(),
            runs: runs.iter().map(|run| Link::new(run.href.as_str(), run.text.as_str())).collect(),
        }),
        Block::Labelled { .. } | Block::Table(_) | Block::Blank => None,
    }
}

fn figure(frame: &Frame, bound: &Bound) -> DocumentFigure {
    DocumentFigure {
        code: Link::new(frame.href(&bound.path), bound.figure.as_str()),
        name: frame.text(&bound.name).to_owned(),
        amount: bound.words.as_ref().map_or_else(Amount::default, |_| {
            crate::http::pages::common::amount::of_answer(frame.lang, &bound.answer)
        }),
        on: frame.date(bound.on),
        as_of: bound.as_of().map(|day| frame.date(day)).unwrap_or_default(),
        basis: bound.basis(frame.lang).to_owned(),
        source: bound.source(frame.lang),
    }
}

fn one_line(lang: Lang, title: &str) -> String {
    let lines: Vec<&str> = title.lines().collect();
    lines.join(say::pick(lang, "", " "))
}
