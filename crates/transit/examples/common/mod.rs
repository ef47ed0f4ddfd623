//! What the example programs share: reading feeds, dates and times from the command line, a progress bar.
#![allow(dead_code, reason = "each example uses its own part")]

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use transit::feed::{self, Feed, ReadOptions};

/// What goes wrong in an example is told and ends it.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// Reads feeds and joins them in the order given.
pub fn read_feeds(paths: &[PathBuf], options: &ReadOptions) -> Outcome<Feed> {
    let mut feeds = Vec::new();
    for path in paths {
        feeds.push(feed::read_path(path, options).map_err(|cause| format!("{}: {cause}", path.display()))?);
    }
    Ok(feed::join(feeds)?)
}

/// A date written 2026-09-23 or 20260923.
pub fn date(text: &str) -> Result<jiff::civil::Date, String> {
    let plain = text.replace('-', "");
    feed::time::parse_date(plain.as_bytes()).ok_or_else(|| format!("{text} is not a date such as 2026-09-23"))
}

/// A time written 07:00 or 07:00:00, in seconds.
pub fn time(text: &str) -> Result<u32, String> {
    let whole = if text.matches(':').count() == 1 { format!("{text}:00") } else { text.to_owned() };
    feed::time::parse_time(whole.as_bytes()).ok_or_else(|| format!("{text} is not a time such as 07:00"))
}

/// A bar on the terminal for work that takes long; silent where nobody looks.
pub struct Progress {
    what: &'static str,
    done: usize,
    all: usize,
    shown: usize,
    visible: bool,
}

impl Progress {
    /// A bar over so many steps.
    pub fn new(what: &'static str, all: usize) -> Self {
        Self { what, done: 0, all, shown: usize::MAX, visible: std::io::stderr().is_terminal() }
    }

    /// So many steps more.
    pub fn step(&mut self, steps: usize) {
        self.done += steps;
        let percent = self.done * 100 / self.all.max(1);
        if self.visible && percent != self.shown {
            self.shown = percent;
            let bar: String = (0..40).map(|at| if at * 100 < percent * 40 { '#' } else { '.' }).collect();
            eprint!("\r{} [{bar}] {percent:3} %", self.what);
            if self.done >= self.all {
                eprintln!();
            }
            let _ = std::io::stderr().flush();
        }
    }
}
