//! In which way a person is in a post: regular, as a substitute (代理), or seconded from another unit (挂职).

use kernel::Text;

/// In which way a person is in a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Holds it.
    #[default]
    Regular,
    /// Holds it, sent by the unit they come from and go back to (挂职).
    Secondment,
    /// Stands in while nobody holds it, or for a holder who is away (代理).
    Substitute,
}

impl Standing {
    /// All, in the order they are said.
    pub const ALL: [Standing; 3] = [Standing::Regular, Standing::Secondment, Standing::Substitute];

    /// The word it is kept under.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Regular => "regular",
            Standing::Secondment => "secondment",
            Standing::Substitute => "substitute",
        }
    }

    /// Reads the word it is kept under.
    pub fn find(id: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|standing| standing.id() == id)
    }

    /// What it is called.
    pub fn word(self) -> Text {
        match self {
            Standing::Regular => Text::new("任职", "holds the post"),
            Standing::Secondment => Text::new("挂职", "seconded"),
            Standing::Substitute => Text::new("代理", "substitute"),
        }
    }
}
