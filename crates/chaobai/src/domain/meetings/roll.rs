//! Who is asked to come, and who is there: seats as the terms in posts have them on the day of the meeting.

use super::ballot::Base;
use super::meeting::{Attendee, Presence, Recusal};
use super::room::{Room, text};
use super::seats::{Seat, SeatState, seats_on};
use super::sql;
use super::voting::{Measure, Voter, quorum};
use crate::desk::{Call, Stop};
use crate::domain::people;
use kernel::{Date, Id, Kind, Problem, Refusal};
use store::Tx;

/// Seats and observers of a body on a day; nobody's presence is known yet.
///
/// Terms are read across cells, as the posts of a caller are: whoever votes is judged again when they vote.
pub fn expected(tx: &mut Tx<'_>, room: &Room<'_>, day: Date) -> Result<Vec<Attendee>, Stop> {
    let terms = people::terms(tx, room.charter)?;
    let seats = seats_on(room.charter, room.rules, &terms, day).into_iter().map(|seat| {
        let holder = match &seat.state {
            SeatState::Held(holder) => Some(holder),
            SeatState::Vacant { .. } | SeatState::Uncertain(_) => None,
        };
        Attendee {
            attendee: format!("post:{}", seat.post),
            votes: true,
            side: seat.side.clone().unwrap_or_default(),
            person: holder.map(|holder| holder.person.clone()),
            standing: match &seat.state {
                SeatState::Held(holder) => holder.standing.id().to_owned(),
                SeatState::Vacant { .. } => "vacant".into(),
                SeatState::Uncertain(_) => "uncertain".into(),
            },
            presence: Presence::Expected,
        }
    });
    let observers = room.rules.observers.iter().map(|post| Attendee {
        attendee: format!("post:{post}"),
        votes: false,
        side: room.charter.post(post).and_then(|post| post.side.clone()).unwrap_or_default(),
        person: None,
        standing: String::new(),
        presence: Presence::Expected,
    });
    Ok(seats.chain(observers).collect())
}

/// A seat of the body as the terms have it today; none: the body has no such seat.
pub fn seat_today(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    room: &Room<'_>,
    post: &str,
) -> Result<Option<Seat>, Stop> {
    let terms = people::terms(tx, room.charter)?;
    let seats = seats_on(room.charter, room.rules, &terms, call.moment.today);
    Ok(seats.into_iter().find(|seat| seat.post == post))
}

/// Filled seats as a ballot about an item finds them.
pub fn voters(attendance: &[Attendee], recusals: &[Recusal], item: Option<&Id>) -> Vec<Voter> {
    let seats = attendance.iter().filter(|one| one.is_filled_seat());
    seats
        .filter_map(|one| {
            let post = one.post()?.to_owned();
            let recused = recusals.iter().any(|out| Some(&out.item) == item && out.post == post);
            let present = one.presence == Presence::Present;
            Some(Voter { post, side: one.side.clone(), present, recused })
        })
        .collect()
}

/// The same, in the order of the seats, frozen with the rule in force.
pub fn base(room: &Room<'_>, attendance: &[Attendee], mut voters: Vec<Voter>, joint: bool) -> Base {
    voters.sort_by_key(|voter| room.rules.place_of(&voter.post));
    let person = |one: &Attendee| Some((one.post()?.to_owned(), one.person.as_ref()?.to_string()));
    Base {
        joint,
        majority: room.rules.majority,
        veto: room.rules.veto.clone(),
        sides: room.sides(),
        persons: attendance.iter().filter(|one| one.votes).filter_map(person).collect(),
        voters,
    }
}

/// Refuses where too few are there to decide.
pub fn demand_quorum(room: &Room<'_>, voters: &[Voter]) -> Result<Vec<Measure>, Refusal> {
    let measures = quorum(&room.rules.quorum, &room.sides(), voters);
    match measures.iter().find(|measure| !measure.is_met()) {
        None => Ok(measures),
        Some(short) => Err(Refusal::new(Kind::Conflict, "meetings.no_quorum")
            .with("side", &short.side)
            .with("have", short.have)
            .with("base", short.base)
            .with("needed", short.needed.map_or_else(|| "-".to_owned(), |needed| needed.to_string()))),
    }
}

/// Everything about who is there, for an item or for the meeting.
pub struct Roll {
    /// In the room or expected.
    pub attendance: Vec<Attendee>,
    /// Who keeps out of what.
    pub recusals: Vec<Recusal>,
}

impl Roll {
    /// Reads it.
    pub fn read(tx: &mut Tx<'_>, call: &Call<'_>, meeting: &Id) -> Result<Roll, Stop> {
        Ok(Roll {
            attendance: sql::attendance(tx, call.cell, meeting)?,
            recusals: sql::recusals(tx, call.cell, meeting)?,
        })
    }

    /// Filled seats as an item finds them.
    pub fn voters(&self, item: Option<&Id>) -> Vec<Voter> {
        voters(&self.attendance, &self.recusals, item)
    }
}

/// The chair of the day: whose turn it is, unless somebody else of the chairs presides.
pub fn chair(room: &Room<'_>, asked: &str) -> Result<String, Refusal> {
    let turn = people::chair_on(room.body, room.held_on()).map(|turn| turn.post.clone());
    if asked.is_empty() {
        let noticed = text(&room.meeting.body, "chair").map(str::to_owned);
        // Where no turn is written for the day, whoever was named before, else the first of the chairs.
        return turn
            .or(noticed)
            .or(room.body.chairs.first().cloned())
            .ok_or_else(|| Refusal::invalid(vec![Problem::new("chair", "required")]));
    }
    if room.body.chairs.iter().any(|chair| chair == asked) {
        return Ok(asked.to_owned());
    }
    Err(Refusal::invalid(vec![Problem::new("chair", "not_a_choice").with("given", asked)]))
}
