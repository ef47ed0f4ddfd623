//! A workbook on its way into a list, between its upload and the moment it is written.

use kernel::{Id, Instant};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A workbook on its way in. Only the person who brought it sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Id; its last ten bits name the cell.
    pub id: Id,
    /// The list.
    pub register: String,
    /// Who brought it.
    pub person: String,
    /// Whether it is still open, or written.
    pub state: DraftState,
    /// Version, 1 for the first.
    pub version: i64,
    /// When it was brought.
    pub opened_at: Instant,
    /// The file it is kept as.
    pub sha256: String,
    /// The file's name.
    pub name: String,
    /// What was put right since.
    pub mended: Mended,
    /// What became of it; null while it is open.
    pub outcome: Value,
}

/// How far a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    /// Can be put right and written.
    Open,
    /// Was written.
    Written,
}

impl DraftState {
    /// Its word in the database.
    pub fn id(self) -> &'static str {
        match self {
            DraftState::Open => "open",
            DraftState::Written => "written",
        }
    }
}

/// What a person put right in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mended {
    /// What columns (by place, from 0) are taken for: a field's id, empty for nothing.
    pub columns: BTreeMap<u32, String>,
    /// Texts in place of those of the file, by line and field.
    pub fixes: BTreeMap<usize, BTreeMap<String, String>>,
    /// Versions of records whose newer state was looked at, by line.
    pub versions: BTreeMap<usize, i64>,
}
