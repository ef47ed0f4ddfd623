//! The door for time. It takes no input: it looks at what is there and does what is due. The path
//! after a crash is the path of every day.

mod sequencer;
mod time;

pub use sequencer::{Log, LogKey, drain_once};
pub use time::Clock;
