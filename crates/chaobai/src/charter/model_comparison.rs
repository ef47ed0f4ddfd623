//! What a charter says of rules laid side by side. Part of [`super::model`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[comparison]`: the records of this list lay the rules of the sides about one aspect of a matter side by side,
/// and what has become of them; which field says what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Record field: the matter.
    pub matter: String,
    /// Text: the aspect.
    pub aspect: String,
    /// The rule of each side, in the order of the columns.
    pub rules: Vec<SideRule>,
    /// Text: the one rule both have agreed on.
    pub unified: String,
    /// Text or record: what the one rule is based on.
    #[serde(default)]
    pub basis: Option<String>,
    /// Choice of [`Compared`].
    pub state: String,
}

/// The rule of one side.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideRule {
    /// Side.
    pub side: String,
    /// Text: what the rule says.
    pub rule: String,
    /// Text or record: where it stands.
    pub source: String,
}

/// How two rules stand to each other. The order is that of a page: what is left to do comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compared {
    /// They differ.
    Different,
    /// Nobody has compared them.
    NotCompared,
    /// Each side has its own, and they say the same.
    Same,
    /// One rule holds for both.
    Unified,
}

impl Compared {
    /// All, in order.
    pub const ALL: [Compared; 4] =
        [Compared::Different, Compared::NotCompared, Compared::Same, Compared::Unified];

    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            Compared::Different => "different",
            Compared::NotCompared => "not_compared",
            Compared::Same => "same",
            Compared::Unified => "unified",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<Compared> {
        Compared::ALL.into_iter().find(|one| one.id() == id)
    }
}
