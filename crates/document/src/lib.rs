//! Official documents by GB/T 9704-2012: data in, PDF and .docx out.
//!
//! [`Document`] says what the document says; [`Press::pdf`] sets it with Typst, [`docx()`] writes it for
//! office programs. [`Paper`] is the shape of a meeting's papers, [`Slip`] that of a supervision slip, [`Pack`] all
//! papers of a meeting in one PDF. [`read`] says what somebody else's file says. Nothing here reads a clock: the
//! same document gives the same bytes. Only `fonts.rs` touches the disk.

mod docx;
mod fonts;
mod model;
mod numbering;
mod pack;
mod paper;
mod press;
pub mod read;
pub mod sizes;
mod slip;
mod title;

pub use docx::docx;
pub use fonts::{FontsMissing, PACKAGES, Role, stands_for};
pub use model::{Annex, Block, Column, Document, Head, Imprint, Run, Table, Tint, day};
pub use numbering::numeral;
pub use pack::{Pack, PackItem, PackPaper, PackWords, Packed, Placed, ReadFile};
pub use paper::{Decision, Item, List, Paper, Part, Person, Present};
pub use press::{NotSet, Press};
pub use slip::Slip;
