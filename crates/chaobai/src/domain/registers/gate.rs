//! Stage gates: what must be there before a record comes into a stage, and what of it is there. Decisions without
//! IO; `advance.rs` refuses by them and pages show them in a column per side.

use super::record::Record;
use crate::charter::model::{Charter, FieldType, Gate, Need, Register, Stage};
use kernel::{Id, Kind, Problem, Refusal, Text};
use serde_json::{Map, Value};

/// What a file of a record is, as far as a gate asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Kind of document; empty: of no kind.
    pub document: String,
    /// Side that brought it; empty: not said.
    pub side: String,
}

/// What is there: the record, its files, and the records that stand beside it.
#[derive(Clone, Debug)]
pub struct Around<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its files.
    pub papers: &'a [Paper],
    /// Records beside it, of every list that the gate asks for; none withdrawn.
    pub beside: &'a [Record],
}

/// One thing a gate asks for, and whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What it is.
    pub name: Text,
    /// The side that has to bring it; none: whoever.
    pub side: Option<String>,
    /// The part that is waited for, where the gate waits for parts.
    pub part: Option<Id>,
    /// Whether it is there.
    pub met: bool,
}

/// Everything a stage's gate asks of a record, in the order of the charter; empty where the stage has no gate.
pub fn asked(charter: &Charter, register: &Register, stage: &Stage, around: &Around<'_>) -> Vec<Asked> {
    let Some(gate) = &stage.gate else { return Vec::new() };
    let own_side = side_of(charter, register, &around.record.body);
    let mut all = Vec::new();
    for need in &gate.needs {
        // What the other side brings is not asked of a record on this side's soil.
        if own_side.is_some() && need.side.is_some() && need.side.as_deref() != own_side {
            continue;
        }
        if need.parts {
            all.extend(parts(charter, register, stage, need, around));
            continue;
        }
        // What records beside a whole would show, those beside its parts show: the parts are asked.
        if need.register.is_some() && around.beside.iter().any(|other| other.register == register.id) {
            continue;
        }
        let met = is_met(charter, need, around, own_side);
        all.push(Asked { name: name_of(register, need), side: need.side.clone(), part: None, met });
    }
    all
}

/// Lists whose records a gate looks at, with the record's own list where its records have parts.
pub fn looks_at<'a>(gate: &'a Gate, register: &'a Register) -> impl Iterator<Item = &'a str> {
    let own = register.stands_beside(&register.id).then_some(register.id.as_str());
    let mut met: Vec<&str> =
        gate.needs.iter().filter_map(|need| need.register.as_deref()).chain(own).collect();
    met.sort_unstable();
    met.dedup();
    met.into_iter()
}

/// The side on whose soil a record is: that of its first jurisdiction with a value.
pub fn side_of<'c>(charter: &'c Charter, register: &Register, body: &Map<String, Value>) -> Option<&'c str> {
    let places = register.fields.iter().filter(|field| field.kind == FieldType::Jurisdiction);
    let place = places.filter_map(|field| body.get(&field.id).and_then(Value::as_str)).next()?;
    charter.side_of_jurisdiction(place)
}

/// Refuses to pass a gate that is not open: what is missing, and on which side.
pub fn demand(charter: &Charter, asked: &[Asked]) -> Result<(), Refusal> {
    let problems: Vec<Problem> =
        asked.iter().filter(|one| !one.met).map(|one| missing(charter, one)).collect();
    if problems.is_empty() {
        return Ok(());
    }
    let number = problems.len();
    Err(Refusal { problems, ..Refusal::new(Kind::Conflict, "registers.gate_closed") }.with("number", number))
}

fn missing(charter: &Charter, one: &Asked) -> Problem {
    let problem = Problem::new("to", "gate_missing")
        .with("zh", &one.name.zh)
        .with("en", one.name.get(kernel::Lang::En));
    match one.side.as_deref().and_then(|side| charter.side(side)) {
        Some(side) => problem.with("side_zh", &side.name.zh).with("side_en", side.name.get(kernel::Lang::En)),
        None => problem,
    }
}

fn name_of(register: &Register, need: &Need) -> Text {
    if !need.name.zh.is_empty() {
        return need.name.clone();
    }
    let field = need.field.as_ref().and_then(|id| register.field(id)).map(|field| &field.name);
    let document = need.document.as_ref().and_then(|id| register.document(id)).map(|kind| &kind.name);
    field.or(document).cloned().unwrap_or_default()
}

fn is_met(charter: &Charter, need: &Need, around: &Around<'_>, own_side: Option<&str>) -> bool {
    if let Some(field) = &need.field {
        return is_filled(&around.record.body, field);
    }
    if let Some(document) = &need.document {
        let of_side = |paper: &Paper| match (&need.side, own_side) {
            (None, _) | (_, Some(_)) => true,
            (Some(side), None) => paper.side == *side,
        };
        return around.papers.iter().any(|paper| paper.document == *document && of_side(paper));
    }
    let Some(list) = need.register.as_ref().and_then(|id| charter.register(id)) else { return false };
    around.beside.iter().filter(|record| record.register == list.id).any(|record| {
        let has = |(field, value): (&String, &String)| {
            record.body.get(field).and_then(Value::as_str) == Some(value.as_str())
        };
        let side = side_of(charter, list, &record.body).or(own_side);
        need.with.iter().all(has)
            && need.filled.iter().all(|field| is_filled(&record.body, field))
            && need.side.as_deref().is_none_or(|wanted| side == Some(wanted))
    })
}

fn is_filled(body: &Map<String, Value>, field: &str) -> bool {
    match body.get(field) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(_) => true,
    }
}

/// A part that was given up has reached nothing.
fn has_ended(register: &Register, stage: &str) -> bool {
    register.project.as_ref().is_some_and(|law| law.ended.iter().any(|ended| ended == stage))
}

fn parts<'a>(
    charter: &'a Charter,
    register: &'a Register,
    stage: &'a Stage,
    need: &'a Need,
    around: &'a Around<'_>,
) -> impl Iterator<Item = Asked> + 'a {
    let at = register.stage_order(&stage.id);
    let parts = around.beside.iter().filter(|record| record.register == register.id);
    parts.map(move |part| {
        let title = part.title(register);
        Asked {
            name: Text::new(
                format!("{}：{title}", need.name.zh),
                format!("{}: {title}", need.name.get(kernel::Lang::En)),
            ),
            side: side_of(charter, register, &part.body).map(str::to_owned),
            part: Some(part.id.clone()),
            met: register.stage_order(&part.stage) >= at && !has_ended(register, &part.stage),
        }
    })
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
