//! What can be made of a scan: while it runs the whole matrix or counters, from a matrix percentiles.

use super::kernel::Sink;
use super::query::Window;

/// Travel time of every departure to every place, seconds. 16 bits each, 65,535 where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelTimes {
    window: Window,
    places: usize,
    /// Place by place in the order of the index, departures side by side.
    values: Vec<u16>,
    /// Place as people number it → place of the index.
    order: Vec<u32>,
}

impl TravelTimes {
    /// Not reached within the cutoff.
    pub const NEVER: u16 = u16::MAX;

    pub(crate) fn new(window: Window, order: Vec<u32>) -> Self {
        let places = order.len();
        Self { window, places, values: vec![Self::NEVER; places * window.departures as usize], order }
    }

    pub(crate) fn clear(&mut self) {
        self.values.fill(Self::NEVER);
    }

    /// The same with departures in the other order, under another window.
    pub(crate) fn turned(mut self, window: Window) -> Self {
        for row in self.values.chunks_exact_mut(self.window.departures as usize) {
            row.reverse();
        }
        self.window = window;
        self
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The departures asked about.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Seconds from every departure to one place, in order of departure; [`TravelTimes::NEVER`] where there is none.
    ///
    /// # Panics
    /// If there is no such place, as everything here that takes one.
    pub fn of(&self, place: u32) -> &[u16] {
        let (at, count) = (self.order[place as usize] as usize, self.window.departures as usize);
        &self.values[at * count..(at + 1) * count]
    }

    /// Seconds from one departure (from 0) to one place, or `None`.
    pub fn get(&self, departure: u32, place: u32) -> Option<u32> {
        let value = self.of(place)[departure as usize];
        (value != Self::NEVER).then_some(u32::from(value))
    }

    /// How many departures get to a place in less than so many seconds.
    pub fn count_within(&self, place: u32, seconds: u32) -> u32 {
        self.of(place).iter().filter(|value| **value != Self::NEVER && u32::from(**value) < seconds).count()
            as u32
    }

    /// The travel time in seconds that so many percent (1 to 100) of departures do not exceed (nearest rank), or `None`
    /// where fewer get there at all. 50 is the median over the window, waiting for the first vehicle included.
    pub fn percentile(&self, place: u32, percent: u32) -> Option<u32> {
        let mut all = self.of(place).to_vec();
        all.sort_unstable();
        let rank = (all.len() * percent.clamp(1, 100) as usize).div_ceil(100).max(1);
        let value = all[rank - 1];
        (value != Self::NEVER).then_some(u32::from(value))
    }

    /// The least travel time of the window, seconds: of someone who plans the departure. On a grid of minutes up to a
    /// step and the slack of waiting are in it.
    pub fn best_planned(&self, place: u32) -> Option<u32> {
        self.of(place).iter().min().filter(|value| **value != Self::NEVER).map(|value| u32::from(*value))
    }

    /// Cells reached, the sum of their seconds, and the hash of workload W1 over all departures and places.
    pub fn digest(&self) -> (u64, u64, u64) {
        let (mut reached, mut sum, mut hash) = (0, 0, 0xcbf2_9ce4_8422_2325_u64);
        let count = self.window.departures as usize;
        for departure in 0..count {
            for at in &self.order {
                let value = self.values[*at as usize * count + departure];
                if value != Self::NEVER {
                    reached += 1;
                    sum += u64::from(value);
                }
                hash = (hash ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        (reached, sum, hash)
    }
}

/// Writes every world of a scan into a matrix of its own.
pub(crate) struct Matrices<'a>(pub(crate) &'a mut [TravelTimes]);

impl Sink for Matrices<'_> {
    #[inline(always)]
    fn grew(&mut self, world: usize, place: u32, at_s: u32, after: u8, upto: u8) {
        let times = &mut self.0[world];
        let Window { start_s, step_s, departures } = times.window;
        let mut value = at_s - start_s - u32::from(after) * step_s;
        let row = place as usize * departures as usize;
        for cell in &mut times.values[row + usize::from(after)..row + usize::from(upto)] {
            // A departure is told of once only: later arrivals start after `upto`.
            *cell = value as u16;
            value = value.wrapping_sub(step_s);
        }
    }
}

/// For every place and threshold, how many departures get there in less than the threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counters {
    window: Window,
    thresholds_s: Vec<u32>,
    /// Place by place in the order of the index, thresholds side by side.
    values: Vec<u8>,
    order: Vec<u32>,
}

impl Counters {
    pub(crate) fn new(window: Window, thresholds_s: &[u32], order: Vec<u32>) -> Self {
        Self {
            window,
            thresholds_s: thresholds_s.to_vec(),
            values: vec![0; order.len() * thresholds_s.len()],
            order,
        }
    }

    /// The thresholds in seconds.
    pub fn thresholds_s(&self) -> &[u32] {
        &self.thresholds_s
    }

    /// Departures asked about.
    pub fn departures(&self) -> u32 {
        self.window.departures
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.order.len()
    }

    /// Departures that make it, for every threshold.
    ///
    /// # Panics
    /// If there is no such place.
    pub fn of(&self, place: u32) -> &[u8] {
        let (at, count) = (self.order[place as usize] as usize, self.thresholds_s.len());
        &self.values[at * count..(at + 1) * count]
    }

    /// The share of departures that get to a place within a threshold (by its position, from 0), 0 to 1.
    ///
    /// # Panics
    /// If there is no such place or threshold.
    pub fn share(&self, place: u32, threshold: usize) -> f64 {
        f64::from(self.of(place)[threshold]) / f64::from(self.window.departures)
    }
}

/// Counts one or two worlds of a scan.
pub(crate) struct Counting<'a> {
    worlds: &'a mut [Counters],
    /// The second that `late` is of.
    at_s: u32,
    /// Departures too late for each threshold by then.
    late: Vec<u8>,
}

impl<'a> Counting<'a> {
    /// Counters of the same question, one for each world.
    pub(crate) fn new(worlds: &'a mut [Counters]) -> Self {
        let thresholds = worlds.first().map_or(0, |counters| counters.thresholds_s.len());
        // No arrival is at the last second there is.
        Self { worlds, at_s: u32::MAX, late: vec![0; thresholds] }
    }

    #[cold]
    fn tick(&mut self, at_s: u32) {
        self.at_s = at_s;
        let Counters { window, thresholds_s, .. } = &self.worlds[0];
        for (late, threshold_s) in self.late.iter_mut().zip(thresholds_s) {
            *late = match (at_s - window.start_s).checked_sub(*threshold_s) {
                Some(over_s) => (over_s / window.step_s + 1).min(window.departures) as u8,
                None => 0,
            };
        }
    }
}

impl Sink for Counting<'_> {
    #[inline(always)]
    fn grew(&mut self, world: usize, place: u32, at_s: u32, after: u8, upto: u8) {
        if at_s != self.at_s {
            self.tick(at_s);
        }
        let count = self.late.len();
        let values = &mut self.worlds[world].values;
        let row = &mut values[place as usize * count..(place as usize + 1) * count];
        for (value, late) in row.iter_mut().zip(&self.late) {
            *value += upto.saturating_sub(after.max(*late));
        }
    }
}

/// Travel times at chosen percentiles and the best planned departure, for every place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Percentiles {
    /// The percentiles asked for.
    pub percents: Vec<u32>,
    /// For every place, seconds at every percentile, or `None`.
    pub values: Vec<Vec<Option<u32>>>,
    /// For every place, the least travel time of the window.
    pub best_planned: Vec<Option<u32>>,
}

impl Percentiles {
    /// Takes them from a matrix.
    pub fn of(times: &TravelTimes, percents: &[u32]) -> Self {
        let places = 0..times.places() as u32;
        Self {
            percents: percents.to_vec(),
            values: places
                .clone()
                .map(|place| percents.iter().map(|percent| times.percentile(place, *percent)).collect())
                .collect(),
            best_planned: places.map(|place| times.best_planned(place)).collect(),
        }
    }
}
