//! A resolution is split into tasks: rows are filled in, looked at with the load they bring to each unit, then issued.

use super::super::inputs::Inputs;
use super::super::judge;
use super::super::read::Body;
use super::super::records::Choosables;
use super::{
    About, KEY, Posted, Said, Typed, blank, done, form_key, goes_back_to_form, perform, resolution, show,
};
use crate::charter::model::{Field, FieldType, Register};
use crate::domain::meetings::{self, IssueTasks, TaskPlan};
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Cell, Column, ErrorLine, Link, Nav, Table, TableRow, TaskRow, TasksPage};
use crate::http::words;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Problem, Refusal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Ask;

type At = (String, String);

/// Rows of a fresh form.
const ROWS: usize = 3;
/// Most rows at once.
const ROWS_MAX: usize = 30;
/// Fields of a task that are added when it is issued, or name where a record comes from.
const ADDED: [&str; 9] = [
    "number",
    "year",
    "resolution",
    "issued_on",
    "decided_by",
    "agenda_item",
    "sample",
    "source",
    "source_date",
];

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path(at): Path<At>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &at.0)?;
        let mut typed = blank(house);
        typed.set("rows", [ROWS.to_string()]);
        draw(&about, reader, &at.1, &typed, Looked::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// What was found when the rows were looked at.
#[derive(Default)]
struct Looked {
    /// What is wrong: row (from 1; 0: the whole), problem.
    problems: Vec<(usize, Problem)>,
    /// A sentence about the whole.
    whole: Vec<String>,
    /// The tasks, where nothing is wrong.
    tasks: Vec<TaskPlan>,
}

impl Looked {
    fn is_ready(&self) -> bool {
        self.problems.is_empty() && self.whole.is_empty() && !self.tasks.is_empty()
    }
}

/// The filled form: looked at, or issued.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path(at): Path<At>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    let meeting = Id::parse(&at.0).ok_or_else(Refusal::not_found)?;
    let issued = Id::parse(&at.1).ok_or_else(Refusal::not_found)?;
    if typed.get("step") == "more" {
        let page = ask(&site, move |house, reader| {
            let frame = Frame::new(house, &visitor);
            let about = About::find(&frame, reader, &at.0)?;
            let mut typed = typed;
            let rows = (rows_of(&typed) + 3).min(ROWS_MAX);
            typed.set("rows", [rows.to_string()]);
            draw(&about, reader, &at.1, &typed, Looked::default(), true)
        })
        .await?;
        return show(StatusCode::OK, &page);
    }
    let (who, here, sent) = (visitor.clone(), at.clone(), typed.clone());
    let looked = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &here.0)?;
        look(&about, reader, &sent)
    })
    .await?;
    if typed.get("step") != "issue" || !looked.is_ready() {
        let status = if looked.is_ready() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = ask(&site, move |house, reader| {
            let frame = Frame::new(house, &visitor);
            let about = About::find(&frame, reader, &at.0)?;
            draw(&about, reader, &at.1, &typed, looked, true)
        })
        .await?;
        return show(status, &page);
    }
    let command = IssueTasks { resolution: issued.clone(), known: known(&typed), tasks: looked.tasks };
    let failure = match perform(&site, &visitor, Box::new(command), &typed).await {
        Ok(_) => return Ok(done(&visitor, &address::resolution(&meeting, &issued), "tasks")),
        Err(failure) if goes_back_to_form(&failure) => failure,
        Err(failure) => return Err(failure),
    };
    let status = failure.status();
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &at.0)?;
        let mut typed = typed;
        typed.set(KEY, [form_key(house)]);
        let filled = filled_rows(&typed);
        let refusal = &failure.refusal;
        let mut looked = Looked::default();
        for problem in &refusal.problems {
            let mut parts = problem.field.splitn(3, '/');
            let (_, number, field) = (parts.next(), parts.next(), parts.next());
            let number = number.and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
            let row = number.checked_sub(1).and_then(|at| filled.get(at)).copied().unwrap_or(0);
            let field = Typed::name(field.unwrap_or(problem.field.as_str()));
            looked.problems.push((row, Problem { field, ..problem.clone() }));
        }
        if refusal.problems.is_empty() {
            looked.whole.push(words::refusal(refusal.code, frame.lang, &refusal.params));
        }
        draw(&about, reader, &at.1, &typed, looked, true)
    })
    .await?;
    show(status, &page)
}

fn list<'a>(about: &About<'a>) -> Result<&'a Register, Refusal> {
    let law = about.frame.charter().zone.meetings.as_ref().ok_or_else(Refusal::not_found)?;
    about.frame.charter().register(&law.tasks).ok_or_else(Refusal::not_found)
}

/// The fields of a task that are asked for when it is issued: what everybody may read of it, without what is added
/// here and without what belongs to its later life (what is reported, other days than the deadline, what it is part of).
fn fields(list: &Register) -> Vec<&Field> {
    let Some(law) = &list.worklist else { return Vec::new() };
    let later = |field: &Field| {
        law.reported.contains(&field.id)
            || law.parent.as_ref() == Some(&field.id)
            || (field.kind == FieldType::Date && law.deadline.as_ref() != Some(&field.id))
    };
    let asked = |field: &&Field| {
        (field.public || field.required) && !ADDED.contains(&field.id.as_str()) && !later(field)
    };
    list.fields.iter().filter(asked).collect()
}

fn rows_of(typed: &Typed) -> usize {
    typed.get("rows").parse::<usize>().unwrap_or(ROWS).clamp(1, ROWS_MAX)
}

/// Names of a row's inputs begin with its number.
fn prefix(row: usize) -> String {
    format!("t{row}-")
}

/// How many tasks were issued from a resolution.
fn issued(about: &About<'_>, resolution: &Id) -> usize {
    let tasks = about.sitting.follows.iter().filter(|one| one.what["kind"] == meetings::TASK);
    tasks.filter(|one| one.what["body"]["resolution"] == resolution.as_str()).count()
}

/// How many tasks of the resolution whoever sent the form had seen.
fn known(typed: &Typed) -> usize {
    typed.get("known").parse().unwrap_or(0)
}

/// What was typed into a row, under the plain names of its fields.
fn of_row(typed: &Typed, row: usize) -> Typed {
    let prefix = prefix(row);
    let pairs = typed
        .pairs()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(prefix.as_str())?.to_owned(), value.clone())));
    Typed::new(pairs.collect())
}

/// A row in which something is typed.
fn is_filled(typed: &Typed) -> bool {
    typed.pairs().iter().any(|(_, value)| !value.trim().is_empty())
}

fn filled_rows(typed: &Typed) -> Vec<usize> {
    (1..=rows_of(typed)).filter(|row| is_filled(&of_row(typed, *row))).collect()
}

fn look(about: &About<'_>, ask: &mut dyn Ask, typed: &Typed) -> Result<Looked, Refusal> {
    let list = list(about)?;
    let fields = fields(list);
    let mut looked = Looked::default();
    for row in filled_rows(typed) {
        let sent = of_row(typed, row);
        let (body, problems) = judge::body(ask, about.frame, list, &fields, &sent, &Body::new(), false)?;
        looked.problems.extend(problems.into_iter().map(|problem| (row, problem)));
        if list.leads(&body).is_empty() {
            for lead in &list.lead {
                looked.problems.push((row, Problem::new(Typed::name(lead).as_str(), "no_lead")));
            }
        }
        if let Some(due) = list.worklist.as_ref().and_then(|law| law.deadline.clone())
            && !body.contains_key(&due)
        {
            looked.problems.push((row, Problem::new(Typed::name(&due).as_str(), "required")));
        }
        looked.tasks.push(body);
    }
    if looked.tasks.is_empty() {
        let none = BTreeMap::new();
        looked.whole.push(words::refusal("not_so_many", about.frame.lang, &none));
    }
    Ok(looked)
}

fn draw(
    about: &About<'_>,
    ask: &mut dyn Ask,
    id: &str,
    typed: &Typed,
    looked: Looked,
    posted: bool,
) -> Result<TasksPage, Refusal> {
    let frame = about.frame;
    if !about.is_office() || about.sitting.rules.is_none() {
        return Err(Refusal::not_allowed());
    }
    let (list, record) = (list(about)?, resolution::find(about, id)?);
    let seen = if posted { known(typed) } else { issued(about, &record.id) };
    let fields = fields(list);
    let mut names = frame.names();
    let records = Choosables::ask(ask, frame, &mut names, &fields)?;
    let mut errors: Vec<ErrorLine> = Vec::new();
    let mut rows = Vec::new();
    for row in 1..=rows_of(typed) {
        let sent = of_row(typed, row);
        let said = Said::problems(
            looked.problems.iter().filter(|(at, _)| *at == row).map(|(_, problem)| problem.clone()).collect(),
        );
        let inputs =
            Inputs { frame, names: &names, records: &records, sourced: false, typed: &sent, present: None };
        let drawn = fields.iter().map(|field| {
            let mut input = inputs.input(field, said.at(&Typed::name(&field.id), frame.lang));
            input.name = format!("{}{}", prefix(row), input.name);
            input.id = input.name.clone();
            input
        });
        let drawn: Vec<_> = drawn.collect();
        let number = format!("{} {row}", frame.words().task);
        errors.extend(drawn.iter().filter(|input| !input.error.is_empty()).map(|input| ErrorLine {
            field: input.id.clone(),
            label: format!("{number} {}", input.label),
            text: input.error.clone(),
        }));
        let shown: Vec<String> = fields.iter().map(|field| Typed::name(&field.id)).collect();
        errors.extend(said.lines(&shown, Some(list), frame.lang));
        rows.push(TaskRow { number: row, filled: is_filled(&sent), fields: drawn });
    }
    errors.extend(looked.whole.iter().map(|text| ErrorLine { text: text.clone(), ..ErrorLine::default() }));
    let others = looked.problems.iter().filter(|(row, _)| *row == 0);
    errors.extend(others.map(|(_, problem)| ErrorLine {
        text: words::refusal(problem.code, frame.lang, &problem.params),
        ..ErrorLine::default()
    }));
    let number = super::say::text(record, "number");
    let heading = format!("{}{}{number}", frame.pick("分解任务", "Split into tasks"), frame.words().colon);
    let mut page = frame.page(Nav::Meetings, heading.clone());
    page.single_language = posted;
    let load =
        if looked.tasks.is_empty() { Table::default() } else { load(frame, ask, list, &looked.tasks)? };
    let path = address::resolution(about.id(), &record.id);
    Ok(TasksPage {
        page,
        back: Link::new(frame.href(&path), format!("{number} {}", super::say::text(record, "name"))),
        heading,
        intro: frame
            .pick(
                "每项任务至少有一方的牵头单位和完成时限；下达后进入任务清单，由两方牵头单位签收。先预览各单位的负荷，再下达。",
                "Every task names a lead of at least one side and its deadline. Once issued it comes onto its list, and the leads of both sides acknowledge it. Look at the load of units first, then issue.",
            )
            .to_owned(),
        errors,
        action: frame.href(&format!("{path}/tasks")),
        hidden: vec![
            (KEY.to_owned(), typed.get(KEY).to_owned()),
            ("known".to_owned(), seen.to_string()),
            ("rows".to_owned(), rows_of(typed).to_string()),
        ],
        rows,
        load,
        ready: looked.is_ready(),
    })
}

/// How many open matters each unit leads now, and after these tasks.
fn load(frame: &Frame, ask: &mut dyn Ask, list: &Register, tasks: &[TaskPlan]) -> Result<Table, Refusal> {
    let now = meetings::load_of_units(ask, frame.charter())?;
    let mut more: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for task in tasks {
        for unit in list.leads(task) {
            more.entry(unit.to_owned()).or_default().0 += 1;
        }
        for field in &list.partners {
            if let Some(unit) = task.get(field).and_then(Value::as_str) {
                more.entry(unit.to_owned()).or_default().1 += 1;
            }
        }
    }
    let number = |n: i64| Cell::number(n.to_string());
    let touched = frame.charter().zone.units.iter().filter_map(|unit| Some((unit, more.get(&unit.id)?)));
    let rows = touched.map(|(unit, (leads, partners))| {
        let before = now.get(&unit.id).copied().unwrap_or(0);
        TableRow {
            cells: vec![
                Cell::text(frame.text(&unit.name)),
                number(before),
                number(*leads),
                number(before + leads),
                number(*partners),
            ],
            ..TableRow::default()
        }
    });
    let labels = [
        frame.pick("单位", "Unit"),
        frame.pick("现在牵头的未结事项", "Open matters led now"),
        frame.pick("新增牵头", "To lead in addition"),
        frame.pick("下达后", "After issuing"),
        frame.pick("新增配合", "To help with"),
    ];
    let columns = labels.iter().enumerate().map(|(at, label)| Column {
        label: (*label).to_owned(),
        numeric: at > 0,
        ..Column::default()
    });
    let caption = match frame.lang {
        Lang::Zh => format!("各单位负荷预览（{} 项任务）", tasks.len()),
        Lang::En => format!("Load of units ({} tasks)", tasks.len()),
    };
    Ok(Table { caption, columns: columns.collect(), rows: rows.collect() })
}
