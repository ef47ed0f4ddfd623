//! What notices can tell of: the events commands raise, and what their texts may speak of. An open list:
//! a command that raises a new event adds its line here.

/// An event.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Id: the command's area and what happened.
    pub id: &'static str,
    /// Placeholders beside those of [`Event::everywhere`].
    pub words: &'static [&'static str],
    /// Whether somebody is named who is to be told (`mentioned`).
    pub names_units: bool,
    /// What it happened to.
    pub about: About,
    /// Its words stay inside: only who reads the whole record is told, and a message that leaves the house
    /// says no more than that there is something.
    pub inside: bool,
}

/// What an event happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A record: its `lead` and `partner` can be told.
    Record,
    /// A round of reports.
    Round,
}

const fn of_record(id: &'static str, words: &'static [&'static str]) -> Event {
    Event { id, words, names_units: false, about: About::Record, inside: false }
}

/// All events.
pub const EVENTS: &[Event] = &[
    Event { names_units: true, ..of_record("comments.mentioned", &["field"]) },
    Event { names_units: true, ..of_record("comments.resolved", &["field"]) },
    Event { inside: true, ..of_record("lamps.came_on", &["lamp", "why"]) },
    Event { names_units: true, inside: true, ..of_record("meetings.called", &["on", "place"]) },
    Event { names_units: true, inside: true, ..of_record("meetings.cancelled", &["on", "place"]) },
    Event { names_units: true, inside: true, ..of_record("meetings.moved", &["on", "place"]) },
    Event { inside: true, ..of_record("meetings.resolved", &["number"]) },
    Event { inside: true, ..of_record("procedures.decided", &["procedure", "body", "verdict", "wording"]) },
    of_record("registers.amended", &["fields"]),
    of_record("registers.attached", &["file"]),
    Event {
        names_units: true,
        about: About::Round,
        ..of_record("rounds.opened", &["round", "lists", "due"])
    },
    Event { inside: true, ..of_record("rounds.returned", &["round", "remark"]) },
    Event { inside: true, ..of_record("rounds.submitted", &["round"]) },
];

impl Event {
    /// Placeholders of every event about the same: who did it (unit or post, never a person) and the day;
    /// for a record also its list and its name.
    pub fn everywhere(&self) -> &'static [&'static str] {
        match self.about {
            About::Record => &["list", "record", "by", "day"],
            About::Round => &["by", "day"],
        }
    }
}

/// The event with an id.
pub fn find(id: &str) -> Option<&'static Event> {
    EVENTS.iter().find(|event| event.id == id)
}
