//! Cases as people and programs meet them: pages, forms without script, the JSON API, on every engine. The
//! procedure is the three towns'; it is charter text and nothing else.

mod browser;
mod door;

use browser::{Person, everywhere, keeps_silent, led_to, says};
use chaobai::clock::run_due;
use door::World;
use kernel::Id;
use serde_json::json;

/// Opens a case about the kept bridge from its page; the path of the case.
fn opened(world: &World) -> String {
    let kept = world.ids["bridges/kept"].as_str();
    let office = Person::signed_in(world, "office");
    let record = format!("/work/lists/bridges/{kept}");
    let form = format!("{record}/open/upkeep");
    says(&office.get(&record), &form);
    let empty = office.fill(&form, &[]);
    assert_eq!(empty.status, 422, "{}", empty.text());
    says(&empty, "href=\"#field-task\"");
    let led = led_to(&office.refill(&empty, &form, &[("field-task", "修护栏")]));
    let path = led.split('?').next().unwrap_or_default().to_owned();
    assert!(path.starts_with("/work/cases/"), "{led}");
    says(&office.get(&led), "已立项");
    says(&office.get(&record), &path);
    keeps_silent(&office.get(&record), &form);
    path
}

fn id_of(path: &str) -> Id {
    Id::parse(path.rsplit('/').next().unwrap_or_default()).expect("the id of a case")
}

#[test]
fn a_case_is_opened_acted_on_paused_sent_back_and_explained_without_script() {
    everywhere(|world: &World| {
        let path = opened(world);
        let (office, clerk) = (Person::signed_in(world, "office"), Person::signed_in(world, "clerk-dongdu"));
        let page = clerk.get(&path);
        for words in ["签收", "因为是牵头单位", "现在在这里", "2024年1月17日", "修护栏"] {
            says(&page, words);
        }
        says(&page, &format!("{path}/act/sign"));
        keeps_silent(&office.get(&path), &format!("{path}/act/sign"));
        says(&office.get(&path), &format!("{path}/pause"));
        keeps_silent(&page, &format!("{path}/pause"));

        let mine = clerk.get("/work/cases");
        says(&mine, &path);
        says(&clerk.get("/work"), "href=\"/work/cases\"");
        assert_eq!(office.get(&format!("{path}/act/sign")).status, 403);
        assert_eq!(clerk.get(&format!("{path}/act/fly")).status, 422);

        let before = world.get(&format!("/api/cases/{}", id_of(&path))).by("office").send().json();
        let holders = before["holders"].as_array().expect("holders").len();
        let form = clerk.get(&format!("{path}/act/sign"));
        let first = clerk.refill(&form, &format!("{path}/act/sign"), &[("field-opinion", "同意")]);
        assert_eq!(led_to(&first), format!("{path}?done=acted"));
        let again = clerk.refill(&form, &format!("{path}/act/sign"), &[("field-opinion", "同意")]);
        assert_eq!(led_to(&again), format!("{path}?done=acted"), "posted twice, done once");
        if holders > 1 {
            let other = Person::signed_in(world, "clerk-xidu");
            led_to(&other.fill(&format!("{path}/act/sign"), &[]));
        }
        let report = clerk.get(&path);
        says(&report, &format!("{path}/act/finish"));

        let bad = office.fill(&format!("{path}/pause"), &[("reason", "flood")]);
        assert_eq!(bad.status, 422, "a pause says why");
        says(&bad, "href=\"#note\"");
        led_to(&office.refill(&bad, &format!("{path}/pause"), &[("note", "水大")]));
        says(&clerk.get(&path), "暂停计时");
        keeps_silent(&clerk.get(&path), &format!("{path}/act/finish"));
        assert_eq!(clerk.get(&format!("{path}/act/finish")).status, 409);
        led_to(&office.fill(&format!("{path}/resume"), &[("note", "水退")]));

        led_to(&clerk.fill(&format!("{path}/act/finish"), &[("field-result", "修好了")]));
        led_to(&office.fill(&format!("{path}/act/return"), &[("field-reason", "少照片")]));
        led_to(&clerk.fill(&format!("{path}/act/finish"), &[("field-result", "照片补上")]));
        led_to(&office.fill(&format!("{path}/act/accept"), &[]));
        let ended = office.get(&path);
        for words in ["已结束", "退回重办", "少照片", "规则", "权限", "经办", "章程第"] {
            says(&ended, words);
        }
        keeps_silent(&ended, "/act/");
        says(&office.get("/work/cases"), "没有由您承办的办件");
        run_due(&world.house).expect("what is due is done");
    });
}

#[test]
fn who_is_late_sees_what_is_now_true_and_keeps_what_they_wrote() {
    everywhere(|world: &World| {
        let path = opened(world);
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let id = id_of(&path);
        let awaited = world.get(&format!("/api/cases/{id}")).by("office").send().json();
        let units = awaited["awaited"].as_array().expect("units").len();
        led_to(&clerk.fill(&format!("{path}/act/sign"), &[]));
        if units > 1 {
            led_to(&Person::signed_in(world, "clerk-xidu").fill(&format!("{path}/act/sign"), &[]));
        }
        let (finish, note) = (format!("{path}/act/finish"), format!("{path}/act/note"));
        let early = clerk.get(&finish);
        let earlier = clerk.get(&note);
        led_to(&clerk.fill(&note, &[("field-progress", "40")]));
        let late = clerk.refill(&earlier, &note, &[("field-progress", "50")]);
        assert_eq!(late.status, 409);
        says(&late, "value=\"50\"");
        led_to(&clerk.refill(&late, &note, &[]));
        led_to(&clerk.fill(&finish, &[("field-result", "修好了")]));
        let too_late = clerk.refill(&early, &finish, &[("field-result", "另一个结果")]);
        assert_eq!(too_late.status, 409);
        for words in ["另一个结果", "核查"] {
            says(&too_late, words);
        }
    });
}

#[test]
fn a_note_is_printed_with_its_reason_and_seen_by_who_sees_the_case() {
    everywhere(|world: &World| {
        let path = opened(world);
        let (office, clerk) = (Person::signed_in(world, "office"), Person::signed_in(world, "clerk-dongdu"));
        led_to(&clerk.fill(&format!("{path}/act/sign"), &[]));
        let case = world.get(&format!("/api/cases/{}", id_of(&path))).by("office").send().json();
        if case["step"] == "sign" {
            led_to(&Person::signed_in(world, "clerk-xidu").fill(&format!("{path}/act/sign"), &[]));
        }
        led_to(&office.fill(&format!("{path}/act/urge"), &[("field-reason", "进展太慢")]));
        let case = world.get(&format!("/api/cases/{}", id_of(&path))).by("office").send().json();
        let slip = format!("{path}/slips/{}", case["version"]);
        says(&clerk.get(&path), &slip);
        for words in ["蓝色提示单", "进展太慢", "请按期反馈", "cb-slip--blue"] {
            says(&clerk.get(&slip), words);
        }
        assert_eq!(clerk.get(&format!("{path}/slips/1")).status, 404, "the opening issued none");
        for login in ["system", "security"] {
            assert_eq!(Person::signed_in(world, login).get(&slip).status, 404);
        }
        says(&office.get(&format!("/en{slip}")), "Report in time.");

        // The same note on paper.
        says(&clerk.get(&slip), &format!("{slip}/slip.pdf"));
        let docx = clerk.get(&format!("{slip}/slip.docx"));
        assert_eq!(docx.status, 200, "{}", docx.text());
        let look = document::read::look("docx", &docx.body);
        let text: String = look.texts.iter().map(|(_, text)| text.as_str()).collect();
        for words in ["督办单", "蓝色提示单", "进展太慢", "请按期反馈", "渡口桥"] {
            assert!(text.contains(words), "{words} is not on paper: {text}");
        }
        let pdf = clerk.get(&format!("{slip}/slip.pdf"));
        if pdf.status == 503 {
            says(&pdf, "字体");
        } else {
            assert_eq!((pdf.status.as_u16(), pdf.header("content-type")), (200, "application/pdf"));
            assert!(
                pdf.header("content-disposition").ends_with(".pdf\""),
                "{}",
                pdf.header("content-disposition")
            );
            let text: String =
                document::read::look("pdf", &pdf.body).texts.iter().map(|(_, text)| text.as_str()).collect();
            assert!(text.replace('\n', "").contains("进展太慢"), "{text}");
        }
        for name in ["slip.pdf", "slip.docx"] {
            assert_eq!(Person::signed_in(world, "system").get(&format!("{slip}/{name}")).status, 404);
            assert_eq!(clerk.get(&format!("{path}/slips/1/{name}")).status, 404);
        }
    });
}

#[test]
fn anybody_may_read_how_a_public_procedure_works() {
    everywhere(|world: &World| {
        let page = Person::nobody(world).get("/procedures/upkeep");
        for words in ["<svg", "签收 → 反馈", "退回重办", "2 个工作日", "各单位分别答复", "红色督办单"]
        {
            says(&page, words);
        }
        keeps_silent(&page, "现在在这里");
        says(&Person::nobody(world).get("/en/procedures/upkeep"), "Send back");
        assert_eq!(Person::nobody(world).get("/procedures/nothing").status, 404);
    });
}

#[test]
fn programs_open_act_pause_resume_and_read_under_the_same_rules() {
    everywhere(|world: &World| {
        let kept = world.ids["bridges/kept"].as_str();
        let asked = json!({ "procedure": "upkeep", "subject": kept, "fields": { "task": "修护栏" } });
        let open = |key: &str| world.post("/api/cases").by("office").key(key).json(asked.clone()).send();
        let made = open("open-it-1");
        assert_eq!(made.status, 201, "{}", made.text());
        let id = made.json()["id"].as_str().expect("an id").to_owned();
        assert_eq!(made.header("location"), format!("/api/cases/{id}"));
        let again = open("open-it-1");
        assert_eq!((again.status.as_u16(), again.json()["replayed"].clone()), (200, json!(true)));
        assert_eq!(open("open-it-2").said(), (409, "procedures.one_at_a_time".into()));

        let address = format!("/api/cases/{id}");
        let act = |login: &str, body: serde_json::Value| {
            world.post(&format!("{address}/act")).by(login).keyed().json(body).send()
        };
        let sign = || json!({ "version": 1, "action": "sign" });
        assert_eq!(act("office", sign()).said(), (403, "procedures.not_holder".into()));
        assert_eq!(act("system", sign()).said(), (404, "not_found".into()));
        assert_eq!(
            act("clerk-dongdu", json!({ "action": "sign" })).said(),
            (428, "request.version_needed".into())
        );
        assert_eq!(act("clerk-dongdu", sign()).status, 200);
        let seen = world.get(&address).by("clerk-dongdu").send();
        assert_eq!(seen.header("etag"), "\"2\"");
        if seen.json()["step"] == "sign" {
            assert_eq!(act("clerk-xidu", sign()).status, 200, "others' answers do not stand in the way");
        }
        let version =
            |login: &str| world.get(&address).by(login).send().json()["version"].as_i64().expect("a version");
        let wrong = json!({ "version": version("office"), "action": "note", "fields": { "progress": 101 } });
        assert_eq!(act("clerk-dongdu", wrong).status, 422);
        let stale = json!({ "version": 1, "action": "note", "fields": { "progress": 10 } });
        let refused = act("clerk-dongdu", stale);
        assert_eq!(refused.said(), (409, "procedures.stale_version".into()));
        assert_eq!(refused.json()["params"]["step"], "report");

        let post = |part: &str, body: serde_json::Value| {
            world.post(&format!("{address}/{part}")).by("office").keyed().json(body).send()
        };
        let pause = json!({ "version": version("office"), "reason": "holiday", "note": "x" });
        assert_eq!(post("pause", pause).status, 422);
        let pause = json!({ "version": version("office"), "reason": "flood", "note": "水大" });
        assert_eq!(post("pause", pause).status, 200);
        let resume = json!({ "version": version("office"), "note": "水退" });
        assert_eq!(post("resume", resume.clone()).status, 200);
        assert_eq!(post("resume", resume).said(), (409, "procedures.stale_version".into()));

        let mine = world.get("/api/cases").by("clerk-dongdu").send().json();
        assert_eq!(mine["cases"][0]["id"], id.as_str());
        assert!(mine["cases"][0]["actions"].as_array().expect("actions").contains(&json!("finish")));
        let none = world.get("/api/cases").by("system").send().json();
        assert_eq!(none["cases"], json!([]));
        let of = world.get("/api/cases?procedure=upkeep&limit=1").by("office").send().json();
        assert_eq!((of["cases"].as_array().map(Vec::len), of["next"].clone()), (Some(1), json!(null)));
        assert_eq!(world.get("/api/cases?state=asleep").by("office").send().status, 400);
        assert_eq!(world.get("/api/cases").send().status, 401);
        let events = world.get(&address).by("office").send().json()["events"].clone();
        for event in events.as_array().expect("events") {
            assert!(!event["rule"]["procedure"].is_null() && event["entry"].as_i64() > Some(0), "{event}");
            assert!(!event["mandate"]["relation"].is_null(), "all of these were people: {event}");
        }
    });
}
