//! 督办单: a slip about one matter (一事一单), in the colour the zone gave it, always with its reason.

use crate::model::{Block, Column, Document, Head, Run, Table, Tint};
use kernel::{Date, Lang};

/// A supervision slip.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Names this document for good.
    pub id: String,
    /// Language.
    pub lang: Lang,
    /// Who sends it, as printed in the head.
    pub issuer: String,
    /// Number of the slip. Empty: not numbered.
    pub number: String,
    /// Colour of head and rule.
    pub tint: Tint,
    /// Title: what kind of slip it is.
    pub title: String,
    /// What it is about: label and value, in order. Rows without a value are left out.
    pub rows: Vec<(String, Run)>,
    /// Why this slip is sent, with its label. Never empty: [`Slip::document`] gives nothing without a reason.
    pub reason: (String, String),
    /// What is asked for, with its label. Empty: not said.
    pub demand: (String, String),
    /// Fields left to be filled in by hand: label, and how many lines.
    pub blanks: Vec<(String, usize)>,
    /// Day of the slip.
    pub sent_on: Date,
}

impl Slip {
    /// As a document; none without a reason, because a slip that does not say why is not sent.
    pub fn document(&self) -> Option<Document> {
        if self.reason.1.trim().is_empty() {
            return None;
        }
        let mut document = Document::new(self.id.as_str(), self.lang, &self.title);
        document.head = Some(Head {
            issuer: self.issuer.clone(),
            number: self.number.clone(),
            signer: String::new(),
            tint: self.tint,
        });
        let said =
            [&self.reason, &self.demand].map(|(label, text)| (label.clone(), Run::text(text.as_str())));
        let rows = self.rows.iter().cloned().chain(said).filter(|(_, run)| !run.text.is_empty());
        let blanks = self.blanks.iter().map(|(label, lines)| (label.clone(), Run::text("\n".repeat(*lines))));
        document.body = vec![Block::Table(Table {
            columns: vec![Column::centred("", 1), Column::new("", 3)],
            rows: rows.chain(blanks).map(|(label, run)| vec![Run::text(label), run]).collect(),
        })];
        document.signature = vec![self.issuer.clone()];
        document.date = Some(self.sent_on);
        Some(document)
    }
}
