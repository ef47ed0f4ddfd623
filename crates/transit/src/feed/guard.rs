//! Readers in front of a table: one counts what comes through and stops what is larger than it said, one makes every
//! line end alike.

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

/// Turns CRLF and CR into LF and ends the last line, so that lines can be counted.
pub(crate) struct LineEnds<R> {
    inner: R,
    /// The last byte was a CR, given out as LF: an LF after it is the same line end.
    after_cr: bool,
    /// The last byte given out, or LF at the start.
    last: u8,
}

impl<R: Read> LineEnds<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, after_cr: false, last: b'\n' }
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(buffer)?;
            if count == 0 {
                if self.last == b'\n' || buffer.is_empty() {
                    return Ok(0);
                }
                (self.last, buffer[0]) = (b'\n', b'\n');
                return Ok(1);
            }
            let kept = if self.after_cr || buffer[..count].contains(&b'\r') {
                self.put_right(&mut buffer[..count])
            } else {
                count
            };
            // A lone LF after a CR leaves nothing; nothing would mean the end.
            if kept > 0 {
                self.last = buffer[kept - 1];
                return Ok(kept);
            }
        }
    }
}

impl<R> LineEnds<R> {
    fn put_right(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            if byte == b'\n' && self.after_cr {
                self.after_cr = false;
                continue;
            }
            self.after_cr = byte == b'\r';
            bytes[kept] = if self.after_cr { b'\n' } else { byte };
            kept += 1;
        }
        kept
    }
}

/// The line a row begins on, from 1, where `next` is the line after it. (Where the reader was before the row may be at
/// blank lines before it.)
pub(crate) fn line_of<'a>(fields: impl Iterator<Item = &'a [u8]>, next: u64) -> u64 {
    let breaks: usize = fields.map(|field| field.iter().filter(|byte| **byte == b'\n').count()).sum();
    next.saturating_sub(1 + breaks as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_made_alike_wherever_the_buffer_breaks() {
        let text = b"a\r\nb\rc\n\r\n\r\rd";
        for size in 1..=text.len() {
            let mut reader = LineEnds::new(&text[..]);
            let (mut all, mut buffer) = (Vec::new(), vec![0; size]);
            loop {
                match reader.read(&mut buffer).unwrap() {
                    0 => break,
                    count => all.extend_from_slice(&buffer[..count]),
                }
            }
            assert_eq!(all, b"a\nb\nc\n\n\n\nd\n", "a buffer of {size}");
        }
    }
}
