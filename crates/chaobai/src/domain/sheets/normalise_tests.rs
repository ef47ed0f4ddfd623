//! Tables of cells as clerks type and paste them.

use super::*;
use crate::charter::values::kind_name;
use proptest::prelude::*;
use serde_json::json;

fn charter() -> &'static Charter {
    static READ: std::sync::OnceLock<Charter> = std::sync::OnceLock::new();
    READ.get_or_init(|| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
        crate::charter::read(&folder).expect("the fixture is right").charter
    })
}

fn field(kind: FieldType, unit: Option<&str>) -> Field {
    serde_json::from_value(json!({
        "id": "x", "name": { "zh": "甲" }, "type": kind_name(kind), "unit": unit,
        "choices": [
            { "id": "planned", "name": { "zh": "规划", "en": "Planned" } },
            { "id": "built", "name": { "zh": "在建", "en": "Being built" } },
            { "id": "open", "name": { "zh": "已通车", "en": "Open" } },
        ],
    }))
    .expect("a field")
}

fn today() -> Date {
    Date::new(2026, 11, 25).expect("a day")
}

fn read(kind: FieldType, unit: Option<&str>, typed: &str, setting: Setting<'_>) -> Result<Read, Trouble> {
    let (charter, field) = (charter(), field(kind, unit));
    Normaliser::new(charter, [&field], today()).read(&field, typed, setting)
}

#[test]
fn what_clerks_paste_is_understood_and_what_was_done_to_it_is_said() {
    use Mark::*;
    type Case = (FieldType, Option<&'static str>, &'static str, Value, Vec<Mark>);
    let cases: Vec<Case> = vec![
        (FieldType::Text, None, "渡口桥", json!("渡口桥"), vec![]),
        (FieldType::Text, None, " 渡口桥　", json!("渡口桥"), vec![Trimmed]),
        (FieldType::Text, None, "—", Value::Null, vec![Blank]),
        (FieldType::Text, None, "／", Value::Null, vec![Blank]),
        (FieldType::LongText, None, "甲\r\n乙", json!("甲\n乙"), vec![]),
        (FieldType::Integer, None, "１２，５００", json!(12500), vec![HalfWidth, Separators]),
        (FieldType::Integer, Some("人次"), "1.3万", json!(13000), vec![Multiplied]),
        (FieldType::Integer, None, "－", Value::Null, vec![Blank]),
        (FieldType::Decimal, Some("%"), "45%", json!("45"), vec![Percent]),
        (FieldType::Decimal, Some("%"), "４５．５％", json!("45.5"), vec![HalfWidth, Percent]),
        (FieldType::Decimal, Some("万元"), "1.2亿元", json!("12000"), vec![Multiplied]),
        (FieldType::Decimal, Some("万元"), "125000元", json!("12.5"), vec![Converted]),
        (FieldType::Decimal, Some("km"), "850米", json!("0.85"), vec![Converted]),
        (FieldType::Money, None, "12,500", json!(1_250_000), vec![Separators]),
        (FieldType::Money, None, "1.25万元", json!(1_250_000), vec![Multiplied]),
        (FieldType::Date, None, "2026-10-31", json!("2026-10-31"), vec![]),
        (FieldType::Date, None, "2026.10.31", json!("2026-10-31"), vec![Date]),
        (FieldType::Date, None, "2026年10月31日", json!("2026-10-31"), vec![Date]),
        (FieldType::Date, None, "２０２６／１０／３１", json!("2026-10-31"), vec![HalfWidth, Date]),
        (FieldType::Date, None, "2026/10/31 0:00", json!("2026-10-31"), vec![Date]),
        (FieldType::Date, None, "2026-10-31 00:00:00", json!("2026-10-31"), vec![Date]),
        (FieldType::Boolean, None, "是", json!(true), vec![]),
        (FieldType::Boolean, None, "√", json!(true), vec![YesNo]),
        (FieldType::Boolean, None, "×", json!(false), vec![YesNo]),
        (FieldType::Boolean, None, "No", json!(false), vec![]),
        (FieldType::Choice, None, "已通车", json!("open"), vec![]),
        (FieldType::Choice, None, "Ｏpen", json!("open"), vec![]),
        (FieldType::Choice, None, "being built", json!("built"), vec![]),
        (FieldType::Choices, None, "规划、在建", json!(["planned", "built"]), vec![]),
        (FieldType::Choices, None, "planned，open", json!(["planned", "open"]), vec![]),
        (
            FieldType::Units,
            None,
            "东渡镇交通所（示例）、xidu-roads",
            json!(["dongdu-roads", "xidu-roads"]),
            vec![],
        ),
        (FieldType::Record, None, "渡口桥", json!({ "$key": "渡口桥" }), vec![]),
    ];
    for (kind, unit, typed, value, marks) in cases {
        let got = read(kind, unit, typed, Setting::default());
        assert_eq!(got, Ok(Read { value, marks }), "{kind:?} {typed:?}");
    }
}

#[test]
fn what_is_doubtful_is_not_taken_but_suggested() {
    let cases = [
        (FieldType::Money, None, "1,2500", "not_a_number", Some("12500")),
        (FieldType::Integer, None, "12 500", "unknown_unit", Some("12500")),
        (FieldType::Integer, None, "1O5", "unknown_unit", Some("105")),
        (FieldType::Integer, None, "约1200", "qualifier_not_kept", Some("1200")),
        (FieldType::Integer, None, "1200余", "qualifier_not_kept", Some("1200")),
        (FieldType::Integer, None, "很多", "not_a_number", None),
        (FieldType::Integer, None, "1.5", "not_an_integer", None),
        (FieldType::Decimal, Some("km"), "5亩", "other_unit", None),
        (FieldType::Date, None, "2026年10月", "day_missing", Some("2026-10-31")),
        (FieldType::Date, None, "2026.2", "day_missing", Some("2026-02-28")),
        (FieldType::Date, None, "2026年12月份", "not_a_date", Some("2026-12-31")),
        (FieldType::Date, None, "10月31日", "year_missing", Some("2026-10-31")),
        (FieldType::Date, None, "10-31", "year_missing", Some("2026-10-31")),
        (FieldType::Date, None, "26.10.31", "not_a_date", Some("2026-10-31")),
        (FieldType::Date, None, "46326", "not_a_date", Some("2026-10-31")),
        (FieldType::Date, None, "2026-02-30", "no_such_day", None),
        (FieldType::Date, None, "年底前", "not_a_date", None),
        (FieldType::Boolean, None, "1", "not_a_boolean", Some("是")),
        (FieldType::Boolean, None, "大概", "not_a_boolean", None),
        (FieldType::Choice, None, "通车", "no_such_name", Some("已通车")),
        (FieldType::Choice, None, "规化", "no_such_name", Some("规划")),
        (FieldType::Choice, None, "停工", "no_such_name", None),
        (FieldType::Choices, None, "规划、规划", "twice", None),
        (FieldType::Text, None, "甲\n乙", "control_character", Some("甲 乙")),
        (FieldType::Text, None, "甲\u{200b}乙", "zero_width_character", Some("甲乙")),
        (FieldType::Url, None, "www.example.org", "not_a_url", Some("https://www.example.org")),
    ];
    for (kind, unit, typed, code, meant) in cases {
        let got = read(kind, unit, typed, Setting::default());
        let got = got.map_err(|trouble| (trouble.problem.code, trouble.suggestion));
        assert_eq!(got, Err((code, meant.map(str::to_owned))), "{kind:?} {typed:?}");
    }
}

#[test]
fn the_workbook_says_how_it_counts_days_and_what_its_columns_count_in() {
    let of = |epoch| Setting { epoch: Some(epoch), ..Setting::default() };
    for (typed, epoch, day) in [
        ("46326", Epoch::From1900, "2026-10-31"),
        ("44864", Epoch::From1904, "2026-10-31"),
        ("61", Epoch::From1900, "1900-03-01"),
        ("46326.75", Epoch::From1900, "2026-10-31"),
    ] {
        let got = read(FieldType::Date, None, typed, of(epoch));
        assert_eq!(got, Ok(Read { value: json!(day), marks: vec![Mark::DayNumber] }), "{typed}");
    }
    assert!(read(FieldType::Date, None, "60", of(Epoch::From1900)).is_err(), "29 February 1900 never was");
    let heading = Setting { heading_unit: Some("万元"), epoch: None };
    let got = read(FieldType::Money, None, "1.25", heading);
    assert_eq!(got, Ok(Read { value: json!(1_250_000), marks: vec![Mark::HeadingUnit] }));
    let got = read(FieldType::Money, None, "3亿元", heading).map(|read| read.value);
    assert_eq!(got, Ok(json!(30_000_000_000i64)), "a unit in the cell goes before the one in the heading");
}

#[test]
fn a_rule_of_the_field_is_a_problem_of_the_cell() {
    let charter = charter();
    let lanes = charter.register("bridges").and_then(|r| r.field("lanes")).expect("a field");
    let reader = Normaliser::new(charter, [lanes], today());
    let code = |typed| reader.read(lanes, typed, Setting::default()).map_err(|t| t.problem.code).err();
    assert_eq!(code("0"), Some("too_small"));
    assert_eq!(code("4"), None);
    let name = charter.register("bridges").and_then(|r| r.field("name")).expect("a field");
    let got = reader.read(name, "／", Setting::default()).map_err(|t| t.problem.code);
    assert_eq!(got, Err("required"));
}

#[test]
fn what_a_sheet_shows_reads_back_as_what_is_kept() {
    let charter = charter();
    let untitled = |_: &Id| None;
    for (kind, kept) in [
        (FieldType::Money, json!(42_681_000_050i64)),
        (FieldType::Decimal, json!("5.28")),
        (FieldType::Date, json!("2023-12-29")),
        (FieldType::Boolean, json!(false)),
        (FieldType::Choice, json!("open")),
        (FieldType::Choices, json!(["planned", "open"])),
        (FieldType::Units, json!(["xidu-roads", "dongdu-roads"])),
        (FieldType::LongText, json!("甲\n乙")),
        (FieldType::Instant, json!(1_703_843_760_000_000i64)),
    ] {
        for lang in [Lang::Zh, Lang::En] {
            let field = field(kind, None);
            let text = shown(charter, &field, Some(&kept), lang, &untitled);
            let reader = Normaliser::new(charter, [&field], today());
            let got = reader.read(&field, &text, Setting::default()).map(|read| read.value);
            assert_eq!(got.as_ref(), Ok(&kept), "{kind:?} {text}");
        }
    }
}

proptest! {
    /// Whatever is typed, a suggestion is always something that would be taken.
    #[test]
    fn a_suggestion_is_understood(typed in "[0-9０-９,，.。年月日%万亿元 约余/—-]{0,14}") {
        for kind in [FieldType::Integer, FieldType::Money, FieldType::Date, FieldType::Boolean] {
            if let Err(Trouble { suggestion: Some(meant), .. }) = read(kind, None, &typed, Setting::default()) {
                prop_assert!(read(kind, None, &meant, Setting::default()).is_ok(), "{kind:?} {typed:?} {meant:?}");
            }
        }
    }
}
