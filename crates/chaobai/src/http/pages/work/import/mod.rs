//! A workbook comes in: uploaded, read and judged, put right, written. Every step can be left and taken up again;
//! the file and what was put right are kept, rows are written only when the person says so.

mod draw;
mod template;

use super::grid::preview::Choice;
use super::posted::Posted;
use super::said::Said;
use super::typed::{KEY, Typed};
use super::{form_key, goes_back_to_form, grid, judge, see, show, upload};
use crate::domain::sheets::{
    Draft, DraftState, Key, MendDraft, OpenDraft, RowCheck, Sent, SettleDraft, draft_id,
};
use crate::http::pages::common::Frame;
use crate::http::sheets::intake::{self, Known, Progress};
use crate::http::sheets::write::{How, Outcome, write};
use crate::http::workbook::problems;
use crate::http::{Failure, Site, Visitor, ask, perform};
use axum::extract::{Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Date, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub use template::get as template;

/// Kinds of workbooks that are read.
const KINDS: [&str; 1] = ["xlsx"];
/// How long an answer waits for work to end before it shows how far it is: most files need no second page.
const WAIT: Duration = Duration::from_millis(700);
/// Rows that were not written and are kept with the draft.
const REFUSED_MAX: usize = 200;

/// The form for a file.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, _| {
        let frame = Frame::new(house, &visitor);
        let register = grid::find(&frame, &register)?;
        Ok(draw::upload(&frame, register, form_key(house), &Said::default()))
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The file.
pub async fn upload(
    State(site): State<Arc<Site>>,
    Path(list): Path<String>,
    visitor: Visitor,
    parts: Multipart,
) -> Result<Response, Failure> {
    // Only who may fill the list in makes the house read a file.
    let (who, of) = (visitor.clone(), list.clone());
    ask(&site, move |house, _| grid::find(&Frame::new(house, &who), &of).map(drop)).await?;
    let _place = site.place_to_take().await?;
    let sent = upload::read(&visitor, parts).await?;
    let key = sent.typed.key()?;
    let id = draft_id(&key);
    let name = crate::domain::files::safe_name(&sent.name);
    let kept = if sent.content.is_empty() {
        Err(Refusal::invalid(vec![Problem::new("file", "attach.empty")]))
    } else {
        let number = format!("sheet-{}", visitor.number);
        ask(&site, move |house, _| {
            let kinds = KINDS.map(str::to_owned);
            let marks = house.law().charter.zone.marks();
            house.files.keep(&marks, &sent.name, &kinds, &sent.content, &number)
        })
        .await
        .map_err(|failure| failure.refusal)
    };
    let opened = match kept {
        Ok(kept) => {
            let command = OpenDraft { register: list.clone(), sha256: kept.sha256, name };
            perform(&site, visitor.caller.clone(), command, key).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    if let Err(failure) = opened {
        if !goes_back_to_form(&failure) {
            return Err(failure);
        }
        let status = failure.status();
        let page = ask(&site, move |house, _| {
            let frame = Frame::new(house, &visitor);
            let said = Said::of(&failure.refusal, None, frame.lang);
            Ok(draw::upload(&frame, grid::find(&frame, &list)?, form_key(house), &said))
        });
        return show(status, &page.await?);
    }
    let (draft, frame) = find(&site, &visitor, &list, id.as_str()).await?;
    start_judging(&site, frame, &draft);
    settle_down(&site, &draft).await;
    Ok(see(&visitor, &draw::path(&draft)))
}

/// A draft: how far it is, what would be written, or what was.
pub async fn draft(
    State(site): State<Arc<Site>>,
    Path((list, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (draft, frame) = find(&site, &visitor, &list, &id).await?;
    answer(&site, frame, &draft, &Typed::default(), None, StatusCode::OK).await
}

/// What a person does with a draft.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((list, id)): Path<(String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let (draft, frame) = find(&site, &visitor, &list, &id).await?;
    if draft.state == DraftState::Written {
        return Ok(see(&visitor, &draw::path(&draft)));
    }
    let known = site.intakes.get(&draft.id, draft.version);
    let Some(Known::Judged(judged)) = known else {
        // Not judged (any more), or being written: the page says how far it is.
        return answer(&site, frame, &draft, &typed, None, StatusCode::OK).await;
    };
    let mended = draw::mended(&draft, &judged, &typed);
    if typed.get("action") != "write" || mended != draft.mended {
        if mended != draft.mended {
            let command = MendDraft { id: draft.id.clone(), version: draft.version, mended };
            let key = typed.key()?;
            perform(&site, visitor.caller.clone(), command, key).await?;
        }
        let (draft, frame) = find(&site, &visitor, &list, &id).await?;
        start_judging(&site, frame, &draft);
        settle_down(&site, &draft).await;
        return Ok(see(&visitor, &draw::path(&draft)));
    }
    let day = super::sheet::effective_on(&typed, frame.today, Some(Date::ALWAYS));
    let note = judge::note(&typed, "note");
    let (day, note) = match (day, note) {
        (Ok(day), Ok(note)) => (day, note),
        (day, note) => {
            let said = Said::problems(day.err().into_iter().chain(note.err()).collect());
            return answer(&site, frame, &draft, &typed, Some(said), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    if Choice::of(&typed) == Choice::All && judged.tally.bad > 0 {
        let said = Said { whole: vec![draw::not_all(&frame, judged.tally.bad)], ..Said::default() };
        return answer(&site, frame, &draft, &typed, Some(said), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let how = How {
        register: draft.register.clone(),
        key: format!("draft-{}", draft.id),
        since: (typed.get("change") == super::sheet::SINCE).then_some(day),
        note,
    };
    if let Some(progress) = site.intakes.begin(&draft.id, draft.version) {
        let (site, visitor, draft) = (site.clone(), visitor.clone(), draft.clone());
        tokio::spawn(async move {
            let settled = write_all(&site, &visitor, &draft, &judged, &how, &progress).await;
            if let Err(failure) = &settled {
                tracing::warn!(code = failure.refusal.code, "a draft was written but not settled");
            }
            site.intakes.end(&draft.id, draft.version, None);
        });
    }
    settle_down(&site, &draft).await;
    Ok(see(&visitor, &draw::path(&draft)))
}

/// Writes the good rows of a draft and keeps what became of it.
async fn write_all(
    site: &Arc<Site>,
    visitor: &Visitor,
    draft: &Draft,
    judged: &intake::Judged,
    how: &How,
    progress: &Progress,
) -> Result<(), Failure> {
    let rows: Vec<(&Sent, &RowCheck)> = judged.good.iter().map(|(sent, check)| (sent, check)).collect();
    progress.begin(2, rows.len());
    let outcomes = write(site, visitor, how, &rows, &progress.done).await;
    let (mut written, mut already, mut refused) = (0, 0, Vec::new());
    for ((sent, check), outcome) in rows.iter().zip(&outcomes) {
        match outcome {
            Outcome::Written => written += 1,
            Outcome::Already => already += 1,
            Outcome::Refused(problems) => refused.push(told(sent, check, problems)),
        }
    }
    let bad = judged.bad.iter().map(|(sent, check)| {
        let cells = check.cells.iter().filter_map(|cell| cell.trouble.as_ref().map(|t| t.problem.clone()));
        let problems: Vec<Problem> = check.problems.iter().cloned().chain(cells).collect();
        told(sent, check, &problems)
    });
    let late = refused.len();
    refused.extend(bad);
    let left = refused.len();
    refused.truncate(REFUSED_MAX);
    let outcome =
        json!({ "written": written, "already": already, "left": left, "late": late, "rows": refused });
    let command = SettleDraft { id: draft.id.clone(), version: draft.version, outcome };
    let key = crate::desk::RequestKey::parse(&format!("settle-{}-{}", draft.id, draft.version))?;
    perform(site, visitor.caller.clone(), command, key).await.map(drop)
}

/// A row that was not written, as it is kept.
fn told(sent: &Sent, check: &RowCheck, problems: &[Problem]) -> Value {
    let id = match &sent.key {
        Key::Known(id, _) => Some(id.as_str()),
        Key::New(_) => None,
    };
    let problems: Vec<Value> =
        problems.iter().map(|p| json!({ "field": p.field, "code": p.code, "params": p.params })).collect();
    json!({ "line": sent.number, "id": id, "title": check.title, "problems": problems })
}

/// The rows with problems as a workbook, with a column that says why.
pub async fn problem_book(
    State(site): State<Arc<Site>>,
    Path((list, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (draft, frame) = find(&site, &visitor, &list, &id).await?;
    let lang = frame.lang;
    let bytes = ask(&site, move |house, _| {
        let judged = intake::judge(house, &frame, &draft, &Progress::default())?;
        let (headings, rows) = draw::wrong(&frame, &draft, &judged);
        let mut bytes = Vec::new();
        let reason = if lang == kernel::Lang::Zh { "错误原因" } else { "What is wrong" };
        let line = if lang == kernel::Lang::Zh { "原行号" } else { "Line" };
        problems::write(&headings, reason, line, &rows, &mut bytes).map_err(|error| {
            tracing::error!(%error, "a workbook could not be written");
            Refusal::new(Kind::Busy, "busy")
        })?;
        Ok(bytes)
    })
    .await?;
    Ok(workbook(bytes, &format!("{list}-problems.xlsx")))
}

/// A workbook as an answer.
fn workbook(bytes: Vec<u8>, name: &str) -> Response {
    let media_type = crate::http::export::Format::Xlsx.media_type();
    let (disposition, value) = crate::http::api::shared::download(name);
    let mut response = ([(header::CONTENT_TYPE, media_type)], bytes).into_response();
    response.headers_mut().insert(disposition, value);
    response
}

/// A draft of the visitor's own, with the surroundings of its page.
async fn find(site: &Arc<Site>, visitor: &Visitor, list: &str, id: &str) -> Result<(Draft, Frame), Failure> {
    let (who, list) = (visitor.clone(), list.to_owned());
    let id = Id::parse(id).ok_or_else(Refusal::not_found)?;
    ask(site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let register = grid::find(&frame, &list)?.id.clone();
        let draft = crate::domain::sheets::draft(reader, &frame.charter().zone.id, &frame.caller, &id)?;
        if draft.register == register { Ok((draft, frame)) } else { Err(Refusal::not_found()) }
    })
    .await
}

/// Reads and judges a draft on a thread of its own, unless that is done or being done.
fn start_judging(site: &Arc<Site>, frame: Frame, draft: &Draft) {
    if draft.state == DraftState::Written || site.intakes.get(&draft.id, draft.version).is_some() {
        return;
    }
    let Some(progress) = site.intakes.begin(&draft.id, draft.version) else { return };
    let (site, draft) = (site.clone(), draft.clone());
    tokio::task::spawn_blocking(move || {
        let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            intake::judge(&site.house, &frame, &draft, &progress)
        }));
        let known = match judged {
            Ok(Ok(judged)) => Known::Judged(Arc::new(judged)),
            Ok(Err(refusal)) => Known::Refused(refusal),
            // A file that makes the reader of workbooks give up is a file that cannot be read.
            Err(_) => Known::Refused(Refusal::new(Kind::Invalid, "import.not_a_workbook")),
        };
        site.intakes.end(&draft.id, draft.version, Some(known));
    });
}

/// Waits a moment for the work on a draft to end.
async fn settle_down(site: &Site, draft: &Draft) {
    let begun = tokio::time::Instant::now();
    while begun.elapsed() < WAIT {
        match site.intakes.get(&draft.id, draft.version) {
            Some(Known::Busy(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
            _ => return,
        }
    }
}

/// The page of a draft as it is now.
async fn answer(
    site: &Arc<Site>,
    frame: Frame,
    draft: &Draft,
    typed: &Typed,
    said: Option<Said>,
    status: StatusCode,
) -> Result<Response, Failure> {
    let register = grid::find(&frame, &draft.register)?;
    if draft.state == DraftState::Written {
        return show(StatusCode::OK, &draw::done(&frame, register, draft));
    }
    if site.intakes.get(&draft.id, draft.version).is_none() {
        start_judging(site, frame.clone(), draft);
        settle_down(site, draft).await;
    }
    match site.intakes.get(&draft.id, draft.version) {
        Some(Known::Judged(judged)) => {
            let mut typed = typed.clone();
            typed.set(KEY, [form_key(&site.house)]);
            let said = said.unwrap_or_default();
            show(status, &draw::check(&frame, register, draft, &judged, &typed, &said))
        }
        Some(Known::Refused(refusal)) => {
            let said = Said::of(&refusal, None, frame.lang);
            let page = draw::upload(&frame, register, form_key(&site.house), &said);
            show(crate::http::failure::status(&refusal), &page)
        }
        Some(Known::Busy(progress)) => {
            show(StatusCode::OK, &draw::progress(&frame, register, draft, &progress))
        }
        None => show(StatusCode::OK, &draw::progress(&frame, register, draft, &Progress::default())),
    }
}

/// How far a piece of work is, in parts of a thousand over all its phases; none: it cannot be said.
fn share(progress: &Progress) -> Option<usize> {
    let (phase, done, all) = (
        progress.phase.load(Ordering::Relaxed),
        progress.done.load(Ordering::Relaxed),
        progress.all.load(Ordering::Relaxed),
    );
    // The second of two phases of about the same length; writing is a phase by itself.
    let part = (done * 1000).checked_div(all);
    match phase {
        0 => Some((done / 250).min(400)),
        1 => part.map(|part| 400 + part * 6 / 10),
        // One batch is one step: it cannot be said how far it is.
        _ => part.filter(|part| *part > 0),
    }
}
