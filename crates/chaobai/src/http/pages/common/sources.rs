//! Sources: what a figure or a record names as where it comes from, looked up in the register of sources.

use super::{Frame, address};
use crate::charter::model::{FieldType, Register};
use crate::domain::charters::fact_id;
use crate::domain::registers::{self, ListQuery, Record};
use crate::http::views::Cell;
use kernel::{Date, Kind, Refusal};
use serde_json::Value;
use std::collections::HashMap;
use store::Ask;

/// The register whose keys sources are named by (see `charter::model::Reported`).
const SOURCES: &str = "sources";

/// Sources met on one page.
#[derive(Default)]
pub struct Sources(HashMap<String, Option<Record>>);

impl Sources {
    /// A source as a cell: its name, linked to its record where the charter keeps one that the caller sees.
    pub fn cell(&mut self, frame: &Frame, ask: &mut dyn Ask, name: &str) -> Result<Cell, Refusal> {
        Ok(match self.find(frame, ask, name)? {
            Some(record) => Cell::link(frame.href(&address::record(SOURCES, &record.id)), name),
            None => Cell::text(name),
        })
    }

    /// What the register says a source is called, where that is more than its key; empty otherwise.
    pub fn title(&mut self, frame: &Frame, ask: &mut dyn Ask, name: &str) -> Result<String, Refusal> {
        let Some(register) = frame.charter().register(SOURCES) else { return Ok(String::new()) };
        let Some(record) = self.find(frame, ask, name)? else { return Ok(String::new()) };
        let texts =
            register.fields.iter().filter(|f| f.kind == FieldType::Text && !register.key.contains(&f.id));
        let first = texts.filter_map(|field| record.body.get(&field.id)?.as_str()).next();
        Ok(first.unwrap_or_default().to_owned())
    }

    /// The first day the source's record names.
    pub fn day(&mut self, frame: &Frame, ask: &mut dyn Ask, name: &str) -> Result<Option<Date>, Refusal> {
        let Some(register) = frame.charter().register(SOURCES) else { return Ok(None) };
        let Some(record) = self.find(frame, ask, name)? else { return Ok(None) };
        let days = register.fields.iter().filter(|field| field.kind == FieldType::Date);
        Ok(days.filter_map(|field| Date::parse(record.body.get(&field.id)?.as_str()?)).next())
    }

    fn find(&mut self, frame: &Frame, ask: &mut dyn Ask, name: &str) -> Result<Option<&Record>, Refusal> {
        if !self.0.contains_key(name) {
            let found = match frame.charter().register(SOURCES) {
                Some(register) if !name.is_empty() => look_up(frame, ask, register, name)?,
                _ => None,
            };
            self.0.insert(name.to_owned(), found);
        }
        Ok(self.0.get(name).and_then(Option::as_ref))
    }
}

/// By the id that a record brought by the charter has, else by its key.
fn look_up(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    name: &str,
) -> Result<Option<Record>, Refusal> {
    let charter = frame.charter();
    let id = fact_id(&charter.zone.id, SOURCES, name);
    match registers::get(ask, charter, &frame.caller, register, &id) {
        Ok((record, _)) if has_key(register, &record, name) => return Ok(Some(record)),
        Ok(_) => {}
        Err(refusal) if refusal.kind == Kind::NotFound => {}
        Err(refusal) => return Err(refusal),
    }
    let [key] = register.key.as_slice() else { return Ok(None) };
    let filter = format!("{key} = '{}'", name.replace('\'', "''"));
    let query =
        ListQuery { filter: Some(filter), limit: 1, today: Some(frame.today), ..ListQuery::default() };
    match registers::list(ask, &frame.caller, register, &query) {
        Ok(page) => Ok(page.records.into_iter().next()),
        Err(refusal) if refusal.kind == Kind::Invalid => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn has_key(register: &Register, record: &Record, name: &str) -> bool {
    match register.key.as_slice() {
        [key] => record.body.get(key).and_then(Value::as_str) == Some(name),
        _ => true,
    }
}
