//! 四统一: rules laid side by side, aspect by aspect.

use super::{Cell, Link, Page, Tag};
use askama::Template;

/// A list of compared rules.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/compare.html")]
pub struct ComparePage {
    /// The frame.
    pub page: Page,
    /// Name of the list.
    pub name: String,
    /// What stands on it.
    pub summary: String,
    /// What is not known.
    pub not_known: String,
    /// The list as a table.
    pub list: Link,
    /// How many aspects there are, and how they compare.
    pub state: String,
    /// Names of the columns of rules: the sides.
    pub sides: Vec<String>,
    /// Matters: those with something different first.
    pub matters: Vec<ComparedMatter>,
}

/// A matter.
#[derive(Clone, Debug, Default)]
pub struct ComparedMatter {
    /// For the anchor.
    pub id: String,
    /// The matter.
    pub name: Link,
    /// Made up for demonstration.
    pub sample: bool,
    /// How its aspects compare, in words.
    pub state: String,
    /// Its aspects: what is different first.
    pub aspects: Vec<ComparedAspect>,
}

/// An aspect of a matter.
#[derive(Clone, Debug)]
pub struct ComparedAspect {
    /// The aspect, leading to its record.
    pub name: Link,
    /// The rule of each side and where it stands, in order of the columns.
    pub rules: Vec<ComparedRule>,
    /// The one rule, and what it is based on.
    pub unified: ComparedRule,
    /// How they compare.
    pub state: Tag,
}

/// What a rule says, and where it stands.
#[derive(Clone, Debug, Default)]
pub struct ComparedRule {
    /// Name of its column.
    pub column: String,
    /// What it says; empty: not known.
    pub text: String,
    /// Where it stands.
    pub source: Cell,
}
