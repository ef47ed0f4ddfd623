//! `chaobai verify`: checks a log offline from its files and a public key, or a whole zone with its
//! database, and says in words what was checked and what is wrong.

use super::place::Place;
use super::verify_package::{self, Package, Proofs};
use super::{say, verify_figure, verify_rows};
use crate::charter::model::Charter;
use crate::clock::Log;
use crate::domain::charters;
use anyhow::{Context, Result, bail};
use journal::tile::TileSource;
use journal::{Trust, verify};
use kernel::Lang;
use std::path::{Path, PathBuf};
use store::Store;

/// Check a log, a proof or a whole zone: says what was checked and names the first thing wrong.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of an exported log, a ZIP of one, or a proof; absent: the zone in --data with its database.
    what: Option<PathBuf>,
    /// The log's public key: a file, or the text `name+id+base64`.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A witness's public key; say it again for each.
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
    /// How many witnesses must have cosigned.
    #[arg(long, default_value_t = 0)]
    quorum: usize,
    #[command(flatten)]
    place: Place,
}

/// False if anything is wrong.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    match &args.what {
        Some(path) => offline(args, path, lang),
        None => zone(args, lang),
    }
}

fn offline(args: &Args, path: &Path, lang: Lang) -> Result<bool> {
    let package = verify_package::open(path)?;
    let key = match (&args.key, package.key.clone()) {
        (Some(key), _) => key_text(key)?,
        (None, Some(key)) => {
            let (zh, en) = (
                "注意：未给出公钥，使用随附的公钥。这样能发现损坏，不能发现整体伪造；公钥请另从可信渠道取得。",
                "Note: no key was given, the one beside the log is used. That finds damage, not a forgery of the \
                 whole; get the key from somewhere you trust.",
            );
            println!("{}", say(lang, zh, en));
            key
        }
        (None, None) => bail!("give the log's public key with --key"),
    };
    let trust = trust(args, &key)?;
    let mut good = true;
    if let Some(log) = &package.log {
        let report = verify(log.source.as_ref(), &trust);
        report.words(lang).iter().for_each(|line| println!("{line}"));
        good &= report.ok();
        if let Some(text) = &log.entries
            && report.ok()
        {
            good &= verify_package::entries_agree(log.source.as_ref(), report.size, text, lang)?;
        }
    }
    Ok(proofs(&package, &trust, lang) && good)
}

/// Every proof, then the plain files against what is proven.
fn proofs(package: &Package, trust: &Trust, lang: Lang) -> bool {
    let (mut proven, mut wrong) = (Proofs::new(), Vec::new());
    for (name, bytes) in &package.proofs {
        match verify_package::proof(name, bytes, trust) {
            Ok(shown) => {
                println!("{}", verify_package::shown(name, &shown, lang));
                proven.insert(shown.index, shown.entry);
            }
            Err(words) => wrong.push(words),
        }
    }
    let compared = verify_figure::compare(&package.plain, &proven);
    let (same, without) = (compared.same, compared.without);
    wrong.extend(compared.wrong);
    if same > 0 && wrong.is_empty() {
        match lang {
            Lang::Zh => println!(
                "包内写明的 {same} 个值和条目与签名的记录一致；另有 {without} 个没有附证明。没有问题。"
            ),
            Lang::En => println!(
                "{same} values and records in the package say what the signed entries say; {without} more come without a \
                 proof. Nothing is wrong."
            ),
        }
    }
    for (number, words) in wrong.iter().enumerate() {
        let first = if number == 0 {
            say(lang, "第一处问题：", "First problem: ")
        } else {
            say(lang, "另有问题：", "Further: ")
        };
        println!("{first}{}{}", words.get(lang), say(lang, "。", "."));
    }
    wrong.is_empty()
}

fn zone(args: &Args, lang: Lang) -> Result<bool> {
    let settings = args.place.settings()?;
    let store = Store::open(&settings.database_url())?;
    let law = charters::in_force(&mut store.reader()?)?;
    let Some(law) = law else { bail!("there is no zone in {} yet", settings.data.display()) };
    let log = Log::open(&settings.data, &law.charter.zone.id)?;
    let key = match &args.key {
        Some(key) => key_text(key)?,
        None => log.verifier().to_text(),
    };
    let mut good = true;
    if log.checkpoint_bytes()?.is_some() {
        let report = verify(&log.folder(), &trust(args, &key)?);
        report.words(lang).iter().for_each(|line| println!("{line}"));
        good = report.ok();
    } else {
        println!(
            "{}",
            say(lang, "还没有校验点：留痕尚未发布。", "There is no checkpoint yet: nothing was published.")
        );
    }
    good &= rows(&store, &law.charter, &log.folder(), lang)?;
    Ok(good)
}

/// The database against its journal, and the journal against the published files.
pub fn rows(store: &Store, charter: &Charter, files: &dyn TileSource, lang: Lang) -> Result<bool> {
    let checked = verify_rows::check(store, charter, files)?;
    let (versions, entries, figures) = (checked.versions, checked.entries, checked.figures);
    match (checked.findings.first(), lang) {
        (None, Lang::Zh) => println!(
            "已核对数据库：{entries} 条记录前后相扣，{versions} 个条目版本、{figures} 个指标值与其记录一致，没有问题。"
        ),
        (None, Lang::En) => println!(
            "The database was checked: {entries} entries are chained, {versions} versions of records and {figures} \
             values of figures fit their entries. Nothing is wrong."
        ),
        (Some(_), _) => {}
    }
    for (number, finding) in checked.findings.iter().enumerate() {
        let first = if number == 0 {
            say(lang, "第一处问题：", "First problem: ")
        } else {
            say(lang, "另有问题：", "Further: ")
        };
        println!("{first}{}", finding.words.get(lang));
    }
    if checked.more > 0 {
        match lang {
            Lang::Zh => println!("此外还有 {} 处问题未列出。", checked.more),
            Lang::En => println!("{} more problems are not listed.", checked.more),
        }
    }
    Ok(checked.findings.is_empty())
}

/// A key as given: the text itself, or a file that holds it.
fn key_text(given: &str) -> Result<String> {
    if Path::new(given).is_file() {
        let text = std::fs::read_to_string(given).with_context(|| format!("the key in {given}"))?;
        return Ok(text.trim().to_owned());
    }
    Ok(given.trim().to_owned())
}

fn trust(args: &Args, key: &str) -> Result<Trust> {
    let witnesses = args.witness.iter().map(|key| key_text(key)).collect::<Result<Vec<_>>>()?;
    let witnesses: Vec<&str> = witnesses.iter().map(String::as_str).collect();
    Trust::parse(&[key], &witnesses, args.quorum).with_context(|| format!("the key {key}"))
}
