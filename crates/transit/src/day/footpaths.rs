//! Where one can walk between two rides.

use std::collections::HashMap;

use super::network::Network;
use super::pathways;
use crate::feed::{Feed, Transfer};
use crate::geo::{Nearby, Plane};

/// Longer walks are left out, whoever names them: four hours, in seconds. The queues of a scan hold no more.
pub const LONGEST_WALK_S: u32 = 14_400;

/// Parameters of walking in a straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FootpathOptions {
    /// Stops further apart, in a straight line, have no footpath unless the feed names one. Metres.
    pub radius_m: f64,
    /// How much longer the way is than the straight line.
    pub detour: f64,
    /// Walking speed in metres per second.
    pub speed_m_s: f64,
    /// Whether a transfer named between stations holds for all their platforms (GTFS, `transfers.txt`,
    /// `from_stop_id`). Workload W1 takes pairs of stops only.
    pub station_transfers: bool,
    /// Whether `transfer_type` 3 takes the footpath away. Workload W1 does not look at it.
    pub forbidden: bool,
    /// Whether `traversal_time` of pathways counts, from stop to stop over the nodes between. Workload W1 does not look
    /// at it.
    pub pathways: bool,
}

impl FootpathOptions {
    /// Workload W1: 500 m, detour 1.3, 1.2 m/s, pairs of stops only.
    pub const W1: Self = Self {
        radius_m: 500.0,
        detour: 1.3,
        speed_m_s: 1.2,
        station_transfers: false,
        forbidden: false,
        pathways: false,
    };

    /// Seconds for a straight-line distance, rounded up.
    pub fn seconds(&self, metres: f64) -> u32 {
        (metres * self.detour / self.speed_m_s).ceil() as u32
    }
}

impl Default for FootpathOptions {
    fn default() -> Self {
        Self { station_transfers: true, forbidden: true, pathways: true, ..Self::W1 }
    }
}

/// Directed footpaths between stops: for every stop the others with seconds, sorted by stop. Compressed rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Footpaths {
    first: Vec<u32>,
    to: Vec<(u32, u32)>,
}

impl Footpaths {
    /// From (from, to, seconds) triples over `stops` stops. Of several for one pair the last counts; paths from a
    /// stop to itself, to or from stops that are not there, and longer than [`LONGEST_WALK_S`] are left out.
    pub fn new(stops: usize, triples: impl IntoIterator<Item = (u32, u32, u32)>) -> Self {
        let mut all: Vec<(u32, u32, u32)> = triples
            .into_iter()
            .filter(|(from, to, _)| from != to && (*from as usize) < stops && (*to as usize) < stops)
            .collect();
        all.sort_by_key(|(from, to, _)| (*from, *to));
        // Stable sort: the last of equals is the one that came last.
        let mut kept: Vec<(u32, u32, u32)> = Vec::with_capacity(all.len());
        for path in all {
            match kept.last_mut() {
                Some(last) if (last.0, last.1) == (path.0, path.1) => *last = path,
                _ => kept.push(path),
            }
        }
        kept.retain(|(_, _, seconds)| *seconds <= LONGEST_WALK_S);
        let mut first = vec![0_u32; stops + 1];
        for (from, _, _) in &kept {
            first[*from as usize + 1] += 1;
        }
        for at in 0..stops {
            first[at + 1] += first[at];
        }
        Self { first, to: kept.into_iter().map(|(_, to, seconds)| (to, seconds)).collect() }
    }

    /// Straight lines between the stops of a network, then what the feed says of single pairs: pathways' times,
    /// and `min_transfer_time`, which replaces the straight line and may be longer than the radius.
    pub fn straight(feed: &Feed, network: &Network, options: &FootpathOptions) -> Self {
        let plane = Plane::at_mean(network.places.iter().map(|place| place.0));
        let nearby = Nearby::new(plane, network.places.clone(), options.radius_m);
        let mut triples = Vec::new();
        for (from, place) in network.places.iter().enumerate() {
            for (to, metres) in nearby.within(*place, options.radius_m) {
                triples.push((from as u32, to, options.seconds(metres)));
            }
        }
        Self::with_feed(triples, feed, network, options)
    }

    /// Puts the feed's own words on top of footpaths found otherwise (straight lines, streets).
    pub fn with_feed(
        mut triples: Vec<(u32, u32, u32)>,
        feed: &Feed,
        network: &Network,
        options: &FootpathOptions,
    ) -> Self {
        let children = children(feed, network);
        let stops_of = |stop: u32| -> Vec<u32> {
            match network.kept[stop as usize] {
                kept if kept != crate::feed::NONE => vec![kept],
                _ if options.station_transfers => children.get(&stop).cloned().unwrap_or_default(),
                _ => Vec::new(),
            }
        };
        if options.pathways {
            triples.extend(pathways::walks(feed, network));
        }
        // A pair of stops says more than a pair of stations, so stations come first; of several rows for one pair the
        // last counts, be it a time or a ban.
        let named = |transfer: &&crate::feed::Transfer| {
            network.kept[transfer.from as usize] != crate::feed::NONE
                && network.kept[transfer.to as usize] != crate::feed::NONE
        };
        let stations = feed.transfers.iter().filter(|transfer| !named(transfer));
        let mut rules: HashMap<(u32, u32), Option<u32>> = HashMap::new();
        for transfer in stations.chain(feed.transfers.iter().filter(named)) {
            let rule = match transfer {
                Transfer { kind: 3, .. } if options.forbidden => None,
                Transfer { min_s: Some(seconds), .. } => Some(*seconds),
                _ => continue,
            };
            for from in stops_of(transfer.from) {
                rules.extend(stops_of(transfer.to).into_iter().map(|to| ((from, to), rule)));
            }
        }
        triples.retain(|(from, to, _)| !rules.contains_key(&(*from, *to)));
        triples.extend(rules.into_iter().filter_map(|((from, to), rule)| Some((from, to, rule?))));
        Self::new(network.len(), triples)
    }

    /// The footpaths from a stop: (stop, seconds), sorted by stop.
    ///
    /// # Panics
    /// If there is no such stop.
    pub fn from(&self, stop: u32) -> &[(u32, u32)] {
        &self.to[self.first[stop as usize] as usize..self.first[stop as usize + 1] as usize]
    }

    /// Number of stops.
    pub fn stops(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// Number of footpaths.
    pub fn len(&self) -> usize {
        self.to.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.to.is_empty()
    }

    /// All footpaths as (from, to, seconds).
    pub fn triples(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        (0..self.stops() as u32)
            .flat_map(|from| self.from(from).iter().map(move |(to, seconds)| (from, *to, *seconds)))
    }

    /// The same paths walked the other way.
    pub fn reversed(&self) -> Self {
        Self::new(self.stops(), self.triples().map(|(from, to, seconds)| (to, from, seconds)))
    }

    /// Stops renumbered: `order[old] = new`.
    pub fn renumbered(&self, order: &[u32]) -> Self {
        let renamed = self.triples().map(|(from, to, s)| (order[from as usize], order[to as usize], s));
        Self::new(self.stops(), renamed)
    }

    /// The longest footpath in seconds.
    pub fn longest_s(&self) -> u32 {
        self.to.iter().map(|(_, seconds)| *seconds).max().unwrap_or(0)
    }
}

/// Kept stops of every station.
fn children(feed: &Feed, network: &Network) -> HashMap<u32, Vec<u32>> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for (kept, at) in network.feed_stop.iter().enumerate() {
        let parent = feed.stops[*at as usize].parent;
        if parent != crate::feed::NONE {
            children.entry(parent).or_default().push(kept as u32);
        }
    }
    children
}
