//! A reader that counts what comes through and stops what is larger than it said.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes read since the last whole row, shared between the guard and the table that resets it.
pub(super) type SinceRow = Rc<Cell<u64>>;

/// The longest row accepted, quoted line breaks included.
pub(super) const MAX_ROW_BYTES: u64 = 1 << 20;

pub(super) struct Guard<R> {
    inner: R,
    /// What the file said of itself; a byte more is a lie. A byte less is noticed at its end.
    declared: Option<u64>,
    seen: u64,
    since_row: SinceRow,
}

impl<R: Read> Guard<R> {
    pub(super) fn new(inner: R, declared: Option<u64>, since_row: SinceRow) -> Self {
        Self { inner, declared, seen: 0, since_row }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.seen += count as u64;
        if let Some(declared) = self.declared
            && (self.seen > declared || (count == 0 && !buffer.is_empty() && self.seen < declared))
        {
            let words = format!("the size of a file is not what the archive says ({declared} bytes)");
            return Err(io::Error::new(io::ErrorKind::InvalidData, words));
        }
        self.since_row.set(self.since_row.get() + count as u64);
        // The table reads ahead by one buffer, so a row may look longer than it is by that much.
        if self.since_row.get() > MAX_ROW_BYTES + (1 << 17) {
            let words = format!("a row is longer than {MAX_ROW_BYTES} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, words));
        }
        Ok(count)
    }
}
