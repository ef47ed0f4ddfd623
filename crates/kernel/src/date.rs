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
}
