//! `/figures`: every figure by area, as of a day.

use super::figure_parts::{self, Day};
use crate::charter::model::Figure;
use crate::domain::figures;
use crate::http::pages::common::{Frame, address, amount, html, say};
use crate::http::views::{FigureGroup, FigureIndex, FigureRow, Nav};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// The page.
pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let view = ask(&site, move |house, reader| view(reader, &Frame::new(house, &visitor))).await?;
    let status = if view.as_of.error.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(html(status, &view))
}

fn view(ask: &mut dyn Ask, frame: &Frame) -> Result<FigureIndex, Refusal> {
    let charter = frame.charter();
    let day = Day::read(frame);
    let mut groups = Vec::new();
    for area in &charter.zone.areas {
        let mut rows = Vec::new();
        for figure in charter.figures_of(&area.id) {
            rows.push(row(ask, frame, figure, &day)?);
        }
        if !rows.is_empty() {
            groups.push(FigureGroup { id: area.id.clone(), name: frame.text(&area.name).to_owned(), rows });
        }
    }
    let (count, as_of) = (charter.figures.len(), say::as_of(frame.lang, day.asked.as_of));
    let state = match frame.lang {
        Lang::Zh => format!("共 {count} 个指标，{as_of}"),
        Lang::En => format!("{count} figures, {as_of}"),
    };
    Ok(FigureIndex {
        page: frame.page(Nav::Figures, frame.words().figures_title),
        as_of: day.form(frame, "/figures"),
        state,
        groups,
        json_href: frame.query.only(&["as_of", "known_at"]).on("/api/figures"),
    })
}

fn row(ask: &mut dyn Ask, frame: &Frame, figure: &Figure, day: &Day) -> Result<FigureRow, Refusal> {
    let answer = figures::answer(ask, frame.charter(), figure, day.asked)?;
    let here = frame.query.only(&["as_of", "known_at"]);
    Ok(FigureRow {
        code: figure.id.clone(),
        name: frame.text(&figure.name).to_owned(),
        href: frame.href(&here.on(&address::figure(&figure.id))),
        amount: amount::of_answer(frame.lang, &answer),
        as_of: answer.basis().map(|_| frame.date(answer.as_of())).unwrap_or_default(),
        basis: figure_parts::basis_word(frame, answer.basis()),
        difference: figure_parts::agreement(frame, &answer),
    })
}
