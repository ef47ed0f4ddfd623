//! `figures.publish`: a computed value is put on record for a day, with the version of its definition.

use super::report::{Put, demand_publisher, put};
use super::{FigureAnswer, figure_cell};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Date, Kind, Problem, Refusal, Text};
use serde_json::{Value as Json, json};
use store::Tx;

/// A computed value to stand behind.
#[derive(Clone, Debug)]
pub struct Publish {
    figure: String,
    as_of: Date,
    value: Option<String>,
    words: Text,
    register: String,
    definition: u32,
}

impl Publish {
    /// Publishes what a figure answered. The answer is read before; nothing is decided inside the
    /// command from the records of other cells.
    pub fn new(answer: &FigureAnswer) -> Publish {
        let computed = answer.computed();
        Publish {
            figure: answer.figure().id.clone(),
            as_of: answer.asked(),
            value: computed.and_then(|c| c.value).map(|value| value.normalize().to_string()),
            words: answer.words().clone(),
            definition: answer.figure().version,
            register: computed.and_then(|c| c.register.clone()).unwrap_or_else(|| "charter".into()),
        }
    }
}

impl Command for Publish {
    fn name(&self) -> &'static str {
        "figures.publish"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        figure_cell(zone, &self.figure)
    }

    fn content(&self) -> Json {
        json!([self.figure, self.as_of.to_string(), self.value])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_publisher(call)?;
        if self.as_of > call.moment.today {
            let problem = Problem::new("as_of", "in_the_future").with("today", call.moment.today);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        let known = call.law.charter.figures.iter().find(|figure| figure.id == self.figure);
        if known.is_some_and(|figure| figure.version != self.definition) {
            return Err(Refusal::new(Kind::Conflict, "figures.definition_changed").into());
        }
        let Some(value) = &self.value else {
            return Err(Refusal::new(Kind::Invalid, "figures.nothing_computed").into());
        };
        let value = Put {
            figure: &self.figure,
            as_of: self.as_of,
            basis: "computed",
            value,
            qualifier: "exact",
            source: &self.register,
            words: &self.words,
        };
        put(tx, call, &value)
    }
}
