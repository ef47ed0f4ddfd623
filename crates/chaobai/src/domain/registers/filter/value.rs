//! Values in a filter: what they are, and which may stand beside which.

use super::tree::{ARITHMETIC_MAX, Node, What, too_much_arithmetic};
use super::{Param, Writer, refuse};
use crate::charter::model::{Field, FieldType};
use crate::domain::registers::field_sql::{PSEUDO, field_sql, pseudo};
use kernel::{Date, Instant, Refusal};

/// What an SQL expression yields.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Text,
    /// One of the ids named; holds them all.
    Choice(Vec<String>),
    Int,
    Real,
    Date,
    Instant,
    /// 1, 0 or NULL.
    Bool,
}

impl Type {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Choice(_) => "choice",
            Type::Int | Type::Real => "number",
            Type::Date => "date",
            Type::Instant => "instant",
            Type::Bool => "boolean",
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// SQL with its type and the words it came from.
    Sql {
        sql: String,
        is: Type,
        name: String,
        arithmetic: usize,
    },
    /// A literal, not bound yet: its form depends on what stands beside it.
    Text(String),
    Int(i64),
    Real(f64),
    Bool(bool),
    Date(Date),
    Instant(Instant),
}

impl Value {
    fn natural(&self) -> Type {
        match self {
            Value::Sql { is, .. } => is.clone(),
            Value::Text(_) => Type::Text,
            Value::Int(_) => Type::Int,
            Value::Real(_) => Type::Real,
            Value::Bool(_) => Type::Bool,
            Value::Date(_) => Type::Date,
            Value::Instant(_) => Type::Instant,
        }
    }

    /// How the value is named in a refusal.
    pub(super) fn said(&self) -> String {
        match self {
            Value::Sql { name, .. } => name.clone(),
            Value::Text(t) => t.clone(),
            Value::Int(n) => n.to_string(),
            Value::Real(x) => x.to_string(),
            Value::Bool(b) => b.to_string(),
            Value::Date(d) => d.to_string(),
            Value::Instant(i) => i.to_string(),
        }
    }
}

impl Writer<'_> {
    pub(super) fn value(&mut self, node: &Node) -> Result<Value, Refusal> {
        match &node.what {
            What::Property(name) => self.property(name),
            What::Integer(n) => Ok(Value::Int(*n)),
            What::Real(x) => Ok(Value::Real(*x)),
            What::Text(t) => Ok(Value::Text(t.clone())),
            What::Bool(b) => Ok(Value::Bool(*b)),
            What::Arithmetic(op, left, right) => self.arithmetic(op, left, right),
            What::Call(name, arguments) => self.call_value(name, arguments),
            _ => Err(refuse("filter.not_a_value").with("at", node.at)),
        }
    }

    fn property(&mut self, name: &str) -> Result<Value, Refusal> {
        match name {
            "as_of" => {
                self.properties.insert(name.into());
                return Ok(Value::Date(self.as_of));
            }
            "as_of_year" => {
                self.properties.insert(name.into());
                return Ok(Value::Int(i64::from(self.as_of.year())));
            }
            _ => {}
        }
        let (sql, is) = if let Some(column) = pseudo(name) {
            let is = match column.kind {
                FieldType::Choice => Type::Choice(self.stages()),
                FieldType::Integer => Type::Int,
                FieldType::Instant => Type::Instant,
                FieldType::Date => Type::Date,
                FieldType::Boolean => Type::Bool,
                _ => Type::Text,
            };
            (column.name.to_owned(), is)
        } else {
            let field = self.field(name)?;
            let is = match field.kind {
                FieldType::Integer | FieldType::Money => Type::Int,
                FieldType::Decimal => Type::Real,
                FieldType::Date => Type::Date,
                FieldType::Instant => Type::Instant,
                FieldType::Boolean => Type::Bool,
                FieldType::Choice => Type::Choice(field.choices.iter().map(|c| c.id.clone()).collect()),
                FieldType::Choices | FieldType::Units => {
                    return Err(refuse("filter.list_field").with("property", name));
                }
                FieldType::Place => return Err(refuse("filter.place_field").with("property", name)),
                _ => Type::Text,
            };
            (field_sql(field), is)
        };
        self.properties.insert(name.into());
        Ok(Value::Sql { sql, is, name: name.into(), arithmetic: 0 })
    }

    fn stages(&self) -> Vec<String> {
        match self.register.stages.as_slice() {
            [] => vec!["kept".into()],
            stages => stages.iter().map(|s| s.id.clone()).collect(),
        }
    }

    /// The field named, if there is one for this caller.
    pub(super) fn field(&self, name: &str) -> Result<&Field, Refusal> {
        let mine = |f: &&Field| (self.allowed)(f);
        if let Some(field) = self.register.fields.iter().filter(mine).find(|f| f.id == name) {
            return Ok(field);
        }
        let fields = self.register.fields.iter().filter(mine).map(|f| f.id.as_str());
        let all: Vec<&str> =
            fields.chain(PSEUDO.iter().map(|p| p.name)).chain(["as_of", "as_of_year"]).collect();
        Err(refuse("filter.unknown_property")
            .with("property", name)
            .with("nearest", nearest(name, &all).join(", "))
            .with("allowed", all.join(", ")))
    }

    fn arithmetic(&mut self, op: &str, left: &Node, right: &Node) -> Result<Value, Refusal> {
        let (left, a) = self.number(left)?;
        let (right, b) = self.number(right)?;
        let arithmetic = a + b + 1;
        if arithmetic > ARITHMETIC_MAX {
            return Err(too_much_arithmetic());
        }
        // Division is of real numbers (CQL2); by zero it is unknown, not an error.
        let sql = match op {
            "/" => format!("({left} / NULLIF({right}, 0))"),
            _ => format!("({left} {op} {right})"),
        };
        Ok(Value::Sql { sql, is: Type::Real, name: op.into(), arithmetic })
    }

    /// A number as a double, and how much arithmetic is in it.
    fn number(&mut self, node: &Node) -> Result<(String, usize), Refusal> {
        match self.value(node)? {
            Value::Sql { sql, is: Type::Int, arithmetic, .. } => {
                Ok((format!("CAST({sql} AS DOUBLE PRECISION)"), arithmetic))
            }
            Value::Sql { sql, is: Type::Real, arithmetic, .. } => Ok((sql, arithmetic)),
            Value::Int(n) => Ok((self.bind(Param::Real(exact(n)?)), 0)),
            Value::Real(x) => Ok((self.bind(Param::Real(x)), 0)),
            other => Err(mismatch(&other.said(), "number", other.natural().name())),
        }
    }

    fn call_value(&mut self, name: &str, arguments: &[Node]) -> Result<Value, Refusal> {
        match (name, arguments) {
            ("date", [Node { what: What::Text(text), .. }]) => date(text).map(Value::Date),
            ("timestamp", [Node { what: What::Text(text), .. }]) => instant(text).map(Value::Instant),
            ("casei", [inner]) => match self.value(inner)? {
                Value::Text(text) => Ok(Value::Text(text.to_ascii_lowercase())),
                Value::Sql { sql, is: Type::Text, name, .. } => {
                    Ok(Value::Sql { sql: format!("lower({sql})"), is: Type::Text, name, arithmetic: 0 })
                }
                other => Err(mismatch(&other.said(), "text", other.natural().name())),
            },
            ("date" | "timestamp" | "casei", _) => Err(bad_arguments(name)),
            ("s_intersects" | "a_contains" | "a_overlaps" | "bbox", _) => {
                Err(refuse("filter.not_a_value").with("function", name))
            }
            _ => Err(unknown_function(name)),
        }
    }

    /// The SQL of values that stand beside each other, and their common type.
    pub(super) fn aligned(&mut self, values: Vec<Value>) -> Result<(Vec<String>, Type), Refusal> {
        let lead = values.iter().find(|v| matches!(v, Value::Sql { .. })).or(values.first());
        let lead = lead.map(|v| (v.natural(), v.said()));
        let (is, name) = lead.expect("a comparison has at least one side");
        let constant = !values.iter().any(|v| matches!(v, Value::Sql { .. }));
        let mut sqls = Vec::new();
        for value in values {
            let sql = self.beside(value, &is, &name)?;
            sqls.push(if constant && matches!(is, Type::Text | Type::Date) {
                format!("CAST({sql} AS TEXT)")
            } else {
                sql
            });
        }
        Ok((sqls, is))
    }

    fn beside(&mut self, value: Value, is: &Type, name: &str) -> Result<String, Refusal> {
        let given = value.said();
        let param = match (value, is) {
            (Value::Sql { sql, is: other, .. }, _) => {
                return match (is, &other) {
                    (Type::Int | Type::Real, Type::Int | Type::Real)
                    | (Type::Text | Type::Choice(_), Type::Text | Type::Choice(_)) => Ok(sql),
                    (a, b) if a == b => Ok(sql),
                    _ => Err(mismatch(&given, is.name(), other.name()).with("property", name)),
                };
            }
            (Value::Text(text), Type::Text) => Param::Text(text),
            (Value::Text(text), Type::Choice(ids)) => {
                if !ids.contains(&text) {
                    return Err(unknown_choice(name, &text, ids));
                }
                Param::Text(text)
            }
            (Value::Text(text), Type::Date) => Param::Text(date(&text)?.to_string()),
            (Value::Date(day), Type::Date) => Param::Text(day.to_string()),
            (Value::Text(text), Type::Instant) => Param::Int(instant(&text)?.0),
            (Value::Instant(at), Type::Instant) => Param::Int(at.0),
            (Value::Int(n), Type::Int) => Param::Int(n),
            (Value::Int(n), Type::Real) => Param::Real(exact(n)?),
            (Value::Real(x), Type::Int | Type::Real) => Param::Real(x),
            // A cast placeholder would keep SQLite from using an index on the CASE.
            (Value::Bool(b), Type::Bool) => return Ok(if b { "1" } else { "0" }.into()),
            (other, _) => {
                return Err(mismatch(&given, is.name(), other.natural().name()).with("property", name));
            }
        };
        Ok(self.bind(param))
    }
}

/// A whole number that a double can hold.
fn exact(n: i64) -> Result<f64, Refusal> {
    if n.unsigned_abs() > 1 << 53 {
        Err(refuse("filter.number_out_of_range").with("given", n))
    } else {
        Ok(n as f64)
    }
}

fn date(text: &str) -> Result<Date, Refusal> {
    Date::parse(text).ok_or_else(|| refuse("filter.not_a_date").with("given", text))
}

fn instant(text: &str) -> Result<Instant, Refusal> {
    Instant::parse(text).ok_or_else(|| refuse("filter.not_an_instant").with("given", text))
}

pub(super) fn mismatch(given: &str, expected: &'static str, is: &'static str) -> Refusal {
    refuse("filter.type_mismatch").with("given", given).with("expected", expected).with("is", is)
}

pub(super) fn unknown_choice(property: &str, given: &str, allowed: &[String]) -> Refusal {
    refuse("filter.unknown_choice")
        .with("property", property)
        .with("given", given)
        .with("allowed", allowed.join(", "))
}

pub(super) fn bad_arguments(function: &str) -> Refusal {
    refuse("filter.bad_arguments").with("function", function)
}

pub(super) fn unknown_function(name: &str) -> Refusal {
    let wkt = ["point", "linestring", "polygon", "multi", "geometrycollection"];
    if wkt.iter().any(|w| name.starts_with(w)) {
        return refuse("filter.geometry_not_supported").with("given", name);
    }
    refuse("filter.unknown_function")
        .with("function", name)
        .with("allowed", "casei, date, timestamp, s_intersects, a_contains, a_overlaps")
}

/// At most three names that are written much like `name`, nearest first.
fn nearest<'a>(name: &str, all: &[&'a str]) -> Vec<&'a str> {
    let far = 1 + name.chars().count() / 4;
    let mut near: Vec<(usize, &str)> = all.iter().map(|a| (distance(name, a), *a)).collect();
    near.retain(|(d, a)| *d <= far || (name.len() > 2 && a.contains(name)));
    near.sort();
    near.into_iter().take(3).map(|(_, a)| a).collect()
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
