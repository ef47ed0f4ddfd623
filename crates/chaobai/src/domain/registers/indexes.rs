//! Indexes that the charter asks for: one for each field marked `indexed`; and one for what a person
//! changed last.

use super::sort_key::sort_key;
use crate::charter::model::{Charter, Field, Register};
use store::{Store, StoreError};

/// Makes the indexes of every register of a charter that are not there yet.
pub fn ensure(store: &Store, charter: &Charter) -> Result<(), StoreError> {
    store.ensure_index("record_version_by_actor", "record_version", &["actor", "recorded_at"], None)?;
    for register in charter.registers.values() {
        for field in register.fields.iter().filter(|field| is_indexed(register, field)) {
            let Some(key) = sort_key(register, &field.id) else { continue };
            let name = format!("record_{}_{}", register.id, field.id);
            let only = format!("register = '{}' AND withdrawn = 0", register.id);
            store.ensure_index(&name, "record", &["register", &key.sql], Some(&only))?;
        }
    }
    Ok(())
}

/// Whether a list can be looked up and sorted by a field without reading all of it: it is marked
/// `indexed`, or the list is sorted by it.
pub fn is_indexed(register: &Register, field: &Field) -> bool {
    field.indexed || register.sort.first().is_some_and(|sort| sort.trim_start_matches('-') == field.id)
}
