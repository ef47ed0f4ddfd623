//! `/bodies`: who decides and who works, as of a day.

use super::figure_parts::Day;
use crate::charter::model::{Body, BodyKind, FieldType, Post};
use crate::domain::people::{self, Term};
use crate::domain::registers::{self, Access, Record};
use crate::http::pages::common::{Frame, Names, Sources, address, html, say, values};
use crate::http::views::{BodiesPage, BodyBlock, Link, Nav, Notice, SeatLine, Turn, UnitLine, UnitSide};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Kind, Refusal};
use serde_json::Value;
use std::sync::Arc;
use store::Ask;

/// The page.
pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let (view, good) = ask(&site, move |house, reader| view(reader, &Frame::new(house, &visitor))).await?;
    Ok(html(if good { StatusCode::OK } else { StatusCode::BAD_REQUEST }, &view))
}

/// A term with what the caller may see of its record and of its person.
struct Seat {
    term: Term,
    record: Option<Record>,
    person: Link,
}

fn view(ask: &mut dyn Ask, frame: &Frame) -> Result<(BodiesPage, bool), Refusal> {
    let day = Day::read(frame);
    let on = day.asked.as_of;
    let mut names = frame.names();
    let mut sources = Sources::default();
    let seats = seats(ask, frame, &mut names, on)?;
    let mut bodies = Vec::new();
    for body in &frame.charter().zone.bodies {
        bodies.push(block(ask, frame, &names, &mut sources, &seats, body, on)?);
    }
    let mut page = frame.page(Nav::Bodies, frame.words().bodies_title);
    if !day.error.is_empty() {
        page.notice = Some(Notice { text: day.error.clone(), ..Notice::default() });
    }
    let view = BodiesPage {
        page,
        as_of: frame.query.get("as_of").unwrap_or_default().to_owned(),
        as_of_words: say::as_of(frame.lang, on),
        action: frame.href("/bodies"),
        bodies,
        sides: sides(ask, frame, &mut sources)?,
        procedures: procedures(frame),
    };
    Ok((view, day.error.is_empty()))
}

/// The terms of a day that the caller sees.
fn seats(ask: &mut dyn Ask, frame: &Frame, names: &mut Names<'_>, on: Date) -> Result<Vec<Seat>, Refusal> {
    let charter = frame.charter();
    let people = &charter.zone.people;
    let Some(register) = charter.register(&people.terms) else { return Ok(Vec::new()) };
    let mut seats = Vec::new();
    for term in people::terms_on(ask, charter, on)? {
        let record = match registers::get(ask, charter, &frame.caller, register, &term.id) {
            Ok((record, access)) => {
                let sees =
                    |id: &str| register.field(id).is_some_and(|f| registers::permits::sees_field(access, f));
                (access == Access::Full || (sees("person") && sees("post"))).then_some(record)
            }
            Err(refusal) if refusal.kind == Kind::NotFound => None,
            Err(refusal) => return Err(refusal),
        };
        let person = match names.learn_title(ask, &people.persons, &term.person)? {
            Some(name) if record.is_some() => {
                Link::new(frame.href(&address::record(&people.persons, &term.person)), name)
            }
            _ => Link::default(),
        };
        seats.push(Seat { term, record, person });
    }
    Ok(seats)
}

fn block(
    ask: &mut dyn Ask,
    frame: &Frame,
    names: &Names<'_>,
    sources: &mut Sources,
    seats: &[Seat],
    body: &Body,
    on: Date,
) -> Result<BodyBlock, Refusal> {
    let charter = frame.charter();
    let in_chair = people::chair_on(body, on).map(|turn| turn.post.as_str());
    let mut posts: Vec<&Post> =
        charter.zone.posts.iter().filter(|post| post.body.as_ref() == Some(&body.id)).collect();
    posts.sort_by_key(|post| body.chairs.iter().position(|chair| *chair == post.id).unwrap_or(usize::MAX));
    let mut lines = Vec::new();
    for post in posts {
        let is_chair = body.chairs.contains(&post.id);
        let line = SeatLine {
            post: frame.text(&post.name).to_owned(),
            side: side(frame, post.side.as_deref()),
            chair: is_chair,
            in_turn: in_chair == Some(post.id.as_str()),
            sample: post.sample,
            ..SeatLine::default()
        };
        let held: Vec<&Seat> = seats.iter().filter(|seat| seat.term.post == post.id).collect();
        // A demonstration post that nobody holds would only raise questions.
        if held.is_empty() && !post.sample {
            lines.push(line.clone());
        }
        for seat in held {
            lines.push(SeatLine {
                person: seat.person.clone(),
                other_posts: other_posts(frame, seats, seat),
                term: term_words(frame, names, seat),
                sample: post.sample || seat.term.sample,
                ..line.clone()
            });
        }
    }
    let mut rotation = Vec::new();
    for turn in &body.rotation {
        let seat = seats.iter().find(|seat| seat.term.post == turn.post);
        rotation.push(Turn {
            post: charter.post(&turn.post).map_or("", |post| frame.text(&post.name)).to_owned(),
            person: seat.map(|seat| seat.person.text.clone()).unwrap_or_default(),
            term: span(frame, Some(turn.since), turn.until),
            source: sources.cell(frame, ask, &turn.source)?,
        });
    }
    let kind = match body.kind {
        BodyKind::Council => frame.pick("决策", "decides"),
        BodyKind::Committee => frame.pick("拟订、协调、督促", "drafts, coordinates, supervises"),
        BodyKind::Association => frame.pick("协会", "association"),
    };
    let under = body.under.as_deref().and_then(|id| charter.body(id));
    Ok(BodyBlock {
        id: body.id.clone(),
        name: frame.text(&body.name).to_owned(),
        kind: kind.to_owned(),
        under: under.map_or("", |body| frame.text(&body.name)).to_owned(),
        since: body.since.map(|day| frame.date(day)).unwrap_or_default(),
        functions: body.functions.iter().map(|text| frame.text(text).to_owned()).collect(),
        seats: lines,
        rotation,
        not_known: frame.text(&body.not_known).to_owned(),
        source: sources.cell(frame, ask, &body.source)?,
    })
}

/// What else the same person is on that day.
fn other_posts(frame: &Frame, seats: &[Seat], seat: &Seat) -> String {
    let others = seats.iter().filter(|other| {
        other.record.is_some() && other.term.person == seat.term.person && other.term.id != seat.term.id
    });
    let names: Vec<&str> = others
        .filter_map(|other| frame.charter().post(&other.term.post))
        .map(|post| frame.text(&post.name))
        .collect();
    names.join(frame.pick("、", "; "))
}

/// From when to when, and what the term's record says about it in its choices.
fn term_words(frame: &Frame, names: &Names<'_>, seat: &Seat) -> String {
    let words = span(frame, seat.term.since, seat.term.until);
    let register = frame.charter().register(&frame.charter().zone.people.terms);
    let Some((record, register)) = seat.record.as_ref().zip(register) else { return words };
    let said: Vec<String> = register
        .fields
        .iter()
        .filter(|field| field.kind == FieldType::Choice)
        .map(|field| values::text(names, field, record.body.get(&field.id).unwrap_or(&Value::Null)))
        .filter(|text| !text.is_empty())
        .collect();
    let said = said.join(frame.pick("、", ", "));
    match (said.is_empty(), frame.lang) {
        (true, _) => words,
        (false, kernel::Lang::Zh) => format!("{words}（{said}）"),
        (false, kernel::Lang::En) => format!("{words} ({said})"),
    }
}

fn span(frame: &Frame, since: Option<Date>, until: Option<Date>) -> String {
    let since = since.map(|day| frame.date(day)).unwrap_or_default();
    match (until, frame.lang) {
        (None, kernel::Lang::Zh) => format!("{since}起"),
        (None, kernel::Lang::En) => format!("since {since}"),
        (Some(day), kernel::Lang::Zh) => format!("{since} 至 {}", frame.date(day)),
        (Some(day), kernel::Lang::En) => format!("{since} to {}", frame.date(day)),
    }
}

fn side(frame: &Frame, id: Option<&str>) -> String {
    id.and_then(|id| frame.charter().side(id)).map_or("", |side| frame.text(&side.name)).to_owned()
}

/// Units by side, in the order of the charter.
fn sides(ask: &mut dyn Ask, frame: &Frame, sources: &mut Sources) -> Result<Vec<UnitSide>, Refusal> {
    let charter = frame.charter();
    let mut sides = Vec::new();
    for side in &charter.zone.sides {
        let mut units = Vec::new();
        for unit in
            charter.zone.units.iter().filter(|u| charter.side_of_unit(&u.id) == Some(side.id.as_str()))
        {
            let place = charter.jurisdiction(&unit.jurisdiction);
            units.push(UnitLine {
                name: frame.text(&unit.name).to_owned(),
                jurisdiction: place.map_or("", |place| frame.text(&place.name)).to_owned(),
                member: unit.member,
                sample: unit.sample,
                source: sources.cell(frame, ask, &unit.source)?,
            });
        }
        if !units.is_empty() {
            sides.push(UnitSide { name: frame.text(&side.name).to_owned(), units });
        }
    }
    Ok(sides)
}

/// Ways of working that anyone may read.
fn procedures(frame: &Frame) -> Vec<Link> {
    let open = frame.charter().procedures.values().filter(|procedure| procedure.public);
    open.map(|one| Link::new(frame.href(&address::procedure(&one.id)), frame.text(&one.name))).collect()
}
