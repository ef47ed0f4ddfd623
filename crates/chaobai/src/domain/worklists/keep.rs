//! Where a matter stands, written in the transaction of every change that could move it: its unit, what its
//! stage counts as, its lamp and until when the lamp holds if nothing happens; and every lamp that came on,
//! with the day on which it did, also where nobody looked that day.

use super::sql;
use crate::charter::model::{Lamp, Register};
use crate::desk::{Call, Stop};
use crate::domain::lamps::{self, Case, Facts, Hand, Held, Judged};
use crate::domain::notices;
use crate::domain::registers::Record;
use kernel::{Date, Id, Lang, Text, WorkingCalendar};
use serde_json::{Value as Json, json};
use store::{Ask, StoreError, Tx, Value};

/// The day of a number (see [`Date::number`]).
pub fn day_of(number: i64) -> Date {
    Date::parse("1970-01-01").map_or(Date::ALWAYS, |zero| zero.plus_days(number))
}

/// What stood before.
struct Row {
    reported_on: Option<Date>,
    lamp: Option<Lamp>,
    since: Date,
    judged_on: Date,
    held: Held,
}

/// Keeps where a matter stands after a change, and tells those concerned of a lamp that came on. `old` is its
/// state before, by which the days since it was last looked at are judged.
pub fn keep(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    register: &Register,
    old: Option<&Record>,
    new: &Record,
) -> Result<(), Stop> {
    let came_on = stand(tx, call, register, old, new)?;
    if let Some(facts) = came_on {
        notices::raise(tx, call, "lamps.came_on", notices::About { register, record: new }, &facts)?;
    }
    Ok(())
}

/// Writes where a matter stands; gives what is to be told where a lamp came on that asks for something.
fn stand(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    register: &Register,
    old: Option<&Record>,
    new: &Record,
) -> Result<Option<notices::Facts>, Stop> {
    let Some(law) = &register.worklist else { return Ok(None) };
    let key = [call.cell.as_str().into(), new.id.as_str().into()];
    if new.withdrawn {
        tx.execute(sql::DELETE, &key)?;
        return Ok(None);
    }
    let today = call.moment.today;
    let before = tx.row(sql::STANDING, &key)?.map(|row| read(&row)).transpose()?;
    let hand = lamps::given(tx, call.cell, &new.id)?.map(|given| given.hand);
    let calendar = law.lamps.as_ref().and_then(|lamps| lamps.calendar.as_ref());
    let calendar = calendar.and_then(|id| call.law.charter.working_calendar(id));
    let reported_on = before.as_ref().and_then(|row| row.reported_on);
    let calendar = calendar.as_ref();
    let (mut lamp, mut since, mut held) = match &before {
        Some(row) => (row.lamp, row.since, row.held),
        None => (None, today, Held::default()),
    };
    let mut came: Vec<(Date, Judged)> = Vec::new();
    // The days nobody looked at, as the matter stood then.
    if let Some((row, old)) = before.as_ref().zip(old)
        && row.judged_on < today.plus_days(-1)
    {
        let case = case(register, old, reported_on, calendar, hand)?;
        let (found, after) = case.follow(lamp, held, row.judged_on.plus_days(1), today.plus_days(-1));
        lamp = found.last().map(|(_, judged)| judged.lamp).or(lamp);
        held = after;
        came.extend(found);
    }
    let case = case(register, new, reported_on, calendar, hand)?;
    let judged = case.judge(today, &held);
    let held_today = held.after(judged.by_rule, today);
    let until = case.holds_until(judged.lamp, held_today, today);
    if lamp != Some(judged.lamp) {
        came.push((today, judged.clone()));
    }
    since = came.last().map_or(since, |(day, _)| *day);
    note_changes(tx, call, &new.id, &came)?;
    let area = law.area.as_ref().and_then(|field| new.body.get(field)).and_then(Json::as_str);
    let unit = register.leads(&new.body).first().copied().unwrap_or_default();
    let sample = new.body.get("sample") == Some(&Json::Bool(true));
    let kept = json!(held_today.0.map(|day| day.map(Date::number)));
    let words = json!(lamps::judged(&judged));
    let values: [Value<'_>; 15] = [
        call.cell.as_str().into(),
        new.id.as_str().into(),
        register.id.as_str().into(),
        unit.into(),
        register.standing(&new.stage).id().into(),
        area.unwrap_or_default().into(),
        i64::from(sample).into(),
        reported_on.map_or(Value::Null, |day| day.number().into()),
        judged.lamp.id().into(),
        since.number().into(),
        until.number().into(),
        today.number().into(),
        Value::from(&kept),
        Value::from(&words),
        call.law.version.into(),
    ];
    tx.execute(sql::PUT, &values)?;
    let shown = before.as_ref().and_then(|row| row.lamp);
    let came_on = judged.lamp.is_raised() && shown != Some(judged.lamp);
    let words = || vec![("lamp", judged.lamp.word()), ("why", in_brackets(&lamps::judged(&judged)))];
    Ok(came_on.then(|| notices::Facts { words: words(), ..notices::Facts::default() }))
}

fn case<'a>(
    register: &'a Register,
    record: &'a Record,
    reported_on: Option<Date>,
    calendar: Option<&'a WorkingCalendar>,
    hand: Option<Hand>,
) -> Result<Case<'a>, StoreError> {
    let standing = register.standing(&record.stage);
    let facts = Facts { register, standing, body: &record.body, reported_on, calendar };
    Case::new(&facts, hand).ok_or_else(|| StoreError::damaged("a work list without its law"))
}

/// Why a lamp came on, to stand behind its name in a sentence; empty where there is nothing to say.
fn in_brackets(why: &Text) -> Text {
    if why.zh.is_empty() {
        return Text::default();
    }
    Text::new(format!("（{}）", why.zh), format!(" ({})", why.get(Lang::En)))
}

/// Remembers of which day the last accepted report speaks; the change of the record follows in the same
/// transaction.
pub fn set_reported_on(tx: &mut Tx<'_>, call: &Call<'_>, item: &Id, day: Date) -> Result<(), StoreError> {
    let values = [day.number().into(), call.cell.as_str().into(), item.as_str().into()];
    tx.execute(sql::REPORTED_ON, &values).map(drop)
}

/// Remembers in which round a matter was reported last, and where that report stands.
pub fn set_reported_in(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    item: &Id,
    round: &str,
    state: &str,
) -> Result<(), StoreError> {
    let values = [round.into(), state.into(), call.cell.as_str().into(), item.as_str().into()];
    tx.execute(sql::REPORTED_IN, &values).map(drop)
}

fn note_changes(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    item: &Id,
    came: &[(Date, Judged)],
) -> Result<(), StoreError> {
    if came.is_empty() {
        return Ok(());
    }
    let (cell, id) = (call.cell.as_str(), item.as_str());
    let last = tx.row(sql::LAST_CHANGE, &[cell.into(), id.into()])?;
    let last = last.map_or(Ok(0), |row| row.int(0))?;
    for (number, (day, judged)) in (last + 1..).zip(came) {
        let words = json!(lamps::judged(judged));
        let values = [
            cell.into(),
            id.into(),
            number.into(),
            day.number().into(),
            judged.lamp.id().into(),
            Value::from(&words),
            call.moment.at.0.into(),
            call.entry.into(),
        ];
        tx.execute(sql::CHANGE, &values)?;
    }
    Ok(())
}

fn read(row: &store::Row) -> Result<Row, StoreError> {
    Ok(Row {
        reported_on: row.int_opt(0)?.map(day_of),
        lamp: Lamp::find(row.text_ref(1)?),
        since: day_of(row.int(2)?),
        judged_on: day_of(row.int(3)?),
        held: held(&row.json(4)?),
    })
}

/// What was held, as it is kept.
pub(super) fn held(kept: &Json) -> Held {
    let mut held = Held::default();
    for (at, day) in held.0.iter_mut().zip(kept.as_array().into_iter().flatten()) {
        *at = day.as_i64().map(day_of);
    }
    held
}
