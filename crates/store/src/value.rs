//! Values that go into a statement.

use crate::StoreError;
use kernel::{Cell, Date, Id, Instant};
use std::borrow::Cow;

/// One value for a `$n` placeholder. Both engines refuse what either of them cannot keep: text or JSON
/// with a NUL character, and a double that is not a finite number.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// A 64-bit integer: BIGINT. Also fits text, double precision and numeric placeholders.
    Int(i64),
    /// A finite double: DOUBLE PRECISION. Never money, never hashed.
    Real(f64),
    /// Text without NUL: TEXT. Fits a numeric placeholder if it is a decimal such as `5.28`.
    Text(Cow<'a, str>),
    /// Bytes: BYTEA.
    Bytes(Cow<'a, [u8]>),
    /// A JSON value: JSONB.
    Json(Cow<'a, serde_json::Value>),
}

impl Value<'_> {
    /// The value with its own copy of what it borrowed.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Int(v) => Value::Int(v),
            Value::Real(v) => Value::Real(v),
            Value::Text(v) => Value::Text(Cow::Owned(v.into_owned())),
            Value::Bytes(v) => Value::Bytes(Cow::Owned(v.into_owned())),
            Value::Json(v) => Value::Json(Cow::Owned(v.into_owned())),
        }
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        match self {
            Value::Real(v) if !v.is_finite() => Err(StoreError::other("a double must be a finite number")),
            Value::Text(v) if v.contains('\0') => {
                Err(StoreError::other("text must not contain NUL (U+0000)"))
            }
            Value::Json(v) if has_nul(v) => Err(StoreError::other("JSON text must not contain NUL (U+0000)")),
            _ => Ok(()),
        }
    }
}

/// Refuses what one of the engines could not keep.
pub(crate) fn check(params: &[Value<'_>]) -> Result<(), StoreError> {
    params.iter().enumerate().try_for_each(|(i, value)| {
        value.check().map_err(|error| error.while_(&format!("value ${} of the statement", i + 1)))
    })
}

fn has_nul(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(has_nul),
        serde_json::Value::Object(map) => map.iter().any(|(key, item)| key.contains('\0') || has_nul(item)),
        _ => false,
    }
}

macro_rules! from {
    ($($type:ty => |$v:ident| $value:expr),+ $(,)?) => {
        $(impl<'a> From<$type> for Value<'a> {
            fn from($v: $type) -> Value<'a> {
                $value
            }
        })+
    };
}

from! {
    i64 => |v| Value::Int(v),
    i32 => |v| Value::Int(i64::from(v)),
    u32 => |v| Value::Int(i64::from(v)),
    u16 => |v| Value::Int(i64::from(v)),
    bool => |v| Value::Int(i64::from(v)),
    f64 => |v| Value::Real(v),
    &'a str => |v| Value::Text(Cow::Borrowed(v)),
    String => |v| Value::Text(Cow::Owned(v)),
    &'a String => |v| Value::Text(Cow::Borrowed(v)),
    Cow<'a, str> => |v| Value::Text(v),
    &'a [u8] => |v| Value::Bytes(Cow::Borrowed(v)),
    Vec<u8> => |v| Value::Bytes(Cow::Owned(v)),
    &'a Vec<u8> => |v| Value::Bytes(Cow::Borrowed(v)),
    serde_json::Value => |v| Value::Json(Cow::Owned(v)),
    &'a serde_json::Value => |v| Value::Json(Cow::Borrowed(v)),
    serde_json::Map<String, serde_json::Value> => |v| Value::Json(Cow::Owned(serde_json::Value::Object(v))),
    &'a Id => |v| Value::Text(Cow::Borrowed(v.as_str())),
    Id => |v| Value::Text(Cow::Owned(v.into())),
    &'a Cell => |v| Value::Text(Cow::Borrowed(v.as_str())),
    Date => |v| Value::Text(Cow::Owned(v.to_string())),
    &'a Date => |v| Value::Text(Cow::Owned(v.to_string())),
    Instant => |v| Value::Int(v.0),
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(v: &'a [u8; N]) -> Value<'a> {
        Value::Bytes(Cow::Borrowed(v))
    }
}

impl<'a, const N: usize> From<[u8; N]> for Value<'a> {
    fn from(v: [u8; N]) -> Value<'a> {
        Value::Bytes(Cow::Owned(v.to_vec()))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(v: Option<T>) -> Value<'a> {
        v.map_or(Value::Null, Into::into)
    }
}

impl<'a> AsRef<Value<'a>> for Value<'a> {
    fn as_ref(&self) -> &Value<'a> {
        self
    }
}
