//! The page of a form about a case: an action, a pause, a resumption, an opening.

use super::super::inputs::Inputs;
use super::super::records::Choosables;
use super::super::said::Said;
use super::super::typed::{KEY, Typed};
use crate::charter::model::{Field, Register};
use crate::http::pages::common::Frame;
use crate::http::views::{FieldInput, Form, FormPage, Link, Nav, SummaryLine};
use kernel::Refusal;
use store::Ask;

/// A form to draw.
pub struct CaseForm<'a> {
    /// The surroundings of the page.
    pub frame: &'a Frame,
    /// Stands for the fields of the form.
    pub register: &'a Register,
    /// Inputs of the form's own, before those of the charter.
    pub own: Vec<FieldInput>,
    /// What was typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub said: &'a Said,
    /// Title of the page, and of the button.
    pub verb: &'a str,
    /// What will happen.
    pub intro: String,
    /// What it is done to.
    pub facts: Vec<SummaryLine>,
    /// Where we come from.
    pub back: Link,
    /// An answer to a posted form.
    pub posted: bool,
}

impl CaseForm<'_> {
    /// Draws the form.
    pub fn draw(self, ask: &mut dyn Ask) -> Result<FormPage, Refusal> {
        let (frame, lang) = (self.frame, self.frame.lang);
        let mut names = frame.names();
        let fields: Vec<&Field> = self.register.fields.iter().collect();
        let records = Choosables::ask(ask, frame, &mut names, &fields)?;
        let inputs = Inputs {
            frame,
            names: &names,
            records: &records,
            sourced: false,
            typed: self.typed,
            present: None,
        };
        let of_charter =
            fields.iter().map(|field| inputs.input(field, self.said.at(&Typed::name(&field.id), lang)));
        let all: Vec<FieldInput> = self.own.into_iter().chain(of_charter).collect();
        let shown: Vec<String> = all.iter().map(|input| input.name.clone()).collect();
        let heading = format!("{}{}{}", self.verb, frame.words().colon, self.back.text);
        let mut page = frame.page(Nav::Cases, heading.clone());
        page.single_language = self.posted;
        let hidden = vec![
            (KEY.to_owned(), self.typed.get(KEY).to_owned()),
            ("version".to_owned(), self.typed.get("version").to_owned()),
        ];
        let form = Form {
            action: frame.href(&frame.path),
            hidden,
            fields: all,
            errors: self.said.lines(&shown, Some(self.register), lang),
            submit: self.verb.to_owned(),
            cancel_href: self.back.href.clone(),
            ..Form::default()
        };
        Ok(FormPage {
            page,
            back: self.back,
            heading,
            intro: self.intro,
            facts_heading: frame.pick("办件现在的情况", "How the case stands").to_owned(),
            facts: self.facts,
            form,
        })
    }
}
