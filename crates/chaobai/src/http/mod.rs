//! The doors for people and programs.

pub mod export;
