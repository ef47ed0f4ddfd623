//! A sheet: a table whose cells are typed in. A plain form without script; the grid of `web/src/grid`
//! makes every `table[data-sheet]` behave like a spreadsheet. What the pages around it say is here too.

use super::{ErrorLine, FieldInput, Link, Page, Tag};
use askama::Template;

/// A table to type in. It stands inside a form that the page gives.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Id of the table; unique on the page.
    pub id: String,
    /// What it shows; read to those who do not see it.
    pub caption: String,
    /// Its columns; the number of the row stands before them.
    pub columns: Vec<SheetColumn>,
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// Where the grid has cells judged while they are typed; empty: nowhere.
    pub check_href: String,
    /// Where the grid gets the rows that are not on the page; empty: all are.
    pub rows_href: String,
    /// Rows may be added: what is pasted past the end becomes new records.
    pub grows: bool,
    /// Rows are sent whole, not only what changed in them: a row says all that is to be said.
    pub whole: bool,
}

impl Sheet {
    /// The cells of a row with their columns.
    pub fn with_columns<'a>(
        &'a self,
        row: &'a SheetRow,
    ) -> impl Iterator<Item = (&'a SheetColumn, &'a SheetCell)> {
        self.columns.iter().zip(&row.cells)
    }
}

/// A column of a sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetColumn {
    /// Id of the field.
    pub field: String,
    /// Name with unit.
    pub label: String,
    /// Type of the field, as in a charter: `decimal`.
    pub kind: &'static str,
    /// Unit of a number; empty: none.
    pub unit: String,
    /// A new row must have it.
    pub required: bool,
    /// Right-aligned.
    pub numeric: bool,
    /// Several lines.
    pub multiline: bool,
    /// What can stand in it, where that is a short list of names.
    pub options: Vec<String>,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetRow {
    /// Id of the record; `new-1` for one that is not there yet.
    pub key: String,
    /// Version the sheet was made from; 0 for one that is not there yet.
    pub version: i64,
    /// Number of the row, or a mark; leads to the record.
    pub title: Link,
    /// A word beside it: returned, sample; none for most.
    pub tag: Option<Tag>,
    /// Its cells, as many as columns.
    pub cells: Vec<SheetCell>,
}

/// A cell of a sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetCell {
    /// What stands in it.
    pub value: String,
    /// The last value, shown in grey: of last month, or what is kept now. Empty: not shown.
    pub before: String,
    /// What is kept, where what stands in the cell was typed over it and is not written yet.
    pub kept: Option<String>,
    /// Why it cannot be typed in (whose it is); empty: it can.
    pub locked: String,
    /// What is wrong with it; empty: nothing.
    pub error: String,
    /// What was probably meant; empty: no idea.
    pub meant: String,
}

/// A list as a sheet: `/work/lists/{register}/sheet`.
#[derive(Clone, Debug, Template)]
#[template(path = "work/sheet.html")]
pub struct SheetPage {
    /// The frame.
    pub page: Page,
    /// The way back to the list.
    pub back: Link,
    /// Name of the list.
    pub heading: String,
    /// Who sees what is written here, and what happens next.
    pub intro: String,
    /// How many rows, and what of them can be typed in.
    pub state: String,
    /// Where the form is posted.
    pub action: String,
    /// Hidden inputs.
    pub hidden: Vec<(String, String)>,
    /// The sheet.
    pub sheet: Sheet,
    /// What is done with what was typed: kind of change, day, note.
    pub inputs: Vec<FieldInput>,
    /// Conditions in force, with the way to drop them.
    pub chips: Vec<super::Chip>,
    /// Links beside the heading: template, import.
    pub links: Vec<Link>,
    /// First page, if this is not it.
    pub first_href: Option<String>,
    /// Next page.
    pub next_href: Option<String>,
    /// What is wrong with the form as a whole.
    pub errors: Vec<ErrorLine>,
}

/// What a sheet or a workbook would change, before it is written: S3.
#[derive(Clone, Debug, Template)]
#[template(path = "work/sheet_check.html")]
pub struct CheckPage {
    /// The frame.
    pub page: Page,
    /// The way back.
    pub back: Link,
    /// Heading.
    pub heading: String,
    /// Where it comes from: file, sheet, rows; columns and what they are taken for.
    pub facts: Vec<super::SummaryLine>,
    /// How many can be written, how many must be put right.
    pub counts: Vec<Tag>,
    /// A sentence about it all.
    pub state: String,
    /// Where the form is posted.
    pub action: String,
    /// Hidden inputs.
    pub hidden: Vec<(String, String)>,
    /// What must be put right, with an input each.
    pub problems: Vec<ProblemLine>,
    /// Said where not all of them are on the page.
    pub more_problems: String,
    /// What would change.
    pub changes: Vec<ChangeLine>,
    /// Said where not all of them are on the page.
    pub more_changes: String,
    /// Inputs for how it is written: all or the good rows, kind of change, day, note.
    pub inputs: Vec<FieldInput>,
    /// Word of the button that writes; empty: there is nothing to write.
    pub write: String,
    /// Further links: the rows with problems as a workbook.
    pub links: Vec<Link>,
    /// What is wrong with the form as a whole.
    pub errors: Vec<ErrorLine>,
}

impl CheckPage {
    /// Everything wrong, for the summary at the top: the form as a whole, then its own inputs. The cells are
    /// told in their table.
    pub fn summary(&self) -> Vec<ErrorLine> {
        let own = self.inputs.iter().filter(|input| !input.error.is_empty()).map(|input| ErrorLine {
            field: input.id.clone(),
            label: input.label.clone(),
            text: input.error.clone(),
        });
        self.errors.iter().cloned().chain(own).collect()
    }
}

/// A cell, or a row, that must be put right.
#[derive(Clone, Debug, Default)]
pub struct ProblemLine {
    /// Number of the row.
    pub row: String,
    /// What names it.
    pub title: Link,
    /// Column; empty: the row as a whole.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong.
    pub reason: String,
    /// What was probably meant; empty: no idea.
    pub meant: String,
    /// Name of the input to put it right; empty: nothing to type.
    pub name: String,
    /// What others have put there meanwhile; empty: nothing.
    pub theirs: String,
    /// What the button says to the form that writes one's own over what others wrote; empty: no button.
    pub keep: String,
}

/// A cell that would change.
#[derive(Clone, Debug, Default)]
pub struct ChangeLine {
    /// Number of the row.
    pub row: String,
    /// What names it.
    pub title: Link,
    /// Column.
    pub column: String,
    /// What stands there now.
    pub before: String,
    /// What would be kept.
    pub after: String,
    /// What was done to what was typed, in words; empty: nothing.
    pub mark: String,
    /// What was typed, where it differs from what would be kept.
    pub typed: String,
    /// A new record.
    pub is_new: bool,
}

/// What was written, row by row.
#[derive(Clone, Debug, Template)]
#[template(path = "work/sheet_done.html")]
pub struct DonePage {
    /// The frame.
    pub page: Page,
    /// The way back.
    pub back: Link,
    /// Heading.
    pub heading: String,
    /// What was written, in a sentence.
    pub state: String,
    /// How many were and were not written.
    pub counts: Vec<Tag>,
    /// Rows that were not written, with the reason.
    pub problems: Vec<ProblemLine>,
    /// Said where not all of them are on the page.
    pub more_problems: String,
    /// What to do next.
    pub links: Vec<Link>,
    /// Where what was not written can be put right; empty: nowhere.
    pub action: String,
    /// What was typed and not written, so that nothing is lost.
    pub hidden: Vec<(String, String)>,
}
