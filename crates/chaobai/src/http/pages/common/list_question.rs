//! The question in the address of a list page: filter, order, day, stage, place in the list.

use super::Frame;
use crate::charter::model::Register;
use crate::domain::registers::{ListQuery, Sort};
use crate::http::words;
use kernel::clean;
use kernel::{Date, Instant, Problem, Refusal};
use std::collections::BTreeMap;

/// What an address asks of a list. A part that cannot be read is left out of `query` and told in `problems`.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// For the register.
    pub query: ListQuery,
    /// Parts that cannot be read: `as_of`, `known_at`, `stage`.
    pub problems: Vec<Problem>,
}

impl Question {
    /// Names that belong to the question of a list; `after` is the place in it.
    pub const NAMES: [&'static str; 6] = ["filter", "stage", "sort", "as_of", "known_at", "after"];

    /// Reads the question of the page.
    pub fn read(frame: &Frame, register: &Register, limit: usize) -> Question {
        let asked = &frame.query;
        let mut problems = Vec::new();
        let as_of = asked.get("as_of").and_then(|text| match clean::date(text) {
            Ok(day) => Some(day),
            Err(_) => {
                problems.push(Problem::new("as_of", "not_a_date").with("given", text));
                None
            }
        });
        let known_at = asked.get("known_at").and_then(|text| match Instant::parse(text.trim()) {
            Some(at) => Some(at),
            None => {
                problems.push(Problem::new("known_at", "not_an_instant").with("given", text));
                None
            }
        });
        let stage = asked.get("stage").and_then(|id| match register.stage(id) {
            Some(stage) => Some(stage.id.clone()),
            None => {
                problems.push(Problem::new("stage", "not_a_choice").with("given", id));
                None
            }
        });
        let query = ListQuery {
            filter: asked.get("filter").filter(|text| !text.trim().is_empty()).map(str::to_owned),
            today: Some(frame.today),
            sort: asked.get("sort").map(Sort::parse),
            limit,
            after: asked.get("after").map(str::to_owned),
            as_of,
            known_at,
            stage,
            ..ListQuery::default()
        };
        Question { query, problems }
    }

    /// The question, refused if any part of it cannot be read.
    pub fn whole(self) -> Result<ListQuery, Refusal> {
        if self.problems.is_empty() { Ok(self.query) } else { Err(Refusal::invalid(self.problems)) }
    }

    /// What is wrong with a part of the question, in words; empty: nothing.
    pub fn sentence(&self, frame: &Frame, part: &str) -> String {
        let problem = self.problems.iter().find(|problem| problem.field == part);
        problem.map_or_else(String::new, |problem| words::refusal(problem.code, frame.lang, &problem.params))
    }
}

/// The day and the knowledge in the address of a page: `as_of` and `known_at`.
///
/// # Errors
/// `invalid` with the parts that cannot be read.
pub fn day_and_knowledge(frame: &Frame) -> Result<(Option<Date>, Option<Instant>), Refusal> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, code, given: &str| {
        problems.push(Problem {
            field: field.into(),
            code,
            params: BTreeMap::from([("given", given.to_owned())]),
        });
    };
    let as_of = frame.query.get("as_of").and_then(|text| {
        clean::date(text).ok().or_else(|| {
            wrong("as_of", "not_a_date", text);
            None
        })
    });
    let known_at = frame.query.get("known_at").and_then(|text| {
        Instant::parse(text.trim()).or_else(|| {
            wrong("known_at", "not_an_instant", text);
            None
        })
    });
    if problems.is_empty() { Ok((as_of, known_at)) } else { Err(Refusal::invalid(problems)) }
}
