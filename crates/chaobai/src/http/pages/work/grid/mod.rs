//! A list as a sheet: many records changed at once. Post with `action=check`: what would change, nothing
//! written; `action=write`: written, row by row told; `action=edit`: the sheet again with everything typed.

mod draw;
pub(in crate::http) mod preview;
mod written;

use super::posted::Posted;
use super::typed::{KEY, Typed};
use super::{form_key, judge, show};
use crate::charter::model::Register;
use crate::domain::sheets::{RowCheck, Sent, check};
use crate::http::pages::common::{self, Frame};
use crate::http::sheets::write::{How, write};
use crate::http::sheets::{others, posted};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Problem, Refusal};
use preview::Choice;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use store::Ask;

pub(in crate::http) use written::counts;

/// Largest form of a sheet in bytes: five thousand rows of several long texts, percent-encoded.
pub const FORM_MAX: usize = 32 * 1024 * 1024;

/// A list the visitor may see and fill in.
pub(in crate::http) fn find<'a>(frame: &'a Frame, register: &str) -> Result<&'a Register, Refusal> {
    let register = common::list::find(frame, register)?;
    check::demand(&frame.caller, register)?;
    Ok(register)
}

/// The sheet.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let register = find(&frame, &register)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("change", [super::sheet::SINCE.to_owned()]);
        typed.set("effective_on", [frame.today.to_string()]);
        draw::sheet(&frame, reader, register, &typed, false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// What a posted sheet asks for.
pub(in crate::http) struct Asked {
    /// Rows as they were sent.
    pub rows: Vec<Sent>,
    /// The same, judged.
    pub checks: Vec<RowCheck>,
    /// How they are to be written; the problems of its inputs.
    pub how: Result<How, Vec<Problem>>,
}

/// The sheet, filled in.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    let (who, of, sent) = (visitor.clone(), register.clone(), typed.clone());
    let action = typed.get("action").to_owned();
    if action == "edit" {
        let page = ask(&site, move |house, reader| {
            let frame = draw::frame(house, &who, &sent);
            draw::sheet(&frame, reader, find(&frame, &of)?, &sent, true)
        });
        return show(StatusCode::OK, &page.await?);
    }
    let choice = Choice::of(&typed);
    let writes = action == "write";
    let outcome = ask(&site, move |house, reader| {
        let frame = draw::frame(house, &who, &sent);
        let register = find(&frame, &of)?;
        let mut sent = sent;
        let asked = judged(&frame, reader, register, &mut sent)?;
        if writes && let Ok(how) = &asked.how {
            let fit = choice.fit(&asked.checks);
            if !fit.is_empty() {
                return Ok(Ok((asked.rows, asked.checks, how.clone(), fit)));
            }
        }
        let page = preview::page(&frame, register, &sent, asked, writes.then_some(choice))?;
        let bad = writes && !page.errors.is_empty();
        Ok(Err((page, bad)))
    })
    .await?;
    let (rows, checks, how, fit) = match outcome {
        Err((page, bad)) => {
            return show(if bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page);
        }
        Ok(asked) => asked,
    };
    let chosen: Vec<(&Sent, &RowCheck)> = fit.iter().map(|at| (&rows[*at], &checks[*at])).collect();
    let outcomes = write(&site, &visitor, &how, &chosen, &AtomicUsize::new(0)).await;
    let page = ask(&site, move |house, _| {
        let frame = draw::frame(house, &visitor, &typed);
        let register = find(&frame, &register)?;
        let mut typed = typed;
        // What is sent again after this is another request.
        typed.set(KEY, [form_key(house)]);
        Ok(written::page(&frame, register, &typed, &rows, &checks, &fit, &outcomes))
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Judges the rows of a form. A suggestion that was accepted (`adopt`) takes the place of what was typed.
fn judged(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    typed: &mut Typed,
) -> Result<Asked, Refusal> {
    let mut rows = posted::rows(register, typed)?;
    let mut checker = others::checker(frame, register);
    let mut checks = Vec::with_capacity(rows.len());
    for row in &rows {
        checks.push(checker.row(ask, row)?);
    }
    let adopt = typed.get("adopt").to_owned();
    if !adopt.is_empty() {
        for (row, check) in rows.iter_mut().zip(&mut checks) {
            let (key, mut taken) = (row.key.word(), false);
            for cell in &check.cells {
                let name = posted::name(&key, &cell.field);
                let meant = cell.trouble.as_ref().and_then(|trouble| trouble.suggestion.as_ref());
                if let Some(meant) = meant.filter(|_| adopt == "all" || adopt == name) {
                    row.cells.insert(cell.field.clone(), meant.clone());
                    typed.set(&name, [meant.clone()]);
                    taken = true;
                }
            }
            if taken {
                *check = checker.row(ask, row)?;
            }
        }
    }
    Ok(Asked { rows, checks, how: how(frame, register, typed) })
}

/// How a form wants its rows written.
fn how(frame: &Frame, register: &Register, typed: &Typed) -> Result<How, Vec<Problem>> {
    // The day of a correction is each record's own; any day stands for it here.
    let day = super::sheet::effective_on(typed, frame.today, Some(Date::ALWAYS));
    let note = judge::note(typed, "note");
    match (day, note) {
        (Ok(day), Ok(note)) => Ok(How {
            register: register.id.clone(),
            key: typed.get(KEY).to_owned(),
            since: (typed.get("change") == super::sheet::SINCE).then_some(day),
            note,
        }),
        (day, note) => Err(day.err().into_iter().chain(note.err()).collect()),
    }
}
