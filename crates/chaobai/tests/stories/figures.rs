//! Figures: every way of computing one, and what a change does to value, words and history.

use super::life::amend;
use super::world::{MINUTE, World, day, on_each_engine, why};
use chaobai::charter::model::{Compute, Figure, StandsOn};
use chaobai::domain::figures::{self, Publish, Report};
use kernel::{Id, Lang, Text};
use serde_json::{Value, json};

fn figure(world: &World, compute: Value) -> Figure {
    let compute: Compute = serde_json::from_value(compute).expect("a way of computing");
    Figure { compute: Some(compute), reported: vec![], stands_on: StandsOn::Computed, ..world.figure("B03") }
}

/// Five records since 2000; about the fourth hardly anything is known.
fn five(world: &World) -> Vec<Id> {
    [
        json!({ "name": "a", "count": 1, "length": "0.1", "day": "2021-05-01", "state": "open", "cost": 100, "town": "dongdu" }),
        json!({ "name": "b", "count": 2, "length": "0.2", "day": "2022-05-01", "state": "open", "cost": 250, "town": "xidu" }),
        json!({ "name": "c", "count": 4, "day": "2023-05-01", "state": "planned", "town": "dongdu" }),
        json!({ "name": "d", "length": "10.000000001" }),
        json!({ "name": "e", "count": 3, "length": "5", "day": "2019-05-01", "state": "open", "town": "liuwan" }),
    ]
    .map(|fields| world.place("everything", "kept", "2000-01-01", fields))
    .to_vec()
}

#[test]
fn every_way_of_computing_counts_what_it_cannot_judge_apart() {
    let r = "everything";
    let cases = [
        // how, day, value, records, undetermined
        (json!({ "kind": "count", "register": r }), "2024-01-01", "5", 5, 0),
        (json!({ "kind": "count", "register": r, "filter": "state = 'open'" }), "2024-01-01", "3", 3, 1),
        (json!({ "kind": "count", "register": r, "filter": "state <> 'open'" }), "2024-01-01", "1", 1, 1),
        (json!({ "kind": "count", "register": r, "filter": "day <= as_of" }), "2021-12-31", "2", 2, 1),
        (json!({ "kind": "count", "register": r, "filter": "count > 100" }), "2024-01-01", "0", 0, 1),
        (json!({ "kind": "count", "register": r }), "1999-12-31", "0", 0, 0),
        (json!({ "kind": "count_distinct", "register": r, "field": "town" }), "2024-01-01", "3", 4, 1),
        (json!({ "kind": "sum", "register": r, "field": "count" }), "2024-01-01", "10", 4, 1),
        (json!({ "kind": "sum", "register": r, "field": "length" }), "2024-01-01", "15.300000001", 4, 1),
        (
            json!({ "kind": "sum", "register": r, "field": "length", "filter": "state = 'open'" }),
            "2024-01-01",
            "5.3",
            3,
            1,
        ),
        (json!({ "kind": "sum", "register": r, "field": "cost" }), "2024-01-01", "350", 2, 3),
        (json!({ "kind": "sum", "register": r, "field": "count" }), "1999-12-31", "", 0, 0),
        (json!({ "kind": "mean", "register": r, "field": "count", "places": 0 }), "2024-01-01", "2", 4, 1),
        (json!({ "kind": "mean", "register": r, "field": "count", "places": 1 }), "2024-01-01", "2.5", 4, 1),
        (
            json!({ "kind": "mean", "register": r, "field": "length", "places": 2 }),
            "2024-01-01",
            "3.83",
            4,
            1,
        ),
        (
            json!({ "kind": "mean", "register": r, "field": "length", "places": 2, "filter": "count > 100" }),
            "2024-01-01",
            "",
            0,
            1,
        ),
        (json!({ "kind": "latest", "register": r, "field": "count", "by": "day" }), "2024-01-01", "4", 4, 1),
        (json!({ "kind": "latest", "register": r, "field": "count", "by": "day" }), "2022-12-31", "2", 4, 1),
        (
            json!({ "kind": "latest", "register": r, "field": "length", "by": "day" }),
            "2023-12-31",
            "0.2",
            4,
            1,
        ),
        (json!({ "kind": "latest", "register": r, "field": "count", "by": "day" }), "2018-12-31", "", 4, 1),
        (
            json!({ "kind": "ratio", "register": r, "part": "state = 'open'", "places": 1 }),
            "2024-01-01",
            "60",
            5,
            1,
        ),
        (
            json!({ "kind": "ratio", "register": r, "filter": "count >= 2", "part": "state = 'open'", "places": 1 }),
            "2024-01-01",
            "66.7",
            3,
            1,
        ),
        (
            json!({ "kind": "ratio", "register": r, "filter": "count > 100", "part": "state = 'open'" }),
            "2024-01-01",
            "",
            0,
            1,
        ),
        (json!({ "kind": "unbroken_run", "register": r, "field": "day" }), "2024-01-01", "3", 4, 1),
        (
            json!({ "kind": "unbroken_run", "register": "crossings", "field": "year" }),
            "2024-01-01",
            "2",
            3,
            0,
        ),
        (json!({ "kind": "count_charter", "what": "tags/unified" }), "2024-01-01", "2", 2, 0),
        (json!({ "kind": "count_charter", "what": "areas" }), "2024-01-01", "1", 1, 0),
    ];
    on_each_engine(|world| {
        five(world);
        for (how, on, value, records, undetermined) in &cases {
            let figure = figure(world, how.clone());
            let answer = world.answer(&figure, on, None);
            let computed = answer.computed().expect("computed");
            let text = computed.value.map(|v| v.normalize().to_string()).unwrap_or_default();
            assert_eq!(
                (text.as_str(), computed.records, computed.undetermined),
                (*value, *records, *undetermined),
                "{how} on {on}"
            );
        }
    });
}

#[test]
fn a_changed_record_changes_the_figure_from_its_day_on_and_no_earlier() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let first = five(world).remove(0);
        let sum = figure(world, json!({ "kind": "sum", "register": "everything", "field": "length" }));
        let known = world.now();
        let words = world.answer(&sum, "2024-03-04", None).words().clone();
        assert!(words.zh.contains("15.300000001") && words.zh.contains("由 4 条登记"), "{words:?}");
        assert!(words.zh.contains("另有 1 条") && words.en.contains("1 more records"), "{words:?}");
        world.advance(MINUTE);
        world.done(&office, amend(world, &first, "2024-02-01", json!({ "length": "0.4" })));
        for (on, known_at, value) in [
            ("2024-03-04", None, "15.600000001"),
            ("2024-02-01", None, "15.600000001"),
            ("2024-01-31", None, "15.300000001"),
            ("2024-03-04", Some(known), "15.300000001"),
            ("2024-03-04", Some(world.now()), "15.600000001"),
        ] {
            assert_eq!(world.computed(&sum, on, known_at), value, "on {on} as known at {known_at:?}");
        }
        assert!(world.answer(&sum, "2024-03-04", None).words().en.contains("15.600000001"));
        // Putting January right changes January, as known from now on.
        world.advance(MINUTE);
        let before = world.now();
        world.advance(MINUTE);
        world.done(&office, amend(world, &first, "2024-01-01", json!({ "length": "0.3" })));
        assert_eq!(world.computed(&sum, "2024-01-31", None), "15.500000001");
        assert_eq!(world.computed(&sum, "2024-01-31", Some(before)), "15.300000001");
        assert_eq!(world.computed(&sum, "2024-02-01", None), "15.600000001");
        assert_eq!(world.computed(&sum, "2023-12-31", None), "15.300000001");
    });
}

fn report(value: &str, as_of: &str) -> Report {
    Report {
        figure: "B01".into(),
        value: value.into(),
        qualifier: "exact".into(),
        as_of: day(as_of),
        source: "S1".into(),
        words: Text::new("月报", "monthly report"),
    }
}

#[test]
fn a_report_and_its_correction_are_both_kept_and_the_gap_is_said_in_words() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let bridges = world.figure("B01");
        let agreed = world.answer(&bridges, "2022-12-31", None);
        assert!(agreed.words().zh.contains("一致") && agreed.words().en.contains("They agree"));
        world.done(&office, report("2", "2024-03-01"));
        let known = world.now();
        world.advance(MINUTE);
        world.done(&office, report("3", "2024-03-01"));
        let answer = world.answer(&bridges, "2024-03-01", None);
        assert_eq!(answer.value().unwrap().to_string(), "3");
        assert_eq!(answer.difference().unwrap().to_string(), "-2");
        assert!(answer.words().get(Lang::Zh).contains("尚缺2座"), "{:?}", answer.words());
        let earlier = world.answer(&bridges, "2024-03-01", Some(known));
        assert_eq!(earlier.value().unwrap().to_string(), "2");
        assert_eq!(world.answer(&bridges, "2024-02-29", None).reported().unwrap().value.to_string(), "1");

        let mut reader = world.house().reader().unwrap();
        let history = figures::history(&mut reader, &world.charter(), &bridges).unwrap();
        let told: Vec<(String, String, bool)> = history
            .iter()
            .map(|h| (h.value.as_of.to_string(), h.value.value.to_string(), h.corrected))
            .collect();
        let line = |day: &str, value: &str, corrected| (day.to_owned(), value.to_owned(), corrected);
        let expected =
            [line("2024-03-01", "3", false), line("2024-03-01", "2", true), line("2022-12-31", "1", false)];
        assert_eq!(told, expected);
    });
}

#[test]
fn a_published_value_carries_the_version_of_its_definition() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let mean = world.figure("B04");
        let answer = world.answer(&mean, "2023-12-31", None);
        world.done(&office, Publish::new(&answer));
        let mut reader = world.house().reader().unwrap();
        let history = figures::history(&mut reader, &world.charter(), &mean).unwrap();
        let last = &history[0];
        assert_eq!((last.basis.as_str(), last.definition), ("computed", 2));
        assert_eq!((last.value.value.to_string(), last.value.source.as_str()), ("1800".into(), "crossings"));

        let mut older = mean.clone();
        older.version = 1;
        let answer = world.answer(&older, "2023-12-31", None);
        assert_eq!(why(world.perform(&office, Publish::new(&answer))), ["figures.definition_changed"]);
        let answer = world.answer(&mean, "2030-12-31", None);
        assert_eq!(why(world.perform(&office, Publish::new(&answer))), ["as_of in_the_future"]);
        let answer = world.answer(&mean, "1990-12-31", None);
        assert_eq!(why(world.perform(&office, Publish::new(&answer))), ["figures.nothing_computed"]);
    });
}

#[test]
fn only_those_the_charter_names_put_figures_on_record() {
    on_each_engine(|world| {
        assert_eq!(why(world.perform(&world.public(), report("2", "2024-03-01"))), ["sign_in"]);
        for post in ["clerk-dongdu", "chair-east", "system", "security", "audit"] {
            let caller = world.holder(post);
            assert_eq!(why(world.perform(&caller, report("2", "2024-03-01"))), ["not_allowed"], "{post}");
        }
        let office = world.holder("office");
        assert_eq!(
            why(world.perform(&office, Report { figure: "B99".into(), ..report("2", "2024-03-01") })),
            ["not_found"]
        );
        let bad = Report { qualifier: "maybe".into(), source: " ".into(), ..report("two", "2024-12-31") };
        assert_eq!(
            why(world.perform(&office, bad)),
            ["value not_a_number", "qualifier not_a_choice", "as_of in_the_future", "source required"]
        );
    });
}
