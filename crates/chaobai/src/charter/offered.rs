//! A list whose records begin on the page of another: what a unit proposes from a matter or a project. Shapes only;
//! what is right is in `check_offered.rs`.

use super::model::{Field, Register, TextSchema};
use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[offered]` of a list: pages of the records it can point to offer a new record here, with the link, the name and
/// the caller's unit filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// What the button says.
    #[schemars(with = "TextSchema")]
    pub name: Text,
    /// Fields of type `record`: on the pages of the lists they point to the button stands.
    pub from: Vec<String>,
    /// Field of type `unit` that is filled with the caller's unit; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl Register {
    /// The fields by which a record of another list can be proposed here, with what the button says.
    pub fn offered_on<'a>(&'a self, other: &'a str) -> impl Iterator<Item = (&'a Field, &'a Text)> {
        let offered = self.offered.iter();
        let fields = offered.flat_map(|law| law.from.iter().map(move |id| (id, &law.name)));
        fields.filter_map(move |(id, name)| {
            let field = self.field(id).filter(|field| field.register.as_deref() == Some(other))?;
            Some((field, name))
        })
    }
}
