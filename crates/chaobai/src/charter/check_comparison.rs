//! Checks what a list says of rules laid side by side.

use super::check::*;
use super::mistake::Report;
use super::model::*;
use super::values::kind_name;

pub(super) fn check(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let Some(law) = &register.comparison else { return };
    if context.unsure.contains(&register.id) {
        return;
    }
    let text: &[FieldType] = &[FieldType::Text, FieldType::LongText];
    let source: &[FieldType] = &[FieldType::Text, FieldType::LongText, FieldType::Record];
    let mut fields: Vec<(String, &str, &[FieldType])> = vec![
        ("matter".into(), &law.matter, &[FieldType::Record]),
        ("aspect".into(), &law.aspect, text),
        ("unified".into(), &law.unified, text),
        ("state".into(), &law.state, &[FieldType::Choice]),
    ];
    if let Some(basis) = &law.basis {
        fields.push(("basis".into(), basis, source));
    }
    for (i, rule) in law.rules.iter().enumerate() {
        report.refer(file, &format!("comparison.rules[{i}].side"), SIDE, &rule.side, &context.sides);
        fields.push((format!("rules[{i}].rule"), &rule.rule, text));
        fields.push((format!("rules[{i}].source"), &rule.source, source));
    }
    let known: Vec<&str> = register.fields.iter().map(|field| field.id.as_str()).collect();
    for (key, id, wanted) in fields {
        let path = format!("comparison.{key}");
        if !report.refer(file, &path, FIELD, id, &known) {
            continue;
        }
        if register.field(id).is_some_and(|field| context.is_other_than(register, field, wanted)) {
            let kinds = wanted.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join(" / ");
            report.error(
                file,
                &path,
                "wrong_field_type",
                words!("字段“{id}”的类型不能用在这里", "field `{id}` is not of a type that can stand here"),
                words!("写一个 {kinds} 型字段", "name a field of type {kinds}"),
            );
        }
    }
    let choices = register.field(&law.state).map(|field| field.choices.as_slice()).unwrap_or_default();
    for choice in choices.iter().filter(|choice| Compared::find(&choice.id).is_none()) {
        let (given, known) = (&choice.id, Compared::ALL.map(Compared::id).join(", "));
        report.error(
            file,
            "comparison.state",
            "unknown_state",
            words!("对照结果没有“{given}”", "rules do not compare as `{given}`"),
            words!("可用：{known}", "one of {known}"),
        );
    }
}
