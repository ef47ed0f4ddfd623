//! Which working calendar counts, and what it says.

use crate::charter::model::{CalendarFile, Charter};
use kernel::calendar::{Year, days};
use kernel::{Date, Instant, WorkingCalendar};
use std::collections::BTreeSet;

/// The calendar of the charter as one that counts: published years, over those of the calendar it lies over.
/// An unknown id gives a calendar without any published year: every count then carries its warning.
pub fn working_calendar(charter: &Charter, id: &str) -> WorkingCalendar {
    let Some(file) = charter.calendar(id) else { return WorkingCalendar::default() };
    match file.over.as_deref().and_then(|over| charter.calendar(over)) {
        Some(below) => {
            let off = named(file, |year| &year.off);
            let work = named(file, |year| &year.work);
            published(below).with_local(&off, &work).unwrap_or_else(|_| published(below))
        }
        None => published(file),
    }
}

/// The checker lets nothing wrong into a charter; a year that cannot be read all the same counts as not published.
fn published(file: &CalendarFile) -> WorkingCalendar {
    let years = file.years.iter();
    let years = years.filter_map(|year| Year::from_notice(year.year, &year.off, &year.work).ok());
    WorkingCalendar::new(years.collect()).unwrap_or_default()
}

fn named(
    file: &CalendarFile,
    which: impl Fn(&crate::charter::model::CalendarYear) -> &Vec<String>,
) -> BTreeSet<Date> {
    file.years.iter().flat_map(which).filter_map(|text| days(text).ok()).flatten().collect()
}

/// The calendar that counts for a unit: that of its jurisdiction or of one above it; else `fallback`; else the
/// only one the charter has.
pub fn unit_calendar<'a>(
    charter: &'a Charter,
    unit: Option<&str>,
    fallback: Option<&'a str>,
) -> Option<&'a str> {
    let mut place = unit.and_then(|unit| charter.unit(unit)).map(|unit| unit.jurisdiction.as_str());
    let mut steps = 0;
    while let Some(jurisdiction) = place.and_then(|id| charter.jurisdiction(id)) {
        if let Some(calendar) = &jurisdiction.calendar {
            return Some(calendar);
        }
        steps += 1;
        place = jurisdiction.within.as_deref().filter(|_| steps < 16);
    }
    let only = || charter.calendars.keys().next().filter(|_| charter.calendars.len() == 1);
    fallback.or_else(|| only().map(String::as_str))
}

/// As [`unit_calendar`], ready to count.
pub fn calendar_of(charter: &Charter, unit: Option<&str>, fallback: Option<&str>) -> WorkingCalendar {
    unit_calendar(charter, unit, fallback)
        .map_or_else(WorkingCalendar::default, |id| working_calendar(charter, id))
}

/// Whether an instant lies in the working hours of a working day. Where nobody can say whether the day is
/// worked, it counts as one: a message too many does less harm than one too few.
pub fn in_working_hours(charter: &Charter, calendar: &str, at: Instant) -> bool {
    let zone = charter.zone.time_zone.as_str();
    let worked = working_calendar(charter, calendar).is_working(at.date_in(zone));
    let local = at.local(zone);
    let time = local.rsplit(' ').next().unwrap_or_default();
    let hours = charter.calendar(calendar).and_then(|file| file.hours.as_ref());
    worked.unwrap_or(true) && hours.is_none_or(|hours| *hours.from <= *time && *time < *hours.to)
}
