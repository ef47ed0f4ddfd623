//! What happened to a case, each event explained: by which rule, by what right, on which facts, by whom.

use super::{About, decision};
use crate::domain::powers;
use crate::domain::procedures::{Event, Mandate, What};
use crate::http::pages::common::{Frame, address, cases, say};
use crate::http::views::{CaseEvent, Cell, Link, SummaryLine};
use kernel::{Cell as LogCell, Id, Lang, Refusal};
use std::collections::BTreeMap;
use store::Ask;

/// All of them, latest first.
pub fn explained(about: &About<'_>, ask: &mut dyn Ask, all: &[Event]) -> Result<Vec<CaseEvent>, Refusal> {
    let frame = about.frame;
    let cell = LogCell::of(&frame.charter().zone.id, &about.case().id);
    let mut names = frame.names();
    learn(about, ask, &mut names, all)?;
    let mut items = BTreeMap::new();
    for event in all {
        if let Some(decided) = &event.said.decision {
            items.insert(event.number, decision::item(frame, ask, decided)?);
        }
    }
    let one = |event: &Event| CaseEvent {
        number: event.number.to_string(),
        what: what(about, event),
        at: at(about, event),
        why: why(about, &names, event, items.get(&event.number)),
        slip: event.said.slip.as_deref().and_then(|id| about.loaded.procedure.slip(id)).map(|slip| {
            let path = address::case_part(&about.case().id, &format!("slips/{}", event.number));
            Link::new(frame.href(&path), frame.text(&slip.name))
        }),
        entry: Link::new(
            address::proof(cell.as_str(), event.entry),
            format!("{} {}", cell.as_str(), event.entry),
        ),
    };
    Ok(all.iter().rev().map(one).collect())
}

/// Learns the titles of records that were given.
fn learn(
    about: &About<'_>,
    ask: &mut dyn Ask,
    names: &mut crate::http::pages::common::Names<'_>,
    all: &[Event],
) -> Result<(), Refusal> {
    let fields: Vec<_> = about.loaded.procedure.known_fields().cloned().collect();
    let register = cases::as_register(&about.loaded.procedure, &fields);
    names.learn(ask, &register, all.iter().map(|event| &event.said.given))
}

/// What happened, in short.
pub fn what(about: &About<'_>, event: &Event) -> String {
    let (frame, procedure, said) = (about.frame, &about.loaded.procedure, &event.said);
    let words = |zh: &'static str, en: &'static str| frame.pick(zh, en).to_owned();
    match said.what {
        What::Open => words("立项", "Opened"),
        What::Act | What::Decide => {
            let action = procedure.step(&said.from).and_then(|step| step.action(&said.word));
            action.map_or(said.word.as_str(), |action| frame.text(&action.name)).to_owned()
        }
        What::Pause => words("暂停计时", "Clock stopped"),
        What::Resume => words("恢复计时", "Clock goes on"),
        What::Remind => words("到期前提醒", "Reminder"),
        What::Escalate => {
            let rung = said.word.parse::<usize>().map_or(said.word.clone(), |n| (n + 1).to_string());
            match frame.lang {
                Lang::Zh => format!("逾期升级（第 {rung} 级）"),
                Lang::En => format!("Escalated, rung {rung}"),
            }
        }
        What::Silence => words("期满未答复，转下一环节", "The limit is over; goes on without an answer"),
        What::Follow => words("重新核定承办与期限", "Holders and days read again"),
        What::Settle => words("附带事项的结果", "What the action brought about"),
    }
}

fn at(about: &About<'_>, event: &Event) -> String {
    let frame = about.frame;
    let post = frame.names().post(&event.actor_post);
    let who = if event.actor.is_empty() && post.is_empty() {
        frame.pick("到期自动办理", "the clock").to_owned()
    } else {
        post
    };
    format!("{} · {who}", frame.time(event.at))
}

/// Rule, mandate, facts, where to, until when.
fn why(
    about: &About<'_>,
    names: &crate::http::pages::common::Names<'_>,
    event: &Event,
    item: Option<&Link>,
) -> Vec<SummaryLine> {
    let (frame, procedure, said) = (about.frame, &about.loaded.procedure, &event.said);
    let line = |name: &str, text: String| cases::line(name, Cell::text(text));
    let mut all = vec![line(frame.pick("规则", "Rule"), rule(about, event))];
    if let Some(mandate) = &said.mandate {
        all.push(line(frame.pick("权限", "Mandate"), mandated(about, mandate)));
    }
    if let (Some(decided), Some(item)) = (&said.decision, item) {
        all.extend(decision::lines(frame, decided, item.clone()));
    }
    if let Some(power) = &said.power {
        let text = frame.text(&powers::used_words(frame.charter(), power)).to_owned();
        let href = Id::parse(&power.power).map(|id| frame.href(&address::record(&power.register, &id)));
        let cell = Cell { href: href.unwrap_or_default(), ..Cell::text(text) };
        all.push(cases::line(frame.pick("权限依据", "Power"), cell));
    }
    let actor = names.post(&event.actor_post);
    if !event.actor.is_empty() {
        all.push(line(frame.pick("经办", "Actor"), actor));
    }
    if said.what == What::Pause || said.what == What::Resume {
        if let Some(pause) = procedure.pause.as_ref().filter(|_| said.what == What::Pause) {
            all.push(line(frame.pick("原因", "Reason"), cases::choice(frame, &pause.reasons, &said.word)));
        }
        let note = said.given.get("note").and_then(serde_json::Value::as_str).unwrap_or_default();
        if !note.is_empty() {
            all.push(line(frame.pick("说明", "In words"), note.to_owned()));
        }
    } else {
        all.extend(cases::given(names, procedure, &said.given));
    }
    if !said.told.is_empty() {
        all.push(line(frame.pick("告知", "Told"), cases::holders(frame, &said.told)));
    }
    if !said.silent.is_empty() {
        let units: Vec<String> = said.silent.iter().map(|unit| cases::unit(frame, unit)).collect();
        all.push(line(
            frame.pick("未答复（不视为同意）", "No answer (not consent)"),
            units.join(frame.pick("、", ", ")),
        ));
    }
    let effects: Vec<String> = said.effects.iter().map(|one| effect(frame, one)).collect();
    if !effects.is_empty() {
        all.push(line(frame.pick("随后办理", "Brings about"), effects.join(frame.pick("、", ", "))));
    }
    if said.what == What::Settle && said.word != "done" {
        let text = crate::http::words::refusal(&said.word, frame.lang, &BTreeMap::new());
        all.push(line(frame.pick("结果", "Outcome"), text));
    }
    if said.from != said.to && !said.to.is_empty() {
        all.push(line(frame.pick("转到", "To"), frame.text(&procedure.step_name(&said.to)).to_owned()));
    }
    if event.due_on.is_some() {
        all.push(line(frame.pick("此后期限", "Limit after it"), cases::due(frame, event.due_on)));
    }
    all
}

/// The rule of the charter by which it happened.
fn rule(about: &About<'_>, event: &Event) -> String {
    let (frame, procedure, said) = (about.frame, &about.loaded.procedure, &event.said);
    let name = frame.text(&procedure.name);
    let version = about.case().charter_version;
    let from = frame.text(&procedure.step_name(&said.from)).to_owned();
    let what = what(about, event);
    match (said.what, frame.lang) {
        (What::Open, Lang::Zh) => {
            let who = cases::relations(frame, procedure, &procedure.open);
            format!("“{name}”流程（章程第 {version} 版）：由{who}立项")
        }
        (What::Open, Lang::En) => {
            let who = cases::relations(frame, procedure, &procedure.open);
            format!("“{name}” (charter version {version}): opened by {who}")
        }
        (What::Follow | What::Settle, Lang::Zh) => format!("“{name}”流程（章程第 {version} 版）：{what}"),
        (What::Follow | What::Settle, Lang::En) => format!("“{name}” (charter version {version}): {what}"),
        (_, Lang::Zh) => format!("“{name}”流程（章程第 {version} 版）“{from}”环节：{what}"),
        (_, Lang::En) => format!("“{name}” (charter version {version}), step “{from}”: {what}"),
    }
}

/// By what right: relation, who stands in it, through which post.
fn mandated(about: &About<'_>, mandate: &Mandate) -> String {
    let (frame, procedure) = (about.frame, &about.loaded.procedure);
    let relation = cases::relation(frame, procedure, &mandate.held.relation);
    let holder = cases::holders(frame, std::slice::from_ref(&mandate.held));
    let post = frame.names().post(&mandate.post);
    let held = if holder == relation { relation } else { format!("{relation} {holder}") };
    if post.is_empty() { held } else { format!("{held}{}{post}", frame.pick("，职务：", ", post: ")) }
}

fn effect(frame: &Frame, effect: &serde_json::Value) -> String {
    let id = |name: &str| effect[name].as_str().unwrap_or_default().to_owned();
    match effect["kind"].as_str() {
        Some("open_case") => {
            let id = id("procedure");
            let name = frame.charter().procedure(&id).map_or(id.as_str(), |one| frame.text(&one.name));
            format!("{}{name}", frame.pick("立项", "opens a case of "))
        }
        Some("publish") => {
            let id = id("figure");
            let name = frame.charter().figure(&id).map_or(id.as_str(), |one| frame.text(&one.name));
            format!("{}{name}", frame.pick("公布", "publishes "))
        }
        _ => say::pick(frame.lang, "其他", "other").to_owned(),
    }
}
