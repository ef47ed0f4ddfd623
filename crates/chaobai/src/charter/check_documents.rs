//! Checks `documents/*.toml`: the figures bound into the text, and that no number is typed beside them.

use super::binding::{Piece, pieces};
use super::check::*;
use super::mistake::Report;
use super::model::DocumentTemplate;
use kernel::Text;
use kernel::secrecy::{Marks, Place};

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let marks = context.parts.zone.value.marks();
    for document in &context.parts.documents {
        let (file, template) = (document.file.as_str(), &document.value);
        check_file_name(report, file, "documents/", &template.id);
        check_name(report, file, "title", &template.title);
        check_head(report, file, template);
        for (i, part) in template.parts.iter().enumerate() {
            let at = |key: &str| format!("parts[{i}].{key}");
            let level = part.level;
            if level > 4 {
                report.error(
                    file,
                    &at("level"),
                    "no_such_level",
                    words!("没有第 {level} 级标题", "there is no heading of level {level}"),
                    words!("写 0 到 4", "write 0 to 4"),
                );
            }
            if level > 0 {
                check_name(report, file, &at("heading"), &part.heading);
            }
            for (j, text) in part.text.iter().enumerate() {
                check_text(context, report, &marks, file, &format!("parts[{i}].text[{j}]"), text);
            }
            if !part.text.is_empty() {
                context.check_source(report, file, &at("source"), &part.source);
            }
        }
    }
}

/// Refuses an id that is not the name of its file: addresses are made from it.
pub(super) fn check_file_name(report: &mut Report, file: &str, folder: &str, id: &str) {
    let stem = file.trim_start_matches(folder).trim_end_matches(".toml");
    if id == stem {
        check_id(report, file, "id", id, IdShape::Entry);
        return;
    }
    report.error(
        file,
        "id",
        "id_not_file_name",
        words!("编号“{id}”与文件名不同", "id `{id}` is not the file's name"),
        words!("写 id = \"{stem}\"，或不写", "write id = \"{stem}\", or leave it out"),
    );
}

fn check_head(report: &mut Report, file: &str, template: &DocumentTemplate) {
    let number = template.number.as_str();
    if number.is_empty() {
        return;
    }
    if !kernel::is_document_number(number) {
        report.error(
            file,
            "number",
            "not_a_document_number",
            words!("“{number}”不是发文字号", "`{number}` is not a document number"),
            words!(
                "机关代字、六角括号中四位年份、序号、号：示河委〔2023〕1号；不写“第”，不补零",
                "issuer's sign, year in 〔〕, number without leading zeros, 号: 示河委〔2023〕1号"
            ),
        );
    }
    if template.issuer.zh.is_empty() {
        report.error(
            file,
            "number",
            "number_without_issuer",
            words!("有发文字号，却没有发文机关", "there is a document number but no issuer"),
            words!("写 issuer，或删去 number", "write `issuer`, or leave `number` out"),
        );
    }
}

fn check_text(
    context: &Context<'_>,
    report: &mut Report,
    marks: &Marks,
    file: &str,
    path: &str,
    text: &Text,
) {
    check_name(report, file, path, text);
    let mut bound: Vec<Vec<(&str, Option<kernel::Date>)>> = Vec::new();
    for (lang, words_of) in [("zh", &text.zh), ("en", &text.en)] {
        let here = format!("{path}.{lang}");
        if let Some(mark) = marks.find(words_of, Place::Text) {
            report.error(
                file,
                &here,
                "classified",
                words!("文中有密级标识“{mark}”", "the text bears the classification mark `{mark}`"),
                words!(
                    "涉密内容不得进入本系统，请移出",
                    "classified matter may not be kept here; take it out"
                ),
            );
        }
        let cut = match pieces(words_of) {
            Ok(cut) => cut,
            Err(given) => {
                report.error(
                    file,
                    &here,
                    "bad_binding",
                    words!("“{given}”不是指标绑定", "`{given}` does not bind a figure"),
                    words!(
                        "写 {{figure:编号}} 或 {{figure:编号@2023-12-29}}",
                        "write {{figure:ID}} or {{figure:ID@2023-12-29}}"
                    ),
                );
                return;
            }
        };
        let mut figures = Vec::new();
        for piece in cut {
            match piece {
                Piece::Figure { id, on } => {
                    report.refer(file, &here, FIGURE, id, &context.figures);
                    figures.push((id, on));
                }
                Piece::Words(words) if lang == "zh" => check_typed(report, file, &here, words),
                Piece::Words(_) => {}
            }
        }
        figures.sort();
        bound.push(figures);
    }
    if !text.en.is_empty() && bound[0] != bound[1] {
        report.error(
            file,
            path,
            "different_bindings",
            words!("中英文绑定的指标不同", "the two languages bind different figures"),
            words!("两种语言绑定同样的指标和日期", "bind the same figures and days in both"),
        );
    }
}

/// Warns of a quantity that is typed: digits, then 万 or 亿 or 余, then a unit that counts something.
/// Dates, clock times and names with numbers in them (22号线) are not quantities.
fn check_typed(report: &mut Report, file: &str, path: &str, words: &str) {
    const NOT_COUNTED: [&str; 4] = ["年", "月", "日", "号"];
    let mut rest = words;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = &rest[start..];
        let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        let after = number[end..].trim_start_matches(['万', '亿', '余', '多']);
        let unit = (1..=3).rev().find_map(|length| {
            let end = after.char_indices().nth(length).map_or(after.len(), |(at, _)| at);
            let unit = &after[..end];
            (unit.chars().count() == length && kernel::unit::known(unit)).then_some(unit)
        });
        if let Some(unit) = unit.filter(|unit| !NOT_COUNTED.contains(unit)) {
            let typed = &number[..end];
            report.warn(
                file,
                path,
                "typed_number",
                words!(
                    "“{typed}…{unit}”是写上去的数，没有出处",
                    "`{typed}…{unit}` is typed, and leads nowhere"
                ),
                words!("绑定指标：{{figure:编号}}", "bind a figure: {{figure:ID}}"),
            );
        }
        rest = &number[end..];
    }
}
