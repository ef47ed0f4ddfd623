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
    /// Name of a meeting, with `{number}` where its number goes (in Chinese numerals in Chinese).
    #[schemars(with = "TextSchema")]
    pub series: Text,
    /// Number of the first meeting convened here; earlier ones are kept as history.
    #[serde(default = "one")]
    pub first_number: u32,
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
    /// Every agenda begins with what became of earlier resolutions (上次议定事项办理情况).
    #[serde(default)]
    pub follow_up: bool,
    /// Number of its resolutions, with `{year}` and `{number}`: `〔{year}〕{number}号`. One row of numbers per year.
    #[schemars(with = "TextSchema")]
    pub resolution_number: Text,
}

fn one() -> u32 {
    1
}

/// A share of a whole number of seats, exactly: `"1/2"`, `"2/3"`, `"1"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Share {
    /// Parts.
    pub parts: u32,
    /// Of so many.
    pub of: u32,
}

impl TryFrom<String> for Share {
    type Error = String;

    fn try_from(text: String) -> Result<Share, String> {
        let (parts, of) = text.split_once('/').unwrap_or((&text, "1"));
        let read = |part: &str| part.parse::<u32>().ok().filter(|n| (1..=1000).contains(n));
        match (read(parts), read(of)) {
            (Some(parts), Some(of)) if parts <= of => Ok(Share { parts, of }),
            _ => Err(format!("{text}: a share is written 1/2, 2/3 or 1")),
        }
    }
}

impl From<Share> for String {
    fn from(share: Share) -> String {
        if share.of == 1 { share.parts.to_string() } else { format!("{}/{}", share.parts, share.of) }
    }
}

/// How much of a base: at least a share of it, or more than a share of it. Exactly one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Enough {
    /// This share or more.
    AtLeast(Share),
    /// More than this share.
    MoreThan(Share),
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
    /// Yes votes, of the base. Unanimity is `at_least = "1"`.
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
