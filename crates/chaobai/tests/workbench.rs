//! The workbench as a person uses it: forms filled in and posted, through the router, on every engine.

mod browser;
mod door;

use browser::{
    Person, aside, attribute, encode, everywhere, filled, id_in, keeps_silent, led_to, record, says,
    unescaped,
};
use chaobai::domain::registers;
use door::{Answer, PASSWORD, World};
use kernel::Id;

const NEW: &str = "/work/lists/bridges/new";
const BRIDGE: [(&str, &str); 8] = [
    ("field-name", "新桥"),
    ("field-state", "planned"),
    ("field-length", "０．８５ 公里"),
    ("field-opened_on", "2023年10月31日"),
    ("field-cost", "1.2亿元"),
    ("field-lead_east", "dongdu-roads"),
    ("field-source", "S1"),
    ("field-source_date", "2022.12.31"),
];

#[test]
fn a_one_time_link_sets_a_password_once_and_the_password_signs_in() {
    everywhere(|world: &World| {
        let admin = Person::signed_in(world, "system");
        let person = world.ids["persons/office"].to_string();
        let opened = admin.fill("/admin/accounts", &[("login", "office2"), ("person", &person)]);
        assert_eq!(opened.status, 200, "{}", opened.text());
        let text = opened.text();
        let link = text.split("http://localhost").nth(1).expect("the link is shown");
        let link = unescaped(link.split('<').next().unwrap_or_default());
        assert!(link.starts_with("/sign-in/link?token="), "{link}");
        keeps_silent(&admin.get("/admin/accounts"), "token=");

        let nobody = Person::nobody(world);
        let page = nobody.get(&link);
        assert_eq!(page.header("cache-control"), "no-store");
        says(&page, "office2");
        let weak = [("password", "short"), ("password_again", "shorter")];
        let refused = nobody.refill(&page, "/sign-in/link", &weak);
        assert_eq!(refused.status, 422);
        says(&refused, "href=\"#password\"");
        says(&refused, "href=\"#password_again\"");
        keeps_silent(&refused, "shorter");
        let good = [("password", PASSWORD), ("password_again", PASSWORD)];
        let set = nobody.refill(&refused, "/sign-in/link", &good);
        assert_eq!(led_to(&set), "/work");
        let cookie = set.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        for protection in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(set.header("set-cookie").contains(protection), "{}", set.header("set-cookie"));
        }
        let me = Person { world, cookie };
        assert_eq!(me.get("/work").status, 200);
        assert_eq!(nobody.get(&link).status, 403, "a link works once");
        assert_eq!(nobody.refill(&page, "/sign-in/link", &good).status, 403);

        let home = me.get("/work");
        let csrf = attribute(home.text().split("name=\"csrf\"").nth(1).expect("a form"), "value");
        let out = me.post("/sign-out", &[("csrf", &csrf)]);
        assert_eq!(out.status, 200);
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(me.get("/work").status, 401, "the session is over on the server");

        let again = [("login", " OFFICE2 "), ("password", PASSWORD)];
        let signed_in = nobody.fill("/sign-in?next=%2Fwork%2Flists", &again);
        assert_eq!(led_to(&signed_in), "/work/lists");
        let elsewhere = nobody.fill("/en/sign-in?next=https%3A%2F%2Fevil.example", &again);
        assert_eq!(led_to(&elsewhere), "/en/work");
    });
}

#[test]
fn five_wrong_passwords_rest_an_account_and_nobody_learns_which_logins_exist() {
    everywhere(|world: &World| {
        let nobody = Person::nobody(world);
        let said = |answer: Answer, login: &str| {
            assert_eq!(answer.status, 403);
            let main = answer.text();
            let main =
                main.split("<main").nth(1).expect("a page has content").split("</main").next().unwrap();
            main.replace(login, "LOGIN")
        };
        let mut answers = Vec::new();
        for _ in 0..5 {
            let wrong = nobody.fill("/sign-in", &[("login", "office"), ("password", "not the password")]);
            answers.push(said(wrong, "office"));
        }
        let right = nobody.fill("/sign-in", &[("login", "office"), ("password", PASSWORD)]);
        answers.push(said(right, "office"));
        let unknown = nobody.fill("/sign-in", &[("login", "nobody"), ("password", PASSWORD)]);
        answers.push(said(unknown, "nobody"));
        answers.dedup();
        assert_eq!(answers.len(), 1, "every no is the same");
        assert!(answers[0].contains("15 分钟"), "the words say that an account rests");
        keeps_silent(
            &nobody.fill("/sign-in", &[("login", "office"), ("password", "hunter2hunter2")]),
            "hunter2",
        );
        let empty = nobody.fill("/sign-in", &[("login", ""), ("password", "")]);
        assert_eq!(empty.status, 422);

        world.house.clock.advance(16 * 60 * 1_000_000);
        let rested = nobody.fill("/sign-in", &[("login", "office"), ("password", PASSWORD)]);
        assert_eq!(led_to(&rested), "/work");
    });
}

#[test]
fn a_refused_form_keeps_what_was_typed_and_the_corrected_one_makes_one_record_though_posted_twice() {
    everywhere(|world: &World| {
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let wrong = [
            ("field-name", ""),
            ("field-length", "约1.2"),
            ("field-lanes", "1.5"),
            ("field-opened_on", "2023年13月1日"),
            ("field-cost", "很多"),
            ("field-place", "39.9, 116.75"),
            ("field-remarks", "两行\r\n<b>字</b>"),
            ("effective_on", "2024-01-16"),
        ];
        let refused = clerk.fill(NEW, &wrong);
        assert_eq!(refused.status, 422, "{}", refused.text());
        for field in ["name", "state", "length", "lanes", "opened_on", "cost", "place", "lead_east", "source"]
        {
            says(&refused, &format!("<a href=\"#field-{field}\">"));
        }
        says(&refused, "<a href=\"#effective_on\">");
        let typed = filled(&refused.text(), &[]);
        for (name, value) in wrong {
            let kept = typed.iter().find(|(n, _)| n == name).map(|(_, v)| v.replace('\n', "\r\n"));
            assert_eq!(kept.as_deref(), Some(value), "{name}");
        }
        keeps_silent(&refused, "<b>字</b>");

        let mut right = BRIDGE.to_vec();
        right.extend([("field-lanes", ""), ("field-place", "116.76，39.88"), ("effective_on", "2024.1.15")]);
        let first = clerk.refill(&refused, NEW, &right);
        let again = clerk.refill(&refused, NEW, &right);
        let address = led_to(&first);
        assert_eq!(led_to(&again), address, "posting twice makes one record");
        let made = record(world, &id_in(&address));
        let expected = serde_json::json!({
            "name": "新桥", "state": "planned", "length": "0.85", "opened_on": "2023-10-31",
            "cost": 12_000_000_000i64, "lead_east": "dongdu-roads", "remarks": "两行\n<b>字</b>",
            "place": { "type": "Point", "coordinates": ["116.76", "39.88"] },
            "source": "S1", "source_date": "2022-12-31",
        });
        assert_eq!(serde_json::Value::Object(made.body), expected);
        assert_eq!((made.version, made.stage.as_str()), (1, "draft"));
        assert_eq!(made.effective_on.to_string(), "2024-01-15");

        let other = clerk.refill(&refused, NEW, &[right.as_slice(), &[("field-name", "另一座桥")]].concat());
        assert_eq!(other.status, 422, "the same key with other content is no retry");
        let third = clerk.refill(&other, NEW, &[]);
        assert_ne!(id_in(&led_to(&third)), id_in(&address), "pressed again, it is a new record");

        let office = Person::signed_in(world, "office");
        says(&office.get(&address), "新桥");
        says(&office.get("/work/lists/bridges?stage=draft"), "另一座桥");
    });
}

#[test]
fn a_clerk_creates_on_their_own_lists_only() {
    everywhere(|world: &World| {
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let refused = clerk.get("/work/lists/sources/new");
        assert_eq!(refused.status, 403, "the office keeps the sources");
        assert_eq!(clerk.get("/work/lists/persons/new").status, 404, "persons are not theirs to see");
        assert_eq!(clerk.get("/work/lists/nothing/new").status, 404);
    });
}

#[test]
fn an_amended_record_changes_once_from_its_day_and_a_correction_keeps_the_day() {
    everywhere(|world: &World| {
        let office = Person::signed_in(world, "office");
        let id = &world.ids["bridges/kept"];
        let path = format!("/work/lists/bridges/{id}/amend");
        let page = office.get(&path);
        let nothing = office.refill(&page, &path, &[]);
        assert_eq!(nothing.status, 422, "{}", nothing.text());
        assert_eq!(record(world, id).version, 1);

        let change = [("field-lanes", "6"), ("note", "拓宽")];
        let first = office.refill(&page, &path, &change);
        let again = office.refill(&page, &path, &change);
        assert_eq!(led_to(&first), format!("/work/lists/bridges/{id}?done=amended"));
        assert_eq!(led_to(&again), led_to(&first));
        let now = record(world, id);
        assert_eq!((now.version, now.effective_on.to_string().as_str()), (2, "2024-01-15"));
        assert_eq!(now.body["lanes"], 6);
        assert_eq!(now.body["cost"], 42_681_000_000i64, "what was left alone is as it was");

        let corrected = office.fill(&path, &[("field-lanes", "5"), ("change", "correct")]);
        says(&office.get(&led_to(&corrected)), "拓宽");
        let now = record(world, id);
        assert_eq!((now.version, now.effective_on.to_string().as_str()), (3, "2024-01-15"));
        let cleared = office.fill(&path, &[("field-lanes", "—"), ("change", "correct")]);
        assert_eq!(cleared.status, 303);
        assert!(!record(world, id).body.contains_key("lanes"));

        // A lead who reads public fields only amends those, and the others stay.
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let page = clerk.get(&path);
        keeps_silent(&page, "field-cost");
        let renamed = clerk.refill(&page, &path, &[("field-name", "渡口大桥")]);
        assert_eq!(renamed.status, 303, "{}", renamed.text());
        let now = record(world, id);
        assert_eq!(
            (now.body["name"].as_str(), now.body["cost"].as_i64()),
            (Some("渡口大桥"), Some(42_681_000_000))
        );
    });
}

#[test]
fn of_two_who_amend_at_once_the_second_sees_both_and_loses_nothing() {
    everywhere(|world: &World| {
        let (one, two) = (Person::signed_in(world, "office"), Person::signed_in(world, "office"));
        let id = &world.ids["bridges/kept"];
        let path = format!("/work/lists/bridges/{id}/amend");
        let mine = two.get(&path);
        let theirs = [("field-length", "1.25"), ("field-lanes", "6")];
        assert_eq!(one.fill(&path, &theirs).status, 303);

        let stale = two.refill(&mine, &path, &[("field-lanes", "8"), ("field-remarks", "加宽")]);
        assert_eq!(stale.status, 409);
        let typed = filled(&stale.text(), &[]);
        let value = |name: &str| typed.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        assert_eq!(value("field-length"), Some("1.25"), "what I left alone is theirs");
        assert_eq!(value("field-lanes"), Some("8"), "what I changed stays mine");
        assert_eq!(value("field-remarks"), Some("加宽"));
        assert_eq!(value("version"), Some("2"));
        says(&stale, "别人改成：6");
        says(&stale, "您填的是：8");
        assert_eq!(record(world, id).version, 2);

        assert_eq!(two.refill(&stale, &path, &[]).status, 303);
        let now = record(world, id);
        assert_eq!(now.version, 3);
        assert_eq!((now.body["length"].as_str(), now.body["lanes"].as_i64()), (Some("1.25"), Some(8)));
    });
}

#[test]
fn a_record_moves_on_and_is_taken_back_with_a_reason() {
    everywhere(|world: &World| {
        let office = Person::signed_in(world, "office");
        let id = &world.ids["bridges/draft"];
        let at = |verb: &str| format!("/work/lists/bridges/{id}/{verb}");
        says(&office.get("/work"), &at("advance"));
        let elsewhere = office.fill(&at("advance"), &[("to", "kept")]);
        assert_eq!(elsewhere.status, 422, "not from here");
        let page = office.get(&format!("{}?to=submitted", at("advance")));
        assert_eq!(office.refill(&page, &at("advance"), &[]).status, 303);
        assert_eq!(record(world, id).stage, "submitted");
        let late = office.refill(&page, &at("advance"), &[("note", "再来")]);
        assert_eq!(late.status, 422, "the key of a form that was used");
        let stale = office.refill(&late, &at("advance"), &[("to", "kept")]);
        assert_eq!(stale.status, 409, "{}", stale.text());
        assert_eq!(office.refill(&stale, &at("advance"), &[("to", "kept")]).status, 303);
        assert_eq!(record(world, id).stage, "kept");

        let silent = office.fill(&at("withdraw"), &[("reason", "  ")]);
        assert_eq!(silent.status, 422);
        says(&silent, "href=\"#reason\"");
        assert_eq!(office.refill(&silent, &at("withdraw"), &[("reason", "重复登记")]).status, 303);
        assert!(record(world, id).withdrawn);
        let after = office.get(&at("amend"));
        assert_eq!(after.status, 409, "what is taken back stays as it is");
        keeps_silent(&office.get("/work/lists/bridges"), "柳湾桥");
    });
}

/// The parts of a form with a file.
fn parts(page: &str, name: &str, content: &[u8]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (part, value) in filled(page, &[]) {
        let head = format!("--EDGE\r\nContent-Disposition: form-data; name=\"{part}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(head.as_bytes());
    }
    let head = format!(
        "--EDGE\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--EDGE--\r\n");
    ("multipart/form-data; boundary=EDGE".into(), body)
}

#[test]
fn a_file_is_attached_if_it_is_what_its_name_says() {
    everywhere(|world: &World| {
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let id = &world.ids["bridges/kept"];
        let path = format!("/work/lists/bridges/{id}/attach");
        let page = clerk.get(&path).text();
        let send = |name: &str, content: &[u8], page: &str| {
            let (media_type, body) = parts(page, name, content);
            let ask = world.post(&path).header("cookie", &clerk.cookie).header("origin", "http://localhost");
            ask.raw(&media_type, body).send()
        };
        let pdf = b"%PDF-1.7\n1 0 obj\n";
        for (name, content) in [
            ("计划.exe", &b"MZ"[..]),
            ("计划.png", &b"\x89PNG\r\n\x1a\n"[..]),
            ("计划.pdf", &b"MZ\x90\x00"[..]),
            ("照片.jpg", &pdf[..]),
            ("空.pdf", &b""[..]),
            ("", &pdf[..]),
        ] {
            let refused = send(name, content, &page);
            assert_eq!(refused.status, 422, "{name}: {}", refused.text());
            says(&refused, "href=\"#file\"");
        }
        let files = || {
            aside(|| {
                let mut reader = world.house.reader().expect("a reader");
                registers::attachments(&mut reader, "threetowns", id).expect("an answer")
            })
        };
        let before = files().len();
        let first = send("../计划.PDF", pdf, &page);
        assert_eq!(led_to(&first), format!("/work/lists/bridges/{id}?done=attached"));
        assert_eq!(send("../计划.PDF", pdf, &page).status, 303);
        let kept = files();
        assert_eq!(kept.len(), before + 1);
        let plan = kept.iter().find(|file| file.name == "计划.PDF").expect("the plan is kept under its name");
        assert_eq!(plan.media_type, "application/pdf");

        let forged = page.replace(&attribute(page.split("name=\"csrf\"").nth(1).unwrap(), "value"), "0");
        assert_eq!(send("计划.pdf", pdf, &forged).status, 403);
        let other = Person::signed_in(world, "clerk-xidu");
        assert_eq!(other.get(&path).status, 403);
        let sources = format!("/work/lists/sources/{}/attach", world.ids["sources/S1"]);
        let office = Person::signed_in(world, "office");
        assert_eq!(office.get(&sources).status, 404, "a list that takes no files has no such page");
    });
}

#[test]
fn records_are_tied_together_by_id_title_or_address_and_untied() {
    everywhere(|world: &World| {
        let office = Person::signed_in(world, "office");
        let (from, to) = (&world.ids["bridges/kept"], &world.ids["bridges/draft"]);
        let path = format!("/work/lists/bridges/{from}/link");
        let kind = ("kind", "配套工程");
        let list = ("to_register", "bridges");
        let missing = office.fill(&path, &[kind, list, ("to", "没有这座桥")]);
        assert_eq!(missing.status, 422);
        says(&missing, "没有这座桥");
        let itself = office.refill(&missing, &path, &[("to", from.as_str())]);
        assert_eq!(itself.status, 422);
        let address = format!("http://localhost/en/lists/bridges/{to}?as_of=2024-01-01");
        let tied = office.refill(&itself, &path, &[("to", &address)]);
        says(&office.get(&led_to(&tied)), "柳湾桥");
        let links = || {
            aside(|| {
                let mut reader = world.house.reader().expect("a reader");
                registers::links(&mut reader, "threetowns", from).expect("an answer")
            })
        };
        assert_eq!(links().len(), 1);
        let unlink = format!("/work/lists/bridges/{from}/unlink");
        assert_eq!(office.fill(&unlink, &[]).status, 422);
        let chosen = format!("{to} 配套工程");
        assert_eq!(office.fill(&unlink, &[("link", &chosen)]).status, 303);
        assert!(links().is_empty());
        let by_title = office.fill(&path, &[kind, list, ("to", "柳湾桥")]);
        assert_eq!(by_title.status, 303);
    });
}

#[test]
fn nobody_does_or_sees_what_is_not_theirs() {
    everywhere(|world: &World| {
        let (kept, draft) = (&world.ids["bridges/kept"], &world.ids["bridges/draft"]);
        let person = &world.ids["persons/office"];
        let at = |id: &Id, verb: &str| format!("/work/lists/bridges/{id}/{verb}");
        let cases = [
            ("", "/work".to_owned(), 401),
            ("", NEW.to_owned(), 401),
            ("", "/admin/accounts".to_owned(), 401),
            // The other side's clerk: the draft is not there, the public bridge is not theirs.
            ("clerk-xidu", format!("/work/lists/bridges/{draft}"), 404),
            ("clerk-xidu", at(draft, "amend"), 404),
            ("clerk-xidu", at(draft, "advance"), 404),
            ("clerk-xidu", at(kept, "amend"), 403),
            ("clerk-xidu", at(kept, "withdraw"), 403),
            ("clerk-xidu", "/admin/journal".to_owned(), 404),
            // The auditor reads everything and changes nothing.
            ("audit", format!("/work/lists/bridges/{draft}"), 200),
            ("audit", "/admin/journal".to_owned(), 200),
            ("audit", at(draft, "amend"), 403),
            ("audit", at(draft, "advance"), 403),
            ("audit", at(kept, "withdraw"), 403),
            ("audit", NEW.to_owned(), 403),
            ("audit", "/admin/accounts".to_owned(), 404),
            ("audit", "/admin/charter".to_owned(), 404),
            // Who runs the machine sees no record that is not public.
            ("system", format!("/work/lists/bridges/{draft}"), 404),
            ("system", format!("/work/lists/persons/{person}"), 404),
            ("system", "/work/lists/persons".to_owned(), 404),
            ("system", "/admin/journal".to_owned(), 404),
            ("system", "/admin/charter".to_owned(), 200),
            ("system", at(kept, "amend"), 403),
            // Who gives posts keeps persons and terms, and nothing else.
            ("security", format!("/work/lists/persons/{person}/amend"), 200),
            ("security", "/work/lists/terms/new".to_owned(), 200),
            ("security", at(draft, "amend"), 404),
            ("security", "/admin/accounts".to_owned(), 404),
            ("office", "/work/lists/bridges/0190163d-8694-7b9c-af2c-c23d9c4e30f6/amend".to_owned(), 404),
            ("office", format!("/work/lists/crossings/{kept}/amend"), 404),
            ("office", format!("/en{}", at(draft, "amend")), 200),
        ];
        for (login, path, status) in cases {
            let who = if login.is_empty() { Person::nobody(world) } else { Person::signed_in(world, login) };
            assert_eq!(who.get(&path).status, status, "{login} at {path}");
        }
        keeps_silent(&Person::signed_in(world, "system").get("/work/lists/bridges"), "柳湾桥");
        // A form somebody else opened does not let a stranger in.
        let office = Person::signed_in(world, "office");
        let form = office.get(&at(draft, "amend"));
        for (login, status) in [("audit", 403), ("clerk-xidu", 404), ("system", 404)] {
            let who = Person::signed_in(world, login);
            let own = who.get("/work").text();
            let csrf = attribute(own.split("name=\"csrf\"").nth(1).expect("a form"), "value");
            let posted = who.refill(&form, &at(draft, "amend"), &[("field-name", "改名"), ("csrf", &csrf)]);
            assert_eq!(posted.status, status, "{login}");
        }
        assert_eq!(record(world, draft).version, 1);
    });
}

#[test]
fn another_site_cannot_post_a_form_in_my_name() {
    everywhere(|world: &World| {
        let office = Person::signed_in(world, "office");
        let id = &world.ids["bridges/kept"];
        let path = format!("/work/lists/bridges/{id}/amend");
        let page = office.get(&path).text();
        let fields = filled(&page, &[("field-lanes", "6")]);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let body: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={}", encode(v))).collect();
        let post = || {
            let ask = world.post(&path).header("cookie", &office.cookie);
            ask.raw("application/x-www-form-urlencoded", body.join("&"))
        };
        for (name, value) in
            [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
        {
            assert_eq!(post().header(name, value).send().status, 403, "{name}: {value}");
        }
        let without: Vec<(&str, &str)> = pairs.iter().copied().filter(|(name, _)| *name != "csrf").collect();
        assert_eq!(office.post(&path, &without).status, 403, "a form without its secret");
        let plain = world.post(&path).header("cookie", &office.cookie).raw("text/plain", body.join("&"));
        assert_eq!(plain.send().status, 415, "what a foreign form can send as plain text is no form");
        assert_eq!(record(world, id).version, 1);
        assert_eq!(office.post(&path, &pairs).status, 303);
    });
}

#[test]
fn the_auditor_finds_what_a_person_did() {
    everywhere(|world: &World| {
        let office = Person::signed_in(world, "office");
        let id = &world.ids["bridges/kept"];
        let path = format!("/work/lists/bridges/{id}/amend");
        assert_eq!(office.fill(&path, &[("field-lanes", "6")]).status, 303);
        aside(|| world.publish_log());
        let audit = Person::signed_in(world, "audit");
        let rows = |answer: &Answer| answer.text().matches("<th scope=\"row\"").count();
        let all = audit.get("/admin/journal");
        assert!(rows(&all) > 20, "{}", all.text());
        let mine = audit.get("/admin/journal?person=office");
        assert_eq!(rows(&mine), 1, "{}", mine.text());
        says(&mine, "执委会办公室");
        assert_eq!(rows(&audit.get(&format!("/admin/journal?subject={id}"))), 3, "created, a file, amended");
        assert_eq!(rows(&audit.get(&format!("/admin/journal?subject={id}&command=registers.create"))), 1);
        assert_eq!(rows(&audit.get("/admin/journal?command=charters.adopt")), 1);
        let nobody = audit.get("/admin/journal?person=nobody-here");
        assert_eq!((nobody.status.as_u16(), rows(&nobody)), (400, 0));
        let older = audit.get("/en/admin/journal?after=3");
        assert_eq!(rows(&older), 3, "entries 0 to 2");
    });
}

#[test]
fn an_account_closes_after_a_second_look() {
    everywhere(|world: &World| {
        let admin = Person::signed_in(world, "system");
        let office = Person::signed_in(world, "office");
        let page = admin.get("/admin/accounts");
        let csrf = attribute(page.text().split("name=\"csrf\"").nth(1).expect("a form"), "value");
        let path = "/admin/accounts/office/close";
        let sure = admin.post(path, &[("csrf", &csrf)]);
        assert_eq!(sure.status, 200);
        assert_eq!(office.get("/work").status, 200, "nothing has happened yet");
        assert_eq!(led_to(&admin.refill(&sure, path, &[])), "/admin/accounts?done=closed");
        assert_eq!(office.get("/work").status, 401);
        let nobody = Person::nobody(world);
        let refused = nobody.fill("/sign-in", &[("login", "office"), ("password", PASSWORD)]);
        assert_eq!(refused.status, 403);
        let own = admin.post(
            "/admin/accounts/system/close",
            &[("csrf", &csrf), ("sure", "yes"), ("request_key", "close-myself")],
        );
        assert_eq!(own.status, 409, "nobody shuts themselves out");
        let taken = admin
            .fill("/admin/accounts", &[("login", "audit"), ("person", world.ids["persons/office"].as_str())]);
        assert_eq!(taken.status, 409);
        says(&taken, "href=\"#login\"");
    });
}
