//! A vote about an item.

use super::voting::{Choice, Outcome, Tally, Voter, tally};
use crate::charter::model::{BallotKind, Majority};
use kernel::{Date, Id, Instant, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How is voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By name, in the room.
    RollCall,
    /// By slips, in the room.
    Secret,
    /// By name, within a period, without a meeting.
    Written,
    /// Passed unless somebody objects within a period.
    Silence,
}

impl Way {
    const ALL: [Way; 4] = [Way::RollCall, Way::Secret, Way::Written, Way::Silence];

    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            Way::RollCall => "roll_call",
            Way::Secret => "secret",
            Way::Written => "written",
            Way::Silence => "silence",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.id() == id)
    }

    /// What it is called.
    pub fn word(self) -> Text {
        match self {
            Way::RollCall => Text::new("记名表决", "Roll-call vote"),
            Way::Secret => Text::new("无记名表决", "Secret ballot"),
            Way::Written => Text::new("书面表决", "Written procedure"),
            Way::Silence => Text::new("无异议程序", "Silence procedure"),
        }
    }
}

impl From<BallotKind> for Way {
    fn from(kind: BallotKind) -> Way {
        match kind {
            BallotKind::RollCall => Way::RollCall,
            BallotKind::Secret => Way::Secret,
        }
    }
}

/// Where a ballot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotState {
    /// Votes are taken.
    Open,
    /// It is over.
    Counted,
    /// It does not count.
    Void,
}

impl BallotState {
    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            BallotState::Open => "open",
            BallotState::Counted => "counted",
            BallotState::Void => "void",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<BallotState> {
        [BallotState::Open, BallotState::Counted, BallotState::Void]
            .into_iter()
            .find(|state| state.id() == id)
    }
}

/// Who may vote and by which rule, frozen when the ballot opens: a charter that changes meanwhile, or a seat that
/// changes hands, does not change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The matter needs each side.
    pub joint: bool,
    /// What it needs.
    pub majority: Majority,
    /// Posts whose no stops it.
    pub veto: Vec<String>,
    /// Sides that have a seat, filled or not.
    pub sides: Vec<String>,
    /// Filled seats.
    pub voters: Vec<Voter>,
    /// Who holds them.
    pub persons: BTreeMap<String, String>,
}

impl Base {
    /// A seat that may vote.
    pub fn voter(&self, post: &str) -> Option<&Voter> {
        self.voters.iter().find(|voter| voter.post == post && voter.present && !voter.recused)
    }

    /// How many may vote, side by side.
    pub fn asked(&self) -> BTreeMap<&str, u32> {
        let mut sides = BTreeMap::new();
        for voter in self.voters.iter().filter(|voter| voter.present && !voter.recused) {
            *sides.entry(voter.side.as_str()).or_insert(0) += 1;
        }
        sides
    }
}

/// A ballot.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// Id, in the cell of the meeting.
    pub id: Id,
    /// Meeting.
    pub meeting: Id,
    /// Item.
    pub item: Id,
    /// Number among the item's ballots, from 1.
    pub number: i64,
    /// How is voted.
    pub way: Way,
    /// What is put to the vote.
    pub question: String,
    /// Where it stands.
    pub state: BallotState,
    /// When it was opened.
    pub opened_at: Instant,
    /// Last day, for what is voted within a period.
    pub until: Option<Date>,
    /// Who may vote, and by which rule.
    pub base: Base,
    /// What came of it, once counted.
    pub outcome: Option<Outcome>,
}

/// Votes by side, from votes by post.
pub fn tallies<'a>(base: &'a Base, votes: impl IntoIterator<Item = (&'a str, Choice)>) -> Vec<Tally> {
    let side =
        |post: &str| base.voters.iter().find(|voter| voter.post == post).map(|voter| voter.side.as_str());
    let votes = votes.into_iter().filter_map(|(post, choice)| Some((side(post)?, choice)));
    tally(&base.voters, votes)
}
