//! Checks what is left to a body: the decided fields of a list, and steps that wait for a verdict.

use super::check::*;
use super::decision::{Awaits, BY_FIELD, DecidedFields};
use super::mistake::Report;
use super::model::*;
use super::procedure::{Action, Step};

/// A body that is named: there is one, or the field of the record is of that type.
pub(super) fn check_body(
    context: &Context<'_>,
    report: &mut Report,
    (file, path): (&str, &str),
    register: &Register,
    written: &str,
) {
    let Some(id) = written.strip_prefix(BY_FIELD) else {
        report.refer(file, path, BODY, written, &context.bodies);
        return;
    };
    if context.unsure.contains(&register.id) {
        return;
    }
    let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    if report.refer(file, path, FIELD, id, &known)
        && register.field(id).is_some_and(|f| context.is_other_than(register, f, &[FieldType::Body]))
    {
        report.error(
            file,
            path,
            "wrong_field_type",
            words!("字段“{id}”的类型不是 body", "field `{id}` is not of type body"),
            words!("写一个 body 型字段", "name a field of type body"),
        );
    }
}

/// `[decided]` of a list.
pub(super) fn check_decided(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let Some(law) = &register.decided else { return };
    check_body(context, report, (file, "decided.body"), register, &law.body);
    let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    for (i, id) in law.fields.iter().enumerate().filter(|_| !context.unsure.contains(&register.id)) {
        report.refer(file, &format!("decided.fields[{i}]"), FIELD, id, &known);
    }
    if law.fields.is_empty() {
        report.error(
            file,
            "decided.fields",
            "nothing_decided",
            words!("没有写由机构决定的字段", "no field is named that the body decides"),
            words!("写 fields = [\"…\"]", "write fields = [\"…\"]"),
        );
    }
    check_stages_of(report, file, register, law);
}

fn check_stages_of(report: &mut Report, file: &str, register: &Register, law: &DecidedFields) {
    let stages: Vec<&str> = register.stages.iter().map(|stage| stage.id.as_str()).collect();
    if law.from.is_empty() {
        report.error(
            file,
            "decided.from",
            "nothing_decided",
            words!("没有写从哪些阶段起不得改动", "no stage is named from which the fields stand"),
            words!("写 from = [\"…\"]", "write from = [\"…\"]"),
        );
    }
    for (key, all) in [("from", &law.from), ("held", &law.held)] {
        for (i, id) in all.iter().enumerate() {
            let path = format!("decided.{key}[{i}]");
            if !report.refer(file, &path, STAGE, id, &stages) {
                continue;
            }
            if stages.first() == Some(&id.as_str()) {
                report.error(
                    file,
                    &path,
                    "decided_from_the_start",
                    words!(
                        "条目从“{id}”开始，那时还没有机构决定过",
                        "records begin in `{id}`, where no body has decided yet"
                    ),
                    words!("写后面的阶段", "name a later stage"),
                );
            }
        }
    }
    for (i, id) in law.held.iter().enumerate().filter(|(_, id)| law.stands(id)) {
        report.error(
            file,
            &format!("decided.held[{i}]"),
            "held_and_decided",
            words!("“{id}”同时写在 from 和 held", "`{id}` stands in both `from` and `held`"),
            words!("删去一处", "remove one"),
        );
    }
    for (i, stage) in register.stages.iter().enumerate().filter(|(_, stage)| law.stands(&stage.id)) {
        for (j, to) in stage.to.iter().enumerate().filter(|(_, to)| !law.stands(to)) {
            let id = &stage.id;
            report.error(
                file,
                &format!("stages[{i}].to[{j}]"),
                "decided_stage_left",
                words!(
                    "从“{id}”可以到“{to}”，决定了的内容在那里又可改动",
                    "`{id}` leads to `{to}`, where what was decided could be changed again"
                ),
                words!(
                    "把“{to}”写进 decided.from，或去掉这条路",
                    "name `{to}` in decided.from, or remove the way"
                ),
            );
        }
    }
}

/// `decision` of a step: the body, the actions, and that nobody is asked anything.
pub(super) fn check_step(
    context: &Context<'_>,
    report: &mut Report,
    (file, base): (&str, &str),
    register: Option<&Register>,
    step: &Step,
) {
    check_apart(context, report, (file, base), register, step);
    let Some(decision) = &step.decision else { return };
    if let Some(register) = register {
        check_body(context, report, (file, &format!("{base}.decision.body")), register, &decision.body);
    }
    if step.each {
        report.error(
            file,
            &format!("{base}.each"),
            "decision_with_each",
            words!("等待机构决定的环节不是会签", "a step that waits for a body is not countersigned"),
            words!("删去 each", "remove `each`"),
        );
    }
    check_results(report, (file, base), step, decision);
    for (j, action) in step.actions.iter().enumerate().filter(|(_, a)| step.is_decided(&a.id)) {
        check_action(report, file, &format!("{base}.actions[{j}]"), action);
    }
}

fn check_results(report: &mut Report, (file, base): (&str, &str), step: &Step, decision: &Awaits) {
    let actions: Vec<&str> = step.actions.iter().map(|action| action.id.as_str()).collect();
    for verdict in Verdict::ALL {
        let path = format!("{base}.decision.results.{}", verdict.id());
        let id = decision.results.action(verdict);
        if !report.refer(file, &path, ACTION, id, &actions) {
            continue;
        }
        let stays = step.action(id).is_some_and(|action| action.to.is_none());
        if stays && verdict != Verdict::Postponed {
            report.error(
                file,
                &path,
                "verdict_without_effect",
                words!(
                    "“{id}”之后办件仍等待机构决定",
                    "after `{id}` the case would go on waiting for the body"
                ),
                words!("给这个动作写 to", "give that action a `to`"),
            );
        }
    }
}

/// A verdict asks nobody anything and is nobody's right.
fn check_action(report: &mut Report, file: &str, base: &str, action: &Action) {
    let id = &action.id;
    if !action.fields.is_empty() {
        report.error(
            file,
            &format!("{base}.fields"),
            "verdict_asks",
            words!(
                "“{id}”由机构的决定引出，没有人可以填写",
                "`{id}` follows from a verdict; nobody is there to fill in fields"
            ),
            words!(
                "删去 fields；决定的措辞会记入办件",
                "remove `fields`; the wording of the decision is kept in the case"
            ),
        );
    }
    if !action.by.is_empty() {
        report.error(
            file,
            &format!("{base}.by"),
            "verdict_by_somebody",
            words!(
                "“{id}”由机构的决定引出，不归任何人办理",
                "`{id}` follows from a verdict; nobody does it by hand"
            ),
            words!("删去 by", "remove `by`"),
        );
    }
}

/// `apart` and `joint` belong to steps where every unit answers.
fn check_apart(
    context: &Context<'_>,
    report: &mut Report,
    (file, base): (&str, &str),
    register: Option<&Register>,
    step: &Step,
) {
    if step.apart && !step.each {
        report.error(
            file,
            &format!("{base}.apart"),
            "apart_without_each",
            words!("只有会签环节才有 apart", "`apart` is for steps with `each`"),
            words!("加 each = true，或删去 apart", "add each = true, or remove `apart`"),
        );
    }
    let Some(id) = &step.joint else { return };
    let path = format!("{base}.joint");
    if !step.apart {
        report.error(
            file,
            &path,
            "joint_without_apart",
            words!("joint 只用于 apart 的环节", "`joint` is for steps with `apart`"),
            words!("加 apart = true，或删去 joint", "add apart = true, or remove `joint`"),
        );
    }
    let Some(register) = register.filter(|register| !context.unsure.contains(&register.id)) else { return };
    let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    if report.refer(file, &path, FIELD, id, &known)
        && register.field(id).is_some_and(|f| context.is_other_than(register, f, &[FieldType::Boolean]))
    {
        report.error(
            file,
            &path,
            "wrong_field_type",
            words!("字段“{id}”的类型不是 boolean", "field `{id}` is not of type boolean"),
            words!("写一个 boolean 型字段", "name a field of type boolean"),
        );
    }
}
