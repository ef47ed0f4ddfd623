//! One connection and what is open on it. Both engines obey the same rules here: after a statement
//! failed inside a transaction nothing more is done in it until it is rolled back (PostgreSQL works
//! like that; SQLite is held to it), and values that one engine would refuse are refused by both.

use crate::{Kind, Row, StoreError, Value, value};

/// How a transaction is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For changes. SQLite: the one writer; PostgreSQL: read committed.
    Write,
    /// For changes whose rule spans several rows. PostgreSQL: serializable.
    Serializable,
    /// For questions that must all see one state.
    Snapshot,
}

/// Receives the rows of a streamed answer.
pub(crate) type Sink<'f> = dyn FnMut(Row) -> Result<(), StoreError> + 'f;

/// What an engine must be able to do; the only place where the two differ.
pub(crate) trait Link: Send {
    fn begin(&mut self, mode: Mode) -> Result<(), StoreError>;
    fn commit(&mut self) -> Result<(), StoreError>;
    fn rollback(&mut self) -> Result<(), StoreError>;
    /// Sets savepoint number `depth` (1 is the outermost).
    fn mark(&mut self, depth: usize) -> Result<(), StoreError>;
    /// Keeps what was done since the savepoint.
    fn release(&mut self, depth: usize) -> Result<(), StoreError>;
    /// Undoes what was done since the savepoint.
    fn back(&mut self, depth: usize) -> Result<(), StoreError>;
    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError>;
    fn rows(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError>;
    /// Streams; `open` says whether a transaction is open already.
    fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        open: bool,
        f: &mut Sink<'_>,
    ) -> Result<(), StoreError>;
    /// Inserts many rows; every row has one value per column.
    fn insert(&mut self, table: &str, columns: &[&str], rows: &[&[Value<'_>]]) -> Result<u64, StoreError>;
    /// Several statements without values.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Writes something to the log that standbys follow.
    fn touch_wal(&mut self) -> Result<(), StoreError>;
}

/// A connection with its state.
pub(crate) struct Session {
    link: Box<dyn Link>,
    open: bool,
    failed: Option<Kind>,
    lost: bool,
}

impl Session {
    pub(crate) fn new(link: Box<dyn Link>) -> Session {
        Session { link, open: false, failed: None, lost: false }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Whether the connection is of no use any more.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Whether a statement failed in the open transaction, and how.
    pub(crate) fn failed(&self) -> Option<Kind> {
        self.failed
    }

    pub(crate) fn begin(&mut self, mode: Mode) -> Result<(), StoreError> {
        debug_assert!(!self.open, "a session has one transaction at a time");
        self.run("begin", |link| link.begin(mode))?;
        self.open = true;
        self.failed = None;
        Ok(())
    }

    pub(crate) fn commit(&mut self) -> Result<(), StoreError> {
        if let Some(kind) = self.failed {
            self.rollback();
            let message = "nothing was written: a statement of this transaction had failed";
            return Err(StoreError::new(kind, message));
        }
        self.open = false;
        self.run("COMMIT", |link| link.commit())
    }

    /// Never fails: a connection that cannot roll back is given up.
    pub(crate) fn rollback(&mut self) {
        self.open = false;
        self.failed = None;
        if !self.lost && self.link.rollback().is_err() {
            self.lost = true;
        }
    }

    pub(crate) fn mark(&mut self, depth: usize) -> Result<(), StoreError> {
        self.run("SAVEPOINT", |link| link.mark(depth))
    }

    pub(crate) fn release(&mut self, depth: usize) -> Result<(), StoreError> {
        self.run("RELEASE", |link| link.release(depth))
    }

    /// Back to the savepoint; if that fails the whole transaction stays failed.
    pub(crate) fn back(&mut self, depth: usize) {
        if self.lost {
            return;
        }
        let failed = self.failed.take();
        if self.run("ROLLBACK TO", |link| link.back(depth)).is_err() {
            self.failed = failed.or(self.failed);
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.run(sql, |link| value::check(params).and_then(|()| link.execute(sql, params)))
    }

    pub(crate) fn rows(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.run(sql, |link| value::check(params).and_then(|()| link.rows(sql, params)))
    }

    /// An error of `f` ends the stream and is handed back; it does not fail the transaction.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        f: &mut Sink<'_>,
    ) -> Result<(), StoreError> {
        let open = self.open;
        let mut own = None;
        let result = self.run(sql, |link| {
            value::check(params)?;
            let mut sink = |row| {
                f(row).map_err(|error| {
                    own = Some(error);
                    StoreError::other("stopped")
                })
            };
            let result = link.each(sql, params, open, &mut sink);
            if own.is_some() { Ok(()) } else { result }
        });
        own.map_or(result, Err)
    }

    pub(crate) fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[&[Value<'_>]],
    ) -> Result<u64, StoreError> {
        self.run(&format!("INSERT INTO {table}"), |link| {
            for row in rows {
                value::check(row)?;
                if row.len() != columns.len() {
                    return Err(StoreError::other(format!(
                        "{} columns, {} values",
                        columns.len(),
                        row.len()
                    )));
                }
            }
            if rows.is_empty() { Ok(0) } else { link.insert(table, columns, rows) }
        })
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.run(sql, |link| link.batch(sql))
    }

    pub(crate) fn touch_wal(&mut self) -> Result<(), StoreError> {
        self.run("touch_wal", |link| link.touch_wal())
    }

    fn run<T>(
        &mut self,
        sql: &str,
        work: impl FnOnce(&mut dyn Link) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(kind) = self.failed {
            let message = "not tried: an earlier statement of this transaction has failed";
            return Err(StoreError::new(kind, message).at(sql));
        }
        work(self.link.as_mut()).map_err(|error| {
            self.lost |= error.is_lost();
            if self.open {
                self.failed = Some(error.kind());
            }
            error.at(sql)
        })
    }
}
