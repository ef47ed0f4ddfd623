//! Mistakes in a charter, collected: what is wrong, where, and what to write instead.

use super::suggest::nearest;
use kernel::Text;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// How bad a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The charter cannot be adopted.
    Error,
    /// The charter can be adopted; somebody should look.
    Warning,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// File below the charter folder, with `/`.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: u32,
    /// Column in characters, from 1; 0 where not known.
    pub column: u32,
    /// Key path in the file, for example `fields[3].unit`; for facts the column.
    pub path: String,
    /// Stable code, for example `unknown_area`.
    pub code: &'static str,
    /// What is wrong.
    pub what: Text,
    /// What to write instead.
    pub instead: Text,
    /// How bad it is.
    pub severity: Severity,
}

/// `registers/bridges.toml:12: error: … — … [code]`, in English.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        write!(
            f,
            "{}:{}: {severity}: {} — {} [{}]",
            self.file, self.line, self.what.en, self.instead.en, self.code
        )
    }
}

/// Where the keys of a file stand, and which of them are already known to be wrong.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Key path to line and column.
    pub(crate) lines: BTreeMap<String, (u32, u32)>,
    /// Paths already reported: what is found below them is a consequence and stays unsaid.
    pub(crate) muted: Vec<String>,
    /// The file has syntax errors: nothing more can be said about it for certain.
    pub(crate) broken: bool,
}

impl Places {
    /// Line and column of a path, or of the nearest path above it that stands in the file.
    pub(crate) fn of(&self, path: &str) -> (u32, u32) {
        let mut path = path;
        loop {
            if let Some(at) = self.lines.get(path) {
                return *at;
            }
            match path.rfind(['.', '[']) {
                Some(cut) => path = &path[..cut],
                None => return (1, 1),
            }
        }
    }

    fn is_muted(&self, path: &str) -> bool {
        self.broken
            || self.muted.iter().any(|m| {
                path.strip_prefix(m.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            })
    }
}

/// Collects mistakes while a charter is read and checked.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// What was found.
    pub(crate) mistakes: Vec<Mistake>,
    /// Places by file.
    pub(crate) places: BTreeMap<String, Places>,
}

/// What to call something, and the code of "there is no such thing".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noun {
    pub(crate) code: &'static str,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

impl Report {
    /// Adds a mistake at a key path, unless that path is already known to be wrong.
    pub(crate) fn add(
        &mut self,
        severity: Severity,
        file: &str,
        path: &str,
        code: &'static str,
        what: Text,
        instead: Text,
    ) {
        let (line, column) = match self.places.get(file) {
            Some(places) if places.is_muted(path) => return,
            Some(places) => places.of(path),
            None => (0, 0),
        };
        let (file, path) = (file.to_owned(), path.to_owned());
        self.mistakes.push(Mistake { file, line, column, path, code, what, instead, severity });
    }

    /// Adds an error at a key path.
    pub(crate) fn error(&mut self, file: &str, path: &str, code: &'static str, what: Text, instead: Text) {
        self.add(Severity::Error, file, path, code, what, instead);
    }

    /// Adds a warning at a key path.
    pub(crate) fn warn(&mut self, file: &str, path: &str, code: &'static str, what: Text, instead: Text) {
        self.add(Severity::Warning, file, path, code, what, instead);
    }

    /// Adds an error at a line (facts files, maps).
    pub(crate) fn line(
        &mut self,
        severity: Severity,
        file: &str,
        (line, path): (u32, &str),
        code: &'static str,
        what: Text,
        instead: Text,
    ) {
        let (file, path) = (file.to_owned(), path.to_owned());
        self.mistakes.push(Mistake { file, line, column: 0, path, code, what, instead, severity });
    }

    /// Adds "there is no such …" if `given` is not among `known`; says which was probably meant.
    pub(crate) fn refer(&mut self, file: &str, path: &str, noun: Noun, given: &str, known: &[&str]) -> bool {
        if known.contains(&given) {
            return true;
        }
        let what =
            Text::new(format!("没有{}“{given}”", noun.zh), format!("there is no {} `{given}`", noun.en));
        self.error(file, path, noun.code, what, instead(given, known));
        false
    }

    /// True if any mistake is an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.mistakes.iter().any(|m| m.severity == Severity::Error)
    }
}

/// Which of the known words to write instead of `given`.
pub(crate) fn instead(given: &str, known: &[&str]) -> Text {
    if let Some(meant) = nearest(given, known.iter().copied()) {
        return Text::new(format!("是否应写作“{meant}”？"), format!("did you mean `{meant}`?"));
    }
    if known.is_empty() {
        return Text::new("章程中尚无可用的条目", "the charter has none yet");
    }
    let shown = &known[..known.len().min(12)];
    let more = if known.len() > shown.len() { " …" } else { "" };
    Text::new(
        format!("可写：{}{more}", shown.join("、")),
        format!("write one of: {}{more}", shown.join(", ")),
    )
}
