//! Procedures and cases: my cases, one case, a procedure, a printed note.

use super::{Cell, Link, Page, SummaryLine, Table, Tag};
use askama::Template;

/// 办件: what I hold and until when.
#[derive(Clone, Debug, Template)]
#[template(path = "work/cases.html")]
pub struct CasesPage {
    /// The frame.
    pub page: Page,
    /// The day's digest in one sentence.
    pub state: String,
    /// Overdue, due soon, new, everything else, told; groups without rows are left out.
    pub groups: Vec<CaseGroup>,
    /// Said where there is nothing.
    pub empty: super::Empty,
    /// Ways of working.
    pub procedures: Vec<Link>,
}

/// Cases under one heading.
#[derive(Clone, Debug, Default)]
pub struct CaseGroup {
    /// Id of the heading.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// The cases.
    pub table: Table,
}

/// 办件: one case.
#[derive(Clone, Debug, Template)]
#[template(path = "work/case.html")]
pub struct CasePage {
    /// The frame.
    pub page: Page,
    /// Where we come from.
    pub back: Link,
    /// Procedure and record.
    pub heading: String,
    /// Step, and whether it is late, paused or over.
    pub tags: Vec<Tag>,
    /// Where it stands, who holds it, why, until when: in sentences.
    pub lead: String,
    /// What to know: a day that is not certain, a newer charter.
    pub warnings: Vec<String>,
    /// What the caller may do; the first is the main one.
    pub actions: Vec<Link>,
    /// The case in short.
    pub facts: Vec<SummaryLine>,
    /// The procedure with the present step marked.
    pub drawing: DrawingView,
    /// What will happen by itself, and when.
    pub planned: Table,
    /// What units answered where each answers for itself, a table each; silence as silence.
    pub answers: Vec<CaseGroup>,
    /// What happened, latest first, each explained.
    pub events: Vec<CaseEvent>,
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// The case as JSON.
    pub json_href: String,
}

/// Something that happened to a case.
#[derive(Clone, Debug, Default)]
pub struct CaseEvent {
    /// Number.
    pub number: String,
    /// What.
    pub what: String,
    /// When and by whom.
    pub at: String,
    /// Rule, mandate, facts, until when.
    pub why: Vec<SummaryLine>,
    /// The note it issued.
    pub slip: Option<Link>,
    /// Proof of the entry.
    pub entry: Link,
}

/// 流程: how a procedure works.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/procedure.html")]
pub struct ProcedurePage {
    /// The frame.
    pub page: Page,
    /// Name.
    pub name: String,
    /// What it is for, and whose rule it is.
    pub summary: String,
    /// List, who may open, calendar, pause.
    pub facts: Vec<SummaryLine>,
    /// The drawing.
    pub drawing: DrawingView,
    /// The steps.
    pub steps: Table,
    /// The notes.
    pub slips: Vec<SummaryLine>,
}

/// A drawing of a procedure; coordinates in the units of `view_box`.
#[derive(Clone, Debug, Default)]
pub struct DrawingView {
    /// `0 0 400 900`.
    pub view_box: String,
    /// Width in pixels at its natural size.
    pub width: String,
    /// Height in pixels at its natural size.
    pub height: String,
    /// What it shows.
    pub title: String,
    /// The same in words.
    pub description: String,
    /// Steps.
    pub nodes: Vec<NodeView>,
    /// Arrows.
    pub edges: Vec<EdgeView>,
    /// What the numbers on the arrows mean.
    pub ways: Vec<WayView>,
}

/// A step in a drawing.
#[derive(Clone, Debug, Default)]
pub struct NodeView {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Middle.
    pub cx: i32,
    /// Lines of its name, each with its height.
    pub lines: Vec<(i32, String)>,
    /// The case stands here: said in a word.
    pub here: String,
    /// A case ends here.
    pub end: bool,
    /// Every unit answers for itself.
    pub each: bool,
}

/// An arrow in a drawing.
#[derive(Clone, Debug, Default)]
pub struct EdgeView {
    /// SVG path.
    pub path: String,
    /// End of the style class: `action`, `back`, `clock`.
    pub class: &'static str,
    /// Number.
    pub number: usize,
    /// Where the number stands.
    pub x: i32,
    /// Where the number stands.
    pub y: i32,
}

/// What a number on an arrow means.
#[derive(Clone, Debug, Default)]
pub struct WayView {
    /// Number.
    pub number: usize,
    /// From where to where.
    pub steps: String,
    /// What is done, by whom.
    pub what: String,
}

/// A printed note.
#[derive(Clone, Debug, Template)]
#[template(path = "work/slip.html")]
pub struct SlipPage {
    /// The frame.
    pub page: Page,
    /// The case.
    pub back: Link,
    /// End of the style class: `blue`, `yellow`, `orange`, `red`.
    pub class: &'static str,
    /// Who issues it.
    pub issuer: String,
    /// Title.
    pub title: String,
    /// Number of the note: case and event.
    pub number: String,
    /// To whom.
    pub to: String,
    /// Matter, step, last day, reason, demand.
    pub lines: Vec<SummaryLine>,
    /// What is asked.
    pub demand: String,
    /// Day of issue.
    pub day: String,
    /// Proof of the entry it was issued with.
    pub entry: Link,
    /// Address of the same as PDF.
    pub pdf: String,
    /// Address of the same for office programs.
    pub docx: String,
    /// A cell, so that the reason can have several lines.
    pub reason: Cell,
}
