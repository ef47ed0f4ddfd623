//! A charter's facts in an order in which they can be loaded: what is referred to comes first.

use crate::charter::facts::{open_references, resolve};
use crate::charter::model::{Charter, Figure, Reported};
use crate::charter::{Fact, FactsFile};
use crate::desk::{Command, RequestKey};
use crate::domain::charters::{LoadFact, LoadedFacts, fact_id, fact_id_beside};
use crate::domain::figures::{self, Report, loaded_reports};
use anyhow::{Context, Result, anyhow, bail};
use kernel::decimal::parse_decimal;
use kernel::{Date, Id, canonical};
use serde_json::json;
use std::collections::BTreeMap;
use store::Ask;

/// A row ready to be loaded, with where it stands.
pub struct Row {
    /// File below the charter folder.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Register, for the counts.
    pub register: String,
    /// The command.
    pub command: LoadFact,
}

impl Row {
    /// The same for the same row over the same state, whenever it is loaded.
    pub fn key(&self, zone: &str, loaded: &LoadedFacts) -> Result<RequestKey> {
        let command = &self.command;
        let said = json!([zone, command.content(), loaded.version(command)]);
        key("fact", &said)
    }
}

type Name<'a> = (&'a str, &'a str);

/// The rows in waves: a wave refers only to records of the waves before it. Rows of one record stand
/// in one wave, in order of the day they hold from.
pub fn waves(charter: &Charter, files: &[FactsFile]) -> Result<Vec<Vec<Row>>> {
    let mut records: BTreeMap<Name<'_>, Vec<(&FactsFile, &Fact)>> = BTreeMap::new();
    for file in files {
        for fact in &file.facts {
            records.entry((fact.register.as_str(), fact.key.as_str())).or_default().push((file, fact));
        }
    }
    let mut depths: BTreeMap<Name<'_>, Depth> = BTreeMap::new();
    for name in records.keys() {
        depth(charter, &records, *name, &mut depths)?;
    }
    let mut waves: Vec<Vec<Row>> = Vec::new();
    let homes = Homes { charter, records: &records };
    for (name, rows) in &records {
        let mut rows = rows.clone();
        rows.sort_by_key(|(_, fact)| fact.effective_on);
        let Some(Depth::Known(depth)) = depths.get(name) else { continue };
        while waves.len() <= *depth {
            waves.push(Vec::new());
        }
        for (file, fact) in rows {
            waves[*depth].push(row(&homes, file, fact)?);
        }
    }
    Ok(waves)
}

enum Depth {
    Asked,
    Known(usize),
}

fn depth<'a>(
    charter: &'a Charter,
    records: &BTreeMap<Name<'a>, Vec<(&'a FactsFile, &'a Fact)>>,
    name: Name<'a>,
    depths: &mut BTreeMap<Name<'a>, Depth>,
) -> Result<usize> {
    match depths.get(&name) {
        Some(Depth::Known(depth)) => return Ok(*depth),
        Some(Depth::Asked) => bail!("the facts of {} refer to each other in a circle at {}", name.0, name.1),
        None => {}
    }
    // A record the facts do not bring may be there already; the command looks.
    let Some(rows) = records.get(&name) else { return Ok(0) };
    depths.insert(name, Depth::Asked);
    let register = charter.registers.get(name.0).ok_or_else(|| anyhow!("there is no register {}", name.0))?;
    let mut found = 0;
    for (_, fact) in rows {
        for (_, target, key) in open_references(register, &fact.body) {
            if (target, key) != name && records.contains_key(&(target, key)) {
                found = found.max(depth(charter, records, (target, key), depths)? + 1);
            }
        }
    }
    depths.insert(name, Depth::Known(found));
    Ok(found)
}

/// The ids of the facts' records: a record that stands beside another one lives where that one lives.
struct Homes<'a, 'b> {
    charter: &'a Charter,
    records: &'b BTreeMap<Name<'a>, Vec<(&'a FactsFile, &'a Fact)>>,
}

impl Homes<'_, '_> {
    /// The id of a record; the facts do not refer to each other in a circle, which was looked at before.
    fn id(&self, register: &str, key: &str) -> Id {
        let zone = &self.charter.zone.id;
        let beside = self.charter.register(register).and_then(|list| Some((list, list.beside.as_ref()?)));
        let host = beside.and_then(|(list, field)| {
            let rows = self.records.get(&(register, key))?;
            rows.iter().find_map(|(_, fact)| {
                let (_, target, key) = open_references(list, &fact.body).find(|(f, ..)| f.id == *field)?;
                Some((target, key))
            })
        });
        match host {
            Some((target, host)) => fact_id_beside(zone, register, key, &self.id(target, host)),
            None => fact_id(zone, register, key),
        }
    }
}

fn row(homes: &Homes<'_, '_>, file: &FactsFile, fact: &Fact) -> Result<Row> {
    let charter = homes.charter;
    let register =
        charter.registers.get(&fact.register).ok_or_else(|| anyhow!("no register {}", fact.register))?;
    let mut body = fact.body.clone();
    // Every reference has an id; whether the record is there the command says.
    resolve(register, &mut body, &mut |target, key| Some(homes.id(target, key)));
    let command = LoadFact {
        register: fact.register.clone(),
        id: homes.id(&fact.register, &fact.key),
        body,
        effective_on: fact.effective_on,
        stage: fact.stage.clone(),
        note: fact.note.clone(),
    };
    Ok(Row { file: file.file.clone(), line: fact.line, register: fact.register.clone(), command })
}

/// The reports of a figure that are to be loaded, with keys that follow from what they say and from what
/// was loaded before. Reports of one day are loaded in their order; those that stand already are not
/// loaded again.
pub fn reports(ask: &mut dyn Ask, zone: &str, figure: &Figure) -> Result<(Vec<(Report, RequestKey)>, usize)> {
    let mut days: BTreeMap<Date, Vec<&Reported>> = BTreeMap::new();
    for reported in &figure.reported {
        days.entry(reported.as_of).or_default().push(reported);
    }
    let (mut waiting, mut known) = (Vec::new(), 0);
    for (day, given) in days {
        let before = loaded_reports(ask, zone, &figure.id, day)?;
        let stands = |count: usize| {
            let last = &before[before.len() - count..];
            last.iter().zip(&given).all(|(before, given)| same(before, given))
        };
        let there = (0..=given.len().min(before.len())).rev().find(|count| stands(*count)).unwrap_or(0);
        known += there;
        for reported in &given[there..] {
            let command = Report {
                figure: figure.id.clone(),
                value: reported.value.clone(),
                qualifier: reported.qualifier.clone(),
                as_of: reported.as_of,
                source: reported.source.clone(),
                words: reported.words.clone(),
            };
            let said = json!([zone, command.content(), before.last().map_or(0, |last| last.number)]);
            waiting.push((command, key("report", &said)?));
        }
    }
    Ok((waiting, known))
}

fn same(before: &figures::Reported, given: &Reported) -> bool {
    parse_decimal(&given.value, 9).is_ok_and(|value| value == before.value)
        && given.qualifier == before.qualifier.id()
        && given.source == before.source
        && given.words == before.words
}

fn key(what: &str, said: &serde_json::Value) -> Result<RequestKey> {
    let digest = canonical::digest(said).context("a row's digest")?;
    RequestKey::parse(&format!("{what}-{}", hex::encode(digest))).map_err(|refusal| anyhow!("{refusal}"))
}
