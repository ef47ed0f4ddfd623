//! Where something is: GeoJSON geometries in WGS 84 (RFC 7946), kept without floats.
//!
//! In the kept form every coordinate is text with at most seven decimals (about a centimetre), so that
//! the same place always has the same canonical bytes and can be hashed and signed. Two numbers per
//! position: a height is refused rather than dropped. Rings keep the direction they were given in.
//! Not checked: whether a polygon crosses itself, and whether coordinates come from a shifted system
//! such as GCJ-02, which no program can see.

mod lies;

pub use lies::{Lies, lies};

use crate::decimal::{Decimal, decimal_text, parse_decimal};
use rust_decimal::RoundingStrategy;
use serde_json::{Map, Number, Value, json};

/// Most positions a geometry may have.
pub const MAX_POSITIONS: usize = 10_000;

/// Most decimals a coordinate keeps.
pub const MAX_DECIMALS: u32 = 7;

/// Mean radius of the earth in metres (IUGG, R1 of WGS 84).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Why a value is not a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceProblem {
    /// Not an object with `type` and `coordinates`.
    #[error("not a GeoJSON geometry")]
    NotAGeometry,
    /// A feature, a collection or another type that is not kept.
    #[error("{0} is not one of Point, LineString, Polygon and their Multi forms")]
    Type(String),
    /// A member that changes what the coordinates mean, or that nobody would read (`crs` …).
    #[error("the member {0} cannot be kept")]
    Member(String),
    /// Lists nested otherwise than the type says, or an empty one.
    #[error("coordinates are not nested as the type says, at {0}")]
    Nesting(String),
    /// Not two plain numbers.
    #[error("not a position of longitude and latitude, at {0}")]
    Position(String),
    /// Longitude beyond ±180 or latitude beyond ±90.
    #[error("longitude {lon}, latitude {lat} is not on earth, at {at}")]
    OutOfRange {
        /// Where in the coordinates.
        at: String,
        /// Longitude as read.
        lon: String,
        /// Latitude as read.
        lat: String,
        /// True if the two would be right the other way round.
        swapped: bool,
    },
    /// Too few positions for a line (2) or a ring (4).
    #[error("a line needs two positions and a ring four, at {0}")]
    TooFew(String),
    /// The last position of a ring is not the first one.
    #[error("the ring is not closed, at {0}")]
    NotClosed(String),
    /// More than [`MAX_POSITIONS`] positions.
    #[error("more than {MAX_POSITIONS} positions")]
    TooMany,
}

impl PlaceProblem {
    /// Stable code for a [`crate::Problem`].
    pub fn code(&self) -> &'static str {
        match self {
            PlaceProblem::NotAGeometry => "not_a_geometry",
            PlaceProblem::Type(_) => "geometry_type",
            PlaceProblem::Member(_) => "geometry_member",
            PlaceProblem::Nesting(_) => "geometry_nesting",
            PlaceProblem::Position(_) => "geometry_position",
            PlaceProblem::OutOfRange { swapped: true, .. } => "geometry_swapped",
            PlaceProblem::OutOfRange { .. } => "geometry_out_of_range",
            PlaceProblem::TooFew(_) => "geometry_too_few",
            PlaceProblem::NotClosed(_) => "geometry_not_closed",
            PlaceProblem::TooMany => "geometry_too_large",
        }
    }
}

/// What the innermost lists of a type are.
#[derive(Clone, Copy)]
enum Shape {
    Position,
    Line,
    Ring,
    List(&'static Shape),
}

const POSITION: Shape = Shape::Position;
const LINE: Shape = Shape::Line;
const RINGS: Shape = Shape::List(&Shape::Ring);

fn shape(kind: &str) -> Option<Shape> {
    Some(match kind {
        "Point" => POSITION,
        "LineString" => LINE,
        "Polygon" => RINGS,
        "MultiPoint" => Shape::List(&POSITION),
        "MultiLineString" => Shape::List(&LINE),
        "MultiPolygon" => Shape::List(&RINGS),
        _ => return None,
    })
}

/// The kept form of a GeoJSON geometry: `type` and `coordinates`, every coordinate as text. A `bbox` is
/// dropped, being derived. A value already in the kept form comes out unchanged.
pub fn normalise(geometry: &Value) -> Result<Value, PlaceProblem> {
    let members = geometry.as_object().ok_or(PlaceProblem::NotAGeometry)?;
    let kind = members.get("type").and_then(Value::as_str).ok_or(PlaceProblem::NotAGeometry)?;
    let shape = shape(kind).ok_or_else(|| PlaceProblem::Type(kind.to_owned()))?;
    if let Some(other) = members.keys().find(|key| !matches!(key.as_str(), "type" | "coordinates" | "bbox")) {
        return Err(PlaceProblem::Member(other.clone()));
    }
    let coordinates = members.get("coordinates").ok_or(PlaceProblem::NotAGeometry)?;
    let mut reader = Reader { left: MAX_POSITIONS, path: Vec::new() };
    Ok(json!({ "type": kind, "coordinates": reader.read(coordinates, shape)? }))
}

/// Reads coordinates and knows where it is.
struct Reader {
    left: usize,
    path: Vec<usize>,
}

impl Reader {
    fn read(&mut self, value: &Value, shape: Shape) -> Result<Value, PlaceProblem> {
        match shape {
            Shape::Position => self.position(value),
            Shape::Line => self.list(value, POSITION, 2),
            Shape::Ring => {
                let ring = self.list(value, POSITION, 4)?;
                let closed = ring.as_array().is_some_and(|ring| ring.first() == ring.last());
                if closed { Ok(ring) } else { Err(PlaceProblem::NotClosed(self.at())) }
            }
            Shape::List(inner) => self.list(value, *inner, 1),
        }
    }

    fn list(&mut self, value: &Value, inner: Shape, least: usize) -> Result<Value, PlaceProblem> {
        let items = value.as_array().ok_or_else(|| PlaceProblem::Nesting(self.at()))?;
        if items.is_empty() {
            return Err(PlaceProblem::Nesting(self.at()));
        }
        let mut kept = Vec::with_capacity(items.len().min(MAX_POSITIONS));
        for (i, item) in items.iter().enumerate() {
            self.path.push(i);
            kept.push(self.read(item, inner)?);
            self.path.pop();
        }
        if kept.len() < least {
            return Err(PlaceProblem::TooFew(self.at()));
        }
        Ok(Value::Array(kept))
    }

    fn position(&mut self, value: &Value) -> Result<Value, PlaceProblem> {
        self.left = self.left.checked_sub(1).ok_or(PlaceProblem::TooMany)?;
        let wrong = || PlaceProblem::Position(self.at());
        let pair = value.as_array().filter(|pair| pair.len() == 2).ok_or_else(wrong)?;
        let lon = coordinate(&pair[0]).ok_or_else(wrong)?;
        let lat = coordinate(&pair[1]).ok_or_else(wrong)?;
        let (east_west, north_south) = (Decimal::from(180), Decimal::from(90));
        if lon.abs() > east_west || lat.abs() > north_south {
            let swapped = lat.abs() <= east_west && lon.abs() <= north_south;
            let (lon, lat) = (decimal_text(lon), decimal_text(lat));
            return Err(PlaceProblem::OutOfRange { at: self.at(), lon, lat, swapped });
        }
        Ok(json!([decimal_text(lon), decimal_text(lat)]))
    }

    fn at(&self) -> String {
        let path: Vec<String> = self.path.iter().map(|i| i.to_string()).collect();
        format!("/{}", path.join("/"))
    }
}

/// A coordinate from a JSON number or from kept text, rounded to [`MAX_DECIMALS`]. A float is taken by
/// its shortest decimal notation, which is what was typed.
fn coordinate(value: &Value) -> Option<Decimal> {
    let exact = match value {
        Value::String(text) => parse_decimal(text, MAX_DECIMALS).ok()?,
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Decimal::from(whole),
            None => {
                let float = number.as_f64().filter(|float| float.abs() < 1e9)?;
                // Twelve decimals are far below what is kept, and `{:.12}` has no exponent.
                let plain = if float.abs() < 1e-6 { format!("{float:.12}") } else { float.to_string() };
                plain.parse::<Decimal>().ok()?
            }
        },
        _ => return None,
    };
    let rounded = exact.round_dp_with_strategy(MAX_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    Some(if rounded.is_zero() { Decimal::ZERO } else { rounded })
}

/// A kept geometry as GeoJSON with numbers, for maps and the API. Members other than `coordinates` pass
/// through; what is not a coordinate text stays as it is.
pub fn to_geojson(kept: &Value) -> Value {
    let Some(members) = kept.as_object() else {
        return kept.clone();
    };
    let numbers = |(key, value): (&String, &Value)| {
        let value = if key == "coordinates" { with_numbers(value) } else { value.clone() };
        (key.clone(), value)
    };
    Value::Object(members.iter().map(numbers).collect::<Map<_, _>>())
}

fn with_numbers(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(with_numbers).collect(),
        Value::String(text) => number(text).map_or_else(|| value.clone(), Value::Number),
        _ => value.clone(),
    }
}

fn number(text: &str) -> Option<Number> {
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => Number::from_f64(text.parse().ok()?),
    }
}

/// A bounding box in degrees. For searching and drawing, never hashed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Smallest longitude.
    pub west: f64,
    /// Smallest latitude.
    pub south: f64,
    /// Largest longitude.
    pub east: f64,
    /// Largest latitude.
    pub north: f64,
}

impl Bounds {
    /// The box around a geometry in kept form or with numbers; `None` if it has no position. Boxes
    /// across the 180th meridian are not split.
    pub fn of(geometry: &Value) -> Option<Bounds> {
        let mut bounds = None;
        grow(geometry.get("coordinates")?, &mut bounds);
        bounds
    }

    /// Whether the two boxes share a point.
    pub fn meets(&self, other: &Bounds) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }
}

fn grow(value: &Value, bounds: &mut Option<Bounds>) {
    let Some(items) = value.as_array() else {
        return;
    };
    if let [lon, lat] = items.as_slice()
        && let (Some(lon), Some(lat)) = (degrees(lon), degrees(lat))
    {
        let b = bounds.get_or_insert(Bounds { west: lon, south: lat, east: lon, north: lat });
        *b = Bounds {
            west: b.west.min(lon),
            south: b.south.min(lat),
            east: b.east.max(lon),
            north: b.north.max(lat),
        };
        return;
    }
    for item in items {
        grow(item, bounds);
    }
}

fn degrees(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.parse().ok(),
        _ => value.as_f64(),
    }
}

/// The distance in metres between two positions (longitude, latitude in degrees) on a sphere of the mean
/// radius; within half a percent of the distance on the ellipsoid.
pub fn haversine_m(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.1.to_radians(), b.1.to_radians());
    let (d_lat, d_lon) = (lat_b - lat_a, (b.0 - a.0).to_radians());
    let h = (d_lat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (d_lon / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests;
