//! Names, numbers and periods of meetings: pure.

use crate::charter::model::{BodyRules, Charter, Field, FieldType, Meetings, Register};
use crate::domain::deadlines::{Due, working_calendar};
use kernel::Date;

/// Being prepared: the first stage.
pub const PREPARING: &str = "preparing";
/// The notice is out.
pub const CALLED: &str = "called";
/// In the room, or within the period of a written procedure.
pub const SITTING: &str = "sitting";
/// Held; what was decided stands. History that is loaded begins here.
pub const KEPT: &str = "kept";
/// Did not take place.
pub const CANCELLED: &str = "cancelled";

/// An item on the agenda.
pub const PLACED: &str = "placed";
/// An item taken off the agenda, merged into another, or not reached.
pub const DROPPED: &str = "dropped";

/// Fields of an item that say what it is about: records of lists that are no agenda and no list of meetings. What is
/// decided about the item is told to their cases.
pub fn subject_fields<'a>(law: &'a Meetings, agenda: &'a Register) -> impl Iterator<Item = &'a Field> {
    let own = [&law.meetings, &law.agenda];
    agenda.fields.iter().filter(move |field| {
        field.kind == FieldType::Record && field.register.as_ref().is_some_and(|list| !own.contains(&list))
    })
}

/// Name of a body's meeting.
pub fn series_name(rules: &BodyRules, number: i64) -> String {
    fill(&rules.series, number, None)
}

/// Number of a resolution: `〔2026〕3号`.
pub fn resolution_number(rules: &BodyRules, year: i64, number: i64) -> String {
    fill(&rules.resolution_number, number, Some(year))
}

fn fill(pattern: &str, number: i64, year: Option<i64>) -> String {
    let numeral = u32::try_from(number).map(kernel::chinese_number).unwrap_or_default();
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    pattern.replace("{number}", &number.to_string()).replace("{numeral}", &numeral).replace("{year}", &year)
}

/// The last day on which a notice is in time for a meeting.
pub fn notice_due(charter: &Charter, rules: &BodyRules, held_on: Date) -> Due {
    before(charter, rules, held_on, rules.notice_days)
}

/// The last day on which a paper is in time for a meeting.
pub fn paper_due(charter: &Charter, rules: &BodyRules, held_on: Date) -> Due {
    before(charter, rules, held_on, rules.paper_days)
}

/// So many working days before a day: between the two lie that many minus one.
fn before(charter: &Charter, rules: &BodyRules, day: Date, days: u32) -> Due {
    if days == 0 {
        return Due { on: day, unpublished: Vec::new() };
    }
    let calendar = working_calendar(charter, &rules.calendar);
    Due::from(calendar.add_working_days(day, -i32::try_from(days).unwrap_or(i32::MAX)))
}

/// The last day of a period of working days that begins the day after `from`.
pub fn period_end(charter: &Charter, rules: &BodyRules, from: Date, days: u32) -> Due {
    let calendar = working_calendar(charter, &rules.calendar);
    Due::from(calendar.add_working_days(from, i32::try_from(days).unwrap_or(i32::MAX)))
}
