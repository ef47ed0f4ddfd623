//! Sheets: many cells of a list at once, typed, pasted or read from a workbook.
//!
//! What a text means in a field: `text.rs` for forms, `normalise.rs` for sheets. What rows of cells would
//! change, judged without writing: `check.rs`. Writing is `registers.amend` and `registers.import`.

pub mod check;
pub mod normalise;
pub mod text;

pub use check::{CellCheck, Checker, Key, Others, RowCheck, Sent, State};
pub use normalise::{Cells, Epoch, Mark, Normaliser, Read, Setting, Trouble, named, shown};
