//! Meetings of the first zone's sample council: called, noticed, opened, voted, decided, issued, split into tasks; by the
//! rules of its charter, through the desk, with a clock that goes on.

use super::audit;
use super::drafts;
use super::procedures::{run, told};
use super::supervision::on_each_first_zone;
use super::world::{World, body, day, why};
use chaobai::charter::model::{BallotKind, Verdict};
use chaobai::desk::{Caller, Receipt};
use chaobai::domain::meetings::*;
use chaobai::domain::registers::{self, Attach};
use kernel::{Id, Refusal};
use serde_json::{Map, json};
use std::sync::Arc;

pub const OFFICE: &str = "sample_office";
pub const NORTH: [&str; 3] = ["sample_chair_beijing", "sample_seat_beijing_1", "sample_seat_beijing_2"];
pub const SOUTH: [&str; 3] = ["sample_chair_hebei", "sample_seat_hebei_1", "sample_seat_hebei_2"];

/// Whoever holds a post by the terms of the zone, as they sign in.
pub fn member(world: &World, post: &str) -> Arc<Caller> {
    let mut caller = Caller::clone(&world.holder(post));
    let sql = "SELECT body ->> 'person' FROM record WHERE register = 'terms' AND withdrawn = 0 \
               AND (body ->> 'post') = $1 ORDER BY id DESC";
    caller.person =
        world.rows(sql, &[post.into()]).first().and_then(|row| Id::parse(row.text_ref(0).unwrap()));
    Arc::new(caller)
}

pub fn office(world: &World) -> Arc<Caller> {
    world.holder(OFFICE)
}

pub fn calling(way: &str, held_on: &str) -> CallMeeting {
    CallMeeting {
        body: "sample_council".into(),
        way: way.into(),
        held_on: day(held_on),
        time: "09:30".into(),
        place: "示例会议室".into(),
        note: String::new(),
    }
}

pub fn answer(receipt: &Receipt, field: &str) -> Id {
    Id::parse(receipt.answer[field].as_str().unwrap_or_default()).unwrap_or_else(|| panic!("{receipt:?}"))
}

pub fn call(world: &World, way: &str, held_on: &str) -> Id {
    answer(&world.done(&office(world), calling(way, held_on)), "meeting")
}

pub fn placing(meeting: &Id, name: &str, mode: &str) -> PlaceItem {
    PlaceItem {
        meeting: meeting.clone(),
        name: name.into(),
        mode: mode.into(),
        minutes: 15,
        joint: true,
        reporter: "示例单位".into(),
        request: format!("请审议《{name}》"),
        about: Map::new(),
        let_in: String::new(),
    }
}

pub fn place(world: &World, meeting: &Id, name: &str, mode: &str) -> Id {
    answer(&world.done(&office(world), placing(meeting, name, mode)), "item")
}

pub fn notice(world: &World, meeting: &Id) -> Result<Receipt, Refusal> {
    let version = world.version(meeting);
    world.perform(&office(world), GiveNotice { meeting: meeting.clone(), version, let_in: String::new() })
}

pub fn opening(world: &World, meeting: &Id, present: &[&str]) -> Open {
    let posts = |all: &[&str]| all.iter().map(|post| format!("post:{post}")).collect();
    Open {
        meeting: meeting.clone(),
        version: world.version(meeting),
        present: posts(present),
        leave: Vec::new(),
        chair: String::new(),
    }
}

pub fn all() -> Vec<&'static str> {
    NORTH.iter().chain(&SOUTH).copied().collect()
}

/// A meeting in session with one item to deliberate: meeting and item.
pub fn in_session(world: &World, held_on: &str, present: &[&str]) -> (Id, Id) {
    let meeting = call(world, "sitting", held_on);
    let item = place(world, &meeting, "示例工作要点", "deliberate");
    notice(world, &meeting).expect("a notice in time");
    world.until(held_on);
    world.done(&office(world), opening(world, &meeting, present));
    (meeting, item)
}

pub fn vote(world: &World, item: &Id) -> Id {
    let version = world.version(item);
    let kind = BallotKind::RollCall;
    let command =
        OpenBallot { item: item.clone(), version, kind, question: String::new(), slips: Vec::new() };
    answer(&world.done(&office(world), command), "ballot")
}

pub fn cast(world: &World, ballot: &Id, post: &str, choice: Choice) -> Result<Receipt, Refusal> {
    world.perform(&member(world, post), Cast { ballot: ballot.clone(), post: post.into(), choice })
}

pub fn count(world: &World, ballot: &Id) -> bool {
    let receipt = world.done(&office(world), Count { ballot: ballot.clone() });
    receipt.answer["passes"].as_bool().expect("whether it passes")
}

pub fn decision(world: &World, item: &Id, verdict: Option<Verdict>, wording: &str) -> Decide {
    Decide {
        item: item.clone(),
        version: world.version(item),
        verdict,
        wording: wording.into(),
        dissent: String::new(),
    }
}

pub fn decide(world: &World, item: &Id, verdict: Verdict, wording: &str) -> Result<Receipt, Refusal> {
    world.perform(&office(world), decision(world, item, Some(verdict), wording))
}

pub fn close(world: &World, meeting: &Id, note: &str) -> Result<Receipt, Refusal> {
    let version = world.version(meeting);
    world.perform(&office(world), Close { meeting: meeting.clone(), version, note: note.into() })
}

/// What stands beside a meeting, for the office.
pub fn look<T>(world: &World, meeting: &Id, see: impl FnOnce(&Sitting<'_>) -> T) -> T {
    let law = world.law();
    let mut reader = world.house().reader().expect("a reader");
    see(&sitting(&mut reader, &law.charter, &office(world), meeting).expect("the meeting"))
}

fn field(world: &World, id: &Id, name: &str) -> String {
    let record = world.record(id);
    record.body.get(name).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).unwrap_or_default()
}

#[test]
fn a_decision_becomes_tasks_that_somebody_acknowledges() {
    on_each_first_zone(|world| {
        let (meeting, item) = in_session(world, "2026-03-05", &all());
        assert_eq!(field(world, &meeting, "name"), "示例理事会第一次会议");
        assert_eq!(field(world, &meeting, "chair"), "sample_chair_beijing");
        let follow_up = look(world, &meeting, |sitting| sitting.items[0].record.clone());
        assert_eq!(follow_up.body["name"], "上次议定事项办理情况");
        world.done(&office(world), decision(world, &follow_up.id, None, "已听取。"));

        let ballot = vote(world, &item);
        for post in NORTH.iter().chain(&SOUTH[..2]) {
            cast(world, &ballot, post, Choice::Yes).expect("a vote");
        }
        // The clerk enters what was said in the room.
        let command = Cast { ballot: ballot.clone(), post: SOUTH[2].into(), choice: Choice::Abstain };
        world.done(&office(world), command);
        assert!(count(world, &ballot));
        let wording = "原则通过，按会议意见修改后印发。";
        decide(world, &item, Verdict::PassedInPrinciple, wording).expect("a decision");
        close(world, &meeting, "").expect("a close");
        assert_eq!(world.record(&meeting).stage, "kept");
        let record = world.record(&item);
        assert_eq!((record.stage.as_str(), &record.body["result"]), ("kept", &json!("passed_in_principle")));
        assert_eq!((&record.body["votes_yes"], &record.body["votes_abstain"]), (&json!(5), &json!(1)));

        let issue = IssueResolution {
            item: item.clone(),
            name: String::new(),
            text: "一、印发要点。\n二、抓好落实。".into(),
        };
        let issued = world.done(&office(world), issue.clone());
        assert_eq!(issued.answer["number"], "示例理〔2026〕1号");
        let resolution = answer(&issued, "resolution");
        assert_eq!(field(world, &resolution, "digest").len(), 64);
        assert_eq!(why(world.perform(&office(world), issue)), ["meetings.issued"]);

        let task = |name: &str| {
            body(
                json!({ "name": name, "area": "transport", "lead_beijing": "tongzhou", "lead_hebei": "sanhe",
                         "due": "2026-06-30", "deliverable": "方案" }),
            )
        };
        let tasks = IssueTasks {
            resolution: resolution.clone(),
            known: 0,
            tasks: vec![task("示例任务一"), task("示例任务二")],
        };
        world.done(&office(world), tasks.clone());
        assert_eq!(why(world.perform(&office(world), tasks)), ["meetings.tasks_issued"]);
        assert_eq!(
            world.number("SELECT count(*) FROM record WHERE register = 'resolution_tasks'"),
            0,
            "the clock does it"
        );
        run(world);
        run(world);
        let rows = world.rows("SELECT id, stage, body FROM record WHERE register = 'resolution_tasks' ORDER BY (body ->> 'number')", &[]);
        assert_eq!(rows.len(), 2);
        let first = rows[0].json(2).unwrap();
        assert_eq!((first["number"].clone(), first["year"].clone()), (json!(1), json!(2026)));
        assert_eq!(first["resolution"], json!(resolution.as_str()));
        assert_eq!(first["sample"], json!(true), "what a sample body decides is a sample");
        assert_eq!(rows[0].text(1).unwrap(), "not_started");
        let receipts = "SELECT count(*) FROM procedure_case WHERE procedure = 'receipt' AND step = 'sign' AND due_on = '2026-03-09'";
        assert_eq!(world.number(receipts), 2, "two working days from Thursday: Monday");
        look(world, &meeting, |sitting| {
            assert!(sitting.follows.iter().all(|due| due.state == "done"), "{:?}", sitting.follows);
        });
        let load = {
            let mut reader = world.house().reader().expect("a reader");
            load_of_units(&mut reader, &world.law().charter).expect("a load")
        };
        assert!(load["tongzhou"] >= 2, "{load:?}");

        // Numbers go on, per body and year.
        let (_, second) = in_session(world, "2026-03-10", &all());
        assert_eq!(field(world, &second, "code"), "sample_council-2-2");
        decide(world, &second, Verdict::Passed, "").expect("nobody objects");
        let issued = world
            .done(&office(world), IssueResolution { item: second, name: "二".into(), text: "文".into() });
        assert_eq!(issued.answer["number"], "示例理〔2026〕2号");
        audit::all_is_well(world);
    });
}

#[test]
fn notice_and_papers_have_their_days_and_the_chair_may_let_them_in() {
    on_each_first_zone(|world| {
        // Monday; papers three working days before, notice one.
        let meeting = call(world, "sitting", "2026-03-06");
        let paper = |item: &Id, digit: &str, let_in: &str| FilePaper {
            file: Attach {
                register: "agenda_items".into(),
                id: item.clone(),
                sha256: digit.repeat(64),
                name: format!("材料{digit}.pdf"),
                media_type: "application/pdf".into(),
                size: 3,
                document: String::new(),
                side: String::new(),
                photo: registers::Photo::default(),
            },
            let_in: let_in.into(),
        };
        let item = place(world, &meeting, "示例事项", "settle");
        world.done(&office(world), paper(&item, "1", ""));
        assert_eq!(why(world.perform(&office(world), paper(&item, "1", ""))), ["meetings.same_paper"]);
        world.until("2026-03-04");
        let late = world.perform(&office(world), paper(&item, "2", "")).unwrap_err();
        assert_eq!((late.code, late.params["day"].as_str()), ("meetings.paper_late", "2026-03-03"));
        world.done(&office(world), paper(&item, "2", "主持人同意：情况紧急"));
        world.until("2026-03-06");
        let short = notice(world, &meeting).unwrap_err();
        assert_eq!((short.code, short.params["day"].as_str()), ("meetings.short_notice", "2026-03-05"));
        let version = world.version(&meeting);
        let let_in = "主持人同意当日通知".to_owned();
        world.done(&office(world), GiveNotice { meeting: meeting.clone(), version, let_in });
        look(world, &meeting, |sitting| {
            let papers = &sitting.items[1].papers;
            assert_eq!(papers.iter().map(|paper| paper.late).collect::<Vec<_>>(), [false, true]);
            assert_eq!(papers[1].let_in, "主持人同意：情况紧急");
            let said = &sitting.events.last().expect("an event").said;
            assert_eq!(
                (said["let_in"].as_str(), said["due"].as_str()),
                (Some("主持人同意当日通知"), Some("2026-03-05"))
            );
            assert_eq!(sitting.attendance.iter().filter(|one| one.votes).count(), 6);
        });
        audit::all_is_well(world);
    });
}

#[test]
fn what_the_rules_do_not_bear_is_refused() {
    on_each_first_zone(|world| {
        let clerk = office(world);
        let stranger = world.holder("sample_member_tongzhou");
        assert_eq!(why(world.perform(&stranger, calling("sitting", "2026-03-05"))), ["not_allowed"]);
        assert_eq!(why(world.perform(&world.public(), calling("sitting", "2026-03-05"))), ["sign_in"]);
        let real = CallMeeting { body: "council".into(), ..calling("sitting", "2026-03-05") };
        assert_eq!(why(world.perform(&clerk, real)), ["meetings.no_rules"]);
        let past = CallMeeting { time: "25:00".into(), ..calling("by_phone", "2026-03-01") };
        assert_eq!(
            why(world.perform(&clerk, past)),
            ["way not_a_choice", "held_on in_the_past", "time not_a_time"]
        );

        let meeting = call(world, "sitting", "2026-03-05");
        let item = place(world, &meeting, "示例事项", "settle");
        notice(world, &meeting).expect("a notice");
        let early = opening(world, &meeting, &all());
        assert_eq!(why(world.perform(&clerk, early)), ["meetings.not_yet"]);
        world.until("2026-03-05");
        let one_side = opening(world, &meeting, &NORTH);
        assert_eq!(why(world.perform(&clerk, one_side)), ["meetings.no_quorum"]);
        let no_chair = opening(world, &meeting, &[NORTH[1], NORTH[2], SOUTH[1], SOUTH[2]]);
        assert_eq!(why(world.perform(&clerk, no_chair)), ["meetings.chair_absent"]);
        let other_chair = Open {
            chair: SOUTH[0].into(),
            ..opening(world, &meeting, &[NORTH[1], NORTH[2], SOUTH[0], SOUTH[1]])
        };
        world.done(&clerk, other_chair);
        assert_eq!(field(world, &meeting, "chair"), SOUTH[0]);
        look(world, &meeting, |sitting| {
            assert_eq!(sitting.events.last().unwrap().said["chair_noticed"], NORTH[0]);
        });

        // The agenda of a meeting that has begun is closed unless the chair lets an item in.
        assert_eq!(
            why(world.perform(&clerk, placing(&meeting, "临时事项", "settle"))),
            ["meetings.agenda_closed"]
        );
        let sudden =
            PlaceItem { let_in: "主持人同意".into(), ..placing(&meeting, "临时事项", "hear") };
        let heard = answer(&world.done(&clerk, sudden), "item");
        assert_eq!(why(decide(world, &heard, Verdict::Passed, "")), ["verdict only_heard"]);
        let nothing = OpenBallot {
            item: heard.clone(),
            version: 1,
            kind: BallotKind::RollCall,
            question: String::new(),
            slips: vec![],
        };
        assert_eq!(why(world.perform(&clerk, nothing)), ["meetings.nothing_to_vote"]);

        // One of three keeps out; the other side's two carry a joint matter only with a yes of their own.
        let out = Recuse { item: item.clone(), post: NORTH[1].into(), reason: "涉及本单位".into() };
        world.done(&member(world, NORTH[1]), out.clone());
        assert_eq!(why(world.perform(&clerk, out)), ["meetings.recused"]);
        let ballot = vote(world, &item);
        assert_eq!(why(cast(world, &ballot, NORTH[1], Choice::Yes)), ["post no_vote_here"]);
        assert_eq!(why(cast(world, &ballot, NORTH[0], Choice::Yes)), ["post no_vote_here"], "is not there");
        let foreign = Cast { ballot: ballot.clone(), post: SOUTH[1].into(), choice: Choice::No };
        assert_eq!(why(world.perform(&member(world, SOUTH[0]), foreign)), ["not_allowed"]);
        cast(world, &ballot, NORTH[2], Choice::Yes).expect("a vote");
        cast(world, &ballot, SOUTH[0], Choice::Yes).expect("a vote");
        cast(world, &ballot, SOUTH[1], Choice::Yes).expect("a vote");
        cast(world, &ballot, SOUTH[1], Choice::No).expect("a vote put right while it is open");
        assert_eq!(why(decide(world, &item, Verdict::Passed, "")), ["meetings.ballot_open"]);
        assert!(!count(world, &ballot), "one of two is not more than half of that side");
        assert_eq!(why(cast(world, &ballot, SOUTH[1], Choice::Yes)), ["meetings.ballot_over"]);
        assert_eq!(
            why(close(world, &meeting, "时间不够")),
            ["meetings.counted"],
            "what was counted is not left aside"
        );
        assert_eq!(why(decide(world, &item, Verdict::Passed, "")), ["meetings.against_the_vote"]);
        assert_eq!(why(decide(world, &item, Verdict::Revise, "")), ["wording required"]);
        let no_text = IssueResolution { item: item.clone(), name: String::new(), text: "文".into() };
        assert_eq!(why(world.perform(&clerk, no_text.clone())), ["meetings.nothing_adopted"]);
        decide(world, &item, Verdict::Revise, "补充测算后再议").expect("a decision");
        assert_eq!(why(world.perform(&clerk, no_text)), ["meetings.nothing_adopted"]);
        assert_eq!(why(decide(world, &item, Verdict::Rejected, "")), ["meetings.item_settled"]);
        assert_eq!(why(close(world, &meeting, "")), ["note required"], "two items were not reached");
        close(world, &meeting, "时间不够").expect("a close");

        // Nobody writes these lists by the general commands.
        let amend = registers::Amend {
            register: "agenda_items".into(),
            id: item.clone(),
            version: world.version(&item),
            changes: body(json!({ "result": "passed" })),
            effective_on: None,
            note: String::new(),
        };
        assert_eq!(why(world.perform(&clerk, amend)), ["meetings.by_its_commands"]);
        let forged = registers::Create {
            register: "agenda_items".into(),
            id: None,
            beside: Some(meeting.clone()),
            body: body(json!({
                "code": "x-9", "name": "未经会议", "meeting": meeting.as_str(), "body": "council", "meeting_number": 9,
                "held_on": "2026-03-05", "item_number": 9, "mode": "settle", "result": "passed",
                "source": "S1", "source_date": "2023-12-29",
            })),
            effective_on: None,
            stage: None,
            note: String::new(),
        };
        assert_eq!(
            why(world.perform(&clerk, forged)),
            ["meetings.by_its_commands"],
            "nor puts anything beside a meeting in another body's name"
        );
        audit::all_is_well(world);
    });
}

#[test]
fn an_agenda_is_ordered_as_it_was_seen_and_what_is_merged_is_decided_with_what_stays() {
    on_each_first_zone(|world| {
        let clerk = office(world);
        let meeting = call(world, "sitting", "2026-03-05");
        let about = drafts::draft(world, "示例办法", json!({ "body": "sample_council" }));
        let case = drafts::to_the_council(world, &about);
        let first = PlaceItem {
            about: body(json!({ "draft": about.as_str() })),
            ..placing(&meeting, "示例办法", "settle")
        };
        let first = answer(&world.done(&clerk, first), "item");
        let second = place(world, &meeting, "示例乙", "settle");
        let seen: Vec<Ordered> = look(world, &meeting, |sitting| {
            let items = sitting.items.iter().map(|item| &item.record);
            let as_seen = |item: &registers::Record| Ordered {
                id: item.id.clone(),
                version: item.version,
                mode: item.body["mode"].as_str().unwrap().to_owned(),
                minutes: item.body.get("minutes").and_then(serde_json::Value::as_i64).unwrap_or(0),
            };
            items.map(as_seen).collect()
        });
        let third = place(world, &meeting, "示例丙", "settle");
        let order =
            OrderAgenda { meeting: meeting.clone(), items: seen, off: Vec::new(), note: String::new() };
        assert_eq!(why(world.perform(&clerk, order.clone())), ["meetings.agenda_changed"]);
        let off = vec![(third.clone(), world.version(&third))];
        let taken_off = OrderAgenda { off: off.clone(), ..order.clone() };
        assert_eq!(why(world.perform(&clerk, taken_off.clone())), ["note required"]);
        world.done(&clerk, OrderAgenda { note: "示例：另行研究".into(), ..taken_off });

        let alone = PlaceItem { joint: false, ..placing(&meeting, "单方事项", "settle") };
        let alone = answer(&world.done(&clerk, alone), "item");
        let heard = place(world, &meeting, "示例汇报", "hear");
        let merge = |item: &Id, into: &Id| MergeItems {
            into: into.clone(),
            item: item.clone(),
            version: world.version(item),
        };
        assert_eq!(why(world.perform(&clerk, merge(&first, &alone))), ["meetings.merge_joint"]);
        assert_eq!(why(world.perform(&clerk, merge(&first, &heard))), ["meetings.merge_heard"]);
        let fourth = place(world, &meeting, "示例丁", "settle");
        world.done(&clerk, merge(&first, &second));
        world.done(&clerk, merge(&second, &fourth));

        notice(world, &meeting).expect("a notice in time");
        world.until("2026-03-05");
        world.done(&clerk, opening(world, &meeting, &all()));
        decide(world, &fourth, Verdict::Passed, "同意").expect("nobody objects");
        run(world);
        assert_eq!(world.record(&about).stage, "agreed", "it was merged twice, and is decided all the same");
        assert!(told(world, &case).iter().any(|event| event.starts_with("decide")));
        audit::all_is_well(world);
    });
}

#[test]
fn a_written_procedure_about_two_drafts_decides_both_and_only_whoever_has_the_seat_votes() {
    on_each_first_zone(|world| {
        let clerk = office(world);
        let subjects = ["示例甲办法", "示例乙办法"].map(|name| {
            let draft = drafts::draft(world, name, json!({ "body": "sample_council" }));
            drafts::to_the_council(world, &draft);
            draft
        });
        let today = world.house().clock.today();
        let meeting = call(world, "written", &today.to_string());
        for (at, draft) in subjects.iter().enumerate() {
            let about = body(json!({ "draft": draft.as_str() }));
            world.done(&clerk, PlaceItem { about, ..placing(&meeting, &format!("示例{at}"), "settle") });
        }
        notice(world, &meeting).expect("the period begins");
        let (ballots, until) = look(world, &meeting, |sitting| {
            let of = |item: &Item| item.ballots[0].0.clone();
            let all: Vec<_> = sitting.items.iter().map(of).collect();
            (all.iter().map(|ballot| ballot.id.clone()).collect::<Vec<_>>(), all[0].until.expect("its end"))
        });
        // A substitute without a turn has a term in the post, and no vote.
        let stranger =
            Caller { person: Some(Id::from_key(0, "stranger")), ..Caller::clone(&member(world, NORTH[0])) };
        let vote = Cast { ballot: ballots[0].clone(), post: NORTH[0].into(), choice: Choice::No };
        assert_eq!(why(world.perform(&Arc::new(stranger), vote.clone())), ["post not_the_holder_that_day"]);
        for ballot in &ballots {
            for post in all().into_iter().filter(|post| *post != SOUTH[2]) {
                cast(world, ballot, post, Choice::Yes).expect("a vote");
            }
        }
        // What came on paper is entered by the clerk, who changes nobody's own vote.
        assert_eq!(why(world.perform(&clerk, vote)), ["meetings.voted_themselves"]);
        for choice in [Choice::No, Choice::Yes] {
            world.done(&clerk, Cast { ballot: ballots[0].clone(), post: SOUTH[2].into(), choice });
        }
        world.until(&until.plus_days(1).to_string());
        run(world);
        run(world);
        for draft in &subjects {
            let draft = world.record(draft);
            assert_eq!(
                (draft.stage.as_str(), &draft.body["agreed_on"]),
                ("agreed", &json!(until.to_string()))
            );
        }
        audit::all_is_well(world);
    });
}

#[test]
fn a_written_procedure_ends_by_itself_and_silence_is_kept_as_silence() {
    on_each_first_zone(|world| {
        let meeting = call(world, "written", "2026-03-02");
        let hear = placing(&meeting, "听取", "hear");
        assert_eq!(why(world.perform(&office(world), hear)), ["mode nothing_to_decide"]);
        let (passes, fails) =
            (place(world, &meeting, "示例甲", "settle"), place(world, &meeting, "示例乙", "settle"));
        notice(world, &meeting).expect("the period begins");
        let ballots = look(world, &meeting, |sitting| {
            sitting.items.iter().map(|item| item.ballots[0].0.clone()).collect::<Vec<_>>()
        });
        assert_eq!(ballots[0].until.unwrap().to_string(), "2026-03-09", "five working days");
        assert_eq!(
            why(world.perform(&office(world), Count { ballot: ballots[0].id.clone() })),
            ["meetings.runs_until"]
        );
        for post in [NORTH[0], NORTH[1], SOUTH[0], SOUTH[1]] {
            cast(world, &ballots[0].id, post, Choice::Yes).expect("a vote");
        }
        for post in NORTH {
            cast(world, &ballots[1].id, post, Choice::Yes).expect("a vote");
        }
        world.until("2026-03-09");
        run(world);
        assert_eq!(world.record(&meeting).stage, "sitting");
        world.until("2026-03-10");
        assert_eq!(why(cast(world, &ballots[1].id, SOUTH[0], Choice::Yes)), ["meetings.ballot_over"]);
        run(world);
        assert_eq!(world.record(&meeting).stage, "kept");
        assert_eq!(
            (field(world, &passes, "result"), field(world, &fails, "result")),
            ("passed".into(), "rejected".into())
        );
        look(world, &meeting, |sitting| {
            let silent: Vec<u32> = sitting
                .items
                .iter()
                .map(|item| item.ballots[0].0.outcome.as_ref().expect("counted").silent)
                .collect();
            assert_eq!(silent, [2, 3]);
        });

        // Silence: passes unless somebody objects; an objection brings it to a meeting.
        let quiet = call(world, "silence", "2026-03-10");
        let (left, stopped) =
            (place(world, &quiet, "示例丙", "settle"), place(world, &quiet, "示例丁", "settle"));
        notice(world, &quiet).expect("the period begins");
        let ballots = look(world, &quiet, |sitting| {
            sitting.items.iter().map(|item| item.ballots[0].0.id.clone()).collect::<Vec<_>>()
        });
        cast(world, &ballots[1], SOUTH[2], Choice::No).expect("an objection");
        world.until("2026-03-18");
        run(world);
        assert_eq!(
            (field(world, &left, "result"), field(world, &stopped, "result")),
            ("passed".into(), "postponed".into())
        );
        let silent =
            look(world, &quiet, |sitting| sitting.items[0].ballots[0].0.outcome.as_ref().unwrap().silent);
        assert_eq!(silent, 6);
        audit::all_is_well(world);
    });
}

#[test]
fn the_day_says_who_presides_and_who_votes() {
    on_each_first_zone(|world| {
        // The rotation turns on 1 July; a term ends at midnight before it.
        world.until("2026-06-29");
        let meeting = call(world, "sitting", "2026-06-30");
        place(world, &meeting, "示例事项", "settle");
        notice(world, &meeting).expect("a notice in time");
        assert_eq!(field(world, &meeting, "chair"), NORTH[0]);
        let moved = MoveMeeting {
            meeting: meeting.clone(),
            version: world.version(&meeting),
            held_on: day("2026-07-01"),
            time: String::new(),
            place: String::new(),
            let_in: String::new(),
        };
        world.done(&office(world), moved);
        assert_eq!(field(world, &meeting, "chair"), SOUTH[0], "whose turn it is that day");

        let term = world.rows(
            "SELECT id, version FROM record WHERE register = 'terms' AND (body ->> 'post') = $1",
            &[NORTH[2].into()],
        );
        let (id, version) = (Id::parse(term[0].text_ref(0).unwrap()).unwrap(), term[0].int(1).unwrap());
        let ends = registers::Amend {
            register: "terms".into(),
            id,
            version,
            changes: body(json!({ "until": "2026-06-30" })),
            effective_on: None,
            note: String::new(),
        };
        let ended = member(world, NORTH[2]);
        world.done(&world.holder("sample_security_admin"), ends);
        world.until("2026-07-01");
        let gone = opening(world, &meeting, &all());
        assert_eq!(why(world.perform(&office(world), gone)), ["present seat_not_held"]);
        let there = opening(world, &meeting, &[NORTH[0], NORTH[1], SOUTH[0], SOUTH[1]]);
        world.done(&office(world), there);
        let item = look(world, &meeting, |sitting| sitting.items[1].record.id.clone());
        let ballot = vote(world, &item);
        let late = Cast { ballot: ballot.clone(), post: NORTH[2].into(), choice: Choice::No };
        assert_eq!(why(world.perform(&ended, late)), ["post no_vote_here"]);
        let vacant = look(world, &meeting, |sitting| {
            sitting.attendance.iter().find(|one| one.post() == Some(NORTH[2])).map(|one| one.standing.clone())
        });
        assert_eq!(vacant.as_deref(), Some("vacant"));
        audit::all_is_well(world);
    });
}

#[test]
fn what_is_altered_behind_the_programs_back_is_found() {
    on_each_first_zone(|world| {
        let meeting = call(world, "sitting", "2026-03-05");
        let about = drafts::draft(world, "示例办法", json!({ "body": "sample_council" }));
        let about = body(json!({ "draft": about.as_str() }));
        let item = PlaceItem { about, ..placing(&meeting, "示例办法", "settle") };
        let item = answer(&world.done(&office(world), item), "item");
        notice(world, &meeting).expect("a notice in time");
        world.until("2026-03-05");
        world.done(&office(world), opening(world, &meeting, &all()));
        let ballot = vote(world, &item);
        for post in all() {
            cast(world, &ballot, post, Choice::Yes).expect("a vote");
        }
        assert!(count(world, &ballot));
        audit::all_is_well(world);
        let good = |world: &World| {
            let house = world.house();
            let charter = &house.law().charter;
            chaobai::cli::verify::rows(&house.store, charter, &house.log.folder(), kernel::Lang::En)
                .expect("an answer")
        };
        let vote = "UPDATE meeting_vote SET choice = $1 WHERE post = $2";
        assert_eq!(world.tamper(vote, &["no".into(), SOUTH[0].into()]), 1);
        assert!(!good(world), "a vote was turned");
        world.tamper(vote, &["yes".into(), SOUTH[0].into()]);
        assert!(good(world));
        let there = "UPDATE meeting_attendance SET presence = $1 WHERE attendee = $2";
        let who = format!("post:{}", SOUTH[1]);
        assert_eq!(world.tamper(there, &["leave".into(), who.as_str().into()]), 1);
        assert!(!good(world), "somebody who was there is said not to have been");
        world.tamper(there, &["present".into(), who.as_str().into()]);
        let read = "UPDATE meeting_paper SET digest = $1";
        let digest = world.rows("SELECT digest FROM meeting_paper", &[])[0].text(0).unwrap();
        assert_eq!(world.tamper(read, &["0".repeat(64).as_str().into()]), 1);
        assert!(!good(world), "another paper was read");
        world.tamper(read, &[digest.as_str().into()]);
        assert!(good(world));
        let said = world.rows("SELECT said FROM meeting_event WHERE command = 'meetings.count'", &[])[0]
            .json(0)
            .unwrap();
        let mut other = said.clone();
        other["outcome"]["passes"] = json!(false);
        let event = "UPDATE meeting_event SET said = $1 WHERE command = 'meetings.count'";
        assert_eq!(world.tamper(event, &[store::Value::from(&other)]), 1);
        assert!(!good(world), "the minutes were turned");
        world.tamper(event, &[store::Value::from(&said)]);
        assert_eq!(world.tamper("DELETE FROM meeting_event WHERE command = 'meetings.open'", &[]), 1);
        assert!(!good(world), "an event was taken out");
    });
}

#[test]
fn the_first_meetings_are_history_and_figures_come_from_them() {
    on_each_first_zone(|world| {
        for (figure, as_of, expected) in
            [("G10", "2023-12-12", "4"), ("G12", "2023-12-20", "2"), ("G10", "2023-12-11", "0")]
        {
            assert_eq!(world.computed(&world.figure(figure), as_of, None), expected, "{figure} on {as_of}");
        }
        let meeting = world.fact("meetings", "committee-1");
        let law = world.law();
        let agenda = law.charter.register("agenda_items").expect("a list");
        let mut reader = world.house().reader().expect("a reader");
        let items =
            registers::beside(&mut reader, &law.charter, &world.public(), agenda, &meeting).expect("items");
        assert_eq!(items.len(), 4, "they stand beside their meeting, for anyone to read");
        let council = world.rows(
            "SELECT body ->> 'committee_item' FROM record WHERE register = 'agenda_items' AND (body ->> 'body') = 'council'",
            &[],
        );
        let carried: Vec<String> = council.iter().map(|row| row.text(0).unwrap()).collect();
        let not_carried: Vec<&str> = items
            .iter()
            .filter(|item| !carried.contains(&item.id.to_string()))
            .filter_map(|item| item.body["name"].as_str())
            .collect();
        assert_eq!(not_carried.len(), 2, "{not_carried:?}");

        // A meeting of the made-up body leaves the zone's figures as they are.
        let (_, item) = in_session(world, "2026-03-05", &all());
        decide(world, &item, Verdict::Passed, "").expect("a decision");
        assert_eq!(world.computed(&world.figure("G12"), "2026-03-05", None), "2");
    });
}
