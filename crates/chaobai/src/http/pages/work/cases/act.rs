//! The form of an action: made from the fields the charter asks for.

use super::form::CaseForm;
use super::{About, Posted, Said, Typed, again, begin, blank, redraw, said};
use crate::charter::model::Register;
use crate::charter::procedure::Action;
use crate::domain::powers;
use crate::domain::procedures::{Act, rules};
use crate::domain::registers::store_refusal;
use crate::house::House;
use crate::http::pages::common::{Frame, address, cases};
use crate::http::pages::work::read::Body;
use crate::http::pages::work::{Outcome, done, judge, show};
use crate::http::views::{Cell, FormPage, SummaryLine};
use crate::http::{Failure, Site, Visitor, ask, perform, words};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Refusal};
use serde_json::Map;
use std::sync::Arc;
use store::Ask;

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((id, action)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let mut typed = blank(house, &about);
        let (wanted, _) = of_step(&about, &action)?;
        begin::fill(&about, wanted, &mut typed);
        draw(&about, reader, &action, &typed, &Said::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((id, action)): Path<(String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let (asked, who, at, what) = (typed.clone(), visitor.clone(), id.clone(), action.clone());
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &at)?;
        // What has moved on meanwhile is for the command to say: it knows a retry from a late request.
        let step = about.loaded.procedure.steps.iter().find(|step| step.action(&what).is_some());
        let present = about.loaded.procedure.step(&about.case().step);
        let found = present.and_then(|step| step.action(&what)).or(step.and_then(|step| step.action(&what)));
        let register = cases::as_register(
            &about.loaded.procedure,
            found.map(|action| action.fields.as_slice()).unwrap_or_default(),
        );
        let fields: Vec<_> = register.fields.iter().collect();
        let (given, problems) = judge::body(reader, &frame, &register, &fields, &asked, &Body::new(), true)?;
        if problems.is_empty() || asked.version() != about.case().version {
            let id = about.case().id.clone();
            return Ok(Outcome::Command(Act { id, version: asked.version(), action: what, given }));
        }
        Ok(Outcome::form(draw(&about, reader, &what, &asked, &Said::problems(problems), true)?))
    })
    .await?;
    let command = match outcome {
        Outcome::Form(page) => return show(StatusCode::UNPROCESSABLE_ENTITY, &*page),
        Outcome::Command(command) => command,
    };
    let path = address::case(&command.id);
    match perform(&site, visitor.caller.clone(), command, key).await {
        Ok(_) => Ok(done(&visitor, &path, "acted")),
        Err(failure) => {
            let draw_again = move |house: &House,
                                   about: &About<'_>,
                                   ask: &mut dyn Ask,
                                   typed: Typed,
                                   refusal: &Refusal| {
                let register = of_step(about, &action)?.1;
                let typed = again(house, about, typed);
                let said = said(refusal, Some(&register), about.frame);
                draw(about, ask, &action, &typed, &said, true)
            };
            redraw(&site, visitor, id, typed, failure, draw_again).await
        }
    }
}

/// An action of the present step that the caller may do, and its fields.
///
/// # Errors
/// Those of the action itself, but for what is wrong with its fields.
fn of_step<'a>(about: &'a About<'_>, action: &str) -> Result<(&'a Action, Register), Refusal> {
    let (case, caller) = (about.case(), &about.frame.caller);
    let judged = about.loaded.ground().judge(case, caller, action, &Map::new(), case.version);
    if let Err(refusal) = judged
        && refusal.problems.is_empty()
    {
        return Err(refusal);
    }
    let step = about.loaded.procedure.step(&case.step);
    let found = step.and_then(|step| step.action(action)).ok_or_else(Refusal::not_found)?;
    Ok((found, cases::as_register(&about.loaded.procedure, &found.fields)))
}

fn draw(
    about: &About<'_>,
    ask: &mut dyn Ask,
    action: &str,
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let frame = about.frame;
    let (action, register) = of_step(about, action)?;
    let mut facts = facts(about);
    facts.extend(power(about, ask, action)?);
    CaseForm {
        frame,
        register: &register,
        own: Vec::new(),
        typed,
        said,
        verb: frame.text(&action.name),
        intro: intro(about, action),
        facts,
        back: about.back(),
        posted,
    }
    .draw(ask)
}

/// The power the action needs, and whether the caller's unit has it as things stand now.
fn power(about: &About<'_>, ask: &mut dyn Ask, action: &Action) -> Result<Option<SummaryLine>, Refusal> {
    let Some(need) = &action.needs_power else { return Ok(None) };
    let (frame, case, ground) = (about.frame, about.case(), about.loaded.ground());
    let judged = ground.judge(case, &frame.caller, &action.id, &Map::new(), case.version);
    let Ok(mandate) = judged.map(|decision| decision.mandate).or_else(|_| {
        let step = ground.step(&case.step)?;
        let held = ground.who(step.may(action), &case.body.opener, &case.body.facts);
        ground.mandate(&frame.caller, &held).ok_or_else(Refusal::not_found)
    }) else {
        return Ok(None);
    };
    let charter = frame.charter();
    let unit = rules::unit_of(charter, &mandate).unwrap_or_default();
    let asked = powers::judge_action(need, &unit, &case.body.facts, ground.record, frame.today);
    let text = match powers::demand(ask, charter, &asked).map_err(store_refusal)? {
        Ok(used) => frame.text(&powers::used_words(charter, &used)).to_owned(),
        Err(refusal) => words::refusal(refusal.code, frame.lang, &refusal.params),
    };
    Ok(Some(cases::line(frame.pick("所需权限", "Power needed"), Cell::text(text))))
}

/// What will happen: in the charter's words, then where the case goes.
fn intro(about: &About<'_>, action: &Action) -> String {
    let (frame, procedure) = (about.frame, &about.loaded.procedure);
    let each = procedure.step(&about.case().step).is_some_and(|step| step.each) && !action.back;
    let to = action.to.as_deref().map(|to| frame.text(&procedure.step_name(to)).to_owned());
    let then = match (frame.lang, to) {
        (Lang::Zh, Some(to)) if each => format!("所有单位都办理后，转到“{to}”。"),
        (Lang::En, Some(to)) if each => format!("Once every unit has answered, the case goes on to “{to}”."),
        (Lang::Zh, Some(to)) => format!("办理后转到“{to}”。"),
        (Lang::En, Some(to)) => format!("The case then goes to “{to}”."),
        (Lang::Zh, None) => "办理后仍在这一环节。".to_owned(),
        (Lang::En, None) => "The case stays in this step.".to_owned(),
    };
    let slip = action.slip.as_deref().and_then(|id| procedure.slip(id)).map(|slip| match frame.lang {
        Lang::Zh => format!("同时发出{}。", frame.text(&slip.name)),
        Lang::En => format!("A {} is issued.", frame.text(&slip.name)),
    });
    let summary = frame.text(&action.summary).to_owned();
    let parts: Vec<String> =
        [summary, then, slip.unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(frame.pick("", " "))
}

/// Where the case stands, shown beside every form.
pub fn facts(about: &About<'_>) -> Vec<SummaryLine> {
    let (frame, case) = (about.frame, about.case());
    let record = about.record();
    vec![
        cases::line(
            frame.text(&about.loaded.register.name),
            Cell { href: record.href, ..Cell::text(record.text) },
        ),
        cases::line(frame.pick("环节", "Step"), Cell::tag(cases::step(frame, &about.loaded.procedure, case))),
        cases::line(frame.pick("承办", "Held by"), Cell::text(cases::holders(frame, &case.body.holders))),
        cases::line(frame.pick("期限", "Until"), Cell::text(cases::due(frame, case.due_on))),
    ]
}
