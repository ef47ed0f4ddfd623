//! The house and the program: a zone that several jurisdictions share, run from its charter.
//!
//! `main → house → doors (http, cli, clock) → domain → desk → store → kernel`; ARCHITECTURE.md has
//! the map and what is deliberately absent.

pub mod charter;
pub mod cli;
pub mod clock;
pub mod desk;
pub mod domain;
pub mod house;
pub mod http;
