//! Names behind ids: choices, units, jurisdictions, bodies, posts and stages from the charter, titles of
//! other records from the database as far as the caller may see them.

use super::{say, values};
use crate::charter::model::{Charter, Field, FieldType, Register};
use crate::desk::Caller;
use crate::domain::registers::{self, Record};
use kernel::{Id, Kind, Lang, Refusal};
use serde_json::{Map, Value};
use std::collections::HashMap;
use store::Ask;

/// Titles kept at once; past it all are forgotten, so that a long export stays small.
const TITLES_MAX: usize = 10_000;

/// Names for one caller in one language. Titles of records are learned first, then given without asking.
pub struct Names<'a> {
    /// The charter.
    pub charter: &'a Charter,
    /// The language.
    pub lang: Lang,
    /// Records are reached on the working side of the site.
    pub is_work: bool,
    caller: &'a Caller,
    titles: HashMap<Id, Option<String>>,
}

impl<'a> Names<'a> {
    /// Names with no title learned yet.
    pub fn new(charter: &'a Charter, caller: &'a Caller, lang: Lang, is_work: bool) -> Names<'a> {
        Names { charter, lang, is_work, caller, titles: HashMap::new() }
    }

    /// Learns the titles of the records that bodies of a register point to.
    pub fn learn<'b>(
        &mut self,
        ask: &mut dyn Ask,
        register: &Register,
        bodies: impl IntoIterator<Item = &'b Map<String, Value>>,
    ) -> Result<(), Refusal> {
        let fields: Vec<&Field> = register.fields.iter().filter(|f| f.kind == FieldType::Record).collect();
        if fields.is_empty() {
            return Ok(());
        }
        for body in bodies {
            for field in &fields {
                let id = body.get(&field.id).and_then(Value::as_str).and_then(Id::parse);
                let Some((id, to)) = id.zip(field.register.as_deref()) else { continue };
                self.learn_one(ask, to, &id, 0)?;
            }
        }
        Ok(())
    }

    /// Learns the title of one record; gives it, or none where the caller may not see it.
    pub fn learn_title(
        &mut self,
        ask: &mut dyn Ask,
        register: &str,
        id: &Id,
    ) -> Result<Option<String>, Refusal> {
        self.learn_one(ask, register, id, 0)?;
        Ok(self.titles.get(id).cloned().flatten())
    }

    fn learn_one(&mut self, ask: &mut dyn Ask, register: &str, id: &Id, depth: u8) -> Result<(), Refusal> {
        if self.titles.contains_key(id) {
            return Ok(());
        }
        if self.titles.len() >= TITLES_MAX {
            self.titles.clear();
        }
        let Some(register) = self.charter.register(register) else { return Ok(()) };
        let title = match registers::get(ask, self.charter, self.caller, register, id) {
            Ok((record, _)) => {
                // A record may be named by another record (a term by its person): one step, not a chain.
                let field =
                    register.field(&register.title).filter(|f| f.kind == FieldType::Record && depth == 0);
                let other = field.and_then(|f| f.register.as_deref());
                let other_id = record.body.get(&register.title).and_then(Value::as_str).and_then(Id::parse);
                if let Some((to, other)) = other.zip(other_id) {
                    self.learn_one(ask, to, &other, depth + 1)?;
                }
                Some(self.title(register, &record))
            }
            Err(refusal) if refusal.kind == Kind::NotFound => None,
            Err(refusal) => return Err(refusal),
        };
        self.titles.insert(id.clone(), title);
        Ok(())
    }

    /// The title of a record that was learned and that the caller may see.
    pub fn find_title(&self, id: &Id) -> Option<&str> {
        self.titles.get(id).and_then(Option::as_deref)
    }

    /// What names a record: the value of the register's title field in words, else its id.
    pub fn title(&self, register: &Register, record: &Record) -> String {
        let value = record.body.get(&register.title).unwrap_or(&Value::Null);
        let text = register.field(&register.title).map(|field| values::text(self, field, value));
        text.filter(|text| !text.is_empty()).unwrap_or_else(|| record.id.as_str().to_owned())
    }

    /// The name of one choice, unit, jurisdiction, body, post or record; what the charter no longer knows
    /// is given as it is kept.
    pub fn name(&self, field: &Field, value: &Value) -> String {
        let Some(id) = value.as_str() else { return value.to_string() };
        let charter = self.charter;
        let name = match field.kind {
            FieldType::Choice | FieldType::Choices => {
                field.choices.iter().find(|choice| choice.id == id).map(|choice| &choice.name)
            }
            FieldType::Unit | FieldType::Units => charter.unit(id).map(|unit| &unit.name),
            FieldType::Jurisdiction => charter.jurisdiction(id).map(|place| &place.name),
            FieldType::Body => charter.body(id).map(|body| &body.name),
            FieldType::Post => charter.post(id).map(|post| &post.name),
            FieldType::Record => {
                let title = Id::parse(id).and_then(|id| self.find_title(&id).map(str::to_owned));
                return title
                    .unwrap_or_else(|| say::pick(self.lang, "未公开的条目", "record not public").into());
            }
            _ => None,
        };
        name.map_or(id, |name| name.get(self.lang)).to_owned()
    }

    /// The name of a stage.
    pub fn stage(&self, register: &Register, id: &str) -> String {
        register.stage(id).map_or(id, |stage| stage.name.get(self.lang)).to_owned()
    }

    /// The title of the post a change was made under; the operator's in words; empty for nobody.
    pub fn post(&self, id: &str) -> String {
        match (self.charter.post(id), id) {
            (Some(post), _) => post.name.get(self.lang).to_owned(),
            (None, "clock") => say::pick(self.lang, "到期自动办理", "the clock").into(),
            (None, "operator") => say::pick(self.lang, "系统运行人员", "operator").into(),
            (None, id) => id.to_owned(),
        }
    }

    /// Whether a record is made up for demonstration: it says so, or it is named by a post or unit that is.
    pub fn is_sample(&self, register: &Register, record: &Record) -> bool {
        if record.body.get("sample") == Some(&Value::Bool(true)) {
            return true;
        }
        let named = record.body.get(&register.title).and_then(Value::as_str).unwrap_or_default();
        match register.field(&register.title).map(|field| field.kind) {
            Some(FieldType::Post) => self.charter.post(named).is_some_and(|post| post.sample),
            Some(FieldType::Unit) => self.charter.unit(named).is_some_and(|unit| unit.sample),
            _ => false,
        }
    }
}
