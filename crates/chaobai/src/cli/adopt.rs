//! `chaobai adopt`: founds a zone on a charter, or changes its law to another version of it, and loads
//! the facts the charter brings.

use super::place::{self, Place};
use super::{check, diff_words, load_facts, say};
use crate::charter::{self, explain};
use crate::clock::{drain_once, judge_outdated};
use crate::desk::{Caller, Law, RequestKey};
use crate::domain::charters::{self, Adopt};
use crate::domain::registers::indexes;
use crate::house::{House, Settings, open_store};
use anyhow::{Context, Result, anyhow, bail};
use kernel::Lang;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Found a zone on a charter, or change its law: shows what changes, adopts, loads the facts.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the charter.
    folder: PathBuf,
    /// Also load the charter's made-up records, for a demonstration. They are marked and in no figure.
    #[arg(long)]
    samples: bool,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    place: Place,
}

/// False if the charter has errors, somebody said no, or rows were refused.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    let loaded = match check::read(&args.folder) {
        Ok(loaded) => loaded,
        Err(mistakes) => {
            check::print(&args.folder, &mistakes, lang);
            return Ok(false);
        }
    };
    let name = loaded.charter.zone.name.get(lang).to_owned();
    let ask = |before: Option<&Law>, new: &charter::Charter| match before {
        Some(law) if Some(&law.digest) == digest(new).ok().as_ref() => {
            println!("{}", say(lang, "章程没有变化。", "The charter has not changed."));
            Ok(true)
        }
        Some(law) => {
            show(law, new, lang);
            agreed(args.yes, lang)
        }
        None => {
            println!("{}{name}", say(lang, "新建共管区：", "A new zone: "));
            agreed(args.yes, lang)
        }
    };
    let Some(house) = take(args.place.settings()?, loaded.charter, ask)? else { return Ok(false) };
    let mut facts = loaded.facts;
    if args.samples {
        facts.extend(loaded.samples);
    }
    let done = load_facts::run(&house, &args.folder, &facts, lang)?;
    // Where the zone is being served, its own rounds publish the log.
    if let Some(_kept) = place::keep(&args.place.data)? {
        drain_once(&house.store, &house.log)?;
    }
    let (version, written, known, refused) = (house.law().version, done.written, done.known, done.refused);
    match lang {
        Lang::Zh => println!(
            "{name}：章程第 {version} 版；资料新写入 {written} 条，原有 {known} 条，未写入 {refused} 条。"
        ),
        Lang::En => println!(
            "{name}: charter version {version}; {written} facts written, {known} there before, {refused} refused."
        ),
    }
    Ok(refused == 0)
}

/// A zone on a charter, and what became of the facts the charter brings.
pub struct Founded {
    /// The house, open.
    pub house: House,
    /// Facts that were written now.
    pub written: usize,
    /// Facts that stood already.
    pub known: usize,
    /// Facts that were refused.
    pub refused: usize,
}

/// The same without asking anybody and without publishing the log: for tests and demonstrations.
pub fn found(settings: Settings, folder: &Path) -> Result<Founded> {
    let loaded = check::read(folder).map_err(|mistakes| {
        let all: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        anyhow!("{}", all.join("\n"))
    })?;
    let house = take(settings, loaded.charter, |_, _| Ok(true))?.context("nobody was asked")?;
    let done = load_facts::run(&house, folder, &loaded.facts, Lang::En)?;
    Ok(Founded { house, written: done.written, known: done.known, refused: done.refused })
}

/// Makes a charter the law of a zone, if `agree` says so; the house under it. Nothing is adopted where
/// the charter is in force already.
fn take(
    settings: Settings,
    charter: charter::Charter,
    agree: impl FnOnce(Option<&Law>, &charter::Charter) -> Result<bool>,
) -> Result<Option<House>> {
    let store = open_store(&settings)?;
    let before = charters::in_force(&mut store.reader()?)?;
    if let Some(law) = &before
        && law.charter.zone.id != charter.zone.id
    {
        bail!("this is the zone {}, and the charter is that of {}", law.charter.zone.id, charter.zone.id)
    }
    if !agree(before.as_ref(), &charter)? {
        return Ok(None);
    }
    let digest = digest(&charter)?;
    let version = before.as_ref().map_or(0, |law| law.version);
    let in_force = before.as_ref().is_some_and(|law| law.digest == digest);
    let law = match before {
        Some(law) => law,
        None => Law { version: 0, digest: digest.clone(), charter: charter.clone() },
    };
    let house = House::over(settings, store, law)?;
    if !in_force {
        adopt(&house, charter, digest, version)?;
    }
    Ok(Some(house))
}

fn digest(charter: &charter::Charter) -> Result<String> {
    Ok(hex::encode(charter.digest()?))
}

fn adopt(house: &House, charter: charter::Charter, digest: String, version: i64) -> Result<()> {
    let command = Adopt { charter: charter.clone(), digest: digest.clone(), version };
    let key = RequestKey::parse(&format!("adopt-{}-{digest}", version + 1))
        .map_err(|refusal| anyhow!("{refusal}"))?;
    let caller = Arc::new(Caller::operator());
    house
        .desk
        .perform(caller, command, key, house.moment())
        .map_err(|refusal| anyhow!("the charter was not adopted: {refusal}"))?;
    indexes::ensure(&house.store, &charter)?;
    let lists = lists_touched(&house.law().charter, &charter);
    house.law.set(Law { version: version + 1, digest, charter });
    judge_outdated(house, &lists)?;
    Ok(())
}

/// Lists whose matters may have other lamps under a new charter: their own law has changed, or a calendar.
fn lists_touched(old: &charter::Charter, new: &charter::Charter) -> Vec<String> {
    let paths: Vec<String> = explain::diff(old, new).into_iter().map(|change| change.path).collect();
    let touched = |id: &String| {
        let own = format!("registers/{id}");
        let is_own = |path: &String| *path == own || path.starts_with(&format!("{own}/"));
        paths.iter().any(|path| path.starts_with("calendars") || is_own(path))
    };
    new.registers.keys().filter(|id| touched(id)).cloned().collect()
}

fn show(law: &Law, new: &charter::Charter, lang: Lang) {
    let changes = explain::diff(&law.charter, new);
    match lang {
        Lang::Zh => println!("与现行第 {} 版相比，有 {} 处不同：", law.version, changes.len()),
        Lang::En => println!("{} differences from version {}, now in force:", changes.len(), law.version),
    }
    for change in &changes {
        println!("  {}", diff_words::line(change, lang));
    }
}

fn agreed(yes: bool, lang: Lang) -> Result<bool> {
    if yes {
        return Ok(true);
    }
    let input = std::io::stdin();
    if !input.is_terminal() {
        bail!("nobody is here to agree; say --yes to adopt without asking");
    }
    print!("{}", say(lang, "采用吗？(y/N) ", "Adopt it? (y/N) "));
    std::io::stdout().flush()?;
    let mut answer = String::new();
    input.lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
}
