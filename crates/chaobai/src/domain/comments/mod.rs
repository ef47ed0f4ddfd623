//! Comments on records: beside a field or the whole, made for a version, settled or open. Whoever may read
//! the whole record sees them. A comment is never changed; that it is settled is put on record beside it.
//!
//! Commands: comment, resolve (one file each). Question: of a record (`find.rs`).

mod comment;
mod find;
mod mentions;
mod resolve;
mod sql;

pub use comment::Comment;
pub use find::{Said, anchor, of_record};
pub use mentions::mentioned;
pub use resolve::Resolve;
