use super::*;
use crate::charter::model::Choice;
use kernel::Text;
use serde_json::json;

fn field(kind: FieldType) -> Field {
    let choice = |id: &str| Choice { id: id.to_owned(), name: Text::new(id, id) };
    Field {
        id: "f".to_owned(),
        name: Text::new("字段", "field"),
        kind,
        hint: Text::default(),
        unit: None,
        required: false,
        public: true,
        indexed: false,
        choices: vec![choice("open"), choice("shut")],
        register: None,
        min: None,
        max: None,
        max_length: None,
    }
}

/// What `text` becomes in a field of `kind`, or the code of the problem.
fn read(kind: FieldType, text: &str) -> Result<Value, &'static str> {
    parse_value(&field(kind), text, 2).map_err(|problem| problem.code)
}

#[test]
fn text_becomes_the_kept_form_or_a_named_problem() {
    use FieldType::*;
    let long = "长".repeat(201);
    let fits = "长".repeat(200);
    let id = Id::new(1, [3; 10]);
    for (kind, text, expected) in [
        (Text, " 渡口桥 ", Ok(json!("渡口桥"))),
        (Text, "", Ok(Value::Null)),
        (Text, "  ", Ok(Value::Null)),
        (Text, "a\nb", Err("not_one_line")),
        (Text, "a\u{202e}b", Err("bidi_character")),
        (Text, "a\u{200b}b", Err("zero_width_character")),
        (Text, &fits, Ok(json!(fits))),
        (Text, &long, Err("too_long")),
        (LongText, "a\n\tb", Ok(json!("a\n\tb"))),
        (LongText, "a\u{7}b", Err("control_character")),
        (LongText, &long, Ok(json!(long))),
        (Integer, "42", Ok(json!(42))),
        (Integer, "-42", Ok(json!(-42))),
        (Integer, "+42", Err("not_an_integer")),
        (Integer, "1,200", Err("not_an_integer")),
        (Integer, "4.0", Err("not_an_integer")),
        (Integer, "9223372036854775808", Err("not_an_integer")),
        (Decimal, "5.28", Ok(json!("5.28"))),
        (Decimal, "5.280", Ok(json!("5.280"))),
        (Decimal, "-0.5", Ok(json!("-0.5"))),
        (Decimal, "0.123456789", Ok(json!("0.123456789"))),
        (Decimal, "0.1234567890", Err("too_precise")),
        (Decimal, "5.", Err("not_a_number")),
        (Decimal, ".5", Err("not_a_number")),
        (Decimal, "05", Err("not_a_number")),
        (Decimal, "1e3", Err("not_a_number")),
        (Decimal, "５", Err("not_a_number")),
        (Decimal, "约5", Err("not_a_number")),
        (Decimal, "1000000000000000000", Err("too_large")),
        (Money, "42681000000", Ok(json!(4_268_100_000_000_i64))),
        (Money, "0.01", Ok(json!(1))),
        (Money, "-12.5", Ok(json!(-1250))),
        (Money, "0.001", Err("too_precise")),
        (Money, "92233720368547758.08", Err("too_large")),
        (Money, "12元", Err("not_a_number")),
        (Date, "2024-02-29", Ok(json!("2024-02-29"))),
        (Date, "2023-02-29", Err("not_a_date")),
        (Date, "2023/02/01", Err("not_a_date")),
        (Instant, "2023-12-29T17:56:00+08:00", Ok(json!(1_703_843_760_000_000_i64))),
        (Instant, "2023-12-29", Err("not_an_instant")),
        (Boolean, "是", Ok(json!(true))),
        (Boolean, "false", Ok(json!(false))),
        (Boolean, "yes", Err("not_a_boolean")),
        (Choice, "open", Ok(json!("open"))),
        (Choice, "opened", Err("not_a_choice")),
        (Choices, "open|shut", Ok(json!(["open", "shut"]))),
        (Choices, "open|open", Err("twice")),
        (Choices, "open|", Err("not_a_choice")),
        (Units, "dongdu-roads| xidu-roads", Ok(json!(["dongdu-roads", "xidu-roads"]))),
        (Units, "dongdu-roads|dongdu-roads", Err("twice")),
        (Record, id.as_str(), Ok(json!(id.as_str()))),
        (Record, "渡口桥", Ok(json!({ "$key": "渡口桥" }))),
        (Place, "POINT(116.75 39.9)", Ok(json!({ "type": "Point", "coordinates": ["116.75", "39.9"] }))),
        (Place, "POINT(39.9 116.75)", Err("not_a_place")),
        (Place, "POINT(116.75)", Err("not_a_place")),
        (Place, "here", Err("not_a_place")),
        (Url, "https://example.org/a?b=c", Ok(json!("https://example.org/a?b=c"))),
        (Url, "ftp://example.org", Err("not_a_url")),
        (Url, "https://", Err("not_a_url")),
        (Url, "javascript:alert(1)", Err("not_a_url")),
        (CreditCode, "91350100M0001TGQXM", Ok(json!("91350100M0001TGQXM"))),
        (CreditCode, "91350100M0001TGQXO", Err("not_a_credit_code")),
        (ResidentId, "11010519491231002X", Ok(json!("11010519491231002X"))),
        (ResidentId, "110105194912310021", Err("not_a_resident_id")),
    ] {
        assert_eq!(read(kind, text), expected, "{kind:?} {text:?}");
    }
}

#[test]
fn limits_hold_at_their_edges() {
    for (kind, min, max, cases) in [
        (
            FieldType::Integer,
            "1",
            "10",
            &[("1", None), ("10", None), ("0", Some("too_small")), ("11", Some("too_large"))][..],
        ),
        (
            FieldType::Decimal,
            "0.5",
            "1.5",
            &[("0.5", None), ("1.50", None), ("0.499999999", Some("too_small"))],
        ),
        (
            FieldType::Money,
            "1",
            "2.50",
            &[("1.00", None), ("2.5", None), ("0.99", Some("too_small")), ("2.51", Some("too_large"))],
        ),
        (
            FieldType::Date,
            "2020-01-01",
            "2020-12-31",
            &[("2020-01-01", None), ("2021-01-01", Some("too_large"))],
        ),
    ] {
        let field = Field { min: Some(min.into()), max: Some(max.into()), ..field(kind) };
        for (text, expected) in cases {
            let code = parse_value(&field, text, 2).err().map(|p| p.code);
            assert_eq!(code, *expected, "{kind:?} {text}");
        }
    }
}

#[test]
fn a_currency_without_minor_units_takes_no_decimals() {
    assert_eq!(parse_value(&field(FieldType::Money), "500", 0).ok(), Some(json!(500)));
    assert_eq!(parse_value(&field(FieldType::Money), "0.5", 0).map_err(|p| p.code), Err("too_precise"));
    assert_eq!(parse_value(&field(FieldType::Money), "0.005", 3).ok(), Some(json!(5)));
}

#[test]
fn a_required_field_does_not_take_nothing() {
    let field = Field { required: true, ..field(FieldType::Text) };
    assert_eq!(parse_value(&field, " ", 2).map_err(|p| p.code), Err("required"));
}

#[test]
fn an_identity_number_that_fails_is_not_repeated_in_the_problem() {
    let problem = parse_value(&field(FieldType::ResidentId), "110105194912310021", 2).unwrap_err();
    assert!(!format!("{problem:?}").contains("110105"), "{problem:?}");
}

#[test]
fn an_early_code_whose_check_digit_fails_is_kept_with_a_doubt() {
    let field = field(FieldType::CreditCode);
    assert_eq!(doubt(&field, &json!("91350100M0001TGQXM")).map(|p| p.code), Some("check_digit"));
    assert_eq!(doubt(&field, &json!("91350100M000100Y43")), None);
}

#[test]
fn values_in_another_json_type_are_refused() {
    use FieldType::*;
    for (kind, value) in [
        (Text, json!(1)),
        (Integer, json!("1")),
        (Integer, json!(1.5)),
        (Decimal, json!(5.28)),
        (Money, json!("5")),
        (Date, json!(20230101)),
        (Boolean, json!("true")),
        (Choices, json!("open")),
        (Choices, json!([1])),
        (Units, json!("dongdu-roads")),
        (Units, json!([["dongdu-roads"]])),
        (Record, json!({ "$key": "a" })),
        (Place, json!({ "type": "Point", "coordinates": [116.75, 39.9] })),
        (Place, json!({ "type": "Circle", "coordinates": ["1", "2"] })),
    ] {
        assert!(broken_rule(&field(kind), &value, 2).is_some(), "{kind:?} {value}");
    }
}
