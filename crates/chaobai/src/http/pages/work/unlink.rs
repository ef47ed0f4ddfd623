//! A link of a record is taken back.

use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, show};
use crate::domain::registers::permits::Action;
use crate::domain::registers::{self, Unlink};
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Choice, FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Problem, Refusal};
use std::sync::Arc;
use store::{Ask, Reader};

/// The form: links this record keeps, to choose one from.
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
        draw(&frame, reader, &subject, &typed, &Said::default(), false)
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
        let chosen = asked.get("link").split_once(' ').and_then(|(id, kind)| Some((Id::parse(id)?, kind)));
        Ok(match chosen {
            Some((to, kind)) => Outcome::Command(Unlink {
                register: subject.register.id.clone(),
                id: subject.record.id.clone(),
                kind: kind.to_owned(),
                to,
            }),
            None => {
                let said = Said::problems(vec![Problem::new("link", "required")]);
                Outcome::form(draw(&frame, reader, &subject, &asked, &said, true)?)
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
        let subject = Subject::find(frame, reader, &register, &id, Action::Amend)?;
        let (typed, said) = answer(house, frame, Some(&subject), typed, refusal);
        draw(frame, reader, &subject, &typed, &said, true)
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "unlinked"), redraw).await
}

fn draw(
    frame: &Frame,
    ask: &mut dyn Ask,
    subject: &Subject<'_>,
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let mut names = frame.names();
    let mut options = Vec::new();
    let zone = &frame.charter().zone.id;
    for link in registers::links(ask, zone, &subject.record.id)?.into_iter().filter(|link| !link.inbound) {
        let Some(other) = registers::find(ask, zone, &link.other)? else { continue };
        let title = names.learn_title(ask, &other.register, &link.other)?;
        let title = title.unwrap_or_else(|| frame.pick("未公开的条目", "record not public").to_owned());
        let value = format!("{} {}", link.other, link.kind);
        options.push(Choice {
            chosen: typed.get("link") == value,
            value,
            text: format!("{}{}{title}", link.kind, frame.words().colon),
            ..Choice::default()
        });
    }
    let intro = if options.is_empty() {
        frame.pick(
            "本条没有登记关联。对方登记的关联，请到对方条目取消。",
            "This record keeps no link. A link kept by the other record is taken back there.",
        )
    } else {
        frame.pick(
            "取消后两条都不再显示这个关联；留痕里仍然查得到。",
            "Neither record shows the link any more; the journal still does.",
        )
    };
    let label = frame.pick("取消哪个关联", "Take back");
    let fields = vec![FieldInput {
        required: true,
        options,
        ..input(frame, typed, said, "link", label, InputKind::Radios)
    }];
    let verb = frame.pick("取消关联", "Take back a link");
    Ok(Small {
        frame,
        subject,
        typed,
        said,
        verb,
        intro: intro.to_owned(),
        fields,
        hidden: Vec::new(),
        submit: verb,
        danger: true,
        multipart: false,
        posted,
    }
    .draw())
}
