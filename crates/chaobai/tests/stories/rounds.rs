//! The monthly round: three units of two provinces, six matters each, one row returned. The list is added by
//! writing charter text only; lamps, overview and figures follow.

use super::audit;
use super::races::{at_once, beside};
use super::world::{DAY, World, body, day, key, on_each_engine, placed, why};
use chaobai::charter::model::Lamp;
use chaobai::clock::turn_due;
use chaobai::desk::{Caller, Receipt};
use chaobai::domain::lamps::{self, Give};
use chaobai::domain::registers::{self, Advance, Amend};
use chaobai::domain::rounds::{
    self, AcceptRow, CloseRound, OpenRound, Report, ReturnRow, Row, SaveDraft, State, SubmitRow,
};
use chaobai::domain::worklists::{self, Decide, Propose};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const UNITS: [(&str, &str, &str); 3] = [
    ("clerk-dongdu", "lead_east", "dongdu-roads"),
    ("clerk-xidu", "lead_west", "xidu-roads"),
    ("clerk-liuwan", "lead_west", "liuwan-roads"),
];

/// Adds a third unit with a clerk, a work list and its figure: charter text, nothing else.
pub fn with_tasks(world: &mut World) {
    world.edit(
        "zone.toml",
        "[[posts]]\nid = \"chair-east\"",
        r#"[[units]]
id = "liuwan-roads"
name = { zh = "柳湾镇交通所（示例）", en = "Liuwan Roads Office (sample)" }
jurisdiction = "liuwan"
sample = true
source = "S1"

[[posts]]
id = "clerk-liuwan"
name = { zh = "柳湾镇填报员（示例）", en = "Clerk in Liuwan (sample)" }
unit = "liuwan-roads"
side = "west"
roles = ["clerk"]
sample = true
source = "S1"

[[posts]]
id = "chair-east""#,
    );
    world.write("registers/tasks.toml", include_str!("tasks.toml"));
    world.write(
        "figures/tasks.toml",
        r#"[[figures]]
id = "W2024"
name = { zh = "2024年任务完成情况", en = "Tasks of 2024 done" }
sentence = { zh = "2024年任务完成率{value}。", en = "Of the tasks of 2024, {value} are done." }
area = "crossing"
unit = { zh = "%", en = "%" }
definition = { zh = "已完成除以全部减去经批准取消。", en = "Done divided by all less those cancelled with approval." }
stands_on = "computed"
compute = { kind = "completion", register = "tasks", filter = "year = 2024", places = 1 }
"#,
    );
    let (_, _, refused) = world.adopt();
    assert_eq!(refused, 0);
}

pub fn task(name: &str, lead: &str, unit: &str, more: Value) -> Value {
    let mut fields = body(json!({
        "name": name, "year": 2024, "field": "roads", lead: unit, "start": "2024-01-01", "due": "2024-12-31",
        "progress": 10,
    }));
    fields.extend(body(more));
    Value::Object(fields)
}

/// Six matters for each unit, in the stage "under way" since the beginning of the year.
pub fn six_each(world: &World) -> BTreeMap<&'static str, Vec<Id>> {
    let mut all = BTreeMap::new();
    for (_, lead, unit) in UNITS {
        let ids = (1..=6).map(|n| {
            let area = if n <= 4 { "roads" } else { "water" };
            let fields = task(&format!("{unit} {n}"), lead, unit, json!({ "field": area }));
            world.place("tasks", "going", "2024-01-02", fields)
        });
        all.insert(unit, ids.collect());
    }
    all
}

pub fn open(world: &World) -> OpenRound {
    OpenRound {
        month: "2024-03".into(),
        lists: vec!["tasks".into()],
        due: world.today().plus_days(3),
        note: String::new(),
    }
}

pub fn row(item: &Id, version: i64) -> Row {
    Row { register: "tasks".into(), item: item.clone(), round: "2024-03".into(), version }
}

pub fn submit(item: &Id, version: i64, fields: Value) -> SubmitRow {
    SubmitRow { row: row(item, version), fields: Some(body(fields)), stage: None }
}

fn report(world: &World, caller: &Caller, item: &Id) -> Option<Report> {
    let mut reader = world.house().reader().unwrap();
    rounds::report(&mut reader, &world.charter(), caller, item, "2024-03").unwrap()
}

fn counts(world: &World) -> BTreeMap<Lamp, i64> {
    let mut reader = world.house().reader().unwrap();
    let (charter, register) = (world.charter(), world.register("tasks"));
    worklists::counts(&mut reader, &charter, &register, false, world.today()).unwrap().all()
}

fn lamp(world: &World, id: &Id) -> (Lamp, String) {
    let mut reader = world.house().reader().unwrap();
    let found = worklists::item(&mut reader, &world.charter(), &world.record(id), world.today()).unwrap();
    let (item, _) = found.expect("the matter stands on a list");
    (item.lamp, item.words.zh)
}

fn history(world: &World, id: &Id) -> Vec<(String, Lamp)> {
    let mut reader = world.house().reader().unwrap();
    let cell = Cell::of(&world.charter().zone.id, id);
    let changes = lamps::changes(&mut reader, &cell, id).unwrap();
    changes.iter().rev().map(|change| (change.day.to_string(), change.lamp)).collect()
}

fn waiting(world: &World, caller: &Caller) -> (i64, i64) {
    let mut reader = world.house().reader().unwrap();
    let round = rounds::round(&mut reader, &world.charter().zone.id, "2024-03").unwrap();
    let waiting = rounds::waiting(&mut reader, &world.charter(), caller, &round).unwrap();
    (waiting.to_report, waiting.returned)
}

#[test]
fn the_monthly_round() {
    on_each_engine(|world| {
        with_tasks(world);
        let figure = world.figure("W2024");
        assert_eq!(world.computed(&figure, "2024-03-04", None), "", "no matter, no share: never nought");
        assert!(world.answer(&figure, "2024-03-04", None).words().zh.contains("清单上没有条目"));
        let ids = six_each(world);
        world.until("2024-03-25");
        let office = world.holder("office");
        let clerks: Vec<Arc<Caller>> = UNITS.iter().map(|(post, ..)| world.holder(post)).collect();

        // The office opens the round; nobody else may, and not twice.
        assert_eq!(why(world.perform(&clerks[0], open(world))), ["not_allowed"]);
        world.done(&office, open(world));
        assert_eq!(why(world.perform(&office, open(world))), ["rounds.exists"]);
        for clerk in &clerks {
            assert_eq!(waiting(world, clerk), (6, 0));
        }

        // Drafts are seen by their own unit only.
        let first = &ids["dongdu-roads"][0];
        let draft = |fields: Value| SaveDraft { row: row(first, 0), fields: body(fields), stage: None };
        assert_eq!(
            why(world.perform(&clerks[0], draft(json!({ "progress": "1,2" })))),
            ["progress wrong_type"]
        );
        assert_eq!(
            why(world.perform(&clerks[0], draft(json!({ "due": "2025-01-01" })))),
            ["due not_asked_for"]
        );
        world.done(&clerks[0], draft(json!({ "progress": 25 })));
        assert_eq!(report(world, &clerks[0], first).unwrap().state, State::Draft);
        assert_eq!(report(world, &clerks[1], first), None);
        assert_eq!(report(world, &office, first), None);
        assert_eq!(world.record(first).body["progress"], json!(10), "a draft changes nothing");
        assert_eq!(waiting(world, &clerks[0]), (6, 0), "a draft is not handed in");

        // A clerk of the other side, and one of the same side but another unit.
        for other in [&clerks[1], &clerks[2]] {
            let save = SaveDraft { row: row(first, 1), fields: body(json!({ "progress": 99 })), stage: None };
            assert_eq!(why(world.perform(other, save)), ["rounds.not_yours"]);
            assert_eq!(
                why(world.perform(other, submit(first, 1, json!({ "progress": 99 })))),
                ["rounds.not_yours"]
            );
        }
        assert_eq!(why(world.perform(&clerks[0], AcceptRow { row: row(first, 1) })), ["rounds.not_yours"]);
        // What is only a draft is not there for the office.
        assert_eq!(why(world.perform(&office, AcceptRow { row: row(first, 1) })), ["not_found"]);

        // Everybody reports; whoever is behind says why. A quarter of the year is over.
        assert_eq!(
            why(world.perform(&clerks[0], submit(first, 0, json!({ "progress": 25 })))),
            ["rounds.stale_report"]
        );
        world.done(&clerks[0], SubmitRow { row: row(first, 1), fields: None, stage: None });
        let behind = json!({ "progress": 18, "this_month": "完成签约103户" });
        let last = &ids["liuwan-roads"][5];
        assert_eq!(
            why(world.perform(&clerks[2], submit(last, 0, behind.clone()))),
            ["lag_reason reason_needed"]
        );
        let nothing = why(world.perform(&clerks[2], submit(last, 0, json!({}))));
        assert_eq!(nothing, ["progress nothing_reported", "lag_reason reason_needed"]);
        for ((_, _, unit), clerk) in UNITS.iter().zip(&clerks) {
            for (n, id) in ids[unit].iter().enumerate().filter(|(_, id)| *id != first) {
                let mut fields = json!({ "progress": 24 + n, "this_month": format!("第{n}项") });
                if id == last {
                    fields = behind.clone();
                    fields["lag_reason"] = json!("用地手续未完成");
                }
                world.done(clerk, submit(id, 0, fields));
            }
            assert_eq!(waiting(world, clerk), (0, 0));
        }
        assert_eq!(
            why(world.perform(&clerks[0], submit(first, 2, json!({ "progress": 26 })))),
            ["rounds.not_yours_now"]
        );

        // The office reads a difference, returns one row and accepts the others.
        let register = world.register("tasks");
        let mut reader = world.house().reader().unwrap();
        let found =
            rounds::submitted(&mut reader, &office, &register, "2024-03", "liuwan-roads", None, 50).unwrap();
        assert_eq!(found.len(), 6);
        let of_last = found.iter().find(|report| report.item == *last).unwrap();
        let changes: Vec<&str> = rounds::changed(&register, &of_last.before, &of_last.fields)
            .into_iter()
            .map(|(field, ..)| field.id.as_str())
            .collect();
        assert_eq!(changes, ["progress", "this_month", "lag_reason"]);
        assert!(
            rounds::submitted(&mut reader, &clerks[1], &register, "2024-03", "liuwan-roads", None, 50)
                .is_err()
        );
        drop(reader);
        let remark = "户数含不含企业？".to_owned();
        let blank = ReturnRow { row: row(last, 1), remark: " ".into() };
        assert_eq!(why(world.perform(&office, blank)), ["remark required"]);
        world.done(&office, ReturnRow { row: row(last, 1), remark: remark.clone() });
        for (_, _, unit) in UNITS {
            for id in ids[unit].iter().filter(|id| *id != last) {
                let version = if id == first { 2 } else { 1 };
                world.done(&office, AcceptRow { row: row(id, version) });
            }
        }
        assert_eq!(why(world.perform(&office, AcceptRow { row: row(first, 3) })), ["rounds.not_submitted"]);
        let accepted = world.record(first);
        assert_eq!((&accepted.body["progress"], accepted.version), (&json!(25), 2));

        // Only the returned row waits; the unit answers and hands it in again.
        assert_eq!(waiting(world, &clerks[2]), (1, 1));
        assert_eq!(report(world, &clerks[2], last).unwrap().remark, remark);
        assert_eq!(report(world, &clerks[0], last), None);
        let mut answered = behind;
        answered["lag_reason"] = json!("用地手续未完成，户数不含企业");
        world.done(&clerks[2], submit(last, 2, answered));
        world.done(&office, AcceptRow { row: row(last, 3) });

        // Lamps follow: 23 % of the year were to be done on 25 March.
        assert_eq!(lamp(world, last), (Lamp::Warning, "序时 23.01%，实际 18%".into()));
        assert_eq!(counts(world), BTreeMap::from([(Lamp::Normal, 17), (Lamp::Warning, 1)]));
        assert_eq!(history(world, last), [("2024-03-04".to_owned(), Lamp::Warning),],);
        let mut reader = world.house().reader().unwrap();
        let charter = world.charter();
        let lagging = worklists::lagging(&mut reader, &charter, &register, false, world.today(), 20).unwrap();
        assert_eq!(lagging.iter().map(|one| &one.item.id).collect::<Vec<_>>(), [last]);
        let progress = rounds::progress(
            &mut reader,
            &charter,
            &rounds::round(&mut world.house().reader().unwrap(), &charter.zone.id, "2024-03").unwrap(),
        )
        .unwrap();
        let of = &progress[&("tasks".to_owned(), "liuwan-roads".to_owned())];
        assert_eq!((of.missing, of.submitted, of.returned, of.accepted), (0, 0, 0, 6));

        // The life of the matter: everything for its unit, all but drafts for the office, what was accepted
        // for others.
        let states = |caller: &Caller| -> Vec<&'static str> {
            let mut reader = world.house().reader().unwrap();
            let entries =
                rounds::entries(&mut reader, &charter, caller, &register, &world.record(last)).unwrap();
            entries.iter().rev().map(|entry| entry.state.id()).collect()
        };
        assert_eq!(states(&clerks[2]), ["submitted", "returned", "submitted", "accepted"]);
        assert_eq!(states(&clerks[0]), ["accepted"]);
        let reasons = rounds::reasons(&mut reader, &charter, &register, last, "2024-04").unwrap();
        assert_eq!(reasons, ["用地手续未完成，户数不含企业"]);
        drop(reader);

        // One is struck off in the next round, one cancelled with approval: the figure follows.
        assert_eq!(world.computed(&figure, &world.today().to_string(), None), "0");
        world.done(&office, CloseRound { round: "2024-03".into() });
        for refused in [
            why(world.perform(&clerks[0], submit(first, 3, json!({ "progress": 30 })))),
            why(world.perform(&office, AcceptRow { row: row(first, 3) })),
            why(world.perform(&office, CloseRound { round: "2024-03".into() })),
        ] {
            assert_eq!(refused, ["rounds.closed"]);
        }
        world.until("2024-04-25");
        world.done(&office, OpenRound { month: "2024-04".into(), ..open(world) });
        let done = SubmitRow {
            row: Row { round: "2024-04".into(), ..row(first, 0) },
            fields: Some(body(json!({ "progress": 100, "this_month": "全部完成" }))),
            stage: Some("done".into()),
        };
        world.done(&clerks[0], done);
        world.done(&office, AcceptRow { row: Row { round: "2024-04".into(), ..row(first, 1) } });
        assert_eq!(world.record(first).stage, "done");
        assert_eq!(lamp(world, first).0, Lamp::Done);
        let second = &ids["dongdu-roads"][1];
        world.done(
            &office,
            Advance {
                register: "tasks".into(),
                id: second.clone(),
                version: world.version(second),
                to: "off".into(),
                note: "理事会第二次会议同意取消".into(),
                effective_on: None,
                waive: false,
            },
        );
        world.advance(6 * DAY);
        let today = world.today().to_string();
        assert_eq!(world.computed(&figure, &today, None), "5.9");
        let words = world.answer(&figure, &today, None).words().zh.clone();
        assert!(words.contains("清单共 18 项，经批准取消 1 项不计，分母为 17 项，其中完成 1 项"), "{words}");
        // In March it was nought, and it still is when asked for then.
        assert_eq!(world.computed(&figure, "2024-03-31", None), "0");
        audit::all_is_well(world);
    });
}

#[test]
fn time_turns_lamps_whether_or_not_the_clock_looks() {
    on_each_engine(|world| {
        with_tasks(world);
        let id = world.place(
            "tasks",
            "going",
            "2024-03-04",
            task(
                "修桥",
                "lead_east",
                "dongdu-roads",
                json!({ "start": "2024-03-01", "due": "2024-03-31", "progress": 45 }),
            ),
        );
        let sample = task("示例事项", "lead_east", "dongdu-roads", json!({ "sample": true }));
        world.place("tasks", "going", "2024-03-04", sample);
        assert_eq!(counts(world), BTreeMap::from([(Lamp::Normal, 1)]), "samples are counted apart");
        // Nobody looks for a month: pages are right all the same.
        world.until("2024-03-17");
        assert_eq!(lamp(world, &id), (Lamp::Warning, "序时 53.33%，实际 45%；距完成时限 14 天".into()));
        assert_eq!(counts(world), BTreeMap::from([(Lamp::Warning, 1)]));
        world.until("2024-04-02");
        assert_eq!(lamp(world, &id).0, Lamp::Overdue);
        assert_eq!(history(world, &id), [("2024-03-04".to_owned(), Lamp::Normal)]);
        // The clock catches up once: every lamp with the day on which it came on.
        assert!(turn_due(world.house()).unwrap() >= 1);
        assert_eq!(turn_due(world.house()).unwrap(), 0, "nothing is left to do");
        assert_eq!(
            history(world, &id),
            [
                ("2024-03-04".to_owned(), Lamp::Normal),
                ("2024-03-16".to_owned(), Lamp::Warning),
                ("2024-03-24".to_owned(), Lamp::Behind),
                ("2024-04-01".to_owned(), Lamp::Overdue),
            ]
        );
        // A lamp by hand: with a person, a reason, a last day; ends by itself.
        let office = world.holder("office");
        let give = |reason: &str, until: &str| Give {
            register: "tasks".into(),
            id: id.clone(),
            lamp: Lamp::Normal,
            reason: reason.into(),
            until: day(until),
        };
        assert_eq!(why(world.perform(&office, give("", "2024-04-10"))), ["reason required"]);
        assert_eq!(why(world.perform(&office, give("已报备", "2024-04-01"))), ["until not_between"]);
        let clerk = world.holder("clerk-dongdu");
        assert_eq!(why(world.perform(&clerk, give("已报备", "2024-04-10"))), ["not_allowed"]);
        world.done(&office, give("已报备，等验收", "2024-04-10"));
        let (now, words) = lamp(world, &id);
        assert_eq!(now, Lamp::Normal);
        assert!(words.contains("按规则为“逾期”"), "{words}");
        world.until("2024-04-10");
        assert_eq!(counts(world), BTreeMap::from([(Lamp::Normal, 1)]));
        world.until("2024-04-11");
        assert_eq!(counts(world), BTreeMap::from([(Lamp::Overdue, 1)]));
        turn_due(world.house()).unwrap();
        assert_eq!(history(world, &id).last().unwrap(), &("2024-04-11".to_owned(), Lamp::Overdue));
        audit::all_is_well(world);
    });
}

#[test]
fn what_needs_approval_changes_only_with_it() {
    on_each_engine(|world| {
        with_tasks(world);
        let id =
            world.place("tasks", "going", "2024-03-04", task("修路", "lead_west", "xidu-roads", json!({})));
        let (clerk, other, office) =
            (world.holder("clerk-xidu"), world.holder("clerk-dongdu"), world.holder("office"));
        let later = |version: i64| Amend {
            register: "tasks".into(),
            id: id.clone(),
            version,
            changes: body(json!({ "due": "2025-06-30" })),
            effective_on: None,
            note: String::new(),
        };
        assert_eq!(why(world.perform(&clerk, later(1))), ["worklists.needs_approval"]);
        let off = Advance {
            register: "tasks".into(),
            id: id.clone(),
            version: 1,
            to: "off".into(),
            note: String::new(),
            effective_on: None,
            waive: false,
        };
        assert_eq!(why(world.perform(&clerk, off)), ["worklists.needs_approval"]);
        let propose = |version: i64, fields: Value, stage: Option<&str>, reason: &str| Propose {
            register: "tasks".into(),
            id: id.clone(),
            version,
            fields: body(fields),
            stage: stage.map(str::to_owned),
            reason: reason.into(),
        };
        let to_june = json!({ "due": "2025-06-30" });
        assert_eq!(why(world.perform(&other, propose(1, to_june.clone(), None, "x"))), ["not_allowed"]);
        assert_eq!(why(world.perform(&clerk, propose(1, to_june.clone(), None, ""))), ["reason required"]);
        assert_eq!(
            why(world.perform(&clerk, propose(1, json!({ "progress": 100 }), Some("done"), "x"))),
            ["progress not_under_approval", "stage not_under_approval"]
        );
        assert_eq!(
            why(world.perform(&clerk, propose(9, to_june.clone(), None, "x"))),
            ["registers.stale_version"]
        );
        world.done(&clerk, propose(1, to_june.clone(), None, "汛期顺延"));
        assert_eq!(
            why(world.perform(&clerk, propose(1, to_june, None, "汛期顺延"))),
            ["worklists.already_proposed"]
        );
        let decide = |number, approve, remark: &str| Decide {
            register: "tasks".into(),
            id: id.clone(),
            number,
            approve,
            remark: remark.into(),
        };
        assert_eq!(why(world.perform(&clerk, decide(1, true, ""))), ["not_allowed"]);
        assert_eq!(why(world.perform(&office, decide(1, false, ""))), ["remark required"]);
        world.done(&office, decide(1, false, "请补依据"));
        assert_eq!(world.record(&id).body["due"], json!("2024-12-31"));
        world.done(&clerk, propose(1, json!({ "due": "2025-06-30" }), None, "汛期顺延，见会议纪要"));
        world.done(&office, decide(2, true, ""));
        let record = world.record(&id);
        assert_eq!((record.stage.as_str(), &record.body["due"]), ("changed", &json!("2025-06-30")));
        assert_eq!(why(world.perform(&office, decide(2, true, ""))), ["worklists.already_decided"]);
        audit::all_is_well(world);
    });
}

#[test]
fn the_lead_of_each_side_lies_on_that_side() {
    on_each_engine(|world| {
        with_tasks(world);
        let office = world.holder("office");
        let create = |fields: Value| super::world::new_record("tasks", fields);
        let wrong = task("甲", "lead_east", "xidu-roads", json!({}));
        assert_eq!(why(world.perform(&office, create(wrong))), ["lead_east wrong_side"]);
        assert_eq!(
            why(world.perform(&office, create(json!({ "name": "乙", "year": 2024 })))),
            ["lead_east no_lead"]
        );
        let first = task("丙", "lead_east", "dongdu-roads", json!({ "first": "west" }));
        assert_eq!(why(world.perform(&office, create(first))), ["first first_side_without_lead"]);
        // Both sides lead, the western one first: its clerk reports, the other's does not.
        let both =
            task("丁", "lead_east", "dongdu-roads", json!({ "lead_west": "xidu-roads", "first": "west" }));
        let id = Id::parse(&world.done(&world.operator(), placed("tasks", "going", "2024-03-04", both)).id)
            .unwrap();
        world.done(&office, open(world));
        let east = world.perform(&world.holder("clerk-dongdu"), submit(&id, 0, json!({ "progress": 50 })));
        assert_eq!(why(east), ["rounds.not_yours"]);
        world.done(&world.holder("clerk-xidu"), submit(&id, 0, json!({ "progress": 50 })));
        // Somebody puts the matter right while the report waits: people bring the two together.
        world.done(
            &office,
            Amend {
                register: "tasks".into(),
                id: id.clone(),
                version: 1,
                changes: body(json!({ "progress": 40 })),
                effective_on: None,
                note: String::new(),
            },
        );
        assert_eq!(why(world.perform(&office, AcceptRow { row: row(&id, 1) })), ["rounds.item_changed"]);
        // Parts are counted with their whole, not beside it.
        let part = task("丁之一", "lead_east", "dongdu-roads", json!({ "part_of": id.as_str() }));
        world.place("tasks", "done", "2024-03-04", part);
        assert_eq!(world.computed(&world.figure("W2024"), "2024-03-04", None), "0");
        let mut reader = world.house().reader().unwrap();
        let (parts, _) =
            worklists::parts(&mut reader, &office, &world.register("tasks"), &id, world.today()).unwrap();
        assert_eq!(parts.len(), 1);
        let _ = registers::find(&mut reader, "threetowns", &id);
        drop(reader);
        audit::all_is_well(world);
    });
}

/// A new rule is adopted: matters are judged by it at once, and the change is on record.
#[test]
fn a_new_rule_is_followed_by_every_lamp() {
    on_each_engine(|world| {
        with_tasks(world);
        let id = world.place(
            "tasks",
            "going",
            "2024-03-04",
            task("修路", "lead_west", "xidu-roads", json!({ "progress": 14 })),
        );
        assert_eq!(lamp(world, &id).0, Lamp::Normal);
        world.edit(
            "registers/tasks.toml",
            "lamp = \"warning\", behind_from = 5",
            "lamp = \"warning\", behind_from = 3",
        );
        world.adopt();
        assert_eq!(lamp(world, &id).0, Lamp::Warning);
        assert_eq!(history(world, &id).len(), 2);
        audit::all_is_well(world);
    });
}

/// Of many answers exactly one is a receipt; the others are told in which state the report is now. What was
/// handed in a moment after somebody else may also hear that it is no longer the unit's to write.
fn one_won(answers: &[Result<Receipt, Refusal>], now: &Report) {
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    for refusal in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(refusal.kind, Kind::Conflict, "{refusal:?}");
        match refusal.code {
            "rounds.stale_report" => {
                assert_eq!(refusal.params["current"], now.version.to_string());
                assert_eq!(refusal.params["state"], now.state.id());
            }
            "rounds.not_yours_now" => assert_eq!(refusal.params["state"], "submitted"),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn of_many_who_hand_in_accept_and_return_one_wins() {
    on_each_engine(|world| {
        with_tasks(world);
        let ids = six_each(world);
        world.until("2024-03-25");
        let (office, clerk) = (world.holder("office"), world.holder("clerk-dongdu"));
        world.done(&office, open(world));
        let other = beside(world);
        let house = |number: usize| if number.is_multiple_of(4) { &other } else { world.house() };
        for id in &ids["dongdu-roads"] {
            let answers = at_once(|number| {
                let (house, command) = (house(number), submit(id, 0, json!({ "progress": 30 + number })));
                house.desk.perform(
                    clerk.clone(),
                    command,
                    key(&format!("in-{id}-{number:02}")),
                    house.moment(),
                )
            });
            let now = report(world, &clerk, id).unwrap();
            one_won(&answers, &now);
            assert_eq!((now.version, now.state), (1, State::Submitted));
            let won = answers.iter().position(Result::is_ok).unwrap();
            assert_eq!(now.fields["progress"], json!(30 + won), "what the winner said");

            // Accepted, returned and handed in again, all at the same moment.
            let answers = at_once(|number| {
                let (house, key) = (house(number), key(&format!("of-{id}-{number:02}")));
                match number % 3 {
                    0 => {
                        house.desk.perform(office.clone(), AcceptRow { row: row(id, 1) }, key, house.moment())
                    }
                    1 => {
                        let back = ReturnRow { row: row(id, 1), remark: format!("第{number}问") };
                        house.desk.perform(office.clone(), back, key, house.moment())
                    }
                    _ => {
                        let again = submit(id, 1, json!({ "progress": 99 }));
                        house.desk.perform(clerk.clone(), again, key, house.moment())
                    }
                }
            });
            let now = report(world, &clerk, id).unwrap();
            one_won(&answers, &now);
            let winner = answers.iter().position(Result::is_ok).unwrap();
            let expected = if winner % 3 == 0 { State::Accepted } else { State::Returned };
            assert_eq!((now.version, now.state), (2, expected));
            let progress = if expected == State::Accepted { json!(30 + won) } else { json!(10) };
            assert_eq!(world.record(id).body["progress"], progress, "only what was accepted is the matter's");
            let versions = format!("SELECT count(*) FROM report_version WHERE item = '{id}'");
            assert_eq!(world.number(&versions), 2, "every step once");
        }
        drop(other);
        audit::all_is_well(world);
    });
}
