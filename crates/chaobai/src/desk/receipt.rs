//! What a caller gets back: proof that the change is durable, and where it stands in the journal.

use kernel::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The receipt of a change that is committed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The command.
    pub command: String,
    /// Register id, or the noun of the subject.
    pub register: String,
    /// Id of the subject.
    pub id: String,
    /// Version the change made.
    pub version: i64,
    /// Cell of the journal entry.
    pub cell: String,
    /// Number of the journal entry in its cell.
    pub entry: i64,
    /// Hash of the journal entry (RFC 6962 leaf hash), hex.
    pub hash: String,
    /// When it was recorded.
    pub at: Instant,
    /// More, where the command has more to say.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub answer: Value,
    /// True when the request had been done before and this is its first receipt again.
    #[serde(default, skip_deserializing)]
    pub replayed: bool,
}
