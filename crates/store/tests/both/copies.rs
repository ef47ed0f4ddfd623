use crate::{cells, put, run};
use serde_json::json;
use store::testing::{TestStore, engines};
use store::{Ask, Kind, Store, Value, copy};

/// Rows in every table, with every kind of value and every nullable column empty and full.
pub fn fill(store: &Store) {
    let catalogue = store.catalogue().unwrap();
    let mut writer = store.writer().unwrap();
    let mut tx = writer.begin().unwrap();
    for table in catalogue.tables.iter().filter(|table| table.name != "migration") {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let rows: Vec<Vec<Value<'_>>> = (0..1234i64)
            .map(|i| {
                let value = |column: &store::Column| match column.kind.as_str() {
                    _ if !column.required && i % 2 == 0 => Value::Null,
                    "TEXT" => format!("潮白 '{i}' {}", column.name).into(),
                    "BIGINT" => (i64::MAX - i).into(),
                    "DOUBLE PRECISION" => (116.5 + i as f64 / 7.0).into(),
                    "BYTEA" => vec![0, 255, (i % 256) as u8].into(),
                    _ => json!({"名": format!("甲\"{i}"), "n": i, "r": i as f64 / 3.0, "deep": [null, {"a": []}]}).into(),
                };
                table.columns.iter().map(value).collect()
            })
            .collect();
        tx.insert_many(&table.name, &columns, &rows).unwrap();
    }
    tx.commit().unwrap();
}

/// The same value with the keys of its objects in order: an engine may keep them in another one.
fn sorted(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            pairs.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(pairs.into_iter().collect())
        }
        other => other,
    }
}

/// Everything in a database, as text that can be compared across engines.
pub fn contents(store: &Store) -> Vec<String> {
    let mut reader = store.reader().unwrap();
    let mut all = Vec::new();
    for table in store.catalogue().unwrap().tables.iter().filter(|table| table.name != "migration") {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let order = table.primary_key.join(",");
        let sql = format!("SELECT {} FROM {} ORDER BY {order}", columns.join(","), table.name);
        reader
            .each(&sql, &[], &mut |row| {
                let mut line = table.name.clone();
                for (i, column) in table.columns.iter().enumerate() {
                    line += &match column.kind.as_str() {
                        "TEXT" => format!(" {:?}", row.text_opt(i)?),
                        "BIGINT" => format!(" {:?}", row.int_opt(i)?),
                        "DOUBLE PRECISION" => format!(" {:?}", row.real_opt(i)?),
                        "BYTEA" => format!(" {:?}", row.bytes_opt(i)?),
                        _ => format!(" {:?}", row.json_opt(i)?.map(sorted)),
                    };
                }
                all.push(line);
                Ok(())
            })
            .unwrap();
    }
    all
}

#[test]
fn a_zone_moves_from_any_engine_to_any_other_and_nothing_is_changed() {
    let (sources, targets): (Vec<TestStore>, Vec<TestStore>) = (engines(), engines());
    for from in &sources {
        fill(from);
    }
    for (source, from) in sources.iter().enumerate() {
        // The last of each pair goes into what the pair before has emptied.
        for to in &targets {
            let mut told = Vec::new();
            let copied = copy(from, to, &mut |table, rows| told.push((table.to_owned(), rows))).unwrap();
            assert_eq!(copied.len(), 42);
            assert!(copied.iter().all(|c| c.rows == 1234), "{copied:?}");
            assert_eq!(copied[0].table, "charter_version", "in the order of the migrations");
            assert!(
                told.contains(&("record".to_owned(), 1000)) && told.contains(&("record".to_owned(), 1234))
            );
            assert_eq!(contents(from), contents(to), "{:?} to {:?}", from.engine(), to.engine());
            let again = copy(from, to, &mut |_, _| {}).unwrap_err();
            assert!(again.to_string().contains("not empty"), "{again}");
            if source + 1 < sources.len() {
                let mut writer = to.writer().unwrap();
                let tables = to.catalogue().unwrap().tables;
                let names = tables.iter().filter(|table| table.name != "migration");
                let statements: Vec<String> =
                    names.map(|table| format!("DELETE FROM {}", table.name)).collect();
                run(&mut writer, &statements.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn a_copy_is_of_one_state_although_others_write() {
    for (from, to) in engines().into_iter().zip(engines()) {
        let mut writer = from.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        let rows: Vec<[Value<'_>; 2]> = (0..3000).map(|i| [format!("{i:04}").into(), i.into()]).collect();
        tx.insert_many("log_drained", &["cell", "seq"], &rows).unwrap();
        tx.commit().unwrap();
        let mut more = 0;
        copy(&from, &to, &mut |_, _| {
            more += 1;
            let mut tx = writer.begin().unwrap();
            put(&mut tx, &format!("later {more}"), 1).unwrap();
            tx.execute("DELETE FROM log_drained WHERE cell = $1", &[format!("{more:04}").into()]).unwrap();
            tx.commit().unwrap();
        })
        .unwrap();
        let arrived = cells(&mut to.reader().unwrap());
        assert!(more > 3);
        assert_eq!(arrived.len(), 3000);
        assert!(!arrived.iter().any(|cell| cell.starts_with("later")));
    }
}

#[test]
fn what_cannot_be_copied_whole_is_not_copied() {
    for (from, to) in engines().into_iter().zip(engines()) {
        let mut writer = from.writer().unwrap();
        run(
            &mut writer,
            &["INSERT INTO log_drained VALUES ('a', 1)", "CREATE TABLE foreign_body(cell TEXT PRIMARY KEY)"],
        );
        let error = copy(&from, &to, &mut |_, _| {}).unwrap_err();
        assert!(error.to_string().contains("foreign_body"), "{error}");
        run(&mut writer, &["DROP TABLE foreign_body"]);
        let mut there = to.writer().unwrap();
        run(&mut there, &["ALTER TABLE log_drained ADD COLUMN extra TEXT"]);
        let error = copy(&from, &to, &mut |_, _| {}).unwrap_err();
        assert!(error.to_string().contains("log_drained"), "{error}");
        assert_eq!(error.kind(), Kind::Other);
        assert!(cells(&mut to.reader().unwrap()).is_empty());
    }
}
