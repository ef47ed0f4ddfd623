//! A calendar as text: RFC 5545, the part of it that one-way feeds need. Instants are written in UTC, so that no
//! reader needs a time zone; days have no time (VALUE=DATE). Lines are folded by octets (3.1) and never inside a
//! character; text is escaped (3.3.11). What is written follows from the events alone: the same events, the same
//! bytes.

use kernel::{Date, Instant};

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On whole days, from the first to the last, both included.
    Days(Date, Date),
    /// From an instant on, until another where that is known.
    At(Instant, Option<Instant>),
}

/// Something to keep in mind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The same for the same thing in every answer, and for nothing else.
    pub uid: String,
    /// Grows with every change (3.8.7.4).
    pub sequence: i64,
    /// When what it says was last changed.
    pub changed_at: Instant,
    /// When it is.
    pub when: When,
    /// What it is, in a line.
    pub summary: String,
    /// More; empty: nothing.
    pub description: String,
    /// Where; empty: not said.
    pub location: String,
    /// Address of its page; empty: none.
    pub url: String,
    /// It will not be.
    pub cancelled: bool,
}

/// Octets of a line, without its end (3.1).
const LINE: usize = 75;

/// A calendar with a name. Events come in order of their days, then of their ids.
pub fn calendar(name: &str, events: &[Event]) -> String {
    let mut events: Vec<&Event> = events.iter().collect();
    events.sort_by(|a, b| (day_key(a.when), &a.uid).cmp(&(day_key(b.when), &b.uid)));
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Chaobai//Calendar//ZH");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", text(name)));
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for event in events {
        write(&mut out, event);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn day_key(when: When) -> String {
    match when {
        When::Days(first, _) => day(first),
        When::At(at, _) => instant(at),
    }
}

fn write(out: &mut String, event: &Event) {
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}", text(&event.uid)));
    line(out, &format!("DTSTAMP:{}", instant(event.changed_at)));
    line(out, &format!("LAST-MODIFIED:{}", instant(event.changed_at)));
    line(out, &format!("SEQUENCE:{}", event.sequence.max(0)));
    match event.when {
        When::Days(first, last) => {
            line(out, &format!("DTSTART;VALUE=DATE:{}", day(first)));
            // The end is the first day that is no longer in it (3.6.1).
            line(out, &format!("DTEND;VALUE=DATE:{}", day(last.max(first).plus_days(1))));
            line(out, "TRANSP:TRANSPARENT");
        }
        When::At(from, until) => {
            line(out, &format!("DTSTART:{}", instant(from)));
            if let Some(until) = until.filter(|until| *until > from) {
                line(out, &format!("DTEND:{}", instant(until)));
            }
        }
    }
    line(out, &format!("SUMMARY:{}", text(&event.summary)));
    for (name, value) in [("DESCRIPTION", &event.description), ("LOCATION", &event.location)] {
        if !value.is_empty() {
            line(out, &format!("{name}:{}", text(value)));
        }
    }
    if !event.url.is_empty() {
        // An address is no text: it is written as it is, and holds nothing that would end the line.
        line(out, &format!("URL:{}", event.url.replace(['\r', '\n'], "")));
    }
    line(out, if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    line(out, "END:VEVENT");
}

/// A line, folded: what follows the first 75 octets goes on after a space on the next line.
fn line(out: &mut String, content: &str) {
    let mut room = LINE;
    for letter in content.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(letter);
        room -= letter.len_utf8();
    }
    out.push_str("\r\n");
}

/// Text as a value. Control characters other than the line end cannot be written and are left out.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.replace("\r\n", "\n").replace('\r', "\n").chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// `20240304`.
fn day(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// `20240304T010000Z`.
fn instant(at: Instant) -> String {
    let written = Instant(at.0.div_euclid(1_000_000) * 1_000_000).to_string();
    written.chars().filter(|letter| !matches!(letter, '-' | ':')).collect()
}

#[cfg(test)]
#[path = "ics_tests.rs"]
mod tests;
