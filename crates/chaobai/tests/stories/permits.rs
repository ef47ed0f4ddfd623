//! Who may do what: a click and a list are judged by the same relations.

use super::chance::Chance;
use super::life::{advance, amend, bridge, withdraw};
use super::world::{World, new_record, on_each_engine, placed};
use chaobai::charter::model::{Register, Stage};
use chaobai::desk::{Caller, Receipt};
use chaobai::domain::registers::permits::{self, Access, Scope};
use chaobai::domain::registers::{self, Count, ListQuery, Record};
use kernel::{Id, Kind, Refusal, Text};
use serde_json::{Value, json};
use std::sync::Arc;

fn word(answer: &Result<Receipt, Refusal>) -> &'static str {
    match answer {
        Ok(_) => "done",
        Err(refusal) => match refusal.kind {
            Kind::SignIn => "sign in",
            Kind::NotAllowed => "not allowed",
            Kind::NotFound => "not found",
            other => panic!("{other:?} {}", refusal.code),
        },
    }
}

const CALLERS: [&str; 7] = ["", "clerk-dongdu", "clerk-xidu", "office", "chair-east", "system", "audit"];

fn caller(world: &World, post: &str) -> Arc<Caller> {
    if post.is_empty() { world.public() } else { world.holder(post) }
}

/// A bridge that the east leads alone, or both sides, in a stage.
fn led_by(world: &World, both: bool, stage: &str) -> Id {
    let mut fields = bridge("权");
    if both {
        fields["lead_west"] = json!("xidu-roads");
    }
    world.place("bridges", stage, "2024-03-01", fields)
}

#[test]
fn who_may_do_what_with_a_record() {
    let (done, sign_in, not_allowed, not_found) = ("done", "sign in", "not allowed", "not found");
    // The public, the clerk of the own side, of the other side, the office, the council, administrators.
    let table = [
        ("amend", "draft", false, [not_found, done, not_found, done, not_allowed, not_found, not_allowed]),
        ("amend", "draft", true, [not_found, done, done, done, not_allowed, not_found, not_allowed]),
        ("amend", "kept", false, [sign_in, done, not_allowed, done, not_allowed, not_allowed, not_allowed]),
        ("amend", "kept", true, [sign_in, done, done, done, not_allowed, not_allowed, not_allowed]),
        ("advance", "draft", false, [not_found, done, not_found, done, not_allowed, not_found, not_allowed]),
        ("advance", "kept", false, [sign_in, done, not_allowed, done, not_allowed, not_allowed, not_allowed]),
        (
            "withdraw",
            "draft",
            false,
            [not_found, not_found, not_found, done, not_allowed, not_found, not_allowed],
        ),
        (
            "withdraw",
            "kept",
            true,
            [sign_in, not_allowed, not_allowed, done, not_allowed, not_allowed, not_allowed],
        ),
        ("create", "", false, [not_found, done, done, not_allowed, not_allowed, not_found, not_allowed]),
    ];
    on_each_engine(|world| {
        for (action, stage, both, expected) in table {
            for (post, expected) in CALLERS.iter().zip(expected) {
                let caller = caller(world, post);
                let id = || led_by(world, both, stage);
                let answer = match action {
                    "amend" => {
                        world.perform(&caller, amend(world, &id(), "2024-03-04", json!({ "lanes": 3 })))
                    }
                    "advance" if stage == "draft" => {
                        world.perform(&caller, advance(world, &id(), "submitted"))
                    }
                    "advance" => world.perform(&caller, advance(world, &id(), "draft")),
                    "withdraw" => world.perform(&caller, withdraw(world, &id(), None)),
                    _ => world.perform(&caller, new_record("bridges", bridge("新"))),
                };
                assert_eq!(word(&answer), expected, "{action} {stage} both={both} by {post:?}: {answer:?}");
            }
        }
    });
}

#[test]
fn a_stage_that_is_not_public_is_not_there_for_those_who_may_not_read_it() {
    on_each_engine(|world| {
        let (charter, register) = (world.charter(), world.register("bridges"));
        let (draft, kept) = (led_by(world, true, "draft"), led_by(world, true, "kept"));
        let mut reader = world.house().reader().unwrap();
        for (post, sees_draft) in CALLERS.iter().zip([false, false, false, true, true, false, true]) {
            let caller = caller(world, post);
            let found = registers::get(&mut reader, &charter, &caller, &register, &draft);
            match (sees_draft, found) {
                (true, Ok((record, Access::Full))) => assert!(record.body.contains_key("lead_east")),
                (false, Err(refusal)) => assert_eq!(refusal, Refusal::not_found()),
                (_, other) => panic!("{post:?}: {other:?}"),
            }
            assert!(registers::get(&mut reader, &charter, &caller, &register, &kept).is_ok());
            let history = registers::history(&mut reader, &charter, &caller, &register, &draft).unwrap();
            assert_eq!(history.len(), usize::from(sees_draft), "{post:?}");
        }
        // The address of another register does not find it either.
        let sources = world.register("sources");
        let elsewhere = registers::get(&mut reader, &charter, &world.operator(), &sources, &kept);
        assert_eq!(elsewhere.unwrap_err(), Refusal::not_found());
    });
}

/// A register like `bridges` with other permits, stages and public fields.
fn variant(chance: &mut Chance, base: &Register) -> Register {
    let mut register = base.clone();
    register.public = !chance.once_in(4);
    for field in &mut register.fields {
        field.public = chance.once_in(2);
    }
    for stage in &mut register.stages {
        stage.public = chance.once_in(2);
    }
    if chance.once_in(4) {
        // An older charter had a stage that this one does not have.
        register.stages.pop();
    }
    if chance.once_in(6) {
        register.stages = vec![Stage {
            id: "kept".into(),
            name: Text::new("在册", ""),
            to: vec![],
            public: true,
            gate: None,
        }];
    }
    register.sort = match chance.below(3) {
        0 => vec![],
        1 => vec!["-cost".into()],
        _ => vec!["name".into()],
    };
    let relations =
        ["lead", "partner", "office", "clerk", "council-member", "audit-admin"].map(str::to_owned).to_vec();
    register.permits.read = chance.some_of(&relations);
    if chance.once_in(12) {
        register.permits.read.push("public".into());
    }
    match chance.below(3) {
        0 => register.lead.clear(),
        1 => register.lead.truncate(1),
        _ => {}
    }
    if chance.once_in(2) {
        register.keepers = vec!["dongdu-roads".into()];
    }
    register
}

fn stranger(chance: &mut Chance, world: &World) -> Caller {
    let post = *chance.one_of(&CALLERS);
    let mut caller = Caller::clone(&caller(world, post));
    if chance.once_in(5) {
        caller.units = ["dongdu-roads", "xidu-roads"].map(str::to_owned).into_iter().collect();
    }
    if chance.once_in(9) {
        caller.roles.insert("office".into());
    }
    caller
}

fn many_bridges(chance: &mut Chance, world: &World) {
    let mut creates = Vec::new();
    for number in 0..60 {
        let mut fields = bridge(&format!("桥{number:02}"));
        for (field, units) in [("lead_east", 2), ("lead_west", 3), ("partner", 3)] {
            match chance.below(units) {
                0 => fields[field] = json!("dongdu-roads"),
                1 => fields[field] = json!("xidu-roads"),
                _ => fields[field] = Value::Null,
            }
        }
        fields["cost"] = json!(chance.below(1000));
        let stage = *chance.one_of(&["draft", "submitted", "kept"]);
        creates.push(placed("bridges", stage, "2024-03-01", fields));
    }
    let made = world.all_done(&world.operator(), creates);
    let gone = made.iter().filter(|_| chance.once_in(8)).map(|receipt| {
        let id = Id::parse(&receipt.id).expect("the id of the record");
        withdraw(world, &id, Some("2024-03-02"))
    });
    world.all_done(&world.operator(), gone.collect());
}

#[test]
fn a_list_shows_exactly_what_a_click_on_each_record_would() {
    on_each_engine(|world| {
        let mut chance = Chance::seeded(20_240_304);
        many_bridges(&mut chance, world);
        let base = world.register("bridges");
        let everything = ListQuery { limit: 1000, sort: None, withdrawn: true, ..ListQuery::default() };
        let mut by_id = base.clone();
        by_id.sort.clear();
        let all = world.list(&Caller::operator(), &by_id, &everything).unwrap();
        assert!(all.len() >= 60);
        let mut shown = 0;
        for case in 0..300 {
            let (register, caller) = (variant(&mut chance, &base), stranger(&mut chance, world));
            let query = ListQuery {
                limit: 1 + chance.below(40),
                withdrawn: chance.once_in(2),
                as_of: chance.once_in(3).then(|| world.today()),
                ..ListQuery::default()
            };
            let expected: Vec<(Id, Vec<String>)> = all
                .iter()
                .filter(|record| query.withdrawn || !record.withdrawn)
                .filter_map(|record| click(&caller, &register, record))
                .collect();
            let mut listed =
                world.list(&caller, &register, &query).unwrap_or_else(|r| panic!("case {case}: {r:?}"));
            listed.sort_by(|a, b| a.id.cmp(&b.id));
            let listed: Vec<(Id, Vec<String>)> = listed.into_iter().map(|r| (r.id, keys(&r.body))).collect();
            let told = format!(
                "case {case}: {:?} by {:?} units {:?}",
                register.permits.read, caller.roles, caller.units
            );
            assert_eq!(listed, expected, "{told}");
            let mut reader = world.house().reader().unwrap();
            let exact = registers::count(&mut reader, &caller, &register, &query, true).unwrap();
            assert_eq!(exact, Count::Exactly(expected.len() as i64), "{told}");
            let mut streamed = 0;
            registers::each(&mut reader, &caller, &register, &query, |_| {
                streamed += 1;
                Ok(())
            })
            .unwrap();
            assert_eq!(streamed, expected.len(), "{told}");
            hidden_fields_do_not_exist(world, &caller, &register);
            shown += expected.len();
        }
        assert!(shown > 3000, "the cases were not all empty: {shown}");
    });
}

/// What a click shows of a record: its id and the fields; none if it is not there.
fn click(caller: &Caller, register: &Register, record: &Record) -> Option<(Id, Vec<String>)> {
    let access = permits::access(caller, register, record);
    if access == Access::None {
        return None;
    }
    let sees = |id: &&String| register.field(id).is_some_and(|field| permits::sees_field(access, field));
    Some((record.id.clone(), record.body.keys().filter(sees).cloned().collect()))
}

fn keys(body: &serde_json::Map<String, Value>) -> Vec<String> {
    body.keys().cloned().collect()
}

/// Whoever does not see a field in every record can neither filter nor sort by it: that would tell.
fn hidden_fields_do_not_exist(world: &World, caller: &Caller, register: &Register) {
    let everything = permits::scope(caller, register) == Scope::All;
    for field in &register.fields {
        let asked = [
            ListQuery { sort: Some(registers::Sort::parse(&field.id)), ..ListQuery::default() },
            ListQuery { filter: Some(format!("{} IS NULL", field.id)), ..ListQuery::default() },
        ];
        for query in asked {
            let answer = world.list(caller, register, &ListQuery { limit: 1000, ..query.clone() });
            if everything || field.public {
                if let Err(refusal) = answer {
                    assert_eq!(refusal.code, "sort.unknown_field", "only what has no order: {}", field.id);
                    assert!(registers::sort_key(register, &field.id).is_none());
                }
            } else {
                let refusal = answer.expect_err("a hidden field was answered for");
                assert!(
                    ["sort.unknown_field", "filter.unknown_property"].contains(&refusal.code),
                    "{refusal:?}"
                );
                let told = refusal.params.get("allowed").map(String::as_str).unwrap_or_default();
                assert!(!told.split(", ").any(|name| name == field.id), "{} is suggested", field.id);
            }
        }
    }
}
