//! A person gives a matter another lamp than the rule: with a reason and a last day.

use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, judge, show};
use crate::charter::model::Lamp;
use crate::domain::lamps::Give;
use crate::domain::registers::permits::Action;
use crate::domain::worklists;
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Choice, FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Problem, Refusal, clean};
use std::sync::Arc;
use store::{Ask, Reader};

/// Days a new lamp holds where nobody says otherwise.
const DAYS: i64 = 14;

fn find<'a>(frame: &'a Frame, ask: &mut dyn Ask, register: &str, id: &str) -> Result<Subject<'a>, Refusal> {
    let subject = Subject::find(frame, ask, register, id, Action::Read)?;
    let has_lamps = subject.register.worklist.as_ref().is_some_and(|law| law.lamps.is_some());
    match (has_lamps, worklists::may_review(&frame.caller, subject.register)) {
        (false, _) => Err(Refusal::not_found()),
        (true, false) => Err(Refusal::not_allowed()),
        (true, true) => Ok(subject),
    }
}

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let subject = find(&frame, reader, &register, &id)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("until", [frame.today.plus_days(DAYS).to_string()]);
        Ok(draw(&frame, &subject, &typed, &Said::default(), false))
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let (asked, who, at) = (typed.clone(), visitor.clone(), (register.clone(), id.clone()));
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let subject = find(&frame, reader, &at.0, &at.1)?;
        let mut problems = Vec::new();
        let lamp = Lamp::find(asked.get("lamp"));
        if lamp.is_none() {
            problems.push(Problem::new("lamp", "required"));
        }
        let until = clean::date(asked.get("until").trim())
            .map_err(|why| Problem::new("until", why.code()).with("given", asked.get("until")));
        let reason = judge::note(&asked, "reason");
        Ok(match (lamp, until, reason) {
            (Some(lamp), Ok(until), Ok(reason)) => Outcome::Command(Give {
                register: subject.register.id.clone(),
                id: subject.record.id.clone(),
                lamp,
                reason,
                until,
            }),
            (_, until, reason) => {
                problems.extend(reason.err());
                problems.extend(until.err());
                Outcome::form(draw(&frame, &subject, &asked, &Said::problems(problems), true))
            }
        })
    })
    .await?;
    let command = match outcome {
        Outcome::Form(page) => return show(StatusCode::UNPROCESSABLE_ENTITY, &*page),
        Outcome::Command(command) => command,
    };
    let path = address::work_record(&register, &command.id);
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let subject = find(frame, reader, &register, &id)?;
        let (typed, said) = answer(house, frame, None, typed, refusal);
        Ok(draw(frame, &subject, &typed, &said, true))
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "lamp"), redraw).await
}

fn draw(frame: &Frame, subject: &Subject<'_>, typed: &Typed, said: &Said, posted: bool) -> FormPage {
    let words = frame.words();
    let lamps = std::iter::once(Lamp::Normal).chain(Lamp::RAISED);
    let options = lamps.map(|lamp| Choice {
        value: lamp.id().to_owned(),
        text: frame.text(&lamp.word()).to_owned(),
        chosen: typed.get("lamp") == lamp.id(),
        ..Choice::default()
    });
    let fields = vec![
        FieldInput {
            required: true,
            options: options.collect(),
            ..input(frame, typed, said, "lamp", words.matter_lamp, InputKind::Radios)
        },
        FieldInput {
            required: true,
            hint: frame
                .pick("会进入留痕，并写在事项页上", "goes into the journal and stands on the matter's page")
                .to_owned(),
            ..input(frame, typed, said, "reason", frame.pick("原因", "Why"), InputKind::Textarea)
        },
        FieldInput {
            required: true,
            hint: frame
                .pick("这一天之后自动恢复按规则亮灯", "after this day the rule's lamp is back by itself")
                .to_owned(),
            ..input(frame, typed, said, "until", frame.pick("有效至", "Until"), InputKind::Date)
        },
    ];
    Small {
        frame,
        subject,
        typed,
        said,
        verb: words.lamp_give,
        intro: frame
            .pick(
                "灯按规则自动亮。确需人工亮灯的，写明原因和有效期；规则的判定仍会并列写出。",
                "Lamps follow the rule. Where one must be given by hand, say why and until when; what the rule gives is still said beside it.",
            )
            .to_owned(),
        fields,
        hidden: Vec::new(),
        submit: words.lamp_give,
        danger: false,
        multipart: false,
        posted,
    }
    .draw()
}
