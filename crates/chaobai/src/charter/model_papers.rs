//! The nouns of `papers/*.toml`, and what marks of secrecy look like (`[classified]` of `zone.toml`).

use super::model::TextSchema;
use kernel::Text;
use kernel::secrecy::Marks;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `papers/*.toml`: a paper of a meeting, or a supervision slip, set by GB/T 9704-2012. Flag, number, words and
/// order of its parts are the zone's. Placeholders: `{body}` `{meeting}` `{date}` `{time}` `{place}` `{chair}`
/// `{year}`; in a resolution also `{item}` `{wording}`; in a pack and its copies also `{copy}` `{member}`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperTemplate {
    /// Id; the file's name where it is left out.
    #[serde(default)]
    pub id: String,
    /// Which paper it is.
    pub kind: PaperKind,
    /// Bodies whose meetings it is for; left out: all that no other paper of the kind names.
    #[serde(default)]
    pub bodies: Vec<String>,
    /// 标志 in the red head, 35 mm below the upper edge of the text. Left out: no head.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub flag: Text,
    /// Number, with `{year}` and `{number}`: `示河理〔{year}〕{number}号`, `第{number}号`. Left out: not numbered.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub number: Text,
    /// Title. A line break in it is where it is broken; without one a long title is broken where it reads well.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub title: Text,
    /// A line under the title.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub note: Text,
    /// 主送机关, without the colon.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub addressee: Text,
    /// The text, piece by piece.
    #[serde(default)]
    pub parts: Vec<PaperPart>,
    /// Who signs; a line break begins a new line. Minutes bear neither signature nor seal.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub signature: Text,
    /// 抄送, ready to print. Only with a printer.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub copies: Text,
    /// 印发机关, in the imprint. Left out: no imprint.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub printer: Text,
    /// Labels by key; which are needed follows from kind and lists, and the checker says which are missing.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, TextSchema>")]
    pub words: BTreeMap<String, Text>,
}

/// A heading with what stands under it. Paragraphs with a placeholder nothing is known for are left out, and so is
/// a part with nothing left in it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperPart {
    /// 1 一、 2 （一） 3 1. 4 (1), numbered by the program; 0: no heading.
    #[serde(default)]
    pub level: u8,
    /// Heading, without its number.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub heading: Text,
    /// Paragraphs.
    #[serde(default)]
    #[schemars(with = "Vec<TextSchema>")]
    pub text: Vec<Text>,
    /// What is written from the meeting after the paragraphs.
    #[serde(default)]
    pub list: Option<PaperList>,
}

/// A kind of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 通知: a meeting is called.
    Notice,
    /// 议题单: what is on the agenda.
    Agenda,
    /// 纪要: what was settled, and who was there.
    Minutes,
    /// 决议: one decision.
    Resolution,
    /// 督办单: a note of a case.
    Slip,
    /// 会议材料汇编: all papers in one PDF, a copy for each member.
    Pack,
}

/// What is written from a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperList {
    /// 时间, 地点, 主持, a line each. Words `date`, `place`, `chair`.
    Facts,
    /// The items in a sentence each. Word `reporter`.
    Topics,
    /// The items as a table. Words `order`, `item`, `mode`, `reporter`, `minutes`, `papers`.
    TopicTable,
    /// What was settled, numbered as headings of the first level.
    Decisions,
    /// Who was there. Words `present`, `excused`, `attending`.
    Attendance,
}

impl PaperKind {
    /// All kinds.
    pub const ALL: [PaperKind; 6] = [
        PaperKind::Notice,
        PaperKind::Agenda,
        PaperKind::Minutes,
        PaperKind::Resolution,
        PaperKind::Slip,
        PaperKind::Pack,
    ];

    /// The word it is written and addressed by.
    pub fn id(self) -> &'static str {
        match self {
            PaperKind::Notice => "notice",
            PaperKind::Agenda => "agenda",
            PaperKind::Minutes => "minutes",
            PaperKind::Resolution => "resolution",
            PaperKind::Slip => "slip",
            PaperKind::Pack => "pack",
        }
    }

    /// Placeholders its texts may have.
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            PaperKind::Notice | PaperKind::Agenda | PaperKind::Minutes => {
                &["body", "meeting", "date", "time", "place", "chair", "year"]
            }
            PaperKind::Resolution => {
                &["body", "meeting", "date", "time", "place", "chair", "year", "item", "wording"]
            }
            PaperKind::Slip => &["zone", "unit", "slip"],
            PaperKind::Pack => {
                &["body", "meeting", "date", "time", "place", "chair", "year", "copy", "member"]
            }
        }
    }

    /// Words it needs beside those of its lists.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            PaperKind::Slip => &[
                "matter", "unit", "step", "until", "colour", "reason", "demand", "entry", "answer", "signed",
            ],
            PaperKind::Pack => &[
                "contents",
                "copy",
                "date",
                "place",
                "chair",
                "reporter",
                "other",
                "encrypted",
                "broken",
                "missing",
                "record",
                "file",
                "digest",
                "size",
            ],
            _ => &[],
        }
    }
}

impl PaperList {
    /// Words it needs.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            PaperList::Facts => &["date", "place", "chair"],
            PaperList::Topics => &["reporter"],
            PaperList::TopicTable => &["order", "item", "mode", "reporter", "minutes", "papers"],
            PaperList::Decisions => &[],
            PaperList::Attendance => &["present", "excused", "attending"],
        }
    }
}

/// `[classified]`: what marks of secrecy look like. A file or text that bears one is refused wherever it comes in:
/// this network carries no classified papers. Left out: the three levels of the law on state secrets.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Classified {
    /// Levels (绝密): a mark with a star, after a label, alone in a line, or in brackets at the edge of one.
    pub levels: Vec<String>,
    /// Labels before a level (密级).
    #[serde(default)]
    pub labels: Vec<String>,
    /// Forms that are marks by themselves (`SECRET//`).
    #[serde(default)]
    pub forms: Vec<String>,
}

impl Default for Classified {
    fn default() -> Classified {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Classified {
            levels: words(&["绝密", "机密", "秘密"]), labels: words(&["密级"]), forms: Vec::new()
        }
    }
}

impl Classified {
    /// The marks, ready to look for.
    pub fn marks(&self) -> Marks {
        Marks::new(&self.levels, &self.labels, &self.forms)
    }
}
