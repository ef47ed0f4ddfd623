//! Forms of parameters: how one is checked, and the JSON Schema that says the same.

use crate::charter::model::{Charter, Register};
use crate::desk::{Caller, RequestKey};
use crate::domain::registers::{permits, sort_key};
use kernel::{Date, Id, Instant, Problem};
use serde_json::{Value, json};

/// The pattern of a record's id: a version 7 UUID in lower-case text.
pub const ID_PATTERN: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
/// The pattern of a place in a list: base64 for addresses.
const CURSOR_PATTERN: &str = "^[0-9A-Za-z_-]{1,2000}$";
/// Longest filter in characters.
pub const FILTER_MAX: usize = crate::domain::registers::filter::LENGTH_MAX;

/// The form of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `2023-12-29`.
    Date,
    /// RFC 3339.
    Instant,
    /// An instant or date, or an interval of them with `..` for an open end (OGC API Features).
    Datetime,
    /// A whole number.
    Whole {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// One of several words.
    Choice(&'static [&'static str]),
    /// CQL2 text.
    Filter,
    /// Where the page before ended.
    Cursor,
    /// West, south, east, north in degrees.
    Bbox,
    /// A stage of the register.
    Stage,
    /// A field of the register, `-` before it for descending.
    Sort,
    /// A request key.
    RequestKey,
    /// A version in quotes, as in `ETag`.
    Version,
    /// A record's id.
    RecordId,
    /// A register's id.
    Register,
    /// A figure's id.
    Figure,
    /// SHA-256 in hex.
    Sha256,
    /// A login.
    Login,
    /// A cell.
    Cell,
    /// A file name.
    FileName,
    /// One line of text of at most so many characters.
    Line(usize),
    /// A file of the log below `tile/`.
    TilePath,
    /// A file the pages need.
    Asset,
}

impl Shape {
    /// The form of a changing part of an address.
    pub fn of_path(path: &str, name: &str) -> Shape {
        match name {
            "register" => Shape::Register,
            "id" if path.contains("/figures/") => Shape::Figure,
            "id" if path.contains("/documents/") => Shape::Line(60),
            "id" | "comment" | "item" | "resolution" => Shape::RecordId,
            "sha256" => Shape::Sha256,
            "login" => Shape::Login,
            "cell" => Shape::Cell,
            "seq" => Shape::Whole { min: 1, max: i64::MAX },
            "path" => Shape::TilePath,
            "file" => Shape::Asset,
            _ => Shape::Line(200),
        }
    }

    /// What is wrong with a text, if it is not of this form.
    pub fn check(&self, text: &str) -> Result<(), Problem> {
        let problem = |code| Problem::new("", code);
        let demand = |good: bool, code| if good { Ok(()) } else { Err(problem(code)) };
        match self {
            Shape::Date => demand(Date::parse(text).is_some(), "not_a_date"),
            Shape::Instant => demand(Instant::parse(text).is_some(), "not_an_instant"),
            Shape::Datetime => demand(super::datetime::parse(text).is_some(), "not_an_instant"),
            Shape::Whole { min, max } => {
                let plain =
                    text.bytes().enumerate().all(|(n, b)| b.is_ascii_digit() || (n == 0 && b == b'-'));
                match text.parse::<i64>() {
                    Ok(number) if plain && number < *min => Err(problem("too_small").with("min", min)),
                    Ok(number) if plain && number > *max => Err(problem("too_large").with("max", max)),
                    Ok(_) if plain => Ok(()),
                    _ => Err(problem("not_a_whole_number")),
                }
            }
            Shape::Choice(words) if words.contains(&text) => Ok(()),
            Shape::Choice(words) => Err(problem("not_a_choice").with("allowed", words.join(", "))),
            Shape::Filter => {
                if text.chars().count() > FILTER_MAX {
                    return Err(problem("too_long").with("max", FILTER_MAX));
                }
                demand(text.chars().all(|c| c != '\0'), "control_character")
            }
            Shape::Bbox => demand(bbox(text).is_some(), "not_a_bbox"),
            Shape::RequestKey => demand(RequestKey::parse(text).is_ok(), "request_key"),
            Shape::Version => demand(version(text).is_some(), "not_a_version"),
            Shape::RecordId => demand(Id::parse(text).is_some(), "not_an_id"),
            Shape::Cursor => {
                let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
                demand((1..=2000).contains(&text.len()) && text.bytes().all(plain), "not_a_cursor")
            }
            Shape::Line(max) => line(text, *max),
            Shape::FileName => {
                demand(!text.trim().is_empty(), "required")?;
                line(text, 200)
            }
            Shape::Stage
            | Shape::Sort
            | Shape::Register
            | Shape::Figure
            | Shape::Sha256
            | Shape::Login
            | Shape::Cell
            | Shape::TilePath
            | Shape::Asset => line(text, 200),
        }
    }

    /// The same form as JSON Schema (2020-12), as far as the caller sees the register.
    pub fn schema(&self, charter: &Charter, caller: &Caller, register: Option<&Register>) -> Value {
        match self {
            Shape::Date => json!({ "type": "string", "format": "date" }),
            Shape::Instant => json!({ "type": "string", "format": "date-time" }),
            Shape::Datetime => json!({ "type": "string", "format": "ogc-datetime" }),
            Shape::Whole { min, max } => {
                json!({ "type": "integer", "format": "int64", "minimum": min, "maximum": max })
            }
            Shape::Choice(words) => json!({ "type": "string", "enum": words }),
            Shape::Filter => json!({
                "type": "string",
                "format": "cql2-text",
                "description": format!("At most {FILTER_MAX} characters."),
            }),
            Shape::Cursor => json!({ "type": "string", "pattern": CURSOR_PATTERN }),
            Shape::Bbox => json!({
                "type": "array",
                "items": { "type": "number" },
                "minItems": 4,
                "maxItems": 4,
            }),
            Shape::Stage => match register {
                Some(register) => {
                    let stages: Vec<&str> = register.stages.iter().map(|s| s.id.as_str()).collect();
                    json!({ "type": "string", "enum": stages })
                }
                None => json!({ "type": "string" }),
            },
            Shape::Sort => match register {
                Some(register) => json!({ "type": "string", "enum": sorts(caller, register) }),
                None => json!({ "type": "string" }),
            },
            Shape::RequestKey => json!({ "type": "string", "pattern": "^[!-~]{8,200}$" }),
            Shape::Version => json!({ "type": "string", "pattern": "^(W/)?\"[1-9][0-9]{0,17}\"$" }),
            Shape::RecordId => json!({ "type": "string", "pattern": ID_PATTERN }),
            Shape::Register => {
                let seen: Vec<&str> =
                    permits::visible_registers(charter, caller).map(|r| r.id.as_str()).collect();
                json!({ "type": "string", "enum": seen })
            }
            Shape::Figure => {
                let ids: Vec<&str> = charter.figures.iter().map(|f| f.id.as_str()).collect();
                json!({ "type": "string", "enum": ids })
            }
            Shape::Sha256 => json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
            Shape::Login => json!({ "type": "string", "pattern": "^[a-z0-9._-]{3,40}$" }),
            Shape::Cell => {
                json!({ "type": "string", "pattern": format!("^{}-[0-3][0-9a-f]{{2}}$", charter.zone.id) })
            }
            Shape::FileName => {
                json!({ "type": "string", "format": "file-name", "minLength": 1, "maxLength": 200 })
            }
            Shape::Line(max) => json!({ "type": "string", "format": "line", "maxLength": max }),
            Shape::TilePath => json!({ "type": "string", "pattern": "^[0-9a-z/.]{1,200}$" }),
            Shape::Asset => json!({ "type": "string" }),
        }
    }
}

/// What a caller can sort a register by.
fn sorts(caller: &Caller, register: &Register) -> Vec<String> {
    use crate::domain::registers::field_sql::PSEUDO;
    let own = PSEUDO.iter().map(|pseudo| pseudo.name.to_owned());
    let fields = register.fields.iter().filter(|f| permits::may_filter_by(caller, register, f));
    let names = own.chain(fields.map(|f| f.id.clone()));
    let sortable = names.filter(|name| sort_key(register, name).is_some());
    sortable.flat_map(|name| [name.clone(), format!("-{name}")]).collect()
}

/// Reads a bounding box: west, south, east, north. A west beyond its east reaches across the 180th meridian;
/// the two latitudes are taken in either order.
pub fn bbox(text: &str) -> Option<[f64; 4]> {
    let parts: Vec<f64> = text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [west, south, east, north] = parts.try_into().ok()?;
    let finite = [west, south, east, north].iter().all(|n| n.is_finite());
    finite.then_some([west, south.min(north), east, south.max(north)])
}

/// Reads a version in quotes, weak or strong.
pub fn version(text: &str) -> Option<i64> {
    let quoted = text.strip_prefix("W/").unwrap_or(text);
    let digits = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let plain = !digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|version| plain && !digits.starts_with('0') && *version > 0)
}

fn line(text: &str, max: usize) -> Result<(), Problem> {
    if text.chars().count() > max {
        return Err(Problem::new("", "too_long").with("max", max));
    }
    match text.chars().find_map(kernel::clean::hidden) {
        Some(hidden) => Err(Problem::new("", hidden.code())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_versions_are_read_or_refused() {
        let boxes = [
            ("116,39,117,40", true),
            ("116.5, 39.5 ,117,40", true),
            ("117,39,116,40", true),
            ("116,39,117", false),
            ("116,39,117,40,1,2", false),
            ("116,39,117,NaN", false),
            ("116,39,inf,40", false),
        ];
        for (text, good) in boxes {
            assert_eq!(bbox(text).is_some(), good, "{text}");
        }
        assert_eq!(bbox("117,40,116,39"), Some([117.0, 39.0, 116.0, 40.0]));
        for (text, read) in
            [("\"3\"", Some(3)), ("W/\"12\"", Some(12)), ("3", None), ("\"0\"", None), ("\"\"", None)]
        {
            assert_eq!(version(text), read, "{text}");
        }
    }
}
