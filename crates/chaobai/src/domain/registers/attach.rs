//! `registers.attach`: a file is attached to a record. The file itself is kept under its SHA-256
//! before this command runs (`domain/files`).

use super::gate::{self, Paper};
use super::permits::{self, Action};
use super::{sql, write};
use crate::charter::model::Register;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::meetings;
use crate::domain::notices::{self, About, Facts};
use kernel::{Cell, Id, Kind, Problem, Refusal, Text};
use serde_json::{Value, json};
use store::{Ask, StoreError, Tx};

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
    /// Kind of document of the list; empty: of no kind.
    pub document: String,
    /// Side that brings it; empty: that of the record's soil, or of the caller's posts.
    pub side: String,
    /// What a photo says of itself, as far as the person keeps it.
    pub photo: Photo,
}

/// What a file says of itself: when and where a photo was taken, and whether its text could be looked into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Photo {
    /// Local time as the camera wrote it, `2026-11-25T10:03:00`; empty: not said.
    pub taken_at: String,
    /// GeoJSON point in the form places are kept in; none: not said, or taken out.
    pub place: Option<Value>,
    /// Why its text could not be looked into (`encrypted`, `broken`, `no_text`); empty: it was.
    pub unread: String,
}

impl Command for Attach {
    fn name(&self) -> &'static str {
        "registers.attach"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([
            self.register,
            self.id.as_str(),
            self.sha256,
            self.name,
            self.media_type,
            self.size,
            self.document,
            self.side,
            self.photo.taken_at,
            self.photo.place,
        ])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let current = write::load(tx, call, &self.id)?;
        if current.register != self.register {
            return Err(Refusal::not_found().into());
        }
        let register = write::register(call, &self.register)?;
        permits::demand(call.caller, register, Action::Amend, &current.stage, &current.body)?;
        meetings::demand_free(call, register, &[&current.body])?;
        self.put(tx, call, register, &current)
    }
}

impl Attach {
    /// Attaches the file to a record as part of this or another command; who may is judged there.
    ///
    /// # Errors
    /// `registers.withdrawn`, and what the list refuses of files.
    pub fn put(
        &self,
        tx: &mut Tx<'_>,
        call: &Call<'_>,
        register: &Register,
        current: &super::Record,
    ) -> Result<Change, Stop> {
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
        if !self.document.is_empty() && register.document(&self.document).is_none() {
            let problem = Problem::new("document", "unknown_document").with("given", &self.document);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        let file = Attach { side: self.side_of(call, register, current)?, ..self.clone() };
        sql::insert_attachment(tx, call, &file)?;
        let mut what = json!({ "file": { "sha256": self.sha256, "name": self.name, "size": self.size } });
        for (key, value) in [
            ("document", &file.document),
            ("side", &file.side),
            ("taken_at", &file.photo.taken_at),
            ("unread", &file.photo.unread),
        ] {
            if !value.is_empty() {
                what["file"][key] = json!(value);
            }
        }
        if let Some(place) = &file.photo.place {
            what["file"]["place"] = place.clone();
        }
        let facts = Facts {
            words: vec![("file", Text::new(self.name.as_str(), self.name.as_str()))],
            ..Facts::default()
        };
        notices::raise(tx, call, "registers.attached", About { register, record: current }, &facts)?;
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

impl Attach {
    /// The side that brings the file. Nobody brings it in the name of a side they do not work for.
    fn side_of(
        &self,
        call: &Call<'_>,
        register: &Register,
        current: &super::Record,
    ) -> Result<String, Refusal> {
        let charter = &call.law.charter;
        let own: Vec<&str> = call.caller.posts.iter().filter_map(|held| held.side.as_deref()).collect();
        if self.side.is_empty() {
            let soil = gate::side_of(charter, register, &current.body);
            return Ok(soil.or(own.first().copied()).unwrap_or_default().to_owned());
        }
        if charter.side(&self.side).is_none() {
            return Err(Refusal::invalid(vec![
                Problem::new("side", "unknown_side").with("given", &self.side),
            ]));
        }
        if !own.is_empty() && !own.contains(&self.side.as_str()) {
            return Err(Refusal::invalid(vec![Problem::new("side", "other_side")]));
        }
        Ok(self.side.clone())
    }
}

/// What the files of a record are, as far as a gate asks.
pub(super) fn papers(ask: &mut dyn Ask, cell: &Cell, id: &Id) -> Result<Vec<Paper>, StoreError> {
    let rows = ask.rows(sql::ATTACHMENTS, &[cell.as_str().into(), id.as_str().into()])?;
    rows.iter().map(|row| Ok(Paper { document: row.text(5)?, side: row.text(6)? })).collect()
}
