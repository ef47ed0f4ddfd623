//! What can go wrong at the door to the database, sorted by what the caller should do about it.

use std::error::Error;
use std::fmt;

/// What the caller should do about a [`StoreError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing was written; the same work may be tried again (serialization failure, deadlock, busy
    /// file, connection lost before commit).
    Retry,
    /// The commit may or may not have happened: send the same request key again, never a new one.
    Unknown,
    /// A unique, not-null or check rule of a table refused the row.
    Constraint,
    /// The disk is full. Nothing was written.
    Full,
    /// Anything else: a mistake in the program or in the set-up. Trying again does not help.
    Other,
}

/// A failure of the store: what was being tried, the cause, and the statement without its values
/// (values may be personal data and never enter a message).
pub struct StoreError(Box<Inner>);

struct Inner {
    kind: Kind,
    message: String,
    sql: Option<String>,
    lost: bool,
    fsync: bool,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl StoreError {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> StoreError {
        let inner =
            Inner { kind, message: message.into(), sql: None, lost: false, fsync: false, cause: None };
        StoreError(Box::new(inner))
    }

    /// An error of kind [`Kind::Other`] with a message; for callers of [`crate::Ask::each`] that
    /// want to stop a stream, too.
    pub fn other(message: impl Into<String>) -> StoreError {
        StoreError::new(Kind::Other, message)
    }

    /// An error of kind [`Kind::Retry`]: a condition of the caller's own statement was not met because
    /// somebody else was first, and the same work should be tried again.
    pub fn retry(message: impl Into<String>) -> StoreError {
        StoreError::new(Kind::Retry, message)
    }

    /// What was read cannot have been written by this program.
    pub fn damaged(what: &str) -> StoreError {
        StoreError::other(format!("{what}: the stored value cannot be read back"))
    }

    /// Whether the disk did not confirm a write: the process must end and recover from what is there.
    pub fn is_fatal(&self) -> bool {
        self.is_fsync()
    }

    pub(crate) fn because(mut self, cause: impl Error + Send + Sync + 'static) -> StoreError {
        self.0.cause = Some(Box::new(cause));
        self
    }

    pub(crate) fn at(mut self, sql: &str) -> StoreError {
        self.0.sql.get_or_insert_with(|| sql.split_whitespace().collect::<Vec<_>>().join(" "));
        self
    }

    pub(crate) fn while_(mut self, doing: &str) -> StoreError {
        self.0.message = format!("{doing}: {}", self.0.message);
        self
    }

    pub(crate) fn with_kind(mut self, kind: Kind) -> StoreError {
        self.0.kind = kind;
        self
    }

    /// Marks the error as "this connection is of no use any more".
    pub(crate) fn lost(mut self) -> StoreError {
        self.0.lost = true;
        self
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.0.lost
    }

    /// Marks the error as "the disk did not confirm a write".
    pub(crate) fn fsync(mut self) -> StoreError {
        self.0.fsync = true;
        self
    }

    pub(crate) fn is_fsync(&self) -> bool {
        self.0.fsync
    }

    /// What the caller should do about it.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The statement that failed, on one line, without its values.
    pub fn sql(&self) -> Option<&str> {
        self.0.sql.as_deref()
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match &self.0.sql {
            Some(sql) => write!(f, " [in: {sql}]"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreError({:?}: {self})", self.0.kind)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.cause.as_ref().map(|cause| &**cause as &(dyn Error + 'static))
    }
}
