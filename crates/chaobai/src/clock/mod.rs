//! The door for time. It takes no input: it looks at what is there and does what is due. The path
//! after a crash is the path of every day.

mod channels;
mod deadlines;
mod delivery;
mod lamps;
mod log;
mod mail;
mod meetings;
mod rounds;
mod sequencer;
mod time;
mod webhook;

pub use channels::{Channels, Mail, Webhook};
pub use deadlines::{Ran, run_due};
pub use delivery::{Delivered, Delivery, deliver};
pub use lamps::{judge_outdated, turn_due};
pub use log::Log;
pub use rounds::Rounds;
pub use sequencer::{Drained, drain_once, oldest_waiting, ordered, position_of};
pub use time::Clock;
pub use webhook::sign;
