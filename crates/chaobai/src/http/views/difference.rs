//! Two versions of a record side by side.

use super::{Attachment, FieldInput, Link, Page, Span};
use askama::Template;

/// 版本对比: what leads from one version of a record to another.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/difference.html")]
pub struct DifferencePage {
    /// The frame.
    pub page: Page,
    /// The record.
    pub back: Link,
    /// Name of the record and what the page is.
    pub heading: String,
    /// Whether the record is made up.
    pub sample: bool,
    /// How many fields differ, in a sentence.
    pub lead: String,
    /// Address of the form that chooses two versions.
    pub action: String,
    /// The older and the newer version to choose.
    pub choose: Vec<FieldInput>,
    /// Version, day and office of both columns.
    pub columns: [String; 2],
    /// What differs, field by field.
    pub rows: Vec<DifferenceRow>,
    /// Names of fields that are the same in both; empty: none.
    pub same: String,
    /// Files that came in between.
    pub files: Vec<Attachment>,
}

/// A field that differs.
#[derive(Clone, Debug, Default)]
pub struct DifferenceRow {
    /// Its name.
    pub name: String,
    /// Only some may see it.
    pub restricted: bool,
    /// The older value: pieces that stay and pieces that go; none: nothing stood there.
    pub old: Vec<Span>,
    /// The newer value: pieces that stay and pieces that are new; none: nothing stands there.
    pub new: Vec<Span>,
}
