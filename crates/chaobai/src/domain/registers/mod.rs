//! Registers: lists described by the charter.

pub mod field_sql;
pub mod filter;
