//! The published JSON Schema of every kind of charter file. Editors use it while a charter is being
//! written, and [`super::tree`] uses it to find every mistake of shape in one run.

use super::model::{
    CalendarFile, DocumentTemplate, FigureFile, NoticeTemplate, PaperTemplate, Register, Standard, Zone,
};
use super::procedure::Procedure;
use serde_json::Value;
use std::sync::OnceLock;

/// A kind of TOML file in a charter folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `zone.toml`
    Zone,
    /// `registers/*.toml`
    Register,
    /// `figures/*.toml`
    Figures,
    /// `calendars/*.toml`
    Calendar,
    /// `standards/*.toml`
    Standard,
    /// `documents/*.toml`
    Document,
    /// `notices/*.toml`
    Notice,
    /// `procedures/*.toml`
    Procedure,
    /// `papers/*.toml`
    Paper,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [FileKind; 9] = [
        FileKind::Zone,
        FileKind::Register,
        FileKind::Figures,
        FileKind::Calendar,
        FileKind::Standard,
        FileKind::Document,
        FileKind::Notice,
        FileKind::Procedure,
        FileKind::Paper,
    ];

    /// The name its schema is published under, without `.json`.
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Zone => "zone",
            FileKind::Register => "register",
            FileKind::Figures => "figures",
            FileKind::Calendar => "calendar",
            FileKind::Standard => "standard",
            FileKind::Document => "document",
            FileKind::Notice => "notice",
            FileKind::Procedure => "procedure",
            FileKind::Paper => "paper",
        }
    }
}

/// The JSON Schema (draft 2020-12) of a kind of file.
pub fn schema(kind: FileKind) -> &'static Value {
    static SCHEMAS: OnceLock<[Value; 9]> = OnceLock::new();
    let all = SCHEMAS.get_or_init(|| {
        [
            schemars::schema_for!(Zone).to_value(),
            schemars::schema_for!(Register).to_value(),
            schemars::schema_for!(FigureFile).to_value(),
            schemars::schema_for!(CalendarFile).to_value(),
            schemars::schema_for!(Standard).to_value(),
            schemars::schema_for!(DocumentTemplate).to_value(),
            schemars::schema_for!(NoticeTemplate).to_value(),
            schemars::schema_for!(Procedure).to_value(),
            schemars::schema_for!(PaperTemplate).to_value(),
        ]
    });
    &all[kind as usize]
}

/// The schema as it is published: keys in order, indented, with a line end.
pub fn published(kind: FileKind) -> String {
    let mut text = serde_json::to_string_pretty(&sorted(schema(kind))).expect("a schema is plain JSON");
    text.push('\n');
    text
}

/// Whether a map keeps the order of its making depends on what else is built with it; files must not.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Object(map) => {
            let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
            pairs.sort_by_key(|(key, _)| *key);
            pairs.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        other => other.clone(),
    }
}
