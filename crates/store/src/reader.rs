//! Questions: a connection that cannot write.

use crate::session::{Mode, Session};
use crate::{Ask, Row, Store, StoreError, Value};

/// A connection for questions, taken from the pool and given back when dropped. Each question sees the
/// newest committed state, or, after [`Reader::snapshot`], all see the same one. A lost connection is
/// replaced and the question asked again, outside of a snapshot.
pub struct Reader {
    store: Store,
    session: Option<Session>,
}

impl Reader {
    pub(crate) fn new(store: Store, session: Session) -> Reader {
        Reader { store, session: Some(session) }
    }

    /// From here to [`Reader::release`] (or the drop of the reader) every question sees the state of now.
    /// Keep it short: the database must keep what the snapshot can still see.
    pub fn snapshot(&mut self) -> Result<(), StoreError> {
        if self.current()?.is_open() {
            return Err(StoreError::other("this reader has a snapshot already"));
        }
        self.again(|session| session.begin(Mode::Snapshot))
    }

    /// Ends the snapshot, if there is one.
    pub fn release(&mut self) {
        if let Some(session) = self.session.as_mut().filter(|session| session.is_open()) {
            session.rollback();
        }
    }

    /// The connection, made anew if it was lost.
    fn current(&mut self) -> Result<&mut Session, StoreError> {
        let gone = self.session.as_ref().is_none_or(|session| session.is_lost() && !session.is_open());
        if gone {
            self.session = Some(self.store.connect(false)?);
        }
        self.session.as_mut().ok_or_else(|| StoreError::other("the reader has no connection"))
    }

    /// Reading twice does no harm, so a lost connection costs nothing but time.
    fn again<T>(&mut self, work: impl Fn(&mut Session) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let session = self.current()?;
        match work(session) {
            Err(error) if error.is_lost() && !session.is_open() => work(self.current()?),
            result => result,
        }
    }
}

impl Ask for Reader {
    fn rows(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.again(|session| session.rows(sql, params))
    }

    fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        f: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut seen = false;
        let mut sink = |row| {
            seen = true;
            f(row)
        };
        let session = self.current()?;
        match session.each(sql, params, &mut sink) {
            Err(error) if error.is_lost() && !session.is_open() && !seen => {
                self.current()?.each(sql, params, f)
            }
            result => result,
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.release();
        self.store.pool().give_back(self.session.take().filter(|session| !session.is_lost()));
    }
}
