//! Decisions that need a power somebody was given: it is judged on the day and at the place of the decision.

use super::audit;
use super::life::{advance, amend};
use super::procedures::{act, case, events, open};
use super::world::{DAY, MINUTE, World, body, day, on_each_engine, why};
use chaobai::domain::procedures::{OpenCase, State};
use kernel::{Id, Refusal};
use serde_json::{Value, json};

/// The three towns with a list of powers and a procedure that asks for one.
fn found(world: &mut World) {
    world.write("registers/powers.toml", include_str!("powers.toml"));
    world.write("procedures/permit.toml", include_str!("permit.toml"));
    assert_eq!(world.adopt().2, 0);
}

fn bridge_at(world: &World, name: &str, lon: &str, lat: &str) -> Id {
    world.place(
        "bridges",
        "kept",
        "2024-03-01",
        json!({ "name": name, "state": "open", "lead_east": "dongdu-roads", "lead_west": "xidu-roads",
                "place": { "type": "Point", "coordinates": [lon, lat] },
                "source": "S1", "source_date": "2024-03-01" }),
    )
}

fn give(world: &World, change: Value) -> Id {
    let mut power = json!({ "matter": "修桥许可", "group": "repairs", "mode": "authorised", "giver": "xidu-roads",
        "receiver": "dongdu-roads", "scope_1": "dongdu", "valid_from": "2024-01-01" });
    for (key, value) in change.as_object().expect("fields") {
        power[key] = value.clone();
    }
    world.create(&world.holder("office"), "powers", power)
}

fn refusal(world: &World, id: &Id, action: &str) -> Refusal {
    world
        .perform(&world.holder("clerk-dongdu"), act(world, id, action, json!({})))
        .expect_err("this was to be refused")
}

/// What a refusal found wanting.
fn found_wanting(world: &World, id: &Id, action: &str) -> String {
    let refusal = refusal(world, id, action);
    assert_eq!(refusal.code, "powers.needed", "{refusal:?}");
    assert_eq!(case(world, id).state, State::Open, "nothing moved");
    refusal.params["found_zh"].clone()
}

fn soil() -> Value {
    json!({ "soil": "dongdu" })
}

#[test]
fn a_power_that_expires_at_midnight_refuses_the_decision_drafted_before() {
    on_each_engine(|world| {
        found(world);
        let id = open(world, "permit", &bridge_at(world, "甲", "116.9", "39.9"), soil());
        assert!(found_wanting(world, &id, "grant").contains("没有登记"));
        let power = give(world, json!({ "valid_to": "2024-03-05" }));
        // Drafted on the last day, decided a minute after midnight.
        let drafted = act(world, &id, "grant", json!({}));
        world.advance(DAY + 15 * 60 * MINUTE - 1);
        assert_eq!(world.today(), day("2024-03-05"));
        world.advance(1);
        let late = world.perform(&world.holder("clerk-dongdu"), drafted);
        let late = late.expect_err("the power is over");
        assert_eq!((late.code, late.params["day"].as_str()), ("powers.needed", "2024-03-06"));
        assert!(late.params["found_zh"].contains("已于 2024-03-05 期满"), "{late:?}");
        assert!(late.params["power_zh"].contains("修桥") && late.params["power_zh"].contains("116.9, 39.9"));
        assert_eq!(late.params["unit_zh"], world.charter().unit("dongdu-roads").expect("the unit").name.zh);

        // Prolonged, and the decision says by which power it was made.
        let longer = amend(world, &power, "2024-03-06", json!({ "valid_to": "2024-12-31" }));
        world.done(&world.holder("office"), longer);
        world.done(&world.holder("clerk-dongdu"), act(world, &id, "grant", json!({})));
        let said = events(world, &id).pop().expect("an event").said;
        let used = said.power.expect("a power");
        assert_eq!((used.power.as_str(), used.version), (power.as_str(), 2));
        assert_eq!(used.in_name_of(), "dongdu-roads", "authorised: in its own name");
        audit::all_is_well(world);
    });
}

#[test]
fn on_its_last_day_a_power_still_holds_and_closed_it_does_not() {
    on_each_engine(|world| {
        found(world);
        let power = give(world, json!({ "valid_to": "2024-03-04" }));
        let (first, second) =
            (bridge_at(world, "甲", "116.9", "39.9"), bridge_at(world, "乙", "116.8", "39.9"));
        let (first, second) = (open(world, "permit", &first, soil()), open(world, "permit", &second, soil()));
        world.done(&world.holder("clerk-dongdu"), act(world, &first, "grant", json!({})));
        let close = advance(world, &power, "closed");
        world.done(&world.holder("office"), close);
        assert!(found_wanting(world, &second, "grant").contains("已关闭"));
    });
}

#[test]
fn what_is_left_out_of_a_power_is_refused_up_to_its_border() {
    on_each_engine(|world| {
        found(world);
        let square = json!({ "type": "Polygon", "coordinates": [[["116.8", "39.8"], ["117", "39.8"], ["117", "40"],
            ["116.8", "40"], ["116.8", "39.8"]]] });
        give(world, json!({ "excluded_area": square, "excluded": "旧港" }));
        for (name, lon, lat, granted) in [
            ("内", "116.9", "39.9", false),
            ("边", "116.8", "39.9", false),
            ("角", "117", "40", false),
            ("外", "116.7999999", "39.9", true),
        ] {
            let id = open(world, "permit", &bridge_at(world, name, lon, lat), soil());
            if granted {
                world.done(&world.holder("clerk-dongdu"), act(world, &id, "grant", json!({})));
            } else {
                assert!(found_wanting(world, &id, "grant").contains("排除范围内（旧港）"), "{name}");
            }
        }
        // On the other side's soil, and on nobody's.
        let other = bridge_at(world, "彼", "116.5", "39.5");
        let there = open(world, "permit", &other, json!({ "soil": "xidu" }));
        assert!(found_wanting(world, &there, "grant").contains("不适用于"));
        let nowhere = open(world, "permit", &other, json!({}));
        assert!(found_wanting(world, &nowhere, "grant").contains("没有登记辖区或位置"));
    });
}

#[test]
fn a_boundary_nobody_knows_is_said_and_what_is_held_back_is_not_given() {
    on_each_engine(|world| {
        found(world);
        let id = open(world, "permit", &bridge_at(world, "甲", "116.9", "39.9"), soil());
        let power = give(world, json!({ "excluded": "旧港一带", "held_back": ["penalty"] }));
        assert!(found_wanting(world, &id, "grant").contains("边界未知（旧港一带）"));
        assert!(found_wanting(world, &id, "fine").contains("“处罚”由赋权方保留"));
        world.done(
            &world.holder("office"),
            amend(world, &power, "2024-03-04", json!({ "excluded": null, "mode": "entrusted" })),
        );
        assert!(found_wanting(world, &id, "fine").contains("“处罚”由赋权方保留"));
        world.done(&world.holder("clerk-dongdu"), act(world, &id, "grant", json!({})));
        let used = events(world, &id).pop().and_then(|event| event.said.power).expect("a power");
        assert_eq!(used.in_name_of(), "xidu-roads", "entrusted: in the giver's name");
        audit::all_is_well(world);
    });
}

#[test]
fn a_worked_example_is_no_power_and_a_needless_need_is_refused_by_the_checker() {
    on_each_engine(|world| {
        found(world);
        world.edit("registers/powers.toml", "stages = [\"kept\"]", "stages = [\"kept\"]\nexample = true");
        let mistakes = chaobai::charter::read(world.charter_folder()).expect_err("a need without a list");
        assert!(mistakes.iter().any(|mistake| mistake.code == "no_powers"), "{mistakes:?}");
        let other = include_str!("powers.toml").replace("id = \"powers\"", "id = \"real_powers\"");
        world.write("registers/real_powers.toml", &other);
        assert_eq!(world.adopt().2, 0);
        let command = OpenCase {
            procedure: "permit".into(),
            subject: bridge_at(world, "甲", "116.9", "39.9"),
            given: body(soil()),
        };
        let id = Id::parse(&world.done(&world.holder("office"), command).id).expect("a case");
        give(world, json!({}));
        assert!(found_wanting(world, &id, "grant").contains("没有登记"));
        let refused = world.perform(&world.holder("clerk-xidu"), act(world, &id, "grant", json!({})));
        assert_eq!(why(refused), ["not_found"], "whose case it is not learns nothing of powers");
    });
}
