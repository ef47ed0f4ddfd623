//! Registers and their records: the lists of the zone.
//!
//! Commands: create, amend, advance, withdraw, link, unlink, attach, import (one file each).
//! Questions: list, each, count, get, history, links, attachments (`find.rs`).
//! Decisions without IO: who may (`permits.rs`), what holds on a day (`record.rs`),
//! what only a body's act can change (`decided.rs`).

mod advance;
mod amend;
mod attach;
mod beside;
mod create;
pub mod decided;
mod effect;
pub mod field_sql;
pub mod filter;
mod find;
pub mod gate;
mod import;
pub mod indexes;
mod link;
mod load_row;
mod page;
pub mod permits;
mod plan;
mod recent;
mod record;
mod settle;
mod sort_key;
mod sql;
mod withdraw;
mod write;

pub use advance::{Advance, gate_now};
pub use amend::Amend;
pub use attach::{Attach, Photo};
pub use beside::{all_beside, beside, beside_before, host, id_beside};
pub use create::Create;
pub use effect::{Effect, apply, apply_by, place};
pub use find::{
    Attachment, Count, Link, ListQuery, Page, Version, attachments, count, each, find, get, get_as_of,
    history, links, list, store_refusal,
};
pub use import::{Import, ImportRow, ROWS_MAX, batch_digest};
pub use link::{LinkTo, Unlink};
pub use load_row::{LoadRow, load_row};
pub use page::Sort;
pub use permits::{Access, Action};
pub use recent::{Recent, recent_by};
pub use record::Record;
pub use settle::{Settle, settle};
pub use sort_key::{SortKey, SortKind, sort_key};
pub use sql::states_on;
pub use withdraw::Withdraw;
pub use write::{current, demand_body, demand_note, demand_version, exists, load, state as version_state};
