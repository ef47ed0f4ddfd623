//! A record is taken back, with the reason.

use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, judge, show};
use crate::domain::registers::Withdraw;
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
use store::Reader;

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let subject = Subject::find(&frame, reader, &register, &id, Action::Withdraw)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("version", [subject.record.version.to_string()]);
        typed.set("effective_on", [frame.today.to_string()]);
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
        let subject = Subject::find(&frame, reader, &at.0, &at.1, Action::Withdraw)?;
        let reason = judge::note(&asked, "reason").and_then(|reason| {
            if reason.is_empty() { Err(Problem::new("reason", "required")) } else { Ok(reason) }
        });
        Ok(match (reason, judge::day(&asked, "effective_on", frame.today)) {
            (Ok(reason), Ok(day)) => Outcome::Command(Withdraw {
                register: subject.register.id.clone(),
                id: subject.record.id.clone(),
                version: asked.version(),
                effective_on: Some(day),
                reason,
            }),
            (reason, day) => {
                let said = Said::problems(reason.err().into_iter().chain(day.err()).collect());
                Outcome::form(draw(&frame, &subject, &asked, &said, true))
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
        let subject = Subject::find(frame, reader, &register, &id, Action::Withdraw)?;
        let (typed, said) = answer(house, frame, Some(&subject), typed, refusal);
        Ok(draw(frame, &subject, &typed, &said, true))
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "withdrawn"), redraw).await
}

fn draw(frame: &Frame, subject: &Subject<'_>, typed: &Typed, said: &Said, posted: bool) -> FormPage {
    let words = frame.words();
    let fields = vec![
        FieldInput {
            required: true,
            hint: frame.pick("会进入历史和留痕", "goes into history and journal").to_owned(),
            ..input(frame, typed, said, "reason", frame.pick("撤回原因", "Why"), InputKind::Textarea)
        },
        FieldInput {
            required: true,
            hint: frame
                .pick("从这一天起不再计入清单和指标", "from this day the record is in no list and no figure")
                .to_owned(),
            ..input(frame, typed, said, "effective_on", frame.pick("从哪天起", "From"), InputKind::Date)
        },
    ];
    let intro = frame.pick(
        "撤回后不再出现在清单和指标里，也不能再改；内容、历史和留痕都保留。",
        "A withdrawn record leaves lists and figures and can no longer be changed; content, history and journal entries stay.",
    );
    Small {
        frame,
        subject,
        typed,
        said,
        verb: words.withdraw,
        intro: intro.to_owned(),
        fields,
        hidden: vec![("version".into(), typed.get("version").to_owned())],
        submit: words.withdraw,
        danger: true,
        multipart: false,
        posted,
    }
    .draw()
}
