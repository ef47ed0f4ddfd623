//! The journal of everything, for the audit administrator: when, who, what, to which subject. Read only.

use crate::domain::people;
use crate::http::pages::common::journal::{self, Line};
use crate::http::pages::common::{Frame, say};
use crate::http::pages::work::inputs::choices;
use crate::http::pages::work::read::record_id;
use crate::http::pages::work::records::{Found, find};
use crate::http::pages::work::said::Said;
use crate::http::pages::work::show;
use crate::http::routes::all_routes;
use crate::http::views::{EntryRow, ErrorLine, FieldInput, InputKind, Link, Nav, Page};
use crate::http::{Failure, Site, Visitor, ask};
use askama::Template;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use kernel::{Cell, Id, Problem, Refusal};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Ask;

/// Entries of one page.
const PAGE_SIZE: usize = 100;
/// Entries read at once.
const WINDOW: u32 = 1000;
/// Most entries looked through for one page; the next page goes on from there.
const LOOK_MAX: usize = 50;

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/journal.html")]
struct AuditPage {
    page: Page,
    /// Address of the GET form.
    action: String,
    /// Its inputs.
    filters: Vec<FieldInput>,
    /// What is wrong with them.
    errors: Vec<ErrorLine>,
    /// The same page without any condition; empty where there is none.
    clear_href: String,
    /// Entries, latest first.
    entries: Vec<EntryRow>,
    /// How far back this page looked, where it looked through more than it shows.
    looked: String,
    /// Older entries.
    next: Option<Link>,
}

/// What the address asks for.
#[derive(Default)]
struct Wanted {
    person: Option<Id>,
    subject: String,
    command: String,
}

impl Wanted {
    fn is_all(&self) -> bool {
        self.person.is_none() && self.subject.is_empty() && self.command.is_empty()
    }

    fn fits(&self, line: &Line) -> bool {
        self.person.as_ref().is_none_or(|person| line.actor == person.as_str())
            && (self.subject.is_empty() || line.subject == self.subject)
            && (self.command.is_empty() || line.command == self.command)
    }
}

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let (status, page) = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let (wanted, problems) = wanted(&frame, reader)?;
        let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        let before = frame.query.get("after").and_then(|text| text.parse().ok());
        let (lines, next) = match problems.is_empty() {
            true => entries(&frame, reader, &wanted, before)?,
            false => (Vec::new(), None),
        };
        let mut names = frame.names();
        let rows = journal::rows(&frame, reader, &mut names, &lines, true)?;
        Ok((status, draw(&frame, &wanted, Said::problems(problems), rows, next)))
    })
    .await?;
    show(status, &page)
}

/// Reads the conditions. A person is named by login, by id or address of their record, or by exact name.
fn wanted(frame: &Frame, ask: &mut dyn Ask) -> Result<(Wanted, Vec<Problem>), Refusal> {
    let mut problems = Vec::new();
    let mut wanted = Wanted::default();
    let (charter, query) = (frame.charter(), &frame.query);
    if let Some(text) = query.get("person").map(str::trim) {
        let account = people::account(ask, &charter.zone.id, text)?;
        wanted.person = match (account, record_id(text)) {
            (Some(account), _) => Some(account.person),
            (None, Some(id)) => Some(id),
            (None, None) => match charter.register(&charter.zone.people.persons) {
                Some(register) => match find(ask, frame, register, text)? {
                    Found::One(id) => Some(id),
                    _ => None,
                },
                None => None,
            },
        };
        if wanted.person.is_none() {
            problems.push(Problem::new("person", "no_such_record").with("given", text));
        }
    }
    let subject = query.get("subject").unwrap_or_default().trim();
    wanted.subject = record_id(subject).map_or_else(|| subject.to_owned(), |id| id.to_string());
    wanted.command = query.get("command").unwrap_or_default().to_owned();
    Ok((wanted, problems))
}

/// Entries of a page, newest first, and where the next page begins.
fn entries(
    frame: &Frame,
    ask: &mut dyn Ask,
    wanted: &Wanted,
    before: Option<u64>,
) -> Result<(Vec<Line>, Option<u64>), Refusal> {
    // All entries about a record stand in its cell.
    if let Some(id) = Id::parse(&wanted.subject) {
        let cell = Cell::of(&frame.charter().zone.id, &id);
        let mut lines = journal::of_subject(ask, cell.as_str(), id.as_str())?;
        lines.retain(|line| wanted.fits(line));
        return Ok((lines, None));
    }
    if wanted.is_all() {
        return journal::latest(ask, before, PAGE_SIZE as u32);
    }
    let (mut found, mut next) = (Vec::new(), before);
    for _ in 0..LOOK_MAX {
        let (lines, older) = journal::latest(ask, next, WINDOW)?;
        for line in lines.into_iter().filter(|line| wanted.fits(line)) {
            let position = line.position;
            found.push(line);
            if found.len() == PAGE_SIZE {
                return Ok((found, position.filter(|position| *position > 0)));
            }
        }
        next = older;
        if next.is_none() {
            break;
        }
    }
    Ok((found, next))
}

fn draw(frame: &Frame, wanted: &Wanted, said: Said, entries: Vec<EntryRow>, next: Option<u64>) -> AuditPage {
    let words = frame.words();
    let path = "/admin/journal";
    let query = frame.query.only(&["person", "subject", "command"]);
    let input = |name: &str, label: &str, hint: &str| FieldInput {
        hint: hint.to_owned(),
        value: frame.query.get(name).unwrap_or_default().to_owned(),
        error: said.at(name, frame.lang),
        ..FieldInput::new(name, label, InputKind::Text)
    };
    let commands: BTreeSet<&str> = all_routes()
        .iter()
        .filter(|route| route.method != Method::GET)
        .map(|route| route.name)
        .chain(["charters.adopt", "charters.load_fact", "people.sign_in_failed"])
        .filter(|name| say::command(frame.lang, name) != *name)
        .collect();
    let mut commands: Vec<(String, String)> =
        commands.into_iter().map(|name| (name.to_owned(), say::command(frame.lang, name))).collect();
    commands.insert(0, (String::new(), words.all.to_owned()));
    let filters = vec![
        input("person", words.actor, frame.pick("账号、姓名或人员编号", "login, name or id of the person")),
        input(
            "subject",
            words.subject,
            frame.pick("条目编号或网址、指标代码", "id or address of a record, code of a figure"),
        ),
        FieldInput {
            options: choices(commands, std::slice::from_ref(&wanted.command)),
            kind: InputKind::Select,
            ..input("command", words.what_done, "")
        },
    ];
    let errors = said.problems.iter().map(|problem| ErrorLine {
        field: problem.field.clone(),
        label: words.actor.to_owned(),
        text: crate::http::words::refusal(problem.code, frame.lang, &problem.params),
    });
    let next_link = next.map(|before| {
        let href = frame.href(&query.with("after", &before.to_string()).on(path));
        Link::new(href, words.older)
    });
    let looked = if !wanted.is_all() && next.is_some() && entries.len() < PAGE_SIZE {
        frame.pick(
            "还有更早的记录没有查完，请按“更早的记录”继续。",
            "Older entries have not been looked through yet; go on with “Older entries”.",
        )
    } else {
        ""
    };
    AuditPage {
        page: frame.page(Nav::Audit, words.audit_title),
        action: frame.href(path),
        filters,
        errors: errors.collect(),
        clear_href: if wanted.is_all() { String::new() } else { frame.href(path) },
        entries,
        looked: looked.to_owned(),
        next: next_link,
    }
}
