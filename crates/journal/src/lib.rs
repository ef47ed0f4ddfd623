//! The log: what happened, append-only, so that anyone can check it with a public key and without us.
//!
//! - [`entry`]: one change as canonical bytes; [`chain`]: the entries of a cell, each naming the one before.
//! - [`tree`]: the Merkle tree over all cells' entries ([RFC 6962], [RFC 9162]); [`tile`] and [`append`]: the
//!   tree as files ([tlog-tiles]).
//! - [`note`], [`key`], [`checkpoint`], [`cosignature`]: the signed head and a witness's word on it
//!   ([signed-note], [tlog-checkpoint], [tlog-cosignature]).
//! - [`verify`](mod@verify), [`report`], [`proof`]: checking it all, or one entry, offline.
//!
//! Nothing here reads a clock or a random source. Files are reached through [`tile::TileSource`]; only
//! [`folder`] touches a disk, and only to read.
//!
//! [RFC 6962]: https://www.rfc-editor.org/rfc/rfc6962.html
//! [RFC 9162]: https://www.rfc-editor.org/rfc/rfc9162.html
//! [tlog-tiles]: https://c2sp.org/tlog-tiles
//! [signed-note]: https://c2sp.org/signed-note
//! [tlog-checkpoint]: https://c2sp.org/tlog-checkpoint
//! [tlog-cosignature]: https://c2sp.org/tlog-cosignature

pub mod append;
pub mod chain;
pub mod checkpoint;
pub mod cosignature;
pub mod entry;
pub mod folder;
pub mod hash;
mod judge;
pub mod key;
pub mod note;
mod old_copies;
pub mod proof;
mod reader;
pub mod report;
pub mod tile;
pub mod tree;
pub mod verify;

pub use append::{Edge, File};
pub use checkpoint::{Checkpoint, Trust};
pub use entry::{Entry, Subject, ZERO};
pub use folder::Folder;
pub use hash::{Hash, leaf_hash};
pub use proof::ProofBundle;
pub use reader::DecodeError;
pub use report::{Bad, Report, What};
pub use tile::TileSource;
pub use verify::{verify, verify_chain_and_tree};
