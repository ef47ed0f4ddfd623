//! Who may do what with a record. The charter writes permits as relations; a click and a list are
//! judged by the same rule, once on a record here and once in SQL in `find.rs` (a property test holds
//! the two equal).

use super::record::Record;
use crate::charter::model::{Charter, Field, Register, RoleKind, Stage};
use crate::desk::Caller;
use kernel::Refusal;
use serde_json::{Map, Value};

/// What a caller may want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See everything of a record.
    Read,
    /// Create one.
    Create,
    /// Amend, link, attach.
    Amend,
    /// Move to another stage.
    Advance,
    /// Take back.
    Withdraw,
}

/// How much of a record a caller sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// It is not there for them.
    None,
    /// Public fields.
    Public,
    /// Everything.
    Full,
}

/// The stage, if the charter still knows it.
pub fn stage<'a>(register: &'a Register, id: &str) -> Option<&'a Stage> {
    register.stages.iter().find(|stage| stage.id == id)
}

/// Whether records in this stage are for anyone.
pub fn is_public_stage(register: &Register, id: &str) -> bool {
    register.public && stage(register, id).is_some_and(|stage| stage.public)
}

/// Whether a caller may do something with a record that has this body.
pub fn may(caller: &Caller, register: &Register, action: Action, body: &Map<String, Value>) -> bool {
    if caller.operator {
        return true;
    }
    allowed(register, action).iter().any(|relation| match relation.as_str() {
        "public" => true,
        "lead" => is_lead(caller, register, body),
        "partner" => names_unit(caller, &register.partners, body),
        role => caller.roles.contains(role),
    })
}

/// Whether a caller might do something with some record: what a page shows before one is chosen.
pub fn might(caller: &Caller, register: &Register, action: Action) -> bool {
    if caller.operator {
        return true;
    }
    allowed(register, action).iter().any(|relation| match relation.as_str() {
        "public" => true,
        "lead" if register.lead.is_empty() => is_lead(caller, register, &Map::new()),
        "lead" | "partner" => !caller.units.is_empty(),
        role => caller.roles.contains(role),
    })
}

/// Refuses an action: as not found where the caller may not even see, as not allowed where they may.
pub fn demand(
    caller: &Caller,
    register: &Register,
    action: Action,
    stage: &str,
    body: &Map<String, Value>,
) -> Result<(), Refusal> {
    if may(caller, register, action, body) {
        return Ok(());
    }
    let sees = is_public_stage(register, stage) || may(caller, register, Action::Read, body);
    if !sees {
        return Err(Refusal::not_found());
    }
    Err(if caller.is_signed_in() {
        Refusal::not_allowed()
    } else {
        Refusal::new(kernel::Kind::SignIn, "sign_in")
    })
}

/// How much of a record a caller sees.
pub fn access(caller: &Caller, register: &Register, record: &Record) -> Access {
    if may(caller, register, Action::Read, &record.body) {
        Access::Full
    } else if is_public_stage(register, &record.stage) {
        Access::Public
    } else {
        Access::None
    }
}

/// Whether a caller may see a field of records they have this access to.
pub fn sees_field(access: Access, field: &Field) -> bool {
    match access {
        Access::None => false,
        Access::Public => field.public && !super::record::is_private(field),
        Access::Full => true,
    }
}

/// Whether a caller may filter and sort a whole list by a field: only if they see it in every record.
pub fn may_filter_by(caller: &Caller, register: &Register, field: &Field) -> bool {
    let all = matches!(scope(caller, register), Scope::All);
    (all || field.public) && !super::record::is_private(field)
}

/// Which records of a list a caller sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// None.
    Nothing,
    /// Those in public stages, and those that name one of these units in one of these fields.
    Some {
        /// Public stages.
        stages: Vec<String>,
        /// Fields that name a unit.
        fields: Vec<String>,
        /// The caller's units.
        units: Vec<String>,
    },
}

/// The same rule as [`access`], for a whole list.
pub fn scope(caller: &Caller, register: &Register) -> Scope {
    let empty = Map::new();
    let mut fields: Vec<String> = Vec::new();
    if caller.operator {
        return Scope::All;
    }
    for relation in allowed(register, Action::Read) {
        match relation.as_str() {
            "public" => return Scope::All,
            "lead" if is_lead(caller, register, &empty) => return Scope::All,
            "lead" => fields.extend(register.lead.iter().cloned()),
            "partner" => fields.extend(register.partners.iter().cloned()),
            role if caller.roles.contains(role) => return Scope::All,
            _ => {}
        }
    }
    let stages: Vec<String> = if register.public {
        register.stages.iter().filter(|s| s.public).map(|s| s.id.clone()).collect()
    } else {
        Vec::new()
    };
    let units: Vec<String> = caller.units.iter().cloned().collect();
    if units.is_empty() {
        fields.clear();
    }
    if stages.is_empty() && fields.is_empty() {
        Scope::Nothing
    } else {
        Scope::Some { stages, fields, units }
    }
}

/// Whether the caller reads the journal of everything (audit administrator) or runs the machine.
pub fn is_administrator(caller: &Caller) -> bool {
    caller.is(RoleKind::SystemAdmin) || caller.is(RoleKind::SecurityAdmin) || caller.is(RoleKind::AuditAdmin)
}

/// Registers a caller can see anything of, in order of id.
pub fn visible_registers<'a>(charter: &'a Charter, caller: &'a Caller) -> impl Iterator<Item = &'a Register> {
    charter.registers.values().filter(move |register| scope(caller, register) != Scope::Nothing)
}

fn allowed(register: &Register, action: Action) -> &[String] {
    match action {
        Action::Read => &register.permits.read,
        Action::Create => &register.permits.create,
        Action::Amend => &register.permits.amend,
        Action::Advance => &register.permits.advance,
        Action::Withdraw => &register.permits.withdraw,
    }
}

fn is_lead(caller: &Caller, register: &Register, body: &Map<String, Value>) -> bool {
    if register.lead.is_empty() {
        return register.keepers.iter().any(|unit| caller.units.contains(unit));
    }
    names_unit(caller, &register.lead, body)
}

fn names_unit(caller: &Caller, fields: &[String], body: &Map<String, Value>) -> bool {
    fields.iter().any(|field| match body.get(field) {
        Some(Value::String(unit)) => caller.units.contains(unit),
        _ => false,
    })
}
