//! Papers of a made-up meeting, by the forms of the charters this repository ships: in both languages, with nothing
//! left unsaid and nothing invented; another zone changes words, flags and numbers without a line of Rust.

use chaobai::charter;
use chaobai::charter::model::Charter;
use chaobai::domain::documents::Printer;
use chaobai::domain::documents::meeting::{self, Attendance, Attendant, Copy, MeetingPaper, PaperItem};
use document::{Block, Document, PackPaper, Placed};
use kernel::{Date, Lang, Text};
use std::path::Path;

fn charter() -> Charter {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
    charter::read(&folder).unwrap_or_else(|all| panic!("{all:?}")).charter
}

fn attendant(zh: &str, en: &str, name: &str) -> Attendant {
    Attendant { unit: Text::new(zh, en), name: name.into() }
}

/// A made-up meeting of a made-up body.
fn sitting() -> MeetingPaper {
    let item = |name: &str, mode: Text, decision: Option<&str>| PaperItem {
        name: name.into(),
        href: "https://zone.example/registers/agenda/1".into(),
        mode,
        reporter: "示例甲市发展改革委".into(),
        minutes: Some(15),
        papers: vec![PackPaper {
            name: "示例说明.docx".into(),
            sha256: "ab".repeat(32),
            size: 1200,
            record: None,
        }],
        decision: decision.map(str::to_owned),
    };
    MeetingPaper {
        id: "meeting-3".into(),
        body: "sample_council".into(),
        body_name: Text::new("理事会（示例）", "Council (sample)"),
        name: Text::new("理事会（示例）第十一次会议", "11th meeting of the council (sample)"),
        number: Some(11),
        held_on: Date::parse("2026-03-02").unwrap(),
        time: "9:30".into(),
        place: String::new(),
        chair: "示例甲".into(),
        items: vec![
            item("示例工作要点", Text::new("听取", "Hear"), Some("会议听取了示例汇报。\n会议要求抓好落实。")),
            item("示例{花括号}方案", Text::new("议定", "Settle"), None),
        ],
        attendance: Attendance {
            present: vec![
                attendant("示例甲市", "Sample city A", "示例甲"),
                attendant("示例乙市", "Sample city B", "示例乙"),
                attendant("示例甲市", "Sample city A", "示例丙"),
            ],
            excused: Vec::new(),
            attending: vec![attendant("示例办公室", "Sample office", "示例丁")],
        },
        dated: Date::parse("2026-03-05"),
    }
}

fn text(document: &Document) -> String {
    let mut all = document.title.join("");
    for block in &document.body {
        all.push('\n');
        match block {
            Block::Heading { text, .. } => all.push_str(text),
            Block::Paragraph { runs } => runs.iter().for_each(|run| all.push_str(&run.text)),
            Block::Labelled { label, runs, .. } => {
                all.push_str(label);
                all.push('：');
                runs.iter().for_each(|run| all.push_str(&run.text));
            }
            Block::Table(table) => {
                table.columns.iter().for_each(|column| all.push_str(&format!("|{}", column.name)));
                table.rows.iter().flatten().for_each(|cell| all.push_str(&format!("|{}", cell.text)));
            }
            Block::Blank => {}
        }
    }
    all
}

#[test]
fn a_notice_says_what_is_known_and_leaves_out_the_place_that_is_not() {
    let (charter, sitting) = (charter(), sitting());
    let notice = meeting::notice(&charter, &sitting, Lang::Zh).unwrap();
    let said = text(&notice);
    for words in [
        "关于召开理事会（示例）第十一次会议的通知",
        "\n一、会议时间\n2026年3月2日 9:30",
        "\n二、主持人\n示例甲",
        "\n三、会议议题\n1.听取示例工作要点（汇报单位：示例甲市发展改革委）\n2.议定示例{花括号}方案",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("会议地点"), "{said}");
    let head = notice.head.expect("a red head");
    assert!(
        kernel::is_document_number(&head.number) && head.number.ends_with("〔2026〕11号"),
        "{}",
        head.number
    );
    assert_eq!(notice.date, Date::parse("2026-03-05"));
    let english = text(&meeting::notice(&charter, &sitting, Lang::En).unwrap());
    assert!(english.contains("Notice of the 11th meeting") && english.contains("I. Time"), "{english}");
}

#[test]
fn minutes_have_what_was_settled_who_was_there_and_no_seal() {
    let (charter, sitting) = (charter(), sitting());
    let minutes = meeting::minutes(&charter, &sitting, Lang::Zh).unwrap();
    let said = text(&minutes);
    for words in [
        "主持：示例甲",
        "\n一、示例工作要点\n会议听取了示例汇报。\n会议要求抓好落实。",
        "出席：示例甲市 示例甲、示例丙；示例乙市 示例乙",
        "列席：示例办公室 示例丁",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("请假") && !said.contains("花括号"), "{said}");
    assert!(minutes.signature.is_empty() && minutes.date.is_none(), "no seal on minutes");
    assert_eq!(minutes.head.unwrap().number, "第11号");
    assert_eq!(minutes.imprint.expect("printed").date, Date::parse("2026-03-05").unwrap());
}

#[test]
fn a_topic_list_and_a_resolution_come_from_the_same_meeting() {
    let (charter, sitting) = (charter(), sitting());
    let said = text(&meeting::topic_list(&charter, &sitting, Lang::Zh).unwrap());
    for words in ["|序号|议题|方式", "|1|示例工作要点|听取|示例甲市发展改革委|15|示例说明.docx"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    let resolution = meeting::resolution(&charter, &sitting, 0, "〔2026〕3号", Lang::Zh).unwrap();
    let said = text(&resolution);
    assert!(said.contains("会议决定：会议听取了示例汇报。\n会议要求抓好落实。"), "{said}");
    assert!(resolution.note.contains("第十一次会议通过"), "{}", resolution.note);
    assert_eq!(resolution.head.unwrap().number, "〔2026〕3号");
    let refused = meeting::resolution(&charter, &sitting, 1, "〔2026〕4号", Lang::Zh).unwrap_err();
    assert_eq!(refused.code, "documents.nothing_settled");
}

#[test]
fn a_pack_is_made_for_one_member_and_says_what_could_not_go_in() {
    let (charter, sitting) = (charter(), sitting());
    let copy = Copy { number: 2, member: "示例乙".into() };
    let pack = meeting::pack(&charter, &sitting, Some(&copy), Lang::Zh).unwrap();
    assert_eq!(pack.copy, "第2号 示例乙");
    assert_eq!(pack.items[1].title, "二、示例{花括号}方案");
    assert_eq!(pack.lines.len(), 2, "the place is not known: {:?}", pack.lines);
    assert_eq!(meeting::pack(&charter, &sitting, None, Lang::Zh).unwrap().copy, "");
    let printer = Printer::new(None);
    match printer.pack(&pack, &mut |_| Err(std::io::Error::other("nothing is asked for"))) {
        Ok(made) => {
            assert!(made.pdf.starts_with(b"%PDF-"));
            assert!(made.placed.iter().all(|(_, placed)| *placed == Placed::Other), "{:?}", made.placed);
        }
        Err(refusal) => assert_eq!(refusal.code, "documents.no_typefaces"),
    }
}

#[test]
fn another_zone_has_other_words_and_numbers_and_a_body_may_have_its_own_form() {
    let (mut charter, sitting) = (charter(), sitting());
    let mut own = charter.papers["minutes"].clone();
    own.id = "minutes-own".into();
    own.bodies = vec!["sample_council".into()];
    own.number = Text::new("〔{year}〕{number}号", "");
    own.words.insert("present".into(), Text::new("参会", ""));
    charter.papers.insert(own.id.clone(), own);
    let minutes = meeting::minutes(&charter, &sitting, Lang::Zh).unwrap();
    assert!(text(&minutes).contains("参会：示例甲市"));
    assert_eq!(minutes.head.unwrap().number, "〔2026〕11号");
    let other = MeetingPaper { body: "another".into(), ..sitting };
    assert!(text(&meeting::minutes(&charter, &other, Lang::Zh).unwrap()).contains("出席：示例甲市"));
    charter.papers.clear();
    assert_eq!(meeting::minutes(&charter, &other, Lang::Zh).unwrap_err().code, "documents.no_paper");
}
