//! A workbook being read and judged, on a thread of its own, with how far it has come. What was found is kept
//! in memory for the next page; after a restart it is read from the file again.

use super::{others, say};
use crate::charter::model::Register;
use crate::domain::registers::{self, ListQuery};
use crate::domain::sheets::{Draft, Key, RowCheck, Sent, State, Trouble};
use crate::house::House;
use crate::http::pages::common::Frame;
use crate::http::pages::work::grid::preview::{CHANGES_MAX, Tally};
use crate::http::workbook::table::{self, Found, TableColumn};
use crate::http::workbook::{self, Book};
use kernel::{Id, Kind, Problem, Refusal};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Workbooks whose rows are kept in memory at once.
const KEPT_MAX: usize = 3;

/// How far a piece of work has come.
#[derive(Debug, Default)]
pub struct Progress {
    /// 0 reading, 1 judging, 2 writing.
    pub phase: AtomicUsize,
    /// Rows done in this phase.
    pub done: AtomicUsize,
    /// Rows of this phase; 0: not known yet.
    pub all: AtomicUsize,
}

impl Progress {
    /// Begins a phase.
    pub fn begin(&self, phase: usize, all: usize) {
        self.phase.store(phase, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }
}

/// What was found in a workbook.
#[derive(Debug)]
pub struct Judged {
    /// The sheet that was read.
    pub sheet: String,
    /// Other sheets with something in them.
    pub others: Vec<String>,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Lines that are no rows.
    pub left_out: Vec<(u32, &'static str)>,
    /// How many rows stand how.
    pub tally: Tally,
    /// Rows that can be written; their cells are left out past the first few hundred.
    pub good: Vec<(Sent, RowCheck)>,
    /// Rows that must be put right, with what was in them.
    pub bad: Vec<(Sent, RowCheck)>,
}

/// What is known of a draft.
#[derive(Clone, Debug)]
pub enum Known {
    /// It is being worked on.
    Busy(Arc<Progress>),
    /// It has been judged.
    Judged(Arc<Judged>),
    /// It cannot be read.
    Refused(Refusal),
}

/// Drafts that are worked on or were a moment ago, by id and version.
#[derive(Default)]
pub struct Intakes(Mutex<VecDeque<(Id, i64, Known)>>);

impl Intakes {
    /// What is known of a draft in this version.
    pub fn get(&self, id: &Id, version: i64) -> Option<Known> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(one, at, _)| one == id && *at == version).map(|(_, _, known)| known.clone())
    }

    /// Begins work on a draft; none if somebody works on it already.
    pub fn begin(&self, id: &Id, version: i64) -> Option<Arc<Progress>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().any(|(one, _, known)| one == id && matches!(known, Known::Busy(_))) {
            return None;
        }
        all.retain(|(one, ..)| one != id);
        let progress = Arc::new(Progress::default());
        all.push_back((id.clone(), version, Known::Busy(progress.clone())));
        Some(progress)
    }

    /// Ends work on a draft; `known` is what it came to, none: nothing that is kept.
    pub fn end(&self, id: &Id, version: i64, known: Option<Known>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(one, ..)| one != id);
        if let Some(known) = known {
            all.push_back((id.clone(), version, known));
        }
        while all.iter().filter(|(_, _, known)| matches!(known, Known::Judged(_))).count() > KEPT_MAX {
            let oldest = all.iter().position(|(_, _, known)| matches!(known, Known::Judged(_)));
            oldest.map(|at| all.remove(at));
        }
    }
}

/// Reads a draft's file and judges its rows.
pub fn judge(house: &House, frame: &Frame, draft: &Draft, progress: &Progress) -> Result<Judged, Refusal> {
    let register = frame.charter().register(&draft.register).ok_or_else(Refusal::not_found)?;
    let mut bytes = Vec::new();
    let lost = |error: std::io::Error| {
        tracing::error!(%error, "the file of a draft cannot be read");
        Refusal::new(Kind::Busy, "busy")
    };
    house.files.open_file(&draft.sha256).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(lost)?;
    let book = workbook::read(&bytes, &|lines| progress.done.store(lines, Ordering::Relaxed))?;
    drop(bytes);
    demand_ours(frame, register, &book)?;
    let found = workbook::find(frame.charter(), register, &book, &draft.mended.columns)?;
    rows(house, frame, register, draft, &book, &found, progress)
}

/// A template knows where it comes from.
fn demand_ours(frame: &Frame, register: &Register, book: &Book) -> Result<(), Refusal> {
    let other = |key: &str, ours: &str| book.mark.get(key).is_some_and(|theirs| theirs != ours);
    let named = |key: &str, or: &str| book.mark.get(key).or(book.mark.get(or)).cloned().unwrap_or_default();
    if other("zone", &frame.charter().zone.id) {
        let given = named("zone_name", "zone");
        return Err(Refusal::new(Kind::Invalid, "import.another_zone").with("given", given));
    }
    if other("register", &register.id) {
        let given = named("register_name", "register");
        return Err(Refusal::new(Kind::Invalid, "import.another_list").with("given", given));
    }
    Ok(())
}

fn rows(
    house: &House,
    frame: &Frame,
    register: &Register,
    draft: &Draft,
    book: &Book,
    found: &Found,
    progress: &Progress,
) -> Result<Judged, Refusal> {
    let mut reader = house.reader().map_err(registers::store_refusal)?;
    reader.snapshot().map_err(registers::store_refusal)?;
    let fixes: BTreeMap<(usize, String), String> = draft
        .mended
        .fixes
        .iter()
        .flat_map(|(line, fixes)| fixes.iter().map(|(field, text)| ((*line, field.clone()), text.clone())))
        .collect();
    let (sent, failed) = table::rows(book, found, &fixes, &draft.mended.versions);
    progress.begin(1, sent.len());
    let mut checker = others::checker(frame, register);
    for column in &found.columns {
        if let table::Taken::Field(field) = &column.taken {
            checker.set(field, column.unit.clone(), Some(book.epoch));
        }
    }
    let existing = if sent.iter().any(|row| matches!(row.key, Key::New(_))) {
        existing(&mut reader, frame, register)?
    } else {
        HashMap::new()
    };
    let mut failed_by_line: HashMap<usize, Vec<(String, String)>> = HashMap::new();
    for (line, field, error) in failed {
        failed_by_line.entry(line).or_default().push((field, error));
    }
    let mut judged = Judged {
        sheet: book.sheet.clone(),
        others: book.others.clone(),
        columns: found.columns.clone(),
        left_out: found.left_out.clone(),
        tally: Tally::default(),
        good: Vec::new(),
        bad: Vec::new(),
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut shown = 0;
    for (at, mut row) in sent.into_iter().enumerate() {
        if at % 200 == 0 {
            progress.done.store(at, Ordering::Relaxed);
        }
        let mut check = checker.row(&mut reader, &row)?;
        let mut name = row.key.word();
        if matches!(row.key, Key::New(_)) {
            let key = natural(register, &check.changes);
            if let Some((id, version)) = key.as_ref().and_then(|key| existing.get(key)) {
                let version = draft.mended.versions.get(&row.number).copied().unwrap_or(*version);
                row.key = Key::Known(id.clone(), version);
                check = checker.row(&mut reader, &row)?;
                name = row.key.word();
            } else if let Some(key) = key {
                name = key;
            }
        }
        for (field, error) in failed_by_line.remove(&row.number).unwrap_or_default() {
            fail(&mut check, &field, &error);
        }
        if let Some(first) = seen.insert(name, row.number) {
            check.problems.push(Problem::new("", "import.row_twice").with("row", first));
            check.state = State::Bad;
        }
        judged.tally.add(&check);
        match check.state {
            State::Same => {}
            State::Bad => {
                check.cells.retain(|cell| cell.trouble.is_some() || cell.theirs.is_some());
                judged.bad.push((row, check));
            }
            State::Changed | State::New => {
                row.cells.clear();
                if shown >= CHANGES_MAX {
                    check.cells = Vec::new();
                }
                shown += check.cells.len();
                judged.good.push((row, check));
            }
        }
    }
    Ok(judged)
}

/// A cell whose formula fails is never kept as the text of its failure.
fn fail(check: &mut RowCheck, field: &str, error: &str) {
    let problem = Problem::new(field, "import.formula_error").with("given", error);
    let trouble = Some(Trouble { problem, suggestion: None });
    check.changes.remove(field);
    if let Some(cell) = check.cells.iter_mut().find(|cell| cell.field == field) {
        cell.trouble = trouble;
    }
    check.state = State::Bad;
}

/// Records by what the charter says tells them apart.
fn existing(
    reader: &mut store::Reader,
    frame: &Frame,
    register: &Register,
) -> Result<HashMap<String, (Id, i64)>, Refusal> {
    let mut all = HashMap::new();
    if register.key.is_empty() {
        return Ok(all);
    }
    let query = ListQuery { today: Some(frame.today), ..ListQuery::default() };
    registers::each(reader, &frame.caller, register, &query, |record| {
        if let Some(key) = natural(register, &record.body) {
            all.insert(key, (record.id, record.version));
        }
        Ok(())
    })?;
    Ok(all)
}

/// The key of a record in words; none where a part of it is missing.
fn natural(register: &Register, body: &Map<String, Value>) -> Option<String> {
    let parts: Option<Vec<String>> = register
        .key
        .iter()
        .map(|field| body.get(field).filter(|v| !v.is_null()).map(Value::to_string))
        .collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("\u{1f}"))
}

/// Why a row cannot be written, in sentences.
pub fn why(frame: &Frame, register: &Register, row: &RowCheck) -> String {
    let whole = row.problems.iter().map(|problem| say::problem(problem, frame.lang));
    let cells = row.cells.iter().filter_map(|cell| {
        let trouble = cell.trouble.as_ref()?;
        let column = say::column(register, &cell.field, frame.lang);
        let reason = say::problem(&trouble.problem, frame.lang);
        let colon = frame.words().colon;
        Some(match &trouble.suggestion {
            Some(meant) => {
                let word = frame.pick("建议", "Suggested");
                format!("{column}{colon}{reason}{word}{colon}{meant}")
            }
            None => format!("{column}{colon}{reason}"),
        })
    });
    whole.chain(cells).collect::<Vec<_>>().join("\n")
}
