//! Checks what a list says of powers, and what actions ask of them.

use super::check::*;
use super::mistake::{Noun, Report};
use super::model::*;

const POWER: Noun = Noun { code: "unknown_power", zh: "权限事项", en: "power" };
const PART: Noun = Noun { code: "unknown_choice", zh: "保留部分", en: "part held back" };

/// A list of powers.
pub(super) fn check(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let Some(law) = &register.powers else { return };
    if context.unsure.contains(&register.id) {
        return;
    }
    let mut field = |path: &str, id: &str, wanted: &[FieldType]| {
        context.refer_field(report, (file, &format!("powers.{path}")), register, id, wanted);
    };
    for (i, id) in law.matter.iter().enumerate() {
        field(&format!("matter[{i}]"), id, &[FieldType::Text, FieldType::Choice]);
    }
    field("kind", &law.kind, &[FieldType::Choice]);
    field("giver", &law.giver, &[FieldType::Unit]);
    field("receiver", &law.receiver, &[FieldType::Unit]);
    for (key, ids) in [("scope", &law.scope), ("excluded", &law.excluded)] {
        for (i, id) in ids.iter().enumerate() {
            field(&format!("{key}[{i}]"), id, &[FieldType::Jurisdiction]);
        }
    }
    for (key, id) in [("area", &law.area), ("excluded_area", &law.excluded_area)] {
        if let Some(id) = id {
            field(key, id, &[FieldType::Place]);
        }
    }
    if let Some(id) = &law.excluded_words {
        field("excluded_words", id, &[FieldType::Text, FieldType::LongText]);
    }
    if let Some(id) = &law.held_back {
        field("held_back", id, &[FieldType::Choices]);
    }
    field("from", &law.from, &[FieldType::Date]);
    field("to", &law.to, &[FieldType::Date]);
    let stages: Vec<&str> = register.stages.iter().map(|stage| stage.id.as_str()).collect();
    for (i, stage) in law.stages.iter().enumerate() {
        report.refer(file, &format!("powers.stages[{i}]"), STAGE, stage, &stages);
    }
    let choices = register.field(&law.kind).map(|field| field.choices.as_slice()).unwrap_or_default();
    for choice in choices.iter().filter(|choice| PowerKind::find(&choice.id).is_none()) {
        let (given, known) = (&choice.id, PowerKind::ALL.map(PowerKind::id).join(", "));
        report.error(
            file,
            "powers.kind",
            "unknown_kind",
            words!("赋权方式没有“{given}”", "a power is not given as `{given}`"),
            words!("可用：{known}", "one of {known}"),
        );
    }
}

/// Checks a field: path, id, types it may have.
type FieldCheck<'a> = dyn Fn(&mut Report, &str, &str, &[FieldType]) + 'a;

/// What an action asks for: some list of powers must be able to answer. `field` checks a field of the case or of
/// its record.
pub(super) fn check_need(
    context: &Context<'_>,
    report: &mut Report,
    file: &str,
    path: &str,
    need: &NeedsPower,
    field: &FieldCheck<'_>,
) {
    let lists: Vec<&Register> = context
        .charter
        .registers
        .values()
        .filter(|register| register.powers.as_ref().is_some_and(|law| !law.example))
        .collect();
    if lists.is_empty() {
        report.error(
            file,
            path,
            "no_powers",
            words!("没有一份清单登记权限", "no list holds powers"),
            words!("在一份清单中写 [powers]", "write [powers] in a list"),
        );
        return;
    }
    // A text can say anything; where all matters are choices, it must be one of them.
    let asked = |register: &'_ Register| -> Vec<Field> {
        let ids = register.powers.iter().flat_map(|law| &law.matter);
        ids.filter_map(|id| register.field(id).cloned()).collect()
    };
    let fields: Vec<Field> = lists.iter().flat_map(|register| asked(register)).collect();
    if fields.iter().all(|field| field.kind == FieldType::Choice) {
        let known: Vec<&str> = fields.iter().flat_map(|f| f.choices.iter().map(|c| c.id.as_str())).collect();
        report.refer(file, &format!("{path}.matter"), POWER, &need.matter, &known);
    }
    if let Some(part) = &need.part {
        let held = lists.iter().filter_map(|register| {
            let law = register.powers.as_ref()?;
            register.field(law.held_back.as_deref()?)
        });
        let known: Vec<&str> = held.flat_map(|f| f.choices.iter().map(|c| c.id.as_str())).collect();
        report.refer(file, &format!("{path}.part"), PART, part, &known);
    }
    if let Some(id) = &need.jurisdiction {
        field(report, &format!("{path}.jurisdiction"), id, &[FieldType::Jurisdiction]);
    }
    if let Some(id) = &need.place {
        field(report, &format!("{path}.place"), id, &[FieldType::Place]);
    }
    if need.jurisdiction.is_none() && need.place.is_none() {
        report.error(
            file,
            path,
            "power_nowhere",
            words!("没有写权限用在哪里", "it does not say where the power is used"),
            words!("写 jurisdiction 或 place", "write `jurisdiction` or `place`"),
        );
    }
}
