//! `charters.adopt`: a zone takes a charter as its law. Records keep the version they were written under.

use crate::charter::explain;
use crate::charter::model::Charter;
use crate::charter::model::RoleKind;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Kind, Refusal};
use serde_json::{Value as Json, json};
use store::{Tx, Value};

/// A charter to adopt, read and checked before.
#[derive(Clone, Debug)]
pub struct Adopt {
    /// The charter.
    pub charter: Charter,
    /// Hex SHA-256 of its canonical bytes.
    pub digest: String,
    /// Version in force that the caller saw; 0 for none.
    pub version: i64,
}

impl Command for Adopt {
    fn name(&self) -> &'static str {
        "charters.adopt"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::new(zone, 0)
    }

    fn content(&self) -> Json {
        json!([self.digest, self.version])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.operator && !call.caller.is(RoleKind::SystemAdmin) {
            return Err(Refusal::not_found().into());
        }
        if call.law.charter.zone.id != self.charter.zone.id {
            return Err(Refusal::new(Kind::Invalid, "charters.other_zone").into());
        }
        let body = self.charter.to_json();
        let written = tx.execute(
            "INSERT INTO charter_version (cell, version, digest, adopted_at, body) \
             SELECT $1, $2, $3, $4, $5 WHERE (SELECT COALESCE(max(version), 0) FROM charter_version WHERE cell = $1) = $6",
            &[
                call.cell.as_str().into(),
                (self.version + 1).into(),
                self.digest.as_str().into(),
                call.moment.at.0.into(),
                Value::from(&body),
                self.version.into(),
            ],
        )?;
        if written != 1 {
            return Err(Refusal::new(Kind::Conflict, "charters.stale_version")
                .with("expected", self.version)
                .into());
        }
        let changes =
            if self.version == 0 { Vec::new() } else { explain::diff(&call.law.charter, &self.charter) };
        let paths: Vec<String> = changes.iter().take(200).map(|change| change.path.clone()).collect();
        let said = json!({ "digest": self.digest, "version": self.version + 1, "changes": paths });
        Ok(Change {
            subject: Subject {
                register: "charter".into(),
                id: self.charter.zone.id.clone(),
                version: self.version + 1,
            },
            public: said.clone(),
            hidden: Json::Null,
            state: said,
            answer: Json::Null,
        })
    }
}
