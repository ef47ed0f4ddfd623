//! Calendars by secret addresses: whose they are, what stands in them, and that an address can be taken back.

use super::audit;
use super::life::{advance, amend, withdraw};
use super::procedures::{bridge, open};
use super::world::{DAY, World, on_each_engine, why};
use chaobai::desk::Caller;
use chaobai::domain::feeds::{self, Event, Issue, Revoke, When};
use chaobai::domain::people::{self, CloseAccount, OpenAccount, Token};
use kernel::{Id, Instant, Lang};
use serde_json::json;
use std::sync::Arc;

const LOGIN: &str = "clerk-dongdu";

fn token(world: &World, login: &str) -> Token {
    let cell = people::account_cell(&world.law().charter.zone.id, login);
    Token::new(&cell, &world.house().moment(), "calendar")
}

/// A person with an account and a post.
fn person(world: &World) -> (Arc<Caller>, Id) {
    let person = world.fact("persons", "示例乙");
    world.done(&world.holder("system"), OpenAccount { login: LOGIN.into(), person: person.clone() });
    let term = json!({ "person": person.as_str(), "post": "clerk-dongdu", "since": "2024-03-01",
                       "source": "S1", "source_date": "2024-03-01" });
    world.create(&world.holder("security"), "terms", term);
    let mut reader = world.house().reader().expect("a reader");
    let caller = people::caller(&mut reader, &world.charter(), LOGIN, &person, world.today());
    (Arc::new(caller.expect("a caller")), person)
}

/// Whose an address is, as the door asks.
fn owner(world: &World, token: &Token) -> Option<String> {
    let mut reader = world.house().reader().expect("a reader");
    let account = feeds::login_of(&mut reader, &world.law().charter.zone.id, token).expect("an answer");
    account.map(|account| account.login)
}

fn events(world: &World, caller: &Caller) -> Vec<Event> {
    let mut reader = world.house().reader().expect("a reader");
    let law = world.law();
    feeds::events(&mut reader, &law, caller, world.today(), Lang::Zh, "https://zone.example").expect("events")
}

fn told(world: &World, caller: &Caller) -> Vec<String> {
    let mut all: Vec<String> = events(world, caller)
        .iter()
        .map(|event| {
            let when = match event.when {
                When::Days(first, last) if first == last => first.to_string(),
                When::Days(first, last) => format!("{first}/{last}"),
                When::At(from, until) => {
                    format!("{from}{}", until.map(|until| format!("/{until}")).unwrap_or_default())
                }
            };
            let cancelled = if event.cancelled { " cancelled" } else { "" };
            format!("{when} {} #{}{cancelled}", event.summary, event.sequence)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn an_address_is_its_owners_works_until_taken_back_and_is_kept_as_a_hash() {
    on_each_engine(|world| {
        let (clerk, _) = person(world);
        let first = token(world, LOGIN);
        let command = Issue { login: LOGIN.into(), token: first.clone() };
        let key = world.key();
        world.perform_with(&clerk, command.clone(), &key).expect("an address");
        world.perform_with(&clerk, command, &key).expect("the same receipt again");
        assert_eq!(owner(world, &first).as_deref(), Some(LOGIN));
        assert_eq!(world.number("SELECT count(*) FROM calendar_feed"), 1, "a retry makes no second address");
        let kept = world.rows("SELECT token_hash FROM calendar_feed", &[])[0].text(0).expect("a hash");
        assert!(kept == first.hash() && !kept.contains(first.secret()));

        // Nobody makes or takes back another's.
        for caller in [world.holder("clerk-xidu"), world.holder("system"), world.public(), world.operator()] {
            let issue = Issue { login: LOGIN.into(), token: token(world, LOGIN) };
            assert_eq!(why(world.perform(&caller, issue)), ["not_found"]);
            let revoke = Revoke { login: LOGIN.into(), hash: first.hash() };
            assert_eq!(why(world.perform(&caller, revoke)), ["not_found"]);
        }
        let second = token(world, LOGIN);
        world.done(&clerk, Issue { login: LOGIN.into(), token: second.clone() });
        world.done(&clerk, Revoke { login: LOGIN.into(), hash: first.hash() });
        assert_eq!((owner(world, &first), owner(world, &second).as_deref()), (None, Some(LOGIN)));
        let again = world.perform(&clerk, Revoke { login: LOGIN.into(), hash: first.hash() });
        assert_eq!(why(again), ["not_found"], "it is gone");
        assert_eq!(owner(world, &token(world, LOGIN)), None, "never issued");

        for _ in 0..4 {
            world.done(&clerk, Issue { login: LOGIN.into(), token: token(world, LOGIN) });
        }
        let sixth = world.perform(&clerk, Issue { login: LOGIN.into(), token: token(world, LOGIN) });
        assert_eq!(why(sixth), ["feeds.too_many"]);
        // A closed account has no calendar.
        world.done(&world.holder("system"), CloseAccount { login: LOGIN.into() });
        assert_eq!(owner(world, &second), None);
        audit::all_is_well(world);
    });
}

#[test]
fn a_case_is_in_the_calendar_of_whoever_holds_it_and_only_while_they_do() {
    on_each_engine(|world| {
        let (clerk, _) = person(world);
        let case = open(world, "upkeep", &bridge(world, "甲"), json!({ "task": "修护栏" }));
        assert_eq!(told(world, &clerk), ["2024-03-06 办件期限：桥梁养护督办（示例）：甲 #1"]);
        let event = events(world, &clerk).remove(0);
        assert_eq!(event.uid, format!("case.{case}@threetowns"));
        assert_eq!(event.url, format!("https://zone.example/work/cases/{case}"));
        assert!(told(world, &world.holder("chair-east")).is_empty());
        assert!(told(world, &Caller::public()).is_empty());
        super::procedures::acted(world, "clerk-dongdu", &case, "sign", json!({}));
        super::procedures::acted(world, "clerk-xidu", &case, "sign", json!({}));
        let moved = events(world, &clerk).remove(0);
        assert!(moved.uid == event.uid && moved.sequence > event.sequence, "the same thing, changed");
        assert_eq!(told(world, &clerk), ["2024-03-18 办件期限：桥梁养护督办（示例）：甲 #3"]);
    });
}

const MEETINGS: &str = r#"id = "meetings"
name = { zh = "会议", en = "Meetings" }
area = "site"
title = "name"
key = ["code"]
public = true
sourced = false
keepers = ["dongdu-roads", "xidu-roads"]
fields = [
  { id = "code", type = "text", name = { zh = "编号" }, required = true, public = true },
  { id = "name", type = "text", name = { zh = "会议" }, required = true, public = true },
  { id = "body", type = "body", name = { zh = "机构" }, required = true, public = true },
  { id = "held_on", type = "date", name = { zh = "日期" }, public = true },
  { id = "until", type = "date", name = { zh = "至" }, public = true },
  { id = "time", type = "text", name = { zh = "时间" }, public = true },
  { id = "place", type = "text", name = { zh = "地点" }, public = true },
  { id = "way", type = "choice", name = { zh = "方式" }, public = true, choices = [
    { id = "sitting", name = { zh = "会议" } }, { id = "written", name = { zh = "书面" } } ] },
]
stages = [
  { id = "preparing", name = { zh = "筹备" }, to = ["called", "cancelled"] },
  { id = "called", name = { zh = "已通知" }, to = ["cancelled"] },
  { id = "cancelled", name = { zh = "取消" } },
]
[permits]
read = ["office"]
create = ["office"]
amend = ["office"]
advance = ["office"]
withdraw = ["office"]
"#;

#[test]
fn meetings_of_ones_own_bodies_appear_when_called_and_say_when_they_will_not_be() {
    on_each_engine(|world| {
        world.write("registers/meetings.toml", MEETINGS);
        for (list, keeper) in [("agenda", "meetings"), ("outcomes", "meetings"), ("tasks", "meetings")] {
            world.write(
                &format!("registers/{list}.toml"),
                &MEETINGS
                    .replacen("id = \"meetings\"", &format!("id = \"{list}\""), 1)
                    .replace(keeper, keeper),
            );
        }
        world.edit(
            "zone.toml",
            "people = {",
            "meetings = { meetings = \"meetings\", agenda = \"agenda\", resolutions = \"outcomes\", tasks = \"tasks\" }\npeople = {",
        );
        assert_eq!(world.adopt().2, 0);
        let office = world.holder("office");
        let chair = world.holder("chair-east");
        let meeting = |code: &str, body: &str, more: serde_json::Value| {
            let mut fields = json!({ "code": code, "name": format!("会议{code}"), "body": body,
                "held_on": "2024-03-20", "way": "sitting" });
            for (key, value) in more.as_object().expect("fields") {
                fields[key] = value.clone();
            }
            world.create(&office, "meetings", fields)
        };
        let first = meeting("1", "council", json!({ "time": "9:30-11:00", "place": "二楼" }));
        assert!(told(world, &chair).is_empty(), "nobody has been called");
        world.done(&office, advance(world, &first, "called"));
        let written = meeting("2", "council", json!({ "way": "written", "until": "2024-03-25" }));
        world.done(&office, advance(world, &written, "called"));
        let other = meeting("3", "committee", json!({}));
        world.done(&office, advance(world, &other, "called"));
        assert_eq!(
            told(world, &chair),
            ["2024-03-20/2024-03-25 会议2 #2", "2024-03-20T01:30:00Z/2024-03-20T03:00:00Z 会议1 #2"]
        );
        let text = |world: &World| feeds::calendar("三镇", &events(world, &chair));
        let before = text(world);
        assert_eq!(before, text(world), "the same answer, so that a reader need not read it again");
        world.advance(DAY);
        assert_eq!(before, text(world), "another day changes nothing");
        world.done(&office, amend(world, &first, "2024-03-05", json!({ "time": "上午" })));
        world.done(&office, withdraw(world, &written, None));
        assert_ne!(before, text(world));
        assert_eq!(told(world, &chair), ["2024-03-20 会议1 #3", "2024-03-20/2024-03-25 会议2 #3 cancelled"]);
        world.done(&office, advance(world, &first, "cancelled"));
        let all = events(world, &chair);
        assert!(all.iter().all(|event| event.cancelled));
        assert!(
            all.iter().any(|event| event.description.contains("上午")),
            "what no clock reads is not lost"
        );
        assert!(all.iter().all(|event| event.changed_at > Instant(0)));
        world.advance(200 * DAY);
        assert!(events(world, &chair).is_empty(), "what is long past is over");
    });
}
