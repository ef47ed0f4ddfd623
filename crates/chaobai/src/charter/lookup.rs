//! Finding things in a charter by id, its bytes and its digest.

use super::model::*;
use super::procedure::Procedure;
use kernel::WorkingCalendar;
use kernel::calendar::{CalendarProblem, Year};
use kernel::canonical::{self, NotCanonical};
use serde::Deserialize;
use serde_json::Value;

impl Charter {
    /// A list.
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.get(id)
    }

    /// A way of working.
    pub fn procedure(&self, id: &str) -> Option<&Procedure> {
        self.procedures.get(id)
    }

    /// The ways of working with the records of a list, in order of id.
    pub fn procedures_of<'a>(&'a self, register: &'a str) -> impl Iterator<Item = &'a Procedure> {
        self.procedures.values().filter(move |procedure| procedure.register == register)
    }

    /// A figure.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|f| f.id == id)
    }

    /// The figures of an area, in order.
    pub fn figures_of<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a Figure> {
        self.figures.iter().filter(move |f| f.area == area)
    }

    /// The lists of an area, in order of id.
    pub fn registers_of<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a Register> {
        self.registers.values().filter(move |r| r.area == area)
    }

    /// A working calendar.
    pub fn calendar(&self, id: &str) -> Option<&CalendarFile> {
        self.calendars.get(id)
    }

    /// A document.
    pub fn document(&self, id: &str) -> Option<&DocumentTemplate> {
        self.documents.get(id)
    }

    /// The paper of a kind for a body's meetings: the one that names the body, otherwise the one that names none.
    pub fn paper(&self, kind: PaperKind, body: &str) -> Option<&PaperTemplate> {
        let of_kind = || self.papers.values().filter(|paper| paper.kind == kind);
        let own = of_kind().find(|paper| paper.bodies.iter().any(|id| id == body));
        own.or_else(|| of_kind().find(|paper| paper.bodies.is_empty()))
    }

    /// A working calendar, ready to count with; none where the charter has no such calendar.
    pub fn working_calendar(&self, id: &str) -> Option<WorkingCalendar> {
        let years = &self.calendar(id)?.years;
        let notices: Result<Vec<Year>, _> =
            years.iter().map(|year| Year::from_notice(year.year, &year.off, &year.work)).collect();
        WorkingCalendar::new(notices.ok()?).ok()
    }

    /// The working calendar of a place: that of the whole country, the first one written.
    ///
    /// # Errors
    /// If a notice of the charter contradicts itself, which its checker refuses.
    pub fn working_calendar_of(&self, _jurisdiction: &str) -> Result<WorkingCalendar, CalendarProblem> {
        let Some(file) = self.calendars.values().next() else { return Ok(WorkingCalendar::default()) };
        let years = file.years.iter().map(|year| Year::from_notice(year.year, &year.off, &year.work));
        WorkingCalendar::new(years.collect::<Result<Vec<_>, _>>()?)
    }

    /// A standard.
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards.get(id)
    }

    /// An area of work.
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.zone.areas.iter().find(|a| a.id == id)
    }

    /// A set of tags.
    pub fn tag_group(&self, id: &str) -> Option<&TagGroup> {
        self.zone.tag_groups.iter().find(|g| g.id == id)
    }

    /// A side of the border.
    pub fn side(&self, id: &str) -> Option<&Side> {
        self.zone.sides.iter().find(|s| s.id == id)
    }

    /// A jurisdiction.
    pub fn jurisdiction(&self, id: &str) -> Option<&Jurisdiction> {
        self.zone.jurisdictions.iter().find(|j| j.id == id)
    }

    /// The side on whose soil a jurisdiction is.
    pub fn side_of_jurisdiction(&self, id: &str) -> Option<&str> {
        self.jurisdiction(id).map(|place| place.side.as_str()).filter(|side| !side.is_empty())
    }

    /// Lists whose records stand beside records of a list, in order of id.
    pub fn registers_beside<'a>(&'a self, register: &'a str) -> impl Iterator<Item = &'a Register> {
        self.registers.values().filter(move |other| other.stands_beside(register))
    }

    /// A body.
    pub fn body(&self, id: &str) -> Option<&Body> {
        self.zone.bodies.iter().find(|b| b.id == id)
    }

    /// A unit.
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.zone.units.iter().find(|u| u.id == id)
    }

    /// The side a unit lies on.
    pub fn side_of_unit(&self, id: &str) -> Option<&str> {
        self.unit(id).and_then(|u| self.jurisdiction(&u.jurisdiction)).map(|j| j.side.as_str())
    }

    /// A post.
    pub fn post(&self, id: &str) -> Option<&Post> {
        self.zone.posts.iter().find(|p| p.id == id)
    }

    /// A role.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.zone.roles.iter().find(|r| r.id == id)
    }

    /// Places after the point in the zone's currency.
    pub fn minor_digits(&self) -> u32 {
        minor_digits(&self.zone.currency)
    }

    /// The charter as it is kept in the database.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).expect("a charter is plain JSON")
    }

    /// Reads a charter kept by [`Charter::to_json`].
    pub fn from_json(json: &Value) -> Result<Charter, serde_json::Error> {
        Charter::deserialize(json)
    }

    /// The canonical bytes of the charter. Numbers of the map that are not integers enter as text.
    pub fn canonical(&self) -> Result<Vec<u8>, NotCanonical> {
        canonical::bytes(&self.hashable())
    }

    /// SHA-256 of the canonical bytes: the same for the same charter, however its files are laid out.
    pub fn digest(&self) -> Result<[u8; 32], NotCanonical> {
        canonical::digest(&self.hashable())
    }

    fn hashable(&self) -> Value {
        let mut json = self.to_json();
        numbers_to_text(&mut json["map"]);
        json
    }
}

impl Register {
    /// A column.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.id == id)
    }

    /// A stage.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|s| s.id == id)
    }

    /// Where a stage stands in the order written, from 0; what the charter no longer knows stands before all.
    pub fn stage_order(&self, id: &str) -> Option<usize> {
        self.stages.iter().position(|s| s.id == id)
    }

    /// The kind of a document.
    pub fn document(&self, id: &str) -> Option<&DocumentKind> {
        self.documents.iter().find(|d| d.id == id)
    }

    /// Whether its records stand beside records of `other`.
    pub fn stands_beside(&self, other: &str) -> bool {
        let field = self.beside.as_ref().and_then(|id| self.field(id));
        field.and_then(|f| f.register.as_deref()) == Some(other)
    }

    /// The stage a record begins in.
    pub fn first_stage(&self) -> &str {
        self.stages.first().map_or(KEPT, |s| s.id.as_str())
    }

    /// The columns of the table: those named, or all public ones.
    pub fn shown(&self) -> impl Iterator<Item = &Field> {
        let named = self.columns.iter().filter_map(|id| self.field(id));
        let public = self.fields.iter().filter(|f| self.columns.is_empty() && f.public);
        named.chain(public)
    }
}

impl Compute {
    /// The list the figure is computed from; none if it counts the charter itself.
    pub fn register(&self) -> Option<&str> {
        match self {
            Compute::Count { register, .. }
            | Compute::CountDistinct { register, .. }
            | Compute::CountWhole { register, .. }
            | Compute::Sum { register, .. }
            | Compute::Mean { register, .. }
            | Compute::Latest { register, .. }
            | Compute::Ratio { register, .. }
            | Compute::Completion { register, .. }
            | Compute::UnbrokenRun { register, .. } => Some(register),
            Compute::CountCharter { .. } => None,
        }
    }

    /// The filter that says which records are meant.
    pub fn filter(&self) -> Option<&str> {
        match self {
            Compute::Count { filter, .. }
            | Compute::CountDistinct { filter, .. }
            | Compute::CountWhole { filter, .. }
            | Compute::Sum { filter, .. }
            | Compute::Mean { filter, .. }
            | Compute::Latest { filter, .. }
            | Compute::Ratio { filter, .. }
            | Compute::Completion { filter, .. }
            | Compute::UnbrokenRun { filter, .. } => filter.as_deref(),
            Compute::CountCharter { .. } => None,
        }
    }

    /// The field that is computed with.
    pub fn field(&self) -> Option<&str> {
        match self {
            Compute::CountDistinct { field, .. }
            | Compute::CountWhole { field, .. }
            | Compute::Sum { field, .. }
            | Compute::Mean { field, .. }
            | Compute::Latest { field, .. }
            | Compute::UnbrokenRun { field, .. } => Some(field),
            _ => None,
        }
    }
}

/// The stage of a register that names none.
pub const KEPT: &str = "kept";

/// Places after the point in a currency (ISO 4217): 2, unless the standard says otherwise.
pub fn minor_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

fn numbers_to_text(json: &mut Value) {
    match json {
        Value::Number(n) => *json = Value::String(n.to_string()),
        Value::Array(items) => items.iter_mut().for_each(numbers_to_text),
        Value::Object(map) => map.values_mut().for_each(numbers_to_text),
        _ => {}
    }
}
