//! The gate against classified papers: whichever door a mark of secrecy comes through, it is refused, and nothing of
//! it stays: no bytes, no name, no entry, no line in the program's log.

mod browser;
mod door;

use browser::{Person, everywhere, filled, led_to, says};
use door::{Answer, World};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use store::Ask;

/// Stands in the name of everything that is refused here.
const NAME: &str = "江心示例材料4711";
/// Stands in its content.
const WORDS: &str = "NOTHING-OF-THIS-STAYS-8822";

/// A PDF of one page with a line of Latin text, and a title if one is given.
fn pdf(line: &str, title: &str) -> Vec<u8> {
    let title: String = title.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let content = format!("BT /F1 24 Tf 72 720 Td ({line}) Tj 0 -40 Td ({WORDS}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        format!("<</Title<FEFF{title}>>>"),
    ];
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj{object}endobj\n", number + 1).bytes());
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(format!("trailer<</Size {size}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{xref}\n%%EOF").bytes());
    out
}

fn workbook(cell: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in ["名称", WORDS, cell].iter().enumerate() {
        sheet.write_string(row as u32, 0, *text).expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

/// Sends a form with a file, as a browser does.
fn upload(person: &Person<'_>, path: &str, name: &str, content: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (field, value) in filled(&person.get(path).text(), &[]) {
        body.extend(
            format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(
        format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes(),
    );
    body.extend(content);
    body.extend(b"\r\n--x--\r\n");
    let ask = person.world.post(path).header("cookie", &person.cookie).header("origin", "http://localhost");
    ask.raw("multipart/form-data; boundary=x", body).send()
}

/// Sends a file to the API with a session that is open already.
fn send(world: &World, bearer: &str, path: &str, name: &str, content: &[u8]) -> Answer {
    let path = format!("{path}/attachments?name={}", browser::encode(name));
    world.post(&path).header("authorization", bearer).keyed().raw("application/octet-stream", content).send()
}

/// How many rows were ever written that could tell of a file.
fn rows(world: &World) -> Vec<i64> {
    let mut reader = world.house.reader().expect("a reader");
    ["journal_entry", "request", "attachment", "record_version", "sheet_draft", "comment"]
        .iter()
        .map(|table| {
            let row = reader.row(&format!("SELECT count(*) FROM {table}"), &[]).expect("an answer");
            row.expect("a row").int(0).expect("a number")
        })
        .collect()
}

/// Every file below a folder in which a text stands.
fn holding(folder: &Path, text: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            holding(&path, text, found);
        } else {
            let named = path.to_string_lossy().contains(text);
            let bytes = std::fs::read(&path).unwrap_or_default();
            if named || bytes.windows(text.len()).any(|part| part == text.as_bytes()) {
                found.push(format!("{} holds {text}", path.display()));
            }
        }
    }
}

/// Everything the program says while the test runs.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_bears_a_mark_of_secrecy_is_refused_at_every_door_and_nothing_of_it_stays() {
    let said = Said::default();
    let log = said.clone();
    let _ = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || log.clone())
        .try_init();
    everywhere(|world: &World| {
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let bearer = format!("Bearer {}", world.token("clerk-dongdu").secret());
        let kept = world.ids["bridges/kept"].as_str();
        let (page, api) = (format!("/work/lists/bridges/{kept}"), world.record("bridges/kept"));
        let before = rows(world);

        // Files: in the name, in the properties, on the first page; from the page and from the API.
        let files = [
            (format!("机密★1年{NAME}.pdf"), pdf("nothing", ""), "文件名"),
            (format!("{NAME}（秘　密）.pdf"), pdf("nothing", ""), "文件名"),
            (format!("{NAME}.pdf"), pdf("nothing", "绝密★"), "文档属性"),
            (format!("{NAME}.pdf"), pdf("SECRET // NOFORN", ""), "文件正文"),
        ];
        for (name, content, place) in &files {
            let refused = upload(&clerk, &format!("{page}/attach"), name, content);
            assert_eq!(refused.status, 422, "{name}: {}", refused.text());
            for words in ["href=\"#file\"", "密级标识", "保密工作机构", place] {
                says(&refused, words);
            }
            let refused = send(world, &bearer, &api, name, content);
            assert_eq!(refused.said(), (422, "files.classified".into()), "{name}: {}", refused.text());
        }
        // Workbooks.
        for (name, content) in [
            (format!("{NAME}.xlsx"), workbook("密级：机密")),
            (format!("机密-{NAME}.xlsx"), workbook("示例桥")),
        ] {
            let refused = upload(&clerk, "/work/lists/bridges/import", &name, &content);
            assert_eq!(refused.status, 422, "{name}: {}", refused.text());
            says(&refused, "密级标识");
        }
        // Rows of a file, of which the desk's commands have only the digest.
        let lines = format!(
            "name,state,length,lead_east,source,source_date\n密级：机密 {NAME},planned,0.5,dongdu-roads,S1,2022-12-31\n"
        );
        let import = world.post("/api/registers/bridges/import").header("authorization", &*bearer).keyed();
        let refused = import.raw("text/csv", lines).send();
        assert_eq!(refused.said(), (422, "files.classified".into()), "{}", refused.text());
        // Texts: a form, a comment, the API, a sheet.
        let marked = format!("{NAME}【机密】");
        let form = clerk.fill(&format!("{page}/amend"), &[("field-name", &marked)]);
        assert_eq!(form.status, 422, "{}", form.text());
        says(&form, "密级标识");
        let comment = json!({ "version": 1, "text": format!("机 密 ★ 1年 {NAME}") });
        let refused = world
            .post(&format!("{api}/comments"))
            .header("authorization", &*bearer)
            .keyed()
            .json(comment)
            .send();
        assert_eq!(refused.said(), (422, "files.classified".into()), "{}", refused.text());
        let amend = json!({ "version": 1, "fields": { "name": marked } });
        let refused = world.ask("PATCH", &api).header("authorization", &*bearer).keyed().json(amend).send();
        assert_eq!(refused.said().1, "files.classified", "{} {}", refused.status, refused.text());
        let sheet = "/work/lists/bridges/sheet";
        let cell = format!("cell.{kept}.name");
        let refused = clerk.fill(sheet, &[(&cell, &marked), ("action", "write")]);
        says(&refused, "密级标识");

        assert_eq!(rows(world), before, "nothing was written");
        let mut found = Vec::new();
        for text in [NAME, WORDS] {
            holding(&world.house.settings.data, text, &mut found);
        }
        assert!(found.is_empty(), "{found:?}");
        let log = said.0.lock().unwrap();
        let log = String::from_utf8_lossy(&log);
        for text in [NAME, WORDS, &browser::encode(NAME)] {
            assert!(!log.contains(text), "{text} is in the log: {log}");
        }
    });
}

#[test]
fn what_only_speaks_of_secrets_comes_in_and_what_cannot_be_looked_into_is_noted() {
    everywhere(|world: &World| {
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let kept = world.ids["bridges/kept"].as_str();
        let path = format!("/work/lists/bridges/{kept}");
        for (name, content) in [
            ("保密工作条例.pdf", pdf("The secret of good minutes", "保守国家秘密法实施条例")),
            ("商业秘密保护指南.pdf", pdf("MYSECRET//x", "")),
            ("损坏.pdf", b"%PDF-1.7 nothing".to_vec()),
        ] {
            let led = upload(&clerk, &format!("{path}/attach"), name, &content);
            assert_eq!(led_to(&led), format!("{path}?done=attached"), "{name}");
        }
        let shown = clerk.get(&path);
        says(&shown, "文件损坏，未能检查密级标识");
        let record = world.get(&world.record("bridges/kept")).by("clerk-dongdu").send().json();
        let unread = |name: &str| {
            let all = record["attachments"].as_array().unwrap();
            all.iter().find(|file| file["name"] == name).unwrap_or_else(|| panic!("{name}"))["unread"].clone()
        };
        assert_eq!((unread("损坏.pdf"), unread("保密工作条例.pdf")), (json!("broken"), json!("")));
        let remark = "涉及国家秘密、商业秘密的，按保密工作条例办理";
        led_to(&clerk.fill(&format!("{path}/amend"), &[("field-lanes", "6"), ("note", remark)]));
    });
}
