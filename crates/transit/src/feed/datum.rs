//! Coordinates as Chinese map services give them, put back to WGS-84.
//!
//! GCJ-02 is the state's obfuscated datum (Amap, Tencent), BD-09 is Baidu's on top of it. Left alone they move a
//! stop by about 500 m, a whole walking radius. The forward formulas are the widely published ones (no law or
//! standard prints them); the way back is found by iteration and is good to a few centimetres.

use std::f64::consts::PI;

use super::model::Feed;
use super::report::Level;

/// In which datum a feed's coordinates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Datum {
    /// As GTFS demands.
    #[default]
    Wgs84,
    /// 国测局坐标.
    Gcj02,
    /// 百度坐标.
    Bd09,
}

impl Datum {
    /// Latitude and longitude in degrees, put to WGS-84.
    pub fn to_wgs84(self, lat: f64, lon: f64) -> (f64, f64) {
        match self {
            Self::Wgs84 => (lat, lon),
            Self::Gcj02 => undo(lat, lon, gcj02_from_wgs84),
            Self::Bd09 => undo(lat, lon, |lat, lon| {
                let (lat, lon) = gcj02_from_wgs84(lat, lon);
                bd09_from_gcj02(lat, lon)
            }),
        }
    }

    /// Latitude and longitude in WGS-84 degrees, put to this datum.
    pub fn from_wgs84(self, lat: f64, lon: f64) -> (f64, f64) {
        match self {
            Self::Wgs84 => (lat, lon),
            Self::Gcj02 => gcj02_from_wgs84(lat, lon),
            Self::Bd09 => {
                let (lat, lon) = gcj02_from_wgs84(lat, lon);
                bd09_from_gcj02(lat, lon)
            }
        }
    }
}

/// Fixed-point iteration: the shift changes by less than one part in a hundred over its own length.
fn undo(lat: f64, lon: f64, forward: impl Fn(f64, f64) -> (f64, f64)) -> (f64, f64) {
    if !lat.is_finite() || !lon.is_finite() {
        return (lat, lon);
    }
    let (mut a, mut b) = (lat, lon);
    for _ in 0..8 {
        let (x, y) = forward(a, b);
        a += lat - x;
        b += lon - y;
    }
    (a, b)
}

/// Whether the obfuscation applies: the rectangle its formula is published with.
fn in_china(lat: f64, lon: f64) -> bool {
    (0.8293..=55.8271).contains(&lat) && (72.004..=137.8347).contains(&lon)
}

fn gcj02_from_wgs84(lat: f64, lon: f64) -> (f64, f64) {
    // Krasovsky 1940: semi-major axis and squared eccentricity.
    const A: f64 = 6_378_245.0;
    const EE: f64 = 0.006_693_421_622_965_943;
    if !in_china(lat, lon) {
        return (lat, lon);
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let waves = |v: f64| 20.0 * (6.0 * v * PI).sin() + 20.0 * (2.0 * v * PI).sin();
    let common = waves(x);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + (common
            + 20.0 * (y * PI).sin()
            + 40.0 * (y / 3.0 * PI).sin()
            + 160.0 * (y / 12.0 * PI).sin()
            + 320.0 * (y * PI / 30.0).sin())
            * 2.0
            / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + (common
            + 20.0 * (x * PI).sin()
            + 40.0 * (x / 3.0 * PI).sin()
            + 150.0 * (x / 12.0 * PI).sin()
            + 300.0 * (x / 30.0 * PI).sin())
            * 2.0
            / 3.0;
    let radians = lat.to_radians();
    let magic = 1.0 - EE * radians.sin().powi(2);
    let d_lat = north * 180.0 / (A * (1.0 - EE) / (magic * magic.sqrt()) * PI);
    let d_lon = east * 180.0 / (A / magic.sqrt() * radians.cos() * PI);
    (lat + d_lat, lon + d_lon)
}

fn bd09_from_gcj02(lat: f64, lon: f64) -> (f64, f64) {
    const X: f64 = PI * 3000.0 / 180.0;
    let z = lon.hypot(lat) + 0.000_02 * (lat * X).sin();
    let theta = lat.atan2(lon) + 0.000_003 * (lon * X).cos();
    (z * theta.sin() + 0.006, z * theta.cos() + 0.0065)
}

/// Puts every coordinate of a feed to WGS-84, in place.
pub fn convert(feed: &mut Feed, datum: Datum) {
    if datum == Datum::Wgs84 {
        return;
    }
    for stop in &mut feed.stops {
        (stop.lat, stop.lon) = datum.to_wgs84(stop.lat, stop.lon);
    }
}

/// Compares a feed with places whose WGS-84 position is known (name, latitude, longitude). Where at least three
/// are found by name and nearly all lie closer after undoing a datum, the feed looks shifted: a warning is noted
/// and the datum returned. Without such places a shift cannot be seen, and nothing is claimed.
pub fn suspect(feed: &mut Feed, known: &[(&str, f64, f64)]) -> Option<Datum> {
    let mut pairs = Vec::new();
    for (name, lat, lon) in known {
        for stop in feed.stops.iter().filter(|stop| stop.name == *name && stop.lat.is_finite()) {
            pairs.push((stop.lat, stop.lon, *lat, *lon));
        }
    }
    if pairs.len() < 3 {
        return None;
    }
    let median = |datum: Datum| -> f64 {
        let mut all: Vec<f64> = pairs
            .iter()
            .map(|(lat, lon, known_lat, known_lon)| {
                let (lat, lon) = datum.to_wgs84(*lat, *lon);
                let east = (lon - known_lon) * known_lat.to_radians().cos();
                (lat - known_lat).hypot(east) * crate::geo::METRES_PER_DEGREE
            })
            .collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let here = median(Datum::Wgs84);
    let found = [Datum::Gcj02, Datum::Bd09].into_iter().min_by(|a, b| median(*a).total_cmp(&median(*b)))?;
    if here > 200.0 && median(found) < here / 3.0 {
        let words = format!(
            "coordinates look shifted: {} known places lie {here:.0} m away as they are and {:.0} m as {found:?}; read the feed with that datum",
            pairs.len(),
            median(found)
        );
        feed.report.note("stops.txt", 0, Level::Warning, words);
        return Some(found);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Stop;

    #[test]
    fn there_and_back_is_the_same_place() {
        for datum in [Datum::Gcj02, Datum::Bd09] {
            for (lat, lon) in [(39.9016, 116.7416), (31.2304, 121.4737), (22.5431, 114.0579), (43.8, 87.6)] {
                let (a, b) = datum.from_wgs84(lat, lon);
                let moved_m = (a - lat).hypot((b - lon) * lat.to_radians().cos()) * 111_195.0;
                assert!((100.0..2_000.0).contains(&moved_m), "{datum:?} moves by {moved_m} m");
                let (c, d) = datum.to_wgs84(a, b);
                assert!((c - lat).abs() < 1e-7 && (d - lon).abs() < 1e-7, "{datum:?} {c} {d}");
            }
        }
        assert_eq!(Datum::Gcj02.from_wgs84(48.85, 2.35), (48.85, 2.35), "only China is obfuscated");
    }

    #[test]
    fn a_published_pair_is_reproduced() {
        // Tiananmen as commonly quoted: WGS-84 39.90734, 116.39089 is about GCJ-02 39.90874, 116.39713.
        let (lat, lon) = Datum::Gcj02.from_wgs84(39.907_34, 116.390_89);
        assert!((lat - 39.908_74).abs() < 2e-4 && (lon - 116.397_13).abs() < 2e-4, "{lat} {lon}");
    }

    #[test]
    fn shifted_feeds_are_noticed_and_true_ones_left_alone() {
        let known = [("a", 39.90, 116.70), ("b", 39.95, 116.80), ("c", 39.85, 116.90)];
        for (datum, expected) in
            [(Datum::Wgs84, None), (Datum::Gcj02, Some(Datum::Gcj02)), (Datum::Bd09, Some(Datum::Bd09))]
        {
            let stops = known
                .iter()
                .map(|(name, lat, lon)| {
                    let (lat, lon) = datum.from_wgs84(*lat, *lon);
                    Stop { id: (*name).to_owned(), name: (*name).to_owned(), lat, lon, ..Stop::default() }
                })
                .collect();
            let mut feed = Feed { stops, ..Feed::default() };
            assert_eq!(suspect(&mut feed, &known), expected);
            assert_eq!(feed.report.problems.len(), usize::from(expected.is_some()));
            convert(&mut feed, expected.unwrap_or_default());
            assert_eq!(suspect(&mut feed, &known), None, "after conversion there is nothing to notice");
        }
    }
}
