//! Values of fields: from text (facts files, forms, imports) into the form kept in a record's body,
//! and the rules a kept value obeys. Every row of every import passes here.
//!
//! Problem codes: `required`, `unknown_field` (`nearest`), `wrong_type` (`wanted`), `too_long` (`max`),
//! `not_one_line`, `control_character`, `bidi_character`, `zero_width_character`, `lost_character`,
//! `not_a_character` (`character`, `at`), `not_an_integer`, `not_a_number`, `too_precise` (`places`),
//! `too_small` (`min`), `too_large` (`max`), `not_a_date`, `not_an_instant`, `not_a_boolean`,
//! `not_a_choice` (`given`, `allowed`), `twice` (`given`), `unknown_unit`, `unknown_jurisdiction`,
//! `unknown_body`, `unknown_post` (`given`, `nearest`), `not_an_id`, `not_a_place`, `not_a_url`,
//! `not_a_credit_code`, `not_a_resident_id` (each with the kernel's `reason`); as doubts only:
//! `check_digit` (`reason`).

use super::model::{Charter, Field, FieldType, Register};
use super::suggest::nearest;
use super::wkt;
use kernel::codes::{Verdict, credit_code, resident_id};
use kernel::{Date, Id, Instant, Problem, clean, place};
use serde_json::{Map, Value};

/// Places after the point a decimal may have.
pub const DECIMAL_PLACES: u32 = 9;
/// Longest `text` in characters where the field does not say.
pub const TEXT_LENGTH: u32 = 200;
/// Longest `long_text` in characters where the field does not say.
pub const LONG_TEXT_LENGTH: u32 = 4000;
/// Longest address in characters.
pub const URL_LENGTH: u32 = 2000;
/// Key of the marker that stands for a record not yet looked up: `{"$key": "…"}`.
pub const KEY_MARKER: &str = "$key";

/// Reads what somebody wrote into the kept form; empty text is null. Whether units, posts and so on
/// exist is judged by [`check_value`]. A `record` that is not an id becomes `{"$key": text}`, to be
/// replaced by [`super::facts::resolve`]. `minor_digits` are the places of the zone's currency.
pub fn parse_value(field: &Field, text: &str, minor_digits: u32) -> Result<Value, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return if field.required { Err(problem(field, "required")) } else { Ok(Value::Null) };
    }
    let value = match field.kind {
        FieldType::Integer => match text.parse::<i64>() {
            Ok(n) if !text.starts_with('+') => Value::from(n),
            _ => return Err(problem(field, "not_an_integer").with("given", text)),
        },
        FieldType::Money => Value::from(minor_units(field, text, minor_digits)?),
        FieldType::Instant => match Instant::parse(text) {
            Some(at) => Value::from(at.0),
            None => return Err(problem(field, "not_an_instant").with("given", text)),
        },
        FieldType::Boolean => match text {
            "true" | "是" => Value::Bool(true),
            "false" | "否" => Value::Bool(false),
            _ => return Err(problem(field, "not_a_boolean").with("given", text)),
        },
        FieldType::Choices | FieldType::Units => {
            Value::Array(text.split('|').map(|c| Value::from(c.trim())).collect())
        }
        FieldType::Place => match wkt::place(text) {
            Ok(place) => return Ok(place),
            Err(why) => {
                return Err(problem(field, "not_a_place").with("given", text).with("reason", why.code()));
            }
        },
        FieldType::Record if Id::parse(text).is_none() => {
            return Ok(Value::Object(Map::from_iter([(KEY_MARKER.to_owned(), Value::from(text))])));
        }
        _ => Value::from(text),
    };
    match broken_rule(field, &value, minor_digits) {
        Some(problem) => Err(problem),
        None => Ok(value),
    }
}

/// Judges one kept value: its type, limits and choices, and whether the unit, jurisdiction, body or
/// post it names is in the charter. Null is judged by `required`. Whether a record exists is not
/// judged here.
pub fn check_value(charter: &Charter, field: &Field, value: &Value) -> Option<Problem> {
    check(charter, charter.minor_digits(), field, value)
}

/// Judges a whole body: every value, fields that do not exist, required fields that are missing.
/// All problems, in the order of the register's fields.
pub fn check_body(register: &Register, charter: &Charter, body: &Map<String, Value>) -> Vec<Problem> {
    check_fields(&register.fields, charter, body)
}

/// As [`check_body`], for the fields of a form that is no list.
pub fn check_fields(fields: &[Field], charter: &Charter, body: &Map<String, Value>) -> Vec<Problem> {
    let minor_digits = charter.minor_digits();
    let mut problems = Vec::new();
    let mut met = 0;
    for field in fields {
        let value = body.get(&field.id);
        met += usize::from(value.is_some());
        problems.extend(check(charter, minor_digits, field, value.unwrap_or(&Value::Null)));
    }
    if met < body.len() {
        for name in body.keys().filter(|name| !fields.iter().any(|field| field.id == **name)) {
            let mut problem = Problem::new(name.as_str(), "unknown_field");
            if let Some(meant) = nearest(name, fields.iter().map(|f| f.id.as_str())) {
                problem = problem.with("nearest", meant);
            }
            problems.push(problem);
        }
    }
    problems
}

/// What is allowed but should be looked at: a credit code whose check digit fails. Some legally
/// valid codes of the pilot years do.
pub fn doubt(field: &Field, value: &Value) -> Option<Problem> {
    match (field.kind, value) {
        (FieldType::CreditCode, Value::String(code)) => match credit_code(code) {
            Verdict::Warn(why) => {
                Some(problem(field, "check_digit").with("given", code).with("reason", why.code()))
            }
            Verdict::Ok | Verdict::Wrong(_) => None,
        },
        _ => None,
    }
}

fn check(charter: &Charter, minor_digits: u32, field: &Field, value: &Value) -> Option<Problem> {
    if value.is_null() {
        return field.required.then(|| problem(field, "required"));
    }
    broken_rule(field, value, minor_digits).or_else(|| unknown_name(charter, field, value))
}

fn unknown_name(charter: &Charter, field: &Field, value: &Value) -> Option<Problem> {
    let zone = &charter.zone;
    let is_none = |one: &&Value| one.as_str().is_some_and(|unit| charter.unit(unit).is_none());
    let name = match value {
        Value::Array(all) if field.kind == FieldType::Units => all.iter().find(is_none)?.as_str()?,
        value => value.as_str()?,
    };
    let (code, meant) = match field.kind {
        FieldType::Unit | FieldType::Units if charter.unit(name).is_none() => {
            ("unknown_unit", nearest(name, zone.units.iter().map(|u| u.id.as_str())))
        }
        FieldType::Jurisdiction if charter.jurisdiction(name).is_none() => {
            ("unknown_jurisdiction", nearest(name, zone.jurisdictions.iter().map(|j| j.id.as_str())))
        }
        FieldType::Body if charter.body(name).is_none() => {
            ("unknown_body", nearest(name, zone.bodies.iter().map(|b| b.id.as_str())))
        }
        FieldType::Post if charter.post(name).is_none() => {
            ("unknown_post", nearest(name, zone.posts.iter().map(|p| p.id.as_str())))
        }
        _ => return None,
    };
    let problem = problem(field, code).with("given", name);
    Some(match meant {
        Some(meant) => problem.with("nearest", meant),
        None => problem,
    })
}

/// The first rule of the field that the value breaks. No allocation unless one is broken.
fn broken_rule(field: &Field, value: &Value, minor_digits: u32) -> Option<Problem> {
    match (field.kind, value) {
        (FieldType::Text, Value::String(text)) => {
            if text.contains(['\n', '\r', '\t']) {
                return Some(problem(field, "not_one_line"));
            }
            unseen(field, text).or_else(|| too_long(field, text, TEXT_LENGTH))
        }
        (FieldType::LongText, Value::String(text)) => {
            unseen(field, text).or_else(|| too_long(field, text, LONG_TEXT_LENGTH))
        }
        (FieldType::Integer, Value::Number(n)) => match n.as_i64() {
            Some(n) => outside(field, i128::from(n) * i128::from(BILLION)),
            None => Some(problem(field, "not_an_integer").with("given", n)),
        },
        (FieldType::Decimal, Value::String(text)) => match scaled(text) {
            Ok(n) => outside(field, n),
            Err(code) => Some(decimal_problem(field, code, text)),
        },
        (FieldType::Money, Value::Number(n)) => match n.as_i64() {
            Some(n) => outside(field, i128::from(n) * i128::from(BILLION / 10i64.pow(minor_digits.min(9)))),
            None => Some(problem(field, "not_an_integer").with("given", n)),
        },
        (FieldType::Date, Value::String(text)) => match Date::parse(text) {
            Some(_) => {
                if let Some(min) = field.min.as_deref().filter(|min| text.as_str() < *min) {
                    return Some(problem(field, "too_small").with("min", min).with("given", text));
                }
                let max = field.max.as_deref().filter(|max| text.as_str() > *max)?;
                Some(problem(field, "too_large").with("max", max).with("given", text))
            }
            None => Some(problem(field, "not_a_date").with("given", text)),
        },
        (FieldType::Instant, Value::Number(n)) => {
            n.as_i64().is_none().then(|| problem(field, "not_an_instant").with("given", n))
        }
        (FieldType::Boolean, Value::Bool(_)) => None,
        (FieldType::Choice, Value::String(given)) => not_a_choice(field, given),
        (FieldType::Choices | FieldType::Units, Value::Array(given)) => {
            if given.is_empty() && field.required && field.kind == FieldType::Units {
                return Some(problem(field, "required"));
            }
            for (i, one) in given.iter().enumerate() {
                let Value::String(text) = one else { return Some(wrong_type(field)) };
                if field.kind == FieldType::Choices
                    && let Some(problem) = not_a_choice(field, text)
                {
                    return Some(problem);
                }
                if given[..i].contains(one) {
                    return Some(problem(field, "twice").with("given", text));
                }
            }
            None
        }
        (FieldType::Unit | FieldType::Jurisdiction | FieldType::Body | FieldType::Post, Value::String(_)) => {
            None
        }
        (FieldType::Record, Value::String(id)) => {
            Id::parse(id).is_none().then(|| problem(field, "not_an_id").with("given", id))
        }
        (FieldType::Place, Value::Object(_)) => match place::normalise(value) {
            Ok(kept) if kept == *value => None,
            Ok(_) => Some(problem(field, "not_a_place").with("reason", "geometry_not_kept")),
            Err(why) => Some(problem(field, "not_a_place").with("reason", why.code())),
        },
        (FieldType::Url, Value::String(url)) => {
            let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            match host {
                Some(host)
                    if !host.is_empty() && !url.chars().any(|c| c.is_whitespace() || c.is_control()) =>
                {
                    too_long(field, url, URL_LENGTH)
                }
                _ => Some(problem(field, "not_a_url").with("given", url)),
            }
        }
        (FieldType::CreditCode, Value::String(code)) => match credit_code(code) {
            Verdict::Ok | Verdict::Warn(_) => None,
            Verdict::Wrong(why) => {
                Some(problem(field, "not_a_credit_code").with("given", code).with("reason", why.code()))
            }
        },
        // The number itself is not repeated in the problem: it is personal data.
        (FieldType::ResidentId, Value::String(number)) => match resident_id(number) {
            Verdict::Ok | Verdict::Warn(_) => None,
            Verdict::Wrong(why) => Some(problem(field, "not_a_resident_id").with("reason", why.code())),
        },
        _ => Some(wrong_type(field)),
    }
}

const BILLION: i64 = 1_000_000_000;

/// A decimal times 10⁹: optional minus, no leading zeros, at most 18 digits before the point and 9
/// after it. Anything else: the code of what is wrong.
pub(crate) fn scaled(text: &str) -> Result<i128, &'static str> {
    let (minus, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = match digits.split_once('.') {
        Some((_, "")) => return Err("not_a_number"),
        Some(both) => both,
        None => (digits, ""),
    };
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) || !plain(whole) || !plain(part) {
        return Err("not_a_number");
    }
    if part.len() > DECIMAL_PLACES as usize {
        return Err("too_precise");
    }
    if whole.len() > 18 {
        return Err("too_large");
    }
    let digit = |n: i128, b: u8| n * 10 + i128::from(b - b'0');
    let n = whole.bytes().chain(part.bytes()).fold(0i128, digit);
    let n = n * 10i128.pow(DECIMAL_PLACES - u32::try_from(part.len()).unwrap_or(0));
    Ok(if minus { -n } else { n })
}

fn minor_units(field: &Field, text: &str, minor_digits: u32) -> Result<i64, Problem> {
    let n = scaled(text).map_err(|code| decimal_problem(field, code, text))?;
    let step = i128::from(BILLION / 10i64.pow(minor_digits.min(9)));
    if n % step != 0 {
        return Err(problem(field, "too_precise").with("places", minor_digits).with("given", text));
    }
    i64::try_from(n / step).map_err(|_| problem(field, "too_large").with("max", i64::MAX).with("given", text))
}

fn decimal_problem(field: &Field, code: &'static str, given: &str) -> Problem {
    let problem = problem(field, code).with("given", given);
    match code {
        "too_precise" => problem.with("places", DECIMAL_PLACES),
        "too_large" => problem.with("max", "999999999999999999"),
        _ => problem,
    }
}

fn outside(field: &Field, n: i128) -> Option<Problem> {
    if let Some(min) = field.min.as_deref().filter(|min| scaled(min).is_ok_and(|m| n < m)) {
        return Some(problem(field, "too_small").with("min", min));
    }
    let max = field.max.as_deref().filter(|max| scaled(max).is_ok_and(|m| n > m))?;
    Some(problem(field, "too_large").with("max", max))
}

/// The first character of a text that cannot be seen; line breaks and tabs are judged elsewhere.
fn unseen(field: &Field, text: &str) -> Option<Problem> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return None;
    }
    let found = |(i, c)| Some((i, c, clean::hidden(c).filter(|_| !matches!(c, '\n' | '\r' | '\t'))?));
    let (at, character, hidden) = text.chars().enumerate().find_map(found)?;
    let character = format!("U+{:04X}", u32::from(character));
    Some(problem(field, hidden.code()).with("character", character).with("at", at + 1))
}

fn too_long(field: &Field, text: &str, default: u32) -> Option<Problem> {
    let max = field.max_length.unwrap_or(default) as usize;
    (text.len() > max && text.chars().count() > max).then(|| problem(field, "too_long").with("max", max))
}

fn not_a_choice(field: &Field, given: &str) -> Option<Problem> {
    if field.choices.iter().any(|c| c.id == given) {
        return None;
    }
    let allowed: Vec<&str> = field.choices.iter().map(|c| c.id.as_str()).collect();
    Some(problem(field, "not_a_choice").with("given", given).with("allowed", allowed.join(", ")))
}

fn wrong_type(field: &Field) -> Problem {
    problem(field, "wrong_type").with("wanted", kind_name(field.kind))
}

fn problem(field: &Field, code: &'static str) -> Problem {
    Problem::new(field.id.as_str(), code)
}

/// The name of a type as it is written in a charter.
pub fn kind_name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::LongText => "long_text",
        FieldType::Integer => "integer",
        FieldType::Decimal => "decimal",
        FieldType::Money => "money",
        FieldType::Date => "date",
        FieldType::Instant => "instant",
        FieldType::Boolean => "boolean",
        FieldType::Choice => "choice",
        FieldType::Choices => "choices",
        FieldType::Unit => "unit",
        FieldType::Units => "units",
        FieldType::Jurisdiction => "jurisdiction",
        FieldType::Body => "body",
        FieldType::Post => "post",
        FieldType::Record => "record",
        FieldType::Place => "place",
        FieldType::Url => "url",
        FieldType::CreditCode => "credit_code",
        FieldType::ResidentId => "resident_id",
    }
}

#[cfg(test)]
mod tests;
