//! What a unit reports on a list in a round: a sheet of its open matters. Post with `action=save`: a draft;
//! `action=check`: what would be handed in; `action=submit`: handed in, row by row; `action=edit`: the sheet
//! again with everything typed.

use super::super::posted::Posted;
use super::super::typed::{KEY, Typed};
use super::super::{done, form_key, show};
use super::report_rows::{self, Row, Sent};
use super::round::{notice, state};
use super::{Answer, perform_rows, report_check, title};
use crate::charter::model::{Register, Worklist};
use crate::desk::Command;
use crate::domain::rounds::{self, Round, Row as Place, SaveDraft, SubmitRow};
use crate::domain::worklists;
use crate::house::House;
use crate::http::pages::common::{Frame, Query, address};
use crate::http::views::{ErrorLine, Link, Nav, ReportPage, SaidBefore, Sheet};
use crate::http::words;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Problem, Refusal};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Ask;

/// Everything a page of a report is about.
pub(super) struct About<'a> {
    pub(super) frame: &'a Frame,
    pub(super) register: &'a Register,
    pub(super) law: &'a Worklist,
    pub(super) round: Round,
    unit: String,
    after: Option<Id>,
}

impl<'a> About<'a> {
    /// The list and round of an address, for a caller whose unit leads matters on it.
    pub(super) fn find(
        frame: &'a Frame,
        ask: &mut dyn Ask,
        round: &str,
        register: &str,
    ) -> Result<About<'a>, Refusal> {
        let round = rounds::round(ask, &frame.charter().zone.id, round)?;
        let register = frame.charter().register(register).ok_or_else(Refusal::not_found)?;
        let law = register.worklist.as_ref().filter(|_| round.lists.contains(&register.id));
        let law = law.ok_or_else(Refusal::not_found)?;
        let mut unit = None;
        for id in &frame.caller.units {
            if !worklists::units(ask, register, Some(id))?.is_empty() {
                unit = Some(id.clone());
                break;
            }
        }
        let unit = unit.ok_or_else(Refusal::not_allowed)?;
        let after = frame.query.get("after").and_then(Id::parse);
        Ok(About { frame, register, law, round, unit, after })
    }

    fn rows(&self, ask: &mut dyn Ask, sent: &BTreeMap<Id, Sent>) -> Result<(Vec<Row<'a>>, bool), Refusal> {
        let after = self.after.as_ref();
        report_rows::rows(self.frame, ask, self.register, self.law, &self.round, &self.unit, after, sent)
    }

    fn place(&self, row: &Row<'_>) -> Place {
        Place {
            register: self.register.id.clone(),
            item: row.record.id.clone(),
            round: self.round.id.clone(),
            version: row.version,
        }
    }
}

/// The sheet.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((round, register)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &round, &register)?;
        let (rows, more) = about.rows(reader, &BTreeMap::new())?;
        let mut page = draw(&about, reader, &rows, more, &form_key(house), false)?;
        page.page.notice = notice(&frame);
        Ok(page)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// What is to be done with the rows of a posted sheet.
enum Step {
    Page(StatusCode, Box<ReportPage>),
    Check(Box<crate::http::views::ReportCheckPage>),
    Rows(Vec<(String, Box<dyn Command>)>),
}

/// The sheet, filled in.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((round, register)): Path<(String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    let action = typed.get("action").to_owned();
    let (who, at, form, asked) =
        (visitor.clone(), (round.clone(), register.clone()), typed.clone(), action.clone());
    let step = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &at.0, &at.1)?;
        step(house, &about, reader, &form, &asked)
    })
    .await?;
    let commands = match step {
        Step::Page(status, page) => return show(status, &*page),
        Step::Check(page) => return show(StatusCode::OK, &*page),
        Step::Rows(commands) => commands,
    };
    let ids: Vec<String> = commands.iter().map(|(id, _)| id.clone()).collect();
    let answers = perform_rows(&site, &visitor, typed.get(KEY), commands).await;
    if answers.iter().all(Result::is_ok) {
        let path = address::report(&round, &register);
        let word = if action == "submit" { "submitted" } else { "saved" };
        return Ok(match Query::parse(&visitor.query).get("after") {
            Some(after) => done(&visitor, &Query::default().with("after", after).on(&path), word),
            None => done(&visitor, &path, word),
        });
    }
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &round, &register)?;
        refused(house, &about, reader, &typed, &ids, &answers)
    })
    .await?;
    show(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn step(
    house: &House,
    about: &About<'_>,
    ask: &mut dyn Ask,
    typed: &Typed,
    action: &str,
) -> Result<Step, Refusal> {
    let sent = report_rows::sent(typed);
    let (mut rows, more) = about.rows(ask, &sent)?;
    let key = typed.get(KEY).to_owned();
    if action == "edit" {
        let page = draw(about, ask, &rows, more, &form_key(house), true)?;
        return Ok(Step::Page(StatusCode::OK, Box::new(page)));
    }
    let hands_in = action == "check" || action == "submit";
    if hands_in {
        for row in rows.iter_mut().filter(|row| row.is_written() && row.is_filled()) {
            need_reason(about, ask, row)?;
        }
    }
    let bad = rows.iter().any(|row| !row.problems.is_empty());
    if bad && hands_in {
        let page = draw(about, ask, &rows, more, &key, true)?;
        return Ok(Step::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(page)));
    }
    let filled: Vec<Row<'_>> = rows.into_iter().filter(|row| row.is_written()).collect();
    if action == "check" {
        let filled: Vec<Row<'_>> = filled.into_iter().filter(Row::is_filled).collect();
        if filled.is_empty() {
            let (rows, more) = about.rows(ask, &sent)?;
            let mut page = draw(about, ask, &rows, more, &key, true)?;
            let text = about.frame.pick(
                "还没有填写任何一行。没有变化的事项，进度照填原值即可。",
                "Nothing is filled in. Where nothing changed, give the same progress again.",
            );
            page.errors.push(ErrorLine { text: text.to_owned(), ..ErrorLine::default() });
            return Ok(Step::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(page)));
        }
        let page = report_check::page(about.frame, about.register, &about.round, typed, &filled);
        return Ok(Step::Check(Box::new(page)));
    }
    let mut commands: Vec<(String, Box<dyn Command>)> = Vec::new();
    // What was typed wrongly is kept on the page; the other rows are saved all the same.
    for row in filled.iter().filter(|row| row.problems.is_empty()) {
        let (place, id) = (about.place(row), row.record.id.to_string());
        if action == "submit" && row.is_filled() {
            let (fields, stage) = (Some(row.fields.clone()), row.stage.clone());
            commands.push((id, Box::new(SubmitRow { row: place, fields, stage })));
        } else if action != "submit" && row.is_changed() {
            let (fields, stage) = (row.fields.clone(), row.stage.clone());
            commands.push((id, Box::new(SaveDraft { row: place, fields, stage })));
        }
    }
    Ok(if bad && commands.is_empty() {
        let (rows, more) = about.rows(ask, &sent)?;
        Step::Page(StatusCode::UNPROCESSABLE_ENTITY, Box::new(draw(about, ask, &rows, more, &key, true)?))
    } else {
        Step::Rows(commands)
    })
}

/// Says at the cell that a row behind the plan needs a reason, with the last one as what was probably meant.
fn need_reason(about: &About<'_>, ask: &mut dyn Ask, row: &mut Row<'_>) -> Result<(), Refusal> {
    let Some(reason) = &about.law.reason else { return Ok(()) };
    let stage = row.stage.as_deref().unwrap_or(&row.record.stage);
    let mut body = row.record.body.clone();
    body.extend(row.fields.clone());
    let given =
        row.fields.get(reason).and_then(|value| value.as_str()).is_some_and(|text| !text.trim().is_empty());
    if !given && rounds::behind(about.register, stage, &body, about.round.as_of) {
        row.problems.push(Problem::new(reason.as_str(), "reason_needed"));
        let last =
            rounds::reasons(ask, about.frame.charter(), about.register, &row.record.id, &about.round.id)?;
        row.meant.extend(last.into_iter().next().map(|last| (reason.clone(), last)));
    }
    Ok(())
}

/// The sheet after some rows were refused: those that were done show what was done, the others what was typed.
fn refused(
    house: &House,
    about: &About<'_>,
    ask: &mut dyn Ask,
    typed: &Typed,
    ids: &[String],
    answers: &[Answer],
) -> Result<ReportPage, Refusal> {
    let mut sent = report_rows::sent(typed);
    for (id, answer) in ids.iter().zip(answers) {
        if answer.is_ok()
            && let Some(id) = Id::parse(id)
        {
            sent.remove(&id);
        }
    }
    let (mut rows, more) = about.rows(ask, &sent)?;
    let mut errors = Vec::new();
    for (id, answer) in ids.iter().zip(answers) {
        let Err(refusal) = answer else { continue };
        let Some(row) = rows.iter_mut().find(|row| row.record.id.as_str() == id) else { continue };
        if refusal.problems.is_empty() {
            let text = words::refusal(refusal.code, about.frame.lang, &refusal.params);
            let title = row.title(about.frame);
            errors.push(ErrorLine {
                text: format!("{title}{}{text}", about.frame.words().colon),
                ..ErrorLine::default()
            });
            // What others did is shown beside what was typed; pressing again is then a new request.
            row.version = row.report.as_ref().map_or(0, |report| report.version);
        }
        row.problems.extend(refusal.problems.iter().cloned());
    }
    let mut page = draw(about, ask, &rows, more, &form_key(house), true)?;
    page.errors.extend(errors);
    Ok(page)
}

fn draw(
    about: &About<'_>,
    ask: &mut dyn Ask,
    rows: &[Row<'_>],
    more: bool,
    key: &str,
    is_posted: bool,
) -> Result<ReportPage, Refusal> {
    let (frame, register, round) = (about.frame, about.register, &about.round);
    let drawn =
        rows.iter().enumerate().map(|(n, row)| report_rows::drawn(frame, about.law, round, row, n + 1));
    let columns = report_rows::columns(frame, register, about.law);
    let name = frame.text(&register.name);
    let heading = format!("{}{}{name}", title(frame, round), frame.words().colon);
    let lang = if frame.lang == Lang::En { "?lang=en" } else { "" };
    let sheet = Sheet {
        id: "report".into(),
        caption: heading.clone(),
        columns,
        rows: drawn.collect(),
        check_href: format!("/api/rounds/{}/{}/check{lang}", round.id, register.id),
        whole: true,
        ..Sheet::default()
    };
    let waiting = rounds::waiting(ask, frame.charter(), &frame.caller, round)?;
    let remarks = rows.iter().filter_map(|row| {
        let report = row.report.as_ref().filter(|report| report.state == rounds::State::Returned)?;
        Some(SaidBefore { title: row.title(frame), lines: vec![report.remark.clone()] })
    });
    let mut reasons = Vec::new();
    for row in rows {
        let lines = rounds::reasons(ask, frame.charter(), register, &row.record.id, &round.id)?;
        if !lines.is_empty() {
            reasons.push(SaidBefore { title: row.title(frame), lines });
        }
    }
    let mut page = frame.page(Nav::Rounds, heading.clone());
    page.single_language = is_posted;
    let path = address::report(&round.id, &register.id);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| frame.href(&Query::default().with("after", row.record.id.as_str()).on(&path)));
    let on = match &about.after {
        Some(after) => Query::default().with("after", after.as_str()).on(&path),
        None => path.clone(),
    };
    let errors = rows.iter().enumerate().flat_map(|(n, row)| {
        row.problems.iter().map(move |problem| {
            let field = register.field(&problem.field);
            let column = field.map_or(reported_label(frame), |field| frame.text(&field.name));
            let told = words::refusal(problem.code, frame.lang, &problem.params);
            let text = match frame.lang {
                Lang::Zh => format!("第 {} 行 {column}：{told}", n + 1),
                Lang::En => format!("Row {}, {column}: {told}", n + 1),
            };
            ErrorLine { text, ..ErrorLine::default() }
        })
    });
    Ok(ReportPage {
        page,
        back: Link::new(frame.href(address::ROUNDS), frame.words().rounds_title),
        heading,
        state: state(frame, round, waiting.to_report),
        visibility: frame
            .pick(
                "本单位草稿，他人不可见；报送后办公室可见；核定后才成为清单内容。空着的格表示与上期相同。",
                "Your unit's draft: nobody else sees it. The office sees what you submit; the list changes only when it is accepted. An empty cell means: as before.",
            )
            .to_owned(),
        action: frame.href(&on),
        hidden: vec![(KEY.to_owned(), key.to_owned())],
        returned: remarks.collect(),
        reasons,
        is_open: round.open && rows.iter().any(Row::is_written),
        sheet,
        errors: errors.collect(),
        first_href: about.after.as_ref().map(|_| frame.href(&path)),
        next_href: next,
    })
}

fn reported_label(frame: &Frame) -> &'static str {
    crate::http::pages::common::reported::stage_label(frame)
}
