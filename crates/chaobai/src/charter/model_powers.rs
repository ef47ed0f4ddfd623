//! What a charter says of powers: which list holds them and which field says what; and which action needs one.
//! Part of [`super::model`].

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[powers]`: the records of this list are powers that one unit gives to another (赋权); which field says what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PowersLaw {
    /// Fields (text or choice) by which a power is found: the value of one of them is what `needs_power` names.
    pub matter: Vec<String>,
    /// Choice of [`PowerKind`]: `authorised`, `entrusted`.
    pub kind: String,
    /// Unit that gives it.
    pub giver: String,
    /// Unit that receives it.
    pub receiver: String,
    /// Jurisdictions in which it holds, with what lies within them.
    #[serde(default)]
    pub scope: Vec<String>,
    /// Place: the area in which it holds, where the boundary is known.
    #[serde(default)]
    pub area: Option<String>,
    /// Jurisdictions that are left out, with what lies within them.
    #[serde(default)]
    pub excluded: Vec<String>,
    /// Place: the area that is left out, where the boundary is known.
    #[serde(default)]
    pub excluded_area: Option<String>,
    /// Text: what is left out, in words. Words without a boundary leave it open for every place whether it is in.
    #[serde(default)]
    pub excluded_words: Option<String>,
    /// Choices: parts of the matter the giver holds back.
    #[serde(default)]
    pub held_back: Option<String>,
    /// First day; an empty one means since always, as far as is known.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Stages in which a power holds.
    pub stages: Vec<String>,
    /// A worked example: shown like the others, and never a power anybody acts by.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub example: bool,
}

/// Which power an action needs. It is judged at the desk on the day of the action.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedsPower {
    /// The matter, as it stands in one of the list's `matter` fields.
    pub matter: String,
    /// The part of the matter, one of the list's `held_back` choices; absent: no particular one.
    #[serde(default)]
    pub part: Option<String>,
    /// Jurisdiction field of the record or of the case: whose soil the decision is about.
    #[serde(default)]
    pub jurisdiction: Option<String>,
    /// Place field of the record or of the case: where the decision is about.
    #[serde(default)]
    pub place: Option<String>,
}

/// In whose name a power is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PowerKind {
    /// 授权: the receiver decides in its own name.
    Authorised,
    /// 委托: the receiver decides in the name of the giver.
    Entrusted,
}

impl PowerKind {
    /// Both.
    pub const ALL: [PowerKind; 2] = [PowerKind::Authorised, PowerKind::Entrusted];

    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            PowerKind::Authorised => "authorised",
            PowerKind::Entrusted => "entrusted",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<PowerKind> {
        PowerKind::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// What it is called.
    pub fn word(self) -> Text {
        match self {
            PowerKind::Authorised => Text::new("授权", "authorised"),
            PowerKind::Entrusted => Text::new("委托", "entrusted"),
        }
    }
}
