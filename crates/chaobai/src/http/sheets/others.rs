//! Records that cells point to, as the visitor may see them.

use crate::charter::model::{Field, Register};
use crate::domain::sheets::{Checker, Others};
use crate::http::pages::common::{Frame, Names};
use crate::http::pages::work::records::{self, Found};
use kernel::{Id, Problem, Refusal};
use store::Ask;

/// Finds and names other records for a visitor.
pub struct Seen<'a> {
    frame: &'a Frame,
    names: Names<'a>,
}

/// A checker of a list for the visitor of a page.
pub fn checker<'a>(frame: &'a Frame, register: &'a Register) -> Checker<'a, Seen<'a>> {
    let seen = Seen { frame, names: frame.names() };
    Checker::new(frame.charter(), &frame.caller, register, frame.lang, frame.today, seen)
}

impl Others for Seen<'_> {
    fn title(&mut self, ask: &mut dyn Ask, register: &str, id: &Id) -> Result<Option<String>, Refusal> {
        self.names.learn_title(ask, register, id)
    }

    fn find(&mut self, ask: &mut dyn Ask, field: &Field, text: &str) -> Result<Result<Id, Problem>, Refusal> {
        let no = |code| Err(Problem::new(field.id.as_str(), code).with("given", text));
        let Some(to) = field.register.as_deref().and_then(|id| self.frame.charter().register(id)) else {
            return Ok(no("no_such_record"));
        };
        Ok(match records::find(ask, self.frame, to, text)? {
            Found::One(id) => Ok(id),
            Found::None => no("no_such_record"),
            Found::Several => no("several_records"),
        })
    }
}
