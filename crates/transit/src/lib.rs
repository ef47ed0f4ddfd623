//! Who gets where in thirty minutes, and what a project changes.

pub mod access;
pub mod batch;
pub mod day;
pub mod feed;
pub mod geo;
pub mod journey;
pub mod scan;
pub mod scenario;
