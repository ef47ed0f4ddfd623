//! Who sits on which seat on a day. Decided without IO: the charter, the body's rules, the terms and a day give
//! the seats.
//!
//! One vote per seat. A term holds from its first to its last day, both included. A regular or seconded holder has
//! the seat; a substitute has it while there is no such holder, or when the term says that they stand in for the
//! one there is. Two holders on one day, or two substitutes with the same claim, mean that the holder is not
//! certain: then nobody votes on the seat until the terms are put right, and it is said so.

use crate::charter::model::{BodyRules, Charter, Post};
use crate::domain::people::{Standing, Term};
use kernel::{Date, Id};

/// A seat on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Post of the charter.
    pub post: String,
    /// Side it speaks for.
    pub side: Option<String>,
    /// Whose seat it is on the day.
    pub state: SeatState,
    /// Holders who are away that day, because a substitute stands in for them by name; and substitutes who have
    /// no turn.
    pub waiting: Vec<Holder>,
}

/// Whose seat it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeatState {
    /// One person's.
    Held(Holder),
    /// Nobody's. The day the last term ended, if there was one; the day the next one begins, if one is recorded.
    Vacant {
        /// Last day of the latest term that is over.
        ended: Option<Date>,
        /// First day of the earliest term to come.
        begins: Option<Date>,
    },
    /// Two or more have the same claim.
    Uncertain(Vec<Holder>),
}

/// A person in a post on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Record of the term.
    pub term: Id,
    /// Record of the person.
    pub person: Id,
    /// Name.
    pub name: String,
    /// In which way they are in it.
    pub standing: Standing,
    /// Unit a seconded person comes from.
    pub home_unit: Option<String>,
    /// Whom a substitute stands in for.
    pub in_place_of: Option<Id>,
    /// Why they stand in, in words.
    pub reason: String,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Made up for demonstration.
    pub sample: bool,
}

impl Seat {
    /// Who may vote on it that day.
    pub fn holder(&self) -> Option<&Holder> {
        match &self.state {
            SeatState::Held(holder) => Some(holder),
            SeatState::Vacant { .. } | SeatState::Uncertain(_) => None,
        }
    }

    /// Whether somebody sits on it: what quorum and majority count as a filled seat.
    pub fn is_filled(&self) -> bool {
        self.holder().is_some()
    }

    /// Whether a person may vote on it that day.
    pub fn is_of(&self, person: &Id) -> bool {
        self.holder().is_some_and(|holder| holder.person == *person)
    }
}

/// The seats of a body on a day, in the order of its rules. `terms` are all terms, also those that are over or to
/// come; seats of posts the charter does not know are vacant.
pub fn seats_on(charter: &Charter, rules: &BodyRules, terms: &[Term], day: Date) -> Vec<Seat> {
    holders_on(charter, &rules.seats, terms, day)
}

/// The same for any posts: observers, chairs, posts of a body that has no rules.
pub fn holders_on(charter: &Charter, posts: &[String], terms: &[Term], day: Date) -> Vec<Seat> {
    let side = |post: &str| charter.post(post).and_then(|post: &Post| post.side.clone());
    posts.iter().map(|post| seat(post, side(post), terms, day)).collect()
}

fn seat(post: &str, side: Option<String>, terms: &[Term], day: Date) -> Seat {
    let of_post = || terms.iter().filter(|term| term.post == post);
    let (mut holders, mut substitutes) = (Vec::new(), Vec::new());
    for term in of_post().filter(|term| term.holds_on(day)) {
        let one = if term.standing == Standing::Substitute { &mut substitutes } else { &mut holders };
        add(one, term);
    }
    // Whoever holds the post is no substitute in it.
    substitutes.retain(|one| !holders.iter().any(|holder| holder.person == one.person));
    let mut waiting = Vec::new();
    let state = match holders.len() {
        0 => {
            let ended = of_post().filter_map(|term| term.until.filter(|until| *until < day)).max();
            let begins = of_post().filter_map(|term| term.since.filter(|since| *since > day)).min();
            claim(substitutes).unwrap_or(SeatState::Vacant { ended, begins })
        }
        1 => {
            let holder = holders.remove(0);
            let named = |one: &Holder| one.in_place_of.as_ref() == Some(&holder.person);
            let (for_them, others): (Vec<_>, Vec<_>) = substitutes.into_iter().partition(named);
            waiting = others;
            match claim(for_them) {
                Some(state) => {
                    waiting.insert(0, holder);
                    state
                }
                None => SeatState::Held(holder),
            }
        }
        _ => {
            waiting = substitutes;
            SeatState::Uncertain(holders)
        }
    };
    Seat { post: post.to_owned(), side, state, waiting }
}

/// Whose it is among those with the same claim; none: nobody claims it.
fn claim(mut all: Vec<Holder>) -> Option<SeatState> {
    let mut persons: Vec<Id> = Vec::new();
    all.retain(|one| {
        let is_new = !persons.contains(&one.person);
        persons.push(one.person.clone());
        is_new
    });
    match all.len() {
        0 => None,
        1 => all.pop().map(SeatState::Held),
        _ => Some(SeatState::Uncertain(all)),
    }
}

/// Adds whoever a term names. Two terms of one person are one holder: the term that began first speaks.
fn add(all: &mut Vec<Holder>, term: &Term) {
    let holder = Holder {
        term: term.id.clone(),
        person: term.person.clone(),
        name: term.name.clone(),
        standing: term.standing,
        home_unit: term.home_unit.clone(),
        in_place_of: term.in_place_of.clone(),
        reason: term.reason.clone(),
        since: term.since,
        until: term.until,
        sample: term.sample,
    };
    let order = |holder: &Holder| (holder.since, holder.term.clone());
    match all.iter_mut().find(|other| other.person == holder.person) {
        // The terms of a substitute who stands in for several persons are all kept.
        Some(other) if other.in_place_of == holder.in_place_of => {
            if order(&holder) < order(other) {
                *other = holder;
            }
        }
        _ => all.push(holder),
    }
}

#[cfg(test)]
#[path = "seats_tests.rs"]
mod tests;
