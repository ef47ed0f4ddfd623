use super::*;
use crate::canonical;
use proptest::prelude::*;

fn problem(geometry: Value) -> PlaceProblem {
    normalise(&geometry).unwrap_err()
}

#[test]
fn every_geometry_is_kept_with_coordinates_as_text() {
    let ring = json!([[0, 0], [1, 0], [1, 1.50], [0, 0]]);
    let kept_ring = json!([["0", "0"], ["1", "0"], ["1", "1.5"], ["0", "0"]]);
    let line = json!([[116.65, 39.9], [116.7, -39.123456749]]);
    let kept_line = json!([["116.65", "39.9"], ["116.7", "-39.1234567"]]);
    for (kind, coordinates, kept) in [
        ("Point", json!([116.6512345, 39.9]), json!(["116.6512345", "39.9"])),
        ("Point", json!([-0.0, -0.00000001]), json!(["0", "0"])),
        ("Point", json!([180, -90.0]), json!(["180", "-90"])),
        ("Point", json!([1e2, 1e-7]), json!(["100", "0.0000001"])),
        ("MultiPoint", json!([[1, 2], [1, 2]]), json!([["1", "2"], ["1", "2"]])),
        ("LineString", line.clone(), kept_line.clone()),
        ("MultiLineString", json!([line, line]), json!([kept_line, kept_line])),
        ("Polygon", json!([ring]), json!([kept_ring])),
        ("MultiPolygon", json!([[ring, ring], [ring]]), json!([[kept_ring, kept_ring], [kept_ring]])),
    ] {
        let expected = json!({"type": kind, "coordinates": kept});
        let given = json!({"type": kind, "coordinates": coordinates, "bbox": [0, 0, 1, 1]});
        assert_eq!(normalise(&given), Ok(expected.clone()));
        assert_eq!(normalise(&expected), Ok(expected.clone()), "the kept form stays");
        assert!(canonical::bytes(&expected).is_ok(), "and has canonical bytes");
        assert_eq!(normalise(&to_geojson(&expected)), Ok(expected), "there and back");
    }
    let kept = json!({"type": "Point", "coordinates": ["116.65", "40"]});
    assert_eq!(to_geojson(&kept), json!({"type": "Point", "coordinates": [116.65, 40]}));
    assert_eq!(to_geojson(&Value::Null), Value::Null);
}

#[test]
fn what_is_not_a_place_is_named_with_its_position() {
    let geometry =
        |kind: &str, coordinates: Value| problem(json!({"type": kind, "coordinates": coordinates}));
    let point = |coordinates: Value| geometry("Point", coordinates);
    let at = |text: &str| text.to_owned();

    assert_eq!(problem(json!(null)), PlaceProblem::NotAGeometry);
    assert_eq!(problem(json!({"type": "Point"})), PlaceProblem::NotAGeometry);
    assert_eq!(problem(json!({"coordinates": [1, 2]})), PlaceProblem::NotAGeometry);
    for kind in ["Feature", "GeometryCollection", "point", ""] {
        assert_eq!(geometry(kind, json!([1, 2])), PlaceProblem::Type(kind.into()));
    }
    let crs = json!({"type": "Point", "coordinates": [1, 2], "crs": {"type": "name"}});
    assert_eq!(problem(crs), PlaceProblem::Member("crs".into()));

    for position in [
        json!([]),
        json!([1]),
        json!([1, 2, 3]),
        json!([1, null]),
        json!(["1", "2.12345678"]),
        json!(["1", "+2"]),
        json!([1, [2]]),
        json!(5),
        json!([1e300, 1.5]),
        json!([u64::MAX, 1.5]),
    ] {
        assert_eq!(point(position.clone()), PlaceProblem::Position(at("/")), "{position}");
    }
    assert_eq!(geometry("LineString", json!([[0, 0], [0]])), PlaceProblem::Position(at("/1")));
    assert_eq!(geometry("LineString", json!("x")), PlaceProblem::Nesting(at("/")));
    assert_eq!(geometry("Polygon", json!([[]])), PlaceProblem::Nesting(at("/0")));
    assert_eq!(geometry("MultiPoint", json!([])), PlaceProblem::Nesting(at("/")));
    assert_eq!(geometry("Polygon", json!([[0, 0], [0, 1]])), PlaceProblem::Position(at("/0/0")));
    assert_eq!(geometry("LineString", json!([[0, 0]])), PlaceProblem::TooFew(at("/")));
    assert_eq!(geometry("Polygon", json!([[[0, 0], [0, 1], [0, 0]]])), PlaceProblem::TooFew(at("/0")));
    let open = json!([[[[0, 0], [1, 0], [1, 1], [0, 0]], [[0, 0], [1, 0], [1, 1], [0, 1]]]]);
    assert_eq!(geometry("MultiPolygon", open), PlaceProblem::NotClosed(at("/0/1")));

    let range = |lon: &str, lat: &str, swapped| PlaceProblem::OutOfRange {
        at: at("/"),
        lon: lon.into(),
        lat: lat.into(),
        swapped,
    };
    assert_eq!(point(json!([39.9, 116.65])), range("39.9", "116.65", true));
    assert_eq!(point(json!([180.0000001, 0])), range("180.0000001", "0", false));
    assert_eq!(point(json!(["0", "-90.5"])), range("0", "-90.5", true));
    assert_eq!(point(json!([200, 100])), range("200", "100", false));
    assert_eq!(range("1", "2", true).code(), "geometry_swapped");
}

#[test]
fn ten_thousand_positions_are_kept_and_one_more_is_not() {
    let line = |count: usize| json!({"type": "LineString", "coordinates": vec![json!([1, 2]); count]});
    assert!(normalise(&line(MAX_POSITIONS)).is_ok());
    assert_eq!(problem(line(MAX_POSITIONS + 1)), PlaceProblem::TooMany);
    let parts = vec![vec![json!([1, 2]); 101]; 100];
    assert_eq!(problem(json!({"type": "MultiLineString", "coordinates": parts})), PlaceProblem::TooMany);
}

#[test]
fn the_box_holds_every_position() {
    let polygon = json!({"type": "Polygon", "coordinates": [[[116.5, 39.5], [117, 39.5], [116.7, 40.25], [116.5, 39.5]]]});
    let expected = Bounds { west: 116.5, south: 39.5, east: 117.0, north: 40.25 };
    assert_eq!(Bounds::of(&polygon), Some(expected));
    assert_eq!(Bounds::of(&normalise(&polygon).unwrap()), Some(expected));
    let point = Bounds::of(&json!({"type": "Point", "coordinates": ["117", "40"]})).unwrap();
    assert!(expected.meets(&point) && point.meets(&expected));
    let away = Bounds { west: 117.1, ..expected };
    let away = Bounds { east: 118.0, ..away };
    assert!(!expected.meets(&away));
    assert_eq!(Bounds::of(&json!({"type": "Point"})), None);
    assert_eq!(Bounds::of(&json!({"type": "MultiPoint", "coordinates": []})), None);
}

#[test]
fn distances_follow_from_the_radius() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.5, "{a} is not {b}");
    let degree = EARTH_RADIUS_M * std::f64::consts::PI / 180.0;
    near(haversine_m((0.0, 0.0), (0.0, 1.0)), degree);
    near(haversine_m((0.0, 0.0), (1.0, 0.0)), degree);
    near(haversine_m((-179.5, 0.0), (179.5, 0.0)), degree);
    near(haversine_m((0.0, 90.0), (123.0, -90.0)), degree * 180.0);
    near(haversine_m((116.65, 39.9), (116.65, 39.9)), 0.0);
    // At 60° of latitude a small step east is half as long as at the equator.
    near(haversine_m((10.0, 60.0), (10.01, 60.0)), degree / 200.0);
}

proptest! {
    /// All coordinates with seven decimals: text, number, text again.
    #[test]
    fn kept_coordinates_survive_the_way_through_floats(
        lon in -1_800_000_000i64..=1_800_000_000,
        lat in -900_000_000i64..=900_000_000,
    ) {
        let text = |value: i64| decimal_text(Decimal::new(value, MAX_DECIMALS));
        let kept = json!({"type": "Point", "coordinates": [text(lon), text(lat)]});
        let sent = serde_json::to_string(&to_geojson(&kept)).unwrap();
        let read: Value = serde_json::from_str(&sent).unwrap();
        prop_assert_eq!(normalise(&read), Ok(kept));
    }

    #[test]
    fn any_finite_float_in_range_is_kept_within_half_of_the_last_decimal(lon in -180.0f64..=180.0, tiny in -1e-6f64..1e-6) {
        for value in [lon, tiny] {
            let kept = normalise(&json!({"type": "Point", "coordinates": [value, 0]})).unwrap();
            let text = kept["coordinates"][0].as_str().unwrap();
            let back: f64 = text.parse().unwrap();
            prop_assert!((back - value).abs() <= 0.5000001e-7);
            prop_assert!(parse_decimal(text, MAX_DECIMALS).is_ok());
        }
    }
}
