//! Rows that could not be written, as a workbook: the columns of the file they came in, and one more that says
//! why. It is put right in place and brought back as it is.

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};
use std::io::{self, Write};

/// A row with its problems.
pub struct Wrong {
    /// Number of the line in the file it came in.
    pub line: usize,
    /// Texts of its cells.
    pub cells: Vec<String>,
    /// Places of cells that are wrong.
    pub wrong: Vec<usize>,
    /// Why, in sentences.
    pub why: String,
}

/// Writes rows under their headings, with `reason` and `line` as further headings.
///
/// # Errors
/// What `out` says.
pub fn write(
    headings: &[String],
    reason: &str,
    line: &str,
    rows: &[Wrong],
    out: impl Write + Send,
) -> io::Result<()> {
    build(headings, reason, line, rows, out).map_err(|error| match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    })
}

fn build(
    headings: &[String],
    reason: &str,
    line: &str,
    rows: &[Wrong],
    out: impl Write + Send,
) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let cell = Format::new().set_border(FormatBorder::Thin).set_num_format("@").set_text_wrap();
    let wrong =
        cell.clone().set_background_color(Color::RGB(0x00FD_ECEC)).set_font_color(Color::RGB(0x00A6_1B1B));
    let bold = cell.clone().set_bold();
    let last = u16::try_from(headings.len()).unwrap_or(u16::MAX - 2);
    for (at, heading) in (0u16..).zip(headings) {
        sheet.write_string_with_format(0, at, heading, &bold)?;
        sheet.set_column_width(at, 16)?;
    }
    sheet.write_string_with_format(0, last, reason, &bold)?;
    sheet.set_column_width(last, 60)?;
    sheet.write_string_with_format(0, last + 1, line, &bold)?;
    for (row, content) in (1u32..).zip(rows) {
        for (at, text) in content.cells.iter().enumerate() {
            let format = if content.wrong.contains(&at) { &wrong } else { &cell };
            sheet.write_string_with_format(row, u16::try_from(at).unwrap_or(0), text, format)?;
        }
        sheet.write_string_with_format(row, last, &content.why, &wrong)?;
        sheet.write_number(row, last + 1, content.line as f64)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_writer(out)
}
