//! Writing a feed: what [`super::read`] reads, in the same words.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::Path;

use csv::{Writer, WriterBuilder};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::model::{Feed, NONE, UNTIMED};
use super::report::FeedError;
use super::time::{show_date, show_time};

/// Writes a feed as a folder of files. The folder is made if it is not there; files of a feed that stand in it are
/// replaced or, where this feed has none of the kind, taken away.
///
/// # Errors
/// [`FeedError::Io`] where the disk says no.
pub fn write_folder(feed: &Feed, folder: &Path) -> Result<(), FeedError> {
    let failed = |cause| FeedError::Io { doing: format!("writing {}", folder.display()), cause };
    fs::create_dir_all(folder).map_err(failed)?;
    for file in &FILES {
        if !(file.needed)(feed) {
            // A file of an earlier feed in the same folder would be read along with this one.
            match fs::remove_file(folder.join(file.name)) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(failed(cause)),
                _ => continue,
            }
        }
        let stream = io::BufWriter::new(File::create(folder.join(file.name)).map_err(failed)?);
        let mut writer = WriterBuilder::new().from_writer(Box::new(stream) as Box<dyn Write>);
        (file.write)(feed, &mut writer).map_err(|cause| failed(cause.into()))?;
        writer.flush().map_err(failed)?;
    }
    Ok(())
}

/// Writes a feed as a zip archive.
///
/// # Errors
/// [`FeedError::Io`] where the stream says no.
pub fn write_zip<W: Write + Seek>(feed: &Feed, stream: W) -> Result<(), FeedError> {
    let failed = |cause: io::Error| FeedError::Io { doing: "writing a feed".to_owned(), cause };
    let mut archive = ZipWriter::new(stream);
    let options = SimpleFileOptions::default().large_file(feed.stop_times.len() > 40_000_000);
    for file in FILES.iter().filter(|file| (file.needed)(feed)) {
        archive.start_file(file.name, options).map_err(|cause| failed(cause.into()))?;
        let mut writer = WriterBuilder::new().from_writer(Box::new(&mut archive) as Box<dyn Write>);
        (file.write)(feed, &mut writer).map_err(|cause| failed(cause.into()))?;
        writer.flush().map_err(failed)?;
    }
    archive.finish().map_err(|cause| failed(cause.into()))?;
    Ok(())
}

type Rows<'a> = Writer<Box<dyn Write + 'a>>;

struct FileOf {
    name: &'static str,
    /// Whether the file is written: the required ones always.
    needed: fn(&Feed) -> bool,
    write: fn(&Feed, &mut Rows) -> csv::Result<()>,
}

const FILES: [FileOf; 12] = [
    FileOf { name: "agency.txt", needed: |_| true, write: agencies },
    FileOf { name: "stops.txt", needed: |_| true, write: stops },
    FileOf { name: "routes.txt", needed: |_| true, write: routes },
    FileOf { name: "calendar.txt", needed: |f| f.services.iter().any(|s| s.span.is_some()), write: calendar },
    FileOf {
        name: "calendar_dates.txt",
        needed: |f| f.services.iter().any(|s| !s.added.is_empty() || !s.removed.is_empty()),
        write: calendar_dates,
    },
    FileOf { name: "trips.txt", needed: |_| true, write: trips },
    FileOf { name: "stop_times.txt", needed: |_| true, write: stop_times },
    FileOf { name: "frequencies.txt", needed: |f| !f.frequencies.is_empty(), write: frequencies },
    FileOf { name: "transfers.txt", needed: |f| !f.transfers.is_empty(), write: transfers },
    FileOf { name: "pathways.txt", needed: |f| !f.pathways.is_empty(), write: pathways },
    FileOf { name: "booking_rules.txt", needed: |f| !f.booking_rules.is_empty(), write: booking_rules },
    FileOf { name: "feed_info.txt", needed: |f| !f.info.is_empty(), write: info },
];

fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A code whose absence is 255.
fn code(value: u8) -> String {
    if value == 255 { String::new() } else { value.to_string() }
}

fn agencies(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record(["agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang"])?;
    for x in &feed.agencies {
        rows.write_record([&x.id, &x.name, &x.url, &x.timezone, &x.lang])?;
    }
    Ok(())
}

fn stops(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record(["stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station"])?;
    let degrees = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    for x in &feed.stops {
        let parent = if x.parent == NONE { "" } else { &feed.stops[x.parent as usize].id };
        rows.write_record([
            &x.id,
            &x.name,
            &degrees(x.lat),
            &degrees(x.lon),
            &x.location_type.to_string(),
            parent,
        ])?;
    }
    Ok(())
}

fn routes(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record([
        "route_id",
        "agency_id",
        "route_short_name",
        "route_long_name",
        "route_type",
        "route_color",
    ])?;
    for x in &feed.routes {
        let agency = if x.agency == NONE { "" } else { &feed.agencies[x.agency as usize].id };
        rows.write_record([&x.id, agency, &x.short_name, &x.long_name, &x.route_type.to_string(), &x.color])?;
    }
    Ok(())
}

fn calendar(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record([
        "service_id",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "start_date",
        "end_date",
    ])?;
    for x in &feed.services {
        let Some((first, last)) = x.span else { continue };
        let mut row = vec![x.id.clone()];
        row.extend(x.weekdays.iter().map(|day| u8::from(*day).to_string()));
        row.extend([show_date(first), show_date(last)]);
        rows.write_record(row)?;
    }
    Ok(())
}

fn calendar_dates(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record(["service_id", "date", "exception_type"])?;
    for x in &feed.services {
        for (days, kind) in [(&x.added, "1"), (&x.removed, "2")] {
            for day in days {
                rows.write_record([x.id.as_str(), &show_date(*day), kind])?;
            }
        }
    }
    Ok(())
}

fn trips(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record(["route_id", "service_id", "trip_id", "trip_headsign", "direction_id"])?;
    for x in &feed.trips {
        let (route, service) = (&feed.routes[x.route as usize].id, &feed.services[x.service as usize].id);
        rows.write_record([route, service, &x.id, &x.headsign, &code(x.direction)])?;
    }
    Ok(())
}

fn stop_times(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record([
        "trip_id",
        "arrival_time",
        "departure_time",
        "stop_id",
        "stop_sequence",
        "pickup_type",
        "drop_off_type",
        "timepoint",
        "pickup_booking_rule_id",
    ])?;
    let time = |seconds: u32| if seconds == UNTIMED { String::new() } else { show_time(seconds) };
    for trip in &feed.trips {
        for x in &feed.stop_times[trip.rows()] {
            let rule = if x.booking == 0 { "" } else { &feed.booking_rules[usize::from(x.booking) - 1].id };
            rows.write_record([
                &trip.id,
                &time(x.arrival_s),
                &time(x.departure_s),
                &feed.stops[x.stop as usize].id,
                &x.sequence.to_string(),
                &x.pickup.to_string(),
                &x.drop_off.to_string(),
                &code(x.timepoint),
                rule,
            ])?;
        }
    }
    Ok(())
}

fn frequencies(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record(["trip_id", "start_time", "end_time", "headway_secs", "exact_times"])?;
    for x in &feed.frequencies {
        let trip = &feed.trips[x.trip as usize].id;
        let exact = u8::from(x.exact).to_string();
        rows.write_record([
            trip,
            &show_time(x.start_s),
            &show_time(x.end_s),
            &x.headway_s.to_string(),
            &exact,
        ])?;
    }
    Ok(())
}

fn transfers(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record(["from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"])?;
    for x in &feed.transfers {
        let (from, to) = (&feed.stops[x.from as usize].id, &feed.stops[x.to as usize].id);
        rows.write_record([from, to, &x.kind.to_string(), &number(x.min_s)])?;
    }
    Ok(())
}

fn pathways(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record([
        "pathway_id",
        "from_stop_id",
        "to_stop_id",
        "pathway_mode",
        "is_bidirectional",
        "length",
        "traversal_time",
    ])?;
    for x in &feed.pathways {
        let (from, to) = (&feed.stops[x.from as usize].id, &feed.stops[x.to as usize].id);
        let both = u8::from(x.both_ways).to_string();
        rows.write_record([
            &x.id,
            from,
            to,
            &x.mode.to_string(),
            &both,
            &number(x.length_m),
            &number(x.traversal_s),
        ])?;
    }
    Ok(())
}

fn booking_rules(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record([
        "booking_rule_id",
        "booking_type",
        "prior_notice_duration_min",
        "prior_notice_last_day",
        "prior_notice_last_time",
        "message",
        "info_url",
    ])?;
    for x in &feed.booking_rules {
        rows.write_record([
            &x.id,
            &x.kind.to_string(),
            &number(x.notice_min),
            &number(x.last_day),
            &x.last_time_s.map(show_time).unwrap_or_default(),
            &x.message,
            &x.info_url,
        ])?;
    }
    Ok(())
}

fn info(feed: &Feed, rows: &mut Rows) -> csv::Result<()> {
    rows.write_record([
        "feed_publisher_name",
        "feed_publisher_url",
        "feed_lang",
        "feed_start_date",
        "feed_end_date",
        "feed_version",
    ])?;
    for x in &feed.info {
        let (start, end) =
            (x.start.map(show_date).unwrap_or_default(), x.end.map(show_date).unwrap_or_default());
        rows.write_record([&x.publisher, &x.url, &x.lang, &start, &end, &x.version])?;
    }
    Ok(())
}
