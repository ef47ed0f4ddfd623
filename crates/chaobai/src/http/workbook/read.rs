//! A workbook as rows of texts: what a person sees in each cell, exactly where a number is a number.

use super::{MARK_SHEET, archive};
use crate::domain::sheets::Epoch;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use kernel::{Kind, Refusal};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Lines of a sheet that hold something.
const LINES_MAX: usize = 110_000;
/// Columns that are looked at.
const COLUMNS_MAX: u32 = 256;
/// Cells of a sheet.
const CELLS_MAX: usize = 4_000_000;
/// Bytes of text of a sheet.
const TEXT_MAX: usize = 128 * 1024 * 1024;
/// Merged ranges of a sheet.
const MERGES_MAX: usize = 50_000;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text, or a number or day as text.
    Text(String),
    /// A formula that fails: `#DIV/0!`.
    Failed(String),
}

impl Content {
    /// The text of it.
    pub fn text(&self) -> &str {
        match self {
            Content::Text(text) | Content::Failed(text) => text,
        }
    }
}

/// A line of a sheet that holds something.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the workbook, from 1.
    pub number: u32,
    /// Column (from 0) and content, in order of columns.
    pub cells: Vec<(u32, Content)>,
}

impl Line {
    /// The content of a column.
    pub fn at(&self, column: u32) -> Option<&Content> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, content)| content)
    }
}

/// A merged range: first and last line (from 1) and column (from 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First and last line, from 1.
    pub lines: (u32, u32),
    /// First and last column, from 0.
    pub columns: (u32, u32),
}

/// A sheet of a workbook, read.
#[derive(Clone, Debug)]
pub struct Book {
    /// Name of the sheet that was read.
    pub sheet: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Its merged ranges.
    pub merges: Vec<Merge>,
    /// How the workbook counts days.
    pub epoch: Epoch,
    /// What a template says of itself; empty: it is none.
    pub mark: BTreeMap<String, String>,
    /// Other sheets with something in them, that were not read.
    pub others: Vec<String>,
}

/// Reads the first visible sheet that holds something. `told` hears how many lines have been read.
///
/// # Errors
/// As [`archive::check`]; `registers.too_many_rows`.
pub fn read(bytes: &[u8], told: &dyn Fn(usize)) -> Result<Book, Refusal> {
    archive::check(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let epoch = if book.has_1904_epoch() { Epoch::From1904 } else { Epoch::From1900 };
    let sheets = book.sheets_metadata().to_vec();
    let mut mark = BTreeMap::new();
    let mut read: Option<(String, Vec<Line>)> = None;
    let mut others = Vec::new();
    for sheet in &sheets {
        if sheet.name == MARK_SHEET {
            for line in lines(&mut book, &sheet.name, epoch, &|_| {})?.into_iter().take(200) {
                if let (Some(key), Some(value)) = (line.at(0), line.at(1)) {
                    mark.insert(key.text().to_owned(), value.text().to_owned());
                }
            }
            continue;
        }
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        if read.is_some() {
            others.push(sheet.name.clone());
            continue;
        }
        let found = lines(&mut book, &sheet.name, epoch, told)?;
        if !found.is_empty() {
            read = Some((sheet.name.clone(), found));
        }
    }
    let Some((sheet, lines)) = read else { return Err(Refusal::new(Kind::Invalid, "import.no_rows")) };
    let merges = book.merge_cells_by_sheet_name(&sheet).map_err(|error| unreadable(&error))?;
    let merges = merges.into_iter().take(MERGES_MAX).map(|range| Merge {
        lines: (range.start.0 + 1, range.end.0 + 1),
        columns: (range.start.1, range.end.1),
    });
    Ok(Book { sheet, lines, merges: merges.collect(), epoch, mark, others })
}

fn lines(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    epoch: Epoch,
    told: &dyn Fn(usize),
) -> Result<Vec<Line>, Refusal> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| unreadable(&error))?;
    let percent: Vec<bool> = cells
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code)))
        .collect();
    let mut lines: Vec<Line> = Vec::new();
    let (mut count, mut bytes) = (0, 0);
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| unreadable(&error))? {
        let (row, column) = cell.get_position();
        if column >= COLUMNS_MAX {
            continue;
        }
        let Some(content) = content(cell.get_value(), percent.get(style) == Some(&true), epoch) else {
            continue;
        };
        count += 1;
        bytes += content.text().len();
        if count > CELLS_MAX || bytes > TEXT_MAX {
            return Err(Refusal::new(Kind::TooLarge, "import.too_big_inside").with("max", CELLS_MAX));
        }
        match lines.last_mut() {
            Some(line) if line.number == row + 1 => line.cells.push((column, content)),
            _ => {
                if lines.len() >= LINES_MAX {
                    let max = crate::domain::registers::ROWS_MAX;
                    return Err(Refusal::new(Kind::TooLarge, "registers.too_many_rows").with("max", max));
                }
                if lines.len().is_multiple_of(500) {
                    told(lines.len());
                }
                lines.push(Line { number: row + 1, cells: vec![(column, content)] });
            }
        }
    }
    told(lines.len());
    Ok(lines)
}

/// What a person sees in a cell; none where there is nothing.
fn content(value: &DataRef<'_>, percent: bool, epoch: Epoch) -> Option<Content> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if percent => format!("{}%", digits(number * 100.0)),
        DataRef::Float(number) => digits(*number),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(at) => instant(at.as_f64(), at.is_duration(), epoch),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).replace('T', " "),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Some(Content::Failed(error.to_string())),
    };
    (!text.trim().is_empty()).then_some(Content::Text(text))
}

/// A number with the fifteen digits a spreadsheet shows, without exponent.
fn digits(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let rounded = format!("{number:.14e}");
    let exact: f64 = rounded.parse().unwrap_or(number);
    let places = 14 - rounded.split_once('e').and_then(|(_, power)| power.parse::<i32>().ok()).unwrap_or(0);
    let text = format!("{exact:.*}", usize::try_from(places.clamp(0, 30)).unwrap_or(0));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A day, a day with its time, or a time alone.
fn instant(number: f64, is_duration: bool, epoch: Epoch) -> String {
    let seconds = (number.fract() * 86_400.0).round() as i64;
    let (whole, seconds) = (number.trunc() as i64 + seconds / 86_400, seconds % 86_400);
    let time = format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60);
    if is_duration || (whole == 0 && seconds > 0) {
        return time;
    }
    match (epoch.day(whole), seconds) {
        (Some(day), 0) => day.to_string(),
        (Some(day), _) => format!("{day} {time}"),
        (None, _) => digits(number),
    }
}

/// Whether a number format shows hundredths: `0%`, `0.00%`, not `0"%"`.
fn is_percent(format: &str) -> bool {
    let mut quoted = false;
    let mut before = ' ';
    for c in format.chars() {
        if c == '"' {
            quoted = !quoted;
        } else if c == '%' && !quoted && before != '\\' {
            return true;
        }
        before = c;
    }
    false
}

fn unreadable(error: &XlsxError) -> Refusal {
    tracing::debug!(%error, "a workbook could not be read");
    let code =
        if matches!(error, XlsxError::Password) { "import.protected" } else { "import.not_a_workbook" };
    Refusal::new(Kind::Invalid, code)
}
