//! The nouns of a procedure, as they are written in `procedures/*.toml`. Shapes only: what is right and
//! wrong is decided in `check_procedures.rs`. Doc comments here become the published JSON Schema.

use super::decision::Awaits;
use super::model::{Choice, Field, NeedsPower, TextSchema};
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `procedures/*.toml`: one way of working with the records of a list, from opening a case to its end.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Id; the file name without `.toml`; lower-case letters, digits and underscores.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// One or two sentences: what it is for, and whose rule it is.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub summary: Text,
    /// Register whose records cases are about.
    pub register: String,
    /// Stages of a record in which a case may be opened; absent: any.
    #[serde(default)]
    pub stages: Vec<String>,
    /// Anyone may read how it works (not the cases).
    #[serde(default)]
    pub public: bool,
    /// Who may open a case: role ids, `lead`, `partner`.
    pub open: Vec<String>,
    /// Several open cases may be about one record at once; absent: one at a time (一事一单).
    #[serde(default)]
    pub several: bool,
    /// Working calendar for time limits where the holder's jurisdiction names none.
    #[serde(default)]
    pub calendar: Option<String>,
    /// What is asked when a case is opened.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Printed notes that an action, a reminder or an escalation issues, mildest first.
    #[serde(default)]
    pub slips: Vec<Slip>,
    /// Who may stop the clock of a case, and for which reasons; absent: nobody.
    #[serde(default)]
    pub pause: Option<Pause>,
    /// The steps; a case begins in the first one.
    pub steps: Vec<Step>,
}

/// A printed note.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Id.
    pub id: String,
    /// Title of the note.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// How it is told apart on the page; said in words as well.
    pub colour: Colour,
    /// What the note asks of whoever gets it.
    #[schemars(with = "TextSchema")]
    pub demand: Text,
}

/// Colour of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// 蓝.
    Blue,
    /// 黄.
    Yellow,
    /// 橙.
    Orange,
    /// 红.
    Red,
}

/// Stopping the clock of a case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Who may pause and resume: role ids, `lead`, `partner`, `opener`, `holder`.
    pub by: Vec<String>,
    /// Reasons to choose from.
    pub reasons: Vec<Choice>,
    /// Longest pause in working days; then the clock goes on by itself. Absent: until somebody resumes.
    #[serde(default)]
    pub days: Option<u32>,
}

/// A step of a procedure.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Id.
    pub id: String,
    /// Name.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// What happens here.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub summary: Text,
    /// Who holds it: role ids, `lead`, `partner`, `opener`, `unit:FIELD` (a field of the case or of the record).
    #[serde(default)]
    pub holder: Vec<String>,
    /// Every unit that holds the step answers for itself, and the case moves on once all have (countersigning).
    #[serde(default)]
    pub each: bool,
    /// Every answer is a key of its own: nobody gives two, not even a person who works for two units. Only with
    /// `each`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub apart: bool,
    /// A yes-or-no field of the record: where it says yes, the units that answer must be of two sides at least.
    /// Only with `apart`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joint: Option<String>,
    /// The step waits for what a body decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Awaits>,
    /// Time limit.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// Where the case goes when the limit is over and not every unit has answered. Silence is shown as
    /// silence, not as consent. Only with `each`.
    #[serde(default)]
    pub silence: Option<String>,
    /// Reminders before the limit is over.
    #[serde(default)]
    pub remind: Vec<Reminder>,
    /// What happens when it is over, step by step.
    #[serde(default)]
    pub escalate: Vec<Escalation>,
    /// What can be done.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// The case ends here.
    #[serde(default)]
    pub end: bool,
}

/// A time limit: working days from the day after the step begins (民法典 art. 201), or a day written in a field.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Working days.
    #[serde(default)]
    pub days: Option<u32>,
    /// A date field of the case or of the record; a day off moves to the working day after it (民法典 art. 203).
    #[serde(default)]
    pub field: Option<String>,
}

/// A reminder of the holder.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// Working days before the limit is over; 0: on its last day.
    pub before: u32,
    /// The note it issues.
    #[serde(default)]
    pub slip: Option<String>,
}

/// One rung of what happens when a limit is over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Working days after the last day of the limit, at least 1.
    pub after: u32,
    /// Who is told and sees the case: role ids, `lead`, `partner`, `opener`, `unit:FIELD`.
    #[serde(default)]
    pub to: Vec<String>,
    /// The note it issues.
    #[serde(default)]
    pub slip: Option<String>,
    /// Step the case moves to; absent: it stays.
    #[serde(default)]
    pub step: Option<String>,
}

/// Something that can be done in a step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Id.
    pub id: String,
    /// Name: what the button says.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// What will happen.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub summary: Text,
    /// Who may do it; absent: whoever holds the step.
    #[serde(default)]
    pub by: Vec<String>,
    /// Step the case moves to; absent: it stays.
    #[serde(default)]
    pub to: Option<String>,
    /// Sends the case back to an earlier step. Needs a required text field `reason`.
    #[serde(default)]
    pub back: bool,
    /// What must be said.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// The note it issues. Needs a required text field `reason`.
    #[serde(default)]
    pub slip: Option<String>,
    /// What else happens.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// The power that whoever does it must have been given, on the day they do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_power: Option<NeedsPower>,
}

/// What an action brings about beside moving the case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Sets a field of the record, together with the action.
    SetField {
        /// Field of the record.
        field: String,
        /// The value, written as in a facts file.
        #[serde(default)]
        value: Option<String>,
        /// Field of the action or of the case whose value is taken; `today`; or of the decision the case
        /// carries: `decided_on`, `wording`.
        #[serde(default)]
        from: Option<String>,
    },
    /// Moves the record to another stage, together with the action.
    Advance {
        /// Stage of the record.
        to: String,
    },
    /// Opens a case of another procedure about the same record.
    OpenCase {
        /// The other procedure; it must ask nothing when a case is opened.
        procedure: String,
    },
    /// Puts the computed value of a figure on record.
    Publish {
        /// The figure.
        figure: String,
    },
}

impl Procedure {
    /// A step.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// Name of a step; its id where the procedure has no such step.
    pub fn step_name(&self, id: &str) -> Text {
        self.step(id).map_or_else(|| Text::new(id, id), |step| step.name.clone())
    }

    /// A note.
    pub fn slip(&self, id: &str) -> Option<&Slip> {
        self.slips.iter().find(|slip| slip.id == id)
    }

    /// Every field a case can know: those asked when it is opened, then those of actions. A field that
    /// several actions ask for is one field.
    pub fn known_fields(&self) -> impl Iterator<Item = &Field> {
        let asked = self.steps.iter().flat_map(|step| &step.actions).flat_map(|action| &action.fields);
        self.fields.iter().chain(asked)
    }

    /// A field a case can know.
    pub fn known_field(&self, id: &str) -> Option<&Field> {
        self.known_fields().find(|field| field.id == id)
    }
}

impl Step {
    /// An action.
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// Whether an action is done by the verdict of a body, and by nobody by hand.
    pub fn is_decided(&self, action: &str) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.results.names(action))
    }

    /// Who may do an action of this step.
    pub fn may<'a>(&'a self, action: &'a Action) -> &'a [String] {
        if action.by.is_empty() { &self.holder } else { &action.by }
    }

    /// Steps a case can go to from here, in the order they are written.
    pub fn leads_to(&self) -> impl Iterator<Item = &str> {
        let actions = self.actions.iter().filter_map(|action| action.to.as_deref());
        let escalations = self.escalate.iter().filter_map(|rung| rung.step.as_deref());
        actions.chain(escalations).chain(self.silence.as_deref())
    }
}
