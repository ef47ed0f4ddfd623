//! Calendar dates as people write them in documents: no time of day, no zone.

use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A calendar date; text form `2023-12-29`. Years 0001 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Stands for "since always, as far as is known".
    pub const ALWAYS: Date = Date(jiff::civil::date(1, 1, 1));

    /// The last date there is: "whatever day".
    pub const LAST: Date = Date(jiff::civil::date(9999, 12, 31));

    /// The date, if it exists.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        if year < 1 {
            return None;
        }
        jiff::civil::Date::new(year, month, day).ok().map(Date)
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Date> {
        let b = text.as_bytes();
        let digits = |range: std::ops::Range<usize>| b[range].iter().all(u8::is_ascii_digit);
        if b.len() != 10 || b[4] != b'-' || b[7] != b'-' || !(digits(0..4) && digits(5..7) && digits(8..10)) {
            return None;
        }
        Date::new(text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?)
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Monday is 1, Sunday is 7 (ISO 8601).
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// Days from this day to another; negative where the other is earlier.
    pub fn days_until(self, other: Date) -> i64 {
        self.0.until(other.0).map_or(0, |span| i64::from(span.get_days()))
    }

    /// The date `days` later (or earlier), held inside years 1 to 9999.
    pub fn plus_days(self, days: i64) -> Date {
        Date(self.0.saturating_add(days.clamp(-4_000_000, 4_000_000).days()))
    }

    /// The same day so many months later (or earlier); the last day of that month where it is shorter.
    pub fn plus_months(self, months: i32) -> Date {
        Date(self.0.saturating_add(months.clamp(-120_000, 120_000).months()))
    }

    /// The last day of this date's month.
    pub fn month_end(self) -> Date {
        Date(self.0.last_of_month())
    }

    /// Days since 1970-01-01; negative before.
    pub fn number(self) -> i64 {
        let zero = jiff::civil::date(1970, 1, 1);
        i64::from(self.0.since((jiff::Unit::Day, zero)).map_or(0, |span| span.get_days()))
    }

    /// Calendar days from another date to this one; negative if that one is later.
    pub fn days_since(self, other: Date) -> i64 {
        self.number() - other.number()
    }

    pub(crate) fn civil(self) -> jiff::civil::Date {
        self.0
    }

    pub(crate) fn from_civil(date: jiff::civil::Date) -> Date {
        Date(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Date {
    type Err = String;
    fn from_str(text: &str) -> Result<Date, String> {
        Date::parse(text).ok_or_else(|| format!("{text} is not a date written YYYY-MM-DD"))
    }
}

impl TryFrom<String> for Date {
    type Error = String;
    fn try_from(text: String) -> Result<Date, String> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_form_only() {
        assert_eq!(Date::parse("2024-02-29").map(|d| d.to_string()), Some("2024-02-29".into()));
        for bad in ["2023-02-29", "2023-2-09", "20230209", "2023-02-09 ", "０２３-02-09", "+023-02-09"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert_eq!(Date::parse("2023-12-31").unwrap().plus_days(1).to_string(), "2024-01-01");
        assert_eq!(Date::parse("2023-12-29").unwrap().weekday(), 5);
    }

    #[test]
    fn months_end_where_they_end() {
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2024-01-31").plus_months(-2), day("2023-11-30"));
        assert_eq!(day("2023-02-01").month_end(), day("2023-02-28"));
        assert_eq!(day("1970-01-02").number(), 1);
        assert_eq!(day("2024-03-01").days_since(day("2023-03-01")), 366);
        assert_eq!(day("2023-03-01").days_since(day("2024-03-01")), -366);
    }
}
