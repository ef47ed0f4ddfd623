//! The gate against classified matter: every text a command brings is looked at before the command runs, whichever
//! door it came through. What is refused leaves nothing behind, as every refusal.

use super::Command;
use kernel::secrecy::{Marks, Place};
use kernel::{Kind, Problem, Refusal};
use serde_json::Value;

/// Most places a refusal names.
const PROBLEMS_MAX: usize = 100;

/// Refuses a command that bears a mark of secrecy, with the fields it was seen in. `content`: what it says of itself.
pub(super) fn refuse(marks: &Marks, content: &Value, command: &dyn Command) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    look(marks, "", content, &mut problems);
    command.digested(&mut |place, value| {
        let from = problems.len();
        if from < PROBLEMS_MAX {
            look(marks, "", value, &mut problems);
        }
        for problem in problems.iter_mut().skip(from) {
            problem.field = format!("{place}/{}", problem.field);
        }
    });
    let Some(seen) = problems.first().and_then(|problem| problem.params.get("seen").cloned()) else {
        return Ok(());
    };
    // A text that is in no field (a remark, a comment) is told of in the sentence itself.
    problems.retain(|problem| !problem.field.is_empty());
    Err(Refusal { problems, ..Refusal::new(Kind::Invalid, "files.classified").with("seen", seen) })
}

fn look(marks: &Marks, field: &str, value: &Value, problems: &mut Vec<Problem>) {
    match value {
        Value::String(text) => {
            if let Some(seen) = marks.find(text, Place::Text) {
                problems.push(Problem::new(field, "classified").with("seen", seen));
            }
        }
        Value::Array(values) => values.iter().for_each(|value| look(marks, field, value, problems)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| look(marks, name, value, problems)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Call, Change, RequestKey, Stop};
    use kernel::Cell;
    use serde_json::json;
    use store::Tx;

    /// Holds nothing but its content.
    struct Bare;

    impl Command for Bare {
        fn name(&self) -> &'static str {
            "bare"
        }

        fn cell(&self, _zone: &str, _key: &RequestKey) -> Cell {
            unreachable!("it is never performed")
        }

        fn content(&self) -> Value {
            Value::Null
        }

        fn run(&self, _tx: &mut Tx<'_>, _call: &Call<'_>) -> Result<Change, Stop> {
            unreachable!("it is never performed")
        }
    }

    #[test]
    fn a_mark_is_found_in_any_text_of_a_command_and_told_with_its_field() {
        let marks = Marks::new(&["机密"], &["密级"], &[]);
        let content =
            json!(["bridges", 3, { "name": "保密工作条例", "remark": "密级：机密", "parts": ["机密★"] }]);
        let refusal = refuse(&marks, &content, &Bare).unwrap_err();
        assert_eq!((refusal.kind, refusal.code), (Kind::Invalid, "files.classified"));
        let mut fields: Vec<(&str, &str)> =
            refusal.problems.iter().map(|problem| (problem.field.as_str(), problem.code)).collect();
        fields.sort_unstable();
        assert_eq!(fields, [("parts", "classified"), ("remark", "classified")]);
        let bare = refuse(&marks, &json!(["机密★1年"]), &Bare).unwrap_err();
        assert_eq!(bare.params["seen"], "机密★1年");
        assert!(bare.problems.is_empty());
        assert_eq!(refuse(&marks, &json!(["商业秘密", null, 1, true]), &Bare), Ok(()));
    }
}
