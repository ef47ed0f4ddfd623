//! CSV (RFC 4180) for spreadsheets: a byte order mark, so that Excel reads it as UTF-8; lines end in
//! CR LF; a text that a spreadsheet would run as a formula is made harmless.

use super::{Cell, Column, Head, RecordView, Sheet};
use std::io::{self, Write};

/// A CSV file being written.
pub struct Csv<'a, W: Write> {
    head: Head<'a>,
    columns: Vec<Column<'a>>,
    out: ::csv::Writer<W>,
}

impl<'a, W: Write> Csv<'a, W> {
    /// Writes the byte order mark and the line of headings.
    ///
    /// # Errors
    /// What `out` says.
    pub fn open(head: Head<'a>, mut out: W) -> io::Result<Csv<'a, W>> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        let columns = head.columns();
        for column in &columns {
            out.write_field(harmless(&head.heading(*column)).as_bytes())?;
        }
        out.write_record(None::<&[u8]>)?;
        Ok(Csv { head, columns, out })
    }
}

impl<W: Write> Sheet for Csv<'_, W> {
    fn row(&mut self, record: &RecordView<'_>) -> io::Result<()> {
        for column in &self.columns {
            let text = match self.head.cell(*column, record)? {
                Cell::Empty => String::new(),
                Cell::Text(text) => harmless(&text),
                Cell::Int(n) => n.to_string(),
                Cell::Decimal(digits) => digits,
                Cell::Date(date) => date.to_string(),
                Cell::Instant(at) => at.local(self.head.time_zone),
            };
            self.out.write_field(text)?;
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// A text that begins like a formula gets an apostrophe before it (OWASP, "CSV Injection"), full-width
/// signs included, which Chinese and Japanese spreadsheets take for the plain ones.
fn harmless(text: &str) -> String {
    let risky = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(risky) { format!("'{text}") } else { text.into() }
}
