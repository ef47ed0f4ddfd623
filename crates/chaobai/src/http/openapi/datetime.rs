//! The `datetime` of OGC API Features (17-069r4, 7.15.4): an instant or an interval.

use kernel::{Date, Instant};

/// The last instant a question is about, which is what a list is answered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// A day.
    Day(Date),
    /// An instant.
    Instant(Instant),
    /// Now.
    Open,
}

/// Reads `2023-12-31`, `2023-12-31T08:00:00Z`, `start/end`, with `..` or nothing for an open end.
pub fn parse(text: &str) -> Option<Until> {
    match text.split_once('/') {
        None => point(text),
        Some((start, end)) => {
            let (start, end) = (end_of(start)?, end_of(end)?);
            match (start, end) {
                (Until::Day(a), Until::Day(b)) if a > b => None,
                (Until::Instant(a), Until::Instant(b)) if a > b => None,
                (Until::Open, Until::Open) => None,
                _ => Some(end),
            }
        }
    }
}

fn end_of(text: &str) -> Option<Until> {
    if text.is_empty() || text == ".." { Some(Until::Open) } else { point(text) }
}

fn point(text: &str) -> Option<Until> {
    Date::parse(text).map(Until::Day).or_else(|| Instant::parse(text).map(Until::Instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_and_intervals_are_read() {
        let day = |text| Some(Until::Day(Date::parse(text).unwrap()));
        let cases = [
            ("2023-12-31", day("2023-12-31")),
            ("2023-01-01/2023-12-31", day("2023-12-31")),
            ("../2023-12-31", day("2023-12-31")),
            ("/2023-12-31", day("2023-12-31")),
            ("2023-01-01/..", Some(Until::Open)),
            ("2018-02-12T23:20:50Z", Some(Until::Instant(Instant::parse("2018-02-12T23:20:50Z").unwrap()))),
            ("../..", None),
            ("2023-12-31/2023-01-01", None),
            ("yesterday", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
