//! What a charter says of projects: stage gates, documents by kind, and which fields of a list mean what.
//! Part of [`super::model`].

use super::model::TextSchema;
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A kind of document that can be attached to a record: what a gate asks for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentKind {
    /// Id: lower-case letters, digits and underscores.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
}

/// What must be there before a record comes into a stage. The gate is open when everything in `needs` is
/// there, or when somebody with a role of `waive` says why it is opened all the same.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// What must be there.
    pub needs: Vec<Need>,
    /// Roles that may open the gate with a reason; absent: nobody.
    #[serde(default)]
    pub waive: Vec<String>,
}

/// One thing that must be there: exactly one of `field`, `document`, `register` and `parts`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What it is, in words. May be left out for a field or a kind of document, whose own name is used.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// The side that has to bring it. A record on the soil of one side is not asked for what the other brings.
    #[serde(default)]
    pub side: Option<String>,
    /// A field that must be filled.
    #[serde(default)]
    pub field: Option<String>,
    /// A kind of document (`documents`) that must be attached.
    #[serde(default)]
    pub document: Option<String>,
    /// A list whose records stand beside this one (`beside`): at least one of them must be as `with` and
    /// `filled` say. Of a record that has parts, the parts are asked instead.
    #[serde(default)]
    pub register: Option<String>,
    /// Values of choices such a record must have.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    /// Fields such a record must have filled.
    #[serde(default)]
    pub filled: Vec<String>,
    /// Every part of this record (records of the same list that stand beside it) must stand in this stage, or
    /// in one written after it.
    #[serde(default)]
    pub parts: bool,
}

/// `[project]`: the records of this list are projects; which field says what. The list's stages are the life of a
/// project in the order written; a second track is a second list with stages of its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectLaw {
    /// Name of the track: 建设类, 产业类 ….
    #[schemars(with = "TextSchema")]
    pub track: Text,
    /// Field that says on whose soil a section is: a jurisdiction.
    pub jurisdiction: String,
    /// Stage from which a project is open, in use or in production.
    pub open: String,
    /// Stages in which a project has ended without that.
    #[serde(default)]
    pub ended: Vec<String>,
    /// Number fields by which a parent weighs its sections; the first one that all of them have is taken.
    #[serde(default)]
    pub weights: Vec<String>,
    /// Field with the progress of the work, 0 to 100 percent.
    #[serde(default)]
    pub progress: Option<String>,
    /// When the work begins.
    #[serde(default)]
    pub start: Option<ThreeDays>,
    /// When the project opens.
    #[serde(default)]
    pub finish: Option<ThreeDays>,
    /// Fields of the approved plan whose drift is shown.
    #[serde(default)]
    pub plan: Vec<String>,
    /// Field with the whole investment; in the unit that the field says.
    #[serde(default)]
    pub investment: Option<String>,
    /// Field with what it has cost in the end, in the unit of `investment`: shown against what was approved.
    #[serde(default)]
    pub final_cost: Option<String>,
    /// Field with the purpose in words, for the export.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Sector and type of the export in the terms of OC4IDS.
    #[serde(default)]
    pub oc4ids: Option<Oc4idsWords>,
}

/// A day as it was planned, as it is expected now, as it was. Fields of type `date`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreeDays {
    /// As planned.
    pub planned: String,
    /// As expected now.
    #[serde(default)]
    pub forecast: Option<String>,
    /// As it was.
    #[serde(default)]
    pub actual: Option<String>,
}

/// How the list's own words are said in OC4IDS 0.9.5. What is not said here is left out of the export.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Oc4idsWords {
    /// Stage of the list to `status` of the codelist `projectStatus`.
    #[serde(default)]
    pub status: BTreeMap<String, String>,
    /// Choice field that says the sector.
    #[serde(default)]
    pub sector_field: Option<String>,
    /// Choice to codes of the codelist `projectSector`.
    #[serde(default)]
    pub sector: BTreeMap<String, Vec<String>>,
}

/// `[approval]`: the records of this list are approvals of the project they stand beside.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalLaw {
    /// What is approved: choice.
    pub kind: String,
    /// Who decides: text or unit.
    pub authority: String,
    /// Where it is decided: jurisdiction. Working days are counted there.
    pub jurisdiction: String,
    /// Day on which it was submitted.
    pub submitted: String,
    /// Working days promised: integer.
    pub promised: String,
    /// Day on which it was decided.
    pub decided: String,
}

/// `[milestone]`: the records of this list are milestones of the project they stand beside.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneLaw {
    /// Its three days.
    pub day: ThreeDays,
}

/// `[investment]`: the records of this list say what was to be invested and what was, month by month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvestmentLaw {
    /// Any day of the month: date.
    pub month: String,
    /// Planned in the month: number.
    pub planned: String,
    /// Invested in the month: number.
    pub actual: String,
}

/// `[problem]`: the records of this list are problems of the project they stand beside. Their stages are the levels that
/// a problem is raised to, one after the other.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProblemLaw {
    /// Where the problem is: jurisdiction. Working days are counted there.
    pub jurisdiction: String,
    /// The levels in order.
    pub levels: Vec<Level>,
}

/// A level that answers for a problem.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Stage of the list.
    pub stage: String,
    /// Working days it has to answer.
    pub days: u32,
}
