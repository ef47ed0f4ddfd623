//! Accounts, sessions, posts as of a day, and three administrators who are kept apart.

use super::audit;
use super::life::{amend, bridge, withdraw};
use super::world::{DAY, MINUTE, World, day, new_record, on_each_engine, why};
use chaobai::domain::charters::Adopt;
use chaobai::domain::people::{
    self, CloseAccount, IssueLink, OpenAccount, SignIn, SignInFailed, SignOut, Token, UseLink,
};
use chaobai::domain::registers::{self, ListQuery};
use kernel::Id;
use serde_json::json;

const LOGIN: &str = "shili.jia";

fn token(world: &World, purpose: &str) -> Token {
    let cell = people::account_cell(&world.law().charter.zone.id, LOGIN);
    Token::new(&cell, &world.house().moment(), purpose)
}

fn is_open(world: &World, session: &Token) -> bool {
    let mut reader = world.house().reader().unwrap();
    people::session(&mut reader, &world.law().charter.zone.id, session, world.now()).unwrap().is_some()
}

fn open_account(world: &World) -> Id {
    let person = world.fact("persons", "示例甲");
    world.done(&world.holder("system"), OpenAccount { login: LOGIN.into(), person: person.clone() });
    person
}

fn issue(world: &World) -> Token {
    let link = token(world, "link");
    world.done(&world.holder("system"), IssueLink { login: LOGIN.into(), token: link.clone() });
    link
}

/// Uses a link: the session that begins.
fn set_password(world: &World, link: &Token, password: &str) -> Result<Token, Vec<String>> {
    let session = token(world, "session");
    let command = UseLink { link: link.clone(), password: password.into(), session: session.clone() };
    match world.perform(&world.public(), command) {
        Ok(_) => Ok(session),
        refused => Err(why(refused)),
    }
}

fn sign_in(world: &World, password: &str) -> Result<Token, Vec<String>> {
    let session = token(world, "session");
    let command = SignIn { login: LOGIN.into(), password: password.into(), session: session.clone() };
    match world.perform(&world.public(), command) {
        Ok(_) => Ok(session),
        refused => Err(why(refused)),
    }
}

fn refused<T>(code: &str) -> Result<T, Vec<String>> {
    Err(vec![code.to_owned()])
}

#[test]
fn an_account_is_opened_used_and_closed() {
    on_each_engine(|world| {
        let system = world.holder("system");
        let person = open_account(world);
        assert_eq!(sign_in(world, "").err(), refused::<()>("people.wrong_password").err(), "no password yet");
        let taken = OpenAccount { login: LOGIN.into(), person: person.clone() };
        assert_eq!(why(world.perform(&system, taken)), ["people.login_taken"]);
        for login in ["Ab", "ab", "a b c", "a\u{0}b", "x".repeat(41).as_str()] {
            let shape = OpenAccount { login: login.into(), person: person.clone() };
            assert_eq!(why(world.perform(&system, shape)), ["login login_shape"], "{login:?}");
        }

        let phc = people::hash("两岸同饮一河水 1234", [7; 16]).expect("a hash");
        assert!(people::verify("两岸同饮一河水 1234", &phc) && !people::verify("两岸", &phc));
        let link = issue(world);
        let first = set_password(world, &link, &phc).expect("a session");
        assert!(is_open(world, &first));
        let mut reader = world.house().reader().unwrap();
        let (login, who) =
            people::session(&mut reader, &world.law().charter.zone.id, &first, world.now()).unwrap().unwrap();
        assert_eq!((login.as_str(), who), (LOGIN, person.clone()));
        let caller = people::caller(&mut reader, &world.charter(), LOGIN, &person, world.today()).unwrap();
        assert_eq!((caller.name.as_str(), caller.posts[0].post.as_str()), ("示例甲", "chair-east"));
        assert_eq!(set_password(world, &link, "other").err(), refused::<()>("people.link_used").err());

        let second = sign_in(world, &phc).expect("a session");
        world.done(&world.public(), SignOut { session: first.clone() });
        assert!(!is_open(world, &first) && is_open(world, &second));
        assert_eq!(sign_in(world, "wrong").err(), refused::<()>("people.wrong_password").err());

        // A new password ends what was open under the old one.
        let third = set_password(world, &issue(world), "new-phc").expect("a session");
        assert!(!is_open(world, &second) && is_open(world, &third));
        assert!(sign_in(world, &phc).is_err());

        let waiting = issue(world);
        world.done(&system, CloseAccount { login: LOGIN.into() });
        assert!(!is_open(world, &third));
        assert_eq!(sign_in(world, "new-phc").err(), refused::<()>("people.locked").err());
        assert_eq!(set_password(world, &waiting, "x").err(), refused::<()>("people.link_used").err());
        let link = IssueLink { login: LOGIN.into(), token: token(world, "link") };
        assert_eq!(why(world.perform(&system, link)), ["not_found"]);
        assert_eq!(
            why(world.perform(&system, CloseAccount { login: "system".into() })),
            ["people.own_account"]
        );
        audit::all_is_well(world);
    });
}

#[test]
fn a_link_works_half_an_hour_and_a_session_half_a_day() {
    on_each_engine(|world| {
        open_account(world);
        let (late, in_time) = (issue(world), issue(world));
        world.advance(30 * MINUTE - 1);
        let session = set_password(world, &in_time, "phc").expect("just in time");
        world.advance(1);
        assert_eq!(set_password(world, &late, "phc").err(), refused::<()>("people.link_used").err());
        world.advance(DAY / 2 - 2);
        assert!(is_open(world, &session));
        world.advance(1);
        assert!(!is_open(world, &session));
    });
}

#[test]
fn five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour() {
    on_each_engine(|world| {
        open_account(world);
        set_password(world, &issue(world), "phc").expect("a session");
        let fail = || world.done(&world.public(), SignInFailed { login: LOGIN.into() });
        (0..4).for_each(|_| drop(fail()));
        sign_in(world, "phc").expect("four times is not five, and the count begins anew");
        (0..5).for_each(|_| drop(fail()));
        assert_eq!(sign_in(world, "phc").err(), refused::<()>("people.locked").err());
        world.reopen();
        world.advance(15 * MINUTE - 1);
        assert_eq!(sign_in(world, "phc").err(), refused::<()>("people.locked").err());
        world.advance(1);
        sign_in(world, "phc").expect("open again");
        for login in ["nobody", "a\u{0}b", ""] {
            assert_eq!(why(world.perform(&world.public(), SignInFailed { login: login.into() })).len(), 1);
            let mut reader = world.house().reader().unwrap();
            assert!(people::account(&mut reader, &world.law().charter.zone.id, login).unwrap().is_none());
        }
    });
}

#[test]
fn a_post_is_held_until_midnight_of_the_last_day_where_the_zone_is() {
    on_each_engine(|world| {
        let person = world.fact("persons", "示例乙");
        let term = json!({ "person": person.as_str(), "post": "clerk-dongdu", "since": "2024-03-04",
                           "until": "2024-03-05", "source": "S1", "source_date": "2024-03-01" });
        let id = world.create(&world.holder("security"), "terms", term);
        let posts = || {
            let mut reader = world.house().reader().unwrap();
            let caller = people::caller(&mut reader, &world.charter(), "yi", &person, world.today()).unwrap();
            caller.posts.iter().map(|held| held.post.clone()).collect::<Vec<_>>()
        };
        assert_eq!(posts(), ["clerk-dongdu"], "the other term ended in 2022");
        world.advance(DAY + 15 * 60 * MINUTE - 1);
        assert_eq!((world.today(), posts()), (day("2024-03-05"), vec!["clerk-dongdu".to_owned()]));
        world.advance(1);
        assert_eq!((world.today(), posts()), (day("2024-03-06"), vec![]));
        world.done(&world.holder("security"), amend(world, &id, "2024-03-06", json!({ "until": null })));
        assert_eq!(posts(), ["clerk-dongdu"]);
        world.done(&world.holder("security"), withdraw(world, &id, None));
        assert!(posts().is_empty());

        let mut reader = world.house().reader().unwrap();
        for (on, expected) in [
            ("2021-02-28", vec![]),
            ("2021-03-01", vec!["chair-east 示例甲", "clerk-xidu 示例乙"]),
            ("2022-12-31", vec!["chair-east 示例甲", "clerk-xidu 示例乙"]),
            ("2023-01-01", vec!["chair-east 示例甲"]),
        ] {
            let terms = people::terms_on(&mut reader, &world.charter(), day(on)).unwrap();
            let told: Vec<String> = terms.iter().map(|term| format!("{} {}", term.post, term.name)).collect();
            assert_eq!(told, expected, "{on}");
            assert!(terms.iter().all(|term| term.sample));
        }
    });
}

#[test]
fn the_chair_goes_round_as_the_charter_says() {
    on_each_engine(|world| {
        let charter = world.charter();
        let council = charter.body("council").expect("the council");
        for (on, chair) in [
            ("2021-02-28", None),
            ("2021-03-01", Some("chair-east")),
            ("2022-02-28", Some("chair-east")),
            ("2022-03-01", Some("chair-west")),
            ("2030-01-01", Some("chair-west")),
        ] {
            let turn = people::chair_on(council, day(on)).map(|turn| turn.post.as_str());
            assert_eq!(turn, chair, "{on}");
        }
    });
}

#[test]
fn the_three_administrators_are_kept_apart() {
    on_each_engine(|world| {
        let person = world.fact("persons", "示例甲");
        let source = json!({ "name": "新人", "sample": true, "source": "S1", "source_date": "2024-01-01" });
        let term = json!({ "person": person.as_str(), "post": "security", "since": "2024-03-01",
                           "source": "S1", "source_date": "2024-01-01" });
        let (not_found, not_allowed) = ("not_found", "not_allowed");
        // Accounts, posts, the charter, a bridge: the system, the security, the audit administrator.
        let expected = [
            ("system", ["done", not_found, not_found, "charters.stale_version", not_found]),
            ("security", [not_found, "done", "done", not_found, not_found]),
            ("audit", [not_found, not_found, not_found, not_found, not_allowed]),
            ("office", [not_found, not_found, not_found, not_found, not_allowed]),
        ];
        for (post, row) in expected {
            let caller = world.holder(post);
            let adopt = Adopt { charter: world.charter(), digest: "0".repeat(64), version: 9 };
            let answers = [
                world.perform(&caller, OpenAccount { login: format!("by-{post}"), person: person.clone() }),
                world.perform(&caller, new_record("persons", source.clone())),
                world.perform(&caller, new_record("terms", term.clone())),
                world.perform(&caller, adopt),
                world.perform(&caller, new_record("bridges", bridge("行政"))),
            ];
            let told = answers.map(|answer| answer.map_or_else(|refusal| refusal.code, |_| "done"));
            assert_eq!(told, row, "{post}");
        }
        for (post, sees) in [("system", false), ("security", true), ("audit", false)] {
            let caller = world.holder(post);
            let listed = world.list(&caller, &world.register("persons"), &ListQuery::default()).unwrap();
            assert_eq!(!listed.is_empty(), sees, "{post}");
            let mut reader = world.house().reader().unwrap();
            let got =
                registers::get(&mut reader, &world.charter(), &caller, &world.register("persons"), &person);
            assert_eq!(got.is_ok(), sees, "{post}");
        }
    });
}
