//! Questions about projects. All that stands beside a project is read in the one cell they share.

use super::read::{date, days, section};
use super::rules::{self, Days, Month, Section, Standing};
use super::{read, sql};
use crate::charter::model::{Charter, Level, ProjectLaw, Register};
use crate::desk::Caller;
use crate::domain::registers::{self, Access, ListQuery, Record, store_refusal};
use kernel::{Cell, Date, Decimal, Id, Instant, Refusal, WorkingCalendar};
use serde_json::{Map, Value};
use store::{Ask, StoreError};

/// A project and all that stands beside it, cut down to what the caller sees.
pub struct Dossier<'c> {
    /// Its list.
    pub register: &'c Register,
    /// What the list says of projects.
    pub law: &'c ProjectLaw,
    /// The project.
    pub project: Record,
    /// How much of it the caller sees.
    pub access: Access,
    /// The project it is a part of.
    pub parent: Option<Record>,
    /// Its parts, in order of id.
    pub parts: Vec<Record>,
    /// The same, as the rules look at them.
    pub sections: Vec<Section>,
    /// Approvals of the project, then of its parts.
    pub approvals: Vec<ApprovalAt<'c>>,
    /// Milestones of the project, then of its parts.
    pub milestones: Vec<MilestoneAt<'c>>,
    /// Months of investment of the project and its parts.
    pub months: Vec<Month>,
    /// Problems of the project, then of its parts.
    pub problems: Vec<ProblemAt<'c>>,
    /// Approved plans, latest first.
    pub baselines: Vec<Baseline>,
    /// What differs from the latest approved plan.
    pub drifts: Vec<Drift>,
    /// What it has cost in the end beside what was approved (by the latest plan, or as on record), where both are
    /// known.
    pub cost: Option<Cost>,
}

/// What a project has cost in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Approved.
    pub approved: Decimal,
    /// In the end.
    pub last: Decimal,
}

/// An approval and how it stands.
pub struct ApprovalAt<'c> {
    /// Its list.
    pub register: &'c Register,
    /// The record.
    pub record: Record,
    /// What it is an approval of: none the project itself, else one of its parts.
    pub part: Option<usize>,
    /// How it stands today.
    pub standing: Standing,
    /// Working days promised.
    pub promised: Option<i64>,
}

/// A milestone and its days.
pub struct MilestoneAt<'c> {
    /// Its list.
    pub register: &'c Register,
    /// The record.
    pub record: Record,
    /// What it is a milestone of: none the project itself, else one of its parts.
    pub part: Option<usize>,
    /// Its three days.
    pub days: Days,
    /// Files that show it.
    pub evidence: usize,
}

/// A problem, the level it was raised to, and until when that level has to answer.
pub struct ProblemAt<'c> {
    /// Its list.
    pub register: &'c Register,
    /// The record.
    pub record: Record,
    /// Whose problem it is: none the project's itself, else that of one of its parts.
    pub part: Option<usize>,
    /// Number of the level from 0; none where it is with none of them any more.
    pub level: Option<usize>,
    /// Since when it is with this level.
    pub since: Option<Date>,
    /// Until when the level has to answer.
    pub due: Option<Date>,
    /// Years whose calendar is not published: the day is provisional.
    pub unpublished: Vec<i16>,
}

/// An approved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// 1 for the first.
    pub number: i64,
    /// Version of the project that was approved.
    pub version: i64,
    /// When it was approved.
    pub recorded_at: Instant,
    /// Post of the person who approved it.
    pub actor_post: String,
    /// What it was approved by.
    pub note: String,
    /// Its entry in the cell of the project: what was written before it is the plan.
    pub entry: i64,
}

/// Something that is no longer as it was approved.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// A field of the project, or a milestone.
    pub item: DriftItem,
    /// As it was approved; null: nothing was said.
    pub before: Value,
    /// As it is now.
    pub now: Value,
    /// Later by so many days (earlier where negative); for days only.
    pub days: Option<i64>,
    /// More by so much (less where negative); for numbers only.
    pub more: Option<Decimal>,
}

/// What drifted.
#[derive(Clone, Debug, PartialEq)]
pub enum DriftItem {
    /// A field of the project's list.
    Field(String),
    /// A milestone, by its title.
    Milestone(String),
}

/// The dossier of a project; refused as not found where the caller sees nothing of it.
pub fn dossier<'c>(
    ask: &mut dyn Ask,
    charter: &'c Charter,
    caller: &Caller,
    register: &'c Register,
    id: &Id,
    today: Date,
) -> Result<Dossier<'c>, Refusal> {
    let law = register.project.as_ref().ok_or_else(Refusal::not_found)?;
    let (project, access) = registers::get(ask, charter, caller, register, id)?;
    let parent = match registers::host(register, &project.body) {
        Some(id) => registers::get(ask, charter, caller, register, &id).ok().map(|(record, _)| record),
        None => None,
    };
    let parts = registers::beside(ask, charter, caller, register, id)?;
    let sections = parts.iter().map(|part| section(register, law, part)).collect();
    let mut dossier = Dossier {
        register,
        law,
        access,
        parent,
        sections,
        approvals: Vec::new(),
        milestones: Vec::new(),
        months: Vec::new(),
        problems: Vec::new(),
        baselines: baselines(ask, &charter.zone.id, id)?,
        drifts: Vec::new(),
        cost: None,
        project,
        parts,
    };
    let hosts: Vec<(Id, Option<usize>)> = std::iter::once((id.clone(), None))
        .chain(dossier.parts.iter().enumerate().map(|(i, part)| (part.id.clone(), Some(i))))
        .collect();
    for list in charter.registers_beside(&register.id).filter(|list| list.id != register.id) {
        for (host, part) in &hosts {
            for record in registers::beside(ask, charter, caller, list, host)? {
                dossier.add(ask, charter, caller, list, record, *part, today)?;
            }
        }
    }
    dossier.milestones.sort_by_key(|at| (at.days.planned.or(at.days.best()), at.record.id.clone()));
    let mut approved = dossier.project.body.clone();
    if let Some(baseline) = dossier.baselines.first().cloned() {
        let history = registers::history(ask, charter, caller, register, id)?;
        // A version that the caller may not see tells nothing of drift.
        if let Some(then) = history.into_iter().find(|one| one.record.version == baseline.version) {
            approved = then.record.body;
            dossier.drifts = drifts(ask, charter, caller, &dossier, &approved, &baseline)?;
        }
    }
    dossier.cost = cost(law, &approved, &dossier.project);
    Ok(dossier)
}

/// What was approved and what it cost in the end; both in the unit of the charter's one field.
fn cost(law: &ProjectLaw, approved: &Map<String, Value>, project: &Record) -> Option<Cost> {
    let approved = read::decimal(approved, law.investment.as_ref()?)?;
    let last = read::decimal(&project.body, law.final_cost.as_ref()?)?;
    (approved > Decimal::ZERO).then_some(Cost { approved, last })
}

impl<'c> Dossier<'c> {
    /// What the rules see of the project itself.
    pub fn own(&self) -> Section {
        section(self.register, self.law, &self.project)
    }

    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        ask: &mut dyn Ask,
        charter: &'c Charter,
        caller: &Caller,
        register: &'c Register,
        record: Record,
        part: Option<usize>,
        today: Date,
    ) -> Result<(), Refusal> {
        let place =
            |field: &str| record.body.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        if let Some(law) = &register.approval {
            let approval = rules::Approval {
                submitted: date(&record.body, &law.submitted),
                promised: record.body.get(&law.promised).and_then(Value::as_i64),
                decided: date(&record.body, &law.decided),
            };
            let calendar = calendar(charter, &place(&law.jurisdiction))?;
            let standing = rules::standing(&approval, &calendar, today);
            self.approvals.push(ApprovalAt { register, record, part, standing, promised: approval.promised });
        } else if let Some(law) = &register.milestone {
            let days = days(&record.body, &law.day);
            let evidence = registers::attachments(ask, &charter.zone.id, &record.id)?.len();
            self.milestones.push(MilestoneAt { register, record, part, days, evidence });
        } else if let Some(law) = &register.investment {
            let Some(day) = date(&record.body, &law.month) else { return Ok(()) };
            self.months.push(Month {
                day,
                planned: read::decimal(&record.body, &law.planned),
                actual: read::decimal(&record.body, &law.actual),
            });
        } else if let Some(law) = &register.problem {
            let level = law.levels.iter().position(|level| level.stage == record.stage);
            let calendar = calendar(charter, &place(&law.jurisdiction))?;
            let clock = match level {
                Some(at) => clock(ask, charter, caller, register, &record, &law.levels[at], &calendar)?,
                None => None,
            };
            let (since, due, unpublished) = match clock {
                Some((since, due, unpublished)) => (Some(since), Some(due), unpublished),
                None => (None, None, Vec::new()),
            };
            self.problems.push(ProblemAt { register, record, part, level, since, due, unpublished });
        }
        Ok(())
    }
}

/// The working calendar of a place; a charter whose calendar cannot be read has none.
fn calendar(charter: &Charter, jurisdiction: &str) -> Result<WorkingCalendar, Refusal> {
    charter
        .working_calendar_of(jurisdiction)
        .map_err(|error| store_refusal(StoreError::other(error.to_string())))
}

/// Since when a problem is with its level, and until when the level has to answer.
fn clock(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    register: &Register,
    record: &Record,
    level: &Level,
    calendar: &WorkingCalendar,
) -> Result<Option<(Date, Date, Vec<i16>)>, Refusal> {
    let history = registers::history(ask, charter, caller, register, &record.id)?;
    let here = history.iter().take_while(|version| version.record.stage == record.stage).last();
    let Some(entered) = here else { return Ok(None) };
    let since = entered.record.amended_at.date_in(&charter.zone.time_zone);
    let days = i32::try_from(level.days).unwrap_or(i32::MAX);
    let (due, unpublished) = calendar.add_working_days(since, days).with_warning();
    Ok(Some((since, due, unpublished)))
}

/// Approved plans of a project, latest first.
pub fn baselines(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Vec<Baseline>, Refusal> {
    let cell = Cell::of(zone, id);
    let rows =
        ask.rows(sql::BASELINES, &[cell.as_str().into(), id.as_str().into()]).map_err(store_refusal)?;
    let read = |row: &store::Row| -> Result<Baseline, StoreError> {
        Ok(Baseline {
            number: row.int(0)?,
            version: row.int(1)?,
            recorded_at: Instant(row.int(2)?),
            actor_post: row.text(3)?,
            note: row.text(4)?,
            entry: row.int(5)?,
        })
    };
    rows.iter().map(read).collect::<Result<_, _>>().map_err(store_refusal)
}

/// What differs from an approved plan: the planned fields of the project, and the milestones. A planned day is held
/// against the day as it was or is expected now: the plan itself may stand unchanged.
fn drifts(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    dossier: &Dossier<'_>,
    approved: &Map<String, Value>,
    baseline: &Baseline,
) -> Result<Vec<Drift>, Refusal> {
    let (register, law, now) = (dossier.register, dossier.law, &dossier.project.body);
    let three_days: Vec<_> = [&law.start, &law.finish].into_iter().flatten().collect();
    let mut found = Vec::new();
    let is_one_of_three = |field: &String| three_days.iter().any(|three| three.planned == *field);
    for field in law.plan.iter().filter(|field| !is_one_of_three(field)) {
        if approved.get(field) != now.get(field) {
            let was_and_is = date(approved, field).zip(date(now, field));
            let numbers = read::decimal(approved, field).zip(read::decimal(now, field));
            found.push(Drift {
                item: DriftItem::Field(field.clone()),
                before: approved.get(field).cloned().unwrap_or(Value::Null),
                now: now.get(field).cloned().unwrap_or(Value::Null),
                days: was_and_is.map(|(was, is)| was.days_until(is)),
                more: numbers.map(|(was, is)| is - was),
            });
        }
    }
    for three in three_days {
        let was = date(approved, &three.planned);
        // What nobody had planned does not drift before it is planned.
        let is = if was.is_some() { days(now, three).best() } else { date(now, &three.planned) };
        found.extend(drift_of_day(DriftItem::Field(three.planned.clone()), was, is));
    }
    for list in charter.registers_beside(&register.id) {
        let Some(law) = &list.milestone else { continue };
        let id = &dossier.project.id;
        let mut then = registers::beside_before(ask, charter, caller, list, id, baseline.entry)?;
        then.sort_by_key(|record| (date(&record.body, &law.day.planned), record.id.clone()));
        let mut here = dossier.milestones.iter().filter(|at| at.part.is_none() && at.register.id == list.id);
        for record in &then {
            let was = date(&record.body, &law.day.planned);
            let is = here.clone().find(|at| at.record.id == record.id).and_then(|at| at.days.best());
            found.extend(drift_of_day(DriftItem::Milestone(record.title(list)), was, is));
        }
        here.by_ref().filter(|at| then.iter().all(|record| record.id != at.record.id)).for_each(|at| {
            found.extend(drift_of_day(DriftItem::Milestone(at.record.title(list)), None, at.days.best()));
        });
    }
    Ok(found)
}

/// A day that is no longer as approved: moved, taken back, or new.
fn drift_of_day(item: DriftItem, was: Option<Date>, is: Option<Date>) -> Option<Drift> {
    let value = |day: Option<Date>| day.map_or(Value::Null, |day| Value::from(day.to_string()));
    let days = was.zip(is).map(|(was, is)| was.days_until(is));
    (was != is).then(|| Drift { item, before: value(was), now: value(is), days, more: None })
}

/// Most projects that are compared with a new one.
const COMPARED_MAX: usize = 5000;

/// Projects of the list that may be the same as one: a hint to look at, told from names and places.
pub fn may_be_same(
    ask: &mut dyn Ask,
    caller: &Caller,
    register: &Register,
    project: &Record,
) -> Result<Vec<Record>, Refusal> {
    let host = |record: &Record| registers::host(register, &record.body);
    let own = (host(project), project.title(register));
    let here = project.middle(register);
    let mut query = ListQuery { limit: 1000, ..ListQuery::default() };
    let (mut found, mut compared) = (Vec::new(), 0);
    loop {
        let page = registers::list(ask, caller, register, &query)?;
        compared += page.records.len();
        for other in page.records {
            let family = other.id == project.id
                || host(&other).is_some_and(|id| id == project.id || Some(&id) == own.0.as_ref())
                || own.0.as_ref() == Some(&other.id);
            let places = here.zip(other.middle(register));
            if !family && rules::may_be_same(&own.1, &other.title(register), places) {
                found.push(other);
            }
        }
        match page.next {
            Some(next) if compared < COMPARED_MAX => query.after = Some(next),
            _ => return Ok(found),
        }
    }
}
