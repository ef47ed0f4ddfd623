//! `/meetings/{id}/papers/{paper}` and `/meetings/{id}/pack.pdf`: the papers of a meeting, for those who may see all of
//! it. Of the pack a member gets the copy that bears their own name; the office gets any, and one that bears none.

use crate::charter::model::{Charter, Register};
use crate::domain::documents::meeting::{self, Attendance, Attendant, Copy, MeetingPaper, PaperItem};
use crate::domain::meetings::{self, Attendee, Paper, Presence, Sitting};
use crate::domain::registers::{self, Record, store_refusal};
use crate::house::House;
use crate::http::ogc::Base;
use crate::http::pages::common::{Frame, address, printed, values};
use crate::http::routes::Route;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::response::Response;
use document::{Document, PackPaper};
use kernel::{Cell, Date, Id, Kind, Lang, Refusal, Text};
use serde_json::Value;
use std::io::Read;
use std::sync::Arc;
use store::Ask;

/// Seconds a pack may take: 300 pages took six in a debug build.
const LONG: u64 = 120;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("meetings.paper", "/meetings/{id}/papers/{paper}", paper)
            .summary("A paper of a meeting as PDF or .docx: notice, agenda, minutes, resolution")
            .time(LONG),
        Route::page("meetings.pack", "/meetings/{id}/pack.pdf", pack)
            .summary("All papers of a meeting in one PDF, a member's own copy")
            .time(LONG),
    ]
}

/// One paper. A resolution is found by its number or id in the query; without one it is the first.
async fn paper(
    State(site): State<Arc<Site>>,
    Path((id, paper)): Path<(String, String)>,
    base: Base,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let _place = site.place_to_send().await?;
    let (kind, ending) = paper.rsplit_once('.').ok_or_else(Refusal::not_found)?;
    let (kind, office) = match ending {
        "pdf" => (kind.to_owned(), false),
        "docx" => (kind.to_owned(), true),
        _ => return Err(Refusal::not_found().into()),
    };
    let name = kind.clone();
    let bytes = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let id = Id::parse(&id).ok_or_else(Refusal::not_found)?;
        let sitting = meetings::sitting(reader, frame.charter(), &frame.caller, &id)?;
        let document = document(&frame, reader, &sitting, &kind, &base)?;
        if office { house.printer.docx(&document) } else { house.printer.pdf(&document) }
    })
    .await?;
    if office { printed::docx(&name, bytes) } else { printed::pdf(&name, bytes) }
}

/// The pack.
async fn pack(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    base: Base,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let _place = site.place_to_send().await?;
    let bytes = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let id = Id::parse(&id).ok_or_else(Refusal::not_found)?;
        let sitting = meetings::sitting(reader, frame.charter(), &frame.caller, &id)?;
        let copy = copy(&frame, reader, &sitting)?;
        let told = told(&frame, reader, &sitting, &base)?;
        let pack = meeting::pack(frame.charter(), &told, copy.as_ref(), frame.lang)?;
        house.printer.pack(&pack, &mut |sha256| content(house, sha256)).map(|made| made.pdf)
    })
    .await?;
    printed::pdf("pack", bytes)
}

fn content(house: &House, sha256: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    house.files.open_file(sha256)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whose copy is asked for. Nobody but the office gets one that is not their own.
fn copy(frame: &Frame, ask: &mut dyn Ask, sitting: &Sitting<'_>) -> Result<Option<Copy>, Refusal> {
    let office = sitting.is_office(&frame.caller);
    let own: Vec<&str> = sitting.own_seats(&frame.caller).filter_map(Attendee::post).collect();
    let wanted = match frame.query.get("member") {
        Some(post) if office || own.contains(&post) => post.to_owned(),
        Some(_) => return Err(Refusal::not_found()),
        None if !own.is_empty() => own[0].to_owned(),
        None if office => return Ok(None),
        None => return Err(Refusal::not_found()),
    };
    // Copies are numbered in the order of the seats, so that a member's number is the same at every meeting.
    let seats = sitting.rules.map(|rules| rules.seats.as_slice()).unwrap_or_default();
    let at = seats.iter().position(|post| *post == wanted).ok_or_else(Refusal::not_found)?;
    let seat = sitting.attendance.iter().find(|one| one.post() == Some(wanted.as_str()));
    let seat = seat.ok_or_else(Refusal::not_found)?;
    // A copy of one's own bears one's own name, whoever had the seat when the notice went out.
    let person =
        if own.contains(&wanted.as_str()) { frame.caller.person.clone() } else { seat.person.clone() };
    let member = name_of(frame, ask, &Attendee { person, ..seat.clone() })?;
    Ok(Some(Copy { number: u32::try_from(at + 1).unwrap_or(u32::MAX), member }))
}

fn document(
    frame: &Frame,
    ask: &mut dyn Ask,
    sitting: &Sitting<'_>,
    kind: &str,
    base: &Base,
) -> Result<Document, Refusal> {
    let (charter, lang) = (frame.charter(), frame.lang);
    let mut told = told(frame, ask, sitting, base)?;
    match kind {
        "notice" => {
            told.dated = day_of(frame, sitting, "meetings.give_notice");
            meeting::notice(charter, &told, lang)
        }
        "agenda" => meeting::topic_list(charter, &told, lang),
        "minutes" => {
            if told.items.iter().all(|item| item.decision.is_none()) {
                return Err(Refusal::new(Kind::Conflict, "documents.nothing_settled"));
            }
            // The minutes bear the number of the meeting, which is issued once and in order.
            told.number =
                sitting.meeting.body.get("number").and_then(Value::as_u64).and_then(|n| n.try_into().ok());
            told.dated = day_of(frame, sitting, "meetings.close");
            meeting::minutes(charter, &told, lang)
        }
        "resolution" => {
            let wanted = frame.query.get("resolution");
            let found = sitting.resolutions.iter().find(|one| {
                wanted.is_none_or(|wanted| wanted == one.id.as_str() || wanted == text(one, "number"))
            });
            let resolution = found.ok_or_else(Refusal::not_found)?;
            let item = sitting
                .items
                .iter()
                .position(|item| item.record.id.as_str() == text(resolution, "agenda_item"))
                .ok_or_else(Refusal::not_found)?;
            // Its words are those of the resolution, which never change, not those of the item.
            told.items[item].name = text(resolution, "name").to_owned();
            told.items[item].decision = Some(text(resolution, "text").to_owned());
            told.dated = Date::parse(text(resolution, "adopted_on"));
            meeting::resolution(charter, &told, item, text(resolution, "number"), lang)
        }
        _ => Err(Refusal::not_found()),
    }
}

/// The meeting as its papers tell it.
fn told(
    frame: &Frame,
    ask: &mut dyn Ask,
    sitting: &Sitting<'_>,
    base: &Base,
) -> Result<MeetingPaper, Refusal> {
    let record = &sitting.meeting;
    let held_on = Date::parse(text(record, "held_on")).ok_or_else(Refusal::not_found)?;
    let chair_post = text(record, "chair");
    let chair = match sitting.attendance.iter().find(|one| one.post() == Some(chair_post)) {
        Some(seat) => name_of(frame, ask, seat)?,
        None => {
            frame.charter().post(chair_post).map(|post| frame.text(&post.name)).unwrap_or_default().to_owned()
        }
    };
    let mut attendance = Attendance::default();
    for one in &sitting.attendance {
        let attendant = Attendant { unit: unit_of(frame.charter(), one), name: name_of(frame, ask, one)? };
        match one.presence {
            Presence::Present | Presence::Left if one.votes => attendance.present.push(attendant),
            Presence::Present | Presence::Left => attendance.attending.push(attendant),
            Presence::Leave => attendance.excused.push(attendant),
            Presence::Expected | Presence::Absent => {}
        }
    }
    let mut items = Vec::new();
    for item in &sitting.items {
        let one = &item.record;
        let mut papers = Vec::new();
        for paper in &item.papers {
            papers.push(PackPaper {
                name: paper.name.clone(),
                sha256: paper.digest.clone(),
                size: u64::try_from(paper.size).unwrap_or_default(),
                record: reading(frame, ask, paper)?,
            });
        }
        items.push(PaperItem {
            name: text(one, "name").to_owned(),
            href: base.address(&frame.href(&address::work_record(&sitting.agenda.id, &one.id))),
            mode: choice(sitting.agenda, one, "mode"),
            reporter: text(one, "reporter").to_owned(),
            minutes: one.body.get("minutes").and_then(Value::as_u64).and_then(|n| n.try_into().ok()),
            papers,
            decision: decision(frame.lang, sitting.agenda, one),
        });
    }
    let name = text(record, "name");
    Ok(MeetingPaper {
        id: record.id.to_string(),
        body: sitting.body.id.clone(),
        body_name: sitting.body.name.clone(),
        name: Text::new(name, name),
        number: None,
        held_on,
        time: text(record, "time").to_owned(),
        place: text(record, "place").to_owned(),
        chair,
        items,
        attendance,
        dated: None,
    })
}

/// The fields of a record as it was read, with their labels, as far as whoever asks may see them; none: the paper is a file.
fn reading(
    frame: &Frame,
    ask: &mut dyn Ask,
    paper: &Paper,
) -> Result<Option<Vec<(String, String)>>, Refusal> {
    let Some((register, id)) = paper.subject.split_once('/') else { return Ok(None) };
    let (Some(register), Some(id)) = (frame.charter().register(register), Id::parse(id)) else {
        return Ok(Some(Vec::new()));
    };
    let versions = registers::history(ask, frame.charter(), &frame.caller, register, &id)?;
    let Some(read) = versions.into_iter().find(|one| one.record.version == paper.version) else {
        return Ok(Some(Vec::new()));
    };
    let mut names = frame.names();
    names.learn(ask, register, [&read.record.body])?;
    let shown = register.fields.iter().filter_map(|field| {
        let value = values::text(&names, field, read.record.body.get(&field.id)?);
        (!value.is_empty()).then(|| (frame.text(&field.name).to_owned(), value))
    });
    Ok(Some(shown.collect()))
}

/// What was settled on an item: the result, then the words; none where there is no result.
fn decision(lang: Lang, agenda: &Register, item: &Record) -> Option<String> {
    let result = choice(agenda, item, "result");
    let wording = text(item, "wording").trim();
    match (result.zh.is_empty(), wording.is_empty()) {
        (true, true) => None,
        (true, false) => Some(wording.to_owned()),
        (false, true) => Some(format!("{}{}", result.get(lang), if lang == Lang::Zh { "。" } else { "." })),
        (false, false) => {
            let gap = if lang == Lang::Zh { "：" } else { ": " };
            Some(format!("{}{gap}{wording}", result.get(lang)))
        }
    }
}

/// The name of whoever holds a seat; that of the post or unit where nobody is known.
fn name_of(frame: &Frame, ask: &mut dyn Ask, one: &Attendee) -> Result<String, Refusal> {
    let charter = frame.charter();
    if let Some(person) = &one.person
        && let Some(register) = charter.register(&charter.zone.people.persons)
    {
        let cell = Cell::of(&charter.zone.id, person);
        let record = registers::current(ask, &cell, person).map_err(store_refusal)?;
        if let Some(name) =
            record.as_ref().map(|record| text(record, &register.title)).filter(|name| !name.is_empty())
        {
            return Ok(name.to_owned());
        }
    }
    let post = one.post().and_then(|post| charter.post(post)).map(|post| frame.text(&post.name));
    Ok(post.unwrap_or_default().to_owned())
}

/// The unit somebody stands for.
fn unit_of(charter: &Charter, one: &Attendee) -> Text {
    let of_post = one.post().and_then(|post| charter.post(post)?.unit.as_deref());
    let unit = of_post.or_else(|| one.attendee.strip_prefix("unit:"));
    unit.and_then(|unit| charter.unit(unit)).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// The day on which something last happened in a meeting.
fn day_of(frame: &Frame, sitting: &Sitting<'_>, command: &str) -> Option<Date> {
    let event = sitting.events.iter().rfind(|event| event.command == command)?;
    Some(event.at.date_in(&frame.charter().zone.time_zone))
}

fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record.body.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// What a choice is called.
fn choice(register: &Register, record: &Record, field: &str) -> Text {
    let chosen = text(record, field);
    let choices = register.field(field).map(|field| field.choices.as_slice()).unwrap_or_default();
    choices.iter().find(|choice| choice.id == chosen).map(|choice| choice.name.clone()).unwrap_or_default()
}
