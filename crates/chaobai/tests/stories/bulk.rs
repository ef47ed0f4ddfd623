//! Many rows as one batch: all of them or none, one entry, one digest.

use super::audit;
use super::world::{World, body, key, on_each_engine, why};
use chaobai::domain::registers::{Import, ImportRow, ListQuery, batch_digest, list};
use journal::Entry;
use kernel::canonical;
use serde_json::{Value, json};

const ROWS: usize = 2000;

fn rows(count: usize, change: impl Fn(usize, &mut Value)) -> Import {
    let rows = (0..count).map(|number| {
        let mut fields =
            json!({ "name": format!("行{number:04}"), "count": number, "length": "1.25", "secret": "内部" });
        change(number, &mut fields);
        ImportRow::new(&body(fields), None)
    });
    Import { register: "everything".into(), rows: rows.collect(), note: "月度导入".into() }
}

fn imported(world: &World) -> i64 {
    world.number("SELECT count(*) FROM record WHERE register = 'everything'")
}

#[test]
fn two_thousand_rows_are_one_entry_and_the_same_key_imports_them_once() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let entries = world.number("SELECT count(*) FROM journal_entry");
        let again = key("import-of-march");
        let receipt = world.perform_with(&office, rows(ROWS, |_, _| {}), &again).unwrap();
        assert_eq!(receipt.answer, json!({ "rows": ROWS }));
        assert_eq!(imported(world), ROWS as i64);
        assert_eq!(world.number("SELECT count(*) FROM journal_entry"), entries + 1);
        assert_eq!(world.number("SELECT count(DISTINCT cell) FROM record WHERE register = 'everything'"), 1);

        world.reopen();
        let retried = world.perform_with(&office, rows(ROWS, |_, _| {}), &again).unwrap();
        assert_eq!((retried.replayed, &retried.hash), (true, &receipt.hash));
        let other = rows(ROWS, |n, fields| fields["count"] = json!(if n == 1999 { 7 } else { n }));
        assert_eq!(why(world.perform_with(&office, other, &again)), ["key_reused"]);
        assert_eq!(imported(world), ROWS as i64);
        audit::all_is_well(world);
    });
}

#[test]
fn the_batch_is_held_by_a_salted_digest_over_every_row() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let receipt = world.done(&office, rows(50, |_, _| {}));
        let mut reader = world.house().reader().unwrap();
        let query = ListQuery { limit: 1000, ..ListQuery::default() };
        let all = list(&mut reader, &office, &world.register("everything"), &query).unwrap().records;
        let digest = batch_digest(&all).expect("a digest");
        let row = world.rows(
            "SELECT leaf, salt FROM journal_entry WHERE cell = $1 AND seq = $2",
            &[receipt.cell.as_str().into(), receipt.entry.into()],
        );
        let entry = Entry::decode(&row[0].bytes(0).unwrap()).unwrap();
        let salt: [u8; 16] = row[0].bytes(1).unwrap().try_into().unwrap();
        let state = json!({ "rows": 50, "digest": digest });
        assert_eq!(entry.body, canonical::commitment(&salt, &state).unwrap());
        // In the open the digest would let a hidden field be found by trying.
        assert_eq!(entry.change, json!({ "rows": 50 }));
        assert!(!String::from_utf8_lossy(&row[0].bytes(0).unwrap()).contains(&digest));
    });
}

#[test]
fn one_bad_row_keeps_all_out_and_every_bad_row_is_named() {
    on_each_engine(|world| {
        let (office, before) = (world.holder("office"), world.number("SELECT count(*) FROM journal_entry"));
        let bad = rows(ROWS, |number, fields| match number {
            4 => fields["count"] = json!("many"),
            9 => fields["town"] = json!("nowhere"),
            1_500 => fields["bridge"] = json!(world.fact("sources", "S1").as_str()),
            1_999 => fields["name"] = Value::Null,
            _ => {}
        });
        assert_eq!(
            why(world.perform(&office, bad)),
            [
                "rows/5/count wrong_type",
                "rows/10/town unknown_jurisdiction",
                "rows/1501/bridge no_such_record",
                "rows/2000/name required",
            ]
        );
        let mut early = rows(2, |_, _| {});
        early.rows[1].effective_on = Some(world.today().plus_days(1));
        assert_eq!(why(world.perform(&office, early)), ["rows/2/effective_on in_the_future"]);
        assert_eq!(why(world.perform(&office, rows(0, |_, _| {}))), ["rows required"]);
        assert_eq!(why(world.perform(&world.public(), rows(1, |_, _| {}))), ["sign_in"]);
        assert_eq!(imported(world), 0);
        assert_eq!(world.number("SELECT count(*) FROM journal_entry"), before);
    });
}

#[test]
fn a_row_changed_behind_the_programs_back_no_longer_fits_its_batch() {
    on_each_engine(|world| {
        world.done(&world.holder("office"), rows(20, |_, _| {}));
        audit::all_is_well(world);
        let changed = world.tamper("UPDATE record_version SET note = note, version = version, body = (SELECT v.body FROM record_version v WHERE v.register = 'everything' ORDER BY v.id LIMIT 1) WHERE register = 'everything' AND id = (SELECT max(id) FROM record_version WHERE register = 'everything')", &[]);
        assert_eq!(changed, 1);
        let house = world.house();
        let good =
            chaobai::cli::verify::rows(&house.store, &world.charter(), &house.log.folder(), kernel::Lang::En);
        assert!(!good.unwrap());
    });
}
