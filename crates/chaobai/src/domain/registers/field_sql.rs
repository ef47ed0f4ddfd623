//! The SQL text of a field of a record, the same text on SQLite and PostgreSQL, and fit for an
//! expression index on both. Indexes, filters and sort orders must use exactly these texts, or the
//! database will not recognise that it has an index.

use crate::charter::model::{Field, FieldType};

/// A column of the record table that can be named like a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pseudo {
    /// Name in filters, sort orders and answers; also the column.
    pub name: &'static str,
    /// What it holds. `withdrawn` is kept as 0 or 1, the form every boolean has in these texts.
    pub kind: FieldType,
}

/// The columns that can be named like fields. A charter must not give a field one of these names.
pub const PSEUDO: [Pseudo; 7] = [
    Pseudo { name: "id", kind: FieldType::Text },
    Pseudo { name: "stage", kind: FieldType::Choice },
    Pseudo { name: "version", kind: FieldType::Integer },
    Pseudo { name: "created_at", kind: FieldType::Instant },
    Pseudo { name: "amended_at", kind: FieldType::Instant },
    Pseudo { name: "effective_on", kind: FieldType::Date },
    Pseudo { name: "withdrawn", kind: FieldType::Boolean },
];

/// The column named, if it is one that can be named like a field.
pub fn pseudo(name: &str) -> Option<Pseudo> {
    PSEUDO.into_iter().find(|p| p.name == name)
}

/// Whether `id` has the form of a field id: `[a-z][a-z0-9_]*`. Only such ids ever enter an SQL text.
pub fn is_field_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether the box around a record's place meets a box, whose west, south, east and north stand at these places
/// of the statement. A box whose west lies `across` its east reaches over the 180th meridian (OGC API Features,
/// RFC 7946).
pub fn meets_box([west, south, east, north]: [&str; 4], across: bool) -> String {
    let both = if across { "OR" } else { "AND" };
    format!("((west <= {east} {both} east >= {west}) AND south <= {north} AND north >= {south})")
}

/// The value of a field as an SQL expression over the column `body`.
///
/// * text-like kinds: text;
/// * integer, money (minor units), instant (microseconds): BIGINT;
/// * decimal: DOUBLE PRECISION. Good for comparing and sorting; sums are made outside SQL;
/// * boolean: 1, 0 or NULL. `body ->> 'b'` is 1 on SQLite and `true` on PostgreSQL, but `body -> 'b'`
///   is the JSON text `true` on both, and a missing or JSON-null value falls through the CASE to NULL;
/// * lists and places: their JSON as text, good only for asking whether there is one.
///
/// A cast of text that is no number is an error on PostgreSQL: `register = …` must stand in the same
/// WHERE, before the filter, so that rows of other registers are never looked at.
///
/// # Panics
/// If the field id is not of the form the charter check enforces.
pub fn field_sql(field: &Field) -> String {
    let id = checked(&field.id);
    match field.kind {
        FieldType::Integer | FieldType::Money | FieldType::Instant => {
            format!("CAST(body ->> '{id}' AS BIGINT)")
        }
        FieldType::Decimal => format!("CAST(body ->> '{id}' AS DOUBLE PRECISION)"),
        FieldType::Boolean => {
            format!("(CASE CAST(body -> '{id}' AS TEXT) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)")
        }
        _ => format!("(body ->> '{id}')"),
    }
}

/// A list field as its JSON text; NULL where it is missing or JSON null. The two engines differ in the
/// blanks between members, so it is only good for looking for one quoted member.
///
/// # Panics
/// If the field id is not of the form the charter check enforces.
pub fn list_sql(field: &Field) -> String {
    format!("NULLIF(CAST(body -> '{}' AS TEXT), 'null')", checked(&field.id))
}

fn checked(id: &str) -> &str {
    assert!(is_field_id(id), "a field id is [a-z][a-z0-9_]*, checked when the charter is read: {id:?}");
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_ids_enter_an_sql_text() {
        for good in ["a", "length_km", "x9"] {
            assert!(is_field_id(good), "{good}");
        }
        for bad in ["", "A", "9x", "_x", "a'b", "a b", "长度", "a\"", "a--", "a\0"] {
            assert!(!is_field_id(bad), "{bad}");
        }
    }

    #[test]
    fn no_charter_can_name_a_field_like_a_column() {
        for column in PSEUDO {
            assert!(crate::charter::RESERVED.contains(&column.name), "{} is not reserved", column.name);
        }
    }

    #[test]
    #[should_panic(expected = "a field id is")]
    fn a_field_id_with_a_quote_stops_the_program() {
        let field: Field =
            toml::from_str("id = \"a' OR 1=1 --\"\ntype = \"text\"\nname = { zh = \"甲\" }").unwrap();
        field_sql(&field);
    }
}
