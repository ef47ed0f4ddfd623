//! On which days trips run.

use jiff::civil::Date;

use super::{Ids, remember};
use crate::feed::model::{Feed, Service};
use crate::feed::report::{FeedError, Level};
use crate::feed::source::Source;
use crate::feed::table::Table;
use crate::feed::time::parse_date;

pub(super) fn services(source: &mut dyn Source, feed: &mut Feed) -> Result<Ids, FeedError> {
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
