//! How values travel to and from PostgreSQL. A value adapts to the type the server inferred for its
//! placeholder, so that one SQL text serves both engines.

use crate::row::Column;
use crate::{StoreError, Value};
use ::postgres::types::private::BytesMut;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use std::error::Error;

type Cause = Box<dyn Error + Sync + Send>;

/// A value as the `postgres` crate wants it.
#[derive(Debug)]
pub(crate) struct Param<'a, 'v>(pub(crate) &'a Value<'v>);

impl ToSql for Param<'_, '_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Cause> {
        match self.0 {
            Value::Null => return Ok(IsNull::Yes),
            Value::Int(v) => match *ty {
                Type::INT8 => out.extend_from_slice(&v.to_be_bytes()),
                Type::INT4 => {
                    out.extend_from_slice(&i32::try_from(*v).map_err(|_| too_large(*v, ty))?.to_be_bytes())
                }
                Type::INT2 => {
                    out.extend_from_slice(&i16::try_from(*v).map_err(|_| too_large(*v, ty))?.to_be_bytes())
                }
                Type::FLOAT8 => out.extend_from_slice(&(*v as f64).to_be_bytes()),
                Type::NUMERIC => numeric(&v.to_string(), out)?,
                Type::BOOL => out.extend_from_slice(&[u8::from(*v != 0)]),
                Type::TEXT | Type::VARCHAR | Type::UNKNOWN => out.extend_from_slice(v.to_string().as_bytes()),
                _ => return Err(mismatch("an integer", ty)),
            },
            Value::Real(v) => match *ty {
                Type::FLOAT8 => out.extend_from_slice(&v.to_be_bytes()),
                _ => return Err(mismatch("a double", ty)),
            },
            Value::Text(v) => match *ty {
                Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
                    out.extend_from_slice(v.as_bytes());
                }
                Type::NUMERIC => numeric(v, out)?,
                _ => return Err(mismatch("text", ty)),
            },
            Value::Bytes(v) => match *ty {
                Type::BYTEA => out.extend_from_slice(v),
                _ => return Err(mismatch("bytes", ty)),
            },
            Value::Json(v) => {
                match *ty {
                    // The binary form of jsonb is a version byte and the text.
                    Type::JSONB => out.extend_from_slice(&[1]),
                    Type::JSON | Type::TEXT | Type::UNKNOWN => {}
                    _ => return Err(mismatch("JSON", ty)),
                }
                out.extend_from_slice(v.to_string().as_bytes());
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn mismatch(value: &str, ty: &Type) -> Cause {
    format!("{value} was given where the server expects {ty}; write CAST($n AS ..) with the value's own type")
        .into()
}

fn too_large(v: i64, ty: &Type) -> Cause {
    format!("{v} does not fit {ty}; write CAST($n AS BIGINT)").into()
}

/// Writes a decimal such as `-5.28` in the binary form of numeric: digits to the base of 10,000.
fn numeric(text: &str, out: &mut BytesMut) -> Result<(), Cause> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() + fraction.len() > 1000 || !plain(whole) || !plain(fraction) {
        return Err(
            format!("text of {} characters is not a decimal such as 5.28", text.chars().count()).into()
        );
    }
    let mut padded = "0".repeat((4 - whole.len() % 4) % 4);
    padded.push_str(whole);
    let groups_before_point = padded.len() / 4;
    padded.push_str(fraction);
    padded.push_str(&"0".repeat((4 - padded.len() % 4) % 4));
    let group = |four: &[u8]| four.iter().fold(0i16, |sum, digit| sum * 10 + i16::from(digit - b'0'));
    let groups: Vec<i16> = padded.as_bytes().chunks(4).map(group).collect();
    out.extend_from_slice(&i16::try_from(groups.len())?.to_be_bytes());
    out.extend_from_slice(&(i16::try_from(groups_before_point)? - 1).to_be_bytes());
    out.extend_from_slice(&(if negative { 0x4000u16 } else { 0 }).to_be_bytes());
    out.extend_from_slice(&i16::try_from(fraction.len())?.to_be_bytes());
    groups.iter().for_each(|group| out.extend_from_slice(&group.to_be_bytes()));
    Ok(())
}

/// The bytes of a column as the server sent them.
struct Raw<'r>(Option<&'r [u8]>);

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Raw<'r>, Cause> {
        Ok(Raw(Some(raw)))
    }

    fn from_sql_null(_: &Type) -> Result<Raw<'r>, Cause> {
        Ok(Raw(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Reads a column; the caller has checked that there is one.
pub(crate) fn column(row: &::postgres::Row, i: usize) -> Result<Column<'_>, StoreError> {
    let unreadable = |cause: Cause| StoreError::other(format!("column {i} cannot be read: {cause}"));
    let Raw(bytes) = row.try_get(i).map_err(|error| unreadable(error.into()))?;
    let Some(bytes) = bytes else { return Ok(Column::Null) };
    let ty = row.columns()[i].type_();
    read(ty, bytes).map_err(unreadable)
}

fn read<'r>(ty: &'r Type, bytes: &'r [u8]) -> Result<Column<'r>, Cause> {
    Ok(match *ty {
        Type::INT8 => Column::Int(i64::from_be_bytes(bytes.try_into()?)),
        Type::INT4 => Column::Int(i64::from(i32::from_be_bytes(bytes.try_into()?))),
        Type::INT2 => Column::Int(i64::from(i16::from_be_bytes(bytes.try_into()?))),
        Type::OID => Column::Int(i64::from(u32::from_be_bytes(bytes.try_into()?))),
        Type::BOOL => Column::Int(i64::from(bytes.first().is_some_and(|b| *b != 0))),
        Type::FLOAT8 => Column::Real(f64::from_be_bytes(bytes.try_into()?)),
        Type::FLOAT4 => Column::Real(f64::from(f32::from_be_bytes(bytes.try_into()?))),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::CHAR | Type::UNKNOWN => {
            Column::Text(std::str::from_utf8(bytes)?)
        }
        Type::JSON => Column::Json(std::str::from_utf8(bytes)?),
        Type::JSONB => Column::Json(std::str::from_utf8(bytes.get(1..).unwrap_or_default())?),
        Type::BYTEA => Column::Bytes(bytes),
        _ => Column::Foreign(ty.name()),
    })
}
