//! Times and dates as GTFS writes them.

use jiff::civil::Date;

/// The latest time read: a week. GTFS sets no limit; the day index keeps a table by second.
pub const MAX_TIME_S: u32 = 7 * 24 * 3600;

/// Seconds of `H:MM:SS`, `HH:MM:SS` or more hours; past 24:00 is fine. `None` if it is not a time or too late.
///
/// ```
/// use transit::feed::time::parse_time;
/// assert_eq!(parse_time(b"25:10:05"), Some(90_605));
/// assert_eq!(parse_time(b"7:00:00"), Some(25_200));
/// assert_eq!(parse_time(b"7:60:00"), None);
/// ```
pub fn parse_time(text: &[u8]) -> Option<u32> {
    let digit = |at: usize| -> Option<u32> {
        let byte = *text.get(at)?;
        byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
    };
    let colon = text.len().checked_sub(6)?;
    if colon == 0 || colon > 3 || text[colon] != b':' || text[colon + 3] != b':' {
        return None;
    }
    let mut hours = 0;
    for at in 0..colon {
        hours = hours * 10 + digit(at)?;
    }
    let minutes = digit(colon + 1)? * 10 + digit(colon + 2)?;
    let seconds = digit(colon + 4)? * 10 + digit(colon + 5)?;
    let all = hours * 3600 + minutes * 60 + seconds;
    (minutes < 60 && seconds < 60 && all <= MAX_TIME_S).then_some(all)
}

/// `HH:MM:SS` with as many hours as it takes.
pub fn show_time(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A date written `YYYYMMDD`. `None` if there is no such day.
pub fn parse_date(text: &[u8]) -> Option<Date> {
    if text.len() != 8 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number =
        |range: std::ops::Range<usize>| text[range].iter().fold(0_i16, |n, d| n * 10 + i16::from(d - b'0'));
    Date::new(number(0..4), i8::try_from(number(4..6)).ok()?, i8::try_from(number(6..8)).ok()?).ok()
}

/// A date as GTFS writes it.
pub fn show_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_strictly_and_come_back_the_same() {
        for (text, seconds) in [
            ("00:00:00", 0),
            ("0:00:01", 1),
            ("24:00:00", 86_400),
            ("47:59:59", 172_799),
            ("168:00:00", 604_800),
        ] {
            assert_eq!(parse_time(text.as_bytes()), Some(seconds), "{text}");
            assert_eq!(parse_time(show_time(seconds).as_bytes()), Some(seconds));
        }
        for text in [
            "",
            ":",
            "::",
            "1:2:3",
            "07:00",
            "07:00:60",
            "-1:00:00",
            "168:00:01",
            "1000:00:00",
            "07-00-00",
            "०७:००:००",
        ] {
            assert_eq!(parse_time(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_not_dates() {
        assert_eq!(parse_date(b"20240229").map(show_date), Some("20240229".to_owned()));
        for text in ["20230229", "20230001", "2023-1-1", "202301011", ""] {
            assert_eq!(parse_date(text.as_bytes()), None, "{text}");
        }
    }
}
