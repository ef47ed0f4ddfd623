//! 清单: the index, one list, one record. Portal and workbench share them; `page.is_work` tells.

use super::{
    Cell, EntryRow, ErrorLine, FieldInput, Link, MapView, Page, ProjectView, SummaryLine, Tag, TimelineView,
};
use askama::Template;

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What the table shows; read to those who do not see it.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<TableRow>,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Name with unit: `长度(km)`.
    pub label: String,
    /// Right-aligned with tabular figures.
    pub numeric: bool,
    /// Where a click on the header leads; empty: cannot be sorted.
    pub sort_href: String,
    /// How the table is sorted by this column.
    pub sorted: SortOrder,
}

/// How a table is sorted by a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// Not by this one.
    #[default]
    No,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl SortOrder {
    /// Value of `aria-sort`.
    pub fn aria(self) -> &'static str {
        match self {
            SortOrder::No => "none",
            SortOrder::Ascending => "ascending",
            SortOrder::Descending => "descending",
        }
    }
}

/// A row; the first cell is its header and should carry the link to the record.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// Cells, as many as columns.
    pub cells: Vec<Cell>,
    /// Withdrawn: struck through, with the word.
    pub withdrawn: bool,
    /// Made up for demonstration; said beside the name.
    pub sample: bool,
}

impl Table {
    /// Cells of a row with the label of their column, for phones where a row becomes a card.
    pub fn labelled<'a>(&'a self, row: &'a TableRow) -> Vec<(&'a Column, &'a Cell)> {
        self.columns.iter().zip(&row.cells).collect()
    }
}

/// All lists by area.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/lists.html")]
pub struct ListIndex {
    /// The frame.
    pub page: Page,
    /// How many lists and records, in words.
    pub state: String,
    /// Areas.
    pub groups: Vec<ListGroup>,
    /// The OGC landing page.
    pub ogc_href: String,
}

/// Lists of an area.
#[derive(Clone, Debug, Default)]
pub struct ListGroup {
    /// Id, for the anchor.
    pub id: String,
    /// Name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// The lists.
    pub lists: Vec<ListLine>,
}

/// A list in short.
#[derive(Clone, Debug, Default)]
pub struct ListLine {
    /// Name.
    pub name: String,
    /// Page.
    pub href: String,
    /// What stands on it.
    pub summary: String,
    /// Number of records, with its word: `12 条`.
    pub count: String,
    /// When it was changed last; empty: never.
    pub changed: String,
    /// Area of work.
    pub area: String,
}

/// A condition of the filter, in words, with the way to drop it.
#[derive(Clone, Debug, Default)]
pub struct Chip {
    /// `责任单位 = 某单位`.
    pub text: String,
    /// The same page without it.
    pub remove_href: String,
}

/// Why there is nothing, and what to do.
#[derive(Clone, Debug, Default)]
pub struct Empty {
    /// Why.
    pub why: String,
    /// What to do.
    pub next: Vec<Link>,
}

/// One list.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/list.html")]
pub struct ListPage {
    /// The frame.
    pub page: Page,
    /// Name.
    pub name: String,
    /// What stands on this list and what does not.
    pub summary: String,
    /// Where the list is known to be incomplete; empty: nothing is said.
    pub not_known: String,
    /// Area of work, or the index of lists.
    pub back: Link,
    /// Who can see what, in one line; workbench only.
    pub visibility: String,
    /// Address of the GET form.
    pub action: String,
    /// Inputs of the filter, by field.
    pub filters: Vec<FieldInput>,
    /// CQL2 text.
    pub cql: String,
    /// What is wrong with it; empty: nothing.
    pub cql_error: String,
    /// Other mistakes in the question.
    pub errors: Vec<ErrorLine>,
    /// The day asked for, `2023-12-29`; empty: today.
    pub as_of: String,
    /// What is wrong with it; empty: nothing.
    pub as_of_error: String,
    /// Kept while filtering: `sort` and the like.
    pub hidden: Vec<(String, String)>,
    /// Conditions in force.
    pub chips: Vec<Chip>,
    /// The same page without any condition.
    pub clear_href: String,
    /// Stages as tabs (workbench): text with count, address, current.
    pub stages: Vec<Chip>,
    /// Which of `stages` is shown.
    pub stage_current: usize,
    /// `共 12 条` and, where the caller asked for a day, as of when.
    pub count_text: String,
    /// The records.
    pub table: Table,
    /// Said instead of an empty table.
    pub empty: Empty,
    /// Back to the first page.
    pub first_href: Option<String>,
    /// Next page.
    pub next_href: Option<String>,
    /// xlsx, CSV, GeoJSON.
    pub downloads: Vec<Link>,
    /// The list as OGC API Features.
    pub ogc_href: String,
    /// The list as a sheet, for those who may fill it in.
    pub sheet: Option<Link>,
    /// Where to create a record, if the caller may.
    pub create: Option<Link>,
    /// The same list as table, timeline and map: text, address; empty: only the table.
    pub views: Vec<Link>,
    /// Which of them this is.
    pub view_current: usize,
    /// The projects on the timeline.
    pub timeline: Option<TimelineView>,
    /// The records on the zone's map.
    pub map: Option<MapView>,
    /// What the drawing leaves out, in words; empty: nothing.
    pub drawing_note: String,
}

impl ListPage {
    /// The lines of the error summary.
    pub fn all_errors(&self) -> Vec<ErrorLine> {
        let mut errors = self.errors.clone();
        for (field, text) in [("as_of", &self.as_of_error), ("filter", &self.cql_error)] {
            if !text.is_empty() {
                errors.push(ErrorLine { field: field.into(), text: text.clone(), ..ErrorLine::default() });
            }
        }
        errors
    }
}

/// One record.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/record.html")]
pub struct RecordPage {
    /// The frame.
    pub page: Page,
    /// What names it.
    pub name: String,
    /// The list it stands on.
    pub list: Link,
    /// Stage; absent where the list has one stage only.
    pub stage: Option<Tag>,
    /// Where it stands on its work list; workbench only.
    pub matter: Option<super::Matter>,
    /// The state in one sentence.
    pub state: String,
    /// Cases about it; workbench only.
    pub cases: Vec<Link>,
    /// Meetings it came to; workbench only.
    pub meetings: Vec<Link>,
    /// Comments, on the workbench, for whoever may read the whole record.
    pub comments: Option<super::CommentsView>,
    /// Withdrawn: why; empty: in force.
    pub withdrawn: String,
    /// Made up for demonstration.
    pub sample: bool,
    /// Shown as it was on this day, in words; empty: as it is now.
    pub as_of_words: String,
    /// To the record as it is now.
    pub latest_href: String,
    /// At most three; the first is the main one.
    pub actions: Vec<Link>,
    /// The rest.
    pub more_actions: Vec<Link>,
    /// What stands beside it, where it is a project.
    pub project: Option<ProjectView>,
    /// Fields with a value.
    pub fields: Vec<SummaryLine>,
    /// Names of fields without a value, in words; empty: none.
    pub blank_fields: String,
    /// Records it is linked with, by kind.
    pub links: Vec<LinkedGroup>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Who changed what, latest first.
    pub history: Vec<HistoryEvent>,
    /// Entries of the journal.
    pub entries: Vec<EntryRow>,
    /// Id, to quote.
    pub id: String,
    /// Version shown.
    pub version: String,
    /// The record as JSON.
    pub json_href: String,
}

/// Linked records of one kind.
#[derive(Clone, Debug, Default)]
pub struct LinkedGroup {
    /// What the link means.
    pub kind: String,
    /// The records.
    pub records: Vec<RecordLink>,
}

/// A linked record.
#[derive(Clone, Debug, Default)]
pub struct RecordLink {
    /// The record.
    pub record: Link,
    /// Its list.
    pub list: String,
}

/// A file.
#[derive(Clone, Debug, Default)]
pub struct Attachment {
    /// Name and address.
    pub file: Link,
    /// `PDF`.
    pub kind: String,
    /// `1.2 MB`.
    pub size: String,
    /// When.
    pub at: String,
    /// SHA-256, short.
    pub sha256: String,
    /// Kind of document, side, when and where a photo was taken; empty: nothing is known.
    pub about: String,
}

/// A version of a record.
#[derive(Clone, Debug, Default)]
pub struct HistoryEvent {
    /// Version.
    pub version: String,
    /// What was done: 新建, 更正, 推进, 撤回.
    pub what: String,
    /// When it was written.
    pub at: String,
    /// From which day it holds; empty: since always as far as known.
    pub effective: String,
    /// Who, by office; empty: not shown.
    pub actor: String,
    /// Why.
    pub note: String,
    /// What changed.
    pub changes: Vec<HistoryChange>,
    /// Where both versions stand side by side; empty: there is none before.
    pub difference_href: String,
    /// Number of the journal entry and its proof.
    pub entry: Link,
}

/// A changed field.
#[derive(Clone, Debug, Default)]
pub struct HistoryChange {
    /// Name of the field.
    pub field: String,
    /// Before; empty: nothing.
    pub old: String,
    /// After; empty: nothing.
    pub new: String,
}
