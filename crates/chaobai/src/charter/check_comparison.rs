//! Checks what a list says of rules laid side by side.

use super::check::*;
use super::mistake::Report;
use super::model::*;

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
    for (key, id, wanted) in fields {
        context.refer_field(report, (file, &format!("comparison.{key}")), register, id, wanted);
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
