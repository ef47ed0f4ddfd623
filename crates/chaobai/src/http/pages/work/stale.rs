//! Two people changed the same record: theirs is kept, mine is not lost. Fields I left alone take their
//! new value, fields I changed keep mine with theirs beside it, and what they changed is listed.

use super::judge::is_same;
use super::read::{self, Body};
use super::subject::Subject;
use super::typed::Typed;
use crate::http::pages::common::{Frame, values};
use crate::http::views::{Cell, SummaryLine};
use kernel::Refusal;
use serde_json::Value;
use store::Ask;

/// The code of the refusal.
pub const CODE: &str = "registers.stale_version";

/// Puts their values into the fields I left alone, and lists what they changed since the version I saw.
pub fn merge(
    frame: &Frame,
    ask: &mut dyn Ask,
    subject: &Subject<'_>,
    seen: &Body,
    typed: &mut Typed,
) -> Result<Vec<SummaryLine>, Refusal> {
    let theirs = &subject.record.body;
    let mut names = frame.names();
    names.learn(ask, subject.register, [seen, theirs])?;
    let mut lines = Vec::new();
    for field in subject.fields() {
        let shown = |body: &Body| read::typed(frame.charter(), field, body.get(&field.id));
        let i_changed = !is_same(&typed.field(&field.id), &shown(seen));
        if seen.get(&field.id) != theirs.get(&field.id) {
            let words = |body: &Body| {
                let text = values::text(&names, field, body.get(&field.id).unwrap_or(&Value::Null));
                if text.is_empty() { frame.words().nothing.to_owned() } else { text }
            };
            let said = |zh, en, text: String| {
                Cell::text(format!("{}{}{text}", frame.pick(zh, en), frame.words().colon))
            };
            let mut cells = vec![
                said("您打开时", "when you opened it", words(seen)),
                said("别人改成", "changed by somebody else to", words(theirs)),
            ];
            if i_changed {
                let mine = typed.field(&field.id).join(frame.pick("、", ", "));
                let mine = match read::value(frame.charter(), field, &typed.field(&field.id)) {
                    Ok(Value::Null) => frame.words().nothing.to_owned(),
                    Ok(value) if value.is_object() => mine,
                    Ok(value) => values::text(&names, field, &value),
                    Err(_) => mine,
                };
                cells.push(said("您填的是", "you wrote", mine));
            }
            lines.push(SummaryLine { name: values::label(&names, field), values: cells, restricted: false });
        }
        if !i_changed {
            typed.set_field(&field.id, shown(theirs));
        }
    }
    Ok(lines)
}
