//! Quorum and majority: pure rules over seats and votes. No database, no clock.
//!
//! A *base* is the seats a share is measured against. Whoever recused themselves is in no base; a vacant seat is in
//! none either. An empty base never has enough: nobody decides for an empty side.

use crate::charter::model::{Base, Enough, Majority, Quorum};
use serde::{Deserialize, Serialize};

/// A vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// 赞成.
    Yes,
    /// 反对.
    No,
    /// 弃权.
    Abstain,
}

impl Choice {
    /// All three, in the order they are offered.
    pub const ALL: [Choice; 3] = [Choice::Yes, Choice::No, Choice::Abstain];

    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            Choice::Yes => "yes",
            Choice::No => "no",
            Choice::Abstain => "abstain",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<Choice> {
        Choice::ALL.into_iter().find(|choice| choice.id() == id)
    }

    /// What it is called.
    pub fn word(self) -> kernel::Text {
        match self {
            Choice::Yes => kernel::Text::new("赞成", "Yes"),
            Choice::No => kernel::Text::new("反对", "No"),
            Choice::Abstain => kernel::Text::new("弃权", "Abstain"),
        }
    }
}

/// A filled seat as a ballot finds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voter {
    /// Post.
    pub post: String,
    /// Side it speaks for; empty: none.
    pub side: String,
    /// Whoever holds the seat is there (or is asked, in a written procedure).
    pub present: bool,
    /// Keeps out of this item.
    pub recused: bool,
}

/// How many of how many, and how many are needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Side; empty: all together.
    pub side: String,
    /// How many there are.
    pub have: u32,
    /// Of so many.
    pub base: u32,
    /// How many are needed; none: no number is enough.
    pub needed: Option<u32>,
}

impl Measure {
    fn new(side: &str, have: u32, base: u32, enough: Enough) -> Measure {
        Measure { side: side.to_owned(), have, base, needed: needed(enough, base) }
    }

    /// Whether there are enough.
    pub fn is_met(&self) -> bool {
        self.needed.is_some_and(|needed| self.have >= needed)
    }
}

/// The smallest number that is enough of a base; none where no number is.
pub fn needed(enough: Enough, base: u32) -> Option<u32> {
    if base == 0 {
        return None;
    }
    let (share, more) = match enough {
        Enough::AtLeast(share) => (share, false),
        Enough::MoreThan(share) => (share, true),
    };
    let (parts, of, base) = (u64::from(share.parts), u64::from(share.of), u64::from(base));
    let number = if more { parts * base / of + 1 } else { (parts * base).div_ceil(of) };
    u32::try_from(number).ok().filter(|number| u64::from(*number) <= base)
}

/// Whether a body can decide: the measure of all, then that of each side that is looked at. `sides`: those that have a
/// seat, filled or not.
pub fn quorum(rule: &Quorum, sides: &[String], voters: &[Voter]) -> Vec<Measure> {
    let there = |side: Option<&str>| count(voters, side, |voter| voter.present);
    let seats = |side: Option<&str>| count(voters, side, |_| true);
    let mut all = vec![Measure::new("", there(None), seats(None), rule.all)];
    if let Some(enough) = rule.each_side {
        all.extend(sides.iter().map(|side| Measure::new(side, there(Some(side)), seats(Some(side)), enough)));
    }
    all
}

/// Votes of one side (of all, where the side is empty).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Side; empty: those that speak for none.
    pub side: String,
    /// 赞成.
    pub yes: u32,
    /// 反对.
    pub no: u32,
    /// 弃权.
    pub abstain: u32,
}

impl Tally {
    /// Counts a vote.
    pub fn add(&mut self, choice: Choice) {
        match choice {
            Choice::Yes => self.yes += 1,
            Choice::No => self.no += 1,
            Choice::Abstain => self.abstain += 1,
        }
    }

    /// How many voted.
    pub fn cast(&self) -> u32 {
        self.yes + self.no + self.abstain
    }
}

/// What came of a vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The proposal has what it needs.
    pub passes: bool,
    /// Votes by side, every side that has a seat, in the order of seats.
    pub tallies: Vec<Tally>,
    /// Yes votes against what is needed: all, then each side where sides count.
    pub measures: Vec<Measure>,
    /// Posts whose no stopped it.
    pub vetoed_by: Vec<String>,
    /// Seats that were asked and did not vote.
    pub silent: u32,
}

/// Votes by side: every side that has a seat, whether or not it voted.
pub fn tally<'a>(voters: &[Voter], votes: impl IntoIterator<Item = (&'a str, Choice)>) -> Vec<Tally> {
    let mut tallies: Vec<Tally> =
        sides(voters).into_iter().map(|side| Tally { side, ..Tally::default() }).collect();
    for (side, choice) in votes {
        match tallies.iter_mut().find(|tally| tally.side == side) {
            Some(tally) => tally.add(choice),
            None => {
                let mut tally = Tally { side: side.to_owned(), ..Tally::default() };
                tally.add(choice);
                tallies.push(tally);
            }
        }
    }
    tallies
}

/// What comes of votes. `joint`: the matter needs each side, also where the rule does not say so; sides are then
/// measured by the rule of all. `all_sides`: those that have a seat, filled or not: one whose seats are all vacant is not
/// forgotten, and nothing joint passes. `vetoed_by`: posts with a veto that voted no.
pub fn outcome(
    rule: &Majority,
    joint: bool,
    (all_sides, voters): (&[String], &[Voter]),
    tallies: Vec<Tally>,
    vetoed_by: Vec<String>,
) -> Outcome {
    let measure = |side: Option<&str>, enough: Enough| {
        let of: Vec<&Tally> =
            tallies.iter().filter(|tally| side.is_none_or(|side| tally.side == side)).collect();
        let sum = |what: fn(&Tally) -> u32| of.iter().map(|tally| what(tally)).sum::<u32>();
        let base = match rule.base {
            Base::Seats => count(voters, side, |_| true),
            Base::Present => count(voters, side, |voter| voter.present),
            Base::Cast => sum(|tally| tally.yes + tally.no),
        };
        Measure::new(side.unwrap_or_default(), sum(|tally| tally.yes), base, enough)
    };
    let mut measures = vec![measure(None, rule.all)];
    let each_side = rule.each_side.or(joint.then_some(rule.all));
    if let Some(enough) = each_side {
        measures.extend(all_sides.iter().map(|side| measure(Some(side), enough)));
    }
    let asked = count(voters, None, |voter| voter.present);
    let cast: u32 = tallies.iter().map(Tally::cast).sum();
    Outcome {
        passes: vetoed_by.is_empty() && measures.iter().all(Measure::is_met),
        measures,
        silent: asked.saturating_sub(cast),
        tallies,
        vetoed_by,
    }
}

/// Sides that have a voter who does not keep out, in the order of seats.
fn sides(voters: &[Voter]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for voter in voters.iter().filter(|voter| !voter.recused) {
        if !found.contains(&voter.side) {
            found.push(voter.side.clone());
        }
    }
    found
}

fn count(voters: &[Voter], side: Option<&str>, which: impl Fn(&Voter) -> bool) -> u32 {
    let fits = |voter: &&Voter| !voter.recused && side.is_none_or(|side| voter.side == side) && which(voter);
    u32::try_from(voters.iter().filter(fits).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "voting_tests.rs"]
mod tests;
