//! Ids and cells. An id is a UUIDv7 (RFC 9562) as lower-case text; its last ten bits name the
//! bucket its rows live in, so the cell of a record follows from its id without a look-up.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Number of buckets a zone is spread over; a power of two.
pub const BUCKETS: u16 = 1024;

/// A UUIDv7 as 36 characters of lower-case text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// An id for the instant `at_us` (microseconds since 1970, UTC) with 74 bits from `random`.
    pub fn new(at_us: i64, random: [u8; 10]) -> Id {
        let ms = u64::try_from(at_us / 1000).unwrap_or(0);
        let mut bytes = [0u8; 16];
        bytes[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Id(uuid::Uuid::from_bytes(bytes).hyphenated().to_string())
    }

    /// An id whose random part is the digest of `key`: the same key always lands in the same
    /// bucket, whenever it is sent again.
    pub fn from_key(at_us: i64, key: &str) -> Id {
        let digest = Sha256::digest(key.as_bytes());
        let mut random = [0u8; 10];
        random.copy_from_slice(&digest[..10]);
        Id::new(at_us, random)
    }

    /// An id like [`Id::new`] whose rows live in a given bucket: how the rows of one batch share a cell.
    pub fn new_in(at_us: i64, mut random: [u8; 10], bucket: u16) -> Id {
        let bucket = bucket % BUCKETS;
        random[8] = (random[8] & 0xfc) | (bucket >> 8) as u8;
        random[9] = (bucket & 0xff) as u8;
        Id::new(at_us, random)
    }

    /// Reads an id; only the canonical lower-case hyphenated form of a version 7 UUID is accepted.
    pub fn parse(text: &str) -> Option<Id> {
        let uuid = uuid::Uuid::try_parse(text).ok()?;
        (uuid.get_version_num() == 7 && uuid.hyphenated().to_string() == text).then(|| Id(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bucket (0 to 1023) this id's rows live in.
    pub fn bucket(&self) -> u16 {
        u16::from_str_radix(&self.0[32..], 16).unwrap_or(0) % BUCKETS
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Id {
    type Error = String;
    fn try_from(text: String) -> Result<Id, String> {
        Id::parse(&text).ok_or_else(|| format!("{text} is not a UUIDv7 in lower-case text"))
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.0
    }
}

/// Where a subject's rows live: zone and bucket, as text (`tongbei-0a3`). First column of every key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Cell(String);

impl Cell {
    /// The cell of a bucket of a zone.
    pub fn new(zone: &str, bucket: u16) -> Cell {
        Cell(format!("{zone}-{:03x}", bucket % BUCKETS))
    }

    /// A cell as it stands in a row.
    pub fn parse(text: &str) -> Option<Cell> {
        let (zone, bucket) = text.rsplit_once('-')?;
        let bucket = u16::from_str_radix(bucket, 16).ok().filter(|bucket| *bucket < BUCKETS)?;
        let cell = Cell::new(zone, bucket);
        (cell.0 == text).then_some(cell)
    }

    /// The cell a record's id names.
    pub fn of(zone: &str, id: &Id) -> Cell {
        Cell::new(zone, id.bucket())
    }

    /// The cell of a subject that is known by a name instead of an id (a figure, a login, the charter).
    pub fn of_name(zone: &str, name: &str) -> Cell {
        let digest = Sha256::digest(name.as_bytes());
        Cell::new(zone, u16::from_be_bytes([digest[0], digest[1]]))
    }

    /// The cell as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bucket number, 0 to 1023.
    pub fn bucket(&self) -> u16 {
        self.0.rsplit('-').next().and_then(|hex| u16::from_str_radix(hex, 16).ok()).unwrap_or(0)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_version_7_uuid_in_order_of_time() {
        let early = Id::new(1_700_000_000_000_000, [0xff; 10]);
        let late = Id::new(1_700_000_001_000_000, [0; 10]);
        assert!(early < late);
        assert_eq!(Id::parse(early.as_str()), Some(early.clone()));
        assert_eq!(Id::parse(&early.as_str().to_uppercase()), None);
        assert_eq!(Id::parse("0190163d-8694-4b9c-af2c-c23d9c4e30f6"), None);
    }

    #[test]
    fn the_same_key_lands_in_the_same_cell_at_any_time() {
        let first = Id::from_key(1, "a key");
        let again = Id::from_key(9_999_999_999, "a key");
        assert_ne!(first, again);
        assert_eq!(Cell::of("z", &first), Cell::of("z", &again));
        assert!(first.bucket() < BUCKETS);
        for bucket in [0, 1, 255, 256, 1023] {
            assert_eq!(Id::new_in(5, [0xab; 10], bucket).bucket(), bucket);
        }
        assert_eq!(Cell::of("z", &first).bucket(), first.bucket());
    }
}
