//! Checks `procedures/*.toml`: that everything named exists, that every step can be reached, that every
//! case can come to an end, and that nothing is asked of nobody.

use super::check::*;
use super::check_calendars::used_in;
use super::check_decisions;
use super::check_fields::check_asked;
use super::check_powers::check_need;
use super::mistake::{Noun, Report};
use super::model::*;
use super::procedure::{Action, Effect, Limit, Procedure, Step};
use super::values::{kind_name, parse_value};
use std::collections::{BTreeMap, BTreeSet};

const HOLDER: Noun = Noun { code: "unknown_holder", zh: "角色或关系", en: "role or relation" };
const ACTION_FIELD: Noun = Noun { code: "unknown_field", zh: "字段", en: "field" };

/// One procedure under the checks.
struct Look<'a> {
    context: &'a Context<'a>,
    file: &'a str,
    procedure: &'a Procedure,
    /// The list its cases are about, if there is such a list.
    register: Option<&'a Register>,
    steps: Vec<&'a str>,
    slips: Vec<&'a str>,
}

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let mut met: BTreeMap<&str, &str> = BTreeMap::new();
    for placed in &context.parts.procedures {
        let (file, procedure) = (placed.file.as_str(), &placed.value);
        let id = procedure.id.as_str();
        check_id(report, file, "id", id, IdShape::Name);
        if let Some(other) = met.insert(id, file) {
            used_in(report, file, id, other);
        }
        if file != format!("procedures/{id}.toml") {
            report.error(
                file,
                "id",
                "id_not_file_name",
                words!("编号“{id}”与文件名不同", "id `{id}` is not the file's name"),
                words!("文件应名为 {id}.toml", "the file must be called {id}.toml"),
            );
        }
        check_name(report, file, "name", &procedure.name);
        report.refer(file, "register", REGISTER, &procedure.register, &context.registers);
        let look = Look {
            context,
            file,
            procedure,
            register: context.charter.registers.get(&procedure.register),
            steps: procedure.steps.iter().map(|step| step.id.as_str()).collect(),
            slips: procedure.slips.iter().map(|slip| slip.id.as_str()).collect(),
        };
        look.check(report);
    }
}

impl Look<'_> {
    fn check(&self, report: &mut Report) {
        let (file, procedure) = (self.file, self.procedure);
        if let Some(register) = self.register {
            let stages: Vec<&str> = register.stages.iter().map(|stage| stage.id.as_str()).collect();
            for (i, stage) in procedure.stages.iter().enumerate() {
                report.refer(file, &format!("stages[{i}]"), STAGE, stage, &stages);
            }
        }
        self.check_who(report, "open", &procedure.open, &["lead", "partner"]);
        if procedure.open.is_empty() {
            let instead = words!("在 open 中写角色", "name roles in `open`");
            report.error(
                file,
                "open",
                "nobody_may",
                words!("没有人可以立项", "nobody may open a case"),
                instead,
            );
        }
        self.check_calendar(report);
        check_asked(self.context, report, file, "fields", &procedure.fields);
        let ids = procedure.slips.iter().enumerate().map(|(i, s)| (format!("slips[{i}].id"), s.id.as_str()));
        check_ids(report, file, IdShape::Name, ids);
        for (i, slip) in procedure.slips.iter().enumerate() {
            check_name(report, file, &format!("slips[{i}].name"), &slip.name);
            check_name(report, file, &format!("slips[{i}].demand"), &slip.demand);
        }
        if let Some(pause) = &procedure.pause {
            self.check_who(report, "pause.by", &pause.by, &["lead", "partner", "opener", "holder"]);
            let ids = pause.reasons.iter().enumerate();
            let ids = ids.map(|(i, c)| (format!("pause.reasons[{i}].id"), c.id.as_str()));
            check_ids(report, file, IdShape::Entry, ids);
            if pause.reasons.is_empty() {
                report.error(
                    file,
                    "pause.reasons",
                    "no_choices",
                    words!("暂停没有可选的理由", "a pause has no reasons to choose from"),
                    words!(
                        "写 reasons = [{{ id = …, name = … }}]",
                        "write reasons = [{{ id = …, name = … }}]"
                    ),
                );
            }
        }
        let ids = procedure.steps.iter().enumerate().map(|(i, s)| (format!("steps[{i}].id"), s.id.as_str()));
        check_ids(report, file, IdShape::Name, ids);
        for (i, step) in procedure.steps.iter().enumerate() {
            self.check_step(report, i, step);
        }
        self.check_same_fields(report);
        self.check_ways(report);
    }

    /// Relations and roles: those every permit knows, and those that only a case has.
    fn check_who(&self, report: &mut Report, path: &str, who: &[String], relations: &[&str]) {
        let mut known: Vec<&str> = self.context.roles.clone();
        known.extend(relations);
        for (i, one) in who.iter().enumerate() {
            let path = format!("{path}[{i}]");
            if let Some(field) = one.strip_prefix("unit:")
                && relations.contains(&"unit:")
            {
                self.check_field(report, &path, field, &[FieldType::Unit, FieldType::Units]);
                continue;
            }
            report.refer(
                self.file,
                &path,
                HOLDER,
                one,
                &known.iter().copied().filter(|k| *k != "unit:").collect::<Vec<_>>(),
            );
            let Some(register) = self.register else { continue };
            let nobody = (one == "lead" && register.lead.is_empty() && register.keepers.is_empty())
                || (one == "partner" && register.partners.is_empty());
            if nobody {
                let id = &register.id;
                report.error(
                    self.file,
                    &path,
                    "nobody_holds",
                    words!("清单 {id} 没有写 {one}", "the register `{id}` names no `{one}`"),
                    words!("换一个关系，或在清单中写明", "name another relation, or add it to the register"),
                );
            }
        }
    }

    /// A field of the case or of the record, of one of these types.
    fn check_field(&self, report: &mut Report, path: &str, id: &str, wanted: &[FieldType]) {
        let of_record = self.register.map(|register| register.fields.as_slice()).unwrap_or_default();
        if self.register.is_none() || self.context.unsure.contains(&self.procedure.register) {
            return;
        }
        let field = self.procedure.known_field(id).or_else(|| of_record.iter().find(|field| field.id == id));
        let Some(field) = field else {
            let known: Vec<&str> =
                self.procedure.known_fields().chain(of_record).map(|field| field.id.as_str()).collect();
            report.refer(self.file, path, ACTION_FIELD, id, &known);
            return;
        };
        if !wanted.contains(&field.kind) {
            let names: Vec<&str> = wanted.iter().map(|kind| kind_name(*kind)).collect();
            let names = names.join(", ");
            report.error(
                self.file,
                path,
                "wrong_field_type",
                words!("字段“{id}”的类型不符", "field `{id}` has the wrong type"),
                words!("写一个 {names} 型字段", "name a field of type {names}"),
            );
        }
    }

    /// Which calendar counts must be certain for every step with a limit.
    fn check_calendar(&self, report: &mut Report) {
        if let Some(calendar) = &self.procedure.calendar {
            report.refer(self.file, "calendar", CALENDAR, calendar, &self.context.calendars);
        } else if self.context.calendars.len() != 1
            && self.procedure.steps.iter().any(|step| step.limit.is_some())
        {
            report.error(
                self.file,
                "calendar",
                "which_calendar",
                words!(
                    "有办理期限，却没有写用哪份工作历",
                    "there are time limits, and no calendar to count them by"
                ),
                instead(&self.context.calendars),
            );
        }
    }

    fn check_step(&self, report: &mut Report, i: usize, step: &Step) {
        let at = |key: &str| format!("steps[{i}].{key}");
        let file = self.file;
        check_name(report, file, &at("name"), &step.name);
        self.check_who(report, &at("holder"), &step.holder, &["lead", "partner", "opener", "unit:"]);
        let id = &step.id;
        if step.end {
            let busy = !step.actions.is_empty() || step.limit.is_some() || !step.escalate.is_empty();
            if busy {
                report.error(
                    file,
                    &at("end"),
                    "end_with_work",
                    words!(
                        "办件在“{id}”结束，却还有动作或期限",
                        "a case ends in `{id}`, which has actions or a limit"
                    ),
                    words!("删去 end 或其余各项", "remove `end`, or the rest"),
                );
            }
            return;
        }
        if step.holder.is_empty() {
            report.error(
                file,
                &at("holder"),
                "nobody_holds",
                words!("环节“{id}”没有承办者", "nobody holds the step `{id}`"),
                words!("写 holder = [\"…\"]", "write holder = [\"…\"]"),
            );
        }
        let ids = step
            .actions
            .iter()
            .enumerate()
            .map(|(j, a)| (format!("steps[{i}].actions[{j}].id"), a.id.as_str()));
        check_ids(report, file, IdShape::Name, ids);
        for (j, action) in step.actions.iter().enumerate() {
            self.check_action(report, i, j, step, action);
        }
        self.check_limit(report, i, step);
        check_decisions::check_step(
            self.context,
            report,
            (file, &format!("steps[{i}]")),
            self.register,
            step,
        );
        if step.each {
            let answers = step.actions.iter().filter(|action| action.to.is_some() && !action.back).count();
            if answers != 1 {
                report.error(
                    file,
                    &at("each"),
                    "one_answer",
                    words!(
                        "会签环节“{id}”有 {answers} 个前进的动作",
                        "`{id}` is countersigned and has {answers} actions that lead on"
                    ),
                    words!(
                        "恰好写一个，意见写在它的字段里",
                        "write exactly one; opinions go into its fields"
                    ),
                );
            }
        } else if step.silence.is_some() {
            report.error(
                file,
                &at("silence"),
                "silence_without_each",
                words!("只有会签环节才有 silence", "`silence` is for steps with `each`"),
                words!("改用 escalate", "use `escalate`"),
            );
        }
        if let Some(to) = &step.silence {
            report.refer(file, &at("silence"), STEP, to, &self.steps);
        }
    }

    fn check_limit(&self, report: &mut Report, i: usize, step: &Step) {
        let at = |key: &str| format!("steps[{i}].{key}");
        let (file, id) = (self.file, &step.id);
        match &step.limit {
            Some(Limit { days: Some(days), field: None }) => {
                if *days == 0 || *days > 2500 {
                    report.error(
                        file,
                        &at("limit.days"),
                        "out_of_range",
                        words!(
                            "期限 {days} 个工作日超出范围",
                            "a limit of {days} working days is out of range"
                        ),
                        words!("1 至 2500", "1 to 2500"),
                    );
                }
                for (j, reminder) in step.remind.iter().enumerate().filter(|(_, r)| r.before >= *days) {
                    let before = reminder.before;
                    report.error(
                        file,
                        &at(&format!("remind[{j}].before")),
                        "reminder_before_start",
                        words!(
                            "期限只有 {days} 个工作日，却在 {before} 个工作日之前提醒",
                            "the limit is {days} working days, and the reminder comes {before} before its end"
                        ),
                        words!("写小于 {days} 的数", "write a number below {days}"),
                    );
                }
            }
            Some(Limit { days: None, field: Some(field) }) => {
                self.check_field(report, &at("limit.field"), field, &[FieldType::Date]);
            }
            Some(_) => report.error(
                file,
                &at("limit"),
                "which_limit",
                words!("期限应写 days 或 field 之一", "a limit has either `days` or `field`"),
                words!("例如 limit = {{ days = 5 }}", "for example limit = {{ days = 5 }}"),
            ),
            None if !step.remind.is_empty() || !step.escalate.is_empty() || step.silence.is_some() => report
                .error(
                    file,
                    &at("limit"),
                    "no_limit",
                    words!(
                        "环节“{id}”没有期限，提醒和升级无从起算",
                        "`{id}` has no limit from which reminders and escalations could count"
                    ),
                    words!("写 limit，或删去它们", "write `limit`, or remove them"),
                ),
            None => {}
        }
        for (j, reminder) in step.remind.iter().enumerate() {
            self.check_slip(report, &at(&format!("remind[{j}].slip")), reminder.slip.as_deref());
        }
        let mut last = 0;
        for (j, rung) in step.escalate.iter().enumerate() {
            let path = at(&format!("escalate[{j}]"));
            self.check_slip(report, &format!("{path}.slip"), rung.slip.as_deref());
            self.check_who(report, &format!("{path}.to"), &rung.to, &["lead", "partner", "opener", "unit:"]);
            if let Some(to) = &rung.step {
                report.refer(file, &format!("{path}.step"), STEP, to, &self.steps);
            }
            if rung.after <= last {
                let after = rung.after;
                report.error(
                    file,
                    &format!("{path}.after"),
                    "escalation_order",
                    words!(
                        "第 {after} 个工作日不在上一级之后",
                        "{after} working days is not after the rung before"
                    ),
                    words!("逐级写，至少 1", "write the rungs in order, at least 1"),
                );
            }
            last = rung.after;
        }
    }

    fn check_slip(&self, report: &mut Report, path: &str, slip: Option<&str>) {
        if let Some(slip) = slip {
            report.refer(self.file, path, SLIP, slip, &self.slips);
        }
    }

    fn check_action(&self, report: &mut Report, i: usize, j: usize, step: &Step, action: &Action) {
        let base = format!("steps[{i}].actions[{j}]");
        let (file, id) = (self.file, &action.id);
        check_name(report, file, &format!("{base}.name"), &action.name);
        self.check_who(report, &format!("{base}.by"), &action.by, &["lead", "partner", "opener", "unit:"]);
        check_asked(self.context, report, file, &format!("{base}.fields"), &action.fields);
        if let Some(to) = &action.to {
            report.refer(file, &format!("{base}.to"), STEP, to, &self.steps);
        }
        self.check_slip(report, &format!("{base}.slip"), action.slip.as_deref());
        if let Some(need) = &action.needs_power {
            let field = |report: &mut Report, path: &str, id: &str, wanted: &[FieldType]| {
                self.check_field(report, path, id, wanted);
            };
            check_need(self.context, report, file, &format!("{base}.needs_power"), need, &field);
        }
        let reason = |f: &Field| {
            f.id == "reason" && f.required && matches!(f.kind, FieldType::Text | FieldType::LongText)
        };
        // The wording of the decision is the reason.
        let decided = step.is_decided(&action.id);
        if !decided && (action.back || action.slip.is_some()) && !action.fields.iter().any(reason) {
            report.error(
                file,
                &format!("{base}.fields"),
                "no_reason",
                words!(
                    "“{id}”退回或出单，却不要求写明理由",
                    "`{id}` sends back or issues a slip without a reason"
                ),
                words!("加必填的文字字段 reason", "add a required text field `reason`"),
            );
        }
        if action.back && !action.to.as_deref().is_some_and(|to| self.comes_after(to, &step.id)) {
            report.error(
                file,
                &format!("{base}.back"),
                "back_to_where",
                words!("“{id}”不是退回到先前的环节", "`{id}` does not lead to an earlier step"),
                words!("to 写能走到本环节的环节", "let `to` name a step that leads here"),
            );
        }
        for (k, effect) in action.effects.iter().enumerate() {
            self.check_effect(report, &format!("{base}.effects[{k}]"), action, effect);
        }
    }

    fn check_effect(&self, report: &mut Report, path: &str, action: &Action, effect: &Effect) {
        let file = self.file;
        match effect {
            Effect::SetField { field, value, from } => {
                let Some(register) = self.register.filter(|r| !self.context.unsure.contains(&r.id)) else {
                    return;
                };
                let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
                report.refer(file, &format!("{path}.field"), FIELD, field, &known);
                let Some(target) = register.field(field) else { return };
                match (value, from.as_deref()) {
                    (Some(value), None) => {
                        if let Err(problem) = parse_value(target, value, self.context.charter.minor_digits())
                        {
                            let (what, instead) = super::explain_problem(&problem, Some(target));
                            report.error(file, &format!("{path}.value"), "bad_value", what, instead);
                        }
                    }
                    (None, Some("today" | "decided_on")) if target.kind == FieldType::Date => {}
                    (None, Some("wording")) if target.kind == FieldType::LongText => {}
                    (None, Some(from)) => {
                        let asked = action.fields.iter().chain(&self.procedure.fields).find(|f| f.id == from);
                        match asked {
                            Some(asked) if asked.kind == target.kind => {}
                            Some(_) => {
                                self.check_field(report, &format!("{path}.from"), from, &[target.kind])
                            }
                            None => {
                                let known: Vec<&str> = action
                                    .fields
                                    .iter()
                                    .chain(&self.procedure.fields)
                                    .map(|f| f.id.as_str())
                                    .collect();
                                report.refer(file, &format!("{path}.from"), ACTION_FIELD, from, &known);
                            }
                        }
                    }
                    _ => report.error(
                        file,
                        path,
                        "which_value",
                        words!("写 value 或 from 之一", "write either `value` or `from`"),
                        words!("例如 value = \"done\"", "for example value = \"done\""),
                    ),
                }
            }
            Effect::Advance { to } => {
                let Some(register) = self.register else { return };
                let stages: Vec<&str> = register.stages.iter().map(|stage| stage.id.as_str()).collect();
                report.refer(file, &format!("{path}.to"), STAGE, to, &stages);
            }
            Effect::OpenCase { procedure } => {
                let path = format!("{path}.procedure");
                if !report.refer(file, &path, PROCEDURE, procedure, &self.context.procedures) {
                    return;
                }
                let other = self.context.parts.procedures.iter().find(|p| p.value.id == *procedure);
                let fits = other.is_some_and(|p| {
                    p.value.register == self.procedure.register && p.value.fields.iter().all(|f| !f.required)
                });
                if !fits {
                    report.error(
                        file,
                        &path,
                        "cannot_open",
                        words!(
                            "“{procedure}”属于另一清单，或立项时有必填内容",
                            "`{procedure}` is about another register, or asks for something when it is opened"
                        ),
                        words!(
                            "写同一清单、立项时无必填内容的流程",
                            "name one about the same register that asks nothing"
                        ),
                    );
                }
            }
            Effect::Publish { figure } => {
                let path = format!("{path}.figure");
                if report.refer(file, &path, FIGURE, figure, &self.context.figures)
                    && self.context.charter.figure(figure).is_some_and(|f| f.compute.is_none())
                {
                    report.error(
                        file,
                        &path,
                        "nothing_computed",
                        words!("指标“{figure}”没有算法，无从公布", "figure `{figure}` is not computed"),
                        words!("写有 compute 的指标", "name a figure with `compute`"),
                    );
                }
            }
        }
    }

    /// A field that several actions ask for is one field of the case: it has one type.
    fn check_same_fields(&self, report: &mut Report) {
        let mut met: BTreeMap<&str, FieldType> = BTreeMap::new();
        for field in &self.procedure.fields {
            met.insert(&field.id, field.kind);
        }
        for (i, step) in self.procedure.steps.iter().enumerate() {
            for (j, action) in step.actions.iter().enumerate() {
                for (k, field) in action.fields.iter().enumerate() {
                    let id = field.id.as_str();
                    if *met.entry(id).or_insert(field.kind) != field.kind {
                        report.error(
                            self.file,
                            &format!("steps[{i}].actions[{j}].fields[{k}].type"),
                            "two_types",
                            words!(
                                "字段“{id}”在本流程中有两种类型",
                                "field `{id}` has two types in this procedure"
                            ),
                            words!("换一个编号，或用同一类型", "choose another id, or the same type"),
                        );
                    }
                }
            }
        }
    }

    /// Steps that can be reached from one, itself included.
    fn reached_from<'a>(&'a self, start: &'a str) -> BTreeSet<&'a str> {
        let (mut reached, mut open) = (BTreeSet::from([start]), vec![start]);
        while let Some(id) = open.pop() {
            let step = self.procedure.step(id);
            for next in step.into_iter().flat_map(Step::leads_to) {
                if reached.insert(next) {
                    open.push(next);
                }
            }
        }
        reached
    }

    fn comes_after(&self, earlier: &str, later: &str) -> bool {
        earlier != later && self.reached_from(earlier).contains(later)
    }

    /// Every step is reachable from the first, and from every step people can bring a case to an end.
    fn check_ways(&self, report: &mut Report) {
        let Some(first) = self.procedure.steps.first() else {
            report.error(
                self.file,
                "steps",
                "no_steps",
                words!("流程没有环节", "the procedure has no steps"),
                words!("写 [[steps]]", "write [[steps]]"),
            );
            return;
        };
        let reached = self.reached_from(&first.id);
        // Only what people do counts as a way to the end: a case must not depend on somebody being late.
        let mut ending: BTreeSet<&str> =
            self.procedure.steps.iter().filter(|step| step.end).map(|step| step.id.as_str()).collect();
        loop {
            let before = ending.len();
            for step in &self.procedure.steps {
                let leads = step.actions.iter().filter(|action| !action.back).filter_map(|a| a.to.as_deref());
                if leads.into_iter().any(|to| ending.contains(to)) {
                    ending.insert(&step.id);
                }
            }
            if ending.len() == before {
                break;
            }
        }
        for (i, step) in self.procedure.steps.iter().enumerate() {
            let (id, path) = (step.id.as_str(), format!("steps[{i}]"));
            if !reached.contains(id) {
                report.error(
                    self.file,
                    &path,
                    "unreachable_step",
                    words!("走不到环节“{id}”", "the step `{id}` cannot be reached"),
                    words!(
                        "在某个动作的 to 中写上它，或删去",
                        "name it in the `to` of an action, or remove it"
                    ),
                );
            } else if !ending.contains(id) {
                report.error(
                    self.file,
                    &path,
                    "no_way_out",
                    words!("办件到了“{id}”就无法办结", "a case in `{id}` can never end"),
                    words!(
                        "加一个通向结束环节（end = true）的动作",
                        "add an action that leads towards a step with `end = true`"
                    ),
                );
            }
        }
    }
}

fn instead(calendars: &[&str]) -> kernel::Text {
    super::mistake::instead("", calendars)
}
