//! Lists out of the house: CSV, GeoJSON and .xlsx, written row by row, so that a list of any length
//! takes the same memory.
//!
//! CSV and .xlsx are for people: names instead of ids, money in whole units, times where the zone is.
//! GeoJSON is for programs: ids, minor units, UTC, as everywhere in the API.

use crate::charter::model::{Field, FieldType, Register};
use kernel::{Date, Instant, Lang};
use serde_json::{Map, Value};
use std::io::{self, Write};

pub mod cell;
pub mod csv;
pub mod geojson;
mod words;
pub mod xlsx;

pub use cell::Cell;

/// A record as it is handed to a writer; borrowed.
#[derive(Clone, Copy, Debug)]
pub struct RecordView<'a> {
    /// Id.
    pub id: &'a str,
    /// Version.
    pub version: i64,
    /// Id of the stage.
    pub stage: &'a str,
    /// Business day from which this version holds; [`Date::ALWAYS`] is written as nothing.
    pub effective_on: Date,
    /// When this version was recorded.
    pub amended_at: Instant,
    /// The fields, as kept.
    pub body: &'a Map<String, Value>,
}

/// Gives the name of a choice, unit, jurisdiction, body, post or record: the field, its value (for a
/// list of choices: one member), the language.
pub type NameOf<'a> = dyn Fn(&Field, &Value, Lang) -> String + 'a;

/// What is exported, and what is said above it.
#[derive(Clone, Copy)]
pub struct Head<'a> {
    /// The list.
    pub register: &'a Register,
    /// The columns, in order; only fields the caller may see.
    pub fields: &'a [&'a Field],
    /// Language of names and headings.
    pub lang: Lang,
    /// The day the list speaks of.
    pub as_of: Date,
    /// When it was written.
    pub exported_at: Instant,
    /// IANA time zone of the zone.
    pub time_zone: &'a str,
    /// What money is counted in, for headings (`元`), and how many digits its minor unit has (2 for fen).
    pub money: (&'a str, u32),
    /// Names behind ids.
    pub name_of: &'a NameOf<'a>,
    /// Who answers for the table, where it is handed in as an official one (.xlsx only).
    pub official: Option<&'a Official>,
}

/// The line of an official table under its title: who filled it in, who checks it, of which day it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Official {
    /// 填报单位.
    pub unit: String,
    /// 填报人.
    pub person: String,
    /// 审核人; empty: a place to sign.
    pub checker: String,
    /// 日期, in words.
    pub date: String,
}

/// Writes records one after the other.
pub trait Sheet {
    /// Writes a record.
    ///
    /// # Errors
    /// What the output below says, or `InvalidData` for a value that is not of the kept form.
    fn row(&mut self, record: &RecordView<'_>) -> io::Result<()>;

    /// Writes what comes after the last record. Without it the file is not whole.
    ///
    /// # Errors
    /// As [`Sheet::row`].
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A form of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180), UTF-8 with a byte order mark.
    Csv,
    /// GeoJSON (RFC 7946).
    GeoJson,
    /// Office Open XML workbook.
    Xlsx,
}

impl Format {
    /// The format of a file ending.
    pub fn from_ending(ending: &str) -> Option<Format> {
        match ending {
            "csv" => Some(Format::Csv),
            "geojson" => Some(Format::GeoJson),
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        }
    }

    /// Its ending.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::GeoJson => "geojson",
            Format::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::GeoJson => "application/geo+json",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Opens a sheet of this format on `out`. CSV and GeoJSON reach `out` row by row, .xlsx when it is
    /// finished (a zip needs the sizes of its parts; until then the rows wait in a temporary file).
    ///
    /// # Errors
    /// What `out` says, or that no temporary file can be made.
    pub fn open<'a>(self, head: Head<'a>, out: impl Write + Send + 'a) -> io::Result<Box<dyn Sheet + 'a>> {
        Ok(match self {
            Format::Csv => Box::new(csv::Csv::open(head, out)?),
            Format::GeoJson => Box::new(geojson::GeoJson::open(head, out)?),
            Format::Xlsx => Box::new(xlsx::Xlsx::open(head, out)?),
        })
    }
}

/// A column of a table for people.
#[derive(Clone, Copy)]
enum Column<'a> {
    Field(&'a Field),
    Stage,
    EffectiveOn,
    AmendedAt,
    Version,
    Id,
}

impl<'a> Head<'a> {
    fn columns(&self) -> Vec<Column<'a>> {
        let fields = self.fields.iter().map(|f| Column::Field(f));
        let own = [Column::Stage, Column::EffectiveOn, Column::AmendedAt, Column::Version, Column::Id];
        fields.chain(own).collect()
    }

    /// Name and unit, as at the top of a column.
    fn heading(&self, column: Column<'_>) -> String {
        let Column::Field(field) = column else { return words::column(column, self.lang).into() };
        let unit = match field.kind {
            FieldType::Money => field.unit.as_deref().or(Some(self.money.0)),
            _ => field.unit.as_deref(),
        };
        let name = field.name.get(self.lang);
        match (unit.filter(|u| !u.is_empty()), self.lang) {
            (None, _) => name.into(),
            (Some(unit), Lang::Zh) => format!("{name}（{unit}）"),
            (Some(unit), Lang::En) => format!("{name} ({unit})"),
        }
    }

    fn cell(&self, column: Column<'_>, record: &RecordView<'_>) -> io::Result<Cell> {
        Ok(match column {
            Column::Field(field) => cell::cell(self, field, record.body.get(&field.id))?,
            Column::Stage => {
                let stage = self.register.stages.iter().find(|s| s.id == record.stage);
                Cell::Text(stage.map_or(record.stage, |s| s.name.get(self.lang)).into())
            }
            Column::EffectiveOn if record.effective_on == Date::ALWAYS => Cell::Empty,
            Column::EffectiveOn => Cell::Date(record.effective_on),
            Column::AmendedAt => Cell::Instant(record.amended_at),
            Column::Version => Cell::Int(record.version),
            Column::Id => Cell::Text(record.id.into()),
        })
    }
}

fn invalid(field: &Field, value: &Value) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("field {}: {value} is not of the kept form", field.id))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod xlsx_tests;
