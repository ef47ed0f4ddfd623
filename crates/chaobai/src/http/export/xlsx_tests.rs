//! What stands in a workbook: unzipped and looked at.

use super::tests::{FORMULAS, ID, Out, file, view, whole, with_head};
use super::xlsx::Xlsx;
use super::{Format, Sheet};
use kernel::Lang;
use serde_json::{Value, json};
use std::io::{self, Read};

/// A part of the workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|e| panic!("{name}: {e}")).read_to_string(&mut text).unwrap();
    text
}

/// The cell at a reference: its type and what is in it.
fn at_cell(sheet: &str, reference: &str) -> Option<(String, String)> {
    let cell = sheet.split("<c ").find(|c| c.starts_with(&format!("r=\"{reference}\"")))?;
    let kind = cell.split(" t=\"").nth(1).and_then(|t| t.split('"').next()).unwrap_or("n");
    let inner = cell.split_once('>')?.1;
    let text = inner.split("<v>").nth(1).or_else(|| inner.split("<t").nth(1)?.split_once('>').map(|t| t.1));
    Some((kind.to_owned(), text?.split("</").next()?.to_owned()))
}

#[test]
fn a_workbook_has_the_official_head_and_typed_cells() {
    let bytes = file(
        Format::Xlsx,
        Lang::Zh,
        &[whole(), json!({ "length": "1234567890123456.5", "opened": "1899-12-31" })],
    )
    .unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let text = |reference: &str| at_cell(&sheet, reference).unwrap_or_else(|| panic!("{reference}: {sheet}"));
    let string = |value: &str| ("inlineStr".to_owned(), value.to_owned());
    let number = |value: &str| ("n".to_owned(), value.to_owned());
    assert_eq!(text("A1"), string("跨潮白河[大]桥"));
    assert_eq!(text("A2"), string("来源：跨潮白河[大]桥　数据截至：2024-06-30　导出时间：2024-07-01 09:30"));
    assert_eq!((text("B3"), text("D3")), (string("车道（条）"), string("造价（元）")));
    assert!(sheet.contains("<mergeCell ref=\"A1:O1\"/>") && sheet.contains("<mergeCell ref=\"A2:O2\"/>"));
    assert!(sheet.contains("ySplit=\"3\"") && sheet.contains("state=\"frozen\""));
    assert!(sheet.contains("<autoFilter ref=\"A3:O5\"/>"));
    assert_eq!(text("B4"), number("6"));
    assert_eq!(text("C4"), number("5.28"));
    assert_eq!(text("D4"), number("12345678.05"));
    // 2023-12-29 is day 45289; 01:56 the next day in the zone.
    assert_eq!(text("E4"), number("45289"));
    assert!(text("F4").1.starts_with("45290.0805"), "{:?}", text("F4"));
    assert_eq!((text("G4"), text("H4"), text("I4")), (string("否"), string("完工"), string("拱、古")));
    assert_eq!((text("N4"), text("O4")), (number("3"), string(ID)));
    assert_eq!(text("C5"), string("1234567890123456.5"), "more digits than a double holds");
    assert_eq!(text("E5"), string("1899-12-31"), "before Excel's days begin");
    assert_eq!(text("A6"), string("共 2 条"));
    assert!(part(&bytes, "xl/workbook.xml").contains("name=\"跨潮白河 大 桥\""));
    assert!(!sheet.contains("not for export"));
}

#[test]
fn no_text_of_a_workbook_is_a_formula() {
    let bodies: Vec<Value> = FORMULAS.iter().map(|f| json!({ "name": f })).collect();
    let sheet = part(&file(Format::Xlsx, Lang::Zh, &bodies).unwrap(), "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<hyperlink"));
    assert_eq!(at_cell(&sheet, "A4"), Some(("inlineStr".into(), "=1+1".into())));
    assert_eq!(at_cell(&sheet, "A12").map(|c| c.0), Some("inlineStr".into()));
}

#[test]
fn an_empty_workbook_has_its_head_and_says_none() {
    let sheet = part(&file(Format::Xlsx, Lang::En, &[]).unwrap(), "xl/worksheets/sheet1.xml");
    assert_eq!(at_cell(&sheet, "A4").map(|c| c.1), Some("0 records".into()));
    assert!(sheet.contains("<autoFilter ref=\"A3:O3\"/>"));
}

#[test]
fn a_list_longer_than_a_sheet_goes_on_in_the_next_with_the_same_head() {
    let out = Out::default();
    with_head(Lang::Zh, |head| {
        // Three rows of head, four of records, one for the last line.
        let mut sheet: Box<dyn Sheet + '_> = Box::new(Xlsx::with_sheet_rows(head, out.clone(), 8).unwrap());
        for n in 1..=9 {
            sheet.row(&view(json!({ "lanes": n }).as_object().unwrap())).unwrap();
        }
        sheet.finish().unwrap();
    });
    let bytes = out.0.lock().unwrap().clone();
    let lanes = |sheet: usize| -> Vec<String> {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert_eq!(at_cell(&xml, "A3").map(|c| c.1), Some("名称".into()));
        (4..=8).filter_map(|row| at_cell(&xml, &format!("B{row}")).map(|c| c.1)).collect()
    };
    assert_eq!((lanes(1), lanes(2), lanes(3)), (texts(1..=4), texts(5..=8), texts(9..=9)));
    let last = part(&bytes, "xl/worksheets/sheet3.xml");
    assert_eq!(at_cell(&last, "A5").map(|c| c.1), Some("共 9 条".into()));
    assert!(part(&bytes, "xl/workbook.xml").contains("name=\"跨潮白河 大 桥 (3)\""));
    assert!(last.contains("<autoFilter ref=\"A3:O4\"/>"));
}

fn texts(numbers: std::ops::RangeInclusive<u32>) -> Vec<String> {
    numbers.map(|n| n.to_string()).collect()
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_says_so() {
    let long = "桥".repeat(40_000);
    let bytes = file(Format::Xlsx, Lang::Zh, &[json!({ "name": long })]).unwrap();
    let (_, text) = at_cell(&part(&bytes, "xl/worksheets/sheet1.xml"), "A4").unwrap();
    assert_eq!(text.encode_utf16().count(), 32_767);
    assert!(text.ends_with("……（超出单元格长度，未完）"));
}

#[test]
fn an_official_table_names_who_answers_for_it() {
    let official = super::Official {
        unit: "东渡镇交通所".into(),
        person: "示例甲".into(),
        date: "2024年7月1日".into(),
        ..super::Official::default()
    };
    let out = Out::default();
    with_head(Lang::Zh, |head| {
        let head = super::Head { official: Some(&official), ..head };
        let mut sheet = Xlsx::open(head, out.clone()).map(Box::new).unwrap();
        sheet.row(&view(whole().as_object().unwrap())).unwrap();
        Sheet::finish(sheet).unwrap();
    });
    let bytes = out.0.lock().unwrap().clone();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let line = at_cell(&sheet, "A3").expect("a line").1;
    assert!(line.starts_with("填报单位：东渡镇交通所　　填报人：示例甲　　审核人："), "{line}");
    assert!(line.ends_with("日期：2024年7月1日　　单位：元"), "{line}");
    assert!(sheet.contains("<mergeCell ref=\"A3:O3\"/>") && sheet.contains("ySplit=\"4\""));
    assert!(sheet.contains("<autoFilter ref=\"A4:O5\"/>"));
    assert_eq!(at_cell(&sheet, "B4").expect("a heading").1, "车道（条）");
}
