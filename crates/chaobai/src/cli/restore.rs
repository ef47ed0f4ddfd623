//! `chaobai restore`: puts a backup in the place of the database, and says so if it is older than the
//! log that was published.

use super::place::{self, Place};
use super::{say, verify};
use crate::clock::{Log, ordered};
use crate::domain::charters;
use anyhow::{Context, Result, bail};
use kernel::Lang;
use std::path::{Path, PathBuf};
use store::{Store, restore};

/// Put a backup in the place of the database. Stop the program first.
#[derive(clap::Args)]
pub struct Args {
    /// The backup.
    file: PathBuf,
    /// The backup is older than the published log, and that is so: put log and key aside and begin a
    /// new log under a new key.
    #[arg(long)]
    new_log: bool,
    #[command(flatten)]
    place: Place,
}

/// False if what was restored does not verify, or is older than the published log.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    let settings = args.place.settings()?;
    let data = &settings.data;
    let Some(_kept) = place::keep(data)? else {
        bail!("{} is being served; stop the program first", data.display())
    };
    let kept = restore(&args.file, &settings.database_url(), &mut |_, _| {})?;
    if let Some(kept) = kept {
        println!(
            "{} {}",
            say(lang, "原数据库保存在", "The database that was there is kept in"),
            kept.display()
        );
    }
    let store = Store::open(&settings.database_url())?;
    store.migrate()?;
    let law = charters::in_force(&mut store.reader()?)?.context("the backup holds no zone")?;
    let log = Log::open(data, &law.charter.zone.id)?;
    let published = log.checkpoint()?.map_or(0, |checkpoint| checkpoint.size);
    let held = ordered(&store)?;
    if published > held && args.new_log {
        put_aside(data, lang)?;
        let none = std::collections::BTreeMap::new();
        return verify::rows(&store, &law.charter, &none, lang);
    }
    if published > held {
        match lang {
            Lang::Zh => println!(
                "已发布 {published} 条记录，这份备份只有 {held} 条。程序不会在它之上继续签名。若没有更新的备份，\
                 请加 --new-log 重新恢复：原留痕与密钥另存，从新的密钥开始。"
            ),
            Lang::En => println!(
                "{published} entries were published and this backup has only {held}. The program will not sign on top \
                 of it. If there is no newer backup, restore again with --new-log: the old log and its key are put \
                 aside, and a new log begins under a new key."
            ),
        }
        return Ok(false);
    }
    verify::rows(&store, &law.charter, &log.folder(), lang)
}

fn put_aside(data: &Path, lang: Lang) -> Result<()> {
    let aside = (1..)
        .map(|n| data.join(format!("old-log-{n}")))
        .find(|path| !path.exists())
        .context("a free name")?;
    std::fs::create_dir(&aside).with_context(|| format!("the folder {}", aside.display()))?;
    for name in ["log", "keys", "log-key.txt"] {
        let from = data.join(name);
        if from.exists() {
            std::fs::rename(&from, aside.join(name))
                .with_context(|| format!("putting {} aside", from.display()))?;
        }
    }
    println!("{} {}", say(lang, "原留痕与密钥已移到", "The old log and its key are now in"), aside.display());
    Ok(())
}
