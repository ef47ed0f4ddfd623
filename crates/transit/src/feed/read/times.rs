//! When trips call where: stop times and frequencies.

use super::{Ids, unknown};
use crate::feed::clean;
use crate::feed::model::{Feed, Frequency, NONE, StopTime, UNTIMED};
use crate::feed::report::{FeedError, Level};
use crate::feed::source::Source;
use crate::feed::table::{Column, Table};
use crate::feed::time::{MAX_TIME_S, parse_time};

/// A time that may be left out. `Err` if it is there and is none.
fn optional_time(table: &Table, column: Column) -> Result<u32, ()> {
    let field = table.get(column);
    if field.is_empty() { Ok(UNTIMED) } else { parse_time(field).ok_or(()) }
}

pub(super) fn stop_times(
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

/// Calls that all frequencies of a feed together may lay out: a day index of 2 GB.
const MOST_CALLS: u64 = 1 << 28;

pub(super) fn frequencies(source: &mut dyn Source, feed: &mut Feed, trips: &Ids) -> Result<(), FeedError> {
    let report = &mut feed.report;
    let Some(mut table) = Table::open(source, "frequencies.txt", report)? else { return Ok(()) };
    let Some(trip) = table.required("trip_id", report) else { return Ok(()) };
    let [start, end, headway, exact] =
        ["start_time", "end_time", "headway_secs", "exact_times"].map(|name| table.column(name));
    let (mut inexact, mut calls) = (0_u64, 0_u64);
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
        if headway_s == 0 || headway_s > MAX_TIME_S {
            table.note(report, Level::Dropped, "headway_secs is not a number of seconds from 1 to a week");
            continue;
        }
        let runs = u64::from(end_s.saturating_sub(start_s)).div_ceil(u64::from(headway_s));
        let more = runs * u64::from(feed.trips[trip as usize].count);
        if calls + more > MOST_CALLS {
            table.note(report, Level::Dropped, format!("its {runs} runs are more than a day can hold"));
            continue;
        }
        calls += more;
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
