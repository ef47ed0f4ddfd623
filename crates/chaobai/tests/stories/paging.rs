//! Pages by key set: whatever the order and the size of a page, every record comes once, in order.

use super::chance::Chance;
use super::world::{World, on_each_engine, placed};
use chaobai::charter::model::Register;
use chaobai::desk::Caller;
use chaobai::domain::registers::{ListQuery, Record, Sort, SortKind, sort_key};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Names from several planes: two of them sort apart in UTF-16 and in UTF-8.
const NAMES: [&str; 12] = ["渡口", "柳湾", "𠮷野", "㐂桥", "𰻝", "Ａ桥", "a", "B", "é", "Z·", "渡", "﨑"];

fn some(chance: &mut Chance, value: Value) -> Value {
    if chance.once_in(4) { Value::Null } else { value }
}

fn records(chance: &mut Chance, world: &World) {
    let bridge = world.fact("bridges", "渡口桥");
    let mut creates = Vec::new();
    for number in 0..36 {
        let (n, name, other) = (chance.below(12), *chance.one_of(&NAMES), *chance.one_of(&NAMES));
        let length =
            ["0.1", "0.3", "5.28", "123456789.123456789", "0.000000007", "-2.5", "1.1"][chance.below(7)];
        let fields = json!({
            "name": format!("{name}{}", if number % 3 == 0 { "" } else { "桥" }),
            "remarks": some(chance, json!(other)),
            "count": some(chance, json!(n as i64 - 5)),
            "length": some(chance, json!(length)),
            "cost": some(chance, json!(n * 1_000_000_007)),
            "day": some(chance, json!(format!("20{:02}-0{}-11", 10 + n, 1 + n % 9))),
            "at": some(chance, json!(n * 1_000_000)),
            "ready": some(chance, json!(n % 2 == 0)),
            "state": some(chance, json!(["planned", "open"][n % 2])),
            "tags": some(chance, json!(["plan"])),
            "unit": some(chance, json!(["dongdu-roads", "xidu-roads"][n % 2])),
            "town": some(chance, json!(["dongdu", "xidu", "liuwan"][n % 3])),
            "body": some(chance, json!(["council", "committee"][n % 2])),
            "post": some(chance, json!(["office", "audit"][n % 2])),
            "bridge": some(chance, json!(bridge.as_str())),
            "address": some(chance, json!(format!("https://example.org/{name}"))),
            "code": some(chance, json!("11980101MB0000019Y")),
            "secret": some(chance, json!(format!("s{n}"))),
        });
        creates.push(placed("everything", "kept", ["2024-01-01", "2024-02-01"][n % 2], fields));
        if creates.len() == 9 {
            world.all_done(&world.operator(), std::mem::take(&mut creates));
            world.advance(1 + chance.below(3) as i64);
        }
    }
}

#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Key {
    Null,
    Number(f64),
    Text(String),
}

/// What a record is sorted by, from its JSON and not from SQL.
fn key(register: &Register, record: &Record, field: &str) -> Key {
    let pseudo = match field {
        "stage" => Some(json!(record.stage)),
        "version" => Some(json!(record.version)),
        "created_at" => Some(json!(record.created_at.0)),
        "amended_at" => Some(json!(record.amended_at.0)),
        "effective_on" => Some(json!(record.effective_on.to_string())),
        "withdrawn" => Some(json!(record.withdrawn)),
        _ => None,
    };
    let value = pseudo.or_else(|| record.body.get(field).cloned()).unwrap_or(Value::Null);
    let kind = sort_key(register, field).map(|key| key.kind);
    match value {
        Value::Null => Key::Null,
        Value::Bool(yes) => Key::Number(f64::from(u8::from(yes))),
        Value::Number(n) => Key::Number(n.as_f64().unwrap()),
        Value::String(text) if kind == Some(SortKind::Real) => Key::Number(text.parse().unwrap()),
        Value::String(text) => Key::Text(text),
        other => panic!("{field} is {other}"),
    }
}

fn expected(register: &Register, all: &[Record], field: &str, descending: bool) -> Vec<String> {
    let mut sorted: Vec<&Record> = all.iter().collect();
    sorted.sort_by(|a, b| {
        let keys = key(register, a, field).partial_cmp(&key(register, b, field)).unwrap_or(Ordering::Equal);
        let order = keys.then(a.id.cmp(&b.id));
        if descending { order.reverse() } else { order }
    });
    sorted.iter().map(|record| record.id.to_string()).collect()
}

#[test]
fn pages_of_any_size_in_any_order_join_to_the_whole_list() {
    let seen: RefCell<BTreeMap<String, Vec<String>>> = RefCell::default();
    on_each_engine(|world| {
        records(&mut Chance::seeded(7), world);
        let (register, office) = (world.register("everything"), world.holder("office"));
        let by_id = ListQuery { sort: Some(Sort::parse("id")), limit: 1000, ..ListQuery::default() };
        let all = world.list(&office, &register, &by_id).unwrap();
        assert_eq!(all.len(), 36);
        let mut fields: Vec<String> = register
            .fields
            .iter()
            .filter(|f| sort_key(&register, &f.id).is_some())
            .map(|f| f.id.clone())
            .collect();
        fields.retain(|id| id != "number");
        let columns = ["stage", "version", "created_at", "amended_at", "effective_on", "withdrawn"];
        fields.extend(columns.map(str::to_owned));
        assert!(fields.len() > 20, "{fields:?}");
        for field in &fields {
            for descending in [false, true] {
                let order = expected(&register, &all, field, descending);
                for limit in 1..=7 {
                    let sort = Some(Sort { field: field.clone(), descending });
                    let query = ListQuery { sort, limit, ..ListQuery::default() };
                    let pages = world.list(&office, &register, &query).unwrap();
                    let ids: Vec<String> = pages.iter().map(|record| record.id.to_string()).collect();
                    assert_eq!(ids, order, "by {field}, descending {descending}, pages of {limit}");
                }
                // The same names in the same order on every engine.
                let names = order.iter().map(|id| name_of(&all, id)).collect::<Vec<_>>();
                let told = format!("{field} {descending}");
                let first = seen.borrow_mut().entry(told.clone()).or_insert_with(|| names.clone()).clone();
                assert_eq!(names, first, "{told}");
            }
        }
        let past = ListQuery {
            as_of: Some(world.today()),
            sort: Some(Sort::parse("-length")),
            limit: 5,
            ..ListQuery::default()
        };
        let ids: Vec<String> =
            world.list(&office, &register, &past).unwrap().iter().map(|r| r.id.to_string()).collect();
        assert_eq!(ids, expected(&register, &all, "length", true), "as of today, by the versions");
        let created = ListQuery { sort: Some(Sort::parse("created_at")), ..past };
        let ids: Vec<String> =
            world.list(&office, &register, &created).unwrap().iter().map(|r| r.id.to_string()).collect();
        assert_eq!(ids, expected(&register, &all, "created_at", false));
    });
}

fn name_of(all: &[Record], id: &str) -> String {
    let record = all.iter().find(|record| record.id.as_str() == id).expect("a record");
    record.body["name"].as_str().expect("a name").to_owned()
}

/// Doubles that look alike: a cursor that lost the last bit would skip one or show it twice.
#[test]
fn numbers_that_differ_in_their_last_bit_are_told_apart_across_pages() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let mut chance = Chance::seeded(11);
        let rows = (0..400).map(|n| {
            let digits = chance.number() % 1_000_000_000_000_000_000;
            let text = format!("{}.{:09}", digits / 1_000_000_000, digits % 1_000_000_000);
            chaobai::domain::registers::ImportRow::new(
                &super::world::body(json!({ "name": format!("n{n}"), "length": text })),
                None,
            )
        });
        let rows = rows.collect();
        let import =
            chaobai::domain::registers::Import { register: "everything".into(), rows, note: String::new() };
        world.done(&office, import);
        let register = world.register("everything");
        let query = ListQuery { sort: Some(Sort::parse("length")), limit: 1, ..ListQuery::default() };
        let listed = world.list(&office, &register, &query).unwrap();
        assert_eq!(listed.len(), 400);
        let ids: Vec<String> = listed.iter().map(|record| record.id.to_string()).collect();
        assert_eq!(ids, expected(&register, &listed, "length", false));
    });
}

#[test]
fn a_cursor_that_is_not_ours_or_of_another_order_is_refused() {
    on_each_engine(|world| {
        records(&mut Chance::new(3), world);
        let register = world.register("everything");
        let caller = Caller::public();
        let mut reader = world.house().reader().unwrap();
        let by = |sort: &str, after: Option<String>| ListQuery {
            sort: Some(Sort::parse(sort)),
            limit: 30,
            after,
            ..ListQuery::default()
        };
        let mut list =
            |query: &ListQuery| chaobai::domain::registers::list(&mut reader, &caller, &register, query);
        let next = list(&by("name", None)).unwrap().next;
        assert!(next.is_some());
        for (sort, after) in
            [("count", next.clone()), ("name", Some("not-a-cursor".into())), ("name", Some("W10".into()))]
        {
            assert_eq!(list(&by(sort, after)).unwrap_err().code, "cursor");
        }
        assert!(list(&by("name", next)).is_ok());
        assert_eq!(list(&by("tags", None)).unwrap_err().code, "sort.unknown_field");
        assert_eq!(list(&by("secret", None)).unwrap_err().code, "sort.unknown_field");
    });
}
