//! Checks `figures/*.toml`.

use super::check::*;
use super::check_fields::unknown_measure;
use super::check_filter::check_filter;
use super::mistake::{Report, instead};
use super::model::*;
use super::values::scaled;
use std::collections::BTreeMap;

/// How a reported value may be qualified.
pub const QUALIFIERS: [&str; 5] = ["exact", "about", "over", "above", "near"];

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let mut met: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
    for figures in &context.parts.figures {
        let file = figures.file.as_str();
        for (i, figure) in figures.value.figures.iter().enumerate() {
            let at = |key: &str| format!("figures[{i}].{key}");
            let id = figure.id.as_str();
            check_id(report, file, &at("id"), id, IdShape::Figure);
            let line = report.places.get(file).map_or(0, |p| p.of(&at("id")).0);
            if let Some((other, line)) = met.get(id) {
                report.error(
                    file,
                    &at("id"),
                    "duplicate_id",
                    words!(
                        "编号“{id}”已在 {other} 第 {line} 行用过",
                        "id `{id}` is already used in {other} line {line}"
                    ),
                    words!("每个编号只用一次", "use every id once"),
                );
            } else {
                met.insert(id, (file, line));
            }
            check_words(report, file, i, figure);
            report.refer(file, &at("area"), AREA, &figure.area, &context.areas);
            if !kernel::unit::known(&figure.unit.zh) {
                unknown_measure(report, file, &at("unit"), &figure.unit.zh);
            }
            check_standing(report, file, i, figure);
            if let Some(compute) = &figure.compute {
                check_compute(context, report, file, &at("compute"), compute);
            }
            for (j, reported) in figure.reported.iter().enumerate() {
                check_reported(context, report, file, &format!("figures[{i}].reported[{j}]"), reported);
            }
        }
    }
}

fn check_words(report: &mut Report, file: &str, i: usize, figure: &Figure) {
    check_name(report, file, &format!("figures[{i}].name"), &figure.name);
    let sentence = &figure.sentence;
    if !sentence.zh.contains("{value}") || (!sentence.en.is_empty() && !sentence.en.contains("{value}")) {
        report.error(
            file,
            &format!("figures[{i}].sentence"),
            "no_value_in_sentence",
            words!("句子里没有 {{value}}", "the sentence has no {{value}}"),
            words!(
                "在数值处写 {{value}}，两种语言都要",
                "write {{value}} where the value goes, in each language"
            ),
        );
    }
}

fn check_standing(report: &mut Report, file: &str, i: usize, figure: &Figure) {
    let path = format!("figures[{i}].stands_on");
    if figure.stands_on == StandsOn::Computed && figure.compute.is_none() {
        report.error(
            file,
            &path,
            "nothing_to_stand_on",
            words!("以计算值为准，却没有写 compute", "it stands on the computed value but has no `compute`"),
            words!("写 compute，或 stands_on = \"reported\"", "write `compute`, or stands_on = \"reported\""),
        );
    }
    if figure.stands_on == StandsOn::Reported && figure.reported.is_empty() {
        report.warn(
            file,
            &path,
            "nothing_to_stand_on",
            words!("以报告值为准，却没有报告值", "it stands on a reported value but none is reported"),
            words!(
                "写 reported，或 stands_on = \"computed\"",
                "write `reported`, or stands_on = \"computed\""
            ),
        );
    }
}

fn check_compute(context: &Context<'_>, report: &mut Report, file: &str, path: &str, compute: &Compute) {
    let at = |key: &str| format!("{path}.{key}");
    if let Compute::CountCharter { what } = compute {
        let groups: Vec<&str> = context.charter.zone.tag_groups.iter().map(|g| g.id.as_str()).collect();
        match what.strip_prefix("tags/") {
            Some(group) => {
                report.refer(file, &at("what"), TAG_GROUP, group, &groups);
            }
            None if what != "areas" => report.error(
                file,
                &at("what"),
                "unknown_word",
                words!("不能计数“{what}”", "`{what}` cannot be counted"),
                words!("写 areas 或 tags/标签组", "write `areas` or `tags/GROUP`"),
            ),
            None => {}
        }
        return;
    }
    let Some(id) = compute.register() else { return };
    if !report.refer(file, &at("register"), REGISTER, id, &context.registers) || context.unsure.contains(id) {
        return;
    }
    let Some(register) = context.charter.register(id) else { return };
    let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    if let Some(name) = compute.field()
        && report.refer(file, &at("field"), FIELD, name, &known)
        && let Some(field) = register.field(name)
        && !context.is_untyped(register, field)
    {
        check_field_type(report, file, &at("field"), compute, field);
    }
    if let Compute::Latest { by, .. } = compute
        && report.refer(file, &at("by"), FIELD, by, &known)
        && register.field(by).is_some_and(|f| context.is_other_than(register, f, &[FieldType::Date]))
    {
        wrong_field(report, file, &at("by"), by, "date");
    }
    if let Compute::Completion { .. } = compute
        && register.worklist.is_none()
    {
        report.error(
            file,
            &at("register"),
            "not_a_work_list",
            words!("“{id}”不是工作清单", "`{id}` is not a work list"),
            words!(
                "该清单写 [worklist]，或换一种计算",
                "give the register a [worklist], or compute otherwise"
            ),
        );
    }
    if let Compute::Mean { places, .. } | Compute::Ratio { places, .. } | Compute::Completion { places, .. } =
        compute
        && *places > 9
    {
        report.error(
            file,
            &at("places"),
            "out_of_range",
            words!("小数位 {places} 过多", "{places} decimal places are too many"),
            words!("至多 9 位", "at most 9"),
        );
    }
    if let Some(filter) = compute.filter() {
        check_filter(context, report, file, &at("filter"), register, filter);
    }
    if let Compute::Ratio { part, .. } | Compute::CountWhole { part, .. } = compute {
        check_filter(context, report, file, &at("part"), register, part);
    }
}

fn check_field_type(report: &mut Report, file: &str, path: &str, compute: &Compute, field: &Field) {
    use FieldType::{Choices, Date, Decimal, Integer, LongText, Money, Place, Units};
    let (fits, wanted) = match compute {
        Compute::Sum { .. } | Compute::Mean { .. } => {
            (matches!(field.kind, Integer | Decimal | Money), "integer, decimal, money")
        }
        Compute::Latest { .. } => {
            (matches!(field.kind, Integer | Decimal | Money), "integer, decimal, money")
        }
        Compute::UnbrokenRun { .. } => (matches!(field.kind, Date | Integer), "date, integer"),
        Compute::CountDistinct { .. } | Compute::CountWhole { .. } => (
            !matches!(field.kind, Choices | Units | LongText | Place),
            "text, choice, record, unit, date, integer …",
        ),
        _ => (true, ""),
    };
    if !fits {
        wrong_field(report, file, path, &field.id, wanted);
        return;
    }
    if field.kind == FieldType::ResidentId {
        report.error(
            file,
            path,
            "never_public",
            words!("指标不得由身份号码计算", "a figure cannot be computed from resident identity numbers"),
            words!("换一个字段", "choose another field"),
        );
    }
}

fn wrong_field(report: &mut Report, file: &str, path: &str, id: &str, wanted: &str) {
    report.error(
        file,
        path,
        "wrong_field_type",
        words!("字段“{id}”的类型不能这样计算", "field `{id}` cannot be computed with in this way"),
        words!("用 {wanted} 型字段", "use a field of type {wanted}"),
    );
}

fn check_reported(context: &Context<'_>, report: &mut Report, file: &str, path: &str, reported: &Reported) {
    let value = &reported.value;
    if scaled(value).is_err() {
        report.error(
            file,
            &format!("{path}.value"),
            "not_a_number",
            words!("报告值“{value}”不是数", "the reported value `{value}` is not a number"),
            words!(
                "写作 \"130000\"，约、余等写入 qualifier",
                "write it like \"130000\"; about, over … go into `qualifier`"
            ),
        );
    }
    let qualifier = reported.qualifier.as_str();
    if !QUALIFIERS.contains(&qualifier) {
        report.error(
            file,
            &format!("{path}.qualifier"),
            "unknown_qualifier",
            words!("不认识的限定词“{qualifier}”", "unknown qualifier `{qualifier}`"),
            instead(qualifier, &QUALIFIERS),
        );
    }
    for unknown in context.unknown_sources(&reported.source) {
        let known: Vec<&str> = context.sources.iter().flatten().map(String::as_str).collect();
        report.error(
            file,
            &format!("{path}.source"),
            "unknown_source",
            words!(
                "来源“{unknown}”不在 facts/sources.csv 中",
                "source `{unknown}` is not in facts/sources.csv"
            ),
            instead(unknown, &known),
        );
    }
    check_name(report, file, &format!("{path}.words"), &reported.words);
}
