//! The forms that stop the clock of a case and let it go on.

use super::act::facts;
use super::form::CaseForm;
use super::{About, Posted, Said, Typed, again, blank, redraw, said};
use crate::desk::Command;
use crate::domain::procedures::{Pause, Resume, State, case_id, rules};
use crate::house::House;
use crate::http::pages::common::{Frame, address, cases};
use crate::http::pages::work::inputs::choices;
use crate::http::pages::work::{done, show};
use crate::http::views::{FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask, perform};
use axum::extract::{Path, State as Of};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Kind, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Pause,
    Resume,
}

/// The form of a pause.
pub async fn form(site: Of<Arc<Site>>, id: Path<String>, visitor: Visitor) -> Result<Response, Failure> {
    blank_form(site, id, visitor, Which::Pause).await
}

/// The form of a resumption.
pub async fn resume_form(
    site: Of<Arc<Site>>,
    id: Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    blank_form(site, id, visitor, Which::Resume).await
}

async fn blank_form(
    Of(site): Of<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
    which: Which,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let typed = blank(house, &about);
        draw(&about, reader, which, &typed, &Said::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The clock is stopped.
pub async fn post(
    Of(site): Of<Arc<Site>>,
    Path(id): Path<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let command = Pause {
        id: case_id(&id)?,
        version: typed.version(),
        reason: typed.get("reason").to_owned(),
        note: typed.get("note").replace("\r\n", "\n"),
    };
    carry(&site, visitor, id, typed, command, Which::Pause).await
}

/// The clock goes on.
pub async fn resume_post(
    Of(site): Of<Arc<Site>>,
    Path(id): Path<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let command = Resume {
        id: case_id(&id)?,
        version: typed.version(),
        note: typed.get("note").replace("\r\n", "\n"),
        deadline: None,
    };
    carry(&site, visitor, id, typed, command, Which::Resume).await
}

async fn carry(
    site: &Arc<Site>,
    visitor: Visitor,
    id: String,
    typed: Typed,
    command: impl Command + 'static,
    which: Which,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let path = address::case(&case_id(&id)?);
    match perform(site, visitor.caller.clone(), command, key).await {
        Ok(_) => Ok(done(&visitor, &path, if which == Which::Pause { "paused" } else { "resumed" })),
        Err(failure) => {
            let draw_again = move |house: &House,
                                   about: &About<'_>,
                                   ask: &mut dyn Ask,
                                   typed: Typed,
                                   refusal: &Refusal| {
                let typed = again(house, about, typed);
                draw(about, ask, which, &typed, &said(refusal, None, about.frame), true)
            };
            redraw(site, visitor, id, typed, failure, draw_again).await
        }
    }
}

fn draw(
    about: &About<'_>,
    ask: &mut dyn Ask,
    which: Which,
    typed: &Typed,
    said: &Said,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let (frame, case) = (about.frame, about.case());
    if !about.may_pause() {
        return Err(Refusal::not_allowed());
    }
    match (which, case.state) {
        (Which::Pause, _) => rules::demand_state(case)?,
        (Which::Resume, State::Paused) => {}
        (Which::Resume, _) => return Err(Refusal::new(Kind::Conflict, "procedures.not_paused")),
    }
    let input = |name: &str, label: &str, kind| FieldInput {
        required: true,
        error: said.at(name, frame.lang),
        value: typed.get(name).to_owned(),
        ..FieldInput::new(name, label, kind)
    };
    let pause = about.loaded.procedure.pause.as_ref();
    let mut own = Vec::new();
    if which == Which::Pause {
        let reasons = pause.map(|pause| pause.reasons.as_slice()).unwrap_or_default();
        let all = reasons.iter().map(|one| (one.id.clone(), frame.text(&one.name).to_owned())).collect();
        own.push(FieldInput {
            options: choices(all, &[typed.get("reason").to_owned()]),
            ..input("reason", frame.pick("原因", "Reason"), InputKind::Radios)
        });
    }
    own.push(input("note", frame.pick("说明", "In words"), InputKind::Textarea));
    let days = pause.and_then(|pause| pause.days);
    let intro = match (which, days, frame.lang) {
        (Which::Pause, Some(days), Lang::Zh) => {
            format!("暂停期间不提醒、不升级，停下的工作日不计入期限；最长 {days} 个工作日，到期自动恢复。")
        }
        (Which::Pause, Some(days), Lang::En) => format!(
            "While it is stopped nothing reminds or escalates, and its working days do not count; at most {days} working days, then it goes on by itself."
        ),
        (Which::Pause, None, _) => frame
            .pick(
                "暂停期间不提醒、不升级，停下的工作日不计入期限。",
                "While it is stopped nothing reminds or escalates, and its working days do not count.",
            )
            .to_owned(),
        (Which::Resume, ..) => frame
            .pick(
                "恢复后期限按停下的工作日顺延。",
                "The last day moves by the working days the clock stood still.",
            )
            .to_owned(),
    };
    let verb = match which {
        Which::Pause => frame.pick("暂停计时", "Stop the clock"),
        Which::Resume => frame.pick("恢复计时", "Let the clock go on"),
    };
    CaseForm {
        frame,
        register: &cases::as_register(&about.loaded.procedure, &[]),
        own,
        typed,
        said,
        verb,
        intro,
        facts: facts(about),
        back: about.back(),
        posted,
    }
    .draw(ask)
}
