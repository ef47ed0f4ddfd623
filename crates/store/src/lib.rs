//! The only door to the database: one small synchronous facade over SQLite (one file) and PostgreSQL.
//!
//! There is one set of SQL texts, and no `if sqlite / if postgres` outside this crate:
//! - placeholders `$1 .. $n`; column types TEXT, BIGINT, DOUBLE PRECISION, BYTEA, JSONB;
//! - `body ->> 'field'` reads JSON text on both; see [`Row`] for where a CAST is needed;
//! - text is compared byte by byte, LIKE minds upper and lower case, `lower()` knows ASCII only;
//! - sorting: `ORDER BY expr ASC NULLS FIRST, id ASC` or `expr DESC NULLS LAST, id DESC`
//!   (see [`Store::ensure_index`]);
//! - `ON CONFLICT (..) DO NOTHING / DO UPDATE`, `RETURNING`.
//!
//! Reading goes through a [`Reader`], which cannot write; writing through a [`Tx`] of a [`Writer`].
//! Calls block: never make one from inside an asynchronous task.

mod backup;
mod catalogue;
mod copy;
mod error;
mod index;
mod migrate;
mod placeholders;
mod pool;
mod postgres;
mod postgres_check;
mod postgres_value;
mod reader;
mod row;
mod session;
mod sqlite;
pub mod testing;
mod tx;
mod value;

pub use backup::restore;
pub use catalogue::{Catalogue, Column, ForeignKey, Index, Table};
pub use copy::{Copied, copy};
pub use error::{Kind, StoreError};
pub use pool::READERS_MAX;
pub use reader::Reader;
pub use row::Row;
pub use tx::{Tx, Writer};
pub use value::Value;

use session::{Link, Session};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which database is behind the door. For words in messages; never for choosing a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A PostgreSQL server (or Citus).
    Postgres,
}

/// Whoever can be asked: a [`Reader`] or the [`Tx`] of a change in progress.
pub trait Ask {
    /// All rows of the answer.
    fn rows(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError>;

    /// The first row of the answer, if there is one. Write `LIMIT 1` where there may be many.
    fn row(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, params)?.into_iter().next())
    }

    /// Streams the answer of a SELECT, row by row, in constant memory. An error of `f` ends the stream
    /// and is handed back.
    fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        f: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
}

/// A database. Cloning is cheap and shares the pool of readers.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    target: Target,
    pool: pool::Pool,
    broken: AtomicBool,
}

enum Target {
    Sqlite(PathBuf),
    Postgres(Box<::postgres::Config>),
}

impl Store {
    /// Opens `sqlite:/path/zone.db` (created if it is not there) or `postgres://user@host/database`, and
    /// checks that the server is set up as the program needs it; the error says what to do.
    pub fn open(url: &str) -> Result<Store, StoreError> {
        let target = if let Some(path) = url.strip_prefix("sqlite:") {
            if path.is_empty() || path.starts_with(':') {
                return Err(StoreError::other("a SQLite address needs a file: sqlite:/path/zone.db"));
            }
            Target::Sqlite(PathBuf::from(path))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Target::Postgres(Box::new(postgres::config(url)?))
        } else {
            let message = "the database address must start with sqlite: or postgres:// (it is not repeated here, \
                           as it may hold a password)";
            return Err(StoreError::other(message));
        };
        let inner = Inner { target, pool: pool::Pool::default(), broken: AtomicBool::new(false) };
        let store = Store(Arc::new(inner));
        let mut reader = store.reader()?;
        if store.engine() == Engine::Postgres {
            postgres_check::check(&mut reader)?;
        }
        drop(reader);
        Ok(store)
    }

    /// Which database this is.
    pub fn engine(&self) -> Engine {
        match self.0.target {
            Target::Sqlite(_) => Engine::Sqlite,
            Target::Postgres(_) => Engine::Postgres,
        }
    }

    /// How many writers can work side by side: one on SQLite, four on PostgreSQL.
    pub fn lanes(&self) -> usize {
        match self.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => 4,
        }
    }

    /// A connection for changes. On SQLite one writer works at a time: a second one waits at `begin`,
    /// after five seconds with [`Kind::Retry`].
    pub fn writer(&self) -> Result<Writer, StoreError> {
        Ok(Writer::new(self.clone(), self.connect(true)?))
    }

    /// A connection for questions, from the pool; it cannot write and goes back when dropped. If all
    /// [`READERS_MAX`] are in use this waits ten seconds, then gives [`Kind::Retry`].
    pub fn reader(&self) -> Result<Reader, StoreError> {
        let session = self.0.pool.take(|| self.connect(false))?;
        Ok(Reader::new(self.clone(), session))
    }

    pub(crate) fn connect(&self, writer: bool) -> Result<Session, StoreError> {
        let link: Box<dyn Link> = match &self.0.target {
            Target::Sqlite(path) => Box::new(sqlite::SqliteLink::open(path, writer)?),
            Target::Postgres(config) => Box::new(postgres::PostgresLink::open(config, writer)?),
        };
        Ok(Session::new(link))
    }

    /// Path of the file, if this is SQLite.
    pub(crate) fn file(&self) -> Option<&std::path::Path> {
        match &self.0.target {
            Target::Sqlite(path) => Some(path),
            Target::Postgres(_) => None,
        }
    }

    pub(crate) fn pool(&self) -> &pool::Pool {
        &self.0.pool
    }

    /// After a failed sync the operating system may believe pages clean that never reached the disk: a
    /// second try could "succeed" over lost data. So nothing is accepted any more.
    pub(crate) fn note(&self, error: &StoreError) {
        if error.is_fsync() {
            self.0.broken.store(true, Ordering::SeqCst);
        }
    }

    pub(crate) fn check_disk(&self) -> Result<(), StoreError> {
        if self.0.broken.load(Ordering::SeqCst) {
            let message = "the disk did not confirm a write; nothing more is written until the disk has been \
                           checked and the program was started again";
            return Err(StoreError::other(message));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_shared_by_threads_and_its_connections_move_between_them() {
        fn shared<T: Clone + Send + Sync>() {}
        fn moved<T: Send>() {}
        shared::<Store>();
        moved::<Writer>();
        moved::<Reader>();
        moved::<Row>();
        moved::<StoreError>();
    }

    #[test]
    fn after_a_failed_sync_nothing_more_is_accepted() {
        let test = testing::engines().remove(0);
        let mut writer = test.writer().unwrap();
        test.note(&StoreError::other("any other error"));
        writer.begin().unwrap().commit().unwrap();
        test.note(&StoreError::other("disk I/O error").fsync());
        let error = writer.begin().err().unwrap();
        assert_eq!(error.kind(), Kind::Other);
        assert!(error.to_string().contains("started again"), "{error}");
    }

    #[test]
    fn an_address_that_is_none_says_what_one_looks_like() {
        for url in ["", "zone.db", "mysql://x", "sqlite:", "sqlite::memory:", "postgres://[broken"] {
            let error = Store::open(url).err().unwrap_or_else(|| panic!("{url} was accepted"));
            assert_eq!(error.kind(), Kind::Other, "{url}");
            assert!(error.to_string().contains("address"), "{url}: {error}");
        }
    }
}
