//! What is written down is kept byte for byte, or refused with the field and the reason.

use super::life::{amend, bridge};
use super::world::{day, new_record, on_each_engine, why};
use chaobai::domain::people::OpenAccount;
use chaobai::domain::registers::Create;
use kernel::Id;
use serde_json::{Value, json};

#[test]
fn rare_characters_are_kept_byte_for_byte() {
    let names = [
        "𠮷野家",
        "㐂",
        "𰻝𰻝面",
        "﨑",
        "䶮",
        "𫗧",
        "阿·买提",
        "Ａ１",
        "é",
        "e\u{301}",
        "葛\u{e0100}",
        "👨",
        "ㄅㄆ",
        "龦",
    ];
    on_each_engine(|world| {
        let office = world.holder("office");
        for name in names {
            let id = world.create(
                &office,
                "everything",
                json!({ "name": name, "remarks": format!("{name}\n第二行") }),
            );
            let record = world.record(&id);
            assert_eq!(record.body["name"].as_str().unwrap().as_bytes(), name.as_bytes());
            let filter = format!("name = '{name}'");
            let query = chaobai::domain::registers::ListQuery {
                filter: Some(filter),
                limit: 9,
                ..Default::default()
            };
            let found = world.list(&office, &world.register("everything"), &query).unwrap();
            assert_eq!(found.iter().map(|r| r.id.clone()).collect::<Vec<_>>(), [id], "{name}");
        }
    });
}

#[test]
fn characters_that_cannot_be_seen_are_refused_everywhere() {
    let cases = [
        ("甲\u{202e}乙", "bidi_character"),
        ("甲\u{2066}乙", "bidi_character"),
        ("甲\u{200b}乙", "zero_width_character"),
        ("甲\u{feff}乙", "zero_width_character"),
        ("甲\u{7}乙", "control_character"),
        ("甲\u{0}乙", "control_character"),
        ("甲\u{fffd}乙", "lost_character"),
    ];
    on_each_engine(|world| {
        let office = world.holder("office");
        let id = world.create(&office, "everything", json!({ "name": "好" }));
        for (text, code) in cases {
            for field in ["name", "remarks", "secret"] {
                let mut fields = json!({ "name": "好" });
                fields[field] = json!(text);
                assert_eq!(
                    why(world.perform(&office, new_record("everything", fields))),
                    [format!("{field} {code}")]
                );
            }
            let mut noted = new_record("everything", json!({ "name": "好" }));
            noted.note = text.into();
            assert_eq!(why(world.perform(&office, noted)), [format!("note {code}")]);
            let mut noted = amend(world, &id, "2024-03-04", json!({ "name": "更好" }));
            noted.note = text.into();
            assert_eq!(why(world.perform(&office, noted)), [format!("note {code}")]);
        }
        let line = new_record("everything", json!({ "name": "两\n行" }));
        assert_eq!(why(world.perform(&office, line)), ["name not_one_line"]);
        let mut long = new_record("everything", json!({ "name": "好" }));
        long.note = "长".repeat(2001);
        assert_eq!(why(world.perform(&office, long)), ["note too_long"]);
    });
}

#[test]
fn days_that_are_not_here_yet_and_things_that_do_not_exist_are_refused() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let future = Create {
            effective_on: Some(day("2024-03-05")),
            ..new_record("everything", json!({ "name": "早" }))
        };
        assert_eq!(why(world.perform(&office, future.clone())), ["effective_on in_the_future"]);
        // In the zone it is the fifth a quarter of a day before it is in Greenwich.
        world.advance(15 * 60 * super::world::MINUTE);
        world.done(&office, future);

        let nowhere = Id::new(1, [5; 10]);
        let source = world.fact("sources", "S1");
        let cases = [
            (json!({ "name": "x", "unit": "dongdu-road" }), "unit unknown_unit"),
            (json!({ "name": "x", "town": "dong-du" }), "town unknown_jurisdiction"),
            (json!({ "name": "x", "body": "cuoncil" }), "body unknown_body"),
            (json!({ "name": "x", "post": "ofice" }), "post unknown_post"),
            (json!({ "name": "x", "bridge": nowhere.as_str() }), "bridge no_such_record"),
            (json!({ "name": "x", "bridge": source.as_str() }), "bridge no_such_record"),
            (json!({ "name": "x", "bridge": "渡口桥" }), "bridge not_an_id"),
            (json!({ "name": "x", "colour": "red" }), "colour unknown_field"),
            (json!({ "remarks": "x" }), "name required"),
            (json!({ "name": null }), "name required"),
        ];
        for (fields, expected) in cases {
            let answer = world.perform(&office, new_record("everything", fields.clone()));
            assert!(why(answer).contains(&expected.to_owned()), "{fields}");
        }
        assert_eq!(why(world.perform(&office, new_record("nothing", json!({})))), ["not_found"]);
        let account = OpenAccount { login: "nobody".into(), person: nowhere.clone() };
        assert_eq!(why(world.perform(&world.holder("system"), account)), ["person no_such_record"]);
        let mut ghost = amend(world, &world.fact("bridges", "渡口桥"), "2024-03-04", json!({ "lanes": 2 }));
        ghost.id = nowhere;
        assert_eq!(why(world.perform(&office, ghost)), ["not_found"]);
    });
}

#[test]
fn an_id_is_taken_once_and_a_stage_cannot_be_skipped_by_asking_for_it() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let id = Id::new(world.now().0, [9; 10]);
        let with_id = || Create { id: Some(id.clone()), ..new_record("bridges", bridge("自带")) };
        world.done(&clerk, with_id());
        assert_eq!(why(world.perform(&clerk, with_id())), ["registers.exists"]);
        let kept = Create { stage: Some("kept".into()), ..new_record("bridges", bridge("跳")) };
        assert_eq!(why(world.perform(&clerk, kept)), ["registers.stage"]);
        let unknown = Create { stage: Some("gone".into()), ..new_record("bridges", bridge("跳")) };
        assert_eq!(why(world.perform(&world.operator(), unknown)), ["registers.stage"]);
    });
}

#[test]
fn numbers_that_have_no_exact_form_are_refused_before_anything_is_written() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let before = world.number("SELECT count(*) FROM request");
        for value in [json!(1.5), json!(1e300), json!({ "x": 0.1 }), json!([2.5]), json!(u64::MAX)] {
            let answer =
                world.perform(&office, new_record("everything", json!({ "name": "数", "count": value })));
            let refusal = answer.unwrap_err();
            assert_eq!(refusal.kind, kernel::Kind::Invalid, "{refusal:?}");
        }
        assert_eq!(world.number("SELECT count(*) FROM request"), before);
        let big = json!({ "name": "数", "cost": 9_007_199_254_740_993_i64 });
        let id = world.create(&office, "everything", big);
        assert_eq!(world.record(&id).body["cost"], Value::from(9_007_199_254_740_993_i64));
    });
}
