//! Pages for people: server-rendered, each at its path and at `/en` before its path.

pub mod common;
pub mod work;
pub mod admin;
pub mod session;
