//! `/lists/{register}/compare`: the rules of the sides side by side, what is still different first.

use crate::charter::model::{Compared, Comparison, Register};
use crate::domain::registers::permits::{self, Access};
use crate::domain::registers::{self, ListQuery, Record};
use crate::http::pages::common::{Frame, Names, address, html, list, values};
use crate::http::views::{
    Cell, ComparePage, ComparedAspect, ComparedMatter, ComparedRule, Link, Nav, Tag, Tone,
};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Refusal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Ask;

/// Most aspects on one page.
const SHOWN_MAX: usize = 1000;

/// The page.
pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(register): Path<String>,
) -> Result<Response, Failure> {
    let view = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let register = list::find(&frame, &register)?;
        let law = register.comparison.as_ref().ok_or_else(Refusal::not_found)?;
        view(reader, &frame, register, law)
    })
    .await?;
    Ok(html(StatusCode::OK, &view))
}

fn view(
    ask: &mut dyn Ask,
    frame: &Frame,
    register: &Register,
    law: &Comparison,
) -> Result<ComparePage, Refusal> {
    let query = ListQuery { limit: SHOWN_MAX, today: Some(frame.today), ..ListQuery::default() };
    let page = registers::list(ask, &frame.caller, register, &query)?;
    let mut names = frame.names();
    names.learn(ask, register, page.records.iter().map(|record| &record.body))?;
    let mut by_matter: BTreeMap<String, Vec<(Compared, ComparedAspect, bool)>> = BTreeMap::new();
    let mut counts: BTreeMap<Compared, usize> = BTreeMap::new();
    for record in &page.records {
        let state = state_of(record, law);
        *counts.entry(state).or_default() += 1;
        let matter = record.body.get(&law.matter).and_then(Value::as_str).unwrap_or_default().to_owned();
        let sample = record.body.get("sample") == Some(&Value::Bool(true));
        by_matter.entry(matter).or_default().push((
            state,
            aspect(frame, &names, register, law, record),
            sample,
        ));
    }
    let list_of_matters =
        register.field(&law.matter).and_then(|field| field.register.clone()).unwrap_or_default();
    let mut matters: Vec<(usize, ComparedMatter)> = Vec::new();
    for (id, mut aspects) in by_matter {
        aspects.sort_by(|a, b| (a.0, &a.1.name.text).cmp(&(b.0, &b.1.name.text)));
        let field = register.field(&law.matter);
        let text = field.map(|field| names.name(field, &Value::from(id.as_str()))).unwrap_or_default();
        let href = Id::parse(&id).map(|id| frame.href(&address::record(&list_of_matters, &id)));
        let mut own: BTreeMap<Compared, usize> = BTreeMap::new();
        aspects.iter().for_each(|(state, _, _)| *own.entry(*state).or_default() += 1);
        let different = own.get(&Compared::Different).copied().unwrap_or_default();
        matters.push((
            different,
            ComparedMatter {
                name: Link::new(href.unwrap_or_default(), text),
                sample: aspects.iter().any(|(_, _, sample)| *sample),
                state: counted(frame, &own),
                aspects: aspects.into_iter().map(|(_, aspect, _)| aspect).collect(),
                id,
            },
        ));
    }
    // Those with most left to unify first; then by name.
    matters.sort_by(|a, b| (b.0, &a.1.name.text).cmp(&(a.0, &b.1.name.text)));
    let mut state = counted(frame, &counts);
    if page.next.is_some() {
        state.push_str(frame.pick("；只显示前 1000 行", "; only the first 1,000 are shown"));
    }
    Ok(ComparePage {
        page: frame.page(Nav::Lists, frame.text(&register.name)),
        name: frame.text(&register.name).to_owned(),
        summary: frame.text(&register.summary).to_owned(),
        not_known: frame.text(&register.not_known).to_owned(),
        list: Link::new(frame.href(&address::list(&register.id)), frame.pick("按清单查看", "As a list")),
        state,
        sides: law.rules.iter().map(|rule| side(frame, &rule.side)).collect(),
        matters: matters.into_iter().map(|(_, matter)| matter).collect(),
    })
}

fn state_of(record: &Record, law: &Comparison) -> Compared {
    let state = record.body.get(&law.state).and_then(Value::as_str).and_then(Compared::find);
    state.unwrap_or(Compared::NotCompared)
}

fn side(frame: &Frame, id: &str) -> String {
    frame.charter().side(id).map_or(id, |side| frame.text(&side.name)).to_owned()
}

fn aspect(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    law: &Comparison,
    record: &Record,
) -> ComparedAspect {
    let access = permits::access(&frame.caller, register, record);
    let cell = |id: &str| {
        let field = register.field(id).filter(|field| permits::sees_field(access, field));
        let value = record.body.get(id).unwrap_or(&Value::Null);
        let text = field.map(|field| values::text(names, field, value)).unwrap_or_default();
        let target = field.and_then(|field| field.register.as_deref());
        let href = target.zip(value.as_str().and_then(Id::parse));
        let href = href.map(|(list, id)| frame.href(&address::record(list, &id))).unwrap_or_default();
        Cell { href, ..Cell::text(text) }
    };
    let text = |id: &str| if access == Access::None { String::new() } else { cell(id).text };
    let rules = law.rules.iter().map(|rule| ComparedRule {
        column: side(frame, &rule.side),
        text: text(&rule.rule),
        source: cell(&rule.source),
    });
    ComparedAspect {
        name: Link::new(frame.href(&address::record(&register.id, &record.id)), text(&law.aspect)),
        rules: rules.collect(),
        unified: ComparedRule {
            column: String::new(),
            text: text(&law.unified),
            source: law.basis.as_deref().map(cell).unwrap_or_default(),
        },
        state: Tag::new(tone(state_of(record, law)), word(frame, state_of(record, law))),
    }
}

fn tone(state: Compared) -> Tone {
    match state {
        Compared::Different => Tone::Amber,
        Compared::NotCompared => Tone::Notice,
        Compared::Same => Tone::Blue,
        Compared::Unified => Tone::Green,
    }
}

fn word(frame: &Frame, state: Compared) -> &'static str {
    match state {
        Compared::Different => frame.pick("仍不同", "still different"),
        Compared::NotCompared => frame.pick("未对照", "not compared"),
        Compared::Same => frame.pick("两侧相同", "the same"),
        Compared::Unified => frame.pick("已统一", "unified"),
    }
}

fn counted(frame: &Frame, counts: &BTreeMap<Compared, usize>) -> String {
    let all: usize = counts.values().sum();
    if all == 0 {
        return frame.pick("还没有对照", "nothing compared yet").to_owned();
    }
    let each = counts.iter().map(|(state, number)| format!("{} {number}", word(frame, *state)));
    let each = each.collect::<Vec<_>>().join(frame.pick("，", ", "));
    match frame.lang {
        Lang::Zh => format!("共 {all} 个方面：{each}"),
        Lang::En => format!("{all} aspects: {each}"),
    }
}
