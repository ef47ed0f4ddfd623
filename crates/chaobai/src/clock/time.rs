//! Where instants and random bytes come from.

use kernel::{Date, Instant, Moment};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The wall clock, or one that stands still until it is moved (for tests and pictures).
#[derive(Clone, Debug)]
pub struct Clock {
    time_zone: String,
    standing: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's own clock, for people in an IANA time zone.
    pub fn system(time_zone: &str) -> Clock {
        Clock { time_zone: time_zone.into(), standing: None }
    }

    /// A clock that stands at an instant.
    pub fn standing(time_zone: &str, at: Instant) -> Clock {
        Clock { time_zone: time_zone.into(), standing: Some(Arc::new(AtomicI64::new(at.0))) }
    }

    /// The time zone of the people.
    pub fn time_zone(&self) -> &str {
        &self.time_zone
    }

    /// Now.
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> Instant {
        match &self.standing {
            Some(at) => Instant(at.load(Ordering::Relaxed)),
            None => {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Instant(since.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX)))
            }
        }
    }

    /// Today where the zone is.
    pub fn today(&self) -> Date {
        self.now().date_in(&self.time_zone)
    }

    /// Moves a standing clock; the wall clock moves by itself.
    pub fn advance(&self, microseconds: i64) {
        if let Some(at) = &self.standing {
            at.fetch_add(microseconds, Ordering::Relaxed);
        }
    }

    /// A moment for one command.
    pub fn moment(&self) -> Moment {
        let mut random = [0u8; 32];
        getrandom::fill(&mut random).expect("the operating system gives random bytes");
        Moment::new(self.now(), &self.time_zone, random)
    }
}
