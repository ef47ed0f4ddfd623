//! The house and the program: a zone that several jurisdictions share, run from its charter.

pub mod charter;
pub mod domain;
pub mod http;
