//! Hexagon cells (H3) as targets, and isochrones as the outline of those reached.

use std::collections::{BTreeMap, BTreeSet};

use h3o::{CellIndex, LatLng, Resolution};

/// Why there are no hexagons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HexagonError {
    /// H3 has sixteen.
    #[error("resolution {0}; H3 has 0 to 15 (9 is about 0.1 km²)")]
    Resolution(u8),
    /// A plan for a continent at the size of a door.
    #[error("more than {0} cells; take a lower resolution")]
    TooMany(usize),
}

/// At most so many cells are made.
pub const MOST_CELLS: usize = 2_000_000;

/// Cells of the H3 grid (h3geo.org), sorted by their index.
#[derive(Debug, Clone, PartialEq)]
pub struct Hexagons {
    cells: Vec<CellIndex>,
}

impl Hexagons {
    /// All cells whose centre is within about `radius_m` of some place (latitude, longitude in degrees): the
    /// targets that can be walked to from stops.
    ///
    /// # Errors
    /// [`HexagonError`] for a resolution there is not, or too many cells.
    pub fn around(places: &[(f64, f64)], radius_m: f64, resolution: u8) -> Result<Self, HexagonError> {
        let level = Resolution::try_from(resolution).map_err(|_| HexagonError::Resolution(resolution))?;
        // Centres of neighbours are √3 edge lengths apart; cells shrink by up to a fifth away from the mean.
        let rings = (radius_m / (level.edge_length_m() * 3_f64.sqrt() * 0.8)).ceil() as u32 + 1;
        if rings > 700 {
            return Err(HexagonError::TooMany(MOST_CELLS));
        }
        let mut cells = BTreeSet::new();
        for (lat, lon) in places {
            let Ok(centre) = LatLng::new(*lat, *lon) else { continue };
            for cell in centre.to_cell(level).grid_disk_safe(rings) {
                if LatLng::from(cell).distance_m(centre) <= radius_m {
                    cells.insert(cell);
                }
            }
            if cells.len() > MOST_CELLS {
                return Err(HexagonError::TooMany(MOST_CELLS));
            }
        }
        Ok(Self { cells: cells.into_iter().collect() })
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The H3 index of every cell, fifteen hexadecimal digits.
    pub fn ids(&self) -> Vec<String> {
        self.cells.iter().map(ToString::to_string).collect()
    }

    /// Latitude and longitude of the centre of every cell in degrees.
    pub fn centres(&self) -> Vec<(f64, f64)> {
        self.cells.iter().map(|cell| degrees(LatLng::from(*cell))).collect()
    }

    /// The corners of a cell (by its position), counter-clockwise, latitude and longitude in degrees.
    ///
    /// # Panics
    /// If there is no such cell.
    pub fn boundary(&self, cell: usize) -> Vec<(f64, f64)> {
        self.cells[cell].boundary().iter().map(|corner| degrees(*corner)).collect()
    }

    /// The outline of the chosen cells: polygons, each an outer ring and its holes, of (latitude, longitude) in degrees. Cells that only touch at a
    /// corner cannot exist among hexagons, so rings never cross.
    pub fn outline(&self, chosen: impl Fn(usize) -> bool) -> Vec<Vec<Vec<(f64, f64)>>> {
        // Every side of a chosen cell, walked counter-clockwise, by the corner it starts at. A side shared by two
        // chosen cells is walked both ways and goes.
        let mut sides: BTreeMap<u64, u64> = BTreeMap::new();
        let mut corners: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
        let mut all: BTreeSet<(u64, u64)> = BTreeSet::new();
        for (at, cell) in self.cells.iter().enumerate().filter(|(at, _)| chosen(*at)) {
            debug_assert!(at < self.cells.len());
            let around: Vec<u64> = cell
                .vertexes()
                .map(|vertex| {
                    corners.entry(u64::from(vertex)).or_insert_with(|| degrees(LatLng::from(vertex)));
                    u64::from(vertex)
                })
                .collect();
            for (number, from) in around.iter().enumerate() {
                all.insert((*from, around[(number + 1) % around.len()]));
            }
        }
        for (from, to) in &all {
            if !all.contains(&(*to, *from)) {
                // At most three cells meet in a corner, so one side at most starts there.
                sides.insert(*from, *to);
            }
        }
        let mut rings: Vec<Vec<(f64, f64)>> = Vec::new();
        while let Some((start, mut next)) = sides.pop_first() {
            let mut ring = vec![corners[&start]];
            while next != start {
                ring.push(corners[&next]);
                match sides.remove(&next) {
                    Some(after) => next = after,
                    None => break,
                }
            }
            rings.push(ring);
        }
        nest(rings)
    }
}

fn degrees(point: LatLng) -> (f64, f64) {
    (point.lat(), point.lng())
}

/// Twice the signed area in square degrees; positive counter-clockwise.
fn area(ring: &[(f64, f64)]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.1 * b.0 - b.1 * a.0).sum()
}

/// Puts holes into the smallest outer ring around them.
fn nest(rings: Vec<Vec<(f64, f64)>>) -> Vec<Vec<Vec<(f64, f64)>>> {
    let (mut outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| area(ring) > 0.0);
    outer.sort_by(|a, b| area(a).total_cmp(&area(b)));
    let mut polygons: Vec<Vec<Vec<(f64, f64)>>> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        if let Some(polygon) = polygons.iter_mut().find(|polygon| inside(hole[0], &polygon[0])) {
            polygon.push(hole);
        }
    }
    polygons
}

/// Even-odd rule. The point is a corner of a hole and never on the ring asked about.
fn inside(point: (f64, f64), ring: &[(f64, f64)]) -> bool {
    let mut inside = false;
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        if (a.0 > point.0) != (b.0 > point.0) {
            let lon = a.1 + (point.0 - a.0) / (b.0 - a.0) * (b.1 - a.1);
            inside ^= point.1 < lon;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cover_what_can_be_walked_to() {
        let place = (39.9, 116.7);
        let hexagons = Hexagons::around(&[place], 500.0, 9).unwrap();
        let here = LatLng::new(place.0, place.1).unwrap();
        assert!(hexagons.len() >= 5, "500 m around are about 0.8 km²: {}", hexagons.len());
        for centre in hexagons.centres() {
            assert!(LatLng::new(centre.0, centre.1).unwrap().distance_m(here) <= 500.0);
        }
        assert_eq!(Hexagons::around(&[place], 500.0, 16), Err(HexagonError::Resolution(16)));
        assert!(matches!(Hexagons::around(&[place], 50_000.0, 15), Err(HexagonError::TooMany(_))));
    }

    #[test]
    fn the_outline_of_a_cell_of_a_ring_and_of_two_islands() {
        let hexagons = Hexagons::around(&[(39.9, 116.7)], 900.0, 9).unwrap();
        let centre = (0..hexagons.len())
            .min_by(|a, b| {
                let away =
                    |at: usize| (hexagons.centres()[at].0 - 39.9).hypot(hexagons.centres()[at].1 - 116.7);
                away(*a).total_cmp(&away(*b))
            })
            .unwrap();
        let one = hexagons.outline(|cell| cell == centre);
        assert_eq!((one.len(), one[0].len(), one[0][0].len()), (1, 1, 6));
        assert!(area(&one[0][0]) > 0.0, "counter-clockwise");
        let neighbours: Vec<CellIndex> = hexagons.cells[centre].grid_disk_safe(1).collect();
        let ring = hexagons.outline(|cell| cell != centre && neighbours.contains(&hexagons.cells[cell]));
        assert_eq!((ring.len(), ring[0].len()), (1, 2), "one polygon with one hole");
        assert_eq!((ring[0][0].len(), ring[0][1].len()), (18, 6));
        let wide = hexagons.outline(|_| true);
        let islands = hexagons.outline(|cell| cell == 0 || cell == hexagons.len() - 1);
        assert_eq!((wide.len(), islands.len()), (1, 2));
    }
}
