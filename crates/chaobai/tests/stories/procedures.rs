//! Cases of the three towns' procedure: who holds, who may, until when; what the clock does, once and in order;
//! what happens when the record, the charter or the calendar changes under an open case.

use super::audit;
use super::life::amend;
use super::world::{World, body, day, on_each_engine, why};
use chaobai::clock::{Ran, run_due};
use chaobai::desk::{Caller, Receipt};
use chaobai::domain::procedures::{
    self, Act, Case, Digest, Event, OpenCase, Pause, Quiet, Remind, Resume, State, What, digest,
};
use chaobai::house::House;
use kernel::{Cell, Id, Kind};
use serde_json::{Value, json};
use std::sync::Arc;

/// A bridge both towns lead, in the stage cases are opened in.
pub fn bridge(world: &World, name: &str) -> Id {
    world.place(
        "bridges",
        "kept",
        "2024-03-01",
        json!({ "name": name, "state": "open", "lead_east": "dongdu-roads", "lead_west": "xidu-roads",
                "source": "S1", "source_date": "2024-03-01" }),
    )
}

pub fn open(world: &World, procedure: &str, subject: &Id, given: Value) -> Id {
    let command = OpenCase { procedure: procedure.into(), subject: subject.clone(), given: body(given) };
    Id::parse(&world.done(&world.holder("office"), command).id).expect("the id of the case")
}

pub fn act(world: &World, id: &Id, action: &str, given: Value) -> Act {
    Act { id: id.clone(), version: case(world, id).version, action: action.into(), given: body(given) }
}

pub fn acted(world: &World, post: &str, id: &Id, action: &str, given: Value) -> Receipt {
    world.done(&world.holder(post), act(world, id, action, given))
}

pub fn case(world: &World, id: &Id) -> Case {
    let law = world.law();
    let mut reader = world.house().reader().expect("a reader");
    procedures::get(&mut reader, &law, &Caller::clock(), id).unwrap_or_else(|e| panic!("{e:?}")).case
}

pub fn events(world: &World, id: &Id) -> Vec<Event> {
    let mut reader = world.house().reader().expect("a reader");
    procedures::history(&mut reader, &world.law().charter.zone.id, id).expect("a history")
}

/// Everything that happened, in short.
pub fn told(world: &World, id: &Id) -> Vec<String> {
    let short = |event: &Event| {
        let what = json!(event.said.what).as_str().unwrap_or_default().to_owned();
        let word = if event.said.word.is_empty() { String::new() } else { format!(" {}", event.said.word) };
        format!("{what}{word}: {}", event.said.to)
    };
    events(world, id).iter().map(short).collect()
}

pub fn run(world: &World) -> Ran {
    run_due(world.house()).unwrap_or_else(|e| panic!("{e:#}"))
}

pub fn digest_of(world: &World, post: &str) -> Digest {
    let mut reader = world.house().reader().expect("a reader");
    digest(&mut reader, &world.law(), &world.holder(post), world.now()).expect("a digest")
}

/// Signed by both banks: in the step where progress is reported.
pub fn at_report(world: &World, name: &str) -> Id {
    let id = open(world, "upkeep", &bridge(world, name), json!({ "task": "修护栏" }));
    acted(world, "clerk-dongdu", &id, "sign", json!({}));
    acted(world, "clerk-xidu", &id, "sign", json!({ "opinion": "同意" }));
    id
}

#[test]
fn a_case_goes_from_opening_to_its_end_and_does_what_it_was_to_do() {
    on_each_engine(|world| {
        let subject = bridge(world, "甲");
        let id = open(world, "upkeep", &subject, json!({ "task": "修护栏" }));
        assert_eq!(Cell::of("threetowns", &id), Cell::of("threetowns", &subject), "one cell for both");
        let first = case(world, &id);
        let holders: Vec<&str> = first.body.holders.iter().map(|held| held.holder.as_str()).collect();
        assert_eq!(holders, ["unit:dongdu-roads", "unit:xidu-roads"]);
        assert_eq!(first.due_on, Some(day("2024-03-06")), "two working days from Monday");

        acted(world, "clerk-dongdu", &id, "sign", json!({}));
        assert_eq!(case(world, &id).step, "sign", "the other bank has not answered");
        let again = world.perform(&world.holder("clerk-dongdu"), act(world, &id, "sign", json!({})));
        assert_eq!(why(again), ["procedures.answered"]);
        acted(world, "clerk-xidu", &id, "sign", json!({}));
        let reporting = case(world, &id);
        assert_eq!((reporting.step.as_str(), reporting.due_on), ("report", Some(day("2024-03-18"))));

        acted(world, "clerk-xidu", &id, "note", json!({ "progress": 40 }));
        acted(world, "clerk-xidu", &id, "finish", json!({ "result": "修好了" }));
        acted(world, "office", &id, "return", json!({ "reason": "少一张照片" }));
        assert_eq!(case(world, &id).step, "report");
        acted(world, "clerk-dongdu", &id, "finish", json!({ "result": "照片补上" }));
        let before = world.version(&subject);
        acted(world, "office", &id, "accept", json!({}));
        let ended = case(world, &id);
        assert_eq!((ended.state, ended.step.as_str(), ended.due_on), (State::Ended, "closed", None));
        let record = world.record(&subject);
        assert_eq!(
            (record.version, &record.body["lanes"]),
            (before + 1, &json!(6)),
            "with the action, in one entry"
        );
        assert_eq!(record.body["remarks"], "修护栏");
        assert_eq!(world.number("SELECT count(*) FROM figure_value WHERE basis = 'computed'"), 0);
        assert_eq!(run(world), Ran { done: 1, refused: 0 });
        assert_eq!(
            world.number("SELECT count(*) FROM figure_value WHERE basis = 'computed'"),
            1,
            "published"
        );
        assert_eq!(run(world), Ran::default());
        let refused = world.perform(&world.holder("office"), act(world, &id, "accept", json!({})));
        assert_eq!(why(refused), ["procedures.ended"]);
        assert_eq!(told(world, &id).last().map(String::as_str), Some("settle done: closed"));

        for event in events(world, &id).iter().filter(|event| !event.actor.is_empty()) {
            let mandate = event.said.mandate.as_ref().expect("whoever acts has a mandate");
            assert!(!mandate.post.is_empty() && !mandate.held.relation.is_empty(), "{event:?}");
        }
        audit::all_is_well(world);
    });
}

#[test]
fn only_who_holds_a_step_acts_and_nothing_is_half_written() {
    on_each_engine(|world| {
        let subject = bridge(world, "乙");
        let by = |post: &str, given: Value| {
            let command =
                OpenCase { procedure: "upkeep".into(), subject: subject.clone(), given: body(given) };
            world.perform(&world.holder(post), command)
        };
        assert_eq!(why(by("clerk-xidu", json!({ "task": "x" }))), ["not_allowed"]);
        assert_eq!(why(by("system", json!({ "task": "x" }))), ["not_allowed"], "the bridge is public");
        assert_eq!(why(by("office", json!({}))), ["task required"]);
        assert_eq!(why(by("office", json!({ "task": "x", "colour": "red" }))), ["colour unknown_field"]);
        let id = Id::parse(&by("office", json!({ "task": "x" })).unwrap().id).unwrap();
        let second = by("office", json!({ "task": "y" })).unwrap_err();
        assert_eq!((second.code, second.params["id"].as_str()), ("procedures.one_at_a_time", id.as_str()));

        let office = world.perform(&world.holder("office"), act(world, &id, "sign", json!({}))).unwrap_err();
        assert_eq!((office.kind, office.code), (Kind::NotAllowed, "procedures.not_holder"));
        assert!(office.params["who_en"].contains("Dongdu"), "{office:?}");
        for post in ["system", "security"] {
            assert_eq!(
                why(world.perform(&world.holder(post), act(world, &id, "sign", json!({})))),
                ["not_found"]
            );
        }
        let none = world.perform(&world.holder("clerk-xidu"), act(world, &id, "fly", json!({}))).unwrap_err();
        assert_eq!((none.code, none.params["allowed"].as_str()), ("procedures.no_such_action", "sign"));
        let draft = world.create(
            &world.holder("clerk-dongdu"),
            "bridges",
            json!({ "name": "草", "state": "built", "lead_east": "dongdu-roads", "source": "S1", "source_date": "2024-01-01" }),
        );
        let early =
            OpenCase { procedure: "upkeep".into(), subject: draft, given: body(json!({ "task": "x" })) };
        assert_eq!(why(world.perform(&world.holder("office"), early)), ["procedures.stage"]);
        assert_eq!(case(world, &id).version, 1, "no refusal left anything behind");
        audit::all_is_well(world);
    });
}

#[test]
fn the_clerk_of_the_other_side_is_refused() {
    on_each_engine(|world| {
        let east = world.place(
            "bridges",
            "kept",
            "2024-03-01",
            json!({ "name": "东", "state": "open", "lead_east": "dongdu-roads", "source": "S1", "source_date": "2024-03-01" }),
        );
        let id = open(world, "upkeep", &east, json!({ "task": "x" }));
        // Not theirs to see: neither lead nor office.
        let refused = world.perform(&world.holder("clerk-xidu"), act(world, &id, "sign", json!({})));
        assert_eq!(why(refused), ["not_found"]);
        acted(world, "clerk-dongdu", &id, "sign", json!({}));
        assert_eq!(case(world, &id).step, "report", "the only lead has answered");
        audit::all_is_well(world);
    });
}

/// A week in which nothing ran: everything that fell due happens once, in order.
#[test]
fn the_clock_catches_up_once_and_in_order_however_often_it_runs() {
    on_each_engine(|world| {
        let id = at_report(world, "丙");
        let from = told(world, &id).len();
        world.until("2024-03-12");
        assert_eq!(run(world), Ran::default(), "nothing is due yet");
        world.until("2024-03-21");
        world.reopen();
        assert_eq!(run(world).done, 3);
        let late = ["remind 0: report", "escalate 0: report", "escalate 1: report"];
        assert_eq!(told(world, &id)[from..], late);
        let beside = House::open(world.house().settings.clone()).unwrap_or_else(|e| panic!("{e:#}"));
        std::thread::scope(|scope| {
            scope.spawn(|| run(world));
            scope.spawn(|| run_due(&beside).unwrap_or_else(|e| panic!("{e:#}")));
        });
        drop(beside);
        assert_eq!(told(world, &id)[from..], late, "two programs do nothing twice");
        let slips: Vec<_> = events(world, &id).into_iter().filter_map(|event| event.said.slip).collect();
        assert_eq!(slips, ["blue", "red"]);

        let chair = digest_of(world, "chair-east");
        assert_eq!((chair.told.len(), chair.held(), chair.quiet), (1, 0, None), "told, and not held");
        world.until("2024-04-15");
        run(world);
        let case = case(world, &id);
        assert_eq!(case.step, "agenda", "the last rung is the council");
        assert_eq!(digest_of(world, "chair-east").held(), 1);
        acted(world, "chair-west", &id, "instruct", json!({ "instruction": "五月前修好" }));
        audit::all_is_well(world);
    });
}

/// The command was done and the program ended before it could say so: the same request gives the same receipt.
#[test]
fn a_crash_between_two_steps_of_the_clock_changes_nothing() {
    on_each_engine(|world| {
        let id = at_report(world, "丁");
        world.until("2024-03-13");
        let deadline = world.rows(
            "SELECT id FROM deadline WHERE state = 'waiting' AND kind = 'remind' AND falls_on <= $1",
            &[world.today().to_string().as_str().into()],
        )[0]
        .text(0)
        .unwrap();
        let key = super::world::key(&format!("deadline-{deadline}"));
        let remind = || Remind { id: id.clone(), deadline: deadline.clone() };
        let clock = Arc::new(Caller::clock());
        let first = world.perform_with(&clock, remind(), &key).unwrap();
        world.reopen();
        let again = world.perform_with(&clock, remind(), &key).unwrap();
        assert_eq!((first.entry, again.entry, again.replayed), (first.entry, first.entry, true));
        assert_eq!(run(world), Ran::default());
        let stranger = world.perform(&world.holder("office"), remind());
        assert_eq!(why(stranger), ["not_found"], "what the clock does, only the clock does");

        // An effect has two steps: what it brings about, and the note that it did.
        acted(world, "clerk-xidu", &id, "finish", json!({ "result": "好" }));
        acted(world, "office", &id, "accept", json!({}));
        let due = world.rows("SELECT id FROM deadline WHERE state = 'waiting' AND kind = 'effect'", &[]);
        let key = super::world::key(&format!("deadline-{}", due[0].text(0).unwrap()));
        let figure = world.answer(&world.figure("B03"), &world.today().to_string(), None);
        world.perform_with(&clock, chaobai::domain::figures::Publish::new(&figure), &key).unwrap();
        world.reopen();
        assert_eq!(run(world), Ran { done: 1, refused: 0 });
        assert_eq!(world.number("SELECT count(*) FROM figure_value WHERE basis = 'computed'"), 1, "once");
        audit::all_is_well(world);
    });
}

#[test]
fn silence_is_shown_as_silence() {
    on_each_engine(|world| {
        let id = open(world, "upkeep", &bridge(world, "戊"), json!({ "task": "x" }));
        acted(world, "clerk-dongdu", &id, "sign", json!({}));
        world.until("2024-03-06");
        assert_eq!(run(world), Ran::default(), "the last day is still a day");
        world.until("2024-03-07");
        run(world);
        let last = events(world, &id).pop().unwrap();
        assert_eq!(
            (last.said.what, last.said.silent.as_slice()),
            (What::Silence, &["xidu-roads".to_owned()][..])
        );
        assert_eq!(case(world, &id).step, "report");
        audit::all_is_well(world);
    });
}

#[test]
fn a_pause_stops_the_clock_and_its_working_days_are_not_counted() {
    on_each_engine(|world| {
        let id = at_report(world, "己");
        let (office, clerk) = (world.holder("office"), world.holder("clerk-xidu"));
        let pause = |reason: &str, note: &str| Pause {
            id: id.clone(),
            version: case(world, &id).version,
            reason: reason.into(),
            note: note.into(),
        };
        assert_eq!(why(world.perform(&clerk, pause("flood", "水大"))), ["not_allowed"]);
        assert_eq!(why(world.perform(&office, pause("holiday", "水大"))), ["reason not_a_choice"]);
        assert_eq!(why(world.perform(&office, pause("flood", " "))), ["note required"]);
        world.until("2024-03-07");
        world.done(&office, pause("flood", "水大"));
        assert_eq!(why(world.perform(&office, pause("flood", "水大"))), ["procedures.paused"]);
        assert_eq!(
            why(world.perform(&clerk, act(world, &id, "note", json!({ "progress": 1 })))),
            ["procedures.paused"]
        );
        world.until("2024-03-20");
        assert_eq!(run(world), Ran::default(), "nothing reminds while the clock stands");
        let resume =
            Resume {
                id: id.clone(), version: case(world, &id).version, note: "水退".into(), deadline: None
            };
        world.done(&office, resume);
        // Nine working days stood still: 18 March moves to 29 March.
        assert_eq!(case(world, &id).due_on, Some(day("2024-03-29")));

        world.done(&office, pause("approval", "等批"));
        world.until("2024-05-10");
        assert_eq!(run(world).done, 1, "the longest pause is over by itself");
        assert_eq!(case(world, &id).state, State::Open);
        let resumed = events(world, &id).pop().unwrap();
        assert_eq!((resumed.said.what, resumed.actor_post.as_str()), (What::Resume, "clock"));
        audit::all_is_well(world);
    });
}

#[test]
fn holders_follow_the_record() {
    on_each_engine(|world| {
        let subject = bridge(world, "庚");
        let id = open(world, "upkeep", &subject, json!({ "task": "x" }));
        let office = world.holder("office");
        world.done(&office, amend(world, &subject, "2024-03-04", json!({ "lead_west": null })));
        assert_eq!(digest_of(world, "clerk-xidu").held(), 1, "until the clock has looked");
        assert_eq!(run(world), Ran { done: 1, refused: 0 });
        let holders: Vec<String> =
            case(world, &id).body.holders.into_iter().map(|held| held.holder).collect();
        assert_eq!(holders, ["unit:dongdu-roads"]);
        assert_eq!((digest_of(world, "clerk-xidu").held(), run(world)), (0, Ran::default()));
        audit::all_is_well(world);
    });
}

/// A case keeps the rules it began under, until they need what is no longer there.
#[test]
fn a_charter_that_changed_under_an_open_case() {
    on_each_engine(|world| {
        let old = at_report(world, "辛");
        world.edit("procedures/upkeep.toml", "limit = { days = 10 }", "limit = { days = 20 }");
        world.edit("procedures/upkeep.toml", "id = \"note\"", "id = \"jot\"");
        world.edit(
            "procedures/upkeep.toml",
            "  { kind = \"set_field\", field = \"lanes\", value = \"6\" },\n",
            "",
        );
        world.edit("registers/bridges.toml", "id = \"lanes\"", "id = \"carriageways\"");
        world.edit("facts/bridges.csv", "lanes", "carriageways");
        world.adopt();
        let new = at_report(world, "壬");
        assert_eq!((case(world, &old).charter_version, case(world, &new).charter_version), (1, 2));
        assert_eq!(case(world, &old).due_on, Some(day("2024-03-18")), "ten days, as it began");
        assert_eq!(case(world, &new).due_on, Some(day("2024-04-01")), "twenty, as it is now");
        acted(world, "clerk-xidu", &old, "note", json!({ "progress": 10 }));
        let clerk = world.holder("clerk-xidu");
        let jot = world.perform(&clerk, act(world, &old, "jot", json!({ "progress": 10 })));
        assert_eq!(why(jot), ["procedures.no_such_action"]);
        acted(world, "clerk-xidu", &new, "jot", json!({ "progress": 10 }));

        acted(world, "clerk-xidu", &old, "finish", json!({ "result": "好" }));
        let accept =
            world.perform(&world.holder("office"), act(world, &old, "accept", json!({}))).unwrap_err();
        assert_eq!((accept.kind, accept.code), (Kind::Conflict, "procedures.charter_changed"));
        assert_eq!(case(world, &old).step, "check", "nothing is half done");
        acted(world, "clerk-xidu", &new, "finish", json!({ "result": "好" }));
        acted(world, "office", &new, "accept", json!({}));
        audit::all_is_well(world);
    });
}

/// The calendar of 2025 is not published in this world: the day is shown with its warning, starts nothing, and is
/// counted again once it is.
#[test]
fn a_deadline_in_a_year_whose_calendar_is_not_published() {
    on_each_engine(|world| {
        world.until("2024-12-17");
        let id = at_report(world, "癸");
        let counted = case(world, &id);
        assert_eq!((counted.due_on, counted.unpublished.as_slice()), (Some(day("2024-12-31")), &[2025][..]));
        world.until("2025-01-07");
        assert_eq!(run(world), Ran::default(), "nothing follows from a day nobody is sure of");
        let deadline =
            world.rows("SELECT id FROM deadline WHERE state = 'waiting' ORDER BY falls_on, id", &[]);
        let remind = Remind { id: id.clone(), deadline: deadline[0].text(0).unwrap() };
        let refused = world.perform(&Arc::new(Caller::clock()), remind).unwrap_err();
        assert_eq!((refused.code, refused.params["year"].as_str()), ("deadlines.unpublished", "2025"));

        world.edit("calendars/sample.toml", "[[years]]\nyear = 2024", "[[years]]\nyear = 2025\noff = [\"2025-01-01\", \"2025-01-28/2025-02-04\"]\nwork = [\"2025-01-26\"]\nsource = \"S1\"\n\n[[years]]\nyear = 2024");
        world.adopt();
        assert!(run(world).done >= 3, "counted again, then caught up");
        let certain = case(world, &id);
        assert_eq!(certain.unpublished, Vec::<i16>::new());
        let all = told(world, &id);
        assert_eq!(all[3..6], ["follow: report", "remind 0: report", "escalate 0: report"], "{all:?}");
        audit::all_is_well(world);
    });
}

/// A second way of working is text in a folder.
#[test]
fn a_second_procedure_is_added_by_writing_charter_text_only() {
    const SECOND: &str = r#"
id = "inspection"
name = { zh = "巡检（示例）", en = "Inspection (sample)" }
register = "bridges"
open = ["lead"]

[[steps]]
id = "look"
name = { zh = "巡检", en = "Look" }
holder = ["opener"]

[[steps.actions]]
id = "pass_on"
name = { zh = "发现问题，转督办", en = "Found something" }
to = "done"
effects = [{ kind = "open_case", procedure = "upkeep" }, { kind = "advance", to = "draft" }]

[[steps]]
id = "done"
name = { zh = "完成", en = "Done" }
end = true
"#;
    on_each_engine(|world| {
        world.edit(
            "procedures/upkeep.toml",
            "type = \"long_text\"\nrequired = true\n\n[[slips]]",
            "type = \"long_text\"\n\n[[slips]]",
        );
        world.write("procedures/inspection.toml", SECOND);
        world.adopt();
        let subject = bridge(world, "桥");
        let clerk = world.holder("clerk-dongdu");
        let command =
            OpenCase { procedure: "inspection".into(), subject: subject.clone(), given: body(json!({})) };
        let id = Id::parse(&world.done(&clerk, command).id).unwrap();
        let other = world.perform(&world.holder("clerk-xidu"), act(world, &id, "pass_on", json!({})));
        assert_eq!(why(other), ["not_found"], "only who opened it holds it");
        acted(world, "clerk-dongdu", &id, "pass_on", json!({}));
        assert_eq!(world.record(&subject).stage, "draft");
        // The other procedure starts from records that are kept: what was to happen is refused, and says so.
        assert_eq!(run(world), Ran { done: 0, refused: 1 });
        assert_eq!(told(world, &id).last().map(String::as_str), Some("settle procedures.stage: done"));
        audit::all_is_well(world);
    });
}

#[test]
fn the_digest_is_one_message_and_quiet_when_nothing_is_due() {
    on_each_engine(|world| {
        assert_eq!(digest_of(world, "clerk-xidu").quiet, Some(Quiet::NothingDue));
        let id = at_report(world, "子");
        let today = digest_of(world, "clerk-xidu");
        assert_eq!((today.new.len(), today.quiet), (1, None), "new today");
        world.until("2024-03-05");
        assert_eq!(
            digest_of(world, "clerk-xidu").quiet,
            Some(Quiet::NothingDue),
            "held, and nothing to say of it"
        );
        world.until("2024-03-14");
        let near = digest_of(world, "clerk-xidu");
        assert_eq!((near.due_soon.len(), near.due_soon[0].left), (1, Some(2)));
        world.until("2024-03-16");
        assert_eq!(digest_of(world, "clerk-xidu").quiet, Some(Quiet::NotWorking), "a Saturday");
        world.until("2024-03-19");
        let over = digest_of(world, "clerk-xidu");
        assert_eq!((over.overdue.len(), over.overdue[0].left, over.quiet), (1, Some(-1), None));
        assert_eq!(over.overdue[0].case, id);
        assert_eq!(digest_of(world, "system").quiet, Some(Quiet::NothingDue));
    });
}
