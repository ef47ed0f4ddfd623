//! One change, as it stands in the log: what happened to which subject, by which office, and the
//! commitments that tie it to the bodies the database holds. A leaf holds public fields only.
//!
//! The leaf is the entry's canonical bytes ([`kernel::canonical`]): a map, keys in byte order, `"v":1`.

use crate::hash::{Hash, as_hex, leaf_hash};
use crate::reader::{DEPTH_MAX, DecodeError, Reader};
use kernel::canonical::{NotCanonical, Writer};
use kernel::{Cell, Instant};
use serde::Serialize;
use serde_json::{Value, json};

/// Largest leaf in bytes; an entry bundle has sixteen bits for a length.
pub const LEAF_MAX: usize = u16::MAX as usize;

/// The `prev` of a cell's first entry, and the `actor` where no person acts.
pub const ZERO: Hash = [0; 32];

const VERSION: i64 = 1;
const FIELDS: usize = 15;

/// What a change is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Register, or another list of things (`figure`, `account`, `charter`).
    pub register: String,
    /// The record's id, or the name it is known by.
    pub id: String,
    /// The version this change made, from 1.
    pub version: i64,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The zone's id.
    pub zone: String,
    /// Where the subject's rows live; each cell has its own chain.
    pub cell: Cell,
    /// Number within the cell, from 1 without gaps.
    pub seq: i64,
    /// Hash of the cell's entry before this one; [`ZERO`] for the first.
    pub prev: Hash,
    /// When it was recorded.
    pub at: Instant,
    /// The command, for example `procedures.submit_report`.
    pub command: String,
    /// What it is about.
    pub subject: Subject,
    /// The office that acted (a post, never a person); empty for the clock.
    pub actor_post: String,
    /// Salted commitment of the person's id; [`ZERO`] where no person acted.
    pub actor: Hash,
    /// Salted commitment of the request key.
    pub request: Hash,
    /// The charter's version in force.
    pub charter_version: i64,
    /// What changed, public fields only: 64-bit integers, text, truth values, null, lists, maps.
    pub change: Value,
    /// Salted commitment over the whole new body.
    pub body: Hash,
    /// Salted commitment of the fields that are not public, where there are any.
    pub hidden: Option<Hash>,
}

/// Why an entry cannot become a leaf.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The canonical bytes are longer than [`LEAF_MAX`].
    #[error("an entry of {0} bytes is larger than {LEAF_MAX}")]
    TooLarge(usize),
    /// The change holds a number that is not a 64-bit integer.
    #[error(transparent)]
    Number(#[from] NotCanonical),
    /// The change is nested deeper than 32 levels.
    #[error("the change is nested deeper than {DEPTH_MAX} levels")]
    TooDeep,
    /// A field breaks a rule of the format: seq and version from 1, the cell is one of the zone's.
    #[error("{0}")]
    Field(&'static str),
}

impl Entry {
    /// The leaf: canonical bytes, at most [`LEAF_MAX`].
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        self.check().map_err(EncodeError::Field)?;
        if depth(&self.change) > DEPTH_MAX {
            return Err(EncodeError::TooDeep);
        }
        let mut to = Writer::new();
        to.map(FIELDS);
        to.key("actor");
        to.bytes(&self.actor);
        to.key("actor_post");
        to.text(&self.actor_post);
        to.key("at");
        to.int(self.at.0);
        to.key("body");
        to.bytes(&self.body);
        to.key("cell");
        to.text(self.cell.as_str());
        to.key("change");
        to.json(&self.change)?;
        to.key("charter_version");
        to.int(self.charter_version);
        to.key("command");
        to.text(&self.command);
        to.key("hidden");
        match &self.hidden {
            Some(hash) => to.bytes(hash),
            None => to.null(),
        }
        to.key("prev");
        to.bytes(&self.prev);
        to.key("request");
        to.bytes(&self.request);
        to.key("seq");
        to.int(self.seq);
        to.key("subject");
        to.map(3);
        to.key("id");
        to.text(&self.subject.id);
        to.key("register");
        to.text(&self.subject.register);
        to.key("version");
        to.int(self.subject.version);
        to.key("v");
        to.int(VERSION);
        to.key("zone");
        to.text(&self.zone);
        let leaf = to.finish();
        if leaf.len() > LEAF_MAX { Err(EncodeError::TooLarge(leaf.len())) } else { Ok(leaf) }
    }

    /// Reads a leaf. Strict: only bytes that [`Entry::encode`] writes are read.
    pub fn decode(leaf: &[u8]) -> Result<Entry, DecodeError> {
        let mut from = Reader::strict(leaf);
        let entry = read(&mut from, &mut Named::default())?;
        from.end()?;
        match entry.encode() {
            Ok(again) if again == leaf => Ok(entry),
            _ => Err(DecodeError { what: "bytes that the entry would not be written as", at: 0 }),
        }
    }

    /// The entry for people: hashes as hexadecimal, the instant by RFC 3339.
    pub fn to_json(&self) -> Value {
        let hash = |hash: &Hash| if *hash == ZERO { Value::Null } else { json!(hex::encode(hash)) };
        json!({
            "zone": self.zone, "cell": self.cell.as_str(), "seq": self.seq, "prev": hash(&self.prev),
            "at": self.at.to_string(), "command": self.command, "subject": self.subject,
            "actor_post": self.actor_post, "actor": hash(&self.actor), "request": hex::encode(self.request),
            "charter_version": self.charter_version, "change": self.change, "body": hex::encode(self.body),
            "hidden": self.hidden.as_ref().map(hex::encode),
        })
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.seq < 1 {
            return Err("seq counts from 1");
        }
        if (self.seq == 1) != (self.prev == ZERO) {
            return Err("the first entry of a cell, and only the first, has no entry before it");
        }
        if self.subject.version < 1 {
            return Err("a subject's version counts from 1");
        }
        if self.charter_version < 0 {
            return Err("a charter's version is not negative");
        }
        let bucket = self.cell.bucket();
        if bucket >= kernel::id::BUCKETS || Cell::new(&self.zone, bucket) != self.cell {
            return Err("the cell is not one of the zone's");
        }
        Ok(())
    }
}

/// An entry's hash, in its cell's chain and in the tree alike: the leaf hash of RFC 6962.
pub fn hash(leaf: &[u8]) -> Hash {
    leaf_hash(leaf)
}

/// What an entry is known by in a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its cell.
    pub cell: Option<String>,
    /// Its number in the cell.
    pub seq: Option<i64>,
    /// What it is about.
    pub subject: Option<Subject>,
    /// The hash of its bytes as found.
    #[serde(serialize_with = "as_hex")]
    pub hash: Hash,
}

impl Named {
    /// As much of a leaf's names as can be read, however damaged the rest is.
    pub fn of(leaf: &[u8]) -> Named {
        let mut named = Named { hash: leaf_hash(leaf), ..Named::default() };
        // The error is the reason for being here: what was read before it is what is wanted.
        let _ = read(&mut Reader::lossy(leaf), &mut named);
        named
    }
}

fn read(from: &mut Reader<'_>, named: &mut Named) -> Result<Entry, DecodeError> {
    from.map(FIELDS)?;
    from.key("actor")?;
    let actor = from.hash()?;
    from.key("actor_post")?;
    let actor_post = from.text()?;
    from.key("at")?;
    let at = Instant(from.int()?);
    from.key("body")?;
    let body = from.hash()?;
    from.key("cell")?;
    let cell = from.text()?;
    named.cell = Some(cell.clone());
    from.key("change")?;
    let change = from.json(1)?;
    from.key("charter_version")?;
    let charter_version = from.int()?;
    from.key("command")?;
    let command = from.text()?;
    from.key("hidden")?;
    let hidden = from.hash_or_null()?;
    from.key("prev")?;
    let prev = from.hash()?;
    from.key("request")?;
    let request = from.hash()?;
    from.key("seq")?;
    let seq = from.int()?;
    named.seq = Some(seq);
    from.key("subject")?;
    from.map(3)?;
    from.key("id")?;
    let id = from.text()?;
    from.key("register")?;
    let register = from.text()?;
    from.key("version")?;
    let subject = Subject { register, id, version: from.int()? };
    named.subject = Some(subject.clone());
    from.key("v")?;
    if from.int()? != VERSION && !from.is_lossy() {
        return from.fail("another version of the format");
    }
    from.key("zone")?;
    let zone = from.text()?;
    let Some(cell) = cell_of(&zone, &cell) else { return from.fail("a cell that is not one of the zone's") };
    Ok(Entry {
        zone,
        cell,
        seq,
        prev,
        at,
        command,
        subject,
        actor_post,
        actor,
        request,
        charter_version,
        change,
        body,
        hidden,
    })
}

fn cell_of(zone: &str, text: &str) -> Option<Cell> {
    let bucket = text.strip_prefix(zone)?.strip_prefix('-')?;
    let cell = Cell::new(zone, u16::from_str_radix(bucket, 16).ok()?);
    (cell.as_str() == text).then_some(cell)
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 1,
    }
}
