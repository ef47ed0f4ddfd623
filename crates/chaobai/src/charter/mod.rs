//! Reads, checks and explains a charter: the zone's law as data.

pub mod model;
