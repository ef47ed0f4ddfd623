//! What the short forms about a meeting do: for each its address, routes, words, and when it can be done.

use kernel::Text;

/// What a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// An item comes onto the agenda.
    Place,
    /// The notice goes out.
    Notice,
    /// Another day, time or place.
    Move,
    /// The meeting does not take place.
    Cancel,
    /// The meeting is opened.
    Open,
    /// Somebody comes, leaves, is excused.
    Attend,
    /// The meeting is over.
    Close,
    /// A seat keeps out of an item.
    Recuse,
    /// An item is taken up in another one.
    Merge,
    /// A decision becomes a resolution.
    Resolution,
}

impl Verb {
    /// All of them.
    pub const ALL: [Verb; 10] = [
        Verb::Place,
        Verb::Notice,
        Verb::Move,
        Verb::Cancel,
        Verb::Open,
        Verb::Attend,
        Verb::Close,
        Verb::Recuse,
        Verb::Merge,
        Verb::Resolution,
    ];

    /// Last part of the address, and the word of what was done.
    pub fn part(self) -> &'static str {
        match self {
            Verb::Place => "place",
            Verb::Notice => "notice",
            Verb::Move => "move",
            Verb::Cancel => "cancel",
            Verb::Open => "open",
            Verb::Attend => "attend",
            Verb::Close => "close",
            Verb::Recuse => "recuse",
            Verb::Merge => "merge",
            Verb::Resolution => "resolution",
        }
    }

    /// It is about one item.
    pub fn is_about_item(self) -> bool {
        matches!(self, Verb::Recuse | Verb::Merge | Verb::Resolution)
    }

    /// The address.
    pub fn path(self) -> &'static str {
        match self {
            Verb::Place => "/meetings/{id}/place",
            Verb::Notice => "/meetings/{id}/notice",
            Verb::Move => "/meetings/{id}/move",
            Verb::Cancel => "/meetings/{id}/cancel",
            Verb::Open => "/meetings/{id}/open",
            Verb::Attend => "/meetings/{id}/attend",
            Verb::Close => "/meetings/{id}/close",
            Verb::Recuse => "/meetings/{id}/items/{item}/recuse",
            Verb::Merge => "/meetings/{id}/items/{item}/merge",
            Verb::Resolution => "/meetings/{id}/items/{item}/resolution",
        }
    }

    /// The name of the route that does it: that of the command.
    pub fn route(self) -> &'static str {
        match self {
            Verb::Place => "meetings.place_item",
            Verb::Notice => "meetings.give_notice",
            Verb::Move => "meetings.move",
            Verb::Cancel => "meetings.cancel",
            Verb::Open => "meetings.open",
            Verb::Attend => "meetings.attend",
            Verb::Close => "meetings.close",
            Verb::Recuse => "meetings.recuse",
            Verb::Merge => "meetings.merge_items",
            Verb::Resolution => "meetings.issue_resolution",
        }
    }

    /// The name of the route of its form.
    pub fn route_of_form(self) -> &'static str {
        match self {
            Verb::Place => "meetings.place_item_form",
            Verb::Notice => "meetings.give_notice_form",
            Verb::Move => "meetings.move_form",
            Verb::Cancel => "meetings.cancel_form",
            Verb::Open => "meetings.open_form",
            Verb::Attend => "meetings.attend_form",
            Verb::Close => "meetings.close_form",
            Verb::Recuse => "meetings.recuse_form",
            Verb::Merge => "meetings.merge_items_form",
            Verb::Resolution => "meetings.issue_resolution_form",
        }
    }

    /// What the route does, in one line.
    pub fn summary(self) -> &'static str {
        match self {
            Verb::Place => "An item comes onto the agenda",
            Verb::Notice => "The notice of a meeting goes out",
            Verb::Move => "A meeting gets another day, time or place",
            Verb::Cancel => "A meeting does not take place",
            Verb::Open => "A meeting is opened",
            Verb::Attend => "Somebody comes, leaves or is excused",
            Verb::Close => "A meeting is over",
            Verb::Recuse => "A seat keeps out of an item",
            Verb::Merge => "An item is taken up in another one",
            Verb::Resolution => "A decision becomes a resolution",
        }
    }

    /// What the route of the form shows, in one line.
    pub fn summary_of_form(self) -> &'static str {
        match self {
            Verb::Place => "The form of a new item",
            Verb::Notice => "The form of a notice",
            Verb::Move => "The form that moves a meeting",
            Verb::Cancel => "The form that cancels a meeting",
            Verb::Open => "The form that opens a meeting",
            Verb::Attend => "The form of somebody's presence",
            Verb::Close => "The form that closes a meeting",
            Verb::Recuse => "The form of a recusal",
            Verb::Merge => "The form that merges items",
            Verb::Resolution => "The form of a resolution",
        }
    }

    /// What the button says.
    pub fn word(self) -> Text {
        match self {
            Verb::Place => Text::new("加入议题", "Place an item"),
            Verb::Notice => Text::new("发出通知", "Give notice"),
            Verb::Move => Text::new("改期", "Move"),
            Verb::Cancel => Text::new("取消会议", "Cancel the meeting"),
            Verb::Open => Text::new("点名开会", "Open the meeting"),
            Verb::Attend => Text::new("到会变动", "Change attendance"),
            Verb::Close => Text::new("散会", "Close the meeting"),
            Verb::Recuse => Text::new("登记回避", "Record a recusal"),
            Verb::Merge => Text::new("并入另一议题", "Merge into another item"),
            Verb::Resolution => Text::new("印发决议", "Issue the resolution"),
        }
    }

    /// Stages of a meeting in which it can be done.
    pub fn stages(self) -> &'static [&'static str] {
        match self {
            Verb::Notice => &["preparing"],
            Verb::Move | Verb::Cancel | Verb::Merge => &["preparing", "called"],
            Verb::Place | Verb::Recuse => &["preparing", "called", "sitting"],
            Verb::Open => &["called"],
            Verb::Attend => &["called", "sitting"],
            Verb::Close => &["sitting"],
            Verb::Resolution => &["sitting", "kept"],
        }
    }
}
