//! Every route, asked by every kind of stranger. What each of them gets stands in `strangers.txt`; a
//! route that is not in that table fails, so nothing can be opened by accident.

mod door;

use axum::http::Method;
use chaobai::http::{Kind, Route, Who, all_routes};
use door::{Answer, LOGINS, World, worlds};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TABLE: &str = include_str!("strangers.txt");

/// What a route is tried on: records everybody sees, some see, and hardly anybody sees.
fn subjects(route: &Route) -> &'static [&'static str] {
    match (route.path.contains("{register}"), route.path.contains("{id}")) {
        (true, true) => &["bridges/kept", "bridges/draft", "persons/office"],
        (true, false) => &["bridges", "persons"],
        _ => &["-"],
    }
}

/// A case about a bridge everybody sees, the same one however often it is asked for.
fn case_of(world: &World) -> String {
    let asked = json!({
        "procedure": "upkeep", "subject": world.ids["bridges/kept"].as_str(), "fields": { "task": "x" },
    });
    let opened = world.post("/api/cases").by("office").key("strangers-case").json(asked).send();
    assert!(opened.status.is_success(), "{}", opened.text());
    opened.json()["id"].as_str().expect("the id of the case").to_owned()
}

/// The address of a route for a subject.
fn address(world: &World, route: &Route, subject: &str) -> String {
    let register = subject.split('/').next().unwrap_or_default();
    let named = if route.path.contains("/documents/") { "yearly" } else { "B01" };
    let id = world.ids.get(subject).map_or(named, |id| id.as_str());
    let case = if route.path.contains("/cases/") { case_of(world) } else { id.to_owned() };
    let id = case.as_str();
    let filled = route
        .path
        .replace("{register}", register)
        .replace("{id}", id)
        .replace("{comment}", world.ids["bridges/kept"].as_str())
        .replace("{sha256}", &world.file)
        .replace("{round}", "2024-01")
        .replace("{number}", "1")
        .replace("{action}", "sign")
        .replace("{procedure}", "upkeep")
        .replace("{login}", if route.name == "people.close_account" { "system" } else { "audit" })
        .replace("{file}", "nothing.css")
        .replace("{paper}", "notice.pdf")
        .replace("{item}", "0190163d-8694-7b9c-af2c-c23d9c4e30f6")
        .replace("{resolution}", "0190163d-8694-7b9c-af2c-c23d9c4e30f6")
        .replace("{cell}", "threetowns-000")
        .replace("{seq}", "1")
        .replace("{*path}", &format!("entries/000.p/{}", world.log_size()))
        .replace("{draft}", "0190163d-8694-7b9c-af2c-c23d9c4e30f6")
        .replace("{list}", "meetings")
        .replace("{object}", "none")
        .replace("{token}", &"0".repeat(46));
    assert!(!filled.contains('{'), "{}: say in this test what stands for the changing parts", route.path);
    filled
}

/// A body that somebody who may is refused for nothing but its content, where there is one: so that
/// "may" can be told from "may not" and the next one to ask finds the same world.
fn body(world: &World, route: &Route) -> Option<Value> {
    let kept = world.ids["bridges/kept"].as_str();
    Some(match route.name {
        "rounds.open_round" => json!({ "month": "2024-13", "lists": [], "due": "2024-01-31" }),
        "rounds.check" | "rounds.save" | "rounds.submit" => json!({ "rows": [] }),
        "rounds.accept" | "rounds.return" => json!({ "rows": [] }),
        "procedures.open_case" => json!({ "procedure": "upkeep", "subject": kept }),
        "procedures.act" => json!({ "version": 99, "action": "sign" }),
        "procedures.pause" => json!({ "version": 99, "reason": "flood", "note": "x" }),
        "procedures.resume" => json!({ "version": 99, "note": "x" }),
        "registers.create" => json!({ "fields": {} }),
        "registers.amend" => json!({ "version": 99, "fields": {} }),
        "registers.advance" => json!({ "version": 99, "to": "kept" }),
        "registers.withdraw" => json!({ "version": 99, "reason": "x" }),
        "registers.link" => json!({ "kind": " ", "register": "bridges", "to": kept }),
        "registers.unlink" => json!({ "kind": "none", "to": kept }),
        "sheets.check" => json!({ "rows": [] }),
        "projects.approve_plan" => json!({ "version": 99, "note": "x" }),
        "comments.comment" => json!({ "version": 99, "text": "x" }),
        "notices.mark_read" => json!({ "notices": [] }),
        "figures.report" => {
            json!({ "value": "x", "as_of": "2023-01-01", "source": "S1", "words": { "zh": "x" } })
        }
        "figures.publish" => json!({ "as_of": "2023-01-01" }),
        name if name.starts_with("meetings.") => return of_a_meeting(name),
        "people.sign_in" => json!({ "login": "nobody", "password": "x" }),
        "people.open_account" => json!({ "login": "X", "person": world.ids["persons/office"].as_str() }),
        _ => return None,
    })
}

/// The same for what is done about meetings.
fn of_a_meeting(name: &str) -> Option<Value> {
    Some(match name {
        "meetings.call" => json!({ "body": "none", "way": "meeting", "held_on": "2024-03-01" }),
        "meetings.move" => json!({ "version": 99, "held_on": "2024-03-01" }),
        "meetings.give_notice" | "meetings.close" => json!({ "version": 99 }),
        "meetings.place_item" => json!({ "name": "x", "mode": "hear" }),
        "meetings.order_agenda" => json!({ "items": [] }),
        "meetings.merge_items" => json!({ "version": 99, "into": "0190163d-8694-7b9c-af2c-c23d9c4e30f6" }),
        "meetings.recuse" => json!({ "post": "none", "reason": "x" }),
        "meetings.open" => json!({ "version": 99, "present": [] }),
        "meetings.attend" => json!({ "attendee": "post:none", "presence": "present" }),
        "meetings.decide" => json!({ "version": 99, "verdict": "passed", "wording": "x" }),
        "meetings.open_ballot" => json!({ "version": 99, "kind": "roll_call" }),
        "meetings.cast" => json!({ "post": "none", "choice": "yes" }),
        "meetings.cast_slip" => json!({ "code": "2345-2345-2345", "choice": "yes" }),
        "meetings.cancel" => json!({ "version": 99, "reason": "x" }),
        "meetings.void_ballot" => json!({ "reason": "x" }),
        "meetings.issue_resolution" => json!({ "text": "x" }),
        "meetings.issue_tasks" => json!({ "tasks": [] }),
        _ => return None,
    })
}

/// How a route is called in the table: a form and the API's route for the same command share a name.
fn called(route: &Route) -> String {
    let is_command = route.kind == Kind::Page && !route.name.starts_with("pages.");
    if is_command { format!("page/{}", route.name) } else { route.name.to_owned() }
}

fn ask(world: &World, route: &Route, path: &str, authorization: Option<String>, csrf: &str) -> Answer {
    let mut ask = world.ask(route.method.as_str(), path).keyed();
    if let Some(authorization) = authorization {
        ask = ask.header("authorization", authorization);
    }
    ask = match (route.name, body(world, route)) {
        _ if route.kind == Kind::Page && route.method == Method::POST => {
            let said = "key=0123456789&version=99&to=kept&reason=x&change=since&effective_on=2023-01-01";
            ask.raw("application/x-www-form-urlencoded", format!("csrf={csrf}&{said}"))
        }
        (_, Some(body)) => ask.json(body),
        ("registers.import", _) => ask.raw("text/csv", "nothing\n1\n"),
        ("registers.attach" | "meetings.file_paper", _) => ask.raw("application/octet-stream", "x"),
        _ => ask,
    };
    ask.send()
}

fn by(world: &World, route: &Route, path: &str, login: &str) -> Answer {
    let token = world.token(login);
    ask(world, route, path, Some(format!("Bearer {}", token.secret())), &world.csrf(&token))
}

fn expected() -> BTreeMap<(String, String), Vec<u16>> {
    let lines = TABLE.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let (name, subject) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            ((name.to_owned(), subject.to_owned()), words.map(|w| w.parse().expect("a status")).collect())
        })
        .collect()
}

#[test]
fn everybody_gets_what_the_table_says_from_every_route() {
    let table = expected();
    for world in worlds() {
        world.publish_log();
        let (mut wrong, mut known) = (Vec::new(), 0);
        for route in all_routes() {
            for subject in subjects(&route) {
                let path = address(&world, &route, subject);
                let mut statuses = vec![ask(&world, &route, &path, None, "").status.as_u16()];
                for login in LOGINS {
                    statuses.push(by(&world, &route, &path, login).status.as_u16());
                }
                match table.get(&(called(&route), (*subject).to_owned())) {
                    Some(expected) if *expected == statuses => known += 1,
                    Some(expected) => {
                        wrong.push(format!("{} {subject} is {statuses:?}, not {expected:?}", called(&route)))
                    }
                    None => {
                        wrong.push(format!("{} {subject} is not in the table: {statuses:?}", called(&route)))
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(known, table.len(), "the table has lines for routes that do not exist");
    }
}

#[test]
fn a_session_that_is_forged_expired_or_rested_too_long_is_none() {
    for world in worlds() {
        let stale = world.token("office");
        world.house.clock.advance(13 * 3600 * 1_000_000);
        let rested = world.token("office");
        let used = world.get("/api/me").header("authorization", format!("Bearer {}", rested.secret())).send();
        assert_eq!(used.status, 200);
        world.house.clock.advance(31 * 60 * 1_000_000);
        let mut forged = stale.secret().to_owned();
        forged.replace_range(40..46, "AAAAAA");
        let tokens = [stale.secret(), rested.secret(), &forged, "x", "", "..", &"a".repeat(5000)];
        let asked = |route: &Route| route.kind != Kind::Asset && route.who != Who::Nobody;
        for route in all_routes().into_iter().filter(asked) {
            let path = address(&world, &route, subjects(&route)[0]);
            for token in tokens {
                let answer = ask(&world, &route, &path, Some(format!("Bearer {token}")), "");
                assert_eq!(answer.status, 401, "{} with {token:.20}", route.name);
            }
            if route.who != Who::Anyone {
                for token in tokens.iter().filter(|token| token.len() == 46) {
                    let ask =
                        world.ask(route.method.as_str(), &path).header("cookie", format!("chaobai={token}"));
                    assert_eq!(ask.send().status, 401, "{} with a cookie", route.name);
                }
            }
        }
    }
}

#[test]
fn nothing_is_changed_from_another_site() {
    for world in worlds() {
        let token = world.token("office");
        for route in all_routes().into_iter().filter(|route| route.method != Method::GET) {
            let path = address(&world, &route, subjects(&route)[0]);
            for (name, value) in [
                ("origin", "https://evil.example"),
                ("origin", "null"),
                ("origin", "https://localhost"),
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
            ] {
                let ask = world.ask(route.method.as_str(), &path).keyed().header(name, value);
                let answer = ask.header("cookie", format!("chaobai={}", token.secret())).send();
                assert_eq!(answer.status, 403, "{} with {name}: {value}", route.name);
                assert!(answer.text().contains("csrf"), "{}: {}", route.name, answer.text());
            }
        }
        let me = world.get("/api/me").header("cookie", format!("chaobai={}", token.secret())).send();
        assert_eq!(me.status, 200, "the session is still open");
    }
}

#[test]
fn only_our_host_is_answered() {
    for world in worlds() {
        for host in ["evil.example", "localhost.evil.example", "127.0.0.2", ""] {
            for path in ["/api", "/", "/log/key"] {
                let answer = world.get(path).header("host", host).send();
                assert_eq!(answer.status, 421, "{host} {path}");
            }
        }
        for host in ["localhost:8080", "127.0.0.1:1", "[::1]:8080", "LOCALHOST"] {
            assert_eq!(world.get("/api").header("host", host).send().status, 200, "{host}");
        }
    }
}

#[test]
fn an_address_that_leads_nowhere_is_not_found_and_does_no_harm() {
    for world in worlds() {
        let (nul, long) = ("%00".to_owned(), "a".repeat(3000));
        let unknown = "0190163d-8694-739b-aea5-966c26f8ad91".to_owned();
        let bad = [
            unknown,
            "..".into(),
            "..%2f..%2fetc%2fpasswd".into(),
            "%2e%2e".into(),
            nul,
            "%ff".into(),
            "%e2%80%ae".into(),
            "'%20OR%201=1%20--".into(),
            "-1".into(),
            long,
        ];
        for route in all_routes().into_iter().filter(|route| route.path.contains('{')) {
            for bad in &bad {
                let mut path = route.path.to_owned();
                for (name, _) in route.path_params() {
                    path = path.replace(&format!("{{{name}}}"), bad).replace(&format!("{{*{name}}}"), bad);
                }
                // As the one who may do most here, so that nothing but the address is wrong.
                let who = if route.who == Who::SystemAdmin { "system" } else { "office" };
                let answer = by(&world, &route, &path, who);
                let status = answer.status.as_u16();
                // A form is read before the record it is for; one without its own fields is refused as a form.
                let as_form = route.kind == Kind::Page && matches!(status, 400 | 403 | 422);
                let nowhere = matches!(status, 404 | 414);
                assert!(nowhere || as_form, "{} {bad:.30}: {status} {}", called(&route), answer.text());
            }
        }
        let far = format!("/api/registers?x={}", "a".repeat(20_000));
        assert_eq!(world.get(&far).send().said(), (414, "request.address_too_long".into()));
    }
}

#[test]
fn a_method_that_is_not_there_is_refused_with_those_that_are() {
    for world in worlds() {
        let mut methods: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for route in all_routes() {
            methods.entry(route.path).or_default().push(route.method.to_string());
        }
        for route in all_routes() {
            let path = address(&world, &route, subjects(&route)[0]);
            let here = &methods[route.path];
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"] {
                if here.iter().any(|there| there == method) || method == "CONNECT" {
                    continue;
                }
                let answer = world.ask(method, &path).send();
                assert_eq!(answer.status, 405, "{method} {path}");
                let allowed: Vec<&str> = answer.header("allow").split(", ").collect();
                assert!(
                    here.iter().all(|there| allowed.contains(&there.as_str())),
                    "{method} {path}: {allowed:?}"
                );
            }
            if route.method == Method::GET {
                let head = world.ask("HEAD", &path).send();
                let get = world.get(&path).send();
                assert_eq!((head.status, head.body.len()), (get.status, 0), "HEAD {path}");
            }
        }
    }
}

#[test]
fn parameters_that_are_not_named_are_refused_outside_pages() {
    for world in worlds() {
        for route in all_routes() {
            if matches!(route.kind, Kind::Page)
                || route.method != Method::GET
                || !matches!(route.who, Who::Anyone | Who::Nobody)
            {
                continue;
            }
            let path = address(&world, &route, subjects(&route)[0]);
            let answer = world.get(&format!("{path}?surprise=1")).send();
            assert_eq!(answer.said(), (400, "request.parameters".into()), "{path}");
        }
    }
}

#[test]
fn a_body_beyond_the_limit_is_refused_before_anything_else_is_done_with_it() {
    for world in worlds() {
        for route in all_routes() {
            if route.method == Method::GET || route.body_max > 64 * 1024 {
                continue;
            }
            let path = address(&world, &route, subjects(&route)[0]);
            let who = if route.who == Who::SystemAdmin { "system" } else { "office" };
            let big = vec![b' '; route.body_max + 1];
            let length = big.len().to_string();
            let ask =
                world.ask(route.method.as_str(), &path).keyed().by(who).header("content-length", length);
            let answer = ask.raw("application/json", big).send();
            assert_eq!(answer.status, 413, "{}", route.name);
        }
    }
}
