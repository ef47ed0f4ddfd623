//! Work lists: matters to be done, each with one answerable unit per side.
//!
//! Commands: propose a change that needs approval, decide it; look at a matter again when its lamp is due to
//! change or the law has changed (one file each). Questions: the overview of a list, what lags, whose matters
//! are open, where one matter stands (`find.rs`).
//! Decisions without IO: whether a body names its leads as the law wants, what needs approval (`rules.rs`).
//! `keep.rs` writes, in the transaction of every change of a record, where the matter stands.

mod decide;
mod find;
mod keep;
mod propose;
mod rejudge;
mod rules;
mod sql;

pub use decide::Decide;
pub use find::{
    Counted, Item, Lagging, OpenCount, Proposal, Sums, counts, counts_of_unit, due, item, lagging, live,
    open_of_unit, outdated, parts, proposals, proposals_of, units,
};
pub use keep::{day_of, keep, set_reported_in, set_reported_on};
pub use propose::Propose;
pub use rejudge::Rejudge;
pub use rules::{check, demand_role, is_unit, may_review, needs_approval, not_open};

use crate::charter::model::{Register, Worklist};
use crate::desk::{Call, Stop};
use crate::domain::registers::{self, Record};
use kernel::{Id, Refusal};
use store::Tx;

/// A matter that a command is about, with its list; not found where the register is no work list or the
/// record is another register's.
pub fn load<'l>(
    tx: &mut Tx<'_>,
    call: &Call<'l>,
    register: &str,
    id: &Id,
) -> Result<(&'l Register, &'l Worklist, Record), Stop> {
    let record = registers::load(tx, call, id)?;
    let law = call.law.charter.register(register).and_then(|r| Some((r, r.worklist.as_ref()?)));
    let (register, law) = law.ok_or_else(Refusal::not_found)?;
    if record.register != register.id {
        return Err(Refusal::not_found().into());
    }
    if record.withdrawn {
        return Err(Refusal::new(kernel::Kind::Conflict, "registers.withdrawn").into());
    }
    Ok((register, law, record))
}
