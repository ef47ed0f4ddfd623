//! Filters: CQL2 text in, bound SQL out. CQL2 is the one filter language, in the charter, the API and
//! the address bar.
//!
//! A literal of the text never becomes part of the SQL; it becomes a parameter. The SQL is the same on
//! SQLite and PostgreSQL and means the same on both. NULL stays NULL: a record whose field is not known
//! is neither in nor out, and the figures count it apart.
//!
//! What is understood: `AND OR NOT`, `= <> < <= > >=`, `BETWEEN`, `IN (…)`, `IS NULL`, `LIKE`, `CASEI`,
//! `DATE('…')`, `TIMESTAMP('…')`, `+ - * /`, `S_INTERSECTS(place, BBOX(w,s,e,n))`, `A_CONTAINS` and
//! `A_OVERLAPS` on lists of choices, the names `as_of` and `as_of_year`. Everything else is refused by name.
//!
//! Texts are compared by code point, `LIKE` included. `CASEI` folds the letters A to Z and no others,
//! which is what both engines do (PostgreSQL with the C collation the store insists on). Money is in minor
//! units, as it is kept.

use crate::charter::model::{Field, Register};
use kernel::{Date, Kind, Refusal};
use std::collections::BTreeSet;

mod condition;
mod form;
mod pattern;
mod tree;
mod value;
mod words;

pub use form::{Chip, Test, chips, conjunction};
pub use tree::{CONDITIONS_MAX, DEPTH_MAX, LENGTH_MAX};

/// A value bound to a placeholder.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// Text.
    Text(String),
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
}

impl Param {
    /// The value as the store takes it.
    pub fn into_value(self) -> store::Value<'static> {
        match self {
            Param::Text(text) => text.into(),
            Param::Int(number) => number.into(),
            Param::Real(number) => number.into(),
        }
    }
}

/// A filter as SQL over the record table.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// A condition in parentheses, with placeholders `$first`, `$first+1`, ….
    pub sql: String,
    /// The values of the placeholders, in order.
    pub params: Vec<Param>,
    /// Names used: field ids, columns such as `stage`, and `as_of`, `as_of_year`.
    pub properties: BTreeSet<String>,
}

/// Translates CQL2 text over the fields of a register.
///
/// `as_of` is the day asked for; `first` the number of the first placeholder; `allowed` says which
/// fields the caller may filter by: the others do not exist for them, not even in suggestions.
///
/// # Errors
/// [`Kind::Invalid`] with a code `filter.…`: what is wrong, where, and what there is instead.
pub fn translate(
    text: &str,
    register: &Register,
    as_of: Date,
    first: usize,
    allowed: &dyn Fn(&Field) -> bool,
) -> Result<Filter, Refusal> {
    let tree = tree::read(text)?;
    let mut writer =
        Writer { register, allowed, as_of, first, params: Vec::new(), properties: BTreeSet::new() };
    let sql = writer.condition(&tree)?;
    Ok(Filter { sql, params: writer.params, properties: writer.properties })
}

/// Whether a filter of the charter can be asked of a register: the judge of [`crate::charter::Checks`].
pub fn check(register: &Register, text: &str) -> Result<(), Refusal> {
    translate(text, register, Date::LAST, 1, &|_| true).map(drop)
}

/// A part of a filter: a record must fulfil all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// A condition in parentheses.
    pub sql: String,
    /// The values of its placeholders, in order.
    pub params: Vec<Param>,
    /// Number of its first placeholder.
    pub first: usize,
    /// The field, where the part says that it is equal to a value or one of several values.
    pub equals: Option<String>,
}

impl Part {
    /// The condition with its placeholders counted from 1, to be asked alone.
    pub fn alone(&self) -> String {
        let mut pieces = self.sql.split('$');
        let mut sql = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            // A literal never becomes part of the SQL: behind every `$` stands a number.
            let end = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
            let number: usize = piece[..end].parse().unwrap_or(self.first);
            sql.push_str(&format!("${}{}", number + 1 - self.first, &piece[end..]));
        }
        sql
    }
}

/// Translates a filter like [`translate`], as the parts it joins by AND; the placeholders go on from part
/// to part.
///
/// # Errors
/// As [`translate`].
pub fn parts(
    text: &str,
    register: &Register,
    as_of: Date,
    first: usize,
    allowed: &dyn Fn(&Field) -> bool,
) -> Result<Vec<Part>, Refusal> {
    let tree = tree::read(text)?;
    let nodes = match &tree.what {
        tree::What::All(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(&tree),
    };
    let mut first = first;
    let mut parts = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut writer =
            Writer { register, allowed, as_of, first, params: Vec::new(), properties: BTreeSet::new() };
        let sql = writer.condition(node)?;
        let equals = node.equals().map(str::to_owned);
        let after = first + writer.params.len();
        parts.push(Part { sql, params: writer.params, first, equals });
        first = after;
    }
    Ok(parts)
}

/// Collects parameters while the tree is turned into SQL.
struct Writer<'r> {
    register: &'r Register,
    allowed: &'r dyn Fn(&Field) -> bool,
    as_of: Date,
    first: usize,
    params: Vec<Param>,
    properties: BTreeSet<String>,
}

impl Writer<'_> {
    /// Binds a value and gives its placeholder. Numbers are cast so that PostgreSQL need not guess their
    /// type; texts are not, because SQLite would then no longer use an index on the other side.
    fn bind(&mut self, param: Param) -> String {
        let n = self.first + self.params.len();
        let text = match param {
            Param::Text(_) => format!("${n}"),
            Param::Int(_) => format!("CAST(${n} AS BIGINT)"),
            Param::Real(_) => format!("CAST(${n} AS DOUBLE PRECISION)"),
        };
        self.params.push(param);
        text
    }
}

fn refuse(code: &'static str) -> Refusal {
    Refusal::new(Kind::Invalid, code)
}

#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod meaning_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
