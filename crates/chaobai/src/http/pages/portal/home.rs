//! `/`: the zone in one screen.

use super::figure_parts;
use crate::charter::model::{Area, Register};
use crate::domain::figures::{self, Asked, FigureAnswer};
use crate::domain::registers::{self, ListQuery, permits};
use crate::house::House;
use crate::http::pages::common::{Frame, address, amount, html, journal, map, say};
use crate::http::views::{AreaBlock, Home, KeyFigure, Link, ListLine, Member, Nav};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Refusal;
use std::sync::Arc;
use store::Ask;

/// The page.
pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let view = ask(&site, move |house, reader| view(house, reader, &Frame::new(house, &visitor))).await?;
    Ok(html(StatusCode::OK, &view))
}

fn view(house: &House, ask: &mut dyn Ask, frame: &Frame) -> Result<Home, Refusal> {
    let zone = &frame.charter().zone;
    let mut areas = Vec::new();
    for area in zone.areas.iter().filter(|area| !area.housekeeping) {
        areas.push(block(frame, ask, area)?);
    }
    let mut lists = Vec::new();
    for area in &zone.areas {
        for register in visible(frame, area) {
            lists.push(line(frame, ask, register)?);
        }
    }
    Ok(Home {
        page: frame.page(Nav::Home, frame.words().home_title),
        name: frame.text(&zone.name).to_owned(),
        summary: frame.text(&zone.summary).to_owned(),
        areas,
        map: map::view(frame),
        members: members(frame),
        lists,
        checkpoint: journal::checkpoint(frame, house),
    })
}

/// The lists of an area that the caller sees anything of.
pub fn visible<'a>(frame: &'a Frame, area: &'a Area) -> impl Iterator<Item = &'a Register> {
    permits::visible_registers(frame.charter(), &frame.caller).filter(|register| register.area == area.id)
}

/// A list in short.
pub fn line(frame: &Frame, ask: &mut dyn Ask, register: &Register) -> Result<ListLine, Refusal> {
    let everything = ListQuery { today: Some(frame.today), ..ListQuery::default() };
    let count = registers::count(ask, &frame.caller, register, &everything, false)?;
    Ok(ListLine {
        name: frame.text(&register.name).to_owned(),
        href: frame.href(&address::list(&register.id)),
        summary: frame.text(&register.summary).to_owned(),
        count: say::count(frame.lang, count),
        changed: String::new(),
        area: frame.charter().area(&register.area).map_or("", |area| frame.text(&area.name)).to_owned(),
    })
}

fn block(frame: &Frame, ask: &mut dyn Ask, area: &Area) -> Result<AreaBlock, Refusal> {
    let asked = Asked { as_of: frame.today, known_at: None, today: frame.today };
    let mut key_figures = Vec::new();
    for figure in area.key_figures.iter().filter_map(|id| frame.charter().figure(id)) {
        let answer = figures::answer(ask, frame.charter(), figure, asked)?;
        if answer.value().is_some() {
            key_figures.push(key(frame, &answer));
        }
    }
    let lists = visible(frame, area)
        .map(|register| Link::new(frame.href(&address::list(&register.id)), frame.text(&register.name)));
    Ok(AreaBlock {
        id: area.id.clone(),
        name: frame.text(&area.name).to_owned(),
        summary: frame.text(&area.summary).to_owned(),
        href: frame.href(&format!("/figures#{}", area.id)),
        figures: key_figures,
        lists: lists.collect(),
    })
}

/// The key figures of all areas, as of today.
pub fn key_figures(frame: &Frame, ask: &mut dyn Ask) -> Result<Vec<KeyFigure>, Refusal> {
    let mut all = Vec::new();
    for area in frame.charter().zone.areas.iter().filter(|area| !area.housekeeping) {
        all.extend(block(frame, ask, area)?.figures);
    }
    Ok(all)
}

fn key(frame: &Frame, answer: &FigureAnswer) -> KeyFigure {
    KeyFigure {
        name: frame.text(&answer.figure().name).to_owned(),
        amount: amount::of_answer(frame.lang, answer),
        as_of: frame.date(answer.as_of()),
        basis: figure_parts::basis_word(frame, answer.basis()),
        href: frame.href(&address::figure(&answer.figure().id)),
    }
}

fn members(frame: &Frame) -> Vec<Member> {
    let zone = &frame.charter().zone;
    let members = zone.jurisdictions.iter().filter(|place| place.member);
    members
        .map(|place| {
            let labels: Vec<&str> = place.positioning.iter().map(|text| frame.text(text)).collect();
            Member {
                name: frame.text(&place.name).to_owned(),
                side: frame.charter().side(&place.side).map_or("", |side| frame.text(&side.name)).to_owned(),
                code: place.code.clone(),
                area_km2: place.area_km2.clone().unwrap_or_default(),
                positioning: labels.join(frame.pick("、", "; ")),
            }
        })
        .collect()
}
