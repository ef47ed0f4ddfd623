//! Questions about work lists. Every answer is of a day: what was judged earlier and was to change since is
//! judged again while asking, so that an answer is right also where the clock did not run.

use super::keep::{day_of, held};
use super::sql;
use crate::charter::model::{Charter, Lamp, Register, Standing};
use crate::desk::Caller;
use crate::domain::lamps::{self, Case, Facts, Held, Judged};
use crate::domain::registers::{self, Count, ListQuery, Record, store_refusal};
use kernel::{Cell, Date, Id, Instant, Refusal, Text, WorkingCalendar};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use store::{Ask, Row, StoreError};

/// What a round asks for.
const OPEN: [Standing; 3] = [Standing::NotStarted, Standing::UnderWay, Standing::Standing];

/// Where a matter stands.
#[derive(Clone, Debug)]
pub struct Item {
    /// The record.
    pub id: Id,
    /// Its list.
    pub register: String,
    /// The unit that leads first.
    pub unit: String,
    /// Area of work; empty: none.
    pub area: String,
    /// Made up for demonstration.
    pub sample: bool,
    /// The day of which the last accepted report speaks.
    pub reported_on: Option<Date>,
    /// The lamp.
    pub lamp: Lamp,
    /// Since when.
    pub since: Date,
    /// Why, in words.
    pub words: Text,
    until: Date,
    judged_on: Date,
    held: Held,
}

/// How many matters of an area have which lamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Area id; empty: none named.
    pub area: String,
    /// By lamp; lamps nobody has are left out.
    pub lamps: BTreeMap<Lamp, i64>,
}

/// The matters of a list, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// By area, in order of id.
    pub areas: Vec<Counted>,
}

impl Sums {
    /// All areas together.
    pub fn all(&self) -> BTreeMap<Lamp, i64> {
        let mut all = BTreeMap::new();
        for (lamp, number) in self.areas.iter().flat_map(|area| &area.lamps) {
            *all.entry(*lamp).or_default() += number;
        }
        all
    }

    /// How many matters there are.
    pub fn total(&self) -> i64 {
        self.all().values().sum()
    }

    fn add(&mut self, area: &str, lamp: Lamp, number: i64) {
        let at = match self.areas.binary_search_by(|counted| counted.area.as_str().cmp(area)) {
            Ok(at) => at,
            Err(at) => {
                self.areas.insert(at, Counted { area: area.to_owned(), lamps: BTreeMap::new() });
                at
            }
        };
        *self.areas[at].lamps.entry(lamp).or_default() += number;
    }
}

/// A matter that needs somebody, with its sentence.
#[derive(Clone, Debug)]
pub struct Lagging {
    /// Where it stands.
    pub item: Item,
    /// The record.
    pub record: Record,
}

/// A change that needs approval.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The matter.
    pub item: Id,
    /// Number among its proposals.
    pub number: i64,
    /// Its list.
    pub register: String,
    /// The unit that proposed.
    pub unit: String,
    /// `open`, `approved` or `declined`.
    pub state: String,
    /// Version of the record it was made for.
    pub item_version: i64,
    /// Fields to set.
    pub fields: Map<String, Value>,
    /// Stage to move to; empty: none.
    pub stage: String,
    /// Why.
    pub reason: String,
    /// What whoever decided said.
    pub remark: String,
    /// Post that proposed.
    pub proposed_by: String,
    /// When.
    pub proposed_at: Instant,
    /// Post that decided; empty: not yet.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<Instant>,
}

/// Where a matter stands on a day, judged now; none where it stands on no list.
pub fn item(
    ask: &mut dyn Ask,
    charter: &Charter,
    record: &Record,
    today: Date,
) -> Result<Option<(Item, Judged)>, Refusal> {
    let Some(register) = charter.register(&record.register) else { return Ok(None) };
    let cell = Cell::of(&charter.zone.id, &record.id);
    let row =
        ask.row(sql::ITEM, &[cell.as_str().into(), record.id.as_str().into()]).map_err(store_refusal)?;
    let Some(item) = row.map(|row| read(&row)).transpose().map_err(store_refusal)? else { return Ok(None) };
    let calendar = calendar(charter, register);
    live(ask, charter, register, calendar.as_ref(), item, record, today)
}

/// The working calendar of a list's lamps.
fn calendar(charter: &Charter, register: &Register) -> Option<WorkingCalendar> {
    let law = register.worklist.as_ref()?.lamps.as_ref()?;
    charter.working_calendar(law.calendar.as_ref()?)
}

/// A matter judged for a day from its record.
pub fn live(
    ask: &mut dyn Ask,
    charter: &Charter,
    register: &Register,
    calendar: Option<&WorkingCalendar>,
    mut item: Item,
    record: &Record,
    today: Date,
) -> Result<Option<(Item, Judged)>, Refusal> {
    let cell = Cell::of(&charter.zone.id, &record.id);
    let hand = lamps::given(ask, &cell, &record.id).map_err(store_refusal)?.map(|given| given.hand);
    let facts = Facts {
        register,
        standing: register.standing(&record.stage),
        body: &record.body,
        reported_on: item.reported_on,
        calendar,
    };
    let Some(case) = Case::new(&facts, hand) else { return Ok(None) };
    let yesterday = today.plus_days(-1);
    let (came, held) =
        case.follow(Some(item.lamp), item.held, item.judged_on.plus_days(1), yesterday.max(item.judged_on));
    if let Some((day, judged)) = came.last() {
        (item.since, item.lamp) = (*day, judged.lamp);
    }
    let judged = case.judge(today, &held);
    if judged.lamp != item.lamp {
        (item.since, item.lamp) = (today, judged.lamp);
    }
    item.words = lamps::judged(&judged);
    Ok(Some((item, judged)))
}

/// How many matters of a list have which lamp on a day; samples are counted apart from real ones.
pub fn counts(
    ask: &mut dyn Ask,
    charter: &Charter,
    register: &Register,
    sample: bool,
    today: Date,
) -> Result<Sums, Refusal> {
    let mut sums = Sums::default();
    let (day, is_sample) = (today.number(), i64::from(sample));
    let params = [register.id.as_str().into(), is_sample.into(), day.into()];
    for row in ask.rows(sql::COUNTS, &params).map_err(store_refusal)? {
        let lamp = lamp(&row, 1).map_err(store_refusal)?;
        let number = row.int(2).map_err(store_refusal)?;
        sums.add(row.text_ref(0).map_err(store_refusal)?, lamp, number);
    }
    for item in turned(ask, charter, register, sample, today)? {
        sums.add(&item.item.area, item.item.lamp, 1);
    }
    Ok(sums)
}

/// Matters whose lamp was to change by today and that nobody looked at since.
fn turned(
    ask: &mut dyn Ask,
    charter: &Charter,
    register: &Register,
    sample: bool,
    today: Date,
) -> Result<Vec<Lagging>, Refusal> {
    let params = [today.number().into(), register.id.as_str().into(), i64::from(sample).into()];
    let rows = ask.rows(sql::TURNED, &params).map_err(store_refusal)?;
    let calendar = calendar(charter, register);
    let mut found = Vec::new();
    for row in &rows {
        let item = read(row).map_err(store_refusal)?;
        let Some(record) = registers::find(ask, &charter.zone.id, &item.id)? else { continue };
        if let Some((item, _)) = live(ask, charter, register, calendar.as_ref(), item, &record, today)? {
            found.push(Lagging { item, record });
        }
    }
    Ok(found)
}

/// Matters that need somebody, the gravest lamp first, at most `limit`.
pub fn lagging(
    ask: &mut dyn Ask,
    charter: &Charter,
    register: &Register,
    sample: bool,
    today: Date,
    limit: usize,
) -> Result<Vec<Lagging>, Refusal> {
    let mut found: Vec<Lagging> = turned(ask, charter, register, sample, today)?;
    found.retain(|one| one.item.lamp.is_raised());
    for lamp in Lamp::RAISED.into_iter().rev() {
        if found.len() >= limit {
            break;
        }
        let params = [
            register.id.as_str().into(),
            i64::from(sample).into(),
            lamp.id().into(),
            today.number().into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        for row in ask.rows(sql::WITH_LAMP, &params).map_err(store_refusal)? {
            let item = read(&row).map_err(store_refusal)?;
            if let Some(record) = registers::find(ask, &charter.zone.id, &item.id)? {
                let calendar = calendar(charter, register);
                let now = live(ask, charter, register, calendar.as_ref(), item, &record, today)?;
                found.extend(now.map(|(item, _)| Lagging { item, record }));
            }
            if found.len() >= limit {
                break;
            }
        }
    }
    found.sort_by(|a, b| {
        (b.item.lamp, &a.item.since, &a.item.id).cmp(&(a.item.lamp, &b.item.since, &b.item.id))
    });
    found.truncate(limit);
    Ok(found)
}

/// A page of the open matters of a unit on a list, in order of id after `after`.
pub fn open_of_unit(
    ask: &mut dyn Ask,
    register: &Register,
    unit: &str,
    after: Option<&Id>,
    limit: usize,
) -> Result<Vec<Item>, Refusal> {
    let after = after.map_or("", Id::as_str);
    let mut items = Vec::new();
    for standing in OPEN {
        let params = [
            unit.into(),
            register.id.as_str().into(),
            standing.id().into(),
            after.into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        for row in ask.rows(sql::OPEN_OF_UNIT, &params).map_err(store_refusal)? {
            items.push(read(&row).map_err(store_refusal)?);
        }
    }
    items.sort_by(|a: &Item, b| a.id.cmp(&b.id));
    items.truncate(limit);
    Ok(items)
}

/// Open matters that a unit leads on a list, counted by how they were reported last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCount {
    /// The unit.
    pub unit: String,
    /// The latest round in which they were reported; empty: in none.
    pub round: String,
    /// Where those reports stand; empty: there are none.
    pub report_state: String,
    /// How many.
    pub number: i64,
}

/// The open matters of a list by unit, or those of one unit, counted by how they were reported last.
pub fn units(ask: &mut dyn Ask, register: &Register, unit: Option<&str>) -> Result<Vec<OpenCount>, Refusal> {
    let mut all = Vec::new();
    for standing in OPEN {
        let mut params = vec![register.id.as_str().into(), standing.id().into()];
        params.extend(unit.map(Into::into));
        let text = if unit.is_some() { sql::UNIT } else { sql::UNITS };
        let read = |row: &Row| {
            Ok(OpenCount {
                unit: row.text(0)?,
                round: row.text(1)?,
                report_state: row.text(2)?,
                number: row.int(3)?,
            })
        };
        for row in ask.rows(text, &params).map_err(store_refusal)? {
            all.push(read(&row).map_err(store_refusal)?);
        }
    }
    Ok(all)
}

/// How many matters of a unit have which lamp, over all lists; those that turned since count by the lamp
/// they had.
pub fn counts_of_unit(ask: &mut dyn Ask, unit: &str, today: Date) -> Result<BTreeMap<Lamp, i64>, Refusal> {
    let rows = ask.rows(sql::COUNTS_OF_UNIT, &[unit.into(), today.number().into()]).map_err(store_refusal)?;
    let read = |row: &Row| Ok((lamp(row, 0)?, row.int(1)?));
    rows.iter().map(read).collect::<Result<_, StoreError>>().map_err(store_refusal)
}

/// Matters whose lamp was to change by a day, for the clock: register and id, the earliest first.
pub fn due(ask: &mut dyn Ask, today: Date, limit: usize) -> Result<Vec<(String, Id)>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let damaged = || StoreError::damaged("work_item");
    ask.rows(sql::DUE, &[today.number().into(), limit.into()])?
        .iter()
        .map(|row| Ok((row.text(1)?, Id::parse(row.text_ref(0)?).ok_or_else(damaged)?)))
        .collect()
}

/// Records of a list that were judged under an older charter, or never.
pub fn outdated(ask: &mut dyn Ask, register: &str, version: i64) -> Result<Vec<Id>, StoreError> {
    let damaged = || StoreError::damaged("record");
    ask.rows(sql::OUTDATED, &[register.into(), version.into()])?
        .iter()
        .map(|row| Id::parse(row.text_ref(0)?).ok_or_else(damaged))
        .collect()
}

/// The parts a matter is made of, and how many there are.
pub fn parts(
    ask: &mut dyn Ask,
    caller: &Caller,
    register: &Register,
    id: &Id,
    today: Date,
) -> Result<(Vec<Record>, Count), Refusal> {
    let parent = register.worklist.as_ref().and_then(|law| law.parent.as_ref());
    let Some(parent) = parent else { return Ok((Vec::new(), Count::Exactly(0))) };
    let query = ListQuery {
        filter: Some(format!("{parent} = '{id}'")),
        today: Some(today),
        limit: 100,
        ..ListQuery::default()
    };
    let count = registers::count(ask, caller, register, &query, false)?;
    Ok((registers::list(ask, caller, register, &query)?.records, count))
}

/// Proposals that wait for a decision on a list.
pub fn proposals(ask: &mut dyn Ask, register: &str) -> Result<Vec<Proposal>, Refusal> {
    let rows = ask.rows(sql::OPEN_PROPOSALS, &[register.into()]).map_err(store_refusal)?;
    rows.iter().map(proposal).collect::<Result<_, StoreError>>().map_err(store_refusal)
}

/// Proposals ever made for a matter, the latest first.
pub fn proposals_of(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Vec<Proposal>, Refusal> {
    let cell = Cell::of(zone, id);
    let rows =
        ask.rows(sql::PROPOSALS_OF, &[cell.as_str().into(), id.as_str().into()]).map_err(store_refusal)?;
    rows.iter().map(proposal).collect::<Result<_, StoreError>>().map_err(store_refusal)
}

/// Reads a row of a proposal.
pub(super) fn proposal(row: &Row) -> Result<Proposal, StoreError> {
    let damaged = || StoreError::damaged("proposal");
    let Value::Object(fields) = row.json(6)? else { return Err(damaged()) };
    Ok(Proposal {
        item: Id::parse(row.text_ref(0)?).ok_or_else(damaged)?,
        number: row.int(1)?,
        register: row.text(2)?,
        unit: row.text(3)?,
        state: row.text(4)?,
        item_version: row.int(5)?,
        fields,
        stage: row.text(7)?,
        reason: row.text(8)?,
        remark: row.text(9)?,
        proposed_by: row.text(10)?,
        proposed_at: Instant(row.int(11)?),
        decided_by: row.text(12)?,
        decided_at: row.int_opt(13)?.map(Instant),
    })
}

fn lamp(row: &Row, at: usize) -> Result<Lamp, StoreError> {
    Lamp::find(row.text_ref(at)?).ok_or_else(|| StoreError::damaged("work_item"))
}

fn read(row: &Row) -> Result<Item, StoreError> {
    let damaged = || StoreError::damaged("work_item");
    Ok(Item {
        id: Id::parse(row.text_ref(0)?).ok_or_else(damaged)?,
        register: row.text(1)?,
        unit: row.text(2)?,
        area: row.text(4)?,
        sample: row.int(5)? != 0,
        reported_on: row.int_opt(6)?.map(day_of),
        lamp: lamp(row, 7)?,
        since: day_of(row.int(8)?),
        until: day_of(row.int(9)?),
        judged_on: day_of(row.int(10)?),
        held: held(&row.json(11)?),
        words: serde_json::from_value(row.json(12)?).map_err(|_| damaged())?,
    })
}

impl Item {
    /// Whether the lamp kept is that of a day, or it was to change before.
    pub fn holds_on(&self, day: Date) -> bool {
        day < self.until
    }
}
