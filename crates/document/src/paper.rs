//! Papers of a meeting in one shape: the notice, the topic list, the minutes (纪要), a resolution (决议).
//!
//! What a paper says comes in parts: a heading, paragraphs with `{placeholders}`, and lists that are written from
//! the meeting (who was there, what was on the agenda, what was settled). Words, flag and number are the zone's;
//! this module only knows how they are set. No seal stands on minutes: a paper without signature and date has
//! none under its text.

use crate::model::{Block, Column, Document, Head, Imprint, Run, Table, Tint};
use crate::title;
use kernel::{Date, Lang};
use std::collections::BTreeMap;

/// A paper of a meeting.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Names this paper for good.
    pub id: String,
    /// Language of the words.
    pub lang: Lang,
    /// 标志 in the red head: `×××文件`, `×××会议纪要`. Empty: no head.
    pub flag: String,
    /// Number as printed; empty: not numbered (yet).
    pub number: String,
    /// Title; line breaks in it are kept, a long one without any is broken where it reads well.
    pub title: String,
    /// A line under the title: （2026年3月2日示例理事会第三次会议通过）. Empty: none.
    pub note: String,
    /// 主送机关, without the colon. Empty: none.
    pub addressee: String,
    /// The text.
    pub parts: Vec<Part>,
    /// Names of attachments listed under the text.
    pub attachments: Vec<String>,
    /// Who signs, one per line.
    pub signature: Vec<String>,
    /// 成文日期; none: no date under the text.
    pub date: Option<Date>,
    /// 版记.
    pub imprint: Option<Imprint>,
    /// What placeholders stand for, ready to print. A paragraph with a placeholder that stands for nothing is
    /// left out, and so is a part with nothing left in it.
    pub facts: BTreeMap<String, String>,
    /// Labels of lists by their key.
    pub words: BTreeMap<String, String>,
    /// The agenda.
    pub items: Vec<Item>,
    /// Who was there.
    pub people: Present,
}

/// A piece of a paper.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// 1 to 4, numbered; 0: no heading.
    pub level: u8,
    /// Heading without number.
    pub heading: String,
    /// Paragraphs.
    pub text: Vec<String>,
    /// What is written from the meeting after the paragraphs.
    pub list: Option<List>,
}

/// What is written from the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// 时间, 地点, 主持: a line each, as far as they are known.
    Facts,
    /// The items in a sentence each.
    Topics,
    /// The items as a table.
    TopicTable,
    /// What was settled, 一、二、三.
    Decisions,
    /// 出席, 请假, 列席 with unit and name.
    Attendance,
}

impl List {
    /// The words a list needs.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            List::Facts => &["date", "place", "chair"],
            List::Topics => &["reporter"],
            List::TopicTable => &["order", "item", "mode", "reporter", "minutes", "papers"],
            List::Decisions => &[],
            List::Attendance => &["present", "excused", "attending"],
        }
    }
}

/// An item of the agenda.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Place in the order, as printed.
    pub order: String,
    /// What it is about; may lead to its record.
    pub matter: Run,
    /// 听取, 审议, 议定.
    pub mode: String,
    /// Who reports.
    pub reporter: String,
    /// How many minutes it is given; empty: not said.
    pub minutes: String,
    /// Names of its papers.
    pub papers: Vec<String>,
    /// What was settled; none: nothing (yet).
    pub decision: Option<Decision>,
}

/// What was settled on an item.
#[derive(Clone, Debug, Default)]
pub struct Decision {
    /// Heading; its number is put before it.
    pub heading: String,
    /// The wording, a paragraph a line.
    pub wording: String,
}

/// Who was there.
#[derive(Clone, Debug, Default)]
pub struct Present {
    /// 出席.
    pub present: Vec<Person>,
    /// 请假.
    pub excused: Vec<Person>,
    /// 列席.
    pub attending: Vec<Person>,
}

/// Somebody with the unit they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Unit; empty: none.
    pub unit: String,
    /// Name.
    pub name: String,
}

impl Person {
    /// Somebody of a unit.
    pub fn new(unit: impl Into<String>, name: impl Into<String>) -> Person {
        Person { unit: unit.into(), name: name.into() }
    }
}

impl Paper {
    /// A text of the zone with its placeholders filled in.
    pub fn said(&self, text: &str) -> String {
        said(text, &self.facts)
    }

    /// As a document.
    pub fn document(&self) -> Document {
        let said = |text: &str| said(text, &self.facts);
        let mut document = Document::new(self.id.as_str(), self.lang, "");
        document.title = title::lines(self.lang, &said(&self.title));
        if !self.flag.is_empty() {
            document.head = Some(Head {
                issuer: said(&self.flag),
                number: self.number.clone(),
                signer: String::new(),
                tint: Tint::Red,
            });
        }
        document.note = said(&self.note);
        document.addressee = said(&self.addressee);
        for part in &self.parts {
            self.part(part, &mut document.body);
        }
        document.number_headings();
        document.attachments = self.attachments.clone();
        document.signature = self.signature.iter().map(|line| said(line)).collect();
        document.date = self.date;
        document.imprint = self.imprint.clone();
        document
    }

    fn part(&self, part: &Part, body: &mut Vec<Block>) {
        let mut blocks: Vec<Block> = part
            .text
            .iter()
            .filter_map(|text| filled(text, &self.facts))
            .flat_map(|text| paragraphs(&text))
            .collect();
        if let Some(list) = part.list {
            self.list(list, &mut blocks);
        }
        if blocks.is_empty() {
            return;
        }
        if part.level > 0 {
            body.push(Block::Heading { level: part.level, text: said(&part.heading, &self.facts) });
        }
        body.append(&mut blocks);
    }

    fn list(&self, list: List, blocks: &mut Vec<Block>) {
        match list {
            List::Facts => {
                for key in List::Facts.words() {
                    let text = self.facts.get(*key).cloned().unwrap_or_default();
                    self.labelled(key, text, blocks);
                }
            }
            List::Topics => blocks.extend(self.items.iter().map(|item| self.topic(item))),
            List::TopicTable if self.items.is_empty() => {}
            List::TopicTable => blocks.push(self.topic_table()),
            List::Decisions => {
                for decision in self.items.iter().filter_map(|item| item.decision.as_ref()) {
                    blocks.push(Block::Heading { level: 1, text: decision.heading.clone() });
                    blocks.extend(paragraphs(&decision.wording));
                }
            }
            List::Attendance => {
                let groups = [&self.people.present, &self.people.excused, &self.people.attending];
                for (key, people) in List::Attendance.words().iter().zip(groups) {
                    if !people.is_empty() {
                        // The standard sets each apart from what stands before it by an empty line.
                        blocks.push(Block::Blank);
                        self.labelled(key, self.by_unit(people), blocks);
                    }
                }
            }
        }
    }

    fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn labelled(&self, key: &str, text: String, blocks: &mut Vec<Block>) {
        if !text.is_empty() {
            let label = self.word(key).to_owned();
            blocks.push(Block::Labelled { indent: 2, label, runs: vec![Run::text(text)] });
        }
    }

    /// 1.审议……（汇报：示例单位）
    fn topic(&self, item: &Item) -> Block {
        let gap = self.pick("", " ");
        let mut before = format!("{}.{gap}{}", item.order, item.mode);
        if !item.mode.is_empty() {
            before.push_str(self.pick("", ": "));
        }
        let mut runs = vec![Run::text(before), item.matter.clone()];
        if !item.reporter.is_empty() {
            let (open, colon, close) = (self.pick("（", " ("), self.pick("：", ": "), self.pick("）", ")"));
            runs.push(Run::text(format!("{open}{}{colon}{}{close}", self.word("reporter"), item.reporter)));
        }
        Block::Paragraph { runs }
    }

    fn topic_table(&self) -> Block {
        let column = |key: &str, share| Column::new(self.word(key), share);
        let short = |key: &str, share| Column::centred(self.word(key), share);
        let columns = vec![
            short("order", 4),
            column("item", 16),
            short("mode", 5),
            column("reporter", 9),
            short("minutes", 5),
            column("papers", 12),
        ];
        let row = |item: &Item| {
            vec![
                Run::text(item.order.as_str()),
                item.matter.clone(),
                Run::text(item.mode.as_str()),
                Run::text(item.reporter.as_str()),
                Run::text(item.minutes.as_str()),
                Run::text(item.papers.join("\n")),
            ]
        };
        Block::Table(Table { columns, rows: self.items.iter().map(row).collect() })
    }

    /// Those of one unit together: 示例甲市财政局 张三、李四；示例乙市水务局 王五.
    fn by_unit(&self, people: &[Person]) -> String {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for person in people {
            match groups.iter_mut().find(|(unit, _)| *unit == person.unit) {
                Some((_, names)) => names.push(&person.name),
                None => groups.push((&person.unit, vec![&person.name])),
            }
        }
        let (names_gap, group_gap) = (self.pick("、", ", "), self.pick("；", "; "));
        let groups: Vec<String> = groups
            .into_iter()
            .map(|(unit, names)| format!("{unit} {}", names.join(names_gap)).trim().to_owned())
            .collect();
        groups.join(group_gap)
    }
}

/// A paragraph for each line that says something.
fn paragraphs(text: &str) -> Vec<Block> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::Paragraph { runs: vec![Run::text(line)] }).collect()
}

/// A text with its placeholders filled in; what stands for nothing is left out. What is filled in is not looked at
/// again, so that braces in a record's words stay what they are.
fn said(text: &str, facts: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        out.push_str(&rest[..start]);
        out.push_str(facts.get(&rest[start + 1..start + length]).map_or("", String::as_str));
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    out
}

/// The same, but nothing at all where a placeholder stands for nothing.
fn filled(text: &str, facts: &BTreeMap<String, String>) -> Option<String> {
    let known = |key: &str| facts.get(key).is_some_and(|value| !value.is_empty());
    placeholders(text).into_iter().all(known).then(|| said(text, facts))
}

/// Names in braces, in order.
fn placeholders(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        found.push(&rest[start + 1..start + length]);
        rest = &rest[start + length + 1..];
    }
    found
}

#[cfg(test)]
mod tests;
