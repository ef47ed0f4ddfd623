//! A proposed change is approved or declined.

use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{answer, carry_out, done, form_key, judge, show};
use crate::domain::registers::permits::Action;
use crate::domain::worklists::{self, Decide, Proposal};
use crate::house::House;
use crate::http::pages::common::{Frame, address, values};
use crate::http::views::{Choice, FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Refusal};
use serde_json::Value;
use std::sync::Arc;
use store::{Ask, Reader};

fn find<'a>(
    frame: &'a Frame,
    ask: &mut dyn Ask,
    register: &str,
    id: &str,
    number: &str,
) -> Result<(Subject<'a>, Proposal), Refusal> {
    let subject = Subject::find(frame, ask, register, id, Action::Read)?;
    let law = subject.register.worklist.as_ref().and_then(|law| law.approval.as_ref());
    let law = law.ok_or_else(Refusal::not_found)?;
    if !law.by.iter().any(|role| frame.caller.roles.contains(role)) {
        return Err(Refusal::not_allowed());
    }
    let number: i64 = number.parse().map_err(|_| Refusal::not_found())?;
    let all = worklists::proposals_of(ask, &frame.charter().zone.id, &subject.record.id)?;
    let proposal = all.into_iter().find(|proposal| proposal.number == number);
    Ok((subject, proposal.ok_or_else(Refusal::not_found)?))
}

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id, number)): Path<(String, String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let (subject, proposal) = find(&frame, reader, &register, &id, &number)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        Ok(draw(&frame, &subject, &proposal, &typed, &Said::default(), false))
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((register, id, number)): Path<(String, String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let command = Decide {
        register: register.clone(),
        id: Id::parse(&id).ok_or_else(Refusal::not_found)?,
        number: number.parse().map_err(|_| Refusal::not_found())?,
        approve: typed.get("decision") == "approve",
        remark: judge::note(&typed, "remark").map_err(|problem| Refusal::invalid(vec![problem]))?,
    };
    let path = address::work_record(&register, &command.id);
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let (subject, proposal) = find(frame, reader, &register, &id, &number)?;
        let (typed, said) = answer(house, frame, None, typed, refusal);
        Ok(draw(frame, &subject, &proposal, &typed, &said, true))
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "decided"), redraw).await
}

fn draw(
    frame: &Frame,
    subject: &Subject<'_>,
    proposal: &Proposal,
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> FormPage {
    let names = frame.names();
    let choice = |value: &str, text: &'static str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: typed.get("decision") == value,
        ..Choice::default()
    };
    let fields = vec![
        FieldInput {
            required: true,
            options: vec![
                choice("approve", frame.pick("批准", "Approve")),
                choice("decline", frame.pick("不批准", "Decline")),
            ],
            ..input(frame, typed, said, "decision", frame.pick("批复", "Decision"), InputKind::Radios)
        },
        FieldInput {
            hint: frame.pick("不批准时必填", "needed where it is declined").to_owned(),
            ..input(frame, typed, said, "remark", frame.pick("意见", "Remark"), InputKind::Textarea)
        },
    ];
    let mut parts: Vec<String> = Vec::new();
    for (id, value) in &proposal.fields {
        let Some(field) = subject.register.field(id) else { continue };
        let old = subject.record.body.get(id).unwrap_or(&Value::Null);
        parts.push(format!(
            "{}{}{} → {}",
            frame.text(&field.name),
            frame.words().colon,
            values::text(&names, field, old),
            values::text(&names, field, value)
        ));
    }
    if !proposal.stage.is_empty() {
        parts.push(format!("→ {}", names.stage(subject.register, &proposal.stage)));
    }
    let unit = frame.charter().unit(&proposal.unit).map_or("", |unit| frame.text(&unit.name));
    let (what, at, reason) = (parts.join("；"), frame.time(proposal.proposed_at), &proposal.reason);
    let intro = match frame.lang {
        Lang::Zh => format!("{unit}于 {at} 申请：{what}。理由：{reason}"),
        Lang::En => format!("{unit} proposed on {at}: {what}. Why: {reason}"),
    };
    Small {
        frame,
        subject,
        typed,
        said,
        verb: frame.pick("批复调整申请", "Decide a proposed change"),
        intro,
        fields,
        hidden: Vec::new(),
        submit: frame.pick("批复", "Decide"),
        danger: false,
        multipart: false,
        posted,
    }
    .draw()
}
