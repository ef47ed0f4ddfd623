//! What stands in one cell of a table for people.

use super::{Head, invalid, words};
use crate::charter::model::{Field, FieldType};
use kernel::{Date, Instant};
use serde_json::Value;
use std::io;

/// The value of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Not known.
    Empty,
    /// Text, never a formula.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A decimal as text, digits as kept: `5.28`, `-0.5`.
    Decimal(String),
    /// A date.
    Date(Date),
    /// An instant.
    Instant(Instant),
}

/// The cell of a field's value; a field without a value, or with JSON null, is empty.
///
/// # Errors
/// `InvalidData` for a value that is not of the kept form.
pub(super) fn cell(head: &Head<'_>, field: &Field, value: Option<&Value>) -> io::Result<Cell> {
    let value = match value {
        None | Some(Value::Null) => return Ok(Cell::Empty),
        Some(value) => value,
    };
    let wrong = || invalid(field, value);
    let text = || value.as_str().ok_or_else(wrong);
    let int = || value.as_i64().ok_or_else(wrong);
    Ok(match field.kind {
        FieldType::Text
        | FieldType::LongText
        | FieldType::Url
        | FieldType::CreditCode
        | FieldType::ResidentId => Cell::Text(text()?.into()),
        FieldType::Integer => Cell::Int(int()?),
        FieldType::Decimal if is_number(text()?) => Cell::Decimal(text()?.into()),
        FieldType::Decimal => return Err(wrong()),
        FieldType::Money => Cell::Decimal(money(int()?, head.money.1)),
        FieldType::Date => Cell::Date(Date::parse(text()?).ok_or_else(wrong)?),
        FieldType::Instant => Cell::Instant(Instant(int()?)),
        FieldType::Boolean => Cell::Text(words::yes_no(value.as_bool().ok_or_else(wrong)?, head.lang).into()),
        FieldType::Choice
        | FieldType::Unit
        | FieldType::Jurisdiction
        | FieldType::Body
        | FieldType::Post
        | FieldType::Record => Cell::Text((head.name_of)(field, value, head.lang)),
        FieldType::Choices | FieldType::Units => {
            let names = value.as_array().ok_or_else(wrong)?.iter();
            let names: Vec<String> = names.map(|one| (head.name_of)(field, one, head.lang)).collect();
            if names.is_empty() { Cell::Empty } else { Cell::Text(names.join(words::separator(head.lang))) }
        }
        FieldType::Place => Cell::Text(place(value)),
    })
}

/// A point as `longitude latitude`; anything larger as its GeoJSON.
fn place(value: &Value) -> String {
    let part = |i: usize| value["coordinates"][i].as_str().map(str::to_owned);
    match (value["type"].as_str(), part(0), part(1)) {
        (Some("Point"), Some(longitude), Some(latitude)) => format!("{longitude} {latitude}"),
        _ => value.to_string(),
    }
}

/// Minor units as a decimal with all its places: 12345 with 2 places is `123.45`.
pub(super) fn money(minor: i64, places: u32) -> String {
    let places = places as usize;
    if places == 0 {
        return minor.to_string();
    }
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{}{whole}.{part}", if minor < 0 { "-" } else { "" })
}

/// Whether a text is a number as JSON writes it, without exponent.
pub(super) fn is_number(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    digits(whole) && digits(part) && (whole.len() == 1 || !whole.starts_with('0'))
}
