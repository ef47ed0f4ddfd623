//! What the office reviews: the rows a unit handed in, only what changed, old beside new. Each is accepted or
//! returned by itself.

use super::super::posted::Posted;
use super::super::typed::{KEY, Typed};
use super::super::{form_key, see, show};
use super::round::notice;
use super::{perform_rows, title};
use crate::charter::model::Register;
use crate::desk::Command;
use crate::domain::lamps::{self, Case, Facts, Held};
use crate::domain::registers;
use crate::domain::rounds::{self, AcceptRow, Report, ReturnRow, Round, Row as Place};
use crate::domain::worklists;
use crate::http::pages::common::{Frame, Query, address, reported};
use crate::http::views::{ErrorLine, Link, Nav, ReviewPage, ReviewRow, Tag};
use crate::http::words;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// Rows of one page.
const PAGE_ROWS: usize = 50;

struct About<'a> {
    frame: &'a Frame,
    register: &'a Register,
    round: Round,
    unit: String,
}

impl<'a> About<'a> {
    fn find(frame: &'a Frame, ask: &mut dyn Ask, round: &str, register: &str) -> Result<About<'a>, Refusal> {
        let round = rounds::round(ask, &frame.charter().zone.id, round)?;
        let register = frame.charter().register(register).ok_or_else(Refusal::not_found)?;
        if register.worklist.is_none() || !round.lists.contains(&register.id) {
            return Err(Refusal::not_found());
        }
        if !worklists::may_review(&frame.caller, register) {
            return Err(Refusal::not_allowed());
        }
        let unit = frame.query.get("unit").unwrap_or_default().to_owned();
        if frame.charter().unit(&unit).is_none() {
            return Err(Refusal::not_found());
        }
        Ok(About { frame, register, round, unit })
    }

    fn path(&self) -> String {
        address::review(&self.round.id, &self.register.id, &self.unit)
    }
}

/// The page.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((round, register)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &round, &register)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        let mut page = draw(&about, reader, &typed, &[], false)?;
        page.page.notice = notice(&frame);
        Ok(page)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// What the office decided about one row, or about all of them.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((round, register)): Path<(String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    let (who, at) = (visitor.clone(), (round.clone(), register.clone()));
    let path = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        Ok(About::find(&frame, reader, &at.0, &at.1)?.path())
    })
    .await?;
    let place = |id: &str| {
        let version = typed.get(&format!("version.{id}")).parse().unwrap_or(0);
        Id::parse(id).map(|item| Place { register: register.clone(), item, round: round.clone(), version })
    };
    let mut commands: Vec<(String, Box<dyn Command>)> = Vec::new();
    let accept = typed.get("accept");
    let all = typed.pairs().iter().filter_map(|(name, _)| name.strip_prefix("version."));
    for id in all.filter(|id| accept == "all" || accept == *id) {
        if let Some(row) = place(id) {
            commands.push((id.to_owned(), Box::new(AcceptRow { row })));
        }
    }
    let back = typed.get("return");
    if let Some(row) = place(back) {
        let remark = typed.get(&format!("remark.{back}")).replace("\r\n", "\n");
        commands.push((back.to_owned(), Box::new(ReturnRow { row, remark })));
    }
    let ids: Vec<String> = commands.iter().map(|(id, _)| id.clone()).collect();
    let answers = perform_rows(&site, &visitor, typed.get(KEY), commands).await;
    let refused: Vec<(String, Refusal)> =
        ids.into_iter().zip(answers).filter_map(|(id, answer)| Some((id, answer.err()?))).collect();
    if refused.is_empty() {
        let query = Query::parse(path.split_once('?').map_or("", |(_, query)| query));
        let page = path.split('?').next().unwrap_or_default();
        return Ok(see(&visitor, &query.with("done", "reviewed").on(page)));
    }
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &round, &register)?;
        let mut typed = typed;
        typed.set(KEY, [form_key(house)]);
        draw(&about, reader, &typed, &refused, true)
    })
    .await?;
    show(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn draw(
    about: &About<'_>,
    ask: &mut dyn Ask,
    typed: &Typed,
    refused: &[(String, Refusal)],
    posted: bool,
) -> Result<ReviewPage, Refusal> {
    let (frame, register, round) = (about.frame, about.register, &about.round);
    let after = frame.query.get("after").and_then(Id::parse);
    let mut reports = rounds::submitted(
        ask,
        &frame.caller,
        register,
        &round.id,
        &about.unit,
        after.as_ref(),
        PAGE_ROWS + 1,
    )?;
    let more = reports.len() > PAGE_ROWS;
    reports.truncate(PAGE_ROWS);
    let mut hidden = vec![(KEY.to_owned(), typed.get(KEY).to_owned())];
    let mut rows = Vec::with_capacity(reports.len());
    let mut errors = Vec::new();
    for report in &reports {
        hidden.push((format!("version.{}", report.item), report.version.to_string()));
        let mut row = row(frame, ask, register, round, report)?;
        row.remark = typed.get(&format!("remark.{}", report.item)).to_owned();
        let told = refused.iter().find(|(id, _)| *id == row.key);
        if let Some((_, refusal)) = told {
            row.error = match refusal.problems.first() {
                Some(problem) => words::refusal(problem.code, frame.lang, &problem.params),
                None => words::refusal(refusal.code, frame.lang, &refusal.params),
            };
            errors.push(ErrorLine {
                field: format!("remark-{}", row.key),
                label: row.title.text.clone(),
                text: row.error.clone(),
            });
        }
        rows.push(row);
    }
    // Rows that are no longer here were decided by somebody else.
    for (id, refusal) in refused.iter().filter(|(id, _)| !rows.iter().any(|row| row.key == *id)) {
        let text = words::refusal(refusal.code, frame.lang, &refusal.params);
        let title =
            Id::parse(id).and_then(|id| registers::find(ask, &frame.charter().zone.id, &id).ok().flatten());
        let label = title.map(|record| frame.names().title(register, &record)).unwrap_or_default();
        errors.push(ErrorLine { field: String::new(), label, text });
    }
    let unit = frame.charter().unit(&about.unit).map_or("", |unit| frame.text(&unit.name));
    let heading =
        format!("{unit}{}{} · {}", frame.words().colon, title(frame, round), frame.text(&register.name));
    let changes: usize = rows.iter().map(|row| row.cells.len()).sum();
    let state = match (frame.lang, rows.len()) {
        (Lang::Zh, 0) => "没有待审核的事项。".to_owned(),
        (Lang::En, 0) => "Nothing waits for review.".to_owned(),
        (Lang::Zh, n) => {
            format!("待审核 {n} 项，{changes} 处改动；只列有改动的内容，退回一项不影响其他各项。")
        }
        (Lang::En, n) => format!(
            "{n} rows with {changes} changes; only what changed is shown. Returning one holds up no other."
        ),
    };
    let mut page = frame.page(Nav::Rounds, heading.clone());
    page.single_language = posted;
    let next = reports
        .last()
        .filter(|_| more)
        .map(|last| frame.href(&format!("{}&after={}", about.path(), last.item)));
    Ok(ReviewPage {
        page,
        back: Link::new(frame.href(&address::round(&round.id)), title(frame, round)),
        heading,
        state,
        visibility: frame
            .pick(
                "只有办公室和填报单位看得到这些内容；通过之后才成为清单内容。",
                "Only the office and the unit see this; the list changes only when it is accepted.",
            )
            .to_owned(),
        action: frame.href(&about.path()),
        hidden,
        rows,
        errors,
        next_href: next,
    })
}

fn row(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    round: &Round,
    report: &Report,
) -> Result<ReviewRow, Refusal> {
    let record = registers::find(ask, &frame.charter().zone.id, &report.item)?;
    let Some(record) = record else { return Err(Refusal::not_found()) };
    let mut names = frame.names();
    names.learn(ask, register, [&report.fields, &record.body])?;
    let stage = (record.stage.as_str(), report.stage.as_str());
    let cells = reported::cells(frame, &names, register, &report.before, &report.fields, stage);
    let (lamp, why) = foreseen(frame, register, round, &record, report);
    Ok(ReviewRow {
        key: report.item.to_string(),
        title: Link::new(
            frame.href(&address::work_record(&register.id, &report.item)),
            names.title(register, &record),
        ),
        lamp,
        why,
        at: match frame.lang {
            Lang::Zh => format!("{} 报送", frame.time(report.saved_at)),
            Lang::En => format!("handed in {}", frame.time(report.saved_at)),
        },
        cells,
        answers: report.remark.clone(),
        sample: names.is_sample(register, &record),
        ..ReviewRow::default()
    })
}

/// The lamp the matter would have today with these values, reported as of the round's day.
fn foreseen(
    frame: &Frame,
    register: &Register,
    round: &Round,
    record: &registers::Record,
    report: &Report,
) -> (Option<Tag>, String) {
    let mut body = record.body.clone();
    body.extend(report.fields.clone());
    let stage = if report.stage.is_empty() { &record.stage } else { &report.stage };
    let law = register.worklist.as_ref().and_then(|law| law.lamps.as_ref());
    let calendar = law.and_then(|law| frame.charter().working_calendar(law.calendar.as_ref()?));
    let facts = Facts {
        register,
        standing: register.standing(stage),
        body: &body,
        reported_on: Some(round.as_of),
        calendar: calendar.as_ref(),
    };
    let Some(case) = Case::new(&facts, None) else { return (None, String::new()) };
    let judged = case.judge(frame.today, &Held::default());
    (Some(reported::lamp(frame, judged.lamp)), frame.text(&lamps::judged(&judged)).to_owned())
}
