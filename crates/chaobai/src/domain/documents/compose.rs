//! A template and a day give a document.

use crate::charter::binding::{Piece, pieces};
use crate::charter::model::{Charter, DocumentTemplate, Figure, StandsOn};
use crate::domain::figures::{self, Asked, Basis, FigureAnswer};
use document::{Annex, Block, Column, Document, Head, Run, Table, Tint};
use kernel::{Date, Lang, Refusal, Text, quantity};
use serde_json::{Value, json};
use store::Ask;

/// How a document is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Language.
    pub lang: Lang,
    /// Day and knowledge for figures that are not bound to a day of their own.
    pub asked: Asked,
    /// What the addresses of figures begin with: `https://zone.example`, empty for a page of the site.
    pub base: &'a str,
}

/// A figure in a document, with where its number comes from.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The figure's id.
    pub figure: String,
    /// Its name.
    pub name: Text,
    /// The day it was asked for.
    pub on: Date,
    /// Whether the text itself binds it to that day.
    pub pinned: bool,
    /// What stands in the text: value, unit and qualifier; none where nothing is public for the day.
    pub words: Option<Text>,
    /// The answer with its provenance.
    pub answer: FigureAnswer,
    /// Address of the figure's page for that day, without language.
    pub path: String,
}

/// A document and the figures in it, each once, in the order of the text.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The document.
    pub document: Document,
    /// Its figures.
    pub bound: Vec<Bound>,
}

/// A document of the charter; refused as not found where there is none.
pub fn find<'a>(charter: &'a Charter, id: &str) -> Result<&'a DocumentTemplate, Refusal> {
    charter.document(id).ok_or_else(Refusal::not_found)
}

/// Writes a document: asks every figure in it for its day and puts in what it answers. A figure without
/// a public value is said to have none.
pub fn compose(
    ask: &mut dyn Ask,
    charter: &Charter,
    template: &DocumentTemplate,
    wanted: Wanted<'_>,
) -> Result<Composed, Refusal> {
    let lang = wanted.lang;
    let mut document = Document::new(
        format!("{}/{}/{}", charter.zone.id, template.id, wanted.asked.as_of),
        lang,
        template.title.get(lang),
    );
    if !template.issuer.zh.is_empty() {
        document.head = Some(Head {
            issuer: template.issuer.get(lang).to_owned(),
            number: template.number.clone(),
            signer: String::new(),
            tint: Tint::Red,
        });
    }
    document.note = template.note.get(lang).to_owned();
    document.addressee = template.addressee.get(lang).to_owned();
    document.signature = template.signature.get(lang).lines().map(str::to_owned).collect();
    document.date = template.dated;
    let mut text = Draft { ask, charter, wanted, bound: Vec::new() };
    for part in &template.parts {
        if part.level > 0 {
            document.body.push(Block::Heading { level: part.level, text: part.heading.get(lang).to_owned() });
        }
        for paragraph in &part.text {
            document.body.push(Block::Paragraph { runs: text.runs(paragraph.get(lang))? });
        }
    }
    let bound = text.bound;
    document.number_headings();
    if !bound.is_empty() {
        let annex = annex(lang, wanted, &bound);
        document.attachments.push(annex.title.clone());
        document.annexes.push(annex);
    }
    Ok(Composed { document, bound })
}

/// The text while it is written.
struct Draft<'a> {
    ask: &'a mut dyn Ask,
    charter: &'a Charter,
    wanted: Wanted<'a>,
    bound: Vec<Bound>,
}

impl Draft<'_> {
    fn runs(&mut self, text: &str) -> Result<Vec<Run>, Refusal> {
        let mut runs = Vec::new();
        // The charter was checked before it was adopted; what cannot be read is shown as it is written.
        for piece in pieces(text).unwrap_or_else(|_| vec![Piece::Words(text)]) {
            match piece {
                Piece::Words(words) => runs.push(Run::text(words)),
                Piece::Figure { id, on } => runs.push(self.figure(id, on)?),
            }
        }
        Ok(runs)
    }

    fn figure(&mut self, id: &str, pinned: Option<Date>) -> Result<Run, Refusal> {
        let on = pinned.unwrap_or(self.wanted.asked.as_of);
        let at = match self.bound.iter().position(|bound| bound.figure == id && bound.on == on) {
            Some(at) => at,
            None => {
                let figure = figures::find(self.charter, id)?;
                let answered = self.answer(figure, on, pinned.is_some())?;
                self.bound.push(answered);
                self.bound.len() - 1
            }
        };
        let (bound, lang) = (&self.bound[at], self.wanted.lang);
        let words = bound.words.as_ref().map_or_else(|| missing(lang), |words| words.get(lang).to_owned());
        Ok(Run::link(words, href(self.wanted, &bound.path)))
    }

    fn answer(&mut self, figure: &Figure, on: Date, pinned: bool) -> Result<Bound, Refusal> {
        let asked = Asked { as_of: on, ..self.wanted.asked };
        let answer = figures::answer(self.ask, self.charter, figure, asked)?;
        // A figure that stands on what a source reported says nothing on a day for which none has: what the
        // records hold until then may be part of the truth, and a document is quoted without its footnotes.
        let stands = figure.stands_on == StandsOn::Computed || answer.basis() == Some(Basis::Reported);
        let words = answer.value().filter(|_| stands).map(|value| {
            let of = |lang| quantity::words(value, answer.qualifier(), &figure.unit, lang);
            Text::new(of(Lang::Zh), of(Lang::En))
        });
        let known = asked.known_at.map(|at| format!("&known_at={at}")).unwrap_or_default();
        Ok(Bound {
            figure: figure.id.clone(),
            name: figure.name.clone(),
            on,
            pinned,
            words,
            answer,
            path: format!("/figures/{}?as_of={on}{known}", figure.id),
        })
    }
}

/// Said where no source is public and the records do not suffice.
fn missing(lang: Lang) -> String {
    match lang {
        Lang::Zh => "（没有公开数据）".into(),
        Lang::En => "(no public data)".into(),
    }
}

fn href(wanted: Wanted<'_>, path: &str) -> String {
    let en = if wanted.lang == Lang::En { "/en" } else { "" };
    format!("{}{en}{path}", wanted.base)
}

/// Where the numbers come from, one line for each.
fn annex(lang: Lang, wanted: Wanted<'_>, bound: &[Bound]) -> Annex {
    let zh = lang == Lang::Zh;
    let names: [(&str, u32); 6] = if zh {
        [("编号", 9), ("指标", 24), ("数值", 21), ("截至", 17), ("依据", 14), ("来源", 21)]
    } else {
        [("Id", 9), ("Figure", 24), ("Value", 21), ("As of", 17), ("Basis", 14), ("Source", 21)]
    };
    let rows = bound.iter().map(|bound| {
        let words = bound.words.as_ref().map_or_else(|| missing(lang), |words| words.get(lang).to_owned());
        vec![
            Run::link(bound.figure.as_str(), href(wanted, &bound.path)),
            Run::text(bound.name.get(lang)),
            Run::text(words),
            Run::text(bound.as_of().map(|day| day.to_string()).unwrap_or_default()),
            Run::text(bound.basis(lang)),
            Run::text(bound.source(lang)),
        ]
    });
    let lead = if zh {
        format!(
            "正文中的每个数都取自示范区的指标，可按编号在网站上查到当日的全部依据。未另注日期的，按{}取值。",
            wanted.asked.as_of
        )
    } else {
        format!(
            "Every number in the text is what a figure of the zone answers; its id leads to everything behind it. Where no other day is given, figures are as of {}.",
            wanted.asked.as_of
        )
    };
    let columns = names.iter().map(|(name, share)| Column::new(*name, *share)).collect();
    Annex {
        title: if zh { "正文数字的来源".into() } else { "Where the numbers come from".into() },
        body: vec![
            Block::Paragraph { runs: vec![Run::text(lead)] },
            Block::Table(Table { columns, rows: rows.collect() }),
        ],
    }
}

impl Bound {
    /// Which of the two the number is; none where there is no number.
    fn stands_on(&self) -> Option<Basis> {
        self.answer.basis().filter(|_| self.words.is_some())
    }

    /// The day the number speaks of.
    pub fn as_of(&self) -> Option<Date> {
        self.stands_on().map(|_| self.answer.as_of())
    }

    /// Reported or computed, in a word; empty where there is no number.
    pub fn basis(&self, lang: Lang) -> &'static str {
        match (self.stands_on(), lang) {
            (Some(Basis::Reported), Lang::Zh) => "来源报告",
            (Some(Basis::Reported), Lang::En) => "reported",
            (Some(Basis::Computed), Lang::Zh) => "清单计算",
            (Some(Basis::Computed), Lang::En) => "computed",
            (None, _) => "",
        }
    }

    /// Who reported it, or how many records it was computed from.
    pub fn source(&self, lang: Lang) -> String {
        let answer = &self.answer;
        match (self.stands_on(), answer.reported(), answer.computed()) {
            (Some(Basis::Reported), Some(reported), _) => reported.source.clone(),
            (Some(Basis::Computed), reported, Some(computed)) => {
                let own = match lang {
                    Lang::Zh => format!("{} 条登记", computed.records),
                    Lang::En => format!("{} records", computed.records),
                };
                let beside = reported.filter(|reported| Some(reported.value) == answer.value());
                beside.map_or(own.clone(), |reported| match lang {
                    Lang::Zh => format!("{own}；{}", reported.source),
                    Lang::En => format!("{own}; {}", reported.source),
                })
            }
            _ => String::new(),
        }
    }

    /// As JSON, numbers as text.
    pub fn to_json(&self) -> Value {
        json!({
            "figure": self.figure,
            "name": self.name,
            "on": self.on.to_string(),
            "pinned": self.pinned,
            "words": self.words,
            "value": self.stands_on().and(self.answer.value()).map(|value| value.normalize().to_string()),
            "qualifier": self.answer.qualifier().id(),
            "as_of": self.as_of().map(|day| day.to_string()),
            "basis": self.stands_on().map(Basis::id),
            "source": self.source(Lang::Zh),
            "href": self.path,
        })
    }
}
