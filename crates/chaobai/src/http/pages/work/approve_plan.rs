//! The plan of a project is approved.

use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, judge, show};
use crate::domain::projects::ApprovePlan;
use crate::domain::registers::permits::Action;
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Problem, Refusal};
use std::sync::Arc;
use store::{Ask, Reader};

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
        typed.set("version", [subject.record.version.to_string()]);
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
        let note = match judge::note(&asked, "note") {
            Ok(note) if note.trim().is_empty() => Err(Problem::new("note", "required")),
            other => other,
        };
        Ok(match note {
            Ok(note) => Outcome::Command(ApprovePlan {
                register: subject.register.id.clone(),
                id: subject.record.id.clone(),
                version: asked.version(),
                note,
            }),
            Err(problem) => {
                Outcome::form(draw(&frame, &subject, &asked, &Said::problems(vec![problem]), true))
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
        let (typed, said) = answer(house, frame, Some(&subject), typed, refusal);
        Ok(draw(frame, &subject, &typed, &said, true))
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "plan_approved"), redraw).await
}

/// The record, if its list is one of projects.
fn find<'a>(frame: &'a Frame, ask: &mut dyn Ask, register: &str, id: &str) -> Result<Subject<'a>, Refusal> {
    let subject = Subject::find(frame, ask, register, id, Action::Advance)?;
    if subject.register.project.is_none() { Err(Refusal::not_found()) } else { Ok(subject) }
}

fn draw(frame: &Frame, subject: &Subject<'_>, typed: &Typed, said: &Said, posted: bool) -> FormPage {
    let fields = vec![FieldInput {
        required: true,
        hint: frame.pick("批准文件的文号，或会议决定", "Number of the document, or the decision").to_owned(),
        ..input(frame, typed, said, "note", frame.pick("批准依据", "Approved by"), InputKind::Textarea)
    }];
    Small {
        frame,
        subject,
        typed,
        said,
        verb: frame.pick("批准计划", "Approve the plan"),
        intro: frame
            .pick(
                "批准现在登记的计划（含各节点的计划日期）。此后项目页说明与它的偏差；以前批准的计划都保留。",
                "Approves the plan as it is on record now, with the planned days of its milestones. From then on the page tells how it drifts; plans approved before are kept.",
            )
            .to_owned(),
        fields,
        hidden: vec![("version".into(), typed.get("version").to_owned())],
        submit: frame.pick("批准", "Approve"),
        danger: false,
        multipart: false,
        posted,
    }
    .draw()
}
