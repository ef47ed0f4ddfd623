//! What is refused, by which name, and with which help.

use super::tests::{all, bridges, day};
use super::{CONDITIONS_MAX, DEPTH_MAX, LENGTH_MAX, translate};
use kernel::{Kind, Refusal};

fn refusal(text: &str) -> Refusal {
    match translate(text, &bridges(), day(), 1, &all) {
        Err(refusal) => refusal,
        Ok(filter) => panic!("{text} was accepted: {filter:?}"),
    }
}

/// Filter, code without `filter.`, one parameter and its value (both empty: none is checked).
#[rustfmt::skip]
const CASES: &[(&str, &str, &str, &str)] = &[
    ("", "syntax", "at", "1"),
    ("name =", "syntax", "at", "7"),
    ("name = 'a' 'b'", "syntax", "at", "12"),
    ("名 = = 'a'", "syntax", "at", "5"),
    ("name = 'a' AND", "syntax", "at", "15"),
    ("(name = 'a'", "syntax", "at", "12"),
    ("name = 'a')", "syntax", "near", ")"),
    ("name ! 'a'", "syntax", "near", "!"),
    ("name ＝ 'a'", "syntax", "near", "＝"),
    ("name = 'a'; DROP TABLE record", "syntax", "near", ";"),
    ("name = 'a' -- rest", "type_mismatch", "given", "a"),
    ("lanes = 1or toll", "syntax", "near", "o"),
    ("lanes = 1 ortoll", "syntax", "near", "ortoll"),
    ("lanes = 1 = 2", "syntax", "near", "="),
    ("lanes IN ()", "syntax", "near", ")"),
    ("lanes IN 2", "syntax", "near", "2"),
    ("lanes BETWEEN 1 OR 2", "syntax", "near", "OR"),
    ("lanes IS 2", "syntax", "near", "2"),
    ("like = 'a'", "syntax", "near", "like"),
    ("not", "syntax", "", ""),
    ("name = 'a", "open_quote", "at", "8"),
    ("\"name = 'a'", "open_quote", "at", "1"),
    ("name = 'a\0'", "control_character", "at", "10"),
    ("name = 'a\u{1b}'", "control_character", "at", "10"),
    ("name = NULL", "null_literal", "at", "8"),
    ("name IN ('a', null)", "null_literal", "at", "15"),
    ("lanes % 2 = 1", "operator_not_supported", "operator", "%"),
    ("lanes ^ 2 = 1", "operator_not_supported", "operator", "^"),
    ("lanes DIV 2 = 1", "operator_not_supported", "operator", "DIV"),
    ("nmae = 'a'", "unknown_property", "nearest", "name"),
    ("Name = 'a'", "unknown_property", "nearest", "name, page"),
    ("wholly_different = 'a'", "unknown_property", "nearest", ""),
    ("a_contains(nothing, 'arch')", "unknown_property", "property", "nothing"),
    ("s_intersects(nowhere, bbox(1,2,3,4))", "unknown_property", "property", "nowhere"),
    ("body = 'a'", "unknown_property", "property", "body"),
    ("register = 'a'", "unknown_property", "property", "register"),
    ("cell = 'a'", "unknown_property", "property", "cell"),
    ("status = 'opne'", "unknown_choice", "allowed", "building, done"),
    ("status IN ('done', 'x')", "unknown_choice", "given", "x"),
    ("'x' = status", "unknown_choice", "property", "status"),
    ("stage = 'x'", "unknown_choice", "allowed", "planned, open"),
    ("a_contains(tags, 'x')", "unknown_choice", "allowed", "arch, arch_old"),
    ("status > 'done'", "not_ordered", "property", "status"),
    ("status BETWEEN 'building' AND 'done'", "not_ordered", "property", "status"),
    ("toll > false", "not_ordered", "property", "toll"),
    ("name = 4", "type_mismatch", "expected", "text"),
    ("lanes = '4'", "type_mismatch", "is", "text"),
    ("lanes = true", "type_mismatch", "is", "boolean"),
    ("length = name", "type_mismatch", "given", "name"),
    ("opened = 2023", "type_mismatch", "expected", "date"),
    ("opened = seen", "type_mismatch", "expected", "date"),
    ("opened > TIMESTAMP('2023-12-29T00:00:00Z')", "type_mismatch", "is", "instant"),
    ("seen > DATE('2023-12-29')", "type_mismatch", "expected", "instant"),
    ("toll = 1", "type_mismatch", "expected", "boolean"),
    ("name + 1 = 2", "type_mismatch", "expected", "number"),
    ("opened + 1 > as_of", "type_mismatch", "is", "date"),
    ("casei(lanes) = 'a'", "type_mismatch", "expected", "text"),
    ("lanes LIKE '4%'", "type_mismatch", "expected", "text"),
    ("status LIKE 'do%'", "type_mismatch", "is", "choice"),
    ("1 = 'a'", "type_mismatch", "", ""),
    ("opened = '2023-02-29'", "not_a_date", "given", "2023-02-29"),
    ("opened = DATE('2023-1-1')", "not_a_date", "given", "2023-1-1"),
    ("seen = TIMESTAMP('2023-12-29')", "not_an_instant", "given", "2023-12-29"),
    ("lanes = 9223372036854775808", "number_out_of_range", "given", "9223372036854775808"),
    ("length = 1e400", "number_out_of_range", "given", "1e400"),
    ("length = 1e-10", "number_out_of_range", "given", "1e-10"),
    ("length = 9007199254740993", "number_out_of_range", "", ""),
    ("length+1+1+1+1+1+1+1 > 0", "too_much_arithmetic", "max", "6"),
    ("(length*length*length)*(length*length*length)*(length*length) > 0", "too_much_arithmetic", "", ""),
    ("'a' LIKE 'a%'", "like_needs_a_field", "given", "a"),
    ("name LIKE name", "like_needs_a_text", "given", "name"),
    ("name LIKE '%a\\\\\\'", "bad_pattern", "pattern", "%a\\\\\\"),
    ("name LIKE 'a\\'", "bad_pattern", "", ""),
    ("1 IS NULL", "null_needs_a_field", "given", "1"),
    ("as_of IS NULL", "null_needs_a_field", "", ""),
    ("name", "not_a_condition", "given", "name"),
    ("lanes + 1", "not_a_condition", "", ""),
    ("'a'", "not_a_condition", "given", "a"),
    ("toll AND name", "not_a_condition", "at", "10"),
    ("('a', 'b')", "not_a_condition", "", ""),
    ("casei(name)", "not_a_condition", "given", "casei"),
    ("(lanes = 1) = true", "not_a_value", "", ""),
    ("name = a_contains(tags, 'arch')", "not_a_value", "function", "a_contains"),
    ("tags = 'arch'", "list_field", "property", "tags"),
    ("site = 'here'", "place_field", "property", "site"),
    ("a_contains(name, 'arch')", "not_a_list", "property", "name"),
    ("a_contains(tags)", "bad_arguments", "function", "a_contains"),
    ("a_contains(tags, 1)", "bad_arguments", "", ""),
    ("a_contains('tags', 'arch')", "bad_arguments", "", ""),
    ("opened = date(closed)", "bad_arguments", "function", "date"),
    ("name = casei()", "bad_arguments", "function", "casei"),
    ("s_intersects(site, bbox(1, 2, 3))", "bad_box", "", ""),
    ("s_intersects(site, bbox(1, 2, 3, 4, 5, 6))", "bad_box", "", ""),
    ("s_intersects(site, bbox(116, 41, 117, 40))", "bad_box", "", ""),
    ("s_intersects(site, bbox(-181, 1, 2, 3))", "bad_box", "", ""),
    ("s_intersects(site, bbox(1, 2, 3, lanes))", "bad_box", "", ""),
    ("s_intersects(yard, bbox(1, 2, 3, 4))", "not_on_the_map", "allowed", "site"),
    ("s_intersects(name, bbox(1, 2, 3, 4))", "not_on_the_map", "", ""),
    ("s_intersects(site, POLYGON((1 2, 3 4, 5 6, 1 2)))", "syntax", "", ""),
    ("s_intersects(site, POINT(1 2))", "syntax", "", ""),
    ("s_intersects(site, polygon(1, 2))", "geometry_not_supported", "", ""),
    ("s_within(site, bbox(1, 2, 3, 4))", "unknown_function", "function", "s_within"),
    ("accenti(name) = 'a'", "unknown_function", "function", "accenti"),
    ("pg_sleep(10) = 1", "unknown_function", "function", "pg_sleep"),
];

#[test]
fn what_cannot_be_is_refused_by_name() {
    for (text, code, param, value) in CASES {
        let refusal = refusal(text);
        assert_eq!(refusal.kind, Kind::Invalid, "{text}");
        assert_eq!(refusal.code, format!("filter.{code}"), "{text}: {refusal:?}");
        if !param.is_empty() {
            assert_eq!(refusal.params.get(param).map(String::as_str), Some(*value), "{text}: {refusal:?}");
        }
    }
}

#[test]
fn a_field_that_is_not_for_the_caller_does_not_exist() {
    let public = |field: &crate::charter::model::Field| field.public;
    for text in
        ["cost > 1", "cost IS NULL", "remark LIKE 'a%'", "s_intersects(yard, bbox(1,2,3,4))", "yard IS NULL"]
    {
        let refusal = translate(text, &bridges(), day(), 1, &public).unwrap_err();
        assert_eq!(refusal.code, "filter.unknown_property", "{text}");
        let told = format!("{} {}", refusal.params["nearest"], refusal.params["allowed"]);
        for hidden in ["cost", "remark", "yard", "seen", "twin"] {
            assert!(!told.split([',', ' ']).any(|name| name == hidden), "{text} tells of {hidden}: {told}");
        }
    }
    assert!(translate("lanes > 1 AND stage = 'open'", &bridges(), day(), 1, &public).is_ok());
}

#[test]
fn a_register_without_stages_has_the_stage_kept() {
    let mut register = bridges();
    register.stages.clear();
    assert!(translate("stage = 'kept'", &register, day(), 1, &all).is_ok());
    assert_eq!(translate("stage = 'open'", &register, day(), 1, &all).unwrap_err().params["allowed"], "kept");
}

#[test]
fn size_and_depth_have_limits_and_what_is_within_them_is_read() {
    let nested = |open: &str, n: usize, close: &str| format!("{}toll{}", open.repeat(n), close.repeat(n));
    for (open, close) in [("(", ")"), ("NOT ", ""), ("NOT(", ")")] {
        let levels = if open == "NOT(" { DEPTH_MAX / 2 } else { DEPTH_MAX };
        assert!(translate(&nested(open, levels, close), &bridges(), day(), 1, &all).is_ok(), "{open}");
        for n in [levels + 1, 300] {
            assert_eq!(refusal(&nested(open, n, close)).code, "filter.too_deep", "{open} {n}");
        }
    }
    assert_eq!(refusal(&format!("lanes = {}1", "-".repeat(1900))).code, "filter.too_deep");
    assert_eq!(refusal(&format!("{}1{} = 1", "casei(".repeat(100), ")".repeat(100))).code, "filter.too_deep");
    assert_eq!(refusal(&"(".repeat(LENGTH_MAX)).code, "filter.too_deep");
    assert_eq!(refusal(&"(".repeat(LENGTH_MAX + 1)).code, "filter.too_long");
    assert_eq!(refusal(&"桥".repeat(LENGTH_MAX + 1)).params["given"], (LENGTH_MAX + 1).to_string());
    let many = |n: usize| vec!["toll"; n].join(" OR ");
    assert!(translate(&many(CONDITIONS_MAX), &bridges(), day(), 1, &all).is_ok());
    assert_eq!(refusal(&many(CONDITIONS_MAX + 1)).code, "filter.too_many_conditions");
}

/// Took a quarter of an hour with a reader that tries a parenthesis twice.
#[test]
fn a_slip_deep_inside_parentheses_is_found_at_once() {
    for n in [DEPTH_MAX, DEPTH_MAX - 1] {
        assert_eq!(refusal(&format!("{}a b{}", "(".repeat(n), ")".repeat(n))).code, "filter.syntax");
        let lists = format!("toll AND lanes IN {}1{}", "(".repeat(n), ", 2)".repeat(n));
        assert_eq!(refusal(&lists).code, "filter.not_a_value");
    }
}
