//! 项目: what the page of a project shows beside its record, and a list of projects as timeline and map.

use super::{Link, Table, Tag};

/// What stands beside the record on the page of a project.
#[derive(Clone, Debug, Default)]
pub struct ProjectView {
    /// Sentences that follow from the records: what holds it up, how far it is, whether it is open.
    pub sentences: Vec<Tag>,
    /// The stages of its life.
    pub stages: Vec<StageStep>,
    /// The project and its sections on one axis; absent: no day is known.
    pub timeline: Option<TimelineView>,
    /// Gates of the stages to come, a column per side.
    pub gates: Vec<GateView>,
    /// Sections, approvals, milestones, problems, drift.
    pub blocks: Vec<ProjectBlock>,
    /// Investment, planned against actual; absent: nothing is known.
    pub curve: Option<CurveView>,
    /// Projects that may be the same.
    pub alike: Vec<Link>,
    /// What happened, latest first.
    pub events: Vec<ProjectEvent>,
    /// Kinds of events as filter; text, address.
    pub event_kinds: Vec<Link>,
    /// Which of them is shown.
    pub event_current: usize,
}

/// A stage of a project's life.
#[derive(Clone, Debug, Default)]
pub struct StageStep {
    /// Name.
    pub name: String,
    /// 0 passed, 1 where it stands, 2 to come.
    pub state: u8,
}

/// A gate: what is asked, by side.
#[derive(Clone, Debug, Default)]
pub struct GateView {
    /// `进入“在建”要有`.
    pub title: String,
    /// A column per side, one without name for what nobody in particular brings.
    pub columns: Vec<GateColumn>,
}

/// What one side brings.
#[derive(Clone, Debug, Default)]
pub struct GateColumn {
    /// Name of the side; empty: whoever.
    pub side: String,
    /// What is asked and whether it is there.
    pub items: Vec<(String, Tag)>,
}

/// A table of what stands beside a project.
#[derive(Clone, Debug, Default)]
pub struct ProjectBlock {
    /// Id of the heading.
    pub id: String,
    /// Heading.
    pub title: String,
    /// A sentence under it; empty: none.
    pub note: String,
    /// The records.
    pub table: Table,
    /// Said instead of an empty table.
    pub none: String,
    /// Where to add one, if the caller may.
    pub add: Option<Link>,
}

/// Something that happened.
#[derive(Clone, Debug, Default)]
pub struct ProjectEvent {
    /// The day in words.
    pub day: String,
    /// What kind.
    pub kind: String,
    /// What happened.
    pub what: Link,
}

/// Projects on one axis of time, drawn as SVG; coordinates in the units of `view_box`.
#[derive(Clone, Debug, Default)]
pub struct TimelineView {
    /// `0 0 1000 520`.
    pub view_box: String,
    /// What it shows, for readers who do not see it.
    pub title: String,
    /// Lines of years and quarters with their labels.
    pub ticks: Vec<Tick>,
    /// Height of the axis lines.
    pub height: String,
    /// Where today is; empty: outside.
    pub today: String,
    /// `今天`.
    pub today_label: String,
    /// One path for all planned bars.
    pub planned: String,
    /// One path for all that was.
    pub actual: String,
    /// One path for all that is expected.
    pub forecast: String,
    /// One path for all milestones.
    pub stones: String,
    /// The projects.
    pub rows: Vec<TimelineRow>,
    /// What the marks mean: planned, actual, forecast, milestone.
    pub legend: [String; 4],
    /// What is not drawn, in words; empty: everything is.
    pub left_out: String,
}

/// A line of the axis.
#[derive(Clone, Debug, Default)]
pub struct Tick {
    /// Across.
    pub x: String,
    /// Where the label stands.
    pub label_x: String,
    /// `2024`; empty: a quarter.
    pub label: String,
}

/// A project on the timeline.
#[derive(Clone, Debug, Default)]
pub struct TimelineRow {
    /// Across: parts stand further in.
    pub x: u32,
    /// Baseline of the name.
    pub y: u32,
    /// Name, cut to what fits.
    pub label: String,
    /// Name with its days in words.
    pub title: String,
    /// The name is Chinese on a page that is not.
    pub is_zh: bool,
    /// Page.
    pub href: String,
}

/// Investment, planned against actual, summed month by month.
#[derive(Clone, Debug, Default)]
pub struct CurveView {
    /// `0 0 600 220`.
    pub view_box: String,
    /// What it shows in a sentence.
    pub title: String,
    /// Path of what was planned.
    pub planned: String,
    /// Path of what was invested.
    pub actual: String,
    /// Horizontal lines: y and label.
    pub levels: Vec<(String, String)>,
    /// Months: x and label.
    pub months: Vec<(String, String)>,
    /// What the lines are.
    pub legend: [String; 2],
    /// The same as a table.
    pub table: Table,
}
