//! Meetings of bodies: who sits on which seat.

mod seats;

pub use seats::{Holder, Seat, SeatState, holders_on, seats_on};
