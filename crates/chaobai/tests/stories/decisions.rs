//! A case waits for what a body decides, and what it decided stands: two keys, consultation with silence, the
//! five verdicts, and every door at which somebody might change the text afterwards.

use super::audit;
use super::procedures::{act, acted, case, events, open, run, told};
use super::races::{at_once, beside};
use super::world::{World, body, day, key, on_each_engine, placed, why};
use chaobai::charter::model::Verdict;
use chaobai::desk::{Caller, Receipt};
use chaobai::domain::procedures::{Decide, Decided, State, awaiting, rules};
use chaobai::domain::registers::{Advance, Amend, Import, ImportRow, ListQuery, Withdraw};
use chaobai::domain::rounds::{AcceptRow, OpenRound, Row, SubmitRow};
use chaobai::domain::worklists::{self, Propose};
use kernel::{Id, Kind, Refusal};
use serde_json::{Value, json};
use std::sync::Arc;

/// Adds the list and its procedures: charter text, nothing else.
pub fn with_accords(world: &mut World) {
    world.write("registers/accords.toml", include_str!("decisions/accords.toml"));
    world.write("procedures/accord.toml", include_str!("decisions/accord.toml"));
    world.write("procedures/change_accord.toml", include_str!("decisions/change_accord.toml"));
    world.write("procedures/meddle.toml", include_str!("decisions/meddle.toml"));
    world.write(
        "notices/decided.toml",
        r#"event = "procedures.decided"
to = ["lead", "office"]
text = { zh = "{body}对“{record}”（{list}）：{verdict}。{wording}", en = "{body} on “{record}” ({list}): {verdict}. {wording}" }
"#,
    );
    let (_, _, refused) = world.adopt();
    assert_eq!(refused, 0);
}

fn on_accords(story: impl Fn(&mut World)) {
    on_each_engine(|world| {
        with_accords(world);
        story(world);
    });
}

fn fields(name: &str, more: Value) -> Value {
    let mut fields = body(json!({
        "name": name, "year": 2024, "lead_east": "dongdu-roads", "lead_west": "xidu-roads", "joint": true,
        "asked": ["dongdu-roads", "xidu-roads"], "decider": "council", "text": "第一稿", "due": "2024-12-31",
    }));
    fields.extend(body(more));
    Value::Object(fields)
}

fn accord(world: &World, name: &str) -> Id {
    world.create(&world.holder("office"), "accords", fields(name, json!({})))
}

const EAST: &str = "clerk-dongdu";
const WEST: &str = "clerk-xidu";

/// A case that both sides have confirmed and everybody asked has answered: it waits for the council.
fn before_the_council(world: &World, name: &str) -> (Id, Id) {
    let subject = accord(world, name);
    let id = through_consultation(world, &subject);
    (subject, id)
}

fn through_consultation(world: &World, subject: &Id) -> Id {
    let id = open(world, "accord", subject, json!({}));
    acted(world, EAST, &id, "hand_over", json!({}));
    both(world, &id, "confirm", json!({}));
    both(world, &id, "answer", json!({ "opinion": "同意" }));
    assert_eq!(case(world, &id).step, "decide");
    id
}

fn both(world: &World, id: &Id, action: &str, given: Value) {
    acted(world, EAST, id, action, given.clone());
    acted(world, WEST, id, action, given);
}

fn decision(item: &str, verdict: Verdict) -> Decided {
    Decided {
        item: Id::from_key(0, item),
        meeting: Id::from_key(0, "a meeting"),
        body: "council".into(),
        verdict,
        wording: "按会议意见办理".into(),
        on: day("2024-03-01"),
        spent: false,
    }
}

fn decide(world: &World, id: &Id, item: &str, verdict: Verdict) -> Result<Receipt, Refusal> {
    world.perform(&clock(), Decide { id: id.clone(), decision: decision(item, verdict) })
}

/// What a body decided about a case today.
pub fn decided_by(world: &World, id: &Id, by: &str, item: &str, verdict: Verdict) -> Receipt {
    let decision = Decided { body: by.into(), on: world.today(), ..decision(item, verdict) };
    world.done(&clock(), Decide { id: id.clone(), decision })
}

fn clock() -> Arc<Caller> {
    Arc::new(Caller::clock())
}

fn waits_for(world: &World, subject: &Id, by: &str) -> Option<Id> {
    let mut reader = world.house().reader().expect("a reader");
    awaiting(&mut reader, &world.law(), subject, by).expect("an answer")
}

fn amend(world: &World, id: &Id, changes: Value) -> Amend {
    Amend {
        register: "accords".into(),
        id: id.clone(),
        version: world.version(id),
        changes: body(changes),
        effective_on: None,
        note: String::new(),
    }
}

fn advance(world: &World, id: &Id, to: &str) -> Advance {
    Advance {
        register: "accords".into(),
        id: id.clone(),
        version: world.version(id),
        to: to.into(),
        effective_on: None,
        waive: false,
        note: String::new(),
    }
}

#[test]
fn a_step_waits_for_a_body_and_nobody_does_it_by_hand() {
    on_accords(|world| {
        let (subject, id) = before_the_council(world, "甲");
        assert_eq!(waits_for(world, &subject, "council"), Some(id.clone()));
        assert_eq!(waits_for(world, &subject, "committee"), None);

        let version = case(world, &id).version;
        for post in ["office", EAST, "chair-east"] {
            for action in ["agree", "agree_in_principle", "send_back", "wait", "reject"] {
                let refused = world.perform(&world.holder(post), act(world, &id, action, json!({})));
                let refused = refused.unwrap_err();
                assert_eq!((refused.kind, refused.code), (Kind::NotAllowed, "procedures.needs_decision"));
                assert!(refused.params["body_en"].contains("Council"), "{refused:?}");
            }
            // Nor is it offered.
            let law = world.law();
            let mut reader = world.house().reader().unwrap();
            let loaded = chaobai::domain::procedures::get(&mut reader, &law, &Caller::clock(), &id).unwrap();
            let may = rules::may_do(&loaded.ground(), &loaded.case, &world.holder(post));
            let may: Vec<&str> = may.iter().map(|action| action.id.as_str()).collect();
            assert_eq!(may, if post == EAST { vec!["recall"] } else { vec![] }, "{post}");
        }
        // The command is the clock's; through no door does anybody else have it.
        for caller in [world.holder("office"), world.holder("chair-east"), world.public()] {
            let command = Decide { id: id.clone(), decision: decision("one", Verdict::Passed) };
            assert_eq!(why(world.perform(&caller, command)), ["not_found"]);
        }
        let of_committee = Decided { body: "committee".into(), ..decision("one", Verdict::Passed) };
        let refused = world.perform(&clock(), Decide { id: id.clone(), decision: of_committee }).unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Conflict, "procedures.not_awaited"));
        assert_eq!(case(world, &id).version, version, "no refusal left anything behind");

        decide(world, &id, "one", Verdict::Postponed).unwrap();
        assert_eq!(case(world, &id).step, "decide");
        assert_eq!(waits_for(world, &subject, "council"), Some(id.clone()), "postponed: it goes on waiting");
        let again = decide(world, &id, "one", Verdict::Passed).unwrap_err();
        assert_eq!(again.code, "procedures.already_decided", "an item is decided once");

        decide(world, &id, "two", Verdict::Passed).unwrap();
        let agreed = case(world, &id);
        assert_eq!((agreed.step.as_str(), waits_for(world, &subject, "council")), ("work", None));
        let kept = agreed.body.decision.expect("the decision is kept in the case");
        assert_eq!((kept.item, kept.verdict, kept.spent), (Id::from_key(0, "two"), Verdict::Passed, true));
        let record = world.record(&subject);
        assert_eq!(record.stage, "agreed");
        assert_eq!(record.body["agreed_on"], "2024-03-01", "the day of the decision, not of its entry");
        assert_eq!(record.body["conditions"], "按会议意见办理");
        let late = decide(world, &id, "three", Verdict::Rejected).unwrap_err();
        assert_eq!(late.code, "procedures.not_awaited", "what was decided is not undone by another item");
        assert_eq!(
            told(world, &id)[6..],
            ["decide wait: decide", "decide agree: work"],
            "each decision is an event of its own"
        );
        // Lead and office are told once per decision, in the charter's words.
        let notices = world.rows(
            "SELECT recipient, text FROM notice WHERE event = 'procedures.decided' ORDER BY recipient",
            &[],
        );
        let told: Vec<String> = notices.iter().map(|row| row.text(0).unwrap()).collect();
        let units = ["role/office", "role/office", "unit/dongdu-roads", "unit/dongdu-roads"];
        assert_eq!(told[..4], units, "{told:?}");
        let words = notices[0].json(1).unwrap();
        assert!(words["zh"].as_str().unwrap().contains("甲"), "{words}");
        audit::all_is_well(world);
    });
}

#[test]
fn a_decision_is_recorded_once_however_often_it_is_sent() {
    on_accords(|world| {
        let (subject, id) = before_the_council(world, "乙");
        let version = case(world, &id).version;
        let command = Decide { id: id.clone(), decision: decision("one", Verdict::Passed) };
        let first = world.perform_with(&clock(), command.clone(), &key("decided-one-0001")).unwrap();
        let again = world.perform_with(&clock(), command.clone(), &key("decided-one-0001")).unwrap();
        assert_eq!((first.entry, first.version), (again.entry, again.version), "the same receipt");
        let other = Decide { id: id.clone(), decision: decision("one", Verdict::Rejected) };
        let reused = world.perform_with(&clock(), other, &key("decided-one-0001")).unwrap_err();
        assert_eq!(reused.kind, Kind::KeyReused);
        assert_eq!(case(world, &id).version, version + 1);
        assert_eq!(world.record(&subject).stage, "agreed");

        // Two programs, many threads, keys of their own: one wins.
        let (subject, id) = before_the_council(world, "丙");
        let other = beside(world);
        let answers = at_once(|number| {
            let house = if number % 2 == 0 { world.house() } else { &other };
            let command = Decide { id: id.clone(), decision: decision("raced", Verdict::Passed) };
            let key = key(&format!("decided-race-{number:04}"));
            house.desk.perform(clock(), command, key, house.moment())
        });
        drop(other);
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        for refusal in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!((refusal.kind, refusal.code), (Kind::Conflict, "procedures.already_decided"));
        }
        assert_eq!(world.record(&subject).stage, "agreed");
        audit::all_is_well(world);
    });
}

#[test]
fn two_keys_are_turned_by_two_persons_of_two_sides() {
    on_accords(|world| {
        // A joint matter with one lead goes nowhere.
        let alone = fields("独", json!({ "lead_west": null }));
        let alone = world.create(&world.holder("office"), "accords", alone);
        let id = open(world, "accord", &alone, json!({}));
        let refused = world.perform(&world.holder(EAST), act(world, &id, "hand_over", json!({})));
        assert_eq!(why(refused), ["procedures.both_sides"]);
        assert_eq!(world.record(&alone).stage, "drafting", "nothing was half done");
        world.done(
            &world.holder("office"),
            amend(world, &alone, json!({ "joint": false, "lead_west": null })),
        );
        run(world);
        acted(world, EAST, &id, "hand_over", json!({}));
        acted(world, EAST, &id, "confirm", json!({}));
        assert_eq!(case(world, &id).step, "consult", "what is not joint goes with its one lead");

        let subject = accord(world, "双");
        let id = open(world, "accord", &subject, json!({}));
        acted(world, EAST, &id, "hand_over", json!({}));
        let entered = case(world, &id).version;
        // Somebody who works for both units turns one key, not two.
        let (east, west) = (world.holder(EAST), world.holder(WEST));
        let both = Caller { units: east.units.union(&west.units).cloned().collect(), ..(*east).clone() };
        let both = Arc::new(Caller { posts: [&east.posts[..], &west.posts[..]].concat(), ..both });
        world.done(&both, act(world, &id, "confirm", json!({})));
        assert_eq!(case(world, &id).awaited().collect::<Vec<_>>(), ["xidu-roads"]);
        let refused = world.perform(&both, act(world, &id, "confirm", json!({}))).unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::NotAllowed, "procedures.one_key_each"));
        assert_eq!(why(world.perform(&east, act(world, &id, "confirm", json!({})))), ["procedures.answered"]);
        assert_eq!(
            why(world.perform(&world.holder("office"), act(world, &id, "confirm", json!({})))),
            ["procedures.not_holder"]
        );
        world.done(&west, act(world, &id, "confirm", json!({})));
        assert_eq!(case(world, &id).step, "consult");
        let keys: Vec<_> = events(world, &id).into_iter().filter(|event| event.number > entered).collect();
        assert_eq!(keys.len(), 2);
        assert_ne!(keys[0].actor, keys[1].actor, "two persons");
        let holders = keys.iter().map(|event| event.said.mandate.as_ref().unwrap().held.holder.clone());
        assert_eq!(holders.collect::<Vec<_>>(), ["unit:dongdu-roads", "unit:xidu-roads"]);
        assert!(keys.iter().all(|event| event.entry > 0), "each in the journal");
        audit::all_is_well(world);
    });
}

#[test]
fn what_lies_before_others_is_not_changed_under_their_eyes() {
    on_accords(|world| {
        let subject = accord(world, "丁");
        let id = open(world, "accord", &subject, json!({}));
        world.done(&world.holder(EAST), amend(world, &subject, json!({ "text": "第二稿" })));
        run(world);
        acted(world, EAST, &id, "hand_over", json!({}));
        let held = world.perform(&world.holder(EAST), amend(world, &subject, json!({ "text": "偷改" })));
        assert_eq!(why(held), ["registers.held"]);
        world.done(&world.holder(EAST), amend(world, &subject, json!({ "note": "别的字段可以改" })));
        run(world);
        acted(world, WEST, &id, "return", json!({ "reason": "缺依据" }));
        assert_eq!(world.record(&subject).stage, "drafting");
        world.done(&world.holder(EAST), amend(world, &subject, json!({ "text": "第三稿" })));
        audit::all_is_well(world);
    });
}

/// The five verdicts, and silence that is shown as silence.
#[test]
fn a_verdict_leads_where_the_charter_says() {
    on_accords(|world| {
        let subject = accord(world, "戊");
        let id = open(world, "accord", &subject, json!({}));
        acted(world, EAST, &id, "hand_over", json!({}));
        both(world, &id, "confirm", json!({}));
        acted(world, EAST, &id, "answer", json!({ "opinion": "同意" }));
        world.until("2024-03-12");
        run(world);
        assert_eq!(case(world, &id).step, "decide");
        let silent: Vec<_> = events(world, &id).into_iter().flat_map(|event| event.said.silent).collect();
        assert_eq!(silent, ["xidu-roads"]);

        decide(world, &id, "first", Verdict::Revise).unwrap();
        assert_eq!(
            (case(world, &id).step.as_str(), world.record(&subject).stage.as_str()),
            ("draft", "drafting")
        );
        world.done(&world.holder(WEST), amend(world, &subject, json!({ "text": "第二稿" })));
        run(world);
        acted(world, WEST, &id, "hand_over", json!({}));
        both(world, &id, "confirm", json!({}));
        both(world, &id, "answer", json!({ "opinion": "同意" }));
        decide(world, &id, "second", Verdict::PassedInPrinciple).unwrap();
        let reword = case(world, &id);
        assert_eq!((reword.step.as_str(), world.record(&subject).stage.as_str()), ("reword", "before"));
        assert!(!reword.body.decision.expect("kept").spent, "still to be carried out");
        acted(world, EAST, &id, "reworded", json!({ "new_text": "按决定改定" }));
        // Sent back after it was decided: it has to be decided anew.
        acted(world, "office", &id, "start_again", json!({ "reason": "改动过大" }));
        assert_eq!(case(world, &id).body.decision, None);
        acted(world, WEST, &id, "hand_over", json!({}));
        both(world, &id, "confirm", json!({}));
        both(world, &id, "answer", json!({ "opinion": "同意" }));
        decide(world, &id, "third", Verdict::PassedInPrinciple).unwrap();
        acted(world, EAST, &id, "reworded", json!({ "new_text": "定稿" }));
        acted(world, "office", &id, "fits", json!({}));
        let record = world.record(&subject);
        assert_eq!((record.stage.as_str(), &record.body["text"]), ("agreed", &json!("定稿")));
        acted(world, EAST, &id, "finish", json!({}));
        assert_eq!((case(world, &id).state, world.record(&subject).stage.as_str()), (State::Ended, "done"));
        assert_eq!(decide(world, &id, "late", Verdict::Passed).unwrap_err().code, "procedures.ended");

        let (subject, id) = before_the_council(world, "己");
        decide(world, &id, "rejected", Verdict::Rejected).unwrap();
        assert_eq!(
            (case(world, &id).state, world.record(&subject).stage.as_str()),
            (State::Ended, "dropped")
        );
        audit::all_is_well(world);
    });
}

/// Whoever tries, at whichever door: what the council decided stands, until it decides otherwise.
#[test]
fn what_a_body_decided_is_changed_at_no_door() {
    on_accords(|world| {
        let subject = accord(world, "庚");
        // A change that was proposed before the council decided.
        let propose = |due: &str| Propose {
            register: "accords".into(),
            id: subject.clone(),
            version: world.version(&subject),
            fields: body(json!({ "due": due })),
            stage: None,
            reason: "来不及".into(),
        };
        world.done(&world.holder(EAST), propose("2025-06-30"));
        let id = through_consultation(world, &subject);
        let drafted_on = world.today();
        world.until("2024-03-06");
        decide(world, &id, "one", Verdict::Passed).unwrap();
        let whole = world.record(&subject).body;
        let operator = world.operator();
        let (office, east) = (world.holder("office"), world.holder(EAST));
        let needs = |answer: Result<Receipt, Refusal>, fields: &str| {
            let refused = answer.unwrap_err();
            assert_eq!(refused.code, "registers.needs_act", "{refused:?}");
            assert_eq!(refused.params.get("fields").map(String::as_str).unwrap_or_default(), fields);
            assert_eq!(refused.params["body"], "council");
        };

        // The form, the sheet, the workbook and the API amend by one command; today and on older days.
        for caller in [&office, &east, &operator] {
            for (field, value) in
                [("text", json!("改")), ("name", json!("改名")), ("due", json!("2025-12-31"))]
            {
                needs(world.perform(caller, amend(world, &subject, json!({ field: value }))), field);
            }
            needs(
                world.perform(caller, amend(world, &subject, json!({ "decider": "committee" }))),
                "decider",
            );
            needs(world.perform(caller, amend(world, &subject, json!({ "text": null }))), "text");
            for older in [drafted_on, day("2023-01-01")] {
                let older = Amend {
                    effective_on: Some(older),
                    ..amend(world, &subject, json!({ "text": "从前就这样" }))
                };
                needs(world.perform(caller, older), "text");
            }
        }
        // Taken back, or moved to another stage and changed there.
        let withdraw = Withdraw {
            register: "accords".into(),
            id: subject.clone(),
            version: world.version(&subject),
            effective_on: None,
            reason: "试".into(),
        };
        needs(world.perform(&office, withdraw), "");
        let back = world.perform(&office, advance(world, &subject, "drafting"));
        assert_eq!(why(back), ["registers.no_such_step"]);
        // A new record that says it was agreed, by an operator's API, or by hand through the stages.
        let placed = placed("accords", "agreed", "2024-01-01", fields("冒", json!({})));
        needs(world.perform(&operator, placed), "");
        let fresh = accord(world, "辛");
        for caller in [&office, &operator] {
            needs(world.perform(caller, advance(world, &fresh, "agreed")), "");
        }
        // An import begins where everything begins.
        let rows = vec![ImportRow::new(&body(fields("批", json!({}))), None)];
        let many = Import { register: "accords".into(), rows, note: String::new() };
        world.done(&office, many);
        assert_eq!(
            world.number("SELECT count(*) FROM record WHERE register = 'accords' AND stage = 'agreed'"),
            1
        );
        // Effects of ordinary actions: of another procedure, and of the same case once it is carried out.
        let other = open(world, "meddle", &subject, json!({}));
        let set = act(world, &other, "set", json!({ "new_text": "另一流程" }));
        needs(world.perform(&office, set), "text");
        let pushed = open(world, "meddle", &fresh, json!({}));
        needs(world.perform(&office, act(world, &pushed, "push", json!({}))), "");
        let meddle = act(world, &id, "meddle", json!({ "new_text": "趁机再改" }));
        needs(world.perform(&east, meddle), "text");
        // A report that is accepted, a change that is approved.
        let round = OpenRound {
            month: "2024-03".into(),
            lists: vec!["accords".into()],
            due: world.today().plus_days(3),
            note: String::new(),
        };
        world.done(&office, round);
        let row = |version| Row {
            register: "accords".into(),
            item: subject.clone(),
            round: "2024-03".into(),
            version,
        };
        let report = json!({ "progress": 20, "text": "随月报改" });
        world.done(&east, SubmitRow { row: row(0), fields: Some(body(report)), stage: None });
        needs(world.perform(&office, AcceptRow { row: row(1) }), "text");
        needs(world.perform(&east, propose("2025-09-30")), "due");
        let approve = worklists::Decide {
            register: "accords".into(),
            id: subject.clone(),
            number: 1,
            approve: true,
            remark: String::new(),
        };
        needs(world.perform(&office, approve), "due");

        assert_eq!(world.record(&subject).body, whole, "nothing came through");
        // What is not decided goes on being kept.
        world.done(&east, amend(world, &subject, json!({ "note": "进展顺利", "progress": 30 })));

        // The council changes it, and only by the change it had before it.
        let change = open(world, "change_accord", &subject, json!({ "new_text": "第二版" }));
        decide(world, &change, "two", Verdict::Passed).unwrap();
        assert_eq!(world.record(&subject).body["text"], "第二版");
        assert_eq!(case(world, &change).state, State::Ended);
        // In principle: amended once by its wording, not twice.
        let change = open(world, "change_accord", &subject, json!({ "new_text": "第三版草案" }));
        decide(world, &change, "three", Verdict::PassedInPrinciple).unwrap();
        acted(world, EAST, &change, "reworded", json!({ "new_text": "第三版" }));
        assert_eq!(world.record(&subject).body["text"], "第三版");
        let twice = act(world, &change, "reworded", json!({ "new_text": "第四版" }));
        needs(world.perform(&east, twice), "text");
        acted(world, EAST, &change, "finish", json!({}));
        // Dropped: it stays as it is.
        let change = open(world, "change_accord", &subject, json!({ "new_text": "第四版" }));
        decide(world, &change, "four", Verdict::Rejected).unwrap();
        assert_eq!(world.record(&subject).body["text"], "第三版");
        audit::all_is_well(world);
    });
}

/// History comes with the charter's facts, and only so.
#[test]
fn the_facts_of_a_charter_bring_history() {
    on_accords(|world| {
        world.write(
            "facts/accords.csv",
            "name,lead_east,text,decider,_effective_on,_stage\n旧约,dongdu-roads,旧文,council,2023-05-01,agreed\n",
        );
        let (written, _, refused) = world.adopt();
        assert_eq!((written, refused), (1, 0));
        let old = world.fact("accords", "旧约");
        assert_eq!(world.record(&old).stage, "agreed");
        let refused = world.perform(&world.holder("office"), amend(world, &old, json!({ "text": "改" })));
        assert_eq!(why(refused), ["registers.needs_act"]);
        audit::all_is_well(world);
    });
}

/// A field of several units is asked unit by unit, on both engines alike.
#[test]
fn a_list_of_units_is_asked_by_each_of_them() {
    on_accords(|world| {
        let office = world.holder("office");
        for (name, asked) in [
            ("甲", json!(["dongdu-roads"])),
            ("乙", json!(["xidu-roads", "dongdu-roads"])),
            ("丙", json!(null)),
        ] {
            world.create(&office, "accords", fields(name, json!({ "asked": asked })));
        }
        for (filter, expected) in [
            ("a_contains(asked, 'dongdu-roads')", vec!["乙", "甲"]),
            ("a_contains(asked, ('dongdu-roads', 'xidu-roads'))", vec!["乙"]),
            ("a_overlaps(asked, ('xidu-roads', 'nobody'))", vec!["乙"]),
            ("a_contains(asked, 'dongdu')", vec![]),
            ("asked IS NULL", vec!["丙"]),
        ] {
            let query = ListQuery { filter: Some(filter.into()), limit: 100, ..ListQuery::default() };
            let found = world.list(&office, &world.register("accords"), &query).unwrap();
            let mut names: Vec<&str> = found.iter().filter_map(|one| one.body["name"].as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, expected, "{filter}");
        }
        let query =
            ListQuery { filter: Some("asked = 'xidu-roads'".into()), limit: 100, ..ListQuery::default() };
        let refused = world.list(&office, &world.register("accords"), &query).unwrap_err();
        assert_eq!(refused.code, "filter.list_field");
    });
}
