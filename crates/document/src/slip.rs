//! 督办单: a slip that reminds of one matter (一事一单), blue, yellow or red, always with its reason.

use crate::model::{Block, Column, Document, Head, Run, Table, Tint, day};
use kernel::{Date, Lang};

/// How urgent a slip is. What each colour means stands in the zone's charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// 蓝单.
    Blue,
    /// 黄单.
    Yellow,
    /// 红单.
    Red,
}

impl Colour {
    fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Colour::Blue, Lang::Zh) => "蓝单",
            (Colour::Yellow, Lang::Zh) => "黄单",
            (Colour::Red, Lang::Zh) => "红单",
            (Colour::Blue, Lang::En) => "blue slip",
            (Colour::Yellow, Lang::En) => "yellow slip",
            (Colour::Red, Lang::En) => "red slip",
        }
    }

    fn tint(self) -> Tint {
        match self {
            Colour::Blue => Tint::Blue,
            Colour::Yellow => Tint::Yellow,
            Colour::Red => Tint::Red,
        }
    }
}

/// A supervision slip.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Names this document for good.
    pub id: String,
    /// Language of the fixed words.
    pub lang: Lang,
    /// Who sends it, as printed in the head.
    pub issuer: String,
    /// Number of the slip. Empty: not numbered.
    pub number: String,
    /// Colour.
    pub colour: Colour,
    /// 承办单位.
    pub to: String,
    /// The matter, which may lead to its record.
    pub matter: Run,
    /// Until when it is or was due.
    pub due: Option<Date>,
    /// Why this slip is sent. Never empty: [`Slip::document`] gives nothing without a reason.
    pub reason: String,
    /// What is asked for.
    pub asked: String,
    /// Until when an answer is expected.
    pub answer_by: Option<Date>,
    /// Day of the slip.
    pub sent_on: Date,
    /// Who can be asked. Empty: left to be written by hand.
    pub contact: String,
}

impl Slip {
    /// As a document; none without a reason, because a slip that does not say why is not sent.
    pub fn document(&self) -> Option<Document> {
        if self.reason.trim().is_empty() {
            return None;
        }
        let zh = self.lang == Lang::Zh;
        let pick = |zh_word: &'static str, en: &'static str| if zh { zh_word } else { en };
        let date = |date: Option<Date>| date.map(|date| day(self.lang, date)).unwrap_or_default();
        let title = match self.lang {
            Lang::Zh => format!("督办单（{}）", self.colour.word(self.lang)),
            Lang::En => format!("Supervision: {}", self.colour.word(self.lang)),
        };
        let mut document = Document::new(self.id.as_str(), self.lang, &title);
        document.head = Some(Head {
            issuer: self.issuer.clone(),
            number: self.number.clone(),
            signer: String::new(),
            tint: self.colour.tint(),
        });
        let rows = [
            (pick("督办事项", "Matter"), self.matter.clone()),
            (pick("承办单位", "Responsible"), Run::text(self.to.as_str())),
            (pick("完成时限", "Due"), Run::text(date(self.due))),
            (pick("发单事由", "Reason"), Run::text(self.reason.as_str())),
            (pick("要求", "Asked for"), Run::text(self.asked.as_str())),
            (pick("反馈时限", "Answer by"), Run::text(date(self.answer_by))),
            (pick("联系人", "Contact"), Run::text(self.contact.as_str())),
            (pick("反馈情况", "Answer"), Run::text("\n\n\n\n")),
            (pick("承办单位负责人签字", "Signature"), Run::text("\n")),
        ];
        document.body = vec![Block::Table(Table {
            columns: vec![Column::new("", 1), Column::new("", 3)],
            rows: rows.into_iter().map(|(name, value)| vec![Run::text(name), value]).collect(),
        })];
        document.date = Some(self.sent_on);
        Some(document)
    }
}
