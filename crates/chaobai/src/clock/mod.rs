//! The door for time. It takes no input: it looks at what is there and does what is due. The path
//! after a crash is the path of every day.

mod lamps;
mod log;
mod rounds;
mod sequencer;
mod time;

pub use lamps::{judge_outdated, turn_due};
pub use log::Log;
pub use rounds::Rounds;
pub use sequencer::{Drained, drain_once, oldest_waiting, ordered, position_of};
pub use time::Clock;
