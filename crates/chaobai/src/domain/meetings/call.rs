//! `meetings.call`: the office prepares a meeting of a body, or a written procedure. The number is issued here, once
//! and in order; a meeting that does not take place keeps it.

use super::room::{demand_office, law_of, rules_of};
use super::write::{self, Done};
use super::{anchor, body_cell, rules, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::people::chair_on;
use crate::domain::registers::demand_note;
use kernel::{Cell, Date, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A meeting to prepare.
#[derive(Clone, Debug)]
pub struct CallMeeting {
    /// Body that meets.
    pub body: String,
    /// `sitting`, `written` or `silence`.
    pub way: String,
    /// Day of the meeting; of a written procedure, the day it is to begin.
    pub held_on: Date,
    /// Time of day, `09:30`; empty: not fixed.
    pub time: String,
    /// Where; empty: not fixed.
    pub place: String,
    /// For those invited.
    pub note: String,
}

impl Command for CallMeeting {
    fn name(&self) -> &'static str {
        "meetings.call"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        body_cell(zone, &self.body)
    }

    fn content(&self) -> Value {
        json!([self.body, self.way, self.held_on.to_string(), self.time, self.place, self.note])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let charter = &call.law.charter;
        let law = law_of(charter)?;
        let (body, rules) = rules_of(charter, &self.body)?;
        demand_office(call.caller, rules)?;
        let mut problems = Vec::new();
        let known = match self.way.as_str() {
            "sitting" => true,
            "written" => rules.written_days.is_some(),
            "silence" => rules.silence_days.is_some(),
            _ => false,
        };
        if !known {
            problems.push(Problem::new("way", "not_a_choice").with("given", &self.way));
        }
        if self.held_on < call.moment.today {
            problems.push(Problem::new("held_on", "in_the_past").with("today", call.moment.today));
        }
        if !self.time.is_empty() && !is_time(&self.time) {
            problems.push(Problem::new("time", "not_a_time").with("given", &self.time));
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        demand_note("place", &self.place)?;
        demand_note("note", &self.note)?;
        let sitting = self.way == "sitting";
        let (series, first) =
            if sitting { ("meeting", i64::from(rules.first_number)) } else { ("written", 1) };
        let series = format!("{series}/{}", body.id);
        let number = sql::next_number(tx, call.cell, &series, 0, first)?;
        let name = if sitting {
            rules::series_name(rules, number)
        } else {
            format!(
                "{} · {}",
                body.name.zh,
                super::Way::find(&self.way).map(|way| way.word().zh).unwrap_or_default()
            )
        };
        let code = format!("{}-{}{number}", body.id, if sitting { "" } else { "w" });
        let chair = chair_on(body, self.held_on).map(|turn| turn.post.clone());
        let register = charter.register(&law.meetings).ok_or_else(Refusal::not_found)?;
        let fields = json!({
            "code": code, "name": name, "body": body.id, "number": number, "held_on": self.held_on.to_string(),
            "way": self.way, "time": self.time, "place": self.place, "chair": chair, "note": self.note,
        });
        let meeting = write::place(
            tx,
            call,
            self.name(),
            register,
            &rules.source,
            ("meeting", rules::PREPARING),
            fields,
        )?;
        debug_assert_eq!(meeting.id.bucket(), anchor(&self.body).bucket());
        sql::issue(tx, call, &series, 0, number, &meeting.id)?;
        let mut records = vec![meeting.clone()];
        if let Some(name) = rules.follow_up.as_ref().filter(|_| sitting) {
            let agenda = charter.register(&law.agenda).ok_or_else(Refusal::not_found)?;
            let fields = json!({
                "code": format!("{code}-1"), "name": name, "meeting": meeting.id.as_str(), "body": body.id,
                "meeting_number": number, "held_on": self.held_on.to_string(), "item_number": 1, "mode": "hear",
                "follow_up": true,
            });
            records.push(write::place(
                tx,
                call,
                self.name(),
                agenda,
                &rules.source,
                ("follow_up", rules::PLACED),
                fields,
            )?);
        }
        let said =
            json!({ "number": number, "way": self.way, "held_on": self.held_on.to_string(), "chair": chair });
        let answer = json!({ "meeting": meeting.id.as_str(), "number": number });
        let id = meeting.id.clone();
        write::finish(tx, call, self.name(), &id, Done { said, records, answer, ..Done::default() })
    }
}

/// Whether a text is a time of day.
pub(super) fn is_time(text: &str) -> bool {
    let parts = text.split_once(':').map(|(hour, minute)| (hour.parse::<u8>(), minute.parse::<u8>()));
    text.len() == 5 && matches!(parts, Some((Ok(0..=23), Ok(0..=59))))
}
