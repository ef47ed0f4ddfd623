//! The API, asked as programs ask it: whole answers for the main flows, and what bad input gets.

mod door;

use door::{World, worlds};
use serde_json::{Value, json};

fn bridge(name: &str) -> Value {
    json!({
        "name": name, "state": "planned", "length": "0.85", "lead_east": "dongdu-roads",
        "place": { "type": "Point", "coordinates": [116.76, 39.88] },
        "source": "S1", "source_date": "2022-12-31",
    })
}

/// Replaces what differs from run to run by its name, after checking its form.
fn steady(mut value: Value, names: &[(&str, &str)]) -> Value {
    for (pointer, name) in names {
        let slot = value.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is missing"));
        assert!(!slot.is_null(), "{pointer} is null");
        *slot = json!(name);
    }
    value
}

#[test]
fn a_record_is_created_once_however_often_it_is_sent() {
    for world in worlds() {
        let send = || {
            let body = json!({ "fields": bridge("新桥"), "effective_on": "2023-05-01", "note": "首次登记" });
            world
                .post("/api/registers/bridges/records")
                .by("clerk-dongdu")
                .key("create-bridge-1")
                .json(body)
                .send()
        };
        let first = send();
        assert_eq!(first.status, 201, "{}", first.text());
        let receipt = first.json();
        let id = receipt["id"].as_str().unwrap().to_owned();
        assert_eq!(first.header("location"), format!("/api/registers/bridges/records/{id}"));
        assert_eq!(first.header("etag"), "\"1\"");
        let steadied = steady(
            receipt.clone(),
            &[("/id", "ID"), ("/cell", "CELL"), ("/entry", "N"), ("/hash", "HASH"), ("/proof", "PROOF")],
        );
        assert_eq!(
            steadied,
            json!({
                "command": "registers.create", "register": "bridges", "id": "ID", "version": 1, "cell": "CELL",
                "entry": "N", "hash": "HASH", "at": "2024-01-15T02:00:00Z", "answer": null, "replayed": false,
                "proof": "PROOF",
            })
        );
        let again = send();
        assert_eq!(again.status, 200);
        let mut expected = receipt;
        expected["replayed"] = json!(true);
        assert_eq!(again.json(), expected);
        let other = world
            .post("/api/registers/bridges/records")
            .by("clerk-dongdu")
            .key("create-bridge-1")
            .json(json!({ "fields": bridge("另一座桥") }))
            .send();
        assert_eq!(other.said(), (422, "key_reused".into()));
    }
}

#[test]
fn a_record_is_amended_read_as_of_a_day_and_proven() {
    for world in worlds() {
        let path = world.record("bridges/kept");
        let amend = |version: i64, length: &str, key: &str| {
            let body =
                json!({ "fields": { "length": length }, "effective_on": "2023-06-01", "note": "复测" });
            world
                .ask("PATCH", &path)
                .by("clerk-dongdu")
                .key(key)
                .header("if-match", format!("\"{version}\""))
                .json(body)
                .send()
        };
        let done = amend(1, "1.25", "amend-length-1");
        assert_eq!((done.status.as_u16(), done.header("etag")), (200, "\"2\""), "{}", done.text());
        let stale = amend(1, "1.3", "amend-length-2");
        assert_eq!(stale.said(), (409, "registers.stale_version".into()));
        assert_eq!(stale.json()["params"], json!({ "expected": "1", "current": "2" }));

        let now = world.get(&path).send();
        assert_eq!(now.header("etag"), "\"2\"");
        assert_eq!(
            steady(now.json(), &[("/id", "ID")]),
            json!({
                "id": "ID", "register": "bridges", "title": "渡口桥", "version": 2, "stage": "kept",
                "withdrawn": false, "effective_on": "2023-06-01", "charter_version": 1,
                "created_at": "2024-01-15T02:00:00Z", "amended_at": "2024-01-15T02:00:00Z",
                "fields": {
                    "name": "渡口桥", "state": "open", "length": "1.25", "lanes": 4, "opened_on": "2022-05-01",
                    "tags": ["plan"], "lands_in": "xidu", "lead_east": "dongdu-roads",
                    "place": { "type": "Point", "coordinates": [116.75, 39.9] },
                    "source": "S1", "source_date": "2022-12-31",
                },
                "access": "public",
                "attachments": [{
                    "sha256": world.file, "name": "plan.pdf", "media_type": "application/pdf", "size": 31,
                    "recorded_at": "2024-01-15T02:00:00Z", "href": format!("{path}/attachments/{}", world.file),
                    "unread": "",
                }],
            }),
            "the cost is not public"
        );
        let full = world.get(&path).by("office").send().json();
        assert_eq!((&full["fields"]["cost"], &full["access"]), (&json!(42_681_000_000i64), &json!("full")));

        let earlier = world.get(&format!("{path}?as_of=2023-01-01")).send().json();
        assert_eq!((&earlier["version"], &earlier["fields"]["length"]), (&json!(1), &json!("1.2")));
        let before = world.get(&format!("{path}?as_of=2022-01-01")).send();
        assert_eq!(before.said(), (404, "not_found".into()));
        let unknown_then = world.get(&format!("{path}?known_at=2023-01-01T00:00:00Z")).send();
        assert_eq!(unknown_then.said(), (404, "not_found".into()));

        let history = world.get(&format!("{path}/history")).by("clerk-dongdu").send().json();
        let seen: Vec<_> =
            history["versions"].as_array().unwrap().iter().map(|v| (&v["version"], &v["note"])).collect();
        assert_eq!(seen, [(&json!(2), &json!("")), (&json!(1), &json!(""))], "a clerk reads no notes here");
        let history = world.get(&format!("{path}/history")).by("office").send().json();
        assert_eq!(history["versions"][0]["note"], "复测");

        let journal = world.get(&format!("{path}/journal")).send().json();
        let entries = journal["entries"].as_array().unwrap();
        let commands: Vec<_> = entries.iter().map(|entry| entry["command"].as_str().unwrap()).collect();
        assert_eq!(commands, ["registers.create", "registers.attach", "registers.amend"]);
        let last = &entries[2];
        assert_eq!(last["change"]["fields"], json!({ "length": "1.25" }));
        assert_eq!(last["actor"], Value::Null);
        let proof = last["proof"].as_str().unwrap();
        assert_eq!(world.get(proof).send().said(), (404, "log.not_yet".into()));
        world.publish_log();
        let bundle = world.get(proof).send();
        let bundle = journal::ProofBundle::parse(&bundle.body).unwrap();
        let proven = bundle.verify(&world.house.log.trust()).unwrap();
        assert_eq!(hex::encode(proven.hash), last["hash"]);
        let audited = world.get(&format!("{path}/journal")).by("audit").send().json();
        assert!(audited["entries"][2]["actor"].is_string());
    }
}

#[test]
fn the_life_of_a_record_goes_by_the_stages_of_its_list() {
    for world in worlds() {
        let path = world.record("bridges/draft");
        let step = |what: &str, body: Value| world.post(&format!("{path}/{what}")).keyed().json(body);
        assert_eq!(world.get(&path).send().said(), (404, "not_found".into()), "a draft is for its lead");
        let skipped = step("advance", json!({ "version": 1, "to": "kept" })).by("clerk-dongdu").send();
        assert_eq!(skipped.said(), (422, "registers.no_such_step".into()));
        let versionless = step("advance", json!({ "to": "submitted" })).by("clerk-dongdu").send();
        assert_eq!(versionless.said(), (428, "request.version_needed".into()));
        for (version, to) in [(1, "submitted"), (2, "kept")] {
            let done = step("advance", json!({ "version": version, "to": to })).by("office").send();
            assert_eq!(done.status, 200, "{}", done.text());
        }
        assert_eq!(world.get(&path).send().json()["stage"], "kept");
        let reasonless = step("withdraw", json!({ "version": 3, "reason": " " })).by("office").send();
        assert_eq!(reasonless.said(), (422, "invalid".into()));
        let body = json!({ "version": 3, "reason": "重复登记" });
        let done = step("withdraw", body).by("office").send();
        assert_eq!(done.status, 200, "{}", done.text());
        let records = world.get("/api/registers/bridges/records").send().json();
        assert_eq!(records["records"].as_array().unwrap().len(), 1);
        let all = world.get("/api/registers/bridges/records?withdrawn=true").send().json();
        assert_eq!(all["records"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn lists_are_filtered_sorted_counted_and_paged() {
    for world in worlds() {
        let rows: String = (1..=25)
            .map(|n| {
                format!(
                    "{}\n",
                    json!({ "fields": bridge(&format!("桥{n:02}")), "effective_on": "2023-01-01" })
                )
            })
            .collect();
        let done = world
            .post("/api/registers/bridges/import?note=%E6%89%B9%E9%87%8F")
            .by("clerk-dongdu")
            .keyed()
            .raw("application/x-ndjson", rows)
            .send();
        assert_eq!(
            (done.status.as_u16(), &done.json()["answer"]),
            (200, &json!({ "rows": 25 })),
            "{}",
            done.text()
        );
        let mut names = Vec::new();
        let mut next = String::new();
        loop {
            let path =
                format!("/api/registers/bridges/records?sort=-name&limit=10&filter=length%20%3C%201{next}");
            let page = world.get(&path).by("office").send().json();
            names.extend(page["records"].as_array().unwrap().iter().map(|r| r["fields"]["name"].clone()));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&after={cursor}"),
                None => break,
            }
        }
        let expected: Vec<String> = (1..=25).rev().map(|n| format!("桥{n:02}")).collect();
        assert_eq!(names, expected);
        let count =
            world.get("/api/registers/bridges/records?count=exact&limit=1").by("office").send().json();
        assert_eq!(count["count"], json!({ "number": 27, "exact": true }));
        let public = world.get("/api/registers/bridges/records?count=some").send().json();
        assert_eq!(
            public["count"],
            json!({ "number": 1, "exact": true }),
            "drafts are not counted for the public"
        );
        let boxed =
            world.get("/api/registers/bridges/records?bbox=116.755,39,117,40").by("office").send().json();
        assert_eq!(boxed["records"].as_array().unwrap().len(), 25);
    }
}

#[test]
fn an_import_names_every_wrong_row_and_writes_none() {
    for world in worlds() {
        let csv = "name,state,length,lead_east,place,_effective_on,source,source_date\n\
                   一号桥,planned,0.5,dongdu-roads,POINT(116.7 39.9),,S1,2022-12-31\n\
                   二号桥,wrong,x,dongdu-roads,,,S1,2022-12-31\n\
                   三号桥,planned,0.5,no-such-unit,,2999-01-01,S1,2022-12-31\n";
        let import = |body: String| {
            world
                .post("/api/registers/bridges/import")
                .by("clerk-dongdu")
                .keyed()
                .raw("text/csv", body)
                .send()
        };
        let refused = import(csv.to_owned());
        assert_eq!(refused.said(), (422, "invalid".into()));
        let problems: Vec<_> = refused.json()["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| format!("{} {}", p["field"].as_str().unwrap(), p["code"].as_str().unwrap()))
            .collect();
        assert_eq!(problems, ["rows/2/state not_a_choice", "rows/2/length not_a_number"]);
        let second: String =
            csv.lines().filter(|line| !line.starts_with('二')).map(|line| format!("{line}\n")).collect();
        let refused = import(second).json();
        let problems: Vec<_> =
            refused["problems"].as_array().unwrap().iter().map(|p| p["field"].as_str().unwrap()).collect();
        assert_eq!(problems, ["rows/2/effective_on", "rows/2/lead_east"]);
        let all = world.get("/api/registers/bridges/records?count=exact").by("office").send().json();
        assert_eq!(all["count"]["number"], 2, "nothing was written");
        let good: String = csv.lines().take(2).map(|line| format!("{line}\n")).collect();
        assert_eq!(import(good).status, 200);
    }
}

#[test]
fn a_whole_list_leaves_as_csv_geojson_and_workbook() {
    for world in worlds() {
        let csv = world.get("/api/registers/bridges/export.csv?lang=en").send();
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(
            csv.header("content-disposition"),
            "attachment; filename=\"bridges-2024-01-15.csv\"; filename*=UTF-8''bridges-2024-01-15.csv"
        );
        let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 2, "the draft is not public");
        assert!(lines[0].contains("Length (km)") && !lines[0].contains("Cost"), "{}", lines[0]);
        assert!(lines[1].starts_with("渡口桥,Open,1.2,4,2022-05-01,"), "{}", lines[1]);
        let own = world.get("/api/registers/bridges/export.csv").by("office").send().text();
        assert!(own.contains("造价") && own.contains("426810000.00"), "{own}");
        let geojson = world.get("/api/registers/bridges/export.geojson").send();
        assert_eq!(geojson.header("content-type"), "application/geo+json");
        assert!(geojson.text().contains("\"length\":1.2"), "{}", geojson.text());
        assert_eq!(geojson.json()["numberReturned"], 1);
        let xlsx = world.get("/api/registers/bridges/export.xlsx").send();
        assert!(xlsx.body.starts_with(b"PK\x03\x04"));
        let none = world.get("/api/registers/bridges/export.csv?filter=nothing%20%3D%201").send();
        assert_eq!(none.status, 400, "{}", none.text());
    }
}

#[test]
fn files_are_what_they_say_and_are_only_ever_saved() {
    for world in worlds() {
        let path = world.record("bridges/kept");
        let pdf = b"%PDF-1.7 plan".to_vec();
        let attach = |name: &str, body: &[u8], login: &'static str| {
            let path = format!("{path}/attachments?name={name}");
            world.post(&path).by(login).keyed().raw("application/octet-stream", body).send()
        };
        let done = attach("%E8%AE%A1%E5%88%92.pdf", &pdf, "clerk-dongdu");
        assert_eq!(done.status, 201, "{}", done.text());
        let file = done.header("location").to_owned();
        let saved = world.get(&file).send();
        assert_eq!((saved.status.as_u16(), &saved.body), (200, &pdf));
        assert_eq!(saved.header("content-type"), "application/octet-stream");
        assert_eq!(saved.header("x-content-type-options"), "nosniff");
        assert_eq!(
            saved.header("content-disposition"),
            "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E8%AE%A1%E5%88%92.pdf"
        );
        assert!(saved.header("content-security-policy").contains("sandbox"));
        for (name, body, login, expected) in [
            ("plan.pdf", b"MZ not a pdf".as_slice(), "clerk-dongdu", (422, "invalid")),
            ("plan.exe", b"MZ".as_slice(), "clerk-dongdu", (422, "invalid")),
            ("plan.pdf", b"".as_slice(), "clerk-dongdu", (422, "invalid")),
            ("plan.pdf", pdf.as_slice(), "clerk-xidu", (403, "not_allowed")),
        ] {
            let (status, code) = attach(name, body, login).said();
            assert_eq!((status, code.as_str()), expected, "{name} {login}");
        }
        let huge = vec![b'%'; 21 * 1024 * 1024];
        assert_eq!(attach("huge.pdf", &huge, "clerk-dongdu").said(), (413, "too_large".into()));
        let form = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.pdf\"\r\n\r\n%PDF-1.4\r\n--X--\r\n";
        let done = world
            .post(&format!("{path}/attachments"))
            .by("clerk-dongdu")
            .keyed()
            .raw("multipart/form-data; boundary=X", form)
            .send();
        assert_eq!(done.status, 201, "{}", done.text());
        let record = world.get(&path).send().json();
        let names: Vec<_> =
            record["attachments"].as_array().unwrap().iter().map(|f| f["name"].clone()).collect();
        assert_eq!(names.len(), 3);
        assert!(names.contains(&json!("计划.pdf")) && names.contains(&json!("b.pdf")), "{names:?}");
        let hidden = world.record("bridges/draft");
        let sha = file.rsplit('/').next().unwrap();
        let other = world.get(&format!("{hidden}/attachments/{sha}")).by("office").send();
        assert_eq!(other.said(), (404, "not_found".into()), "a file is reached through its own record only");
    }
}

#[test]
fn figures_are_reported_corrected_and_published() {
    for world in worlds() {
        let report = |value: &str| {
            let words = json!({ "zh": "通车桥梁1座", "en": "one bridge open" });
            let body = json!({ "value": value, "as_of": "2023-12-31", "source": "S1", "words": words });
            world.post("/api/figures/B01/reports").by("office").keyed().json(body).send()
        };
        assert_eq!(report("2").status, 200);
        assert_eq!(report("1").status, 200, "a second report of the day is a correction");
        let (status, code) = report("one").said();
        assert_eq!((status, code.as_str()), (422, "invalid"));
        let figure = world.get("/api/figures/B01?as_of=2023-12-31").send().json();
        assert_eq!(
            (&figure["value"], &figure["basis"], &figure["as_of"], &figure["computed"]["records"]),
            (&json!("1"), &json!("reported"), &json!("2023-12-31"), &json!(1))
        );
        let published = world
            .post("/api/figures/B03/publications")
            .by("office")
            .keyed()
            .json(json!({ "as_of": "2024-01-15" }))
            .send();
        assert_eq!(published.status, 200, "{}", published.text());
        let history = world.get("/api/figures/B01/history").send().json();
        let seen: Vec<_> =
            history["values"].as_array().unwrap().iter().map(|v| (&v["value"], &v["corrected"])).collect();
        assert_eq!(seen, [(&json!("1"), &json!(false)), (&json!("2"), &json!(true))]);
        let future = world.post("/api/figures/B03/publications").by("office").keyed();
        let future = future.json(json!({ "as_of": "2030-01-01" })).send();
        assert_eq!(future.said(), (422, "invalid".into()));
        let all = world.get("/api/figures").send().json();
        assert_eq!(all["figures"].as_array().unwrap().len(), 8);
    }
}

#[test]
fn programs_sign_in_and_out_and_see_who_they_are() {
    for world in worlds() {
        let sign_in = |password: &str| {
            world.post("/api/session").json(json!({ "login": "office", "password": password })).send()
        };
        assert_eq!(sign_in("wrong").said(), (403, "people.wrong_password".into()));
        let session = sign_in(door::PASSWORD);
        assert_eq!((session.status.as_u16(), session.header("cache-control")), (200, "no-store"));
        let token = format!("Bearer {}", session.json()["token"].as_str().unwrap());
        let me = world.get("/api/me").header("authorization", &token).send();
        assert_eq!(me.header("cache-control"), "no-store");
        assert_eq!(
            steady(me.json(), &[("/person", "ID")]),
            json!({
                "person": "ID", "name": "示例office", "login": "office", "roles": ["office"], "units": [],
                "posts": [{
                    "post": "office", "unit": null, "body": "committee", "side": null,
                    "name": { "zh": "执委会办公室（示例）", "en": "Office of the committee (sample)" },
                }],
            })
        );
        let out = world.ask("DELETE", "/api/session").header("authorization", &token).send();
        assert_eq!(out.status, 204);
        let after = world.get("/api/me").header("authorization", &token).send();
        assert_eq!(after.said(), (401, "session_over".into()));
    }
}

#[test]
fn five_wrong_passwords_make_an_account_rest() {
    for world in worlds() {
        let sign_in = |password: &str| {
            world.post("/api/session").json(json!({ "login": "audit", "password": password })).send()
        };
        for _ in 0..5 {
            assert_eq!(sign_in("wrong").said(), (403, "people.wrong_password".into()));
        }
        assert_eq!(sign_in(door::PASSWORD).said(), (403, "people.locked".into()));
        world.house.clock.advance(16 * 60 * 1_000_000);
        assert_eq!(sign_in(door::PASSWORD).status, 200);
    }
}

#[test]
fn links_show_only_what_the_caller_sees() {
    for world in worlds() {
        let (path, draft) = (world.record("bridges/kept"), world.ids["bridges/draft"].to_string());
        let body = json!({ "kind": "下游", "register": "bridges", "to": draft });
        let blind = world.post(&format!("{path}/links")).by("clerk-xidu").keyed().json(body.clone()).send();
        assert_eq!(blind.said(), (422, "invalid".into()), "what is not seen cannot be found out by linking");
        let done = world.post(&format!("{path}/links")).by("office").keyed().json(body).send();
        assert_eq!(done.status, 200, "{}", done.text());
        let public = world.get(&format!("{path}/links")).send().json();
        assert_eq!(public, json!({ "links": [] }));
        let own = world.get(&format!("{path}/links")).by("office").send().json();
        assert_eq!(own["links"][0]["title"], "柳湾桥");
        let body = json!({ "kind": "下游", "to": draft });
        let unlink = || world.post(&format!("{path}/unlink")).by("office").keyed().json(body.clone()).send();
        assert_eq!(unlink().status, 200);
        assert_eq!(unlink().said(), (404, "registers.no_such_link".into()));
    }
}

#[test]
fn the_journal_is_read_in_the_order_of_the_log() {
    for world in worlds() {
        assert_eq!(world.get("/api/journal").send().json(), json!({ "entries": [], "next": null }));
        assert_eq!(world.get("/log/checkpoint").send().said(), (404, "log.nothing_published".into()));
        world.publish_log();
        let (mut positions, mut after) = (Vec::new(), -1);
        loop {
            let page = world.get(&format!("/api/journal?limit=7&after={after}")).send().json();
            for entry in page["entries"].as_array().unwrap() {
                positions.push(entry["position"].as_i64().unwrap());
                assert_eq!(entry["actor"], Value::Null);
            }
            match page["next"].as_i64() {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(positions, (0..positions.len() as i64).collect::<Vec<_>>());
        let checkpoint = world.get("/log/checkpoint").send();
        assert_eq!(checkpoint.header("content-type"), "text/plain; charset=utf-8");
        let lines = checkpoint.text();
        assert_eq!(lines.lines().nth(1), Some(positions.len().to_string().as_str()));
        let key = world.get("/log/key").send().text();
        assert!(key.starts_with("chaobai/threetowns+"), "{key}");
        let tile = world.get(&format!("/log/tile/entries/000.p/{}", positions.len())).send();
        assert_eq!(tile.status, 200);
        assert_eq!(tile.header("cache-control"), "public, max-age=31536000, immutable");
        for bad in ["/log/tile/entries/000.p/0", "/log/tile/..%2f..%2fkeys%2flog.key", "/log/tile/0/000.new"]
        {
            assert_eq!(world.get(bad).send().status, 404, "{bad}");
        }
    }
}

#[test]
fn what_cannot_be_read_or_breaks_a_rule_is_refused_by_name() {
    for world in worlds() {
        let create = |body: String| {
            world
                .post("/api/registers/bridges/records")
                .by("clerk-dongdu")
                .keyed()
                .raw("application/json", body)
                .send()
        };
        let with = |field: &str, value: Value| {
            let mut fields = bridge("甲桥");
            fields[field] = value;
            json!({ "fields": fields }).to_string()
        };
        let deep = format!("{{\"fields\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
        let huge = json!({ "fields": bridge("甲桥"), "note": "长".repeat(40_000) }).to_string();
        let cases: &[(&str, String, u16, &str)] = &[
            ("not JSON", "{".into(), 400, "request.json"),
            ("nothing", String::new(), 400, "request.json"),
            ("a list", "[]".into(), 400, "request.json"),
            ("two values", "{\"fields\":{}} {}".into(), 400, "request.json"),
            ("no fields", "{}".into(), 400, "request.json"),
            ("an unknown member", "{\"fields\":{},\"stage\":\"kept\"}".into(), 400, "request.json"),
            ("a field twice", "{\"fields\":{\"name\":\"a\",\"name\":\"b\"}}".into(), 400, "request.json"),
            ("half a character", "{\"fields\":{\"name\":\"\\ud800\"}}".into(), 400, "request.json"),
            ("too deep", deep, 400, "request.json"),
            ("too large", huge, 413, "too_large"),
            ("nothing in fields", "{\"fields\":{}}".into(), 422, "required"),
            ("an unknown field", with("nmae", json!("x")), 422, "unknown_field"),
            ("a number for a text", with("name", json!(7)), 422, "wrong_type"),
            ("a text for a number", with("lanes", json!("4")), 422, "wrong_type"),
            ("a fraction for a whole number", with("lanes", json!(1.5)), 422, "not_an_integer"),
            ("a number beyond 64 bits", with("lanes", json!(1e300)), 422, "not_an_integer"),
            ("a number below the least", with("lanes", json!(0)), 422, "too_small"),
            ("a decimal with an exponent", with("length", json!("1e3")), 422, "not_a_number"),
            ("no such choice", with("state", json!("开通")), 422, "not_a_choice"),
            ("no such day", with("opened_on", json!("2023-02-29")), 422, "not_a_date"),
            ("no such unit", with("lead_east", json!("dongdu-road")), 422, "unknown_unit"),
            (
                "not on earth",
                with("place", json!({ "type": "Point", "coordinates": [39.9, 116.7] })),
                422,
                "not_a_place",
            ),
            ("a place that is none", with("place", json!("116.7,39.9")), 422, "not_a_place"),
            ("a NUL", with("name", json!("甲\u{0}桥")), 422, "control_character"),
            ("text that turns round", with("name", json!("甲\u{202e}桥")), 422, "bidi_character"),
            ("a character without width", with("name", json!("甲\u{200b}桥")), 422, "zero_width_character"),
            ("too long", with("name", json!("桥".repeat(41))), 422, "too_long"),
            ("two lines", with("name", json!("甲\n桥")), 422, "not_one_line"),
        ];
        for (what, body, status, code) in cases {
            let answer = create(body.clone());
            let (given, said) = answer.said();
            let problems = answer.json()["problems"].clone();
            let named = said == *code || problems.as_array().unwrap().iter().any(|p| p["code"] == *code);
            assert!(given == *status && named, "{what}: {given} {said} {problems}");
        }
        let future = create(json!({ "fields": bridge("甲桥"), "effective_on": "2024-01-16" }).to_string());
        assert_eq!(future.json()["problems"][0]["code"], "in_the_future");
        let noted = create(json!({ "fields": bridge("甲桥"), "note": "a\u{0}b" }).to_string());
        assert_eq!(noted.json()["problems"][0]["code"], "control_character");
        let all = world.get("/api/registers/bridges/records?count=exact").by("office").send().json();
        assert_eq!(all["count"]["number"], 2, "nothing of it was written");
    }
}

#[test]
fn rare_characters_and_markup_are_kept_as_they_were_written() {
    for world in worlds() {
        for name in
            ["𬭚堃𰻞桥", "<script>alert(1)</script>", "=1+1", "'; DROP TABLE record; --", "a%b_c\\", "㊣·〇"]
        {
            let done = world
                .post("/api/registers/bridges/records")
                .by("clerk-dongdu")
                .keyed()
                .json(json!({ "fields": bridge(name) }))
                .send();
            assert_eq!(done.status, 201, "{name}: {}", done.text());
            let back = world.get(done.header("location")).by("office").send();
            assert_eq!(back.json()["fields"]["name"], name);
            assert_eq!(back.header("content-type"), "application/json");
            let filter = format!("name = '{}'", name.replace('\'', "''"));
            let path =
                format!("/api/registers/bridges/records?filter={}", chaobai::http::query::encode(&filter));
            let found = world.get(&path).by("office").send().json();
            assert_eq!(found["records"].as_array().map(Vec::len), Some(1), "{name}: {found}");
        }
    }
}

#[test]
fn questions_that_cannot_be_read_are_refused_by_name() {
    for world in worlds() {
        let cases = [
            ("filter=name%20%3D%20", "filter."),
            ("filter=nothing%20%3D%201", "filter."),
            ("filter=cost%20%3E%201", "filter."),
            ("filter=name%20%3D%20%27a%00b%27", "request.parameters"),
            ("sort=cost", "sort.unknown_field"),
            ("sort=place", "sort.unknown_field"),
            ("after=%22%27", "request.parameters"),
            ("limit=0", "request.parameters"),
            ("limit=1001", "request.parameters"),
            ("limit=1e2", "request.parameters"),
            ("as_of=2023-13-01", "request.parameters"),
            ("known_at=2023-12-31", "request.parameters"),
            ("bbox=1,2,3", "request.parameters"),
            ("stage=open", "request.parameters"),
            ("count=all", "request.parameters"),
            ("limit=1&limit=2", "request.parameters"),
            ("offset=10", "request.parameters"),
            ("%ff=1", "request.parameters"),
        ];
        for (query, expected) in cases {
            let answer = world.get(&format!("/api/registers/bridges/records?{query}")).send();
            let (status, code) = answer.said();
            assert!(status == 400 && code.starts_with(expected), "{query}: {status} {code}");
        }
        // Of the right form, but noted in another list or another order.
        let answer = world.get("/api/registers/bridges/records?after=AAAA").send();
        assert_eq!(answer.said(), (409, "cursor".into()));
    }
}

#[test]
fn registers_are_features_that_a_map_program_can_page_through() {
    for world in worlds() {
        let rows: String =
            (1..=12).map(|n| format!("{}\n", json!({ "fields": bridge(&format!("桥{n:02}")) }))).collect();
        let done = world.post("/api/registers/bridges/import").by("clerk-dongdu").keyed();
        assert_eq!(done.raw("application/x-ndjson", rows).send().status, 200);
        let mut path = "/ogc/collections/bridges/items?limit=5".to_owned();
        let mut seen = 0;
        loop {
            let page = world.get(&path).by("office").send();
            assert_eq!(page.header("content-type"), "application/geo+json");
            let page = page.json();
            assert_eq!(page["numberMatched"], 14);
            seen += page["numberReturned"].as_i64().unwrap();
            assert_eq!(page["numberReturned"], page["features"].as_array().unwrap().len());
            let links = page["links"].as_array().unwrap();
            match links.iter().find(|link| link["rel"] == "next") {
                Some(next) => {
                    let next = next["href"].as_str().unwrap();
                    path = next.strip_prefix("http://localhost").expect("a whole address").to_owned();
                }
                None => break,
            }
        }
        assert_eq!(seen, 14);
        let item = world.get(&format!("/ogc/collections/bridges/items/{}", world.ids["bridges/kept"])).send();
        let feature = item.json();
        assert_eq!(feature["geometry"], json!({ "type": "Point", "coordinates": [116.75, 39.9] }));
        assert_eq!((&feature["type"], &feature["properties"]["length"]), (&json!("Feature"), &json!(1.2)));
        assert!(feature["properties"].get("cost").is_none());
        let count = |query: &str| {
            let path = format!("/ogc/collections/bridges/items?{query}");
            let answer = world.get(&path).send();
            assert_eq!(answer.status, 200, "{query}: {}", answer.text());
            answer.json()["numberReturned"].as_i64().unwrap()
        };
        assert_eq!(count("bbox=116.7,39.8,116.8,39.95"), 1);
        assert_eq!(count("bbox=116.7,39.95,116.8,39.8"), 1);
        assert_eq!(count("bbox=100,39.8,101,39.95"), 0);
        // From here eastward round the world: past the bridge at 116.75, or up to it again.
        assert_eq!(count("bbox=116.8,39.8,116.7,39.95"), 0);
        assert_eq!(count("bbox=116.7,39.8,-170,39.95"), 1);
        assert_eq!(count("datetime=2022-01-01"), 0);
        assert_eq!(count("datetime=2022-01-01/.."), 1);
        assert_eq!(count("filter-lang=cql2-text&filter=state%20%3D%20%27open%27"), 1);
        let collections = world.get("/ogc/collections").send().json();
        let ids: Vec<_> =
            collections["collections"].as_array().unwrap().iter().map(|c| c["id"].clone()).collect();
        assert_eq!(
            ids,
            ["approvals", "bridges", "crossings", "investments", "milestones", "projects", "sources"]
        );
        let queryables = world.get("/ogc/collections/bridges/queryables").send();
        assert_eq!(queryables.header("content-type"), "application/schema+json");
        assert!(queryables.json()["properties"].get("cost").is_none());
    }
}

#[test]
fn who_holds_a_post_is_shown_as_far_as_the_lists_are() {
    for world in worlds() {
        let terms = |login: Option<&str>| {
            let ask = world.get("/api/terms");
            let ask = match login {
                Some(login) => ask.by(login),
                None => ask,
            };
            ask.send().json()["terms"].as_array().unwrap().len()
        };
        assert_eq!(terms(None), 0, "persons and terms are not public here");
        assert_eq!(terms(Some("security")), door::LOGINS.len());
    }
}

#[test]
fn every_answer_is_protected_and_numbered() {
    for world in worlds() {
        let world: World = world;
        for path in ["/api", "/ogc", "/log/key", "/api/nothing", "/nothing"] {
            let answer = world.get(path).send();
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{path} {name}");
            }
            assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
            assert!(!answer.header("content-security-policy").contains("unsafe"), "{path}");
            assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
        }
        assert_eq!(world.get("/api").send().header("access-control-allow-origin"), "*");
        assert_eq!(world.get("/api/me").by("office").send().header("access-control-allow-origin"), "");
    }
}
