//! Decisions about reports, without IO.

use crate::charter::model::{Charter, Field, Register};
use crate::domain::lamps::{Case, Facts};
use kernel::Date;
use serde_json::{Map, Value};

/// A month, the name of its round: `2026-10`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// Reads exactly `YYYY-MM`.
    pub fn parse(text: &str) -> Option<Month> {
        (text.len() == 7).then(|| Date::parse(&format!("{text}-01")))?.map(Month)
    }

    /// The month a day lies in.
    pub fn of(day: Date) -> Option<Month> {
        Date::new(day.year(), day.month(), 1).map(Month)
    }

    /// Its last day: the day the round's reports speak of.
    pub fn last_day(&self) -> Date {
        self.0.month_end()
    }

    /// Its first day.
    pub fn first_day(&self) -> Date {
        self.0
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The unit is writing it; nobody else sees it.
    Draft,
    /// The office reviews it.
    Submitted,
    /// The office returned it with a remark; the unit writes it again.
    Returned,
    /// Its values are the matter's.
    Accepted,
}

impl State {
    /// The id kept in the database.
    pub fn id(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Accepted => "accepted",
        }
    }

    /// The state of an id.
    pub fn find(id: &str) -> Option<State> {
        [State::Draft, State::Submitted, State::Returned, State::Accepted].into_iter().find(|s| s.id() == id)
    }

    /// Whether the unit writes it.
    pub fn is_written(self) -> bool {
        matches!(self, State::Draft | State::Returned)
    }
}

/// Fields a report changes, in the order of the charter: the field, the value before and the one reported.
pub fn changed<'a>(
    register: &'a Register,
    before: &'a Map<String, Value>,
    reported: &'a Map<String, Value>,
) -> Vec<(&'a Field, &'a Value, &'a Value)> {
    let law = register.worklist.as_ref();
    let fields = law.into_iter().flat_map(|law| &law.reported).filter_map(|id| register.field(id));
    fields
        .filter_map(|field| {
            let new = reported.get(&field.id)?;
            let old = before.get(&field.id).unwrap_or(&Value::Null);
            (old != new).then_some((field, old, new))
        })
        .collect()
}

/// The body of a matter as a report would make it.
pub fn reported_body(body: &Map<String, Value>, reported: &Map<String, Value>) -> Map<String, Value> {
    let mut all = body.clone();
    all.extend(reported.iter().map(|(id, value)| (id.clone(), value.clone())));
    all.retain(|_, value| !value.is_null());
    all
}

/// Whether a report of a day is behind the plan by so much that it needs a reason.
pub fn behind(register: &Register, stage: &str, body: &Map<String, Value>, as_of: Date) -> bool {
    let standing = register.standing(stage);
    let facts = Facts { register, standing, body, reported_on: Some(as_of), calendar: None };
    Case::new(&facts, None).is_some_and(|case| case.needs_reason(as_of))
}

/// Where a field goes once it is accepted: whether anyone can read it, and the figures it enters.
pub fn goes_public<'a>(charter: &'a Charter, register: &Register, field: &Field) -> (bool, Vec<&'a str>) {
    let uses = |text: Option<&str>| text.is_some_and(|text| text.contains(&field.id));
    let figures = charter.figures.iter().filter(|figure| {
        figure.compute.as_ref().is_some_and(|compute| {
            compute.register() == Some(&register.id)
                && (compute.field() == Some(&field.id) || uses(compute.filter()))
        })
    });
    (register.public && field.public, figures.map(|figure| figure.id.as_str()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_in_one_way() {
        for good in ["2026-10", "2024-02", "0001-01"] {
            assert_eq!(Month::parse(good).map(|m| m.to_string()).as_deref(), Some(good));
        }
        for bad in ["2026-1", "2026-13", "2026-00", "202610", "2026-10-01", "二〇二六", ""] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
        assert_eq!(Month::parse("2024-02").unwrap().last_day().to_string(), "2024-02-29");
    }
}
