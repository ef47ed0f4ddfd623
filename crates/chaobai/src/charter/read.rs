//! Loads a charter folder: every file, every mistake.

use super::facts::FactsFile;
use super::lookup::{KEPT, minor_digits};
use super::mistake::{Mistake, Report, Severity};
use super::model::*;
use super::procedure::Procedure;
use super::schema::FileKind;
use super::{check, tree};
use kernel::{Refusal, Text};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;

/// A charter folder that was read and may be adopted.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The charter.
    pub charter: Charter,
    /// Its sourced facts, in order of file name.
    pub facts: Vec<FactsFile>,
    /// Made-up records for demonstration (`samples/*.csv`): every one marked, loaded only where somebody asks.
    pub samples: Vec<FactsFile>,
    /// What somebody should look at.
    pub warnings: Vec<Mistake>,
}

/// A part of the charter with the file it stands in.
#[derive(Debug)]
pub(crate) struct Placed<T> {
    pub(crate) file: String,
    pub(crate) value: T,
}

/// Everything in the folder, shape in order, meaning not yet checked.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) zone: Placed<Zone>,
    pub(crate) registers: Vec<Placed<Register>>,
    pub(crate) procedures: Vec<Placed<Procedure>>,
    pub(crate) figures: Vec<Placed<FigureFile>>,
    pub(crate) calendars: Vec<Placed<CalendarFile>>,
    pub(crate) standards: Vec<Placed<Standard>>,
    pub(crate) documents: Vec<Placed<DocumentTemplate>>,
    pub(crate) notices: Vec<Placed<NoticeTemplate>>,
    pub(crate) papers: Vec<Placed<PaperTemplate>>,
    pub(crate) facts: Vec<Placed<String>>,
    pub(crate) map: Option<Value>,
}

/// Where made-up records for demonstration stand, below the charter folder.
pub(crate) const SAMPLES: &str = "samples/";

/// What only the rest of the program can judge; the charter knows nothing of it.
pub struct Checks<'c> {
    /// Whether a filter (CQL2 text) over a register can be asked, judged by what will ask it. The
    /// refusal's parameters `property`, `given` and `allowed` tell what is wrong.
    pub filter: &'c dyn Fn(&Register, &str) -> Result<(), Refusal>,
}

/// Reads and checks a charter folder, all but the filters of figures: for whoever only looks into it.
/// What is to be adopted is read by [`read_with`].
pub fn read(folder: &Path) -> Result<Loaded, Vec<Mistake>> {
    read_with(folder, &Checks { filter: &|_, _| Ok(()) })
}

/// Reads and checks a charter folder. All mistakes, errors and warnings, in order of file and line,
/// if any of them is an error.
pub fn read_with(folder: &Path, checks: &Checks<'_>) -> Result<Loaded, Vec<Mistake>> {
    let mut report = Report::default();
    let Some(parts) = load(folder, &mut report) else { return Err(sorted(report.mistakes)) };
    let charter = assemble(&parts);
    let facts = check::check(&parts, &charter, checks, &mut report);
    if report.has_errors() {
        return Err(sorted(report.mistakes));
    }
    let (samples, facts) = facts.into_iter().partition(|file| file.file.starts_with(SAMPLES));
    Ok(Loaded { charter, facts, samples, warnings: sorted(report.mistakes) })
}

fn sorted(mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
    mistakes.sort_by(|a, b| (&a.file, a.line, a.column, a.code).cmp(&(&b.file, b.line, b.column, b.code)));
    mistakes
}

fn load(folder: &Path, report: &mut Report) -> Option<Folder> {
    let zone = text_of(folder, "zone.toml", report)
        .map(|text| parse::<Zone>("zone.toml", &text, FileKind::Zone, report));
    let registers = folder_of(folder, "registers", FileKind::Register, report, id_from_name);
    let procedures = folder_of(folder, "procedures", FileKind::Procedure, report, id_from_name);
    let figures = folder_of(folder, "figures", FileKind::Figures, report, |_, _| {});
    let calendars = folder_of(folder, "calendars", FileKind::Calendar, report, |_, _| {});
    let standards = folder_of(folder, "standards", FileKind::Standard, report, |_, _| {});
    let documents = folder_of(folder, "documents", FileKind::Document, report, id_from_name);
    let notices = folder_of(folder, "notices", FileKind::Notice, report, id_from_name);
    let papers = folder_of(folder, "papers", FileKind::Paper, report, id_from_name);
    let mut facts = Vec::new();
    let samples = files(folder, SAMPLES.trim_end_matches('/'), "csv", report);
    for file in files(folder, "facts", "csv", report).into_iter().chain(samples) {
        if let Some(value) = text_of(folder, &file, report) {
            facts.push(Placed { file, value });
        }
    }
    // Without the zone's own names every reference would look wrong.
    let zone = zone??;
    if report.places.get("zone.toml").is_some_and(|places| places.broken) {
        return None;
    }
    let map = zone.map.as_ref().and_then(|map| map_of(folder, &map.file, report));
    let zone = Placed { file: "zone.toml".to_owned(), value: zone };
    let mut registers: Vec<Placed<Register>> = registers;
    registers.iter_mut().for_each(|register| add_implied(&mut register.value));
    Some(Folder {
        zone,
        registers,
        procedures,
        figures,
        calendars,
        standards,
        documents,
        notices,
        papers,
        facts,
        map,
    })
}

fn assemble(parts: &Folder) -> Charter {
    Charter {
        zone: parts.zone.value.clone(),
        registers: parts.registers.iter().map(|r| (r.value.id.clone(), r.value.clone())).collect(),
        procedures: parts.procedures.iter().map(|p| (p.value.id.clone(), p.value.clone())).collect(),
        figures: parts.figures.iter().flat_map(|f| f.value.figures.iter().cloned()).collect(),
        calendars: parts.calendars.iter().map(|c| (c.value.id.clone(), c.value.clone())).collect(),
        standards: parts.standards.iter().map(|s| (s.value.id.clone(), s.value.clone())).collect(),
        notices: parts.notices.iter().map(|n| (n.value.id.clone(), n.value.clone())).collect(),
        papers: parts.papers.iter().map(|p| (p.value.id.clone(), p.value.clone())).collect(),
        documents: parts.documents.iter().map(|d| (d.value.id.clone(), d.value.clone())).collect(),
        map: parts.map.clone(),
    }
}

/// The id of a part that has a file of its own, where it is left out: the file's name.
fn id_from_name(stem: &str, value: &mut Value) {
    if value.get("id").is_none_or(|id| id == "") {
        value["id"] = Value::from(stem);
    }
}

/// Fields and stages that need not be written.
fn add_implied(register: &mut Register) {
    if register.sourced {
        for (id, name, kind) in [
            ("source", Text::new("来源", "Source"), FieldType::Text),
            ("source_date", Text::new("来源日期", "Date of source"), FieldType::Date),
        ] {
            if register.field(id).is_none() {
                register.fields.push(Field {
                    id: id.to_owned(),
                    name,
                    kind,
                    hint: Text::default(),
                    unit: None,
                    required: true,
                    public: true,
                    indexed: false,
                    choices: Vec::new(),
                    register: None,
                    min: None,
                    max: None,
                    max_length: None,
                });
            }
        }
    }
    if register.stages.is_empty() {
        let name = Text::new("在册", "Kept");
        register.stages.push(Stage { id: KEPT.to_owned(), name, to: Vec::new(), public: true, gate: None });
    }
}

fn folder_of<T: DeserializeOwned>(
    folder: &Path,
    below: &str,
    kind: FileKind,
    report: &mut Report,
    mend: impl Fn(&str, &mut Value),
) -> Vec<Placed<T>> {
    let mut parts = Vec::new();
    for file in files(folder, below, "toml", report) {
        let Some(text) = text_of(folder, &file, report) else { continue };
        let stem =
            file.trim_start_matches(below).trim_start_matches('/').trim_end_matches(".toml").to_owned();
        let value = parse_mended(&file, &text, kind, report, |value| mend(&stem, value));
        parts.extend(value.map(|value| Placed { file, value }));
    }
    parts
}

fn parse<T: DeserializeOwned>(file: &str, text: &str, kind: FileKind, report: &mut Report) -> Option<T> {
    parse_mended(file, text, kind, report, |_| {})
}

fn parse_mended<T: DeserializeOwned>(
    file: &str,
    text: &str,
    kind: FileKind,
    report: &mut Report,
    mend: impl FnOnce(&mut Value),
) -> Option<T> {
    let mut read = tree::read(file, text, kind);
    mend(&mut read.value);
    report.mistakes.append(&mut read.mistakes);
    report.places.insert(file.to_owned(), read.places);
    match T::deserialize(read.value) {
        Ok(value) => Some(value),
        Err(why) => {
            // The schema lets through what the type does not; say so rather than lose it.
            let what = Text::new(format!("无法读取：{why}"), format!("cannot be read: {why}"));
            report.error(
                file,
                "",
                "unreadable",
                what,
                Text::new("见 docs/charter.md", "see docs/charter.md"),
            );
            None
        }
    }
}

/// Files with an ending in a subfolder, by name.
fn files(folder: &Path, below: &str, ending: &str, report: &mut Report) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder.join(below)) else { return found };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let file = format!("{below}/{name}");
        if Path::new(&name).extension().is_some_and(|e| e == ending) {
            found.push(file);
        } else {
            let what = Text::new(format!("{file} 未被读取"), format!("{file} is not read"));
            let instead =
                Text::new(format!("此处只读 .{ending} 文件"), format!("only .{ending} files are read here"));
            report.line(Severity::Warning, &file, (0, ""), "file_not_read", what, instead);
        }
    }
    found.sort();
    found
}

fn text_of(folder: &Path, file: &str, report: &mut Report) -> Option<String> {
    match std::fs::read_to_string(folder.join(file)) {
        Ok(text) => Some(text),
        Err(why) => {
            let what = Text::new(format!("无法读取 {file}：{why}"), format!("cannot read {file}: {why}"));
            let instead = Text::new("文件须存在，编码为 UTF-8", "the file must exist and be UTF-8");
            report.line(Severity::Error, file, (0, ""), "unreadable_file", what, instead);
            None
        }
    }
}

fn map_of(folder: &Path, file: &str, report: &mut Report) -> Option<Value> {
    if file.is_empty() || file.contains("..") || file.starts_with('/') || file.contains('\\') {
        let what = Text::new(
            format!("地图文件“{file}”不在章程文件夹内"),
            format!("map file `{file}` is not inside the folder"),
        );
        let instead = Text::new("写文件夹内的文件名", "write a file name below the charter folder");
        report.error("zone.toml", "map.file", "map_outside", what, instead);
        return None;
    }
    let text = text_of(folder, file, report)?;
    match serde_json::from_str(&text) {
        Ok(map) => Some(map),
        Err(why) => {
            let what = Text::new(format!("地图不是 JSON：{why}"), format!("the map is not JSON: {why}"));
            let line = u32::try_from(why.line()).unwrap_or(0);
            let instead =
                Text::new("保存为 GeoJSON FeatureCollection", "save it as a GeoJSON FeatureCollection");
            report.line(Severity::Error, file, (line, ""), "not_json", what, instead);
            None
        }
    }
}

/// Places after the point in the zone's currency.
pub(crate) fn money_digits(parts: &Folder) -> u32 {
    minor_digits(&parts.zone.value.currency)
}
