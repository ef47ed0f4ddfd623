//! What several pages share: the frame of a page, names behind ids, values by type and language, tables
//! of records, the question a list page asks, entries of the journal. Portal and workbench both build
//! from here; nothing here knows a route.

pub mod address;
pub mod amount;
pub mod cases;
pub mod curve;
pub mod difference;
pub mod drawing;
mod frame;
pub mod gates;
pub mod journal;
pub mod list;
mod list_chips;
mod list_inputs;
mod list_question;
pub mod map;
mod matter;
mod names;
pub mod printed;
pub mod project;
mod project_sentences;
pub mod record;
mod record_history;
mod reply;
pub mod reported;
pub mod say;
mod sources;
pub mod table;
pub mod timeline;
pub mod values;

pub use address::Query;
pub use frame::Frame;
pub use list_question::Question;
pub use matter::{matters, state as report_state};
pub use names::Names;
pub use reply::{html, see};
pub use sources::Sources;
