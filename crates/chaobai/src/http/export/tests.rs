//! What stands in the files: read back with a CSV reader and a JSON reader.

use super::cell::{is_number, money};
use super::{Format, Head, NameOf, RecordView};
use crate::charter::model::{Field, Register};
use kernel::{Date, Instant, Lang};
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

fn bridges() -> Register {
    toml::from_str(
        r#"
        id = "bridges"
        area = "roads"
        title = "name"
        key = ["name"]
        name = { zh = "跨潮白河[大]桥", en = "Bridges" }
        place = "site"
        permits = {}
        stages = [{ id = "open", name = { zh = "通车", en = "Open" } }]
        fields = [
          { id = "name", type = "text", name = { zh = "名称", en = "Name" } },
          { id = "lanes", type = "integer", name = { zh = "车道", en = "Lanes" }, unit = "条" },
          { id = "length", type = "decimal", name = { zh = "长度" }, unit = "km" },
          { id = "cost", type = "money", name = { zh = "造价", en = "Cost" } },
          { id = "opened", type = "date", name = { zh = "通车日" } },
          { id = "seen", type = "instant", name = { zh = "巡查" } },
          { id = "toll", type = "boolean", name = { zh = "收费" } },
          { id = "status", type = "choice", name = { zh = "状况" },
            choices = [{ id = "done", name = { zh = "完工", en = "Done" } }] },
          { id = "tags", type = "choices", name = { zh = "标签" },
            choices = [{ id = "arch", name = { zh = "拱" } }, { id = "old", name = { zh = "古" } }] },
          { id = "site", type = "place", name = { zh = "位置" } },
          { id = "secret", type = "text", name = { zh = "内部" } },
        ]
        "#,
    )
    .expect("the test register is well-formed")
}

fn name_of(field: &Field, value: &Value, lang: Lang) -> String {
    let id = value.as_str().unwrap_or_default();
    let choice = field.choices.iter().find(|c| c.id == id);
    choice.map_or(id, |c| c.name.get(lang)).to_owned()
}

/// An output that can be looked at after the writer is gone.
#[derive(Clone, Default)]
pub(super) struct Out(pub(super) Arc<Mutex<Vec<u8>>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) const ID: &str = "018c7c3f-0000-7000-8000-000000000001";

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// Runs `use_head` with a head over all fields but `secret`.
pub(super) fn with_head<T>(lang: Lang, use_head: impl FnOnce(Head<'_>) -> T) -> T {
    let register = bridges();
    let fields: Vec<&Field> = register.fields.iter().filter(|f| f.id != "secret").collect();
    let names: &NameOf<'_> = &name_of;
    use_head(Head {
        register: &register,
        fields: &fields,
        lang,
        as_of: Date::parse("2024-06-30").unwrap(),
        exported_at: at("2024-07-01T01:30:00Z"),
        time_zone: "Asia/Shanghai",
        money: (if lang == Lang::Zh { "元" } else { "CNY" }, 2),
        name_of: names,
        official: None,
    })
}

pub(super) fn view(body: &Map<String, Value>) -> RecordView<'_> {
    RecordView {
        id: ID,
        version: 3,
        stage: "open",
        effective_on: Date::parse("2023-12-29").unwrap(),
        amended_at: at("2023-12-29T17:56:00Z"),
        body,
    }
}

pub(super) fn file(format: Format, lang: Lang, bodies: &[Value]) -> io::Result<Vec<u8>> {
    let out = Out::default();
    with_head(lang, |head| {
        let mut sheet = format.open(head, out.clone())?;
        for body in bodies {
            sheet.row(&view(body.as_object().unwrap()))?;
        }
        sheet.finish()
    })?;
    Ok(out.0.lock().unwrap().clone())
}

pub(super) fn whole() -> Value {
    json!({
        "name": "潮白河\"大\"桥,\n一号", "lanes": 6, "length": "5.280", "cost": 1_234_567_805_i64, "opened": "2023-12-29",
        "seen": 1_703_872_560_000_000_i64, "toll": false, "status": "done", "tags": ["arch", "old"],
        "site": { "type": "Point", "coordinates": ["116.6543210", "39.9"] }, "secret": "not for export",
    })
}

fn csv_rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|r| r.unwrap().iter().map(String::from).collect()).collect()
}

#[test]
fn csv_reads_back_as_it_was_written() {
    let bytes = file(Format::Csv, Lang::Zh, &[whole(), json!({ "lanes": null })]).unwrap();
    let rows = csv_rows(&bytes);
    assert_eq!(
        rows[0],
        [
            "名称",
            "车道（条）",
            "长度（km）",
            "造价（元）",
            "通车日",
            "巡查",
            "收费",
            "状况",
            "标签",
            "位置",
            "状态",
            "生效日期",
            "更新时间",
            "版本",
            "编号"
        ]
    );
    assert_eq!(
        rows[1],
        [
            "潮白河\"大\"桥,\n一号",
            "6",
            "5.280",
            "12345678.05",
            "2023-12-29",
            "2023-12-30 01:56",
            "否",
            "完工",
            "拱、古",
            "116.6543210 39.9",
            "通车",
            "2023-12-29",
            "2023-12-30 01:56",
            "3",
            ID
        ]
    );
    assert_eq!(rows[2][..11], ["", "", "", "", "", "", "", "", "", "", "通车"]);
    assert_eq!(rows.len(), 3);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.ends_with("\r\n") && !text.contains("not for export"));
}

#[test]
fn english_names_where_there_are_some() {
    let rows = csv_rows(&file(Format::Csv, Lang::En, &[whole()]).unwrap());
    assert_eq!(rows[0][..4], ["Name", "Lanes (条)", "长度 (km)", "Cost (CNY)"]);
    assert_eq!((&*rows[1][6], &*rows[1][7], &*rows[1][8], &*rows[1][10]), ("no", "Done", "拱, 古", "Open"));
}

pub(super) const FORMULAS: [&str; 9] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=HYPERLINK(\"http://x\",\"y\")",
    "＝1+1",
    "=cmd|' /C calc'!A0",
];

#[test]
fn no_text_of_a_csv_begins_like_a_formula() {
    for formula in FORMULAS {
        let rows = csv_rows(
            &file(Format::Csv, Lang::Zh, &[json!({ "name": formula, "lanes": -4, "length": "-0.5" })])
                .unwrap(),
        );
        assert_eq!(rows[1][0], format!("'{formula}"));
        assert_eq!(rows[1][1..3], ["-4", "-0.5"], "numbers stay numbers");
    }
    for harmless in ["a=1", "桥-1", "'=1", ""] {
        let rows = csv_rows(&file(Format::Csv, Lang::Zh, &[json!({ "name": harmless })]).unwrap());
        assert_eq!(rows[1][0], harmless);
    }
}

#[test]
fn geojson_keeps_every_digit_and_says_how_many() {
    let bytes = file(Format::GeoJson, Lang::Zh, &[whole(), json!({ "name": "=1" })]).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.contains("\"coordinates\":[116.6543210,39.9]") && text.contains("\"length\":5.280"),
        "{text}"
    );
    let all: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all["type"], "FeatureCollection");
    assert_eq!((&all["numberReturned"], &all["as_of"]), (&json!(2), &json!("2024-06-30")));
    assert_eq!(all["timeStamp"], "2024-07-01T01:30:00Z");
    assert_eq!(
        all["features"][0],
        json!({
            "type": "Feature", "id": ID, "geometry": { "type": "Point", "coordinates": [116.654321, 39.9] },
            "properties": {
                "stage": "open", "version": 3, "effective_on": "2023-12-29", "amended_at": "2023-12-29T17:56:00Z",
                "name": "潮白河\"大\"桥,\n一号", "lanes": 6, "length": 5.28, "cost": 1_234_567_805_i64,
                "opened": "2023-12-29", "seen": "2023-12-29T17:56:00Z", "toll": false, "status": "done",
                "tags": ["arch", "old"],
            },
        })
    );
    assert_eq!(all["features"][1]["geometry"], Value::Null);
    assert_eq!(all["features"][1]["properties"]["name"], "=1");
    assert!(!text.contains("not for export"));
    let none: Value = serde_json::from_slice(&file(Format::GeoJson, Lang::En, &[]).unwrap()).unwrap();
    assert_eq!((&none["features"], &none["title"]), (&json!([]), &json!("Bridges")));
}

#[test]
fn geojson_shows_no_place_that_is_not_exported() {
    let out = Out::default();
    with_head(Lang::Zh, |head| {
        let fields: Vec<&Field> = head.fields.iter().copied().filter(|f| f.id == "name").collect();
        let mut sheet = Format::GeoJson.open(Head { fields: &fields, ..head }, out.clone()).unwrap();
        sheet.row(&view(whole().as_object().unwrap())).unwrap();
        sheet.finish().unwrap();
    });
    let all: Value = serde_json::from_slice(&out.0.lock().unwrap()).unwrap();
    assert_eq!(all["features"][0]["geometry"], Value::Null);
    assert_eq!(all["features"][0]["properties"].as_object().unwrap().len(), 5);
}

#[test]
fn larger_geometries_are_written_whole() {
    let ring = json!([[["116.5", "39.5"], ["117", "39.5"], ["117", "-40.25"], ["116.5", "39.5"]]]);
    let site = json!({ "type": "GeometryCollection", "geometries": [
        { "type": "Polygon", "coordinates": ring }, { "type": "LineString", "coordinates": [["1", "2"], ["3", "4"]] } ] });
    let bytes = file(Format::GeoJson, Lang::Zh, &[json!({ "site": site })]).unwrap();
    let all: Value = serde_json::from_slice(&bytes).unwrap();
    let parts = &all["features"][0]["geometry"]["geometries"];
    assert_eq!(parts[0]["coordinates"], json!([[[116.5, 39.5], [117, 39.5], [117, -40.25], [116.5, 39.5]]]));
    assert_eq!(parts[1], json!({ "type": "LineString", "coordinates": [[1, 2], [3, 4]] }));
}

#[test]
fn a_value_that_is_not_of_the_kept_form_is_an_error_that_names_the_field() {
    for (body, field) in [
        (json!({ "lanes": "six" }), "lanes"),
        (json!({ "length": "5,28" }), "length"),
        (json!({ "length": 5.28 }), "length"),
        (json!({ "opened": "2023-02-29" }), "opened"),
        (json!({ "toll": "yes" }), "toll"),
    ] {
        let error = file(Format::Csv, Lang::Zh, std::slice::from_ref(&body)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert!(error.to_string().contains(field), "{error}");
        assert!(file(Format::Xlsx, Lang::Zh, &[body]).is_err());
    }
    for site in [
        json!("here"),
        json!({ "type": "Point", "coordinates": ["1", "2}"] }),
        json!({ "coordinates": ["1"] }),
    ] {
        assert!(file(Format::GeoJson, Lang::Zh, &[json!({ "site": site })]).is_err());
    }
    assert!(file(Format::GeoJson, Lang::Zh, &[json!({ "length": "1,\"x\":2" })]).is_err());
}

#[test]
fn money_and_numbers_have_one_form() {
    let cases = [
        (0, 2, "0.00"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (12345, 2, "123.45"),
        (7, 0, "7"),
        (-1234, 3, "-1.234"),
    ];
    for (minor, places, text) in cases {
        assert_eq!(money(minor, places), text);
    }
    assert_eq!(money(i64::MIN, 2), "-92233720368547758.08");
    for good in ["0", "-0.5", "10", "5.280"] {
        assert!(is_number(good), "{good}");
    }
    for bad in ["", "-", ".5", "5.", "01", "1e3", "+1", "NaN", "1 ", "١"] {
        assert!(!is_number(bad), "{bad}");
    }
}

#[test]
fn the_ending_tells_the_format() {
    for format in [Format::Csv, Format::GeoJson, Format::Xlsx] {
        assert_eq!(Format::from_ending(format.ending()), Some(format));
        assert!(format.media_type().contains('/'));
    }
    assert_eq!(Format::from_ending("exe"), None);
}
