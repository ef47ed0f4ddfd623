//! Places as people write them in cells: WKT or GeoJSON text, into the form a field keeps.

use kernel::place::{PlaceProblem, normalise};
use serde_json::{Value, json};

const KINDS: [(&str, &str); 6] = [
    ("POINT", "Point"),
    ("MULTIPOINT", "MultiPoint"),
    ("LINESTRING", "LineString"),
    ("MULTILINESTRING", "MultiLineString"),
    ("POLYGON", "Polygon"),
    ("MULTIPOLYGON", "MultiPolygon"),
];

/// Deepest nesting of brackets that any geometry has.
const DEPTH: usize = 4;

/// Reads `POINT(116.75 39.9)` and the like, or GeoJSON.
pub(crate) fn place(text: &str) -> Result<Value, PlaceProblem> {
    let geometry = if text.starts_with('{') { serde_json::from_str(text).ok() } else { wkt(text) };
    normalise(&geometry.ok_or(PlaceProblem::NotAGeometry)?)
}

fn wkt(text: &str) -> Option<Value> {
    let open = text.find('(')?;
    let name = text[..open].trim();
    let (_, kind) = KINDS.iter().find(|k| k.0.eq_ignore_ascii_case(name))?;
    let mut rest = &text[open..];
    let mut coordinates = group(&mut rest, DEPTH)?;
    if !rest.trim().is_empty() {
        return None;
    }
    let items = coordinates.as_array_mut()?;
    match *kind {
        "Point" if items.len() == 1 => coordinates = items.remove(0),
        "Point" => return None,
        // `((1 2), (3 4))` and `(1 2, 3 4)` mean the same.
        "MultiPoint" => {
            for item in items.iter_mut().filter(|item| item[0].is_array()) {
                *item = item[0].take();
            }
        }
        _ => {}
    }
    Some(json!({ "type": kind, "coordinates": coordinates }))
}

/// `( item, item … )` where an item is a group or `x y`.
fn group(rest: &mut &str, depth: usize) -> Option<Value> {
    *rest = rest.trim_start().strip_prefix('(')?;
    let mut items = Vec::new();
    loop {
        *rest = rest.trim_start();
        if rest.starts_with('(') {
            items.push(group(rest, depth.checked_sub(1)?)?);
        } else {
            let end = rest.find([',', ')'])?;
            items.push(rest[..end].split_whitespace().map(Value::from).collect());
            *rest = &rest[end..];
        }
        *rest = rest.trim_start();
        match rest.strip_prefix(',') {
            Some(after) => *rest = after,
            None => {
                *rest = rest.strip_prefix(')')?;
                return Some(Value::Array(items));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wkt_and_geojson_come_to_the_same_kept_form() {
        for (wkt, geojson) in [
            ("POINT(116.75 39.9)", r#"{"type":"Point","coordinates":[116.75,39.9]}"#),
            ("point ( 116.75   39.9 )", r#"{"type":"Point","coordinates":["116.75","39.9"]}"#),
            ("LINESTRING(1 2, 3 4)", r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#),
            ("MULTIPOINT((1 2), (3 4))", r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
            ("MULTIPOINT(1 2, 3 4)", r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#),
            (
                "POLYGON((0 0, 1 0, 1 1, 0 0))",
                r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#,
            ),
            (
                "MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))",
                r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}"#,
            ),
        ] {
            assert_eq!(place(wkt), place(geojson), "{wkt}");
            assert!(place(wkt).is_ok(), "{wkt}");
        }
    }

    #[test]
    fn what_is_not_a_place_is_refused() {
        for text in [
            "POINT(116.75)",
            "POINT(1 2, 3 4)",
            "POINT(1 2",
            "POINT(1 2) x",
            "CIRCLE(1 2)",
            "POINT Z(1 2 3)",
            "POLYGON((0 0, 1 0, 1 1))",
            "{\"type\":\"Feature\"}",
            "((((((((((1 2))))))))))",
            "",
        ] {
            assert!(place(text).is_err(), "{text}");
        }
    }
}
