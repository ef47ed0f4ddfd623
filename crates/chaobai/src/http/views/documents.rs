//! 文稿: documents written from the zone's figures.

use super::{Amount, AsOf, Link, Page};
use askama::Template;

/// All documents.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/documents.html")]
pub struct DocumentIndex {
    /// The frame.
    pub page: Page,
    /// The documents.
    pub documents: Vec<DocumentRow>,
}

/// A document in the list.
#[derive(Clone, Debug, Default)]
pub struct DocumentRow {
    /// Title and address.
    pub document: Link,
    /// What it is.
    pub summary: String,
    /// Draft or not, in words.
    pub note: String,
    /// The day it was written for.
    pub as_of: String,
}

/// One document.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/document.html")]
pub struct DocumentPage {
    /// The frame.
    pub page: Page,
    /// Title in its lines.
    pub title: Vec<String>,
    /// What it is.
    pub summary: String,
    /// Printed under the title.
    pub note: String,
    /// Name in the red head; empty: no head.
    pub issuer: String,
    /// Number of the document.
    pub number: String,
    /// Addressee without colon.
    pub addressee: String,
    /// The day asked for.
    pub as_of: AsOf,
    /// Said where another day is asked for than the text was written for.
    pub other_day: String,
    /// The text.
    pub blocks: Vec<DocumentBlock>,
    /// The figures in it.
    pub figures: Vec<DocumentFigure>,
    /// Said where figures have no public value.
    pub missing: String,
    /// The document as PDF.
    pub pdf_href: String,
    /// The document for office programs.
    pub docx_href: String,
    /// The document as JSON.
    pub json_href: String,
}

/// A heading or a paragraph.
#[derive(Clone, Debug, Default)]
pub struct DocumentBlock {
    /// 1 to 4 for a heading; 0 for a paragraph.
    pub level: u8,
    /// Number and words of the heading.
    pub heading: String,
    /// Pieces of the paragraph; those with an address are figures.
    pub runs: Vec<Link>,
}

/// A figure of the document.
#[derive(Clone, Debug, Default)]
pub struct DocumentFigure {
    /// Id, with the address of the figure on that day.
    pub code: Link,
    /// Name.
    pub name: String,
    /// Value.
    pub amount: Amount,
    /// The day it was asked for.
    pub on: String,
    /// The day it speaks of.
    pub as_of: String,
    /// Reported or computed.
    pub basis: String,
    /// Who reported it.
    pub source: String,
}
