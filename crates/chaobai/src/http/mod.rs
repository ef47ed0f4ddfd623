//! The door for people and programs.

pub mod export;
