//! Codes and places as fields hold them.

use serde_json::{Map, Value, json};

const CREDIT_LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 18 characters of the alphabet of GB 32100 (no I, O, S, V, Z).
pub(crate) fn credit_code_shape_holds(code: &str) -> bool {
    code.len() == 18 && code.bytes().all(|b| CREDIT_LETTERS.contains(&b))
}

/// The check digit of GB 32100: weights 3^i mod 31 over the first 17 characters.
pub(crate) fn credit_code_digit_holds(code: &str) -> bool {
    let value = |b: u8| CREDIT_LETTERS.iter().position(|l| *l == b);
    let mut sum = 0;
    let mut weight = 1;
    for b in code.bytes().take(17) {
        let Some(v) = value(b) else { return false };
        sum += v * weight;
        weight = weight * 3 % 31;
    }
    code.len() == 18 && code.bytes().last().and_then(value) == Some((31 - sum % 31) % 31)
}

/// GB 11643: 17 digits and a check character (MOD 11-2).
pub(crate) fn resident_id_holds(number: &str) -> bool {
    let b = number.as_bytes();
    if b.len() != 18 || !b[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = b.iter().zip(weights).map(|(d, w)| usize::from(d - b'0') * w).sum();
    let born = format!("{}-{}-{}", &number[6..10], &number[10..12], &number[12..14]);
    b"10X98765432"[sum % 11] == b[17] && kernel::Date::parse(&born).is_some()
}

/// A place written as WKT or GeoJSON, in the kept form: GeoJSON with coordinates as text.
pub(crate) fn place(text: &str) -> Option<Value> {
    let place = if text.starts_with('{') { kept(&serde_json::from_str(text).ok()?)? } else { wkt(text)? };
    is_place(&place).then_some(place)
}

const KINDS: [(&str, &str, usize); 6] = [
    ("POINT", "Point", 0),
    ("MULTIPOINT", "MultiPoint", 1),
    ("LINESTRING", "LineString", 1),
    ("MULTILINESTRING", "MultiLineString", 2),
    ("POLYGON", "Polygon", 2),
    ("MULTIPOLYGON", "MultiPolygon", 3),
];

/// True if a value is a geometry in the kept form.
pub(crate) fn is_place(value: &Value) -> bool {
    fn nested(value: &Value, depth: usize) -> bool {
        let Value::Array(items) = value else { return false };
        if depth == 0 {
            return items.len() == 2 && coordinate(&items[0], 180) && coordinate(&items[1], 90);
        }
        !items.is_empty() && items.iter().all(|item| nested(item, depth - 1))
    }
    fn coordinate(value: &Value, limit: i128) -> bool {
        let Some(text) = value.as_str() else { return false };
        let places = text.split_once('.').map_or(0, |(_, part)| part.len());
        places <= 7 && super::values::scaled(text).is_ok_and(|n| n.abs() <= limit * 1_000_000_000)
    }
    let Some(object) = value.as_object().filter(|o| o.len() == 2) else { return false };
    let Some(kind) = object.get("type").and_then(Value::as_str) else { return false };
    let depth = KINDS.iter().find(|k| k.1 == kind).map(|k| k.2);
    depth.zip(object.get("coordinates")).is_some_and(|(depth, coordinates)| nested(coordinates, depth))
}

/// GeoJSON with its numbers turned to text.
fn kept(json: &Value) -> Option<Value> {
    fn texts(value: &Value) -> Option<Value> {
        match value {
            Value::Number(n) => Some(Value::String(n.to_string())),
            Value::String(_) => Some(value.clone()),
            Value::Array(items) => items.iter().map(texts).collect::<Option<Vec<_>>>().map(Value::Array),
            _ => None,
        }
    }
    Some(json!({ "type": json.get("type")?, "coordinates": texts(json.get("coordinates")?)? }))
}

fn wkt(text: &str) -> Option<Value> {
    let open = text.find('(')?;
    let name = text[..open].trim();
    let (_, kind, depth) = KINDS.iter().find(|k| k.0.eq_ignore_ascii_case(name))?;
    let mut rest = &text[open..];
    let mut coordinates = group(&mut rest)?;
    if !rest.trim().is_empty() {
        return None;
    }
    let Value::Array(items) = &mut coordinates else { return None };
    if *depth == 0 {
        coordinates = (items.len() == 1).then(|| items.remove(0))?;
    } else if *kind == "MultiPoint" {
        // `((1 2), (3 4))` and `(1 2, 3 4)` mean the same.
        for item in items.iter_mut().filter(|i| i[0].is_array()) {
            *item = item[0].take();
        }
    }
    Some(Value::Object(Map::from_iter([
        ("type".to_owned(), Value::from(*kind)),
        ("coordinates".to_owned(), coordinates),
    ])))
}

/// `( item, item … )` where an item is a group or `x y`.
fn group(rest: &mut &str) -> Option<Value> {
    *rest = rest.trim_start().strip_prefix('(')?;
    let mut items = Vec::new();
    loop {
        let here = rest.trim_start();
        *rest = here;
        if here.starts_with('(') {
            items.push(group(rest)?);
        } else {
            let end = here.find([',', ')'])?;
            let pair: Vec<Value> = here[..end].split_whitespace().map(Value::from).collect();
            items.push(Value::Array(pair));
            *rest = &here[end..];
        }
        let here = rest.trim_start();
        if let Some(after) = here.strip_prefix(',') {
            *rest = after;
        } else {
            *rest = here.strip_prefix(')')?;
            return Some(Value::Array(items));
        }
    }
}
