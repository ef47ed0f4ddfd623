//! Who gets where in thirty minutes, and what a project changes.
//!
//! A [`feed`] (GTFS) becomes a [`day`]: a [`day::Network`] of stops, the trips of a date, footpaths, and over them a
//! [`day::DayIndex`] of events sorted by second. A [`scan`] answers one origin for every minute of a window in one
//! pass over it; a [`batch`] answers 64 origins in one, with counters alone. A [`scenario`] lays a project over the day,
//! so that both worlds are answered together. [`journey`] tells the legs of one trip; [`access`] makes figures and maps.
//!
//! Seconds are counted from the service day's noon less twelve hours and may pass 86,400; distances are metres,
//! coordinates WGS-84 degrees. Nothing here opens a socket, reads a clock or keeps anything between two questions.

pub mod access;
pub mod batch;
pub mod day;
pub mod feed;
pub mod geo;
pub mod journey;
pub mod scan;
pub mod scenario;
