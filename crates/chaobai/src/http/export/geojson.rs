//! GeoJSON (RFC 7946) for programs: one feature per record, values as in the API. Decimals and
//! coordinates are kept as text and written digit for digit as JSON numbers, never through a double.

use super::cell::is_number;
use super::{Head, RecordView, Sheet, invalid};
use crate::charter::model::{Field, FieldType};
use kernel::Instant;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// A feature collection being written.
pub struct GeoJson<'a, W: Write> {
    head: Head<'a>,
    out: io::BufWriter<W>,
    rows: u64,
}

impl<'a, W: Write> GeoJson<'a, W> {
    /// Opens the collection.
    ///
    /// # Errors
    /// What `out` says.
    pub fn open(head: Head<'a>, out: W) -> io::Result<GeoJson<'a, W>> {
        let mut out = io::BufWriter::new(out);
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(GeoJson { head, out, rows: 0 })
    }

    fn json(&mut self, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)
    }

    fn member(&mut self, key: &str, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
        self.out.write_all(b",")?;
        self.json(key)?;
        self.out.write_all(b":")?;
        self.json(value)
    }

    fn field(&mut self, field: &Field, value: &Value) -> io::Result<()> {
        match (field.kind, value) {
            (_, Value::Null) => self.json(value),
            (FieldType::Decimal, Value::String(digits)) if is_number(digits) => {
                self.out.write_all(digits.as_bytes())
            }
            (FieldType::Decimal, _) => Err(invalid(field, value)),
            (FieldType::Instant, _) => {
                let at = value.as_i64().ok_or_else(|| invalid(field, value))?;
                self.json(&Instant(at).to_string())
            }
            (FieldType::Place, _) => self.geometry(field, value),
            _ => self.json(value),
        }
    }

    /// A kept geometry: texts below `coordinates` are numbers.
    fn geometry(&mut self, field: &Field, geometry: &Value) -> io::Result<()> {
        let Some(members) = geometry.as_object().filter(|m| m.contains_key("type")) else {
            return Err(invalid(field, geometry));
        };
        self.out.write_all(b"{\"type\":")?;
        self.json(&members["type"])?;
        if let Some(coordinates) = members.get("coordinates") {
            self.out.write_all(b",\"coordinates\":")?;
            self.coordinates(field, coordinates)?;
        }
        if let Some(Value::Array(parts)) = members.get("geometries") {
            self.out.write_all(b",\"geometries\":[")?;
            for (i, part) in parts.iter().enumerate() {
                self.out.write_all(if i == 0 { b"" } else { b"," })?;
                self.geometry(field, part)?;
            }
            self.out.write_all(b"]")?;
        }
        self.out.write_all(b"}")
    }

    fn coordinates(&mut self, field: &Field, value: &Value) -> io::Result<()> {
        match value {
            Value::String(digits) if is_number(digits) => self.out.write_all(digits.as_bytes()),
            Value::Number(_) => self.json(value),
            Value::Array(parts) => {
                self.out.write_all(b"[")?;
                for (i, part) in parts.iter().enumerate() {
                    self.out.write_all(if i == 0 { b"" } else { b"," })?;
                    self.coordinates(field, part)?;
                }
                self.out.write_all(b"]")
            }
            _ => Err(invalid(field, value)),
        }
    }
}

impl<W: Write> Sheet for GeoJson<'_, W> {
    fn row(&mut self, record: &RecordView<'_>) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        self.out.write_all(b"{\"type\":\"Feature\"")?;
        self.member("id", record.id)?;
        self.out.write_all(b",\"geometry\":")?;
        // Only a place among the exported fields: where a record lies may be for few eyes.
        let on_map = self.head.register.place.as_deref();
        let place = self.head.fields.iter().find(|f| on_map == Some(f.id.as_str()));
        match place.and_then(|f| Some((*f, record.body.get(&f.id)?))) {
            Some((field, value)) => self.field(field, value)?,
            None => self.out.write_all(b"null")?,
        }
        self.out.write_all(b",\"properties\":{\"stage\":")?;
        self.json(record.stage)?;
        self.member("version", &record.version)?;
        self.member("effective_on", &record.effective_on)?;
        self.member("amended_at", &record.amended_at.to_string())?;
        for field in self.head.fields {
            if on_map == Some(field.id.as_str()) {
                continue;
            }
            self.out.write_all(b",")?;
            self.json(&field.id)?;
            self.out.write_all(b":")?;
            self.field(field, record.body.get(&field.id).unwrap_or(&Value::Null))?;
        }
        self.out.write_all(b"}}")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"\n]")?;
        let rows = self.rows;
        self.member("numberReturned", &rows)?;
        let head = self.head;
        self.member("title", head.register.name.get(head.lang))?;
        self.member("as_of", &head.as_of)?;
        self.member("timeStamp", &head.exported_at.to_string())?;
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }
}
