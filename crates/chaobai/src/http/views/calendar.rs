//! 日历订阅: addresses of my calendar.

use super::Page;
use askama::Template;

/// Addresses of my calendar.
#[derive(Clone, Debug, Template)]
#[template(path = "work/calendar.html")]
pub struct CalendarPage {
    /// The frame.
    pub page: Page,
    /// The address that was just made, shown once; empty: none.
    pub address: String,
    /// Addresses that work.
    pub feeds: Vec<FeedRow>,
    /// There are as many as there may be.
    pub full: bool,
    /// Key of the form that makes a new one.
    pub key: String,
}

/// An address that works.
#[derive(Clone, Debug, Default)]
pub struct FeedRow {
    /// Hash of its secret.
    pub hash: String,
    /// Its first characters, to tell addresses apart.
    pub short: String,
    /// Since when.
    pub issued_at: String,
    /// Key of the form that takes it back.
    pub key: String,
}
