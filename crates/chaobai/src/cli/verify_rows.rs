//! The database against its own journal: every row that tells a state must fit the salted commitment
//! in its entry, every entry must be chained, and the chains must be those that were published.
//!
//! What a row is not held to: a version's `note` (it enters the journal together with other fields)
//! and the box kept for the map (it follows from the body).

use super::verify_states;
use crate::charter::model::Charter;
use anyhow::{Context, Result};
use journal::tile::{CHECKPOINT, Kind, Tile, TileSource, WIDTH};
use journal::tree::Frontier;
use journal::{Checkpoint, Entry, leaf_hash};
use kernel::Text;
use store::{Ask, Reader, Row, Store, StoreError};

/// Most problems that are told.
const FINDINGS_MAX: usize = 20;

/// One thing wrong.
pub struct Finding {
    /// Which row, and what about it.
    pub words: Text,
}

/// What was checked and found.
#[derive(Default)]
pub struct Checked {
    /// Entries of the journal.
    pub entries: u64,
    /// Versions of records.
    pub versions: u64,
    /// Values put on record for figures.
    pub figures: u64,
    /// The first problems, in the order of checking: chains, positions, then rows by cell and entry.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more: u64,
}

impl Checked {
    /// Notes a problem.
    pub fn find(&mut self, zh: String, en: String) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { words: Text::new(zh, en) });
        } else {
            self.more += 1;
        }
    }
}

/// Checks everything in one state of the database.
pub fn check(store: &Store, charter: &Charter, files: &dyn TileSource) -> Result<Checked> {
    let mut checked = Checked::default();
    // The checkpoint first: the log only grows, so the state read after it holds all it speaks of.
    let head = head(files)?;
    let mut reader = store.reader()?;
    reader.snapshot()?;
    chains(&mut reader, charter, &mut checked).context("reading the journal")?;
    if let Some(head) = head {
        positions(&mut reader, &head, files, &mut checked).context("reading the positions in the log")?;
    }
    verify_states::check(&mut reader, charter, &mut checked)?;
    Ok(checked)
}

fn head(files: &dyn TileSource) -> Result<Option<Checkpoint>> {
    let Some(bytes) = files.read(CHECKPOINT)? else { return Ok(None) };
    // Whoever wanted the signature checked has done so; here the size and the root are asked for.
    let note = journal::note::Note::parse(&bytes)?;
    Ok(Some(Checkpoint::parse(&note.text)?))
}

/// Every cell's chain, in the order of its numbers, and its head.
fn chains(reader: &mut Reader, charter: &Charter, checked: &mut Checked) -> Result<(), StoreError> {
    let (mut cell, mut last, mut prev) = (String::new(), 0i64, journal::ZERO);
    let mut ends: Vec<(String, i64, [u8; 32])> = Vec::new();
    let sql = "SELECT cell, seq, at, command, subject, leaf, hash FROM journal_entry ORDER BY cell, seq";
    reader.each(sql, &[], &mut |row| {
        checked.entries += 1;
        if row.text_ref(0)? != cell {
            if last > 0 {
                ends.push((std::mem::take(&mut cell), last, prev));
            }
            (cell, last, prev) = (row.text(0)?, 0, journal::ZERO);
        }
        let seq = row.int(1)?;
        if let Some((zh, en)) = entry_problem(&row, charter, last, prev)? {
            checked.find(
                format!("分区 {cell} 第 {seq} 条记录（{}）：{zh}", row.text(3)?),
                format!("entry {seq} of cell {cell} ({}): {en}", row.text(3)?),
            );
        }
        (last, prev) = (seq, row.bytes(6)?.try_into().unwrap_or(journal::ZERO));
        Ok(())
    })?;
    if last > 0 {
        ends.push((cell, last, prev));
    }
    heads(reader, &ends, checked)
}

fn entry_problem(
    row: &Row,
    charter: &Charter,
    last: i64,
    prev: [u8; 32],
) -> Result<Option<(String, String)>, StoreError> {
    let (seq, leaf) = (row.int(1)?, row.bytes(5)?);
    if seq != last + 1 {
        return Ok(Some((
            format!("应为第 {} 条，有记录缺失。", last + 1),
            format!("number {} should stand here; an entry is missing.", last + 1),
        )));
    }
    if leaf_hash(&leaf)[..] != row.bytes(6)?[..] {
        let words = ("内容与其散列值不符，已被改动。", "its bytes do not have its hash: it was altered.");
        return Ok(Some((words.0.into(), words.1.into())));
    }
    let entry = match Entry::decode(&leaf) {
        Ok(entry) => entry,
        Err(why) => return Ok(Some((format!("无法读取（{why}）。"), format!("it cannot be read ({why}).")))),
    };
    if entry.prev != prev {
        let words = (
            "所记的前一条不是它的前一条：两者之一被改动。",
            "it was chained to another entry than the one before it: one of the two was altered.",
        );
        return Ok(Some((words.0.into(), words.1.into())));
    }
    let same = entry.cell.as_str() == row.text_ref(0)?
        && entry.seq == seq
        && entry.at.0 == row.int(2)?
        && entry.command == row.text_ref(3)?
        // Records of lists that are for nobody are not named in the log.
        && (entry.subject.id.is_empty() || entry.subject.id == row.text_ref(4)?)
        && entry.zone == charter.zone.id;
    if same {
        return Ok(None);
    }
    let words = (
        "旁列的时间、指令或对象与记录内容不符。",
        "the time, command or subject kept beside it are not those it names.",
    );
    Ok(Some((words.0.into(), words.1.into())))
}

fn heads(
    reader: &mut Reader,
    ends: &[(String, i64, [u8; 32])],
    checked: &mut Checked,
) -> Result<(), StoreError> {
    let rows = reader.rows("SELECT cell, seq, hash FROM journal_head ORDER BY cell", &[])?;
    let mut heads = Vec::with_capacity(rows.len());
    for row in &rows {
        heads.push((row.text(0)?, row.int(1)?, row.bytes(2)?));
    }
    for (cell, last, hash) in ends {
        let fits = heads.iter().any(|(c, seq, h)| c == cell && seq == last && h[..] == hash[..]);
        if !fits {
            checked.find(
                format!("分区 {cell} 的链头与最后一条记录（第 {last} 条）不符：末尾的记录被删去或改动。"),
                format!(
                    "the head of cell {cell} does not fit its last entry ({last}): entries at the end were taken \
                     out or altered."
                ),
            );
        }
    }
    for (cell, seq, _) in heads.iter().filter(|(cell, ..)| !ends.iter().any(|(c, ..)| c == cell)) {
        checked.find(
            format!("分区 {cell} 的 {seq} 条记录全部缺失。"),
            format!("all {seq} entries of cell {cell} are missing."),
        );
    }
    Ok(())
}

/// The published log must be what the database says stands at each position.
fn positions(
    reader: &mut Reader,
    head: &Checkpoint,
    files: &dyn TileSource,
    checked: &mut Checked,
) -> Result<(), StoreError> {
    let mut tree = Frontier::new();
    let (mut tile, mut wrong): (Vec<u8>, Option<(u64, String, i64)>) = (Vec::new(), None);
    let sql = "SELECT r.position + e.seq - r.first_seq, e.hash, e.cell, e.seq FROM log_range r \
               JOIN journal_entry e ON e.cell = r.cell AND e.seq >= r.first_seq AND e.seq <= r.last_seq ORDER BY 1";
    reader.each(sql, &[], &mut |row| {
        let position = row.int(0)?.unsigned_abs();
        if position >= head.size || wrong.is_some() {
            return Ok(());
        }
        let hash: [u8; 32] =
            row.bytes(1)?.try_into().map_err(|_| StoreError::other("a hash is not 32 bytes"))?;
        if position % WIDTH == 0 {
            tile = level_0(files, position / WIDTH, head.size);
        }
        let at = (position % WIDTH) as usize * 32;
        let published = tile.get(at..at + 32);
        if position != tree.size() || published.is_some_and(|published| published != hash) {
            wrong = Some((position, row.text(2)?, row.int(3)?));
        }
        tree.push(hash);
        Ok(())
    })?;
    if let Some((position, cell, seq)) = wrong {
        checked.find(
            format!("已发布的第 {position} 号记录不是数据库中的这一条：分区 {cell} 第 {seq} 条。"),
            format!(
                "entry {position} as published is not the one in the database: number {seq} of cell {cell}."
            ),
        );
    } else if tree.size() < head.size {
        checked.find(
            format!("已发布 {} 条记录，数据库中只有 {} 条：数据库比已发布的留痕旧。", head.size, tree.size()),
            format!(
                "{} entries were published and the database has only {}: it is older than the published log.",
                head.size,
                tree.size()
            ),
        );
    } else if tree.root() != head.root {
        checked.find(
            "数据库中的记录合起来不是已发布的那棵树。".into(),
            "the entries in the database are not the tree that was published.".into(),
        );
    }
    Ok(())
}

/// The hashes of a bundle's entries; nothing where the file cannot be read (the log's own check says so).
fn level_0(files: &dyn TileSource, index: u64, size: u64) -> Vec<u8> {
    let Some(tile) = Tile::of(Kind::Hashes(0), index, size) else { return Vec::new() };
    let read = |path: String| files.read(&path).ok().flatten();
    read(tile.path()).or_else(|| read(tile.full().path())).unwrap_or_default()
}
