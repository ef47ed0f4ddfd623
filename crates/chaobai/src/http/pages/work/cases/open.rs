//! The form that opens a case about a record.

use super::super::subject::Subject;
use super::form::CaseForm;
use super::{Posted, Said, Typed, begin, said};
use crate::charter::model::Register;
use crate::charter::procedure::Procedure;
use crate::domain::procedures::{OpenCase, may_open};
use crate::domain::registers::permits::Action;
use crate::domain::registers::{self};
use crate::house::House;
use crate::http::pages::common::{Frame, address, cases};
use crate::http::pages::work::read::Body;
use crate::http::pages::work::typed::KEY;
use crate::http::pages::work::{Outcome, carry_out, done, form_key, judge, show};
use crate::http::views::FormPage;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Kind, Refusal};
use std::sync::Arc;
use store::{Ask, Reader};

type Address = (String, String, String);

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path(at): Path<Address>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        let (procedure, _) = procedure_of(&frame, &at)?;
        let subject = Subject::find(&frame, reader, &at.0, &at.1, Action::Read)?;
        if let Some(whole) = registers::find(reader, &frame.charter().zone.id, &subject.record.id)? {
            begin::fill_opening(&frame, procedure, subject.register, &whole, &mut typed);
        }
        draw(&frame, reader, &at, &typed, &Said::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path(at): Path<Address>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let (asked, who, here) = (typed.clone(), visitor.clone(), at.clone());
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let (procedure, register) = procedure_of(&frame, &here)?;
        let fields: Vec<_> = register.fields.iter().collect();
        let (given, problems) = judge::body(reader, &frame, &register, &fields, &asked, &Body::new(), true)?;
        if problems.is_empty() {
            let subject = Id::parse(&here.1).ok_or_else(Refusal::not_found)?;
            let command = OpenCase { procedure: procedure.id.clone(), subject, given };
            return Ok(Outcome::Command(command));
        }
        Ok(Outcome::form(draw(&frame, reader, &here, &asked, &Said::problems(problems), true)?))
    })
    .await?;
    let command = match outcome {
        Outcome::Form(page) => return show(StatusCode::UNPROCESSABLE_ENTITY, &*page),
        Outcome::Command(command) => command,
    };
    let list = address::work_list(&at.0);
    let lead_on = move |visitor: &Visitor, receipt: &crate::desk::Receipt| match Id::parse(&receipt.id) {
        Some(id) => done(visitor, &address::case(&id), "opened"),
        None => done(visitor, &list, "opened"),
    };
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let mut typed = typed;
        if refusal.kind == Kind::KeyReused {
            typed.set(KEY, [form_key(house)]);
        }
        let register = procedure_of(frame, &at)?.1;
        draw(frame, reader, &at, &typed, &said(refusal, Some(&register), frame), true)
    };
    carry_out(&site, visitor, command, key, lead_on, redraw).await
}

/// The procedure of an address, and its fields.
fn procedure_of<'a>(frame: &'a Frame, at: &Address) -> Result<(&'a Procedure, Register), Refusal> {
    let procedure = frame.charter().procedure(&at.2).filter(|procedure| procedure.register == at.0);
    let procedure = procedure.ok_or_else(Refusal::not_found)?;
    Ok((procedure, cases::as_register(procedure, &procedure.fields)))
}

fn draw(
    frame: &Frame,
    ask: &mut dyn Ask,
    at: &Address,
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let (procedure, register) = procedure_of(frame, at)?;
    let subject = Subject::find(frame, ask, &at.0, &at.1, Action::Read)?;
    let whole = registers::find(ask, &frame.charter().zone.id, &subject.record.id)?;
    let whole = whole.ok_or_else(Refusal::not_found)?;
    if !may_open(frame.charter(), &frame.caller, procedure, subject.register, &whole) {
        return Err(Refusal::not_allowed());
    }
    let name = frame.text(&procedure.name);
    let verb = frame.pick("立项", "Open a case");
    let mut page = CaseForm {
        frame,
        register: &register,
        own: Vec::new(),
        typed,
        said,
        verb,
        intro: frame.text(&procedure.summary).to_owned(),
        facts: subject.facts(frame),
        back: subject.back(frame),
        posted,
    }
    .draw(ask)?;
    page.heading = format!("{verb}{}{name}", frame.words().colon);
    page.facts_heading = String::new();
    Ok(page)
}
