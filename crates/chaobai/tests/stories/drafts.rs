//! The first zone's drafts: consulted by ten units on both sides, sent back once, passed in principle, amended,
//! agreed; then changed by nobody, until the council changes it.

use super::audit;
use super::decisions::decided_by;
use super::procedures::{act, acted, case, events, run, told};
use super::supervision::on_each_first_zone;
use super::world::{World, body, why};
use chaobai::charter::model::Verdict;
use chaobai::desk::{Caller, HeldPost, Receipt};
use chaobai::domain::procedures::{OpenCase, State, awaiting};
use chaobai::domain::registers::{Advance, Amend, Create, Withdraw};
use kernel::{Id, Kind, Refusal};
use serde_json::{Value, json};
use std::sync::Arc;

pub const OFFICE: &str = "sample_office";
pub const EAST: &str = "sample_member_tongzhou";
pub const WEST: &str = "sample_member_sanhe";
pub const LEADER: &str = "sample_council";

/// Opens a case by somebody's right.
pub fn open(world: &World, procedure: &str, subject: &Id, given: Value, post: &str) -> Id {
    let command = OpenCase { procedure: procedure.into(), subject: subject.clone(), given: body(given) };
    Id::parse(&world.done(&world.holder(post), command).id).expect("the id of the case")
}

/// Ten units on both sides.
pub const TEN: [&str; 10] = [
    "tongzhou",
    "subcentre",
    "beijing_departments",
    "beijing_transport",
    "tongzhou_transport",
    "langfang",
    "sanhe",
    "dachang",
    "xianghe",
    "dachang_transport",
];

/// A clerk of a unit that has no sample post of its own.
pub fn clerk_of(world: &World, unit: &str) -> Arc<Caller> {
    let law = world.law();
    let side = law.charter.side_of_unit(unit).map(str::to_owned);
    let name = law.charter.unit(unit).unwrap_or_else(|| panic!("no unit {unit}")).name.clone();
    Arc::new(Caller {
        person: Some(Id::from_key(0, &format!("clerk of {unit}"))),
        name: unit.into(),
        login: unit.into(),
        roles: ["member".to_owned()].into(),
        units: [unit.to_owned()].into(),
        posts: vec![HeldPost {
            post: "sample_member_tongzhou".into(),
            name,
            unit: Some(unit.into()),
            body: None,
            side,
        }],
        ..Caller::default()
    })
}

pub fn draft(world: &World, name: &str, more: Value) -> Id {
    let mut fields = body(json!({
        "kind": "rules", "name": name, "year": 2026, "body": "council", "joint": true, "sample": true,
        "lead_beijing": "tongzhou", "lead_hebei": "sanhe", "text": "第一条 示例。", "purpose": "示例",
    }));
    fields.extend(body(more));
    world.create(&world.holder(OFFICE), "drafts", Value::Object(fields))
}

fn both(world: &World, id: &Id, action: &str) {
    acted(world, EAST, id, action, json!({}));
    acted(world, WEST, id, action, json!({}));
}

/// All ten answer but those named.
pub fn answer(world: &World, id: &Id, silent: &[&str]) {
    for (number, unit) in TEN.iter().filter(|unit| !silent.contains(unit)).enumerate() {
        let (opinion, words) = match number % 3 {
            0 => ("agree", Value::Null),
            1 => ("amend", json!("第一条改为“本办法适用于示范区”。")),
            _ => ("not_concerned", Value::Null),
        };
        let given = json!({ "opinion": opinion, "amendments": words });
        world.done(&clerk_of(world, unit), act(world, id, "answer", given));
    }
}

fn amend(world: &World, id: &Id, changes: Value) -> Amend {
    Amend {
        register: "drafts".into(),
        id: id.clone(),
        version: world.version(id),
        changes: body(changes),
        effective_on: None,
        note: String::new(),
    }
}

fn refused(answer: Result<Receipt, Refusal>, code: &str) -> Refusal {
    let refusal = answer.unwrap_err();
    assert_eq!(refusal.code, code, "{refusal:?}");
    refusal
}

/// From drafting to where it waits for the council.
pub fn to_the_council(world: &World, subject: &Id) -> Id {
    let id = open(world, "drafting", subject, json!({}), OFFICE);
    acted(world, EAST, &id, "hand_over", json!({ "consulted": ["langfang"] }));
    both(world, &id, "confirm");
    acted(world, "sample_member_langfang", &id, "answer", json!({ "opinion": "agree" }));
    acted(world, EAST, &id, "unchanged", json!({ "handling": "无修改意见" }));
    acted(world, OFFICE, &id, "pass", json!({ "finding": "合法" }));
    acted(world, OFFICE, &id, "submit", json!({}));
    id
}

#[test]
fn a_draft_is_consulted_by_ten_units_sent_back_passed_in_principle_amended_and_agreed() {
    on_each_first_zone(|world| {
        let subject = draft(world, "示例管理办法", json!({}));
        let id = open(world, "drafting", &subject, json!({}), EAST);
        acted(world, EAST, &id, "hand_over", json!({ "consulted": TEN }));
        assert_eq!(world.record(&subject).body["consulted"], json!(TEN));

        // Two keys by two persons, each in the journal; nobody turns both.
        let entered = case(world, &id).version;
        acted(world, EAST, &id, "confirm", json!({}));
        let again = world.perform(&world.holder(EAST), act(world, &id, "confirm", json!({})));
        refused(again, "procedures.answered");
        refused(
            world.perform(&world.holder(OFFICE), act(world, &id, "confirm", json!({}))),
            "procedures.not_holder",
        );
        let (east, west) = (world.holder(EAST), world.holder(WEST));
        let borrowed = Caller { units: west.units.clone(), posts: west.posts.clone(), ..(*east).clone() };
        let borrowed = world.perform(&Arc::new(borrowed), act(world, &id, "confirm", json!({})));
        assert_eq!(refused(borrowed, "procedures.one_key_each").kind, Kind::NotAllowed);
        acted(world, WEST, &id, "confirm", json!({}));
        let keys: Vec<_> = events(world, &id).into_iter().filter(|event| event.number > entered).collect();
        let of = |n: usize| keys[n].said.mandate.as_ref().expect("a mandate").held.holder.clone();
        assert_eq!([of(0), of(1)], ["unit:tongzhou", "unit:sanhe"]);
        assert_ne!(keys[0].actor, keys[1].actor);
        assert!(keys[0].entry > 0 && keys[1].entry > keys[0].entry);

        // Ten units in the working calendar of each; one stays silent, and that is what stands there.
        let consult = case(world, &id);
        assert_eq!((consult.step.as_str(), consult.body.holders.len()), ("consult", 10));
        answer(world, &id, &["xianghe"]);
        assert_eq!(case(world, &id).awaited().collect::<Vec<_>>(), ["xianghe"]);
        world.until("2026-03-10");
        run(world);
        assert_eq!(case(world, &id).step, "absorb");
        let silence = events(world, &id).into_iter().find(|event| !event.said.silent.is_empty());
        assert_eq!(silence.expect("silence is an event").said.silent, ["xianghe"]);
        let amended =
            events(world, &id).into_iter().filter(|event| event.said.given.contains_key("amendments"));
        assert_eq!(amended.count(), 3, "what was asked for stands in the case");

        acted(
            world,
            WEST,
            &id,
            "amend",
            json!({ "text": "第一条 本办法适用于示范区。", "handling": "采纳三条" }),
        );
        both(world, &id, "confirm");
        acted(world, OFFICE, &id, "pass", json!({ "finding": "合法" }));
        acted(world, OFFICE, &id, "submit", json!({}));
        let waits = |world: &World| {
            let mut reader = world.house().reader().expect("a reader");
            awaiting(&mut reader, &world.law(), &subject, "council").expect("an answer")
        };
        assert_eq!((waits(world), world.record(&subject).stage), (Some(id.clone()), "submitted".to_owned()));

        // Sent back once.
        decided_by(world, &id, "council", "第一次", Verdict::Revise);
        assert_eq!((case(world, &id).step.as_str(), waits(world)), ("draft", None));
        world.done(
            &world.holder(WEST),
            amend(world, &subject, json!({ "text": "第一条 本办法适用于示范区全域。" })),
        );
        run(world);
        acted(world, WEST, &id, "hand_over", json!({ "consulted": TEN }));
        both(world, &id, "confirm");
        answer(world, &id, &[]);
        acted(world, EAST, &id, "unchanged", json!({ "handling": "已在上一轮吸收" }));
        acted(world, OFFICE, &id, "pass", json!({ "finding": "合法" }));
        acted(world, OFFICE, &id, "submit", json!({}));

        // Passed in principle: amended by the wording, checked, and only then agreed.
        decided_by(world, &id, "council", "第二次", Verdict::PassedInPrinciple);
        assert_eq!(world.record(&subject).stage, "submitted", "not yet");
        acted(world, EAST, &id, "reworded", json!({ "text": "第一条 本办法适用于示范区全域，试行一年。" }));
        acted(world, OFFICE, &id, "not_yet", json!({ "reason": "少了试行起始日" }));
        let text = "第一条 本办法适用于示范区全域，自发布之日起试行一年。";
        acted(world, EAST, &id, "reworded", json!({ "text": text }));
        acted(world, OFFICE, &id, "fits", json!({}));
        let record = world.record(&subject);
        assert_eq!((record.stage.as_str(), &record.body["text"]), ("agreed", &json!(text)));
        assert_eq!(record.body["agreed_on"], world.today().to_string());
        acted(world, OFFICE, &id, "carry_out", json!({}));
        acted(world, WEST, &id, "report", json!({ "account": "已印发" }));
        acted(world, OFFICE, &id, "finish", json!({ "result": "完成" }));
        assert_eq!((case(world, &id).state, world.record(&subject).stage.as_str()), (State::Ended, "done"));
        assert_eq!(told(world, &id).iter().filter(|event| event.starts_with("decide")).count(), 2);
        audit::all_is_well(world);
    });
}

#[test]
fn an_agreed_draft_is_changed_by_the_council_alone() {
    on_each_first_zone(|world| {
        let subject = draft(world, "示例规划", json!({ "kind": "plan" }));
        let id = to_the_council(world, &subject);
        let east = world.holder(EAST);
        refused(world.perform(&east, amend(world, &subject, json!({ "text": "偷改" }))), "registers.held");
        decided_by(world, &id, "council", "议定", Verdict::Passed);
        assert_eq!(world.record(&subject).stage, "agreed");

        let callers = [world.holder(OFFICE), east.clone(), world.operator()];
        for caller in &callers {
            for (field, value) in [
                ("name", json!("改名")),
                ("text", json!("改")),
                ("kind", json!("policy")),
                ("lead_beijing", json!("subcentre")),
                ("lead_hebei", json!(null)),
                ("joint", json!(false)),
                ("body", json!("committee")),
                ("agreed_on", json!("2026-01-01")),
            ] {
                let refusal = refused(
                    world.perform(caller, amend(world, &subject, json!({ field: value }))),
                    "registers.needs_act",
                );
                assert_eq!(refusal.params["fields"], field);
                assert!(refusal.params["body_zh"].contains("理事会"), "{refusal:?}");
            }
        }
        let withdraw = Withdraw {
            register: "drafts".into(),
            id: subject.clone(),
            version: world.version(&subject),
            effective_on: None,
            reason: "试".into(),
        };
        refused(world.perform(&callers[0], withdraw), "registers.needs_act");
        let other = draft(world, "另一件", json!({}));
        for stage in ["agreed", "done"] {
            let placed = Create {
                stage: Some(stage.into()),
                ..super::world::new_record(
                    "drafts",
                    json!({
                        "kind": "rules", "name": "冒", "year": 2026, "body": "council", "joint": false,
                    }),
                )
            };
            refused(world.perform(&callers[2], placed), "registers.needs_act");
        }
        let push = Advance {
            register: "drafts".into(),
            id: other.clone(),
            version: world.version(&other),
            to: "agreed".into(),
            effective_on: None,
            waive: false,
            note: String::new(),
        };
        assert_eq!(why(world.perform(&callers[0], push)), ["registers.no_such_step"]);
        world.done(&callers[1], amend(world, &subject, json!({ "note": "没有决定的内容照常记" })));

        // The council's act, by the second procedure on the same list.
        let given = json!({ "name": "示例规划（修改）", "text": "第二版", "why": "情况变化" });
        let change = open(world, "amend_draft", &subject, given, WEST);
        acted(world, WEST, &change, "hand_over", json!({}));
        both(world, &change, "confirm");
        acted(world, OFFICE, &change, "submit", json!({ "finding": "合法" }));
        refused(
            world.perform(&world.holder(OFFICE), act(world, &change, "agree", json!({}))),
            "procedures.needs_decision",
        );
        decided_by(world, &change, "council", "修改议定", Verdict::Passed);
        let record = world.record(&subject);
        assert_eq!(
            (&record.body["name"], &record.body["text"]),
            (&json!("示例规划（修改）"), &json!("第二版"))
        );
        assert_eq!(record.stage, "agreed");
        audit::all_is_well(world);
    });
}

#[test]
fn one_unit_is_not_two_sides() {
    on_each_first_zone(|world| {
        let subject = draft(world, "一家", json!({ "lead_hebei": "tongzhou" }));
        let id = open(world, "drafting", &subject, json!({}), OFFICE);
        let hand_over = act(world, &id, "hand_over", json!({ "consulted": ["langfang"] }));
        refused(world.perform(&world.holder(EAST), hand_over), "procedures.both_sides");
        let nobody = act(world, &id, "hand_over", json!({ "consulted": [] }));
        assert_eq!(why(world.perform(&world.holder(EAST), nobody)), ["consulted required"]);
        world.done(
            &world.holder(OFFICE),
            amend(world, &subject, json!({ "joint": false, "lead_hebei": null })),
        );
        run(world);
        acted(world, EAST, &id, "hand_over", json!({ "consulted": ["langfang"] }));
        acted(world, EAST, &id, "confirm", json!({}));
        assert_eq!(case(world, &id).step, "consult");
        audit::all_is_well(world);
    });
}

/// What lies before those who decide is not taken out, changed and put back by one of the office.
#[test]
fn a_draft_under_way_is_moved_by_its_case_alone() {
    on_each_first_zone(|world| {
        let subject = draft(world, "示例办法", json!({}));
        let office = world.holder(OFFICE);
        let to = |stage: &str| Advance {
            register: "drafts".into(),
            id: subject.clone(),
            version: world.version(&subject),
            to: stage.into(),
            effective_on: None,
            waive: false,
            note: String::new(),
        };
        refused(world.perform(&office, to("consulting")), "registers.moved_by_case");
        to_the_council(world, &subject);
        assert_eq!(world.record(&subject).stage, "submitted");
        refused(world.perform(&office, to("drafting")), "registers.moved_by_case");
        let withdraw = Withdraw {
            register: "drafts".into(),
            id: subject.clone(),
            version: world.version(&subject),
            effective_on: None,
            reason: "示例".into(),
        };
        refused(world.perform(&office, withdraw), "registers.moved_by_case");
        audit::all_is_well(world);
    });
}

#[test]
fn a_draft_that_is_rejected_or_stopped_stands_nowhere() {
    on_each_first_zone(|world| {
        let subject = draft(world, "不通过", json!({}));
        let id = to_the_council(world, &subject);
        decided_by(world, &id, "council", "缓", Verdict::Postponed);
        assert_eq!(case(world, &id).step, "decide");
        decided_by(world, &id, "council", "否", Verdict::Rejected);
        assert_eq!(
            (case(world, &id).state, world.record(&subject).stage.as_str()),
            (State::Ended, "stopped")
        );
        let subject = draft(world, "不再拟订", json!({}));
        let id = open(world, "drafting", &subject, json!({}), OFFICE);
        acted(world, WEST, &id, "stop", json!({ "reason": "并入另一件" }));
        assert_eq!(world.record(&subject).stage, "stopped");
        audit::all_is_well(world);
    });
}
