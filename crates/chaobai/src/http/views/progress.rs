//! How far something has come. The page asks again by itself, with or without script.

use super::{Link, Page};
use askama::Template;

/// Something that takes its time.
#[derive(Clone, Debug, Template)]
#[template(path = "work/progress.html")]
pub struct ProgressPage {
    /// The frame.
    pub page: Page,
    /// The way back.
    pub back: Link,
    /// Heading.
    pub heading: String,
    /// What is being done, with numbers.
    pub state: String,
    /// Parts of a thousand that are done; none: it cannot be said.
    pub share: Option<usize>,
}
