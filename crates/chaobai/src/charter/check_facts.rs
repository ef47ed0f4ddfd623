//! Checks `facts/*.csv`: columns, values, sources, keys, references between rows.

use super::check::*;
use super::facts::{Fact, FactsFile, open_references, read_facts};
use super::mistake::{Report, Severity, instead};
use super::model::{FieldType, Register};
use super::problem_words::explain;
use super::read::{SAMPLES, money_digits};
use super::suggest::nearest;
use super::values::{check_value, doubt};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Reads every facts file and reports what does not fit; learns the keys of the sources.
pub(super) fn read(context: &mut Context<'_>, report: &mut Report) -> Vec<FactsFile> {
    let mut files = Vec::new();
    for facts in &context.parts.facts {
        let file = facts.file.as_str();
        let is_sample = file.starts_with(SAMPLES);
        let stem = file.trim_start_matches("facts/").trim_start_matches(SAMPLES);
        let stem = stem.split('.').next().unwrap_or_default();
        if !context.registers.contains(&stem) {
            report.line(
                Severity::Error,
                file,
                (0, ""),
                "unknown_register",
                words!("没有清单“{stem}”", "there is no register `{stem}`"),
                instead(stem, &context.registers),
            );
            continue;
        }
        let Some(register) = context.charter.register(stem).filter(|_| !context.unsure.contains(stem)) else {
            continue;
        };
        let (mut rows, problems) = read_facts(register, &facts.value, money_digits(context.parts));
        if is_sample {
            mark_samples(report, file, register, &mut rows);
        }
        for row in problems {
            let field = register.field(&row.problem.field);
            let (what, mut instead) = explain(&row.problem, field);
            if row.problem.code == "unknown_column"
                && let Some(meant) =
                    nearest(&row.problem.field, register.fields.iter().map(|f| f.id.as_str()))
            {
                instead = words!("是否应写作“{meant}”？", "did you mean `{meant}`?");
            }
            let at = (row.line, row.problem.field.as_str());
            report.line(Severity::Error, file, at, row.problem.code, what, instead);
        }
        files.push(FactsFile { file: file.to_owned(), register: stem.to_owned(), facts: rows });
    }
    if files.iter().any(|f| f.register == SOURCES) {
        context.sources = keys(&files).remove(SOURCES);
    }
    files
}

/// Marks made-up records, whatever their file says of it: figures leave out what is marked. A list that
/// cannot mark them can have none.
fn mark_samples(report: &mut Report, file: &str, register: &Register, rows: &mut [Fact]) {
    if !register.field("sample").is_some_and(|field| field.kind == FieldType::Boolean) {
        let id = &register.id;
        report.line(
            Severity::Error,
            file,
            (0, ""),
            "samples_unmarked",
            words!(
                "清单“{id}”没有 sample 字段，示例无法标明",
                "register `{id}` has no field `sample` to mark them by"
            ),
            words!("给清单加 sample（boolean）字段", "give the register a boolean field `sample`"),
        );
    }
    for row in rows {
        row.body.insert("sample".to_owned(), Value::Bool(true));
    }
}

fn keys(files: &[FactsFile]) -> BTreeMap<&str, BTreeSet<String>> {
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        keys.entry(&file.register).or_default().extend(file.facts.iter().map(|f| f.key.clone()));
    }
    keys
}

/// Checks the rows against the charter and against each other.
pub(super) fn check(context: &Context<'_>, files: &[FactsFile], report: &mut Report) {
    let keys = keys(files);
    let mut met: BTreeMap<(&str, &str, kernel::Date), (&str, u32)> = BTreeMap::new();
    for file in files {
        let Some(register) = context.charter.register(&file.register) else { continue };
        let mut sources_said = BTreeSet::new();
        for fact in &file.facts {
            if !has_key(register) {
                check_row(context, report, register, file, fact, &keys);
                continue;
            }
            let identity = (file.register.as_str(), fact.key.as_str(), fact.effective_on);
            if let Some((earlier, line)) = met.get(&identity) {
                let (key, day) = (&fact.key, fact.effective_on);
                report.line(
                    Severity::Error,
                    &file.file,
                    (fact.line, &register.key.join(",")),
                    "duplicate_fact",
                    words!(
                        "“{key}”（自 {day}）与 {earlier} 第 {line} 行重复",
                        "`{key}` (from {day}) already stands in {earlier} line {line}"
                    ),
                    words!("删去一行，或写不同的 _effective_on", "remove one, or give another _effective_on"),
                );
            } else {
                met.insert(identity, (&file.file, fact.line));
            }
            check_row(context, report, register, file, fact, &keys);
            let source = fact.body.get("source").and_then(Value::as_str).filter(|_| register.sourced);
            for unknown in source.map(|s| context.unknown_sources(s)).unwrap_or_default() {
                if sources_said.insert(unknown.to_owned()) {
                    let known: Vec<&str> = context.sources.iter().flatten().map(String::as_str).collect();
                    report.line(
                        Severity::Warning,
                        &file.file,
                        (fact.line, "source"),
                        "unknown_source",
                        words!(
                            "来源“{unknown}”不在来源清单中",
                            "source `{unknown}` is not in the register of sources"
                        ),
                        instead(unknown, &known),
                    );
                }
            }
        }
    }
}

/// True if the register's key names fields that exist: else nothing can be said about its keys.
fn has_key(register: &Register) -> bool {
    !register.key.is_empty() && register.key.iter().all(|id| register.field(id).is_some())
}

fn check_row(
    context: &Context<'_>,
    report: &mut Report,
    register: &Register,
    file: &FactsFile,
    fact: &super::facts::Fact,
    keys: &BTreeMap<&str, BTreeSet<String>>,
) {
    for (id, value) in fact.body.iter().filter(|(_, v)| !v.is_object()) {
        let Some(field) = register.field(id) else { continue };
        if let Some(problem) = check_value(context.charter, field, value) {
            let (what, instead) = explain(&problem, Some(field));
            report.line(Severity::Error, &file.file, (fact.line, id), problem.code, what, instead);
        }
        if let Some(problem) = doubt(field, value) {
            let (what, instead) = explain(&problem, Some(field));
            report.line(Severity::Warning, &file.file, (fact.line, id), problem.code, what, instead);
        }
    }
    for (field, target, key) in open_references(register, &fact.body) {
        let known = keys.get(target);
        let keyed = context.charter.register(target).is_some_and(has_key);
        if known.is_some_and(|known| known.contains(key)) || context.unsure.contains(target) || !keyed {
            continue;
        }
        let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
        report.line(
            Severity::Error,
            &file.file,
            (fact.line, &field.id),
            "unknown_record",
            words!("清单“{target}”中没有“{key}”", "register `{target}` has no record with key `{key}`"),
            instead(key, &known),
        );
    }
}
