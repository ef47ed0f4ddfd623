//! The flat geometry used for walking: good to a few parts in a thousand over a city.

/// Metres of one degree of latitude on a sphere of 6,371 km, as workload W1 has it.
pub const METRES_PER_DEGREE: f64 = 111_195.0;

/// A flat map around one latitude (equirectangular projection).
#[derive(Debug, Clone, Copy)]
pub struct Plane {
    cos_lat: f64,
}

impl Plane {
    /// A plane true to scale at a latitude in degrees.
    pub fn at(lat: f64) -> Self {
        Self { cos_lat: lat.to_radians().cos() }
    }

    /// A plane true at the mean latitude of some places (degrees); at the equator if there are none.
    pub fn at_mean(lats: impl Iterator<Item = f64>) -> Self {
        let (sum, count) =
            lats.filter(|lat| lat.is_finite()).fold((0.0, 0_u32), |(sum, count), lat| (sum + lat, count + 1));
        Self::at(if count == 0 { 0.0 } else { sum / f64::from(count) })
    }

    /// Straight-line metres between two (latitude, longitude) pairs in degrees.
    pub fn distance_m(&self, from: (f64, f64), to: (f64, f64)) -> f64 {
        let north = (to.0 - from.0) * METRES_PER_DEGREE;
        let east = (to.1 - from.1) * METRES_PER_DEGREE * self.cos_lat;
        (north * north + east * east).sqrt()
    }

    /// Degrees of latitude and of longitude that span so many metres.
    pub fn degrees(&self, metres: f64) -> (f64, f64) {
        let lat = metres / METRES_PER_DEGREE;
        (lat, lat / self.cos_lat.abs().max(1e-6))
    }
}

/// Places in square buckets, to find those near a point without asking all.
#[derive(Debug)]
pub struct Nearby {
    plane: Plane,
    cell: (f64, f64),
    buckets: std::collections::HashMap<(i64, i64), Vec<u32>>,
    places: Vec<(f64, f64)>,
}

impl Nearby {
    /// Sorts places (latitude, longitude in degrees) into buckets of `radius_m`. Places without a finite
    /// coordinate are never found.
    pub fn new(plane: Plane, places: Vec<(f64, f64)>, radius_m: f64) -> Self {
        let (lat, lon) = plane.degrees(radius_m.max(1.0));
        let mut nearby =
            Self { plane, cell: (lat * 1.000_001, lon * 1.000_001), buckets: Default::default(), places };
        for at in 0..nearby.places.len() {
            let place = nearby.places[at];
            if place.0.is_finite() && place.1.is_finite() {
                nearby.buckets.entry(nearby.bucket(place)).or_default().push(at as u32);
            }
        }
        nearby
    }

    fn bucket(&self, place: (f64, f64)) -> (i64, i64) {
        ((place.0 / self.cell.0).floor() as i64, (place.1 / self.cell.1).floor() as i64)
    }

    /// Positions and metres of the places within `radius_m` (at most the radius given to `new`), the bound
    /// included, in the order of their positions.
    pub fn within(&self, place: (f64, f64), radius_m: f64) -> Vec<(u32, f64)> {
        let mut found = Vec::new();
        if !place.0.is_finite() || !place.1.is_finite() {
            return found;
        }
        let (row, column) = self.bucket(place);
        for r in row - 1..=row + 1 {
            for c in column - 1..=column + 1 {
                for &at in self.buckets.get(&(r, c)).into_iter().flatten() {
                    let metres = self.plane.distance_m(place, self.places[at as usize]);
                    if metres <= radius_m {
                        found.push((at, metres));
                    }
                }
            }
        }
        found.sort_unstable_by_key(|(at, _)| *at);
        found
    }
}
