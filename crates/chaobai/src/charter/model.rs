//! The nouns of a charter, as they are written in its TOML files. Shapes only: what is right and
//! wrong is decided in `check.rs`. Doc comments here become the published JSON Schema.

pub use super::decision::DecidedFields;
pub use super::model_comparison::*;
pub use super::model_documents::{DocumentPart, DocumentTemplate};
pub use super::model_notices::{Digest, NoticeTemplate};
pub use super::model_papers::{Classified, PaperKind, PaperList, PaperPart, PaperTemplate};
pub use super::offered::Offered;
use super::procedure::Procedure;
use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use super::model_meetings::*;
pub use super::model_powers::*;
pub use super::model_projects::*;
pub use super::worklist::{Approval, DayCount, Held, Lamp, LampLaw, LampRule, Standing, When, Worklist};

/// `zone.toml`: who the zone is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Short id of the zone: lower-case letters and digits, used in cells and addresses.
    pub id: String,
    /// Official name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Short name for the page header.
    #[schemars(with = "TextSchema")]
    pub short_name: Text,
    /// One sentence that says what the zone is.
    #[schemars(with = "TextSchema")]
    pub summary: Text,
    /// IANA time zone of the people, for example `Asia/Shanghai`.
    pub time_zone: String,
    /// ISO 4217 code of money fields, for example `CNY`.
    pub currency: String,
    /// Where to write to about a figure or a page; shown in the footer. Empty: not known.
    #[serde(default)]
    pub contact: String,
    /// Which registers hold persons and their terms in posts.
    pub people: People,
    /// Which registers hold meetings and what comes of them; left out: no meetings are held here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meetings: Option<Meetings>,
    /// Roles that put figures on record: report what a source says, publish what records give.
    #[serde(default)]
    pub publishers: Vec<String>,
    /// When the daily message with what is unread goes out; left out: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What marks of secrecy look like; left out: 绝密, 机密, 秘密.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classified: Option<Classified>,
    /// The map of the zone.
    pub map: Option<Map>,
    /// Areas of work, in the order the zone names them.
    #[serde(default)]
    pub areas: Vec<Area>,
    /// Sets of tags that records can carry (for example what is to be unified).
    #[serde(default)]
    pub tag_groups: Vec<TagGroup>,
    /// The sides of the border.
    #[serde(default)]
    pub sides: Vec<Side>,
    /// Whose soil.
    #[serde(default)]
    pub jurisdictions: Vec<Jurisdiction>,
    /// Who decides together.
    #[serde(default)]
    pub bodies: Vec<Body>,
    /// Who works.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// Offices that persons hold.
    #[serde(default)]
    pub posts: Vec<Post>,
    /// What a post may be in the permits of registers.
    #[serde(default)]
    pub roles: Vec<Role>,
}

impl Zone {
    /// Marks of secrecy as this zone writes them.
    pub fn marks(&self) -> kernel::secrecy::Marks {
        self.classified.clone().unwrap_or_default().marks()
    }
}

/// Where persons and terms are kept.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Register with the fields `name` (text) and `sample` (boolean).
    pub persons: String,
    /// Register with the fields `person` (record), `post` (post), `since` (date), `until` (date).
    pub terms: String,
    /// Field of the persons' register with the e-mail address (text, not public); left out: nobody gets mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// The map of the zone: a GeoJSON file in the charter folder.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// File name below the charter folder; a FeatureCollection whose features have a `code` property.
    pub file: String,
    /// Printed under every map: source, licence, and 示意图 or the map-review number.
    #[schemars(with = "TextSchema")]
    pub caption: Text,
}

/// An area of work.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Id used by registers and figures.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// One sentence.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub summary: Text,
    /// Ids of the figures shown first for this area.
    #[serde(default)]
    pub key_figures: Vec<String>,
    /// True for an area that orders the site but is not one of the zone's own areas of work.
    #[serde(default)]
    pub housekeeping: bool,
}

/// A set of tags.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TagGroup {
    /// Id.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// The tags.
    pub tags: Vec<Choice>,
}

/// A side of the border.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Id.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
}

/// A jurisdiction with its division code and the dates the code is valid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Id.
    pub id: String,
    /// Division code (GB/T 2260 for China: six digits).
    pub code: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Which side it lies on.
    pub side: String,
    /// Id of the jurisdiction above it, if that is in the charter.
    #[serde(default)]
    pub within: Option<String>,
    /// A member of the zone (true), or context such as a province or a neighbour (false).
    #[serde(default)]
    pub member: bool,
    /// Published area in square kilometres, as decimal text.
    #[serde(default)]
    pub area_km2: Option<String>,
    /// What the zone says this place is for.
    #[serde(default)]
    #[schemars(with = "Vec<TextSchema>")]
    pub positioning: Vec<Text>,
    /// The code is valid from this day; absent: since always as far as is known.
    #[serde(default)]
    #[schemars(with = "Option<DateSchema>")]
    pub valid_from: Option<Date>,
    /// The code is valid until this day.
    #[serde(default)]
    #[schemars(with = "Option<DateSchema>")]
    pub valid_to: Option<Date>,
    /// Working calendar of the place; absent: that of the jurisdiction above it, else the procedure's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Where code and name come from.
    pub source: String,
}

/// What a body does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// Decides.
    Council,
    /// Drafts, coordinates, supervises.
    Committee,
    /// An association or another body beside them.
    Association,
}

/// A body: those who decide together.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Id.
    pub id: String,
    /// What it does.
    pub kind: BodyKind,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Its functions, in the zone's own order.
    #[serde(default)]
    #[schemars(with = "Vec<TextSchema>")]
    pub functions: Vec<Text>,
    /// Id of the body above it.
    #[serde(default)]
    pub under: Option<String>,
    /// Day it was set up, if known.
    #[serde(default)]
    #[schemars(with = "Option<DateSchema>")]
    pub since: Option<Date>,
    /// Posts that chair it together; two sides chair at once.
    #[serde(default)]
    pub chairs: Vec<String>,
    /// Which of the chairs is in the chair when.
    #[serde(default)]
    pub rotation: Vec<Rotation>,
    /// By which rules it meets; left out: they are not known, and it cannot be convened here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<BodyRules>,
    /// Made up for demonstration.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// What is not known about this body, said in words.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub not_known: Text,
    /// Where this comes from.
    pub source: String,
}

/// A turn in the rotation of the chair.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// The post in rotation.
    pub post: String,
    /// First day known.
    #[schemars(with = "DateSchema")]
    pub since: Date,
    /// Last day; absent while not known to have ended.
    #[serde(default)]
    #[schemars(with = "Option<DateSchema>")]
    pub until: Option<Date>,
    /// Where this comes from.
    pub source: String,
}

/// A unit: those who work.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Id.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Jurisdiction it belongs to.
    pub jurisdiction: String,
    /// Unified social credit code (GB 32100), if known.
    #[serde(default)]
    pub credit_code: Option<String>,
    /// A member unit of the committee.
    #[serde(default)]
    pub member: bool,
    /// Made up for demonstration; stays out of figures.
    #[serde(default)]
    pub sample: bool,
    /// Where this comes from.
    pub source: String,
}

/// A post: an office that a person holds from when to when.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Id.
    pub id: String,
    /// Title.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Body it belongs to.
    #[serde(default)]
    pub body: Option<String>,
    /// Unit it belongs to.
    #[serde(default)]
    pub unit: Option<String>,
    /// Side it speaks for.
    #[serde(default)]
    pub side: Option<String>,
    /// Roles the holder has.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Made up for demonstration.
    #[serde(default)]
    pub sample: bool,
    /// Where this comes from.
    pub source: String,
}

/// What a role is for the house itself. The three administrators are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// Works on registers.
    Work,
    /// Decides: reads everything submitted.
    Council,
    /// Runs the machine: accounts, backup, charter. Sees no restricted content.
    SystemAdmin,
    /// Gives and takes posts and permits.
    SecurityAdmin,
    /// Reads the journal of everything, changes nothing.
    AuditAdmin,
}

/// A role named in permits.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Id, used in permits.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// What it is for the house.
    pub kind: RoleKind,
}

/// `registers/*.toml`: one list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Id; the file name without `.toml`; lower-case letters, digits and underscores.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// One sentence: what stands on this list and what does not.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub summary: Text,
    /// Said on the page where the list is known to be incomplete or empty.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub not_known: Text,
    /// Area of work.
    pub area: String,
    /// Field whose value names a record.
    pub title: String,
    /// Field (or fields) that tell one record from another when facts are imported.
    pub key: Vec<String>,
    /// Whether anyone may read the list.
    #[serde(default)]
    pub public: bool,
    /// Every record names a source and a source date (fields `source`, `source_date` are added).
    #[serde(default = "yes")]
    pub sourced: bool,
    /// Fields that name the answerable unit, one per side.
    #[serde(default)]
    pub lead: Vec<String>,
    /// Fields that name partner units.
    #[serde(default)]
    pub partners: Vec<String>,
    /// Units that keep the list as a whole, one per side, where records name no lead of their own.
    #[serde(default)]
    pub keepers: Vec<String>,
    /// Columns of the table, in order; absent: all public fields.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Default order: field ids, `-` before a field for descending.
    #[serde(default)]
    pub sort: Vec<String>,
    /// Field of type `place` that puts a record on the map.
    #[serde(default)]
    pub place: Option<String>,
    /// Who may do what.
    pub permits: Permits,
    /// The columns.
    pub fields: Vec<Field>,
    /// The life of a record; absent: one stage, `kept`.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Kinds of files that may be attached, by ending (`pdf`, `jpg` …); absent: none.
    #[serde(default)]
    pub attach: Vec<String>,
    /// Makes the register a work list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worklist: Option<Worklist>,
    /// Kinds of documents a file can be, for gates; absent: files are of no kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentKind>,
    /// Field of type `record`: a record lives in the cell of the record this field names, so that both can be
    /// judged together. Who creates a record there must be allowed to amend the other one; the field never
    /// changes afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// The records are projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectLaw>,
    /// The records are approvals of the project they stand beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<ApprovalLaw>,
    /// The records are milestones of the project they stand beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<MilestoneLaw>,
    /// The records are months of investment of the project they stand beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investment: Option<InvestmentLaw>,
    /// The records are problems of the project they stand beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<ProblemLaw>,
    /// Fields that a body decides and that nobody else changes afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecidedFields>,
    /// A new record can be begun on the page of a record it points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered: Option<Offered>,
    /// The records are powers that one unit gives to another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub powers: Option<PowersLaw>,
    /// The records lay the rules of the sides side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
}

fn yes() -> bool {
    true
}

/// Who may do what: role ids, or `lead`, `partner`, `public`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Permits {
    /// Read fields that are not public, and stages that are not public.
    #[serde(default)]
    pub read: Vec<String>,
    /// Create a record.
    #[serde(default)]
    pub create: Vec<String>,
    /// Amend a record, link it, attach to it.
    #[serde(default)]
    pub amend: Vec<String>,
    /// Move a record to another stage.
    #[serde(default)]
    pub advance: Vec<String>,
    /// Withdraw a record.
    #[serde(default)]
    pub withdraw: Vec<String>,
}

/// What a field holds, and how it is kept in the record's JSON body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line of text. JSON text.
    Text,
    /// Several lines of text. JSON text.
    LongText,
    /// A 64-bit integer. JSON integer.
    Integer,
    /// An exact decimal, at most 9 places after the point. JSON text such as `"5.28"`.
    Decimal,
    /// Money in minor units of the zone's currency. JSON integer.
    Money,
    /// A calendar date. JSON text `2023-12-29`.
    Date,
    /// An instant. JSON integer, microseconds since 1970 UTC.
    Instant,
    /// Yes or no. JSON true or false.
    Boolean,
    /// One of `choices`. JSON text.
    Choice,
    /// Any of `choices`. JSON list of text.
    Choices,
    /// A unit of the charter. JSON text.
    Unit,
    /// Several units of the charter. JSON list of text.
    Units,
    /// A jurisdiction of the charter. JSON text.
    Jurisdiction,
    /// A body of the charter. JSON text.
    Body,
    /// A post of the charter. JSON text.
    Post,
    /// A record of the register named in `register`. JSON text, its id (in facts files: its key).
    Record,
    /// A GeoJSON geometry (WGS 84); coordinates kept as text with at most 7 decimals.
    Place,
    /// An address starting with `https://` or `http://`. JSON text.
    Url,
    /// A unified social credit code (GB 32100); the failing check digit of an early pilot code warns. JSON text.
    CreditCode,
    /// A resident identity number (GB 11643). JSON text. Always private.
    ResidentId,
}

impl FieldType {
    /// Whether a value is a list: any of the choices, or several units.
    pub fn is_list(self) -> bool {
        matches!(self, FieldType::Choices | FieldType::Units)
    }
}

/// A column of a register.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Id: lower-case letters, digits and underscores.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Help under the name in forms.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub hint: Text,
    /// Unit of measure of a number (`km`, `亩`, `人次/日`).
    #[serde(default)]
    pub unit: Option<String>,
    /// A record cannot be kept without it.
    #[serde(default)]
    pub required: bool,
    /// Anyone may see it. Public fields are named one by one.
    #[serde(default)]
    pub public: bool,
    /// Gets an index, so that filtering and sorting by it stay fast on long lists.
    #[serde(default)]
    pub indexed: bool,
    /// What a choice can be.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Register a `record` field points to.
    #[serde(default)]
    pub register: Option<String>,
    /// Smallest value, as text.
    #[serde(default)]
    pub min: Option<String>,
    /// Largest value, as text.
    #[serde(default)]
    pub max: Option<String>,
    /// Longest text in characters; default 200 for `text`, 4000 for `long_text`.
    #[serde(default)]
    pub max_length: Option<u32>,
}

/// One of several.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Id.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
}

/// A stage in the life of a record. The first one written is where a record begins.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Id.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Stages a record can move to from here.
    #[serde(default)]
    pub to: Vec<String>,
    /// Records in this stage are shown to anyone, if the register is public.
    #[serde(default = "yes")]
    pub public: bool,
    /// What must be there before a record comes here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<Gate>,
}

/// `figures/*.toml`: figures of one area.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureFile {
    /// The figures, in the order they are shown.
    pub figures: Vec<Figure>,
}

/// Which of the two the zone stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandsOn {
    /// The value a source reported; the computed one is shown beside it.
    Reported,
    /// The value computed from records; the reported one is shown beside it.
    Computed,
}

/// A figure.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Id, for example `T05`.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// One sentence with `{value}` where value, qualifier and unit go.
    #[schemars(with = "TextSchema")]
    pub sentence: Text,
    /// Area of work.
    pub area: String,
    /// Unit, written as in the zone's language (`条`, `万人次`).
    #[schemars(with = "TextSchema")]
    pub unit: Text,
    /// What is counted, what is not, and how.
    #[schemars(with = "TextSchema")]
    pub definition: Text,
    /// Version of the definition; raised when the definition changes.
    #[serde(default = "one")]
    pub version: u32,
    /// Which of the two the zone stands behind.
    pub stands_on: StandsOn,
    /// How it is computed, if records allow.
    #[serde(default)]
    pub compute: Option<Compute>,
    /// What was reported, where and when. Loaded as journalled reports.
    #[serde(default)]
    pub reported: Vec<Reported>,
}

fn one() -> u32 {
    1
}

/// How a figure is computed. `filter` is CQL2 text over the register's fields; `as_of` in it is the
/// day asked for, `as_of_year` its year. Records the filter cannot judge (a field is not known) are
/// counted apart as undetermined.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Compute {
    /// Number of records.
    Count {
        /// Register.
        register: String,
        /// CQL2.
        #[serde(default)]
        filter: Option<String>,
    },
    /// Number of different values of a field.
    CountDistinct {
        /// Register.
        register: String,
        /// CQL2.
        #[serde(default)]
        filter: Option<String>,
        /// Field.
        field: String,
    },
    /// Number of different values of a field of whose records every one fulfils `part`. Without any record there
    /// is no number.
    CountWhole {
        /// Register.
        register: String,
        /// CQL2 of the records meant.
        #[serde(default)]
        filter: Option<String>,
        /// Field: what the records are parts of.
        field: String,
        /// CQL2 that every one of them must fulfil.
        part: String,
    },
    /// Sum of a field.
    Sum {
        /// Register.
        register: String,
        /// CQL2.
        #[serde(default)]
        filter: Option<String>,
        /// Field.
        field: String,
    },
    /// Mean of a field.
    Mean {
        /// Register.
        register: String,
        /// CQL2.
        #[serde(default)]
        filter: Option<String>,
        /// Field.
        field: String,
        /// Places after the point in the answer.
        #[serde(default)]
        places: u32,
    },
    /// The value of a field in the record with the latest `by` on or before the day.
    Latest {
        /// Register.
        register: String,
        /// CQL2.
        #[serde(default)]
        filter: Option<String>,
        /// Field.
        field: String,
        /// Date field that says which is latest.
        by: String,
    },
    /// Share of records that also fulfil `part`, in percent.
    Ratio {
        /// Register.
        register: String,
        /// CQL2 of the whole.
        #[serde(default)]
        filter: Option<String>,
        /// CQL2 of the part.
        part: String,
        /// Places after the point in the answer.
        #[serde(default)]
        places: u32,
    },
    /// Share of a work list's matters that are done, in percent: done ÷ (all − cancelled with approval). Parts
    /// of other matters are not counted by themselves. Without any matter there is no share.
    Completion {
        /// Work list.
        register: String,
        /// CQL2 of the matters meant.
        #[serde(default)]
        filter: Option<String>,
        /// Places after the point in the answer.
        #[serde(default)]
        places: u32,
    },
    /// Longest unbroken run of whole years in `field` (a date or a year) that ends with the latest one.
    UnbrokenRun {
        /// Register.
        register: String,
        /// CQL2.
        #[serde(default)]
        filter: Option<String>,
        /// Field.
        field: String,
    },
    /// Number of entries of the charter itself: `areas`, or `tags/GROUP`.
    CountCharter {
        /// What is counted.
        what: String,
    },
}

/// What a source reported.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// Decimal text, no separators: `130000`.
    pub value: String,
    /// `exact`, `about` 约, `over` 余, `above` 超, `near` 近.
    #[serde(default = "exact")]
    pub qualifier: String,
    /// The day the value speaks of.
    #[schemars(with = "DateSchema")]
    pub as_of: Date,
    /// Id of the source: the key of a record in the register `sources`.
    pub source: String,
    /// What the source says, in its own sense, with the basis on which a relative date was resolved.
    #[schemars(with = "TextSchema")]
    pub words: Text,
}

fn exact() -> String {
    "exact".into()
}

/// `calendars/*.toml`: the working calendar of one country (or a local overlay), year by year.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarFile {
    /// Id of the calendar.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Id of the calendar this one lies over: a place's own days go before those of its country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
    /// Working hours, for messages that are to come only then; absent: the whole working day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Published years.
    pub years: Vec<CalendarYear>,
}

/// Hours of a working day, by the zone's clock: `09:00`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// First minute.
    pub from: String,
    /// First minute that is no longer in it.
    pub to: String,
}

/// One year's published notice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// The year of the notice.
    pub year: i16,
    /// Days off, single days or `2023-01-21/2023-01-27`. May reach into the year before.
    pub off: Vec<String>,
    /// Weekend days that are worked instead.
    pub work: Vec<String>,
    /// Where this was published.
    pub source: String,
}

/// `standards/*.toml`: limits as tables.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Id.
    pub id: String,
    /// Number and name of the standard.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// In force from this day.
    #[schemars(with = "DateSchema")]
    pub valid_from: Date,
    /// In force until this day.
    #[serde(default)]
    #[schemars(with = "Option<DateSchema>")]
    pub valid_to: Option<Date>,
    /// Names of the columns after the item.
    pub columns: Vec<String>,
    /// One row per item: `item`, then one text per column.
    pub rows: Vec<StandardRow>,
    /// Where this was published.
    pub source: String,
}

/// A row of a standard.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardRow {
    /// What is limited.
    pub item: String,
    /// Unit of the limits.
    #[serde(default)]
    pub unit: String,
    /// One text per column.
    pub limits: Vec<String>,
}

/// How a text in two languages is written.
#[derive(JsonSchema)]
#[schemars(rename = "Text", deny_unknown_fields)]
#[allow(dead_code)]
pub struct TextSchema {
    /// Chinese.
    pub zh: String,
    /// Official English; leave out where there is none.
    pub en: Option<String>,
}

/// How a date is written: `2023-12-29`.
pub struct DateSchema;

impl JsonSchema for DateSchema {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// A whole charter, read and checked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Charter {
    /// Who the zone is.
    pub zone: Zone,
    /// Lists by id. Registers that are `sourced` have the fields `source` and `source_date`.
    pub registers: BTreeMap<String, Register>,
    /// Ways of working by id. A charter without any keeps the digest it had before there were some.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub procedures: BTreeMap<String, Procedure>,
    /// Figures in order.
    pub figures: Vec<Figure>,
    /// Working calendars by id.
    pub calendars: BTreeMap<String, CalendarFile>,
    /// Standards by id.
    pub standards: BTreeMap<String, Standard>,
    /// Who is told of what, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notices: BTreeMap<String, NoticeTemplate>,
    /// Documents the zone writes, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub documents: BTreeMap<String, DocumentTemplate>,
    /// Papers of meetings and slips, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub papers: BTreeMap<String, PaperTemplate>,
    /// The map file's GeoJSON, if the zone has one.
    pub map: Option<serde_json::Value>,
}
