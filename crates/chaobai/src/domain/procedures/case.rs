//! The nouns: a case, where it stands, and what happened to it.

use crate::charter::model::Verdict;
use crate::domain::powers::Used;
use kernel::{Date, Id, Instant};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody holds it.
    Open,
    /// Its clock stands still.
    Paused,
    /// It has come to its end.
    Ended,
}

impl State {
    /// The word it is kept under.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Paused => "paused",
            State::Ended => "ended",
        }
    }

    /// Reads the word it is kept under.
    pub fn parse(text: &str) -> Option<State> {
        [State::Open, State::Paused, State::Ended].into_iter().find(|state| state.as_str() == text)
    }
}

/// Who holds a step, and through which relation of the charter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Held {
    /// Relation as it is written in the charter: `lead`, `unit:FIELD`, a role id …
    pub relation: String,
    /// `role:ID`, `unit:ID` or `person:ID`.
    pub holder: String,
}

/// By what right somebody did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// The relation and who stands in it.
    #[serde(flatten)]
    pub held: Held,
    /// The post through which the caller stands in it; empty for the opener and for the house itself.
    pub post: String,
}

/// A pause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// Reason, one of the charter's.
    pub reason: String,
    /// In words.
    pub note: String,
    /// First day of it.
    pub on: Date,
}

/// A span of days in which the clock stood still, from the day it stopped to the day it went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Day it stopped.
    pub from: Date,
    /// Day it went on.
    pub to: Date,
}

/// What a body decided about the record of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The agenda item.
    pub item: Id,
    /// The meeting.
    pub meeting: Id,
    /// The body.
    pub body: String,
    /// What came of it.
    pub verdict: Verdict,
    /// In whose words.
    pub wording: String,
    /// The day of the decision.
    pub on: Date,
    /// It adopted something, and that has been carried out: one act changes what stands once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spent: bool,
}

impl Decided {
    /// The body, where it adopted something that is still to be carried out.
    pub fn to_carry_out(&self) -> Option<&str> {
        (self.verdict.adopts() && !self.spent).then_some(self.body.as_str())
    }
}

/// What of a case is kept as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Person who opened it; empty: the house itself.
    pub opener: String,
    /// Version that entered the present step.
    pub entered: i64,
    /// Day the present step began.
    pub since: Date,
    /// Who holds the present step.
    pub holders: Vec<Held>,
    /// Who was told when limits were over, and sees the case since.
    pub told: Vec<Held>,
    /// Units that have answered in the present step, with the event.
    pub answers: BTreeMap<String, i64>,
    /// Who gave those answers, unit by unit, in a step where nobody gives two.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, String>,
    /// The latest decision of a body, until the case is sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decided>,
    /// Reminders and rungs of the present step that have happened: `remind/0`.
    pub fired: Vec<String>,
    /// Pauses of the present step that are over.
    pub spans: Vec<Span>,
    /// The pause, while there is one.
    pub paused: Option<Paused>,
    /// Everything that was said, field by field, the latest of each.
    pub facts: Map<String, Value>,
}

/// A case: one run of a procedure about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Id; in the cell of the record.
    pub id: Id,
    /// Procedure.
    pub procedure: String,
    /// Register of the record.
    pub register: String,
    /// The record.
    pub subject: Id,
    /// Version of the record that holders were last read from.
    pub subject_version: i64,
    /// Charter version it began under: its rules stay those.
    pub charter_version: i64,
    /// Version, 1 for the opening: the number of its last event.
    pub version: i64,
    /// Present step.
    pub step: String,
    /// How it stands.
    pub state: State,
    /// When it was opened.
    pub opened_at: Instant,
    /// When its last event happened.
    pub moved_at: Instant,
    /// Last day of the present step's limit; none: no limit, or not known.
    pub due_on: Option<Date>,
    /// Years whose working calendar was not published when that day was counted.
    pub unpublished: Vec<i16>,
    /// Charter version whose calendars it was counted by.
    pub counted_under: i64,
    /// The rest.
    pub body: Body,
}

impl Case {
    /// Everything a case row says, for the commitment that ties it to its journal entry.
    pub fn state_json(&self) -> Value {
        json!({
            "id": self.id.as_str(),
            "procedure": self.procedure,
            "register": self.register,
            "subject": self.subject.as_str(),
            "subject_version": self.subject_version,
            "charter_version": self.charter_version,
            "version": self.version,
            "step": self.step,
            "state": self.state.as_str(),
            "opened_at": self.opened_at.0,
            "moved_at": self.moved_at.0,
            "due_on": self.due_on.map(|day| day.to_string()),
            "unpublished": self.unpublished,
            "counted_under": self.counted_under,
            "body": self.body,
        })
    }

    /// Whether the last day is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == State::Open && self.due_on.is_some_and(|due| due < today)
    }

    /// Units that hold the step together and have not answered.
    pub fn awaited(&self) -> impl Iterator<Item = &str> {
        let units = self.body.holders.iter().filter_map(|held| held.holder.strip_prefix("unit:"));
        units.filter(|unit| !self.body.answers.contains_key(*unit))
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Opened.
    Open,
    /// Somebody did something.
    Act,
    /// A body decided.
    Decide,
    /// The clock was stopped.
    Pause,
    /// It goes on.
    Resume,
    /// The holder was reminded.
    Remind,
    /// A limit was over.
    Escalate,
    /// A limit was over, and not everybody had answered.
    Silence,
    /// The record or the calendar changed: holders and days were read again.
    Follow,
    /// Something the case was to bring about happened, or was refused.
    Settle,
}

/// What is said of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What happened.
    pub what: What,
    /// Action id; part of a reminder or rung; reason of a pause; code of a refusal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub word: String,
    /// Step before; empty for the opening.
    pub from: String,
    /// Step after.
    pub to: String,
    /// By what right; none: the house itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<Mandate>,
    /// The power it was decided by, where the action needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<Used>,
    /// Fields given.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub given: Map<String, Value>,
    /// The note it issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<String>,
    /// Those told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Held>,
    /// The decision it follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decided>,
    /// Units it was the answer of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<String>,
    /// Units that stayed silent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<String>,
    /// What was to happen besides, and did not happen yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Value>,
}

impl Said {
    /// An event that says no more than what it is.
    pub fn new(what: What, from: &str, to: &str) -> Said {
        Said {
            what,
            word: String::new(),
            from: from.to_owned(),
            to: to.to_owned(),
            mandate: None,
            power: None,
            given: Map::new(),
            slip: None,
            told: Vec::new(),
            decision: None,
            answered: Vec::new(),
            silent: Vec::new(),
            effects: Vec::new(),
        }
    }
}

/// An event as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Number: the version of the case it made.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Command that recorded it.
    pub command: String,
    /// Charter version in force then.
    pub charter_version: i64,
    /// Person; empty: nobody.
    pub actor: String,
    /// Post it is recorded under.
    pub actor_post: String,
    /// Number of its journal entry in the cell.
    pub entry: i64,
    /// What is said of it.
    pub said: Said,
    /// Last day of the step's limit after it.
    pub due_on: Option<Date>,
}
