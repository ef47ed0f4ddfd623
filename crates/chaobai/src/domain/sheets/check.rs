//! What rows of cells would change: each cell against what stands in its record, each row against the
//! rules of the list and what the sender may do. Nothing is written here, and nothing is refused as a
//! whole: every row says for itself how it stands.

use super::normalise::{Cells, Mark, Normaliser, Setting, Trouble, shown};
use crate::charter::check_body;
use crate::charter::model::{Charter, Field, FieldType, Register};
use crate::charter::values::KEY_MARKER;
use crate::desk::Caller;
use crate::domain::registers::permits::{self, Access, Action};
use crate::domain::registers::{self, Record};
use kernel::{Date, Id, Kind, Lang, Problem, Refusal};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use store::Ask;

/// Which record a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// One that is there, in the version its sender saw.
    Known(Id, i64),
    /// One to be created; the sender's own name for the row.
    New(String),
}

impl Key {
    /// The word a row is called by in a form.
    pub fn word(&self) -> String {
        match self {
            Key::Known(id, _) => id.to_string(),
            Key::New(name) => name.clone(),
        }
    }
}

/// A row as it was sent. Cells that are not there stay as they are.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What it is about.
    pub key: Key,
    /// Its number where it comes from, counted from 1.
    pub number: usize,
    /// What stands in its cells.
    pub cells: Cells,
}

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing differs from what is kept.
    Same,
    /// It would change a record.
    Changed,
    /// It would make a record.
    New,
    /// Something must be put right first.
    Bad,
}

/// A cell that would change, or that cannot be kept.
#[derive(Clone, Debug)]
pub struct CellCheck {
    /// Field.
    pub field: String,
    /// What was sent.
    pub typed: String,
    /// What the sender saw there, as a sheet shows it.
    pub before: String,
    /// What would be kept, as a sheet shows it; what was sent where it cannot be kept.
    pub after: String,
    /// What was done to it.
    pub marks: Vec<Mark>,
    /// What is wrong with it.
    pub trouble: Option<Trouble>,
    /// What somebody else has put there since the sender looked.
    pub theirs: Option<String>,
}

/// A row, judged.
#[derive(Clone, Debug)]
pub struct RowCheck {
    /// What it is about; a known record in its current version.
    pub key: Key,
    /// Its number where it comes from.
    pub number: usize,
    /// What names the record.
    pub title: String,
    /// How it stands.
    pub state: State,
    /// Cells that would change or cannot be kept, in the order of the list's fields.
    pub cells: Vec<CellCheck>,
    /// What is wrong with the row as a whole.
    pub problems: Vec<Problem>,
    /// New values by field; null takes one out. For a new record: all of it.
    pub changes: Map<String, Value>,
    /// The business day from which the seen state holds: what a correction puts right.
    pub held_from: Option<Date>,
    /// What stands in the record by now is what it would have become: sent before, or written by somebody
    /// else.
    pub already: bool,
}

impl RowCheck {
    /// Whether it would be written as it stands.
    pub fn is_good(&self) -> bool {
        matches!(self.state, State::Changed | State::New)
    }

    /// Whether somebody else changed the record since the sender looked.
    pub fn is_stale(&self) -> bool {
        self.problems.iter().any(|problem| problem.code == STALE)
    }
}

/// The code of a row whose record somebody else has changed.
pub const STALE: &str = "registers.stale_version";

/// Finds other records for a check, and names them; what the caller may not see is not found.
pub trait Others {
    /// What names a record; none if the caller may not see it.
    fn title(&mut self, ask: &mut dyn Ask, register: &str, id: &Id) -> Result<Option<String>, Refusal>;
    /// The record a text names: by its id, its address or its exact title.
    fn find(&mut self, ask: &mut dyn Ask, field: &Field, text: &str) -> Result<Result<Id, Problem>, Refusal>;
}

/// Checks rows of one list for one caller.
pub struct Checker<'a, O> {
    charter: &'a Charter,
    caller: &'a Caller,
    register: &'a Register,
    lang: Lang,
    others: O,
    reader: Normaliser<'a>,
    settings: BTreeMap<String, (Option<String>, Option<super::Epoch>)>,
    found: HashMap<(String, String), Result<Id, Problem>>,
}

impl<'a, O: Others> Checker<'a, O> {
    /// A checker of this list.
    pub fn new(
        charter: &'a Charter,
        caller: &'a Caller,
        register: &'a Register,
        lang: Lang,
        today: Date,
        others: O,
    ) -> Checker<'a, O> {
        let reader = Normaliser::new(charter, &register.fields, today);
        let (settings, found) = (BTreeMap::new(), HashMap::new());
        Checker { charter, caller, register, lang, others, reader, settings, found }
    }

    /// Says what the heading of a field's column counts in, and how the workbook counts days.
    pub fn set(&mut self, field: &str, heading_unit: Option<String>, epoch: Option<super::Epoch>) {
        self.settings.insert(field.to_owned(), (heading_unit, epoch));
    }

    /// Judges one row.
    pub fn row(&mut self, ask: &mut dyn Ask, sent: &Sent) -> Result<RowCheck, Refusal> {
        match &sent.key {
            Key::Known(id, version) => self.known(ask, sent, id, *version),
            Key::New(_) => self.new_row(ask, sent),
        }
    }

    fn known(&mut self, ask: &mut dyn Ask, sent: &Sent, id: &Id, version: i64) -> Result<RowCheck, Refusal> {
        let register = self.register;
        let whole = registers::find(ask, &self.charter.zone.id, id)?;
        let whole = whole.filter(|record| record.register == register.id);
        let access = whole.as_ref().map_or(Access::None, |r| permits::access(self.caller, register, r));
        let Some(whole) = whole.filter(|_| access != Access::None) else {
            return Ok(self.lost(sent, "not_found"));
        };
        let mut row = RowCheck {
            key: Key::Known(id.clone(), whole.version),
            title: self.title_of(ask, &whole)?,
            ..self.empty(sent)
        };
        if whole.withdrawn {
            row.problems.push(Problem::new("", "registers.withdrawn"));
        } else if !permits::may(self.caller, register, Action::Amend, &whole.body) {
            row.problems.push(Problem::new("", "not_allowed"));
        }
        let seen = if whole.version == version { whole.clone() } else { self.seen(ask, &whole, version)? };
        row.held_from = Some(seen.effective_on);
        let mut body = whole.body.clone();
        for field in register.fields.iter().filter(|field| permits::sees_field(access, field)) {
            let theirs = seen.body.get(&field.id) != whole.body.get(&field.id);
            let Some(typed) = sent.cells.get(&field.id) else { continue };
            if let Some(mut cell) = self.cell(ask, field, typed, seen.body.get(&field.id), &mut row)? {
                if theirs {
                    cell.theirs = Some(self.shown(ask, field, whole.body.get(&field.id))?);
                }
                row.cells.push(cell);
            }
        }
        if whole.version != version && !row.cells.is_empty() {
            let problem = Problem::new("", STALE).with("expected", version).with("current", whole.version);
            row.problems.push(problem);
        }
        if row.cells.is_empty() {
            row.problems.clear();
            return Ok(row);
        }
        for (id, value) in &row.changes {
            match value {
                Value::Null => drop(body.remove(id)),
                value => drop(body.insert(id.clone(), value.clone())),
            }
        }
        if body == whole.body && !row.cells.iter().any(|cell| cell.trouble.is_some()) {
            row.already = true;
            row.problems.clear();
            return Ok(row);
        }
        let shown = |id: &str| register.field(id).is_some_and(|field| permits::sees_field(access, field));
        self.judge_body(&mut row, &body, &shown);
        row.state = if row.is_bad() { State::Bad } else { State::Changed };
        Ok(row)
    }

    fn new_row(&mut self, ask: &mut dyn Ask, sent: &Sent) -> Result<RowCheck, Refusal> {
        let register = self.register;
        let mut row = self.empty(sent);
        for field in &register.fields {
            let Some(typed) = sent.cells.get(&field.id) else { continue };
            let cell = self.cell(ask, field, typed, None, &mut row)?;
            row.cells.extend(cell);
        }
        if row.cells.is_empty() {
            return Ok(row);
        }
        row.title = row.cells.iter().find(|c| c.field == register.title).map_or("", |c| &c.after).to_owned();
        let body = row.changes.clone();
        if !permits::may(self.caller, register, Action::Create, &body) {
            let by_lead = register.permits.create.iter().any(|relation| relation == "lead");
            row.problems.push(Problem::new("", if by_lead { "lead_is_not_yours" } else { "not_allowed" }));
        }
        self.judge_body(&mut row, &body, &|_| true);
        row.state = if row.is_bad() { State::Bad } else { State::New };
        Ok(row)
    }

    /// Reads one cell; none where nothing differs from what stood there.
    fn cell(
        &mut self,
        ask: &mut dyn Ask,
        field: &Field,
        typed: &str,
        before: Option<&Value>,
        row: &mut RowCheck,
    ) -> Result<Option<CellCheck>, Refusal> {
        let stood = self.shown(ask, field, before)?;
        if same(&stood, typed) {
            return Ok(None);
        }
        let (heading_unit, epoch) = self.settings.get(&field.id).cloned().unwrap_or_default();
        let setting = Setting { heading_unit: heading_unit.as_deref(), epoch };
        let mut read = self.reader.read(field, typed, setting);
        if let Ok(good) = &mut read
            && field.kind == FieldType::Record
            && !good.value.is_null()
        {
            let text = good.value[KEY_MARKER].as_str().or(good.value.as_str()).unwrap_or_default().to_owned();
            match self.record(ask, field, &text)? {
                Ok(id) => good.value = Value::from(id.as_str()),
                Err(problem) => read = Err(Trouble { problem, suggestion: None }),
            }
        }
        let cell = |after: String, marks, trouble| CellCheck {
            field: field.id.clone(),
            typed: typed.to_owned(),
            before: stood.clone(),
            after,
            marks,
            trouble,
            theirs: None,
        };
        Ok(match read {
            Ok(read) if Some(&read.value) == before || (read.value.is_null() && before.is_none()) => None,
            Ok(read) => {
                let after = self.shown(ask, field, Some(&read.value))?;
                row.changes.insert(field.id.clone(), read.value);
                Some(cell(after, read.marks, None))
            }
            Err(trouble) => Some(cell(typed.to_owned(), Vec::new(), Some(trouble))),
        })
    }

    fn record(
        &mut self,
        ask: &mut dyn Ask,
        field: &Field,
        text: &str,
    ) -> Result<Result<Id, Problem>, Refusal> {
        let key = (field.register.clone().unwrap_or_default(), text.to_owned());
        if let Some(known) = self.found.get(&key) {
            let again = |problem: Problem| Problem { field: field.id.clone(), ..problem };
            return Ok(known.clone().map_err(again));
        }
        let found = self.others.find(ask, field, text)?;
        self.found.insert(key, found.clone());
        Ok(found)
    }

    /// The rules of the list over the whole body: fields that are required and missing, first of all.
    fn judge_body(&self, row: &mut RowCheck, body: &Map<String, Value>, shown: &dyn Fn(&str) -> bool) {
        for problem in check_body(self.register, self.charter, body) {
            let told = row.cells.iter().any(|cell| cell.field == problem.field && cell.trouble.is_some());
            if told || !shown(&problem.field) {
                continue;
            }
            match row.cells.iter_mut().find(|cell| cell.field == problem.field) {
                Some(cell) => cell.trouble = Some(Trouble { problem, suggestion: None }),
                None => row.cells.push(CellCheck {
                    field: problem.field.clone(),
                    typed: String::new(),
                    before: String::new(),
                    after: String::new(),
                    marks: Vec::new(),
                    trouble: Some(Trouble { problem, suggestion: None }),
                    theirs: None,
                }),
            }
        }
    }

    /// The state the sender saw: the latest to hold among the versions up to theirs.
    fn seen(&self, ask: &mut dyn Ask, whole: &Record, version: i64) -> Result<Record, Refusal> {
        let history = registers::history(ask, self.charter, self.caller, self.register, &whole.id)?;
        let known = history.into_iter().map(|known| known.record).filter(|r| r.version <= version);
        Ok(known.max_by_key(|r| (r.effective_on, r.version)).unwrap_or_else(|| whole.clone()))
    }

    fn shown(&mut self, ask: &mut dyn Ask, field: &Field, value: Option<&Value>) -> Result<String, Refusal> {
        let title = match (field.kind, value.and_then(Value::as_str).and_then(Id::parse)) {
            (FieldType::Record, Some(id)) => {
                let title = self.others.title(ask, field.register.as_deref().unwrap_or_default(), &id)?;
                // A title that several records share would not lead back to this one.
                title.filter(|text| matches!(self.record(ask, field, text), Ok(Ok(found)) if found == id))
            }
            _ => None,
        };
        Ok(shown(self.charter, field, value, self.lang, &|_| title.clone()))
    }

    fn title_of(&mut self, ask: &mut dyn Ask, record: &Record) -> Result<String, Refusal> {
        let Some(field) = self.register.field(&self.register.title) else { return Ok(record.id.to_string()) };
        let text = self.shown(ask, field, record.body.get(&field.id))?;
        Ok(if text.is_empty() { record.id.to_string() } else { text })
    }

    fn empty(&self, sent: &Sent) -> RowCheck {
        RowCheck {
            key: sent.key.clone(),
            number: sent.number,
            title: String::new(),
            state: State::Same,
            cells: Vec::new(),
            problems: Vec::new(),
            changes: Map::new(),
            held_from: None,
            already: false,
        }
    }

    fn lost(&self, sent: &Sent, code: &'static str) -> RowCheck {
        RowCheck { state: State::Bad, problems: vec![Problem::new("", code)], ..self.empty(sent) }
    }

    /// A row of a record as a sheet shows it, by field.
    pub fn texts(
        &mut self,
        ask: &mut dyn Ask,
        fields: &[&Field],
        record: &Record,
    ) -> Result<Vec<String>, Refusal> {
        fields.iter().map(|field| self.shown(ask, field, record.body.get(&field.id))).collect()
    }
}

impl RowCheck {
    fn is_bad(&self) -> bool {
        !self.problems.is_empty() || self.cells.iter().any(|cell| cell.trouble.is_some())
    }
}

/// Whether a cell was sent as it was shown; blanks around it and ways of ending a line do not count.
fn same(shown: &str, typed: &str) -> bool {
    shown == typed || shown.trim() == typed.replace("\r\n", "\n").trim()
}

/// The list a caller may fill in as a sheet: as not found, or as not allowed, where they may not.
///
/// # Errors
/// `not_found`, `not_allowed`.
pub fn demand(caller: &Caller, register: &Register) -> Result<(), Refusal> {
    if permits::scope(caller, register) == permits::Scope::Nothing {
        return Err(Refusal::new(Kind::NotFound, "not_found"));
    }
    let may =
        permits::might(caller, register, Action::Amend) || permits::might(caller, register, Action::Create);
    if may { Ok(()) } else { Err(Refusal::not_allowed()) }
}
