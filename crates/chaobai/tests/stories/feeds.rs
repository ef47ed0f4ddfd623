//! Calendars by secret addresses: whose they are, what stands in them, and that an address can be taken back.

use super::audit;
use super::meetings;
use super::procedures::{bridge, open};
use super::supervision::on_each_first_zone;
use super::world::{DAY, World, on_each_engine, why};
use chaobai::desk::Caller;
use chaobai::domain::feeds::{self, Event, Issue, Revoke, When};
use chaobai::domain::meetings::Cancel;
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

#[test]
fn meetings_of_ones_own_bodies_appear_when_called_and_say_when_they_will_not_be() {
    on_each_first_zone(|world| {
        let (seat, clerk) =
            (meetings::member(world, "sample_seat_hebei_1"), world.holder("sample_member_sanhe"));
        let only_meetings = |world: &World, caller: &Caller| {
            let all = events(world, caller).into_iter();
            all.filter(|event| event.uid.starts_with("meeting.")).collect::<Vec<_>>()
        };
        let before = only_meetings(world, &seat).len();
        let meeting = meetings::call(world, "sitting", "2026-03-06");
        meetings::place(world, &meeting, "示例工作要点", "deliberate");
        assert_eq!(only_meetings(world, &seat).len(), before, "nobody has been called");
        meetings::notice(world, &meeting).expect("a notice in time");
        let found = |world: &World, caller: &Caller| {
            let uid = format!("meeting.{meeting}@tongbei");
            only_meetings(world, caller).into_iter().find(|event| event.uid == uid)
        };
        let called = found(world, &seat).expect("it is in the calendar");
        let at = Instant::parse("2026-03-06T09:30:00+08:00").expect("an instant");
        assert_eq!((called.when, called.cancelled), (When::At(at, None), false));
        assert_eq!(called.location, "示例会议室");
        assert!(found(world, &meetings::office(world)).is_some(), "whoever prepares it");
        assert_eq!(found(world, &clerk), None, "whoever has nothing to do there");
        let text = |world: &World| feeds::calendar("示例", &events(world, &seat));
        let same = text(world);
        assert_eq!(same, text(world), "the same answer, so that a reader need not read it again");
        let cancel =
            Cancel { meeting: meeting.clone(), version: world.version(&meeting), reason: "改期".into() };
        world.done(&meetings::office(world), cancel);
        let cancelled = found(world, &seat).expect("it says that it will not be");
        assert!(cancelled.cancelled && cancelled.sequence > called.sequence);
        assert!(cancelled.changed_at >= called.changed_at && text(world) != same);
        world.advance(200 * DAY);
        assert_eq!(found(world, &seat), None, "what is long past is over");
    });
}
