//! What a person changed last.

use super::find::store_refusal;
use kernel::{Id, Instant, Refusal};
use store::{Ask, StoreError};

/// Versions looked at for one answer: somebody who saves one record again and again has a short list.
const VERSIONS_MAX: usize = 200;

/// The last change a person made to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// The record.
    pub id: Id,
    /// Its register.
    pub register: String,
    /// The command.
    pub command: String,
    /// When.
    pub at: Instant,
}

/// Records a person changed last, newest first, each once. The caller judges each record before showing it.
pub fn recent_by(ask: &mut dyn Ask, person: &Id, limit: usize) -> Result<Vec<Recent>, Refusal> {
    let text = format!(
        "SELECT id, register, command, recorded_at FROM record_version WHERE actor = $1 \
         ORDER BY recorded_at DESC NULLS LAST, id DESC LIMIT {VERSIONS_MAX}"
    );
    let read = |ask: &mut dyn Ask| -> Result<Vec<Recent>, StoreError> {
        let mut found: Vec<Recent> = Vec::new();
        for row in ask.rows(&text, &[person.as_str().into()])? {
            let id = Id::parse(row.text_ref(0)?).ok_or_else(|| StoreError::damaged("record_version"))?;
            if found.len() == limit {
                break;
            }
            if found.iter().all(|recent| recent.id != id) {
                let at = Instant(row.int(3)?);
                found.push(Recent { id, register: row.text(1)?, command: row.text(2)?, at });
            }
        }
        Ok(found)
    };
    read(ask).map_err(store_refusal)
}
