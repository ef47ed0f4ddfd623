//! The file as an office program finds it.

use super::*;
use std::io::Read;

fn sample() -> Document {
    let mut document = Document::new("sample", Lang::Zh, "示例\n报告");
    document.head = Some(Head {
        issuer: "示例委员会文件".into(),
        number: "示委〔2023〕1号".into(),
        signer: String::new(),
        tint: crate::Tint::Red,
    });
    document.body = vec![
        Block::Heading { level: 1, text: "一、交通".into() },
        Block::Paragraph {
            runs: vec![
                Run::text("A & B <c>"),
                Run::link("22条", "http://127.0.0.1/figures/T08?as_of=2023-12-29&x=1"),
            ],
        },
    ];
    document.annexes = vec![Annex {
        title: "数据来源".into(),
        body: vec![Block::Table(Table {
            columns: vec![Column::new("编号", 1), Column::new("数值", 3)],
            rows: vec![vec![Run::link("T08", "http://127.0.0.1/figures/T08"), Run::text("22条")]],
        })],
    }];
    document
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|_| panic!("{name}")).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_page_is_that_of_the_standard() {
    let bytes = docx(&sample()).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains(r#"<w:pgSz w:w="11906" w:h="16838""#), "A4");
    for margin in [r#"w:top="2097""#, r#"w:right="1474""#, r#"w:bottom="1984""#, r#"w:left="1587""#] {
        assert!(document.contains(margin), "{margin}");
    }
    assert!(document.contains(r#"w:type="linesAndChars""#) && document.contains(r#"w:linePitch="579""#));
    // 22 lines fit into the text area, 23 do not.
    let area = 16838 - 2097 - 1984;
    assert!((22 * 579..23 * 579).contains(&area));
    assert!(document.contains(r#"w:charSpace="-848""#), "28 characters in 156 mm");
}

#[test]
fn titles_headings_links_and_numbers_are_there() {
    let bytes = docx(&sample()).unwrap();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains(r#"w:val="Heading1""#) && document.contains("一、交通"));
    assert!(document.contains("A &amp; B &lt;c&gt;"), "text is escaped");
    assert!(document.contains(r#"r:id="rIdLink1""#) && document.contains(r#"r:id="rIdLink2""#));
    let links = part(&bytes, "word/_rels/document.xml.rels");
    assert!(links.contains("http://127.0.0.1/figures/T08?as_of=2023-12-29&amp;x=1"), "{links}");
    assert!(links.contains(r#"TargetMode="External""#));
    let styles = part(&bytes, "word/styles.xml");
    for name in ["仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"] {
        assert!(styles.contains(name), "{name}");
    }
    let settings = part(&bytes, "word/settings.xml");
    assert!(settings.contains("evenAndOddHeaders"), "odd and even pages differ");
    assert!(part(&bytes, "word/footer1.xml").contains("PAGE"));
}

#[test]
fn every_part_is_well_formed_and_two_writings_are_the_same() {
    let bytes = docx(&sample()).unwrap();
    let again = docx(&sample()).unwrap();
    let names: Vec<String> = zip::ZipArchive::new(Cursor::new(&bytes))
        .unwrap()
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    for needed in ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"] {
        assert!(names.iter().any(|name| name == needed), "{needed} of {names:?}");
    }
    for name in names.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let text = part(&bytes, name);
        assert_eq!(balance(&text), Ok(()), "{name}");
        assert_eq!(text, part(&again, name), "{name} is written the same twice");
    }
    assert!(bytes == again, "the archive holds no time of day");
}

/// Whether every element that is opened is closed, in order.
fn balance(xml: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').ok_or("a tag has no end")? + start;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let name = |tag: &str| tag.split([' ', '/']).next().unwrap_or_default().to_owned();
        match tag.as_bytes().first() {
            Some(b'?' | b'!') => {}
            Some(b'/') if open.last().map(String::as_str) == Some(&tag[1..]) => drop(open.pop()),
            Some(b'/') => return Err(format!("{tag} closes {open:?}")),
            _ if tag.ends_with('/') => {}
            _ => open.push(name(tag)),
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}
