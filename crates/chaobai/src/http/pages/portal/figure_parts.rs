//! What the pages of figures share: the day asked for, words for basis and agreement, the records a
//! figure was computed from.

use crate::charter::model::{Compute, Register};
use crate::domain::figures::{Agreement, Asked, Basis, FigureAnswer};
use crate::domain::registers::{ListQuery, permits};
use crate::http::pages::common::{Frame, amount, say};
use crate::http::views::{AsOf, Tag, Tone};
use crate::http::words;
use kernel::{Instant, Lang, Qualifier, clean};

/// The day and the knowledge in the address of a figure page.
pub struct Day {
    /// For the figures.
    pub asked: Asked,
    /// A day or an instant was given.
    pub given: bool,
    /// What is wrong with what was given, in words; empty: nothing.
    pub error: String,
}

impl Day {
    /// Reads `as_of` and `known_at`. What cannot be read is told, and today is shown.
    pub fn read(frame: &Frame) -> Day {
        let mut asked = Asked { as_of: frame.today, known_at: None, today: frame.today };
        let (mut given, mut error) = (false, String::new());
        let say = |code, given: &str| {
            words::refusal(code, frame.lang, &std::collections::BTreeMap::from([("given", given.to_owned())]))
        };
        if let Some(text) = frame.query.get("as_of") {
            match clean::date(text) {
                Ok(day) => (asked.as_of, given) = (day, true),
                Err(_) => error = say("not_a_date", text),
            }
        }
        if let Some(text) = frame.query.get("known_at") {
            match Instant::parse(text.trim()) {
                Some(at) => (asked.known_at, given) = (Some(at), true),
                None => error = say("not_an_instant", text),
            }
        }
        Day { asked, given, error }
    }

    /// The form that asks for another day, on the page at `path`.
    pub fn form(&self, frame: &Frame, path: &str) -> AsOf {
        AsOf {
            action: frame.href(path),
            value: frame.query.get("as_of").unwrap_or_default().to_owned(),
            words: frame.date(self.asked.as_of),
            error: self.error.clone(),
            latest_href: if self.given { frame.href(path) } else { String::new() },
        }
    }
}

/// `来源报告`, `清单计算`.
pub fn basis_word(frame: &Frame, basis: Option<Basis>) -> String {
    match basis {
        Some(Basis::Reported) => frame.pick("来源报告", "reported"),
        Some(Basis::Computed) => frame.pick("清单计算", "computed"),
        None => "",
    }
    .to_owned()
}

/// Reported against computed in a word or two; none where only one of them is there.
pub fn agreement(frame: &Frame, answer: &FigureAnswer) -> Option<Tag> {
    let gap = || {
        let gap = answer.difference().unwrap_or_default().abs();
        amount::text(frame.lang, gap, Qualifier::Exact, &answer.figure().unit)
    };
    let said = match answer.agreement()? {
        Agreement::Agrees => return Some(Tag::new(Tone::Green, frame.pick("一致", "agrees"))),
        Agreement::OtherDay => {
            let found = answer.computed().and_then(|computed| computed.value).unwrap_or_default();
            let found = amount::text(frame.lang, found, Qualifier::Exact, &answer.figure().unit);
            let text = match frame.lang {
                Lang::Zh => format!("日期不同，清单 {found}"),
                Lang::En => format!("another day; records give {found}"),
            };
            return Some(Tag::new(Tone::Grey, text));
        }
        Agreement::Fewer => (format!("清单缺 {}", gap()), format!("records lack {}", gap())),
        Agreement::More => (format!("清单多 {}", gap()), format!("records have {} more", gap())),
    };
    Some(Tag::new(Tone::Amber, if frame.lang == Lang::Zh { said.0 } else { said.1 }))
}

/// The question to the list that gives the records a figure was computed from; none where the caller may
/// not filter by what the figure is computed with.
pub fn records_query(
    frame: &Frame,
    register: &Register,
    compute: &Compute,
    asked: Asked,
    limit: usize,
) -> Option<ListQuery> {
    let filterable = |id: &str| {
        register.field(id).is_some_and(|field| permits::may_filter_by(&frame.caller, register, field))
    };
    let mut parts = Vec::new();
    if let Some(filter) = compute.filter() {
        parts.push(filter.to_owned());
    }
    if let Some(field) = compute.field() {
        if !filterable(field) {
            return None;
        }
        parts.push(format!("{field} IS NOT NULL"));
    }
    // Samples and stages that are not public stay out of every figure.
    if filterable("sample") {
        parts.push("(sample IS NULL OR sample = false)".into());
    }
    if register.stages.iter().any(|stage| !stage.public) {
        let open: Vec<String> = register
            .stages
            .iter()
            .filter(|stage| stage.public)
            .map(|stage| format!("'{}'", stage.id))
            .collect();
        parts.push(format!("stage IN ({})", open.join(", ")));
    }
    if let [first, rest @ ..] = parts.as_mut_slice()
        && !rest.is_empty()
        && first.to_uppercase().contains(" OR ")
    {
        *first = format!("({first})");
    }
    let is_now = asked.as_of == asked.today && asked.known_at.is_none();
    Some(ListQuery {
        filter: (!parts.is_empty()).then(|| parts.join(" AND ")),
        today: Some(frame.today),
        limit,
        as_of: (!is_now).then_some(asked.as_of),
        known_at: asked.known_at,
        ..ListQuery::default()
    })
}

/// How a figure is computed, in words.
pub fn how(frame: &Frame, compute: &Compute) -> String {
    let charter = frame.charter();
    let register = compute.register().and_then(|id| charter.register(id));
    let list = register.map_or("", |register| frame.text(&register.name));
    let field = register.zip(compute.field()).and_then(|(register, id)| register.field(id));
    let field = field.map_or("", |field| frame.text(&field.name));
    let (zh, en) = match compute {
        Compute::Count { .. } => (
            format!("数“{list}”清单中符合条件的条目"),
            format!("Counts the records of “{list}” that meet the filter"),
        ),
        Compute::CountDistinct { .. } => (
            format!("数“{list}”清单中符合条件的条目，“{field}”相同的只计一次"),
            format!(
                "Counts the records of “{list}” that meet the filter; those with the same “{field}” count once"
            ),
        ),
        Compute::CountWhole { .. } => (
            format!("数“{list}”清单中各“{field}”，其条目全部符合条件的才计"),
            format!("Counts each “{field}” of “{list}” of which every record meets the condition"),
        ),
        Compute::Sum { .. } => (
            format!("“{list}”清单中符合条件的条目，“{field}”相加"),
            format!("Adds up “{field}” of the records of “{list}” that meet the filter"),
        ),
        Compute::Mean { .. } => (
            format!("“{list}”清单中符合条件的条目，“{field}”的平均值"),
            format!("The mean of “{field}” of the records of “{list}” that meet the filter"),
        ),
        Compute::Latest { .. } => (
            format!("“{list}”清单中符合条件的最新一条的“{field}”"),
            format!("“{field}” of the latest record of “{list}” that meets the filter"),
        ),
        Compute::Ratio { part, .. } => (
            format!("“{list}”清单中符合条件的条目里，同时符合“{part}”的占比"),
            format!("The share of the records of “{list}” that also meet “{part}”"),
        ),
        Compute::Completion { .. } => (
            format!("“{list}”清单中完成的条目，除以全部条目减去经批准取消的条目；分解出的子项不另计"),
            format!(
                "Matters of “{list}” that are done, divided by all of them less those cancelled with approval; \
                 parts of a matter are not counted by themselves"
            ),
        ),
        Compute::UnbrokenRun { .. } => (
            format!("“{list}”清单中“{field}”的年份，到最近一年为止不间断的年数"),
            format!("Years without a gap up to the latest in “{field}” of “{list}”"),
        ),
        Compute::CountCharter { .. } => {
            ("数章程中的条目".to_owned(), "Counts entries of the charter".to_owned())
        }
    };
    if frame.lang == Lang::Zh { format!("{zh}。") } else { format!("{en}.") }
}

/// `截至 2023年12月29日，按来源报告。`
pub fn basis_sentence(frame: &Frame, answer: &FigureAnswer) -> String {
    let day = say::as_of(frame.lang, answer.as_of());
    let records = answer.computed().map_or(0, |computed| computed.records);
    match (answer.basis(), frame.lang) {
        (Some(Basis::Reported), Lang::Zh) => format!("{day}，按来源报告。"),
        (Some(Basis::Reported), Lang::En) => format!("{}, as reported.", capital(&day)),
        (Some(Basis::Computed), Lang::Zh) => format!("{day}，由 {records} 条登记计算。"),
        (Some(Basis::Computed), Lang::En) => format!("{}, computed from {records} records.", capital(&day)),
        (None, _) => String::new(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
