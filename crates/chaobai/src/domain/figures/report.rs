//! `figures.report`: a source says so. A second report of the same day is a correction; both stay.

use super::{figure_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::decimal::parse_decimal;
use kernel::quantity::Qualifier;
use kernel::{Cell, Date, Problem, Refusal, Text};
use serde_json::{Value as Json, json};
use store::{Ask, Tx, Value};

/// Longest source and words in characters.
const TEXT_MAX: usize = 2000;

/// What a source reported.
#[derive(Clone, Debug)]
pub struct Report {
    /// Figure id.
    pub figure: String,
    /// Decimal text.
    pub value: String,
    /// Qualifier id.
    pub qualifier: String,
    /// The day it speaks of.
    pub as_of: Date,
    /// Where it is written.
    pub source: String,
    /// What the source says; for a correction, why.
    pub words: Text,
}

impl Command for Report {
    fn name(&self) -> &'static str {
        "figures.report"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        figure_cell(zone, &self.figure)
    }

    fn content(&self) -> Json {
        json!([self.figure, self.value, self.qualifier, self.as_of.to_string(), self.source, self.words])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_publisher(call)?;
        let mut problems = Vec::new();
        if parse_decimal(&self.value, 9).is_err() {
            problems.push(Problem::new("value", "not_a_number").with("given", &self.value));
        }
        if Qualifier::find(&self.qualifier).is_none() {
            problems.push(
                Problem::new("qualifier", "not_a_choice").with("allowed", "exact, about, over, above, near"),
            );
        }
        if self.as_of > call.moment.today {
            problems.push(Problem::new("as_of", "in_the_future").with("today", call.moment.today));
        }
        if self.source.trim().is_empty() {
            problems.push(Problem::new("source", "required"));
        }
        for (field, text) in [("source", &self.source), ("words", &self.words.zh), ("words", &self.words.en)]
        {
            problems.extend(kernel::clean::lines(text).err().map(|unclean| unclean.problem(field)));
            if text.chars().count() > TEXT_MAX {
                problems.push(Problem::new(field, "too_long").with("max", TEXT_MAX));
            }
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        let value = Put {
            figure: &self.figure,
            as_of: self.as_of,
            basis: "reported",
            value: &self.value,
            qualifier: &self.qualifier,
            source: &self.source,
            words: &self.words,
        };
        put(tx, call, &value)
    }
}

/// Figures are put on record by the roles the charter names, and by the operator who loads a charter.
pub(super) fn demand_publisher(call: &Call<'_>) -> Result<(), Refusal> {
    let named = call.law.charter.zone.publishers.iter().any(|role| call.caller.roles.contains(role));
    if call.caller.operator || named {
        return Ok(());
    }
    Err(if call.caller.is_signed_in() {
        Refusal::not_allowed()
    } else {
        Refusal::new(kernel::Kind::SignIn, "sign_in")
    })
}

/// A value to put on record.
pub(super) struct Put<'a> {
    pub figure: &'a str,
    pub as_of: Date,
    pub basis: &'a str,
    pub value: &'a str,
    pub qualifier: &'a str,
    pub source: &'a str,
    pub words: &'a Text,
}

pub(super) fn put(tx: &mut Tx<'_>, call: &Call<'_>, put: &Put<'_>) -> Result<Change, Stop> {
    let figure = call
        .law
        .charter
        .figures
        .iter()
        .find(|figure| figure.id == put.figure)
        .ok_or_else(Refusal::not_found)?;
    let (cell, day) = (call.cell.as_str(), put.as_of.to_string());
    let last = tx.row(sql::LAST_NUMBER, &[cell.into(), put.figure.into(), day.as_str().into()])?;
    let number = last.map_or(Ok(0), |row| row.int(0))? + 1;
    let words = json!(put.words);
    tx.execute(
        sql::INSERT,
        &[
            cell.into(),
            put.figure.into(),
            day.as_str().into(),
            number.into(),
            put.basis.into(),
            put.value.into(),
            put.qualifier.into(),
            put.source.into(),
            Value::from(&words),
            i64::from(figure.version).into(),
            call.law.version.into(),
            call.moment.at.0.into(),
            call.entry.into(),
        ],
    )?;
    let said = json!({
        "figure": put.figure, "as_of": day, "number": number, "basis": put.basis, "value": put.value,
        "qualifier": put.qualifier, "source": put.source, "words": words, "definition": figure.version,
    });
    Ok(Change {
        subject: Subject { register: "figure".into(), id: put.figure.into(), version: number },
        public: said.clone(),
        hidden: Json::Null,
        state: said,
        answer: Json::Null,
    })
}
