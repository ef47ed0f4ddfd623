//! What became of earlier resolutions (上次议定事项办理情况), and the resolutions of a meeting itself.

use super::{About, say};
use crate::charter::model::{Lamp, Register};
use crate::domain::registers::filter::{self, Chip, Test};
use crate::domain::registers::{self, ListQuery, Record};
use crate::domain::worklists;
use crate::http::pages::common::{address, reported};
use crate::http::views::{Cell, Column, Table, TableRow};
use kernel::{Id, Kind, Refusal};
use std::collections::BTreeMap;
use store::Ask;

/// Tasks looked at.
const TASKS_MAX: usize = 1000;

/// Tasks of resolutions of the body's earlier meetings: done, under way, late with the reason.
pub fn table(about: &About<'_>, ask: &mut dyn Ask) -> Result<Table, Refusal> {
    let frame = about.frame;
    let labels = [
        frame.pick("任务", "Task"),
        frame.pick("决议", "Resolution"),
        frame.pick("会议", "Meeting"),
        frame.pick("牵头单位", "Leads"),
        frame.pick("时限", "Due"),
        frame.pick("状态", "State"),
        frame.pick("进展或原因", "Progress, or why"),
    ];
    let mut table = Table {
        caption: heading(about),
        columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
        rows: Vec::new(),
    };
    let law = frame.charter().zone.meetings.as_ref().ok_or_else(Refusal::not_found)?;
    let list = frame.charter().register(&law.tasks);
    let (Some(list), Some(day), Some(_)) = (list, about.held_on(), about.sitting.rules) else {
        return Ok(table);
    };
    let Some(issued) = frame.charter().register(&law.resolutions) else { return Ok(table) };
    let mut resolutions: BTreeMap<Id, Option<Record>> = BTreeMap::new();
    let mut meetings: BTreeMap<Id, String> = BTreeMap::new();
    for task in of_field(about, ask, list, "decided_by", &about.sitting.body.id)? {
        let Some(from) = say::id(&task, "resolution") else { continue };
        if !resolutions.contains_key(&from) {
            let found = match registers::get(ask, frame.charter(), &frame.caller, issued, &from) {
                Ok((record, _)) => Some(record),
                Err(refusal) if refusal.kind == Kind::NotFound => None,
                Err(refusal) => return Err(refusal),
            };
            resolutions.insert(from.clone(), found);
        }
        let Some(Some(resolution)) = resolutions.get(&from) else { continue };
        let Some(meeting) = say::id(resolution, "meeting").filter(|meeting| meeting != about.id()) else {
            continue;
        };
        if say::date(resolution, "adopted_on").is_none_or(|adopted| adopted > day) {
            continue;
        }
        if !meetings.contains_key(&meeting) {
            let title = frame.names().learn_title(ask, &law.meetings, &meeting)?.unwrap_or_default();
            meetings.insert(meeting.clone(), title);
        }
        let number = say::text(resolution, "number");
        let at = [
            Cell::link(frame.href(&address::resolution(&meeting, &from)), number),
            Cell::link(
                frame.href(&address::meeting(&meeting)),
                meetings.get(&meeting).cloned().unwrap_or_default(),
            ),
        ];
        table.rows.push(row(about, ask, list, &task, at)?);
    }
    Ok(table)
}

/// What the item about them is called: as the body's rules call it.
pub fn heading(about: &About<'_>) -> String {
    let own = about.sitting.rules.and_then(|rules| rules.follow_up.clone());
    match (about.frame.lang, own) {
        (kernel::Lang::Zh, Some(name)) => name,
        (kernel::Lang::Zh, None) => "以前议定事项办理情况".to_owned(),
        (kernel::Lang::En, _) => "What became of earlier resolutions".to_owned(),
    }
}

fn row(
    about: &About<'_>,
    ask: &mut dyn Ask,
    list: &Register,
    task: &Record,
    at: [Cell; 2],
) -> Result<TableRow, Refusal> {
    let frame = about.frame;
    let item = worklists::item(ask, frame.charter(), task, frame.today)?;
    let leads: Vec<String> = list.leads(&task.body).iter().map(|unit| unit_name(about, unit)).collect();
    let law = list.worklist.as_ref();
    let due = law.and_then(|law| law.deadline.as_deref()).and_then(|field| say::date(task, field));
    let reason =
        law.and_then(|law| law.reason.as_deref()).map(|field| say::text(task, field)).unwrap_or_default();
    let late = item.as_ref().is_some_and(|(item, _)| {
        !matches!(item.lamp, Lamp::NotStarted | Lamp::Normal | Lamp::Done | Lamp::Stopped)
    });
    let why = match item.as_ref() {
        Some((item, _)) if late && reason.is_empty() => frame.text(&item.words).to_owned(),
        Some(_) if late => reason.to_owned(),
        _ => say::text(task, "latest").to_owned(),
    };
    let state = match item {
        Some((item, _)) => Cell::tag(reported::lamp(frame, item.lamp)),
        None => Cell::text(frame.names().stage(list, &task.stage)),
    };
    let [resolution, meeting] = at;
    Ok(TableRow {
        cells: vec![
            Cell::link(
                frame.href(&address::work_record(&list.id, &task.id)),
                frame.names().title(list, task),
            ),
            resolution,
            meeting,
            Cell::text(leads.join(frame.pick("、", ", "))),
            Cell::text(due.map(|day| frame.date(day)).unwrap_or_default()),
            state,
            Cell::text(why),
        ],
        sample: frame.names().is_sample(list, task),
        ..TableRow::default()
    })
}

fn unit_name(about: &About<'_>, unit: &str) -> String {
    about.frame.charter().unit(unit).map_or(unit, |unit| about.frame.text(&unit.name)).to_owned()
}

/// Records of a list with a value in a field, as far as the caller sees them.
pub fn of_field(
    about: &About<'_>,
    ask: &mut dyn Ask,
    list: &Register,
    field: &str,
    value: &str,
) -> Result<Vec<Record>, Refusal> {
    if list.field(field).is_none() {
        return Ok(Vec::new());
    }
    let chip = Chip { field: field.to_owned(), test: Test::Is, value: value.to_owned() };
    let Ok(filter) = filter::conjunction(list, &[chip]) else { return Ok(Vec::new()) };
    let query = ListQuery {
        filter: Some(filter),
        limit: TASKS_MAX,
        today: Some(about.frame.today),
        ..ListQuery::default()
    };
    Ok(registers::list(ask, &about.frame.caller, list, &query)?.records)
}

/// The resolutions of a meeting, with how many tasks each was split into.
pub fn resolutions(about: &About<'_>, ask: &mut dyn Ask) -> Result<Table, Refusal> {
    let frame = about.frame;
    let law = frame.charter().zone.meetings.as_ref().ok_or_else(Refusal::not_found)?;
    let (Some(list), Some(tasks)) =
        (frame.charter().register(&law.resolutions), frame.charter().register(&law.tasks))
    else {
        return Ok(Table::default());
    };
    let mut rows = Vec::new();
    for one in about.sitting.resolutions.iter().filter(|one| !one.withdrawn) {
        let made = of_field(about, ask, tasks, "resolution", one.id.as_str())?.len();
        rows.push(TableRow {
            cells: vec![
                Cell::link(frame.href(&address::resolution(about.id(), &one.id)), say::text(one, "number")),
                Cell::text(say::text(one, "name")),
                Cell::tag(crate::http::views::Tag::stage(
                    one.stage == list.first_stage(),
                    frame.names().stage(list, &one.stage),
                )),
                Cell::number(made.to_string()),
            ],
            ..TableRow::default()
        });
    }
    let labels = [
        frame.pick("文号", "Number"),
        frame.pick("标题", "Title"),
        frame.pick("阶段", "Stage"),
        frame.pick("任务", "Tasks"),
    ];
    let mut columns = labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec();
    columns[3].numeric = true;
    Ok(Table { caption: frame.words().resolutions.to_owned(), columns, rows })
}
