//! The public site over the real charter: what a resident, a council member and a clerk find on it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use chaobai::clock::drain_once;
use chaobai::desk::{Caller, RequestKey};
use chaobai::domain::registers::Create;
use chaobai::house::{House, Settings};
use chaobai::http::{self, Site, router};
use journal::{ProofBundle, Trust};
use kernel::{Id, Instant};
use serde_json::{Map, Value, json};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, OnceLock};
use tower::ServiceExt;

const NOW: &str = "2026-11-23T10:00:00+08:00";
/// Records put on one list, so that it has several pages.
const SPECIES: usize = 120;
/// A name that is mark-up, quotes and a query all at once.
const NASTY: &str = "<script>alert(\"潮\")</script>'&a=b";

struct World {
    router: Router,
    key: String,
    /// The record with the nasty name.
    nasty: Id,
    /// Sessions by login: an officer of the committee, a clerk of a member.
    officer: String,
    clerk: String,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("portal");
        let _ = std::fs::remove_dir_all(&data);
        let charter = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
        let adopted = Command::new(env!("CARGO_BIN_EXE_chaobai"))
            .args(["adopt", "--yes", "--fixed-clock", NOW, "--data"])
            .args([&data, &charter])
            .output()
            .unwrap();
        assert!(adopted.status.success(), "{}", String::from_utf8_lossy(&adopted.stderr));
        let token = |login: &str, person: &str| {
            let accounts = |args: &[&str]| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_chaobai"));
                command.arg("accounts").args(args).args(["--fixed-clock", NOW, "--data"]).arg(&data);
                let done = command.output().unwrap();
                assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
                String::from_utf8(done.stdout).unwrap().trim().to_owned()
            };
            accounts(&["open", login, "--person", person]);
            accounts(&["token", login])
        };
        let (officer, clerk) = (token("officer", "示例甲"), token("clerk", "示例丁"));
        let clock = Instant::parse(NOW);
        let house = House::open(Settings { standing_clock: clock, ..Settings::in_folder(&data) }).unwrap();
        let mut nasty = None;
        for number in 0..SPECIES {
            let name = if number == 0 { NASTY.to_owned() } else { format!("试验物种 {number:03}") };
            let id = create(
                &house,
                "species",
                json!({
                    "name": name, "source": "示例数据", "source_date": "2024-01-01",
                }),
            );
            nasty.get_or_insert(id);
        }
        drain_once(&house.store, &house.log).unwrap();
        let key = house.log.verifier().to_text();
        let site = Site::new(Arc::new(house), http::Settings::default());
        World { router: router(site), key, nasty: nasty.unwrap(), officer, clerk }
    })
}

/// Creates a record with every required field of its register; what is not given is filled in.
fn create(house: &House, register: &str, given: Value) -> Id {
    let law = house.law();
    let fields = &law.charter.registers[register].fields;
    let mut body: Map<String, Value> = given.as_object().unwrap().clone();
    for field in fields.iter().filter(|field| field.required) {
        let filled = field.choices.first().map_or_else(|| json!("甲"), |choice| json!(choice.id));
        body.entry(field.id.clone()).or_insert(filled);
    }
    let digest = kernel::canonical::digest(&Value::Object(body.clone())).unwrap();
    let key = RequestKey::parse(&hex::encode(digest)).unwrap();
    let command = Create {
        register: register.into(),
        id: None,
        beside: None,
        body,
        effective_on: kernel::Date::parse("2024-01-01"),
        stage: None,
        note: String::new(),
    };
    let receipt = house.desk.perform(Arc::new(Caller::operator()), command, key, house.moment()).unwrap();
    Id::parse(&receipt.id).unwrap()
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }
}

fn get(address: &str) -> Answer {
    get_as(None, address)
}

/// Asks as somebody with a session.
fn get_as(token: Option<&str>, address: &str) -> Answer {
    let router = world().router.clone();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut request = Request::get(address).header("host", "localhost");
        if let Some(token) = token {
            request = request.header("cookie", format!("chaobai={token}"));
        }
        let request = request.body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec();
        Answer { status, headers, bytes }
    })
}

/// A page that must be there, without anything a template forgot.
fn page(address: &str) -> String {
    let answer = get(address);
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::OK, "{address}\n{text}");
    assert!(!text.contains("{{") && !text.contains("{%"), "{address}: template text left");
    assert_eq!(text.matches("<h1").count(), 1, "{address}: one heading");
    text
}

/// What a reader sees: mark-up taken out, blanks folded.
fn words(html: &str) -> String {
    let body = html.split_once("<main").map_or(html, |(_, main)| main);
    let mut out = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(address: &str, wanted: &[&str]) {
    let text = words(&page(address)).replace(' ', "");
    for one in wanted {
        assert!(text.contains(&one.replace(' ', "")), "{address} does not say {one:?}:\n{text}");
    }
}

fn links(html: &str, prefix: &str) -> Vec<String> {
    let hrefs = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs
        .filter(|href| href.starts_with(prefix))
        .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

#[test]
fn the_home_page_shows_the_zone_in_one_screen_in_both_languages() {
    assert_says(
        "/",
        &[
            "通州区与北三县一体化高质量发展示范区",
            "重点领域",
            "交通",
            "跨界道路",
            "12 条",
            "成员区域",
            "906.28",
            "科创燕郊、智造三河",
            "10 公里",
            "公开清单",
            "最新留痕校验点",
        ],
    );
    assert_says("/en", &["Areas of work", "Connecting roads", "12 roads", "Members", "10 km", "34,800 mu"]);
    let html = page("/");
    assert_eq!(html.matches("cb-map__area--").count(), 4, "four members on the map");
    assert!(html.contains("lang=\"zh-CN\"") && page("/en").contains("lang=\"en\""));
}

#[test]
fn every_page_of_the_navigation_and_every_list_and_figure_answers_in_both_languages() {
    let mut addresses: Vec<String> = ["/figures", "/lists", "/bodies", "/journal"].map(String::from).to_vec();
    addresses.extend(links(&page("/lists"), "/lists/"));
    addresses.extend(links(&page("/figures"), "/figures/"));
    assert!(addresses.len() > 60, "{}", addresses.len());
    for address in addresses {
        page(&address);
        page(&format!("/en{address}"));
    }
}

#[test]
fn a_figure_answers_for_the_day_asked_with_where_it_comes_from() {
    assert_says(
        "/figures/T12?as_of=2023-12-29",
        &[
            "北三县与通州之间已连通道路 10 条",
            "截至 2023年12月29日，由 10 条登记计算",
            "一致",
            "文章 2023-12-29",
            "《最新消息！",
            "口径版本 1",
            "京哈高速公路",
        ],
    );
    assert_says("/figures/T12?as_of=2024-09-30", &["已连通道路 11 条", "厂通路"]);
    assert_says(
        "/en/figures/T12?as_of=2023-12-29",
        &["Roads connecting the three counties with Tongzhou: 10 roads"],
    );
    assert_says(
        "/figures/T08?as_of=2023-12-29",
        &["22 条", "清单缺 22 条", "8 条登记当日情况未记录", "清单维护单位：通州区、廊坊市"],
    );
    assert_says("/figures/T09?as_of=2023-12-29", &["约 13万 人次/日"]);
    assert_says("/figures/T09?as_of=2020-01-01", &["没有来源报告过这个数字"]);
    let undetermined = links(&page("/figures/T08?as_of=2023-12-29"), "/lists/bus_lines/");
    assert_eq!(undetermined.len(), 8, "{undetermined:?}");
}

#[test]
fn a_figure_leads_to_the_very_records_it_was_computed_from() {
    for (address, count) in [("/figures/T12?as_of=2023-12-29", 10), ("/figures/T12?as_of=2024-09-30", 11)] {
        let list = links(&page(address), "/lists/roads?").pop().unwrap();
        let roads = page(&list);
        assert!(words(&roads).contains(&format!("共 {count} 条")), "{list}: {}", words(&roads));
    }
}

#[test]
fn a_day_that_is_none_is_told_and_today_is_shown() {
    for address in
        ["/figures?as_of=soon", "/figures/T12?as_of=2023-02-30", "/bodies?as_of=x", "/lists/roads?as_of=x"]
    {
        let answer = get(address);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(answer.text().contains("请填写真实的日期"), "{address}");
    }
    assert_says("/figures/T12?as_of=2023年12月29日", &["已连通道路 10 条"]);
}

#[test]
fn the_form_becomes_a_filter_in_the_address_and_chips_take_it_apart_again() {
    let sent = get("/lists/roads?f.class=expressway&f.name=%E4%BA%AC&f.lanes=&as_of=2024-10-01&sort=-name");
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let address = sent.location();
    assert_eq!(
        address,
        "/lists/roads?filter=casei%28name%29%20LIKE%20casei%28%27%25%E4%BA%AC%25%27%29%20AND%20class%20%3D%20%27expressway%27\
         &sort=-name&as_of=2024-10-01"
    );
    assert_says(
        address,
        &["共 2 条，截至 2024年10月1日", "类别 = 高速公路", "名称含“京”", "京哈高速公路", "京秦高速公路"],
    );
    let html = page(address);
    assert!(
        html.contains("value=\"京\"") && html.contains("<option value=\"expressway\" selected"),
        "the form keeps what was asked"
    );
    let without_name = links(&html, "/lists/roads?filter=class%20%3D").into_iter().next().unwrap();
    assert!(words(&page(&without_name)).contains("共 4 条"), "{without_name}");
    // A condition that the form cannot say stays as text beside those it can.
    let sent = get("/en/lists/roads?f.class=trunk&filter=length_beijing_km+%3E+5+OR+lanes+%3D+4");
    assert!(words(&page(sent.location())).contains("2 records"), "{}", sent.location());
}

#[test]
fn a_filter_that_cannot_be_read_loses_nothing() {
    let answer = get("/lists/roads?filter=class%20%3D%20%27expressway&as_of=2024-10-01");
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(text.contains("govuk-error-summary") && text.contains("class = &#39;expressway"), "{text}");
    assert!(text.contains("value=\"2024-10-01\""));
    let answer = get("/en/lists/roads?f.lanes=many&f.class=trunk");
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(text.contains("href=\"#f.lanes\"") && text.contains("value=\"many\""));
    assert!(text.contains("<option value=\"trunk\" selected"), "the other inputs stay as they were");
    for bad in
        ["sort=nothing", "after=xyz", "stage=nowhere", "known_at=yesterday", "filter=nothing%20%3D%201"]
    {
        let answer = get(&format!("/lists/roads?{bad}"));
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}");
        assert!(answer.text().contains("govuk-error-summary"), "{bad}");
    }
}

#[test]
fn pages_of_a_list_hold_every_record_once() {
    let mut address = "/lists/species?sort=name".to_owned();
    let mut seen = Vec::new();
    for _ in 0..5 {
        let html = page(&address);
        seen.extend(links(&html, "/lists/species/0"));
        match links(&html, "/lists/species?").into_iter().find(|href| href.contains("after=")) {
            Some(next) if html.contains("rel=\"next\"") => address = next,
            _ => break,
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (SPECIES + 3, SPECIES + 3));
}

#[test]
fn a_list_as_of_a_day_shows_what_held_then() {
    let class =
        |day: &str| words(&page(&format!("/lists/roads?as_of={day}&filter=class%20%3D%20%27expressway%27")));
    assert!(class("2023-12-29").contains("共 0 条"), "{}", class("2023-12-29"));
    assert!(class("2024-09-29").contains("共 4 条"));
}

#[test]
fn a_record_shows_its_fields_its_source_and_old_beside_new() {
    let roads = links(
        &page(
            "/lists/roads?filter=name%20%3D%20%27%E4%BA%AC%E5%93%88%E9%AB%98%E9%80%9F%E5%85%AC%E8%B7%AF%27",
        ),
        "/lists/roads/0",
    );
    assert_says(
        &roads[0],
        &[
            "京哈高速公路",
            "类别 高速公路",
            "来源 中新网、新华网 2024-09-29",
            "版本 2",
            "版本 1",
            "类别 空 → 改为 高速公路",
            "随章程载入",
            "系统运行人员",
            "尚未登记",
            "留痕记录",
        ],
    );
    let html = page(&roads[0]);
    assert!(!links(&html, "/lists/sources/").is_empty(), "the source leads to its record");
    assert!(!links(&html, "/log/proof/").is_empty(), "the entry leads to its proof");
    assert_says(
        &format!("{}?as_of=2023-12-29", roads[0]),
        &["以下为当日情况： 2023年12月29日", "看现在的情况"],
    );
    assert_says(
        &format!("/en{}", roads[0]),
        &["Class expressway", "loaded with the charter", "Not registered yet"],
    );
}

#[test]
fn stored_text_never_becomes_markup_or_part_of_an_address() {
    let nasty = world().nasty.as_str();
    for address in [
        format!("/lists/species/{nasty}"),
        "/lists/species?filter=name%20LIKE%20%27%3C%25%27".to_owned(),
        "/journal".to_owned(),
        "/lists/roads?filter=%3Cscript%3E&stage=%22%3E%3Cscript%3E&sort=%3Cscript%3E".to_owned(),
        "/figures/T12?as_of=%22%3E%3Cscript%3E".to_owned(),
        "/lists/%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned(),
    ] {
        let text = get(&address).text();
        let scripts: Vec<&str> = text.split("<script").skip(1).collect();
        assert!(scripts.iter().all(|rest| rest.starts_with(" src=\"/assets/")), "{address}");
    }
    assert!(page(&format!("/lists/species/{nasty}")).contains("&#60;script&#62;alert("));
}

#[test]
fn bodies_show_who_is_in_the_chair_and_what_is_not_known() {
    assert_says(
        "/bodies?as_of=2024-01-01",
        &[
            "理事会 决策",
            "理事会轮值理事长",
            "当值",
            "谈绪祥",
            "不晚于此日",
            "执委会",
            "2023年9月22日",
            "还不知道的",
            "廊坊富民公交",
            "示例",
        ],
    );
    let before = words(&page("/bodies?as_of=2020-01-01"));
    assert!(!before.contains("谈绪祥 ") && before.contains("未知"), "{before}");
    assert_says(
        "/en/bodies",
        &["Council decides", "in the chair", "since 20 Dec 2023 (not later than this day)"],
    );
}

#[test]
fn posts_of_units_are_shown_and_a_seat_nobody_holds_says_between_which_terms() {
    assert_says("/bodies?as_of=2024-01-01", &["单位的职务", "通州区委书记", "北京城市副中心党工委书记"]);
    let before = words(&page("/bodies?as_of=2020-01-01"));
    assert!(before.contains("空缺（下一任期自2023年12月20日）"), "{before}");
    assert_says(
        "/bodies?as_of=2026-11-23",
        &["示例理事会", "共 6 席，当日 6 席有人表决（北京 3/3，河北 3/3）", "有表决权", "规则依据"],
    );
    assert_says(
        "/bodies?as_of=2022-12-31",
        &["共 6 席，当日 0 席有人表决（北京 0/3，河北 0/3）", "席位空缺，无人表决"],
    );
    let seats: Value = serde_json::from_slice(&get("/api/terms?as_of=2026-11-23").bytes).unwrap();
    let held: Vec<&Value> = seats["seats"].as_array().unwrap().iter().collect();
    assert_eq!(held.len(), 6);
    let terms = seats["terms"].as_array().unwrap();
    for seat in held {
        assert_eq!(seat["state"], "held");
        let term = terms.iter().find(|term| term["id"] == seat["term"]).expect("the term of the seat");
        assert_eq!((&term["post"], &term["kind"]), (&seat["post"], &json!("regular")));
    }
}

#[test]
fn rules_side_by_side_say_that_there_is_nothing_yet_and_the_example_says_what_it_is_not() {
    assert_says("/lists/unified_aspects/compare", &["四统一逐项对照", "还没有对照", "未见公布"]);
    assert_says("/en/lists/unified_aspects/compare", &["nothing compared yet"]);
    assert_says("/lists/unified_aspects", &["并列对照"]);
    assert_says("/lists/delegated_powers_example", &["812", "94", "不是示范区的赋权", "台湖—马驹桥"]);
    assert_says("/lists/delegated_powers", &["没有公开的清单"]);
    assert_eq!(get("/lists/roads/compare").status, StatusCode::NOT_FOUND);
    for nothing in ["/calendar/x", "/calendar/x.ics", "/en/calendar/0.ics"] {
        assert_eq!(get(nothing).status, StatusCode::NOT_FOUND);
    }
}

#[test]
fn the_journal_names_entries_and_offices_but_no_person_who_acted() {
    let key = world().key.as_str();
    assert_says("/journal", &["校验点", "记录数", key, "chaobai verify", "新建", "物种：试验物种"]);
    let html = page("/journal");
    let next = links(&html, "/journal?after=");
    assert_eq!(links(&html, "/log/proof/").len(), 50);
    assert!(links(&page(&next[0]), "/log/proof/").iter().all(|proof| !html.contains(proof.as_str())));
}

#[test]
fn downloads_hold_the_list_that_was_on_the_page() {
    let query = "filter=class%20%3D%20%27expressway%27&as_of=2024-10-01";
    let csv = get(&format!("/lists/roads/export.csv?{query}"));
    assert_eq!(csv.status, StatusCode::OK);
    let name = csv.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(
        name.contains("filename=\"roads-2024-10-01.csv\"") && name.contains("%E9%81%93%E8%B7%AF"),
        "{name}"
    );
    let text = csv.text();
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
            .records()
            .map(Result::unwrap)
            .collect();
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.iter().any(|cell| cell == "高速公路")), "{rows:?}");

    let json: Value =
        serde_json::from_slice(&get(&format!("/lists/roads/export.geojson?{query}")).bytes).unwrap();
    assert_eq!((&json["type"], json["features"].as_array().unwrap().len()), (&json!("FeatureCollection"), 4));

    let xlsx = get(&format!("/en/lists/roads/export.xlsx?{query}"));
    let mut zip = zip::ZipArchive::new(Cursor::new(xlsx.bytes)).unwrap();
    let mut sheet = String::new();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("expressway"), "{sheet}");

    let people = get("/lists/terms/export.csv").text();
    assert!(people.contains("谈绪祥,理事会轮值理事长"), "records are named, not numbered: {people}");
    for bad in ["filter=nothing%20%3D%201", "as_of=soon"] {
        let status = get(&format!("/lists/roads/export.csv?{bad}")).status;
        assert!(status.is_client_error(), "{bad}: {status}");
    }
    assert_eq!(get("/lists/species/export.csv").text().lines().count(), SPECIES + 3 + 1);
}

#[test]
fn a_package_is_proven_with_nothing_but_the_key() {
    let answer = get("/figures/T12/package.zip?as_of=2023-12-29");
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/zip");
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
    let mut files = std::collections::BTreeMap::new();
    for number in 0..zip.len() {
        let mut file = zip.by_index(number).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        files.insert(name.strip_prefix("T12-2023-12-29/").unwrap().to_owned(), bytes);
    }
    let trust = Trust::parse(&[&world().key], &[], 0).unwrap();
    assert!(trust.open(&files["checkpoint"]).is_ok());
    let proven: Vec<_> = files
        .iter()
        .filter(|(name, _)| name.starts_with("proofs/"))
        .map(|(name, bytes)| {
            ProofBundle::parse(bytes).and_then(|p| p.verify(&trust)).unwrap_or_else(|e| panic!("{name}: {e}"))
        })
        .collect();
    assert_eq!(proven.len(), 14, "four reports and ten records");

    let figure: Value = serde_json::from_slice(&files["figure.json"]).unwrap();
    assert_eq!((&figure["value"], &figure["unit"]["zh"]), (&json!("10"), &json!("条")));
    let records: Value = serde_json::from_slice(&files["records.json"]).unwrap();
    let records = records["records"].as_array().unwrap();
    assert_eq!(records.len(), 10);
    for record in records {
        let entry = &proven.iter().find(|p| json!(p.index) == record["entry"]["index"]).unwrap().entry;
        assert_eq!(
            (json!(entry.subject.id), json!(entry.subject.version)),
            (record["id"].clone(), record["version"].clone())
        );
        for (field, value) in record["body"].as_object().unwrap() {
            let said =
                entry.change.as_object().unwrap().values().chain([&entry.change]).find_map(|m| m.get(field));
            assert_eq!(said, Some(value), "{field} of {}", record["id"]);
        }
    }
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    assert!(
        readme.contains("chaobai verify T12-2023-12-29.zip --key") && readme.contains("怎样核验"),
        "{readme}"
    );
}

#[test]
fn what_is_not_there_is_a_page_that_says_so() {
    for address in [
        "/nowhere",
        "/lists/nothing",
        "/lists/roads/nothing",
        "/lists/roads/00000000-0000-7000-8000-000000000000",
        "/lists/bridges/not-an-id",
        "/figures/X99",
        "/figures/X99/package.zip",
        "/lists/nothing/export.csv",
        "/lists/roads/export.pdf",
    ] {
        for (prefix, words) in [("", "没有找到这个页面"), ("/en", "Page not found")] {
            let answer = get(&format!("{prefix}{address}"));
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{prefix}{address}");
            assert!(answer.text().contains(words), "{prefix}{address}");
        }
    }
    // A record is found on its own list only.
    let road = links(&page("/lists/roads"), "/lists/roads/0").remove(0);
    assert_eq!(get(&road.replace("/lists/roads/", "/lists/bridges/")).status, StatusCode::NOT_FOUND);
}

#[test]
fn who_is_signed_in_sees_the_same_pages_with_what_they_may_do() {
    let world = world();
    let road = links(&page("/lists/roads"), "/lists/roads/0").remove(0);
    let office = get_as(Some(&world.officer), &road).text();
    for verb in ["amend", "advance", "attach", "link", "withdraw"] {
        assert!(office.contains(&format!("href=\"/work{road}/{verb}\"")), "an officer may {verb}");
    }
    assert!(
        office.contains("示例甲") && office.contains("执委会工作人员（示例）"),
        "the frame says who is signed in"
    );
    // Nobody leads this road, so a clerk of a member reads it and changes nothing.
    let clerk = get_as(Some(&world.clerk), &road).text();
    assert!(clerk.contains("示例丁") && links(&clerk, "/work/lists/").is_empty());
    assert!(links(&page(&road), "/work").is_empty(), "the public is offered nothing to do");
    assert!(get_as(Some(&world.officer), "/lists/roads").text().contains("href=\"/work/lists/roads/new\""));
    assert!(
        get_as(Some(&world.officer), "/en/lists/roads").text().contains("href=\"/en/work/lists/roads/new\"")
    );
    // The name of the officer who made a record is for those who see everything of it.
    let made = format!("/lists/species/{}", world.nasty.as_str());
    assert!(words(&get_as(Some(&world.officer), &made).text()).contains("系统运行人员"));
}

#[test]
fn the_annual_report_tells_again_what_the_source_told_and_every_number_leads_on() {
    let page = get("/documents/annual-report");
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    assert!(html.contains("2023年工作要点完成情况") && html.contains("2024年工作初步安排"));
    for (figure, words) in [
        ("T05", "3条"),
        ("T06", "7条"),
        ("T07", "5座"),
        ("T08", "22条"),
        ("T09", "约13万人次"),
        ("T10", "11条"),
        ("T11", "5000余人次"),
        ("T12", "10条"),
        ("S01", "14所"),
        ("S02", "39家"),
        ("S03", "71家"),
        ("S04", "453项"),
        ("S05", "294项"),
        ("I01", "5年"),
        ("I02", "211个"),
        ("I03", "58个"),
        ("I04", "52个"),
        ("I05", "304个"),
        ("I06", "130家"),
        ("I07", "8家"),
        ("E02", "3个"),
        ("E03", "3个"),
        ("E06", "19种"),
        ("E07", "2734亩"),
        ("E08", "3.48万亩"),
        ("G10", "4项"),
        ("G12", "2项"),
        ("G14", "4个"),
        ("G07", "4个"),
    ] {
        let link = format!("<a class=\"cb-document__figure\" href=\"/figures/{figure}?as_of=2023-12-29\">");
        let at = html.find(&link).unwrap_or_else(|| panic!("{figure} is not bound"));
        let said = html[at + link.len()..].split('<').next().unwrap();
        assert!(said.starts_with(words) || said == words, "{figure}: {said}, not {words}");
        assert_eq!(get(&format!("/figures/{figure}?as_of=2023-12-29")).status, StatusCode::OK);
    }
    assert!(html.contains("不写完成率"), "no rate of completion is invented");
    let english = get("/en/documents/annual-report").text();
    assert!(
        english.contains("no rate of completion") && english.contains("/en/figures/T08?as_of=2023-12-29")
    );
}

#[test]
fn the_annual_report_comes_as_pdf_and_for_office_programs() {
    let docx = get("/documents/annual-report/document.docx");
    assert_eq!(docx.status, StatusCode::OK);
    let mut zip = zip::ZipArchive::new(Cursor::new(&docx.bytes)).unwrap();
    let mut links = String::new();
    zip.by_name("word/_rels/document.xml.rels").unwrap().read_to_string(&mut links).unwrap();
    let mut document = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
    let html = get("/documents/annual-report").text();
    let numbers = html.matches("class=\"cb-document__figure\"").count();
    let mut figures: Vec<&str> = html
        .split("class=\"cb-document__figure\" href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    figures.sort_unstable();
    figures.dedup();
    assert!(numbers >= 30 && figures.len() == 29, "{numbers} numbers of {} figures", figures.len());
    // Every number of the text is a link, and every figure once more in the annex.
    assert_eq!(document.matches("<w:hyperlink").count(), numbers + figures.len());
    for figure in &figures {
        assert!(links.contains(&format!("http://localhost{figure}\"")), "{figure} in {links}");
    }
    let pdf = get("/documents/annual-report/document.pdf?as_of=2023-12-29");
    if pdf.status == StatusCode::SERVICE_UNAVAILABLE && std::env::var_os("CHAOBAI_NEEDS_TYPEFACES").is_none()
    {
        println!("skipped: no typefaces on this machine");
        return;
    }
    assert_eq!(pdf.status, StatusCode::OK);
    assert_eq!(pdf.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(pdf.bytes.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&pdf.bytes);
    for figure in &figures {
        let address = format!("http://localhost{figure}");
        assert!(text.matches(&address).count() >= 2, "{figure}: in the text and in the annex");
    }
    let name = pdf.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(name.contains("annual-report-2023-12-29.pdf"), "{name}");
    assert!(
        pdf.bytes == get("/documents/annual-report/document.pdf?as_of=2023-12-29").bytes,
        "no wall clock in it"
    );
    assert_eq!(
        get("/documents/annual-report/document.pdf?as_of=29-12").status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(get("/documents/none").status, StatusCode::NOT_FOUND);
}

#[test]
fn on_a_day_before_anything_was_reported_the_report_says_that_nothing_is_public() {
    let html = get("/documents/annual-report?as_of=2020-01-01").text();
    assert!(html.contains("（没有公开数据）") && html.contains("当日没有公开数据"));
    assert!(html.contains("文字写于2023年12月29日的情况"));
    let json: Value =
        serde_json::from_str(&get("/api/documents/annual-report?as_of=2020-01-01").text()).unwrap();
    let bus = json["figures"].as_array().unwrap().iter().find(|f| f["figure"] == "T08").unwrap();
    assert_eq!((bus["value"].clone(), bus["basis"].clone()), (Value::Null, Value::Null));
}

/// What OParl 1.1 says every object of a type must have, from its text.
const OPARL_REQUIRED: &[(&str, &[&str])] = &[
    ("System", &["id", "type", "oparlVersion", "body"]),
    (
        "Body",
        &[
            "id",
            "type",
            "name",
            "organization",
            "person",
            "meeting",
            "paper",
            "legislativeTerm",
            "agendaItem",
            "consultation",
            "file",
            "locationList",
            "legislativeTermList",
            "membership",
        ],
    ),
    ("Organization", &["id", "type"]),
    ("Person", &["id", "type"]),
    ("Membership", &["id", "type"]),
    ("Meeting", &["id", "type"]),
    ("AgendaItem", &["id", "type"]),
    ("Paper", &["id", "type"]),
    ("File", &["id", "type", "accessUrl"]),
];

fn oparl(address: &str) -> Value {
    let path = address.strip_prefix("http://localhost").unwrap_or(address);
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
    serde_json::from_slice(&answer.bytes).unwrap()
}

/// Checks an object and everything in it against the table; the types met.
fn check_oparl(object: &Value, met: &mut std::collections::BTreeSet<String>) {
    let kind = object["type"].as_str().unwrap().strip_prefix("https://schema.oparl.org/1.1/").unwrap();
    met.insert(kind.to_owned());
    let (_, required) = OPARL_REQUIRED.iter().find(|(name, _)| *name == kind).unwrap();
    for name in *required {
        assert!(object.get(*name).is_some_and(|value| !value.is_null()), "{kind} has no {name}: {object}");
    }
    for (name, value) in object.as_object().unwrap() {
        assert!(!value.is_null(), "{kind}.{name} is null: what is not known is left out");
        if ["created", "modified", "start", "end"].contains(&name.as_str()) {
            assert!(Instant::parse(value.as_str().unwrap()).is_some(), "{kind}.{name}: {value}");
        }
        if ["date", "startDate", "endDate"].contains(&name.as_str()) {
            assert!(kernel::Date::parse(value.as_str().unwrap()).is_some(), "{kind}.{name}: {value}");
        }
        let inner = value.as_array().map_or_else(|| vec![value], |all| all.iter().collect());
        inner.into_iter().filter(|one| one.get("type").is_some()).for_each(|one| check_oparl(one, met));
    }
}

#[test]
fn oparl_gives_every_object_what_the_specification_asks_for_and_nothing_that_is_not_public() {
    let system = oparl("/oparl");
    let mut met = std::collections::BTreeSet::new();
    check_oparl(&system, &mut met);
    let bodies = oparl(system["body"].as_str().unwrap());
    let body = &bodies["data"][0];
    assert_eq!(bodies["pagination"]["totalElements"], 1);
    let lists = [
        "organization",
        "person",
        "meeting",
        "paper",
        "agendaItem",
        "file",
        "membership",
        "consultation",
        "locationList",
        "legislativeTermList",
    ];
    let mut objects = vec![body.clone()];
    for name in lists {
        let list = oparl(body[name].as_str().unwrap());
        for key in ["data", "pagination", "links"] {
            assert!(list.get(key).is_some(), "{name} has no {key}");
        }
        objects.extend(list["data"].as_array().unwrap().iter().cloned());
    }
    for object in &objects {
        check_oparl(object, &mut met);
        assert_eq!(&oparl(object["id"].as_str().unwrap()), object, "an object is what its address answers");
    }
    for kind in ["Organization", "Person", "Membership", "Meeting", "AgendaItem"] {
        assert!(met.contains(kind), "no {kind} among {met:?}");
    }
    let of = |kind: &str| {
        let kind = format!("https://schema.oparl.org/1.1/{kind}");
        objects.iter().filter(move |one| one["type"] == kind.as_str()).collect::<Vec<_>>()
    };
    // Ways lead somewhere.
    for membership in of("Membership") {
        for way in ["person", "organization"] {
            assert!(objects.iter().any(|one| one["id"] == membership[way]), "{membership}");
        }
    }
    let first = of("Meeting").into_iter().find(|one| one["name"].as_str().unwrap().contains("理事会"));
    let items = first.expect("the council's meeting")["agendaItem"].as_array().unwrap();
    assert!(items.len() >= 2 && items.iter().all(|item| item.get("meeting").is_none()), "{items:?}");
    let all = serde_json::to_string(&objects).unwrap();
    assert!(!all.contains("email") && all.contains("谈绪祥"));

    let later = oparl("/oparl/meetings?modified_since=2099-01-01T00:00:00Z");
    assert_eq!(
        (later["pagination"]["totalElements"].as_i64(), later["data"].as_array().unwrap().len()),
        (Some(0), 0)
    );
    let council = oparl("/oparl/meetings?organization=council&omit_internal=true");
    assert!(council["data"].as_array().unwrap().iter().all(|one| one.get("agendaItem").is_none()));
    assert!(council["pagination"]["totalElements"].as_i64() < Some(of("Meeting").len() as i64));
    for wrong in ["/oparl/nothing", "/oparl/meetings/x", "/oparl/bodies/other"] {
        assert_eq!(get(wrong).status, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert_eq!(get("/oparl/meetings?since=1").status, StatusCode::BAD_REQUEST);
}
