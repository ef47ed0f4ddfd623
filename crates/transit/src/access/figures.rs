//! Sums over places that can be reached.

use std::io::Write;

use crate::scan::Counters;

/// What is within a threshold of one origin. In the unit of the weights (people, jobs, places).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The threshold in seconds.
    pub threshold_s: u32,
    /// Mean over the departures of the window: every place counts with the share of departures that make it.
    pub mean: f64,
    /// Places that every departure gets to in time.
    pub always: f64,
    /// Places that some departure gets to in time: what a planner of departures can have.
    pub ever: f64,
}

/// Sums weights over places, for every threshold of the counters. `weights` belong to the places from `first` on
/// (0 for stops, [`crate::scan::View::first_target`] for targets).
///
/// # Panics
/// If there are more weights than places from `first` on.
pub fn reach(counters: &Counters, first: u32, weights: &[f64]) -> Vec<Reach> {
    let departures = counters.departures();
    let mut all: Vec<Reach> = counters
        .thresholds_s()
        .iter()
        .map(|threshold_s| Reach { threshold_s: *threshold_s, mean: 0.0, always: 0.0, ever: 0.0 })
        .collect();
    for (place, weight) in (first..).zip(weights) {
        for (reach, count) in all.iter_mut().zip(counters.of(place)) {
            let count = u32::from(*count);
            reach.mean += weight * f64::from(count) / f64::from(departures);
            reach.always += if count == departures { *weight } else { 0.0 };
            reach.ever += if count > 0 { *weight } else { 0.0 };
        }
    }
    all
}

/// What a project changes: after minus before, threshold by threshold.
pub fn compare(before: &[Reach], after: &[Reach]) -> Vec<Reach> {
    let pairs = before.iter().zip(after);
    pairs
        .map(|(before, after)| Reach {
            threshold_s: before.threshold_s,
            mean: after.mean - before.mean,
            always: after.always - before.always,
            ever: after.ever - before.ever,
        })
        .collect()
}

/// What a project changes at one place: for every threshold the share of departures before, after, and after minus
/// before, each 0 to 1 or −1 to 1.
///
/// # Panics
/// If there is no such place.
pub fn difference(before: &Counters, after: &Counters, place: u32) -> Vec<[f64; 3]> {
    let shares = (0..before.thresholds_s().len()).map(|at| [before.share(place, at), after.share(place, at)]);
    shares.map(|[before, after]| [before, after, after - before]).collect()
}

/// Writes a table: one line per place with the share of departures within each threshold, 0 to 1.
///
/// # Errors
/// Where the stream says no.
pub fn write_table<'a>(
    out: impl Write,
    counters: &Counters,
    first: u32,
    ids: impl Iterator<Item = &'a str>,
) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let mut header = vec!["id".to_owned()];
    header.extend(counters.thresholds_s().iter().map(|threshold| format!("share_within_{threshold}_s")));
    table.write_record(&header)?;
    for (place, id) in (first..).zip(ids) {
        let mut row = vec![id.to_owned()];
        row.extend((0..counters.thresholds_s().len()).map(|at| format!("{:.4}", counters.share(place, at))));
        table.write_record(&row)?;
    }
    table.flush()?;
    Ok(())
}
