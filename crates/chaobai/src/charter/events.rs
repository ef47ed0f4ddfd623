//! What notices can tell of: the events commands raise, and what their texts may speak of. An open list:
//! a command that raises a new event adds its line here.

/// An event.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Id: the command's area and what happened.
    pub id: &'static str,
    /// Placeholders beside [`EVERYWHERE`].
    pub words: &'static [&'static str],
    /// Whether somebody is named who is to be told (`mentioned`).
    pub names_units: bool,
}

/// Placeholders of every event: the list, the record, who did it (unit or post, never a person), the day.
pub const EVERYWHERE: [&str; 4] = ["list", "record", "by", "day"];

/// All events.
pub const EVENTS: &[Event] = &[
    Event { id: "comments.mentioned", words: &["field"], names_units: true },
    Event { id: "comments.resolved", words: &["field"], names_units: true },
    Event { id: "registers.amended", words: &["fields"], names_units: false },
    Event { id: "registers.attached", words: &["file"], names_units: false },
];

/// The event with an id.
pub fn find(id: &str) -> Option<&'static Event> {
    EVENTS.iter().find(|event| event.id == id)
}
