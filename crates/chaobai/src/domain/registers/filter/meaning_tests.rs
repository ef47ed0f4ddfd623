//! What filters mean, asked of the databases themselves: the same on every engine.

use super::tests::{all, bridges, day};
use super::{Filter, translate};
use crate::domain::registers::field_sql::field_sql;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};
use store::testing::engines;
use store::{Ask, Engine, Store, Tx, Value};

const CELL: &str = "zone-000";

fn insert(tx: &mut Tx<'_>, id: &str, register: &str, body: &Json, bounds: [Value<'static>; 4]) {
    let [west, south, east, north] = bounds;
    tx.execute(
        "INSERT INTO record (cell, id, register, version, stage, withdrawn, effective_on, charter_version, \
         created_at, amended_at, west, south, east, north, body) \
         VALUES ($1, $2, $3, 2, 'open', 0, '2024-01-01', 1, 1000, 2000, $4, $5, $6, $7, $8)",
        &[CELL.into(), id.into(), register.into(), west, south, east, north, body.into()],
    )
    .expect("a row can be inserted");
}

fn nowhere() -> [Value<'static>; 4] {
    [Value::Null, Value::Null, Value::Null, Value::Null]
}

/// Six records: `a` to `d` with values, `n` with JSON nulls, `o` with nothing at all; and one of
/// another register whose fields of the same names hold something else.
fn fill(store: &Store) {
    let mut writer = store.writer().expect("a writer");
    let mut tx = writer.begin().expect("a transaction");
    let boxed = |w: f64, s: f64, e: f64, n: f64| [w.into(), s.into(), e.into(), n.into()];
    insert(
        &mut tx,
        "a",
        "bridges",
        &json!({
        "name": "潮白河大桥", "lanes": 4, "length": "5.28", "cost": 9_007_199_254_740_993_i64, "opened": "2023-12-29",
        "closed": "2024-06-30", "seen": 1_703_808_000_000_000_i64, "toll": true, "status": "done", "tags": ["arch"],
        "keeper": "east" }),
        boxed(116.6, 39.9, 116.7, 40.0),
    );
    insert(
        &mut tx,
        "b",
        "bridges",
        &json!({
        "name": "Bridge_50%", "lanes": 6, "length": "10", "cost": -5, "opened": "2024-07-01", "closed": "2024-08-01",
        "seen": -1, "toll": false, "status": "building", "tags": ["arch_old", "arch"], "keeper": "west" }),
        boxed(179.0, -1.0, 180.0, 1.0),
    );
    insert(
        &mut tx,
        "c",
        "bridges",
        &json!({
        "name": "bridge", "lanes": 0, "length": "-0.5", "opened": "2020-01-01", "closed": "2019-01-01", "toll": true,
        "status": "done", "tags": ["arch_old"], "keeper": "east" }),
        boxed(-180.0, -1.0, -179.0, 1.0),
    );
    insert(
        &mut tx,
        "d",
        "bridges",
        &json!({ "name": "", "lanes": -3, "length": "0", "tags": [], "toll": false }),
        nowhere(),
    );
    insert(
        &mut tx,
        "n",
        "bridges",
        &json!({
        "name": null, "lanes": null, "length": null, "cost": null, "opened": null, "closed": null, "seen": null,
        "toll": null, "status": null, "tags": null, "keeper": null }),
        nowhere(),
    );
    insert(&mut tx, "o", "bridges", &json!({}), nowhere());
    insert(
        &mut tx,
        "z",
        "ferries",
        &json!({ "name": 7, "lanes": "many", "length": "long", "toll": "no" }),
        nowhere(),
    );
    tx.commit().expect("the rows are kept");
}

/// Ids of the records for which `condition` holds.
fn ids(store: &Store, condition: &str, filter: &Filter) -> String {
    let params: Vec<Value<'static>> = filter.params.iter().cloned().map(super::Param::into_value).collect();
    let sql = format!("SELECT id FROM record WHERE register = 'bridges' AND {condition} ORDER BY id");
    let mut reader = store.reader().expect("a reader");
    let rows = reader.rows(&sql, &params).unwrap_or_else(|e| panic!("{sql}: {e}"));
    rows.iter().map(|row| row.text(0).expect("an id")).collect()
}

/// Filter, the records it takes in, the records it rules out; the rest it cannot judge.
#[rustfmt::skip]
const CASES: &[(&str, &str, &str)] = &[
    ("true", "abcdno", ""),
    ("false", "", "abcdno"),
    ("name = '潮白河大桥'", "a", "bcd"),
    ("name <> '潮白河大桥'", "bcd", "a"),
    ("name = ''", "d", "abc"),
    ("name IS NULL", "no", "abcd"),
    ("name < 'a'", "bd", "ac"),
    ("'a' <= name", "ac", "bd"),
    ("lanes = 4", "a", "bcd"),
    ("lanes > 3.5", "ab", "cd"),
    ("lanes IN (0, 6, -3)", "bcd", "a"),
    ("lanes NOT IN (4.0, 6)", "cd", "ab"),
    ("lanes BETWEEN 0 AND 4", "ac", "bd"),
    ("lanes NOT BETWEEN 0 AND 4", "bd", "ac"),
    ("cost = 9007199254740993", "a", "b"),
    ("cost = 9007199254740992", "", "ab"),
    ("length = 5.28", "a", "bcd"),
    ("length > 9", "b", "acd"),
    ("length >= -0.5", "abcd", ""),
    ("length > lanes", "abd", "c"),
    ("length / lanes > 1.5", "b", "ad"),
    ("lanes / 4 = 1.5", "b", "acd"),
    ("lanes - 1 = 3 AND -lanes < 0", "a", "bcd"),
    ("length * 2 + 1 = 21", "b", "acd"),
    ("opened <= as_of", "ac", "b"),
    ("opened > DATE('2023-12-29')", "b", "ac"),
    ("closed BETWEEN opened AND as_of", "a", "bc"),
    ("closed < opened", "c", "ab"),
    ("seen < TIMESTAMP('2023-12-29T08:00:00.000001+08:00')", "ab", ""),
    ("seen >= TIMESTAMP('1970-01-01T00:00:00Z')", "a", "b"),
    ("toll", "ac", "bd"),
    ("NOT toll", "bd", "ac"),
    ("toll = false", "bd", "ac"),
    ("toll IS NULL", "no", "abcd"),
    ("status = 'done'", "ac", "b"),
    ("status IN ('done', 'building')", "abc", ""),
    ("status <> 'done' OR toll", "abc", ""),
    ("status = 'done' AND NOT toll", "", "abc"),
    ("status = 'done' OR opened IS NULL", "acdno", "b"),
    ("a_contains(tags, 'arch')", "ab", "cd"),
    ("a_contains(tags, ('arch', 'arch_old'))", "b", "acd"),
    ("a_overlaps(tags, ('arch', 'arch_old'))", "abc", "d"),
    ("NOT a_contains(tags, 'arch_old')", "ad", "bc"),
    ("tags IS NULL", "no", "abcd"),
    ("name LIKE 'Bridge%'", "b", "acd"),
    ("name LIKE 'bridge'", "c", "abd"),
    ("name LIKE 'BRIDGE'", "", "abcd"),
    ("name LIKE '%\\%'", "b", "acd"),
    ("name LIKE '%e\\_50%'", "b", "acd"),
    ("name LIKE '_____桥'", "", "abcd"),
    ("name LIKE '____桥'", "a", "bcd"),
    ("name LIKE '%白_大%'", "a", "bcd"),
    ("name LIKE '潮%大桥'", "a", "bcd"),
    ("name LIKE '%'", "abcd", ""),
    ("name NOT LIKE '%r%'", "ad", "bc"),
    ("casei(name) LIKE casei('BRIDGE%')", "bc", "ad"),
    ("casei(name) = casei('BridgE')", "c", "abd"),
    ("s_intersects(site, bbox(116, 39, 117, 41))", "a", "bc"),
    ("s_intersects(site, bbox(116.7, 40, 120, 41))", "a", "bc"),
    ("s_intersects(site, bbox(170, -10, -170, 10))", "bc", "a"),
    ("stage = 'open' AND version = 2 AND NOT withdrawn AND effective_on <= as_of", "abcdno", ""),
    ("created_at < amended_at AND id > 'c'", "dno", "abc"),
    ("keeper = 'east' AND (lanes = as_of_year - 2020 OR lanes = 0)", "ac", "bd"),
    ("'a' = 'b' OR 1 < 2 AND DATE('2024-01-01') < as_of AND 'A' IN ('A', 'B')", "abcdno", ""),
];

#[test]
fn a_filter_means_the_same_on_every_engine_and_what_is_not_known_stays_so() {
    let register = bridges();
    for store in engines() {
        fill(&store);
        for (text, taken, ruled_out) in CASES {
            let filter =
                translate(text, &register, day(), 1, &all).unwrap_or_else(|r| panic!("{text}: {r:?}"));
            let engine = store.engine();
            assert_eq!(ids(&store, &filter.sql, &filter), *taken, "{text} on {engine:?}");
            let not = format!("(NOT {})", filter.sql);
            assert_eq!(ids(&store, &not, &filter), *ruled_out, "not {text} on {engine:?}");
        }
    }
}

/// LIKE as the book says it, one character after the other.
fn fits(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|n| fits(&text[n..], rest)),
        ['_', rest @ ..] => !text.is_empty() && fits(&text[1..], rest),
        ['\\', c, rest @ ..] | [c, rest @ ..] => text.first() == Some(c) && fits(&text[1..], rest),
    }
}

#[test]
fn any_pattern_fits_what_the_book_says_on_every_engine() {
    let mut runner = TestRunner::deterministic();
    let mut some = |regex: &str, n: usize| -> Vec<String> {
        let texts = proptest::string::string_regex(regex).expect("a pattern of texts");
        (0..n).map(|_| texts.new_tree(&mut runner).expect("a text").current()).collect()
    };
    let texts = some("[aAb桥𠮷%_\\\\']{0,4}", 60);
    let patterns = some("([aAb桥𠮷']|%|_|\\\\%|\\\\_|\\\\\\\\){0,5}", 150);
    for store in engines() {
        let mut writer = store.writer().expect("a writer");
        let mut tx = writer.begin().expect("a transaction");
        for (n, text) in texts.iter().enumerate() {
            insert(&mut tx, &format!("{n:02}"), "bridges", &json!({ "name": text }), nowhere());
        }
        tx.commit().expect("the rows are kept");
        for pattern in &patterns {
            let filter = format!("name LIKE '{}'", pattern.replace('\'', "''"));
            let filter = translate(&filter, &bridges(), day(), 1, &all).expect("a pattern");
            let chars: Vec<char> = pattern.chars().collect();
            let expected: String = (0..texts.len())
                .filter(|n| fits(&texts[*n].chars().collect::<Vec<_>>(), &chars))
                .map(|n| format!("{n:02}"))
                .collect();
            assert_eq!(ids(&store, &filter.sql, &filter), expected, "{pattern} on {:?}", store.engine());
        }
    }
}

#[test]
fn an_index_on_a_field_serves_the_filters_on_it() {
    let register = bridges();
    for store in engines() {
        fill(&store);
        let mut writer = store.writer().expect("a writer");
        let mut tx = writer.begin().expect("a transaction");
        for n in 0..3000 {
            let body = json!({ "name": format!("桥{n}"), "lanes": n, "length": format!("{n}.5"), "cost": n,
                "opened": "2024-01-01", "closed": format!("{:04}-01-01", 1900 + n), "seen": n, "toll": n > 2990 });
            insert(&mut tx, &format!("r{n}"), "bridges", &body, nowhere());
        }
        tx.commit().expect("the rows are kept");
        drop(writer);
        for (id, text) in [
            ("name", "name = '桥7'"),
            ("name", "name LIKE '桥77%'"),
            ("name", "name IN ('桥1', '桥2')"),
            ("lanes", "lanes = 7"),
            ("lanes", "lanes BETWEEN 7 AND 9"),
            ("length", "length > 2990.25"),
            ("length", "length < 4"),
            ("cost", "cost < 7"),
            ("closed", "closed < DATE('1905-01-01')"),
            ("seen", "seen < TIMESTAMP('1970-01-01T00:00:00.000005Z')"),
            ("toll", "toll = true"),
            ("toll", "toll"),
        ] {
            let field = register.fields.iter().find(|f| f.id == id).expect("a field");
            let name = format!("bridges_{id}");
            store
                .ensure_index(&name, "record", &[&field_sql(field)], Some("register = 'bridges'"))
                .expect("an index");
            let filter = translate(text, &register, day(), 1, &all).expect("a filter");
            let params: Vec<Value<'static>> =
                filter.params.iter().cloned().map(super::Param::into_value).collect();
            let mut writer = store.writer().expect("a writer");
            let mut tx = writer.begin().expect("a transaction");
            let (explain, column) =
                if store.engine() == Engine::Sqlite { ("EXPLAIN QUERY PLAN", 3) } else { ("EXPLAIN", 0) };
            let sql =
                format!("{explain} SELECT id FROM record WHERE register = 'bridges' AND {}", filter.sql);
            let plan = |tx: &mut Tx<'_>| -> String {
                let rows = tx.rows(&sql, &params).unwrap_or_else(|e| panic!("{sql}: {e}"));
                let lines = rows.iter().map(|row| row.text(column).expect("a line"));
                lines.collect::<Vec<_>>().join("\n")
            };
            // Some plans need to know how the values lie; SQLite then reads a table whole for one of two values.
            let mut plans = vec![plan(&mut tx)];
            tx.execute("ANALYZE record", &[]).expect("statistics");
            plans.push(plan(&mut tx));
            assert!(plans.iter().any(|p| p.contains(&name)), "{text} on {:?}: {plans:#?}", store.engine());
        }
    }
}

/// Every `filter` and `part` below a JSON value that also names a `register`.
fn filters(value: &Json, found: &mut Vec<(String, String)>) {
    if let Some(register) = value["register"].as_str() {
        let texts = ["filter", "part"].iter().filter_map(|key| value[key].as_str());
        found.extend(texts.map(|text| (register.to_owned(), text.to_owned())));
    }
    match value {
        Json::Object(members) => members.values().for_each(|v| filters(v, found)),
        Json::Array(items) => items.iter().for_each(|v| filters(v, found)),
        _ => {}
    }
}

#[test]
fn every_engine_takes_every_filter_of_the_shipped_charters() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
    let charter = crate::charter::read(&folder).unwrap_or_else(|all| panic!("{all:?}")).charter;
    let mut found = Vec::new();
    filters(&serde_json::to_value(&charter.figures).expect("figures are JSON"), &mut found);
    assert!(found.len() > 10, "{found:?}");
    for store in engines() {
        let mut reader = store.reader().expect("a reader");
        for (register, text) in &found {
            let filter = translate(text, &charter.registers[register], day(), 1, &all)
                .unwrap_or_else(|r| panic!("{register}: {text}: {r:?}"));
            let params: Vec<Value<'static>> =
                filter.params.iter().cloned().map(super::Param::into_value).collect();
            let sql = format!("SELECT id FROM record WHERE register = '{register}' AND {}", filter.sql);
            assert!(reader.rows(&sql, &params).unwrap_or_else(|e| panic!("{sql}: {e}")).is_empty());
        }
    }
}
