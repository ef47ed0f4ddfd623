//! `chaobai adopt`: founds a zone on a charter, or changes its law to another version of it, and loads
//! the facts the charter brings.

use super::place::{self, Place};
use super::{check, diff_words, load_facts, say};
use crate::charter::{self, explain};
use crate::clock::drain_once;
use crate::desk::{Caller, Law, RequestKey};
use crate::domain::charters::{self, Adopt};
use crate::domain::registers::indexes;
use crate::house::{House, open_store};
use anyhow::{Result, anyhow, bail};
use kernel::Lang;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Found a zone on a charter, or change its law: shows what changes, adopts, loads the facts.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the charter.
    folder: PathBuf,
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
    let settings = args.place.settings()?;
    let store = open_store(&settings)?;
    let before = charters::in_force(&mut store.reader()?)?;
    let digest = hex::encode(loaded.charter.digest()?);
    let version = before.as_ref().map_or(0, |law| law.version);
    let name = loaded.charter.zone.name.get(lang).to_owned();

    let house = match before {
        Some(law) if law.charter.zone.id != loaded.charter.zone.id => {
            bail!(
                "this is the zone {}, and the charter is that of {}",
                law.charter.zone.id,
                loaded.charter.zone.id
            )
        }
        Some(law) if law.digest == digest => {
            println!("{}", say(lang, "章程没有变化。", "The charter has not changed."));
            House::over(settings, store, law)?
        }
        Some(law) => {
            show(&law, &loaded.charter, lang);
            if !agreed(args.yes, lang)? {
                return Ok(false);
            }
            let house = House::over(settings, store, law)?;
            adopt(&house, loaded.charter, digest, version)?;
            house
        }
        None => {
            let (zh, en) = ("新建共管区：", "A new zone: ");
            println!("{}{name}", say(lang, zh, en));
            if !agreed(args.yes, lang)? {
                return Ok(false);
            }
            let law = Law { version: 0, digest: digest.clone(), charter: loaded.charter.clone() };
            let house = House::over(settings, store, law)?;
            adopt(&house, loaded.charter, digest, version)?;
            house
        }
    };
    let done = load_facts::run(&house, &args.folder, &loaded.facts, lang)?;
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
    house.law.set(Law { version: version + 1, digest, charter });
    Ok(())
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
