//! Meetings: all of them, one with its agenda, an item as the clerk records it, votes, resolutions, the screen in the
//! room.

use super::{CaseGroup, ErrorLine, Form, KeyFigure, Link, Page, SummaryLine, Table, Tag};
use askama::Template;

/// 会议: what is to come, what is in session, what was held.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/index.html")]
pub struct MeetingsPage {
    /// The frame.
    pub page: Page,
    /// How many there are, in one sentence.
    pub state: String,
    /// To come, in session, held, cancelled; groups without rows are left out.
    pub groups: Vec<CaseGroup>,
    /// Bodies with what is known of their rules.
    pub bodies: Vec<MeetingBody>,
    /// The form that prepares a meeting; none for those who prepare none.
    pub form: Option<Form>,
}

/// A body and whether it can be convened here.
#[derive(Clone, Debug, Default)]
pub struct MeetingBody {
    /// Id, for the heading.
    pub id: String,
    /// Name.
    pub name: String,
    /// Made up for demonstration.
    pub sample: bool,
    /// It has rules.
    pub ruled: bool,
    /// Whose rules these are, or what is not known.
    pub words: String,
    /// Periods, quorum, majority.
    pub facts: Vec<SummaryLine>,
}

/// 会议: one of them.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/meeting.html")]
pub struct MeetingPage {
    /// The frame.
    pub page: Page,
    /// Where we come from.
    pub back: Link,
    /// Name.
    pub heading: String,
    /// Stage, made up.
    pub tags: Vec<Tag>,
    /// Chair and day, on the line of the title.
    pub under: String,
    /// Where it stands.
    pub lead: String,
    /// What comes next; empty: nothing.
    pub next: String,
    /// Mistakes of the agenda's form.
    pub errors: Vec<ErrorLine>,
    /// A day that is not certain, a seat that is not clear.
    pub warnings: Vec<String>,
    /// The three main things the caller may do.
    pub actions: Vec<Link>,
    /// The rest of them.
    pub more: Vec<Link>,
    /// The meeting in short.
    pub facts: Vec<SummaryLine>,
    /// Items in their order.
    pub agenda: Vec<AgendaItem>,
    /// The form that orders them; none where that is over or the caller may not.
    pub order: Option<AgendaForm>,
    /// Items taken off.
    pub dropped: Vec<Link>,
    /// Seats and others.
    pub attendance: Table,
    /// What is to be known of seats.
    pub attendance_note: String,
    /// Resolutions with what became of them.
    pub resolutions: Table,
    /// What became of earlier resolutions.
    pub earlier: Table,
    /// What follows elsewhere.
    pub follows: Table,
    /// What happened, latest first.
    pub events: Vec<MeetingEvent>,
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// The meeting as JSON.
    pub json_href: String,
}

/// An item on the page of its meeting.
#[derive(Clone, Debug, Default)]
pub struct AgendaItem {
    /// Id.
    pub id: String,
    /// Number.
    pub number: String,
    /// Name, leading to its page.
    pub title: Link,
    /// Mode, joint, result.
    pub tags: Vec<Tag>,
    /// What it asks, who reports, what it is about, what was decided.
    pub facts: Vec<SummaryLine>,
    /// Papers.
    pub papers: Vec<PaperLine>,
    /// What the caller may do with it.
    pub actions: Vec<Link>,
}

/// A paper of an item.
#[derive(Clone, Debug, Default)]
pub struct PaperLine {
    /// Name, leading to the file or the record.
    pub file: Link,
    /// Digest, short.
    pub digest: String,
    /// When, how large, which version.
    pub about: String,
    /// Late, with who let it in and why; empty: in time.
    pub late: String,
}

/// The agenda as a form.
#[derive(Clone, Debug, Default)]
pub struct AgendaForm {
    /// Address.
    pub action: String,
    /// Hidden values.
    pub hidden: Vec<(String, String)>,
    /// Rows in the present order.
    pub rows: Vec<AgendaFormRow>,
    /// Modes: value and word.
    pub modes: Vec<(String, String)>,
    /// Why items are taken off, as typed.
    pub note: String,
    /// What is wrong with it; empty: nothing.
    pub note_error: String,
}

/// A row of the agenda's form.
#[derive(Clone, Debug, Default)]
pub struct AgendaFormRow {
    /// Id of the item.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Place, as typed.
    pub position: String,
    /// Mode, as typed.
    pub mode: String,
    /// Minutes, as typed.
    pub minutes: String,
    /// Stays on the agenda.
    pub keep: bool,
    /// Can still be changed.
    pub free: bool,
}

/// Something that happened in a meeting.
#[derive(Clone, Debug, Default)]
pub struct MeetingEvent {
    /// Number.
    pub number: String,
    /// What.
    pub what: String,
    /// When and by whom.
    pub at: String,
    /// The chair let something happen that the rules refuse.
    pub overridden: bool,
    /// More of it.
    pub why: Vec<SummaryLine>,
    /// Proof of the entry.
    pub entry: Link,
}

/// 议题: one item, as it is prepared, voted on and decided.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/item.html")]
pub struct ItemPage {
    /// The frame.
    pub page: Page,
    /// The meeting.
    pub back: Link,
    /// Number and name.
    pub heading: String,
    /// Mode, joint, result.
    pub tags: Vec<Tag>,
    /// Where it stands, in one sentence.
    pub lead: String,
    /// The item before and after.
    pub beside: Vec<Link>,
    /// Mistakes of a form.
    pub errors: Vec<ErrorLine>,
    /// What the caller may do.
    pub actions: Vec<Link>,
    /// What it asks and is about.
    pub facts: Vec<SummaryLine>,
    /// Papers.
    pub papers: Vec<PaperLine>,
    /// Address all forms of the page start with.
    pub action: String,
    /// Hidden values of every form.
    pub hidden: Vec<(String, String)>,
    /// The vote that is open.
    pub ballot: Option<BallotView>,
    /// Ways a vote can be opened: value and words; empty: none now.
    pub openings: Vec<(String, String)>,
    /// Votes that are over.
    pub results: Vec<BallotResult>,
    /// The form of the result; none where it is not the time, or not theirs.
    pub decide: Option<DecideView>,
    /// What is put to the vote, as it was typed into a form that was refused.
    pub question: String,
    /// Words of a result that was refused and cannot be sent again from here.
    pub unsaved: Vec<String>,
    /// What became of earlier resolutions, where this is the item about them.
    pub earlier: Table,
}

/// A vote that is being taken.
#[derive(Clone, Debug, Default)]
pub struct BallotView {
    /// Id.
    pub id: String,
    /// In what way.
    pub way: String,
    /// What is put to the vote.
    pub question: String,
    /// How many voted of how many; until when.
    pub state: String,
    /// Rows of the clerk's grid; empty: not theirs, or secret.
    pub grid: Vec<VoteRow>,
    /// Seats the caller votes on.
    pub own: Vec<OwnVote>,
    /// The three votes: value and word.
    pub choices: Vec<(String, String)>,
    /// The clerk may count it and put it aside.
    pub keeps: bool,
    /// Where a slip is cast; empty: by name.
    pub cast: Link,
}

/// A seat in the clerk's grid.
#[derive(Clone, Debug, Default)]
pub struct VoteRow {
    /// Post.
    pub post: String,
    /// Its title and who holds it.
    pub name: String,
    /// Side.
    pub side: String,
    /// The vote so far; empty: none.
    pub choice: String,
}

/// A seat the caller holds.
#[derive(Clone, Debug, Default)]
pub struct OwnVote {
    /// Post.
    pub post: String,
    /// Its title.
    pub name: String,
    /// The vote so far, in words; empty: none.
    pub said: String,
}

/// A vote that is over.
#[derive(Clone, Debug, Default)]
pub struct BallotResult {
    /// Id of its table.
    pub id: String,
    /// Number and way.
    pub heading: String,
    /// What was put to the vote.
    pub question: String,
    /// Passed, not passed, put aside.
    pub tag: Tag,
    /// The measures in words.
    pub outcome: String,
    /// Votes by name; empty: secret or none.
    pub votes: Table,
    /// Where the slips can be recounted; empty: by name.
    pub recount: Link,
}

/// The form of a result.
#[derive(Clone, Debug, Default)]
pub struct DecideView {
    /// The item is only heard.
    pub heard: bool,
    /// Key, value, word, chosen.
    pub verdicts: Vec<VerdictOption>,
    /// What is wrong with the choice; empty: nothing.
    pub verdict_error: String,
    /// The words, as typed.
    pub wording: String,
    /// What is wrong with them.
    pub wording_error: String,
    /// Dissent, as typed.
    pub dissent: String,
}

/// A result that can be chosen.
#[derive(Clone, Debug, Default)]
pub struct VerdictOption {
    /// The key that chooses it.
    pub key: String,
    /// Value.
    pub value: String,
    /// Word.
    pub text: String,
    /// Chosen.
    pub chosen: bool,
}

/// Slips of a secret ballot, shown once.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/slips.html")]
pub struct SlipsPage {
    /// The frame.
    pub page: Page,
    /// The item.
    pub back: Link,
    /// Heading.
    pub heading: String,
    /// Shown once, kept nowhere.
    pub warning: String,
    /// How to hand them out.
    pub how: Vec<String>,
    /// The slips.
    pub slips: Vec<PaperSlip>,
}

/// A slip on paper.
#[derive(Clone, Debug, Default)]
pub struct PaperSlip {
    /// Meeting and item.
    pub title: String,
    /// What is put to the vote.
    pub question: String,
    /// Side; empty: none.
    pub side: String,
    /// The code.
    pub code: String,
    /// Where it is cast.
    pub address: String,
    /// What to do, in one sentence.
    pub how: String,
}

/// Where a slip is cast.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/cast.html")]
pub struct CastPage {
    /// The frame.
    pub page: Page,
    /// Heading.
    pub heading: String,
    /// What is put to the vote, and what is kept.
    pub lead: Vec<String>,
    /// The form; none once the slip is cast, or the ballot is over.
    pub form: Option<Form>,
    /// What came of it.
    pub facts: Vec<SummaryLine>,
    /// Where to recount; none while it is open.
    pub recount: Option<Link>,
}

/// The slips of a counted ballot.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/recount.html")]
pub struct RecountPage {
    /// The frame.
    pub page: Page,
    /// Heading.
    pub heading: String,
    /// What was put to the vote.
    pub lead: String,
    /// How to find one's own, how to recount.
    pub how: Vec<String>,
    /// Counts and the digest over all.
    pub facts: Vec<SummaryLine>,
    /// Every slip.
    pub slips: Table,
}

/// The screen in the room.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/present.html")]
pub struct PresentPage {
    /// The frame.
    pub page: Page,
    /// Name of the meeting.
    pub heading: String,
    /// Day, chair.
    pub under: String,
    /// Number and name of the present item; empty: none.
    pub item: String,
    /// What it asks.
    pub request: String,
    /// Names of its papers.
    pub papers: Vec<String>,
    /// The vote: how many of how many while it runs, the outcome after.
    pub vote: String,
    /// What was decided.
    pub result: String,
    /// The agenda: number, name, state.
    pub agenda: Vec<PresentItem>,
    /// Key figures with their days.
    pub figures: Vec<KeyFigure>,
}

/// An item on the screen.
#[derive(Clone, Debug, Default)]
pub struct PresentItem {
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Its result, or that it waits.
    pub state: Tag,
    /// It is the present one.
    pub current: bool,
}

/// 决议: number, text, digest, tasks.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/resolution.html")]
pub struct ResolutionPage {
    /// The frame.
    pub page: Page,
    /// The meeting.
    pub back: Link,
    /// Number.
    pub number: String,
    /// Title.
    pub name: String,
    /// Issued or published.
    pub tags: Vec<Tag>,
    /// What the caller may do.
    pub actions: Vec<Link>,
    /// Publishing: address and hidden values; none where it is not theirs or done.
    pub publish: Option<Form>,
    /// Its text, as it was frozen.
    pub text: String,
    /// Meeting, item, day, digest.
    pub facts: Vec<SummaryLine>,
    /// The tasks it was split into.
    pub tasks: Table,
    /// Tasks that are still on their way onto the list.
    pub waiting: Vec<String>,
    /// How the digest is recomputed.
    pub check: String,
}

/// A resolution is split into tasks.
#[derive(Clone, Debug, Template)]
#[template(path = "meetings/tasks.html")]
pub struct TasksPage {
    /// The frame.
    pub page: Page,
    /// The resolution.
    pub back: Link,
    /// Heading.
    pub heading: String,
    /// What will happen.
    pub intro: String,
    /// Mistakes.
    pub errors: Vec<ErrorLine>,
    /// Address.
    pub action: String,
    /// Hidden values.
    pub hidden: Vec<(String, String)>,
    /// Rows: one task each, with its inputs.
    pub rows: Vec<TaskRow>,
    /// Load of every unit named, now and after; empty before the preview.
    pub load: Table,
    /// Everything was looked at and can be issued.
    pub ready: bool,
}

/// A task that is planned.
#[derive(Clone, Debug, Default)]
pub struct TaskRow {
    /// Number, from 1.
    pub number: usize,
    /// Its inputs.
    pub fields: Vec<super::FieldInput>,
    /// Something is typed in it.
    pub filled: bool,
}

impl PaperLine {
    /// Whether it came late.
    pub fn is_late(&self) -> bool {
        !self.late.is_empty()
    }
}
