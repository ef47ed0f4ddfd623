//! 数字: every figure of the zone, and one figure with everything behind it.

use super::{Amount, Cell, Link, Page, Table, Tag};
use askama::Template;

/// A form that asks for a day.
#[derive(Clone, Debug, Default)]
pub struct AsOf {
    /// Address the day is sent to as `as_of`.
    pub action: String,
    /// The day asked for, `2023-12-29`; empty: latest.
    pub value: String,
    /// The day in words.
    pub words: String,
    /// What is wrong with the day given; empty: nothing.
    pub error: String,
    /// Shown to leave the past: address without the day; empty: we are at the latest.
    pub latest_href: String,
}

/// All figures by area.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/figures.html")]
pub struct FigureIndex {
    /// The frame.
    pub page: Page,
    /// The day asked for.
    pub as_of: AsOf,
    /// How many figures, in words.
    pub state: String,
    /// Areas.
    pub groups: Vec<FigureGroup>,
    /// All figures as JSON.
    pub json_href: String,
}

/// Figures of an area.
#[derive(Clone, Debug, Default)]
pub struct FigureGroup {
    /// Id, for the anchor.
    pub id: String,
    /// Name.
    pub name: String,
    /// The figures.
    pub rows: Vec<FigureRow>,
}

/// A figure in a table.
#[derive(Clone, Debug, Default)]
pub struct FigureRow {
    /// Id, `T05`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Page.
    pub href: String,
    /// Value.
    pub amount: Amount,
    /// Day the value speaks of.
    pub as_of: String,
    /// 来源报告 or 清单计算.
    pub basis: String,
    /// Reported against computed.
    pub difference: Option<Tag>,
}

/// One figure.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/figure.html")]
pub struct FigurePage {
    /// The frame.
    pub page: Page,
    /// Id.
    pub code: String,
    /// Name.
    pub name: String,
    /// Area of work.
    pub area: Link,
    /// The sentence up to the value.
    pub sentence_before: String,
    /// The value.
    pub amount: Amount,
    /// The sentence after the value.
    pub sentence_after: String,
    /// As of when and on what basis, in words.
    pub basis: String,
    /// Why there is no value on this day, and what is known; empty: there is a value.
    pub unknown: String,
    /// The day asked for.
    pub as_of: AsOf,
    /// What was reported.
    pub reported: Vec<Reported>,
    /// What the records give.
    pub computed: Option<Computed>,
    /// The two against each other.
    pub reconciliation: Option<Reconciliation>,
    /// Values the zone has stood behind, latest first.
    pub history: Vec<FigureVersion>,
    /// What is counted, what is not, and how.
    pub definition: String,
    /// Version of the definition.
    pub version: String,
    /// How to cite.
    pub cite: String,
    /// Verification package; empty: none yet.
    pub package_href: String,
    /// The same as JSON.
    pub json_href: String,
}

/// What a source reported.
#[derive(Clone, Debug, Default)]
pub struct Reported {
    /// Value.
    pub amount: Amount,
    /// Day it speaks of.
    pub as_of: String,
    /// Who reported it, in which document.
    pub source: Cell,
    /// Day of the document.
    pub source_date: String,
    /// What the source says.
    pub words: String,
    /// Number of the journal entry and its proof.
    pub entry: Link,
    /// The zone stands on this one on the day asked for.
    pub stands: bool,
}

/// What the records give.
#[derive(Clone, Debug, Default)]
pub struct Computed {
    /// Value.
    pub amount: Amount,
    /// How it is computed, in words.
    pub how: String,
    /// The filter, as CQL2; empty: none.
    pub filter: String,
    /// "由 12 条记录算出".
    pub count_text: String,
    /// The first of the records.
    pub records: Table,
    /// The list with the same filter.
    pub list: Link,
    /// Records that could not be judged, in words; empty: none.
    pub undetermined_text: String,
    /// Those records.
    pub undetermined: Vec<Link>,
}

/// Reported against computed.
#[derive(Clone, Debug, Default)]
pub struct Reconciliation {
    /// Agrees or not.
    pub state: Tag,
    /// In words: "reported 22, registered 10, 12 missing".
    pub sentence: String,
    /// Whose work the gap is.
    pub work_for: String,
}

/// A value the zone has stood behind.
#[derive(Clone, Debug, Default)]
pub struct FigureVersion {
    /// Value.
    pub amount: Amount,
    /// Day it speaks of.
    pub as_of: String,
    /// Reported or computed, and from what.
    pub basis: String,
    /// When it was recorded.
    pub recorded_at: String,
    /// Number of the journal entry and its proof.
    pub entry: Link,
    /// Another value for the same day took its place.
    pub replaced: bool,
    /// Version of the definition.
    pub definition: String,
}
