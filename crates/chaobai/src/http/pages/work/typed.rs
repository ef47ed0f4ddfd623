//! What somebody typed into a form, kept whole as it was sent: whatever is refused, nothing typed is lost.

use crate::desk::RequestKey;
use kernel::Refusal;

/// Name of the hidden key that makes sending a form twice safe.
pub const KEY: &str = "request_key";
/// What stands before a field's id, so that no field of a charter collides with the form's own names.
const PREFIX: &str = "field-";

/// The names and values of a form, in the order they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// A form as it was sent.
    pub fn new(pairs: Vec<(String, String)>) -> Typed {
        Typed(pairs)
    }

    /// Everything that was sent, in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The name a field of the charter is sent under.
    pub fn name(field: &str) -> String {
        format!("{PREFIX}{field}")
    }

    /// The first value of a name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// All values of a name, in order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The values of a charter's field. Line ends as they are kept: a browser sends `\r\n`.
    pub fn field(&self, field: &str) -> Vec<String> {
        let name = Typed::name(field);
        let sent = self.0.iter().filter(|(key, _)| *key == name);
        sent.map(|(_, value)| value.replace("\r\n", "\n")).collect()
    }

    /// Sets the values of a name, in place of those before.
    pub fn set<I: IntoIterator<Item = String>>(&mut self, name: &str, values: I) {
        self.0.retain(|(key, _)| key != name);
        self.0.extend(values.into_iter().map(|value| (name.to_owned(), value)));
    }

    /// Sets the values of a charter's field.
    pub fn set_field<I: IntoIterator<Item = String>>(&mut self, field: &str, values: I) {
        self.set(&Typed::name(field), values);
    }

    /// The request key of the form.
    pub fn key(&self) -> Result<RequestKey, Refusal> {
        RequestKey::parse(self.get(KEY))
    }

    /// The version of the record the form was made for; 0 if none was sent.
    pub fn version(&self) -> i64 {
        self.get("version").parse().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_the_charter_named_like_a_part_of_the_form_stays_apart() {
        let pairs = [("note", "why"), ("field-note", "a\r\nb"), ("field-tags", "x"), ("field-tags", "y")];
        let mut typed = Typed::new(pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec());
        assert_eq!(typed.get("note"), "why");
        assert_eq!(typed.field("note"), ["a\nb"]);
        assert_eq!(typed.field("tags"), ["x", "y"]);
        typed.set_field("tags", ["z".to_owned()]);
        assert_eq!(typed.field("tags"), ["z"]);
        assert_eq!(typed.get("missing"), "");
    }
}
