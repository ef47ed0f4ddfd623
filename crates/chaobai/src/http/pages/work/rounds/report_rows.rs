//! Rows of a report's sheet: what was typed in each, what it means, what stands there now.

use super::super::typed::Typed;
use crate::charter::model::{Field, FieldType, Register, Stage, Worklist};
use crate::charter::values::kind_name;
use crate::domain::registers::{self, Record};
use crate::domain::rounds::{self, Report, Round};
use crate::domain::sheets::{Normaliser, Setting, shown};
use crate::domain::worklists;
use crate::http::pages::common::{Frame, address, report_state, reported, values};
use crate::http::views::{Link, SheetCell, SheetColumn, SheetRow, Tag, Tone};
use crate::http::words;
use kernel::{Id, Problem, Refusal};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::Ask;

/// The column of the stage a matter is to move to. No field of a charter can have this name.
pub const STAGE: &str = "stage";
/// Rows of one page.
pub const PAGE_ROWS: usize = 50;

/// What was typed in the cells of one row, and the version of the report it was typed over.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Version of the report; 0: there was none.
    pub version: i64,
    /// By field.
    pub cells: BTreeMap<String, String>,
}

/// The rows of a posted sheet, by matter.
pub fn sent(typed: &Typed) -> BTreeMap<Id, Sent> {
    let mut rows: BTreeMap<Id, Sent> = BTreeMap::new();
    for (name, value) in typed.pairs() {
        if let Some(id) = name.strip_prefix("version.").and_then(Id::parse) {
            rows.entry(id).or_default().version = value.parse().unwrap_or(0);
        }
        let cell = name.strip_prefix("cell.").and_then(|rest| rest.split_once('.'));
        if let Some((Some(id), field)) = cell.map(|(key, field)| (Id::parse(key), field)) {
            rows.entry(id).or_default().cells.insert(field.to_owned(), value.replace("\r\n", "\n"));
        }
    }
    rows
}

/// A row with everything behind it.
pub struct Row<'a> {
    /// Work list.
    pub register: &'a Register,
    /// The matter.
    pub record: Record,
    /// Its report in this round.
    pub report: Option<Report>,
    /// Version the sheet was made from.
    pub version: i64,
    /// The matter as the report's reader sees it: made up.
    pub sample: bool,
    /// What was typed, or what the draft says.
    pub typed: BTreeMap<String, String>,
    /// What it means.
    pub fields: Map<String, Value>,
    /// The stage to move to.
    pub stage: Option<String>,
    /// What is wrong with which cell; the empty name: with the row.
    pub problems: Vec<Problem>,
    /// What was probably meant, by field.
    pub meant: BTreeMap<String, String>,
}

impl<'a> Row<'a> {
    /// The row of a matter: what was sent for it, or else its draft.
    pub fn new(
        frame: &Frame,
        reader: &Normaliser<'_>,
        register: &'a Register,
        law: &Worklist,
        record: Record,
        report: Option<Report>,
        sent: Option<&Sent>,
    ) -> Row<'a> {
        let version = report.as_ref().map_or(0, |report| report.version);
        let mut row = Row {
            version: sent.map_or(version, |sent| sent.version),
            sample: frame.names().is_sample(register, &record),
            typed: BTreeMap::new(),
            fields: Map::new(),
            stage: None,
            problems: Vec::new(),
            meant: BTreeMap::new(),
            register,
            record,
            report,
        };
        match sent {
            Some(sent) => row.read(reader, law, sent),
            None => row.recall(frame, law),
        }
        row
    }

    /// Whether the unit can write it now.
    pub fn is_written(&self) -> bool {
        self.report.as_ref().is_none_or(|report| report.state.is_written())
    }

    /// Whether anything is filled in.
    pub fn is_filled(&self) -> bool {
        !self.fields.is_empty() || self.stage.is_some()
    }

    /// Whether it says something else than its draft.
    pub fn is_changed(&self) -> bool {
        let stage = self.stage.clone().unwrap_or_default();
        match &self.report {
            Some(report) => report.fields != self.fields || report.stage != stage,
            None => self.is_filled(),
        }
    }

    /// The name of the matter.
    pub fn title(&self, frame: &Frame) -> String {
        frame.names().title(self.register, &self.record)
    }

    fn recall(&mut self, frame: &Frame, law: &Worklist) {
        let Some(report) = &self.report else { return };
        for id in &law.reported {
            if let (Some(field), Some(value)) = (self.register.field(id), report.fields.get(id)) {
                self.typed.insert(id.clone(), text(frame, field, Some(value)));
            }
        }
        if !report.stage.is_empty() {
            self.typed.insert(STAGE.to_owned(), frame.names().stage(self.register, &report.stage));
            self.stage = Some(report.stage.clone());
        }
        self.fields = report.fields.clone();
    }

    fn read(&mut self, reader: &Normaliser<'_>, law: &Worklist, sent: &Sent) {
        self.typed.clone_from(&sent.cells);
        for id in &law.reported {
            let (Some(field), Some(typed)) = (self.register.field(id), sent.cells.get(id)) else { continue };
            // An empty cell, also a required one, is one that is not reported.
            if typed.trim().is_empty() {
                continue;
            }
            match reader.read(field, typed, Setting::default()) {
                Ok(read) if read.value.is_null() => {}
                Ok(read) => drop(self.fields.insert(id.clone(), read.value)),
                Err(trouble) => {
                    self.problems.push(trouble.problem);
                    self.meant.extend(trouble.suggestion.map(|meant| (id.clone(), meant)));
                }
            }
        }
        let typed = sent.cells.get(STAGE).map(|text| text.trim()).unwrap_or_default();
        if typed.is_empty() {
            return;
        }
        match stage_named(self.register, typed) {
            Some(stage) if stage.id == self.record.stage => {}
            Some(stage) => self.stage = Some(stage.id.clone()),
            None => self.problems.push(Problem::new(STAGE, "not_a_choice").with("given", typed)),
        }
    }
}

/// The stage a text names, in either language.
pub fn stage_named<'a>(register: &'a Register, typed: &str) -> Option<&'a Stage> {
    let typed = typed.trim();
    let is = |stage: &&Stage| {
        stage.id == typed || stage.name.zh == typed || stage.name.en.eq_ignore_ascii_case(typed)
    };
    register.stages.iter().find(is)
}

/// The rows of a page: the open matters of a unit after `after`, those that were sent, in order of matter; and
/// whether there are more.
#[allow(clippy::too_many_arguments)]
pub fn rows<'a>(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &'a Register,
    law: &Worklist,
    round: &Round,
    unit: &str,
    after: Option<&Id>,
    sent: &BTreeMap<Id, Sent>,
) -> Result<(Vec<Row<'a>>, bool), Refusal> {
    let items = worklists::open_of_unit(ask, register, unit, after, PAGE_ROWS + 1)?;
    let more = items.len() > PAGE_ROWS;
    let mut ids: Vec<Id> = items.into_iter().take(PAGE_ROWS).map(|item| item.id).collect();
    ids.extend(sent.keys().filter(|id| !ids.contains(id)).cloned().collect::<Vec<_>>());
    ids.sort();
    let fields: Vec<&Field> = law.reported.iter().filter_map(|id| register.field(id)).collect();
    let reader = Normaliser::new(frame.charter(), fields.iter().copied(), frame.today);
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(record) = registers::find(ask, &frame.charter().zone.id, &id)? else { continue };
        if record.register != register.id || !worklists::is_unit(&frame.caller, register, &record.body) {
            continue;
        }
        let report = rounds::report(ask, frame.charter(), &frame.caller, &id, &round.id)?;
        rows.push(Row::new(frame, &reader, register, law, record, report, sent.get(&id)));
    }
    Ok((rows, more))
}

/// The columns: what the matter is, its deadline, then what is asked for, then the state.
pub fn columns(frame: &Frame, register: &Register, law: &Worklist) -> Vec<SheetColumn> {
    let names = frame.names();
    let fixed = fixed(register, law);
    let fields = fixed.into_iter().chain(law.reported.iter().filter_map(|id| register.field(id)));
    let mut columns: Vec<SheetColumn> = fields
        .map(|field| SheetColumn {
            field: field.id.clone(),
            label: values::label(&names, field),
            kind: kind_name(field.kind),
            unit: values::unit(&names, field),
            required: false,
            numeric: values::is_number(field),
            multiline: field.kind == FieldType::LongText,
            options: field.choices.iter().map(|choice| frame.text(&choice.name).to_owned()).collect(),
        })
        .collect();
    let approved = law.approval.as_ref().map_or(&[][..], |approval| &approval.stages);
    let stages = register.stages.iter().filter(|stage| stage.public && !approved.contains(&stage.id));
    columns.push(SheetColumn {
        field: STAGE.to_owned(),
        label: reported::stage_label(frame).to_owned(),
        kind: kind_name(FieldType::Choice),
        options: stages.map(|stage| frame.text(&stage.name).to_owned()).collect(),
        ..SheetColumn::default()
    });
    columns
}

/// Columns that say what the matter is.
fn fixed<'a>(register: &'a Register, law: &'a Worklist) -> Vec<&'a Field> {
    let ids = [Some(&register.title), law.deadline.as_ref()];
    ids.into_iter().flatten().filter_map(|id| register.field(id)).collect()
}

/// A row as the sheet shows it; `number` counts from 1.
pub fn drawn(frame: &Frame, law: &Worklist, round: &Round, row: &Row<'_>, number: usize) -> SheetRow {
    let register = row.register;
    let body = &row.record.body;
    let locked = match &row.report {
        _ if !round.open => frame.pick("本期已关闭", "the round is closed").to_owned(),
        Some(report) if !report.state.is_written() => report_state(frame, report.state).to_owned(),
        _ => String::new(),
    };
    let not_asked = frame.pick("不由填报改变", "not changed by reporting");
    let mut cells: Vec<SheetCell> = fixed(register, law)
        .into_iter()
        .map(|field| SheetCell {
            value: text(frame, field, body.get(&field.id)),
            locked: not_asked.to_owned(),
            ..SheetCell::default()
        })
        .collect();
    let problem = |id: &str| {
        let here = row.problems.iter().filter(|problem| problem.field == id);
        let told = here.map(|problem| words::refusal(problem.code, frame.lang, &problem.params));
        told.collect::<Vec<_>>().join(" ")
    };
    for field in law.reported.iter().filter_map(|id| register.field(id)) {
        cells.push(SheetCell {
            value: row.typed.get(&field.id).cloned().unwrap_or_default(),
            before: text(frame, field, body.get(&field.id)),
            locked: locked.clone(),
            error: problem(&field.id),
            meant: row.meant.get(&field.id).cloned().unwrap_or_default(),
            ..SheetCell::default()
        });
    }
    cells.push(SheetCell {
        value: row.typed.get(STAGE).cloned().unwrap_or_default(),
        before: frame.names().stage(register, &row.record.stage),
        locked,
        error: problem(STAGE),
        ..SheetCell::default()
    });
    let state = row.report.as_ref().map(|report| report_state(frame, report.state));
    let tag = match (state, row.sample) {
        (None, false) => None,
        (Some(state), false) => Some(state.to_owned()),
        (None, true) => Some(frame.words().sample.to_owned()),
        (Some(state), true) => Some(format!("{state} · {}", frame.words().sample)),
    };
    SheetRow {
        key: row.record.id.to_string(),
        version: row.version,
        title: Link::new(frame.href(&address::work_record(&register.id, &row.record.id)), number.to_string()),
        tag: tag.map(|text| Tag::new(Tone::Grey, text)),
        cells,
    }
}

/// A value as a sheet shows it.
pub fn text(frame: &Frame, field: &Field, value: Option<&Value>) -> String {
    shown(frame.charter(), field, value, frame.lang, &|_| None)
}
