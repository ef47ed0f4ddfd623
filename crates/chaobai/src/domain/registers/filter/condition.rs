//! Conditions in a filter.

use super::tree::{Node, What};
use super::value::{Type, Value, bad_arguments, mismatch, unknown_choice, unknown_function};
use super::{Param, Writer, refuse};
use crate::charter::model::FieldType;
use crate::domain::registers::field_sql::{field_sql, list_sql, meets_box};
use kernel::Refusal;

impl Writer<'_> {
    /// The SQL of a part that is true, false or unknown; always in parentheses.
    pub(super) fn condition(&mut self, node: &Node) -> Result<String, Refusal> {
        match &node.what {
            What::All(parts) => self.joined(parts, " AND "),
            What::Any(parts) => self.joined(parts, " OR "),
            What::Not(inner) => Ok(format!("(NOT {})", self.condition(inner)?)),
            What::Compare(op, left, right) => self.compare(op, left, right),
            What::Between(value, low, high) => {
                let values = vec![self.value(value)?, self.value(low)?, self.value(high)?];
                self.ordered(&values)?;
                let (sqls, _) = self.aligned(values)?;
                Ok(format!("({} BETWEEN {} AND {})", sqls[0], sqls[1], sqls[2]))
            }
            What::In(value, list) => {
                let mut values = vec![self.value(value)?];
                for item in list {
                    values.push(self.value(item)?);
                }
                let (sqls, _) = self.aligned(values)?;
                Ok(format!("({} IN ({}))", sqls[0], sqls[1..].join(", ")))
            }
            What::Like(value, pattern) => self.like(value, pattern),
            What::IsNull(value) => self.is_null(value),
            What::Bool(yes) => Ok(if *yes { "(1 = 1)".into() } else { "(1 = 0)".into() }),
            What::Property(_) => match self.value(node)? {
                Value::Sql { sql, is: Type::Bool, .. } => Ok(format!("({sql} = 1)")),
                other => Err(not_a_condition(node, &other.said())),
            },
            What::Call(name, arguments) => self.call(node, name, arguments),
            What::List(_) => Err(not_a_condition(node, "(…)")),
            What::Integer(_) | What::Real(_) | What::Text(_) | What::Arithmetic(..) => {
                let said = self.value(node)?.said();
                Err(not_a_condition(node, &said))
            }
        }
    }

    fn joined(&mut self, parts: &[Node], word: &str) -> Result<String, Refusal> {
        let mut sqls = Vec::new();
        for part in parts {
            sqls.push(self.condition(part)?);
        }
        Ok(format!("({})", sqls.join(word)))
    }

    fn compare(&mut self, op: &str, left: &Node, right: &Node) -> Result<String, Refusal> {
        let values = vec![self.value(left)?, self.value(right)?];
        if !matches!(op, "=" | "<>") {
            self.ordered(&values)?;
        }
        let (sqls, _) = self.aligned(values)?;
        Ok(format!("({} {op} {})", sqls[0], sqls[1]))
    }

    /// Refuses "greater" and "less" of things that have no order.
    fn ordered(&self, values: &[Value]) -> Result<(), Refusal> {
        for value in values {
            if let Value::Sql { is: Type::Choice(_) | Type::Bool, name, .. } = value {
                return Err(refuse("filter.not_ordered").with("property", name));
            }
            if let Value::Bool(given) = value {
                return Err(refuse("filter.not_ordered").with("property", given));
            }
        }
        Ok(())
    }

    fn like(&mut self, value: &Node, pattern: &Node) -> Result<String, Refusal> {
        let x = match self.value(value)? {
            Value::Sql { sql, is: Type::Text, .. } => sql,
            Value::Sql { name, is, .. } => return Err(mismatch(&name, "text", is.name())),
            other => return Err(refuse("filter.like_needs_a_field").with("given", other.said())),
        };
        match self.value(pattern)? {
            Value::Text(pattern) => self.fits(&x, &pattern),
            other => Err(refuse("filter.like_needs_a_text").with("given", other.said())),
        }
    }

    fn is_null(&mut self, value: &Node) -> Result<String, Refusal> {
        if let What::Property(name) = &value.what
            && let Some(field) = self.register.fields.iter().find(|f| f.id == *name && (self.allowed)(f))
            && (field.kind.is_list() || field.kind == FieldType::Place)
        {
            self.properties.insert(name.clone());
            return Ok(format!("({} IS NULL)", field_sql(field)));
        }
        match self.value(value)? {
            Value::Sql { sql, .. } => Ok(format!("({sql} IS NULL)")),
            other => Err(refuse("filter.null_needs_a_field").with("given", other.said())),
        }
    }

    fn call(&mut self, node: &Node, name: &str, arguments: &[Node]) -> Result<String, Refusal> {
        match (name, arguments) {
            ("s_intersects", [place, area]) => self.intersects(place, area),
            ("a_contains", [list, wanted]) => self.list(name, list, wanted, " AND "),
            ("a_overlaps", [list, wanted]) => self.list(name, list, wanted, " OR "),
            ("s_intersects" | "a_contains" | "a_overlaps", _) => Err(bad_arguments(name)),
            ("date" | "timestamp" | "casei" | "bbox", _) => Err(not_a_condition(node, name)),
            _ => Err(unknown_function(name)),
        }
    }

    /// Whether a list of choices or units holds all (or any) of those wanted. Choice ids stand quoted in the JSON
    /// text and hold no quote themselves, so finding `"id"` in it is finding the member.
    fn list(&mut self, call: &str, list: &Node, wanted: &Node, word: &str) -> Result<String, Refusal> {
        let What::Property(name) = &list.what else { return Err(bad_arguments(call)) };
        let field = self.field(name)?;
        if !field.kind.is_list() {
            return Err(refuse("filter.not_a_list").with("property", name));
        }
        // Which units there are is the charter's to say; any other is in no list.
        let is_open = field.kind == FieldType::Units;
        let allowed: Vec<String> = field.choices.iter().map(|c| c.id.clone()).collect();
        let x = list_sql(field);
        self.properties.insert(name.clone());
        let single = std::slice::from_ref(wanted);
        let wanted = if let What::List(items) = &wanted.what { items.as_slice() } else { single };
        let mut sqls = Vec::new();
        for item in wanted {
            let What::Text(id) = &item.what else { return Err(bad_arguments(call)) };
            if (!is_open && !allowed.contains(id)) || id.contains(['"', '\\']) {
                return Err(unknown_choice(name, id, &allowed));
            }
            let quoted = self.bind(Param::Text(format!("\"{id}\"")));
            sqls.push(format!("replace({x}, {quoted}, '') <> {x}"));
        }
        Ok(format!("({})", sqls.join(word)))
    }

    /// Whether the box around a record's place meets a box of WGS 84 degrees. A box whose west lies east
    /// of its east reaches across the 180th meridian (OGC API Features, RFC 7946).
    fn intersects(&mut self, place: &Node, area: &Node) -> Result<String, Refusal> {
        let What::Property(name) = &place.what else { return Err(bad_arguments("s_intersects")) };
        let field = self.field(name)?;
        if field.kind != FieldType::Place || self.register.place.as_deref() != Some(name) {
            return Err(refuse("filter.not_on_the_map")
                .with("property", name)
                .with("allowed", self.register.place.as_deref().unwrap_or_default()));
        }
        self.properties.insert(name.clone());
        let sides = match &area.what {
            What::Call(call, sides) if call == "bbox" => sides,
            What::Call(call, _) => return Err(unknown_function(call)),
            _ => return Err(bad_arguments("s_intersects")),
        };
        let sides: Option<Vec<f64>> = sides.iter().map(degrees).collect();
        let [west, south, east, north] = sides.unwrap_or_default()[..] else { return Err(bad_box()) };
        let longitude = -180.0..=180.0;
        let latitude = -90.0..=90.0;
        if ![west, east].iter().all(|x| longitude.contains(x))
            || ![south, north].iter().all(|x| latitude.contains(x))
            || south > north
        {
            return Err(bad_box());
        }
        let [w, s, e, n] = [west, south, east, north].map(|x| self.bind(Param::Real(x)));
        Ok(meets_box([&w, &s, &e, &n], west > east))
    }
}

fn degrees(node: &Node) -> Option<f64> {
    match node.what {
        What::Integer(n) => Some(n as f64),
        What::Real(x) => Some(x),
        _ => None,
    }
}

fn bad_box() -> Refusal {
    refuse("filter.bad_box").with("expected", "BBOX(west, south, east, north)")
}

fn not_a_condition(node: &Node, given: &str) -> Refusal {
    refuse("filter.not_a_condition").with("given", given).with("at", node.at)
}
