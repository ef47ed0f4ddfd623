//! Puts stop times in order: grouped by trip, by sequence, and never backwards in time.

use super::model::{Feed, StopTime, Trip, UNTIMED};
use super::report::{FeedReport, Level};

/// Groups rows by trip and sorts them by `stop_sequence`, where they do not come so already. Sets
/// [`Trip::first`] and [`Trip::count`].
///
/// `runs` are (trip, first row) of every stretch of rows, `lines` the line at which each stretch begins.
pub(super) fn group(
    mut rows: Vec<StopTime>,
    runs: &[(u32, u32)],
    lines: &[u64],
    trips: &mut [Trip],
    report: &mut FeedReport,
) -> Vec<StopTime> {
    let end_of = |at: usize| runs.get(at + 1).map_or(rows.len(), |(_, first)| *first as usize);
    let mut together = true;
    for (at, (trip, first)) in runs.iter().enumerate() {
        let count = end_of(at) - *first as usize;
        let trip = &mut trips[*trip as usize];
        together &= trip.count == 0 || count == 0;
        if count > 0 && trip.count == 0 {
            trip.first = *first;
        }
        trip.count += count as u32;
    }
    if !together {
        // Some trip's rows are scattered: lay all rows out anew, trip by trip.
        let mut next: Vec<usize> = vec![0; trips.len()];
        let mut sum = 0;
        for (trip, next) in trips.iter_mut().zip(&mut next) {
            trip.first = sum as u32;
            *next = sum;
            sum += trip.count as usize;
        }
        let mut sorted = rows.clone();
        for (at, (trip, first)) in runs.iter().enumerate() {
            let stretch = &rows[*first as usize..end_of(at)];
            let to = &mut next[*trip as usize];
            sorted[*to..*to + stretch.len()].copy_from_slice(stretch);
            *to += stretch.len();
        }
        rows = sorted;
    }
    let mut line_of = vec![0; trips.len()];
    for ((trip, _), line) in runs.iter().zip(lines).rev() {
        line_of[*trip as usize] = *line;
    }
    for (at, trip) in trips.iter_mut().enumerate() {
        let own = &mut rows[trip.rows()];
        if own.is_sorted_by(|a, b| a.sequence < b.sequence) {
            continue;
        }
        own.sort_by_key(|row| row.sequence);
        let kept = keep(own, |before, row| before.sequence < row.sequence);
        if kept < own.len() {
            let words = format!("{} rows of trip {} repeat a stop_sequence", own.len() - kept, trip.id);
            for _ in kept..own.len() {
                report.note("stop_times.txt", line_of[at], Level::Dropped, words.clone());
            }
            trip.count = kept as u32;
        }
    }
    rows
}

/// Keeps, at the front, the first row and those that may follow the last kept one. Returns how many.
fn keep(rows: &mut [StopTime], may_follow: impl Fn(&StopTime, &StopTime) -> bool) -> usize {
    let mut kept = 0;
    for at in 0..rows.len() {
        if kept == 0 || may_follow(&rows[kept - 1], &rows[at]) {
            rows[kept] = rows[at];
            kept += 1;
        }
    }
    kept
}

/// Takes from every trip what cannot be: untimed ends, and rows earlier than the row before them.
pub(super) fn trips(feed: &mut Feed) {
    for trip in &mut feed.trips {
        let own = &mut feed.stop_times[trip.rows()];
        let mut dropped = 0;
        let untimed_front = own.iter().take_while(|row| row.arrival_s == UNTIMED).count();
        if untimed_front > 0 {
            dropped += untimed_front;
            trip.first += untimed_front as u32;
            trip.count -= untimed_front as u32;
        }
        let own = &mut feed.stop_times[trip.rows()];
        let untimed_back = own.iter().rev().take_while(|row| row.arrival_s == UNTIMED).count();
        dropped += untimed_back;
        trip.count -= untimed_back as u32;
        if dropped > 0 {
            let words = format!("{dropped} rows at an end of trip {} have no time", trip.id);
            for _ in 0..dropped {
                feed.report.note("stop_times.txt", 0, Level::Dropped, words.clone());
            }
        }
        let own = &mut feed.stop_times[trip.rows()];
        let mut clock = 0;
        let forward = own.iter().filter(|row| row.arrival_s != UNTIMED).all(|row| {
            let fine = row.arrival_s >= clock;
            clock = row.departure_s;
            fine
        });
        if !forward {
            let mut kept = 0;
            let mut clock = 0;
            for at in 0..own.len() {
                let row = own[at];
                if row.arrival_s != UNTIMED {
                    if row.arrival_s < clock {
                        continue;
                    }
                    clock = row.departure_s;
                }
                own[kept] = row;
                kept += 1;
            }
            // A dropped last row may leave untimed ones at the end.
            while kept > 0 && own[kept - 1].arrival_s == UNTIMED {
                kept -= 1;
            }
            let words = format!("{} rows of trip {} go back in time", own.len() - kept, trip.id);
            for _ in kept..own.len() {
                feed.report.note("stop_times.txt", 0, Level::Dropped, words.clone());
            }
            trip.count = kept as u32;
        }
        if trip.count < 2 {
            let words = format!("trip {} has fewer than two usable stop times and carries nobody", trip.id);
            feed.report.note("trips.txt", 0, Level::Warning, words);
        }
    }
}
