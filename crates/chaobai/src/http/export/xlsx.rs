//! .xlsx with the official head: the title over all columns, a line that says where this comes from,
//! headings with units, then the rows, then how many they are. Rows wait in temporary files, not in
//! memory; a list longer than a sheet can be goes on in further sheets with the same head.

use super::{Cell, Column, Head, RecordView, Sheet, words};
use kernel::{Date, Lang};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// Rows an Excel sheet can hold.
const SHEET_ROWS_MAX: u32 = 1_048_576;
/// Title, source line, headings.
const HEAD_ROWS: u32 = 3;
/// The line of an official table between source line and headings.
const OFFICIAL_ROWS: u32 = 1;
/// UTF-16 units an Excel cell can hold.
const TEXT_MAX: usize = 32_767;

/// A workbook being written.
pub struct Xlsx<'a, W: Write + Send> {
    head: Head<'a>,
    columns: Vec<Column<'a>>,
    book: Workbook,
    formats: Formats,
    out: W,
    /// Rows a sheet may have, head and last line included.
    sheet_rows: u32,
    sheets: usize,
    /// Next row of the current sheet.
    next: u32,
    rows: u64,
}

struct Formats {
    title: Format,
    source: Format,
    heading: Format,
    text: Format,
    whole: Format,
    plain: Format,
    money: Format,
    date: Format,
    instant: Format,
}

impl<'a, W: Write + Send> Xlsx<'a, W> {
    /// Starts a workbook; `out` gets it when it is finished.
    ///
    /// # Errors
    /// If no temporary file can be made.
    pub fn open(head: Head<'a>, out: W) -> io::Result<Xlsx<'a, W>> {
        Xlsx::with_sheet_rows(head, out, SHEET_ROWS_MAX)
    }

    pub(super) fn with_sheet_rows(head: Head<'a>, out: W, sheet_rows: u32) -> io::Result<Xlsx<'a, W>> {
        let money = match head.money.1 {
            0 => "#,##0".into(),
            places => format!("#,##0.{}", "0".repeat(places as usize)),
        };
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let formats = Formats {
            title: Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            source: Format::new().set_align(FormatAlign::Left),
            heading: cell.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            text: cell.clone().set_num_format("@").set_text_wrap(),
            whole: cell.clone().set_num_format("0"),
            plain: cell.clone(),
            money: cell.clone().set_num_format(money),
            date: cell.clone().set_num_format("yyyy-mm-dd"),
            instant: cell.set_num_format("yyyy-mm-dd hh:mm"),
        };
        let columns = head.columns();
        let mut sheet = Xlsx {
            head,
            columns,
            book: Workbook::new(),
            formats,
            out,
            sheet_rows,
            sheets: 0,
            next: 0,
            rows: 0,
        };
        sheet.begin_sheet().map_err(failed)?;
        Ok(sheet)
    }

    /// Rows of the head.
    fn head_rows(&self) -> u32 {
        HEAD_ROWS + if self.head.official.is_some() { OFFICIAL_ROWS } else { 0 }
    }

    /// Begins a sheet with the head.
    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let head_rows = self.head_rows();
        let name = sheet_name(self.head.register.name.get(self.head.lang), self.sheets);
        let last = self.columns.len() as u16 - 1;
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, head_rows - 1)?;
        sheet.set_freeze_panes(head_rows, 0)?;
        sheet.set_row_height(0, 28)?;
        for (i, column) in self.columns.iter().enumerate() {
            sheet.set_column_width(i as u16, width(*column, &self.head.heading(*column)))?;
        }
        sheet.merge_range(0, 0, 0, last, self.head.register.name.get(self.head.lang), &self.formats.title)?;
        sheet.merge_range(1, 0, 1, last, &words::source(&self.head), &self.formats.source)?;
        if let Some(official) = self.head.official {
            let line = words::official(official, &self.head);
            sheet.merge_range(2, 0, 2, last, &line, &self.formats.source)?;
        }
        for (i, column) in self.columns.iter().enumerate() {
            sheet.write_string_with_format(
                head_rows - 1,
                i as u16,
                self.head.heading(*column),
                &self.formats.heading,
            )?;
        }
        self.next = head_rows;
        Ok(())
    }

    /// Ends the current sheet: the filter over its rows.
    fn end_sheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        let (last_column, last_row) = (self.columns.len() as u16 - 1, self.next.max(self.head_rows()) - 1);
        let heading = self.head_rows() - 1;
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        sheet.autofilter(heading, 0, last_row, last_column)?;
        Ok(sheet)
    }

    fn cells(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
        // One row is kept for the last line.
        if self.next + 1 >= self.sheet_rows {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        let (row, f) = (self.next, &self.formats);
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (i, cell) in cells.into_iter().enumerate() {
            let at = i as u16;
            match cell {
                Cell::Empty => sheet.write_blank(row, at, &f.plain)?,
                Cell::Text(text) => {
                    sheet.write_string_with_format(row, at, fitting(text, self.head.lang), &f.text)?
                }
                Cell::Int(n) => number(sheet, row, at, &n.to_string(), &f.whole, &f.text)?,
                Cell::Decimal(digits) => {
                    let format = if is_money(self.columns[i]) { &f.money } else { &f.plain };
                    number(sheet, row, at, &digits, format, &f.text)?
                }
                Cell::Date(date) => match excel_date(date) {
                    Some(day) => sheet.write_datetime_with_format(row, at, day, &f.date)?,
                    None => sheet.write_string_with_format(row, at, date.to_string(), &f.text)?,
                },
                Cell::Instant(instant) => {
                    let local = instant.local(self.head.time_zone);
                    match excel_time(&local) {
                        Some(time) => sheet.write_datetime_with_format(row, at, time, &f.instant)?,
                        None => sheet.write_string_with_format(row, at, local, &f.text)?,
                    }
                }
            };
        }
        self.next += 1;
        self.rows += 1;
        Ok(())
    }

    fn close(&mut self) -> Result<(), XlsxError> {
        let (row, total) = (self.next, words::total(self.rows, self.head.lang));
        self.end_sheet()?.write_string(row, 0, total)?;
        self.book.save_to_writer(&mut self.out)
    }
}

impl<W: Write + Send> Sheet for Xlsx<'_, W> {
    fn row(&mut self, record: &RecordView<'_>) -> io::Result<()> {
        let cells = self.columns.iter().map(|c| self.head.cell(*c, record)).collect::<io::Result<_>>()?;
        self.cells(cells).map_err(failed)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.close().map_err(failed)?;
        self.out.flush()
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

fn is_money(column: Column<'_>) -> bool {
    matches!(column, Column::Field(f) if f.kind == crate::charter::model::FieldType::Money)
}

/// A number as a number while a double holds all its digits (15, as Excel shows), else as text.
fn number<'s>(
    sheet: &'s mut Worksheet,
    row: u32,
    at: u16,
    digits: &str,
    format: &Format,
    text: &Format,
) -> Result<&'s mut Worksheet, XlsxError> {
    let significant = digits.bytes().filter(u8::is_ascii_digit).skip_while(|b| *b == b'0').count();
    match digits.parse::<f64>() {
        Ok(x) if significant <= 15 => sheet.write_number_with_format(row, at, x, format),
        _ => sheet.write_string_with_format(row, at, digits, text),
    }
}

/// Excel knows days from 1900-03-01 on rightly: before, it counts a 29 February 1900 that never was.
fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let first = Date::new(1900, 3, 1)?;
    if date < first {
        return None;
    }
    let (year, month, day) = (date.year() as u16, date.month() as u8, date.day() as u8);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn excel_time(local: &str) -> Option<ExcelDateTime> {
    let (day, time) = local.split_once(' ')?;
    let (hour, minute) = time.split_once(':')?;
    excel_date(Date::parse(day)?)?.and_hms(hour.parse().ok()?, minute.parse::<u8>().ok()?, 0.0).ok()
}

/// A text cut to what a cell can hold, and saying so.
fn fitting(text: String, lang: Lang) -> String {
    if text.encode_utf16().count() <= TEXT_MAX {
        return text;
    }
    let cut = words::cut(lang);
    let mut room = TEXT_MAX - cut.encode_utf16().count();
    let kept: String = text
        .chars()
        .take_while(|c| {
            let fits = room >= c.len_utf16();
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept + cut
}

/// At most 31 characters, none of `[]:*?/\`, no apostrophe at either end; numbered from the second on.
fn sheet_name(name: &str, number: usize) -> String {
    let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
    let clean = name.replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
    let mut room = 31 - suffix.len();
    let fits = |c: &char| {
        let fits = room >= c.len_utf16();
        room = room.saturating_sub(c.len_utf16());
        fits
    };
    let kept: String = clean.trim_matches(['\'', ' ']).chars().take_while(fits).collect();
    let kept = kept.trim_matches(['\'', ' ']);
    format!("{}{suffix}", if kept.is_empty() { "Sheet" } else { kept })
}

/// A width in characters that suits the heading and the kind of value; Chinese takes two.
fn width(column: Column<'_>, heading: &str) -> f64 {
    use crate::charter::model::FieldType::{Date, Instant, LongText, Place, Text, Url};
    let heading: usize = heading.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let value = match column {
        Column::Field(field) => match field.kind {
            LongText => 50,
            Text | Url | Place => 28,
            Date => 12,
            Instant => 18,
            _ => 14,
        },
        Column::AmendedAt => 18,
        Column::Id => 38,
        _ => 12,
    };
    (heading + 4).clamp(value, 60) as f64
}
