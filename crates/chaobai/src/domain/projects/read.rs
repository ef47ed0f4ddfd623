//! What the fields of a record say, by the names the charter gives them.

use super::rules::{Days, Section};
use crate::charter::model::{ProjectLaw, Register, ThreeDays};
use crate::domain::registers::Record;
use kernel::{Date, Decimal};
use serde_json::{Map, Value};

/// A day of a record.
pub fn date(body: &Map<String, Value>, field: &str) -> Option<Date> {
    body.get(field).and_then(Value::as_str).and_then(Date::parse)
}

/// A number of a record: decimals are kept as text, integers and minor units of money as integers.
pub fn decimal(body: &Map<String, Value>, field: &str) -> Option<Decimal> {
    match body.get(field)? {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_i64().map(Decimal::from),
        _ => None,
    }
}

/// The three days of something.
pub fn days(body: &Map<String, Value>, law: &ThreeDays) -> Days {
    let day = |field: &Option<String>| field.as_ref().and_then(|id| date(body, id));
    Days { planned: date(body, &law.planned), forecast: day(&law.forecast), actual: day(&law.actual) }
}

/// A project as a part of another one.
pub fn section(register: &Register, law: &ProjectLaw, record: &Record) -> Section {
    let stage = register.stage_order(&record.stage);
    let has_ended = law.ended.contains(&record.stage);
    Section {
        stage,
        is_open: stage.is_some() && stage >= register.stage_order(&law.open) && !has_ended,
        has_ended,
        is_by_jurisdiction: record.body.get(&law.jurisdiction).is_some_and(|place| !place.is_null()),
        progress: law.progress.as_ref().and_then(|id| decimal(&record.body, id)),
        weights: law.weights.iter().map(|id| decimal(&record.body, id)).collect(),
        finish: law.finish.as_ref().map(|law| days(&record.body, law)).unwrap_or_default(),
    }
}
