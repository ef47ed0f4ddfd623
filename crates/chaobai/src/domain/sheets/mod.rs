//! Sheets: many cells of a list at once, typed, pasted or read from a workbook.
//!
//! What a text means in a field: `text.rs` for forms, `normalise.rs` for sheets. What rows of cells would
//! change, judged without writing: `check.rs`. Writing is `registers.amend`, `.create` and `.import`.
//! A workbook on its way in is a draft (`draft.rs`): open_draft, mend_draft, settle_draft.

pub mod check;
mod draft;
mod find;
mod mend_draft;
pub mod normalise;
mod open_draft;
mod settle_draft;
mod sql;
pub mod text;

pub use check::{CellCheck, Checker, Key, Others, RowCheck, Sent, State};
pub use draft::{Draft, DraftState, Mended};
pub use find::draft;
pub use mend_draft::MendDraft;
pub use normalise::{Cells, Epoch, Mark, Normaliser, Read, Setting, Trouble, named, shown};
pub use open_draft::{OpenDraft, draft_id};
pub use settle_draft::SettleDraft;
