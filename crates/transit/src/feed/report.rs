//! What reading met: errors that stop it, problems that do not, and counts for people.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

/// Why a feed could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The operating system said no.
    #[error("{doing}: {cause}")]
    Io {
        /// What was being tried.
        doing: String,
        /// The cause.
        cause: std::io::Error,
    },
    /// Not a readable zip archive.
    #[error("the archive cannot be read: {0}")]
    Archive(String),
    /// Something dangerous: a hostile name, a size that lies, a bomb. Nothing of it is used.
    #[error("refused: {0}")]
    Refused(String),
    /// A file without which there is no timetable.
    #[error("{0} is missing or has no header")]
    Missing(&'static str),
    /// More rows, seconds or distinct things than this program counts.
    #[error("too large: {0}")]
    TooLarge(String),
}

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The row was used; something about it was put right or is odd.
    Warning,
    /// The row was left out.
    Dropped,
}

/// One row that was not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File name, such as `stop_times.txt`.
    pub file: String,
    /// Line of the file, from 1; 0 where the problem belongs to no line.
    pub line: u64,
    /// Whether the row was used.
    pub level: Level,
    /// What is wrong, in words.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Warning => "warning",
            Level::Dropped => "left out",
        };
        write!(f, "{}:{}: {level}: {}", self.file, self.line, self.reason)
    }
}

/// Counts, span and problems of a feed.
#[derive(Debug, Clone, Default)]
pub struct FeedReport {
    /// Rows read and rows left out, by file.
    pub rows: BTreeMap<String, (u64, u64)>,
    /// The first problems of each file, at most [`FeedReport::KEPT`].
    pub problems: Vec<Problem>,
    /// How many problems there were in each file, also those not kept.
    pub problem_count: BTreeMap<String, u64>,
    /// Files of the feed that were not read.
    pub unread: Vec<String>,
    /// First and last day the calendars speak of; whether anything runs on either is for them to say.
    pub span: Option<(Date, Date)>,
    /// Stop times that carry no time of their own.
    pub untimed: u64,
}

impl FeedReport {
    /// How many problems of one file are kept with their words; the rest is only counted.
    pub const KEPT: u64 = 200;

    /// Notes a problem. The row count of left-out rows follows the level.
    pub fn note(&mut self, file: &str, line: u64, level: Level, reason: impl Into<String>) {
        if level == Level::Dropped {
            self.rows.entry(file.to_owned()).or_default().1 += 1;
        }
        let count = self.problem_count.entry(file.to_owned()).or_default();
        *count += 1;
        if *count <= Self::KEPT {
            self.problems.push(Problem { file: file.to_owned(), line, level, reason: reason.into() });
        }
    }

    /// All problems, also those whose words were not kept.
    pub fn problem_total(&self) -> u64 {
        self.problem_count.values().sum()
    }
}
