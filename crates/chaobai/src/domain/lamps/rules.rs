//! What the rule of a list says of a matter on a day. Values in, values out.
//!
//! Sources of the practice the conditions come from: deadlines with three days' notice; blue, amber and red
//! slips; escalation blue → orange → red; projects 10 and 30 points behind, not begun, silent.

use crate::charter::model::{DayCount, Lamp, LampRule, Register, Standing, Worklist};
use kernel::{Date, WorkingCalendar, parse_decimal};
use serde_json::{Map, Value};

/// How far ahead it is looked when a lamp will change; after so many days it is looked at again.
const AHEAD_DAYS: i64 = 400;
/// The whole, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// What is known of a matter.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Its list.
    pub register: &'a Register,
    /// What its stage counts as.
    pub standing: Standing,
    /// Its fields.
    pub body: &'a Map<String, Value>,
    /// The day of which the last accepted report speaks.
    pub reported_on: Option<Date>,
    /// The calendar named by the rule, if the charter has it.
    pub calendar: Option<&'a WorkingCalendar>,
}

/// A lamp given by hand, and the days it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand {
    /// The lamp.
    pub lamp: Lamp,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// Since when the matter has held each raised lamp or a graver one without a break, in the order of
/// [`Lamp::RAISED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held(pub [Option<Date>; Lamp::RAISED.len()]);

impl Held {
    /// After a day on which the rule gave this lamp.
    pub fn after(mut self, lamp: Lamp, day: Date) -> Held {
        for (level, since) in Lamp::RAISED.into_iter().zip(&mut self.0) {
            *since = if lamp.is_raised() && level <= lamp { since.or(Some(day)) } else { None };
        }
        self
    }

    fn days(&self, lamp: Lamp, day: Date) -> Option<i64> {
        let at = Lamp::RAISED.iter().position(|raised| *raised == lamp)?;
        self.0[at].map(|since| day.days_since(since))
    }
}

/// What the rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The lamp shown.
    pub lamp: Lamp,
    /// The lamp the rule gives; another one than shown while a person's lamp holds.
    pub by_rule: Lamp,
    /// Number of the rule that fits, from 0; none: the stage alone decided.
    pub rule: Option<usize>,
    /// Planned by that day, in hundredths of a percent; none: there is no plan.
    pub planned: Option<i64>,
    /// Done, in hundredths of a percent; none: not reported yet.
    pub actual: Option<i64>,
    /// Calendar days to the deadline, negative after it; none: there is no deadline, or it no longer matters.
    pub days_left: Option<i64>,
    /// Calendar days since the day of the last report, or since the start; none: neither is known.
    pub silent: Option<i64>,
    /// Years without a published calendar that were counted as plain weeks.
    pub unpublished: Vec<i16>,
}

impl Judged {
    /// Percentage points behind the plan, in hundredths; zero or less: not behind.
    pub fn behind(&self) -> Option<i64> {
        Some(self.planned? - self.actual?)
    }
}

/// A matter with everything worked out that does not depend on the day.
pub struct Case<'a> {
    law: &'a Worklist,
    standing: Standing,
    start: Option<Date>,
    due: Option<Date>,
    actual: Option<i64>,
    /// Day and planned share; between two of them the plan is a straight line.
    nodes: Vec<(Date, i64)>,
    last_report: Option<Date>,
    hand: Option<Hand>,
    rules: Vec<Ready<'a>>,
}

/// A rule with what does not depend on the day already judged.
struct Ready<'a> {
    rule: &'a LampRule,
    number: usize,
    lamp: Lamp,
    near: Option<(Date, Vec<i16>)>,
    since: Option<Date>,
}

impl<'a> Case<'a> {
    /// Works a matter out; none where its register is no work list.
    pub fn new(facts: &Facts<'a>, hand: Option<Hand>) -> Option<Case<'a>> {
        let law = facts.register.worklist.as_ref()?;
        let day = |field: &Option<String>| date(facts.body, field.as_deref()?);
        let number = |field: &String| hundredths(facts.body.get(field)?);
        let year = law.year.as_ref().and_then(|field| facts.body.get(field)).and_then(Value::as_i64);
        let year = year.and_then(|year| i16::try_from(year).ok());
        let new_year = year.and_then(|year| Date::new(year, 1, 1));
        // What is kept up for good has no deadline and no plan to be behind of.
        let forever = facts.standing == Standing::Standing;
        let (start, due) = (day(&law.start).or(new_year), day(&law.deadline).filter(|_| !forever));
        let actual = law.progress.as_ref().and_then(number);
        let actual = actual.or((facts.standing == Standing::NotStarted).then_some(0));
        let quarters: Option<Vec<i64>> = law.plan.iter().map(number).collect();
        let nodes = match (quarters, year) {
            _ if forever => Vec::new(),
            (Some(quarters), Some(year)) if quarters.len() == 4 => quarter_nodes(year, &quarters),
            _ => start.zip(due).map_or_else(Vec::new, |(start, due)| vec![(start, 0), (due, WHOLE)]),
        };
        let reason = |field: &String| {
            facts.body.get(field).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
        };
        let has_reason = law.reason.as_ref().is_some_and(reason);
        let empty = |id: &String| facts.body.get(id).is_none_or(|v| v.is_null() || v == "");
        let mut rules = Vec::new();
        for (number, rule) in law.lamps.iter().flat_map(|lamps| &lamps.rules).enumerate() {
            let Some(lamp) = Lamp::find(&rule.lamp) else { continue };
            let fits = (!rule.without_reason || !has_reason)
                && rule.without.as_ref().is_none_or(empty)
                && rule.when.as_ref().is_none_or(|when| text(facts.body.get(&when.field)) == when.is);
            if fits {
                let near = rule.days_left.zip(due).map(|(days, due)| near(law, facts.calendar, due, days));
                rules.push(Ready { rule, number, lamp, near, since: day(&rule.since) });
            }
        }
        let last_report = facts.reported_on.or(start);
        Some(Case { law, standing: facts.standing, start, due, actual, nodes, last_report, hand, rules })
    }

    /// What the rule says of a day, given what was held the day before.
    pub fn judge(&self, day: Date, held: &Held) -> Judged {
        let mut judged = Judged {
            lamp: Lamp::Normal,
            by_rule: Lamp::Normal,
            rule: None,
            planned: self.planned(day),
            actual: self.actual,
            days_left: self.due.map(|due| due.days_since(day)),
            silent: self.last_report.map(|last| day.days_since(last)),
            unpublished: Vec::new(),
        };
        judged.by_rule = match self.standing {
            Standing::Done => Lamp::Done,
            Standing::Cancelled => Lamp::Stopped,
            Standing::Draft => Lamp::NotStarted,
            Standing::NotStarted | Standing::UnderWay | Standing::Standing => {
                let found = self.rules.iter().find(|ready| self.holds(ready, day, held, &judged));
                if let Some(ready) = found {
                    judged.rule = Some(ready.number);
                    judged.unpublished = ready.near.as_ref().map_or_else(Vec::new, |near| near.1.clone());
                }
                match found {
                    Some(ready) => ready.lamp,
                    None if self.standing == Standing::NotStarted => Lamp::NotStarted,
                    None => Lamp::Normal,
                }
            }
        };
        if matches!(self.standing, Standing::Done | Standing::Cancelled | Standing::Draft) {
            (judged.planned, judged.days_left, judged.silent) = (None, None, None);
        }
        let hand = self.hand.filter(|hand| hand.first <= day && day <= hand.last);
        judged.lamp = hand.map_or(judged.by_rule, |hand| hand.lamp);
        judged
    }

    /// Judges every day from `from` to `to`, one after another: the days on which another lamp came on than
    /// `lamp` and the one before it, and what was held at the end.
    pub fn follow(
        &self,
        mut lamp: Option<Lamp>,
        mut held: Held,
        from: Date,
        to: Date,
    ) -> (Vec<(Date, Judged)>, Held) {
        let (mut changes, mut day) = (Vec::new(), from);
        while day <= to {
            let judged = self.judge(day, &held);
            held = held.after(judged.by_rule, day);
            if lamp != Some(judged.lamp) {
                lamp = Some(judged.lamp);
                changes.push((day, judged));
            }
            day = day.plus_days(1);
        }
        (changes, held)
    }

    /// The first day after `day` on which another lamp will come on if nothing happens, or on which it must
    /// be looked at again.
    pub fn holds_until(&self, lamp: Lamp, mut held: Held, day: Date) -> Date {
        let last = day.plus_days(AHEAD_DAYS);
        let mut next = day.plus_days(1);
        while next < last {
            let judged = self.judge(next, &held);
            if judged.lamp != lamp {
                return next;
            }
            held = held.after(judged.by_rule, next);
            next = next.plus_days(1);
        }
        last
    }

    /// Whether a report of a day is behind the plan by so much that a reason is asked for.
    pub fn needs_reason(&self, day: Date) -> bool {
        let from = i64::from(self.law.reason_from.unwrap_or(1)) * 100;
        self.law.reason.is_some()
            && matches!(self.standing, Standing::NotStarted | Standing::UnderWay)
            && self.planned(day).zip(self.actual).is_some_and(|(planned, actual)| planned - actual >= from)
    }

    /// Planned by a day, in hundredths of a percent.
    fn planned(&self, day: Date) -> Option<i64> {
        let (first, last) = (self.nodes.first()?, self.nodes.last()?);
        if day <= first.0 {
            return Some(first.1);
        }
        if day >= last.0 {
            return Some(last.1);
        }
        let after = self.nodes.iter().position(|node| node.0 >= day)?;
        let ((from, low), (to, high)) = (self.nodes[after - 1], self.nodes[after]);
        Some(low + (high - low) * day.days_since(from) / to.days_since(from).max(1))
    }

    fn holds(&self, ready: &Ready<'_>, day: Date, held: &Held, judged: &Judged) -> bool {
        let rule = ready.rule;
        let behind = judged.behind();
        let left = judged.days_left;
        rule.overdue_days.is_none_or(|days| left.is_some_and(|left| -left >= i64::from(days)))
            && rule.days_left.is_none_or(|_| {
                ready.near.as_ref().is_some_and(|(from, _)| day >= *from) && left.is_some_and(|l| l >= 0)
            })
            && rule.behind_from.is_none_or(|points| behind.is_some_and(|b| b >= i64::from(points) * 100))
            && rule.behind_over.is_none_or(|points| behind.is_some_and(|b| b > i64::from(points) * 100))
            && rule.silent_days.is_none_or(|days| judged.silent.is_some_and(|s| s > i64::from(days)))
            && rule
                .months_over
                .is_none_or(|months| ready.since.is_some_and(|since| day > since.plus_months(whole(months))))
            && rule.months_ended.is_none_or(|months| {
                let ended = |since: Date| since.plus_months(whole(months) - 1).month_end();
                months > 0 && ready.since.is_some_and(|since| day > ended(since))
            })
            && rule.held.as_ref().is_none_or(|asked| {
                let lamp = Lamp::find(&asked.lamp);
                lamp.and_then(|lamp| held.days(lamp, day)).is_some_and(|days| days >= i64::from(asked.days))
            })
    }

    /// The start, where it is known.
    pub fn start(&self) -> Option<Date> {
        self.start
    }
}

fn whole(months: u32) -> i32 {
    i32::try_from(months).unwrap_or(i32::MAX)
}

/// The first day on which at most `days` are left, and the years that were only guessed.
fn near(law: &Worklist, calendar: Option<&WorkingCalendar>, due: Date, days: u32) -> (Date, Vec<i16>) {
    let working = law.lamps.as_ref().is_some_and(|lamps| lamps.days == DayCount::Working);
    match calendar.filter(|_| working) {
        Some(calendar) => {
            // The first day from which no more than `days` working days lead to the deadline is the day
            // after the last one from which more do.
            let (day, unpublished) =
                calendar.add_working_days(due.plus_days(1), -whole(days.saturating_add(1))).with_warning();
            (day, unpublished)
        }
        None => (due.plus_days(-i64::from(days)), Vec::new()),
    }
}

fn quarter_nodes(year: i16, quarters: &[i64]) -> Vec<(Date, i64)> {
    let start = Date::new(year, 1, 1);
    let ends = [3, 6, 9, 12].map(|month| Date::new(year, month, 1).map(Date::month_end));
    let nodes = ends.into_iter().zip(quarters).filter_map(|(day, share)| Some((day?, *share)));
    start.map(|day| (day, 0)).into_iter().chain(nodes).collect()
}

fn date(body: &Map<String, Value>, field: &str) -> Option<Date> {
    body.get(field).and_then(Value::as_str).and_then(Date::parse)
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// A percentage as it is kept (an integer, or a decimal as text) in hundredths of a percent.
pub fn hundredths(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64()?.checked_mul(100),
        Value::String(text) => {
            let hundred = parse_decimal(text, 9).ok()? * kernel::Decimal::from(100);
            i64::try_from(kernel::decimal::round(hundred, 0)).ok()
        }
        _ => None,
    }
}
