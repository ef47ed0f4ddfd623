//! The inputs of a form, made from the fields of the charter.

use super::read;
use super::records::{Choosable, Choosables};
use super::typed::Typed;
use crate::charter::model::{Field, FieldType};
use crate::http::pages::common::{Frame, Names, values};
use crate::http::views::{Choice, FieldInput, InputKind};
use kernel::Id;
use serde_json::{Map, Value};

/// Most choices that are all shown at once; more become a drop-down.
const RADIOS_MAX: usize = 5;

/// What an input is drawn with.
pub struct Inputs<'a> {
    /// The surroundings of the page.
    pub frame: &'a Frame,
    /// Names of what values stand for, titles learned.
    pub names: &'a Names<'a>,
    /// Records that fields can point to.
    pub records: &'a Choosables,
    /// Every record of the list names its source.
    pub sourced: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// The record as it stands now, when amending; shown where it differs from what was typed.
    pub present: Option<&'a Map<String, Value>>,
}

impl Inputs<'_> {
    /// The input of a field with the sentence of what is wrong with it; empty: nothing.
    pub fn input(&self, field: &Field, error: String) -> FieldInput {
        let typed = self.typed.field(&field.id);
        let value = typed.first().cloned().unwrap_or_default();
        let names = self.names;
        let mut input = FieldInput {
            required: field.required,
            hint: self.hint(field),
            error,
            value: value.clone(),
            ..FieldInput::new(Typed::name(&field.id), field.name.get(self.frame.lang), InputKind::Text)
        };
        let choose = |all: Vec<(String, String)>| choices(all, &typed);
        match field.kind {
            FieldType::LongText => input.kind = InputKind::Textarea,
            FieldType::Place if value.len() > 60 => input.kind = InputKind::Textarea,
            FieldType::Integer | FieldType::Decimal | FieldType::Money => {
                input.kind = InputKind::Number;
                input.unit = values::unit(names, field);
            }
            FieldType::Date => input.kind = InputKind::Date,
            FieldType::Boolean => {
                let words = self.frame.words();
                let mut all = vec![("true".into(), words.yes.into()), ("false".into(), words.no.into())];
                if !field.required {
                    all.push((String::new(), self.frame.pick("不知道", "not known").to_owned()));
                }
                input.kind = InputKind::Radios;
                input.options = choose(all);
            }
            FieldType::Choice => {
                let all = field.choices.iter();
                let all = all.map(|c| (c.id.clone(), self.frame.text(&c.name).to_owned())).collect();
                if field.required && field.choices.len() <= RADIOS_MAX {
                    input.kind = InputKind::Radios;
                    input.options = choose(all);
                } else {
                    self.select(&mut input, field, all, &typed);
                }
            }
            FieldType::Choices => {
                let all = field.choices.iter();
                input.kind = InputKind::Checkboxes;
                input.options =
                    choose(all.map(|c| (c.id.clone(), self.frame.text(&c.name).to_owned())).collect());
            }
            FieldType::Units => {
                input.kind = InputKind::Checkboxes;
                input.options = choose(self.units());
                // What is chosen and no longer a unit stays to be seen, and to be taken out.
                let known = |unit: &&String| !input.options.iter().any(|one| one.value == **unit);
                let gone: Vec<String> = typed.iter().filter(known).cloned().collect();
                let gone = gone.into_iter().map(|unit| (unit.clone(), unit)).collect();
                input.options.extend(choices(gone, &typed));
            }
            FieldType::Unit => self.select(&mut input, field, self.units(), &typed),
            FieldType::Jurisdiction => {
                let all = self.frame.charter().zone.jurisdictions.iter();
                let all = all.map(|j| (j.id.clone(), self.frame.text(&j.name).to_owned())).collect();
                self.select(&mut input, field, all, &typed);
            }
            FieldType::Body => {
                let all = self.frame.charter().zone.bodies.iter();
                let all = all.map(|b| (b.id.clone(), self.frame.text(&b.name).to_owned())).collect();
                self.select(&mut input, field, all, &typed);
            }
            FieldType::Post => {
                let all = self.frame.charter().zone.posts.iter();
                let all = all.map(|p| (p.id.clone(), self.frame.text(&p.name).to_owned())).collect();
                self.select(&mut input, field, all, &typed);
            }
            FieldType::Record => match self.records.of(field) {
                Choosable::All(all) => self.select(&mut input, field, all.clone(), &typed),
                Choosable::TooMany => self.name_what_is_typed(&mut input),
            },
            _ => {}
        }
        if let Some(present) = self.present {
            input.present = self.present(field, present, &typed);
        }
        input
    }

    /// An id tells a person nothing: the record's title stands under the input.
    fn name_what_is_typed(&self, input: &mut FieldInput) {
        let title = Id::parse(&input.value).and_then(|id| self.names.find_title(&id).map(str::to_owned));
        if let Some(title) = title {
            let now = self.frame.pick("；现在是：", "; now: ");
            input.hint = format!("{}{now}{title}", input.hint);
        }
    }

    /// A drop-down, with a line for nothing; what is typed and no longer a choice stays visible.
    fn select(&self, input: &mut FieldInput, field: &Field, all: Vec<(String, String)>, typed: &[String]) {
        let words = self.frame.words();
        let nothing = if field.required { words.choose } else { self.frame.pick("（不填）", "(none)") };
        let mut all = all;
        all.insert(0, (String::new(), nothing.to_owned()));
        if let Some(value) = typed.first().filter(|value| !all.iter().any(|(id, _)| id == *value)) {
            all.push((value.clone(), self.names.name(field, &Value::from(value.as_str()))));
        }
        input.kind = InputKind::Select;
        input.options = choices(all, typed);
    }

    /// Units of the charter; the caller's own first.
    fn units(&self) -> Vec<(String, String)> {
        let units = &self.frame.charter().zone.units;
        let own = |id: &str| self.frame.caller.units.contains(id);
        let (mine, others): (Vec<_>, Vec<_>) = units.iter().partition(|unit| own(&unit.id));
        let all = mine.into_iter().chain(others);
        all.map(|unit| (unit.id.clone(), self.frame.text(&unit.name).to_owned())).collect()
    }

    fn hint(&self, field: &Field) -> String {
        let own = self.frame.text(&field.hint);
        let form = match field.kind {
            FieldType::Date => self.frame.pick("例如 2026-10-31、2026.10.31", "for example 2026-10-31"),
            FieldType::Instant => self.frame.pick("例如 2026-10-31 17:56", "for example 2026-10-31 17:56"),
            FieldType::Place => self.frame.pick(
                "经度在前，例如 116.75, 39.9；线和面填 GeoJSON",
                "longitude first, for example 116.75, 39.9; lines and areas as GeoJSON",
            ),
            FieldType::Money => {
                self.frame.pick("可写 12500、1.25万、3.2亿元", "12500, 1.25万 and 3.2亿元 are understood")
            }
            FieldType::Url => self.frame.pick("以 https:// 开头", "starts with https://"),
            FieldType::Record if matches!(self.records.of(field), Choosable::TooMany) => {
                self.frame.pick("填对方的名称（一字不差）或编号", "the exact title or the id of the record")
            }
            _ => "",
        };
        let source = if self.sourced && field.id == "source" {
            self.frame.pick(
                "写“资料来源”清单里的编号；清单里没有的，写明出处和日期",
                "its key in the register of sources; if it is not there, who said it and when",
            )
        } else {
            ""
        };
        let parts: Vec<&str> = [own, form, source].into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(self.frame.pick("；", "; "))
    }

    /// What stands in the record now, in words, where it is not what was typed.
    fn present(&self, field: &Field, present: &Map<String, Value>, typed: &[String]) -> String {
        let value = present.get(&field.id);
        let as_typed = read::typed(self.frame.charter(), field, value);
        let blank = |all: &[String]| all.iter().all(|one| one.is_empty());
        if as_typed == typed || (blank(&as_typed) && blank(typed)) || field.kind == FieldType::ResidentId {
            return String::new();
        }
        let shown = value.map_or(String::new(), |value| values::text(self.names, field, value));
        if shown.is_empty() { self.frame.words().nothing.to_owned() } else { shown }
    }
}

/// Choices of an input, those typed chosen. Nothing typed chooses the empty one where there is one.
pub fn choices(all: Vec<(String, String)>, typed: &[String]) -> Vec<Choice> {
    let chosen = |value: &str| match typed {
        [] => value.is_empty(),
        typed => typed.iter().any(|one| one == value),
    };
    all.into_iter()
        .map(|(value, text)| Choice { chosen: chosen(&value), value, text, ..Choice::default() })
        .collect()
}
