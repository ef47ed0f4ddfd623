//! The filter form of a list: which fields it asks, what each input tests, and how what was typed becomes
//! lines of a filter.

use super::{Frame, Names, values};
use crate::charter::model::{Field, FieldType, Register};
use crate::domain::registers::filter::{Chip, Test};
use crate::domain::registers::permits;
use crate::http::views::{Choice, FieldInput, InputKind};
use crate::http::words;
use kernel::clean::{self, half_width};
use kernel::money::Scale;
use kernel::{Currency, Money, Problem, Unit};

/// Choices a drop-down may have; a unit list longer than this is still one drop-down, a zone has few units.
const CHOICES_MAX: usize = 400;

/// An input of the form: a field and the test it makes.
pub struct Line<'a> {
    field: &'a Field,
    test: Test,
    /// Name it is sent under, `f.length` or `f.length.max`.
    pub name: String,
}

/// The inputs of a register for a caller: columns and indexed fields that can be filtered by simply.
pub fn lines<'a>(frame: &Frame, register: &'a Register) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let asked = register
        .fields
        .iter()
        .filter(|field| field.indexed || field.id == register.title || register.columns.contains(&field.id));
    for field in asked.filter(|field| permits::may_filter_by(&frame.caller, register, field)) {
        let name = format!("f.{}", field.id);
        match field.kind {
            FieldType::Text | FieldType::LongText => lines.push(Line { field, test: Test::Contains, name }),
            FieldType::Choices | FieldType::Units => lines.push(Line { field, test: Test::Has, name }),
            FieldType::Choice
            | FieldType::Boolean
            | FieldType::Unit
            | FieldType::Jurisdiction
            | FieldType::Body
            | FieldType::Post => lines.push(Line { field, test: Test::Is, name }),
            FieldType::Integer | FieldType::Decimal | FieldType::Money | FieldType::Date => {
                lines.push(Line { field, test: Test::AtMost, name: format!("{name}.max") });
                lines.insert(lines.len() - 1, Line { field, test: Test::AtLeast, name });
            }
            _ => {}
        }
    }
    lines
}

impl Line<'_> {
    /// Whether a condition of a filter is the one this input makes.
    pub fn makes(&self, chip: &Chip) -> bool {
        chip.field == self.field.id && chip.test == self.test
    }

    /// What was typed, as a line of a filter.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn chip(&self, frame: &Frame, typed_text: &str) -> Result<Chip, Problem> {
        let text = half_width(typed_text);
        let text = text.trim();
        let wrong = |code| Problem::new(self.name.as_str(), code).with("given", typed_text);
        let value = match self.field.kind {
            _ if text.is_empty() => String::new(),
            FieldType::Integer | FieldType::Decimal => clean::number_in(text, self.unit().as_ref())
                .map(|number| number.normalize().to_string())
                .map_err(|_| wrong("not_a_number"))?,
            FieldType::Money => {
                let currency =
                    Currency::find(&frame.charter().zone.currency).ok_or_else(|| wrong("not_a_number"))?;
                clean::money(text, currency).map_err(|_| wrong("not_a_number"))?.minor.to_string()
            }
            FieldType::Date => clean::date(text).map_err(|_| wrong("not_a_date"))?.to_string(),
            FieldType::Text | FieldType::LongText => typed_text.trim().to_owned(),
            _ => text.to_owned(),
        };
        Ok(Chip { field: self.field.id.clone(), test: self.test, value })
    }

    fn unit(&self) -> Option<Unit> {
        self.field.unit.as_deref().and_then(Unit::find)
    }

    /// What the input is called: the field and what is asked of it.
    pub fn label(&self, frame: &Frame) -> String {
        let name = frame.text(&self.field.name);
        match (self.test, self.field.kind) {
            (Test::Contains, _) => format!("{name}{}", frame.pick("含", " contains")),
            (Test::AtLeast, FieldType::Date) => format!("{name}{}", frame.pick("不早于", ", not before")),
            (Test::AtMost, FieldType::Date) => format!("{name}{}", frame.pick("不晚于", ", not after")),
            (Test::AtLeast, _) => format!("{name}{}", frame.pick("不小于", ", at least")),
            (Test::AtMost, _) => format!("{name}{}", frame.pick("不大于", ", at most")),
            _ => name.to_owned(),
        }
    }

    /// The input with a value in it, as it was typed or as the filter in force has it.
    pub fn input(&self, frame: &Frame, names: &Names<'_>, value: &str, error: String) -> FieldInput {
        let words = words::of(frame.lang);
        let label = self.label(frame);
        let kind = match self.field.kind {
            FieldType::Integer | FieldType::Decimal | FieldType::Money => InputKind::Number,
            FieldType::Date => InputKind::Date,
            FieldType::Text | FieldType::LongText => InputKind::Text,
            _ => InputKind::Select,
        };
        let mut input =
            FieldInput { error, value: value.to_owned(), ..FieldInput::new(&*self.name, label, kind) };
        if kind == InputKind::Number {
            input.unit = values::unit(names, self.field);
        }
        if kind == InputKind::Select {
            let option = |id: &str, text: &str| Choice {
                value: id.into(),
                text: text.into(),
                chosen: id == value,
                ..Choice::default()
            };
            input.options.push(option("", words.all));
            let known = options(frame, self.field);
            input.options.extend(known.iter().take(CHOICES_MAX).map(|(id, text)| option(id, text)));
        }
        input
    }

    /// The value of a condition as it is typed: money in whole units.
    pub fn typed(&self, frame: &Frame, chip: &Chip) -> String {
        let money = || {
            let currency = Currency::find(&frame.charter().zone.currency)?;
            Some(Money::new(chip.value.parse().ok()?, currency).number(Scale::Major))
        };
        match self.field.kind {
            FieldType::Money => money().unwrap_or_else(|| chip.value.clone()),
            _ => chip.value.clone(),
        }
    }
}

/// What a field can be: ids and names in order of the charter.
fn options<'a>(frame: &'a Frame, field: &'a Field) -> Vec<(&'a str, &'a str)> {
    let zone = &frame.charter().zone;
    let words = words::of(frame.lang);
    match field.kind {
        FieldType::Boolean => vec![("true", words.yes), ("false", words.no)],
        FieldType::Unit | FieldType::Units => {
            zone.units.iter().map(|u| (u.id.as_str(), frame.text(&u.name))).collect()
        }
        FieldType::Jurisdiction => {
            zone.jurisdictions.iter().map(|j| (j.id.as_str(), frame.text(&j.name))).collect()
        }
        FieldType::Body => zone.bodies.iter().map(|b| (b.id.as_str(), frame.text(&b.name))).collect(),
        FieldType::Post => zone.posts.iter().map(|p| (p.id.as_str(), frame.text(&p.name))).collect(),
        _ => field.choices.iter().map(|c| (c.id.as_str(), frame.text(&c.name))).collect(),
    }
}
