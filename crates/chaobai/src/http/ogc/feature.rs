//! Records as GeoJSON text. The digits of decimals and coordinates are written by the same writer that
//! writes exports, so that no number passes through a double on its way.

use crate::charter::model::Register;
use crate::desk::{Caller, Law};
use crate::domain::registers::Record;
use crate::house::House;
use crate::http::api::export::{fields, view};
use crate::http::export::{Format, Head};
use kernel::{Date, Kind, Lang, Refusal};
use serde_json::Value;

/// What stands before the features of a collection.
const BEFORE: &str = "\"features\":[\n";
/// What stands behind them.
const BEHIND: &str = "\n],\"numberReturned\"";

/// A feature collection of records, with further members.
pub fn collection(
    house: &House,
    law: &Law,
    caller: &Caller,
    register: &Register,
    records: &[Record],
    as_of: Date,
    members: &[(&str, Value)],
) -> Result<String, Refusal> {
    let text = written(house, law, caller, register, records, as_of)?;
    Ok(with_members(text.trim_end(), members))
}

/// One record as a feature, with further members.
pub fn feature(
    house: &House,
    law: &Law,
    caller: &Caller,
    register: &Register,
    record: &Record,
    members: &[(&str, Value)],
) -> Result<String, Refusal> {
    let text = written(house, law, caller, register, std::slice::from_ref(record), record.effective_on)?;
    let start = text.find(BEFORE).map(|at| at + BEFORE.len());
    let end = text.rfind(BEHIND);
    let feature = start.zip(end).and_then(|(start, end)| text.get(start..end)).ok_or_else(unwritten)?;
    Ok(with_members(feature, members))
}

fn written(
    house: &House,
    law: &Law,
    caller: &Caller,
    register: &Register,
    records: &[Record],
    as_of: Date,
) -> Result<String, Refusal> {
    let no_names = |_: &crate::charter::model::Field, value: &Value, _: Lang| value.to_string();
    let fields = fields(caller, register);
    let head = Head {
        register,
        fields: &fields,
        lang: Lang::Zh,
        as_of,
        exported_at: house.clock.now(),
        time_zone: &law.charter.zone.time_zone,
        money: (&law.charter.zone.currency, law.charter.minor_digits()),
        name_of: &no_names,
        official: None,
    };
    let mut out = Vec::new();
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "a feature could not be written");
        unwritten()
    };
    let mut sheet = Format::GeoJson.open(head, &mut out).map_err(failed)?;
    for record in records {
        sheet.row(&view(record)).map_err(failed)?;
    }
    sheet.finish().map_err(failed)?;
    String::from_utf8(out).map_err(|_| unwritten())
}

/// An object's text with members put in before its closing brace.
fn with_members(object: &str, members: &[(&str, Value)]) -> String {
    let mut text = object.strip_suffix('}').unwrap_or(object).to_owned();
    for (name, value) in members {
        text.push_str(&format!(",{}:{value}", Value::from(*name)));
    }
    text.push('}');
    text
}

fn unwritten() -> Refusal {
    Refusal::new(Kind::Busy, "busy")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_put_in_before_the_closing_brace() {
        let text = with_members("{\"a\":1.50}", &[("b", json!([1])), ("c", Value::Null)]);
        assert_eq!(text, "{\"a\":1.50,\"b\":[1],\"c\":null}");
    }
}
