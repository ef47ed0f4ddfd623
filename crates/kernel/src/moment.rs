//! Time and chance as arguments. A door makes a [`Moment`]; nothing below the doors reads a clock.

use crate::{Date, Id};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

impl Instant {
    /// Reads an RFC 3339 instant such as `2023-12-29T17:56:00+08:00`.
    pub fn parse(text: &str) -> Option<Instant> {
        text.parse::<jiff::Timestamp>().ok().map(|t| Instant(t.as_microsecond()))
    }

    /// The calendar date at this instant in an IANA time zone (`Asia/Shanghai`); UTC if unknown.
    pub fn date_in(self, zone: &str) -> Date {
        Date::from_civil(self.zoned(zone).date())
    }

    /// `2023-12-29 17:56` in an IANA time zone.
    pub fn local(self, zone: &str) -> String {
        self.zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The first instant of a date in an IANA time zone.
    pub fn start_of(date: Date, zone: &str) -> Option<Instant> {
        let zoned = date.civil().in_tz(zone).ok()?;
        Some(Instant(zoned.timestamp().as_microsecond()))
    }

    /// The instant at which clocks in an IANA time zone show a time of day on a date; none if they cannot, or the
    /// zone is unknown.
    pub fn on(date: Date, hour: u8, minute: u8, zone: &str) -> Option<Instant> {
        let time = jiff::civil::Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
        let zoned = date.civil().to_datetime(time).in_tz(zone).ok()?;
        Some(Instant(zoned.timestamp().as_microsecond()))
    }

    fn zoned(self, zone: &str) -> jiff::ZonedDateTime {
        let at = jiff::Timestamp::from_microsecond(self.0).unwrap_or_default();
        at.in_tz(zone).unwrap_or_else(|_| at.to_zoned_datetime(jiff::tz::TimeZone::UTC))
    }
}

/// RFC 3339 in UTC, microseconds only where they are not zero.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", jiff::Timestamp::from_microsecond(self.0).unwrap_or_default())
    }
}

/// When a command runs and which random bytes it may use. Made once per command by a door.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The instant of the command.
    pub at: Instant,
    /// Today where the zone is.
    pub today: Date,
    random: [u8; 32],
}

impl Moment {
    /// A moment at `at` in the zone's IANA time zone, with 32 random bytes from the door.
    pub fn new(at: Instant, time_zone: &str, random: [u8; 32]) -> Moment {
        Moment { at, today: at.date_in(time_zone), random }
    }

    /// 16 random bytes for the purpose named, the same for the same name within one moment.
    pub fn random(&self, purpose: &str) -> [u8; 16] {
        use sha2::{Digest, Sha256};
        let digest = Sha256::new().chain_update(self.random).chain_update(purpose.as_bytes()).finalize();
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        bytes
    }

    /// A fresh id for the purpose named, the same for the same name within one moment.
    pub fn id(&self, purpose: &str) -> Id {
        let mut bytes = [0u8; 10];
        bytes.copy_from_slice(&self.random(purpose)[..10]);
        Id::new(self.at.0, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_evening_in_utc_is_already_tomorrow_in_the_zone() {
        let at = Instant::parse("2023-12-29T17:56:00Z").unwrap();
        assert_eq!(at.date_in("Asia/Shanghai").to_string(), "2023-12-30");
        assert_eq!(at.local("Asia/Shanghai"), "2023-12-30 01:56");
        let day = Date::parse("2023-12-30").unwrap();
        assert_eq!(Instant::start_of(day, "Asia/Shanghai"), Instant::parse("2023-12-29T16:00:00Z"));
        assert_eq!(Instant::on(day, 9, 30, "Asia/Shanghai"), Instant::parse("2023-12-30T01:30:00Z"));
        assert_eq!((Instant::on(day, 24, 0, "UTC"), Instant::on(day, 1, 0, "Nowhere")), (None, None));
    }
}
