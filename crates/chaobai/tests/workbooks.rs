//! A workbook on its way into a list, as a person brings it: uploaded, looked at, put right, written, told.

mod browser;
mod door;

use browser::{Person, everywhere, filled, keeps_silent, record, says};
use door::Answer;
use rust_xlsxwriter::Workbook;
use serde_json::json;
use std::io::{Cursor, Read, Write};

const IMPORT: &str = "/work/lists/bridges/import";

/// A workbook with one sheet of texts.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0u32..).zip(rows) {
        for (column, text) in (0u16..).zip(*cells) {
            sheet.write_string(row, column, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// Brings a file; where it leads.
fn bring(person: &Person<'_>, list: &str, name: &str, content: &[u8]) -> Answer {
    let page = person.get(list);
    assert_eq!(page.status, 200, "{}", page.text());
    let mut body = Vec::new();
    for (field, value) in filled(&page.text(), &[]) {
        body.extend(
            format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let head = format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend(content);
    body.extend(b"\r\n--x--\r\n");
    let ask = person.world.post(list).header("cookie", &person.cookie).header("origin", "http://localhost");
    ask.raw("multipart/form-data; boundary=x", body).send()
}

/// Brings a file and waits until it has been judged.
fn brought(person: &Person<'_>, content: &[u8]) -> (String, Answer) {
    let led = bring(person, IMPORT, "10月.xlsx", content);
    let path = browser::led_to(&led);
    let page = settled(person, &path);
    (path, page)
}

/// The page of a draft once nothing is being done any more.
fn settled(person: &Person<'_>, path: &str) -> Answer {
    for _ in 0..400 {
        let page = person.get(path);
        if !page.text().contains("http-equiv=\"refresh\"") {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("{path} is never done");
}

fn press(person: &Person<'_>, path: &str, page: &Answer, fields: &[(&str, &str)]) -> Answer {
    let answer = person.post_pairs(path, &filled(&page.text(), fields));
    if answer.status == 303 { settled(person, &browser::led_to(&answer)) } else { answer }
}

const HEAD: [&str; 7] = ["名称", "状态", "长度（米）", "车道数", "东岸牵头单位", "来源", "来源日期"];
const UNIT: &str = "东渡镇交通所（示例）";

#[test]
fn a_workbook_is_looked_at_put_right_and_written_once() {
    everywhere(|world| {
        let office = Person::signed_in(world, "clerk-dongdu");
        let rows: [&[&str]; 5] = [
            &HEAD,
            &["东一桥", "规划", "1,250", "４", UNIT, "S1", "2022.12.31"],
            &["东二桥", "通", "800米", "二", UNIT, "S1", "2022年12月"],
            &["东三桥", "在建", "1300", "6", "东渡镇交通所", "S1", "2022-12-31"],
            &["=1+1", "规划", "—", "2", UNIT, "S1", "2022-12-31"],
        ];
        let (path, page) = brought(&office, &workbook(&rows));
        says(&page, "10月.xlsx › Sheet1");
        says(&page, "数字按“米”换算");
        says(&page, "已识别 4 行，可写入 2 行");
        says(&page, "<ins>1.25</ins>");
        says(&page, "按表头单位换算");
        says(&page, &format!("采用&#160;<span class=\"sheet__meant\">{UNIT}</span>"));
        let nothing = world.get("/api/registers/bridges/records?count=exact").by("office").send();
        assert_eq!(nothing.json()["count"]["number"], json!(2), "nothing is written by looking");

        let refused = press(&office, &path, &page, &[("action", "write")]);
        assert_eq!(refused.status, 422);
        says(&refused, "没有写入：还有 2 行要改");

        let page = press(&office, &path, &page, &[("action", "check"), ("adopt", "all")]);
        says(&page, "可写入 3 行");
        let page = press(
            &office,
            &path,
            &page,
            &[("action", "check"), ("fix.3.state", "通车"), ("fix.3.lanes", "2")],
        );
        says(&page, "已识别 4 行，可写入 4 行");
        let written = press(&office, &path, &page, &[("action", "write"), ("note", "十月台账")]);
        says(&written, "已写入 4 行");
        let again = press(&office, &path, &page, &[("action", "write")]);
        says(&again, "已写入 4 行");
        let list =
            world.get("/api/registers/bridges/records?count=exact&sort=name").by("office").send().json();
        assert_eq!(list["count"]["number"], json!(6), "pressed twice, written once");
        let names: Vec<&str> = list["records"]
            .as_array()
            .expect("records")
            .iter()
            .filter_map(|r| r["fields"]["name"].as_str())
            .collect();
        assert!(names.contains(&"=1+1"), "a text stays a text: {names:?}");

        // Whose draft it is.
        assert_eq!(Person::signed_in(world, "office").get(&path).status, 404);
        assert_eq!(Person::nobody(world).get(&path).status, 401);
        assert_eq!(office.get(&path.replace("bridges", "crossings")).status, 404);
    });
}

#[test]
fn the_good_rows_are_written_and_the_others_come_back_as_a_workbook() {
    everywhere(|world| {
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let rows: [&[&str]; 4] = [
            &HEAD,
            &["西一桥", "规划", "1", "4", UNIT, "S1", "2022-12-31"],
            &["西二桥", "停工", "x", "2", UNIT, "S1", "2022-12-31"],
            &["西一桥", "规划", "1", "4", UNIT, "S1", "2022-12-31"],
        ];
        let (path, page) = brought(&clerk, &workbook(&rows));
        says(&page, "和第 2 行是同一条");
        let done = press(&clerk, &path, &page, &[("action", "write"), ("choice", "good")]);
        says(&done, "已写入 1 行；另有 2 行没有写入");
        says(&done, "没有“停工”这个名称");
        let file = clerk.get(&format!("{path}/problems.xlsx"));
        assert_eq!(file.status, 200, "{}", file.text());
        let text = inside(&file.body, "xl/sharedStrings.xml");
        for words in ["错误原因", "原行号", "停工", "西二桥", "状态：没有“停工”这个名称"]
        {
            assert!(text.contains(words), "{words} is not in the workbook: {text}");
        }
        assert!(!text.contains("西一桥") || text.contains("和第 2 行是同一条"));
        // It comes back as it is: the columns are known again, the reasons are not taken for one.
        let (_, again) = brought(&clerk, &file.body);
        says(&again, "错误原因 → （忽略）");
        says(&again, "没有“停工”这个名称");
    });
}

#[test]
fn a_template_comes_back_and_its_rows_are_known_again() {
    everywhere(|world| {
        let office = Person::signed_in(world, "office");
        let file = office.get("/work/lists/bridges/template.xlsx");
        assert_eq!(file.status, 200, "{}", file.text());
        let texts = inside(&file.body, "xl/sharedStrings.xml");
        for words in ["threetowns", "bridges", "长度（km）", "名称*", "柳湾桥", "#key"] {
            assert!(texts.contains(words), "{words} is not in the template");
        }
        let sheet = inside(&file.body, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("dataValidation"), "names are offered");
        assert!(!sheet.contains("<f>"), "no cell is a formula");
        let (_, same) = brought(&office, &file.body);
        says(&same, "没有内容发生变化");

        let kept = &world.ids["bridges/kept"];
        let changed = replaced(&file.body, "xl/sharedStrings.xml", "渡口桥", "渡口大桥");
        let (path, page) = brought(&office, &changed);
        says(&page, "可写入 1 行 1 格");
        says(&page, "<del>渡口桥</del>");
        says(&press(&office, &path, &page, &[("action", "write")]), "已写入 1 行");
        assert_eq!(record(world, kept).body["name"], json!("渡口大桥"));

        // The same template once more, with another change: its version has moved on.
        let late = replaced(&file.body, "xl/sharedStrings.xml", "渡口桥", "渡口新桥");
        let (path, page) = brought(&office, &late);
        says(&page, "您打开之后别人改过这一条");
        says(&page, "渡口桥 → 渡口大桥");
        let refused = press(&office, &path, &page, &[("action", "write")]);
        keeps_silent(&refused, "已写入");
        let version = format!("version.{}", 5);
        let line = if page.text().contains(&version) { version } else { "version.6".to_owned() };
        let page = press(&office, &path, &page, &[("action", "check"), ("adopt", &line)]);
        says(&page, "可写入 1 行");
        says(&press(&office, &path, &page, &[("action", "write")]), "已写入 1 行");
        assert_eq!(record(world, kept).body["name"], json!("渡口新桥"));
    });
}

#[test]
fn a_workbook_of_another_zone_or_list_is_refused_by_name() {
    everywhere(|world| {
        let office = Person::signed_in(world, "office");
        let file = office.get("/work/lists/bridges/template.xlsx").body;
        let other = replaced(&file, "xl/sharedStrings.xml", ">threetowns<", ">fourtowns<");
        let (_, page) = brought(&office, &other);
        assert_eq!(page.status, 422);
        says(&page, "是另一个示范区");
        let led = bring(&office, "/work/lists/sources/import", "x.xlsx", &file);
        let page = settled(&office, &browser::led_to(&led));
        says(&page, "是另一份清单（跨河桥梁）");
    });
}

#[test]
fn what_cannot_be_read_is_said_where_the_file_was_chosen() {
    everywhere(|world| {
        let office = Person::signed_in(world, "office");
        let cases: [(&str, &[u8], &str); 4] = [
            ("a.xls", b"\xD0\xCF\x11\xE0", "不收这种文件"),
            ("a.xlsx", b"", "请选择一个有内容的文件"),
            ("a.xlsx", b"%PDF-1.7", "内容"),
            ("a.exe", b"MZ", "不收这种文件"),
        ];
        for (name, content, words) in cases {
            let answer = bring(&office, IMPORT, name, content);
            assert_eq!(answer.status, 422, "{name}: {}", answer.text());
            says(&answer, words);
        }
        let (_, page) = brought(&office, b"PK\x03\x04 not a workbook at all");
        says(&page, "这不是可读的工作簿");
        let (_, page) = brought(&office, &workbook(&[&["别的", "列名"], &["1", "2"]]));
        says(&page, "没有找到表头");
        let (_, page) = brought(&office, &workbook(&[&HEAD]));
        says(&page, "表头下面没有数据行");
        assert_eq!(Person::signed_in(world, "security").get(IMPORT).status, 403);
        assert_eq!(office.get("/work/lists/persons/import").status, 404);
    });
}

#[test]
fn an_official_table_of_another_program_goes_all_the_way() {
    everywhere(|world| {
        let office = Person::signed_in(world, "clerk-dongdu");
        for name in ["official-1904", "official-1900"] {
            let path = format!("{}/tests/fixtures/workbooks/{name}.xlsx", env!("CARGO_MANIFEST_DIR"));
            let (path, page) = brought(&office, &std::fs::read(path).expect("a fixture"));
            says(&page, "合计行：9");
            says(&page, "说明行：11");
            says(&page, "说明");
            says(&page, "序号 → （忽略）");
            says(&page, "2024-10-31");
            if name == "official-1904" {
                let page = press(&office, &path, &page, &[("action", "check"), ("adopt", "all")]);
                says(&page, "需改 0 行");
                says(&press(&office, &path, &page, &[("action", "write")]), "已写入 3 行");
            }
        }
        let list = world
            .get("/api/registers/bridges/records?filter=name%3D%27%E5%8C%97%E6%B8%A1%E6%A1%A5%27")
            .by("office")
            .send();
        let fields = &list.json()["records"][0]["fields"];
        assert_eq!((&fields["length"], &fields["opened_on"]), (&json!("1.3"), &json!("2023-10-31")));
        assert_eq!(fields["cost"], json!(12_000_000_000i64));
    });
}

/// The text of a part of a workbook.
fn inside(bytes: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(part).expect("a part").read_to_string(&mut text).expect("text");
    text
}

/// A workbook in which a text of a part is another.
fn replaced(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).expect("a part");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("content");
        if name == part {
            let text = String::from_utf8(content).expect("text");
            assert!(text.contains(from), "{from} is not in {part}: {text}");
            content = text.replace(from, to).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(&content).expect("content");
    }
    out.finish().expect("an archive").into_inner()
}
