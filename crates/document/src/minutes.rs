//! 纪要: what a meeting settled. No seal stands on minutes, so there is no signature and no date under the
//! text; the date stands in the head.

use crate::model::{Block, Document, Head, Run, Tint, day};
use kernel::{Date, Lang};

/// Minutes of a meeting.
#[derive(Clone, Debug)]
pub struct Minutes {
    /// Names this document for good.
    pub id: String,
    /// Language of the fixed words.
    pub lang: Lang,
    /// 标志: `×××会议纪要`.
    pub name: String,
    /// 编号, as printed (第1号, 〔2023〕1号). Empty: not numbered.
    pub number: String,
    /// Title.
    pub title: String,
    /// Day of the meeting.
    pub held_on: Date,
    /// Where. Empty: not known.
    pub place: String,
    /// 主持. Empty: not known.
    pub chair: String,
    /// 议定事项, one after the other; each is numbered 一、二、三.
    pub settled: Vec<(String, Vec<Run>)>,
    /// Who was there and who was not.
    pub people: Present,
}

/// Who was there, each with unit and name as printed.
#[derive(Clone, Debug, Default)]
pub struct Present {
    /// 出席.
    pub present: Vec<String>,
    /// 请假.
    pub excused: Vec<String>,
    /// 列席.
    pub attending: Vec<String>,
}

impl Minutes {
    /// As a document.
    pub fn document(&self) -> Document {
        let zh = self.lang == Lang::Zh;
        let pick = |zh_word: &'static str, en: &'static str| if zh { zh_word } else { en };
        let mut document = Document::new(self.id.as_str(), self.lang, &self.title);
        document.head = Some(Head {
            issuer: self.name.clone(),
            number: self.number.clone(),
            signer: String::new(),
            tint: Tint::Red,
        });
        let labelled = |label: &str, text: String| Block::Labelled {
            label: label.to_owned(),
            runs: vec![Run::text(text)],
        };
        let mut body = vec![labelled(pick("时间", "Date"), day(self.lang, self.held_on))];
        for (label, text) in [(pick("地点", "Place"), &self.place), (pick("主持", "Chair"), &self.chair)]
        {
            if !text.is_empty() {
                body.push(labelled(label, text.clone()));
            }
        }
        for (heading, runs) in &self.settled {
            body.push(Block::Heading { level: 1, text: heading.clone() });
            if !runs.is_empty() {
                body.push(Block::Paragraph { runs: runs.clone() });
            }
        }
        let people = [
            (pick("出席", "Present"), &self.people.present),
            (pick("请假", "Excused"), &self.people.excused),
            (pick("列席", "Attending"), &self.people.attending),
        ];
        for (label, names) in people.into_iter().filter(|(_, names)| !names.is_empty()) {
            body.push(labelled(label, names.join(pick("、", "; "))));
        }
        document.body = body;
        document.number_headings();
        document
    }
}
