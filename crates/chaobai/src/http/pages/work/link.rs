//! A record is tied to another one.

use super::inputs::choices;
use super::posted::Posted;
use super::records::{self, Found};
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, show};
use crate::domain::registers::LinkTo;
use crate::domain::registers::permits::{self, Action};
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Problem, Refusal, clean};
use std::sync::Arc;
use store::{Ask, Reader};

/// Longest kind of a link in characters.
const KIND_MAX: usize = 40;

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let subject = Subject::find(&frame, reader, &register, &id, Action::Amend)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
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
        let subject = Subject::find(&frame, reader, &at.0, &at.1, Action::Amend)?;
        Ok(match judge(&frame, reader, &subject, &asked)? {
            Ok(command) => Outcome::Command(command),
            Err(problems) => Outcome::form(draw(&frame, &subject, &asked, &Said::problems(problems), true)),
        })
    })
    .await?;
    let command = match outcome {
        Outcome::Form(page) => return show(StatusCode::UNPROCESSABLE_ENTITY, &*page),
        Outcome::Command(command) => command,
    };
    let path = address::work_record(&register, &command.id);
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let subject = Subject::find(frame, reader, &register, &id, Action::Amend)?;
        let (typed, _) = answer(house, frame, Some(&subject), typed, refusal);
        // What the command names are the inputs of this form, never fields of the charter.
        Ok(draw(frame, &subject, &typed, &Said::of(refusal, None, frame.lang), true))
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "linked"), redraw).await
}

fn judge(
    frame: &Frame,
    ask: &mut dyn Ask,
    subject: &Subject<'_>,
    typed: &Typed,
) -> Result<Result<LinkTo, Vec<Problem>>, Refusal> {
    let mut problems = Vec::new();
    let kind = match clean::line(typed.get("kind")) {
        Ok(kind) if kind.is_empty() => Err(Problem::new("kind", "required")),
        Ok(kind) if kind.chars().count() > KIND_MAX => {
            Err(Problem::new("kind", "too_long").with("max", KIND_MAX))
        }
        Ok(kind) => Ok(kind),
        Err(unclean) => Err(unclean.problem("kind")),
    };
    let visible = |id: &str| permits::visible_registers(frame.charter(), &frame.caller).find(|r| r.id == id);
    let (to_register, text) = (typed.get("to_register"), typed.get("to").trim());
    let to: Result<Id, Problem> = match (visible(to_register), text) {
        (_, "") => Err(Problem::new("to", "required")),
        (None, _) => Err(Problem::new("to_register", "required")),
        (Some(register), text) => match records::find(ask, frame, register, text)? {
            Found::One(id) if id == subject.record.id => Err(Problem::new("to", "the_same_record")),
            Found::One(id) => Ok(id),
            Found::None => Err(Problem::new("to", "no_such_record").with("given", text)),
            Found::Several => Err(Problem::new("to", "several_records").with("given", text)),
        },
    };
    match (kind, to) {
        (Ok(kind), Ok(to)) => Ok(Ok(LinkTo {
            register: subject.register.id.clone(),
            id: subject.record.id.clone(),
            kind,
            to_register: to_register.to_owned(),
            to,
        })),
        (kind, to) => {
            problems.extend(kind.err());
            problems.extend(to.err());
            Ok(Err(problems))
        }
    }
}

fn draw(frame: &Frame, subject: &Subject<'_>, typed: &Typed, said: &Said, posted: bool) -> FormPage {
    let words = frame.words();
    let lists = permits::visible_registers(frame.charter(), &frame.caller);
    let mut lists: Vec<(String, String)> =
        lists.map(|register| (register.id.clone(), frame.text(&register.name).to_owned())).collect();
    lists.insert(0, (String::new(), words.choose.to_owned()));
    let fields = vec![
        FieldInput {
            required: true,
            hint: frame
                .pick(
                    "对方是本条的什么，例如：审批文件、配套项目",
                    "what the other is to this one, for example: approval",
                )
                .to_owned(),
            ..input(frame, typed, said, "kind", frame.pick("关系", "What it is"), InputKind::Text)
        },
        FieldInput {
            required: true,
            options: choices(lists, &[typed.get("to_register").to_owned()]),
            ..input(
                frame,
                typed,
                said,
                "to_register",
                frame.pick("对方所在清单", "Its list"),
                InputKind::Select,
            )
        },
        FieldInput {
            required: true,
            hint: frame
                .pick(
                    "填对方的名称（一字不差）、编号，或粘贴它的网址",
                    "its exact title, its id, or the address of its page",
                )
                .to_owned(),
            ..input(frame, typed, said, "to", frame.pick("对方条目", "The other record"), InputKind::Text)
        },
    ];
    Small {
        frame,
        subject,
        typed,
        said,
        verb: words.link,
        intro: frame
            .pick(
                "两条都会显示这个关联，并进入留痕。",
                "Both records show the link; it goes into the journal.",
            )
            .to_owned(),
        fields,
        hidden: Vec::new(),
        submit: words.link,
        danger: false,
        multipart: false,
        posted,
    }
    .draw()
}
