//! Where a place lies in relation to an area, exactly: coordinates are whole ten-millionths of a degree, so that
//! no rounding decides about a border.
//!
//! The border belongs to the area. A point on it lies within. A line or a surface that touches or crosses the
//! border lies across it, even where it only runs along it: whoever needs "within" or "outside" for certain gets
//! neither.

use crate::decimal::{Decimal, parse_decimal};
use serde_json::Value;

/// Where a place lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// All of it within the area.
    Within,
    /// On both sides of the border, or a line or surface that touches it.
    Across,
    /// None of it within the area, and nothing on its border.
    Outside,
}

/// A position in ten-millionths of a degree.
type Spot = (i128, i128);

/// A polygon: its rings, the outer one first. Which ring is which does not matter to the count of crossings.
type Surface = Vec<Vec<Spot>>;

/// Where a place lies in relation to an area; both in kept form. `None`: the area is no polygon, or one of the two
/// is not in kept form.
pub fn lies(place: &Value, area: &Value) -> Option<Lies> {
    let surfaces = surfaces(area)?;
    let parts = parts(place)?;
    let mut met: Option<Lies> = None;
    for part in &parts {
        let one = lies_one(part, &surfaces);
        met = Some(match met {
            None => one,
            Some(before) if before == one => one,
            Some(_) => Lies::Across,
        });
    }
    met
}

/// A part of a place.
enum Part {
    Point(Spot),
    Line(Vec<Spot>),
    Surface(Surface),
}

fn lies_one(part: &Part, area: &[Surface]) -> Lies {
    let holds = |spot: &Spot| area.iter().any(|surface| where_in(*spot, surface) != Lies::Outside);
    let chains: Vec<&[Spot]> = match part {
        Part::Point(spot) => return if holds(spot) { Lies::Within } else { Lies::Outside },
        Part::Line(line) => vec![line],
        Part::Surface(rings) => rings.iter().map(Vec::as_slice).collect(),
    };
    let border: Vec<(Spot, Spot)> = area.iter().flatten().flat_map(|ring| segments(ring)).collect();
    let meets = chains
        .iter()
        .flat_map(|chain| segments(chain))
        .any(|(a, b)| border.iter().any(|(c, d)| share_a_point(a, b, *c, *d)));
    // Nothing touches the border: all of the place's lines are on one side, unless it surrounds part of the area.
    let surrounds = match part {
        Part::Surface(rings) => border.iter().any(|(corner, _)| where_in(*corner, rings) != Lies::Outside),
        _ => false,
    };
    if meets || surrounds {
        return Lies::Across;
    }
    match chains.first().and_then(|chain| chain.first()) {
        Some(spot) if holds(spot) => Lies::Within,
        _ => Lies::Outside,
    }
}

fn segments(chain: &[Spot]) -> impl Iterator<Item = (Spot, Spot)> + '_ {
    chain.windows(2).map(|pair| (pair[0], pair[1]))
}

/// Within, outside, or (as `Across`) on the border.
fn where_in(spot: Spot, rings: &Surface) -> Lies {
    let mut inside = false;
    for (a, b) in rings.iter().flat_map(|ring| segments(ring)) {
        let turn = turn(a, b, spot);
        if turn == 0 && is_between(a, b, spot) {
            return Lies::Across;
        }
        // A ray to the east: an edge counts from its lower end, without its upper one.
        let (up, down) = (a.1 <= spot.1 && b.1 > spot.1, b.1 <= spot.1 && a.1 > spot.1);
        if (up && turn > 0) || (down && turn < 0) {
            inside = !inside;
        }
    }
    if inside { Lies::Within } else { Lies::Outside }
}

/// Positive where `c` lies to the left of the way from `a` to `b`, zero on it.
fn turn(a: Spot, b: Spot, c: Spot) -> i128 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// Whether a point of the line through `a` and `b` lies between them.
fn is_between(a: Spot, b: Spot, c: Spot) -> bool {
    c.0 >= a.0.min(b.0) && c.0 <= a.0.max(b.0) && c.1 >= a.1.min(b.1) && c.1 <= a.1.max(b.1)
}

fn share_a_point(a: Spot, b: Spot, c: Spot, d: Spot) -> bool {
    let sides = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)].map(i128::signum);
    let crosses = sides[0] != sides[1] && sides[2] != sides[3];
    let on = |side: i128, from: Spot, to: Spot, spot: Spot| side == 0 && is_between(from, to, spot);
    (crosses && sides.iter().all(|side| *side != 0))
        || on(sides[0], a, b, c)
        || on(sides[1], a, b, d)
        || on(sides[2], c, d, a)
        || on(sides[3], c, d, b)
}

fn surfaces(area: &Value) -> Option<Vec<Surface>> {
    let coordinates = area.get("coordinates")?;
    match area.get("type")?.as_str()? {
        "Polygon" => Some(vec![surface(coordinates)?]),
        "MultiPolygon" => coordinates.as_array()?.iter().map(surface).collect(),
        _ => None,
    }
}

fn parts(place: &Value) -> Option<Vec<Part>> {
    let coordinates = place.get("coordinates")?;
    let each = |of: fn(&Value) -> Option<Part>| coordinates.as_array()?.iter().map(of).collect();
    let point = |value: &Value| spot(value).map(Part::Point);
    let line = |value: &Value| chain(value).map(Part::Line);
    let polygon = |value: &Value| surface(value).map(Part::Surface);
    match place.get("type")?.as_str()? {
        "Point" => Some(vec![point(coordinates)?]),
        "MultiPoint" => each(point),
        "LineString" => Some(vec![line(coordinates)?]),
        "MultiLineString" => each(line),
        "Polygon" => Some(vec![polygon(coordinates)?]),
        "MultiPolygon" => each(polygon),
        _ => None,
    }
}

fn surface(value: &Value) -> Option<Surface> {
    value.as_array()?.iter().map(chain).collect()
}

fn chain(value: &Value) -> Option<Vec<Spot>> {
    value.as_array()?.iter().map(spot).collect()
}

fn spot(value: &Value) -> Option<Spot> {
    match value.as_array()?.as_slice() {
        [lon, lat] => Some((whole(lon)?, whole(lat)?)),
        _ => None,
    }
}

fn whole(value: &Value) -> Option<i128> {
    let decimal = parse_decimal(value.as_str()?, super::MAX_DECIMALS).ok()?;
    let scaled = decimal.checked_mul(Decimal::from(10_000_000))?;
    scaled.normalize().to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::normalise;
    use serde_json::json;

    fn kept(geometry: &Value) -> Value {
        normalise(geometry).expect("a geometry")
    }

    fn square() -> Value {
        kept(&json!({ "type": "Polygon", "coordinates": [
            [[116.5, 39.5], [117.5, 39.5], [117.5, 40.5], [116.5, 40.5], [116.5, 39.5]],
            [[116.9, 39.9], [117.1, 39.9], [117.1, 40.1], [116.9, 40.1], [116.9, 39.9]],
        ] }))
    }

    #[test]
    fn a_point_on_the_border_lies_within_and_one_step_beside_it_does_not() {
        let table = [
            ("116.6", "39.6", Lies::Within),
            ("116.5", "39.5", Lies::Within),
            ("116.5", "40", Lies::Within),
            ("116.4999999", "40", Lies::Outside),
            ("117.5", "40.5", Lies::Within),
            ("117.5000001", "40.5", Lies::Outside),
            ("117", "40.5", Lies::Within),
            ("117", "40.5000001", Lies::Outside),
            // In the hole, on its border, beside it.
            ("117", "40", Lies::Outside),
            ("116.9", "40", Lies::Within),
            ("116.9000001", "40", Lies::Outside),
            ("116.8999999", "40", Lies::Within),
            ("0", "0", Lies::Outside),
            // On the line through a side, beyond its end; at the height of corners.
            ("118", "39.5", Lies::Outside),
            ("116", "39.5", Lies::Outside),
            ("116", "39.9", Lies::Outside),
        ];
        for (lon, lat, expected) in table {
            let point = json!({ "type": "Point", "coordinates": [lon, lat] });
            assert_eq!(lies(&point, &square()), Some(expected), "{lon} {lat}");
        }
    }

    #[test]
    fn lines_and_surfaces_that_touch_the_border_lie_across_it() {
        let line = |points: Value| kept(&json!({ "type": "LineString", "coordinates": points }));
        let table = [
            (json!([[116.6, 39.6], [116.7, 39.7]]), Lies::Within),
            (json!([[116.6, 39.6], [118.0, 39.7]]), Lies::Across),
            (json!([[116.0, 39.0], [116.1, 39.1]]), Lies::Outside),
            // Along a side, and touching it with an end.
            (json!([[116.5, 39.6], [116.5, 39.7]]), Lies::Across),
            (json!([[116.5, 39.6], [116.0, 39.7]]), Lies::Across),
            // Straight through, with both ends outside; through the hole, with both ends within.
            (json!([[116.0, 40.0], [118.0, 40.0]]), Lies::Across),
            (json!([[116.8, 40.0], [117.2, 40.0]]), Lies::Across),
            (json!([[116.95, 40.0], [117.05, 40.0]]), Lies::Outside),
            // Past a corner on the line through a side.
            (json!([[115.0, 39.5], [116.0, 39.5]]), Lies::Outside),
        ];
        for (points, expected) in table {
            assert_eq!(lies(&line(points.clone()), &square()), Some(expected), "{points}");
        }
        let box_of = |west: f64, south: f64, east: f64, north: f64| {
            kept(&json!({ "type": "Polygon", "coordinates": [[
                [west, south], [east, south], [east, north], [west, north], [west, south]]] }))
        };
        assert_eq!(lies(&box_of(116.6, 39.6, 116.7, 39.7), &square()), Some(Lies::Within));
        assert_eq!(lies(&box_of(116.0, 39.0, 118.0, 41.0), &square()), Some(Lies::Across), "all around it");
        assert_eq!(lies(&box_of(116.8, 39.8, 117.2, 40.2), &square()), Some(Lies::Across), "around the hole");
        assert_eq!(
            lies(&box_of(116.95, 39.95, 117.05, 40.05), &square()),
            Some(Lies::Outside),
            "in the hole"
        );
        assert_eq!(lies(&box_of(115.0, 39.0, 115.5, 39.4), &square()), Some(Lies::Outside));
    }

    #[test]
    fn several_parts_must_agree_and_what_is_no_area_gives_no_answer() {
        let points = |all: Value| kept(&json!({ "type": "MultiPoint", "coordinates": all }));
        assert_eq!(lies(&points(json!([[116.6, 39.6], [116.7, 39.6]])), &square()), Some(Lies::Within));
        assert_eq!(lies(&points(json!([[116.6, 39.6], [110.0, 39.6]])), &square()), Some(Lies::Across));
        let two = kept(&json!({ "type": "MultiPolygon", "coordinates": [
            [[[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]],
            [[[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]],
        ] }));
        assert_eq!(lies(&points(json!([[1.5, 1.5], [6, 6]])), &two), Some(Lies::Within));
        assert_eq!(lies(&points(json!([[3, 3]])), &two), Some(Lies::Outside));
        let point = json!({ "type": "Point", "coordinates": ["1", "1"] });
        assert_eq!(lies(&point, &point), None);
        assert_eq!(lies(&json!({ "type": "Point", "coordinates": [1, 1] }), &two), None, "not the kept form");
    }
}
