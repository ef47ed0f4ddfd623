//! One CSV file of a feed, row by row: any column order, byte order mark, CRLF, spaces around fields.

use std::cell::Cell;
use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::guard::{LineEnds, SinceRow, line_of};
use super::report::{FeedError, FeedReport, Level};
use super::source::Source;

pub(super) struct Table<'a> {
    file: &'static str,
    reader: Reader<LineEnds<Box<dyn Read + 'a>>>,
    since_row: SinceRow,
    header: Vec<String>,
    record: ByteRecord,
    rows: u64,
    not_utf8: Cell<bool>,
}

/// Where a column is, or that it is not there.
#[derive(Clone, Copy)]
pub(super) struct Column(Option<usize>);

impl Column {
    pub(super) fn is_there(self) -> bool {
        self.0.is_some()
    }
}

impl<'a> Table<'a> {
    /// Opens a file and reads its header. `None` if it is absent or empty.
    pub(super) fn open(
        source: &'a mut dyn Source,
        file: &'static str,
        report: &mut FeedReport,
    ) -> Result<Option<Self>, FeedError> {
        let since_row = SinceRow::default();
        let Some(stream) = source.open(file, since_row.clone())? else { return Ok(None) };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(LineEnds::new(stream));
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).map_err(|cause| broken(file, &cause))? {
            return Ok(None);
        }
        since_row.set(0);
        let mut header: Vec<String> = Vec::with_capacity(record.len());
        for (at, field) in record.iter().enumerate() {
            let field = if at == 0 { field.strip_prefix(b"\xef\xbb\xbf").unwrap_or(field) } else { field };
            let name = String::from_utf8_lossy(trim(field)).trim_matches('"').to_owned();
            if !name.is_empty() && header.contains(&name) {
                report.note(
                    file,
                    1,
                    Level::Warning,
                    format!("the column {name} is there twice; the first counts"),
                );
            }
            header.push(name);
        }
        Ok(Some(Self { file, reader, since_row, header, record, rows: 0, not_utf8: Cell::new(false) }))
    }

    pub(super) fn column(&self, name: &str) -> Column {
        Column(self.header.iter().position(|column| column == name))
    }

    /// A column without which the file says nothing. Notes the lack.
    pub(super) fn required(&self, name: &str, report: &mut FeedReport) -> Option<Column> {
        let column = self.column(name);
        if column.0.is_none() {
            report.note(
                self.file,
                1,
                Level::Warning,
                format!("the column {name} is missing; the file is not used"),
            );
            return None;
        }
        Some(column)
    }

    /// Goes to the next row that is not blank. False at the end.
    pub(super) fn next(&mut self) -> Result<bool, FeedError> {
        loop {
            if !self.reader.read_byte_record(&mut self.record).map_err(|cause| broken(self.file, &cause))? {
                return Ok(false);
            }
            self.since_row.set(0);
            if self.record.len() == 1 && trim(&self.record[0]).is_empty() {
                continue;
            }
            self.rows += 1;
            return Ok(true);
        }
    }

    /// A field without the spaces around it; empty where the row or the file has none.
    pub(super) fn get(&self, column: Column) -> &[u8] {
        column.0.and_then(|at| self.record.get(at)).map_or(b"", trim)
    }

    /// A field as text. One that is not UTF-8 is told of once a file and shown with its bytes escaped, so that what
    /// differs stays different.
    pub(super) fn text(&self, column: Column) -> String {
        let field = self.get(column);
        match std::str::from_utf8(field) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                self.not_utf8.set(true);
                field.escape_ascii().to_string()
            }
        }
    }

    /// A whole number; `None` if it is empty or none.
    pub(super) fn number(&self, column: Column) -> Option<u32> {
        parse_number(self.get(column))
    }

    /// A whole number that may be left out.
    pub(super) fn code(&self, column: Column, absent: u8) -> u8 {
        self.number(column).and_then(|n| u8::try_from(n).ok()).unwrap_or(absent)
    }

    /// A decimal number that is finite.
    pub(super) fn decimal(&self, column: Column) -> Option<f64> {
        std::str::from_utf8(self.get(column)).ok()?.parse::<f64>().ok().filter(|n| n.is_finite())
    }

    /// The line the present row begins on, from 1.
    pub(super) fn line(&self) -> u64 {
        line_of(self.record.iter(), self.reader.position().line())
    }

    /// Notes a problem with the present row.
    pub(super) fn note(&self, report: &mut FeedReport, level: Level, reason: impl Into<String>) {
        report.note(self.file, self.line(), level, reason);
    }

    /// Adds the rows read to the report.
    pub(super) fn finish(self, report: &mut FeedReport) {
        if self.not_utf8.get() {
            let words = "some fields are not UTF-8, as GTFS asks; their bytes are shown as \\x..";
            report.note(self.file, 0, Level::Warning, words);
        }
        report.rows.entry(self.file.to_owned()).or_default().0 += self.rows;
    }
}

fn broken(file: &str, cause: &csv::Error) -> FeedError {
    FeedError::Refused(format!("{file}: {cause}"))
}

pub(super) fn trim(field: &[u8]) -> &[u8] {
    match (field.first(), field.last()) {
        (Some(a), Some(b)) if !a.is_ascii_whitespace() && !b.is_ascii_whitespace() => field,
        _ => field.trim_ascii(),
    }
}

fn parse_number(field: &[u8]) -> Option<u32> {
    if field.is_empty() || field.len() > 10 {
        return None;
    }
    let mut number = 0_u32;
    for &byte in field {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
    }
    Some(number)
}
