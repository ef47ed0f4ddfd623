//! Rows that come out of a query.
//!
//! Accessors are strict where the engines differ, so that a statement which only works on one of
//! them fails loudly instead of meaning something else: `sum(..)` of a BIGINT is NUMERIC on PostgreSQL
//! and wants `CAST(sum(..) AS BIGINT)`; `body ->> 'n'` of a JSON number is text on PostgreSQL and a
//! number on SQLite and wants `CAST(body ->> 'n' AS BIGINT)` or `CAST(body ->> 'n' AS TEXT)`; a JSON
//! boolean is compared as `CAST(body -> 'b' AS TEXT) = 'true'`.

use crate::{StoreError, postgres_value};
use serde_json::Value as Json;

/// One row of an answer; columns are counted from 0.
#[derive(Debug)]
pub struct Row(pub(crate) Source);

#[derive(Debug)]
pub(crate) enum Source {
    Sqlite(Box<[Owned]>),
    Postgres(::postgres::Row),
}

#[derive(Debug)]
pub(crate) enum Owned {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A column's value as far as both engines agree on it.
pub(crate) enum Column<'r> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'r str),
    Json(&'r str),
    Bytes(&'r [u8]),
    Foreign(&'r str),
}

impl Column<'_> {
    fn name(&self) -> &str {
        match self {
            Column::Null => "no value (NULL)",
            Column::Int(_) => "an integer",
            Column::Real(_) => "a double",
            Column::Text(_) => "text",
            Column::Json(_) => "JSON",
            Column::Bytes(_) => "bytes",
            Column::Foreign(name) => name,
        }
    }
}

impl Row {
    /// Number of columns.
    pub fn len(&self) -> usize {
        match &self.0 {
            Source::Sqlite(columns) => columns.len(),
            Source::Postgres(row) => row.len(),
        }
    }

    /// Whether the row has no column at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the column holds no value.
    pub fn is_null(&self, i: usize) -> Result<bool, StoreError> {
        Ok(matches!(self.column(i)?, Column::Null))
    }

    /// An integer; a boolean reads as 0 or 1.
    pub fn int(&self, i: usize) -> Result<i64, StoreError> {
        self.int_opt(i)?.ok_or_else(|| unexpected(i, "an integer", &Column::Null))
    }

    /// An integer or nothing.
    pub fn int_opt(&self, i: usize) -> Result<Option<i64>, StoreError> {
        match self.column(i)? {
            Column::Null => Ok(None),
            Column::Int(v) => Ok(Some(v)),
            other => Err(unexpected(i, "an integer", &other)),
        }
    }

    /// A double; an integer is converted.
    pub fn real(&self, i: usize) -> Result<f64, StoreError> {
        self.real_opt(i)?.ok_or_else(|| unexpected(i, "a double", &Column::Null))
    }

    /// A double or nothing; an integer is converted.
    pub fn real_opt(&self, i: usize) -> Result<Option<f64>, StoreError> {
        match self.column(i)? {
            Column::Null => Ok(None),
            Column::Real(v) => Ok(Some(v)),
            Column::Int(v) => Ok(Some(v as f64)),
            other => Err(unexpected(i, "a double", &other)),
        }
    }

    /// Text.
    pub fn text(&self, i: usize) -> Result<String, StoreError> {
        self.text_ref(i).map(str::to_owned)
    }

    /// Text or nothing.
    pub fn text_opt(&self, i: usize) -> Result<Option<String>, StoreError> {
        match self.column(i)? {
            Column::Null => Ok(None),
            Column::Text(v) => Ok(Some(v.to_owned())),
            other => Err(unexpected(i, "text", &other)),
        }
    }

    /// Text, without copying it.
    pub fn text_ref(&self, i: usize) -> Result<&str, StoreError> {
        match self.column(i)? {
            Column::Text(v) => Ok(v),
            other => Err(unexpected(i, "text", &other)),
        }
    }

    /// Bytes.
    pub fn bytes(&self, i: usize) -> Result<Vec<u8>, StoreError> {
        self.bytes_opt(i)?.ok_or_else(|| unexpected(i, "bytes", &Column::Null))
    }

    /// Bytes or nothing.
    pub fn bytes_opt(&self, i: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.column(i)? {
            Column::Null => Ok(None),
            Column::Bytes(v) => Ok(Some(v.to_owned())),
            other => Err(unexpected(i, "bytes", &other)),
        }
    }

    /// JSON. Text is read as JSON too, since SQLite keeps JSON as text.
    pub fn json(&self, i: usize) -> Result<Json, StoreError> {
        self.json_opt(i)?.ok_or_else(|| unexpected(i, "JSON", &Column::Null))
    }

    /// JSON or nothing.
    pub fn json_opt(&self, i: usize) -> Result<Option<Json>, StoreError> {
        match self.column(i)? {
            Column::Null => Ok(None),
            // SQLite keeps a JSON number in a JSONB column as a number.
            Column::Int(v) => Ok(Some(Json::from(v))),
            Column::Real(v) => Ok(Some(Json::from(v))),
            Column::Text(v) | Column::Json(v) => serde_json::from_str(v)
                .map(Some)
                .map_err(|error| StoreError::other(format!("column {i} is not JSON")).because(error)),
            other => Err(unexpected(i, "JSON", &other)),
        }
    }

    fn column(&self, i: usize) -> Result<Column<'_>, StoreError> {
        match &self.0 {
            Source::Sqlite(columns) => match columns.get(i) {
                None => Err(missing(i, columns.len())),
                Some(Owned::Null) => Ok(Column::Null),
                Some(Owned::Int(v)) => Ok(Column::Int(*v)),
                Some(Owned::Real(v)) => Ok(Column::Real(*v)),
                Some(Owned::Text(v)) => Ok(Column::Text(v)),
                Some(Owned::Bytes(v)) => Ok(Column::Bytes(v)),
            },
            Source::Postgres(row) if i >= row.len() => Err(missing(i, row.len())),
            Source::Postgres(row) => postgres_value::column(row, i),
        }
    }
}

fn missing(i: usize, columns: usize) -> StoreError {
    StoreError::other(format!("there is no column {i}; the row has {columns}"))
}

fn unexpected(i: usize, wanted: &str, found: &Column<'_>) -> StoreError {
    let cast = match found {
        Column::Foreign(_) => "; write CAST(.. AS BIGINT), CAST(.. AS DOUBLE PRECISION) or CAST(.. AS TEXT)",
        Column::Text(_) | Column::Int(_) | Column::Real(_) => "; if it comes from ->> write CAST(.. AS ..)",
        _ => "",
    };
    StoreError::other(format!("column {i} holds {}, not {wanted}{cast}", found.name()))
}
