//! The page of a sheet: the list's rows, with what was typed over them.

use super::super::said::Said;
use super::super::sheet as form;
use super::super::typed::{KEY, Typed};
use crate::charter::model::Register;
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, ListQuery};
use crate::domain::sheets::Key;
use crate::house::House;
use crate::http::pages::common::{Frame, Query, Question, address, say};
use crate::http::sheets::{ROWS_MAX, others, posted, rows};
use crate::http::views::{Chip, Link, Nav, Sheet, SheetCell, SheetPage, SheetRow};
use crate::http::visitor::Visitor;
use kernel::{Lang, Refusal};
use std::collections::BTreeMap;
use store::Ask;

/// Rows on the page itself; the grid gets the others when it begins.
const PAGE_ROWS: usize = 100;
/// Empty rows under the others where records may be added.
const NEW_ROWS: usize = 3;
/// Names in the address of a sheet that say which rows it has.
pub const QUESTION: [&str; 4] = ["filter", "stage", "sort", "after"];

/// The surroundings of a posted sheet: the address the form was drawn for is in the form.
pub fn frame(house: &House, visitor: &Visitor, typed: &Typed) -> Frame {
    Frame { query: Query::parse(typed.get("query")), ..Frame::new(house, visitor) }
}

/// Draws the sheet.
pub fn sheet(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    typed: &Typed,
    is_posted: bool,
) -> Result<SheetPage, Refusal> {
    let path = address::work_sheet(&register.id);
    let here = frame.query.only(&QUESTION);
    let question = Question::read(frame, register, PAGE_ROWS);
    let query = ListQuery { as_of: None, known_at: None, ..question.whole()? };
    let page = registers::list(ask, &frame.caller, register, &query)?;
    let count = registers::count(ask, &frame.caller, register, &ListQuery { after: None, ..query }, false)?;
    let fields = rows::fields(frame, register);
    let mut checker = others::checker(frame, register);
    let mut drawn = Vec::new();
    for record in &page.records {
        let number = drawn.len() + 1;
        drawn.push(rows::row(frame, ask, register, &mut checker, &fields, record, number)?);
    }
    let typed_rows = posted::rows(register, typed)?;
    // Rows that were changed further down the list come first, so that nothing typed is lost from sight.
    for sent in &typed_rows {
        let Key::Known(id, _) = &sent.key else { continue };
        if !drawn.iter().any(|row| row.key == id.as_str()) {
            let (record, _) = registers::get(ask, frame.charter(), &frame.caller, register, id)?;
            drawn.push(rows::row(frame, ask, register, &mut checker, &fields, &record, sent.number)?);
        }
    }
    let grows = permits::might(&frame.caller, register, Action::Create);
    let mut new: Vec<String> = typed_rows
        .iter()
        .filter(|sent| matches!(sent.key, Key::New(_)))
        .map(|sent| sent.key.word())
        .collect();
    if grows && page.next.is_none() {
        let free = (1..).map(|number| format!("new-{number}")).filter(|key| !new.contains(key));
        let free: Vec<String> = free.take(NEW_ROWS).collect();
        new.extend(free);
    }
    for key in new {
        drawn.push(SheetRow {
            key,
            title: Link::new("", frame.words().sheet_new),
            cells: vec![SheetCell::default(); fields.len()],
            ..SheetRow::default()
        });
    }
    let versions: BTreeMap<String, i64> = typed_rows
        .iter()
        .filter_map(|sent| match &sent.key {
            Key::Known(id, version) => Some((id.to_string(), *version)),
            Key::New(_) => None,
        })
        .collect();
    for row in &mut drawn {
        let Some(sent) = typed_rows.iter().find(|sent| sent.key.word() == row.key) else { continue };
        row.version = versions.get(&row.key).copied().unwrap_or(row.version);
        for (field, cell) in fields.iter().zip(&mut row.cells) {
            let Some(text) = sent.cells.get(&field.id).filter(|text| **text != cell.value) else { continue };
            let kept = std::mem::replace(&mut cell.value, text.clone());
            cell.before.clone_from(&kept);
            cell.kept = Some(kept);
        }
    }
    let rest = page.next.as_ref().map(|cursor| {
        let lang = if frame.lang == Lang::En { "en" } else { "" };
        let query = here.with("after", cursor).with("lang", lang);
        query.on(&format!("/api/registers/{}/sheet", register.id))
    });
    let sheet = Sheet {
        id: "sheet".into(),
        caption: frame.text(&register.name).to_owned(),
        columns: rows::columns(frame, &fields),
        rows: drawn,
        check_href: check_href(frame, register),
        rows_href: rest.unwrap_or_default(),
        grows,
        whole: false,
    };
    let name = frame.text(&register.name);
    let heading = format!("{}{}{name}", frame.words().sheet_edit, frame.words().colon);
    let mut shown = frame.page(Nav::WorkLists, heading.clone());
    shown.single_language = is_posted;
    let first = frame.query.get("after").map(|_| frame.href(&here.without("after").on(&path)));
    let next = page.next.as_ref().map(|cursor| frame.href(&here.with("after", cursor).on(&path)));
    Ok(SheetPage {
        page: shown,
        back: Link::new(frame.href(&here.without("after").on(&address::work_list(&register.id))), name),
        heading,
        intro: intro(frame),
        state: say::count(frame.lang, count),
        action: frame.href(&path),
        hidden: vec![
            (KEY.to_owned(), typed.get(KEY).to_owned()),
            ("query".to_owned(), here.on("").trim_start_matches('?').to_owned()),
        ],
        sheet,
        inputs: form::day_and_reason(frame, typed, &Said::default(), true),
        chips: chips(frame, register, &here, &path),
        links: links(frame, register, grows),
        first_href: first,
        next_href: next,
        errors: Vec::new(),
    })
}

/// Where the grid has cells judged.
fn check_href(frame: &Frame, register: &Register) -> String {
    let lang = if frame.lang == Lang::En { "?lang=en" } else { "" };
    format!("/api/registers/{}/check{lang}", register.id)
}

fn intro(frame: &Frame) -> String {
    match frame.lang {
        Lang::Zh => format!(
            "可以直接从 Excel、WPS 粘贴一片单元格。按“检查”先看会改什么，确认之后才写入；此前别人看不到。一次最多 {ROWS_MAX} 行。"
        ),
        Lang::En => format!(
            "Ranges can be pasted from a spreadsheet. “Check” shows what would change; nothing is written, or seen by others, before you confirm. At most {ROWS_MAX} rows at once."
        ),
    }
}

fn chips(frame: &Frame, register: &Register, here: &Query, path: &str) -> Vec<Chip> {
    let mut chips = Vec::new();
    if let Some(text) = frame.query.get("filter") {
        chips.push(Chip {
            text: text.to_owned(),
            remove_href: frame.href(&here.without("filter").without("after").on(path)),
        });
    }
    if let Some(stage) = frame.query.get("stage") {
        chips.push(Chip {
            text: frame.names().stage(register, stage),
            remove_href: frame.href(&here.without("stage").without("after").on(path)),
        });
    }
    chips
}

fn links(frame: &Frame, register: &Register, grows: bool) -> Vec<Link> {
    let words = frame.words();
    let mut links = vec![Link::new(frame.href(&address::work_template(&register.id)), words.sheet_template)];
    let may_import = grows || permits::might(&frame.caller, register, Action::Amend);
    if may_import {
        links.push(Link::new(frame.href(&address::work_import(&register.id)), words.sheet_import));
    }
    links
}
