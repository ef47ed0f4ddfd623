//! Canonical bytes: one value, one sequence of bytes, length-prefixed, without floats. What is
//! hashed and signed is always these bytes.
//!
//! Encoding, one tag byte and then:
//!
//! | tag | value | payload |
//! |---|---|---|
//! | `0` | null | nothing |
//! | `f` `t` | false, true | nothing |
//! | `i` | integer | 8 bytes, big endian, two's complement |
//! | `s` | text | length as 4 bytes big endian, then UTF-8 |
//! | `b` | bytes | length as 4 bytes big endian, then the bytes |
//! | `l` | list | count as 4 bytes big endian, then the items |
//! | `m` | map | count as 4 bytes big endian, then key (text without tag) and value, keys in byte order |
//!
//! A JSON number that is not a 64-bit integer has no canonical form: decimals are kept as text.

use sha2::{Digest, Sha256};

/// A JSON value held a number that is not a 64-bit integer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} has no canonical bytes: only 64-bit integers and text are hashed")]
pub struct NotCanonical(pub String);

/// Writes canonical bytes piece by piece.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// An empty writer.
    pub fn new() -> Writer {
        Writer::default()
    }

    /// Null.
    pub fn null(&mut self) {
        self.0.push(b'0');
    }

    /// An integer.
    pub fn int(&mut self, value: i64) {
        self.0.push(b'i');
        self.0.extend_from_slice(&value.to_be_bytes());
    }

    /// A text.
    pub fn text(&mut self, value: &str) {
        self.0.push(b's');
        self.raw(value.as_bytes());
    }

    /// Bytes.
    pub fn bytes(&mut self, value: &[u8]) {
        self.0.push(b'b');
        self.raw(value);
    }

    /// Starts a list of `count` items; the caller writes exactly so many.
    pub fn list(&mut self, count: usize) {
        self.0.push(b'l');
        self.count(count);
    }

    /// Starts a map of `count` pairs; the caller writes key and value so often, keys in byte order.
    pub fn map(&mut self, count: usize) {
        self.0.push(b'm');
        self.count(count);
    }

    /// A map's key.
    pub fn key(&mut self, key: &str) {
        self.raw(key.as_bytes());
    }

    /// A JSON value.
    pub fn json(&mut self, value: &serde_json::Value) -> Result<(), NotCanonical> {
        use serde_json::Value;
        match value {
            Value::Null => self.null(),
            Value::Bool(b) => self.0.push(if *b { b't' } else { b'f' }),
            Value::Number(n) => self.int(n.as_i64().ok_or_else(|| NotCanonical(n.to_string()))?),
            Value::String(s) => self.text(s),
            Value::Array(items) => {
                self.list(items.len());
                for item in items {
                    self.json(item)?;
                }
            }
            Value::Object(map) => {
                let mut pairs: Vec<_> = map.iter().collect();
                pairs.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
                self.map(pairs.len());
                for (key, value) in pairs {
                    self.key(key);
                    self.json(value)?;
                }
            }
        }
        Ok(())
    }

    /// The bytes.
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn count(&mut self, count: usize) {
        let count = u32::try_from(count).expect("canonical values are smaller than 4 GiB");
        self.0.extend_from_slice(&count.to_be_bytes());
    }
}

/// The canonical bytes of a JSON value.
pub fn bytes(value: &serde_json::Value) -> Result<Vec<u8>, NotCanonical> {
    let mut writer = Writer::new();
    writer.json(value)?;
    Ok(writer.finish())
}

/// SHA-256 of the canonical bytes of a JSON value.
pub fn digest(value: &serde_json::Value) -> Result<[u8; 32], NotCanonical> {
    Ok(Sha256::digest(bytes(value)?).into())
}

/// A salted commitment, `SHA-256(0x43 ‖ salt ‖ canonical bytes)`: says nothing without the salt.
pub fn commitment(salt: &[u8; 16], value: &serde_json::Value) -> Result<[u8; 32], NotCanonical> {
    Ok(Sha256::new().chain_update([0x43]).chain_update(salt).chain_update(bytes(value)?).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn order_of_keys_does_not_matter_and_floats_are_refused() {
        let a: serde_json::Value = serde_json::from_str(r#"{"b":1,"a":["x",null,true]}"#).unwrap();
        let b: serde_json::Value = serde_json::from_str(r#"{"a":["x",null,true],"b":1}"#).unwrap();
        assert_eq!(bytes(&a), bytes(&b));
        assert!(bytes(&json!({"x": 1.5})).is_err());
        assert_ne!(bytes(&json!(["ab", "c"])), bytes(&json!(["a", "bc"])));
    }

    /// Reads canonical bytes back, by the table at the top of this file and nothing else.
    fn read(bytes: &mut &[u8]) -> Value {
        match take(bytes, 1)[0] {
            b'0' => Value::Null,
            b'f' => json!(false),
            b't' => json!(true),
            b'i' => json!(i64::from_be_bytes(take(bytes, 8).try_into().unwrap())),
            b's' => json!(read_text(bytes)),
            b'l' => (0..read_count(bytes)).map(|_| read(bytes)).collect(),
            b'm' => Value::Object((0..read_count(bytes)).map(|_| (read_text(bytes), read(bytes))).collect()),
            tag => panic!("unknown tag {tag}"),
        }
    }

    fn take<'a>(bytes: &mut &'a [u8], count: usize) -> &'a [u8] {
        let (head, rest) = bytes.split_at(count);
        *bytes = rest;
        head
    }

    fn read_count(bytes: &mut &[u8]) -> usize {
        u32::from_be_bytes(take(bytes, 4).try_into().unwrap()) as usize
    }

    fn read_text(bytes: &mut &[u8]) -> String {
        let count = read_count(bytes);
        String::from_utf8(take(bytes, count).to_vec()).unwrap()
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-c0ftilsbm\u{0}甲]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[a-c甲]{0,3}", inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// That the bytes can be read back is what makes two different values two different sequences.
        #[test]
        fn different_values_have_different_bytes(a in any_value(), b in any_value()) {
            let (bytes_a, bytes_b) = (bytes(&a).unwrap(), bytes(&b).unwrap());
            let mut rest = bytes_a.as_slice();
            prop_assert_eq!(&read(&mut rest), &a);
            prop_assert!(rest.is_empty());
            prop_assert_eq!(a == b, bytes_a == bytes_b);
            prop_assert_eq!(a == b, digest(&a) == digest(&b));
        }

        #[test]
        fn a_commitment_depends_on_salt_and_value(a in any_value(), b in any_value(), salt: [u8; 16], other: [u8; 16]) {
            prop_assert_eq!(a == b, commitment(&salt, &a) == commitment(&salt, &b));
            prop_assert_eq!(salt == other, commitment(&salt, &a) == commitment(&other, &a));
        }
    }
}
