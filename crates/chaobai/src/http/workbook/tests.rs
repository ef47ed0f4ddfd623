//! Archives that lie, numbers and days as they are written, and tables among titles and totals.

use super::table::rows;
use super::*;
use crate::charter::model::{Charter, Register};
use crate::domain::sheets::{Epoch, Key};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook from its parts.
fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content).expect("content");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A workbook whose sheet, texts and styles are written by hand.
fn book(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = vec![
        ("[Content_Types].xml", TYPES.as_bytes().to_vec()),
        ("_rels/.rels", RELS.as_bytes().to_vec()),
        ("xl/workbook.xml", BOOK.as_bytes().to_vec()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes().to_vec()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes().to_vec()),
    ];
    for (name, content) in more {
        parts.retain(|(known, _)| known != name);
        parts.push((name, content.as_bytes().to_vec()));
    }
    zipped(&parts)
}

fn code(bytes: &[u8]) -> &'static str {
    let begun = Instant::now();
    let code = read(bytes, &|_| {}).map(|_| "").unwrap_or_else(|refusal| refusal.code);
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "slow even without optimisation: {:?}",
        begun.elapsed()
    );
    code
}

fn charter() -> &'static Charter {
    static READ: std::sync::OnceLock<Charter> = std::sync::OnceLock::new();
    READ.get_or_init(|| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
        crate::charter::read(&folder).expect("the fixture is right").charter
    })
}

fn bridges() -> &'static Register {
    charter().register("bridges").expect("a list")
}

fn texts(book: &Book) -> Vec<(u32, Vec<String>)> {
    let line = |line: &super::read::Line| {
        (line.number, line.cells.iter().map(|(_, content)| content.text().to_owned()).collect())
    };
    book.lines.iter().map(line).collect()
}

#[test]
fn what_is_no_workbook_is_refused_by_name() {
    assert_eq!(code(b""), "import.not_a_workbook");
    assert_eq!(code(b"PK\x03\x04 nothing"), "import.not_a_workbook");
    assert_eq!(code(b"name,state\n"), "import.not_a_workbook");
    assert_eq!(code(&zipped(&[("hello.txt", b"hello".to_vec())])), "import.not_a_workbook");
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old workbook"), "import.not_a_workbook");
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(code(&locked), "import.protected");
    assert_eq!(code(&book("<worksheet><sheetData/></worksheet>", &[])), "import.no_rows");
    assert_eq!(code(&book("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"", &[])), "import.not_a_workbook");
}

#[test]
fn archive_bombs_and_lying_sizes_are_refused_without_being_unpacked_into_memory() {
    // A sheet of zeros: 1:1000.
    let zeros = vec![b' '; 300 * 1024 * 1024];
    assert_eq!(code(&zipped(&[("xl/worksheets/sheet1.xml", zeros.clone())])), "import.too_big_inside");
    let smaller = vec![b' '; 40 * 1024 * 1024];
    assert_eq!(code(&zipped(&[("xl/worksheets/sheet1.xml", smaller.clone())])), "import.too_big_inside");
    // Texts and styles are kept whole, so less of them is allowed.
    assert_eq!(
        code(&zipped(&[("xl/sharedStrings.xml", zeros[..64 << 20].to_vec())])),
        "import.too_big_inside"
    );
    // Many parts that are each allowed.
    let many: Vec<(String, Vec<u8>)> = (0..2500).map(|n| (format!("xl/media/{n}.png"), vec![0])).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(name, c)| (name.as_str(), c.clone())).collect();
    assert_eq!(code(&zipped(&many)), "import.too_big_inside");

    // The size a part says it has, in the central directory and before the part, is made smaller.
    let honest =
        book(&format!("<worksheet><sheetData>{}</sheetData></worksheet>", "<row/>".repeat(5000)), &[]);
    let size =
        u32::try_from("<worksheet><sheetData></sheetData></worksheet>".len() + 6 * 5000).expect("small");
    let mut lying = honest.clone();
    let (said, lie) = (size.to_le_bytes(), 100u32.to_le_bytes());
    let places: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..at + 4] == said).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&lie);
    }
    assert_eq!(code(&lying), "import.lying_sizes");

    // Room is made for as many texts as the file says.
    let sheet =
        r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    let texts = r#"<sst count="1" uniqueCount="999999999999"><si><t>x</t></si></sst>"#;
    assert_eq!(code(&book(sheet, &[("xl/sharedStrings.xml", texts)])), "import.lying_sizes");
    let texts = r#"<sst count="1" uniqueCount="400000000"><si><t>x</t></si></sst>"#;
    assert_eq!(code(&book(sheet, &[("xl/sharedStrings.xml", texts)])), "import.lying_sizes");

    // Two cells at the corners of a sheet are two cells, not seventeen thousand million.
    let corners = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>2</v></c></row></sheetData></worksheet>"#;
    let read = read(&book(corners, &[]), &|_| {}).expect("two lines");
    assert_eq!(texts_of(&read), [(1, vec!["1".to_owned()]), (1_048_576, vec!["2".to_owned()])]);
}

fn texts_of(book: &Book) -> Vec<(u32, Vec<String>)> {
    texts(book)
}

#[test]
fn numbers_days_and_hundredths_are_what_a_person_sees() {
    let styles = r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="4"><numFmt numFmtId="170" formatCode="yyyy/m/d"/><numFmt numFmtId="171" formatCode="0.0%"/><numFmt numFmtId="172" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="173" formatCode="0&quot;%&quot;"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="173"/></cellXfs></styleSheet>"##;
    let cells = [
        ("0.1", 0, "0.1"),
        ("0.30000000000000004", 0, "0.3"),
        ("1234567.89", 0, "1234567.89"),
        ("1E-07", 0, "0.0000001"),
        ("123456789012345680", 0, "123456789012346000"),
        ("-5", 0, "-5"),
        ("46326", 1, "2026-10-31"),
        ("46326.75", 1, "2026-10-31 18:00"),
        ("46326", 3, "2026-10-31"),
        ("0.455", 2, "45.5%"),
        ("45", 4, "45"),
    ];
    let xml: String = cells
        .iter()
        .enumerate()
        .map(|(at, (value, style, _))| {
            format!(r#"<row r="{0}"><c r="A{0}" s="{style}"><v>{value}</v></c></row>"#, at + 1)
        })
        .collect();
    let sheet = format!("<worksheet><sheetData>{xml}</sheetData></worksheet>");
    let found = read(&book(&sheet, &[("xl/styles.xml", styles)]), &|_| {}).expect("a sheet");
    let got: Vec<String> = texts(&found).into_iter().map(|(_, cells)| cells[0].clone()).collect();
    assert_eq!(got, cells.map(|(_, _, text)| text.to_owned()));

    let macs = BOOK.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    let sheet =
        r#"<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>44864</v></c></row></sheetData></worksheet>"#;
    let found = read(&book(sheet, &[("xl/styles.xml", styles), ("xl/workbook.xml", &macs)]), &|_| {})
        .expect("a sheet");
    assert_eq!((found.epoch, texts(&found)[0].1[0].as_str()), (Epoch::From1904, "2026-10-31"));
}

/// What other programs do differently, written by hand after what they write: attributes left out (LibreOffice
/// leaves out nothing, but streams do), inline texts, rich texts, phonetic readings, styled empty cells, rows of
/// formats down to the end of the sheet, foreign namespaces (WPS).
#[test]
fn peculiarities_of_other_programs() {
    let sheet = r#"<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><x:sheetPr/><x:dimension ref="A1"/><x:sheetData><x:row r="2" spans="1:3"><x:c r="A2" t="inlineStr"><x:is><x:t>名称</x:t></x:is></x:c><x:c r="B2" s="0"/><x:c r="C2" t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c><x:v></x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c></x:row><x:row r="1048576"><x:c r="A1048576" s="0"/></x:row></x:sheetData></x:worksheet>"#;
    let texts_part = r#"<sst uniqueCount="2"><si><t>状态</t></si><si><r><t>渡口</t></r><r><rPr><b/></rPr><t xml:space="preserve">桥 </t></r><rPh sb="0" eb="1"><t>ドコウ</t></rPh></si></sst>"#;
    let found = read(&book(sheet, &[("xl/sharedStrings.xml", texts_part)]), &|_| {}).expect("a sheet");
    let got = texts(&found);
    assert_eq!(got[0], (2, vec!["名称".into(), "状态".into()]));
    assert_eq!(got[1], (3, vec!["渡口桥 ".into(), "是".into(), "#DIV/0!".into()]));
    assert_eq!(got.len(), 2);
    assert!(matches!(found.lines[1].at(3), Some(Content::Failed(_))));
}

#[test]
fn an_official_table_is_found_among_title_units_total_and_remarks() {
    for (name, epoch) in [("official-1900", Epoch::From1900), ("official-1904", Epoch::From1904)] {
        let path = format!("{}/tests/fixtures/workbooks/{name}.xlsx", env!("CARGO_MANIFEST_DIR"));
        let book = read(&std::fs::read(path).expect("a fixture"), &|_| {}).expect("a workbook");
        assert_eq!(
            (book.sheet.as_str(), book.others.as_slice(), book.epoch),
            ("10月", ["说明".to_owned()].as_slice(), epoch)
        );
        let found = find(charter(), bridges(), &book, &BTreeMap::new()).expect("a table");
        assert_eq!(found.heading_line, 4);
        assert_eq!(found.left_out, [(9, "total"), (11, "remark")]);
        let taken: Vec<&Taken> = found.columns.iter().map(|column| &column.taken).collect();
        assert_eq!(taken[0], &Taken::Nothing);
        assert_eq!(taken[1], &Taken::Field("name".into()));
        assert_eq!(taken[3], &Taken::Field("length".into()));
        assert_eq!(found.columns[3].unit.as_deref(), Some("米"), "from the heading");
        assert_eq!(found.columns[6].unit.as_deref(), Some("万元"), "from the line above");
        assert_eq!(found.columns[4].unit, None, "lanes are not counted in money");
        let (sent, _) = rows(&book, &found, &BTreeMap::new(), &BTreeMap::new());
        assert_eq!(sent.len(), 3);
        assert_eq!((sent[0].number, &sent[0].key), (5, &Key::New("new-5".into())));
        assert_eq!(sent[0].cells["opened_on"], "2022-05-01");
        assert_eq!(sent[1].cells["opened_on"], "2023-10-31");
        for row in &sent {
            assert_eq!(
                row.cells["lead_east"], "东渡镇交通所（示例）",
                "a merged cell holds for all its rows"
            );
        }
    }
}

#[test]
fn a_heading_of_two_lines_and_a_choice_of_columns() {
    let cell = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let sheet = format!(
        r#"<worksheet><sheetData><row r="1">{}{}{}</row><row r="2">{}{}{}</row><row r="3">{}{}{}{}</row></sheetData><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells></worksheet>"#,
        cell("A1", "名称*"),
        cell("B1", "牵头单位"),
        cell("D1", "别的列"),
        cell("B2", "东岸牵头单位"),
        cell("C2", "西岸牵头单位"),
        "",
        cell("A3", "桥"),
        cell("B3", "甲"),
        cell("C3", "乙"),
        cell("D3", "3"),
    );
    let book = read(&book(&sheet, &[]), &|_| {}).expect("a workbook");
    let found = find(charter(), bridges(), &book, &BTreeMap::new()).expect("a table");
    let taken: Vec<Taken> = found.columns.iter().map(|column| column.taken.clone()).collect();
    let field = |name: &str| Taken::Field(name.into());
    assert_eq!(taken, [field("name"), field("lead_east"), field("lead_west"), Taken::Nothing]);
    let chosen = BTreeMap::from([(3, "lanes".to_owned()), (2, String::new())]);
    let found = find(charter(), bridges(), &book, &chosen).expect("a table");
    let (sent, _) =
        rows(&book, &found, &BTreeMap::from([((3, "name".to_owned()), "新桥".to_owned())]), &BTreeMap::new());
    assert_eq!(sent[0].cells["lanes"], "3");
    assert_eq!(sent[0].cells["name"], "新桥");
    assert!(!sent[0].cells.contains_key("lead_west"));
    let twice = BTreeMap::from([(3, "name".to_owned())]);
    assert_eq!(
        find(charter(), bridges(), &book, &twice).map(|_| ()).map_err(|no| no.code),
        Err("import.column_twice")
    );
}

#[test]
fn an_exported_list_is_known_again_though_its_stage_is_called_like_a_field() {
    let cell = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let id = "0190163d-8694-7b9c-af2c-c23d9c4e30f6";
    let sheet = format!(
        r#"<worksheet><sheetData><row r="3">{}{}{}{}{}</row><row r="4">{}{}{}{}{}</row><row r="5">{}</row></sheetData></worksheet>"#,
        cell("A3", "名称"),
        cell("B3", "状态"),
        cell("C3", "状态"),
        cell("D3", "版本"),
        cell("E3", "编号"),
        cell("A4", "桥"),
        cell("B4", "通车"),
        cell("C4", "在册"),
        cell("D4", "3"),
        cell("E4", id),
        cell("A5", "共 1 条"),
    );
    let book = read(&book(&sheet, &[]), &|_| {}).expect("a workbook");
    let found = find(charter(), bridges(), &book, &BTreeMap::new()).expect("a table");
    assert_eq!(found.left_out, [(5, "remark")]);
    let (sent, _) = rows(&book, &found, &BTreeMap::new(), &BTreeMap::new());
    assert_eq!(sent[0].key, Key::Known(kernel::Id::parse(id).expect("an id"), 3));
    assert_eq!(sent[0].cells["state"], "通车");
}
