//! Workbooks that come in and go out again: read within limits (`archive.rs`, `read.rs`), found to be a table of
//! a list (`table.rs`), and written for people to fill in (`template.rs`) or to put right (`problems.rs`).

pub mod archive;
pub mod problems;
pub mod read;
pub mod table;
pub mod template;

#[cfg(test)]
mod tests;

pub use read::{Book, Content, read};
pub use table::{Found, Taken, find};

/// Name of the hidden sheet by which a template is known again.
pub const MARK_SHEET: &str = "_chaobai";
/// What stands before a field's id in the hidden line of a template.
pub const MARK: char = '#';
/// The hidden column with the keys of records.
pub const KEY_COLUMN: &str = "#key";
