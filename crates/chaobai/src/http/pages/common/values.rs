//! Values of fields as a page shows them, by type and language.

use super::{Names, address, say};
use crate::charter::model::{Field, FieldType};
use crate::http::views::{Cell, Page};
use crate::http::words;
use kernel::decimal::parse_decimal;
use kernel::money::Scale;
use kernel::{Currency, Date, Id, Instant, Lang, Money, Unit, clean};
use serde_json::Value;

/// A value as a cell: numbers to the right, records and addresses as links. A value that is not of the kept
/// form is shown as it is kept.
pub fn cell(names: &Names<'_>, field: &Field, value: &Value) -> Cell {
    let shown = text(names, field, value);
    if shown.is_empty() {
        return Cell { numeric: is_number(field), ..Cell::default() };
    }
    match field.kind {
        _ if is_number(field) => Cell::number(shown),
        FieldType::Url => Cell::link(value.as_str().unwrap_or_default(), shown),
        FieldType::Record => {
            let id = value.as_str().and_then(Id::parse).filter(|id| names.find_title(id).is_some());
            match id.zip(field.register.as_deref()) {
                Some((id, register)) => {
                    let page = Page::new(names.lang, "", "", "");
                    let path = if names.is_work { address::work_record } else { address::record };
                    Cell::link(page.href(&path(register, &id)), shown)
                }
                None => Cell::text(shown),
            }
        }
        _ => Cell::text(shown),
    }
}

/// A value as text; empty where it is not known.
pub fn text(names: &Names<'_>, field: &Field, value: &Value) -> String {
    let lang = names.lang;
    let kept = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (field.kind, value) {
        (_, Value::Null) => String::new(),
        (FieldType::Integer, Value::Number(n)) => n.as_i64().map_or_else(kept, |n| say::whole(lang, n)),
        (FieldType::Decimal, Value::String(digits)) => {
            parse_decimal(digits, 9).map_or_else(|_| kept(), |number| say::decimal(lang, number))
        }
        (FieldType::Money, Value::Number(n)) => {
            let currency = Currency::find(&names.charter.zone.currency);
            match n.as_i64().zip(currency) {
                Some((minor, currency)) => Money::new(minor, currency).number(Scale::Major),
                None => kept(),
            }
        }
        (FieldType::Date, Value::String(day)) => {
            Date::parse(day).map_or_else(kept, |day| say::date(lang, day))
        }
        (FieldType::Instant, Value::Number(n)) => {
            n.as_i64().map_or_else(kept, |at| say::time(lang, Instant(at), &names.charter.zone.time_zone))
        }
        (FieldType::Boolean, Value::Bool(yes)) => {
            let words = words::of(lang);
            if *yes { words.yes } else { words.no }.to_owned()
        }
        (FieldType::Choices | FieldType::Units, Value::Array(members)) => {
            let members: Vec<String> = members.iter().map(|member| names.name(field, member)).collect();
            members.join(say::pick(lang, "、", ", "))
        }
        (
            FieldType::Choice
            | FieldType::Unit
            | FieldType::Jurisdiction
            | FieldType::Body
            | FieldType::Post
            | FieldType::Record,
            Value::String(_),
        ) => names.name(field, value),
        (FieldType::Place, Value::Object(_)) => place(lang, value),
        _ => kept(),
    }
}

/// Longitude and latitude of a point; of anything larger, what it is.
fn place(lang: Lang, value: &Value) -> String {
    let part = |i: usize| value["coordinates"][i].as_str();
    match (value["type"].as_str().unwrap_or_default(), part(0), part(1)) {
        ("Point", Some(longitude), Some(latitude)) => match lang {
            Lang::Zh => format!("经度 {longitude}，纬度 {latitude}"),
            Lang::En => format!("longitude {longitude}, latitude {latitude}"),
        },
        ("LineString" | "MultiLineString", ..) => say::pick(lang, "线", "line").into(),
        ("Polygon" | "MultiPolygon", ..) => say::pick(lang, "面", "area").into(),
        ("MultiPoint", ..) => say::pick(lang, "多个点", "points").into(),
        (other, ..) => other.to_owned(),
    }
}

/// Whether a field stands to the right of its column.
pub fn is_number(field: &Field) -> bool {
    matches!(field.kind, FieldType::Integer | FieldType::Decimal | FieldType::Money)
}

/// Name of a field with its unit: `长度（km）`, `Length (km)`; money with the currency.
pub fn label(names: &Names<'_>, field: &Field) -> String {
    let name = field.name.get(names.lang);
    match (unit(names, field), names.lang) {
        (unit, _) if unit.is_empty() => name.to_owned(),
        (unit, Lang::Zh) => format!("{name}（{unit}）"),
        (unit, Lang::En) => format!("{name} ({unit})"),
    }
}

/// Unit of a field in the page's language; empty where it has none.
pub fn unit(names: &Names<'_>, field: &Field) -> String {
    let currency = || Currency::find(&names.charter.zone.currency);
    match (field.kind, &field.unit, names.lang) {
        (FieldType::Money, _, Lang::Zh) => currency().map_or("", Currency::zh).to_owned(),
        (FieldType::Money, _, Lang::En) => currency().map_or("", Currency::code).to_owned(),
        (_, Some(unit), Lang::En) if unit.chars().any(clean::is_han) => Unit::find(unit)
            .map(|known| (known.times(), known.en(true)))
            .filter(|(_, en)| !en.is_empty())
            .map(|(times, en)| match times {
                1 => en,
                // 亿元 is 100 million yuan: the number before it is as it is kept.
                times if times % 1_000_000 == 0 => format!("{} million {en}", times / 1_000_000),
                times => format!("{} {en}", say::whole(names.lang, times)),
            })
            .unwrap_or_else(|| unit.clone()),
        (_, Some(unit), _) => unit.clone(),
        (_, None, _) => String::new(),
    }
}
