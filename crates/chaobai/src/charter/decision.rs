//! What a charter leaves to a body: steps of a procedure that wait for its verdict, and fields of a list that it
//! decided and that nobody else changes. Shapes only; what is right is in `check_decisions.rs`.

use super::model_meetings::Verdict;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `decision` of a step: it waits for a body, and what follows is done by its verdict and by nobody by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Awaits {
    /// The body: its id, or `field:FIELD` for the one a field of the record names.
    pub body: String,
    /// The action of the step that each verdict does.
    pub results: Results,
}

/// The action for each verdict. Different verdicts may do the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// 通过.
    pub passed: String,
    /// 原则通过.
    pub passed_in_principle: String,
    /// 修改后再议.
    pub revise: String,
    /// 缓议.
    pub postponed: String,
    /// 不通过.
    pub rejected: String,
}

impl Results {
    /// The action a verdict does.
    pub fn action(&self, verdict: Verdict) -> &str {
        match verdict {
            Verdict::Passed => &self.passed,
            Verdict::PassedInPrinciple => &self.passed_in_principle,
            Verdict::Revise => &self.revise,
            Verdict::Postponed => &self.postponed,
            Verdict::Rejected => &self.rejected,
        }
    }

    /// Whether an action is done by a verdict.
    pub fn names(&self, action: &str) -> bool {
        Verdict::ALL.into_iter().any(|verdict| self.action(verdict) == action)
    }
}

/// `[decided]` of a list: fields that stand once a body has decided them. They are changed by its act alone, and
/// a record comes into one of the stages named only by a case that carries such a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidedFields {
    /// The body: its id, or `field:FIELD` for the one a field of the record names. That field stands as well.
    pub body: String,
    /// The fields.
    pub fields: Vec<String>,
    /// Stages in which they stand. No way leads out of them.
    pub from: Vec<String>,
    /// Stages in which they wait for the decision: what lies before others is changed only by an action of the
    /// case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<String>,
}

impl DecidedFields {
    /// Whether the fields stand in a stage.
    pub fn stands(&self, stage: &str) -> bool {
        self.from.iter().any(|from| from == stage)
    }

    /// Whether they wait for the decision in a stage.
    pub fn is_held(&self, stage: &str) -> bool {
        self.held.iter().any(|held| held == stage)
    }

    /// The fields, with the one that names the body.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let naming = self.body.strip_prefix(BY_FIELD);
        let naming = naming.filter(|id| !self.fields.iter().any(|field| field == id));
        self.fields.iter().map(String::as_str).chain(naming)
    }
}

impl super::model::Register {
    /// Whether a field stands in a stage because a body decided it.
    pub fn is_decided(&self, stage: &str, field: &str) -> bool {
        self.decided.as_ref().is_some_and(|law| law.stands(stage) && law.all().any(|id| id == field))
    }
}

/// Before the name of the field that names the body.
pub const BY_FIELD: &str = "field:";

/// The body that is meant by what a charter writes, for a record with these fields.
pub fn body_named<'a>(written: &'a str, record: &'a Map<String, Value>) -> Option<&'a str> {
    match written.strip_prefix(BY_FIELD) {
        Some(field) => record.get(field).and_then(Value::as_str),
        None => Some(written),
    }
}
