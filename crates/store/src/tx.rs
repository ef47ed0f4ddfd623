//! Changes: a writer, its transactions and their savepoints.

use crate::session::{Mode, Session};
use crate::{Ask, Row, Store, StoreError, Value};

/// A connection for changes; one transaction at a time. A connection that was lost is made anew at the
/// next `begin`.
pub struct Writer {
    store: Store,
    session: Session,
}

impl Writer {
    pub(crate) fn new(store: Store, session: Session) -> Writer {
        Writer { store, session }
    }

    /// Opens a transaction. SQLite: the only writing one, so what was read stays true. PostgreSQL: read
    /// committed, so decide by conditional updates (`WHERE version = $n`) or within one cell that no
    /// other writer works on.
    pub fn begin(&mut self) -> Result<Tx<'_>, StoreError> {
        self.start(Mode::Write)
    }

    /// Opens a transaction whose outcome is as if it had run alone, for rules that span several rows.
    /// It may end in [`crate::Kind::Retry`] at any statement and at commit.
    pub fn begin_serializable(&mut self) -> Result<Tx<'_>, StoreError> {
        self.start(Mode::Serializable)
    }

    fn start(&mut self, mode: Mode) -> Result<Tx<'_>, StoreError> {
        self.store.check_disk()?;
        if self.session.is_lost() {
            self.session = self.store.connect(true)?;
        }
        if let Err(error) = self.session.begin(mode) {
            if !error.is_lost() {
                return Err(error);
            }
            // The server was restarted since the last transaction.
            self.session = self.store.connect(true)?;
            self.session.begin(mode)?;
        }
        Ok(Tx { session: &mut self.session, store: &self.store, depth: 0, ended: false })
    }
}

/// A transaction. Dropped without [`Tx::commit`], it is undone. After a statement failed, nothing more is
/// done in it (or in the savepoint around the statement) until it is undone: the same on both engines.
pub struct Tx<'w> {
    session: &'w mut Session,
    store: &'w Store,
    depth: usize,
    ended: bool,
}

impl Tx<'_> {
    /// Runs a statement that gives no rows; the number of rows it changed.
    pub fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.session.execute(sql, params).inspect_err(|error| self.store.note(error))
    }

    /// Inserts many rows fast (COPY on PostgreSQL). A row that breaks a rule fails all of them.
    pub fn insert_many<'v, R: AsRef<[Value<'v>]>>(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[R],
    ) -> Result<u64, StoreError> {
        let rows: Vec<&[Value<'_>]> = rows.iter().map(AsRef::as_ref).collect();
        self.session.insert(table, columns, &rows).inspect_err(|error| self.store.note(error))
    }

    /// Runs several statements without values, as in a migration.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.session.batch(sql).inspect_err(|error| self.store.note(error))
    }

    /// Writes to the log that standbys follow, so that the commit waits for them although no row changed.
    /// For the "already done" answer to a repeated request: without it, a server that nobody follows any
    /// more could acknowledge a change that its successor never had. Does nothing on SQLite.
    pub fn touch_wal(&mut self) -> Result<(), StoreError> {
        self.session.touch_wal()
    }

    /// Runs `f` in a savepoint. If it errs (or panics) what it did is undone and the transaction goes on.
    pub fn savepoint<T, E: From<StoreError>>(
        &mut self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.session.mark(self.depth + 1)?;
        self.depth += 1;
        let mut scope = Scope { tx: self, kept: false };
        let value = f(scope.tx)?;
        if let Some(kind) = scope.tx.session.failed() {
            let message =
                "undone to the savepoint: a statement in it had failed, and the error was not passed on";
            return Err(StoreError::new(kind, message).into());
        }
        scope.tx.session.release(scope.tx.depth)?;
        scope.kept = true;
        Ok(value)
    }

    /// Makes the changes last. [`crate::Kind::Unknown`] means that they may or may not have been made.
    pub fn commit(mut self) -> Result<(), StoreError> {
        self.ended = true;
        self.session.commit().inspect_err(|error| self.store.note(error))
    }
}

impl Ask for Tx<'_> {
    fn rows(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.session.rows(sql, params).inspect_err(|error| self.store.note(error))
    }

    fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        f: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.session.each(sql, params, f)
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.session.rollback();
        }
    }
}

/// Undoes to the savepoint unless it was kept; also when the work panics.
struct Scope<'s, 'w> {
    tx: &'s mut Tx<'w>,
    kept: bool,
}

impl Drop for Scope<'_, '_> {
    fn drop(&mut self) {
        if !self.kept {
            self.tx.session.back(self.tx.depth);
        }
        self.tx.depth -= 1;
    }
}
