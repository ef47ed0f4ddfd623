//! What is asked of a scan.

/// The departures (or arrivals) asked about: one every `step_s` seconds from `start_s` on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first, seconds of the service day.
    pub start_s: u32,
    /// How many, 1 to 255.
    pub departures: u32,
    /// Seconds between them, at least 1. A minute in workload W1.
    pub step_s: u32,
}

impl Window {
    /// One departure a minute.
    pub fn minutes(start_s: u32, departures: u32) -> Self {
        Self { start_s, departures, step_s: 60 }
    }

    /// The second of a departure, counted from 0.
    pub fn second(&self, departure: u32) -> u32 {
        self.start_s + departure * self.step_s
    }
}

/// The rules of a question, apart from where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// Which departures.
    pub window: Window,
    /// An arrival this long after its departure, or later, does not count. Seconds, 1 to 65,535.
    pub cutoff_s: u32,
    /// At most so many vehicles, 1 to 8.
    pub rides: u8,
    /// Boarding needs the departure to be later than the arrival at the stop by more than this. Seconds; 60 in
    /// workload W1, at the first stop too.
    pub slack_s: u32,
}

impl Query {
    /// Workload W1: one departure a minute, four rides, 60 seconds of slack.
    pub fn w1(start_s: u32, departures: u32, cutoff_min: u32) -> Self {
        Self {
            window: Window::minutes(start_s, departures),
            cutoff_s: cutoff_min * 60,
            rides: 4,
            slack_s: 60,
        }
    }

    /// Refuses what the labels cannot hold.
    ///
    /// # Errors
    /// [`QueryError`] says what is out of its range.
    pub fn check(&self) -> Result<(), QueryError> {
        let Window { start_s, departures, step_s } = self.window;
        if !(1..=255).contains(&departures) {
            return Err(QueryError::Departures(departures));
        }
        if step_s == 0 || u64::from(start_s) + u64::from(departures) * u64::from(step_s) > 1 << 22 {
            return Err(QueryError::Window);
        }
        if !(1..=65_535).contains(&self.cutoff_s) {
            return Err(QueryError::Cutoff(self.cutoff_s));
        }
        if !(1..=8).contains(&self.rides) {
            return Err(QueryError::Rides(self.rides));
        }
        if self.slack_s > 7_200 {
            return Err(QueryError::Slack(self.slack_s));
        }
        Ok(())
    }

    /// The second at which nothing counts any more.
    pub fn end_s(&self) -> u32 {
        self.window.second(self.window.departures - 1) + self.cutoff_s
    }
}

/// Stops one can walk to from the place asked about: (kept stop, seconds). A stop asked about is in it with 0.
pub type Access = [(u32, u32)];

/// A question that cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Labels are bytes.
    #[error("{0} departures; ask for 1 to 255, and for a longer window twice")]
    Departures(u32),
    /// A step of zero, or a window that ends after the 48th day.
    #[error("the window has no step or ends too late")]
    Window,
    /// Travel times are 16 bits.
    #[error("a cutoff of {0} s; ask for 1 to 65,535")]
    Cutoff(u32),
    /// Labels hold eight.
    #[error("{0} rides; ask for 1 to 8")]
    Rides(u8),
    /// More than two hours.
    #[error("a boarding slack of {0} s; at most 7,200")]
    Slack(u32),
    /// A stop that is not there.
    #[error("stop {0} is not in the network")]
    Stop(u32),
    /// A walk longer than the queue holds.
    #[error("a walk of {0} s; at most 14,400")]
    Walk(u32),
}
