//! Checks `calendars/*.toml` and `standards/*.toml`.

use super::check::*;
use super::mistake::Report;
use super::model::{CalendarFile, CalendarYear};
use kernel::Date;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    check_calendars(context, report);
    check_standards(context, report);
}

fn check_calendars(context: &Context<'_>, report: &mut Report) {
    let mut met: BTreeMap<&str, &str> = BTreeMap::new();
    for calendar in &context.parts.calendars {
        let (file, calendar) = (calendar.file.as_str(), &calendar.value);
        check_id(report, file, "id", &calendar.id, IdShape::Entry);
        check_name(report, file, "name", &calendar.name);
        if let Some(other) = met.insert(&calendar.id, file) {
            used_in(report, file, &calendar.id, other);
        }
        check_over(context, report, file, calendar);
        check_hours(report, file, calendar);
        let mut years: BTreeMap<i16, usize> = BTreeMap::new();
        let mut days: BTreeMap<Date, bool> = BTreeMap::new();
        for (i, year) in calendar.years.iter().enumerate() {
            context.check_source(report, file, &format!("years[{i}].source"), &year.source);
            let number = year.year;
            if years.insert(number, i).is_some() {
                report.error(
                    file,
                    &format!("years[{i}].year"),
                    "year_twice",
                    words!("{number} 年出现两次", "the year {number} stands twice"),
                    words!("合并为一条", "join them into one"),
                );
            }
            check_year(report, file, i, year, &mut days);
        }
    }
}

/// A local calendar lies over that of its country, which lies over none.
fn check_over(context: &Context<'_>, report: &mut Report, file: &str, calendar: &CalendarFile) {
    let Some(over) = &calendar.over else { return };
    if report.refer(file, "over", CALENDAR, over, &context.calendars)
        && context.charter.calendars.get(over).is_some_and(|below| below.over.is_some())
    {
        report.error(
            file,
            "over",
            "calendar_over_overlay",
            words!("“{over}”自己也叠加在别的工作历上", "`{over}` lies over another calendar itself"),
            words!("写全国的工作历", "name the calendar of the country"),
        );
    }
}

fn check_hours(report: &mut Report, file: &str, calendar: &CalendarFile) {
    let Some(hours) = &calendar.hours else { return };
    if !(is_time(&hours.from) && is_time(&hours.to) && hours.from < hours.to) {
        let (from, to) = (&hours.from, &hours.to);
        report.error(
            file,
            "hours",
            "bad_hours",
            words!("“{from}”至“{to}”不是一段时间", "`{from}` to `{to}` is no span of hours"),
            words!(
                "写作 {{ from = \"09:00\", to = \"17:30\" }}",
                "write it like {{ from = \"09:00\", to = \"17:30\" }}"
            ),
        );
    }
}

/// `09:00`, two digits each, of a day.
fn is_time(text: &str) -> bool {
    let parts = text.split_once(':').filter(|(h, m)| h.len() == 2 && m.len() == 2);
    parts.is_some_and(|(h, m)| h.parse::<u8>().is_ok_and(|h| h < 24) && m.parse::<u8>().is_ok_and(|m| m < 60))
}

pub(super) fn used_in(report: &mut Report, file: &str, id: &str, other: &str) {
    report.error(
        file,
        "id",
        "duplicate_id",
        words!("编号“{id}”已在 {other} 用过", "id `{id}` is already used in {other}"),
        words!("每个编号只用一次", "use every id once"),
    );
}

/// `2023-01-01` or `2023-01-21/2023-01-27`, first and last day.
pub fn days_off(text: &str) -> Option<(Date, Date)> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let range = (Date::parse(first)?, Date::parse(last)?);
    (range.0 <= range.1).then_some(range)
}

/// `days` has the days met so far: true for off, false for worked.
fn check_year(
    report: &mut Report,
    file: &str,
    i: usize,
    year: &CalendarYear,
    days: &mut BTreeMap<Date, bool>,
) {
    let number = year.year;
    let belongs = |date: Date| date.year() == number || date.year() == number - 1;
    for (j, off) in year.off.iter().enumerate() {
        let path = format!("years[{i}].off[{j}]");
        let Some((first, last)) = days_off(off) else {
            report.error(
                file,
                &path,
                "bad_range",
                words!("“{off}”不是日期或期间", "`{off}` is neither a day nor a period"),
                words!(
                    "写作 2023-01-01 或 2023-01-21/2023-01-27",
                    "write 2023-01-01 or 2023-01-21/2023-01-27"
                ),
            );
            continue;
        };
        if !belongs(first) || !belongs(last) {
            wrong_year(report, file, &path, off, number);
            continue;
        }
        let mut day = first;
        while day <= last {
            mark(report, file, &path, days, day, true);
            day = day.plus_days(1);
        }
    }
    for (j, work) in year.work.iter().enumerate() {
        let path = format!("years[{i}].work[{j}]");
        let Some(day) = Date::parse(work) else {
            report.error(
                file,
                &path,
                "not_a_date",
                words!("“{work}”不是日期", "`{work}` is not a date"),
                words!("写作 2023-01-28", "write it like 2023-01-28"),
            );
            continue;
        };
        if !belongs(day) {
            wrong_year(report, file, &path, work, number);
            continue;
        }
        if day.weekday() < 6 {
            report.error(
                file,
                &path,
                "work_not_weekend",
                words!("{work} 不是周六或周日", "{work} is not a Saturday or Sunday"),
                words!("调休上班日只能是周末", "only weekend days can be worked instead"),
            );
        }
        mark(report, file, &path, days, day, false);
    }
}

fn wrong_year(report: &mut Report, file: &str, path: &str, given: &str, year: i16) {
    report.error(
        file,
        path,
        "wrong_year",
        words!("“{given}”不在 {year} 年", "`{given}` does not lie in {year}"),
        words!("只写本年，可延至上年末", "days of this year, or of the end of the year before"),
    );
}

fn mark(report: &mut Report, file: &str, path: &str, days: &mut BTreeMap<Date, bool>, day: Date, off: bool) {
    match days.insert(day, off) {
        Some(before) if before != off => report.error(
            file,
            path,
            "off_and_work",
            words!("{day} 既放假又上班", "{day} is both off and worked"),
            words!("删去一处", "remove one"),
        ),
        Some(_) => report.warn(
            file,
            path,
            "day_twice",
            words!("{day} 出现两次", "{day} stands twice"),
            words!("删去一处", "remove one"),
        ),
        None => {}
    }
}

fn check_standards(context: &Context<'_>, report: &mut Report) {
    let mut met: BTreeMap<&str, &str> = BTreeMap::new();
    for standard in &context.parts.standards {
        let (file, standard) = (standard.file.as_str(), &standard.value);
        check_id(report, file, "id", &standard.id, IdShape::Entry);
        check_name(report, file, "name", &standard.name);
        if let Some(other) = met.insert(&standard.id, file) {
            used_in(report, file, &standard.id, other);
        }
        check_period(report, file, "valid_to", Some(standard.valid_from), standard.valid_to);
        context.check_source(report, file, "source", &standard.source);
        let wanted = standard.columns.len();
        let mut items: Vec<&str> = Vec::new();
        for (i, row) in standard.rows.iter().enumerate() {
            let (item, given) = (row.item.as_str(), row.limits.len());
            if given != wanted {
                report.error(
                    file,
                    &format!("rows[{i}].limits"),
                    "limits_count",
                    words!(
                        "“{item}”有 {given} 个限值，列有 {wanted} 个",
                        "`{item}` has {given} limits for {wanted} columns"
                    ),
                    words!("每列一个，没有的写 \"\"", "one per column, \"\" where there is none"),
                );
            }
            if items.contains(&item) {
                report.warn(
                    file,
                    &format!("rows[{i}].item"),
                    "item_twice",
                    words!("“{item}”出现两次", "`{item}` stands twice"),
                    words!("合并或改名", "join or rename"),
                );
            }
            items.push(item);
        }
    }
}
