//! Stops and stations, and the ways between them.

use super::{Ids, remember, unknown};
use crate::feed::model::{Feed, NONE, Pathway, Stop, Transfer};
use crate::feed::report::{FeedError, Level};
use crate::feed::source::Source;
use crate::feed::table::Table;

pub(super) fn stops(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
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

pub(super) fn transfers(source: &mut dyn Source, feed: &mut Feed, stops: &Ids) -> Result<(), FeedError> {
    let report = &mut feed.report;
    let Some(mut table) = Table::open(source, "transfers.txt", report)? else { return Ok(()) };
    let [from, to, kind, min] =
        ["from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"].map(|name| table.column(name));
    let narrower =
        ["from_trip_id", "to_trip_id", "from_route_id", "to_route_id"].map(|name| table.column(name));
    while table.next()? {
        let (from_id, to_id) = (table.get(from), table.get(to));
        let one_for_all = narrower.iter().all(|column| table.get(*column).is_empty());
        if from_id.is_empty() || to_id.is_empty() || !one_for_all {
            table.note(
                report,
                Level::Dropped,
                "it is no rule between two stops (rules between trips or routes are not used)",
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

pub(super) fn pathways(source: &mut dyn Source, feed: &mut Feed, stops: &Ids) -> Result<(), FeedError> {
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
