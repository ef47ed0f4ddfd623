//! `meetings.file_paper`: a paper is handed in for an item. It is known by the digest of its content; one that comes after
//! its day is refused or marked by the body's rules, unless the chair lets it in.

use super::room::Room;
use super::write::{self, Done};
use super::{Paper, rules, sql};
use crate::charter::model::LatePapers;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers::Attach;
use kernel::{Cell, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A paper to hand in.
#[derive(Clone, Debug)]
pub struct FilePaper {
    /// The file, for the item it names.
    pub file: Attach,
    /// Why the chair lets it in although it is late.
    pub let_in: String,
}

impl Command for FilePaper {
    fn name(&self) -> &'static str {
        "meetings.file_paper"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.file.id)
    }

    fn content(&self) -> Value {
        json!([self.file.content(), self.let_in])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (room, item) = Room::of_item(tx, call, &self.file.id)?;
        room.demand_office(call)?;
        room.demand_stage(&[rules::PREPARING, rules::CALLED])?;
        write::demand_placed(&item)?;
        let due = rules::paper_due(room.charter, room.rules, room.held_on());
        let late = call.moment.today > due.on;
        if late && room.rules.late_papers == LatePapers::Refuse {
            write::demand_let_in("meetings.paper_late", &self.let_in, due.on)?;
        }
        let papers = sql::papers(tx, call.cell, &room.meeting.id)?;
        let papers: Vec<&Paper> = papers.iter().filter(|paper| paper.item == item.id).collect();
        if papers.iter().any(|paper| paper.digest == self.file.sha256) {
            return Err(Refusal::new(Kind::Conflict, "meetings.same_paper")
                .with("name", &self.file.name)
                .into());
        }
        self.file.put(tx, call, room.agenda, &item)?;
        let paper = Paper {
            item: item.id.clone(),
            number: papers.iter().map(|paper| paper.number).max().unwrap_or(0) + 1,
            name: self.file.name.clone(),
            digest: self.file.sha256.clone(),
            size: self.file.size,
            subject: String::new(),
            version: 0,
            filed_at: call.moment.at,
            late,
            let_in: if late { self.let_in.trim().to_owned() } else { String::new() },
        };
        sql::insert_paper(tx, call, &room.meeting.id, &paper)?;
        let mut said =
            json!({ "paper": paper.number, "name": paper.name, "digest": paper.digest, "late": late });
        if !paper.let_in.is_empty() {
            said["let_in"] = json!(paper.let_in);
        }
        let done = Done { item: Some(item.id), said, ..Done::default() };
        write::finish(tx, call, self.name(), &room.meeting.id, done)
    }
}
