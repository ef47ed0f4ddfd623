//! Who runs what: agencies, routes, trips, and rules of booking.

use super::{Ids, remember, unknown};
use crate::feed::model::{Agency, BookingRule, Feed, NONE, Route, Trip};
use crate::feed::report::{FeedError, Level};
use crate::feed::source::Source;
use crate::feed::table::Table;
use crate::feed::time::parse_time;

pub(super) fn agencies(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
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

pub(super) fn routes(source: &mut dyn Source, feed: &mut Feed, agencies: &Ids) -> Result<Ids, FeedError> {
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

pub(super) fn trips(
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

pub(super) fn booking_rules(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
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
