//! Indexes that follow the charter: made when the program starts, for the fields marked `indexed`.

use crate::{Ask, Engine, Store, StoreError};

impl Store {
    /// Makes sure that an index serves lists sorted by `expressions` and then by `id`, in both directions:
    /// `ORDER BY expr ASC NULLS FIRST, id ASC` and `ORDER BY expr DESC NULLS LAST, id DESC`. An index of
    /// that name with another definition is made anew; whether one was made is the answer.
    ///
    /// For a field of one register give `&["register", field]` with `register = 'projects'` as the condition:
    /// with the register in front the engines prefer this index to the one of all records, and the
    /// condition keeps it small. A query uses an index with a condition only if it says the same with
    /// literals, not placeholders: the condition must be known when the statement is planned. The
    /// expression, too, must be written exactly as here.
    pub fn ensure_index(
        &self,
        name: &str,
        table: &str,
        expressions: &[&str],
        where_clause: Option<&str>,
    ) -> Result<bool, StoreError> {
        check_name(name)?;
        let nulls = match self.engine() {
            // SQLite sorts nothing before everything, and knows no other way in an index.
            Engine::Sqlite => "",
            Engine::Postgres => " NULLS FIRST",
        };
        let keys: String = expressions.iter().map(|expression| format!("({expression}){nulls}, ")).collect();
        let condition = where_clause.map(|condition| format!(" WHERE {condition}")).unwrap_or_default();
        let definition = format!("CREATE INDEX {name} ON {table}({keys}id){condition}");
        let existing = match self.engine() {
            Engine::Sqlite => "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = $1",
            // The definition is kept as a comment, since the server rewrites what it was given.
            Engine::Postgres => {
                "SELECT coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class c
                 WHERE c.relkind = 'i' AND c.relnamespace = current_schema()::regnamespace AND c.relname = $1"
            }
        };
        let mut writer = self.writer()?;
        let mut tx = writer.begin()?;
        if let Some(row) = tx.row(existing, &[name.into()])? {
            if row.text(0)? == definition {
                return Ok(false);
            }
            tx.batch(&format!("DROP INDEX {name}"))?;
        }
        tx.batch(&definition)?;
        if self.engine() == Engine::Postgres {
            let quoted = definition.replace('\'', "''");
            tx.batch(&format!("COMMENT ON INDEX {name} IS '{quoted}'"))?;
        }
        tx.commit()?;
        Ok(true)
    }

    /// Removes an index; nothing happens if there is none of that name.
    pub fn drop_index(&self, name: &str) -> Result<(), StoreError> {
        check_name(name)?;
        let mut writer = self.writer()?;
        let mut tx = writer.begin()?;
        tx.batch(&format!("DROP INDEX IF EXISTS {name}"))?;
        tx.commit()
    }
}

/// A name both engines keep as it is: PostgreSQL cuts names after 63 bytes.
fn check_name(name: &str) -> Result<(), StoreError> {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let letter = name.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    if plain && letter && name.len() <= 63 {
        return Ok(());
    }
    Err(StoreError::other(format!("\"{name}\" is no name for an index: a-z, 0-9 and _, at most 63")))
}
