//! What came out of the press, measured on its pages.

use super::*;
use crate::Slip;
use crate::fonts::{FontsMissing, PACKAGES};
use crate::model::{Annex, Block, Column, Head, Imprint, Run, Table, Tint};
use kernel::Date;
use typst::layout::{Frame, FrameItem, Point};

/// A line of glyphs: where its baseline is and where each glyph begins, in millimetres from the corner of
/// the paper.
pub(crate) struct Line {
    pub(crate) page: usize,
    pub(crate) baseline: f64,
    pub(crate) text: String,
    pub(crate) starts: Vec<f64>,
    pub(crate) end: f64,
    pub(crate) size_pt: f64,
    pub(crate) family: String,
}

/// A press, or a note that this machine has no typefaces for one.
pub(crate) fn press() -> Option<Press> {
    match Press::new(None) {
        Ok(press) => Some(press),
        Err(missing) => {
            assert!(std::env::var_os("CHAOBAI_NEEDS_TYPEFACES").is_none(), "{missing}");
            println!("skipped: {missing}");
            None
        }
    }
}

pub(crate) fn lines(press: &Press, document: &Document) -> Vec<Line> {
    press
        .with_pages(document, |pages| {
            let mut found = Vec::new();
            for (number, page) in pages.pages().iter().enumerate() {
                collect(&page.frame, Point::zero(), number, &mut found);
            }
            Ok(found)
        })
        .unwrap()
}

fn collect(frame: &Frame, at: Point, page: usize, found: &mut Vec<Line>) {
    for (offset, item) in frame.items() {
        let here = at + *offset;
        match item {
            FrameItem::Group(group) => collect(&group.frame, here, page, found),
            FrameItem::Text(text) => {
                let mut x = here.x;
                let mut starts = Vec::new();
                for glyph in &text.glyphs {
                    starts.push(x.to_mm());
                    x += glyph.x_advance.at(text.size);
                }
                found.push(Line {
                    page,
                    baseline: here.y.to_mm(),
                    text: text.text.to_string(),
                    starts,
                    end: x.to_mm(),
                    size_pt: text.size.to_pt(),
                    family: text.font.font().info().family.to_string(),
                });
            }
            _ => {}
        }
    }
}

/// A document of nothing but text: every character fills its cell.
fn full_of_text() -> Document {
    let mut document = Document::new("measure", Lang::Zh, "量");
    let text: String =
        "通州区与北三县一体化高质量发展示范区执行委员会办公室二〇".chars().cycle().take(28 * 60).collect();
    document.body = vec![Block::Paragraph { runs: vec![Run::text(text)] }];
    document
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let Some(press) = press() else { return };
    let lines = lines(&press, &full_of_text());
    let body: Vec<&Line> =
        lines.iter().filter(|line| line.page == 1 && line.size_pt == sizes::BODY_PT).collect();
    assert_eq!(body.len(), 22, "lines on the second page");
    for line in &body {
        assert_eq!(line.starts.len(), 28, "{}", line.text);
        assert!((line.starts[0] - 28.0).abs() < 0.05, "left edge {}", line.starts[0]);
        assert!((line.end - 184.0).abs() < 0.15, "right edge {}", line.end);
        for pair in line.starts.windows(2) {
            assert!((pair[1] - pair[0] - 156.0 / 28.0).abs() < 0.01, "pitch {}", pair[1] - pair[0]);
        }
    }
    for pair in body.windows(2) {
        assert!((pair[1].baseline - pair[0].baseline - 225.0 / 22.0).abs() < 0.01);
    }
    let height = sizes::BODY_PT / sizes::PT_PER_MM;
    let top = body[0].baseline - 0.88 * height;
    assert!((top - 37.0).abs() < 0.05, "upper edge of the text area {top}");
    let bottom = body[21].baseline + 0.12 * height;
    assert!(bottom <= 262.0 && bottom > 262.0 - 10.23, "last line ends at {bottom}");
    assert!(body.iter().all(|line| line.family.contains("Fang")), "{}", body[0].family);
}

#[test]
fn page_numbers_stand_outside_between_dashes() {
    let Some(press) = press() else { return };
    let lines = lines(&press, &full_of_text());
    let number = |page: usize| -> (f64, f64, f64, String) {
        let parts: Vec<&Line> = lines.iter().filter(|l| l.page == page && l.baseline > 262.0).collect();
        let text = parts.iter().map(|l| l.text.as_str()).collect();
        (parts[0].starts[0], parts.last().unwrap().end, parts[0].baseline, text)
    };
    let em = sizes::SMALL_PT / sizes::PT_PER_MM;
    let (_, end, baseline, text) = number(0);
    assert_eq!(text, "— 1 —");
    assert!((end - (184.0 - em)).abs() < 0.1, "odd: one character from the right, {end}");
    assert!((baseline - 0.38 * em - 269.0).abs() < 0.1, "the dash is 7 mm below the text area");
    let (start, _, _, text) = number(1);
    assert_eq!(text, "— 2 —");
    assert!((start - (28.0 + em)).abs() < 0.1, "even: one character from the left, {start}");
}

fn with_everything() -> Document {
    let mut document = Document::new("everything", Lang::Zh, "关于示例事项办理情况的\n报告（示例）");
    document.head = Some(Head {
        issuer: "示例市河谷合作区委员会文件".into(),
        number: "示河委〔2023〕1号".into(),
        signer: String::new(),
        tint: Tint::Red,
    });
    document.note = "（示例）".into();
    document.addressee = "示例理事会".into();
    document.body = vec![
        Block::Heading { level: 1, text: "交通".into() },
        Block::Heading { level: 2, text: "公交".into() },
        Block::Paragraph {
            runs: vec![
                Run::text("日客运量"),
                Run::link("约13万人次", "http://127.0.0.1/figures/T09"),
                Run::text("；姓名：喆。"),
            ],
        },
        Block::Heading { level: 3, text: "线路".into() },
        Block::Heading { level: 4, text: "其他".into() },
    ];
    document.number_headings();
    document.attachments = vec!["数据来源".into(), "名单".into()];
    document.signature = vec!["示例委员会".into()];
    document.date = Date::parse("2023-12-29");
    document.annexes = vec![Annex {
        title: "数据来源".into(),
        body: vec![Block::Table(Table {
            columns: vec![Column::new("编号", 1), Column::new("数值", 2)],
            rows: vec![vec![Run::link("T09", "http://127.0.0.1/figures/T09"), Run::text("约13万人次/日")]],
        })],
    }];
    document.imprint = Some(Imprint {
        copies: "示例甲市，示例乙市。".into(),
        printer: "示例委员会办公室".into(),
        date: Date::parse("2023-12-30").unwrap(),
    });
    document
}

#[test]
fn head_number_title_and_levels_stand_where_the_standard_says() {
    let Some(press) = press() else { return };
    let lines = lines(&press, &with_everything());
    let find = |text: &str| lines.iter().find(|l| l.text.contains(text)).unwrap_or_else(|| panic!("{text}"));
    let name = find("委员会文件");
    let top = name.baseline - 0.88 * name.size_pt / sizes::PT_PER_MM;
    assert!((top - (37.0 + 35.0)).abs() < 0.1, "the issuer's name begins at {top}");
    assert_eq!(find("示河委").size_pt, 16.0);
    let number = find("示河委").baseline - name.baseline - 0.12 * name.size_pt / sizes::PT_PER_MM;
    let two_lines = 2.0 * 225.0 / 22.0 + 0.88 * 16.0 / sizes::PT_PER_MM;
    assert!((number - two_lines).abs() < 0.2, "two lines between name and number, {number}");
    assert_eq!((find("关于示例").size_pt, find("报告（示例").size_pt), (22.0, 22.0));
    assert!(find("一、交通").family.contains("Hei"));
    assert!(find("（一）公交").family.contains("Kai"));
    assert!(find("线路").family.contains("Fang") && find("其他").family.contains("Fang"));
    assert!(find("喆").family.contains("Serif"), "rare characters of names are not lost");
    assert!((find("一、交通").starts[0] - (28.0 + 2.0 * 156.0 / 28.0)).abs() < 0.1, "indented by two");
    let grid = |line: &Line| (line.baseline - find("示例理事会").baseline) / (225.0 / 22.0);
    for (text, number) in
        [("一、交通", 1.0), ("（一）公交", 2.0), ("日客运量", 3.0), ("线路", 4.0), ("其他", 5.0)]
    {
        assert!((grid(find(text)) - number).abs() < 0.01, "{text} stands on the grid: {}", grid(find(text)));
    }
    let imprint = find("示例委员会办公室");
    assert!(
        imprint.baseline > 245.0 && imprint.page == lines.last().unwrap().page,
        "at the foot of the last page"
    );
    let date = lines.iter().find(|line| line.text.trim() == "日").expect("the date");
    assert!(
        (date.end - (184.0 - 4.0 * 156.0 / 28.0)).abs() < 0.3,
        "four characters from the right: {}",
        date.end
    );
}

#[test]
fn the_same_document_gives_the_same_bytes_and_its_numbers_lead_on() {
    let Some(press) = press() else { return };
    let once = press.pdf(&with_everything()).unwrap();
    assert_eq!(once, press.pdf(&with_everything()).unwrap());
    assert!(once.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&once);
    assert!(text.contains("http://127.0.0.1/figures/T09"), "the number is a link");
    assert!(!text.contains("CreationDate"), "no wall clock in it");
    assert!(text.matches("/FontFile").count() >= 4, "typefaces are embedded");
    assert!(once.len() < 400_000, "and subset: {} bytes", once.len());
}

#[test]
fn nothing_that_is_written_is_read_as_markup() {
    let Some(press) = press() else { return };
    let mut document = full_of_text();
    let nasty = "#panic() $x$ *b* @a <l> \\ // /* `raw` = h";
    document.title = vec![nasty.into()];
    document.body = vec![Block::Paragraph { runs: vec![Run::text(nasty)] }];
    let all: String = lines(&press, &document).iter().map(|l| l.text.as_str()).collect();
    assert!(all.contains("#panic()") && all.contains("/*") && all.contains("`raw`"), "{all}");
}

fn slip() -> Slip {
    let said = |label: &str, text: &str| (label.to_owned(), text.to_owned());
    Slip {
        id: "slip".into(),
        lang: Lang::Zh,
        issuer: "示例委员会办公室".into(),
        number: "〔2023〕7号".into(),
        tint: Tint::Yellow,
        title: "黄色督办单（催办）".into(),
        rows: vec![
            ("督办事项".into(), Run::link("示例事项", "http://127.0.0.1/registers/x")),
            ("承办单位".into(), Run::text("示例局")),
            ("空着的".into(), Run::text("")),
        ],
        reason: said("发单事由", "序时进度滞后 12 个百分点"),
        demand: said("要求", "说明原因"),
        blanks: vec![("反馈情况".into(), 4), ("负责人签字".into(), 1)],
        sent_on: Date::parse("2023-12-01").unwrap(),
    }
}

#[test]
fn a_slip_is_set_in_its_colour_with_its_reason_and_never_without() {
    let Some(press) = press() else { return };
    let mut slip = slip();
    let found = lines(&press, &slip.document().unwrap());
    let has = |text: &str| found.iter().any(|line| line.text.contains(text));
    assert!(has("黄色督办单（催办）") && has("滞后") && has("反馈情况") && has("2023") && !has("空着的"));
    let head = found.iter().find(|line| line.size_pt > 30.0).expect("the head");
    let top = head.baseline - 0.88 * head.size_pt / sizes::PT_PER_MM;
    assert!((top - 72.0).abs() < 0.1, "35 mm below the text area: {top}");
    assert_eq!(found.iter().map(|line| line.page).max(), Some(0), "one matter, one page");
    assert_eq!(slip.document().unwrap().head.unwrap().tint, Tint::Yellow);
    slip.reason.1 = " ".into();
    assert!(slip.document().is_none(), "no slip without a reason");
}

#[test]
fn typefaces_that_are_missing_are_named_with_the_packages_that_bring_them() {
    let said = FontsMissing(vec![Role::Fang, Role::Kai]).to_string();
    assert!(
        said.contains("仿宋") && said.contains("楷体") && PACKAGES.iter().all(|p| said.contains(p)),
        "{said}"
    );
    // A machine without any: a press refuses to set what would come out in whatever there is.
    let empty = std::env::temp_dir().join("chaobai-no-typefaces");
    let missing = Press::in_folders(&[&empty]).err().expect("no press without typefaces");
    assert_eq!(missing.0, Role::ALL);
}

/// Writes sample documents where somebody can look at them: `CHAOBAI_SAMPLES=folder cargo test -p document`.
#[test]
fn samples_are_written_where_asked() {
    let (Some(press), Some(folder)) = (press(), std::env::var_os("CHAOBAI_SAMPLES")) else { return };
    let folder = std::path::PathBuf::from(folder);
    for document in [with_everything(), full_of_text(), slip().document().unwrap()] {
        std::fs::write(folder.join(format!("{}.pdf", document.id)), press.pdf(&document).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{}.docx", document.id)), crate::docx(&document).unwrap())
            .unwrap();
    }
}
