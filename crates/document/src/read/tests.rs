//! What is read of files made here and by the writers of this crate.

use super::*;
use crate::press::tests::press;
use crate::{Block, Document, Run};
use kernel::Lang;
use std::io::{Cursor, Write};

fn text(look: &Look, part: Part) -> String {
    look.texts
        .iter()
        .filter(|(p, _)| *p == part)
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn paper() -> Document {
    let mut document = Document::new("read", Lang::Zh, "机密★1年");
    document.body = vec![Block::Paragraph { runs: vec![Run::text("示例正文。")] }];
    document
}

#[test]
fn the_first_page_of_a_pdf_is_read_with_its_properties() {
    let Some(press) = press() else { return };
    let mut long = paper();
    let fill: String = "字".repeat(28 * 40);
    long.body = vec![
        Block::Paragraph { runs: vec![Run::text(fill)] },
        Block::Paragraph { runs: vec![Run::text("第二页的话")] },
    ];
    let found = look("pdf", &press.pdf(&long).unwrap());
    assert_eq!(found.unread, None);
    assert!(text(&found, Part::Text).contains("机密★1年\n"), "{found:?}");
    assert!(!text(&found, Part::Text).contains("第二页的话"));
    assert!(text(&found, Part::Properties).contains("机密★1年"), "the title is a property: {found:?}");
}

#[test]
fn the_text_of_office_files_is_read_from_runs_headers_cells_and_properties() {
    let found = look("docx", &crate::docx(&paper()).unwrap());
    assert_eq!(found.unread, None);
    assert!(text(&found, Part::Text).contains("机密★1年"), "{found:?}");
    let docx = archive(&[
        (
            "docProps/custom.xml",
            "<Properties><property name=\"密级\"><vt:lpwstr>机密★</vt:lpwstr></property></Properties>",
        ),
        (
            "word/document.xml",
            "<w:document><w:p><w:r><w:t>秘</w:t></w:r><w:r><w:t xml:space=\"preserve\">密&#x2605;1年</w:t></w:r></w:p><w:p><w:t>A &amp; B</w:t></w:p></w:document>",
        ),
        ("word/header1.xml", "<w:hdr><w:p><w:t>页眉</w:t></w:p></w:hdr>"),
    ]);
    let found = look("docx", &docx);
    assert!(text(&found, Part::Text).contains("秘密★1年\nA & B"), "{found:?}");
    assert!(text(&found, Part::Text).contains("页眉\n"));
    assert!(text(&found, Part::Properties).contains("机密★\n"));
    let xlsx = archive(&[
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>密级：</t></si><si><r><t>绝</t></r><r><t>密</t></r></si></sst>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><c t=\"inlineStr\"><is><t>格中的话</t></is></c><c><v>7</v></c><headerFooter><oddHeader>&amp;C页眉</oddHeader></headerFooter></worksheet>",
        ),
    ]);
    let found = look("xlsx", &xlsx);
    let said = text(&found, Part::Text);
    assert!(said.contains("密级：\n绝密\n") && said.contains("格中的话") && said.contains("页眉"), "{said}");
}

#[test]
fn what_cannot_be_read_is_said_so() {
    let unread = |ending: &str, content: &[u8]| look(ending, content).unread;
    assert_eq!(unread("pdf", b"%PDF-1.7 nothing"), Some(Unread::Broken));
    assert_eq!(unread("docx", b"PK\x03\x04 nothing"), Some(Unread::Broken));
    assert_eq!(unread("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked"), Some(Unread::Encrypted));
    assert_eq!(unread("png", b"\x89PNG"), Some(Unread::NoText));
    assert_eq!(
        unread("docx", &archive(&[("word/document.xml", "<w:document></w:document>")])),
        Some(Unread::NoText)
    );
    let zip = look("zip", &archive(&[("机密★1年.pdf", "x")]));
    assert!(text(&zip, Part::Names).contains("机密★1年.pdf") && zip.unread == Some(Unread::NoText));
    assert_eq!(look("txt", "机密★".as_bytes()).texts, [(Part::Text, "机密★".to_owned())]);
}

#[test]
fn whatever_is_cut_off_or_turned_over_the_reader_comes_back() {
    let Some(press) = press() else { return };
    let whole = press.pdf(&paper()).unwrap();
    let office = crate::docx(&paper()).unwrap();
    for step in 0..60 {
        let cut = whole.len() * step / 60;
        let _ = look("pdf", &whole[..cut]);
        let _ = look("docx", &office[..office.len() * step / 60]);
        let mut turned = whole.clone();
        turned[cut] ^= 0x5a;
        let _ = (look("pdf", &turned), pages(&turned));
    }
}
