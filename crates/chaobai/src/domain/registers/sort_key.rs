//! What a list can be sorted by, and how the value is kept in a cursor.

use super::field_sql::{field_sql, pseudo};
use crate::charter::model::{FieldType, Register};

/// How a sort value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKind {
    /// 64-bit integer.
    Int,
    /// Double precision; only compared, never shown or hashed.
    Real,
    /// Text in byte order.
    Text,
}

/// A sort key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// SQL expression over a row of `record`.
    pub sql: String,
    /// How its value is kept.
    pub kind: SortKind,
}

/// The sort key of a field, or of one of the properties every record has; none for fields without an
/// order (places, several choices).
pub fn sort_key(register: &Register, name: &str) -> Option<SortKey> {
    if let Some(pseudo) = pseudo(name) {
        return Some(SortKey { sql: pseudo.name.to_owned(), kind: kind_of(pseudo.kind)? });
    }
    let field = register.fields.iter().find(|field| field.id == name)?;
    Some(SortKey { kind: kind_of(field.kind)?, sql: field_sql(field) })
}

fn kind_of(kind: FieldType) -> Option<SortKind> {
    match kind {
        FieldType::Place | FieldType::Choices | FieldType::Units => None,
        FieldType::Integer | FieldType::Money | FieldType::Instant | FieldType::Boolean => {
            Some(SortKind::Int)
        }
        FieldType::Decimal => Some(SortKind::Real),
        _ => Some(SortKind::Text),
    }
}
