//! What a verification found, for programs and in plain words.

use crate::entry::Named;
use crate::hash::{Hash, as_hex};
use kernel::{Instant, Lang};
use serde::Serialize;

/// The result of verifying a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Which log, as the checkpoint says.
    pub origin: String,
    /// Number of entries the checkpoint is signed for.
    pub size: u64,
    /// The root the checkpoint is signed for.
    #[serde(serialize_with = "as_hex")]
    pub root: Hash,
    /// The log's keys whose signatures are good.
    pub signed_by: Vec<String>,
    /// Witnesses whose cosignatures are good, and when they signed (seconds since 1970, UTC).
    pub cosigned: Vec<(String, u64)>,
    /// Keys on signature lines that were not checked, because they are not known here.
    pub unknown: Vec<String>,
    /// Entries that were read and stand in the tree as they are.
    pub entries: u64,
    /// Cells they belong to.
    pub cells: u64,
    /// The first thing wrong: the checkpoint if it cannot be trusted, else the first bad entry, else
    /// the first bad file.
    pub first_bad: Option<Bad>,
    /// Everything wrong in that order, at most [`PROBLEMS_MAX`]; of each bundle only the first bad entry.
    pub problems: Vec<Bad>,
    /// How many more problems there are.
    pub more: u64,
    /// Tile files that reach beyond the checkpoint: written, and not yet signed.
    pub beyond: u64,
    /// Files that are no part of a log; at most [`PROBLEMS_MAX`].
    pub strangers: Vec<String>,
}

/// Most problems a report lists.
pub const PROBLEMS_MAX: usize = 100;

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bad {
    /// The entry's index in the log, from 0, where an entry is affected.
    pub index: Option<u64>,
    /// The file, where there is one.
    pub path: Option<String>,
    /// What is known about the entry.
    pub entry: Option<Box<Named>>,
    /// What is wrong.
    pub what: What,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The file is not there.
    Missing,
    /// The file cannot be read.
    Unreadable(String),
    /// The checkpoint is not one, or its signatures are not those wanted.
    Checkpoint(String),
    /// The bytes of the entry are not those the log was signed for.
    Altered,
    /// The bundle ends before or inside this entry.
    Cut,
    /// The entry is what was signed, and not readable as an entry.
    Form(String),
    /// The cell's chain has another number here.
    Number {
        /// The number that should follow.
        expected: i64,
        /// The number that does.
        found: i64,
    },
    /// The cell's next entry was chained to another entry than this one.
    Link {
        /// Index of the next entry.
        next: u64,
    },
    /// The file has another length than it must have.
    Length,
    /// The file's bytes do not belong to the tree the log was signed for.
    Differs,
    /// The entries are not those the checkpoint is signed for, and which of them cannot be said.
    Root,
    /// An older copy of a part of the log says something else.
    OldCopy,
    /// The log was longer once.
    RolledBack {
        /// The size it is known to have had.
        seen: u64,
    },
    /// The log had another past once.
    Forked {
        /// The size at which it is known to have been another.
        seen: u64,
    },
}

impl Report {
    /// Whether nothing is wrong.
    pub fn ok(&self) -> bool {
        self.first_bad.is_none()
    }

    /// Sorts what was found and keeps the first [`PROBLEMS_MAX`].
    pub(crate) fn conclude(&mut self, mut problems: Vec<Bad>) {
        problems.sort_by_key(|bad| (bad.index.is_none(), bad.index));
        problems.dedup();
        self.more = problems.len().saturating_sub(PROBLEMS_MAX) as u64;
        problems.truncate(PROBLEMS_MAX);
        self.first_bad = problems.first().cloned();
        self.problems = problems;
    }

    /// The report as sentences: what was checked, and what is wrong.
    pub fn words(&self, lang: Lang) -> Vec<String> {
        let zh = lang == Lang::Zh;
        let mut words = Vec::new();
        let mut say = |zh_words: String, en_words: String| words.push(if zh { zh_words } else { en_words });
        if !self.signed_by.is_empty() {
            let (origin, size, root, keys) =
                (&self.origin, self.size, hex::encode(self.root), self.signed_by.join(", "));
            say(
                format!("留痕“{origin}”的校验点写明共 {size} 条记录，树根 {root}；{keys} 的签名有效。"),
                format!(
                    "The checkpoint of log {origin} names {size} entries and root {root}; the signature of {keys} is good."
                ),
            );
        }
        for (name, at_s) in &self.cosigned {
            let at = Instant(i64::try_from(*at_s).unwrap_or(i64::MAX).saturating_mul(1_000_000));
            say(
                format!("见证方 {name} 于 {at} 的会签有效。"),
                format!("The cosignature of witness {name} of {at} is good."),
            );
        }
        for name in &self.unknown {
            say(
                format!("{name} 的签名没有核对：未提供其公钥。"),
                format!("The signature of {name} was not checked: its key was not given."),
            );
        }
        if self.ok() {
            say(
                format!(
                    "已核对 {} 条记录、{} 个分区：每条记录都在树中原样未改，各分区编号连续、前后相扣，没有问题。",
                    self.entries, self.cells
                ),
                format!(
                    "{} entries in {} cells were checked: every entry stands in the tree unchanged, and every cell's chain is unbroken. Nothing is wrong.",
                    self.entries, self.cells
                ),
            );
        }
        for (number, bad) in self.problems.iter().enumerate() {
            let first = if number == 0 {
                ("第一处问题：", "First problem: ")
            } else {
                ("另有问题：", "Further: ")
            };
            say(format!("{}{}", first.0, bad.words(Lang::Zh)), format!("{}{}", first.1, bad.words(Lang::En)));
        }
        if self.more > 0 {
            say(
                format!("此外还有 {} 处问题未列出。", self.more),
                format!("{} more problems are not listed.", self.more),
            );
        }
        if self.beyond > 0 {
            say(
                format!("有 {} 个文件超出校验点的范围，尚未签名，不在核对之列。", self.beyond),
                format!(
                    "{} files reach beyond the checkpoint; they are not signed yet and were not checked.",
                    self.beyond
                ),
            );
        }
        if !self.strangers.is_empty() {
            let names = self.strangers.join(", ");
            say(
                format!("以下文件不属于留痕，未作核对：{names}。"),
                format!("These files are no part of the log and were not checked: {names}."),
            );
        }
        words
    }
}

impl Bad {
    /// A thing wrong with a file.
    pub(crate) fn file(path: impl Into<String>, what: What) -> Bad {
        Bad { index: None, path: Some(path.into()), entry: None, what }
    }

    /// A thing wrong with an entry.
    pub(crate) fn entry(index: u64, path: Option<String>, what: What) -> Bad {
        Bad { index: Some(index), path, entry: None, what }
    }

    /// One sentence.
    pub fn words(&self, lang: Lang) -> String {
        let what = self.what.words(lang);
        match lang {
            Lang::Zh => format!("{}{what}", self.place_zh()),
            Lang::En => format!("{}{what}", self.place_en()),
        }
    }

    fn place_zh(&self) -> String {
        let mut place = String::new();
        if let Some(index) = self.index {
            place = format!("第 {index} 号记录（从 0 起");
            let named = self.entry.as_deref().cloned().unwrap_or_default();
            if let (Some(cell), Some(seq)) = (named.cell, named.seq) {
                place.push_str(&format!("；分区 {cell} 的第 {seq} 条"));
            }
            if let Some(subject) = named.subject {
                place.push_str(&format!("；{} {} 第 {} 版", subject.register, subject.id, subject.version));
            }
            place.push('）');
        }
        match &self.path {
            Some(path) => format!("{place}文件 {path}："),
            None => format!("{place}："),
        }
    }

    fn place_en(&self) -> String {
        let mut place = String::new();
        if let Some(index) = self.index {
            place = format!("entry {index} (counted from 0");
            let named = self.entry.as_deref().cloned().unwrap_or_default();
            if let (Some(cell), Some(seq)) = (named.cell, named.seq) {
                place.push_str(&format!("; number {seq} of cell {cell}"));
            }
            if let Some(subject) = named.subject {
                place
                    .push_str(&format!("; {} {}, version {}", subject.register, subject.id, subject.version));
            }
            place.push_str("), ");
        }
        match &self.path {
            Some(path) => format!("{place}file {path}: "),
            None => format!("{}: ", place.trim_end_matches(", ")),
        }
    }
}

impl What {
    fn words(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            What::Missing => ("文件缺失。".into(), "the file is missing.".into()),
            What::Unreadable(why) => (format!("文件无法读取（{why}）。"), format!("the file cannot be read ({why}).")),
            What::Checkpoint(why) => (
                format!("校验点不可信，其余内容无从核对（{why}）。"),
                format!("the checkpoint cannot be trusted, and nothing can be checked without it ({why})."),
            ),
            What::Altered => (
                "内容与签名时不同，已被改动、调换或替换。".into(),
                "its bytes are not those that were signed: it was altered, swapped or replaced.".into(),
            ),
            What::Cut => ("文件到此中断，记录不全。".into(), "the file ends here, the entry is not whole.".into()),
            What::Form(why) => {
                (format!("与签名时相同，但不是一条可读的记录（{why}）。"), format!("it is what was signed and cannot be read as an entry ({why})."))
            }
            What::Number { expected, found } => (
                format!("分区内应为第 {expected} 条，实为第 {found} 条：有记录缺失、重复或错序。"),
                format!("number {expected} of its cell should stand here and number {found} does: an entry is missing, doubled or out of order."),
            ),
            What::Link { next } => (
                format!("同一分区的下一条（第 {next} 号）所记的前一条不是它：两者之一在入链后被改动。"),
                format!("the next entry of its cell (entry {next}) was chained to another entry: one of the two was altered afterwards."),
            ),
            What::Length => ("文件长度不对。".into(), "the file has a wrong length.".into()),
            What::Differs => (
                "文件内容不属于签名的那棵树，已损坏或被改动。".into(),
                "its bytes do not belong to the tree that was signed: it is damaged or was altered.".into(),
            ),
            What::Root => (
                "记录合起来不是签名的那棵树，且无法判明是哪一条。".into(),
                "the entries together are not the tree that was signed, and which of them is wrong cannot be said.".into(),
            ),
            What::OldCopy => (
                "这份较早的副本与已核对的内容不一致。".into(),
                "this older copy says something else than what was checked.".into(),
            ),
            What::RolledBack { seen } => (
                format!("此前已见到 {seen} 条记录，现在更少：留痕被回退。"),
                format!("{seen} entries were seen before, now there are fewer: the log was rolled back."),
            ),
            What::Forked { seen } => (
                format!("此前见到的前 {seen} 条记录与现在的不同：留痕有两个版本。"),
                format!("the first {seen} entries seen before are not those here: there are two versions of this log."),
            ),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}
