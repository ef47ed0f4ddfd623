//! `registers.attach`: a file is attached to a record. The file itself is kept under its SHA-256
//! before this command runs (`domain/files`).

use super::permits::{self, Action};
use super::{sql, write};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::notices::{self, About, Facts};
use kernel::{Cell, Id, Kind, Problem, Refusal, Text};
use serde_json::{Value, json};
use store::Tx;

/// Longest name of a file in characters.
const NAME_MAX: usize = 200;

/// A file to attach.
#[derive(Clone, Debug)]
pub struct Attach {
    /// Register.
    pub register: String,
    /// Record.
    pub id: Id,
    /// SHA-256 of the content, hex.
    pub sha256: String,
    /// Name as the person gave it, without any path.
    pub name: String,
    /// Media type found from the content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
}

impl Command for Attach {
    fn name(&self) -> &'static str {
        "registers.attach"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.sha256, self.name, self.media_type, self.size])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = write::load(tx, call, &self.id)?;
        if current.register != self.register {
            return Err(Refusal::not_found().into());
        }
        let register = write::register(call, &self.register)?;
        permits::demand(call.caller, register, Action::Amend, &current.stage, &current.body)?;
        if current.withdrawn {
            return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
        }
        let ending = self.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        if !register.attach.contains(&ending) {
            let problem = Problem::new("file", "not_this_kind")
                .with("given", ending)
                .with("allowed", register.attach.join(", "));
            return Err(Refusal::invalid(vec![problem]).into());
        }
        if kernel::clean::line(&self.name).is_err() || self.name.chars().count() > NAME_MAX {
            let problem = Problem::new("file", "too_long").with("max", NAME_MAX);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        sql::insert_attachment(tx, call, self)?;
        let facts = Facts {
            words: vec![("file", Text::new(self.name.as_str(), self.name.as_str()))],
            ..Facts::default()
        };
        notices::raise(tx, call, "registers.attached", About { register, record: &current }, &facts)?;
        let what = json!({ "file": { "sha256": self.sha256, "name": self.name, "size": self.size } });
        Ok(Change {
            subject: Subject {
                register: register.id.clone(),
                id: self.id.to_string(),
                version: current.version,
            },
            public: Value::Null,
            hidden: what.clone(),
            state: what,
            answer: Value::Null,
        })
    }
}
