//! A year of the zone: work points drafted, consulted by ten units on both sides, sent back once, passed in principle,
//! amended, agreed, issued as tasks, acknowledged, reported, back on the next agenda, closed.

use super::audit;
use super::drafts::{EAST, OFFICE, TEN, WEST, answer as consulted, draft, open};
use super::meetings::*;
use super::procedures::{acted, case, events, run, told};
use super::supervision::on_each_first_zone;
use super::world::{World, body, day};
use chaobai::charter::model::Verdict;
use chaobai::domain::meetings::*;
use chaobai::domain::procedures::State;
use chaobai::domain::registers::{Advance, ListQuery};
use chaobai::domain::rounds::{self, AcceptRow, OpenRound, ReturnRow, Row, SubmitRow};
use kernel::Id;
use serde_json::{Value, json};

/// Both leads do the same.
fn both(world: &World, id: &Id, action: &str) {
    acted(world, EAST, id, action, json!({}));
    acted(world, WEST, id, action, json!({}));
}

/// A meeting held on a day about one draft; the item.
fn meet_about(world: &World, held_on: &str, name: &str, subject: &Id) -> (Id, Id) {
    let meeting = call(world, "sitting", held_on);
    let item = PlaceItem {
        about: body(json!({ "draft": subject.as_str() })),
        ..placing(&meeting, name, "deliberate")
    };
    let item = answer(&world.done(&office(world), item), "item");
    notice(world, &meeting).expect("a notice in time");
    world.until(held_on);
    run(world);
    world.done(&office(world), opening(world, &meeting, &all()));
    (meeting, item)
}

fn voted(world: &World, item: &Id, no: &[&str]) -> bool {
    let ballot = vote(world, item);
    for post in all() {
        let choice = if no.contains(&post) { Choice::No } else { Choice::Yes };
        cast(world, &ballot, post, choice).expect("a vote");
    }
    count(world, &ballot)
}

/// What the follow-up item of a meeting speaks of: tasks of the body, whatever meeting they come from.
fn earlier(world: &World) -> Vec<(String, String)> {
    let query = ListQuery { filter: Some("decided_by = 'sample_council'".into()), ..ListQuery::default() };
    let list = world.register("resolution_tasks");
    let tasks = world.list(&office(world), &list, &query).expect("a list");
    let word = |record: &chaobai::domain::registers::Record| {
        record.body["name"].as_str().unwrap_or_default().to_owned()
    };
    tasks.iter().map(|record| (word(record), record.stage.clone())).collect()
}

fn advanced(world: &World, task: &Id, to: &str) {
    let command = Advance {
        register: "resolution_tasks".into(),
        id: task.clone(),
        version: world.version(task),
        to: to.into(),
        effective_on: Some(world.today()),
        waive: false,
        note: String::new(),
    };
    world.done(&office(world), command);
}

#[test]
fn a_year_from_the_first_draft_to_the_last_task() {
    on_each_first_zone(|world| {
        // Drafted by both sides, ten units asked, one of them silent.
        let subject = draft(
            world,
            "2026年工作要点（示例）",
            json!({ "kind": "work_points", "body": "sample_council" }),
        );
        let id = open(world, "drafting", &subject, json!({}), EAST);
        acted(world, EAST, &id, "hand_over", json!({ "consulted": TEN }));
        both(world, &id, "confirm");
        consulted(world, &id, &["xianghe"]);
        world.until("2026-03-10");
        run(world);
        let silent = events(world, &id).into_iter().find(|event| !event.said.silent.is_empty());
        assert_eq!(silent.expect("silence is an event").said.silent, ["xianghe"]);
        acted(world, WEST, &id, "amend", json!({ "text": "一、交通。二、生态。", "handling": "采纳" }));
        both(world, &id, "confirm");
        acted(world, OFFICE, &id, "pass", json!({ "finding": "合法" }));
        acted(world, OFFICE, &id, "submit", json!({}));

        // The first meeting sends it back: one side did not carry it.
        let (first, item) = meet_about(world, "2026-03-20", "2026年工作要点（示例）", &subject);
        look(world, &first, |sitting| {
            let papers = &sitting.items[1].papers;
            assert_eq!((papers.len(), papers[0].subject.as_str()), (1, format!("drafts/{subject}").as_str()));
            assert_eq!(papers[0].version, world.version(&subject), "the draft is frozen as it was read");
        });
        assert!(!voted(world, &item, &SOUTH[1..]));
        decide(world, &item, Verdict::Revise, "补充公共服务内容后再议。").expect("a decision");
        close(world, &first, "汇报一项未及").expect("a close");
        run(world);
        assert_eq!(
            (case(world, &id).step.as_str(), world.record(&subject).stage.as_str()),
            ("draft", "drafting")
        );

        // Amended, confirmed, consulted once more; the second meeting passes it in principle.
        let amend = chaobai::domain::registers::Amend {
            register: "drafts".into(),
            id: subject.clone(),
            version: world.version(&subject),
            changes: body(json!({ "text": "一、交通。二、生态。三、公共服务。" })),
            effective_on: None,
            note: String::new(),
        };
        world.done(&world.holder(EAST), amend);
        run(world);
        acted(world, WEST, &id, "hand_over", json!({ "consulted": TEN }));
        both(world, &id, "confirm");
        consulted(world, &id, &[]);
        acted(world, EAST, &id, "unchanged", json!({ "handling": "上一轮已吸收" }));
        acted(world, OFFICE, &id, "pass", json!({ "finding": "合法" }));
        acted(world, OFFICE, &id, "submit", json!({}));
        let (second, item) = meet_about(world, "2026-04-10", "2026年工作要点（示例）", &subject);
        look(world, &second, |sitting| {
            assert_eq!(sitting.meeting.body["name"], "示例理事会第二次会议");
            let read: Vec<i64> = sitting.items[1].papers.iter().map(|paper| paper.version).collect();
            assert_eq!(read, [world.version(&subject)], "another reading, another version");
        });
        assert!(voted(world, &item, &[]));
        let wording = "原则通过，时限写明到季度，修改后印发。";
        decide(world, &item, Verdict::PassedInPrinciple, wording).expect("a decision");
        run(world);
        assert_eq!(case(world, &id).step, "reword");
        acted(
            world,
            EAST,
            &id,
            "reworded",
            json!({ "text": "一、交通（二季度）。二、生态（三季度）。三、公共服务（四季度）。" }),
        );
        acted(world, OFFICE, &id, "fits", json!({}));
        let agreed = world.record(&subject);
        assert_eq!((agreed.stage.as_str(), &agreed.body["conditions"]), ("agreed", &json!(wording)));
        assert_eq!(told(world, &id).iter().filter(|event| event.starts_with("decide")).count(), 2);

        // Resolution, tasks, acknowledged by one side in time and by the other after it was told of.
        let issue = IssueResolution {
            item: item.clone(),
            name: String::new(),
            text: "印发2026年工作要点（示例）。".into(),
        };
        let resolution = answer(&world.done(&office(world), issue), "resolution");
        let task = |name: &str, due: &str| {
            body(
                json!({ "name": name, "area": "transport", "lead_beijing": "tongzhou", "lead_hebei": "sanhe",
                         "partner_1": "langfang", "due": due, "deliverable": "完成" }),
            )
        };
        let tasks = vec![task("示例任务甲", "2026-06-30"), task("示例任务乙", "2026-09-30")];
        world.done(&office(world), IssueTasks { resolution: resolution.clone(), known: 0, tasks });
        close(world, &second, "汇报一项未及").expect("a close");
        run(world);
        run(world);
        let made: Vec<Id> = world
            .rows(
                "SELECT id FROM record WHERE register = 'resolution_tasks' ORDER BY (body ->> 'number')",
                &[],
            )
            .iter()
            .map(|row| Id::parse(row.text_ref(0).unwrap()).unwrap())
            .collect();
        assert_eq!(made.len(), 2);
        assert_eq!(world.record(&made[0]).body["resolution"], json!(resolution.as_str()));
        let receipts: Vec<Id> = world
            .rows("SELECT id FROM procedure_case WHERE procedure = 'receipt' ORDER BY id", &[])
            .iter()
            .map(|row| Id::parse(row.text_ref(0).unwrap()).unwrap())
            .collect();
        for receipt in &receipts {
            acted(world, EAST, receipt, "sign", json!({ "contact": "示例经办" }));
        }
        world.until("2026-04-15");
        run(world);
        assert!(
            case(world, &receipts[0]).body.told.iter().any(|held| held.holder == "role:office"),
            "silence is told"
        );
        for receipt in &receipts {
            acted(world, WEST, receipt, "sign", json!({}));
            assert_eq!(case(world, receipt).state, State::Ended);
        }

        // Reported for a month, sent back once, accepted.
        for task in &made {
            advanced(world, task, "under_way");
        }
        world.until("2026-06-26");
        run(world);
        let round = OpenRound {
            month: "2026-06".into(),
            lists: vec!["resolution_tasks".into()],
            due: day("2026-06-30"),
            note: String::new(),
        };
        world.done(&office(world), round);
        let row = |item: &Id, version: i64| Row {
            register: "resolution_tasks".into(),
            item: item.clone(),
            round: "2026-06".into(),
            version,
        };
        let report = |item: &Id, version: i64, progress: i64| SubmitRow {
            row: row(item, version),
            fields: Some(body(
                json!({ "progress": progress, "latest": "示例进展", "lag_reason": "示例原因" }),
            )),
            stage: None,
        };
        let version = |item: &Id| {
            let mut reader = world.house().reader().expect("a reader");
            rounds::report(&mut reader, &world.charter(), &office(world), item, "2026-06")
                .unwrap()
                .map_or(0, |report| report.version)
        };
        world.done(&world.holder(EAST), report(&made[0], 0, 100));
        world.done(
            &office(world),
            ReturnRow { row: row(&made[0], version(&made[0])), remark: "口径？".into() },
        );
        world.done(&world.holder(EAST), report(&made[0], version(&made[0]), 95));
        world.done(&office(world), AcceptRow { row: row(&made[0], version(&made[0])) });
        assert_eq!(world.record(&made[0]).body["progress"], json!(95));
        advanced(world, &made[0], "done");

        // The next meeting begins with what became of it.
        world.until("2026-07-06");
        run(world);
        let third = call(world, "sitting", "2026-07-10");
        let follow_up = look(world, &third, |sitting| sitting.items[0].record.clone());
        assert_eq!(follow_up.body["mode"], "hear");
        assert_eq!(
            earlier(world),
            [("示例任务甲".to_owned(), "done".to_owned()), ("示例任务乙".to_owned(), "under_way".to_owned())]
        );
        notice(world, &third).expect("a notice");
        world.until("2026-07-10");
        world.done(&office(world), opening(world, &third, &all()));
        assert_eq!(world.record(&third).body["chair"], SOUTH[0], "the other side's turn");
        world.done(&office(world), decision(world, &follow_up.id, None, "已听取，乙项抓紧。"));
        close(world, &third, "").expect("a close");

        // The last task is done; the draft's case ends.
        world.until("2026-09-28");
        run(world);
        advanced(world, &made[1], "done");
        acted(world, OFFICE, &id, "carry_out", json!({}));
        acted(world, OFFICE, &id, "finish", json!({ "result": "两项均完成" }));
        assert_eq!((case(world, &id).state, world.record(&subject).stage.as_str()), (State::Ended, "done"));
        let open = "SELECT count(*) FROM deadline WHERE state = 'waiting' AND kind = 'effect'";
        assert_eq!(world.number(open), 0, "nothing decided is left undone");
        let refused: Vec<Value> = world
            .rows("SELECT what FROM deadline WHERE kind = 'effect' AND state NOT IN ('done', 'waiting')", &[])
            .iter()
            .map(|row| row.json(0).unwrap())
            .collect();
        assert_eq!(refused, Vec::<Value>::new());
        audit::all_is_well(world);
    });
}
