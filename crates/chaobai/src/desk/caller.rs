//! Who calls: nobody in particular, or a person through the posts held today.

use crate::charter::model::RoleKind;
use kernel::{Id, Lang, Text};
use std::collections::BTreeSet;

/// Name and post of the house itself.
const CLOCK: &str = "clock";

/// A post held today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPost {
    /// Post id of the charter.
    pub post: String,
    /// Its title.
    pub name: Text,
    /// Its unit.
    pub unit: Option<String>,
    /// Its body.
    pub body: Option<String>,
    /// Its side.
    pub side: Option<String>,
}

/// A caller. What they may do follows from posts, units and roles; nothing else is asked.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The person; none for the public and for the program's own first steps.
    pub person: Option<Id>,
    /// Name as shown to the person.
    pub name: String,
    /// Name the person signs in with.
    pub login: String,
    /// Posts held today.
    pub posts: Vec<HeldPost>,
    /// Role ids through those posts.
    pub roles: BTreeSet<String>,
    /// What those roles are for the house.
    pub kinds: Vec<RoleKind>,
    /// Units of those posts.
    pub units: BTreeSet<String>,
    /// The program itself while it founds a zone or imports its charter's facts: an operator at the
    /// machine's own console, not reachable through any door on the network.
    pub operator: bool,
}

impl Caller {
    /// Anyone.
    pub fn public() -> Caller {
        Caller::default()
    }

    /// The operator at the console.
    pub fn operator() -> Caller {
        Caller { operator: true, name: "operator".into(), ..Caller::default() }
    }

    /// The house itself, when a day has come: the clock runs what the charter says is due. Not reachable
    /// through any door on the network.
    pub fn clock() -> Caller {
        Caller { operator: true, name: CLOCK.into(), ..Caller::default() }
    }

    /// Whether this is the clock.
    pub fn is_clock(&self) -> bool {
        self.operator && self.name == CLOCK
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.person.is_some()
    }

    /// Whether one of the caller's roles is of this kind.
    pub fn is(&self, kind: RoleKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The post a change is recorded under: the first held, `operator`, `clock`, or empty.
    pub fn post(&self) -> &str {
        match self.posts.first() {
            Some(held) => &held.post,
            None if self.is_clock() => CLOCK,
            None if self.operator => "operator",
            None => "",
        }
    }

    /// Titles of the posts held, for the page header.
    pub fn titles(&self, lang: Lang) -> String {
        let titles: Vec<&str> = self.posts.iter().map(|held| held.name.get(lang)).collect();
        titles.join(if lang == Lang::Zh { "、" } else { ", " })
    }
}
