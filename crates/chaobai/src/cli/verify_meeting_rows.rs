//! What stands beside a meeting, against what its events say: papers by their digests, who kept out of what, who was
//! there. The events themselves are held by their entries (`verify_meetings.rs`).

use super::verify_meetings::tell;
use super::verify_rows::Checked;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use store::{Ask, Reader, Row, StoreError};

/// What is said of one meeting.
#[derive(Default)]
struct Said {
    /// Item, record it is a reading of (empty: a file), digest.
    papers: BTreeSet<[String; 3]>,
    /// Item, post, reason.
    recusals: BTreeSet<[String; 3]>,
    /// Presence by attendee, once the meeting was opened.
    roll: Option<BTreeMap<String, String>>,
}

/// Checks papers, recusals and attendance of every meeting.
pub fn check(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    let events = "SELECT meeting, command, item, said FROM meeting_event ORDER BY cell, meeting, number";
    reader.each(events, &[], &mut |row| {
        let meeting = all.entry(row.text(0)?).or_default();
        meeting.hear(row.text_ref(1)?, row.text_ref(2)?, &row.json(3)?);
        Ok(())
    })?;
    let mut found: BTreeMap<String, Said> = BTreeMap::new();
    let mut rows = |sql: &str, keep: &mut dyn FnMut(&mut Said, [String; 3])| {
        reader.each(sql, &[], &mut |row: Row| {
            keep(found.entry(row.text(0)?).or_default(), [row.text(1)?, row.text(2)?, row.text(3)?]);
            Ok(())
        })
    };
    rows("SELECT meeting, item, subject, digest FROM meeting_paper", &mut |said, row| {
        said.papers.insert(row);
    })?;
    rows("SELECT meeting, item, post, reason FROM meeting_recusal", &mut |said, row| {
        said.recusals.insert(row);
    })?;
    rows("SELECT meeting, attendee, presence, side FROM meeting_attendance", &mut |said, [who, how, _]| {
        said.roll.get_or_insert_default().insert(who, how);
    })?;
    for meeting in all.keys().chain(found.keys().filter(|id| !all.contains_key(*id))) {
        let (none, empty) = (Said::default(), Said::default());
        let (said, kept) = (all.get(meeting).unwrap_or(&none), found.get(meeting).unwrap_or(&empty));
        let roll_fits = said.roll.is_none() || said.roll == kept.roll;
        for (fits, words) in [
            (said.papers == kept.papers, PAPERS),
            (said.recusals == kept.recusals, RECUSALS),
            (roll_fits, ROLL),
        ] {
            if !fits {
                tell(checked, meeting, words);
            }
        }
    }
    Ok(())
}

const PAPERS: (&str, &str) = (
    "材料与交材料、定稿时所记的校验值不符：在程序之外被改动。",
    "its papers do not have the digests that were noted when they were handed in or read: they were altered behind the program's back.",
);
const RECUSALS: (&str, &str) = (
    "回避的登记与经过不符：在程序之外被改动。",
    "who kept out does not fit what happened: it was altered behind the program's back.",
);
const ROLL: (&str, &str) = (
    "到会情况与点名、到会变动的记录不符：在程序之外被改动。",
    "who was there does not fit what was noted: it was altered behind the program's back.",
);

impl Said {
    fn hear(&mut self, command: &str, item: &str, said: &Json) {
        let text = |from: &Json, key: &str| from[key].as_str().unwrap_or_default().to_owned();
        match command {
            "meetings.file_paper" => {
                self.papers.insert([item.to_owned(), String::new(), text(said, "digest")]);
            }
            "meetings.recuse" => {
                self.recusals.insert([item.to_owned(), text(said, "post"), text(said, "reason")]);
            }
            "meetings.attend" => {
                if let Some(roll) = &mut self.roll {
                    roll.insert(text(said, "attendee"), text(said, "presence"));
                }
            }
            _ => {}
        }
        for read in said["frozen"].as_array().into_iter().flatten() {
            self.papers.insert([text(read, "item"), text(read, "subject"), text(read, "digest")]);
        }
        if let Some(roll) = said["roll"].as_object() {
            let there =
                roll.iter().map(|(who, how)| (who.clone(), how.as_str().unwrap_or_default().to_owned()));
            self.roll = Some(there.collect());
        }
    }
}
