//! Reads canonical bytes back ([`kernel::canonical`] writes them). A strict reader accepts only what
//! a writer could have written; a lossy one goes as far as it can, to name a damaged entry.

use crate::hash::Hash;
use serde_json::{Map, Value};

/// Deepest nesting of a change's value.
pub(crate) const DEPTH_MAX: usize = 32;

/// Why bytes are not a canonical entry, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} at byte {at}")]
pub struct DecodeError {
    /// What was expected or broken.
    pub what: &'static str,
    /// Offset into the leaf.
    pub at: usize,
}

pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    lossy: bool,
}

type Read<T> = Result<T, DecodeError>;

impl<'a> Reader<'a> {
    pub(crate) fn strict(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0, lossy: false }
    }

    pub(crate) fn lossy(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0, lossy: true }
    }

    pub(crate) fn fail<T>(&self, what: &'static str) -> Read<T> {
        Err(DecodeError { what, at: self.at })
    }

    pub(crate) fn is_lossy(&self) -> bool {
        self.lossy
    }

    pub(crate) fn end(&self) -> Read<()> {
        if self.at == self.bytes.len() { Ok(()) } else { self.fail("bytes after the end") }
    }

    /// A map's head with exactly `count` pairs.
    pub(crate) fn map(&mut self, count: usize) -> Read<()> {
        self.tag(b'm')?;
        if self.count()? != count && !self.lossy {
            return self.fail("a map with another number of fields");
        }
        Ok(())
    }

    /// The next key, which must be `key`.
    pub(crate) fn key(&mut self, key: &str) -> Read<()> {
        let found = self.raw()?;
        if found != key.as_bytes() && !self.lossy {
            return self.fail("another field name");
        }
        Ok(())
    }

    pub(crate) fn text(&mut self) -> Read<String> {
        self.tag(b's')?;
        self.utf8()
    }

    pub(crate) fn int(&mut self) -> Read<i64> {
        self.tag(b'i')?;
        self.eight()
    }

    pub(crate) fn hash(&mut self) -> Read<Hash> {
        self.tag(b'b')?;
        match Hash::try_from(self.raw()?) {
            Ok(hash) => Ok(hash),
            Err(_) => self.fail("not 32 bytes"),
        }
    }

    pub(crate) fn hash_or_null(&mut self) -> Read<Option<Hash>> {
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
            return Ok(None);
        }
        self.hash().map(Some)
    }

    /// A JSON value; keys must stand in strictly rising byte order.
    pub(crate) fn json(&mut self, depth: usize) -> Read<Value> {
        if depth > DEPTH_MAX {
            return self.fail("nested too deep");
        }
        let tag = self.take(1)?[0];
        Ok(match tag {
            b'0' => Value::Null,
            b'f' => Value::Bool(false),
            b't' => Value::Bool(true),
            b'i' => Value::from(self.eight()?),
            b's' => Value::String(self.utf8()?),
            b'l' => {
                let mut items = Vec::new();
                for _ in 0..self.count()? {
                    items.push(self.json(depth + 1)?);
                }
                Value::Array(items)
            }
            b'm' => {
                let mut map = Map::new();
                let mut last: Option<String> = None;
                for _ in 0..self.count()? {
                    let key = self.utf8()?;
                    if !self.lossy && last.as_ref().is_some_and(|last| last.as_bytes() >= key.as_bytes()) {
                        return self.fail("keys out of order");
                    }
                    let value = self.json(depth + 1)?;
                    last = Some(key.clone());
                    map.insert(key, value);
                }
                Value::Object(map)
            }
            _ => return self.fail("an unknown kind of value"),
        })
    }

    fn tag(&mut self, tag: u8) -> Read<()> {
        if self.take(1)?[0] == tag || self.lossy { Ok(()) } else { self.fail("another kind of value") }
    }

    fn eight(&mut self) -> Read<i64> {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(self.take(8)?);
        Ok(i64::from_be_bytes(bytes))
    }

    fn utf8(&mut self) -> Read<String> {
        let lossy = self.lossy;
        let raw = self.raw()?;
        match std::str::from_utf8(raw) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) if lossy => Ok(String::from_utf8_lossy(raw).into_owned()),
            Err(_) => self.fail("text that is not UTF-8"),
        }
    }

    fn raw(&mut self) -> Read<&'a [u8]> {
        let count = self.count()?;
        self.take(count)
    }

    fn count(&mut self) -> Read<usize> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.take(4)?);
        Ok(u32::from_be_bytes(bytes) as usize)
    }

    fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        match self.bytes[self.at..].get(..count) {
            Some(taken) => {
                self.at += count;
                Ok(taken)
            }
            None => self.fail("the bytes end too early"),
        }
    }
}
