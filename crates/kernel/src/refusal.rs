//! The named "no" that the rules intend. A refusal has a stable code; the page chooses the words.

use serde::Serialize;
use std::collections::BTreeMap;

/// What sort of "no" this is; the HTTP door turns it into a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The input breaks a rule; `problems` says which field and why.
    Invalid,
    /// There is nothing here for this caller (also: there is, but not for them).
    NotFound,
    /// Nobody is signed in and this needs somebody.
    SignIn,
    /// The caller is known and may see the subject, but not do this.
    NotAllowed,
    /// Somebody else was first: the state or version is not the one the command was made for.
    Conflict,
    /// The same request key was used for another request.
    KeyReused,
    /// Larger than the limit.
    TooLarge,
    /// Too many at once; try again after a short while.
    Busy,
    /// The program does not accept changes now (see the code for the reason).
    Closed,
    /// Whether the change happened is not known; send the same key again.
    Unknown,
}

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Field id, or a path such as `rows/4/length`.
    pub field: String,
    /// Stable code, for example `required`, `not_a_date`.
    pub code: &'static str,
    /// Values for the words: `max`, `given`, `allowed` ….
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<&'static str, String>,
}

impl Problem {
    /// A problem without parameters.
    pub fn new(field: impl Into<String>, code: &'static str) -> Problem {
        Problem { field: field.into(), code, params: BTreeMap::new() }
    }

    /// Adds a value for the words.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Problem {
        self.params.insert(name, value.to_string());
        self
    }
}

/// A refusal: what, where, and (through its code) what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("refused: {code}")]
pub struct Refusal {
    /// What sort of "no".
    pub kind: Kind,
    /// Stable code, for example `registers.stale_version`.
    pub code: &'static str,
    /// Values for the words.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<&'static str, String>,
    /// The fields concerned, all of them, not only the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl Refusal {
    /// A refusal without parameters or fields.
    pub fn new(kind: Kind, code: &'static str) -> Refusal {
        Refusal { kind, code, params: BTreeMap::new(), problems: Vec::new() }
    }

    /// "The input breaks rules", with every broken one.
    pub fn invalid(problems: Vec<Problem>) -> Refusal {
        Refusal { problems, ..Refusal::new(Kind::Invalid, "invalid") }
    }

    /// Nothing here for this caller.
    pub fn not_found() -> Refusal {
        Refusal::new(Kind::NotFound, "not_found")
    }

    /// Known caller, not theirs to do.
    pub fn not_allowed() -> Refusal {
        Refusal::new(Kind::NotAllowed, "not_allowed")
    }

    /// Adds a value for the words.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Refusal {
        self.params.insert(name, value.to_string());
        self
    }
}
