//! What a file says where marks of secrecy stand: in its properties and on its first page. Nothing is kept and
//! nothing is set; a file that cannot be read says so.

mod office;
mod pdf;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Where a text stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Title, subject, keywords and further properties.
    Properties,
    /// The text of the first page; of a workbook that of its cells.
    Text,
    /// Names of files in an archive.
    Names,
}

/// Why the text of a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is locked by a password.
    Encrypted,
    /// It is damaged, or not what its name says.
    Broken,
    /// There is no text in it: a picture or a scan.
    NoText,
}

impl Unread {
    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            Unread::Encrypted => "encrypted",
            Unread::Broken => "broken",
            Unread::NoText => "no_text",
        }
    }
}

/// What a file says, part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The texts.
    pub texts: Vec<(Part, String)>,
    /// Why its text was not read; none: it was.
    pub unread: Option<Unread>,
}

/// How many characters of a text are looked at: some three pages of 22 lines of 28 characters.
const CHARS: usize = 2_000;

/// Looks into a file by the ending of its name.
pub fn look(ending: &str, content: &[u8]) -> Look {
    // The readers are made for what people send; what they were not made for must not end the program.
    catch_unwind(AssertUnwindSafe(|| match ending {
        "pdf" => pdf::look(content),
        "docx" => office::docx(content),
        "xlsx" => office::xlsx(content),
        "zip" => office::names(content),
        "txt" | "csv" => {
            Look { texts: vec![(Part::Text, String::from_utf8_lossy(content).into_owned())], unread: None }
        }
        _ => Look { texts: Vec::new(), unread: Some(Unread::NoText) },
    }))
    .unwrap_or(Look { texts: Vec::new(), unread: Some(Unread::Broken) })
}

/// The pages of a PDF, width and height in points; or why it cannot be placed.
pub(crate) fn pages(content: &[u8]) -> Result<Vec<(f32, f32)>, Unread> {
    catch_unwind(AssertUnwindSafe(|| pdf::pages(content))).unwrap_or(Err(Unread::Broken))
}

fn first(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

#[cfg(test)]
mod tests;
