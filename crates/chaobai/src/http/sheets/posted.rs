//! Cells as a form posts them: `cell.RECORD.FIELD`, with `version.RECORD` beside them. A row that is not
//! there yet has a name of the sender's own instead of a record: `cell.new-1.FIELD`.

use super::ROWS_MAX;
use crate::charter::model::Register;
use crate::domain::sheets::{Cells, Key, Sent};
use crate::http::pages::work::typed::Typed;
use kernel::{Id, Kind, Refusal};
use std::collections::BTreeMap;

/// The name of a cell's input.
pub fn name(key: &str, field: &str) -> String {
    format!("cell.{key}.{field}")
}

/// The rows of a form, in the order they were sent, numbered from 1.
///
/// # Errors
/// `registers.too_many_rows`; `request.body` where a name is none of ours.
pub fn rows(register: &Register, typed: &Typed) -> Result<Vec<Sent>, Refusal> {
    let unreadable = || Refusal::new(Kind::Invalid, "request.body");
    let mut versions = BTreeMap::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows: Vec<(&str, Cells)> = Vec::new();
    for (name, value) in typed.pairs() {
        if let Some(key) = name.strip_prefix("version.") {
            versions.insert(key, value.parse::<i64>().map_err(|_| unreadable())?);
        }
        let Some((key, field)) = name.strip_prefix("cell.").and_then(|rest| rest.split_once('.')) else {
            continue;
        };
        if register.field(field).is_none() {
            return Err(unreadable());
        }
        let at = *places.entry(key).or_insert_with(|| {
            rows.push((key, Cells::new()));
            rows.len() - 1
        });
        rows[at].1.insert(field.to_owned(), value.replace("\r\n", "\n"));
    }
    if rows.len() > ROWS_MAX {
        return Err(Refusal::new(Kind::TooLarge, "registers.too_many_rows").with("max", ROWS_MAX));
    }
    let numbers: BTreeMap<&str, usize> = typed
        .pairs()
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("row.")?, value.parse().ok()?)))
        .collect();
    let row = |(at, (key, cells)): (usize, (&str, Cells))| {
        let number = numbers.get(key).copied().unwrap_or(at + 1);
        let key = match Id::parse(key) {
            Some(id) => Key::Known(id, versions.get(key).copied().unwrap_or(0)),
            None if key.starts_with("new-") && key.len() <= 20 => Key::New(key.to_owned()),
            None => return Err(unreadable()),
        };
        Ok(Sent { key, number, cells })
    };
    rows.into_iter().enumerate().map(row).collect()
}
