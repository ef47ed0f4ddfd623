//! From a whole form to a whole body: every field read and every rule asked, so that all mistakes are
//! shown at once.

use super::read::{self, Body};
use super::records;
use super::typed::Typed;
use crate::charter::model::{Field, FieldType, Register};
use crate::charter::values::check_body;
use crate::http::pages::common::Frame;
use kernel::{Date, Problem, Refusal, clean};
use serde_json::Value;
use std::collections::BTreeSet;
use store::Ask;

/// Longest reason in characters.
const NOTE_MAX: usize = 500;

/// The body a form asks for, and what is wrong with it by the names of inputs. `base` is the body the form
/// was made from: a field left as it was shown is kept as it is, whatever the rules are by now.
/// `whole`: fields the form does not show are judged too.
pub fn body(
    ask: &mut dyn Ask,
    frame: &Frame,
    register: &Register,
    fields: &[&Field],
    typed: &Typed,
    base: &Body,
    whole: bool,
) -> Result<(Body, Vec<Problem>), Refusal> {
    let charter = frame.charter();
    let (mut body, mut problems, mut unreadable) = (base.clone(), Vec::new(), BTreeSet::new());
    for field in fields {
        let sent = typed.field(&field.id);
        if is_same(&sent, &read::typed(charter, field, base.get(&field.id))) {
            continue;
        }
        let read = match read::value(charter, field, &sent) {
            Ok(value) if field.kind == FieldType::Record && !value.is_null() => {
                records::resolve(ask, frame, field, value)?
            }
            read => read,
        };
        match read {
            Ok(Value::Null) => drop(body.remove(&field.id)),
            Ok(value) => drop(body.insert(field.id.clone(), value)),
            Err(problem) => {
                unreadable.insert(field.id.clone());
                problems.push(problem);
            }
        }
    }
    let shown = |id: &str| fields.iter().any(|field| field.id == id);
    let broken = check_body(register, charter, &body);
    problems
        .extend(broken.into_iter().filter(|p| !unreadable.contains(&p.field) && (whole || shown(&p.field))));
    let place = |problem: &Problem| register.fields.iter().position(|field| field.id == problem.field);
    problems.sort_by_key(|problem| place(problem).unwrap_or(usize::MAX));
    for problem in &mut problems {
        problem.field = Typed::name(&problem.field);
    }
    Ok((body, problems))
}

/// Whether a field was sent as it was shown; an empty input and none are the same.
pub fn is_same(sent: &[String], shown: &[String]) -> bool {
    let filled = |all: &[String]| -> Vec<String> {
        all.iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
    };
    filled(sent) == filled(shown)
}

/// A day typed into an input that must be filled: not after `today`.
pub fn day(typed: &Typed, name: &str, today: Date) -> Result<Date, Problem> {
    let text = typed.get(name).trim();
    if clean::is_blank(text) {
        return Err(Problem::new(name, "required"));
    }
    let day = clean::date(text).map_err(|why| Problem::new(name, why.code()).with("given", text))?;
    if day > today { Err(Problem::new(name, "in_the_future").with("today", today)) } else { Ok(day) }
}

/// A reason typed into an input: several lines, nothing unseen, not too long.
pub fn note(typed: &Typed, name: &str) -> Result<String, Problem> {
    let text = clean::lines(typed.get(name)).map_err(|unclean| unclean.problem(name))?;
    if text.chars().count() > NOTE_MAX {
        return Err(Problem::new(name, "too_long").with("max", NOTE_MAX));
    }
    Ok(text)
}
