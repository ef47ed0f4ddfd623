//! Official documents by GB/T 9704-2012: data in, PDF and .docx out.
//!
//! [`Document`] says what the document says; [`Press::pdf`] sets it with Typst, [`docx()`] writes it for
//! office programs. [`Slip`] and [`Minutes`] are the forms most often needed. Nothing here reads a clock:
//! the same document gives the same bytes. Only `fonts.rs` touches the disk.

mod docx;
mod fonts;
mod minutes;
mod model;
mod numbering;
mod press;
pub mod sizes;
mod slip;

pub use docx::docx;
pub use fonts::{FontsMissing, PACKAGES, Role, stands_for};
pub use minutes::{Minutes, Present};
pub use model::{Annex, Block, Column, Document, Head, Imprint, Run, Table, Tint};
pub use numbering::numeral;
pub use press::{NotSet, Press};
pub use slip::{Colour, Slip};
