//! The template of a list for one person: the records they may change, with hidden keys, and room for new ones
//! where they may add some. Drop-downs for names, number formats, units in the headings.

use super::{KEY_COLUMN, MARK, MARK_SHEET};
use crate::http::views::SheetColumn;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};
use std::io::{self, Write};

/// Empty rows below the records that carry formats and drop-downs.
const FREE_ROWS: u32 = 500;
/// Name of the hidden sheet with the names that drop-downs offer.
const NAMES_SHEET: &str = "_names";
/// Longest list that is written into a cell's rule itself, in characters; longer ones stand on a sheet.
const LIST_MAX: usize = 250;

/// What a template is of.
pub struct Template<'a> {
    /// Title over all columns.
    pub title: &'a str,
    /// How to fill it in.
    pub help: &'a str,
    /// What it is known again by: zone, register, charter version, language.
    pub mark: &'a [(&'a str, String)],
    /// The columns.
    pub columns: &'a [SheetColumn],
    /// Room for new records.
    pub grows: bool,
}

/// A row: key with version, and the text of its cells.
pub struct TemplateRow {
    /// Id and version, `ID/3`.
    pub key: String,
    /// Texts, as many as columns.
    pub cells: Vec<String>,
}

/// Writes a template.
///
/// # Errors
/// What `out` says.
pub fn write(template: &Template<'_>, rows: &[TemplateRow], out: impl Write + Send) -> io::Result<()> {
    build(template, rows, out).map_err(|error| match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    })
}

fn build(template: &Template<'_>, rows: &[TemplateRow], out: impl Write + Send) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let mut names = Names::default();
    let sheet = book.add_worksheet();
    sheet.set_name("填报")?;
    let border = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    let heading = border.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    let last = u16::try_from(template.columns.len()).unwrap_or(u16::MAX - 1);
    sheet.set_row_height(0, 28)?;
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    merge(sheet, 0, last, template.title, &title)?;
    merge(sheet, 1, last, template.help, &Format::new().set_text_wrap())?;
    sheet.set_row_height(1, 36)?;
    sheet.write_string(2, 0, KEY_COLUMN)?;
    sheet.write_string_with_format(3, 0, "编号", &heading)?;
    let free = if template.grows { FREE_ROWS } else { 0 };
    let end = 4 + u32::try_from(rows.len()).unwrap_or(u32::MAX - FREE_ROWS) + free;
    for (at, column) in (1u16..).zip(template.columns) {
        sheet.write_string(2, at, format!("{MARK}{}", column.field))?;
        let star = if column.required { "*" } else { "" };
        sheet.write_string_with_format(3, at, format!("{}{star}", column.label), &heading)?;
        let width = (column.label.chars().count() * 2 + 4).clamp(10, 40) as f64;
        sheet.set_column_width(at, if column.multiline { 40.0 } else { width })?;
        sheet.set_column_format(at, &format(&border, column.kind))?;
        if !column.options.is_empty() && end > 4 {
            let rule = rule(column, &mut names)?;
            sheet.add_data_validation(4, at, end - 1, at, &rule)?;
        }
    }
    for (row, content) in (4u32..).zip(rows) {
        sheet.write_string(row, 0, &content.key)?;
        for ((at, column), text) in (1u16..).zip(template.columns).zip(&content.cells) {
            let format = format(&border, column.kind);
            // Digits that a double holds whole become a number; everything else is text, never a formula.
            let significant = text.bytes().filter(u8::is_ascii_digit).count();
            match text.parse::<f64>() {
                Ok(number) if column.numeric && significant <= 15 => {
                    sheet.write_number_with_format(row, at, number, &format)?
                }
                _ if text.is_empty() => sheet.write_blank(row, at, &format)?,
                _ => sheet.write_string_with_format(row, at, text, &format)?,
            };
        }
    }
    sheet.set_row_hidden(2)?;
    sheet.set_column_hidden(0)?;
    sheet.set_freeze_panes(4, 2)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 3)?;
    names.write(&mut book)?;
    let mark = book.add_worksheet();
    mark.set_name(MARK_SHEET)?;
    mark.set_very_hidden(true);
    for (row, (key, value)) in (0u32..).zip(template.mark) {
        mark.write_string(row, 0, *key)?;
        mark.write_string(row, 1, value)?;
    }
    book.save_to_writer(out)
}

fn merge(sheet: &mut Worksheet, row: u32, last: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    // From the second column on: the first is hidden.
    if last > 1 {
        sheet.merge_range(row, 1, row, last, text, format)?;
    } else {
        sheet.write_string_with_format(row, 1, text, format)?;
    }
    Ok(())
}

/// Numbers as numbers; days as text in one form, so that no program turns them around.
fn format(border: &Format, kind: &str) -> Format {
    match kind {
        "integer" => border.clone().set_num_format("0"),
        "decimal" => border.clone().set_num_format("General"),
        "money" => border.clone().set_num_format("#,##0.00"),
        "date" => border.clone().set_num_format("yyyy-mm-dd"),
        _ => border.clone().set_num_format("@").set_text_wrap(),
    }
}

/// The drop-down of a column.
fn rule(column: &SheetColumn, names: &mut Names) -> Result<DataValidation, XlsxError> {
    let length: usize = column.options.iter().map(|option| option.chars().count() + 1).sum();
    let commas = column.options.iter().any(|option| option.contains(','));
    let rule = if length <= LIST_MAX && !commas {
        DataValidation::new().allow_list_strings(&column.options)?
    } else {
        DataValidation::new().allow_list_formula(names.add(&column.options).as_str().into())
    };
    // Other names are told when the file comes back, with a suggestion; here they are only asked about.
    Ok(rule.set_error_style(DataValidationErrorStyle::Warning).ignore_blank(true))
}

/// Lists of names that are too long for a rule.
#[derive(Default)]
struct Names(Vec<Vec<String>>);

impl Names {
    fn add(&mut self, options: &[String]) -> String {
        let at = self.0.iter().position(|known| known == options).unwrap_or_else(|| {
            self.0.push(options.to_vec());
            self.0.len() - 1
        });
        let column = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(at).unwrap_or(0));
        format!("='{NAMES_SHEET}'!${column}$1:${column}${}", options.len())
    }

    fn write(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let sheet = book.add_worksheet();
        sheet.set_name(NAMES_SHEET)?;
        sheet.set_hidden(true);
        for (column, options) in (0u16..).zip(&self.0) {
            for (row, option) in (0u32..).zip(options) {
                sheet.write_string(row, column, option)?;
            }
        }
        Ok(())
    }
}
