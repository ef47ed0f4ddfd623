//! The first zone's supervision, from registration to the archive: reminded, overdue, urged, escalated to the
//! council, paused, sent back, struck off.

use super::audit;
use super::procedures::{acted, case, digest_of, events, run, told};
use super::world::{World, body, day, on_each_engine_at};
use chaobai::domain::procedures::{OpenCase, Pause, Resume, State};
use kernel::Id;
use serde_json::{Value, json};
use std::path::Path;

/// The first zone, on a Monday in March 2026.
pub fn on_each_first_zone(story: impl Fn(&mut World)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
    on_each_engine_at(&folder, "2026-03-02T09:00:00+08:00", story);
}

fn matter(world: &World, code: &str) -> Id {
    world.create(
        &world.holder("sample_office"),
        "supervised_matters",
        json!({ "code": code, "name": format!("示例事项 {code}"), "basis": "示例：执委会会议 2026-02-27",
                "lead_beijing": "tongzhou", "lead_hebei": "sanhe", "first": "beijing" }),
    )
}

fn open(world: &World, matter: &Id) -> Id {
    let command =
        OpenCase { procedure: "supervision".into(), subject: matter.clone(), given: body(json!({})) };
    Id::parse(&world.done(&world.holder("sample_office"), command).id).expect("the id of the case")
}

const OFFICE: &str = "sample_office";
const EAST: &str = "sample_member_tongzhou";
const WEST: &str = "sample_member_sanhe";
const COUNCIL: &str = "sample_council";

type Do<'d> = dyn FnMut(&World, &str, &Id, &str, Value) + 'd;

/// Cases that together meet every action of the procedure; what was met, as `procedure/step/action`.
pub fn walk_every_action(world: &World, act: &mut Do<'_>) -> Vec<String> {
    let mut met = Vec::new();
    let mut go = |world: &World, post: &str, id: &Id, action: &str, given: Value| {
        met.push(format!("supervision/{}/{action}", case(world, id).step));
        act(world, post, id, action, given);
    };
    let reason = || json!({ "reason": "示例理由" });
    let declined = open(world, &matter(world, "S0"));
    go(world, OFFICE, &declined, "decline", reason());

    let id = open(world, &matter(world, "S1"));
    go(world, OFFICE, &id, "approve", json!({}));
    go(world, OFFICE, &id, "assign", json!({ "task": "办", "deadline": "2026-03-20" }));
    go(world, WEST, &id, "return", reason());
    go(world, OFFICE, &id, "assign", json!({ "task": "办好", "deadline": "2026-03-20" }));
    for post in [EAST, WEST] {
        go(world, post, &id, "sign", json!({}));
    }
    for post in [EAST, WEST] {
        go(world, post, &id, "plan", json!({ "plan": "分三项" }));
    }
    go(world, EAST, &id, "report", json!({ "progress": 30, "account": "已开工" }));
    go(world, OFFICE, &id, "urge", reason());
    go(world, OFFICE, &id, "urge_behind", reason());
    go(world, EAST, &id, "finish", json!({ "result": "完成" }));
    go(world, OFFICE, &id, "return", json!({ "reason": "缺佐证", "deadline": "2026-03-24" }));
    world.until("2026-03-25");
    run(world);
    go(world, OFFICE, &id, "extend", json!({ "deadline": "2026-03-30", "reason": "示例" }));
    world.until("2026-03-31");
    run(world);
    go(world, EAST, &id, "finish", json!({ "result": "完成", "late_because": "示例" }));
    go(world, OFFICE, &id, "return", json!({ "reason": "缺佐证", "deadline": "2026-04-03" }));
    // A step that begins late has its own days: nobody is late for what they did not hold.
    for day in ["2026-04-30", "2026-05-15"] {
        world.until(day);
        run(world);
    }
    go(world, COUNCIL, &id, "instruct", json!({ "instruction": "限期", "deadline": "2026-05-29" }));
    go(world, WEST, &id, "finish", json!({ "result": "完成" }));
    go(world, OFFICE, &id, "pass", json!({ "finding": "属实" }));
    go(world, OFFICE, &id, "conclude", json!({ "conclusion": "办结" }));
    go(world, OFFICE, &id, "strike_off", json!({}));
    go(world, OFFICE, &id, "file", json!({ "file_number": "示例-1" }));

    let stopped = open(world, &matter(world, "S2"));
    for (post, action, given) in [
        (OFFICE, "approve", json!({})),
        (OFFICE, "assign", json!({ "task": "办", "deadline": "2026-06-05" })),
        (EAST, "sign", json!({})),
        (WEST, "sign", json!({})),
        (EAST, "plan", json!({ "plan": "一项" })),
        (WEST, "plan", json!({ "plan": "一项" })),
    ] {
        go(world, post, &stopped, action, given);
    }
    for day in ["2026-06-26", "2026-07-10"] {
        world.until(day);
        run(world);
    }
    go(world, COUNCIL, &stopped, "stop", reason());
    met
}

#[test]
fn every_way_through_supervision_ends() {
    on_each_first_zone(|world| {
        let met = walk_every_action(world, &mut |world, post, id, action, given| {
            acted(world, post, id, action, given);
        });
        assert!(met.len() > 20, "{met:?}");
        assert_eq!(
            world.number("SELECT count(*) FROM procedure_case WHERE state = 'open'"),
            1,
            "one waits for filing"
        );
        audit::all_is_well(world);
    });
}

#[test]
fn a_matter_is_supervised_from_registration_to_the_archive() {
    on_each_first_zone(|world| {
        let matter = matter(world, "D1");
        let id = open(world, &matter);
        acted(world, OFFICE, &id, "approve", json!({}));
        acted(world, OFFICE, &id, "assign", json!({ "task": "完成示例任务", "deadline": "2026-03-28" }));
        assert_eq!(world.record(&matter).body["due_on"], "2026-03-28", "the matter says what the case says");
        acted(world, WEST, &id, "sign", json!({ "contact": "示例甲" }));
        assert_eq!(case(world, &id).awaited().collect::<Vec<_>>(), ["tongzhou"]);
        acted(world, EAST, &id, "sign", json!({}));
        acted(world, EAST, &id, "plan", json!({ "plan": "分两项" }));
        world.until("2026-03-09");
        assert_eq!(run(world).done, 1, "a reminder a day before the fifth working day");
        acted(world, WEST, &id, "plan", json!({ "plan": "分一项" }));
        let feedback = case(world, &id);
        assert_eq!(feedback.due_on, Some(day("2026-03-30")), "28 March is a Saturday: the Monday after");

        let office = world.holder(OFFICE);
        let version = case(world, &id).version;
        let pause = Pause { id: id.clone(), version, reason: "approval".into(), note: "等待批复".into() };
        world.done(&office, pause);
        world.until("2026-03-11");
        let version = case(world, &id).version;
        world.done(&office, Resume { id: id.clone(), version, note: "已批复".into(), deadline: None });
        assert_eq!(case(world, &id).due_on, Some(day("2026-04-01")), "two working days stood still");

        world.until("2026-03-27");
        run(world);
        assert_eq!(digest_of(world, EAST).due_soon.len(), 1);
        world.until("2026-04-02");
        run(world);
        assert_eq!(case(world, &id).step, "urging", "the day after the last one");
        world.until("2026-04-09");
        run(world);
        assert_eq!(digest_of(world, COUNCIL).told.len(), 1, "the council is told with the red note");
        world.until("2026-04-13");
        run(world);
        assert_eq!(case(world, &id).step, "proposal", "the last rung: the council's agenda");
        acted(
            world,
            COUNCIL,
            &id,
            "instruct",
            json!({ "instruction": "四月底前完成", "deadline": "2026-04-30" }),
        );
        acted(world, EAST, &id, "finish", json!({ "result": "完成" }));
        acted(world, OFFICE, &id, "return", json!({ "reason": "缺佐证", "deadline": "2026-05-08" }));
        acted(world, WEST, &id, "finish", json!({ "result": "完成，附佐证" }));
        acted(world, OFFICE, &id, "pass", json!({ "finding": "属实" }));
        acted(world, OFFICE, &id, "conclude", json!({ "conclusion": "如期办结" }));
        acted(world, OFFICE, &id, "strike_off", json!({}));
        acted(world, OFFICE, &id, "file", json!({}));
        assert_eq!((case(world, &id).state, run(world).done), (State::Ended, 0));
        let record = world.record(&matter);
        assert_eq!(
            (record.stage.as_str(), &record.body["struck_off_on"]),
            ("struck_off", &json!("2026-04-13"))
        );
        assert_eq!(record.body["result"], "如期办结");
        let slips: Vec<String> = events(world, &id).into_iter().filter_map(|event| event.said.slip).collect();
        assert_eq!(slips, ["blue", "yellow", "red", "yellow"], "{:?}", told(world, &id));
        audit::all_is_well(world);
    });
}
