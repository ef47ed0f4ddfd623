//! Places that are not stops, walked to after the last ride: hexagons, schools, hospitals.

use crate::day::{DayIndex, FootpathOptions, LONGEST_WALK_S};
use crate::geo::{Nearby, Plane};

/// Targets and, for every stop, the walks to those near it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    count: usize,
    first: Vec<u32>,
    near: Vec<(u32, u32)>,
    longest_s: u32,
}

impl Targets {
    /// From walks (stop, target, seconds). Stops are numbered as people number them; those a scenario adds follow
    /// the day's. Walks to or from what is not there, and longer than [`LONGEST_WALK_S`], are left out.
    pub fn new(
        day: &DayIndex,
        stops: usize,
        count: usize,
        walks: impl IntoIterator<Item = (u32, u32, u32)>,
    ) -> Self {
        let inner = |stop: u32| if (stop as usize) < day.stops() { day.inner(stop) } else { stop };
        let mut all: Vec<(u32, u32, u32)> = walks
            .into_iter()
            .filter(|(stop, target, _)| (*stop as usize) < stops && (*target as usize) < count)
            .filter(|(_, _, seconds)| *seconds <= LONGEST_WALK_S)
            .map(|(stop, target, seconds)| (inner(stop), target, seconds))
            .collect();
        all.sort_unstable();
        let mut first = vec![0_u32; stops + 1];
        for (stop, _, _) in &all {
            first[*stop as usize + 1] += 1;
        }
        for at in 0..stops {
            first[at + 1] += first[at];
        }
        let longest_s = all.iter().map(|walk| walk.2).max().unwrap_or(0);
        Self {
            count,
            first,
            near: all.into_iter().map(|(_, target, seconds)| (target, seconds)).collect(),
            longest_s,
        }
    }

    /// Straight-line walks from every stop to the targets within the radius of the options. Places are latitude
    /// and longitude in degrees.
    pub fn straight(
        day: &DayIndex,
        stop_places: &[(f64, f64)],
        targets: &[(f64, f64)],
        options: &FootpathOptions,
    ) -> Self {
        let plane = Plane::at_mean(stop_places.iter().map(|place| place.0));
        let nearby = Nearby::new(plane, targets.to_vec(), options.radius_m);
        let walks = stop_places.iter().enumerate().flat_map(|(stop, place)| {
            nearby
                .within(*place, options.radius_m)
                .into_iter()
                .map(move |(target, metres)| (stop as u32, target, options.seconds(metres)))
        });
        Self::new(day, stop_places.len(), targets.len(), walks)
    }

    /// Number of targets.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Stops the walks start from.
    pub(crate) fn stops(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    pub(crate) fn longest_s(&self) -> u32 {
        self.longest_s
    }

    /// Targets near a stop of the index's own order.
    #[inline]
    pub(crate) fn near(&self, inner: u32) -> &[(u32, u32)] {
        &self.near[self.first[inner as usize] as usize..self.first[inner as usize + 1] as usize]
    }
}
