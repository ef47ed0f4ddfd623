//! Many press at once, on every action of every procedure: one wins, the others are told what is now true.

use super::audit;
use super::procedures::{act, acted, at_report, bridge, case, open};
use super::supervision::{on_each_first_zone, walk_every_action};
use super::world::{World, body, key, on_each_engine};
use chaobai::desk::{Command, Receipt};
use chaobai::domain::procedures::{Act, OpenCase, Pause, Resume};
use chaobai::house::House;
use kernel::{Id, Kind, Refusal};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::thread;

const MANY: usize = 32;

/// The same wish from many threads of two programs at the same moment.
fn race<C: Command + Clone + Sync + 'static>(
    world: &World,
    post: &str,
    name: &str,
    command: &C,
) -> Vec<Result<Receipt, Refusal>> {
    let other = House::open(world.house().settings.clone()).unwrap_or_else(|e| panic!("{e:#}"));
    let (start, caller) = (Barrier::new(MANY), world.holder(post));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..MANY)
            .map(|number| {
                let (start, caller, other) = (&start, caller.clone(), &other);
                scope.spawn(move || {
                    let house = if number % 4 == 0 { other } else { world.house() };
                    start.wait();
                    let key = key(&format!("{name}-{number:04}"));
                    house.desk.perform(caller, command.clone(), key, house.moment())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    })
}

/// One won; everybody else hears a refusal that says what is now true.
fn one_wins(answers: &[Result<Receipt, Refusal>], name: &str, codes: &[&str]) {
    let won: Vec<_> = answers.iter().filter(|answer| answer.is_ok()).collect();
    assert_eq!(won.len(), 1, "{name}: {answers:?}");
    for refusal in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(refusal.kind, Kind::Conflict, "{name}: {refusal:?}");
        assert!(codes.contains(&refusal.code), "{name}: {refusal:?}");
        if refusal.code == "procedures.stale_version" {
            assert!(refusal.params.contains_key("current") && refusal.params.contains_key("step_zh"));
        }
    }
}

fn raced(world: &World, post: &str, id: &Id, action: &str, given: Value) {
    let command = act(world, id, action, given);
    let before = case(world, id).version;
    let answers = race(world, post, &format!("race-{id}-{before}-{action}"), &command);
    one_wins(&answers, action, &["procedures.stale_version", "procedures.answered", "procedures.ended"]);
    assert_eq!(case(world, id).version, before + 1, "{action} happened once");
}

#[test]
fn of_many_who_do_the_same_to_a_case_exactly_one_wins() {
    on_each_engine(|world| {
        let subject = bridge(world, "赛");
        let command = OpenCase { procedure: "upkeep".into(), subject, given: body(json!({ "task": "修" })) };
        let answers = race(world, "office", "race-open", &command);
        one_wins(&answers, "open_case", &["procedures.one_at_a_time"]);
        let id = answers.into_iter().flatten().next().map(|receipt| Id::parse(&receipt.id).unwrap()).unwrap();

        let mut met = vec!["sign/sign"];
        raced(world, "clerk-dongdu", &id, "sign", json!({}));
        raced(world, "clerk-xidu", &id, "sign", json!({}));
        let reason = json!({ "reason": "慢" });
        for (post, action, given) in [
            ("clerk-xidu", "report/note", json!({ "progress": 5 })),
            ("office", "report/urge", reason.clone()),
            ("clerk-dongdu", "report/finish", json!({ "result": "好" })),
            ("office", "check/return", reason.clone()),
        ] {
            raced(world, post, &id, action.split_once('/').unwrap().1, given);
            met.push(action);
        }
        let version = || case(world, &id).version;
        let pause = Pause { id: id.clone(), version: version(), reason: "flood".into(), note: "水".into() };
        one_wins(
            &race(world, "office", "race-pause", &pause),
            "pause",
            &["procedures.stale_version", "procedures.paused"],
        );
        let resume = Resume { id: id.clone(), version: version(), note: "退".into(), deadline: None };
        one_wins(
            &race(world, "office", "race-resume", &resume),
            "resume",
            &["procedures.stale_version", "procedures.not_paused"],
        );
        acted(world, "clerk-xidu", &id, "finish", json!({ "result": "好" }));
        raced(world, "office", &id, "accept", json!({}));
        met.push("check/accept");

        let late = at_report(world, "晚");
        world.until("2024-04-15");
        super::procedures::run(world);
        raced(world, "chair-east", &late, "instruct", json!({ "instruction": "办" }));
        met.push("agenda/instruct");
        // No action of the charter is left out.
        let procedure = world.law().charter.procedures["upkeep"].clone();
        for step in &procedure.steps {
            for action in &step.actions {
                let name = format!("{}/{}", step.id, action.id);
                assert!(met.contains(&name.as_str()), "{name} was not raced");
            }
        }
        assert_eq!(world.law().charter.procedures.len(), 1);
        audit::all_is_well(world);
    });
}

/// The first zone's longest procedure, every action of it.
#[test]
fn of_many_who_do_the_same_to_a_supervised_matter_exactly_one_wins() {
    on_each_first_zone(|world| {
        let met = walk_every_action(world, &mut |world, post, id, action, given| {
            raced(world, post, id, action, given);
        });
        for step in &world.law().charter.procedures["supervision"].steps {
            for action in &step.actions {
                let name = format!("supervision/{}/{}", step.id, action.id);
                assert!(met.contains(&name), "{name} was not raced");
            }
        }
        audit::all_is_well(world);
    });
}

/// Two units that answer at once do not stand in each other's way.
#[test]
fn units_that_countersign_at_once_are_both_heard() {
    on_each_engine(|world| {
        for round in 0..8 {
            let id = open(world, "upkeep", &bridge(world, &format!("签{round}")), json!({ "task": "x" }));
            let command = Act { version: 1, ..act(world, &id, "sign", json!({})) };
            let start = Barrier::new(2);
            thread::scope(|scope| {
                for post in ["clerk-dongdu", "clerk-xidu"] {
                    let (start, command, world) = (&start, command.clone(), &*world);
                    scope.spawn(move || {
                        let caller = world.holder(post);
                        start.wait();
                        world.done(&caller, command);
                    });
                }
            });
            assert_eq!((case(world, &id).step.as_str(), case(world, &id).version), ("report", 3));
        }
        audit::all_is_well(world);
    });
}
