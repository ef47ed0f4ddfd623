//! Every type of field by values that are not of it.

use super::world::{body, new_record, on_each_engine};
use serde_json::{Value, json};

/// Values that fit the fields of `everything`.
fn good() -> Vec<(&'static str, Value)> {
    vec![
        ("name", json!("名")),
        ("remarks", json!("一\n二")),
        ("count", json!(-100)),
        ("length", json!("5.28")),
        ("cost", json!(1)),
        ("day", json!("2024-02-29")),
        ("at", json!(0)),
        ("ready", json!(false)),
        ("state", json!("open")),
        ("tags", json!(["plan", "standard"])),
        ("unit", json!("xidu-roads")),
        ("units", json!(["xidu-roads", "dongdu-roads"])),
        ("town", json!("liuwan")),
        ("body", json!("council")),
        ("post", json!("audit")),
        ("place", json!({ "type": "Point", "coordinates": ["116.75", "39.9"] })),
        ("address", json!("https://example.org/a?b=c")),
        ("code", json!("11980101MB0000019Y")),
        ("number", json!("11010519491231002X")),
        ("secret", json!("内部")),
    ]
}

/// Values that look alike and break a rule, with the code.
fn bad() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("name", json!("二十一个字二十一个字二十一个字二十一个字多"), "too_long"),
        ("remarks", json!("长".repeat(4001)), "too_long"),
        ("count", json!(-101), "too_small"),
        ("count", json!(1_000_001), "too_large"),
        ("length", json!("5,280"), "not_a_number"),
        ("length", json!("05"), "not_a_number"),
        ("length", json!("1e3"), "not_a_number"),
        ("length", json!("NaN"), "not_a_number"),
        ("length", json!("１"), "not_a_number"),
        ("length", json!("0.1234567891"), "too_precise"),
        ("length", json!("1234567890123456789"), "too_large"),
        ("day", json!("2023-02-29"), "not_a_date"),
        ("day", json!("2024-2-9"), "not_a_date"),
        ("day", json!("1899-12-31"), "too_small"),
        ("state", json!("lost"), "not_a_choice"),
        ("tags", json!(["plan", "plan"]), "twice"),
        ("tags", json!(["plan", "plans"]), "not_a_choice"),
        ("tags", json!(["plan", 1]), "wrong_type"),
        ("units", json!(["xidu-roads", "xidu-roads"]), "twice"),
        ("units", json!(["xidu-roads", "xidu-road"]), "unknown_unit"),
        ("units", json!([7]), "wrong_type"),
        ("place", json!({ "type": "Point", "coordinates": ["39.9", "116.75"] }), "not_a_place"),
        ("place", json!({ "type": "Circle", "coordinates": ["1", "2"] }), "not_a_place"),
        ("place", json!({ "type": "Point", "coordinates": [1, 2] }), "not_a_place"),
        ("address", json!("javascript:alert(1)"), "not_a_url"),
        ("address", json!("https://"), "not_a_url"),
        ("address", json!("https://example.org/a b"), "not_a_url"),
        ("code", json!("11980101MB"), "not_a_credit_code"),
        ("number", json!("110105194912310021"), "not_a_resident_id"),
    ]
}

#[test]
fn every_type_takes_its_own_values_and_no_others() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let good = good();
        let all: serde_json::Map<String, Value> =
            good.iter().map(|(id, v)| ((*id).to_owned(), v.clone())).collect();
        let id = world.create(&office, "everything", Value::Object(all.clone()));
        assert_eq!(world.record(&id).body, all, "kept as given");

        let strangers = [json!("词"), json!(7), json!(true), json!(["plan"]), json!({ "a": "b" }), json!([])];
        let mut refused = 0;
        for (field, value) in &good {
            for stranger in strangers.iter().filter(|stranger| kind(stranger) != kind(value)) {
                let mut fields = body(json!({ "name": "名" }));
                fields.insert((*field).to_owned(), stranger.clone());
                let answer = world.perform(&office, new_record("everything", Value::Object(fields)));
                let refusal = answer.expect_err("a value of another type was taken");
                let codes: Vec<&str> = refusal.problems.iter().map(|p| p.code).collect();
                assert_eq!(codes, ["wrong_type"], "{field} = {stranger}");
                refused += 1;
            }
        }
        assert!(refused >= 70, "{refused}");
        for (field, value, code) in bad() {
            let mut fields = body(json!({ "name": "名" }));
            fields.insert(field.to_owned(), value.clone());
            let refusal =
                world.perform(&office, new_record("everything", Value::Object(fields))).unwrap_err();
            let told: Vec<(&str, &str)> =
                refusal.problems.iter().map(|p| (p.field.as_str(), p.code)).collect();
            assert_eq!(told, [(field, code)], "{value}");
        }
        assert_eq!(world.number("SELECT count(*) FROM record WHERE register = 'everything'"), 1);
    });
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
