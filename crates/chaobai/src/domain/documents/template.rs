//! What a paper's template gives, in one language.

use crate::charter::model::{Charter, PaperKind, PaperList, PaperTemplate};
use document::{Imprint, List, Paper, Part, Present};
use kernel::{Date, Kind, Lang, Refusal, Text};
use std::collections::BTreeMap;

/// The template of a paper.
///
/// # Errors
/// `documents.no_paper` where the charter has none of this kind for the body.
pub(super) fn find<'a>(
    charter: &'a Charter,
    kind: PaperKind,
    body: &str,
) -> Result<&'a PaperTemplate, Refusal> {
    charter
        .paper(kind, body)
        .ok_or_else(|| Refusal::new(Kind::NotFound, "documents.no_paper").with("given", kind.id()))
}

/// A paper as its template gives it, nothing filled in yet.
pub(super) fn paper(template: &PaperTemplate, id: String, lang: Lang) -> Paper {
    let said = |text: &Text| text.get(lang).to_owned();
    let parts = template.parts.iter().map(|part| Part {
        level: part.level,
        heading: said(&part.heading),
        text: part.text.iter().map(said).collect(),
        list: part.list.map(list),
    });
    Paper {
        id,
        lang,
        flag: said(&template.flag),
        number: String::new(),
        title: said(&template.title),
        note: said(&template.note),
        addressee: said(&template.addressee),
        parts: parts.collect(),
        attachments: Vec::new(),
        signature: said(&template.signature).lines().map(str::to_owned).collect(),
        date: None,
        imprint: None,
        facts: BTreeMap::new(),
        words: words(template, lang),
        items: Vec::new(),
        people: Present::default(),
    }
}

/// The words of a template by key.
pub(super) fn words(template: &PaperTemplate, lang: Lang) -> BTreeMap<String, String> {
    template.words.iter().map(|(key, text)| (key.clone(), text.get(lang).to_owned())).collect()
}

/// Its number, where it has one and one was issued.
pub(super) fn number(template: &PaperTemplate, lang: Lang, year: i16, number: Option<u32>) -> String {
    let pattern = template.number.get(lang);
    match number {
        Some(number) if !pattern.is_empty() => kernel::number_by(pattern, year, number),
        _ => String::new(),
    }
}

/// Its imprint, where somebody prints it.
pub(super) fn imprint(template: &PaperTemplate, lang: Lang, printed_on: Option<Date>) -> Option<Imprint> {
    let printer = template.printer.get(lang);
    let date = printed_on?;
    (!printer.is_empty()).then(|| Imprint {
        copies: template.copies.get(lang).to_owned(),
        printer: printer.to_owned(),
        date,
    })
}

fn list(list: PaperList) -> List {
    match list {
        PaperList::Facts => List::Facts,
        PaperList::Topics => List::Topics,
        PaperList::TopicTable => List::TopicTable,
        PaperList::Decisions => List::Decisions,
        PaperList::Attendance => List::Attendance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_a_list_needs_are_the_words_the_charter_is_asked_for() {
        for one in [
            PaperList::Facts,
            PaperList::Topics,
            PaperList::TopicTable,
            PaperList::Decisions,
            PaperList::Attendance,
        ] {
            assert_eq!(one.words(), list(one).words(), "{one:?}");
        }
    }
}
