//! Where in a sheet the table of a list is: its heading, what each column is, in which unit it counts, which
//! lines are rows and which are titles, units, totals and remarks around them.

use super::read::{Book, Content, Line};
use super::{KEY_COLUMN, MARK};
use crate::charter::model::{Charter, Field, FieldType, Register};
use crate::domain::sheets::{Cells, Key, Sent};
use kernel::clean::half_width;
use kernel::{Currency, Id, Kind, Lang, Refusal, Unit};
use std::collections::{BTreeMap, HashMap};

/// Lines at the top in which a heading is looked for.
const HEADING_WITHIN: usize = 30;

/// What a column is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Nothing: it is left out.
    Nothing,
    /// A field of the list.
    Field(String),
    /// The key of a record with its version (templates).
    Key,
    /// The id of a record (exported lists).
    Id,
    /// The version of a record (exported lists).
    Version,
}

/// A column of the table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Its place, from 0.
    pub at: u32,
    /// What its heading says.
    pub heading: String,
    /// What it is taken for.
    pub taken: Taken,
    /// The unit its heading says, where it is another than the field's.
    pub unit: Option<String>,
}

/// A table found in a sheet.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Number of the line of the heading (the last, where it has two).
    pub heading_line: u32,
    /// Rows: places in the book's lines.
    pub rows: Vec<usize>,
    /// Lines that are no rows, with why: total, remark, heading again, unit.
    pub left_out: Vec<(u32, &'static str)>,
}

/// Finds the table. `chosen` says what columns are taken for, where a person has said so.
///
/// # Errors
/// `import.no_heading`, `import.column_twice`, `import.no_rows`.
pub fn find(
    charter: &Charter,
    register: &Register,
    book: &Book,
    chosen: &BTreeMap<u32, String>,
) -> Result<Found, Refusal> {
    let names = names(register);
    let mark = book
        .lines
        .iter()
        .take(HEADING_WITHIN)
        .position(|line| line.cells.iter().any(|(_, content)| content.text() == KEY_COLUMN));
    let (mut columns, first) = match mark {
        Some(at) => (marked(register, book, at), at + 2),
        None => heading(register, book, &names)?,
    };
    let heading_line = book.lines.get(first.wrapping_sub(1)).map_or(0, |line| line.number);
    for column in &mut columns {
        match chosen.get(&column.at).map(String::as_str) {
            Some("") => column.taken = Taken::Nothing,
            Some(field) if register.field(field).is_some() => column.taken = Taken::Field(field.to_owned()),
            _ => {}
        }
    }
    own_columns(&mut columns);
    demand_once(&columns)?;
    let mut left_out = Vec::new();
    units(charter, register, book, first, &mut columns);
    let mut rows = Vec::new();
    for (at, line) in book.lines.iter().enumerate().skip(first) {
        match role(line, &columns, at == first, heading_line, book) {
            None => rows.push(at),
            Some(why) => left_out.push((line.number, why)),
        }
    }
    if left_out.first().is_some_and(|(_, why)| *why == "unit") {
        units_below(charter, register, &book.lines[first], &mut columns);
    }
    if rows.is_empty() {
        return Err(Refusal::new(Kind::Invalid, "import.no_rows"));
    }
    Ok(Found { columns, heading_line, rows, left_out })
}

/// The rows of a table as they are sent to be checked, with cells whose formula fails. `fixes` take the place of
/// what stands in a cell, by line and field; `versions` that of the version a line was made from.
pub fn rows(
    book: &Book,
    found: &Found,
    fixes: &BTreeMap<(usize, String), String>,
    versions: &BTreeMap<usize, i64>,
) -> (Vec<Sent>, Vec<(usize, String, String)>) {
    let merged = merged(book, found);
    let mut failed = Vec::new();
    let mut sent = Vec::with_capacity(found.rows.len());
    for at in &found.rows {
        let line = &book.lines[*at];
        let number = line.number as usize;
        let (mut cells, mut key, mut id, mut version) = (Cells::new(), None, None, None);
        let mut next = 0;
        for column in &found.columns {
            // Cells of a line are in order of columns, as the table's columns are.
            while line.cells.get(next).is_some_and(|(at, _)| *at < column.at) {
                next += 1;
            }
            let own = line.cells.get(next).filter(|(at, _)| *at == column.at).map(|(_, content)| content);
            let content = own.or_else(|| merged.get(&(line.number, column.at)).copied());
            let text = content.map_or("", Content::text);
            match &column.taken {
                Taken::Nothing => {}
                Taken::Key => {
                    key = text
                        .split_once('/')
                        .and_then(|(id, version)| Some((Id::parse(id)?, version.parse().ok()?)))
                }
                Taken::Id => id = Id::parse(text),
                Taken::Version => version = text.parse::<i64>().ok(),
                Taken::Field(field) => {
                    if let Some(Content::Failed(error)) = content
                        && !fixes.contains_key(&(number, field.clone()))
                    {
                        failed.push((number, field.clone(), error.clone()));
                    }
                    cells.insert(field.clone(), text.to_owned());
                }
            }
        }
        if !fixes.is_empty() {
            for ((_, field), text) in fixes.range((number, String::new())..(number + 1, String::new())) {
                cells.insert(field.clone(), text.clone());
            }
        }
        let key = key.or_else(|| id.map(|id| (id, version.unwrap_or(0))));
        let key = match key {
            Some((id, version)) => Key::Known(id, versions.get(&number).copied().unwrap_or(version)),
            None => Key::New(format!("new-{number}")),
        };
        sent.push(Sent { key, number, cells });
    }
    (sent, failed)
}

/// Contents of merged ranges below the heading, for every line they cover but the first.
fn merged<'b>(book: &'b Book, found: &Found) -> HashMap<(u32, u32), &'b Content> {
    let mut all = HashMap::new();
    for merge in book.merges.iter().filter(|merge| merge.lines.0 > found.heading_line) {
        let first = book.lines.binary_search_by_key(&merge.lines.0, |line| line.number);
        let Some(content) = first.ok().and_then(|at| book.lines[at].at(merge.columns.0)) else { continue };
        for line in merge.lines.0 + 1..=merge.lines.1.min(merge.lines.0 + 5000) {
            all.insert((line, merge.columns.0), content);
        }
    }
    all
}

/// Fields by every name a heading may give them.
fn names(register: &Register) -> HashMap<String, &Field> {
    let mut names = HashMap::new();
    for field in &register.fields {
        for name in [field.name.get(Lang::Zh), field.name.get(Lang::En), field.id.as_str()] {
            names.entry(plain(name)).or_insert(field);
        }
    }
    names
}

/// A heading without blanks, stars, line breaks and what stands in brackets.
fn plain(text: &str) -> String {
    let half = half_width(text);
    let mut out = String::new();
    let mut depth = 0;
    for c in half.chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth -= 1,
            _ if depth > 0 || c.is_whitespace() || c == '*' || c == ':' => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The unit in the brackets of a heading: `造价（万元）`.
fn unit_of(text: &str) -> Option<String> {
    let half = half_width(text).replace("单位:", "");
    let inside = half.split_once('(')?.1.split(')').next()?.trim().to_owned();
    Unit::find(&inside).is_some().then_some(inside)
}

/// The columns of a template, by the hidden line of field ids.
fn marked(register: &Register, book: &Book, at: usize) -> Vec<TableColumn> {
    let headings = book.lines.get(at + 1);
    let column = |(place, content): &(u32, Content)| {
        let id = content.text().trim_start_matches(MARK);
        let taken = match content.text() {
            KEY_COLUMN => Taken::Key,
            _ if register.field(id).is_some() => Taken::Field(id.to_owned()),
            _ => Taken::Nothing,
        };
        let heading = headings.and_then(|line| line.at(*place)).map_or(id, Content::text).to_owned();
        TableColumn { at: *place, unit: unit_of(&heading), heading, taken }
    };
    book.lines[at].cells.iter().map(column).collect()
}

/// The heading of one line, or of two where names stand under names; and the place of the line after it.
fn heading(
    register: &Register,
    book: &Book,
    names: &HashMap<String, &Field>,
) -> Result<(Vec<TableColumn>, usize), Refusal> {
    let mut best: Option<(usize, Vec<TableColumn>, usize)> = None;
    for at in 0..book.lines.len().min(HEADING_WITHIN) {
        for lines in [1, 2] {
            let Some(columns) = columns(book, at, lines, names) else { continue };
            let score = columns.iter().filter(|column| column.taken != Taken::Nothing).count();
            if score > best.as_ref().map_or(0, |(score, ..)| *score) {
                best = Some((score, columns, at + lines));
            }
        }
    }
    let enough = register.fields.len().min(2);
    match best {
        Some((score, columns, next)) if score >= enough => Ok((columns, next)),
        _ => {
            let example: Vec<&str> = register.fields.iter().take(4).map(|f| f.name.get(Lang::Zh)).collect();
            Err(Refusal::new(Kind::Invalid, "import.no_heading").with("example", example.join("、")))
        }
    }
}

fn columns(
    book: &Book,
    at: usize,
    lines: usize,
    names: &HashMap<String, &Field>,
) -> Option<Vec<TableColumn>> {
    let (first, second) = (&book.lines[at], book.lines.get(at + 1).filter(|_| lines == 2));
    if lines == 2 && second.is_none_or(|second| second.number != first.number + 1) {
        return None;
    }
    let above = |place: u32| -> String {
        let merge = book.merges.iter().find(|merge| {
            merge.lines.0 == first.number && merge.columns.0 <= place && place <= merge.columns.1
        });
        let place = merge.map_or(place, |merge| merge.columns.0);
        first.at(place).map_or(String::new(), |content| content.text().to_owned())
    };
    let mut places: Vec<u32> = first.cells.iter().map(|(place, _)| *place).collect();
    places.extend(second.iter().flat_map(|line| line.cells.iter().map(|(place, _)| *place)));
    places.sort_unstable();
    places.dedup();
    let column = |place: u32| {
        let (over, under) = (above(place), second.and_then(|line| line.at(place)).map_or("", Content::text));
        let tries = [format!("{over}{under}"), under.to_owned(), over.clone()];
        let found = tries.iter().find_map(|text| names.get(&plain(text)).map(|field| (text, *field)));
        let (heading, taken) = match found {
            Some((text, field)) => (text.clone(), Taken::Field(field.id.clone())),
            None => match plain(&tries[0]).as_str() {
                "编号" | "id" => (tries[0].clone(), Taken::Id),
                "版本" | "version" => (tries[0].clone(), Taken::Version),
                _ => (tries[0].clone(), Taken::Nothing),
            },
        };
        TableColumn { at: place, unit: unit_of(&heading), heading, taken }
    };
    Some(places.into_iter().map(column).collect())
}

/// An exported list has columns of its own at its end (stage, days, version, id), one of which may be called like
/// a field of the list: with the id there, the second of two such columns is the list's own.
fn own_columns(columns: &mut [TableColumn]) {
    let is_id = |column: &TableColumn| matches!(plain(&column.heading).as_str(), "编号" | "id");
    let exported = columns.last().is_some_and(is_id);
    for at in 1..columns.len() {
        let twice = columns[at].taken != Taken::Nothing
            && columns[..at].iter().any(|other| other.taken == columns[at].taken);
        if exported && twice {
            columns[at].taken = if is_id(&columns[at]) { Taken::Id } else { Taken::Nothing };
        }
    }
}

fn demand_once(columns: &[TableColumn]) -> Result<(), Refusal> {
    for (at, column) in columns.iter().enumerate() {
        let twice =
            column.taken != Taken::Nothing && columns[..at].iter().any(|other| other.taken == column.taken);
        if twice {
            return Err(Refusal::new(Kind::Invalid, "import.column_twice").with("given", &column.heading));
        }
    }
    Ok(())
}

/// `单位：万元` above the heading holds for columns that can be counted in it and say no unit themselves; a unit
/// that is the field's own says nothing new.
fn units(charter: &Charter, register: &Register, book: &Book, first: usize, columns: &mut [TableColumn]) {
    let above = book.lines.iter().take(first.saturating_sub(1)).flat_map(|line| &line.cells);
    let said = above.filter_map(|(_, content)| {
        let half = half_width(content.text());
        let (before, after) = half.split_once("单位:")?;
        let own = !before.ends_with(|c: char| kernel::clean::is_han(c));
        let unit: String =
            after.trim().chars().take_while(|c| !c.is_whitespace() && !"),;，；、".contains(*c)).collect();
        (own && Unit::find(&unit).is_some()).then_some(unit)
    });
    let said = said.fold(None, |_, unit| Some(unit));
    for column in columns {
        let Taken::Field(id) = &column.taken else { continue };
        let Some(field) = register.field(id) else { continue };
        let unit = column.unit.take().or_else(|| said.clone());
        column.unit = unit.filter(|unit| differs(charter, field, unit));
    }
}

/// Units in a line of their own under the heading.
fn units_below(charter: &Charter, register: &Register, line: &Line, columns: &mut [TableColumn]) {
    for column in columns {
        let Taken::Field(id) = &column.taken else { continue };
        let Some(field) = register.field(id) else { continue };
        let unit = line.at(column.at).map(|content| half_width(content.text()).trim().to_owned());
        if let Some(unit) = unit.filter(|unit| differs(charter, field, unit)) {
            column.unit = Some(unit);
        }
    }
}

/// Whether numbers in this unit are to be converted for the field.
fn differs(charter: &Charter, field: &Field, unit: &str) -> bool {
    let own = match field.kind {
        FieldType::Money => {
            Currency::find(&charter.zone.currency).and_then(|currency| Unit::find(currency.zh()))
        }
        FieldType::Integer | FieldType::Decimal => field.unit.as_deref().and_then(Unit::find),
        _ => None,
    };
    match (Unit::find(unit), own) {
        (Some(said), Some(own)) => said != own && said.convert(kernel::Decimal::ONE, &own).is_ok(),
        _ => false,
    }
}

/// Why a line below the heading is no row; none: it is one.
fn role(
    line: &Line,
    columns: &[TableColumn],
    is_first: bool,
    heading_line: u32,
    book: &Book,
) -> Option<&'static str> {
    let is_field = |place: &u32| {
        columns.iter().any(|column| column.at == *place && matches!(column.taken, Taken::Field(_)))
    };
    let filled: Vec<&(u32, Content)> = line.cells.iter().filter(|(place, _)| is_field(place)).collect();
    // A template has the keys of its records in a hidden column: a row that was emptied is still a row.
    let has_key = line.cells.iter().any(|(place, _)| {
        columns.iter().any(|c| c.at == *place && matches!(c.taken, Taken::Key | Taken::Id))
    });
    if is_first && !filled.is_empty() && filled.iter().all(|(_, content)| is_unit(content.text())) {
        return Some("unit");
    }
    let heading = book.lines.iter().find(|line| line.number == heading_line);
    if heading.is_some_and(|heading| heading.cells.len() > 1 && heading.cells == line.cells) {
        return Some("heading");
    }
    let first: String = half_width(line.cells[0].1.text()).chars().filter(|c| !c.is_whitespace()).collect();
    if !has_key && ["合计", "总计", "小计", "共计"].iter().any(|word| first.starts_with(word)) {
        return Some("total");
    }
    let remarks = ["注", "备注:", "说明:", "填报", "填表", "审核", "制表", "日期:", "共"];
    let alone = filled.len() <= 1 && line.cells.len() <= 4 && columns.len() > 2;
    if !has_key && alone && remarks.iter().any(|word| first.starts_with(word)) {
        return Some("remark");
    }
    (filled.is_empty() && !has_key).then_some("blank")
}

fn is_unit(text: &str) -> bool {
    let half = half_width(text);
    kernel::clean::is_blank(text) || Unit::find(half.trim()).is_some()
}
