//! What waits for me: lists I keep, records that wait for my next step, what I changed last.

use super::{cases, notices, rounds, show};
use crate::charter::model::Register;
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, Count, ListQuery};
use crate::http::pages::common::{Frame, Names, address, say};
use crate::http::views::{
    Cell, Column, Empty, Link, Nav, Page, Table, TableRow, Tag, WorkHome, WorkListLine,
};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Kind, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// Records shown that I changed last.
const RECENT_MAX: usize = 10;
/// Records shown that wait for me.
const WAITING_MAX: usize = 20;

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let mine = mine(&frame);
        let mut lists = Vec::new();
        let (mut records, mut many) = (0, false);
        for register in &mine {
            let (line, count) = line(&frame, reader, register)?;
            lists.push(line);
            match count {
                Count::Exactly(n) => records += n,
                Count::MoreThan(n) => (records, many) = (records + n, true),
            }
        }
        let (waiting, more) = waiting(&frame, reader, &mine)?;
        let words = frame.words();
        Ok(WorkHome {
            page: Page {
                status_line: notices::status_line(&frame, reader)?,
                ..frame.page(Nav::Work, words.work_title)
            },
            state: state(&frame, lists.len(), records, many, waiting.rows.len(), more),
            lists,
            rounds: rounds::card::card(&frame, reader)?,
            cases: cases::card::card(&frame, reader)?,
            waiting,
            recent: recent(&frame, reader)?,
            recent_empty: Empty {
                why: frame.pick("您还没有改过条目。", "You have not changed any record yet.").to_owned(),
                next: vec![Link::new(frame.href("/work/lists"), words.all_lists)],
            },
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Lists on which I may do something, by area in the zone's own order.
fn mine(frame: &Frame) -> Vec<&Register> {
    let all = [Action::Create, Action::Amend, Action::Advance, Action::Withdraw];
    let mine =
        |register: &&Register| all.iter().any(|action| permits::might(&frame.caller, register, *action));
    let mut mine: Vec<&Register> =
        permits::visible_registers(frame.charter(), &frame.caller).filter(mine).collect();
    let areas = &frame.charter().zone.areas;
    mine.sort_by_key(|register| areas.iter().position(|area| area.id == register.area));
    mine
}

fn line(frame: &Frame, ask: &mut dyn Ask, register: &Register) -> Result<(WorkListLine, Count), Refusal> {
    let words = frame.words();
    let query = ListQuery { today: Some(frame.today), ..ListQuery::default() };
    let count = registers::count(ask, &frame.caller, register, &query, false)?;
    let mut said = say::count(frame.lang, count);
    let mut parts = Vec::new();
    for stage in register.stages.iter().filter(|stage| !stage.public) {
        let query = ListQuery { stage: Some(stage.id.clone()), ..query.clone() };
        let number = match registers::count(ask, &frame.caller, register, &query, false)? {
            Count::Exactly(0) => continue,
            Count::Exactly(n) => say::whole(frame.lang, n),
            Count::MoreThan(n) => format!("{}+", say::whole(frame.lang, n)),
        };
        parts.push(format!("{} {number}", frame.text(&stage.name)));
    }
    if !parts.is_empty() {
        let (open, close) = (frame.pick("（", " ("), frame.pick("）", ")"));
        said = format!("{said}{open}{}{close}", parts.join(frame.pick("、", ", ")));
    }
    let might =
        |action, word: &'static str| permits::might(&frame.caller, register, action).then(|| word.to_owned());
    let may = [
        might(Action::Create, words.create),
        might(Action::Amend, words.amend),
        might(Action::Advance, words.advance),
        might(Action::Withdraw, words.withdraw),
    ];
    let create = permits::might(&frame.caller, register, Action::Create)
        .then(|| Link::new(frame.href(&address::work_create(&register.id)), words.create_short));
    let line = WorkListLine {
        list: Link::new(frame.href(&address::work_list(&register.id)), frame.text(&register.name)),
        area: frame.charter().area(&register.area).map_or("", |area| frame.text(&area.name)).to_owned(),
        count: said,
        may: may.into_iter().flatten().collect(),
        create,
    };
    Ok((line, count))
}

/// Records in a stage that is not public yet and that I may move on; and whether there are more.
fn waiting(frame: &Frame, ask: &mut dyn Ask, mine: &[&Register]) -> Result<(Table, bool), Refusal> {
    let mut names = frame.names();
    let (mut rows, mut more) = (Vec::new(), false);
    for register in mine.iter().filter(|register| permits::might(&frame.caller, register, Action::Advance)) {
        for stage in register.stages.iter().filter(|stage| !stage.public && !stage.to.is_empty()) {
            let query = ListQuery {
                stage: Some(stage.id.clone()),
                limit: WAITING_MAX,
                today: Some(frame.today),
                ..ListQuery::default()
            };
            let page = registers::list(ask, &frame.caller, register, &query)?;
            more |= page.next.is_some();
            names.learn(ask, register, page.records.iter().map(|record| &record.body))?;
            for record in page.records {
                if !permits::may(&frame.caller, register, Action::Advance, &record.body) {
                    continue;
                }
                if rows.len() == WAITING_MAX {
                    more = true;
                    break;
                }
                let is_first = stage.id == register.first_stage();
                let form = address::work_form(&register.id, &record.id, "advance");
                rows.push(TableRow {
                    cells: vec![
                        Cell::link(
                            frame.href(&address::work_record(&register.id, &record.id)),
                            names.title(register, &record),
                        ),
                        Cell::text(frame.text(&register.name)),
                        Cell::tag(Tag::stage(is_first, frame.text(&stage.name))),
                        Cell::text(frame.time(record.amended_at)),
                        Cell::link(frame.href(&form), frame.words().advance),
                    ],
                    sample: names.is_sample(register, &record),
                    ..TableRow::default()
                });
            }
        }
    }
    let words = frame.words();
    let caption = frame.pick("等我办理的条目", "Records that wait for me");
    let labels = [words.name, words.list, words.stages, words.list_changed, words.account_actions];
    Ok((table(caption, &labels, rows), more))
}

/// Records I changed last, as they are now.
fn recent(frame: &Frame, ask: &mut dyn Ask) -> Result<Table, Refusal> {
    let words = frame.words();
    let mut names: Names<'_> = frame.names();
    let mut rows = Vec::new();
    let changed = match &frame.caller.person {
        Some(person) => registers::recent_by(ask, person, RECENT_MAX)?,
        None => Vec::new(),
    };
    for recent in changed {
        let Some(register) = frame.charter().register(&recent.register) else { continue };
        let record = match registers::get(ask, frame.charter(), &frame.caller, register, &recent.id) {
            Ok((record, _)) => record,
            Err(refusal) if refusal.kind == Kind::NotFound => continue,
            Err(refusal) => return Err(refusal),
        };
        names.learn(ask, register, [&record.body])?;
        rows.push(TableRow {
            cells: vec![
                Cell::link(
                    frame.href(&address::work_record(&register.id, &record.id)),
                    names.title(register, &record),
                ),
                Cell::text(frame.text(&register.name)),
                Cell::text(say::command(frame.lang, &recent.command)),
                Cell::text(frame.time(recent.at)),
            ],
            withdrawn: record.withdrawn,
            sample: names.is_sample(register, &record),
        });
    }
    Ok(table(words.my_recent, &[words.name, words.list, words.what_done, words.when], rows))
}

fn table(caption: &str, labels: &[&str], rows: Vec<TableRow>) -> Table {
    let columns = labels.iter().map(|label| Column { label: (*label).to_owned(), ..Column::default() });
    Table { caption: caption.to_owned(), columns: columns.collect(), rows }
}

fn state(frame: &Frame, lists: usize, records: i64, many: bool, waiting: usize, more: bool) -> String {
    let records = say::whole(frame.lang, records);
    let (plus, and_more) = (if many { "+" } else { "" }, if more { "+" } else { "" });
    match (frame.lang, lists, waiting) {
        (Lang::Zh, 0, _) => String::new(),
        (Lang::En, 0, _) => String::new(),
        (Lang::Zh, _, 0) => format!("您维护 {lists} 份清单，共 {records}{plus} 条；没有等您办理的条目。"),
        (Lang::Zh, ..) => {
            format!("您维护 {lists} 份清单，共 {records}{plus} 条；{waiting}{and_more} 条等您办理。")
        }
        (Lang::En, _, 0) => {
            format!("You keep {lists} lists with {records}{plus} records; nothing waits for you.")
        }
        (Lang::En, ..) => {
            format!("You keep {lists} lists with {records}{plus} records; {waiting}{and_more} wait for you.")
        }
    }
}
