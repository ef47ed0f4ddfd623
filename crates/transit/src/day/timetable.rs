//! The trips of one day with a time at every stop: services resolved, frequencies laid out, gaps interpolated.

use jiff::ToSpan;
use jiff::civil::Date;

use super::network::Network;
use crate::feed::{Feed, Frequency, NONE, StopTime, UNTIMED};

/// One call of one trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Kept stop, see [`Network`].
    pub stop: u32,
    /// Seconds of the service day.
    pub arrival_s: u32,
    /// Seconds of the service day, not before the arrival.
    pub departure_s: u32,
    /// Whether one may get on.
    pub board: bool,
    /// Whether one may get off.
    pub alight: bool,
}

/// Where a trip of the day comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TripRef {
    /// Position in [`Feed::trips`], or [`NONE`] for a trip that a scenario adds.
    pub trip: u32,
    /// Seconds by which the trip's written times are moved: a run of a template, or the day before. For a trip that a
    /// scenario adds, its number.
    pub shift_s: i32,
}

/// Trips that can be gone through, the same way every time.
pub trait Trips {
    /// Calls the visitor once per trip. Calls are in order of travel and never go back in time.
    fn each_trip(&self, visit: &mut dyn FnMut(TripRef, &[Call]));
}

/// What of a feed runs on a day.
#[derive(Debug, Clone, Copy)]
pub struct DayOptions {
    /// The service day.
    pub date: Date,
    /// Whether trips of the day before that run past midnight are there as well. Off in workload W1, which counts
    /// one service day.
    pub day_before: bool,
    /// Whether calls with `pickup_type` 1 cannot be boarded and with `drop_off_type` 1 not left.
    pub pickup_rules: bool,
    /// Whether calls that must be booked (a booking rule) can be boarded.
    pub booked: bool,
}

impl DayOptions {
    /// One service day as workload W1 and most planners take it.
    pub fn on(date: Date) -> Self {
        Self { date, day_before: false, pickup_rules: true, booked: true }
    }
}

/// The trips of a feed on a day, laid out while they are gone through and never all in memory.
#[derive(Debug, Clone, Copy)]
pub struct FeedDay<'a> {
    feed: &'a Feed,
    network: &'a Network,
    options: DayOptions,
}

impl<'a> FeedDay<'a> {
    /// A day of a feed. `network` must be of the same feed.
    pub fn new(feed: &'a Feed, network: &'a Network, options: DayOptions) -> Self {
        Self { feed, network, options }
    }

    /// The feed.
    pub fn feed(&self) -> &'a Feed {
        self.feed
    }

    /// The numbering of stops.
    pub fn network(&self) -> &'a Network {
        self.network
    }

    fn calls(&self, trip: usize, calls: &mut Vec<Call>) {
        calls.clear();
        let rows = &self.feed.stop_times[self.feed.trips[trip].rows()];
        if rows.len() < 2 {
            return;
        }
        // Position of the last timed row; rows between two timed ones share the time evenly by their number.
        let (mut timed, mut next) = (0, 0);
        for (at, row) in rows.iter().enumerate() {
            let (arrival_s, departure_s) = if row.arrival_s == UNTIMED {
                if next <= at {
                    next = (at + 1..rows.len()).find(|n| rows[*n].arrival_s != UNTIMED).unwrap_or(rows.len());
                }
                let until = rows.get(next).unwrap_or(&rows[timed]).arrival_s;
                let time = interpolate(rows[timed].departure_s, until, at - timed, next - timed);
                (time, time)
            } else {
                timed = at;
                (row.arrival_s, row.departure_s)
            };
            let stop = self.network.kept[row.stop as usize];
            if stop == NONE {
                continue;
            }
            calls.push(Call {
                stop,
                arrival_s,
                departure_s,
                board: self.may_board(row),
                alight: !(self.options.pickup_rules && row.drop_off == 1),
            });
        }
    }

    fn may_board(&self, row: &StopTime) -> bool {
        !(self.options.pickup_rules && row.pickup == 1) && (self.options.booked || row.booking == 0)
    }

    fn runs(&self, trip: usize) -> &'a [Frequency] {
        let all = &self.feed.frequencies;
        let first = all.partition_point(|f| (f.trip as usize) < trip);
        let count = all[first..].iter().take_while(|f| f.trip as usize == trip).count();
        &all[first..first + count]
    }

    fn each_of_date(&self, date: Date, shift_s: i32, visit: &mut dyn FnMut(TripRef, &[Call])) {
        let runs_on: Vec<bool> = self.feed.services.iter().map(|service| service.runs_on(date)).collect();
        let (mut calls, mut moved) = (Vec::new(), Vec::new());
        for (at, trip) in self.feed.trips.iter().enumerate() {
            if !runs_on[trip.service as usize] {
                continue;
            }
            self.calls(at, &mut calls);
            let Some(template_s) = calls.first().map(|call| call.departure_s) else { continue };
            let mut run = |shift_s: i32| {
                if shift_s == 0 {
                    visit(TripRef { trip: at as u32, shift_s }, &calls);
                    return;
                }
                moved.clear();
                moved.extend(calls.iter().filter_map(|call| shifted(call, shift_s)));
                if moved.len() > 1 {
                    visit(TripRef { trip: at as u32, shift_s }, &moved);
                }
            };
            let frequencies = self.runs(at);
            if frequencies.is_empty() {
                run(shift_s);
            }
            for frequency in frequencies {
                let mut start_s = frequency.start_s;
                while start_s < frequency.end_s {
                    run(start_s as i32 - template_s as i32 + shift_s);
                    start_s = start_s.saturating_add(frequency.headway_s.max(1));
                }
            }
        }
    }
}

/// A time between two, `part` of `parts` of the way, rounded to the second, halves up.
fn interpolate(from_s: u32, to_s: u32, part: usize, parts: usize) -> u32 {
    let (parts, part) = (parts.max(1) as u64, part as u64);
    from_s + ((2 * u64::from(to_s.saturating_sub(from_s)) * part + parts) / (2 * parts)) as u32
}

/// A call moved in time. `None` where it would leave before the day begins; nobody boards then.
fn shifted(call: &Call, shift_s: i32) -> Option<Call> {
    let departure_s = call.departure_s.checked_add_signed(shift_s)?;
    let arrival = call.arrival_s.checked_add_signed(shift_s);
    Some(Call {
        arrival_s: arrival.unwrap_or(0),
        departure_s,
        alight: call.alight && arrival.is_some(),
        ..*call
    })
}

impl Trips for FeedDay<'_> {
    fn each_trip(&self, visit: &mut dyn FnMut(TripRef, &[Call])) {
        self.each_of_date(self.options.date, 0, visit);
        if self.options.day_before
            && let Ok(before) = self.options.date.checked_sub(1.day())
        {
            self.each_of_date(before, -86_400, &mut |trip, calls| {
                if calls.len() > 1 {
                    visit(trip, calls);
                }
            });
        }
    }
}

/// Trips held in memory: for scenarios, tests and the searches that need them by trip. 16 bytes a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timetable {
    refs: Vec<TripRef>,
    first: Vec<u32>,
    calls: Vec<Call>,
}

impl Timetable {
    /// Copies trips into memory.
    pub fn of(trips: &dyn Trips) -> Self {
        let mut timetable = Self::default();
        trips.each_trip(&mut |trip, calls| timetable.push(trip, calls));
        timetable
    }

    /// Adds a trip.
    pub fn push(&mut self, trip: TripRef, calls: &[Call]) {
        self.refs.push(trip);
        self.first.push(self.calls.len() as u32);
        self.calls.extend_from_slice(calls);
    }

    /// Number of trips.
    pub fn len(&self) -> usize {
        self.refs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.refs.is_empty()
    }

    /// Number of calls of all trips.
    pub fn call_count(&self) -> usize {
        self.calls.len()
    }

    /// The trip at a position and its calls.
    ///
    /// # Panics
    /// If there is no such position.
    pub fn get(&self, at: usize) -> (TripRef, &[Call]) {
        let first = self.first[at] as usize;
        let end = self.first.get(at + 1).map_or(self.calls.len(), |end| *end as usize);
        (self.refs[at], &self.calls[first..end])
    }
}

impl Trips for Timetable {
    fn each_trip(&self, visit: &mut dyn FnMut(TripRef, &[Call])) {
        for at in 0..self.len() {
            let (trip, calls) = self.get(at);
            visit(trip, calls);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::interpolate;

    #[test]
    fn gaps_are_shared_evenly_and_halves_round_up() {
        assert_eq!(interpolate(0, 10, 1, 2), 5);
        assert_eq!(interpolate(0, 5, 1, 2), 3);
        assert_eq!(interpolate(100, 160, 1, 8), 108);
        assert_eq!(interpolate(100, 160, 7, 8), 153);
        assert_eq!(interpolate(100, 100, 3, 8), 100);
    }
}
