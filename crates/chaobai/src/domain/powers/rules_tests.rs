//! Powers as a table: what stands on the list, what is asked, and what comes of it.

use super::*;
use crate::charter::read;
use serde_json::json;
use std::path::Path;

/// The fixture with a list of powers, read once.
fn charter() -> Charter {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
    read(&folder).expect("the fixture is right").charter
}

fn register() -> Register {
    toml::from_str(include_str!("../../../tests/stories/powers.toml")).expect("the list of the stories")
}

fn power(change: Value) -> Power {
    let mut body = json!({
        "matter": "repairs", "mode": "authorised", "giver": "xidu-roads", "receiver": "dongdu-roads",
        "scope_1": "east-province", "valid_from": "2024-01-01", "valid_to": "2024-12-31",
    });
    for (key, value) in change.as_object().expect("fields") {
        body[key] = value.clone();
    }
    let Value::Object(body) = body else { panic!("fields") };
    Power { id: Id::from_key(0, "power"), version: 3, stage: "kept".into(), body }
}

fn asked() -> Asked {
    Asked {
        matter: "repairs".into(),
        part: None,
        unit: "dongdu-roads".into(),
        jurisdiction: Some(Some("dongdu".into())),
        place: Some(Some(json!({ "type": "Point", "coordinates": ["116.5", "39.5"] }))),
        on: Date::parse("2024-03-04").expect("a day"),
    }
}

fn area(west: &str, east: &str) -> Value {
    json!({ "type": "Polygon", "coordinates": [[[west, "39"], [east, "39"], [east, "40"], [west, "40"], [west, "39"]]] })
}

fn answer(power: &Power, asked: &Asked) -> Answer {
    let register = register();
    let law = register.powers.as_ref().expect("a list of powers");
    judge(&charter(), &register, law, power, asked)
}

#[track_caller]
fn wants(power: &Power, asked: &Asked, wanting: Wanting) {
    assert_eq!(answer(power, asked), Answer::Wants(wanting));
}

#[track_caller]
fn holds(power: &Power, asked: &Asked) -> Used {
    match answer(power, asked) {
        Answer::Holds(used) => used,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_power_holds_from_its_first_to_its_last_day() {
    let on = |day: &str| Asked { on: Date::parse(day).expect("a day"), ..asked() };
    let day = |day: &str| Date::parse(day).expect("a day");
    wants(&power(json!({})), &on("2023-12-31"), Wanting::NotYet(day("2024-01-01")));
    holds(&power(json!({})), &on("2024-01-01"));
    holds(&power(json!({})), &on("2024-12-31"));
    wants(&power(json!({})), &on("2025-01-01"), Wanting::Expired(day("2024-12-31")));
    holds(&power(json!({ "valid_from": null, "valid_to": null })), &on("1999-01-01"));
    let closed = Power { stage: "closed".into(), ..power(json!({})) };
    wants(&closed, &asked(), Wanting::Stage("closed".into()));
}

#[test]
fn another_matter_and_another_unit_are_no_answer() {
    assert_eq!(answer(&power(json!({ "matter": "planting" })), &asked()), Answer::Other);
    assert_eq!(answer(&power(json!({ "receiver": "xidu-roads" })), &asked()), Answer::Other);
    assert_eq!(answer(&power(json!({ "matter": null })), &asked()), Answer::Other);
    holds(&power(json!({ "matter": "修桥许可", "group": "repairs" })), &asked());
}

#[test]
fn a_part_the_giver_holds_back_is_not_given() {
    let of = |part: &str| Asked { part: Some(part.into()), ..asked() };
    let kept = power(json!({ "held_back": ["penalty"] }));
    wants(&kept, &of("penalty"), Wanting::HeldBack("penalty".into()));
    holds(&kept, &of("inspection"));
    holds(&kept, &asked());
}

#[test]
fn a_power_holds_where_its_scope_says_and_nowhere_else() {
    let on = |soil: Option<&str>| Asked { jurisdiction: Some(soil.map(str::to_owned)), ..asked() };
    holds(&power(json!({})), &on(Some("dongdu")));
    holds(&power(json!({})), &on(Some("east-province")));
    holds(&power(json!({ "scope_1": "xidu", "scope_2": "dongdu" })), &on(Some("dongdu")));
    wants(&power(json!({})), &on(Some("xidu")), Wanting::Elsewhere);
    wants(&power(json!({ "scope_1": "dongdu" })), &on(Some("east-province")), Wanting::Elsewhere);
    wants(&power(json!({})), &on(None), Wanting::NoPlace);
    wants(&power(json!({ "scope_1": null })), &asked(), Wanting::NoScope);
    let nowhere = Asked { jurisdiction: None, ..asked() };
    wants(&power(json!({})), &nowhere, Wanting::NoPlace);

    let bounded = power(json!({ "area": area("116", "116.5") }));
    holds(&bounded, &asked());
    holds(&bounded, &on(Some("dongdu")));
    wants(&power(json!({ "area": area("116", "116.4999999") })), &asked(), Wanting::OutsideArea);
    wants(&bounded, &Asked { place: Some(None), ..asked() }, Wanting::NoPlace);
    wants(&bounded, &Asked { place: None, ..asked() }, Wanting::NoPlace);
    // The area alone says where.
    let only_area = power(json!({ "scope_1": null, "area": area("116", "117") }));
    holds(&only_area, &nowhere);
    holds(&bounded, &nowhere);
    let line = json!({ "type": "LineString", "coordinates": [["116.2", "39.5"], ["116.8", "39.5"]] });
    wants(&bounded, &Asked { place: Some(Some(line)), ..asked() }, Wanting::OutsideArea);
}

#[test]
fn what_is_left_out_is_left_out_with_its_border() {
    let out =
        |west: &str, east: &str| power(json!({ "excluded_area": area(west, east), "excluded": "旧港" }));
    let excluded = || Wanting::Excluded("旧港".into());
    wants(&out("116.4", "116.6"), &asked(), excluded());
    wants(&out("116.5", "116.6"), &asked(), excluded());
    wants(&out("116.4", "116.5"), &asked(), excluded());
    holds(&out("116.5000001", "116.6"), &asked());
    holds(&out("116.4", "116.4999999"), &asked());
    let line = json!({ "type": "LineString", "coordinates": [["116.2", "39.5"], ["116.8", "39.5"]] });
    wants(&out("116.4", "116.6"), &Asked { place: Some(Some(line)), ..asked() }, excluded());
    wants(&out("116.4", "116.6"), &Asked { place: Some(None), ..asked() }, Wanting::NoPlace);

    let words_only = power(json!({ "excluded": "旧港" }));
    wants(&words_only, &asked(), Wanting::ExcludedUnknown("旧港".into()));
    let by_soil = power(json!({ "excluded_in": "dongdu" }));
    wants(&by_soil, &asked(), Wanting::Excluded(String::new()));
    let province = Asked { jurisdiction: Some(Some("east-province".into())), ..asked() };
    wants(&by_soil, &province, Wanting::ExcludedUnknown(String::new()));
    holds(&power(json!({ "excluded_in": "xidu" })), &asked());
    wants(&by_soil, &Asked { jurisdiction: Some(None), ..asked() }, Wanting::NoPlace);
}

#[test]
fn it_is_said_in_whose_name_a_decision_is_made() {
    let own = holds(&power(json!({})), &asked());
    assert_eq!((own.in_name_of(), own.version), ("dongdu-roads", 3));
    let entrusted = holds(&power(json!({ "mode": "entrusted" })), &asked());
    assert_eq!(entrusted.in_name_of(), "xidu-roads");
    wants(&power(json!({ "mode": null })), &asked(), Wanting::NoKind);
    wants(&power(json!({ "giver": null })), &asked(), Wanting::NoKind);
}
