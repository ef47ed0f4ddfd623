//! Small pieces that several pages share, and the pages made of little else: bodies, journal,
//! workbench home, errors.

use super::{Empty, Page};
use crate::http::words::Words;
use askama::Template;

/// A link.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Address.
    pub href: String,
    /// Text.
    pub text: String,
}

impl Link {
    /// A link from its address and its text.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Link {
        Link { href: href.into(), text: text.into() }
    }
}

/// How a state looks; always printed with a mark and a word, never by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// ○ not begun, neutral.
    #[default]
    Grey,
    /// ● in order, under way.
    Green,
    /// ▲ needs attention.
    Amber,
    /// ■ behind, wrong.
    Red,
    /// ✓ done; information.
    Blue,
    /// ‖ stopped, withdrawn.
    Stopped,
    /// ◇ a first notice.
    Notice,
    /// ◣ a second warning.
    Serious,
    /// ◆ past its day.
    Overdue,
}

/// A state: mark and word.
#[derive(Clone, Debug, Default)]
pub struct Tag {
    /// How it looks.
    pub tone: Tone,
    /// The word.
    pub text: String,
}

impl Tag {
    /// A state from its tone and its word.
    pub fn new(tone: Tone, text: impl Into<String>) -> Tag {
        Tag { tone, text: text.into() }
    }

    /// A stage of a charter: ○ where a record begins, ● after that; the word says the rest.
    pub fn stage(is_first: bool, text: impl Into<String>) -> Tag {
        Tag::new(if is_first { Tone::Grey } else { Tone::Green }, text)
    }

    /// The shape that stands before the word.
    pub fn mark(&self) -> &'static str {
        match self.tone {
            Tone::Grey => "○",
            Tone::Green => "●",
            Tone::Amber => "▲",
            Tone::Red => "■",
            Tone::Blue => "✓",
            Tone::Stopped => "‖",
            Tone::Notice => "◇",
            Tone::Serious => "◣",
            Tone::Overdue => "◆",
        }
    }

    /// The end of the style class.
    pub fn class(&self) -> &'static str {
        match self.tone {
            Tone::Grey => "grey",
            Tone::Green => "green",
            Tone::Amber => "amber",
            Tone::Red => "red",
            Tone::Blue => "blue",
            Tone::Stopped => "stopped",
            Tone::Notice => "blue",
            Tone::Serious => "amber",
            Tone::Overdue => "red",
        }
    }
}

/// A value as it is said: words before, number, words after, unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// 约, 近, 超; "about ", "over " ….
    pub before: String,
    /// The number, grouped as the language does. Empty: not known.
    pub number: String,
    /// 余, or empty.
    pub after: String,
    /// Unit.
    pub unit: String,
}

impl Amount {
    /// Puts the words of a qualifier (`exact`, `about`, `over`, `above`, `near`) around a number. `over` (余)
    /// stands behind the number in Chinese and before it in English.
    pub fn new(words: &Words, qualifier: &str, number: impl Into<String>, unit: impl Into<String>) -> Amount {
        let (before, after) = match qualifier {
            "about" => (words.about, ""),
            "over" => (words.over_before, words.over_after),
            "above" => (words.above, ""),
            "near" => (words.near, ""),
            _ => ("", ""),
        };
        Amount { before: before.into(), number: number.into(), after: after.into(), unit: unit.into() }
    }

    /// No value is known.
    pub fn is_unknown(&self) -> bool {
        self.number.is_empty()
    }
}

/// A cell of a table or the value of a field.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Text; lines are kept. Empty: not known, printed as a dash that says so.
    pub text: String,
    /// Where the value leads; complete address. `http` addresses outside get `rel="external"`.
    pub href: String,
    /// Right-aligned with tabular figures.
    pub numeric: bool,
    /// A state instead of plain text.
    pub tag: Option<Tag>,
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// A number.
    pub fn number(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), numeric: true, ..Cell::default() }
    }

    /// A link.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Cell {
        Cell { text: text.into(), href: href.into(), ..Cell::default() }
    }

    /// A state.
    pub fn tag(tag: Tag) -> Cell {
        Cell { tag: Some(tag), ..Cell::default() }
    }
}

/// A name and its value, in a summary list.
#[derive(Clone, Debug, Default)]
pub struct SummaryLine {
    /// Name, with the unit where there is one: `长度(km)`.
    pub name: String,
    /// One or several values.
    pub values: Vec<Cell>,
    /// Only some callers see this field; the page says so.
    pub restricted: bool,
}

/// A line of the error summary.
#[derive(Clone, Debug, Default)]
pub struct ErrorLine {
    /// Id of the input it speaks of, without `#`; empty: none.
    pub field: String,
    /// Label of that input; stands before the sentence. Empty: none.
    pub label: String,
    /// The sentence.
    pub text: String,
}

/// The journal's latest signed head.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint {
    /// Number of entries.
    pub size: String,
    /// Root hash, whole.
    pub root: String,
    /// When it was signed.
    pub at: String,
    /// Name of the log (its origin line).
    pub origin: String,
    /// The key to check with, as one line.
    pub key: String,
    /// Address of the checkpoint file.
    pub href: String,
    /// Who countersigned, in words; empty: nobody.
    pub cosigned: String,
}

/// An entry of the journal.
#[derive(Clone, Debug, Default)]
pub struct EntryRow {
    /// Number in the zone's log; empty while it waits to be numbered.
    pub number: String,
    /// When.
    pub at: String,
    /// What was done, in words or as the command's name.
    pub command: String,
    /// What it was done to; may be without address.
    pub subject: Link,
    /// Short hash.
    pub hash: String,
    /// Address of the proof; empty: none yet.
    pub proof_href: String,
    /// Who, where the reader may know; empty otherwise.
    pub actor: String,
}

/// 留痕: the journal and how to check it.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/journal.html")]
pub struct JournalPage {
    /// The frame.
    pub page: Page,
    /// The latest checkpoint; absent: none signed yet.
    pub checkpoint: Option<Checkpoint>,
    /// What to type to check a copy offline, one command per line.
    pub verify_commands: Vec<String>,
    /// Latest entries first.
    pub entries: Vec<EntryRow>,
    /// Older entries.
    pub next_href: Option<String>,
    /// True for the audit administrator's page, which names who did it.
    pub audit: bool,
}

/// 机构: who decides and who works.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/bodies.html")]
pub struct BodiesPage {
    /// The frame.
    pub page: Page,
    /// The day asked for, `2023-12-29`.
    pub as_of: String,
    /// The day in words.
    pub as_of_words: String,
    /// Address the day is sent to.
    pub action: String,
    /// Council, committee, associations, in order.
    pub bodies: Vec<BodyBlock>,
    /// Posts that belong to a unit and to no body.
    pub unit_posts: Vec<SeatLine>,
    /// Units by side.
    pub sides: Vec<UnitSide>,
    /// Ways of working that anyone may read.
    pub procedures: Vec<Link>,
}

/// A body.
#[derive(Clone, Debug, Default)]
pub struct BodyBlock {
    /// Id, for the anchor.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it does, in one word: 决策, 拟订与督促 ….
    pub kind: String,
    /// Name of the body above it; empty: none.
    pub under: String,
    /// Since when; empty: not known.
    pub since: String,
    /// Its functions.
    pub functions: Vec<String>,
    /// Seats, chairs first.
    pub seats: Vec<SeatLine>,
    /// How many seats vote on the day; empty: the body's rules are not known.
    pub voters: String,
    /// Whose rules these are; empty: not known.
    pub basis: String,
    /// Made up for demonstration.
    pub sample: bool,
    /// Whose turn in the chair, when.
    pub rotation: Vec<Turn>,
    /// What is not known, in words.
    pub not_known: String,
    /// Where this comes from.
    pub source: Cell,
}

/// A seat in a body.
#[derive(Clone, Debug, Default)]
pub struct SeatLine {
    /// Title of the post.
    pub post: String,
    /// Who holds it on the day; empty text: not known.
    pub person: Link,
    /// Other posts of the person, in words.
    pub other_posts: String,
    /// Side the seat speaks for.
    pub side: String,
    /// One of the chairs.
    pub chair: bool,
    /// In the chair on the day.
    pub in_turn: bool,
    /// From when to when, as far as known.
    pub term: String,
    /// That they stand in or are seconded, with whom or where from; empty: they hold it.
    pub standing: String,
    /// That nobody holds it; empty: somebody does, or nobody knows.
    pub vacancy: String,
    /// Whether the seat votes on the day; none: the body's rules are not known.
    pub vote: Option<Vote>,
    /// The same in words.
    pub vote_words: String,
    /// Made up for demonstration.
    pub sample: bool,
}

/// Whether a seat votes on a day, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vote {
    /// This person votes.
    Yes,
    /// Nobody sits on it.
    Vacant,
    /// Two or more have the same claim.
    Uncertain,
    /// The holder is away and a substitute votes.
    Away,
    /// A substitute while the holder is there.
    NoTurn,
    /// The post has no vote.
    None,
}

/// A turn in the rotation of the chair.
#[derive(Clone, Debug, Default)]
pub struct Turn {
    /// Title of the post.
    pub post: String,
    /// Who; empty: not known.
    pub person: String,
    /// From when to when.
    pub term: String,
    /// Where this comes from.
    pub source: Cell,
}

/// The units of one side.
#[derive(Clone, Debug, Default)]
pub struct UnitSide {
    /// Name of the side.
    pub name: String,
    /// Its units.
    pub units: Vec<UnitLine>,
}

/// A unit.
#[derive(Clone, Debug, Default)]
pub struct UnitLine {
    /// Name.
    pub name: String,
    /// Jurisdiction.
    pub jurisdiction: String,
    /// A member unit of the committee.
    pub member: bool,
    /// Made up for demonstration.
    pub sample: bool,
    /// Where this comes from.
    pub source: Cell,
}

/// 工作台: what waits for me.
#[derive(Clone, Debug, Template)]
#[template(path = "work/home.html")]
pub struct WorkHome {
    /// The frame.
    pub page: Page,
    /// The state in one sentence: how many records, what is unfinished.
    pub state: String,
    /// Lists I work on.
    pub lists: Vec<WorkListLine>,
    /// What waits for me in the open round, and my matters by lamp; absent: no round concerns me.
    pub rounds: Option<super::RoundsCard>,
    /// Cases I hold, in one sentence that leads to them; absent: none.
    pub cases: Option<Link>,
    /// Records that wait for my next step; without rows: nothing is shown.
    pub waiting: super::Table,
    /// Records I touched last.
    pub recent: super::Table,
    /// Said instead of an empty table.
    pub recent_empty: Empty,
}

/// A list on the workbench.
#[derive(Clone, Debug, Default)]
pub struct WorkListLine {
    /// The list.
    pub list: Link,
    /// Area of work.
    pub area: String,
    /// Number of records.
    pub count: String,
    /// What I may do there, in words: 新建、更正、推进.
    pub may: Vec<String>,
    /// Where to create a record, if I may.
    pub create: Option<Link>,
}

/// A refusal or a fault, in words.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub page: Page,
    /// What went wrong.
    pub heading: String,
    /// What that means.
    pub sentence: String,
    /// What to do next.
    pub next: Vec<Link>,
    /// The fields concerned.
    pub problems: Vec<ErrorLine>,
    /// Stable code, to quote when asking.
    pub code: String,
    /// Number of the request, to quote when asking; empty: none.
    pub instance: String,
}
