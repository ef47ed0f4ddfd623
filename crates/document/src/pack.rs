//! 会议材料汇编: all papers of a meeting in one PDF, for one person.
//!
//! Cover, contents, then every item with its papers: PDFs page by page, pictures, and a page that names what
//! cannot be placed. Every page bears its number and whose copy it is.

use crate::read::Unread;
use kernel::Lang;
use std::io;
use typst::foundations::Bytes;

/// A pack of papers.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Names this pack for good, with the number of the copy.
    pub id: String,
    /// Language of the words.
    pub lang: Lang,
    /// Name in the red head of the cover.
    pub flag: String,
    /// Title on the cover; line breaks are kept.
    pub title: String,
    /// Lines under the title: label and text (time, place, chair).
    pub lines: Vec<(String, String)>,
    /// Whose copy it is, on every page: `第3号 示例甲`. Empty: nobody's.
    pub copy: String,
    /// The items in order.
    pub items: Vec<PackItem>,
    /// Words of its pages.
    pub words: PackWords,
}

/// Words of a pack, ready to print.
#[derive(Clone, Debug, Default)]
pub struct PackWords {
    /// Over the table of contents.
    pub contents: String,
    /// Why a paper is not in it: a file of another kind, handed over as it is.
    pub other: String,
    /// A file locked by a password.
    pub encrypted: String,
    /// A damaged file.
    pub broken: String,
    /// A file that is missing in the store.
    pub missing: String,
    /// A record that was read, which is no file.
    pub record: String,
    /// Label of a file's name.
    pub file: String,
    /// Label of a file's SHA-256.
    pub digest: String,
    /// Label of a file's size.
    pub size: String,
}

/// An item of the agenda in a pack.
#[derive(Clone, Debug)]
pub struct PackItem {
    /// Number and name.
    pub title: String,
    /// Lines under it (mode, who reports).
    pub lines: Vec<String>,
    /// Its papers.
    pub papers: Vec<PackPaper>,
}

/// A paper.
#[derive(Clone, Debug)]
pub struct PackPaper {
    /// Name of the file.
    pub name: String,
    /// SHA-256 of the file, hex; the reader is asked for it by this.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// It is a record as it was read, and no file: its fields, each with its label, are printed. Its digest is that of
    /// its canonical bytes. None: a file.
    pub record: Option<Vec<(String, String)>>,
}

/// What became of a paper in a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// So many pages of it were placed.
    Pages(usize),
    /// It is named, because it is of another kind.
    Other,
    /// It is named, because it is locked.
    Encrypted,
    /// It is named, because it is damaged.
    Broken,
    /// It is named, because the store does not have it.
    Missing,
    /// It is a record: named, with its fields.
    Record,
}

/// A pack that was made.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Name of each paper with what became of it, in order.
    pub placed: Vec<(String, Placed)>,
}

/// Gives the content of a file by its SHA-256.
pub type ReadFile<'a> = &'a mut dyn FnMut(&str) -> io::Result<Vec<u8>>;

/// A paper with what is placed of it.
pub(crate) struct Ready {
    pub(crate) paper: PackPaper,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    /// A PDF with the size of each page.
    Pdf(Bytes, Vec<(f32, f32)>),
    /// A picture with its ending.
    Picture(Bytes, &'static str),
    /// Nothing: why it is only named.
    Named(Placed),
}

impl Ready {
    /// Reads a paper and looks at what can be placed of it.
    pub(crate) fn of(paper: &PackPaper, read: ReadFile<'_>) -> Ready {
        let ending = paper.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let content = match ending.as_str() {
            _ if paper.record.is_some() => Content::Named(Placed::Record),
            "pdf" | "png" | "jpg" | "jpeg" => match read(&paper.sha256) {
                Err(_) => Content::Named(Placed::Missing),
                Ok(bytes) if ending == "pdf" => match crate::read::pages(&bytes) {
                    Ok(sizes) => Content::Pdf(Bytes::new(bytes), sizes),
                    Err(Unread::Encrypted) => Content::Named(Placed::Encrypted),
                    Err(_) => Content::Named(Placed::Broken),
                },
                Ok(bytes) => Content::Picture(Bytes::new(bytes), if ending == "png" { "png" } else { "jpg" }),
            },
            _ => Content::Named(Placed::Other),
        };
        Ready { paper: paper.clone(), content }
    }

    pub(crate) fn placed(&self) -> Placed {
        match &self.content {
            Content::Pdf(_, sizes) => Placed::Pages(sizes.len()),
            Content::Picture(..) => Placed::Pages(1),
            Content::Named(why) => *why,
        }
    }
}

impl PackWords {
    pub(crate) fn why(&self, why: Placed) -> &str {
        match why {
            Placed::Encrypted => &self.encrypted,
            Placed::Broken => &self.broken,
            Placed::Missing => &self.missing,
            Placed::Record => &self.record,
            Placed::Other | Placed::Pages(_) => &self.other,
        }
    }
}

#[cfg(test)]
mod tests;
