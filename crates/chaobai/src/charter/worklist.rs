//! The nouns of a work list, as they are written in `[worklist]` of a register: what its stages count as,
//! who leads, what is reported every month, what needs approval, and the rule of its lamps.
//! Shapes only; `check_worklist.rs` decides what is right.

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a register a work list: a list whose records are matters to be done, led by one unit per side,
/// reported in rounds, and struck off when done.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Worklist {
    /// Stages of matters that are done.
    pub done: Vec<String>,
    /// Stages of matters whose cancellation was approved: they leave the denominator of the completion rate.
    #[serde(default)]
    pub cancelled: Vec<String>,
    /// Stages of matters that are kept up for good (长期坚持): counted in the whole, never behind a plan.
    #[serde(default)]
    pub standing: Vec<String>,
    /// Stages of matters that have not begun.
    #[serde(default)]
    pub not_started: Vec<String>,
    /// The side of each field of `lead`, in the same order: exactly one unit per side answers.
    pub sides: Vec<String>,
    /// Choice field whose value is the id of the side that leads first; absent, or empty in a record: the
    /// first field of `lead` that is filled.
    #[serde(default)]
    pub first_side: Option<String>,
    /// Record field that names the matter this one is a part of, on the same list.
    #[serde(default)]
    pub parent: Option<String>,
    /// Choice field of the area of work, by which the overview counts.
    #[serde(default)]
    pub area: Option<String>,
    /// Date field from which time elapses; absent or empty: the first day of `year`.
    #[serde(default)]
    pub start: Option<String>,
    /// Date field of the deadline.
    #[serde(default)]
    pub deadline: Option<String>,
    /// Integer or decimal field: how much is done, in percent.
    #[serde(default)]
    pub progress: Option<String>,
    /// Four fields: percent planned by the end of each quarter of `year` (序时进度). Where one is empty, time
    /// elapsed between start and deadline is the plan.
    #[serde(default)]
    pub plan: Vec<String>,
    /// Integer field of the year the matter belongs to.
    #[serde(default)]
    pub year: Option<String>,
    /// Reported text field that must be filled where a report is behind the plan.
    #[serde(default)]
    pub reason: Option<String>,
    /// So many percentage points behind the plan make the reason required; absent: 1.
    #[serde(default)]
    pub reason_from: Option<u32>,
    /// Fields a round asks for, in order.
    pub reported: Vec<String>,
    /// Roles that open rounds over this list, review what is reported and close rounds.
    pub review: Vec<String>,
    /// What only an approval can change.
    #[serde(default)]
    pub approval: Option<Approval>,
    /// The rule of the lamps; absent: only not begun, under way, done and stopped are told apart.
    #[serde(default)]
    pub lamps: Option<LampLaw>,
}

/// What only an approval can change: a lead proposes with a reason, a role approves or declines.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Stages that can only be entered by approval.
    #[serde(default)]
    pub stages: Vec<String>,
    /// Fields that can only be changed by approval once the matter stands on the list.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Stage a matter enters when a change of such a field is approved; absent: it stays where it is.
    #[serde(default)]
    pub adjusted: Option<String>,
    /// Roles that approve.
    pub by: Vec<String>,
}

/// The lamp of a matter. Every page shows its shape and its word beside the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lamp {
    /// ○ Not begun, grey.
    NotStarted,
    /// ● In order, green.
    Normal,
    /// ◇ A first notice, blue.
    Notice,
    /// ▲ Needs attention, amber.
    Warning,
    /// ◣ A second warning, orange.
    Serious,
    /// ■ Behind, red.
    Behind,
    /// ◆ Past its deadline, red.
    Overdue,
    /// ✓ Done.
    Done,
    /// ‖ Stopped with approval.
    Stopped,
}

impl Lamp {
    /// Every lamp, in the order pages show them.
    pub const ALL: [Lamp; 9] = [
        Lamp::NotStarted,
        Lamp::Normal,
        Lamp::Notice,
        Lamp::Warning,
        Lamp::Serious,
        Lamp::Behind,
        Lamp::Overdue,
        Lamp::Done,
        Lamp::Stopped,
    ];

    /// The lamps a rule or a person may give; the others follow from the stage.
    pub const RAISED: [Lamp; 5] = [Lamp::Notice, Lamp::Warning, Lamp::Serious, Lamp::Behind, Lamp::Overdue];

    /// The id as written in charters, addresses and the database.
    pub fn id(self) -> &'static str {
        match self {
            Lamp::NotStarted => "not_started",
            Lamp::Normal => "normal",
            Lamp::Notice => "notice",
            Lamp::Warning => "warning",
            Lamp::Serious => "serious",
            Lamp::Behind => "behind",
            Lamp::Overdue => "overdue",
            Lamp::Done => "done",
            Lamp::Stopped => "stopped",
        }
    }

    /// The lamp of an id.
    pub fn find(id: &str) -> Option<Lamp> {
        Lamp::ALL.into_iter().find(|lamp| lamp.id() == id)
    }

    /// The word that always stands beside the shape.
    pub fn word(self) -> Text {
        match self {
            Lamp::NotStarted => Text::new("未启动", "Not begun"),
            Lamp::Normal => Text::new("正常", "On track"),
            Lamp::Notice => Text::new("提醒", "Notice"),
            Lamp::Warning => Text::new("预警", "Warning"),
            Lamp::Serious => Text::new("警示", "Second warning"),
            Lamp::Behind => Text::new("滞后", "Behind"),
            Lamp::Overdue => Text::new("逾期", "Overdue"),
            Lamp::Done => Text::new("办结", "Done"),
            Lamp::Stopped => Text::new("中止", "Stopped"),
        }
    }

    /// Whether the matter needs somebody: a rule or a person raised the lamp.
    pub fn is_raised(self) -> bool {
        Lamp::RAISED.contains(&self)
    }
}

/// In which days `days_left` counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Working days of the calendar named beside it.
    Working,
    /// Calendar days.
    #[default]
    Calendar,
}

/// The rule of a list's lamps. The rules are tried in order; the first whose conditions all hold gives the
/// lamp; if none holds, the matter is in order.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LampLaw {
    /// In which days `days_left` counts.
    #[serde(default)]
    pub days: DayCount,
    /// Working calendar; needed where days are working days.
    #[serde(default)]
    pub calendar: Option<String>,
    /// The rules, the gravest first.
    pub rules: Vec<LampRule>,
}

/// One rule: all its conditions must hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LampRule {
    /// The lamp it gives: `notice`, `warning`, `serious`, `behind` or `overdue`.
    pub lamp: String,
    /// The deadline passed at least so many calendar days ago (1: the day after it).
    pub overdue_days: Option<u32>,
    /// At most so many days are left to the deadline, and it has not passed.
    pub days_left: Option<u32>,
    /// Progress is behind the plan by at least so many percentage points.
    pub behind_from: Option<u32>,
    /// Progress is behind the plan by more than so many percentage points.
    pub behind_over: Option<u32>,
    /// The last accepted report (or, without one, the start) speaks of a day longer ago than this.
    pub silent_days: Option<u32>,
    /// This field is empty.
    pub without: Option<String>,
    /// Date field from which `months_over` and `months_ended` count.
    pub since: Option<String>,
    /// More than so many months have passed since the day in `since`.
    pub months_over: Option<u32>,
    /// So many months have ended since the day in `since`, that day's month included.
    pub months_ended: Option<u32>,
    /// No reason for lagging is on record (the field `reason` is empty).
    pub without_reason: bool,
    /// The matter has held `lamp` or a graver one for at least `days` calendar days.
    pub held: Option<Held>,
    /// A field has this value.
    pub when: Option<When>,
}

/// How long a lamp has been held.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// The lamp.
    pub lamp: String,
    /// Calendar days.
    pub days: u32,
}

/// A field and the value it has, as text (`true` and `false` for booleans).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Field.
    pub field: String,
    /// Value.
    pub is: String,
}

/// What a stage counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not on the list yet: its stage is not public.
    Draft,
    /// Not begun.
    NotStarted,
    /// Under way.
    UnderWay,
    /// Kept up for good.
    Standing,
    /// Done.
    Done,
    /// Cancelled with approval.
    Cancelled,
}

impl Standing {
    /// The id kept in the database.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Draft => "draft",
            Standing::NotStarted => "not_started",
            Standing::UnderWay => "under_way",
            Standing::Standing => "standing",
            Standing::Done => "done",
            Standing::Cancelled => "cancelled",
        }
    }

    /// Whether rounds ask for it.
    pub fn is_open(self) -> bool {
        matches!(self, Standing::NotStarted | Standing::UnderWay | Standing::Standing)
    }
}

impl super::model::Register {
    /// What a stage of this work list counts as; a draft where the register is none.
    pub fn standing(&self, stage: &str) -> Standing {
        let Some(law) = &self.worklist else { return Standing::Draft };
        let has = |stages: &[String]| stages.iter().any(|id| id == stage);
        if !self.stage(stage).is_some_and(|stage| stage.public) {
            Standing::Draft
        } else if has(&law.done) {
            Standing::Done
        } else if has(&law.cancelled) {
            Standing::Cancelled
        } else if has(&law.standing) {
            Standing::Standing
        } else if has(&law.not_started) {
            Standing::NotStarted
        } else {
            Standing::UnderWay
        }
    }

    /// The units that answer for a record, first the one that leads first: it reports.
    pub fn leads<'b>(&self, body: &'b serde_json::Map<String, serde_json::Value>) -> Vec<&'b str> {
        let unit = |field: &String| body.get(field).and_then(serde_json::Value::as_str);
        let mut units: Vec<(usize, &str)> =
            self.lead.iter().enumerate().filter_map(|(at, field)| Some((at, unit(field)?))).collect();
        if let Some(law) = &self.worklist
            && let Some(first) = law.first_side.as_ref().and_then(|field| body.get(field))
            && let Some(at) = law.sides.iter().position(|side| first == side.as_str())
        {
            units.sort_by_key(|(lead, _)| (*lead != at, *lead));
        }
        units.into_iter().map(|(_, unit)| unit).collect()
    }
}
