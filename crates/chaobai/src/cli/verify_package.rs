//! What can be verified without the program that made it: a folder, a ZIP of one, or proofs.

use super::verify_figure::Plain;
use anyhow::{Context, Result, bail};
use journal::proof::Proven;
use journal::tile::{Bundle, CHECKPOINT, Kind, Tile, TileSource, WIDTH};
use journal::{Entry, Folder, ProofBundle, Trust};
use kernel::{Lang, Text};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// File with the log's public key, beside the log.
pub const KEY: &str = "log-key.txt";
/// Folder of the log in an export.
pub const LOG: &str = "log";
/// File with the entries in readable form, one JSON object per line.
pub const ENTRIES: &str = "entries.jsonl";
/// Most bytes a ZIP may unfold to: 4 GiB.
const UNFOLDED_MAX: u64 = 4 << 30;

/// Proven entries by their index in the log.
pub type Proofs = BTreeMap<u64, Entry>;

/// What was found at a path.
pub struct Package {
    /// A log, where there is one.
    pub log: Option<LogFiles>,
    /// Proofs of single entries, by file name.
    pub proofs: Vec<(String, Vec<u8>)>,
    /// What a figure's package says in plain files.
    pub plain: Plain,
    /// The key that lies beside it.
    pub key: Option<String>,
}

/// A log's files.
pub struct LogFiles {
    /// Checkpoint and tiles.
    pub source: Box<dyn TileSource>,
    /// The readable entries, if they are there.
    pub entries: Option<Vec<u8>>,
}

/// Opens a folder, a ZIP or a proof.
pub fn open(path: &Path) -> Result<Package> {
    let shown = path.display();
    if path.is_dir() {
        let root = if path.join(CHECKPOINT).is_file() { path.to_owned() } else { path.join(LOG) };
        if !root.join(CHECKPOINT).is_file() {
            bail!("there is no log in {shown}: no file {CHECKPOINT}, no folder {LOG}");
        }
        let beside = |name: &str| {
            [path, root.parent().unwrap_or(path)].iter().find_map(|f| std::fs::read(f.join(name)).ok())
        };
        return Ok(Package {
            log: Some(LogFiles { source: Box::new(Folder(root.clone())), entries: beside(ENTRIES) }),
            proofs: Vec::new(),
            plain: Plain::default(),
            key: beside(KEY).map(|bytes| text(&bytes)),
        });
    }
    let bytes = std::fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
    if bytes.starts_with(b"PK\x03\x04") {
        return unfold(&bytes).with_context(|| format!("the ZIP {shown}"));
    }
    Ok(Package { log: None, proofs: vec![(shown.to_string(), bytes)], plain: Plain::default(), key: None })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

fn unfold(bytes: &[u8]) -> Result<Package> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes))?;
    let (mut files, mut total) = (BTreeMap::<String, Vec<u8>>::new(), 0u64);
    for number in 0..zip.len() {
        let file = zip.by_index(number)?;
        if !file.is_file() {
            continue;
        }
        let name = file.name()?.into_owned();
        let mut content = Vec::new();
        total += file.take(UNFOLDED_MAX - total + 1).read_to_end(&mut content)? as u64;
        if total > UNFOLDED_MAX {
            bail!("it unfolds to more than {UNFOLDED_MAX} bytes");
        }
        files.insert(name, content);
    }
    let last = |name: &str| name.rsplit('/').next().map(str::to_owned).unwrap_or_default();
    let find = |wanted: &str| {
        files.iter().find(|(name, _)| last(name) == wanted).map(|(_, content)| content.clone())
    };
    let (key, entries) = (find(KEY).map(|bytes| text(&bytes)), find(ENTRIES));
    let is_proof = |name: &str| last(name).ends_with("proof.json");
    let proofs: Vec<_> =
        files.iter().filter(|(name, _)| is_proof(name)).map(|(n, c)| (n.clone(), c.clone())).collect();
    let root = files
        .keys()
        .find(|name| last(name) == CHECKPOINT && files.keys().any(|other| other.contains("tile/")));
    let plain = Plain { figure: find("figure.json"), records: find("records.json") };
    let prefix = root.map(|name| name.trim_end_matches(CHECKPOINT).to_owned());
    let log = prefix.map(|prefix| {
        let inside = |name: &str| name == CHECKPOINT || name.starts_with("tile/");
        let files = files.iter().filter_map(|(name, content)| Some((name.strip_prefix(&prefix)?, content)));
        let log: BTreeMap<String, Vec<u8>> = files
            .filter(|(name, _)| inside(name))
            .map(|(name, content)| (name.to_owned(), content.clone()))
            .collect();
        LogFiles { source: Box::new(log), entries }
    });
    if log.is_none() && proofs.is_empty() {
        bail!("it holds neither a log nor a proof");
    }
    Ok(Package { log, proofs, plain, key })
}

/// Whether the readable entries say what the signed ones say. The log itself was found good before.
pub fn entries_agree(source: &dyn TileSource, size: u64, readable: &[u8], lang: Lang) -> Result<bool> {
    let mut lines = readable.split_inclusive(|byte| *byte == b'\n');
    for index in 0..size.div_ceil(WIDTH) {
        let tile = Tile::of(Kind::Entries, index, size).context("a bundle of the log")?;
        let bytes = bundle(source, tile)?;
        for (at, leaf) in Bundle::new(&bytes).take(usize::from(tile.width)).enumerate() {
            let leaf = leaf.map_err(|_| anyhow::anyhow!("a bundle of the log ends too early"))?;
            let wanted = line(index * WIDTH + at as u64, leaf)?;
            if lines.next() != Some(wanted.as_bytes()) {
                say_differs(index * WIDTH + at as u64, lang);
                return Ok(false);
            }
        }
    }
    if lines.next().is_some() {
        say_differs(size, lang);
        return Ok(false);
    }
    Ok(true)
}

/// A bundle's bytes, from the full file where the partial one is gone.
pub fn bundle(source: &dyn TileSource, tile: Tile) -> Result<Vec<u8>> {
    for path in [tile.path(), tile.full().path()] {
        if let Some(bytes) = source.read(&path)? {
            return Ok(bytes);
        }
    }
    bail!("{} is missing", tile.path())
}

fn say_differs(index: u64, lang: Lang) {
    match lang {
        Lang::Zh => println!("第一处问题：{ENTRIES} 中第 {index} 号记录（从 0 起）与签名的记录不一致。"),
        Lang::En => println!(
            "First problem: entry {index} (counted from 0) in {ENTRIES} does not say what the signed entry says."
        ),
    }
}

/// The readable line of an entry, with its line end.
pub fn line(index: u64, leaf: &[u8]) -> Result<String> {
    let mut json = Entry::decode(leaf).with_context(|| format!("entry {index}"))?.to_json();
    json["index"] = index.into();
    Ok(format!("{json}\n"))
}

/// Checks one proof; the entry it proves, or why it proves nothing.
pub fn proof(name: &str, bytes: &[u8], trust: &Trust) -> Result<Proven, Text> {
    ProofBundle::parse(bytes).and_then(|bundle| bundle.verify(trust)).map_err(|why| {
        Text::new(format!("{name}：证明不成立（{why}）"), format!("{name}: the proof does not hold ({why})"))
    })
}

/// What a proof shows, in words.
pub fn shown(name: &str, proven: &Proven, lang: Lang) -> String {
    let (entry, index) = (&proven.entry, proven.index);
    let (command, at, subject) = (&entry.command, entry.at, &entry.subject);
    let (register, id, version) = (&subject.register, &subject.id, subject.version);
    match lang {
        Lang::Zh => format!(
            "{name}：第 {index} 号记录在已签名的留痕之中：{command}，{at}，{register} {id} 第 {version} 版。"
        ),
        Lang::En => {
            format!(
                "{name}: entry {index} stands in the signed log: {command} at {at}, {register} {id}, version {version}."
            )
        }
    }
}
