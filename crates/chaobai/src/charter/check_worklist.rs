//! Checks `[worklist]` of a register: stages, sides, fields, approval and the rule of the lamps.

use super::check::*;
use super::mistake::{Noun, Report};
use super::model::*;
use kernel::Text;
use std::collections::BTreeMap;

const CALENDAR: Noun = Noun { code: "unknown_calendar", zh: "工作日历", en: "calendar" };
const LAMP: Noun = Noun { code: "unknown_lamp", zh: "状态灯", en: "lamp" };

/// Fields that percentages can stand in.
const PERCENT: &[FieldType] = &[FieldType::Integer, FieldType::Decimal];

pub(super) fn check(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let Some(law) = &register.worklist else { return };
    let about = About { context, file, register };
    check_stages(&about, report, law);
    check_sides(&about, report, law);
    check_fields(&about, report, law);
    check_reported(&about, report, law);
    about.roles(report, "worklist.review", &law.review);
    if let Some(approval) = &law.approval {
        about.stages(report, "worklist.approval.stages", &approval.stages);
        about.fields(report, "worklist.approval.fields", &approval.fields);
        about.roles(report, "worklist.approval.by", &approval.by);
        if let Some(stage) = &approval.adjusted {
            about.stages(report, "worklist.approval.adjusted", std::slice::from_ref(stage));
        }
    }
    if let Some(lamps) = &law.lamps {
        check_lamps(&about, report, law, lamps);
    }
}

struct About<'a> {
    context: &'a Context<'a>,
    file: &'a str,
    register: &'a Register,
}

impl About<'_> {
    fn stages(&self, report: &mut Report, path: &str, ids: &[String]) {
        let known: Vec<&str> = self.register.stages.iter().map(|stage| stage.id.as_str()).collect();
        for (i, id) in ids.iter().enumerate() {
            report.refer(self.file, &format!("{path}[{i}]"), STAGE, id, &known);
        }
    }

    fn fields(&self, report: &mut Report, path: &str, ids: &[String]) {
        for (i, id) in ids.iter().enumerate() {
            self.refer(report, &format!("{path}[{i}]"), id);
        }
    }

    fn roles(&self, report: &mut Report, path: &str, ids: &[String]) {
        if ids.is_empty() {
            report.error(
                self.file,
                path,
                "nobody_may",
                words!("没有写角色", "no role is named"),
                words!("至少写一个角色", "name at least one role"),
            );
        }
        for (i, id) in ids.iter().enumerate() {
            report.refer(self.file, &format!("{path}[{i}]"), ROLE, id, &self.context.roles);
        }
    }

    fn refer(&self, report: &mut Report, path: &str, id: &str) -> bool {
        let known: Vec<&str> = self.register.fields.iter().map(|field| field.id.as_str()).collect();
        !self.context.unsure.contains(&self.register.id) && report.refer(self.file, path, FIELD, id, &known)
    }

    /// A field that must be there and of one of some types.
    fn typed(&self, report: &mut Report, path: &str, id: &str, kinds: &[FieldType], wanted: &str) {
        if self.refer(report, path, id)
            && self.register.field(id).is_some_and(|f| self.context.is_other_than(self.register, f, kinds))
        {
            report.error(
                self.file,
                path,
                "wrong_field_type",
                words!("字段“{id}”的类型不合", "field `{id}` is of another type"),
                words!("用 {wanted} 型字段", "use a field of type {wanted}"),
            );
        }
    }
}

/// A stage counts as one thing only.
fn check_stages(about: &About<'_>, report: &mut Report, law: &Worklist) {
    let mut met: BTreeMap<&str, &str> = BTreeMap::new();
    for (what, ids) in [
        ("done", &law.done),
        ("cancelled", &law.cancelled),
        ("standing", &law.standing),
        ("not_started", &law.not_started),
    ] {
        let path = format!("worklist.{what}");
        about.stages(report, &path, ids);
        for (i, id) in ids.iter().enumerate() {
            if let Some(other) = met.insert(id, what) {
                report.error(
                    about.file,
                    &format!("{path}[{i}]"),
                    "stage_counts_twice",
                    words!("阶段“{id}”已算作 {other}", "stage `{id}` already counts as {other}"),
                    words!("每个阶段只归一类", "let every stage count as one thing"),
                );
            }
        }
    }
    if law.done.is_empty() {
        report.error(
            about.file,
            "worklist.done",
            "nothing_is_done",
            words!("没有算作完成的阶段", "no stage counts as done"),
            words!("写出完成的阶段", "name the stages that count as done"),
        );
    }
}

fn check_sides(about: &About<'_>, report: &mut Report, law: &Worklist) {
    for (i, side) in law.sides.iter().enumerate() {
        let path = format!("worklist.sides[{i}]");
        report.refer(about.file, &path, SIDE, side, &about.context.sides);
        if law.sides[..i].contains(side) {
            report.error(
                about.file,
                &path,
                "side_twice",
                words!("“{side}”一方已有牵头字段", "side `{side}` already has a lead field"),
                words!("每方只有一个牵头单位", "one lead per side"),
            );
        }
    }
    let (sides, leads) = (law.sides.len(), about.register.lead.len());
    if sides != leads || leads == 0 {
        report.error(
            about.file,
            "worklist.sides",
            "sides_and_leads",
            words!("牵头字段 {leads} 个，方 {sides} 个", "{leads} lead fields and {sides} sides"),
            words!("sides 与 lead 一一对应", "name one side for each field of `lead`"),
        );
    }
    if let Some(first) = &law.first_side {
        about.typed(report, "worklist.first_side", first, &[FieldType::Choice], "choice");
        for choice in about.register.field(first).into_iter().flat_map(|field| &field.choices) {
            let known: Vec<&str> = law.sides.iter().map(String::as_str).collect();
            report.refer(about.file, "worklist.first_side", SIDE, &choice.id, &known);
        }
    }
}

fn check_fields(about: &About<'_>, report: &mut Report, law: &Worklist) {
    use FieldType::{Date, Integer, LongText, Record, Text};
    let typed: [(&str, &Option<String>, &[FieldType], &str); 7] = [
        ("area", &law.area, &[FieldType::Choice], "choice"),
        ("parent", &law.parent, &[Record], "record"),
        ("start", &law.start, &[Date], "date"),
        ("deadline", &law.deadline, &[Date], "date"),
        ("progress", &law.progress, PERCENT, "integer, decimal"),
        ("year", &law.year, &[Integer], "integer"),
        ("reason", &law.reason, &[Text, LongText], "text, long_text"),
    ];
    for (name, field, kinds, wanted) in typed {
        if let Some(field) = field {
            about.typed(report, &format!("worklist.{name}"), field, kinds, wanted);
        }
    }
    for (i, field) in law.plan.iter().enumerate() {
        about.typed(report, &format!("worklist.plan[{i}]"), field, PERCENT, "integer, decimal");
    }
    if !law.plan.is_empty() && (law.plan.len() != 4 || law.year.is_none()) {
        report.error(
            about.file,
            "worklist.plan",
            "four_quarters",
            words!("序时进度须写四个季度并写 year", "a plan has four quarters and needs `year`"),
            words!("按季度写四个字段，并写 year", "name four fields, one per quarter, and `year`"),
        );
    }
    let id = &about.register.id;
    if let Some(parent) = law.parent.as_ref().and_then(|parent| about.register.field(parent))
        && parent.register.as_deref() != Some(id)
    {
        report.error(
            about.file,
            "worklist.parent",
            "parent_elsewhere",
            words!("上级须在同一清单", "a matter is part of one on the same list"),
            words!("该字段写 register = \"{id}\"", "let the field say register = \"{id}\""),
        );
    }
}

/// Fields that say what a matter is are not asked for in rounds.
fn check_reported(about: &About<'_>, report: &mut Report, law: &Worklist) {
    about.fields(report, "worklist.reported", &law.reported);
    if law.reported.is_empty() {
        report.error(
            about.file,
            "worklist.reported",
            "nothing_reported",
            words!("没有按期填报的字段", "rounds ask for nothing"),
            words!("写出填报的字段", "name the fields that rounds ask for"),
        );
    }
    let approved = law.approval.as_ref().map_or(&[][..], |approval| &approval.fields);
    for (i, id) in law.reported.iter().enumerate() {
        let register = about.register;
        let fixed = register.key.contains(id)
            || register.lead.contains(id)
            || law.parent.as_ref() == Some(id)
            || approved.contains(id);
        if fixed {
            report.error(
                about.file,
                &format!("worklist.reported[{i}]"),
                "not_for_rounds",
                words!("字段“{id}”不由填报改变", "field `{id}` is not changed by reporting"),
                words!("从 reported 中去掉", "take it out of `reported`"),
            );
        }
    }
    if let Some(reason) = law.reason.as_ref().filter(|reason| !law.reported.contains(reason)) {
        report.error(
            about.file,
            "worklist.reason",
            "reason_not_reported",
            words!("“{reason}”不在 reported 中", "`{reason}` is not in `reported`"),
            words!("把它写进 reported", "name it in `reported`"),
        );
    }
}

fn check_lamps(about: &About<'_>, report: &mut Report, law: &Worklist, lamps: &LampLaw) {
    let file = about.file;
    if let Some(calendar) = &lamps.calendar {
        let known: Vec<&str> = about.context.charter.calendars.keys().map(String::as_str).collect();
        report.refer(file, "worklist.lamps.calendar", CALENDAR, calendar, &known);
    } else if lamps.days == DayCount::Working {
        report.error(
            file,
            "worklist.lamps.days",
            "no_calendar",
            words!("按工作日计却没有写 calendar", "working days need a `calendar`"),
            words!("写 calendar = \"…\"", "write calendar = \"…\""),
        );
    }
    let raised: Vec<&str> = Lamp::RAISED.iter().map(|lamp| lamp.id()).collect();
    for (i, rule) in lamps.rules.iter().enumerate() {
        let at = |name: &str| format!("worklist.lamps.rules[{i}].{name}");
        report.refer(file, &at("lamp"), LAMP, &rule.lamp, &raised);
        if let Some(held) = &rule.held {
            report.refer(file, &at("held.lamp"), LAMP, &held.lamp, &raised);
        }
        if let Some(without) = &rule.without {
            about.refer(report, &at("without"), without);
        }
        if let Some(when) = &rule.when {
            about.refer(report, &at("when.field"), &when.field);
        }
        if let Some(since) = &rule.since {
            about.typed(report, &at("since"), since, &[FieldType::Date], "date");
        }
        let mut lacks = |given: bool, has: bool, zh: &str, en: &str| {
            if given && !has {
                report.error(
                    file,
                    &at("lamp"),
                    "condition_lacks",
                    Text::new(format!("这条规则需要 {zh}"), format!("this rule needs {en}")),
                    words!("写上它，或去掉这一条件", "name it, or take the condition out"),
                );
            }
        };
        let dated = rule.overdue_days.is_some() || rule.days_left.is_some();
        lacks(dated, law.deadline.is_some(), "worklist.deadline", "worklist.deadline");
        let planned = rule.behind_from.is_some() || rule.behind_over.is_some();
        let has_plan = law.progress.is_some() && (law.deadline.is_some() || !law.plan.is_empty());
        lacks(planned, has_plan, "progress 和 deadline 或 plan", "`progress` and `deadline` or `plan`");
        let counted = rule.months_over.is_some() || rule.months_ended.is_some();
        lacks(counted, rule.since.is_some(), "since", "`since`");
        lacks(
            rule.since.is_some(),
            counted,
            "months_over 或 months_ended",
            "`months_over` or `months_ended`",
        );
        lacks(rule.without_reason, law.reason.is_some(), "worklist.reason", "worklist.reason");
        let any = dated
            || planned
            || counted
            || rule.silent_days.is_some()
            || rule.without.is_some()
            || rule.held.is_some()
            || rule.when.is_some();
        lacks(true, any, "至少一个条件", "at least one condition");
    }
}
