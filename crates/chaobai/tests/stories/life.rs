//! A record's life, and what is answered about any day of it as known at any instant.

use super::world::{MINUTE, World, body, day, new_record, on_each_engine, why};
use chaobai::desk::Caller;
use chaobai::domain::registers::{self, Advance, Amend, Create, Withdraw};
use kernel::{Id, Instant};
use serde_json::{Value, json};

pub fn amend(world: &World, id: &Id, from: &str, changes: Value) -> Amend {
    let record = world.record(id);
    Amend {
        register: record.register,
        id: id.clone(),
        version: record.version,
        changes: body(changes),
        effective_on: Some(day(from)),
        note: "更正".into(),
    }
}

pub fn advance(world: &World, id: &Id, to: &str) -> Advance {
    let record = world.record(id);
    Advance {
        register: record.register,
        id: id.clone(),
        version: record.version,
        to: to.into(),
        effective_on: None,
        waive: false,
        note: String::new(),
    }
}

pub fn withdraw(world: &World, id: &Id, from: Option<&str>) -> Withdraw {
    let record = world.record(id);
    Withdraw {
        register: record.register,
        id: id.clone(),
        version: record.version,
        effective_on: from.map(day),
        reason: "登记有误".into(),
    }
}

pub fn bridge(name: &str) -> Value {
    json!({ "name": name, "state": "planned", "length": "1.5", "lead_east": "dongdu-roads",
            "source": "S1", "source_date": "2024-01-01" })
}

/// What a record is on a day as known at an instant, in a few words.
fn state(world: &World, id: &Id, on: &str, known: Instant) -> String {
    let (charter, register) = (world.charter(), world.register("bridges"));
    let mut reader = world.house().reader().unwrap();
    let found =
        registers::get_as_of(&mut reader, &charter, &Caller::operator(), &register, id, day(on), Some(known));
    match found {
        Err(refusal) => refusal.code.to_owned(),
        Ok((record, _)) => {
            let gone = if record.withdrawn { " withdrawn" } else { "" };
            let text = |field: &str| record.body[field].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}{gone}", record.stage, text("state"), text("length"))
        }
    }
}

#[test]
fn a_record_answers_for_every_day_as_it_was_known_at_every_instant() {
    on_each_engine(|world| {
        let (clerk, office) = (world.holder("clerk-dongdu"), world.holder("office"));
        let before = Instant(world.now().0 - 1);
        let create =
            Create { effective_on: Some(day("2024-01-10")), ..new_record("bridges", bridge("新桥")) };
        let receipt = world.done(&clerk, create);
        let id = Id::parse(&receipt.id).unwrap();
        assert_eq!((receipt.version, receipt.entry >= 1, receipt.replayed), (1, true, false));
        let mut instants = vec![before, world.now()];
        let step = |instants: &mut Vec<Instant>| {
            instants.push(world.now());
            world.advance(MINUTE);
        };
        world.advance(MINUTE);
        world.done(&clerk, advance(world, &id, "submitted"));
        world.done(&office, advance(world, &id, "kept"));
        step(&mut instants);
        world.done(&clerk, amend(world, &id, "2024-02-01", json!({ "length": "2.5" })));
        step(&mut instants);
        // The same day again: a correction.
        world.done(&clerk, amend(world, &id, "2024-02-01", json!({ "length": "2.6" })));
        step(&mut instants);
        // An older day is put right; what came later stays.
        world.done(&clerk, amend(world, &id, "2024-01-20", json!({ "state": "built" })));
        step(&mut instants);
        world.until("2024-04-01");
        world.done(&office, withdraw(world, &id, None));
        instants.push(world.now());

        let days = ["2024-01-09", "2024-01-10", "2024-01-20", "2024-02-01", "2024-03-31", "2024-04-01"];
        let none = "not_found";
        let first = "kept planned 1.5";
        let (wrong, right) = ("kept planned 2.5", "kept planned 2.6");
        let built = "kept built 1.5";
        let expected = [
            [none; 6],
            [
                none,
                "draft planned 1.5",
                "draft planned 1.5",
                "draft planned 1.5",
                "draft planned 1.5",
                "draft planned 1.5",
            ],
            [none, first, first, first, first, first],
            [none, first, first, wrong, wrong, wrong],
            [none, first, first, right, right, right],
            [none, first, built, right, right, right],
            [none, first, built, right, right, "kept planned 2.6 withdrawn"],
        ];
        for (known, row) in instants.iter().zip(expected) {
            for (on, state_expected) in days.iter().zip(row) {
                assert_eq!(state(world, &id, on, *known), state_expected, "on {on} as known at {known}");
            }
        }
    });
}

#[test]
fn the_history_shows_every_version_with_who_and_why() {
    on_each_engine(|world| {
        let (clerk, office) = (world.holder("clerk-dongdu"), world.holder("office"));
        let id = world.create(&clerk, "bridges", bridge("史桥"));
        let created = world.now();
        world.done(&clerk, advance(world, &id, "submitted"));
        world.done(&office, advance(world, &id, "kept"));
        world.advance(MINUTE);
        world.done(&office, amend(world, &id, "2024-03-04", json!({ "remarks": "内部", "lanes": 4 })));
        let (charter, register) = (world.charter(), world.register("bridges"));
        let mut reader = world.house().reader().unwrap();
        let all = registers::history(&mut reader, &charter, &office, &register, &id).unwrap();
        let told: Vec<(i64, &str, &str)> =
            all.iter().map(|v| (v.record.version, v.command.as_str(), v.actor_post.as_str())).collect();
        assert_eq!(
            told,
            [
                (4, "registers.amend", "office"),
                (3, "registers.advance", "office"),
                (2, "registers.advance", "clerk-dongdu"),
                (1, "registers.create", "clerk-dongdu"),
            ]
        );
        assert_eq!(
            (all[0].note.as_str(), all[0].actor.as_str()),
            ("更正", office.person.as_ref().unwrap().as_str())
        );
        assert!(all.iter().all(|version| version.record.created_at == created), "created once");

        let open = registers::history(&mut reader, &charter, &Caller::public(), &register, &id).unwrap();
        assert_eq!(
            open.iter().map(|v| v.record.version).collect::<Vec<_>>(),
            [4, 3],
            "drafts are not for anyone"
        );
        assert!(open.iter().all(|v| v.actor.is_empty() && v.note.is_empty()));
        assert!(open[0].record.body.contains_key("lanes") && !open[0].record.body.contains_key("remarks"));
    });
}

#[test]
fn what_does_not_fit_the_present_state_is_refused() {
    on_each_engine(|world| {
        let (clerk, office) = (world.holder("clerk-dongdu"), world.holder("office"));
        let id = world.create(&clerk, "bridges", bridge("拒桥"));
        let skip = advance(world, &id, "kept");
        assert_eq!(why(world.perform(&clerk, skip)), ["registers.no_such_step"]);
        let same = amend(world, &id, "2024-03-04", json!({ "length": "1.5" }));
        assert_eq!(why(world.perform(&clerk, same)), ["registers.nothing_changed"]);
        let mut stale = amend(world, &id, "2024-03-04", json!({ "length": "3" }));
        stale.version = 7;
        let refusal = world.perform(&clerk, stale).unwrap_err();
        assert_eq!((refusal.code, refusal.params["current"].as_str()), ("registers.stale_version", "1"));

        world.until("2024-03-10");
        let later = amend(world, &id, "2024-03-10", json!({ "length": "1.5" }));
        assert_eq!(
            why(world.perform(&clerk, later)),
            ["registers.nothing_changed"],
            "nor does a later day change it"
        );
        world.done(&clerk, amend(world, &id, "2024-03-08", json!({ "length": "2" })));
        let early = withdraw(world, &id, Some("2024-03-05"));
        assert_eq!(why(world.perform(&office, early)), ["effective_on before_state"]);
        let mut silent = withdraw(world, &id, None);
        silent.reason = "  ".into();
        assert_eq!(why(world.perform(&office, silent)), ["reason required"]);
        world.done(&office, withdraw(world, &id, Some("2024-03-08")));
        for refused in [
            world.perform(&office, amend(world, &id, "2024-03-10", json!({ "length": "3" }))),
            world.perform(&office, advance(world, &id, "submitted")),
            world.perform(&office, withdraw(world, &id, None)),
        ] {
            assert_eq!(why(refused), ["registers.withdrawn"]);
        }
    });
}

#[test]
fn an_older_day_put_right_keeps_the_stage_and_the_words_of_that_day() {
    on_each_engine(|world| {
        let (clerk, office) = (world.holder("clerk-dongdu"), world.holder("office"));
        let create =
            Create { effective_on: Some(day("2024-01-01")), ..new_record("bridges", bridge("旧桥")) };
        let id = Id::parse(&world.done(&clerk, create).id).unwrap();
        world.done(&clerk, amend(world, &id, "2024-02-01", json!({ "length": "9", "lanes": 6 })));
        world.done(&clerk, advance(world, &id, "submitted"));
        world.done(&office, advance(world, &id, "kept"));
        // In January it was a draft, and stays one: putting it right is not publishing it.
        world.done(&clerk, amend(world, &id, "2024-01-15", json!({ "length": "1.6" })));
        assert_eq!(state(world, &id, "2024-01-20", world.now()), "draft planned 1.6");
        assert_eq!(state(world, &id, "2024-02-01", world.now()), "kept planned 9");
        // Before the first day known, what was first known holds, not what came later.
        world.done(&clerk, amend(world, &id, "2023-06-01", json!({ "state": "built" })));
        assert_eq!(state(world, &id, "2023-07-01", world.now()), "draft built 1.5");
        assert_eq!(world.record(&id).body["length"], "9");
        assert_eq!(world.version(&id), 6);
    });
}
