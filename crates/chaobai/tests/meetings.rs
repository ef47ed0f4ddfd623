//! Meetings through the doors: the sample council of the first zone, as programs and as pages; what a secret ballot
//! leaves behind.

mod running;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chaobai::clock::drain_once;
use chaobai::domain::meetings::Slip;
use chaobai::house::{House, Settings};
use chaobai::http::{self, Site, router};
use kernel::Instant;
use running::tongbei;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::process::Command;
use std::sync::Arc;
use store::Ask;
use tower::ServiceExt;

const NOW: &str = "2026-11-23T10:00:00+08:00";
const SEATS: [&str; 6] = [
    "sample_chair_beijing",
    "sample_seat_beijing_1",
    "sample_seat_beijing_2",
    "sample_chair_hebei",
    "sample_seat_hebei_1",
    "sample_seat_hebei_2",
];

struct World {
    _folder: tempfile::TempDir,
    house: Arc<House>,
    router: Router,
    office: String,
    member: String,
    clerk: String,
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    fn code(&self) -> (u16, String) {
        (self.status, self.json()["code"].as_str().unwrap_or_default().to_owned())
    }
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("zone");
        let run = |args: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_chaobai"));
            let done = command.args(args).args(["--fixed-clock", NOW, "--data"]).arg(&data).output().unwrap();
            assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8(done.stdout).unwrap().trim().to_owned()
        };
        run(&["adopt", "--yes", tongbei().to_str().unwrap()]);
        let token = |login: &str, person: &str| {
            run(&["accounts", "open", login, "--person", person]);
            run(&["accounts", "token", login])
        };
        let (office, member, clerk) =
            (token("office", "示例甲"), token("member", "示例寅"), token("clerk", "示例丁"));
        let clock = Instant::parse(NOW);
        let house = House::open(Settings { standing_clock: clock, ..Settings::in_folder(&data) }).unwrap();
        let house = Arc::new(house);
        let site = Site::new(house.clone(), http::Settings::default());
        World { _folder: folder, router: router(site), house, office, member, clerk }
    }

    fn send(&self, request: Request<Body>) -> Answer {
        let router = self.router.clone();
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let response = router.oneshot(request).await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
            Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }

    fn get(&self, token: Option<&str>, path: &str) -> Answer {
        let mut request = Request::get(path).header("host", "localhost");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.send(request.body(Body::empty()).unwrap())
    }

    fn post(&self, token: Option<&str>, path: &str, key: &str, body: Value) -> Answer {
        let mut request = Request::post(path)
            .header("host", "localhost")
            .header("content-type", "application/json")
            .header("idempotency-key", format!("meeting-test-{key}"));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.send(request.body(Body::from(body.to_string())).unwrap())
    }

    /// A command of the office that must be done; its receipt.
    fn done(&self, path: &str, body: Value) -> Value {
        let key = hex::encode(Sha256::digest(format!("{path}{body}")));
        let answer = self.post(Some(&self.office), path, &key, body);
        assert!(answer.status < 300, "{path}: {}", answer.text);
        answer.json()
    }

    fn meeting(&self, id: &str) -> Value {
        let answer = self.get(Some(&self.office), &format!("/api/meetings/{id}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    fn version(&self, id: &str) -> i64 {
        self.meeting(id)["meeting"]["version"].as_i64().expect("a version")
    }

    /// Posts a form as a browser without script does.
    fn form(&self, token: Option<&str>, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| -> String {
            text.bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() {
                        char::from(byte).to_string()
                    } else {
                        format!("%{byte:02X}")
                    }
                })
                .collect()
        };
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let mut request = Request::post(path)
            .header("host", "localhost")
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(token) = token {
            request = request.header("cookie", format!("chaobai={token}"));
        }
        self.send(request.body(Body::from(body.join("&"))).unwrap())
    }

    /// A meeting in session with one item to settle: meeting, item.
    fn in_session(&self, name: &str) -> (String, String) {
        let asked =
            json!({ "body": "sample_council", "way": "sitting", "held_on": "2026-11-23", "note": name });
        let called = self.done("/api/meetings", asked);
        let meeting = called["answer"]["meeting"].as_str().expect("an id").to_owned();
        let asked =
            json!({ "name": name, "mode": "settle", "joint": true, "request": format!("请审议{name}") });
        let placed = self.done(&format!("/api/meetings/{meeting}/items"), asked);
        let item = placed["answer"]["item"].as_str().expect("an id").to_owned();
        let version = self.version(&meeting);
        self.done(
            &format!("/api/meetings/{meeting}/notice"),
            json!({ "version": version, "let_in": "示例" }),
        );
        let version = self.version(&meeting);
        let present: Vec<String> = SEATS.iter().map(|seat| format!("post:{seat}")).collect();
        self.done(
            &format!("/api/meetings/{meeting}/open"),
            json!({ "version": version, "present": present }),
        );
        (meeting, item)
    }

    fn item_version(&self, meeting: &str, item: &str) -> i64 {
        let told = self.meeting(meeting);
        let items = told["items"].as_array().expect("items").clone();
        let found = items.iter().find(|one| one["id"] == item).expect("the item");
        found["version"].as_i64().expect("a version")
    }
}

/// Replaces what differs from run to run, wherever it stands.
fn steady(value: &mut Value, ids: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let is_id = text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
            if is_id {
                let at = ids.iter().position(|id| id == text).unwrap_or_else(|| {
                    ids.push(text.clone());
                    ids.len() - 1
                });
                *text = format!("ID-{at}");
            } else if text.starts_with("/log/proof/") {
                *text = "PROOF".into();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| steady(one, ids)),
        Value::Object(all) => {
            if all.contains_key("entry") {
                all.insert("entry".into(), json!("N"));
            }
            all.values_mut().for_each(|one| steady(one, ids));
        }
        _ => {}
    }
}

#[test]
fn a_meeting_is_told_with_everything_beside_it() {
    let world = World::new();
    let asked = json!({ "body": "sample_council", "way": "sitting", "held_on": "2026-12-18", "time": "09:30", "place": "示例会议室" });
    let made = world.post(Some(&world.office), "/api/meetings", "call-one", asked.clone());
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.json()["answer"]["meeting"].as_str().expect("an id").to_owned();
    assert_eq!(made.headers["location"], format!("/api/meetings/{id}").as_str());
    let again = world.post(Some(&world.office), "/api/meetings", "call-one", asked.clone());
    assert_eq!((again.status, again.json()["replayed"].clone()), (200, json!(true)));
    assert_eq!(world.post(None, "/api/meetings", "call-two", asked.clone()).code(), (401, "sign_in".into()));
    let clerk = world.post(Some(&world.clerk), "/api/meetings", "call-three", asked);
    assert_eq!(clerk.code(), (403, "not_allowed".into()));
    let real = json!({ "body": "council", "way": "sitting", "held_on": "2026-12-18" });
    let refused = world.post(Some(&world.office), "/api/meetings", "call-four", real);
    assert_eq!(refused.code(), (409, "meetings.no_rules".into()));
    let past = json!({ "body": "sample_council", "way": "sitting", "held_on": "2026-11-20", "time": "9.30" });
    let refused = world.post(Some(&world.office), "/api/meetings", "call-five", past).json();
    let codes: Vec<_> =
        refused["problems"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect();
    assert_eq!(codes, [json!("in_the_past"), json!("not_a_time")]);

    let mut told = world.meeting(&id);
    steady(&mut told, &mut Vec::new());
    assert_eq!(
        told,
        json!({
            "meeting": {
                "id": "ID-0", "register": "meetings", "title": "示例理事会第一次会议", "version": 1,
                "stage": "preparing", "withdrawn": false, "effective_on": "2026-11-23", "charter_version": 1,
                "created_at": "2026-11-23T02:00:00Z", "amended_at": "2026-11-23T02:00:00Z",
                "fields": told["meeting"]["fields"],
            },
            "body": { "id": "sample_council", "name": { "zh": "示例理事会", "en": "Sample Council" }, "sample": true },
            "rules": {
                "basis": told["rules"]["basis"],
                "notice_due": { "on": "2026-12-17", "unpublished": [] },
                "paper_due": { "on": "2026-12-15", "unpublished": [] },
            },
            "items": [{
                "id": "ID-1", "register": "agenda_items", "title": "上次议定事项办理情况", "version": 1,
                "stage": "placed", "withdrawn": false, "effective_on": "2026-11-23", "charter_version": 1,
                "created_at": "2026-11-23T02:00:00Z", "amended_at": "2026-11-23T02:00:00Z",
                "fields": told["items"][0]["fields"], "papers": [], "recusals": [], "ballots": [],
            }],
            "dropped": [], "attendance": [], "resolutions": [],
            "events": [{
                "number": 1, "at": "2026-11-23T02:00:00Z", "command": "meetings.call", "item": null,
                "actor_post": "sample_office",
                "said": { "number": 1, "way": "sitting", "held_on": "2026-12-18", "chair": "sample_chair_hebei" },
                "entry": "N", "proof": "PROOF",
            }],
            "follows": [], "office": true, "own_seats": [],
        })
    );
    let fields = &told["meeting"]["fields"];
    for (field, value) in
        [("body", json!("sample_council")), ("held_on", json!("2026-12-18")), ("time", json!("09:30"))]
    {
        assert_eq!(fields[field], value, "{field}");
    }
    assert_eq!(told["items"][0]["fields"]["follow_up"], json!(true));
    // Whoever sits on a seat sees the meeting too, without keeping it; the public does not see what is prepared.
    let member = world.get(Some(&world.member), &format!("/api/meetings/{id}")).json();
    assert_eq!((&member["office"], &member["own_seats"]), (&json!(false), &json!([])));
    assert_eq!(world.get(None, &format!("/api/meetings/{id}")).status, 401);
    assert_eq!(world.get(None, &format!("/lists/meetings/{id}")).status, 404);
}

#[test]
fn a_slip_is_cast_by_nobody_whoever_is_signed_in_and_leaves_no_code() {
    let world = World::new();
    let (meeting, item) = world.in_session("示例人选");
    let slips: Vec<Slip> = SEATS
        .iter()
        .enumerate()
        .map(|(at, seat)| {
            let side = if seat.contains("beijing") { "beijing" } else { "hebei" };
            Slip::new(side, [at as u8 + 3; 12])
        })
        .collect();
    let digest = |code: &str| hex::encode(Sha256::digest(code.replace('-', "")));
    let digests: Vec<Value> =
        slips.iter().map(|slip| json!({ "slip": digest(&slip.code), "side": slip.side })).collect();
    let version = world.item_version(&meeting, &item);
    let asked = json!({ "version": version, "kind": "secret", "slips": digests });
    let opened = world.done(&format!("/api/agenda/{item}/ballots"), asked);
    let ballot = opened["answer"]["ballot"].as_str().expect("an id").to_owned();

    let page = format!("/ballots/{ballot}");
    let shown = world.send(
        Request::get(&page)
            .header("host", "localhost")
            .header("cookie", format!("chaobai={}", world.member))
            .body(Body::empty())
            .unwrap(),
    );
    assert_eq!(shown.status, 200);
    assert!(!shown.text.contains("示例寅"), "the page knows nobody");
    assert_eq!(shown.headers["cache-control"], "no-store");

    // By the page with a session, by the page without one, and by the API with a token.
    let by_page = |token: Option<&str>, at: usize, choice: &str| {
        world.form(token, &page, &[("code", &slips[at].code), ("choice", choice)])
    };
    for (at, token) in [(0, Some(world.member.as_str())), (1, None)] {
        let cast = by_page(token, at, "yes");
        assert_eq!(cast.status, 200, "{}", cast.text);
        assert!(cast.headers.get("set-cookie").is_none());
        assert_eq!(cast.headers["referrer-policy"], "no-referrer");
        assert!(cast.text.contains(&digest(&slips[at].code)) && !cast.text.contains(&slips[at].code));
    }
    let api = format!("/api/ballots/{ballot}/slips");
    let vote = |at: usize, choice: &str| json!({ "code": slips[at].code, "choice": choice });
    assert_eq!(world.post(Some(&world.member), &api, "slip-2", vote(2, "no")).status, 200);
    assert_eq!(world.post(None, &api, "slip-3", vote(3, "abstain")).status, 200);
    // Once is once; the same press again is the same cast.
    assert_eq!(by_page(None, 1, "yes").status, 200);
    assert_eq!(by_page(None, 1, "no").status, 409);
    assert_eq!(
        world.post(None, &api, "slip-4", vote(3, "yes")).code(),
        (409, "meetings.no_such_slip".into())
    );
    assert_eq!(world.form(None, &page, &[("code", "x"), ("choice", "yes")]).status, 409);
    assert_eq!(world.form(None, &page, &[("code", ""), ("choice", "")]).status, 422);
    assert_eq!(world.get(None, &format!("{page}/recount")).status, 404, "not while it is open");

    world.done(&format!("/api/ballots/{ballot}/count"), json!({}));
    let recount = world.get(None, &format!("/api/ballots/{ballot}/recount")).json();
    let choice_of = |at: usize| {
        let all = recount["slips"].as_array().unwrap();
        all.iter().find(|one| one["slip"] == digest(&slips[at].code)).unwrap()["choice"].clone()
    };
    assert_eq!(
        [0, 1, 2, 3, 4].map(choice_of),
        [json!("yes"), json!("yes"), json!("no"), json!("abstain"), json!(null)]
    );
    let lines: String = recount["slips"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {} {}\n",
                one["slip"].as_str().unwrap(),
                one["side"].as_str().unwrap(),
                one["choice"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(recount["digest"], hex::encode(Sha256::digest(&lines)));
    let events = world.meeting(&meeting)["events"].clone();
    let counted = events.as_array().unwrap().iter().find(|one| one["command"] == "meetings.count").unwrap();
    assert_eq!(counted["said"]["slips"], recount["digest"], "the digest stands in the event of the count");

    // What is left: entries of nobody, no code anywhere.
    let mut reader = world.house.reader().unwrap();
    let rows = reader
        .rows("SELECT actor, subject FROM journal_entry WHERE command = 'meetings.cast_slip'", &[])
        .unwrap();
    assert_eq!(rows.len(), 4);
    for row in &rows {
        assert_eq!(row.text(0).unwrap(), "", "nobody");
    }
    for (table, column) in [
        ("journal_entry", "subject"),
        ("request", "key"),
        ("request", "receipt"),
        ("meeting_event", "said"),
        ("meeting_slip", "slip"),
        ("record_version", "body"),
    ] {
        let rows = reader.rows(&format!("SELECT CAST({column} AS TEXT) FROM {table}"), &[]).unwrap();
        for row in &rows {
            let text = row.text(0).unwrap();
            for slip in &slips {
                assert!(!text.contains(&slip.code), "{table}.{column} has a code");
                let is_about_slips = table == "meeting_slip";
                assert!(
                    is_about_slips || !text.contains(&digest(&slip.code)),
                    "{table}.{column} names a slip"
                );
            }
        }
    }
    drain_once(&world.house.store, &world.house.log).unwrap();
}

#[test]
fn an_item_is_decided_published_and_its_page_is_drawn_in_both_languages() {
    let world = World::new();
    let (meeting, item) = world.in_session("示例事项");
    let decide = |version: i64, verdict: &str, wording: &str| json!({ "version": version, "verdict": verdict, "wording": wording });
    let path = format!("/api/agenda/{item}/decision");
    let version = world.item_version(&meeting, &item);
    let refused =
        world.post(Some(&world.office), &path, "no-words", decide(version, "passed_in_principle", ""));
    assert_eq!(refused.json()["problems"][0]["field"], "wording");
    world.done(&path, decide(version, "passed", "同意。"));
    let issued = world.done(&format!("/api/agenda/{item}/resolution"), json!({ "text": "同意。" }));
    let resolution = issued["answer"]["resolution"].as_str().expect("an id").to_owned();
    let again = world.post(
        Some(&world.office),
        &format!("/api/agenda/{item}/resolution"),
        "again",
        json!({ "text": "又" }),
    );
    assert_eq!(again.code(), (409, "meetings.issued".into()));
    // The general commands change neither number nor text; publishing is allowed.
    let record = format!("/api/registers/resolutions/records/{resolution}");
    let amend = world.send(
        Request::patch(&record)
            .header("host", "localhost")
            .header("content-type", "application/json")
            .header("idempotency-key", "amend-a-resolution")
            .header("authorization", format!("Bearer {}", world.office))
            .body(Body::from(json!({ "version": 1, "fields": { "text": "别的" } }).to_string()))
            .unwrap(),
    );
    assert_eq!(amend.code(), (403, "meetings.by_its_commands".into()));
    assert_eq!(world.get(None, &record).status, 404);
    let publish = json!({ "version": 1, "to": "published" });
    let published = world.post(Some(&world.office), &format!("{record}/advance"), "publish", publish);
    assert_eq!(published.status, 200, "{}", published.text);
    assert_eq!(world.get(None, &record).json()["fields"]["text"], "同意。");
    for lang in ["", "/en"] {
        for path in [
            "/meetings".to_owned(),
            format!("/meetings/{meeting}"),
            format!("/meetings/{meeting}/items/{item}"),
            format!("/meetings/{meeting}/items/{item}/recuse"),
            format!("/meetings/{meeting}/resolutions/{resolution}"),
            format!("/meetings/{meeting}/resolutions/{resolution}/tasks"),
            format!("/meetings/{meeting}/present"),
            format!("/meetings/{meeting}/attend"),
            format!("/meetings/{meeting}/close"),
        ] {
            let answer = world.get(Some(&world.office), &format!("{lang}{path}"));
            assert_eq!(answer.status, 200, "{lang}{path}: {}", answer.text);
            assert!(!answer.text.contains("{{"), "{path}");
            assert_eq!(answer.text.matches("<h1").count(), 1, "{path}");
        }
    }
    // What is over cannot be done; whoever has no office is told so.
    let over = world.get(Some(&world.office), &format!("/meetings/{meeting}/notice"));
    assert_eq!(StatusCode::from_u16(over.status).unwrap(), StatusCode::CONFLICT);
    assert_eq!(world.get(Some(&world.member), &format!("/meetings/{meeting}/close")).status, 403);
}
