//! From what was typed into a form to what is kept, field by field, and back into what a form shows: ids
//! for choices, names nowhere (a sheet, where people write names, goes through `normalise.rs`). Full-width digits, separators, 万 and 亿, `2026.10.31` and `2026年10月31日` are understood; nothing is guessed.

use crate::charter::model::{Charter, Field, FieldType};
use crate::charter::values::{KEY_MARKER, parse_value};
use kernel::clean::{self, half_width, is_blank};
use kernel::decimal::decimal_text;
use kernel::quantity::ReadProblem;
use kernel::{Currency, Date, Decimal, Id, Instant, Money, Problem, Unit, codes};
use serde_json::{Map, Value, json};

/// Reads what was typed into a field. Nothing typed is null; whether that is allowed is judged with
/// the whole body. A record that is not named by its id becomes `{"$key": text}`, to be looked up.
pub fn value(charter: &Charter, field: &Field, typed: &[String]) -> Result<Value, Problem> {
    let problem = |code| Problem::new(field.id.as_str(), code);
    let text = typed.first().map_or("", String::as_str);
    if text.trim().is_empty() && !field.kind.is_list() {
        return Ok(Value::Null);
    }
    let number = |read: Result<Decimal, ReadProblem>| {
        read.map_err(|why| problem(code(&why)).with("given", text.trim()))
    };
    Ok(match field.kind {
        FieldType::Text | FieldType::Url => {
            Value::from(clean::line(text).map_err(|unclean| unclean.problem(field.id.as_str()))?)
        }
        FieldType::LongText => {
            Value::from(clean::lines(text).map_err(|unclean| unclean.problem(field.id.as_str()))?)
        }
        FieldType::CreditCode | FieldType::ResidentId => Value::from(codes::tidy(text)),
        FieldType::Integer | FieldType::Decimal | FieldType::Money | FieldType::Date | FieldType::Instant
            if is_blank(text) =>
        {
            Value::Null
        }
        FieldType::Decimal => {
            Value::from(decimal_text(number(clean::number_in(text, unit(field).as_ref()))?))
        }
        FieldType::Integer => {
            let read = number(clean::number_in(text, unit(field).as_ref()))?;
            let whole = read.is_integer().then(|| i64::try_from(read.trunc()).ok()).flatten();
            Value::from(whole.ok_or_else(|| problem("not_an_integer").with("given", text.trim()))?)
        }
        FieldType::Money => Value::from(minor_units(charter, field, text)?),
        FieldType::Date => {
            let day = clean::date(text).map_err(|why| problem(why.code()).with("given", text.trim()))?;
            Value::from(day.to_string())
        }
        FieldType::Instant => {
            let at = instant(text, &charter.zone.time_zone);
            Value::from(at.ok_or_else(|| problem("not_an_instant").with("given", text.trim()))?.0)
        }
        FieldType::Boolean => match text.trim() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return Err(problem("not_yes_or_no")),
        },
        FieldType::Choices | FieldType::Units => {
            let chosen: Vec<Value> =
                typed.iter().filter(|one| !one.is_empty()).map(|one| Value::from(one.as_str())).collect();
            if chosen.is_empty() { Value::Null } else { Value::Array(chosen) }
        }
        FieldType::Record => match record_id(text) {
            Some(id) => Value::from(id.as_str()),
            None => json!({ KEY_MARKER: text.trim() }),
        },
        FieldType::Place => {
            let written = position(text).unwrap_or_else(|| text.trim().to_owned());
            parse_value(field, &written, charter.minor_digits())?
        }
        FieldType::Choice | FieldType::Unit | FieldType::Jurisdiction | FieldType::Body | FieldType::Post => {
            Value::from(text.trim())
        }
    })
}

/// What a form shows for a kept value; reading it again gives the value.
pub fn typed(charter: &Charter, field: &Field, value: Option<&Value>) -> Vec<String> {
    let one = match (field.kind, value) {
        (_, None | Some(Value::Null)) => return Vec::new(),
        (FieldType::Choices | FieldType::Units, Some(Value::Array(all))) => {
            return all.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        (FieldType::Money, Some(Value::Number(minor))) => major_units(charter, minor.as_i64().unwrap_or(0)),
        (FieldType::Instant, Some(Value::Number(at))) => {
            Instant(at.as_i64().unwrap_or(0)).local(&charter.zone.time_zone)
        }
        (FieldType::Place, Some(place)) => place_text(place),
        (_, Some(Value::String(text))) => text.clone(),
        (_, Some(other)) => other.to_string(),
    };
    vec![one]
}

/// The unit a number is typed in.
pub fn unit(field: &Field) -> Option<Unit> {
    field.unit.as_deref().and_then(Unit::find)
}

/// What is wrong with a number. One that cannot be converted exactly is told from one that is not exact.
fn code(why: &ReadProblem) -> &'static str {
    if *why == ReadProblem::NotExact { "unit_not_exact" } else { why.code() }
}

fn minor_units(charter: &Charter, field: &Field, text: &str) -> Result<i64, Problem> {
    let problem = |code| Problem::new(field.id.as_str(), code).with("given", text.trim());
    let places = charter.minor_digits();
    let too_precise = || problem("too_precise").with("places", places);
    if let Some(currency) = Currency::find(&charter.zone.currency) {
        return clean::money(text, currency).map(|money| money.minor).map_err(|why| match why {
            ReadProblem::NotExact => too_precise(),
            why => problem(why.code()),
        });
    }
    let major = clean::number_in(text, None).map_err(|why| problem(code(&why)))?;
    let minor = major.checked_mul(Decimal::from(10i64.pow(places)));
    match minor.map(|minor| (minor.is_integer(), i64::try_from(minor.trunc()))) {
        Some((true, Ok(minor))) => Ok(minor),
        Some((false, _)) => Err(too_precise()),
        _ => Err(problem("too_large")),
    }
}

fn major_units(charter: &Charter, minor: i64) -> String {
    let major = match Currency::find(&charter.zone.currency) {
        Some(currency) => Money::new(minor, currency).major(),
        None => Decimal::from(minor) / Decimal::from(10i64.pow(charter.minor_digits())),
    };
    decimal_text(major)
}

/// RFC 3339, or date and time as people write them in the zone: `2026-10-31 17:56`.
fn instant(text: &str, time_zone: &str) -> Option<Instant> {
    let text = half_width(text);
    let text = text.trim();
    if let Some(at) = Instant::parse(text) {
        return Some(at);
    }
    let (day, time) = text.rsplit_once([' ', 'T'])?;
    let day: Date = clean::date(day).ok()?;
    let mut parts = time.split(':');
    let mut part = |max: i64| -> Option<i64> {
        let text = parts.next()?;
        let good = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        good.then(|| text.parse().ok()).flatten().filter(|n| *n < max)
    };
    let (hours, minutes) = (part(24)?, part(60)?);
    let seconds = part(60).unwrap_or(0);
    if parts.next().is_some() {
        return None;
    }
    let start = Instant::start_of(day, time_zone)?;
    Some(Instant(start.0 + ((hours * 60 + minutes) * 60 + seconds) * 1_000_000))
}

/// The id of a record: itself, or at the end of a pasted address.
pub fn record_id(text: &str) -> Option<Id> {
    let path = text.trim().split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').rsplit('/').next().and_then(Id::parse)
}

/// `116.75, 39.9` as WKT; none if it is written otherwise.
fn position(text: &str) -> Option<String> {
    let half = half_width(text).replace('、', ",");
    let parts: Vec<&str> = half.split([',', ' ']).filter(|part| !part.is_empty()).collect();
    let [longitude, latitude] = parts[..] else { return None };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b"-.".contains(&b));
    (number(longitude) && number(latitude)).then(|| format!("POINT({longitude} {latitude})"))
}

fn place_text(place: &Value) -> String {
    let at = |i: usize| place["coordinates"][i].as_str();
    match (place["type"].as_str(), at(0), at(1)) {
        (Some("Point"), Some(longitude), Some(latitude)) => format!("{longitude}, {latitude}"),
        _ => kernel::place::to_geojson(place).to_string(),
    }
}

/// Values of fields by id, without nulls.
pub type Body = Map<String, Value>;

#[cfg(test)]
mod tests {
    use super::*;

    fn charter() -> Charter {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
        crate::charter::read(&folder).expect("the fixture is right").charter
    }

    fn field(kind: FieldType, unit: Option<&str>) -> Field {
        serde_json::from_value(json!({
            "id": "x", "name": { "zh": "甲" }, "type": crate::charter::values::kind_name(kind), "unit": unit,
        }))
        .expect("a field")
    }

    #[test]
    fn what_people_type_arrives_in_the_form_that_is_kept() {
        let charter = charter();
        let point = json!({ "type": "Point", "coordinates": ["116.75", "39.9"] });
        let cases = [
            (FieldType::Text, None, "  渡口桥　", json!("渡口桥")),
            (FieldType::LongText, None, "甲\r\n乙\n", json!("甲\n乙")),
            (FieldType::Integer, Some("人次"), "１，２００", json!(1200)),
            (FieldType::Integer, Some("人次"), "13万", json!(130_000)),
            (FieldType::Integer, None, "—", Value::Null),
            (FieldType::Decimal, Some("km"), "５.２80 公里", json!("5.28")),
            (FieldType::Money, None, "4.2681亿元", json!(42_681_000_000i64)),
            (FieldType::Money, None, "12,500", json!(1_250_000)),
            (FieldType::Date, None, "2026年10月31日", json!("2026-10-31")),
            (FieldType::Date, None, "2026.10.31", json!("2026-10-31")),
            (FieldType::Date, None, "/", Value::Null),
            (FieldType::Instant, None, "2023-12-29 17:56", json!(1_703_843_760_000_000i64)),
            (FieldType::Instant, None, "2023-12-29T09:56:00Z", json!(1_703_843_760_000_000i64)),
            (FieldType::Boolean, None, "false", json!(false)),
            (FieldType::Boolean, None, "", Value::Null),
            (FieldType::Place, None, "116.75，39.9", point.clone()),
            (FieldType::Place, None, "116.75 39.9", point.clone()),
            (FieldType::Place, None, "{\"type\":\"Point\",\"coordinates\":[116.75,39.9]}", point),
            (FieldType::Record, None, "渡口桥", json!({ "$key": "渡口桥" })),
            (
                FieldType::Record,
                None,
                "http://x/lists/bridges/0190163d-8694-7b9c-af2c-c23d9c4e30f6?as_of=2023-01-01",
                json!("0190163d-8694-7b9c-af2c-c23d9c4e30f6"),
            ),
            (FieldType::CreditCode, None, "９1110112MA0000000x ", json!("91110112MA0000000X")),
        ];
        for (kind, unit, text, kept) in cases {
            let read = value(&charter, &field(kind, unit), &[text.to_owned()]);
            assert_eq!(read.as_ref().ok(), Some(&kept), "{kind:?} {text}: {read:?}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused_and_named() {
        let charter = charter();
        let cases = [
            (FieldType::Integer, Some("人次"), "约1200", "qualifier_not_kept"),
            (FieldType::Integer, None, "1.5", "not_an_integer"),
            (FieldType::Integer, None, "很多", "not_a_number"),
            (FieldType::Decimal, Some("km"), "5亩", "other_unit"),
            (FieldType::Money, None, "0.015", "too_precise"),
            (FieldType::Decimal, Some("平方米"), "1亩", "unit_not_exact"),
            (FieldType::Date, None, "2026年10月", "day_missing"),
            (FieldType::Date, None, "2026-02-30", "no_such_day"),
            (FieldType::Instant, None, "2026-10-31 25:00", "not_an_instant"),
            (FieldType::Text, None, "甲\u{200b}乙", "zero_width_character"),
            (FieldType::Place, None, "39.9, 116.75", "not_a_place"),
        ];
        for (kind, unit, text, code) in cases {
            let read = value(&charter, &field(kind, unit), &[text.to_owned()]);
            assert_eq!(read.as_ref().map_err(|problem| problem.code).err(), Some(code), "{kind:?} {text}");
        }
    }

    #[test]
    fn what_a_form_shows_reads_back_as_what_is_kept() {
        let charter = charter();
        let line = json!({ "type": "LineString", "coordinates": [["116.76", "39.88"], ["116.77", "39.88"]] });
        let cases = [
            (FieldType::Money, json!(42_681_000_050i64)),
            (FieldType::Money, json!(-5)),
            (FieldType::Decimal, json!("5.28")),
            (FieldType::Integer, json!(-12)),
            (FieldType::Date, json!("2023-12-29")),
            (FieldType::Instant, json!(1_703_843_760_000_000i64)),
            (FieldType::Boolean, json!(true)),
            (FieldType::Choices, json!(["a", "b"])),
            (FieldType::Units, json!(["a", "b"])),
            (FieldType::Place, line),
            (FieldType::Place, json!({ "type": "Point", "coordinates": ["116.75", "39.9"] })),
            (FieldType::LongText, json!("甲\n乙")),
        ];
        for (kind, kept) in cases {
            let field = field(kind, None);
            let shown = typed(&charter, &field, Some(&kept));
            assert_eq!(value(&charter, &field, &shown), Ok(kept), "{kind:?} {shown:?}");
        }
    }
}
