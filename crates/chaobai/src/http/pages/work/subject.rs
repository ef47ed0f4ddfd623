//! The record a form is about: found, judged, named.

use crate::charter::model::{Field, Register};
use crate::domain::registers::permits::{self, Access, Action};
use crate::domain::registers::{self, Record};
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Cell, Link, SummaryLine, Tag};
use kernel::{Id, Kind, Refusal};
use store::Ask;

/// A record the caller may do something with.
pub struct Subject<'a> {
    /// Its list.
    pub register: &'a Register,
    /// The record, cut down to what the caller sees.
    pub record: Record,
    /// How much that is.
    pub access: Access,
    /// What names it.
    pub title: String,
}

impl<'a> Subject<'a> {
    /// The record at an address, if the caller may do this with it.
    ///
    /// # Errors
    /// As not found where they may not see it, as not allowed where they may; `registers.withdrawn` where it
    /// was taken back.
    pub fn find(
        frame: &'a Frame,
        ask: &mut dyn Ask,
        register: &str,
        id: &str,
        action: Action,
    ) -> Result<Subject<'a>, Refusal> {
        let register = frame.charter().register(register).ok_or_else(Refusal::not_found)?;
        let id = Id::parse(id).ok_or_else(Refusal::not_found)?;
        let (record, access) = registers::get(ask, frame.charter(), &frame.caller, register, &id)?;
        // Judged by the whole record: what names the caller's unit may be a field they do not see.
        let whole = registers::find(ask, &frame.charter().zone.id, &id)?.ok_or_else(Refusal::not_found)?;
        permits::demand(&frame.caller, register, action, &whole.stage, &whole.body)?;
        if whole.withdrawn {
            return Err(Refusal::new(Kind::Conflict, "registers.withdrawn"));
        }
        let mut names = frame.names();
        names.learn(ask, register, [&record.body])?;
        let title = names.title(register, &record);
        Ok(Subject { register, record, access, title })
    }

    /// Fields the caller sees.
    pub fn fields(&self) -> Vec<&'a Field> {
        let register: &'a Register = self.register;
        register.fields.iter().filter(|field| permits::sees_field(self.access, field)).collect()
    }

    /// Fields the caller sees and may change: not those a body decided, or that lie before it.
    pub fn free_fields(&self) -> Vec<&'a Field> {
        self.fields().into_iter().filter(|field| !self.is_fixed(field)).collect()
    }

    /// Names of fields that cannot be changed directly; empty: none.
    pub fn fixed(&self, frame: &Frame) -> String {
        let names = self.fields().into_iter().filter(|field| self.is_fixed(field));
        let names: Vec<&str> = names.map(|field| frame.text(&field.name)).collect();
        names.join(frame.pick("、", ", "))
    }

    fn is_fixed(&self, field: &Field) -> bool {
        let Some(law) = &self.register.decided else { return false };
        let stage = &self.record.stage;
        (law.stands(stage) || law.is_held(stage)) && law.all().any(|id| id == field.id)
    }

    /// Path of its page, without `/en`.
    pub fn path(&self) -> String {
        address::work_record(&self.register.id, &self.record.id)
    }

    /// The way back to it.
    pub fn back(&self, frame: &Frame) -> Link {
        Link::new(frame.href(&self.path()), self.title.clone())
    }

    /// What it is, where it stands, since when: what a short form is about.
    pub fn facts(&self, frame: &Frame) -> Vec<SummaryLine> {
        let line = |name: &str, cell: Cell| SummaryLine {
            name: name.to_owned(),
            values: vec![cell],
            restricted: false,
        };
        let title = self.register.field(&self.register.title);
        let name = title.map_or(frame.words().name, |field| frame.text(&field.name));
        let mut facts = vec![
            line(name, Cell::link(frame.href(&self.path()), self.title.clone())),
            line(frame.words().list, Cell::text(frame.text(&self.register.name))),
        ];
        if self.register.stages.len() > 1 {
            let stage = frame.names().stage(self.register, &self.record.stage);
            let is_first = self.record.stage == self.register.first_stage();
            facts.push(line(frame.pick("现在的阶段", "Stage now"), Cell::tag(Tag::stage(is_first, stage))));
        }
        let since = frame.date(self.record.effective_on);
        let since = if since.is_empty() { frame.words().since_always.to_owned() } else { since };
        facts.push(line(frame.pick("现在的内容自", "Holds from"), Cell::text(since)));
        facts
    }
}
