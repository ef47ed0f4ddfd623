//! GTFS Schedule in and out: a zip or a folder becomes a [`Feed`], and a [`Feed`] becomes a zip or a folder.
//!
//! Source of the format: GTFS Schedule reference, revision of April 2026. Read and written: `agency`, `stops`,
//! `routes`, `calendar`, `calendar_dates`, `trips`, `stop_times`, `frequencies`, `transfers`, `pathways`,
//! `booking_rules`, `feed_info`. Other files of a feed are named in the report and not read.
//!
//! ```
//! use std::io::Cursor;
//! use transit::feed::{self, ReadOptions};
//!
//! let feed = feed::read_path("tests/town".as_ref(), &ReadOptions::default())?;
//! // What is wrong with a feed is told by file and line, and the rest of it is used.
//! assert_eq!(feed.report.problems[0].file, "frequencies.txt");
//!
//! let mut zip = Cursor::new(Vec::new());
//! feed::write_zip(&feed, &mut zip)?;
//! assert_eq!(feed::read_zip(zip, &ReadOptions::default())?.stops, feed.stops);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod clean;
pub mod datum;
mod guard;
mod join;
mod model;
mod read;
mod report;
mod source;
mod table;
pub mod time;
mod write;

pub use datum::Datum;
pub(crate) use guard::{LineEnds, line_of};
pub use join::join;
pub use model::{
    Agency, BookingRule, Feed, FeedInfo, Frequency, NONE, Pathway, Route, Service, Stop, StopTime, Transfer,
    Trip, UNTIMED,
};
pub use read::{FILES, ReadOptions, read_path, read_zip};
pub use report::{FeedError, FeedReport, Level, Problem};
pub use source::Limits;
pub use write::{write_folder, write_zip};
