//! Loads a charter's facts and reported figures through the desk: many at once, so that they share
//! commits; a row that says what it said when it was last loaded changes nothing.

use super::facts::{self, Row};
use crate::charter::{FactsFile, explain_problem};
use crate::desk::{Caller, Command, Receipt, RequestKey};
use crate::domain::charters::LoadedFacts;
use crate::house::House;
use anyhow::Result;
use kernel::{Kind, Lang, Refusal};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, mpsc};

/// Most rows on their way at once; the desk's lanes hold more.
const ON_THE_WAY_MAX: usize = 1024;
/// How often a row is sent again when the desk was busy.
const TRIES: usize = 5;

/// What loading did.
#[derive(Default)]
pub struct Loaded {
    /// Rows that were written now.
    pub written: usize,
    /// Rows that had been loaded before.
    pub known: usize,
    /// Rows that were refused.
    pub refused: usize,
}

type Answer = (usize, Result<Receipt, Refusal>);

/// Loads everything; tells refused rows by file and line.
pub fn run(house: &House, folder: &Path, files: &[FactsFile], lang: Lang) -> Result<Loaded> {
    let law = house.law();
    let mut loaded = Loaded::default();
    let waves = facts::waves(&law.charter, files)?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let zone = &law.charter.zone.id;
    let mut before: BTreeMap<String, LoadedFacts> = BTreeMap::new();
    for file in files {
        before.insert(file.register.clone(), LoadedFacts::of(&mut house.reader()?, &file.register)?);
    }
    for wave in &waves {
        let mut waiting = Vec::new();
        for row in wave {
            *counts.entry(row.register.clone()).or_default() += 1;
            let facts = &before[&row.register];
            if facts.holds(&row.command) {
                loaded.known += 1;
            } else {
                waiting.push((row, row.key(zone, facts)?));
            }
        }
        let jobs = waiting.iter().map(|(row, key)| (row.command.clone(), key.clone()));
        for (number, answer) in perform_all(house, jobs) {
            note(&mut loaded, &answer);
            if let Err(refusal) = answer {
                tell(house, folder, waiting[number].0, &refusal, lang);
            }
        }
    }
    for (register, rows) in &counts {
        let name = law.charter.registers.get(register).map_or("", |register| register.name.get(lang));
        eprintln!("  {register:<24} {rows:>7}  {name}");
    }
    let mut reports = Vec::new();
    for figure in &law.charter.figures {
        let (waiting, known) = facts::reports(&mut house.reader()?, zone, figure)?;
        reports.extend(waiting);
        loaded.known += known;
    }
    let names: Vec<String> =
        reports.iter().map(|(report, _)| format!("{} {}", report.figure, report.as_of)).collect();
    for (number, answer) in perform_all(house, reports.into_iter()) {
        note(&mut loaded, &answer);
        if let Err(refusal) = answer {
            println!("{}: {}", names[number], words(&refusal, lang, |_| None).join("; "));
        }
    }
    Ok(loaded)
}

fn note(loaded: &mut Loaded, answer: &Result<Receipt, Refusal>) {
    match answer {
        Ok(receipt) if receipt.replayed => loaded.known += 1,
        Ok(_) => loaded.written += 1,
        Err(_) => loaded.refused += 1,
    }
}

/// Performs commands in order of arrival at each lane, with a bounded number on their way; the
/// answers in the order of the commands.
fn perform_all<C>(house: &House, commands: impl Iterator<Item = (C, RequestKey)>) -> Vec<Answer>
where
    C: Command + Clone + 'static,
{
    let caller = Arc::new(Caller::operator());
    let (sender, receiver) = mpsc::channel::<Answer>();
    let (mut answers, mut on_the_way) = (Vec::new(), 0);
    let mut sent: Vec<(C, RequestKey)> = Vec::new();
    for (number, (command, key)) in commands.enumerate() {
        if on_the_way == ON_THE_WAY_MAX {
            answers.extend(receiver.recv().ok());
            on_the_way -= 1;
        }
        let sender = sender.clone();
        let done = Box::new(move |answer| drop(sender.send((number, answer))));
        house.desk.submit(caller.clone(), Box::new(command.clone()), key.clone(), house.moment(), done);
        sent.push((command, key));
        on_the_way += 1;
    }
    drop(sender);
    answers.extend(receiver.iter());
    for (number, answer) in &mut answers {
        let mut tries = 0;
        while tries < TRIES && matches!(answer, Err(refusal) if again(refusal.kind)) {
            let (command, key) = sent[*number].clone();
            *answer = house.desk.perform(caller.clone(), command, key, house.moment());
            tries += 1;
        }
    }
    answers.sort_by_key(|(number, _)| *number);
    answers
}

/// The same key again is always safe.
fn again(kind: Kind) -> bool {
    matches!(kind, Kind::Busy | Kind::Unknown)
}

fn tell(house: &House, folder: &Path, row: &Row, refusal: &Refusal, lang: Lang) {
    let law = house.law();
    let register = law.charter.registers.get(&row.register);
    let file = folder.join(&row.file);
    for said in words(refusal, lang, |field| register.and_then(|register| register.field(field))) {
        println!("{}:{}: {said}", file.display(), row.line);
    }
}

/// A refusal in words: its problems, or its code where it has none.
pub fn words<'a>(
    refusal: &Refusal,
    lang: Lang,
    field: impl Fn(&str) -> Option<&'a crate::charter::model::Field>,
) -> Vec<String> {
    if refusal.problems.is_empty() {
        let params: Vec<String> =
            refusal.params.iter().map(|(name, value)| format!("{name} {value}")).collect();
        return vec![format!("{} {}", refusal.code, params.join(", ")).trim_end().to_owned()];
    }
    let explain = |problem| {
        let (what, instead) = explain_problem(problem, field(&problem.field));
        format!("{}; {} [{}]", what.get(lang), instead.get(lang), problem.code)
    };
    refusal.problems.iter().map(explain).collect()
}
