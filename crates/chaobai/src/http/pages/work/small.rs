//! The page of a short form about one record: move, withdraw, link, attach.

use super::said::Said;
use super::subject::Subject;
use super::typed::{KEY, Typed};
use crate::http::pages::common::Frame;
use crate::http::views::{FieldInput, Form, FormPage, InputKind, Nav};

/// A short form to draw.
pub struct Small<'a> {
    /// The surroundings of the page.
    pub frame: &'a Frame,
    /// The record.
    pub subject: &'a Subject<'a>,
    /// What was typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub said: &'a Said,
    /// What the page does.
    pub verb: &'a str,
    /// What will happen.
    pub intro: String,
    /// Inputs.
    pub fields: Vec<FieldInput>,
    /// Further hidden values, by name.
    pub hidden: Vec<(String, String)>,
    /// Word of the button.
    pub submit: &'a str,
    /// The button takes something away.
    pub danger: bool,
    /// Carries a file.
    pub multipart: bool,
    /// An answer to a posted form.
    pub posted: bool,
}

impl Small<'_> {
    /// Draws the form.
    pub fn draw(self) -> FormPage {
        let (frame, subject) = (self.frame, self.subject);
        let heading = format!("{}{}{}", self.verb, frame.words().colon, subject.title);
        let shown: Vec<String> = self.fields.iter().map(|input| input.name.clone()).collect();
        let mut hidden = vec![(KEY.to_owned(), self.typed.get(KEY).to_owned())];
        hidden.extend(self.hidden);
        let mut page = frame.page(Nav::WorkLists, heading.clone());
        page.single_language = self.posted;
        let back = subject.back(frame);
        let form = Form {
            action: frame.href(&frame.path),
            multipart: self.multipart,
            hidden,
            fields: self.fields,
            errors: self.said.lines(&shown, Some(subject.register), frame.lang),
            submit: self.submit.to_owned(),
            danger: self.danger,
            cancel_href: back.href.clone(),
        };
        FormPage {
            page,
            back,
            heading,
            intro: self.intro,
            facts_heading: String::new(),
            facts: subject.facts(frame),
            form,
        }
    }
}

/// An input of a form's own (not a field of the charter), filled with what was typed.
pub fn input(
    frame: &Frame,
    typed: &Typed,
    said: &Said,
    name: &str,
    label: &str,
    kind: InputKind,
) -> FieldInput {
    FieldInput {
        error: said.at(name, frame.lang),
        value: typed.get(name).to_owned(),
        ..FieldInput::new(name, label, kind)
    }
}
