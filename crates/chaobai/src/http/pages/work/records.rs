//! Other records a field can point to: all of them to choose from where they are few, or found by id or
//! exact title where they are many. Only what the caller may see is offered or found.

use super::read;
use crate::charter::model::{Field, FieldType, Register};
use crate::charter::values::KEY_MARKER;
use crate::domain::registers::filter::{self, Chip, Test};
use crate::domain::registers::{self, ListQuery, permits};
use crate::http::pages::common::{Frame, Names};
use kernel::{Id, Kind, Problem, Refusal};
use serde_json::Value;
use std::collections::BTreeMap;
use store::Ask;

/// Most records offered in a drop-down.
const CHOOSABLE_MAX: usize = 200;

/// What a field that points to a record can point to.
#[derive(Clone, Debug)]
pub enum Choosable {
    /// These: id and title.
    All(Vec<(String, String)>),
    /// More than a drop-down is good for.
    TooMany,
}

/// What the fields of a list can point to, by register.
#[derive(Debug, Default)]
pub struct Choosables(BTreeMap<String, Choosable>);

impl Choosables {
    /// Asks for the records that these fields can point to.
    pub fn ask(
        ask: &mut dyn Ask,
        frame: &Frame,
        names: &mut Names<'_>,
        fields: &[&Field],
    ) -> Result<Choosables, Refusal> {
        let mut found = BTreeMap::new();
        for field in fields.iter().filter(|field| field.kind == FieldType::Record) {
            let Some(to) = field.register.as_deref().and_then(|id| frame.charter().register(id)) else {
                continue;
            };
            if !found.contains_key(&to.id) {
                found.insert(to.id.clone(), choosable(ask, frame, names, to)?);
            }
        }
        Ok(Choosables(found))
    }

    /// What a field that points to this register can point to.
    pub fn one(
        ask: &mut dyn Ask,
        frame: &Frame,
        names: &mut Names<'_>,
        register: &Register,
    ) -> Result<Choosable, Refusal> {
        choosable(ask, frame, names, register)
    }

    /// What a field can point to.
    pub fn of(&self, field: &Field) -> &Choosable {
        field.register.as_ref().and_then(|to| self.0.get(to)).unwrap_or(&Choosable::TooMany)
    }
}

fn choosable(
    ask: &mut dyn Ask,
    frame: &Frame,
    names: &mut Names<'_>,
    register: &Register,
) -> Result<Choosable, Refusal> {
    let query = ListQuery { limit: CHOOSABLE_MAX + 1, today: Some(frame.today), ..ListQuery::default() };
    let page = registers::list(ask, &frame.caller, register, &query)?;
    if page.records.len() > CHOOSABLE_MAX {
        return Ok(Choosable::TooMany);
    }
    names.learn(ask, register, page.records.iter().map(|record| &record.body))?;
    let all = page.records.iter().map(|record| (record.id.to_string(), names.title(register, record)));
    Ok(Choosable::All(all.collect()))
}

/// Puts the id of a record in place of what was typed for it.
pub fn resolve(
    ask: &mut dyn Ask,
    frame: &Frame,
    field: &Field,
    value: Value,
) -> Result<Result<Value, Problem>, Refusal> {
    let Some(to) = field.register.as_deref().and_then(|id| frame.charter().register(id)) else {
        return Ok(Ok(value));
    };
    let text = match &value {
        Value::String(id) => id.as_str(),
        other => other[KEY_MARKER].as_str().unwrap_or_default(),
    };
    Ok(match find(ask, frame, to, text)? {
        Found::One(id) => Ok(Value::from(id.as_str())),
        Found::None => Err(Problem::new(field.id.as_str(), "no_such_record").with("given", text)),
        Found::Several => Err(Problem::new(field.id.as_str(), "several_records").with("given", text)),
    })
}

/// What a text leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// This record.
    One(Id),
    /// Nothing the caller may see.
    None,
    /// More than one record of that title.
    Several,
}

/// The record of a register that a text names: by its id, its pasted address, or its exact title.
pub fn find(ask: &mut dyn Ask, frame: &Frame, register: &Register, text: &str) -> Result<Found, Refusal> {
    if let Some(id) = read::record_id(text) {
        return match registers::get(ask, frame.charter(), &frame.caller, register, &id) {
            Ok(_) => Ok(Found::One(id)),
            Err(refusal) if refusal.kind == Kind::NotFound => Ok(Found::None),
            Err(refusal) => Err(refusal),
        };
    }
    let title = register.field(&register.title);
    let Some(title) = title.filter(|field| permits::may_filter_by(&frame.caller, register, field)) else {
        return Ok(Found::None);
    };
    let line = Chip { field: title.id.clone(), test: Test::Is, value: text.trim().to_owned() };
    let Ok(filter) = filter::conjunction(register, &[line]) else { return Ok(Found::None) };
    let query =
        ListQuery { filter: Some(filter), limit: 2, today: Some(frame.today), ..ListQuery::default() };
    let mut records = registers::list(ask, &frame.caller, register, &query)?.records.into_iter();
    Ok(match (records.next(), records.next()) {
        (Some(record), None) => Found::One(record.id),
        (None, _) => Found::None,
        (Some(_), Some(_)) => Found::Several,
    })
}
