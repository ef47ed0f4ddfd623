//! The stops a scan knows: those a vehicle can call at, numbered from 0.

use std::collections::HashMap;

use crate::feed::{Feed, NONE};

/// The kept stops of a feed: `location_type` 0 or blank, in file order (workload W1).
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Position in [`Feed::stops`] of every kept stop.
    pub feed_stop: Vec<u32>,
    /// Kept stop of every position in [`Feed::stops`], or [`NONE`].
    pub kept: Vec<u32>,
    /// `stop_id` of every kept stop.
    pub ids: Vec<String>,
    /// Latitude and longitude in degrees of every kept stop.
    pub places: Vec<(f64, f64)>,
    by_id: HashMap<String, u32>,
}

impl Network {
    /// Numbers the stops of a feed.
    pub fn new(feed: &Feed) -> Self {
        let mut network = Self { kept: vec![NONE; feed.stops.len()], ..Self::default() };
        for (at, stop) in feed.stops.iter().enumerate().filter(|(_, stop)| stop.location_type == 0) {
            let number = network.ids.len() as u32;
            network.kept[at] = number;
            network.feed_stop.push(at as u32);
            network.ids.push(stop.id.clone());
            network.places.push((stop.lat, stop.lon));
            network.by_id.insert(stop.id.clone(), number);
        }
        network
    }

    /// Number of kept stops.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The kept stop with a `stop_id`.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }
}
