//! What a figure answers: a value with qualifier, unit and day, and where it comes from.

use super::reconcile::{self, Agreement};
use crate::charter::model::{Figure, StandsOn};
use kernel::decimal::Decimal;
use kernel::quantity::Qualifier;
use kernel::{Date, Instant, Text};
use serde_json::{Value, json};

/// What a source reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The number.
    pub value: Decimal,
    /// How exact the source is.
    pub qualifier: Qualifier,
    /// The day it speaks of.
    pub as_of: Date,
    /// Key of the source in the register of sources.
    pub source: String,
    /// What the source says, in its own sense.
    pub words: Text,
    /// 1 for the first report of that day, more for corrections.
    pub number: i64,
    /// When it was put on record.
    pub recorded_at: Instant,
    /// Number of the journal entry in the figure's cell.
    pub entry: i64,
}

/// What the records say.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The number; none where no record allows one.
    pub value: Option<Decimal>,
    /// The day asked for.
    pub as_of: Date,
    /// Register it was computed from; none where it counts the charter itself.
    pub register: Option<String>,
    /// Filter, as written in the charter.
    pub filter: Option<String>,
    /// How many records it was computed from.
    pub records: i64,
    /// How many more could not be judged, because something about them is not recorded.
    pub undetermined: i64,
    /// For the completion of a work list: what the share is made of.
    pub completion: Option<Completion>,
}

/// What the share of a work list that is done is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Matters on the list, without parts of others.
    pub all: i64,
    /// Of those: done.
    pub done: i64,
    /// Of those: cancelled with approval, and so not in the denominator.
    pub cancelled: i64,
}

/// Which of the two the value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A source reported it.
    Reported,
    /// Computed from records.
    Computed,
}

impl Basis {
    /// The word used in CSV and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Reported => "reported",
            Basis::Computed => "computed",
        }
    }
}

/// The answer of a figure. Only [`FigureAnswer::new`] makes one, and only from provenance.
#[derive(Clone, Debug)]
pub struct FigureAnswer {
    figure: Figure,
    asked: Date,
    reported: Option<Reported>,
    computed: Option<Computed>,
    words: Text,
}

impl FigureAnswer {
    /// The answer of a figure for a day, from what was reported and what the records say.
    pub fn new(
        figure: &Figure,
        asked: Date,
        reported: Option<Reported>,
        computed: Option<Computed>,
    ) -> FigureAnswer {
        let words = reconcile::words(figure, reported.as_ref(), computed.as_ref());
        FigureAnswer { figure: figure.clone(), asked, reported, computed, words }
    }

    /// The figure's definition.
    pub fn figure(&self) -> &Figure {
        &self.figure
    }

    /// The day asked for.
    pub fn asked(&self) -> Date {
        self.asked
    }

    /// What was reported, if anything by that day.
    pub fn reported(&self) -> Option<&Reported> {
        self.reported.as_ref()
    }

    /// What the records say, if the charter says how to compute it.
    pub fn computed(&self) -> Option<&Computed> {
        self.computed.as_ref()
    }

    /// Reconciliation in words.
    pub fn words(&self) -> &Text {
        &self.words
    }

    /// Which of the two the zone stands behind here; none while neither gives a value.
    pub fn basis(&self) -> Option<Basis> {
        let computed = self.computed.as_ref().is_some_and(|c| c.value.is_some());
        let reported = self.reported.is_some();
        match self.figure.stands_on {
            StandsOn::Computed if computed => Some(Basis::Computed),
            StandsOn::Reported if reported => Some(Basis::Reported),
            _ if reported => Some(Basis::Reported),
            _ if computed => Some(Basis::Computed),
            _ => None,
        }
    }

    /// The value.
    pub fn value(&self) -> Option<Decimal> {
        match self.basis()? {
            Basis::Reported => self.reported.as_ref().map(|r| r.value),
            Basis::Computed => self.computed.as_ref().and_then(|c| c.value),
        }
    }

    /// How exact it is. A computed value is as exact as its records.
    pub fn qualifier(&self) -> Qualifier {
        match (self.basis(), &self.reported) {
            (Some(Basis::Reported), Some(reported)) => reported.qualifier,
            _ => Qualifier::Exact,
        }
    }

    /// The day the value speaks of. A computed value that a source reported for an earlier day and
    /// that has not changed since keeps the source's day.
    pub fn as_of(&self) -> Date {
        match (self.basis(), &self.reported) {
            (Some(Basis::Reported), Some(reported)) => reported.as_of,
            (Some(Basis::Computed), Some(reported)) if Some(reported.value) == self.value() => reported.as_of,
            _ => self.asked,
        }
    }

    /// How the two stand to each other, where both are there.
    pub fn agreement(&self) -> Option<Agreement> {
        let computed = self.computed.as_ref()?;
        Some(reconcile::agreement(self.reported.as_ref()?, computed.value?, computed))
    }

    /// Computed less reported, where both are there.
    pub fn difference(&self) -> Option<Decimal> {
        let computed = self.computed.as_ref()?.value?;
        Some(computed - self.reported.as_ref()?.value)
    }

    /// The whole answer as JSON: numbers as text, so that nothing is lost on the way.
    pub fn to_json(&self) -> Value {
        let figure = &self.figure;
        json!({
            "id": figure.id,
            "name": figure.name,
            "area": figure.area,
            "value": self.value().map(|v| v.normalize().to_string()),
            "qualifier": self.qualifier().id(),
            "unit": figure.unit,
            "as_of": self.as_of().to_string(),
            "asked": self.asked.to_string(),
            "basis": self.basis().map(Basis::id),
            "reported": self.reported.as_ref().map(|r| json!({
                "value": r.value.normalize().to_string(),
                "qualifier": r.qualifier.id(),
                "as_of": r.as_of.to_string(),
                "source": r.source,
                "words": r.words,
                "number": r.number,
                "recorded_at": r.recorded_at.to_string(),
            })),
            "computed": self.computed.as_ref().map(|c| json!({
                "value": c.value.map(|v| v.normalize().to_string()),
                "as_of": c.as_of.to_string(),
                "register": c.register,
                "filter": c.filter,
                "records": c.records,
                "undetermined": c.undetermined,
            })),
            "difference": self.difference().map(|d| d.normalize().to_string()),
            "words": self.words,
            "definition": { "text": figure.definition, "version": figure.version },
        })
    }
}
