//! A resolution: its number and its frozen text, the digest of both, the tasks it was split into, and whether it is
//! published.

use super::{About, KEY, Posted, blank, done, earlier, notice, perform, say, show};
use crate::charter::model::Register;
use crate::desk::Command;
use crate::domain::meetings::TASK;
use crate::domain::registers::{Advance, Record};
use crate::domain::worklists;
use crate::http::pages::common::{Frame, address, cases, reported};
use crate::http::views::{Cell, Column, Form, Link, Nav, ResolutionPage, Table, TableRow, Tag};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

type At = (String, String);

/// The page.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path(at): Path<At>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &at.0)?;
        let key = blank(house).get(KEY).to_owned();
        let mut page = draw(&about, reader, &at.1, key)?;
        page.page.notice = notice(&frame);
        Ok(page)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// A resolution is published: the general command moves it on.
pub async fn publish(
    State(site): State<Arc<Site>>,
    Path(at): Path<At>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    let (who, here) = (visitor.clone(), at.clone());
    let version = typed.version();
    let (command, path) = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &here.0)?;
        let list = list(&about)?;
        let record = find(&about, &here.1)?;
        let to = next_stage(list, record).ok_or_else(Refusal::not_found)?.to_owned();
        let path = address::resolution(about.id(), &record.id);
        let command: Box<dyn Command> = Box::new(Advance {
            register: list.id.clone(),
            id: record.id.clone(),
            version,
            to,
            effective_on: Some(frame.today),
            waive: false,
            note: String::new(),
        });
        Ok((command, path))
    })
    .await?;
    perform(&site, &visitor, command, &typed).await?;
    Ok(done(&visitor, &path, "publish"))
}

/// The list of resolutions.
pub fn list<'a>(about: &About<'a>) -> Result<&'a Register, Refusal> {
    let law = about.frame.charter().zone.meetings.as_ref().ok_or_else(Refusal::not_found)?;
    about.frame.charter().register(&law.resolutions).ok_or_else(Refusal::not_found)
}

/// A resolution of the meeting.
pub fn find<'b>(about: &'b About<'_>, id: &str) -> Result<&'b Record, Refusal> {
    let found = about.sitting.resolutions.iter().find(|one| one.id.as_str() == id && !one.withdrawn);
    found.ok_or_else(Refusal::not_found)
}

/// The public stage a resolution can be moved to by hand.
fn next_stage<'a>(list: &'a Register, record: &Record) -> Option<&'a str> {
    let now = list.stage(&record.stage)?;
    let to = now.to.iter().filter_map(|to| list.stage(to)).find(|stage| stage.public && !now.public)?;
    Some(&to.id)
}

fn draw(about: &About<'_>, ask: &mut dyn Ask, id: &str, key: String) -> Result<ResolutionPage, Refusal> {
    let frame = about.frame;
    let (list, record) = (list(about)?, find(about, id)?);
    let (number, name) = (say::text(record, "number").to_owned(), say::text(record, "name").to_owned());
    let tasks = tasks(about, ask, &record.id)?;
    let mut actions = Vec::new();
    if about.is_office() && about.sitting.rules.is_some() {
        let path = format!("{}/tasks", address::resolution(about.id(), &record.id));
        actions.push(Link::new(frame.href(&path), frame.pick("分解任务", "Split into tasks")));
    }
    let publish = next_stage(list, record).filter(|_| about.is_office()).map(|to| Form {
        action: frame.href(&format!("{}/publish", address::resolution(about.id(), &record.id))),
        hidden: vec![(KEY.to_owned(), key), ("version".to_owned(), record.version.to_string())],
        submit: format!("{}{}", frame.pick("转为", "Move to "), frame.names().stage(list, to)),
        ..Form::default()
    });
    let item = say::id(record, "agenda_item");
    let item = item.and_then(|id| about.sitting.items.iter().find(|item| item.record.id == id));
    let mut facts = vec![cases::line(
        frame.pick("会议", "Meeting"),
        Cell::link(frame.href(&address::meeting(about.id())), about.title()),
    )];
    if let Some(item) = item {
        facts.push(cases::line(
            frame.pick("议题", "Item"),
            Cell::link(
                frame.href(&address::item(about.id(), &item.record.id)),
                about.item_title(&item.record),
            ),
        ));
    }
    if let Some(day) = say::date(record, "adopted_on") {
        facts.push(cases::line(frame.pick("议定日期", "Adopted on"), Cell::text(say::day(frame, day))));
    }
    facts.push(cases::line(
        frame.pick("正文校验值", "Digest of the text"),
        Cell::text(say::text(record, "digest")),
    ));
    let paper = |ending: &str, text: &str| {
        let path = format!("papers/resolution.{ending}?resolution={}", record.id);
        Cell::link(frame.href(&address::meeting_part(about.id(), &path)), text)
    };
    facts.push(crate::http::views::SummaryLine {
        name: frame.pick("文件", "Documents").to_owned(),
        values: vec![
            paper("pdf", frame.pick("决议（PDF）", "Resolution (PDF)")),
            paper("docx", frame.pick("决议（Word）", "Resolution (Word)")),
        ],
        restricted: false,
    });
    facts.push(cases::line(
        frame.pick("清单条目", "On the list"),
        Cell::link(frame.href(&address::work_record(&list.id, &record.id)), number.as_str()),
    ));
    let known = tasks.rows.len();
    let planned = about.sitting.follows.iter().filter(|one| {
        one.what["kind"] == TASK
            && one.state == "waiting"
            && one.what["body"]["resolution"].as_str() == Some(record.id.as_str())
    });
    let waiting = planned.map(|one| {
        let name = one.what["body"]["name"].as_str().unwrap_or_default();
        match frame.lang {
            Lang::Zh => format!("{name}：正在进入任务清单（已进入 {known} 项）"),
            Lang::En => format!("{name}: on its way onto the list ({known} are on it)"),
        }
    });
    Ok(ResolutionPage {
        page: frame.page(Nav::Meetings, format!("{number} {name}")),
        back: about.back(),
        tags: vec![Tag::stage(record.stage == list.first_stage(), frame.names().stage(list, &record.stage))],
        actions,
        publish,
        text: say::text(record, "text").to_owned(),
        facts,
        waiting: waiting.collect(),
        tasks,
        check: frame
            .pick(
                "校验值是 SHA-256：文号一行、标题一行、正文各行，行尾不留空格，每行以换行结尾。",
                "The digest is SHA-256 over the number, the title and the text, one line each, without spaces at the end of lines, each ended by a line feed.",
            )
            .to_owned(),
        number,
        name,
    })
}

/// The tasks of a resolution, each with where it stands.
fn tasks(about: &About<'_>, ask: &mut dyn Ask, resolution: &Id) -> Result<Table, Refusal> {
    let frame = about.frame;
    let law = frame.charter().zone.meetings.as_ref().ok_or_else(Refusal::not_found)?;
    let list = frame.charter().register(&law.tasks).ok_or_else(Refusal::not_found)?;
    let mut rows = Vec::new();
    for task in earlier::of_field(about, ask, list, "resolution", resolution.as_str())? {
        let item = worklists::item(ask, frame.charter(), &task, frame.today)?;
        let leads: Vec<String> = list
            .leads(&task.body)
            .iter()
            .map(|unit| frame.charter().unit(unit).map_or(*unit, |unit| frame.text(&unit.name)).to_owned())
            .collect();
        let due = list.worklist.as_ref().and_then(|law| law.deadline.as_deref());
        let due =
            due.and_then(|field| say::date(&task, field)).map(|day| frame.date(day)).unwrap_or_default();
        rows.push(TableRow {
            cells: vec![
                Cell::link(
                    frame.href(&address::work_record(&list.id, &task.id)),
                    frame.names().title(list, &task),
                ),
                Cell::text(leads.join(frame.pick("、", ", "))),
                Cell::text(due),
                Cell::text(say::text(&task, "deliverable")),
                match item {
                    Some((item, _)) => Cell::tag(reported::lamp(frame, item.lamp)),
                    None => Cell::text(frame.names().stage(list, &task.stage)),
                },
            ],
            sample: frame.names().is_sample(list, &task),
            ..TableRow::default()
        });
    }
    let labels = [
        frame.pick("任务", "Task"),
        frame.pick("牵头单位", "Leads"),
        frame.pick("时限", "Due"),
        frame.pick("成果形式", "Deliverable"),
        frame.pick("状态", "State"),
    ];
    Ok(Table {
        caption: frame.words().resolution_tasks.to_owned(),
        columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
        rows,
    })
}
