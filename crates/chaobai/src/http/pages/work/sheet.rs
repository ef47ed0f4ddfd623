//! The page of a form over the fields of a list: create and amend.

use super::inputs::{Inputs, choices};
use super::records::Choosables;
use super::said::Said;
use super::typed::{KEY, Typed};
use crate::charter::model::{Field, Register};
use crate::http::pages::common::Frame;
use crate::http::views::{FieldInput, Form, FormPage, InputKind, Link, Nav, Notice, SummaryLine};
use kernel::Refusal;
use serde_json::{Map, Value};
use store::Ask;

/// How the day is asked for from which a state holds: `since` a day, or this.
pub const SINCE: &str = "since";
/// It has always been so, as far as known.
pub const ALWAYS: &str = "always";
/// The present state was recorded wrongly and is put right for its own day.
pub const CORRECT: &str = "correct";

/// A form to draw.
pub struct Sheet<'a> {
    /// The surroundings of the page.
    pub frame: &'a Frame,
    /// The list.
    pub register: &'a Register,
    /// Fields to fill.
    pub fields: Vec<&'a Field>,
    /// What was typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub said: &'a Said,
    /// The record as it stands now, when amending.
    pub present: Option<&'a Map<String, Value>>,
    /// Title of the page.
    pub heading: String,
    /// What will happen.
    pub intro: String,
    /// Heading of `facts`.
    pub facts_heading: String,
    /// What somebody else changed meanwhile.
    pub facts: Vec<SummaryLine>,
    /// Where we come from.
    pub back: Link,
    /// Said above the form without being a mistake.
    pub notice: Option<Notice>,
    /// An answer to a posted form.
    pub posted: bool,
}

impl Sheet<'_> {
    /// Draws the form.
    pub fn draw(self, ask: &mut dyn Ask) -> Result<FormPage, Refusal> {
        let (frame, lang) = (self.frame, self.frame.lang);
        let mut names = frame.names();
        let records = Choosables::ask(ask, frame, &mut names, &self.fields)?;
        if let Some(present) = self.present {
            names.learn(ask, self.register, [present])?;
        }
        let inputs = Inputs {
            frame,
            names: &names,
            records: &records,
            sourced: self.register.sourced,
            typed: self.typed,
            present: self.present,
        };
        let mut fields: Vec<FieldInput> = self
            .fields
            .iter()
            .map(|field| inputs.input(field, self.said.at(&Typed::name(&field.id), lang)))
            .collect();
        fields.extend(day_and_reason(self.frame, self.typed, self.said, self.present.is_some()));
        let shown: Vec<String> = fields.iter().map(|input| input.name.clone()).collect();
        let mut hidden = vec![(KEY.to_owned(), self.typed.get(KEY).to_owned())];
        if self.present.is_some() {
            hidden.push(("version".into(), self.typed.get("version").to_owned()));
        }
        let mut page = frame.page(Nav::WorkLists, self.heading.clone());
        page.single_language = self.posted;
        page.notice = self.notice;
        let form = Form {
            action: frame.href(&frame.path),
            hidden,
            fields,
            errors: self.said.lines(&shown, Some(self.register), lang),
            submit: frame.words().save.to_owned(),
            cancel_href: self.back.href.clone(),
            ..Form::default()
        };
        Ok(FormPage {
            page,
            back: self.back,
            heading: self.heading,
            intro: self.intro,
            facts_heading: self.facts_heading,
            facts: self.facts,
            form,
        })
    }
}

/// From which day it holds, and why.
pub(in crate::http) fn day_and_reason(
    frame: &Frame,
    typed: &Typed,
    said: &Said,
    amends: bool,
) -> Vec<FieldInput> {
    let words = frame.words();
    let input = |name: &str, label: &str, kind| FieldInput {
        error: said.at(name, frame.lang),
        value: typed.get(name).to_owned(),
        ..FieldInput::new(name, label, kind)
    };
    let (label, options) = if amends {
        (
            frame.pick("这次改的是", "This change is"),
            [
                (SINCE, frame.pick("情况变了：从下面的日期起变化", "a change of facts, from the day below")),
                (CORRECT, frame.pick("原来记错了：更正原来的记载", "a correction of what was recorded")),
            ],
        )
    } else {
        (
            frame.pick("从何时起是这样", "Since when"),
            [
                (SINCE, frame.pick("从下面的日期起", "from the day below")),
                (ALWAYS, frame.pick("一直如此（就所知）", "since always, as far as known")),
            ],
        )
    };
    let hint = if amends {
        frame.pick(
            "更正记载时不看这一栏；例如 2026-10-31",
            "not used for a correction; for example 2026-10-31",
        )
    } else {
        frame.pick(
            "选“一直如此”时不看这一栏；例如 2026-10-31",
            "not used with “always”; for example 2026-10-31",
        )
    };
    let chosen = [typed.get("change").to_owned()];
    let options = options.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    vec![
        FieldInput {
            required: true,
            options: choices(options, &chosen),
            ..input("change", label, InputKind::Radios)
        },
        FieldInput {
            required: true,
            hint: hint.to_owned(),
            ..input("effective_on", words.effective_on, InputKind::Date)
        },
        FieldInput { hint: words.note_hint.to_owned(), ..input("note", words.note, InputKind::Textarea) },
    ]
}

/// What a form says of the day from which it holds; `own` is the day of the state that is put right.
pub fn effective_on(
    typed: &Typed,
    today: kernel::Date,
    own: Option<kernel::Date>,
) -> Result<kernel::Date, kernel::Problem> {
    match (typed.get("change"), own) {
        (SINCE, _) => super::judge::day(typed, "effective_on", today),
        (ALWAYS, None) => Ok(kernel::Date::ALWAYS),
        (CORRECT, Some(own)) => Ok(own),
        _ => Err(kernel::Problem::new("change", "required")),
    }
}
