//! A case: where it stands, who holds it, why, until when; what was done and what can be.

use super::{About, answers, decision, events};
use crate::domain::deadlines;
use crate::domain::procedures::{self, State, line, rules};
use crate::http::pages::common::{Frame, address, cases, drawing};
use crate::http::pages::work::show;
use crate::http::views::{CasePage, Cell, Column, Link, Nav, Notice, SummaryLine, Table, TableRow, Tag};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State as Of};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Cell as LogCell, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// The page.
pub async fn page(
    Of(site): Of<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let mut page = draw(&about, reader)?;
        page.page.notice = notice(&frame);
        Ok(page)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Draws it.
pub fn draw(about: &About<'_>, ask: &mut dyn Ask) -> Result<CasePage, Refusal> {
    let (frame, case, loaded) = (about.frame, about.case(), &about.loaded);
    let zone = &frame.charter().zone.id;
    let line = line(&frame.law, loaded, frame.today);
    let mut tags = vec![cases::step(frame, &loaded.procedure, case)];
    tags.extend(cases::state(frame, case));
    if case.state == State::Open {
        tags.extend(cases::time_left(frame, line.left));
    }
    if about.sample {
        tags.push(Tag::new(crate::http::views::Tone::Grey, frame.words().sample));
    }
    let history = procedures::history(ask, zone, &case.id)?;
    let cell = LogCell::of(zone, &case.id);
    let deadlines = deadlines::of_subject(ask, &cell, case.id.as_str())
        .map_err(crate::domain::registers::store_refusal)?;
    Ok(CasePage {
        page: frame.page(Nav::Cases, about.heading()),
        back: Link::new(frame.href("/work/cases"), frame.words().cases_title),
        heading: about.heading(),
        tags,
        lead: cases::stands(frame, loaded, &line),
        warnings: warnings(about),
        actions: actions(about),
        facts: facts(about, ask)?,
        drawing: drawing::view(frame, &loaded.procedure, &case.step),
        planned: planned(about, &deadlines),
        answers: answers::tables(about, &frame.names(), &history),
        events: events::explained(about, ask, &history)?,
        id: case.id.as_str().to_owned(),
        version: case.version.to_string(),
        json_href: address::case_json(&case.id),
    })
}

/// A day that is not certain, a newer charter, somebody who has not answered.
fn warnings(about: &About<'_>) -> Vec<String> {
    let (frame, case) = (about.frame, about.case());
    let mut all: Vec<String> = cases::not_published(frame, &case.unpublished).into_iter().collect();
    let (began, now) = (case.charter_version, frame.law.version);
    if began != now && case.state != State::Ended {
        all.push(match frame.lang {
            Lang::Zh => format!("本件按立项时的章程（第 {began} 版）办到底；现行章程是第 {now} 版，新立的办件才按新版。"),
            Lang::En => format!(
                "This case keeps the charter it began under (version {began}); version {now} is in force and holds for new cases."
            ),
        });
    }
    all
}

/// What the caller may do.
fn actions(about: &About<'_>) -> Vec<Link> {
    let (frame, case) = (about.frame, about.case());
    let ground = about.loaded.ground();
    let link = |part: &str, text: &str| Link::new(frame.href(&address::case_part(&case.id, part)), text);
    let may = rules::may_do(&ground, case, &frame.caller);
    let mut all: Vec<Link> =
        may.iter().map(|action| link(&format!("act/{}", action.id), frame.text(&action.name))).collect();
    if about.may_pause() {
        match case.state {
            State::Open => all.push(link("pause", frame.pick("暂停计时", "Stop the clock"))),
            State::Paused => all.push(link("resume", frame.pick("恢复计时", "Let the clock go on"))),
            State::Ended => {}
        }
    }
    all
}

fn facts(about: &About<'_>, ask: &mut dyn Ask) -> Result<Vec<SummaryLine>, Refusal> {
    let (frame, case, procedure) = (about.frame, about.case(), &about.loaded.procedure);
    let record = about.record();
    let is_current = frame.law.charter.procedure(&procedure.id).is_some();
    let procedure_href =
        if is_current { frame.href(&address::procedure(&procedure.id)) } else { String::new() };
    let version = case.charter_version;
    let mut all = vec![
        cases::line(
            frame.text(&about.loaded.register.name),
            Cell { href: record.href, ..Cell::text(record.text) },
        ),
        cases::line(
            frame.pick("流程", "Procedure"),
            Cell { href: procedure_href, ..Cell::text(frame.text(&procedure.name)) },
        ),
        cases::line(
            frame.pick("所依章程", "Charter it follows"),
            Cell::text(match frame.lang {
                Lang::Zh => format!("第 {version} 版（立项时）"),
                Lang::En => format!("version {version}, in force when it began"),
            }),
        ),
        cases::line(frame.pick("立项时间", "Opened"), Cell::text(frame.time(case.opened_at))),
    ];
    if case.state != State::Ended {
        let held = case.body.holders.iter().map(|held| {
            let name = rules::holder_name(frame.charter(), &held.holder);
            let why = cases::relation(frame, procedure, &held.relation);
            let (open, close) = (frame.pick("（因为是", " (because: "), frame.pick("）", ")"));
            Cell::text(format!("{}{open}{why}{close}", frame.text(&name)))
        });
        let values: Vec<Cell> = held.collect();
        if !values.is_empty() {
            let name = frame.pick("承办及依据", "Held by, and why").to_owned();
            all.push(SummaryLine { name, values, restricted: false });
        }
        all.push(cases::line(frame.pick("期限", "Until"), Cell::text(cases::due(frame, case.due_on))));
    }
    let waits_for = procedure.step(&case.step).and_then(|step| about.loaded.ground().awaited_body(step));
    if let Some(body) = waits_for {
        let name = frame.charter().body(body).map_or(body, |body| frame.text(&body.name));
        all.push(cases::line(frame.pick("等待决定", "Waits for the decision of"), Cell::text(name)));
    }
    let each = procedure.step(&case.step).is_some_and(|step| step.each);
    if each {
        let answered: Vec<String> = case.body.answers.keys().map(|unit| cases::unit(frame, unit)).collect();
        let awaited: Vec<String> = case.awaited().map(|unit| cases::unit(frame, unit)).collect();
        let comma = frame.pick("、", ", ");
        all.push(cases::line(
            frame.pick("已答复", "Answered"),
            Cell::text(if answered.is_empty() {
                frame.words().nothing.to_owned()
            } else {
                answered.join(comma)
            }),
        ));
        all.push(cases::line(
            frame.pick("等待答复", "Awaited"),
            Cell::text(if awaited.is_empty() {
                frame.words().nothing.to_owned()
            } else {
                awaited.join(comma)
            }),
        ));
    }
    if let Some(paused) = &case.body.paused {
        let reasons = procedure.pause.as_ref().map(|pause| pause.reasons.as_slice()).unwrap_or_default();
        let reason = cases::choice(frame, reasons, &paused.reason);
        all.push(cases::line(
            frame.pick("暂停原因", "Stopped because"),
            Cell::text(format!("{reason}{}{}", frame.words().colon, paused.note)),
        ));
        all.push(cases::line(frame.pick("暂停自", "Stopped on"), Cell::text(frame.date(paused.on))));
    }
    if let Some(decided) = &case.body.decision {
        all.extend(decision::lines(frame, decided, decision::item(frame, ask, decided)?));
    }
    all.extend(cases::given(&frame.names(), procedure, &case.body.facts));
    Ok(all)
}

/// What will happen by itself, and when.
fn planned(about: &About<'_>, all: &[deadlines::Deadline]) -> Table {
    let frame = about.frame;
    let waiting = all.iter().filter(|one| one.state == "waiting");
    let step = about.loaded.procedure.step(&about.case().step);
    let rows = waiting.filter_map(|one| {
        let what = cases::planned(frame, step?, one);
        let day = frame.date(one.falls_on);
        let day = if one.unpublished.is_empty() {
            day
        } else {
            format!("{day}{}", frame.pick("（日历未公布，暂不执行）", " (calendar not published: waits)"))
        };
        Some(TableRow { cells: vec![Cell::text(day), Cell::text(what)], ..TableRow::default() })
    });
    let labels = [frame.pick("日期", "Day"), frame.pick("办理", "What happens")];
    Table {
        caption: frame.words().case_planned.to_owned(),
        columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
        rows: rows.collect(),
    }
}

/// What has just been done, by the word a form leads on with.
fn notice(frame: &Frame) -> Option<Notice> {
    let (zh, en) = match frame.query.get("done")? {
        "acted" => ("已办理，并已留痕。", "Done, journalled."),
        "paused" => ("已暂停计时，并已留痕。", "The clock is stopped, journalled."),
        "resumed" => (
            "已恢复计时，期限已重新核定，并已留痕。",
            "The clock goes on; the last day is counted anew, journalled.",
        ),
        "opened" => ("已立项，并已留痕。", "The case is opened, journalled."),
        _ => return None,
    };
    Some(Notice { done: true, text: frame.pick(zh, en).to_owned(), link: None })
}
