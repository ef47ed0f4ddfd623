//! Reading a feed: one function per file, in the order in which they refer to each other.

mod lines;
mod services;
mod stops;
mod times;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use super::clean;
use super::datum::{self, Datum};
use super::model::{Feed, FeedInfo};
use super::report::{FeedError, FeedReport, Level};
use super::source::{Folder, Limits, Source, Zip};
use super::table::Table;
use super::time::parse_date;

/// How to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadOptions {
    /// The datum of the feed's coordinates; they are put to WGS-84.
    pub datum: Datum,
    /// What an archive may ask of us.
    pub limits: Limits,
}

/// Reads a zip file or a folder.
///
/// # Errors
/// [`FeedError`] where nothing usable can be had. Single bad rows are in [`Feed::report`] instead.
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<Feed, FeedError> {
    let failed = |cause| FeedError::Io { doing: format!("opening {}", path.display()), cause };
    if std::fs::metadata(path).map_err(failed)?.is_dir() {
        return read(&mut Folder::new(path), options);
    }
    read_zip(BufReader::new(File::open(path).map_err(failed)?), options)
}

/// Reads a zip archive from anything that can be sought in.
///
/// # Errors
/// As [`read_path`].
pub fn read_zip<R: Read + Seek>(reader: R, options: &ReadOptions) -> Result<Feed, FeedError> {
    read(&mut Zip::new(reader, options.limits)?, options)
}

/// Ids of one kind and their positions.
type Ids = HashMap<Box<[u8]>, u32>;

/// The files of a feed that are read, in the order in which they refer to each other.
pub const FILES: [&str; 12] = [
    "agency.txt",
    "stops.txt",
    "routes.txt",
    "calendar.txt",
    "calendar_dates.txt",
    "trips.txt",
    "stop_times.txt",
    "frequencies.txt",
    "transfers.txt",
    "pathways.txt",
    "booking_rules.txt",
    "feed_info.txt",
];

fn read(source: &mut dyn Source, options: &ReadOptions) -> Result<Feed, FeedError> {
    let mut feed = Feed::default();
    feed.report.unread = source.names().into_iter().filter(|name| !FILES.contains(&name.as_str())).collect();
    let agencies = lines::agencies(source, &mut feed)?;
    let stops = stops::stops(source, &mut feed)?;
    let routes = lines::routes(source, &mut feed, &agencies)?;
    let services = services::services(source, &mut feed)?;
    let trips = lines::trips(source, &mut feed, &routes, &services)?;
    let rules = lines::booking_rules(source, &mut feed)?;
    times::stop_times(source, &mut feed, &trips, &stops, &rules)?;
    times::frequencies(source, &mut feed, &trips)?;
    stops::transfers(source, &mut feed, &stops)?;
    stops::pathways(source, &mut feed, &stops)?;
    read_info(source, &mut feed)?;
    clean::trips(&mut feed);
    datum::convert(&mut feed, options.datum);
    feed.report.span = services::span(&feed);
    Ok(feed)
}

/// Remembers an id. Notes and refuses one that is empty or already there.
fn remember(ids: &mut Ids, id: &[u8], at: usize, table: &Table, report: &mut FeedReport) -> bool {
    if id.is_empty() {
        table.note(report, Level::Dropped, "it has no id");
        return false;
    }
    if ids.contains_key(id) {
        table.note(report, Level::Dropped, format!("the id {} is there twice", String::from_utf8_lossy(id)));
        return false;
    }
    ids.insert(id.into(), at as u32);
    true
}

fn unknown(what: &str, id: &[u8]) -> String {
    format!("{what} {} is unknown", String::from_utf8_lossy(id))
}

fn read_info(source: &mut dyn Source, feed: &mut Feed) -> Result<(), FeedError> {
    let report = &mut feed.report;
    let Some(mut table) = Table::open(source, "feed_info.txt", report)? else { return Ok(()) };
    let [publisher, url, lang, start, end, version] = [
        "feed_publisher_name",
        "feed_publisher_url",
        "feed_lang",
        "feed_start_date",
        "feed_end_date",
        "feed_version",
    ]
    .map(|name| table.column(name));
    while table.next()? {
        feed.info.push(FeedInfo {
            publisher: table.text(publisher),
            url: table.text(url),
            lang: table.text(lang),
            start: parse_date(table.get(start)),
            end: parse_date(table.get(end)),
            version: table.text(version),
        });
    }
    table.finish(report);
    Ok(())
}
