//! The rounds of the house: a thread that looks at the world every two seconds.

use super::deadlines::run_due;
use super::lamps::turn_due;
use super::sequencer::{drain_once, judge_delay};
use crate::house::House;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Time between two rounds.
const PAUSE: Duration = Duration::from_secs(2);
/// Past this delay nothing more is accepted, because it could not be proven: 4 hours.
const DELAY_MAX_US: i64 = 4 * 3600 * 1_000_000;

/// The thread of the rounds; ends with the value.
pub struct Rounds {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Rounds {
    /// Starts the rounds of a house.
    pub fn start(house: Arc<House>) -> std::io::Result<Rounds> {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = stop.clone();
        let thread = thread::Builder::new().name("rounds".into()).spawn(move || {
            while !seen.load(Ordering::Acquire) {
                round(&house);
                thread::park_timeout(PAUSE);
            }
            round(&house);
        })?;
        Ok(Rounds { stop, thread: Some(thread) })
    }
}

impl Drop for Rounds {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

fn round(house: &House) {
    if house.desk.has_failed() {
        // The disk did not confirm a write. Only a fresh start reads back what is really there.
        tracing::error!("the store failed under a write; the program ends so that a new start can recover");
        std::process::exit(3);
    }
    if let Err(error) = drain_once(&house.store, &house.log) {
        tracing::error!(error = format!("{error:#}"), "the log could not be brought up to date");
    }
    if let Err(error) = judge_delay(&house.store, &house.desk, house.clock.now(), DELAY_MAX_US) {
        tracing::error!(error = format!("{error:#}"), "the log's delay could not be read");
    }
    if let Err(error) = turn_due(house) {
        tracing::error!(error = format!("{error:#}"), "lamps that were due could not be judged");
    }
    match house.refresh_law() {
        Ok(true) => tracing::info!(version = house.law().version, "a new charter is in force"),
        Ok(false) => {}
        Err(error) => tracing::error!(error = format!("{error:#}"), "the charter in force could not be read"),
    }
    match run_due(house) {
        Ok(ran) if ran.done + ran.refused > 0 => {
            tracing::info!(done = ran.done, refused = ran.refused, "what was due was done");
        }
        Ok(_) => {}
        Err(error) => tracing::error!(error = format!("{error:#}"), "what is due could not be done"),
    }
}
