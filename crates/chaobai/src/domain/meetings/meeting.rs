//! The nouns beside the records of a meeting.

use kernel::{Id, Instant, Text};
use serde_json::Value;

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Asked to come; nothing is known yet.
    Expected,
    /// 出席 (with a vote), 列席 (without).
    Present,
    /// 请假.
    Leave,
    /// 缺席: neither there nor excused.
    Absent,
    /// Was there and has left.
    Left,
}

impl Presence {
    /// All of them.
    pub const ALL: [Presence; 5] =
        [Presence::Expected, Presence::Present, Presence::Leave, Presence::Absent, Presence::Left];

    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            Presence::Expected => "expected",
            Presence::Present => "present",
            Presence::Leave => "leave",
            Presence::Absent => "absent",
            Presence::Left => "left",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<Presence> {
        Presence::ALL.into_iter().find(|presence| presence.id() == id)
    }

    /// What it is called, for a seat or for whoever attends without a vote.
    pub fn word(self, votes: bool) -> Text {
        match self {
            Presence::Expected => Text::new("应到", "Expected"),
            Presence::Present if votes => Text::new("出席", "Present"),
            Presence::Present => Text::new("列席", "In attendance"),
            Presence::Leave => Text::new("请假", "On leave"),
            Presence::Absent => Text::new("缺席", "Absent"),
            Presence::Left => Text::new("中途离会", "Left early"),
        }
    }
}

/// Somebody who is in the room or should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// `post:ID` or `unit:ID`.
    pub attendee: String,
    /// Has a vote.
    pub votes: bool,
    /// Side; empty: none.
    pub side: String,
    /// Person who holds the seat on the day of the meeting; none: nobody, or a unit.
    pub person: Option<Id>,
    /// By what right they hold it: `regular`, `substitute` …; empty: no seat.
    pub standing: String,
    /// Whether they are there.
    pub presence: Presence,
}

impl Attendee {
    /// The post, where it is one.
    pub fn post(&self) -> Option<&str> {
        self.attendee.strip_prefix("post:")
    }

    /// A seat that somebody holds.
    pub fn is_filled_seat(&self) -> bool {
        self.votes && self.person.is_some()
    }
}

/// Somebody keeps out of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recusal {
    /// Item.
    pub item: Id,
    /// Post.
    pub post: String,
    /// Why.
    pub reason: String,
}

/// A paper of an item as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Item.
    pub item: Id,
    /// Number among the item's papers, from 1.
    pub number: i64,
    /// Name of the file, or of the record.
    pub name: String,
    /// SHA-256 of the file, or of the record's canonical bytes; hex.
    pub digest: String,
    /// Bytes of the file; 0 for a record.
    pub size: i64,
    /// The record that was read, `REGISTER/ID`; empty for a file.
    pub subject: String,
    /// Its version.
    pub version: i64,
    /// When it was handed in or frozen.
    pub filed_at: Instant,
    /// Came after its day.
    pub late: bool,
    /// Why the chair let it in all the same.
    pub let_in: String,
}

/// Something that happened in a meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Number, from 1.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// Command.
    pub command: String,
    /// Item it was about; none: the meeting.
    pub item: Option<Id>,
    /// Post it is recorded under.
    pub actor_post: String,
    /// What is said of it.
    pub said: Value,
    /// Number of its journal entry in the cell.
    pub entry: i64,
}
