//! GeoJSON (RFC 7946): longitude first, WGS-84, outer rings counter-clockwise.

use serde_json::{Map, Value, json};

/// A ring or line of (latitude, longitude) in degrees as GeoJSON positions, seven decimals (a centimetre).
fn positions(places: &[(f64, f64)]) -> Value {
    places.iter().map(|place| position(*place)).collect()
}

fn position((lat, lon): (f64, f64)) -> Value {
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    json!([rounded(lon), rounded(lat)])
}

fn feature(geometry: Value, properties: Map<String, Value>) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A place (latitude, longitude in degrees, both finite) as a point.
pub fn point(place: (f64, f64), properties: Map<String, Value>) -> Value {
    feature(json!({ "type": "Point", "coordinates": position(place) }), properties)
}

/// A polygon of rings of (latitude, longitude) in degrees, the outer one first. Rings are closed here.
pub fn polygon(rings: &[Vec<(f64, f64)>], properties: Map<String, Value>) -> Value {
    feature(json!({ "type": "Polygon", "coordinates": closed(rings) }), properties)
}

/// Several polygons as one, each of rings as in [`polygon`].
pub fn multi_polygon(polygons: &[Vec<Vec<(f64, f64)>>], properties: Map<String, Value>) -> Value {
    let all: Vec<Value> = polygons.iter().map(|rings| closed(rings)).collect();
    feature(json!({ "type": "MultiPolygon", "coordinates": all }), properties)
}

/// A line through (latitude, longitude) in degrees.
pub fn line(places: &[(f64, f64)], properties: Map<String, Value>) -> Value {
    feature(json!({ "type": "LineString", "coordinates": positions(places) }), properties)
}

/// A collection of features.
pub fn collection(features: Vec<Value>) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

fn closed(rings: &[Vec<(f64, f64)>]) -> Value {
    rings
        .iter()
        .map(|ring| {
            let mut ring = ring.clone();
            ring.extend(ring.first().copied());
            positions(&ring)
        })
        .collect()
}
