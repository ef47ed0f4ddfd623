//! What a document says, apart from how it is set.

use kernel::{Date, Lang};
use serde::Serialize;

/// An official document.
///
/// There is no field for a classification (密级): what is classified does not belong into a program that
/// is reached over a network, so it cannot be written here.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Names this document for good, for the identifier in the PDF; the same for every setting of it.
    pub id: String,
    /// Language of the fixed words.
    #[serde(skip)]
    pub lang: Lang,
    /// The red head. Without one the document begins with its title.
    pub head: Option<Head>,
    /// Title, in the lines it is to be broken into.
    pub title: Vec<String>,
    /// A line under the title, for example that this is a draft. Empty: none.
    pub note: String,
    /// 主送机关, without the colon. Empty: none.
    pub addressee: String,
    /// The text.
    pub body: Vec<Block>,
    /// Names of attachments listed under the text.
    pub attachments: Vec<String>,
    /// Who signs, one per line.
    pub signature: Vec<String>,
    /// 成文日期.
    #[serde(skip)]
    pub date: Option<Date>,
    /// Annexes, each on a page of its own.
    pub annexes: Vec<Annex>,
    /// 版记, at the foot of the last page.
    pub imprint: Option<Imprint>,
}

/// 版头: who issues it and under which number.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// 发文机关标志: printed large, in the colour of the head.
    pub issuer: String,
    /// 发文字号; empty: not numbered (yet).
    pub number: String,
    /// 签发人 of a document that goes upwards; empty: none.
    pub signer: String,
    /// Colour of name and rule.
    pub tint: Tint,
}

/// Colour of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tint {
    /// The standard's red.
    Red,
    /// Yellow slips; dark enough to be read.
    Yellow,
    /// Orange slips.
    Orange,
    /// Blue slips.
    Blue,
}

impl Tint {
    /// As six hexadecimal digits.
    pub fn hex(self) -> &'static str {
        match self {
            Tint::Red => "d40000",
            Tint::Yellow => "9a6700",
            Tint::Orange => "b45309",
            Tint::Blue => "0b57b0",
        }
    }
}

/// A piece of the text.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading: level 1 一、 2 （一） 3 1. 4 (1). The number is set by the writers' caller, see
    /// [`crate::numeral`] and [`Document::number_headings`].
    Heading {
        /// 1 to 4.
        level: u8,
        /// Number and words.
        text: String,
    },
    /// A paragraph, its first line indented by two characters.
    Paragraph {
        /// Its pieces.
        runs: Vec<Run>,
    },
    /// A paragraph that begins with a label in 黑体 (出席：…); further lines begin below what follows the label.
    Labelled {
        /// Characters it is indented by.
        indent: u8,
        /// Label without colon.
        label: String,
        /// What follows.
        runs: Vec<Run>,
    },
    /// A table.
    Table(Table),
    /// An empty line.
    Blank,
}

/// A piece of text, which may lead somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Absolute address; empty: plain text. Set like the words around it: on paper a link is a number.
    pub href: String,
}

impl Run {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Run {
        Run { text: text.into(), href: String::new() }
    }

    /// Text that leads to an address.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Run {
        Run { text: text.into(), href: href.into() }
    }
}

/// A table over the full width.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Cells, row by row; every row as long as `columns`.
    pub rows: Vec<Vec<Run>>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Heading; a table whose headings are all empty has no heading row.
    pub name: String,
    /// Share of the width.
    pub share: u32,
    /// Whether its cells are centred.
    pub centred: bool,
}

impl Column {
    /// A column.
    pub fn new(name: impl Into<String>, share: u32) -> Column {
        Column { name: name.into(), share, centred: false }
    }

    /// A column of short entries, centred.
    pub fn centred(name: impl Into<String>, share: u32) -> Column {
        Column { centred: true, ..Column::new(name, share) }
    }
}

/// An annex.
#[derive(Clone, Debug, Serialize)]
pub struct Annex {
    /// Title.
    pub title: String,
    /// Content.
    pub body: Vec<Block>,
}

/// 版记.
#[derive(Clone, Debug, Serialize)]
pub struct Imprint {
    /// 抄送, ready to print; empty: none.
    pub copies: String,
    /// 印发机关.
    pub printer: String,
    /// 印发日期.
    #[serde(skip)]
    pub date: Date,
}

impl Document {
    /// A document with a title and nothing else yet.
    pub fn new(id: impl Into<String>, lang: Lang, title: &str) -> Document {
        Document {
            id: id.into(),
            lang,
            head: None,
            title: title.lines().map(str::to_owned).collect(),
            note: String::new(),
            addressee: String::new(),
            body: Vec::new(),
            attachments: Vec::new(),
            signature: Vec::new(),
            date: None,
            annexes: Vec::new(),
            imprint: None,
        }
    }

    /// The title in one line.
    pub fn title_line(&self) -> String {
        self.title.join(if self.lang == Lang::Zh { "" } else { " " })
    }

    /// Puts the numbers before the headings of the text: 一、 （一） 1. (1).
    pub fn number_headings(&mut self) {
        let mut counts = [0u32; 4];
        for block in &mut self.body {
            let Block::Heading { level, text } = block else { continue };
            let at = usize::from((*level).clamp(1, 4)) - 1;
            counts[at] += 1;
            counts[at + 1..].fill(0);
            *text = format!("{}{text}", crate::numeral(self.lang, at as u8 + 1, counts[at]));
        }
    }
}

/// 2023年12月29日, without leading zeros; in English 29 December 2023.
pub fn day(lang: Lang, date: Date) -> String {
    let text = date.to_string();
    let mut parts = text.split('-').map(|part| part.trim_start_matches('0'));
    let (year, month, day) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    if lang == Lang::Zh {
        return format!("{year}年{month}月{day}日");
    }
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = month.parse::<usize>().ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))).unwrap_or(&"");
    format!("{day} {month} {year}")
}
