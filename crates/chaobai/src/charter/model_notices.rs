//! The nouns of `notices/*.toml`, and when the daily message goes out.

use super::model::TextSchema;
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `notices/*.toml`: who is told of an event, and in which words.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeTemplate {
    /// Id; the file's name where it is left out.
    #[serde(default)]
    pub id: String,
    /// The event: `comments.mentioned`, `comments.resolved`, `lamps.came_on`, `procedures.decided`,
    /// `registers.amended`, `registers.attached`, `rounds.opened`, `rounds.returned`, `rounds.submitted`.
    pub event: String,
    /// Lists it is about; left out: all.
    #[serde(default)]
    pub registers: Vec<String>,
    /// Who is told: `lead` and `partner` of the record, `mentioned` (units the event names), or roles. Whoever
    /// did it, and whoever may not see the record, is not told.
    pub to: Vec<String>,
    /// The sentence. `{by}` the unit that did it, `{day}` the day; of a record also `{list}` and `{record}`.
    /// Beside them `{field}` for comments, `{fields}` for a change, `{file}` for a file, `{lamp}` and `{why}`
    /// for a lamp, `{procedure}`, `{body}`, `{verdict}` and `{wording}` for what a body decided, `{round}` for rounds, with `{lists}` and `{due}` where one opens and `{remark}` where a
    /// report is returned.
    #[schemars(with = "TextSchema")]
    pub text: Text,
}

/// When the daily message with what is unread goes out by e-mail.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// Working calendar: no message on a day off.
    pub calendar: String,
    /// Not before this time of the day, `08:30`, where the zone is.
    pub from: String,
    /// Not after this time of the day, `17:30`.
    pub until: String,
}
