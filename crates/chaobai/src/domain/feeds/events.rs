//! What a person has to keep in mind, through the posts held today: limits of cases they hold, days of rounds
//! their units report in, deadlines of matters their units lead, meetings of bodies they belong to. Only what they
//! may see, asked in the same ways as the pages ask.

use super::{Event, When};
use crate::charter::model::{Body, Charter, Meetings, Register, Standing};
use crate::desk::{Caller, Law};
use crate::domain::procedures::{self, Relation};
use crate::domain::registers::{self, ListQuery, Record};
use crate::domain::rounds;
use kernel::{Date, Instant, Lang, Refusal, Text};
use serde_json::{Map, Value};
use store::Ask;

/// Days back from today that are still in a calendar.
const DAYS_BACK: i64 = 92;
/// Most records of one list in a calendar.
const RECORDS_MAX: usize = 1000;

/// Who asks, on which day, in which language, and under which address pages are found.
struct Asked<'a> {
    law: &'a Law,
    caller: &'a Caller,
    today: Date,
    lang: Lang,
    base: &'a str,
}

/// Everything in a person's calendar. `base` is the address of the site's first page in the language, without `/`
/// at its end.
pub fn events(
    ask: &mut dyn Ask,
    law: &Law,
    caller: &Caller,
    today: Date,
    lang: Lang,
    base: &str,
) -> Result<Vec<Event>, Refusal> {
    let asked = Asked { law, caller, today, lang, base };
    let mut all = asked.cases(ask)?;
    all.extend(asked.rounds(ask)?);
    for register in law.charter.registers.values() {
        all.extend(asked.deadlines(ask, register)?);
    }
    if let Some(meetings) = &law.charter.zone.meetings {
        all.extend(asked.meetings(ask, meetings)?);
    }
    Ok(all)
}

impl Asked<'_> {
    fn charter(&self) -> &Charter {
        &self.law.charter
    }

    fn pick(&self, zh: &str, en: &str) -> String {
        Text::new(zh, en).get(self.lang).to_owned()
    }

    fn uid(&self, kind: &str, id: &str) -> String {
        format!("{kind}.{id}@{}", self.charter().zone.id)
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// An event on one day.
    fn on(&self, kind: &str, id: &str, day: Date) -> Event {
        Event {
            uid: self.uid(kind, id),
            sequence: 0,
            changed_at: Instant(0),
            when: When::Days(day, day),
            summary: String::new(),
            description: String::new(),
            location: String::new(),
            url: String::new(),
            cancelled: false,
        }
    }

    fn cases(&self, ask: &mut dyn Ask) -> Result<Vec<Event>, Refusal> {
        let mut all = Vec::new();
        for loaded in procedures::mine(ask, self.law, self.caller, Relation::Holds)? {
            let Some(due) = loaded.case.due_on else { continue };
            let name = loaded.procedure.name.get(self.lang);
            let step = loaded.procedure.step_name(&loaded.case.step);
            let title = loaded.record.title(loaded.register);
            all.push(Event {
                sequence: loaded.case.version,
                changed_at: loaded.case.moved_at,
                summary: format!("{}{name}：{title}", self.pick("办件期限：", "Limit of a case: ")),
                description: format!("{}{}", self.pick("环节：", "Step: "), step.get(self.lang)),
                url: self.url(&format!("/work/cases/{}", loaded.case.id)),
                ..self.on("case", loaded.case.id.as_str(), due)
            });
        }
        Ok(all)
    }

    /// Open rounds in which one of the caller's units has something to report.
    fn rounds(&self, ask: &mut dyn Ask) -> Result<Vec<Event>, Refusal> {
        let mut all = Vec::new();
        for round in rounds::list(ask)?.into_iter().filter(|round| round.open) {
            let waiting = rounds::waiting(ask, self.charter(), self.caller, &round)?;
            if waiting.to_report == 0 {
                continue;
            }
            all.push(Event {
                changed_at: round.opened_at,
                summary: format!("{}{}", self.pick("填报截止：", "Reports are due: "), round.id),
                url: self.url(&format!("/work/rounds/{}", round.id)),
                ..self.on("round", &round.id, round.due)
            });
        }
        Ok(all)
    }

    /// Open matters of a work list that one of the caller's units leads.
    fn deadlines(&self, ask: &mut dyn Ask, register: &Register) -> Result<Vec<Event>, Refusal> {
        let deadline = register.worklist.as_ref().and_then(|law| law.deadline.as_deref());
        let Some(deadline) = deadline else { return Ok(Vec::new()) };
        let mut ours = Vec::new();
        for unit in &self.caller.units {
            ours.extend(register.lead.iter().map(|field| format!("{field} = '{unit}'")));
        }
        if ours.is_empty() {
            return Ok(Vec::new());
        }
        let filter = format!("({})", ours.join(" OR "));
        let mut all = Vec::new();
        for record in self.records(ask, register, &filter, deadline, false)? {
            let open = matches!(register.standing(&record.stage), Standing::NotStarted | Standing::UnderWay);
            let Some(day) = day(&record.body, deadline).filter(|_| open) else { continue };
            all.push(Event {
                summary: format!(
                    "{}{}（{}）",
                    self.pick("完成时限：", "Deadline: "),
                    record.title(register),
                    register.name.get(self.lang)
                ),
                ..self.of_record("deadline", register, &record, day)
            });
        }
        Ok(all)
    }

    fn of_record(&self, kind: &str, register: &Register, record: &Record, day: Date) -> Event {
        Event {
            sequence: record.version,
            changed_at: record.amended_at,
            url: self.url(&format!("/work/lists/{}/{}", register.id, record.id)),
            ..self.on(kind, record.id.as_str(), day)
        }
    }

    /// Records of a list whose day is not long past.
    fn records(
        &self,
        ask: &mut dyn Ask,
        register: &Register,
        filter: &str,
        field: &str,
        withdrawn: bool,
    ) -> Result<Vec<Record>, Refusal> {
        let from = self.today.plus_days(-DAYS_BACK);
        let query = ListQuery {
            filter: Some(format!("{filter} AND {field} >= DATE('{from}')")),
            today: Some(self.today),
            limit: RECORDS_MAX,
            withdrawn,
            ..ListQuery::default()
        };
        match registers::list(ask, self.caller, register, &query) {
            Ok(page) => Ok(page.records),
            // A list, or a field of it, that the caller does not see is not in their calendar.
            Err(refusal) if matches!(refusal.kind, kernel::Kind::NotFound | kernel::Kind::Invalid) => {
                Ok(Vec::new())
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Meetings of bodies the caller's posts belong to, once they have been called. What was withdrawn or cancelled
    /// says so, so that it does not stay in the reader's calendar as if it were still to be.
    fn meetings(&self, ask: &mut dyn Ask, law: &Meetings) -> Result<Vec<Event>, Refusal> {
        let Some(register) = self.charter().register(&law.meetings) else { return Ok(Vec::new()) };
        let ours = self.charter().zone.bodies.iter().filter(|body| self.attends(body));
        let ours: Vec<String> = ours.map(|body| format!("body = '{}'", body.id)).collect();
        if ours.is_empty() {
            return Ok(Vec::new());
        }
        let filter = format!("({})", ours.join(" OR "));
        let mut all = Vec::new();
        for record in self.records(ask, register, &filter, "held_on", true)? {
            let Some(day) = day(&record.body, "held_on").filter(|_| record.stage != "preparing") else {
                continue;
            };
            let text = |id: &str| record.body.get(id).and_then(Value::as_str).unwrap_or_default().to_owned();
            let until = self::day(&record.body, "until").unwrap_or(day);
            let time = text("time");
            let zone = &self.charter().zone.time_zone;
            let when = match (clock(&time, 0), text("way").as_str()) {
                (Some((hour, minute)), "sitting" | "") => match Instant::on(day, hour, minute, zone) {
                    Some(from) => {
                        let end =
                            clock(&time, 1).and_then(|(hour, minute)| Instant::on(day, hour, minute, zone));
                        When::At(from, end)
                    }
                    None => When::Days(day, until),
                },
                _ => When::Days(day, until),
            };
            let body = self.charter().body(&text("body")).map(|body| body.name.get(self.lang).to_owned());
            // What no clock could read of the time is not lost.
            let unread = matches!(when, When::Days(..)) && !time.is_empty();
            all.push(Event {
                when,
                summary: record.title(register),
                description: [body.unwrap_or_default(), if unread { time } else { String::new() }]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n"),
                location: text("place"),
                cancelled: record.withdrawn || record.stage == "cancelled",
                ..self.of_record("meeting", register, &record, day)
            });
        }
        Ok(all)
    }

    /// Whether the caller has something to do at meetings of a body: a post of it, a seat, a place at the table,
    /// or the preparing.
    fn attends(&self, body: &Body) -> bool {
        let rules = body.rules.as_ref();
        self.caller.posts.iter().any(|held| {
            let named = rules.is_some_and(|rules| {
                rules.seats.iter().chain(&rules.observers).any(|post| *post == held.post)
            });
            named || held.body.as_deref() == Some(body.id.as_str())
        }) || rules.is_some_and(|rules| rules.office.iter().any(|role| self.caller.roles.contains(role)))
    }
}

fn day(body: &Map<String, Value>, field: &str) -> Option<Date> {
    body.get(field).and_then(Value::as_str).and_then(Date::parse)
}

/// The first or second time of day in a text such as `09:30` or `9:30-11:00`.
fn clock(text: &str, number: usize) -> Option<(u8, u8)> {
    let parts = text.split(['-', '–', '—', '～', '~', '至']).map(str::trim).nth(number)?;
    let (hour, minute) = parts.split_once([':', '：'])?;
    let (hour, minute) = (hour.trim().parse::<u8>().ok()?, minute.trim().parse::<u8>().ok()?);
    (hour < 24 && minute < 60 && minute.to_string().len() <= 2).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn times_are_read_as_people_write_them_or_not_at_all() {
        for (text, first, second) in [
            ("09:30", Some((9, 30)), None),
            ("9：30—11：00", Some((9, 30)), Some((11, 0))),
            ("14:00 至 16:15", Some((14, 0)), Some((16, 15))),
            ("上午", None, None),
            ("25:00", None, None),
            ("9:75", None, None),
            ("", None, None),
        ] {
            assert_eq!((clock(text, 0), clock(text, 1)), (first, second), "{text}");
        }
    }
}
