//! The first zone's topics: proposed by a unit from a project, examined, consulted, approved, decided.

use super::audit;
use super::decisions::decided_by;
use super::drafts::{EAST, LEADER, OFFICE, TEN, WEST, answer, clerk_of, draft, open};
use super::procedures::{acted, case, events, run};
use super::supervision::on_each_first_zone;
use super::world::{World, body, new_record, why};
use chaobai::charter::model::Verdict;
use chaobai::domain::procedures::{State, awaiting};
use chaobai::domain::registers::Amend;
use kernel::Id;
use serde_json::{Value, json};

fn topic(world: &World, post: &str, unit: &str, more: Value) -> Id {
    let mut fields = body(json!({
        "name": "示例议题", "body": "council", "mode": "deliberate", "proposer": unit, "reason": "示例",
        "request": "同意开工", "sample": true,
    }));
    fields.extend(body(more));
    world.create(&world.holder(post), "topics", Value::Object(fields))
}

#[test]
fn a_unit_proposes_a_topic_from_a_project_and_the_meeting_decides_it() {
    on_each_first_zone(|world| {
        let charter = world.charter();
        let register = charter.register("topics").expect("topics");
        for list in ["projects", "key_projects", "work_points", "drafts"] {
            assert_eq!(register.offered_on(list).count(), 1, "{list} offers a topic");
        }
        assert_eq!(register.offered_on("bridges").count(), 0);
        let project = world.fact("projects", &first_key("projects"));
        let subject = topic(world, WEST, "sanhe", json!({ "project": project.as_str() }));
        // A topic is proposed by one's own unit.
        let foreign = json!({ "name": "冒", "body": "council", "proposer": "tongzhou" });
        assert_eq!(why(world.perform(&world.holder(WEST), new_record("topics", foreign))), ["not_found"]);

        let id = open(world, "topic", &subject, json!({}), WEST);
        acted(world, WEST, &id, "submit", json!({}));
        assert_eq!(world.record(&subject).body["proposed_on"], world.today().to_string());
        acted(world, OFFICE, &id, "return", json!({ "reason": "请补依据" }));
        acted(world, WEST, &id, "submit", json!({}));
        acted(world, OFFICE, &id, "pass", json!({ "consulted": TEN }));
        let consult = case(world, &id);
        assert_eq!(
            consult.due_on.map(|day| day.to_string()).as_deref(),
            Some("2026-03-09"),
            "five working days"
        );
        answer(world, &id, &["dachang", "langfang"]);
        world.until("2026-03-10");
        run(world);
        assert_eq!(case(world, &id).step, "collect");
        let silent = events(world, &id).into_iter().flat_map(|event| event.said.silent).collect::<Vec<_>>();
        assert_eq!(silent, ["langfang", "dachang"], "silence is shown as silence");

        // The office chooses that no legal review is needed, and says why.
        let bare = super::procedures::act(world, &id, "no_review", json!({ "summary": "八家答复" }));
        assert_eq!(why(world.perform(&world.holder(OFFICE), bare)), ["why_no_review required"]);
        let summary = json!({ "summary": "八家答复，两家未答复", "why_no_review": "不涉及规则" });
        acted(world, OFFICE, &id, "no_review", summary);
        acted(world, LEADER, &id, "approve", json!({}));
        assert_eq!(world.record(&subject).stage, "approved");
        let held = Amend {
            register: "topics".into(),
            id: subject.clone(),
            version: world.version(&subject),
            changes: body(json!({ "request": "另一件事" })),
            effective_on: None,
            note: String::new(),
        };
        assert_eq!(why(world.perform(&world.holder(WEST), held)), ["registers.held"]);
        let law = world.law();
        let mut reader = world.house().reader().expect("a reader");
        assert_eq!(awaiting(&mut reader, &law, &subject, "council").unwrap(), Some(id.clone()));
        drop(reader);
        decided_by(world, &id, "council", "议题", Verdict::Passed);
        let record = world.record(&subject);
        assert_eq!((record.stage.as_str(), case(world, &id).state), ("settled", State::Ended));
        assert!(record.body["result"].as_str().is_some_and(|words| !words.is_empty()));
        audit::all_is_well(world);
    });
}

/// The key of the first row of a list that came with the charter.
fn first_key(register: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
    let loaded = chaobai::charter::read(&folder).expect("the charter is right");
    let facts = loaded.facts.iter().find(|file| file.register == register).expect("facts");
    facts.facts[0].key.clone()
}

#[test]
fn a_topic_is_reviewed_sent_back_taken_off_and_declined() {
    on_each_first_zone(|world| {
        let subject =
            topic(world, EAST, "tongzhou", json!({ "draft": draft(world, "示例", json!({})).as_str() }));
        let id = open(world, "topic", &subject, json!({}), EAST);
        let to_collect = |world: &World| {
            acted(world, EAST, &id, "submit", json!({}));
            acted(world, OFFICE, &id, "pass", json!({ "consulted": ["xianghe"] }));
            world.done(
                &clerk_of(world, "xianghe"),
                super::procedures::act(world, &id, "answer", json!({ "opinion": "agree" })),
            );
        };
        to_collect(world);
        acted(world, OFFICE, &id, "to_review", json!({ "summary": "一家同意" }));
        acted(world, OFFICE, &id, "object", json!({ "reason": "与上位法不合" }));
        assert_eq!(world.record(&subject).stage, "proposed");
        to_collect(world);
        acted(world, OFFICE, &id, "to_review", json!({ "summary": "一家同意" }));
        acted(world, OFFICE, &id, "pass", json!({ "finding": "合法" }));
        acted(world, LEADER, &id, "return", json!({ "reason": "再征求意见" }));
        acted(world, OFFICE, &id, "no_review", json!({ "summary": "一家同意", "why_no_review": "已审过" }));
        acted(world, LEADER, &id, "approve", json!({}));
        acted(world, OFFICE, &id, "take_off", json!({ "reason": "材料未齐" }));
        assert_eq!(
            (case(world, &id).step.as_str(), world.record(&subject).stage.as_str()),
            ("collect", "examined")
        );
        acted(world, OFFICE, &id, "no_review", json!({ "summary": "一家同意", "why_no_review": "已审过" }));
        acted(world, LEADER, &id, "decline", json!({ "reason": "不需上会" }));
        assert_eq!(
            (case(world, &id).state, world.record(&subject).stage.as_str()),
            (State::Ended, "declined")
        );
        audit::all_is_well(world);
    });
}
