//! A new record of a list.

use super::judge;
use super::posted::Posted;
use super::read::Body;
use super::said::Said;
use super::sheet::{self, SINCE, Sheet};
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, offered, show};
use crate::charter::model::{FieldType, Register};
use crate::desk::Receipt;
use crate::domain::registers::permits::{self, Action, Scope};
use crate::domain::registers::{Create, host};
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{FormPage, Link};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Problem, Refusal};
use std::sync::Arc;
use store::{Ask, Reader};

/// The empty form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let register = register_of(&frame, &register)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("change", [SINCE.to_owned()]);
        typed.set("effective_on", [frame.today.to_string()]);
        prefill_lead(&frame, register, &mut typed);
        offered::fill(&frame, reader, register, &mut typed)?;
        // The page of a project leads here with itself in the address.
        if let Some((field, host)) = register.beside.as_ref().zip(frame.query.get("beside")) {
            typed.set_field(field, [host.to_owned()]);
        }
        draw(&frame, reader, register, &typed, &Said::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let (asked, who, id) = (typed.clone(), visitor.clone(), register.clone());
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let register = register_of(&frame, &id)?;
        judge_form(&frame, reader, register, &asked)
    })
    .await?;
    let command = match outcome {
        Outcome::Form(page) => return show(StatusCode::UNPROCESSABLE_ENTITY, &*page),
        Outcome::Command(command) => command,
    };
    let id = register.clone();
    let lead_on = move |visitor: &Visitor, receipt: &Receipt| match Id::parse(&receipt.id) {
        Some(record) => done(visitor, &address::work_record(&id, &record), "created"),
        None => done(visitor, &address::work_list(&id), "created"),
    };
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let register = register_of(frame, &register)?;
        let (typed, _) = answer(house, frame, None, typed, refusal);
        draw(frame, reader, register, &typed, &Said::of(refusal, Some(register), frame.lang), true)
    };
    carry_out(&site, visitor, command, key, lead_on, redraw).await
}

/// The command a form asks for, or the form with everything that is wrong with it.
fn judge_form(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    typed: &Typed,
) -> Result<Outcome<Create>, Refusal> {
    let fields: Vec<_> = register.fields.iter().collect();
    let (body, mut problems) = judge::body(ask, frame, register, &fields, typed, &Body::new(), true)?;
    if problems.is_empty() && !permits::may(&frame.caller, register, Action::Create, &body) {
        match register.lead.first() {
            Some(lead) => problems.push(Problem::new(Typed::name(lead), "lead_is_not_yours")),
            None => return Err(Refusal::not_allowed()),
        }
    }
    let effective_on = sheet::effective_on(typed, frame.today, None);
    let note = judge::note(typed, "note");
    match (problems.is_empty(), effective_on, note) {
        (true, Ok(day), Ok(note)) => Ok(Outcome::Command(Create {
            register: register.id.clone(),
            id: None,
            beside: host(register, &body),
            body,
            effective_on: Some(day),
            stage: None,
            note,
        })),
        (_, day, note) => {
            problems.extend(day.err());
            problems.extend(note.err());
            draw(frame, ask, register, typed, &Said::problems(problems), true).map(Outcome::form)
        }
    }
}

fn draw(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let name = frame.text(&register.name);
    let stage = register.stage(register.first_stage()).map_or("", |stage| frame.text(&stage.name));
    let open = permits::is_public_stage(register, register.first_stage());
    let intro = match (frame.lang, open) {
        (kernel::Lang::Zh, true) => "保存后即在清单里公开，并进入留痕。".to_owned(),
        (kernel::Lang::Zh, false) => format!("保存后进入“{stage}”阶段，不公开，只有有权限的人能看到。"),
        (kernel::Lang::En, true) => {
            "Once saved, the record is public on this list and in the journal.".to_owned()
        }
        (kernel::Lang::En, false) => {
            format!(
                "Once saved, the record is in the stage “{stage}”: not public, seen only by those permitted."
            )
        }
    };
    let colon = frame.words().colon;
    Sheet {
        frame,
        register,
        fields: register.fields.iter().collect(),
        typed,
        said,
        present: None,
        heading: format!("{}{colon}{name}", frame.pick("新建", "New record")),
        intro,
        facts_heading: String::new(),
        facts: Vec::new(),
        back: Link::new(frame.href(&address::work_list(&register.id)), name),
        notice: None,
        posted,
    }
    .draw(ask)
}

/// The list, if the caller might create a record there.
fn register_of<'a>(frame: &'a Frame, id: &str) -> Result<&'a Register, Refusal> {
    let register = frame.charter().register(id).ok_or_else(Refusal::not_found)?;
    if permits::might(&frame.caller, register, Action::Create) {
        return Ok(register);
    }
    if permits::scope(&frame.caller, register) == Scope::Nothing {
        return Err(Refusal::not_found());
    }
    Err(Refusal::not_allowed())
}

/// A list with one lead whose keeper works in one unit: that unit is the lead, unless they say otherwise.
fn prefill_lead(frame: &Frame, register: &Register, typed: &mut Typed) {
    let ([lead], Some(unit)) = (register.lead.as_slice(), frame.caller.units.first()) else { return };
    let is_unit = register.field(lead).is_some_and(|field| field.kind == FieldType::Unit);
    if is_unit && frame.caller.units.len() == 1 {
        typed.set_field(lead, [unit.clone()]);
    }
}
