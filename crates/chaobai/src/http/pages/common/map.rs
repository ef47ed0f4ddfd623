//! The charter's map as SVG: an equirectangular projection, its width scaled by the cosine of the middle
//! latitude so that a small zone keeps its shape.

use super::{Frame, Names};
use crate::charter::model::Register;
use crate::domain::registers::Record;
use crate::http::views::{MapPoint, MapView, Shape};
use kernel::place;
use serde_json::Value;

/// Width of the drawing in its own units.
const WIDTH: f64 = 600.0;
/// Blank around the shapes.
const MARGIN: f64 = 14.0;
/// Room under the shapes for the scale bar.
const FOOT: f64 = 30.0;
/// Kilometres of one degree of latitude (mean of WGS 84).
const KM_PER_DEGREE: f64 = 111.2;
/// Lengths a scale bar may have, in kilometres.
const BARS: [f64; 10] = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];

type Point = (f64, f64);

/// From degrees to the units of the drawing.
struct Projection {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
}

impl Projection {
    /// Fits all points into the drawing; gives its height too.
    fn fit(points: impl Iterator<Item = Point>) -> Option<(Projection, f64)> {
        let (mut west, mut south, mut east, mut north) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for (x, y) in points {
            (west, east) = (west.min(x), east.max(x));
            (south, north) = (south.min(y), north.max(y));
        }
        if west >= east || south >= north {
            return None;
        }
        let narrower = ((south + north) / 2.0).to_radians().cos();
        let down = (WIDTH - 2.0 * MARGIN) / ((east - west) * narrower);
        let height = (north - south) * down + 2.0 * MARGIN + FOOT;
        Some((Projection { west, north, across: down * narrower, down }, height))
    }

    fn put(&self, (x, y): Point) -> Point {
        (MARGIN + (x - self.west) * self.across, MARGIN + (self.north - y) * self.down)
    }

    fn path(&self, line: &[Point], closed: bool) -> String {
        let mut d = String::new();
        for (number, point) in line.iter().enumerate() {
            let (x, y) = self.put(*point);
            d.push_str(&format!("{}{x:.1} {y:.1}", if number == 0 { 'M' } else { 'L' }));
        }
        if closed {
            d.push('Z');
        }
        d
    }
}

/// The map of the zone; none where the charter has no map or nothing can be drawn from it.
pub fn view(frame: &Frame) -> Option<MapView> {
    zone(frame).map(|(view, _)| view)
}

/// The map of the zone with records on it: points, lines and areas. What lies outside the zone is drawn where it is,
/// past the edge, and so not seen.
pub fn with_records(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    records: &[Record],
    href: impl Fn(&Record) -> String,
) -> Option<MapView> {
    let (mut view, projection) = zone(frame)?;
    let field = register.place.as_ref()?;
    for record in records {
        let Some(place) = record.body.get(field).filter(|place| place.is_object()).map(place::to_geojson)
        else {
            continue;
        };
        let (label, href) = (names.title(register, record), href(record));
        match lines(&place) {
            Some((lines, closed)) => {
                let d = lines.iter().map(|line| projection.path(line, closed)).collect();
                view.tracks.push((d, label, href));
            }
            None => {
                let Some((x, y)) = record.middle(register).map(|middle| projection.put(middle)) else {
                    continue;
                };
                view.points.push(MapPoint { x: format!("{x:.1}"), y: format!("{y:.1}"), label, href });
            }
        }
    }
    if !view.points.is_empty() || !view.tracks.is_empty() {
        view.points_name = frame.text(&register.name).to_owned();
    }
    Some(view)
}

fn zone(frame: &Frame) -> Option<(MapView, Projection)> {
    let charter = frame.charter();
    let map = charter.map.as_ref()?;
    let features: Vec<&Value> = map["features"].as_array()?.iter().collect();
    let drawn: Vec<(&Value, Vec<Vec<Point>>, bool)> = features
        .iter()
        .filter_map(|feature| lines(&feature["geometry"]).map(|(lines, closed)| (*feature, lines, closed)))
        .collect();
    let all = drawn.iter().flat_map(|(_, lines, _)| lines.iter().flatten().copied());
    let (projection, height) = Projection::fit(all)?;
    let mut view = MapView {
        view_box: format!("0 0 {WIDTH:.0} {height:.0}"),
        title: title(frame),
        legend: charter.zone.sides.iter().map(|side| frame.text(&side.name).to_owned()).collect(),
        caption: charter.zone.map.as_ref().map_or("", |map| frame.text(&map.caption)).to_owned(),
        ..MapView::default()
    };
    for (feature, lines, closed) in &drawn {
        if !closed {
            view.lines.extend(lines.iter().map(|line| projection.path(line, false)));
            view.lines_name = own_name(frame, feature);
            continue;
        }
        let code = feature["properties"]["code"].as_str().unwrap_or_default();
        let place = charter.zone.jurisdictions.iter().find(|place| place.code == code);
        let side = place.and_then(|place| charter.zone.sides.iter().position(|side| side.id == place.side));
        let largest = lines.iter().max_by(|a, b| area(a).abs().total_cmp(&area(b).abs()))?;
        let (x, y) = projection.put(centroid(largest));
        view.shapes.push(Shape {
            d: lines.iter().map(|line| projection.path(line, true)).collect(),
            label: place.map_or_else(|| own_name(frame, feature), |place| frame.text(&place.name).to_owned()),
            label_x: format!("{x:.1}"),
            label_y: format!("{y:.1}"),
            code: code.to_owned(),
            href: String::new(),
            side: side.unwrap_or(0),
        });
    }
    let km = projection.down / KM_PER_DEGREE;
    let bar = BARS.into_iter().rev().find(|length| length * km <= WIDTH / 4.0)?;
    view.scale_x = format!("{MARGIN:.0}");
    view.scale_y = format!("{:.0}", height - 8.0);
    view.scale_length = format!("{:.1}", bar * km);
    view.scale_label = format!("{bar} {}", frame.pick("公里", "km"));
    Some((view, projection))
}

fn title(frame: &Frame) -> String {
    let zone = &frame.charter().zone;
    let members: Vec<&str> =
        zone.jurisdictions.iter().filter(|place| place.member).map(|place| frame.text(&place.name)).collect();
    let before = frame.pick("示意图：", "Diagram: ");
    format!("{before}{}", members.join(frame.pick("、", ", ")))
}

fn own_name(frame: &Frame, feature: &Value) -> String {
    let property = |name: &str| feature["properties"][name].as_str().filter(|text| !text.is_empty());
    let english = property("name_en").filter(|_| frame.lang == kernel::Lang::En);
    english.or(property("name")).unwrap_or_default().to_owned()
}

/// The rings or lines of a geometry; whether they are closed.
fn lines(geometry: &Value) -> Option<(Vec<Vec<Point>>, bool)> {
    let coordinates = &geometry["coordinates"];
    let all = |value: &Value| value.as_array().map(|lines| lines.iter().filter_map(line).collect::<Vec<_>>());
    match geometry["type"].as_str()? {
        "Polygon" => Some((all(coordinates)?, true)),
        "MultiPolygon" => Some((coordinates.as_array()?.iter().filter_map(all).flatten().collect(), true)),
        "LineString" => Some((vec![line(coordinates)?], false)),
        "MultiLineString" => Some((all(coordinates)?, false)),
        _ => None,
    }
}

fn line(value: &Value) -> Option<Vec<Point>> {
    let point = |pair: &Value| Some((pair.get(0)?.as_f64()?, pair.get(1)?.as_f64()?));
    let points: Vec<Point> = value.as_array()?.iter().filter_map(point).collect();
    (points.len() > 1).then_some(points)
}

/// Twice the area of a ring, signed.
fn area(ring: &[Point]) -> f64 {
    ring.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum()
}

/// The middle of a ring by area; of its first point where it has none.
fn centroid(ring: &[Point]) -> Point {
    let twice = area(ring);
    if twice == 0.0 {
        return ring.first().copied().unwrap_or_default();
    }
    let sum = ring.windows(2).fold((0.0, 0.0), |(x, y), pair| {
        let cross = pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1;
        (x + (pair[0].0 + pair[1].0) * cross, y + (pair[0].1 + pair[1].1) * cross)
    });
    (sum.0 / (3.0 * twice), sum.1 / (3.0 * twice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_has_its_middle_in_the_middle_whichever_way_it_is_drawn() {
        let mut ring = vec![(10.0, 20.0), (12.0, 20.0), (12.0, 24.0), (10.0, 24.0), (10.0, 20.0)];
        for _ in 0..2 {
            let (x, y) = centroid(&ring);
            assert!((x - 11.0).abs() < 1e-9 && (y - 22.0).abs() < 1e-9, "{x} {y}");
            ring.reverse();
        }
    }

    #[test]
    fn at_sixty_degrees_north_a_degree_across_is_half_a_degree_down() {
        let corners = [(0.0, 59.0), (4.0, 61.0)];
        let (projection, height) = Projection::fit(corners.into_iter()).unwrap();
        assert!((projection.across / projection.down - 0.5).abs() < 1e-9);
        let (x, y) = projection.put((4.0, 61.0));
        assert!((x - (WIDTH - MARGIN)).abs() < 1e-9 && (y - MARGIN).abs() < 1e-9, "{x} {y}");
        let (x, y) = projection.put((0.0, 59.0));
        assert!((x - MARGIN).abs() < 1e-9 && (y - (height - MARGIN - FOOT)).abs() < 1e-9, "{x} {y}");
    }

    #[test]
    fn a_map_without_extent_is_not_drawn() {
        assert!(Projection::fit([(1.0, 2.0)].into_iter()).is_none());
        assert!(Projection::fit(std::iter::empty()).is_none());
    }
}
