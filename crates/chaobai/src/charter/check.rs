//! What is right and wrong in a charter, beyond its shape. One file per subject; this one has what
//! they share.

use super::facts::FactsFile;
use super::mistake::{Noun, Report};
use super::model::{Charter, Field, FieldType, Register};
use super::read::{Checks, Folder};
use super::values::kind_name;
use super::{
    check_calendars, check_documents, check_facts, check_figures, check_meetings, check_notices,
    check_papers, check_people, check_procedures, check_registers, check_zone,
};
use std::collections::{BTreeMap, BTreeSet};

/// A text in both languages from two format strings.
macro_rules! words {
    ($zh:literal, $en:literal) => {
        kernel::Text::new(format!($zh), format!($en))
    };
}
pub(crate) use words;

pub(crate) const AREA: Noun = Noun { code: "unknown_area", zh: "工作领域", en: "area" };
pub(crate) const SIDE: Noun = Noun { code: "unknown_side", zh: "方", en: "side" };
pub(crate) const JURISDICTION: Noun = Noun { code: "unknown_jurisdiction", zh: "辖区", en: "jurisdiction" };
pub(crate) const BODY: Noun = Noun { code: "unknown_body", zh: "机构", en: "body" };
pub(crate) const UNIT: Noun = Noun { code: "unknown_unit", zh: "单位", en: "unit" };
pub(crate) const POST: Noun = Noun { code: "unknown_post", zh: "职务", en: "post" };
pub(crate) const ROLE: Noun = Noun { code: "unknown_role", zh: "角色", en: "role" };
pub(crate) const REGISTER: Noun = Noun { code: "unknown_register", zh: "清单", en: "register" };
pub(crate) const FIELD: Noun = Noun { code: "unknown_field", zh: "字段", en: "field" };
pub(crate) const FIGURE: Noun = Noun { code: "unknown_figure", zh: "指标", en: "figure" };
pub(crate) const STAGE: Noun = Noun { code: "unknown_stage", zh: "阶段", en: "stage" };
pub(crate) const PROCEDURE: Noun = Noun { code: "unknown_procedure", zh: "流程", en: "procedure" };
pub(crate) const ACTION: Noun = Noun { code: "unknown_action", zh: "动作", en: "action" };
pub(crate) const STEP: Noun = Noun { code: "unknown_step", zh: "环节", en: "step" };
pub(crate) const SLIP: Noun = Noun { code: "unknown_slip", zh: "督办单", en: "slip" };
pub(crate) const CALENDAR: Noun = Noun { code: "unknown_calendar", zh: "工作历", en: "calendar" };
pub(crate) const TAG_GROUP: Noun = Noun { code: "unknown_tag_group", zh: "标签组", en: "tag group" };

/// Name of the register whose records sources are.
pub(crate) const SOURCES: &str = "sources";

/// What the checks look at.
pub(crate) struct Context<'a> {
    pub(crate) parts: &'a Folder,
    pub(crate) charter: &'a Charter,
    pub(crate) checks: &'a Checks<'a>,

    pub(crate) areas: Vec<&'a str>,
    pub(crate) sides: Vec<&'a str>,
    pub(crate) jurisdictions: Vec<&'a str>,
    pub(crate) bodies: Vec<&'a str>,
    pub(crate) units: Vec<&'a str>,
    pub(crate) posts: Vec<&'a str>,
    pub(crate) roles: Vec<&'a str>,
    pub(crate) registers: Vec<&'a str>,
    pub(crate) figures: Vec<&'a str>,
    pub(crate) calendars: Vec<&'a str>,
    pub(crate) procedures: Vec<&'a str>,
    /// Registers whose columns could not be read for certain: nothing is said about their fields.
    pub(crate) unsure: BTreeSet<String>,
    /// Columns (register, field) whose type could not be read: nothing is said about their type.
    pub(crate) untyped: BTreeSet<(String, String)>,
    /// Keys of the register of sources; none if the charter has no such register or no facts of it.
    pub(crate) sources: Option<BTreeSet<String>>,
}

/// Checks everything; gives the facts that could be read.
pub(crate) fn check(
    parts: &Folder,
    charter: &Charter,
    checks: &Checks<'_>,
    report: &mut Report,
) -> Vec<FactsFile> {
    let zone = &parts.zone.value;
    let mut context = Context {
        parts,
        charter,
        checks,

        areas: ids(zone.areas.iter().map(|x| x.id.as_str())),
        sides: ids(zone.sides.iter().map(|x| x.id.as_str())),
        jurisdictions: ids(zone.jurisdictions.iter().map(|x| x.id.as_str())),
        bodies: ids(zone.bodies.iter().map(|x| x.id.as_str())),
        units: ids(zone.units.iter().map(|x| x.id.as_str())),
        posts: ids(zone.posts.iter().map(|x| x.id.as_str())),
        roles: ids(zone.roles.iter().map(|x| x.id.as_str())),
        registers: ids(parts.registers.iter().map(|r| r.value.id.as_str())),
        figures: ids(parts.figures.iter().flat_map(|f| &f.value.figures).map(|f| f.id.as_str())),
        calendars: ids(parts.calendars.iter().map(|c| c.value.id.as_str())),
        procedures: ids(parts.procedures.iter().map(|p| p.value.id.as_str())),
        unsure: unsure(parts, report),
        untyped: untyped(parts, report),
        sources: None,
    };
    let facts = check_facts::read(&mut context, report);
    check_zone::check(&context, report);
    check_people::check(&context, report);
    check_meetings::check(&context, report);
    check_registers::check(&context, report);
    check_procedures::check(&context, report);
    check_figures::check(&context, report);
    check_calendars::check(&context, report);
    check_documents::check(&context, report);
    check_notices::check(&context, report);
    check_papers::check(&context, report);
    check_facts::check(&context, &facts, report);
    facts
}

fn ids<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    all.filter(|id| !id.is_empty()).collect()
}

fn unsure(parts: &Folder, report: &Report) -> BTreeSet<String> {
    let of_columns = |path: &str| {
        path == "fields" || (path.starts_with("fields[") && (path.ends_with(']') || path.ends_with("].id")))
    };
    let registers = parts.registers.iter().filter(|register| {
        let places = report.places.get(&register.file);
        places.is_some_and(|p| p.broken || p.muted.iter().any(|path| of_columns(path)))
    });
    registers.map(|register| register.value.id.clone()).collect()
}

fn untyped(parts: &Folder, report: &Report) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for register in &parts.registers {
        let Some(places) = report.places.get(&register.file) else { continue };
        for (i, field) in register.value.fields.iter().enumerate() {
            if places.muted.contains(&format!("fields[{i}].type")) {
                found.insert((register.value.id.clone(), field.id.clone()));
            }
        }
    }
    found
}

/// How an id may look.
#[derive(Clone, Copy)]
pub(crate) enum IdShape {
    /// Lower-case letters and digits, beginning with a letter: the zone.
    Zone,
    /// Also underscores: registers, fields, stages. They become names in filters and addresses.
    Name,
    /// Also hyphens, and digits at the beginning: everything else inside the charter.
    Entry,
    /// Also capital letters: figures.
    Figure,
}

/// Checks the shape of an id at `path`.
pub(crate) fn check_id(report: &mut Report, file: &str, path: &str, id: &str, shape: IdShape) {
    let first = id.chars().next().unwrap_or(' ');
    let (starts, letters) = match shape {
        IdShape::Zone => (first.is_ascii_lowercase(), ""),
        IdShape::Name => (first.is_ascii_lowercase(), "_"),
        IdShape::Entry => (first.is_ascii_lowercase() || first.is_ascii_digit(), "_-"),
        IdShape::Figure => (first.is_ascii_alphanumeric(), "_-"),
    };
    let capitals = matches!(shape, IdShape::Figure);
    let fits = |c: char| {
        c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || letters.contains(c)
            || (capitals && c.is_ascii_uppercase())
    };
    if starts && id.len() <= 60 && id.chars().all(fits) {
        return;
    }
    let instead = match shape {
        IdShape::Zone => {
            words!("只用小写字母和数字，以字母开头", "use lower-case letters and digits, a letter first")
        }
        IdShape::Name => words!(
            "只用小写字母、数字和下划线，以字母开头",
            "use lower-case letters, digits and underscores, a letter first"
        ),
        IdShape::Entry => words!(
            "只用小写字母、数字、下划线和连字符",
            "use lower-case letters, digits, underscores and hyphens"
        ),
        IdShape::Figure => {
            words!("只用字母、数字、下划线和连字符", "use letters, digits, underscores and hyphens")
        }
    };
    report.error(file, path, "bad_id", words!("编号“{id}”不合规", "`{id}` cannot be an id"), instead);
}

/// Checks that ids (with the path each stands at) are well formed and told apart.
pub(crate) fn check_ids<'a>(
    report: &mut Report,
    file: &str,
    shape: IdShape,
    all: impl Iterator<Item = (String, &'a str)>,
) {
    let mut met: BTreeMap<&str, String> = BTreeMap::new();
    for (path, id) in all {
        check_id(report, file, &path, id, shape);
        if let Some(first) = met.get(id) {
            let line = report.places.get(file).map_or(0, |p| p.of(first).0);
            report.error(
                file,
                &path,
                "duplicate_id",
                words!("编号“{id}”已在第 {line} 行用过", "id `{id}` is already used in line {line}"),
                words!("每个编号只用一次", "use every id once"),
            );
        } else {
            met.insert(id, path);
        }
    }
}

/// Checks that a name is not empty.
pub(crate) fn check_name(report: &mut Report, file: &str, path: &str, name: &kernel::Text) {
    if name.zh.trim().is_empty() {
        report.error(
            file,
            path,
            "empty_name",
            words!("中文名称为空", "the Chinese name is empty"),
            words!("写明 zh = \"…\"", "write zh = \"…\""),
        );
    }
}

/// Checks that a period does not end before it begins.
pub(crate) fn check_period(
    report: &mut Report,
    file: &str,
    path: &str,
    from: Option<kernel::Date>,
    to: Option<kernel::Date>,
) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        report.error(
            file,
            path,
            "dates_reversed",
            words!("截止 {to} 早于开始 {from}", "it ends on {to}, before it begins on {from}"),
            words!("调换或改正日期", "swap or correct the dates"),
        );
    }
}

impl Context<'_> {
    /// True if the field's type could be read and is another than those wanted.
    pub(crate) fn is_other_than(&self, register: &Register, field: &Field, wanted: &[FieldType]) -> bool {
        !wanted.contains(&field.kind) && !self.is_untyped(register, field)
    }

    /// Checks that `id` names a field of a list, of one of the types that can stand there (none given: of any).
    pub(crate) fn refer_field(
        &self,
        report: &mut Report,
        (file, path): (&str, &str),
        register: &Register,
        id: &str,
        wanted: &[FieldType],
    ) {
        let known: Vec<&str> = register.fields.iter().map(|field| field.id.as_str()).collect();
        if !report.refer(file, path, FIELD, id, &known) || wanted.is_empty() {
            return;
        }
        if register.field(id).is_some_and(|field| self.is_other_than(register, field, wanted)) {
            let kinds = wanted.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join(" / ");
            report.error(
                file,
                path,
                "wrong_field_type",
                words!("字段“{id}”的类型不能用在这里", "field `{id}` is not of a type that can stand here"),
                words!("写一个 {kinds} 型字段", "name a field of type {kinds}"),
            );
        }
    }

    /// True if the field's type could not be read.
    pub(crate) fn is_untyped(&self, register: &Register, field: &Field) -> bool {
        !self.untyped.is_empty() && self.untyped.contains(&(register.id.clone(), field.id.clone()))
    }

    /// Checks a source: said at all, and (where the charter keeps sources) known.
    pub(crate) fn check_source(&self, report: &mut Report, file: &str, path: &str, source: &str) {
        if source.trim().is_empty() {
            report.warn(
                file,
                path,
                "no_source",
                words!("没有写明来源", "no source is named"),
                words!("写来源编号", "write the id of a source"),
            );
            return;
        }
        for one in self.unknown_sources(source) {
            let known: Vec<&str> = self.sources.iter().flatten().map(String::as_str).collect();
            report.warn(
                file,
                path,
                "unknown_source",
                words!("来源“{one}”不在来源清单中", "source `{one}` is not in the register of sources"),
                super::mistake::instead(one, &known),
            );
        }
    }

    /// Those of the sources (several are joined by `|`) that the register of sources does not have.
    pub(crate) fn unknown_sources<'s>(&self, source: &'s str) -> Vec<&'s str> {
        let Some(known) = &self.sources else { return Vec::new() };
        source.split('|').map(str::trim).filter(|one| !known.contains(*one)).collect()
    }
}
