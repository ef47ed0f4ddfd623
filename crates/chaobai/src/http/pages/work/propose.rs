//! A lead asks for a change that only an approval can make.

use super::inputs::Inputs;
use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, judge, read, records, show};
use crate::charter::model::{Approval, Field};
use crate::domain::registers::permits::Action;
use crate::domain::worklists::Propose;
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Choice, FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Problem, Refusal};
use serde_json::Map;
use std::sync::Arc;
use store::{Ask, Reader};

fn find<'a>(
    frame: &'a Frame,
    ask: &mut dyn Ask,
    register: &str,
    id: &str,
) -> Result<(Subject<'a>, &'a Approval, Vec<&'a Field>), Refusal> {
    let subject = Subject::find(frame, ask, register, id, Action::Read)?;
    let law = subject.register.worklist.as_ref().and_then(|law| law.approval.as_ref());
    let law = law.ok_or_else(Refusal::not_found)?;
    let leads = subject.register.leads(&subject.record.body);
    if !leads.iter().any(|unit| frame.caller.units.contains(*unit)) {
        return Err(Refusal::not_allowed());
    }
    let fields = law.fields.iter().filter_map(|id| subject.register.field(id)).collect();
    Ok((subject, law, fields))
}

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let (subject, law, fields) = find(&frame, reader, &register, &id)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("version", [subject.record.version.to_string()]);
        for field in &fields {
            typed.set_field(
                &field.id,
                read::typed(frame.charter(), field, subject.record.body.get(&field.id)),
            );
        }
        draw(&frame, reader, &subject, law, &fields, &typed, &Said::default(), false)
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
        let (subject, law, fields) = find(&frame, reader, &at.0, &at.1)?;
        let (mut changes, mut problems) = (Map::new(), Vec::new());
        for field in &fields {
            match read::value(frame.charter(), field, &asked.field(&field.id)) {
                Ok(value)
                    if subject.record.body.get(&field.id).unwrap_or(&serde_json::Value::Null) == &value => {}
                Ok(value) => drop(changes.insert(field.id.clone(), value)),
                Err(problem) => problems.push(Problem { field: Typed::name(&field.id), ..problem }),
            }
        }
        let stage = Some(asked.get("stage").to_owned()).filter(|stage| !stage.is_empty());
        Ok(match (problems.is_empty(), judge::note(&asked, "reason")) {
            (true, Ok(reason)) => Outcome::Command(Propose {
                register: subject.register.id.clone(),
                id: subject.record.id.clone(),
                version: asked.version(),
                fields: changes,
                stage,
                reason,
            }),
            (_, reason) => {
                problems.extend(reason.err());
                let said = Said::problems(problems);
                Outcome::form(draw(&frame, reader, &subject, law, &fields, &asked, &said, true)?)
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
        let (subject, law, fields) = find(frame, reader, &register, &id)?;
        let (typed, said) = answer(house, frame, Some(&subject), typed, refusal);
        draw(frame, reader, &subject, law, &fields, &typed, &said, true)
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "proposed"), redraw).await
}

#[allow(clippy::too_many_arguments)]
fn draw(
    frame: &Frame,
    ask: &mut dyn Ask,
    subject: &Subject<'_>,
    law: &Approval,
    fields: &[&Field],
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let mut names = frame.names();
    let choosables = records::Choosables::ask(ask, frame, &mut names, fields)?;
    let inputs = Inputs {
        frame,
        names: &names,
        records: &choosables,
        sourced: subject.register.sourced,
        typed,
        present: Some(&subject.record.body),
    };
    let drawn = |field: &&Field| inputs.input(field, said.at(&Typed::name(&field.id), frame.lang));
    let mut all: Vec<FieldInput> = fields.iter().map(drawn).collect();
    let stages = law.stages.iter().filter(|stage| law.adjusted.as_ref() != Some(stage));
    let mut options = vec![Choice {
        text: frame.pick("不变", "as it is").to_owned(),
        chosen: typed.get("stage").is_empty(),
        ..Choice::default()
    }];
    options.extend(stages.map(|stage| Choice {
        value: stage.clone(),
        text: names.stage(subject.register, stage),
        chosen: typed.get("stage") == stage,
        ..Choice::default()
    }));
    all.push(FieldInput {
        options,
        ..input(frame, typed, said, "stage", frame.pick("调整为", "Becomes"), InputKind::Select)
    });
    all.push(FieldInput {
        required: true,
        hint: frame.pick("写明依据，批复时可见", "say on what grounds; whoever decides reads it").to_owned(),
        ..input(frame, typed, said, "reason", frame.pick("申请理由", "Why"), InputKind::Textarea)
    });
    let words = frame.words();
    Ok(Small {
        frame,
        subject,
        typed,
        said,
        verb: words.change_propose,
        intro: frame
            .pick(
                "延期、改目标、取消须经批准。申请批准之前，清单内容不变。",
                "A later deadline, another aim or a cancellation needs approval. Nothing changes before it is given.",
            )
            .to_owned(),
        fields: all,
        hidden: vec![("version".into(), typed.get("version").to_owned())],
        submit: words.change_propose,
        danger: false,
        multipart: false,
        posted,
    }
    .draw())
}
