//! `meetings.issue_resolution`: a decision gets its number and its final text. Number and text never change: the digest of
//! the text stands with it and in the journal.

use super::room::{Room, text};
use super::write::{self, Done};
use super::{rules, sql};
use crate::charter::model::Verdict;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::notices::{self, About, Facts};
use crate::domain::registers;
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Tx;

/// A resolution to issue.
#[derive(Clone, Debug)]
pub struct IssueResolution {
    /// Item that was decided.
    pub item: Id,
    /// Its title; empty: that of the item.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Command for IssueResolution {
    fn name(&self) -> &'static str {
        "meetings.issue_resolution"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.item)
    }

    fn content(&self) -> Value {
        json!([self.item.as_str(), self.name, self.text])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (room, item) = Room::of_item(tx, call, &self.item)?;
        room.demand_office(call)?;
        let verdict = text(&item.body, "result").and_then(Verdict::find);
        if item.stage != rules::KEPT || !verdict.is_some_and(Verdict::adopts) {
            return Err(Refusal::new(Kind::Conflict, "meetings.nothing_adopted").into());
        }
        write::demand_text("text", &self.text)?;
        let register = room.charter.register(&room.law.resolutions).ok_or_else(Refusal::not_found)?;
        let all = registers::all_beside(tx, call.cell, register, &room.meeting.id)?;
        if let Some(known) =
            all.iter().find(|other| text(&other.body, "agenda_item") == Some(self.item.as_str()))
        {
            let number = text(&known.body, "number").unwrap_or_default();
            return Err(Refusal::new(Kind::Conflict, "meetings.issued").with("number", number).into());
        }
        let name = if self.name.trim().is_empty() {
            text(&item.body, "name").unwrap_or_default().to_owned()
        } else {
            self.name.clone()
        };
        let year = i64::from(room.decided_on().year());
        let series = format!("resolution/{}", room.body.id);
        let number = sql::next_number(tx, call.cell, &series, year, 1)?;
        let written = rules::resolution_number(room.rules, year, number);
        let canonical = canonical_text(&written, &name, &self.text);
        let digest = hex::encode(Sha256::digest(canonical.as_bytes()));
        let fields = json!({
            "number": written, "name": name, "meeting": room.meeting.id.as_str(), "agenda_item": self.item.as_str(),
            "body": room.body.id, "adopted_on": room.decided_on().to_string(), "text": self.text, "digest": digest,
        });
        let first = register.stages.first().map(|stage| stage.id.as_str()).unwrap_or_default().to_owned();
        let resolution = write::place(
            tx,
            call,
            self.name(),
            register,
            &room.rules.source,
            ("resolution", &first),
            fields,
        )?;
        sql::issue(tx, call, &series, year, number, &resolution.id)?;
        let said = json!({ "number": written, "resolution": resolution.id.as_str(), "digest": digest });
        let answer = json!({ "resolution": resolution.id.as_str(), "number": written });
        let facts = Facts {
            words: vec![("number", kernel::Text::new(written.as_str(), written.as_str()))],
            ..Facts::default()
        };
        notices::raise(tx, call, "meetings.resolved", About { register, record: &resolution }, &facts)?;
        let done = Done { item: Some(self.item.clone()), said, records: vec![resolution], answer };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}

/// The text whose digest stands with a resolution: number, title and text, lines ended by LF, no space at their ends.
pub fn canonical_text(number: &str, name: &str, text: &str) -> String {
    let mut canonical = String::new();
    for line in [number, name].into_iter().chain(text.lines()) {
        canonical.push_str(line.trim_end());
        canonical.push('\n');
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_same_whatever_ends_its_lines() {
        let unix = canonical_text("〔2026〕3号", "要点", "一、甲。\n二、乙。");
        assert_eq!(unix, "〔2026〕3号\n要点\n一、甲。\n二、乙。\n");
        assert_eq!(canonical_text("〔2026〕3号", "要点 ", "一、甲。 \r\n二、乙。\r\n"), unix);
    }
}
