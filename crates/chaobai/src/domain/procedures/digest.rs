//! The day's digest: one message in place of many. What a person holds and what falls due, in words that need no
//! page; quiet where nothing is due, on days off and outside working hours.

use super::find::{Loaded, Relation, mine};
use super::rules::stands_as;
use crate::desk::{Caller, Law};
use crate::domain::deadlines::{calendar_of, in_working_hours, unit_calendar};
use crate::domain::registers::Record;
use kernel::{Date, Id, Instant, Refusal, Text};
use store::Ask;

/// Working days ahead within which a last day counts as near.
const NEAR: i32 = 3;

/// Why there is nothing to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quiet {
    /// Nothing is overdue, nothing falls due soon, nothing is new.
    NothingDue,
    /// A day off, or outside working hours.
    NotWorking,
}

/// A case in a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The case.
    pub case: Id,
    /// Its procedure.
    pub procedure: Text,
    /// What names the record.
    pub title: String,
    /// The step it stands in.
    pub step: Text,
    /// Last day; none: no limit.
    pub due_on: Option<Date>,
    /// Years whose calendar was not published when that day was counted.
    pub unpublished: Vec<i16>,
    /// Working days left (0: today is the last one), below 0 overdue; none: no limit.
    pub left: Option<i64>,
}

/// What a person is told on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The day.
    pub day: Date,
    /// Why nothing is to be sent; none: send it.
    pub quiet: Option<Quiet>,
    /// Held and overdue, the longest first.
    pub overdue: Vec<Line>,
    /// Held and due within three working days.
    pub due_soon: Vec<Line>,
    /// Held since today.
    pub new: Vec<Line>,
    /// Everything else held.
    pub rest: Vec<Line>,
    /// Not held: limits of others that were over, and of which this person was told.
    pub told: Vec<Line>,
}

impl Digest {
    /// Number of cases held.
    pub fn held(&self) -> usize {
        self.overdue.len() + self.due_soon.len() + self.new.len() + self.rest.len()
    }
}

/// The digest of a caller at an instant.
pub fn digest(ask: &mut dyn Ask, law: &Law, caller: &Caller, now: Instant) -> Result<Digest, Refusal> {
    let charter = &law.charter;
    let today = now.date_in(&charter.zone.time_zone);
    let mut digest = Digest {
        day: today,
        quiet: None,
        overdue: Vec::new(),
        due_soon: Vec::new(),
        new: Vec::new(),
        rest: Vec::new(),
        told: Vec::new(),
    };
    for loaded in mine(ask, law, caller, Relation::Holds)? {
        // A unit that has answered waits for the others.
        let units = loaded.case.body.answers.keys().map(|unit| format!("unit:{unit}"));
        let answered: Vec<String> = units.collect();
        let mut holders = loaded.case.body.holders.iter().map(|held| &held.holder);
        if !holders.any(|holder| !answered.contains(holder) && stands_as(charter, caller, holder).is_some()) {
            continue;
        }
        let line = line(law, &loaded, today);
        let group = match line.left {
            Some(left) if left < 0 => &mut digest.overdue,
            Some(left) if left <= i64::from(NEAR) => &mut digest.due_soon,
            _ if loaded.case.body.since == today => &mut digest.new,
            _ => &mut digest.rest,
        };
        group.push(line);
    }
    for loaded in mine(ask, law, caller, Relation::Told)? {
        let held = |line: &Line| line.case == loaded.case.id;
        let groups = [&digest.overdue, &digest.due_soon, &digest.new, &digest.rest];
        if !groups.into_iter().flatten().any(held) {
            digest.told.push(line(law, &loaded, today));
        }
    }
    let unit = caller.posts.iter().find_map(|held| held.unit.as_deref());
    let calendar = unit_calendar(charter, unit, charter.calendars.keys().next().map(String::as_str));
    digest.quiet = if calendar.is_some_and(|calendar| !in_working_hours(charter, calendar, now)) {
        Some(Quiet::NotWorking)
    } else if digest.overdue.is_empty()
        && digest.due_soon.is_empty()
        && digest.new.is_empty()
        && digest.told.is_empty()
    {
        Some(Quiet::NothingDue)
    } else {
        None
    };
    Ok(digest)
}

/// A case in a digest.
pub fn line(law: &Law, loaded: &Loaded<'_>, today: Date) -> Line {
    let (case, procedure) = (&loaded.case, &loaded.procedure);
    let unit = case.body.holders.iter().find_map(|held| held.holder.strip_prefix("unit:"));
    let calendar = calendar_of(&law.charter, unit, procedure.calendar.as_deref());
    let left = case.due_on.map(|due| calendar.working_days_between(today, due).with_warning().0);
    // A last day that is over stays over on the days off after it.
    let left = left.map(|left| if case.is_overdue(today) { left.min(-1) } else { left.max(0) });
    Line {
        case: case.id.clone(),
        procedure: procedure.name.clone(),
        title: title(loaded, &loaded.record),
        step: procedure.step_name(&case.step),
        due_on: case.due_on,
        unpublished: case.unpublished.clone(),
        left,
    }
}

fn title(loaded: &Loaded<'_>, record: &Record) -> String {
    record.title(loaded.register)
}
