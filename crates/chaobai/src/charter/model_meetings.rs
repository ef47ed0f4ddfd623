//! What a charter says of meetings: by which rules a body meets, which lists hold its meetings, agendas,
//! resolutions and tasks. Part of [`super::model`].

use super::model::TextSchema;
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[meetings]`: the lists in which meetings live. Which fields each needs stands at the entry; the checker says
/// what is missing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meetings {
    /// Meetings. Fields `code`, `name` (text), `body` (body), `number` (integer), `held_on`, `until` (date),
    /// `time`, `place` (text), `way` (choice: `sitting`, `written`, `silence`), `chair` (post), `note`
    /// (long text); stages `preparing`, `called`, `sitting`, `kept`, `cancelled`.
    pub meetings: String,
    /// Items of their agendas, beside the meeting. Fields `code`, `name` (text), `meeting` (record), `body`
    /// (body), `meeting_number`, `item_number`, `minutes` (integer), `held_on` (date), `mode` (choice: `hear`,
    /// `deliberate`, `settle`), `joint` (boolean), `request` (long text), `result` (choice: the five of
    /// [`Verdict`]), `wording`, `dissent` (long text); every further `record` field names what the item is about.
    pub agenda: String,
    /// Resolutions, beside the meeting. Fields `number`, `name` (text), `meeting`, `agenda_item` (record), `body`
    /// (body), `adopted_on` (date), `text` (long text), `digest` (text).
    pub resolutions: String,
    /// The work list resolutions are split into. Field `resolution` (record) beside those of a work list.
    pub tasks: String,
    /// Procedure that is opened about each task when it is issued (acknowledging it); absent: none.
    #[serde(default)]
    pub receipt: Option<String>,
}

/// `[bodies.rules]`: by which rules a body meets. A body without rules cannot be convened; its history can be kept.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BodyRules {
    /// Whose rules these are and since when, in words.
    #[schemars(with = "TextSchema")]
    pub basis: Text,
    /// Name of a meeting in the zone's own language: `{number}` is its number in figures, `{numeral}` in Chinese
    /// numerals (理事会第{numeral}次会议).
    pub series: String,
    /// Number of the first meeting convened here; earlier ones are kept as history.
    #[serde(default = "one")]
    pub first_number: u32,
    /// Key of the source that records of its meetings name: the minutes kept here. A row of the list of sources.
    pub source: String,
    /// Role ids that prepare and record meetings.
    pub office: Vec<String>,
    /// Posts with a vote. Whoever holds the post on the day votes; a post that nobody holds is a vacant seat.
    pub seats: Vec<String>,
    /// Posts that attend without a vote (列席).
    #[serde(default)]
    pub observers: Vec<String>,
    /// Working calendar of the periods below.
    pub calendar: String,
    /// Working days between the notice and the meeting.
    pub notice_days: u32,
    /// Working days before the meeting by which papers must be in.
    pub paper_days: u32,
    /// What happens to a paper that comes later.
    pub late_papers: LatePapers,
    /// Who must be there.
    pub quorum: Quorum,
    /// What a proposal needs.
    pub majority: Majority,
    /// Posts whose no stops a proposal.
    #[serde(default)]
    pub veto: Vec<String>,
    /// A decision may be recorded without a vote when nobody in the room objects.
    #[serde(default)]
    pub consensus: bool,
    /// Ways of voting this body knows.
    pub ballots: Vec<BallotKind>,
    /// Working days a written procedure stays open; absent: there is none.
    #[serde(default)]
    pub written_days: Option<u32>,
    /// Working days in which an objection stops a silence procedure; absent: there is none.
    #[serde(default)]
    pub silence_days: Option<u32>,
    /// Name of the item every agenda begins with, what became of earlier resolutions (上次议定事项办理情况); absent: none.
    #[serde(default)]
    pub follow_up: Option<String>,
    /// Number of its resolutions, with `{year}` and `{number}`: `〔{year}〕{number}号`. One row of numbers per year.
    pub resolution_number: String,
}

impl BodyRules {
    /// Where a post stands in the order of seats; posts without a vote come after them.
    pub fn place_of(&self, post: &str) -> usize {
        self.seats.iter().position(|seat| seat == post).unwrap_or(self.seats.len())
    }
}

fn one() -> u32 {
    1
}

/// A share of a whole number of seats, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Parts.
    pub parts: u32,
    /// Of so many.
    pub of: u32,
}

/// How much of a base is enough: at least a share of it, written `1/2`, `2/3`, `1`; or more than a share, written
/// `> 1/2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Enough {
    /// This share or more.
    AtLeast(Share),
    /// More than this share.
    MoreThan(Share),
}

impl Enough {
    /// Reads a share as it is written. More than all is never enough, and no share is no rule.
    pub fn parse(text: &str) -> Option<Enough> {
        let (more, share) = match text.trim().strip_prefix('>') {
            Some(share) => (true, share.trim()),
            None => (false, text.trim()),
        };
        let (parts, of) = share.split_once('/').unwrap_or((share, "1"));
        let read = |part: &str| part.parse::<u32>().ok().filter(|n| (1..=1000).contains(n));
        let share = Share { parts: read(parts)?, of: read(of)? };
        if share.parts > share.of || (more && share.parts == share.of) {
            return None;
        }
        Some(if more { Enough::MoreThan(share) } else { Enough::AtLeast(share) })
    }
}

impl TryFrom<String> for Enough {
    type Error = String;

    fn try_from(text: String) -> Result<Enough, String> {
        Enough::parse(&text).ok_or_else(|| format!("{text}: a share is written 1/2, > 1/2 or 1"))
    }
}

impl std::fmt::Display for Enough {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, Share { parts, of }) = match self {
            Enough::AtLeast(share) => ("", share),
            Enough::MoreThan(share) => ("> ", share),
        };
        if *of == 1 { write!(f, "{sign}{parts}") } else { write!(f, "{sign}{parts}/{of}") }
    }
}

impl From<Enough> for String {
    fn from(enough: Enough) -> String {
        enough.to_string()
    }
}

impl JsonSchema for Enough {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Share".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "share" })
    }
}

/// Who must be there for a body to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Of all filled seats.
    pub all: Enough,
    /// Of the filled seats of each side; absent: sides are not looked at.
    #[serde(default)]
    pub each_side: Option<Enough>,
}

/// What a proposal needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Majority {
    /// Yes votes, of the base. Unanimity is `1`.
    pub all: Enough,
    /// Yes votes of each side, of that side's base; absent: only joint matters are counted by side, by `all`.
    #[serde(default)]
    pub each_side: Option<Enough>,
    /// What the yes votes are measured against. Whoever recused themselves is in no base.
    pub base: Base,
}

/// What yes votes are measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// All filled seats.
    Seats,
    /// Those present.
    Present,
    /// Those who voted yes or no.
    Cast,
}

/// What happens to a paper that comes after its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LatePapers {
    /// It is refused unless the chair lets it in with a reason.
    Refuse,
    /// It is taken and marked late.
    Flag,
}

/// How a body votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BallotKind {
    /// By name (记名).
    RollCall,
    /// By slips that nobody can tie to a voter (无记名).
    Secret,
}

/// What came of an item (市政府常务会议规则 as practised: 通过, 原则通过, 修改后再议, 缓议, 不通过).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 通过.
    Passed,
    /// 原则通过: passed, to be amended by the words of the decision.
    PassedInPrinciple,
    /// 修改后再议: back to the drafters.
    Revise,
    /// 缓议: comes again.
    Postponed,
    /// 不通过.
    Rejected,
}

impl Verdict {
    /// All five, in the order they are offered.
    pub const ALL: [Verdict; 5] =
        [Verdict::Passed, Verdict::PassedInPrinciple, Verdict::Revise, Verdict::Postponed, Verdict::Rejected];

    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::PassedInPrinciple => "passed_in_principle",
            Verdict::Revise => "revise",
            Verdict::Postponed => "postponed",
            Verdict::Rejected => "rejected",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.id() == id)
    }

    /// What it is called.
    pub fn word(self) -> Text {
        match self {
            Verdict::Passed => Text::new("通过", "Passed"),
            Verdict::PassedInPrinciple => Text::new("原则通过", "Passed in principle"),
            Verdict::Revise => Text::new("修改后再议", "To be amended and brought back"),
            Verdict::Postponed => Text::new("缓议", "Postponed"),
            Verdict::Rejected => Text::new("不通过", "Not passed"),
        }
    }

    /// Whether something was decided by it.
    pub fn adopts(self) -> bool {
        matches!(self, Verdict::Passed | Verdict::PassedInPrinciple)
    }
}
