//! Checks what a list says of gates, documents and projects: every name must mean something, and of the right type.

use super::check::*;
use super::mistake::{Noun, Report};
use super::model::*;

const DOCUMENT: Noun = Noun { code: "unknown_document", zh: "文件种类", en: "kind of document" };
const CHOICE: Noun = Noun { code: "unknown_choice", zh: "选项", en: "choice" };

const NUMBER: &[FieldType] = &[FieldType::Integer, FieldType::Decimal, FieldType::Money];
const DATE: &[FieldType] = &[FieldType::Date];
const PLACE: &[FieldType] = &[FieldType::Jurisdiction];

pub(super) fn check(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let subject = Subject { context, file, register };
    let ids = register.documents.iter().enumerate();
    let ids = ids.map(|(i, d)| (format!("documents[{i}].id"), d.id.as_str()));
    check_ids(report, file, IdShape::Name, ids);
    for (i, document) in register.documents.iter().enumerate() {
        check_name(report, file, &format!("documents[{i}].name"), &document.name);
    }
    if !register.documents.is_empty() && register.attach.is_empty() {
        report.error(
            file,
            "documents",
            "no_files",
            words!(
                "清单不收附件，却列了文件种类",
                "kinds of documents are listed but no file may be attached"
            ),
            words!(
                "写 attach = [\"pdf\"]，或删去 documents",
                "write attach = [\"pdf\"], or remove `documents`"
            ),
        );
    }
    subject.beside(report);
    for (i, stage) in register.stages.iter().enumerate() {
        if let Some(gate) = &stage.gate {
            subject.gate(report, &format!("stages[{i}].gate"), gate);
        }
    }
    subject.project(report);
    subject.records_of_projects(report);
}

struct Subject<'a> {
    context: &'a Context<'a>,
    file: &'a str,
    register: &'a Register,
}

impl Subject<'_> {
    /// A field of the list named at a path, of one of these types.
    fn field(&self, report: &mut Report, path: &str, id: &str, wanted: &[FieldType]) {
        self.field_of(report, self.register, path, id, wanted);
    }

    fn field_of(&self, report: &mut Report, register: &Register, path: &str, id: &str, wanted: &[FieldType]) {
        if self.context.unsure.contains(&register.id) {
            return;
        }
        self.context.refer_field(report, (self.file, path), register, id, wanted);
    }

    fn three_days(&self, report: &mut Report, path: &str, days: &ThreeDays) {
        self.field(report, &format!("{path}.planned"), &days.planned, DATE);
        for (key, id) in [("forecast", &days.forecast), ("actual", &days.actual)] {
            if let Some(id) = id {
                self.field(report, &format!("{path}.{key}"), id, DATE);
            }
        }
    }

    fn stage(&self, report: &mut Report, path: &str, id: &str) {
        let known: Vec<&str> = self.register.stages.iter().map(|s| s.id.as_str()).collect();
        report.refer(self.file, path, STAGE, id, &known);
    }

    fn beside(&self, report: &mut Report) {
        let Some(id) = &self.register.beside else { return };
        self.field(report, "beside", id, &[FieldType::Record]);
        let field = self.register.field(id);
        let own = field.and_then(|f| f.register.as_deref()) == Some(self.register.id.as_str());
        if field.is_some_and(|f| !f.required) && !own {
            report.error(
                self.file,
                "beside",
                "beside_not_required",
                words!(
                    "字段“{id}”可以为空，条目就无处可依",
                    "field `{id}` may be empty, and then the record stands beside nothing"
                ),
                words!("该字段写 required = true", "write required = true at the field"),
            );
        }
    }

    fn gate(&self, report: &mut Report, path: &str, gate: &Gate) {
        for (i, role) in gate.waive.iter().enumerate() {
            report.refer(self.file, &format!("{path}.waive[{i}]"), ROLE, role, &self.context.roles);
        }
        for (i, need) in gate.needs.iter().enumerate() {
            self.need(report, &format!("{path}.needs[{i}]"), need);
        }
    }

    fn need(&self, report: &mut Report, path: &str, need: &Need) {
        let what = [need.field.is_some(), need.document.is_some(), need.register.is_some(), need.parts];
        if what.into_iter().filter(|one| *one).count() != 1 {
            report.error(
                self.file,
                path,
                "need_of_one_thing",
                words!(
                    "每项要求只能写 field、document、register、parts 中的一个",
                    "a need names exactly one of field, document, register and parts"
                ),
                words!("分成几项写", "write one need for each"),
            );
            return;
        }
        if let Some(side) = &need.side {
            report.refer(self.file, &format!("{path}.side"), SIDE, side, &self.context.sides);
        }
        if let Some(id) = &need.field {
            self.field(report, &format!("{path}.field"), id, &[]);
        }
        if let Some(id) = &need.document {
            let known: Vec<&str> = self.register.documents.iter().map(|d| d.id.as_str()).collect();
            report.refer(self.file, &format!("{path}.document"), DOCUMENT, id, &known);
        }
        if let Some(id) = &need.register {
            self.needed_record(report, path, need, id);
        }
        if need.parts && !self.register.stands_beside(&self.register.id) {
            report.error(
                self.file,
                &format!("{path}.parts"),
                "no_parts",
                words!("这份清单的条目没有组成部分", "records of this list have no parts"),
                words!("写 beside，指向本清单的上级字段", "write `beside`: a field that points to this list"),
            );
        }
        if need.name.zh.trim().is_empty() && (need.register.is_some() || need.parts) {
            check_name(report, self.file, &format!("{path}.name"), &need.name);
        }
    }

    fn needed_record(&self, report: &mut Report, path: &str, need: &Need, id: &str) {
        let at = format!("{path}.register");
        if !report.refer(self.file, &at, REGISTER, id, &self.context.registers) {
            return;
        }
        let Some(other) = self.context.charter.register(id) else { return };
        if !other.stands_beside(&self.register.id) {
            report.error(
                self.file,
                &at,
                "not_beside",
                words!(
                    "“{id}”的条目不在本清单条目之旁",
                    "records of `{id}` do not stand beside records of this list"
                ),
                words!("在该清单写 beside", "write `beside` in that list"),
            );
        }
        for (field, choice) in &need.with {
            let at = format!("{path}.with.{field}");
            self.field_of(report, other, &at, field, &[FieldType::Choice]);
            if let Some(field) = other.field(field).filter(|f| f.kind == FieldType::Choice) {
                let known: Vec<&str> = field.choices.iter().map(|c| c.id.as_str()).collect();
                report.refer(self.file, &at, CHOICE, choice, &known);
            }
        }
        for (i, field) in need.filled.iter().enumerate() {
            self.field_of(report, other, &format!("{path}.filled[{i}]"), field, &[]);
        }
    }

    fn project(&self, report: &mut Report) {
        let Some(law) = &self.register.project else { return };
        check_name(report, self.file, "project.track", &law.track);
        self.field(report, "project.jurisdiction", &law.jurisdiction, PLACE);
        self.stage(report, "project.open", &law.open);
        for (i, id) in law.ended.iter().enumerate() {
            self.stage(report, &format!("project.ended[{i}]"), id);
        }
        for (i, id) in law.weights.iter().enumerate() {
            self.field(report, &format!("project.weights[{i}]"), id, NUMBER);
        }
        let numbers =
            [("progress", &law.progress), ("investment", &law.investment), ("final_cost", &law.final_cost)];
        for (key, id) in numbers {
            if let Some(id) = id {
                self.field(report, &format!("project.{key}"), id, NUMBER);
            }
        }
        self.one_unit(report, law);
        if let Some(id) = &law.purpose {
            self.field(report, "project.purpose", id, &[FieldType::Text, FieldType::LongText]);
        }
        for (key, days) in [("start", &law.start), ("finish", &law.finish)] {
            if let Some(days) = days {
                self.three_days(report, &format!("project.{key}"), days);
            }
        }
        for (i, id) in law.plan.iter().enumerate() {
            self.field(report, &format!("project.plan[{i}]"), id, &[]);
        }
        let Some(words) = &law.oc4ids else { return };
        for id in words.status.keys() {
            self.stage(report, &format!("project.oc4ids.status.{id}"), id);
        }
        if let Some(id) = &words.sector_field {
            self.field(report, "project.oc4ids.sector_field", id, &[FieldType::Choice]);
        }
    }

    /// What was approved and what it cost are held against each other, so both are in one unit.
    fn one_unit(&self, report: &mut Report, law: &ProjectLaw) {
        let field = |id: &Option<String>| id.as_ref().and_then(|id| self.register.field(id));
        let Some((approved, last)) = field(&law.investment).zip(field(&law.final_cost)) else { return };
        if (approved.kind, &approved.unit) != (last.kind, &last.unit) {
            report.error(
                self.file,
                "project.final_cost",
                "other_unit",
                words!(
                    "决算与投资的类型或单位不同，不能相比",
                    "final cost and investment differ in type or unit and cannot be compared"
                ),
                words!("两个字段写同样的类型和单位", "give both fields the same type and unit"),
            );
        }
    }

    /// Approvals, milestones, investment and problems: the list stands beside one of projects.
    fn records_of_projects(&self, report: &mut Report) {
        let register = self.register;
        let mut roles = Vec::new();
        if let Some(law) = &register.approval {
            roles.push("approval");
            self.field(report, "approval.kind", &law.kind, &[FieldType::Choice]);
            self.field(report, "approval.authority", &law.authority, &[FieldType::Text, FieldType::Unit]);
            self.field(report, "approval.jurisdiction", &law.jurisdiction, PLACE);
            self.field(report, "approval.submitted", &law.submitted, DATE);
            self.field(report, "approval.promised", &law.promised, &[FieldType::Integer]);
            self.field(report, "approval.decided", &law.decided, DATE);
        }
        if let Some(law) = &register.milestone {
            roles.push("milestone");
            self.three_days(report, "milestone.day", &law.day);
        }
        if let Some(law) = &register.investment {
            roles.push("investment");
            self.field(report, "investment.month", &law.month, DATE);
            self.field(report, "investment.planned", &law.planned, NUMBER);
            self.field(report, "investment.actual", &law.actual, NUMBER);
        }
        if let Some(law) = &register.problem {
            roles.push("problem");
            self.field(report, "problem.jurisdiction", &law.jurisdiction, PLACE);
            for (i, level) in law.levels.iter().enumerate() {
                self.stage(report, &format!("problem.levels[{i}].stage"), &level.stage);
            }
        }
        let beside =
            register.beside.as_ref().and_then(|id| register.field(id)).and_then(|f| f.register.as_deref());
        let of_projects =
            beside.and_then(|id| self.context.charter.register(id)).is_some_and(|r| r.project.is_some());
        for role in roles.into_iter().filter(|_| !of_projects) {
            report.error(
                self.file,
                role,
                "not_beside_projects",
                words!("这份清单不在项目清单之旁", "this list does not stand beside a list of projects"),
                words!("写 beside，指向项目的字段", "write `beside`: the field that points to the project"),
            );
        }
    }
}
