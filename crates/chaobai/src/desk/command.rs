//! What a command is.

use super::{Caller, Law};
use kernel::{Cell, Kind, Moment, Refusal};
use serde_json::Value;
use store::{StoreError, Tx};

/// The key a request carries so that sending it again is safe: 8 to 200 printable ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey(String);

impl RequestKey {
    /// Reads a key as the caller sent it.
    pub fn parse(text: &str) -> Result<RequestKey, Refusal> {
        let good = (8..=200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if good { Ok(RequestKey(text.into())) } else { Err(Refusal::new(Kind::Invalid, "request_key")) }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a command did not happen.
#[derive(Debug)]
pub enum Stop {
    /// The rules say no.
    Refused(Refusal),
    /// The store could not.
    Store(StoreError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Store(error)
    }
}

/// What a running command is given.
pub struct Call<'a> {
    /// Who calls.
    pub caller: &'a Caller,
    /// When, and with which chance.
    pub moment: &'a Moment,
    /// The law in force.
    pub law: &'a Law,
    /// The cell whose rows may be written.
    pub cell: &'a Cell,
    /// The request key, for ids that must come out the same when it is sent again.
    pub key: &'a RequestKey,
    /// Number the journal entry of this change will have in its cell.
    pub entry: i64,
}

/// What a change is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Register id, or the noun where it is not a record (`charter`, `figure`, `account`).
    pub register: String,
    /// Record id or name.
    pub id: String,
    /// Version the change made.
    pub version: i64,
}

/// What a command did, for the journal and the receipt.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// What anyone may read of it. Integers, text, booleans, lists, maps; no floats.
    pub public: Value,
    /// What only some may read of it; enters the journal as a salted commitment. Null: nothing.
    pub hidden: Value,
    /// The whole state after the change; enters as a salted commitment, so that a row edited behind
    /// the program's back no longer fits its entry.
    pub state: Value,
    /// More for the caller than the receipt says; kept with the receipt. Null: nothing.
    pub answer: Value,
}

/// The only way to change anything. Re-runnable: a batch may be tried again after a conflict.
pub trait Command: Send {
    /// Area and verb, the same word in route, file, journal, test and permit: `registers.create`.
    fn name(&self) -> &'static str;

    /// The cell all its rows are in; the same whenever the same request is sent again.
    fn cell(&self, zone: &str, key: &RequestKey) -> Cell;

    /// What is asked, so that the same key with another content is told from a retry.
    fn content(&self) -> Value;

    /// Shows the gate against classified matter every text that `content` has only the digest of, each with where it
    /// stands; nothing where `content` has them all.
    fn digested(&self, _look: &mut dyn FnMut(&str, &Value)) {}

    /// Judges and writes. Rows of `call.cell` only.
    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop>;
}
