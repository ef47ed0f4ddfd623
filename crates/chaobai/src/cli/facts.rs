//! A charter's facts in an order in which they can be loaded: what is referred to comes first.

use crate::charter::facts::{open_references, resolve};
use crate::charter::model::{Charter, Figure, Reported};
use crate::charter::{Fact, FactsFile};
use crate::desk::RequestKey;
use crate::domain::charters::{LoadFact, fact_id};
use crate::domain::figures::Report;
use anyhow::{Context, Result, anyhow, bail};
use kernel::canonical;
use serde_json::json;
use std::collections::BTreeMap;

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
    /// The same for the same row, whenever it is loaded.
    pub key: RequestKey,
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
    for (name, mut rows) in records {
        rows.sort_by_key(|(_, fact)| fact.effective_on);
        let Some(Depth::Known(depth)) = depths.get(&name) else { continue };
        while waves.len() <= *depth {
            waves.push(Vec::new());
        }
        for (file, fact) in rows {
            waves[*depth].push(row(charter, file, fact)?);
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

fn row(charter: &Charter, file: &FactsFile, fact: &Fact) -> Result<Row> {
    let zone = &charter.zone.id;
    let register =
        charter.registers.get(&fact.register).ok_or_else(|| anyhow!("no register {}", fact.register))?;
    let mut body = fact.body.clone();
    // Every reference has an id; whether the record is there the command says.
    resolve(register, &mut body, &mut |target, key| Some(fact_id(zone, target, key)));
    let command = LoadFact {
        register: fact.register.clone(),
        id: fact_id(zone, &fact.register, &fact.key),
        body,
        effective_on: fact.effective_on,
        stage: fact.stage.clone(),
        note: fact.note.clone(),
    };
    let said = json!([
        zone,
        command.register,
        fact.key,
        command.body,
        command.effective_on.to_string(),
        command.stage,
        command.note
    ]);
    Ok(Row {
        file: file.file.clone(),
        line: fact.line,
        register: fact.register.clone(),
        command,
        key: key("fact", &said)?,
    })
}

/// A figure's report as a command, with a key that follows from what it says.
pub fn report(zone: &str, figure: &Figure, reported: &Reported) -> Result<(Report, RequestKey)> {
    let said = json!([
        zone,
        figure.id,
        reported.value,
        reported.qualifier,
        reported.as_of.to_string(),
        reported.source,
        reported.words
    ]);
    let command = Report {
        figure: figure.id.clone(),
        value: reported.value.clone(),
        qualifier: reported.qualifier.clone(),
        as_of: reported.as_of,
        source: reported.source.clone(),
        words: reported.words.clone(),
    };
    Ok((command, key("report", &said)?))
}

fn key(what: &str, said: &serde_json::Value) -> Result<RequestKey> {
    let digest = canonical::digest(said).context("a row's digest")?;
    RequestKey::parse(&format!("{what}-{}", hex::encode(digest))).map_err(|refusal| anyhow!("{refusal}"))
}
