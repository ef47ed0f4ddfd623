//! Reading a feed: one function per file, in the order in which they refer to each other.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use jiff::civil::Date;

use super::clean;
use super::datum::{self, Datum};
use super::model::{
    Agency, BookingRule, Feed, FeedInfo, Frequency, NONE, Pathway, Route, Service, Stop, StopTime, Transfer,
    Trip, UNTIMED,
};
use super::report::{FeedError, FeedReport, Level};
use super::source::{Folder, Limits, Source, Zip};
use super::table::{Column, Table};
use super::time::{parse_date, parse_time};

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
    let agencies = read_agencies(source, &mut feed)?;
    let stops = read_stops(source, &mut feed)?;
    let routes = read_routes(source, &mut feed, &agencies)?;
    let services = read_services(source, &mut feed)?;
    let trips = read_trips(source, &mut feed, &routes, &services)?;
    let rules = read_booking_rules(source, &mut feed)?;
    read_stop_times(source, &mut feed, &trips, &stops, &rules)?;
    read_frequencies(source, &mut feed, &trips)?;
    read_transfers(source, &mut feed, &stops)?;
    read_pathways(source, &mut feed, &stops)?;
    read_info(source, &mut feed)?;
    clean::trips(&mut feed);
    datum::convert(&mut feed, options.datum);
    feed.report.span = span(&feed);
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

fn read_agencies(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
    let mut ids = Ids::new();
    let Some(mut table) = Table::open(source, "agency.txt", &mut feed.report)? else { return Ok(ids) };
    let [id, name, url, zone, lang] =
        ["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"]
            .map(|name| table.column(name));
    while table.next()? {
        ids.entry(table.get(id).into()).or_insert(feed.agencies.len() as u32);
        feed.agencies.push(Agency {
            id: table.text(id),
            name: table.text(name),
            url: table.text(url),
            timezone: table.text(zone),
            lang: table.text(lang),
        });
    }
    table.finish(&mut feed.report);
    Ok(ids)
}

fn read_stops(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
    let report = &mut feed.report;
    let mut ids = Ids::new();
    let mut table = Table::open(source, "stops.txt", report)?.ok_or(FeedError::Missing("stops.txt"))?;
    let Some(id) = table.required("stop_id", report) else { return Err(FeedError::Missing("stops.txt")) };
    let [name, lat, lon, kind, parent] =
        ["stop_name", "stop_lat", "stop_lon", "location_type", "parent_station"]
            .map(|name| table.column(name));
    let mut parents = Vec::new();
    while table.next()? {
        let location_type = if table.get(kind).is_empty() { 0 } else { table.code(kind, 255) };
        if location_type > 4 {
            table.note(report, Level::Dropped, "its location_type is none of 0 to 4");
            continue;
        }
        if !remember(&mut ids, table.get(id), feed.stops.len(), &table, report) {
            continue;
        }
        let place = match (table.decimal(lat), table.decimal(lon)) {
            (Some(lat), Some(lon)) if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) => {
                (lat, lon)
            }
            _ => {
                if location_type < 3 {
                    table.note(
                        report,
                        Level::Warning,
                        "it has no usable coordinates and cannot be walked to",
                    );
                }
                (f64::NAN, f64::NAN)
            }
        };
        parents.push((table.get(parent).to_vec(), table.line()));
        feed.stops.push(Stop {
            id: table.text(id),
            name: table.text(name),
            lat: place.0,
            lon: place.1,
            location_type,
            parent: NONE,
        });
    }
    table.finish(report);
    for (at, (parent, line)) in parents.iter().enumerate().filter(|(_, (parent, _))| !parent.is_empty()) {
        match ids.get(parent.as_slice()) {
            Some(&parent) => feed.stops[at].parent = parent,
            None => report.note("stops.txt", *line, Level::Warning, unknown("the parent_station", parent)),
        }
    }
    Ok(ids)
}

fn read_routes(source: &mut dyn Source, feed: &mut Feed, agencies: &Ids) -> Result<Ids, FeedError> {
    let report = &mut feed.report;
    let mut ids = Ids::new();
    let mut table = Table::open(source, "routes.txt", report)?.ok_or(FeedError::Missing("routes.txt"))?;
    let Some(id) = table.required("route_id", report) else { return Err(FeedError::Missing("routes.txt")) };
    let [agency, short, long, kind, color] =
        ["agency_id", "route_short_name", "route_long_name", "route_type", "route_color"]
            .map(|name| table.column(name));
    while table.next()? {
        if !remember(&mut ids, table.get(id), feed.routes.len(), &table, report) {
            continue;
        }
        let agency = match agencies.get(table.get(agency)) {
            Some(&agency) => agency,
            None if feed.agencies.len() == 1 => 0,
            None => NONE,
        };
        feed.routes.push(Route {
            id: table.text(id),
            agency,
            short_name: table.text(short),
            long_name: table.text(long),
            route_type: table.number(kind).and_then(|n| u16::try_from(n).ok()).unwrap_or(3),
            color: table.text(color),
        });
    }
    table.finish(report);
    Ok(ids)
}

fn read_services(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
    let report = &mut feed.report;
    let mut ids = Ids::new();
    if let Some(mut table) = Table::open(source, "calendar.txt", report)?
        && let Some(id) = table.required("service_id", report)
    {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            .map(|name| table.column(name));
        let (start, end) = (table.column("start_date"), table.column("end_date"));
        while table.next()? {
            let (Some(start), Some(end)) = (parse_date(table.get(start)), parse_date(table.get(end))) else {
                table.note(report, Level::Dropped, "start_date or end_date is not a date");
                continue;
            };
            if !remember(&mut ids, table.get(id), feed.services.len(), &table, report) {
                continue;
            }
            if end < start {
                table.note(report, Level::Warning, "it ends before it starts and never runs by its weekdays");
            }
            feed.services.push(Service {
                id: table.text(id),
                weekdays: days.map(|day| table.get(day) == b"1"),
                span: Some((start, end)),
                ..Service::default()
            });
        }
        table.finish(report);
    }
    if let Some(mut table) = Table::open(source, "calendar_dates.txt", report)?
        && let Some(id) = table.required("service_id", report)
    {
        let (date, kind) = (table.column("date"), table.column("exception_type"));
        while table.next()? {
            let Some(date) = parse_date(table.get(date)) else {
                table.note(report, Level::Dropped, "it has no date");
                continue;
            };
            let kind = table.code(kind, 0);
            if table.get(id).is_empty() || !(1..=2).contains(&kind) {
                table.note(report, Level::Dropped, "service_id or exception_type is missing");
                continue;
            }
            let at = *ids.entry(table.get(id).into()).or_insert_with(|| {
                feed.services.push(Service { id: table.text(id), ..Service::default() });
                feed.services.len() as u32 - 1
            });
            let service = &mut feed.services[at as usize];
            if kind == 1 { &mut service.added } else { &mut service.removed }.push(date);
        }
        table.finish(report);
    }
    for service in &mut feed.services {
        service.added.sort_unstable();
        service.removed.sort_unstable();
    }
    Ok(ids)
}

fn read_trips(
    source: &mut dyn Source,
    feed: &mut Feed,
    routes: &Ids,
    services: &Ids,
) -> Result<Ids, FeedError> {
    let report = &mut feed.report;
    let mut ids = Ids::new();
    let mut table = Table::open(source, "trips.txt", report)?.ok_or(FeedError::Missing("trips.txt"))?;
    let columns = ["trip_id", "route_id", "service_id"].map(|name| table.required(name, report));
    let [Some(id), Some(route), Some(service)] = columns else { return Err(FeedError::Missing("trips.txt")) };
    let (headsign, direction) = (table.column("trip_headsign"), table.column("direction_id"));
    while table.next()? {
        let Some(&route) = routes.get(table.get(route)) else {
            table.note(report, Level::Dropped, unknown("the route", table.get(route)));
            continue;
        };
        let Some(&service) = services.get(table.get(service)) else {
            table.note(report, Level::Dropped, unknown("the service", table.get(service)));
            continue;
        };
        if !remember(&mut ids, table.get(id), feed.trips.len(), &table, report) {
            continue;
        }
        feed.trips.push(Trip {
            id: table.text(id),
            route,
            service,
            headsign: table.text(headsign),
            direction: table.code(direction, 255),
            first: 0,
            count: 0,
        });
    }
    table.finish(report);
    Ok(ids)
}

fn read_booking_rules(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
    let report = &mut feed.report;
    let mut ids = Ids::new();
    let Some(mut table) = Table::open(source, "booking_rules.txt", report)? else { return Ok(ids) };
    let Some(id) = table.required("booking_rule_id", report) else { return Ok(ids) };
    let [kind, notice, day, time, message, url] = [
        "booking_type",
        "prior_notice_duration_min",
        "prior_notice_last_day",
        "prior_notice_last_time",
        "message",
        "info_url",
    ]
    .map(|name| table.column(name));
    while table.next()? {
        if feed.booking_rules.len() >= usize::from(u16::MAX) - 1 {
            table.note(report, Level::Dropped, "only 65,534 booking rules are kept");
            continue;
        }
        if !remember(&mut ids, table.get(id), feed.booking_rules.len(), &table, report) {
            continue;
        }
        feed.booking_rules.push(BookingRule {
            id: table.text(id),
            kind: table.code(kind, 0),
            notice_min: table.number(notice),
            last_day: table.number(day),
            last_time_s: parse_time(table.get(time)),
            message: table.text(message),
            info_url: table.text(url),
        });
    }
    table.finish(report);
    Ok(ids)
}

/// A time that may be left out. `Err` if it is there and is none.
fn optional_time(table: &Table, column: Column) -> Result<u32, ()> {
    let field = table.get(column);
    if field.is_empty() { Ok(UNTIMED) } else { parse_time(field).ok_or(()) }
}

fn read_stop_times(
    source: &mut dyn Source,
    feed: &mut Feed,
    trips: &Ids,
    stops: &Ids,
    rules: &Ids,
) -> Result<(), FeedError> {
    let report = &mut feed.report;
    let mut table =
        Table::open(source, "stop_times.txt", report)?.ok_or(FeedError::Missing("stop_times.txt"))?;
    let columns = ["trip_id", "stop_id", "stop_sequence"].map(|name| table.required(name, report));
    let [Some(trip), Some(stop), Some(sequence)] = columns else {
        return Err(FeedError::Missing("stop_times.txt"));
    };
    let [arrival, departure, pickup, drop_off, timepoint, rule] = [
        "arrival_time",
        "departure_time",
        "pickup_type",
        "drop_off_type",
        "timepoint",
        "pickup_booking_rule_id",
    ]
    .map(|name| table.column(name));
    // Rows of one trip usually stand together: the trip is looked up when its id changes.
    let (mut last_id, mut last_trip) = (Vec::new(), NONE);
    let mut rows: Vec<StopTime> = Vec::new();
    // (trip, first row) for every stretch of rows of one trip.
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let mut lines: Vec<u64> = Vec::new();
    while table.next()? {
        let id = table.get(trip);
        if id != last_id.as_slice() {
            last_id.clear();
            last_id.extend_from_slice(id);
            last_trip = trips.get(id).copied().unwrap_or(NONE);
            if last_trip != NONE {
                runs.push((last_trip, rows.len() as u32));
                lines.push(table.line());
            }
        }
        if last_trip == NONE {
            table.note(report, Level::Dropped, unknown("the trip", id));
            continue;
        }
        let Some(&stop) = stops.get(table.get(stop)) else {
            table.note(report, Level::Dropped, unknown("the stop", table.get(stop)));
            continue;
        };
        let Some(sequence) = table.number(sequence) else {
            table.note(report, Level::Dropped, "stop_sequence is not a whole number");
            continue;
        };
        let (Ok(arrival_s), Ok(departure_s)) =
            (optional_time(&table, arrival), optional_time(&table, departure))
        else {
            table.note(
                report,
                Level::Dropped,
                "arrival_time or departure_time is not a time of at most 168:00:00",
            );
            continue;
        };
        // One time given stands for both.
        let (arrival_s, departure_s) = match (arrival_s, departure_s) {
            (UNTIMED, d) => (d, d),
            (a, UNTIMED) => (a, a),
            (a, d) if d < a => {
                table.note(
                    report,
                    Level::Warning,
                    "it departs before it arrives; it departs when it arrives",
                );
                (a, a)
            }
            both => both,
        };
        report.untimed += u64::from(arrival_s == UNTIMED);
        let booking = if rule.is_there() && !table.get(rule).is_empty() {
            match rules.get(table.get(rule)) {
                Some(&rule) => rule as u16 + 1,
                None => {
                    table.note(report, Level::Warning, unknown("the booking rule", table.get(rule)));
                    0
                }
            }
        } else {
            0
        };
        if rows.len() >= (u32::MAX - 1) as usize {
            return Err(FeedError::TooLarge("more than 4,294,967,294 stop times".to_owned()));
        }
        rows.push(StopTime {
            stop,
            sequence,
            arrival_s,
            departure_s,
            pickup: table.code(pickup, 0),
            drop_off: table.code(drop_off, 0),
            timepoint: table.code(timepoint, 255),
            booking,
        });
    }
    table.finish(report);
    feed.stop_times = clean::group(rows, &runs, &lines, &mut feed.trips, report);
    Ok(())
}

fn read_frequencies(source: &mut dyn Source, feed: &mut Feed, trips: &Ids) -> Result<(), FeedError> {
    let report = &mut feed.report;
    let Some(mut table) = Table::open(source, "frequencies.txt", report)? else { return Ok(()) };
    let Some(trip) = table.required("trip_id", report) else { return Ok(()) };
    let [start, end, headway, exact] =
        ["start_time", "end_time", "headway_secs", "exact_times"].map(|name| table.column(name));
    let mut inexact = 0_u64;
    while table.next()? {
        let Some(&trip) = trips.get(table.get(trip)) else {
            table.note(report, Level::Dropped, unknown("the trip", table.get(trip)));
            continue;
        };
        let (Some(start_s), Some(end_s)) = (parse_time(table.get(start)), parse_time(table.get(end))) else {
            table.note(report, Level::Dropped, "start_time or end_time is not a time");
            continue;
        };
        let headway_s = table.number(headway).unwrap_or(0);
        if headway_s == 0 {
            table.note(report, Level::Dropped, "headway_secs is not a positive number of seconds");
            continue;
        }
        let exact = table.code(exact, 0) == 1;
        inexact += u64::from(!exact);
        feed.frequencies.push(Frequency { trip, start_s, end_s, headway_s, exact });
    }
    table.finish(report);
    feed.frequencies.sort_by_key(|frequency| frequency.trip);
    if inexact > 0 {
        let words = format!(
            "{inexact} rows give a headway only (exact_times 0); their runs are laid from start_time, one of the possible timetables"
        );
        report.note("frequencies.txt", 0, Level::Warning, words);
    }
    Ok(())
}

fn read_transfers(source: &mut dyn Source, feed: &mut Feed, stops: &Ids) -> Result<(), FeedError> {
    let report = &mut feed.report;
    let Some(mut table) = Table::open(source, "transfers.txt", report)? else { return Ok(()) };
    let [from, to, kind, min] =
        ["from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"].map(|name| table.column(name));
    while table.next()? {
        let (from_id, to_id) = (table.get(from), table.get(to));
        if from_id.is_empty() || to_id.is_empty() {
            table.note(
                report,
                Level::Dropped,
                "it names no two stops (rules between trips or routes are not used)",
            );
            continue;
        }
        let (Some(&from), Some(&to)) = (stops.get(from_id), stops.get(to_id)) else {
            table.note(report, Level::Dropped, "one of its stops is unknown");
            continue;
        };
        let min_s = table.number(min);
        if min_s.is_none() && !table.get(min).is_empty() {
            table.note(report, Level::Warning, "min_transfer_time is not a number of seconds");
        }
        feed.transfers.push(Transfer { from, to, kind: table.code(kind, 0), min_s });
    }
    table.finish(report);
    Ok(())
}

fn read_pathways(source: &mut dyn Source, feed: &mut Feed, stops: &Ids) -> Result<(), FeedError> {
    let report = &mut feed.report;
    let Some(mut table) = Table::open(source, "pathways.txt", report)? else { return Ok(()) };
    let [id, from, to, mode, both, length, time] = [
        "pathway_id",
        "from_stop_id",
        "to_stop_id",
        "pathway_mode",
        "is_bidirectional",
        "length",
        "traversal_time",
    ]
    .map(|name| table.column(name));
    while table.next()? {
        let (Some(&from), Some(&to)) = (stops.get(table.get(from)), stops.get(table.get(to))) else {
            table.note(report, Level::Dropped, "one of its stops is unknown");
            continue;
        };
        feed.pathways.push(Pathway {
            id: table.text(id),
            from,
            to,
            mode: table.code(mode, 1),
            both_ways: table.get(both) == b"1",
            length_m: table.decimal(length).filter(|metres| *metres >= 0.0),
            traversal_s: table.number(time),
        });
    }
    table.finish(report);
    Ok(())
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

/// First and last day any service may run.
pub(super) fn span(feed: &Feed) -> Option<(Date, Date)> {
    let days = feed.services.iter().flat_map(|service| {
        service.span.into_iter().flat_map(|(a, b)| [a, b]).chain(service.added.iter().copied())
    });
    days.fold(None, |span, day| match span {
        None => Some((day, day)),
        Some((first, last)) => Some((day.min(first), day.max(last))),
    })
}
