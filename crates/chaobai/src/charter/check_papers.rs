//! Checks `papers/*.toml` and `[classified]`: numbers that are numbers, placeholders that mean something, all the
//! words a paper needs and none it does not know, one paper of a kind for each body.

use super::check::*;
use super::check_documents::check_file_name;
use super::mistake::{Noun, Report, instead};
use super::model::{PaperKind, PaperTemplate};
use kernel::secrecy::Place;
use kernel::{PatternFault, Text, check_number_pattern, check_number_words};
use std::collections::BTreeMap;

const WORD: Noun = Noun { code: "unknown_word", zh: "用语", en: "word" };

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    check_classified(context, report);
    let mut first: BTreeMap<(PaperKind, &str), &str> = BTreeMap::new();
    for paper in &context.parts.papers {
        let (file, template) = (paper.file.as_str(), &paper.value);
        check_file_name(report, file, "papers/", &template.id);
        for (i, body) in template.bodies.iter().enumerate() {
            report.refer(file, &format!("bodies[{i}]"), BODY, body, &context.bodies);
        }
        let for_whom: Vec<&str> = match template.bodies.as_slice() {
            [] => vec![""],
            bodies => bodies.iter().map(String::as_str).collect(),
        };
        for body in for_whom {
            if let Some(other) = first.insert((template.kind, body), file) {
                report.error(
                    file,
                    "kind",
                    "second_paper",
                    words!(
                        "{other} 已经是同一机构的同一种文件",
                        "{other} is the same paper of the same body"
                    ),
                    words!("写 bodies 分清，或删去一个", "tell them apart by `bodies`, or remove one"),
                );
            }
        }
        check_number(report, file, template);
        check_texts(context, report, file, template);
        check_words(report, file, template);
    }
}

fn check_number(report: &mut Report, file: &str, template: &PaperTemplate) {
    let number = &template.number;
    if number.zh.is_empty() && number.en.is_empty() {
        return;
    }
    let checks = [("number.zh", number.zh.as_str(), check_number_pattern as fn(&str) -> _)];
    let english = (!number.en.is_empty()).then_some((
        "number.en",
        number.en.as_str(),
        check_number_words as fn(&str) -> _,
    ));
    for (path, pattern, check) in checks.into_iter().chain(english) {
        let (zh, en) = match check(pattern) {
            Ok(()) => continue,
            Err(PatternFault::NoNumber) => (
                "没有 {number}，每份文件的编号都会一样".to_owned(),
                "there is no {number}: every paper would bear the same".to_owned(),
            ),
            Err(PatternFault::Unknown(what)) => {
                (format!("编号里没有“{what}”"), format!("a number has no `{what}`"))
            }
            Err(PatternFault::NotANumber(what)) => (
                format!("得到的“{what}”不是发文字号"),
                format!("`{what}`, which comes of it, is not a document number"),
            ),
        };
        report.error(
            file,
            path,
            "not_a_number_pattern",
            Text::new(zh, en),
            words!(
                "写 示河理〔{{year}}〕{{number}}号 或 第{{number}}号；年份用六角括号，不补零",
                "write 示河理〔{{year}}〕{{number}}号 or 第{{number}}号: the year in 〔〕, no leading zeros"
            ),
        );
    }
    if template.flag.zh.is_empty() {
        report.error(
            file,
            "number",
            "number_without_flag",
            words!("有编号，却没有标志", "there is a number but no flag to print it under"),
            words!("写 flag，或删去 number", "write `flag`, or leave `number` out"),
        );
    }
}

fn check_texts(context: &Context<'_>, report: &mut Report, file: &str, template: &PaperTemplate) {
    if template.kind != PaperKind::Slip {
        check_name(report, file, "title", &template.title);
    }
    let known = template.kind.placeholders();
    let marks = context.parts.zone.value.marks();
    let mut texts: Vec<(String, &Text)> = [
        ("flag", &template.flag),
        ("title", &template.title),
        ("note", &template.note),
        ("addressee", &template.addressee),
        ("signature", &template.signature),
        ("copies", &template.copies),
        ("printer", &template.printer),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text))
    .collect();
    for (i, part) in template.parts.iter().enumerate() {
        if part.level > 4 {
            let level = part.level;
            report.error(
                file,
                &format!("parts[{i}].level"),
                "no_such_level",
                words!("没有第 {level} 级标题", "there is no heading of level {level}"),
                words!("写 0 到 4", "write 0 to 4"),
            );
        }
        if part.level > 0 {
            check_name(report, file, &format!("parts[{i}].heading"), &part.heading);
        }
        texts.push((format!("parts[{i}].heading"), &part.heading));
        texts.extend(part.text.iter().enumerate().map(|(j, text)| (format!("parts[{i}].text[{j}]"), text)));
    }
    texts.extend(template.words.iter().map(|(key, text)| (format!("words.{key}"), text)));
    for (path, text) in texts {
        for (lang, words_of) in [("zh", &text.zh), ("en", &text.en)] {
            let here = format!("{path}.{lang}");
            for inside in words_of.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
                if !known.contains(&inside) {
                    report.error(
                        file,
                        &here,
                        "unknown_placeholder",
                        words!("这种文件没有“{{{inside}}}”", "this paper has no `{{{inside}}}`"),
                        instead(inside, known),
                    );
                }
            }
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
        }
    }
    let signed = !template.signature.zh.is_empty();
    if signed && template.kind == PaperKind::Minutes {
        report.error(
            file,
            "signature",
            "minutes_are_not_sealed",
            words!("纪要不加盖印章，不署名", "minutes bear neither signature nor seal"),
            words!("删去 signature", "leave `signature` out"),
        );
    }
    if !template.copies.zh.is_empty() && template.printer.zh.is_empty() {
        report.error(
            file,
            "copies",
            "copies_without_printer",
            words!("有抄送，却没有印发机关", "there are copies but nobody who prints them"),
            words!("写 printer，或删去 copies", "write `printer`, or leave `copies` out"),
        );
    }
}

fn check_words(report: &mut Report, file: &str, template: &PaperTemplate) {
    let lists = template.parts.iter().filter_map(|part| part.list).flat_map(|list| list.words());
    let needed: Vec<&str> = template.kind.words().iter().chain(lists).copied().collect();
    for key in template.words.keys() {
        report.refer(file, &format!("words.{key}"), WORD, key, &needed);
    }
    let mut missing: Vec<&str> = needed
        .iter()
        .filter(|key| template.words.get(**key).is_none_or(|text| text.zh.is_empty()))
        .copied()
        .collect();
    missing.sort_unstable();
    missing.dedup();
    if !missing.is_empty() {
        let list = missing.join(", ");
        let one = missing[0];
        report.error(
            file,
            "words",
            "missing_word",
            words!("缺少用语：{list}", "words are missing: {list}"),
            words!(
                "在 [words] 中写 {one} = {{ zh = \"…\" }}",
                "write {one} = {{ zh = \"…\" }} under [words]"
            ),
        );
    }
}

fn check_classified(context: &Context<'_>, report: &mut Report) {
    let Some(classified) = &context.parts.zone.value.classified else { return };
    let file = "zone.toml";
    if classified.levels.is_empty() {
        report.error(
            file,
            "classified.levels",
            "no_levels",
            words!("没有写密级，涉密文件就拦不住", "no level is named: nothing would be held back"),
            words!(
                "写 levels = [\"绝密\", \"机密\", \"秘密\"]，或删去 classified",
                "write levels = [\"绝密\", \"机密\", \"秘密\"], or leave `classified` out"
            ),
        );
    }
    let lists =
        [("levels", &classified.levels), ("labels", &classified.labels), ("forms", &classified.forms)];
    for (list, all) in lists {
        for (i, word) in all.iter().enumerate() {
            if word.chars().filter(|c| !c.is_whitespace()).count() < 2 {
                report.error(
                    file,
                    &format!("classified.{list}[{i}]"),
                    "mark_too_short",
                    words!(
                        "“{word}”太短，普通文字也会被拦",
                        "`{word}` is too short: ordinary words would be held back"
                    ),
                    words!("写两个字以上", "write two characters or more"),
                );
            }
        }
    }
}
