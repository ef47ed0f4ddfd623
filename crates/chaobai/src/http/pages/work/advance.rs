//! A record moves to another stage of its life.

use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, judge, show};
use crate::charter::model::Stage;
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{Advance, Record, decided};
use crate::house::House;
use crate::http::pages::common::{Frame, address, gates};
use crate::http::views::{Choice, FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Lang, Problem, Refusal};
use std::sync::Arc;
use store::{Ask, Reader};

/// The form; `?to=` chooses a stage beforehand.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let subject = Subject::find(&frame, reader, &register, &id, Action::Advance)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("version", [subject.record.version.to_string()]);
        typed.set("effective_on", [frame.today.to_string()]);
        typed.set("to", [frame.query.get("to").unwrap_or_default().to_owned()]);
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
        let subject = Subject::find(&frame, reader, &at.0, &at.1, Action::Advance)?;
        let note = judge::note(&asked, "note");
        let day = day_of(&subject, &asked, frame.today);
        let to = match asked.get("to") {
            "" => Err(Problem::new("to", "required")),
            to => Ok(to.to_owned()),
        };
        Ok(match (to, note, day) {
            (Ok(to), Ok(note), Ok(effective_on)) => Outcome::Command(Advance {
                register: subject.register.id.clone(),
                id: subject.record.id.clone(),
                version: asked.version(),
                to,
                effective_on,
                waive: asked.get("waive") == "yes",
                note,
            }),
            (to, note, day) => {
                let problems = to.err().into_iter().chain(note.err()).chain(day.err());
                let said = Said::problems(problems.collect());
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
        let subject = Subject::find(frame, reader, &register, &id, Action::Advance)?;
        let (typed, said) = answer(house, frame, Some(&subject), typed, refusal);
        draw(frame, reader, &subject, &typed, &said, true)
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "advanced"), redraw).await
}

/// The day from which a project stands in its new stage; other lists say nothing of it.
fn day_of(subject: &Subject<'_>, typed: &Typed, today: Date) -> Result<Option<Date>, Problem> {
    if subject.register.project.is_none() {
        return Ok(None);
    }
    judge::day(typed, "effective_on", today).map(Some)
}

fn draw(
    frame: &Frame,
    ask: &mut dyn Ask,
    subject: &Subject<'_>,
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let words = frame.words();
    let is_open = permits::is_public_stage(subject.register, &subject.record.stage);
    let to =
        subject.register.stage(&subject.record.stage).map(|stage| stage.to.as_slice()).unwrap_or_default();
    // What only a body's act or a case brings about is not offered.
    let free = |stage: &&Stage| {
        let new = Record { stage: stage.id.clone(), ..subject.record.clone() };
        decided::is_free(frame.charter(), subject.register, &subject.record, &new)
    };
    let to: Vec<&Stage> = to.iter().filter_map(|id| subject.register.stage(id)).filter(free).collect();
    let options = to.iter().map(|stage| {
        let opens = permits::is_public_stage(subject.register, &stage.id);
        let hint = match (is_open, opens) {
            (false, true) => frame.pick("移到这个阶段后公开", "becomes public"),
            (true, false) => frame.pick("移到这个阶段后不再公开", "is no longer public"),
            _ => "",
        };
        Choice {
            chosen: typed.get("to") == stage.id || to.len() == 1,
            value: stage.id.clone(),
            text: frame.text(&stage.name).to_owned(),
            hint: hint.to_owned(),
        }
    });
    let options: Vec<Choice> = options.collect();
    let intro = match (options.is_empty(), frame.lang) {
        (true, Lang::Zh) => "从现在的阶段不能再移到别的阶段。",
        (true, Lang::En) => "The record cannot move on from its present stage.",
        (false, Lang::Zh) => "移动阶段会留痕；条目内容不变。",
        (false, Lang::En) => "The move goes into the journal; the content of the record stays as it is.",
    };
    let gates = gates::of_next_stages(frame, ask, subject.register, &subject.record)?;
    let mut fields = vec![
        FieldInput {
            required: true,
            options,
            ..input(frame, typed, said, "to", frame.pick("移到哪个阶段", "Move to"), InputKind::Radios)
        },
        FieldInput {
            hint: words.note_hint.to_owned(),
            ..input(frame, typed, said, "note", words.note, InputKind::Textarea)
        },
    ];
    if subject.register.project.is_some() {
        let day = input(frame, typed, said, "effective_on", words.effective_on, InputKind::Date);
        fields.insert(1, FieldInput { required: true, ..day });
    }
    if gates.iter().any(|gate| !gate.is_open() && gate.may_waive) {
        let yes = frame.pick(
            "材料不齐也放行（说明里写理由，留痕）",
            "open it all the same (say why; it goes into the journal)",
        );
        let waive =
            input(frame, typed, said, "waive", frame.pick("阶段门槛", "The gate"), InputKind::Checkboxes);
        let options = vec![Choice {
            value: "yes".into(),
            text: yes.to_owned(),
            chosen: typed.get("waive") == "yes",
            ..Choice::default()
        }];
        fields.insert(1, FieldInput { options, ..waive });
    }
    let mut page = Small {
        frame,
        subject,
        typed,
        said,
        verb: words.advance,
        intro: intro.to_owned(),
        fields,
        hidden: vec![("version".into(), typed.get("version").to_owned())],
        submit: words.advance,
        danger: false,
        multipart: false,
        posted,
    }
    .draw();
    page.facts.extend(gates.iter().flat_map(|gate| gate.lines(frame)));
    Ok(page)
}
