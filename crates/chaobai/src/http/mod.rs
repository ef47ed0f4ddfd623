//! The door for people and programs.

pub mod views;
pub mod words;
