//! Cells of a report as a person types or pastes them, judged while they are typed: what each would say, and
//! whether the row then needs a reason. Nothing is written.

use super::report::About;
use super::report_rows::{STAGE, stage_named, text};
use crate::charter::model::Field;
use crate::domain::registers;
use crate::domain::rounds::{self, Report};
use crate::domain::sheets::{CellCheck, Key, Normaliser, RowCheck, Sent, Setting, State, Trouble};
use crate::domain::worklists;
use crate::http::pages::common::Frame;
use kernel::{Problem, Refusal};
use store::Ask;

/// Judges rows of a unit's report. A row that is not the caller's, or not theirs to write now, says so for itself.
pub fn check(
    frame: &Frame,
    ask: &mut dyn Ask,
    round: &str,
    register: &str,
    rows: Vec<Sent>,
) -> Result<Vec<RowCheck>, Refusal> {
    let about = About::find(frame, ask, round, register)?;
    let fields: Vec<&Field> = about.law.reported.iter().filter_map(|id| about.register.field(id)).collect();
    let reader = Normaliser::new(frame.charter(), fields.iter().copied(), frame.today);
    rows.into_iter().map(|sent| row(&about, ask, &reader, sent)).collect()
}

fn row(
    about: &About<'_>,
    ask: &mut dyn Ask,
    reader: &Normaliser<'_>,
    sent: Sent,
) -> Result<RowCheck, Refusal> {
    let (frame, register, law) = (about.frame, about.register, about.law);
    let Key::Known(id, seen) = &sent.key else { return Ok(whole(sent, "rounds.not_yours")) };
    let record = registers::find(ask, &frame.charter().zone.id, id)?;
    let own = record.filter(|record| {
        record.register == register.id && worklists::is_unit(&frame.caller, register, &record.body)
    });
    let Some(record) = own else { return Ok(whole(sent, "rounds.not_yours")) };
    let report = rounds::report(ask, frame.charter(), &frame.caller, id, &about.round.id)?;
    let problems: Vec<Problem> = hindrance(about, report.as_ref(), *seen).into_iter().collect();
    // Cells that were not sent say what the draft says.
    let mut said = report.as_ref().map(|report| report.fields.clone()).unwrap_or_default();
    let mut stage = report.as_ref().map(|report| report.stage.clone()).filter(|stage| !stage.is_empty());
    let mut cells = Vec::new();
    for field in law.reported.iter().filter_map(|id| register.field(id)) {
        let Some(typed) = sent.cells.get(&field.id) else { continue };
        let mut cell = cell(&field.id, typed, text(frame, field, record.body.get(&field.id)));
        said.remove(&field.id);
        // An empty cell is one that is not reported.
        if !typed.trim().is_empty() {
            match reader.read(field, typed, Setting::default()) {
                Ok(read) => {
                    cell.after = text(frame, field, Some(&read.value).filter(|value| !value.is_null()));
                    cell.marks = read.marks;
                    if !read.value.is_null() {
                        said.insert(field.id.clone(), read.value);
                    }
                }
                Err(trouble) => cell.trouble = Some(trouble),
            }
        }
        cells.push(cell);
    }
    if let Some(typed) = sent.cells.get(STAGE) {
        let mut cell = cell(STAGE, typed, frame.names().stage(register, &record.stage));
        match stage_named(register, typed) {
            Some(known) => {
                cell.after = frame.text(&known.name).to_owned();
                stage = Some(known.id.clone());
            }
            None if typed.trim().is_empty() => stage = None,
            None => {
                let problem = Problem::new(STAGE, "not_a_choice").with("given", typed.trim());
                cell.trouble = Some(Trouble { problem, suggestion: None });
            }
        }
        cells.push(cell);
    }
    if let Some(reason) = &law.reason
        && problems.is_empty()
        && !(said.is_empty() && stage.is_none())
        && said.get(reason).and_then(|value| value.as_str()).is_none_or(|text| text.trim().is_empty())
    {
        let body = rounds::reported_body(&record.body, &said);
        if rounds::behind(register, stage.as_deref().unwrap_or(&record.stage), &body, about.round.as_of) {
            let last = rounds::reasons(ask, frame.charter(), register, id, &about.round.id)?;
            let problem = Problem::new(reason.as_str(), "reason_needed");
            let trouble = Trouble { problem, suggestion: last.into_iter().next() };
            match cells.iter_mut().find(|cell| cell.field == *reason) {
                Some(cell) => cell.trouble = cell.trouble.take().or(Some(trouble)),
                None => cells.push(CellCheck { trouble: Some(trouble), ..cell(reason, "", String::new()) }),
            }
        }
    }
    let bad = !problems.is_empty() || cells.iter().any(|cell| cell.trouble.is_some());
    Ok(RowCheck {
        key: Key::Known(id.clone(), report.map_or(0, |report| report.version)),
        number: sent.number,
        title: frame.names().title(register, &record),
        state: match (bad, cells.is_empty()) {
            (true, _) => State::Bad,
            (false, true) => State::Same,
            (false, false) => State::Changed,
        },
        cells,
        problems,
        changes: said,
        held_from: None,
        already: false,
    })
}

/// Why a row cannot be written now.
fn hindrance(about: &About<'_>, report: Option<&Report>, seen: i64) -> Option<Problem> {
    if !about.round.open {
        return Some(Problem::new("", "rounds.closed").with("round", &about.round.id));
    }
    let version = report.map_or(0, |report| report.version);
    let state = report.map_or("none", |report| report.state.id());
    if report.is_some_and(|report| !report.state.is_written()) {
        return Some(Problem::new("", "rounds.not_yours_now").with("state", state));
    }
    (version != seen).then(|| {
        let problem = Problem::new("", "rounds.stale_report");
        problem.with("expected", seen).with("current", version).with("state", state)
    })
}

fn cell(field: &str, typed: &str, before: String) -> CellCheck {
    CellCheck {
        field: field.to_owned(),
        typed: typed.to_owned(),
        before,
        after: typed.trim().to_owned(),
        marks: Vec::new(),
        trouble: None,
        theirs: None,
    }
}

/// A row about which nothing is said but this.
fn whole(sent: Sent, code: &'static str) -> RowCheck {
    RowCheck {
        key: sent.key,
        number: sent.number,
        title: String::new(),
        state: State::Bad,
        cells: Vec::new(),
        problems: vec![Problem::new("", code)],
        changes: serde_json::Map::new(),
        held_from: None,
        already: false,
    }
}
