//! Rows of an import: JSON lines, or CSV with field ids in the first line (the form of a charter's facts
//! files). Problems are named `rows/N/field`, N from 1 as the file counts its rows.

use super::view::Fields;
use crate::charter::Charter;
use crate::charter::facts::read_facts;
use crate::charter::model::Register;
use crate::charter::values::KEY_MARKER;
use crate::domain::registers::ImportRow;
use kernel::{Date, Kind, Problem, Refusal};
use serde::Deserialize;

/// Most problems that are told at once.
const PROBLEMS_MAX: usize = 1000;
/// Most rows of one batch; the command says the same.
const ROWS_MAX: usize = 100_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    fields: Fields,
    effective_on: Option<Date>,
}

/// Rows from JSON lines: one object per line, `{"fields": …, "effective_on": …}`.
pub fn from_lines(_: &Charter, register: &Register, bytes: &[u8]) -> Result<Vec<ImportRow>, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::new(Kind::Invalid, "request.not_utf8"))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in lines.enumerate() {
        if number >= ROWS_MAX {
            return Err(too_many());
        }
        let at = format!("rows/{}", number + 1);
        match serde_json::from_str::<Line>(line) {
            Err(why) => problems.push(Problem::new(at, "not_json").with("why", why)),
            Ok(line) => match line.fields.kept(register) {
                Ok(body) => rows.push(ImportRow::new(&body, line.effective_on)),
                Err(refusal) => problems.extend(
                    refusal.problems.into_iter().map(|p| Problem { field: format!("{at}/{}", p.field), ..p }),
                ),
            },
        }
        if problems.len() >= PROBLEMS_MAX {
            break;
        }
    }
    done(rows, problems)
}

/// Rows from CSV.
pub fn from_csv(charter: &Charter, register: &Register, bytes: &[u8]) -> Result<Vec<ImportRow>, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::new(Kind::Invalid, "request.not_utf8"))?;
    let (facts, found) = read_facts(register, text, charter.minor_digits());
    if facts.len() > ROWS_MAX {
        return Err(too_many());
    }
    let mut problems: Vec<Problem> = found
        .into_iter()
        .take(PROBLEMS_MAX)
        .map(|found| {
            let row = found.line.saturating_sub(1);
            Problem { field: format!("rows/{row}/{}", found.problem.field), ..found.problem }
        })
        .collect();
    let mut rows = Vec::with_capacity(facts.len());
    for fact in facts {
        let at = format!("rows/{}", fact.line.saturating_sub(1));
        if fact.stage.is_some() {
            problems.push(Problem::new(format!("{at}/_stage"), "unknown_column"));
        }
        if !fact.note.is_empty() {
            problems.push(Problem::new(format!("{at}/_note"), "unknown_column"));
        }
        for (field, value) in &fact.body {
            if let Some(given) = value.get(KEY_MARKER).and_then(|given| given.as_str()) {
                problems.push(Problem::new(format!("{at}/{field}"), "not_an_id").with("given", given));
            }
        }
        let effective_on = Some(fact.effective_on).filter(|day| *day != Date::ALWAYS);
        rows.push(ImportRow::new(&fact.body, effective_on));
    }
    done(rows, problems)
}

fn done(rows: Vec<ImportRow>, mut problems: Vec<Problem>) -> Result<Vec<ImportRow>, Refusal> {
    problems.truncate(PROBLEMS_MAX);
    if problems.is_empty() { Ok(rows) } else { Err(Refusal::invalid(problems)) }
}

fn too_many() -> Refusal {
    Refusal::new(Kind::TooLarge, "registers.too_many_rows").with("max", ROWS_MAX)
}
