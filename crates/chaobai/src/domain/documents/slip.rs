//! 督办单: a note that a case issued, as an official document.

use super::template;
use crate::charter::model::{Charter, PaperKind};
use crate::charter::procedure::Colour;
use document::{Document, Run, Slip, Tint};
use kernel::{Date, Kind, Lang, Refusal, Text};

/// A note, ready to print.
#[derive(Clone, Debug)]
pub struct Note {
    /// Names it for good: case and event.
    pub id: String,
    /// Its number.
    pub number: String,
    /// What kind of note it is.
    pub name: Text,
    /// Its colour.
    pub colour: Colour,
    /// Whom it goes to.
    pub to: String,
    /// The matter, which may lead to its record.
    pub matter: Run,
    /// Step of the case.
    pub step: String,
    /// Last day, in words; empty: none.
    pub until: String,
    /// The colour in words.
    pub colour_word: String,
    /// Why it was issued.
    pub reason: String,
    /// What is asked.
    pub demand: String,
    /// The journal entry it was issued with, which may lead to its proof.
    pub entry: Run,
    /// Day of issue.
    pub sent_on: Date,
}

/// The note as a document.
///
/// # Errors
/// `documents.no_paper` where the charter has no slip, `documents.no_reason` where nobody said why.
pub fn slip(charter: &Charter, lang: Lang, note: &Note) -> Result<Document, Refusal> {
    let template = template::find(charter, PaperKind::Slip, "")?;
    let mut paper = template::paper(template, note.id.clone(), lang);
    for (key, value) in
        [("zone", charter.zone.name.get(lang)), ("unit", note.to.as_str()), ("slip", note.name.get(lang))]
    {
        paper.facts.insert(key.to_owned(), value.to_owned());
    }
    let word = |key: &str| paper.words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let row = |key: &str, run: Run| (word(key), run);
    let slip = Slip {
        id: note.id.clone(),
        lang,
        issuer: paper.said(&paper.flag),
        number: note.number.clone(),
        tint: match note.colour {
            Colour::Blue => Tint::Blue,
            Colour::Yellow => Tint::Yellow,
            Colour::Orange => Tint::Orange,
            Colour::Red => Tint::Red,
        },
        title: note.name.get(lang).to_owned(),
        rows: vec![
            row("matter", note.matter.clone()),
            row("unit", Run::text(note.to.as_str())),
            row("step", Run::text(note.step.as_str())),
            row("until", Run::text(note.until.as_str())),
            row("colour", Run::text(note.colour_word.as_str())),
            row("entry", note.entry.clone()),
        ],
        reason: (word("reason"), note.reason.clone()),
        demand: (word("demand"), note.demand.clone()),
        blanks: vec![(word("answer"), 4), (word("signed"), 1)],
        sent_on: note.sent_on,
    };
    let mut document = slip.document().ok_or_else(|| Refusal::new(Kind::Conflict, "documents.no_reason"))?;
    document.signature = paper.signature.iter().map(|line| paper.said(line)).collect();
    Ok(document)
}
