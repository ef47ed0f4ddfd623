//! What follows from the records of a project. Decisions without IO: nothing here is stored, so nothing can age.
//!
//! A cross-border project is one parent with a section per jurisdiction. What holds of the parent follows from its
//! sections; where a section's value is not known, the parent's is not known either, and it is said which one is
//! missing.

use kernel::{Date, Decimal, WorkingCalendar, decimal, place};
use std::collections::BTreeMap;

/// A day as it was planned, as it is expected now, as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// As planned.
    pub planned: Option<Date>,
    /// As expected now.
    pub forecast: Option<Date>,
    /// As it was.
    pub actual: Option<Date>,
}

impl Days {
    /// The best that is known: as it was, else as expected, else as planned.
    pub fn best(&self) -> Option<Date> {
        self.actual.or(self.forecast).or(self.planned)
    }
}

/// A section (or any other part) of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Where it stands in the order of the list's stages; none: in one the charter no longer knows.
    pub stage: Option<usize>,
    /// It is open, in use, in production.
    pub is_open: bool,
    /// It was given up.
    pub has_ended: bool,
    /// On somebody's soil: one of the sections by jurisdiction, not another way of dividing the project.
    pub is_by_jurisdiction: bool,
    /// Percent of the work.
    pub progress: Option<Decimal>,
    /// Its weights, in the order of the charter.
    pub weights: Vec<Option<Decimal>>,
    /// When it opens.
    pub finish: Days,
}

/// Parts a parent's progress and gap are told from: its sections by jurisdiction, or all parts where none is.
pub fn sections(parts: &[Section]) -> Vec<usize> {
    let by_jurisdiction: Vec<usize> =
        parts.iter().enumerate().filter(|(_, part)| part.is_by_jurisdiction).map(|(i, _)| i).collect();
    if by_jurisdiction.is_empty() { (0..parts.len()).collect() } else { by_jurisdiction }
}

/// A parent's progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Percent with one decimal (GB/T 8170), and which weight was taken; no weight where there is one section.
    Known(Decimal, Option<usize>),
    /// These sections have no progress.
    Missing(Vec<usize>),
    /// No weight is known of all sections.
    NoWeight,
    /// There are no sections.
    NoSections,
}

/// The progress of a parent: that of its sections, weighed by the first weight that all of them have. An open
/// section is done, whatever its last report said.
pub fn progress(parts: &[Section]) -> Progress {
    let chosen = sections(parts);
    if chosen.is_empty() {
        return Progress::NoSections;
    }
    let percent = |i: &usize| match parts[*i].is_open {
        true => Some(Decimal::ONE_HUNDRED),
        false => parts[*i].progress,
    };
    let missing: Vec<usize> = chosen.iter().copied().filter(|i| percent(i).is_none()).collect();
    if !missing.is_empty() {
        return Progress::Missing(missing);
    }
    let known: Vec<Decimal> = chosen.iter().filter_map(percent).collect();
    let round = |value: Decimal| decimal::round(value, 1).normalize();
    if known.iter().all(|one| *one == known[0]) {
        // Whatever they weigh, all of it is the same.
        return Progress::Known(round(known[0]), None);
    }
    let weights = chosen.iter().map(|i| parts[*i].weights.len()).min().unwrap_or(0);
    for weight in 0..weights {
        let all: Option<Vec<Decimal>> = chosen.iter().map(|i| parts[*i].weights[weight]).collect();
        let Some(all) = all.filter(|all| all.iter().all(|one| *one > Decimal::ZERO)) else { continue };
        let whole: Decimal = all.iter().sum();
        let done: Decimal = all.iter().zip(&known).map(|(weight, percent)| weight * percent).sum();
        return Progress::Known(round(done / whole), Some(weight));
    }
    Progress::NoWeight
}

/// The part that is least far; the first of several.
pub fn weakest(parts: &[Section]) -> Option<usize> {
    (0..parts.len()).min_by_key(|i| (!parts[*i].has_ended, parts[*i].stage))
}

/// Whether a parent is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// All parts are; the day of the last one, where every day is known.
    All(Option<Date>),
    /// These are not.
    Waiting(Vec<usize>),
}

/// A parent is open only when all its parts are, and from the day of the last one; none without parts.
pub fn open(parts: &[Section]) -> Option<Open> {
    if parts.is_empty() {
        return None;
    }
    let waiting: Vec<usize> = (0..parts.len()).filter(|i| !parts[*i].is_open).collect();
    if !waiting.is_empty() {
        return Some(Open::Waiting(waiting));
    }
    let days: Option<Vec<Date>> = parts.iter().map(|part| part.finish.actual).collect();
    Some(Open::All(days.and_then(|days| days.into_iter().max())))
}

/// How far apart the sections open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The section that opens first.
    pub first: usize,
    /// The section that opens last.
    pub last: usize,
    /// Days between the two.
    pub days: i64,
}

/// The gap between the halves of a project; none where a day is not known, or there is none.
pub fn gap(parts: &[Section]) -> Option<Gap> {
    let chosen = sections(parts);
    let days: Option<Vec<(Date, usize)>> =
        chosen.iter().map(|i| parts[*i].finish.best().map(|day| (day, *i))).collect();
    let days = days?;
    let (first, last) = (days.iter().min_by_key(|(day, _)| *day)?, days.iter().max_by_key(|(day, _)| *day)?);
    let gap = Gap { first: first.1, last: last.1, days: first.0.days_until(last.0) };
    (gap.days > 0).then_some(gap)
}

/// An approval of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// Submitted on.
    pub submitted: Option<Date>,
    /// Working days promised.
    pub promised: Option<i64>,
    /// Decided on.
    pub decided: Option<Date>,
}

/// How an approval stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was submitted yet.
    NotSubmitted,
    /// It waits, so many working days.
    Waiting(Waited),
    /// It was decided after so many working days, where both days are known.
    Decided(Option<Waited>),
}

/// Working days in the calendar of the deciding place; the day of submission is not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waited {
    /// How many.
    pub days: i64,
    /// More than promised, where something was.
    pub over: Option<i64>,
    /// Years whose calendar is not published: their weekdays were counted as they come.
    pub unpublished: Vec<i16>,
}

/// How an approval stands.
pub fn standing(approval: &Approval, calendar: &WorkingCalendar, today: Date) -> Standing {
    let waited = |from: Date, to: Date| {
        let (days, unpublished) = calendar.working_days_between(from, to).with_warning();
        Waited { days, over: approval.promised.map(|promised| days - promised), unpublished }
    };
    match (approval.submitted, approval.decided) {
        (Some(from), Some(to)) if to >= from => Standing::Decided(Some(waited(from, to))),
        (_, Some(_)) => Standing::Decided(None),
        (Some(from), None) if from <= today => Standing::Waiting(waited(from, today)),
        _ => Standing::NotSubmitted,
    }
}

/// The approval that holds a project up: of those that wait, the one that has waited longest.
pub fn blocking(standings: &[Standing]) -> Option<usize> {
    let waiting = standings.iter().enumerate().filter_map(|(i, standing)| match standing {
        Standing::Waiting(waited) => Some((waited.days, waited.over, std::cmp::Reverse(i))),
        _ => None,
    });
    waiting.max().map(|(_, _, std::cmp::Reverse(i))| i)
}

/// How many percent `last` is over `approved` (under where negative), with one decimal; `approved` is not 0.
pub fn percent_over(approved: Decimal, last: Decimal) -> Decimal {
    decimal::round((last - approved) * Decimal::ONE_HUNDRED / approved, 1).normalize()
}

/// A month of investment.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// Any day of it.
    pub day: Date,
    /// Planned in it.
    pub planned: Option<Decimal>,
    /// Invested in it.
    pub actual: Option<Decimal>,
}

/// A point of the curve of investment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Year and month.
    pub month: (i16, i8),
    /// Planned up to and with the month.
    pub planned: Decimal,
    /// Invested up to and with the month; none after the last month that was reported.
    pub actual: Option<Decimal>,
}

/// Investment summed month by month. Months of several sections are put together.
pub fn curve(months: &[Month]) -> Vec<Point> {
    let mut sums: BTreeMap<(i16, i8), (Decimal, Option<Decimal>)> = BTreeMap::new();
    for month in months {
        let sum = sums.entry((month.day.year(), month.day.month())).or_default();
        sum.0 += month.planned.unwrap_or_default();
        if let Some(actual) = month.actual {
            sum.1 = Some(sum.1.unwrap_or_default() + actual);
        }
    }
    let last = sums.iter().rev().find(|(_, (_, actual))| actual.is_some()).map(|(month, _)| *month);
    let (mut planned, mut actual) = (Decimal::ZERO, Decimal::ZERO);
    let mut points = Vec::with_capacity(sums.len());
    for (month, sum) in sums {
        planned += sum.0;
        actual += sum.1.unwrap_or_default();
        let told = last.is_some_and(|last| month <= last);
        points.push(Point { month, planned, actual: told.then_some(actual) });
    }
    points
}

/// How alike two names are, 0 to 1: the Dice coefficient of their pairs of letters, after taking out blanks and
/// marks and writing full-width letters half-width.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mut rest = b.clone();
    let mut shared = 0usize;
    for pair in &a {
        if let Some(at) = rest.iter().position(|other| other == pair) {
            rest.swap_remove(at);
            shared += 1;
        }
    }
    2.0 * shared as f64 / (a.len() + b.len()) as f64
}

fn pairs(name: &str) -> Vec<(char, char)> {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    let letters: Vec<char> =
        name.chars().map(half).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Names at least so alike may be of one project.
const ALIKE: f64 = 0.55;
/// At the same place less is enough.
const ALIKE_NEARBY: f64 = 0.4;
/// "The same place", in metres.
const NEARBY_M: f64 = 1000.0;

/// Whether two projects may be the same: told from their names and, where both are known, their places. Never more
/// than a hint.
pub fn may_be_same(a: &str, b: &str, places: Option<((f64, f64), (f64, f64))>) -> bool {
    let nearby = places.is_some_and(|(a, b)| place::haversine_m(a, b) <= NEARBY_M);
    likeness(a, b) >= if nearby { ALIKE_NEARBY } else { ALIKE }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
