//! The papers of a made-up meeting, measured on their pages.

use super::*;
use crate::press::tests::{Line, lines, press};
use crate::sizes;

const CHAR: f64 = 156.0 / 28.0;
const LINE: f64 = 225.0 / 22.0;

fn part(level: u8, heading: &str, text: &[&str], list: Option<List>) -> Part {
    Part { level, heading: heading.into(), text: text.iter().map(|text| (*text).to_owned()).collect(), list }
}

fn paper(id: &str) -> Paper {
    let item = |order: &str, name: &str, mode: &str, wording: Option<&str>| Item {
        order: order.into(),
        matter: Run::link(name, "http://127.0.0.1/registers/agenda/1"),
        mode: mode.into(),
        reporter: "示例甲市发展改革委（示例）".into(),
        minutes: "15".into(),
        papers: vec!["示例方案.pdf".into(), "示例说明.docx".into()],
        decision: wording
            .map(|wording| Decision { heading: format!("关于{name}"), wording: wording.into() }),
    };
    let many = |unit: &str, count: usize| -> Vec<Person> {
        (1..=count).map(|n| Person::new(format!("{unit}水务局"), format!("示例{n}"))).collect()
    };
    let facts = [
        ("body", "示例河谷合作区理事会"),
        ("meeting", "示例河谷合作区理事会第三次会议"),
        ("date", "2026年3月2日"),
        ("place", "示例会议中心"),
        ("chair", "示例甲"),
        ("time", ""),
    ];
    let words = [
        ("date", "时间"),
        ("place", "地点"),
        ("chair", "主持"),
        ("present", "出席"),
        ("excused", "请假"),
        ("attending", "列席"),
        ("order", "序号"),
        ("item", "议题"),
        ("mode", "方式"),
        ("reporter", "汇报单位"),
        ("minutes", "用时（分）"),
        ("papers", "材料"),
    ];
    let map =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Paper {
        id: id.into(),
        lang: Lang::Zh,
        flag: String::new(),
        number: String::new(),
        title: String::new(),
        note: String::new(),
        addressee: String::new(),
        parts: Vec::new(),
        attachments: Vec::new(),
        signature: Vec::new(),
        date: None,
        imprint: None,
        facts: map(&facts),
        words: map(&words),
        items: vec![
            item("1", "示例工作要点", "听取", Some("会议听取了示例汇报。\n会议指出，示例工作有序推进。")),
            item("2", "示例实施方案", "审议", Some("原则通过，按会议意见修改后印发。")),
            item("3", "示例重大项目", "议定", None),
        ],
        people: Present {
            present: [many("示例甲市", 9), many("示例乙市", 9)].concat(),
            excused: vec![Person::new("示例丙县", "示例丁")],
            attending: vec![Person::new("", "示例戊")],
        },
    }
}

fn minutes() -> Paper {
    Paper {
        flag: "{body}会议纪要".into(),
        number: "第3号".into(),
        title: "{meeting}纪要".into(),
        parts: vec![
            part(0, "", &["{date}，{chair}主持召开{meeting}。现将会议议定事项纪要如下："], None),
            part(0, "", &[], Some(List::Decisions)),
            part(0, "", &[], Some(List::Attendance)),
        ],
        imprint: Some(Imprint {
            copies: "示例甲市，示例乙市。".into(),
            printer: "示例委员会办公室".into(),
            date: Date::parse("2026-03-05").unwrap(),
        }),
        ..paper("minutes")
    }
}

fn notice() -> Paper {
    Paper {
        flag: "{body}文件".into(),
        number: "示河理〔2026〕3号".into(),
        title: "关于召开{meeting}的通知".into(),
        addressee: "理事会各成员单位".into(),
        parts: vec![
            part(0, "", &["定于{date}召开{meeting}，现将有关事项通知如下："], None),
            part(1, "会议时间", &["{date}{time}", "{date}，地点另行通知"], None),
            part(1, "会议地点", &["{place}"], None),
            part(1, "谁也不在的一段", &["{nothing}"], None),
            part(1, "会议议题", &[], Some(List::Topics)),
        ],
        attachments: vec!["议题单".into()],
        signature: vec!["示例河谷合作区理事会办公室".into()],
        date: Date::parse("2026-02-10"),
        ..paper("notice")
    }
}

fn topic_list() -> Paper {
    Paper {
        title: "{meeting}议题单".into(),
        note: "（{date}　{place}）".into(),
        parts: vec![part(0, "", &[], Some(List::TopicTable))],
        ..paper("topics")
    }
}

fn resolution() -> Paper {
    let mut paper = paper("resolution");
    paper.facts.insert("item".into(), "示例实施方案".into());
    paper.facts.insert("wording".into(), "同意示例实施方案，由示例执委会组织实施。".into());
    Paper {
        flag: "{body}决议".into(),
        number: "〔2026〕3号".into(),
        title: "{body}关于{item}的决议".into(),
        note: "（{date}{meeting}通过）".into(),
        parts: vec![part(0, "", &["{meeting}审议了{item}。", "会议决定：{wording}"], None)],
        signature: vec!["{body}".into()],
        date: Date::parse("2026-03-02"),
        ..paper
    }
}

fn find<'a>(lines: &'a [Line], text: &str) -> &'a Line {
    lines.iter().find(|line| line.text.contains(text)).unwrap_or_else(|| {
        panic!("{text} in {}", lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("|"))
    })
}

/// Everything in a line of the page, from left to right.
fn whole(lines: &[Line], at: &Line) -> String {
    let mut parts: Vec<&Line> =
        lines.iter().filter(|l| l.page == at.page && (l.baseline - at.baseline).abs() < 0.01).collect();
    parts.sort_by(|a, b| a.starts[0].total_cmp(&b.starts[0]));
    parts.into_iter().map(|line| line.text.as_str()).collect()
}

fn top(line: &Line) -> f64 {
    line.baseline - 0.88 * line.size_pt / sizes::PT_PER_MM
}

#[test]
fn minutes_have_their_flag_35_mm_down_decisions_by_number_attendance_by_unit_and_no_seal() {
    let Some(press) = press() else { return };
    let document = minutes().document();
    let lines = lines(&press, &document);
    let flag = find(&lines, "理事会会议纪要");
    assert!((top(flag) - 72.0).abs() < 0.1 && flag.size_pt > 22.0, "flag {} {}", top(flag), flag.size_pt);
    assert_eq!(document.head.as_ref().unwrap().tint, Tint::Red);
    let number = find(&lines, "号");
    assert_eq!(whole(&lines, number), "第3号");
    let gap = number.baseline - flag.baseline - 0.12 * flag.size_pt / sizes::PT_PER_MM;
    assert!((gap - 2.0 * LINE - 0.88 * 16.0 / sizes::PT_PER_MM).abs() < 0.2, "two lines below: {gap}");
    assert_eq!(find(&lines, "次会议纪要").size_pt, 22.0);
    // Text, decisions and attendance stand on the grid.
    let first = find(&lines, "主持召开");
    for text in ["一、关于示例工作要点", "会议指出", "二、关于示例实施方案", "原则通过"]
    {
        let line = find(&lines, text);
        let steps = (line.baseline - first.baseline) / LINE + f64::from(line.page as u32) * 22.0;
        // The first page's grid begins under the title, later pages' at the top.
        if line.page == first.page {
            assert!((steps - steps.round()).abs() < 0.02, "{text} stands between lines: {steps}");
        }
        assert!((line.starts[0] - 28.0 - 2.0 * CHAR).abs() < 0.1, "{text} is indented by two");
    }
    assert!(find(&lines, "一、关于").family.contains("Hei"));
    assert!(!lines.iter().any(|line| line.text.contains("三、")), "an item without a decision is not in it");
    // 出席: two characters in, 黑体; further lines below the first name.
    let present = find(&lines, "出席");
    assert!(present.family.contains("Hei") && (present.starts[0] - 28.0 - 2.0 * CHAR).abs() < 0.1);
    let names = find(&lines, "示例甲市水务局");
    // A full line may give up to half a millimetre of its punctuation to be even.
    assert!((names.starts[0] - 28.0 - 5.0 * CHAR).abs() < 0.5, "names begin at {}", names.starts[0]);
    let below = lines
        .iter()
        .filter(|l| l.page == names.page && l.baseline > names.baseline + 1.0)
        .min_by(|a, b| (a.baseline, a.starts[0]).partial_cmp(&(b.baseline, b.starts[0])).unwrap())
        .expect("a second line of names");
    assert!((below.starts[0] - 28.0 - 5.0 * CHAR).abs() < 0.3, "the next line begins at {}", below.starts[0]);
    let before = lines
        .iter()
        .filter(|l| l.page == present.page && l.baseline < present.baseline - 1.0)
        .map(|l| l.baseline)
        .fold(0.0, f64::max);
    if before > 0.0 {
        assert!(
            (present.baseline - before - 2.0 * LINE).abs() < 0.05,
            "an empty line before it: {}",
            present.baseline - before
        );
    }
    assert!(find(&lines, "请假").family.contains("Hei") && find(&lines, "列席").family.contains("Hei"));
    let all: String = lines.iter().map(|line| line.text.as_str()).collect();
    assert!(all.contains("示例甲市水务局 示例1、") && all.contains("；示例乙市水务局"), "{all}");
    assert!(document.signature.is_empty() && document.date.is_none(), "no seal on minutes");
    assert!(find(&lines, "委员会办公室").baseline > 245.0, "the imprint is at the foot of the last page");
}

#[test]
fn a_notice_tells_time_place_and_topics_and_leaves_out_what_nobody_knows() {
    let Some(press) = press() else { return };
    let lines = lines(&press, &notice().document());
    let all: String = lines.iter().map(|line| line.text.as_str()).collect();
    for text in ["示河理〔2026〕3号", "一、会议时间", "二、会议地点", "三、会议议题", "1.听取示例工作要点"]
    {
        assert!(all.contains(text), "{text} in {all}");
    }
    assert!(!all.contains("谁也不在") && !all.contains('{'), "{all}");
    assert!(!all.contains("2026年3月2日一"), "a paragraph whose time is not known is left out");
    let addressee = find(&lines, "各成员单位");
    assert!((addressee.starts[0] - 28.0).abs() < 0.05, "flush left");
    assert!(whole(&lines, addressee).ends_with('：'));
    let date = lines.iter().rfind(|line| line.text.trim() == "日").expect("the date");
    assert!((date.end - (184.0 - 4.0 * CHAR)).abs() < 0.3, "four characters from the right: {}", date.end);
    let title: Vec<&Line> = lines.iter().filter(|line| line.size_pt == 22.0).collect();
    let middle = (title[0].starts[0] + title[0].end) / 2.0;
    assert!((middle - 106.0).abs() < 0.5, "centred in the text area: {middle}");
}

#[test]
fn a_topic_list_is_a_table_over_the_width_of_the_text() {
    let Some(press) = press() else { return };
    let lines = lines(&press, &topic_list().document());
    for text in ["序号", "议题", "方式", "汇报单位", "材料"] {
        let label = lines.iter().find(|line| line.text == text).unwrap_or_else(|| panic!("{text}"));
        assert!(label.family.contains("Hei"), "{text}");
    }
    for text in ["示例工作要点", "审议", "15", "示例方案"] {
        let line = find(&lines, text);
        assert!(line.starts[0] > 28.0 && line.end < 184.0, "{text} stands within the text area");
    }
    let cell = lines.iter().find(|line| line.text == "1").expect("the first number");
    let heading = find(&lines, "序号");
    let middle = |line: &Line| (line.starts[0] + line.end) / 2.0;
    assert!((middle(heading) - middle(cell)).abs() < 0.2, "short columns are centred");
}

#[test]
fn a_resolution_names_when_it_was_adopted_under_its_title() {
    let Some(press) = press() else { return };
    let lines = lines(&press, &resolution().document());
    let note = find(&lines, "第三次会议通过");
    assert!(note.family.contains("Kai"));
    assert!(note.baseline > find(&lines, "的决议").baseline);
    let all: String = lines.iter().map(|line| line.text.as_str()).collect();
    assert!(all.contains("会议决定：同意示例实施方案") && all.contains("〔2026〕3号"), "{all}");
}

#[test]
fn every_paper_is_an_office_document_of_the_same_page_and_words() {
    use std::io::{Cursor, Read};
    for paper in [minutes(), notice(), topic_list(), resolution()] {
        let bytes = crate::docx(&paper.document()).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut xml = String::new();
        zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        for margin in [r#"w:top="2097""#, r#"w:right="1474""#, r#"w:bottom="1984""#, r#"w:left="1587""#] {
            assert!(xml.contains(margin), "{} {margin}", paper.id);
        }
        assert!(xml.contains(r#"w:linePitch="579""#) && xml.contains(r#"w:charSpace="-848""#));
        let read = crate::read::look("docx", &bytes);
        assert_eq!(read.unread, None);
        let text = &read.texts.iter().find(|(part, _)| *part == crate::read::Part::Text).unwrap().1;
        let title = paper.document().title_line();
        assert!(text.replace('\n', "").contains(&title), "{title} in {text}");
        if paper.id == "minutes" {
            assert!(xml.contains("w:hanging=") && text.contains("出席：示例甲市水务局 示例1、"), "{text}");
        }
    }
}

#[test]
fn in_english_lists_are_set_with_english_marks() {
    let mut paper = Paper { lang: Lang::En, ..notice() };
    paper.words.insert("reporter".into(), "Reporter".into());
    let document = paper.document();
    let text: Vec<String> = document
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph { runs } => Some(runs.iter().map(|run| run.text.as_str()).collect()),
            _ => None,
        })
        .collect();
    assert!(
        text.iter()
            .any(|line| line.starts_with("1. 听取: ")
                && line.ends_with("(Reporter: 示例甲市发展改革委（示例）)")),
        "{text:?}"
    );
}

/// Writes the papers where somebody can look at them, as `samples_are_written_where_asked` does.
#[test]
fn papers_are_written_where_asked() {
    let (Some(press), Some(folder)) = (press(), std::env::var_os("CHAOBAI_SAMPLES")) else { return };
    let folder = std::path::PathBuf::from(folder);
    for paper in [minutes(), notice(), topic_list(), resolution()] {
        let document = paper.document();
        std::fs::write(folder.join(format!("{}.pdf", paper.id)), press.pdf(&document).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{}.docx", paper.id)), crate::docx(&document).unwrap()).unwrap();
    }
}
