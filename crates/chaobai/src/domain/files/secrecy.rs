//! The gate against classified papers: what a file bears in its name, its properties and on its first page.

use document::read::{self, Part, Unread};
use kernel::secrecy::{Marks, Place};
use kernel::{Kind, Problem, Refusal};

/// Refuses a name that bears a mark.
pub(super) fn name(marks: &Marks, name: &str) -> Result<(), Refusal> {
    match marks.find(name, Place::Name) {
        Some(seen) => Err(refused("classified_in_name", seen)),
        None => Ok(()),
    }
}

/// Refuses a content that bears a mark; says why a content could not be looked into.
pub(super) fn content(marks: &Marks, ending: &str, content: &[u8]) -> Result<Option<Unread>, Refusal> {
    let look = read::look(ending, content);
    for (part, text) in &look.texts {
        let (code, place) = match part {
            Part::Properties => ("classified_in_properties", Place::Text),
            Part::Text => ("classified_in_text", Place::Text),
            Part::Names => ("classified_in_archive", Place::Name),
        };
        let found = match place {
            Place::Text => marks.find(text, place),
            Place::Name => text
                .lines()
                .find_map(|line| marks.find(line.rsplit(['/', '\\']).next().unwrap_or(line), place)),
        };
        if let Some(seen) = found {
            return Err(refused(code, seen));
        }
    }
    Ok(look.unread)
}

/// Says what was seen and where, and nothing else of the file.
fn refused(code: &'static str, seen: String) -> Refusal {
    Refusal {
        problems: vec![Problem::new("file", code).with("seen", &seen)],
        ..Refusal::new(Kind::Invalid, "files.classified").with("seen", seen)
    }
}
