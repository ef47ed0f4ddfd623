//! Packs, read back with a reader that has nothing to do with what made them (lopdf).

use super::*;
use crate::press::tests::press;
use crate::{Block, Document as Paper, Press, Run};
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Document, Object};
use std::collections::BTreeMap;

/// A PDF of so many pages.
fn paper(press: &Press, id: &str, pages: usize) -> Vec<u8> {
    let mut document = Paper::new(id, Lang::Zh, id);
    // The title takes three lines of the first page.
    let count = 28 * (22 * pages - 6);
    let text: String = "示例材料正文甲乙丙丁戊己庚辛".chars().cycle().take(count).collect();
    document.body = vec![Block::Paragraph { runs: vec![Run::text(text)] }];
    press.pdf(&document).unwrap()
}

fn locked(content: &[u8]) -> Vec<u8> {
    let mut document = Document::load_mem(content).unwrap();
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
    1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8,
    0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0xc9, 0xfe, 0x92, 0xef, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42,
    0x60, 0x82,
];

struct Shelf(BTreeMap<String, Vec<u8>>);

impl Shelf {
    fn put(&mut self, name: &str, content: Vec<u8>) -> PackPaper {
        // A name is as good as a digest here; both are 64 characters.
        let sha256 = format!("{:0>64}", self.0.len());
        let size = content.len() as u64;
        self.0.insert(sha256.clone(), content);
        PackPaper { name: name.into(), sha256, size, record: None }
    }

    fn read(&self, sha256: &str) -> io::Result<Vec<u8>> {
        self.0.get(sha256).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

fn words() -> PackWords {
    let word = str::to_owned;
    PackWords {
        contents: word("目录"),
        other: word("本材料以文件形式另发"),
        encrypted: word("本材料有密码，未能汇入"),
        broken: word("本材料已损坏，未能汇入"),
        missing: word("本材料不在库中"),
        record: word("本材料为系统条目"),
        file: word("文件"),
        digest: word("摘要"),
        size: word("大小"),
    }
}

fn pack(copy: &str, items: Vec<PackItem>) -> Pack {
    Pack {
        id: format!("pack/{copy}"),
        lang: Lang::Zh,
        flag: "示例河谷合作区理事会".into(),
        title: "示例河谷合作区理事会第三次会议材料".into(),
        lines: vec![("时间".into(), "2026年3月2日".into()), ("地点".into(), "示例会议中心".into())],
        copy: copy.into(),
        items,
        words: words(),
    }
}

/// Two items: a PDF of three pages, a picture, a .docx, a locked PDF, a broken one and one that is gone.
fn mixed(press: &Press) -> (Shelf, Vec<PackItem>) {
    let mut shelf = Shelf(BTreeMap::new());
    let three = paper(press, "three", 3);
    let locked = locked(&three);
    let mut papers = vec![
        shelf.put("方案.pdf", three),
        shelf.put("位置图.png", PNG.to_vec()),
        shelf.put("说明.docx", b"PK".to_vec()),
    ];
    let first =
        PackItem {
            title: "一、示例工作要点".into(), lines: vec!["听取".into()], papers: papers.clone()
        };
    papers = vec![
        shelf.put("加密.pdf", locked),
        shelf.put("损坏.pdf", b"%PDF-1.7\nnothing".to_vec()),
        PackPaper { name: "丢失.pdf".into(), sha256: "f".repeat(64), size: 5, record: None },
        PackPaper {
            name: "示例项目".into(),
            sha256: "e".repeat(64),
            size: 0,
            record: Some(vec![("正文".into(), "第一条 甲。\n第二条 乙。".into())]),
        },
        shelf.put("附表.pdf", paper(press, "two", 2)),
    ];
    let second = PackItem { title: "二、示例方案".into(), lines: Vec::new(), papers };
    (shelf, vec![first, second])
}

fn text_of(document: &Document, page: u32) -> String {
    document.extract_text(&[page]).unwrap().split_whitespace().collect()
}

#[test]
fn a_pack_has_bookmarks_numbers_and_everything_that_was_handed_in() {
    let Some(press) = press() else { return };
    let (shelf, items) = mixed(&press);
    let made = press.pack(&pack("第3号 示例甲", items), &mut |sha| shelf.read(sha)).unwrap();
    assert_eq!(
        made.placed,
        [
            ("方案.pdf".to_owned(), Placed::Pages(3)),
            ("位置图.png".to_owned(), Placed::Pages(1)),
            ("说明.docx".to_owned(), Placed::Other),
            ("加密.pdf".to_owned(), Placed::Encrypted),
            ("损坏.pdf".to_owned(), Placed::Broken),
            ("丢失.pdf".to_owned(), Placed::Missing),
            ("示例项目".to_owned(), Placed::Record),
            ("附表.pdf".to_owned(), Placed::Pages(2)),
        ]
    );
    let read = Document::load_mem(&made.pdf).unwrap();
    // Cover, contents; item and 3 + 1 + 1; item and 1 + 1 + 1 + 1 + 2.
    assert_eq!(read.get_pages().len(), 2 + 6 + 7);
    let toc = read.get_toc().unwrap().toc;
    let found: Vec<(usize, &str, usize)> =
        toc.iter().map(|entry| (entry.level, entry.title.as_str(), entry.page)).collect();
    assert_eq!(
        found,
        [
            (1, "一、示例工作要点", 3),
            (2, "方案.pdf", 4),
            (2, "位置图.png", 7),
            (2, "说明.docx", 8),
            (1, "二、示例方案", 9),
            (2, "加密.pdf", 10),
            (2, "损坏.pdf", 11),
            (2, "丢失.pdf", 12),
            (2, "示例项目", 13),
            (2, "附表.pdf", 14),
        ]
    );
    for page in 1..=15u32 {
        let text = text_of(&read, page);
        assert!(text.contains(&format!("—{page}—")), "page {page} bears its number: {text}");
        assert!(text.contains("第3号示例甲"), "page {page} says whose it is: {text}");
    }
    let contents = text_of(&read, 2);
    for (_, title, page) in &found {
        assert!(
            contents.contains(title) && contents.contains(&page.to_string()),
            "{title} {page} in {contents}"
        );
    }
    let told = [(8, "以文件形式另发"), (10, "有密码"), (11, "已损坏"), (12, "不在库中"), (13, "系统条目")];
    for (page, why) in told {
        let text = text_of(&read, page);
        assert!(text.contains(why) && text.contains("摘要"), "{why} on page {page}: {text}");
    }
    // Each placed page is there as what it was, not as a picture.
    for page in [4, 5, 6, 14, 15] {
        let id = read.get_pages()[&page];
        let forms = read.objects.values().filter(|object| is_form(object)).count();
        assert!(forms >= 5, "{forms} pages are embedded");
        let resources = read.get_page_resources(id).unwrap();
        let has = resources.0.is_some_and(|dict| dict.has(b"XObject"))
            || resources.1.iter().any(|id| read.get_dictionary(*id).is_ok_and(|dict| dict.has(b"XObject")));
        assert!(has, "page {page} has a page in it");
    }
}

fn is_form(object: &Object) -> bool {
    object
        .as_stream()
        .is_ok_and(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form"))
}

#[test]
fn every_copy_bears_its_owner_and_nobody_else_and_the_same_copy_is_the_same_bytes() {
    let Some(press) = press() else { return };
    let (shelf, items) = mixed(&press);
    let make = |copy: &str| press.pack(&pack(copy, items.clone()), &mut |sha| shelf.read(sha)).unwrap().pdf;
    let (one, two) = (make("第1号 示例甲"), make("第2号 示例乙"));
    assert!(one != two);
    assert!(one == make("第1号 示例甲"), "no clock and no chance in it");
    for (bytes, own, other) in [(&one, "第1号示例甲", "示例乙"), (&two, "第2号示例乙", "示例甲")]
    {
        let read = Document::load_mem(bytes).unwrap();
        let whole: String = read.get_pages().keys().map(|page| text_of(&read, *page)).collect();
        assert!(whole.contains(own) && !whole.contains(other), "{whole}");
    }
    let nobody = Document::load_mem(&make("")).unwrap();
    assert_eq!(nobody.get_pages().len(), 15);
}

#[test]
fn a_pack_without_papers_is_cover_and_contents() {
    let Some(press) = press() else { return };
    let empty = Vec::new();
    let made = press.pack(&pack("第1号 示例甲", empty), &mut |_| unreachable!()).unwrap();
    assert_eq!(Document::load_mem(&made.pdf).unwrap().get_pages().len(), 2);
}

/// How much memory a pack of 300 pages takes, once and again: `cargo test … pack_of_300 -- --ignored --nocapture`.
#[test]
#[ignore = "measures; takes a minute"]
fn a_pack_of_300_pages_for_many_members_takes_the_memory_of_one() {
    let Some(press) = press() else { return };
    let mut shelf = Shelf(BTreeMap::new());
    let items: Vec<PackItem> = (1..=10)
        .map(|n| PackItem {
            title: format!("议题{n}"),
            lines: Vec::new(),
            papers: (1..=3)
                .map(|m| shelf.put(&format!("材料{n}-{m}.pdf"), paper(&press, &format!("{n}-{m}"), 10)))
                .collect(),
        })
        .collect();
    let peak = || -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    };
    println!("before: {} MB", peak());
    let mut first = 0;
    for member in 1..=6 {
        let begun = std::time::Instant::now();
        let copy = format!("第{member}号 示例{member}");
        let made = press.pack(&pack(&copy, items.clone()), &mut |sha| shelf.read(sha)).unwrap();
        let pages = made
            .placed
            .iter()
            .map(|(_, placed)| if let Placed::Pages(n) = placed { *n } else { 0 })
            .sum::<usize>();
        println!(
            "copy {member}: {pages} pages, {} kB, {} ms, peak {} MB",
            made.pdf.len() / 1000,
            begun.elapsed().as_millis(),
            peak()
        );
        assert_eq!(pages, 300);
        if member == 1 {
            first = peak();
        }
    }
    assert!(peak() < first + first / 4, "{} MB after the first, {} MB after the last", first, peak());
}

/// Writes a pack where somebody can look at it.
#[test]
fn a_pack_is_written_where_asked() {
    let (Some(press), Some(folder)) = (press(), std::env::var_os("CHAOBAI_SAMPLES")) else { return };
    let (shelf, items) = mixed(&press);
    let made = press.pack(&pack("第3号 示例甲", items), &mut |sha| shelf.read(sha)).unwrap();
    std::fs::write(std::path::PathBuf::from(folder).join("pack.pdf"), made.pdf).unwrap();
}
