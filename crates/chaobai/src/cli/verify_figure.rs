//! A figure's package: whether `figure.json` and `records.json` say what the proven entries say.

use super::verify_package::Proofs;
use kernel::Text;
use serde_json::Value;

/// What a package says in plain files, beside its proofs.
#[derive(Default)]
pub struct Plain {
    /// `figure.json`.
    pub figure: Option<Vec<u8>>,
    /// `records.json`.
    pub records: Option<Vec<u8>>,
}

/// What was compared, and the first thing that differs.
#[derive(Default)]
pub struct Compared {
    /// Values and records that have a proof and say the same.
    pub same: usize,
    /// Values and records without a proof in the package.
    pub without: usize,
    /// The first thing wrong.
    pub wrong: Option<Text>,
}

impl Compared {
    fn differs(&mut self, zh: String, en: String) {
        self.wrong.get_or_insert(Text::new(zh, en));
    }
}

/// Compares; nothing where the package has no such files.
pub fn compare(plain: &Plain, proofs: &Proofs) -> Compared {
    let mut compared = Compared::default();
    let read = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| serde_json::from_slice::<Value>(bytes));
    match read(&plain.figure) {
        Some(Ok(figure)) => values(&figure, proofs, &mut compared),
        Some(Err(why)) => compared
            .differs(format!("figure.json 无法读取（{why}）"), format!("figure.json cannot be read ({why})")),
        None => {}
    }
    match read(&plain.records) {
        Some(Ok(all)) => records(&all, proofs, &mut compared),
        Some(Err(why)) => {
            compared.differs(
                format!("records.json 无法读取（{why}）"),
                format!("records.json cannot be read ({why})"),
            );
        }
        None => {}
    }
    compared
}

/// The proven entry that an item of a plain file names.
fn proven<'a>(item: &Value, proofs: &'a Proofs) -> Option<&'a journal::Entry> {
    proofs.get(&item["entry"]["index"].as_u64()?)
}

fn values(figure: &Value, proofs: &Proofs, compared: &mut Compared) {
    let none = Vec::new();
    let on_record = figure["on_record"].as_array().unwrap_or(&none);
    for value in on_record {
        let Some(entry) = proven(value, proofs) else {
            compared.without += 1;
            continue;
        };
        let said = &entry.change;
        let names = ["basis", "qualifier", "as_of", "source", "number", "words"];
        let same = said["figure"] == figure["id"]
            && names.iter().all(|name| said[*name] == value[*name])
            && number(&said["value"]) == number(&value["value"]);
        if same {
            compared.same += 1;
        } else {
            let day = value["as_of"].as_str().unwrap_or_default();
            compared.differs(
                format!("figure.json 中 {day} 的值与签名的记录不一致"),
                format!("the value for {day} in figure.json is not what the signed entry says"),
            );
        }
    }
    // What the figure is said to be must be one of the values put on record, or computed from the records.
    let reported = &figure["reported"];
    let stands = |wanted: &Value| {
        on_record
            .iter()
            .any(|value| value["basis"] == "reported" && number(&value["value"]) == number(wanted))
    };
    if !reported.is_null() && !stands(&reported["value"]) {
        compared.differs(
            "figure.json 中来源报告的值没有记录".into(),
            "the reported value in figure.json is not on record".into(),
        );
    }
    let basis = figure["basis"].as_str().unwrap_or_default();
    if !basis.is_empty() && number(&figure["value"]) != number(&figure[basis]["value"]) {
        compared.differs(
            "figure.json 的值与其依据不一致".into(),
            "the value in figure.json is not the one it is based on".into(),
        );
    }
}

/// A number as text, without the zeros that say nothing.
fn number(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    kernel::parse_decimal(text, 9).ok().map(|number| number.normalize().to_string())
}

fn records(all: &Value, proofs: &Proofs, compared: &mut Compared) {
    for record in all["records"].as_array().into_iter().flatten() {
        let Some(entry) = proven(record, proofs) else {
            compared.without += 1;
            continue;
        };
        let (subject, said) = (&entry.subject, &entry.change);
        // A batch is proven as a whole: its entry names the digest of all its rows.
        let batch = said["rows"].is_number();
        let empty = serde_json::Map::new();
        let fields = said["fields"].as_object().unwrap_or(&empty);
        let same = batch
            || (subject.register == record["register"]
                && subject.id == record["id"]
                && record["version"] == subject.version
                && said["stage"] == record["stage"]
                && said["effective_on"] == record["effective_on"]
                && fields
                    .iter()
                    .all(|(name, value)| record["body"].get(name).unwrap_or(&Value::Null) == value));
        if same {
            compared.same += 1;
        } else {
            let id = record["id"].as_str().unwrap_or_default();
            compared.differs(
                format!("records.json 中的条目 {id} 与签名的记录不一致"),
                format!("record {id} in records.json is not what the signed entry says"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{Entry, Subject, ZERO};
    use kernel::{Cell, Instant};
    use serde_json::json;

    fn entry(register: &str, id: &str, change: Value) -> Entry {
        Entry {
            zone: "z".into(),
            cell: Cell::new("z", 1),
            seq: 1,
            prev: ZERO,
            at: Instant(1),
            command: "any".into(),
            subject: Subject { register: register.into(), id: id.into(), version: 1 },
            actor_post: String::new(),
            actor: ZERO,
            request: ZERO,
            charter_version: 1,
            change,
            body: ZERO,
            hidden: None,
        }
    }

    fn words(figure: &Value, records: &Value) -> (usize, usize, Option<String>) {
        let said = json!({ "figure": "B01", "basis": "reported", "value": "5.0", "qualifier": "exact",
            "as_of": "2023-12-29", "source": "S1", "number": 1, "words": { "zh": "五座" }, "definition": 1 });
        let row = json!({ "stage": "kept", "effective_on": "0001-01-01", "fields": { "name": "桥" } });
        let proofs = Proofs::from([(4, entry("figure", "B01", said)), (7, entry("bridges", "r", row))]);
        let bytes = |json: &Value| Some(json.to_string().into_bytes());
        let plain = Plain { figure: bytes(figure), records: bytes(records) };
        let compared = compare(&plain, &proofs);
        (compared.same, compared.without, compared.wrong.map(|words| words.en))
    }

    #[test]
    fn plain_files_must_say_what_the_proven_entries_say() {
        let figure = json!({ "id": "B01", "value": "5", "basis": "reported", "reported": { "value": "5" },
            "on_record": [{ "basis": "reported", "value": "5", "qualifier": "exact", "as_of": "2023-12-29", "source": "S1",
                "number": 1, "words": { "zh": "五座" }, "entry": { "index": 4 } }] });
        let records = json!({ "records": [
            { "id": "r", "register": "bridges", "version": 1, "stage": "kept", "effective_on": "0001-01-01",
              "body": { "name": "桥", "length": "1" }, "entry": { "index": 7 } },
            { "id": "s", "register": "bridges", "version": 1, "body": {} }] });
        assert_eq!(words(&figure, &records), (2, 1, None));
        let changes: [(&str, &str, Value); 7] = [
            ("figure", "/on_record/0/value", json!("6")),
            ("figure", "/on_record/0/as_of", json!("2023-12-28")),
            ("figure", "/on_record/0/words", json!({ "zh": "六座" })),
            ("figure", "/value", json!("6")),
            ("figure", "/reported/value", json!("6")),
            ("records", "/records/0/body/name", json!("另一座桥")),
            ("records", "/records/0/version", json!(2)),
        ];
        for (file, place, value) in changes {
            let (mut figure, mut records) = (figure.clone(), records.clone());
            let json = if file == "figure" { &mut figure } else { &mut records };
            *json.pointer_mut(place).unwrap() = value;
            let (_, _, wrong) = words(&figure, &records);
            assert!(wrong.is_some_and(|words| words.contains(&format!("{file}.json"))), "{file}{place}");
        }
    }
}
