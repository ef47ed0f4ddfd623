//! The nouns of `documents/*.toml`.

use super::model::{DateSchema, TextSchema};
use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `documents/*.toml`: an official document the zone writes from its figures. Set by GB/T 9704-2012.
/// Classified matter does not belong here: a text that carries a classification mark is refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentTemplate {
    /// Id; the file's name where it is left out.
    #[serde(default)]
    pub id: String,
    /// Title; a line break in it is where the printed title is broken.
    #[schemars(with = "TextSchema")]
    pub title: Text,
    /// What the document is and where it comes from, for the list of documents.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub summary: Text,
    /// Printed under the title, for example that this is a draft that has not been issued.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub note: Text,
    /// The day the text was written for: figures without a day of their own are asked for it.
    #[schemars(with = "DateSchema")]
    pub as_of: Date,
    /// Name in the red head. Left out: no head; a head is put on by the office that issues.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub issuer: Text,
    /// 发文字号, `示河委〔2023〕1号`. Only with an issuer.
    #[serde(default)]
    pub number: String,
    /// 主送机关, without the colon.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub addressee: Text,
    /// The text, piece by piece.
    pub parts: Vec<DocumentPart>,
    /// Who signs.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub signature: Text,
    /// 成文日期.
    #[serde(default)]
    #[schemars(with = "Option<DateSchema>")]
    pub dated: Option<Date>,
}

/// A heading with the paragraphs under it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentPart {
    /// 1 一、 2 （一） 3 1. 4 (1), numbered by the program; 0 for paragraphs without a heading.
    #[serde(default)]
    pub level: u8,
    /// Heading, without its number.
    #[serde(default)]
    #[schemars(with = "TextSchema")]
    pub heading: Text,
    /// Paragraphs. `{figure:T08}` puts in what the figure answers, value, unit and 约 or 余 with it;
    /// `{figure:T08@2023-12-29}` binds it to a day of its own. A number is never typed.
    #[serde(default)]
    #[schemars(with = "Vec<TextSchema>")]
    pub text: Vec<Text>,
    /// Where the words come from: key of a row in `facts/sources.csv`, several joined by `|`.
    #[serde(default)]
    pub source: String,
}
