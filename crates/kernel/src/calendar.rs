//! Working days, counted from published notices and nothing else.
//!
//! The State Council publishes each year's days off and make-up working days late in the year
//! before. A year without its notice is *not* guessed: the answer is then [`Counted::Provisional`]
//! and names the missing year, and a caller has to take it apart to get at the value.
//!
//! Sources: 行政许可法 art. 82 (time limits are working days, public holidays excluded); 民法典 art. 201
//! (the first day is not counted) and art. 203 (a last day that is a holiday moves to the day after it).

use crate::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One year's published notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// The year of the notice.
    pub year: i16,
    /// Days off. May reach into the last days of the year before.
    pub off: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked instead.
    pub work: BTreeSet<Date>,
}

impl Year {
    /// A year as it is written in a charter: single days, or `2023-01-21/2023-01-27`.
    pub fn from_notice(year: i16, off: &[String], work: &[String]) -> Result<Year, CalendarProblem> {
        let set = |texts: &[String]| -> Result<BTreeSet<Date>, CalendarProblem> {
            let mut all = BTreeSet::new();
            for text in texts {
                all.extend(days(text)?);
            }
            Ok(all)
        };
        Ok(Year { year, off: set(off)?, work: set(work)? })
    }
}

/// The days that `2023-04-05` or `2023-01-21/2023-01-27` (both ends included, at most 31 days) names.
pub fn days(text: &str) -> Result<Vec<Date>, CalendarProblem> {
    let wrong = || CalendarProblem::NotDays(text.to_owned());
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let (first, last) = (Date::parse(first).ok_or_else(wrong)?, Date::parse(last).ok_or_else(wrong)?);
    let all: Vec<Date> = (0..31).map(|n| first.plus_days(n)).take_while(|day| *day <= last).collect();
    if all.last() == Some(&last) { Ok(all) } else { Err(wrong()) }
}

/// What is wrong with the data of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    /// Neither a day nor a span of at most 31 days.
    #[error("{0} is neither a day (2023-04-05) nor a span of up to 31 days (2023-01-21/2023-01-27)")]
    NotDays(String),
    /// Two notices for one year.
    #[error("the year {0} is given twice")]
    YearTwice(i16),
    /// The day lies neither in the year of the notice nor in the December before it.
    #[error("{day} does not belong into the notice for {year}")]
    OutsideYear {
        /// The year of the notice.
        year: i16,
        /// The day.
        day: Date,
    },
    /// A make-up working day that is a Monday to Friday anyway.
    #[error("{0} is given as a make-up working day but is not a Saturday or Sunday")]
    NotAWeekend(Date),
    /// The day is given as off and as worked.
    #[error("{0} is given both as off and as worked")]
    OffAndWork(Date),
}

/// No notice for this year is loaded, so nobody can say whether a day of it is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the working calendar for {year} is not published")]
pub struct Unpublished {
    /// The year whose notice is missing.
    pub year: i16,
}

/// A count of working days, together with how sure it is.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted<T> {
    /// Every day that was looked at is covered by a published notice.
    Certain(T),
    /// Days of these years were taken as plain Monday to Friday because their notices are missing.
    /// Only to be shown together with the warning, and never to start a consequence.
    Provisional {
        /// What comes out if the notices, once published, change nothing.
        value: T,
        /// Years whose notices are missing, in order.
        unpublished: Vec<i16>,
    },
}

impl<T> Counted<T> {
    /// The value if it is certain, or the first year that is missing.
    pub fn certain(self) -> Result<T, Unpublished> {
        match self {
            Counted::Certain(value) => Ok(value),
            Counted::Provisional { unpublished, .. } => {
                Err(Unpublished { year: unpublished.first().copied().unwrap_or_default() })
            }
        }
    }

    /// The value and the years to warn about (none when certain).
    pub fn with_warning(self) -> (T, Vec<i16>) {
        match self {
            Counted::Certain(value) => (value, Vec::new()),
            Counted::Provisional { value, unpublished } => (value, unpublished),
        }
    }

    fn new(value: T, unpublished: BTreeSet<i16>) -> Counted<T> {
        if unpublished.is_empty() {
            Counted::Certain(value)
        } else {
            Counted::Provisional { value, unpublished: unpublished.into_iter().collect() }
        }
    }
}

/// Working days of one country, with a local overlay where a place has days of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    years: BTreeSet<i16>,
    /// Days a notice or the overlay names: true is worked. Everything else follows the week.
    named: BTreeMap<Date, bool>,
}

impl WorkingCalendar {
    /// A calendar from published notices.
    pub fn new(years: Vec<Year>) -> Result<WorkingCalendar, CalendarProblem> {
        let mut calendar = WorkingCalendar::default();
        for notice in years {
            let year = notice.year;
            if !calendar.years.insert(year) {
                return Err(CalendarProblem::YearTwice(year));
            }
            for (day, worked) in named(&notice.off, &notice.work) {
                if !(day.year() == year || (day.year() == year - 1 && day.month() == 12)) {
                    return Err(CalendarProblem::OutsideYear { year, day });
                }
                if worked && day.weekday() <= 5 {
                    return Err(CalendarProblem::NotAWeekend(day));
                }
                if calendar.named.insert(day, worked).is_some_and(|before| before != worked) {
                    return Err(CalendarProblem::OffAndWork(day));
                }
            }
        }
        Ok(calendar)
    }

    /// The same calendar with a place's own days (a local festival, a local working Saturday), which
    /// go before the national notice. They do not make an unpublished year published.
    pub fn with_local(
        mut self,
        off: &BTreeSet<Date>,
        work: &BTreeSet<Date>,
    ) -> Result<WorkingCalendar, CalendarProblem> {
        if let Some(day) = off.intersection(work).next() {
            return Err(CalendarProblem::OffAndWork(*day));
        }
        self.named.extend(named(off, work));
        Ok(self)
    }

    /// Whether a notice for the year is loaded.
    pub fn is_published(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// Whether a day is worked. Unknown for a day of an unpublished year that no notice names, and for
    /// 25 to 31 December while the next notice is missing: notices do reach back (2022-12-31 is in
    /// the one for 2023, and 2018-12-31, a Monday, was in the one for 2019).
    pub fn is_working(&self, day: Date) -> Result<bool, Unpublished> {
        let (working, missing) = self.judge(day);
        missing.map_or(Ok(working), |year| Err(Unpublished { year }))
    }

    /// The day `n` working days after `start` (before it, for negative `n`). `start` itself is day 0
    /// and is not counted; `n = 0` is `start`, whatever day it is.
    pub fn add_working_days(&self, start: Date, n: i32) -> Counted<Date> {
        let step = i64::from(n.signum());
        let (mut day, mut left, mut missing) = (start, n.unsigned_abs(), BTreeSet::new());
        while left > 0 {
            let next = day.plus_days(step);
            if next == day {
                break; // the end of year 9999 or the start of year 1
            }
            day = next;
            let (working, unpublished) = self.judge(day);
            missing.extend(unpublished);
            left -= u32::from(working);
        }
        Counted::new(day, missing)
    }

    /// The day itself if it is worked, else the first working day after it (民法典 art. 203).
    pub fn next_working_day(&self, day: Date) -> Counted<Date> {
        self.add_working_days(day.plus_days(-1), 1)
    }

    /// Working days after `from` up to and including `to`; negative if `to` is the earlier one. So
    /// `working_days_between(d, add_working_days(d, n)) == n`.
    pub fn working_days_between(&self, from: Date, to: Date) -> Counted<i64> {
        if to < from {
            // Day 0 is the later day, so it stays out and the earlier one is counted.
            return self.count(to, from.plus_days(-1), -1);
        }
        if to == from { Counted::Certain(0) } else { self.count(from.plus_days(1), to, 1) }
    }

    /// Working days of a month; `None` if there is no such month.
    pub fn working_days_in_month(&self, year: i16, month: i8) -> Option<Counted<i64>> {
        let first = Date::new(year, month, 1)?;
        let last = (28..=31).rev().find_map(|day| Date::new(year, month, day))?;
        Some(self.count(first, last, 1))
    }

    /// Working days of a year; `None` outside years 1 to 9999.
    pub fn working_days_in_year(&self, year: i16) -> Option<Counted<i64>> {
        Some(self.count(Date::new(year, 1, 1)?, Date::new(year, 12, 31)?, 1))
    }

    /// Counts working days from `first` to `last`, both included, each as `each`.
    fn count(&self, first: Date, last: Date, each: i64) -> Counted<i64> {
        let (mut sum, mut day, mut missing) = (0, first, BTreeSet::new());
        while day <= last {
            let (working, unpublished) = self.judge(day);
            missing.extend(unpublished);
            sum += if working { each } else { 0 };
            let next = day.plus_days(1);
            if next == day {
                break; // the last day of year 9999
            }
            day = next;
        }
        Counted::new(sum, missing)
    }

    /// Whether a day is worked as far as is known, and the year whose missing notice could change that.
    fn judge(&self, day: Date) -> (bool, Option<i16>) {
        if let Some(worked) = self.named.get(&day) {
            return (*worked, None);
        }
        let by_week = day.weekday() <= 5;
        let reach_back = day.month() == 12 && day.day() >= 25;
        let missing = if !self.years.contains(&day.year()) {
            Some(day.year())
        } else if reach_back && !self.years.contains(&(day.year() + 1)) {
            Some(day.year() + 1)
        } else {
            None
        };
        (by_week, missing)
    }
}

fn named<'a>(off: &'a BTreeSet<Date>, work: &'a BTreeSet<Date>) -> impl Iterator<Item = (Date, bool)> + 'a {
    off.iter().map(|day| (*day, false)).chain(work.iter().map(|day| (*day, true)))
}

#[cfg(test)]
mod tests;
