//! Rounds and work lists: what is to be reported, what was, how matters stand.

use super::{ErrorLine, Form, Link, Page, Sheet, Table, Tag};
use askama::Template;

/// On the workbench: what waits for me in the open round.
#[derive(Clone, Debug, Default)]
pub struct RoundsCard {
    /// `10月填报，28日前报送，本单位 6 项未报。`
    pub text: String,
    /// Cards: word, number, address.
    pub cards: Vec<(String, String, String)>,
    /// My unit's matters by lamp; lamps nobody has are left out.
    pub lamps: Vec<(Tag, String)>,
    /// The overview.
    pub overview: Option<Link>,
}

/// 填报期: all rounds.
#[derive(Clone, Debug, Template)]
#[template(path = "work/rounds.html")]
pub struct RoundsPage {
    /// The frame.
    pub page: Page,
    /// The state in one sentence.
    pub state: String,
    /// Who sees what.
    pub visibility: String,
    /// Where to open one; none: I may not.
    pub open: Option<Link>,
    /// The rounds.
    pub rounds: Table,
    /// Where matters stand.
    pub overview: Link,
}

/// One round: my lists, and for the office how far everybody is.
#[derive(Clone, Debug, Template)]
#[template(path = "work/round.html")]
pub struct RoundPage {
    /// The frame.
    pub page: Page,
    /// All rounds.
    pub back: Link,
    /// `2026年10月填报`.
    pub heading: String,
    /// Open or closed.
    pub tag: Tag,
    /// Until when, how many are missing.
    pub state: String,
    /// Who sees what.
    pub visibility: String,
    /// What the office says about the round; empty: nothing.
    pub note: String,
    /// Lists my unit reports on; without rows: none.
    pub mine: Table,
    /// How far each unit is, list by list; for the office.
    pub progress: Vec<ProgressBlock>,
    /// Closes the round.
    pub close: Option<Form>,
}

/// How far each unit is on a list.
#[derive(Clone, Debug, Default)]
pub struct ProgressBlock {
    /// Name of the list.
    pub list: String,
    /// By unit, in the order of the charter.
    pub table: Table,
}

/// What was said of a matter before: returned with a remark, or reasons given in earlier rounds.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The matter.
    pub title: String,
    /// What was said.
    pub lines: Vec<String>,
}

/// The sheet of one unit on one list in one round.
#[derive(Clone, Debug, Template)]
#[template(path = "work/report.html")]
pub struct ReportPage {
    /// The frame.
    pub page: Page,
    /// The round.
    pub back: Link,
    /// `2026年10月填报：年度工作要点`.
    pub heading: String,
    /// How many rows are open, saved, handed in.
    pub state: String,
    /// `本单位草稿，他人不可见`.
    pub visibility: String,
    /// Where the form is posted.
    pub action: String,
    /// Hidden inputs.
    pub hidden: Vec<(String, String)>,
    /// Rows that came back, with the office's remark.
    pub returned: Vec<Said>,
    /// Reasons given before, for rows behind the plan.
    pub reasons: Vec<Said>,
    /// The sheet.
    pub sheet: Sheet,
    /// Something can be typed.
    pub is_open: bool,
    /// What is wrong.
    pub errors: Vec<ErrorLine>,
    /// First page, if this is not it.
    pub first_href: Option<String>,
    /// Next page.
    pub next_href: Option<String>,
}

/// What is about to be handed in, old → new.
#[derive(Clone, Debug, Template)]
#[template(path = "work/report_check.html")]
pub struct ReportCheckPage {
    /// The frame.
    pub page: Page,
    /// The round.
    pub back: Link,
    /// Heading.
    pub heading: String,
    /// How many rows and changes; what goes to figures and public pages.
    pub state: String,
    /// Names of numbers that go to public pages and figures; empty: none.
    pub warning: String,
    /// The rows.
    pub rows: Vec<ReportCheckRow>,
    /// Where the form is posted.
    pub action: String,
    /// Hidden inputs: everything typed.
    pub hidden: Vec<(String, String)>,
}

/// A row of it.
#[derive(Clone, Debug, Default)]
pub struct ReportCheckRow {
    /// Id of the matter.
    pub key: String,
    /// The matter.
    pub title: Link,
    /// Its cells.
    pub cells: Vec<ReviewCell>,
}

/// A cell that changes.
#[derive(Clone, Debug, Default)]
pub struct ReviewCell {
    /// Name of the column.
    pub label: String,
    /// Before; empty: nothing.
    pub before: String,
    /// Reported; empty: emptied.
    pub after: String,
    /// For prose: what was kept, taken out and put in; empty: old beside new.
    pub spans: Vec<Span>,
    /// By how much a number changes: `+5.0%`; empty: it is no number.
    pub delta: String,
    /// Where it goes once accepted: 公开页, figures.
    pub goes_to: Vec<String>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The piece.
    pub text: String,
    /// `same`, `gone` or `new`.
    pub kind: &'static str,
}

/// 审核: what a unit handed in, only what changed.
#[derive(Clone, Debug, Template)]
#[template(path = "work/review.html")]
pub struct ReviewPage {
    /// The frame.
    pub page: Page,
    /// The round.
    pub back: Link,
    /// `右岸市：2026年10月填报`.
    pub heading: String,
    /// How many rows and changes.
    pub state: String,
    /// Who sees what.
    pub visibility: String,
    /// Where the form is posted.
    pub action: String,
    /// Hidden inputs.
    pub hidden: Vec<(String, String)>,
    /// The rows.
    pub rows: Vec<ReviewRow>,
    /// What is wrong.
    pub errors: Vec<ErrorLine>,
    /// Next page.
    pub next_href: Option<String>,
}

/// One report to review.
#[derive(Clone, Debug, Default)]
pub struct ReviewRow {
    /// Id of the matter.
    pub key: String,
    /// The matter.
    pub title: Link,
    /// Its lamp as it would be with these values.
    pub lamp: Option<Tag>,
    /// Why.
    pub why: String,
    /// When it was handed in.
    pub at: String,
    /// Only what changed.
    pub cells: Vec<ReviewCell>,
    /// An earlier remark it answers; empty: none.
    pub answers: String,
    /// What was typed as remark.
    pub remark: String,
    /// What is wrong with it.
    pub error: String,
    /// Made up for demonstration.
    pub sample: bool,
}

/// 总览: how the matters of the work lists stand.
#[derive(Clone, Debug, Template)]
#[template(path = "work/overview.html")]
pub struct OverviewPage {
    /// The frame.
    pub page: Page,
    /// As of when.
    pub state: String,
    /// Who sees what.
    pub visibility: String,
    /// The lists.
    pub lists: Vec<OverviewList>,
}

/// A list on it.
#[derive(Clone, Debug, Default)]
pub struct OverviewList {
    /// Id, for anchors.
    pub id: String,
    /// The list.
    pub list: Link,
    /// What is not known about it; empty: nothing said.
    pub not_known: String,
    /// Real matters; none: there are none.
    pub counts: Option<Counts>,
    /// Samples, counted apart.
    pub samples: Option<Counts>,
    /// The rule in words, the gravest first.
    pub rules: Vec<String>,
}

/// Matters counted.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// `18 项`.
    pub total: String,
    /// By lamp.
    pub lamps: Vec<(Tag, String)>,
    /// By area.
    pub areas: Vec<AreaCounts>,
    /// Matters that need somebody, the gravest first.
    pub lagging: Vec<LagLine>,
    /// Said where not all are here; empty: all are.
    pub more: String,
}

/// An area of work.
#[derive(Clone, Debug, Default)]
pub struct AreaCounts {
    /// Its name.
    pub name: String,
    /// By lamp.
    pub lamps: Vec<(Tag, String)>,
}

/// A matter that needs somebody.
#[derive(Clone, Debug, Default)]
pub struct LagLine {
    /// The matter.
    pub title: Link,
    /// Its lamp.
    pub lamp: Tag,
    /// The unit that leads first.
    pub unit: String,
    /// Since when.
    pub since: String,
    /// Why, in a sentence.
    pub why: String,
}

/// On the page of a matter: lamp, parts, reports, proposals.
#[derive(Clone, Debug, Default)]
pub struct Matter {
    /// The lamp.
    pub lamp: Tag,
    /// Since when.
    pub since: String,
    /// Why.
    pub why: String,
    /// Who gave it by hand, why, until when; empty: the rule did.
    pub by_hand: String,
    /// The rules in words.
    pub rules: Vec<String>,
    /// Who leads, in order.
    pub leads: String,
    /// The parts.
    pub parts: Table,
    /// Lamps so far.
    pub lamps: Vec<(String, Tag, String)>,
    /// Reports, the latest first.
    pub reports: Vec<EntryLine>,
    /// Proposed changes.
    pub proposals: Vec<EntryLine>,
    /// What else can be done.
    pub actions: Vec<Link>,
}

/// Something done to a matter.
#[derive(Clone, Debug, Default)]
pub struct EntryLine {
    /// `2026-10 核定`.
    pub what: String,
    /// When and in which post.
    pub at: String,
    /// Old → new.
    pub cells: Vec<ReviewCell>,
    /// What was said.
    pub remark: String,
    /// What can be done about it.
    pub link: Option<Link>,
}
