//! Who gets where in thirty minutes, and what a project changes.

pub mod batch;
pub mod day;
pub mod feed;
pub mod geo;
pub mod scan;
