//! What is really in the database, for the test of portability and for copying.

use crate::{Ask, Engine, Store, StoreError};

mod postgres;
mod sqlite;

/// Tables, keys and everything else found in the database, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// All tables.
    pub tables: Vec<Table>,
    /// All indexes except those of the primary keys.
    pub indexes: Vec<Index>,
    /// All foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// What portable tables do without, as kind and name: triggers, sequences, views, exclusion and
    /// deferrable constraints.
    pub others: Vec<(String, String)>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The columns of its primary key, in order.
    pub primary_key: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type in upper case: TEXT, BIGINT, DOUBLE PRECISION, BYTEA, JSONB.
    pub kind: String,
    /// Whether it must hold a value.
    pub required: bool,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its table.
    pub table: String,
    /// Its name.
    pub name: String,
    /// Whether it forbids two equal rows.
    pub unique: bool,
    /// Its columns in order; nothing for an expression.
    pub columns: Vec<Option<String>>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The table that points.
    pub table: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The table pointed at.
    pub to_table: String,
    /// Its columns.
    pub to_columns: Vec<String>,
}

/// The five column types that mean the same on both engines.
const KINDS: [&str; 5] = ["TEXT", "BIGINT", "DOUBLE PRECISION", "BYTEA", "JSONB"];
const CELL: &str = "cell";

impl Store {
    /// Reads the catalogue of the database.
    pub fn catalogue(&self) -> Result<Catalogue, StoreError> {
        let mut reader = self.reader()?;
        read(self.engine(), &mut reader)
    }
}

pub(crate) fn read(engine: Engine, ask: &mut dyn Ask) -> Result<Catalogue, StoreError> {
    match engine {
        Engine::Sqlite => sqlite::read(ask),
        Engine::Postgres => postgres::read(ask),
    }
}

impl Catalogue {
    /// A table by its name.
    pub fn find_table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Every breach of the rules that let a zone move from one engine to the next, in words: the cell is
    /// the first column of every primary key, unique index and foreign key; five column types; no
    /// triggers, sequences, views, exclusion or deferrable constraints.
    pub fn offences(&self) -> Vec<String> {
        let mut found = Vec::new();
        for table in &self.tables {
            if table.primary_key.first().map(String::as_str) != Some(CELL) {
                found.push(format!("{}: the primary key does not begin with the cell", table.name));
            }
            for column in &table.columns {
                if !KINDS.contains(&column.kind.as_str()) {
                    found.push(format!("{}.{}: column type {}", table.name, column.name, column.kind));
                }
            }
        }
        for index in self.indexes.iter().filter(|index| index.unique) {
            if index.columns.first().and_then(Option::as_deref) != Some(CELL) {
                found.push(format!("{}: the unique index does not begin with the cell", index.name));
            }
        }
        for key in &self.foreign_keys {
            let first = |columns: &[String]| columns.first().map(String::as_str) == Some(CELL);
            if !first(&key.columns) || !first(&key.to_columns) {
                found.push(format!(
                    "{} to {}: the foreign key does not begin with the cell",
                    key.table, key.to_table
                ));
            }
        }
        found.extend(self.others.iter().map(|(kind, name)| format!("{name}: {kind}")));
        found
    }
}
