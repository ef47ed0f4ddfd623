//! Several feeds as one. References are shifted; ids that two feeds share are told apart by a prefix.

use std::collections::HashSet;

use super::model::{Feed, NONE};
use super::report::{FeedError, Level};

/// Joins feeds in the order given: stops, trips and all else of the second follow those of the first.
///
/// An id that an earlier feed already uses becomes `2:id` in the second feed, `3:id` in the third, and so on.
/// For stops a warning says so, since people name stops; for the rest it is silent.
///
/// # Errors
/// [`FeedError::TooLarge`] past 4,294,967,294 stop times or 65,534 booking rules.
pub fn join(feeds: Vec<Feed>) -> Result<Feed, FeedError> {
    let mut feeds = feeds.into_iter();
    let Some(mut all) = feeds.next() else { return Ok(Feed::default()) };
    for (number, feed) in feeds.enumerate().map(|(at, feed)| (at + 2, feed)) {
        append(&mut all, feed, number)?;
    }
    Ok(all)
}

/// Gives a new name to every id that is taken. Returns how many were.
fn rename<'a>(
    taken: impl Iterator<Item = &'a String>,
    new: impl Iterator<Item = &'a mut String>,
    number: usize,
) -> usize {
    let taken: HashSet<&String> = taken.collect();
    let mut count = 0;
    for id in new {
        if taken.contains(id) {
            *id = format!("{number}:{id}");
            count += 1;
        }
    }
    count
}

fn append(all: &mut Feed, mut feed: Feed, number: usize) -> Result<(), FeedError> {
    if all.stop_times.len() + feed.stop_times.len() >= u32::MAX as usize {
        return Err(FeedError::TooLarge("more than 4,294,967,294 stop times".to_owned()));
    }
    if all.booking_rules.len() + feed.booking_rules.len() >= usize::from(u16::MAX) {
        return Err(FeedError::TooLarge("more than 65,534 booking rules".to_owned()));
    }
    let renamed = rename(all.stops.iter().map(|x| &x.id), feed.stops.iter_mut().map(|x| &mut x.id), number);
    rename(all.agencies.iter().map(|x| &x.id), feed.agencies.iter_mut().map(|x| &mut x.id), number);
    rename(all.routes.iter().map(|x| &x.id), feed.routes.iter_mut().map(|x| &mut x.id), number);
    rename(all.services.iter().map(|x| &x.id), feed.services.iter_mut().map(|x| &mut x.id), number);
    rename(all.trips.iter().map(|x| &x.id), feed.trips.iter_mut().map(|x| &mut x.id), number);
    rename(all.pathways.iter().map(|x| &x.id), feed.pathways.iter_mut().map(|x| &mut x.id), number);
    rename(all.booking_rules.iter().map(|x| &x.id), feed.booking_rules.iter_mut().map(|x| &mut x.id), number);

    let (agencies, stops, routes) =
        (all.agencies.len() as u32, all.stops.len() as u32, all.routes.len() as u32);
    let (services, trips, rows) =
        (all.services.len() as u32, all.trips.len() as u32, all.stop_times.len() as u32);
    let rules = all.booking_rules.len() as u16;
    for stop in feed.stops.iter_mut().filter(|stop| stop.parent != NONE) {
        stop.parent += stops;
    }
    for route in feed.routes.iter_mut().filter(|route| route.agency != NONE) {
        route.agency += agencies;
    }
    for trip in &mut feed.trips {
        trip.route += routes;
        trip.service += services;
        trip.first += rows;
    }
    for row in &mut feed.stop_times {
        row.stop += stops;
        row.booking += if row.booking == 0 { 0 } else { rules };
    }
    for frequency in &mut feed.frequencies {
        frequency.trip += trips;
    }
    for transfer in &mut feed.transfers {
        transfer.from += stops;
        transfer.to += stops;
    }
    for pathway in &mut feed.pathways {
        pathway.from += stops;
        pathway.to += stops;
    }
    all.agencies.append(&mut feed.agencies);
    all.stops.append(&mut feed.stops);
    all.routes.append(&mut feed.routes);
    all.services.append(&mut feed.services);
    all.trips.append(&mut feed.trips);
    all.stop_times.append(&mut feed.stop_times);
    all.frequencies.append(&mut feed.frequencies);
    all.transfers.append(&mut feed.transfers);
    all.pathways.append(&mut feed.pathways);
    all.booking_rules.append(&mut feed.booking_rules);
    all.info.append(&mut feed.info);

    let (report, other) = (&mut all.report, feed.report);
    for (file, (read, dropped)) in other.rows {
        let mine = report.rows.entry(file).or_default();
        *mine = (mine.0 + read, mine.1 + dropped);
    }
    for (file, count) in other.problem_count {
        *report.problem_count.entry(file).or_default() += count;
    }
    report.problems.extend(other.problems);
    report.unread.extend(other.unread);
    report.untimed += other.untimed;
    report.span = match (report.span, other.span) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    };
    if renamed > 0 {
        let words = format!(
            "{renamed} stop ids of feed {number} are used by an earlier feed; they became {number}:id"
        );
        report.note("stops.txt", 0, Level::Warning, words);
    }
    Ok(())
}
