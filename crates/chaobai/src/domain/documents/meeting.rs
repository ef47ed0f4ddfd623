//! The papers of a meeting: notice, topic list, minutes, a resolution, and the pack of all papers for one member.
//!
//! [`MeetingPaper`] is plain data: whoever holds the meeting fills it in. Wording, flag and numbers come from the
//! charter's `papers/`.

use super::template;
use crate::charter::model::{Charter, PaperKind};
use document::{
    Decision, Document, Item, Pack, PackItem, PackPaper, PackWords, Paper, Person, Present, Run, day,
};
use kernel::{Date, Kind, Lang, Refusal, Text};
use std::collections::BTreeMap;

/// A meeting as its papers tell it.
#[derive(Clone, Debug)]
pub struct MeetingPaper {
    /// Id of the meeting; names the papers for good.
    pub id: String,
    /// Id of the body.
    pub body: String,
    /// Name of the body.
    pub body_name: Text,
    /// Name of the meeting: 理事会第三次会议.
    pub name: Text,
    /// Number issued to this paper; none: none (yet).
    pub number: Option<u32>,
    /// Day of the meeting.
    pub held_on: Date,
    /// Time of day, as it was written; empty: not known.
    pub time: String,
    /// Where; empty: not known.
    pub place: String,
    /// Who chairs; empty: not known.
    pub chair: String,
    /// The agenda in its order.
    pub items: Vec<PaperItem>,
    /// Who was there.
    pub attendance: Attendance,
    /// 成文日期 of the paper; none: not issued (yet).
    pub dated: Option<Date>,
}

/// An item of the agenda.
#[derive(Clone, Debug)]
pub struct PaperItem {
    /// What it is about.
    pub name: String,
    /// Whole address of its record; empty: none.
    pub href: String,
    /// 听取, 审议, 议定.
    pub mode: Text,
    /// Who reports; empty: not said.
    pub reporter: String,
    /// Minutes it is given.
    pub minutes: Option<u32>,
    /// Its papers.
    pub papers: Vec<PackPaper>,
    /// What was settled, in the words that were recorded, a paragraph a line; none: nothing (yet).
    pub decision: Option<String>,
}

/// Who was there, each with unit and name.
#[derive(Clone, Debug, Default)]
pub struct Attendance {
    /// 出席.
    pub present: Vec<Attendant>,
    /// 请假.
    pub excused: Vec<Attendant>,
    /// 列席.
    pub attending: Vec<Attendant>,
}

/// Somebody at a meeting.
#[derive(Clone, Debug)]
pub struct Attendant {
    /// Unit they stand for.
    pub unit: Text,
    /// Name.
    pub name: String,
}

/// Whose copy of a pack it is.
#[derive(Clone, Debug)]
pub struct Copy {
    /// Number of the copy.
    pub number: u32,
    /// Name of the member.
    pub member: String,
}

/// 通知.
///
/// # Errors
/// `documents.no_paper` where the charter has no notice for the body; so for the others.
pub fn notice(charter: &Charter, meeting: &MeetingPaper, lang: Lang) -> Result<Document, Refusal> {
    Ok(of(charter, PaperKind::Notice, meeting, lang)?.document())
}

/// 议题单.
pub fn topic_list(charter: &Charter, meeting: &MeetingPaper, lang: Lang) -> Result<Document, Refusal> {
    Ok(of(charter, PaperKind::Agenda, meeting, lang)?.document())
}

/// 纪要. It bears neither signature nor seal, whatever a template says.
pub fn minutes(charter: &Charter, meeting: &MeetingPaper, lang: Lang) -> Result<Document, Refusal> {
    let paper = of(charter, PaperKind::Minutes, meeting, lang)?;
    Ok(Paper { signature: Vec::new(), date: None, ..paper }.document())
}

/// 决议 on one item of the agenda, under the number it was issued with (empty: none).
///
/// # Errors
/// `documents.nothing_settled` where nothing was settled on the item.
pub fn resolution(
    charter: &Charter,
    meeting: &MeetingPaper,
    item: usize,
    number: &str,
    lang: Lang,
) -> Result<Document, Refusal> {
    let mut paper = of(charter, PaperKind::Resolution, meeting, lang)?;
    let settled = meeting.items.get(item).and_then(|item| Some((item, item.decision.as_ref()?)));
    let Some((item, wording)) = settled else {
        return Err(Refusal::new(Kind::Conflict, "documents.nothing_settled"));
    };
    paper.id = format!("{}/{}", paper.id, number);
    if !number.is_empty() {
        paper.number = number.to_owned();
    }
    paper.facts.insert("item".to_owned(), item.name.clone());
    paper.facts.insert("wording".to_owned(), wording.clone());
    Ok(paper.document())
}

/// All papers of a meeting in one PDF, for one member; nobody's copy without one.
pub fn pack(
    charter: &Charter,
    meeting: &MeetingPaper,
    copy: Option<&Copy>,
    lang: Lang,
) -> Result<Pack, Refusal> {
    let template = template::find(charter, PaperKind::Pack, &meeting.body)?;
    let mut paper = of(charter, PaperKind::Pack, meeting, lang)?;
    if let Some(copy) = copy {
        paper.facts.insert("copy".to_owned(), copy.number.to_string());
        paper.facts.insert("member".to_owned(), copy.member.clone());
    }
    let words = template::words(template, lang);
    let word = |key: &str| paper.said(words.get(key).map_or("", String::as_str));
    let known = |key: &str| paper.facts.get(key).filter(|value| !value.is_empty()).cloned();
    let lines = ["date", "place", "chair"].iter().filter_map(|key| Some((word(key), known(key)?)));
    let items = meeting.items.iter().enumerate().map(|(at, item)| {
        let reporter = match lang {
            _ if item.reporter.is_empty() => None,
            Lang::Zh => Some(format!("{}：{}", word("reporter"), item.reporter)),
            Lang::En => Some(format!("{}: {}", word("reporter"), item.reporter)),
        };
        let mode = Some(item.mode.get(lang).to_owned()).filter(|mode| !mode.is_empty());
        PackItem {
            title: format!("{}{}", document::numeral(lang, 1, at as u32 + 1), item.name),
            lines: mode.into_iter().chain(reporter).collect(),
            papers: item.papers.clone(),
        }
    });
    Ok(Pack {
        id: format!("{}/{}", paper.id, copy.map_or(0, |copy| copy.number)),
        lang,
        flag: paper.said(&paper.flag),
        title: paper.said(&paper.title),
        lines: lines.collect(),
        copy: if copy.is_some() { word("copy") } else { String::new() },
        items: items.collect(),
        words: PackWords {
            contents: word("contents"),
            other: word("other"),
            encrypted: word("encrypted"),
            broken: word("broken"),
            missing: word("missing"),
            record: word("record"),
            file: word("file"),
            digest: word("digest"),
            size: word("size"),
        },
    })
}

/// A paper with everything the meeting knows filled in.
fn of(charter: &Charter, kind: PaperKind, meeting: &MeetingPaper, lang: Lang) -> Result<Paper, Refusal> {
    let template = template::find(charter, kind, &meeting.body)?;
    let mut paper = template::paper(template, format!("{}/{}", meeting.id, kind.id()), lang);
    let year = meeting.held_on.year();
    paper.number = template::number(template, lang, year, meeting.number);
    paper.facts = facts(meeting, lang);
    paper.items = meeting.items.iter().enumerate().map(|(at, one)| item(at, one, lang)).collect();
    paper.people = people(&meeting.attendance, lang);
    paper.date = meeting.dated;
    paper.imprint = template::imprint(template, lang, meeting.dated).map(|imprint| document::Imprint {
        copies: paper.said(&imprint.copies),
        printer: paper.said(&imprint.printer),
        date: imprint.date,
    });
    Ok(paper)
}

fn facts(meeting: &MeetingPaper, lang: Lang) -> BTreeMap<String, String> {
    let year = meeting.held_on.year();
    [
        ("body", meeting.body_name.get(lang).to_owned()),
        ("meeting", meeting.name.get(lang).to_owned()),
        ("date", day(lang, meeting.held_on)),
        ("time", meeting.time.clone()),
        ("place", meeting.place.clone()),
        ("chair", meeting.chair.clone()),
        ("year", year.to_string()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

fn item(at: usize, item: &PaperItem, lang: Lang) -> Item {
    Item {
        order: (at + 1).to_string(),
        matter: Run { text: item.name.clone(), href: item.href.clone() },
        mode: item.mode.get(lang).to_owned(),
        reporter: item.reporter.clone(),
        minutes: item.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        papers: item.papers.iter().map(|paper| paper.name.clone()).collect(),
        decision: item
            .decision
            .as_ref()
            .map(|wording| Decision { heading: item.name.clone(), wording: wording.clone() }),
    }
}

fn people(attendance: &Attendance, lang: Lang) -> Present {
    let of = |people: &[Attendant]| -> Vec<Person> {
        people.iter().map(|one| Person::new(one.unit.get(lang), one.name.as_str())).collect()
    };
    Present {
        present: of(&attendance.present),
        excused: of(&attendance.excused),
        attending: of(&attendance.attending),
    }
}
