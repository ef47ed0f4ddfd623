//! Pages by key set: the order of a list, the SQL of a page, and the cursor between two pages.

use super::find::{ListQuery, Texts};
use super::permits;
use super::sort_key::{SortKind, sort_key};
use super::sql;
use crate::charter::model::{Field, Register};
use crate::desk::Caller;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Id, Kind, Refusal};
use serde_json::{Value as Json, json};
use store::{Row, StoreError, Value};

/// What to sort a list by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Field id, or one of `id`, `stage`, `version`, `created_at`, `amended_at`, `effective_on`.
    pub field: String,
    /// Largest first.
    pub descending: bool,
}

impl Sort {
    /// Reads `field` or `-field`.
    pub fn parse(text: &str) -> Sort {
        match text.strip_prefix('-') {
            Some(field) => Sort { field: field.into(), descending: true },
            None => Sort { field: text.into(), descending: false },
        }
    }
}

/// What a list is ordered by.
pub(super) struct Order {
    pub(super) key: Option<(String, SortKind)>,
    pub(super) descending: bool,
}

/// The records without a value and those with one are asked for apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// In order of id alone.
    Plain,
    /// Those without a value.
    Null,
    /// The rest of those that have the same value as the last of the page before. Asked apart, because
    /// SQLite does not look up a pair of an expression and a column in an index.
    Same,
    /// Those with a value, after the last of the page before.
    Value,
}

/// The order asked for, or the register's own.
pub(super) fn order(caller: &Caller, register: &Register, query: &ListQuery) -> Result<Order, Refusal> {
    let own =
        || register.sort.first().map(|text| Sort::parse(text)).filter(|own| may_sort(caller, register, own));
    let Some(sort) = query.sort.clone().or_else(own) else {
        return Ok(Order { key: None, descending: false });
    };
    if sort.field == "id" {
        return Ok(Order { key: None, descending: sort.descending });
    }
    let unknown = || Refusal::new(Kind::Invalid, "sort.unknown_field").with("given", &sort.field);
    if !may_sort(caller, register, &sort) {
        return Err(unknown());
    }
    let key = sort_key(register, &sort.field).ok_or_else(unknown)?;
    Ok(Order { key: Some((key.sql, key.kind)), descending: sort.descending })
}

/// Whether the field has an order and the caller sees it in every record. A register's own order that a
/// caller may not know of gives way to the order of ids.
fn may_sort(caller: &Caller, register: &Register, sort: &Sort) -> bool {
    let hidden = |field: &Field| !permits::may_filter_by(caller, register, field);
    sort.field == "id"
        || (sort_key(register, &sort.field).is_some() && !register.field(&sort.field).is_some_and(hidden))
}

/// The SQL text of one page of one part.
pub(super) fn page_text(
    texts: &mut Texts,
    order: &Order,
    part: Part,
    start: Option<&Cursor>,
    want: usize,
) -> String {
    let (sign, way) = if order.descending { ("<", "DESC") } else { (">", "ASC") };
    let key = order.key.as_ref().map_or("NULL", |(sql, _)| sql.as_str());
    match part {
        Part::Plain => {
            if let Some(cursor) = start {
                let id = texts.bind(cursor.id.clone());
                texts.conditions.push(format!("id {sign} {id}"));
            }
        }
        Part::Null => {
            texts.conditions.push(format!("{key} IS NULL"));
            if let Some(cursor) = start {
                let id = texts.bind(cursor.id.clone());
                texts.conditions.push(format!("id {sign} {id}"));
            }
        }
        Part::Same => {
            if let Some(cursor) = start {
                let (value, id) = (texts.bind(cursor.value.clone()), texts.bind(cursor.id.clone()));
                texts.conditions.push(format!("{key} = {value} AND id {sign} {id}"));
            }
        }
        Part::Value => match start {
            Some(cursor) => {
                let value = texts.bind(cursor.value.clone());
                texts.conditions.push(format!("{key} {sign} {value}"));
            }
            None => texts.conditions.push(format!("{key} IS NOT NULL")),
        },
    }
    let by = match part {
        Part::Value => {
            let nulls = if order.descending { "NULLS LAST" } else { "NULLS FIRST" };
            format!("{key} {way} {nulls}, id {way}")
        }
        _ => format!("id {way}"),
    };
    format!(
        "SELECT {}, {key} FROM {} WHERE {} ORDER BY {by} LIMIT {want}",
        sql::COLUMNS,
        texts.source,
        texts.where_clause()
    )
}

/// Where a page ended.
pub(super) struct Cursor {
    pub(super) null: bool,
    value: Value<'static>,
    id: String,
}

impl Cursor {
    pub(super) fn parse(text: &str, order: &Order) -> Result<Cursor, Refusal> {
        // The list may have been asked in another order when the place was noted: what is true has changed.
        let bad = || Refusal::new(Kind::Conflict, "cursor");
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
        let (value, id): (Json, Id) = serde_json::from_slice(&bytes).map_err(|_| bad())?;
        let kind = order.key.as_ref().map(|(_, kind)| *kind);
        let kept = match (kind, &value) {
            (_, Json::Null) => Value::Null,
            (Some(SortKind::Int), Json::Number(n)) => n.as_i64().ok_or_else(bad)?.into(),
            // By its bits: a decimal text read back may be the neighbour of the number that was written.
            (Some(SortKind::Real), Json::Number(n)) => {
                f64::from_bits(n.as_i64().ok_or_else(bad)?.cast_unsigned()).into()
            }
            (Some(SortKind::Text), Json::String(s)) => s.clone().into(),
            _ => return Err(bad()),
        };
        Ok(Cursor { null: value.is_null(), value: kept, id: id.into() })
    }

    pub(super) fn of(row: &Row, part: Part, order: &Order) -> Result<String, StoreError> {
        const KEY: usize = 10;
        let value = match (part, order.key.as_ref().map(|(_, kind)| *kind)) {
            (Part::Same | Part::Value, Some(SortKind::Int)) => json!(row.int(KEY)?),
            (Part::Same | Part::Value, Some(SortKind::Real)) => {
                json!(row.real_opt(KEY)?.map(|x| x.to_bits().cast_signed()))
            }
            (Part::Same | Part::Value, Some(SortKind::Text)) => json!(row.text(KEY)?),
            _ => Json::Null,
        };
        Ok(URL_SAFE_NO_PAD.encode(json!([value, row.text(0)?]).to_string()))
    }
}
