//! The door for people and programs.

pub mod export;
pub mod views;
pub mod words;
