//! Walking along streets: an OpenStreetMap extract, the walkable part of it, and bounded searches from stops.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::path::Path;

use osmpbf::{Element, ElementReader};

use crate::geo::{Nearby, Plane};

/// Why an extract cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StreetError {
    /// Not a readable `.osm.pbf`.
    #[error("the street extract cannot be read: {0}")]
    Extract(#[from] osmpbf::Error),
    /// More than 2³² nodes.
    #[error("the street extract has too many walkable nodes")]
    TooLarge,
}

/// How people walk along streets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkOptions {
    /// Metres per second.
    pub speed_m_s: f64,
    /// Longest walk in metres, the ways to and from the street included.
    pub most_m: f64,
    /// How far a stop may be from a street, in metres. Others have no walks along streets.
    pub snap_m: f64,
}

impl Default for WalkOptions {
    /// 1.2 m/s, 650 m (500 m straight with a detour of 1.3), 200 m to the street.
    fn default() -> Self {
        Self { speed_m_s: 1.2, most_m: 650.0, snap_m: 200.0 }
    }
}

/// Streets as nodes and edges with lengths.
#[derive(Debug, Clone)]
pub struct Streets {
    /// Latitude and longitude in degrees.
    nodes: Vec<(f64, f64)>,
    first: Vec<u32>,
    /// (node, metres).
    edges: Vec<(u32, f32)>,
}

impl Streets {
    /// Reads an extract twice: its ways, then the places of their nodes.
    ///
    /// # Errors
    /// [`StreetError`] where the file is none.
    pub fn read(path: &Path) -> Result<Self, StreetError> {
        let mut ways: Vec<Vec<i64>> = Vec::new();
        ElementReader::from_path(path)?.for_each(|element| {
            if let Element::Way(way) = element
                && walkable(way.tags())
            {
                ways.push(way.refs().collect());
            }
        })?;
        let mut numbers: HashMap<i64, u32> = HashMap::new();
        for node in ways.iter().flatten() {
            let next = numbers.len();
            numbers.entry(*node).or_insert(next as u32);
        }
        if numbers.len() >= u32::MAX as usize {
            return Err(StreetError::TooLarge);
        }
        let mut nodes = vec![(f64::NAN, f64::NAN); numbers.len()];
        ElementReader::from_path(path)?.for_each(|element| {
            let (id, place) = match element {
                Element::Node(node) => (node.id(), (node.lat(), node.lon())),
                Element::DenseNode(node) => (node.id(), (node.lat(), node.lon())),
                _ => return,
            };
            if let Some(at) = numbers.get(&id) {
                nodes[*at as usize] = place;
            }
        })?;
        let pairs =
            ways.iter().flat_map(|way| way.windows(2)).map(|pair| (numbers[&pair[0]], numbers[&pair[1]]));
        Ok(Self::new(nodes, pairs))
    }

    /// Streets from nodes (latitude, longitude in degrees) and straight pieces between them, walked both ways.
    /// Pieces with a node that has no place are left out.
    pub fn new(nodes: Vec<(f64, f64)>, pieces: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let plane = Plane::at_mean(nodes.iter().map(|place| place.0));
        let mut all: Vec<(u32, u32, f32)> = Vec::new();
        for (a, b) in pieces {
            let metres = plane.distance_m(nodes[a as usize], nodes[b as usize]) as f32;
            if a != b && metres.is_finite() {
                all.push((a, b, metres));
                all.push((b, a, metres));
            }
        }
        all.sort_by_key(|(from, to, _)| (*from, *to));
        let mut first = vec![0_u32; nodes.len() + 1];
        for (from, _, _) in &all {
            first[*from as usize + 1] += 1;
        }
        for at in 0..nodes.len() {
            first[at + 1] += first[at];
        }
        Self { nodes, first, edges: all.into_iter().map(|(_, to, metres)| (to, metres)).collect() }
    }

    /// Number of nodes and of directed edges.
    pub fn size(&self) -> (usize, usize) {
        (self.nodes.len(), self.edges.len())
    }

    /// Walks from places to places (latitude, longitude in degrees) along streets, as (from, to, seconds), rounded
    /// up. Each place joins the nearest node within the snap distance, which is walked in a straight line. `step`
    /// is called once per start.
    pub fn walks(
        &self,
        from: &[(f64, f64)],
        to: &[(f64, f64)],
        options: &WalkOptions,
        mut step: impl FnMut(),
    ) -> Vec<(u32, u32, u32)> {
        let plane = Plane::at_mean(from.iter().chain(to).map(|place| place.0));
        let nearby = Nearby::new(plane, self.nodes.clone(), options.snap_m);
        let snap = |place: &(f64, f64)| -> Option<(u32, f64)> {
            let near = nearby.within(*place, options.snap_m);
            // A node nothing leads to is no street.
            let joined =
                near.into_iter().filter(|(n, _)| self.first[*n as usize] < self.first[*n as usize + 1]);
            joined.min_by(|a, b| a.1.total_cmp(&b.1))
        };
        let mut goals: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
        for (at, place) in to.iter().enumerate() {
            if let Some((node, metres)) = snap(place) {
                goals.entry(node).or_default().push((at as u32, metres));
            }
        }
        let mut metres = vec![f64::INFINITY; self.nodes.len()];
        let mut found = Vec::new();
        for (start, place) in from.iter().enumerate() {
            step();
            let Some((node, off_m)) = snap(place) else { continue };
            let mut touched = vec![node];
            metres[node as usize] = off_m;
            // Millimetres, so that the heap has whole numbers to compare.
            let mut heap = BinaryHeap::from([(Reverse((off_m * 1e3) as u64), node)]);
            let mut best: HashMap<u32, f64> = HashMap::new();
            while let Some((Reverse(mm), node)) = heap.pop() {
                let here = metres[node as usize];
                if mm > (here * 1e3) as u64 {
                    continue;
                }
                for (goal, last_m) in goals.get(&node).into_iter().flatten() {
                    let all = here + last_m;
                    if all <= options.most_m {
                        let cell = best.entry(*goal).or_insert(f64::INFINITY);
                        *cell = cell.min(all);
                    }
                }
                let range = self.first[node as usize] as usize..self.first[node as usize + 1] as usize;
                for (next, length) in &self.edges[range] {
                    let there = here + f64::from(*length);
                    if there < metres[*next as usize] && there <= options.most_m {
                        if metres[*next as usize].is_infinite() {
                            touched.push(*next);
                        }
                        metres[*next as usize] = there;
                        heap.push((Reverse((there * 1e3) as u64), *next));
                    }
                }
            }
            let mut some: Vec<(u32, f64)> = best.into_iter().collect();
            some.sort_by_key(|(goal, _)| *goal);
            let seconds = |metres: f64| (metres / options.speed_m_s).ceil() as u32;
            found.extend(some.into_iter().map(|(goal, metres)| (start as u32, goal, seconds(metres))));
            for node in touched {
                metres[node as usize] = f64::INFINITY;
            }
        }
        found
    }
}

/// Whether people may walk there, by the tags `highway`, `foot`, `access` and `area` (OpenStreetMap wiki, "Key:foot"
/// and "OSM tags for routing/Access restrictions"; motorways, building sites and private ways are left out).
fn walkable<'a>(tags: impl Iterator<Item = (&'a str, &'a str)>) -> bool {
    let (mut highway, mut foot, mut access) = ("", "", "");
    for (key, value) in tags {
        match key {
            "highway" => highway = value,
            "foot" => foot = value,
            "access" => access = value,
            _ => {}
        }
    }
    let foot_may = matches!(foot, "yes" | "designated" | "permissive" | "destination");
    match highway {
        "" | "construction" | "proposed" | "raceway" | "abandoned" | "platform" | "razed" => false,
        "motorway" | "motorway_link" | "bus_guideway" | "escape" => foot_may,
        _ => foot_may || !(matches!(foot, "no" | "private") || matches!(access, "no" | "private")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detour_along_streets_is_walked_and_the_bound_holds() {
        // A square of streets with one side missing: 0 - 1 - 2 - 3, about 111 m a side at the equator.
        let step = 0.001;
        let nodes = vec![(0.0, 0.0), (0.0, step), (step, step), (step, 0.0), (0.5, 0.5)];
        let streets = Streets::new(nodes, [(0, 1), (1, 2), (2, 3)]);
        let ends = [(0.0, 0.0), (step, 0.0)];
        let options = WalkOptions { speed_m_s: 1.0, most_m: 400.0, snap_m: 50.0 };
        let walks = streets.walks(&ends, &ends, &options, || ());
        let seconds = |from, to| walks.iter().find(|w| (w.0, w.1) == (from, to)).map(|w| w.2);
        assert_eq!(seconds(0, 1), Some(334), "three sides of 111.195 m");
        assert_eq!(seconds(1, 0), Some(334));
        assert_eq!(seconds(0, 0), Some(0));
        let short = WalkOptions { most_m: 300.0, ..options };
        assert!(streets.walks(&ends, &ends, &short, || ()).iter().all(|w| w.0 == w.1));
        let lonely = [(0.5, 0.5)];
        assert!(
            streets.walks(&lonely, &lonely, &options, || ()).is_empty(),
            "a node without a street is no street"
        );
    }

    #[test]
    fn motorways_and_private_ways_are_not_walked() {
        for (tags, may) in [
            (vec![("highway", "residential")], true),
            (vec![("highway", "motorway")], false),
            (vec![("highway", "motorway"), ("foot", "yes")], true),
            (vec![("highway", "service"), ("access", "private")], false),
            (vec![("highway", "service"), ("access", "private"), ("foot", "permissive")], true),
            (vec![("highway", "footway"), ("foot", "no")], false),
            (vec![("building", "yes")], false),
        ] {
            assert_eq!(walkable(tags.iter().copied()), may, "{tags:?}");
        }
    }
}
