//! Facts files: the zone's sourced records as CSV, one file per register, first line the field ids.
//!
//! `facts/<register>.csv`, or `facts/<register>.<part>.csv` for several files of one register.
//! Columns beside the fields: `_effective_on` (day from which the row holds; empty: since always),
//! `_stage`, `_note`. An empty cell is a value that is not known.

use super::model::{Field, Register};
use super::values::{KEY_MARKER, parse_value};
use kernel::{Date, Id, Problem};
use serde_json::{Map, Value};

/// A row of a facts file.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Register it belongs to.
    pub register: String,
    /// What tells it from the others: the key fields' values, joined by `|`.
    pub key: String,
    /// Day from which it holds; [`Date::ALWAYS`] where the file does not say.
    pub effective_on: Date,
    /// Values in the kept form; references to records are `{"$key": "…"}` until resolved.
    pub body: Map<String, Value>,
    /// Stage, where the file says; else the register's first one is meant.
    pub stage: Option<String>,
    /// A note for the history of the record.
    pub note: String,
    /// Line in the file, from 1.
    pub line: u32,
}

/// A facts file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct FactsFile {
    /// File below the charter folder.
    pub file: String,
    /// Register.
    pub register: String,
    /// Rows in order.
    pub facts: Vec<Fact>,
}

/// What is wrong in a facts file, with the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Line, from 1.
    pub line: u32,
    /// Column and code. Beside those of [`super::values`]: `not_csv` (`why`), `unknown_column`,
    /// `column_twice`, `missing_column`.
    pub problem: Problem,
}

/// Columns that are not fields.
pub const SPECIAL: [&str; 3] = ["_effective_on", "_stage", "_note"];

enum Column<'a> {
    Field(&'a Field),
    EffectiveOn,
    Stage,
    Note,
    Unknown,
}

/// Reads a facts file of a register. Rows with problems are left out and reported, all of them.
pub fn read_facts(register: &Register, text: &str, minor_digits: u32) -> (Vec<Fact>, Vec<RowProblem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut problems = Vec::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    let columns = match reader.read_record(&mut row) {
        Ok(true) => header(register, &row, &mut problems),
        Ok(false) => {
            problems.push(RowProblem {
                line: 1,
                problem: Problem::new("", "not_csv").with("why", "the file is empty"),
            });
            return (Vec::new(), problems);
        }
        Err(why) => {
            problems.push(RowProblem { line: 1, problem: Problem::new("", "not_csv").with("why", why) });
            return (Vec::new(), problems);
        }
    };
    let mut facts = Vec::new();
    loop {
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(why) => {
                let line = why.position().map_or(0, csv::Position::line);
                let problem = Problem::new("", "not_csv").with("why", why);
                problems.push(RowProblem { line: u32::try_from(line).unwrap_or(0), problem });
                continue;
            }
        }
        let line = u32::try_from(row.position().map_or(0, csv::Position::line)).unwrap_or(0);
        if row.len() != columns.len() {
            let why = format!("{} cells instead of {}", row.len(), columns.len());
            problems.push(RowProblem { line, problem: Problem::new("", "not_csv").with("why", why) });
            continue;
        }
        let before = problems.len();
        let fact = read_row(register, &columns, &row, line, minor_digits, &mut problems);
        if problems.len() == before {
            facts.push(fact);
        }
    }
    (facts, problems)
}

fn header<'a>(
    register: &'a Register,
    row: &csv::StringRecord,
    problems: &mut Vec<RowProblem>,
) -> Vec<Column<'a>> {
    let mut columns = Vec::with_capacity(row.len());
    for (i, name) in row.iter().enumerate() {
        if row.iter().take(i).any(|earlier| earlier == name) {
            problems.push(RowProblem { line: 1, problem: Problem::new(name, "column_twice") });
        }
        columns.push(match name.trim() {
            "_effective_on" => Column::EffectiveOn,
            "_stage" => Column::Stage,
            "_note" => Column::Note,
            id => match register.field(id) {
                Some(field) => Column::Field(field),
                None => {
                    problems.push(RowProblem { line: 1, problem: Problem::new(id, "unknown_column") });
                    Column::Unknown
                }
            },
        });
    }
    let needed = register.fields.iter().filter(|f| f.required).map(|f| f.id.as_str());
    for id in needed.chain(
        register.key.iter().map(String::as_str).filter(|k| register.field(k).is_some_and(|f| !f.required)),
    ) {
        if !row.iter().any(|name| name.trim() == id) {
            problems.push(RowProblem { line: 1, problem: Problem::new(id, "missing_column") });
        }
    }
    columns
}

fn read_row(
    register: &Register,
    columns: &[Column<'_>],
    row: &csv::StringRecord,
    line: u32,
    minor_digits: u32,
    problems: &mut Vec<RowProblem>,
) -> Fact {
    let mut fact = Fact {
        register: register.id.clone(),
        key: String::new(),
        effective_on: Date::ALWAYS,
        body: Map::new(),
        stage: None,
        note: String::new(),
        line,
    };
    for (column, cell) in columns.iter().zip(row) {
        match column {
            Column::Field(field) => match parse_value(field, cell, minor_digits) {
                Ok(Value::Null) => {}
                Ok(value) => {
                    fact.body.insert(field.id.clone(), value);
                }
                Err(problem) => problems.push(RowProblem { line, problem }),
            },
            Column::EffectiveOn => match (cell.trim(), Date::parse(cell.trim())) {
                ("", _) => {}
                (_, Some(date)) => fact.effective_on = date,
                (given, None) => {
                    let problem = Problem::new("_effective_on", "not_a_date").with("given", given);
                    problems.push(RowProblem { line, problem });
                }
            },
            Column::Stage => match cell.trim() {
                "" => {}
                stage if stage == register.first_stage() || register.stage(stage).is_some() => {
                    fact.stage = Some(stage.to_owned());
                }
                given => {
                    let problem = Problem::new("_stage", "unknown_stage").with("given", given);
                    problems.push(RowProblem { line, problem });
                }
            },
            Column::Note => fact.note = cell.trim().to_owned(),
            Column::Unknown => {}
        }
    }
    match key_of(register, &fact.body) {
        Some(key) => fact.key = key,
        None => {
            for id in
                register.key.iter().filter(|id| register.field(id).is_some() && !fact.body.contains_key(*id))
            {
                let said = problems.iter().any(|p| (p.line == line || p.line == 1) && p.problem.field == *id);
                if !said {
                    problems.push(RowProblem { line, problem: Problem::new(id.as_str(), "required") });
                }
            }
        }
    }
    fact
}

/// The key of a body: its key fields' values as text, joined by `|`; none if one is not known.
pub fn key_of(register: &Register, body: &Map<String, Value>) -> Option<String> {
    let mut key = String::new();
    for (i, id) in register.key.iter().enumerate() {
        if i > 0 {
            key.push('|');
        }
        match body.get(id)? {
            Value::String(text) => key.push_str(text),
            Value::Object(map) => key.push_str(map.get(KEY_MARKER)?.as_str()?),
            Value::Null => return None,
            other => key.push_str(&other.to_string()),
        }
    }
    Some(key)
}

/// The records a body still refers to by key: field, register pointed to, key.
pub fn open_references<'a>(
    register: &'a Register,
    body: &'a Map<String, Value>,
) -> impl Iterator<Item = (&'a Field, &'a str, &'a str)> {
    register.fields.iter().filter_map(|field| {
        let key = body.get(&field.id)?.as_object()?.get(KEY_MARKER)?.as_str()?;
        Some((field, field.register.as_deref()?, key))
    })
}

/// Replaces references by key with ids. `find` gives the id of the record of a register with a key.
/// Those not found are reported as `unknown_record` and stay as they are.
pub fn resolve(
    register: &Register,
    body: &mut Map<String, Value>,
    find: &mut dyn FnMut(&str, &str) -> Option<Id>,
) -> Vec<Problem> {
    let open: Vec<(String, String, String)> =
        open_references(register, body).map(|(f, r, k)| (f.id.clone(), r.to_owned(), k.to_owned())).collect();
    let mut problems = Vec::new();
    for (field, target, key) in open {
        match find(&target, &key) {
            Some(id) => {
                body.insert(field, Value::from(id.as_str()));
            }
            None => problems
                .push(Problem::new(field, "unknown_record").with("register", target).with("given", key)),
        }
    }
    problems
}
