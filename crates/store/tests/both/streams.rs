use crate::{int, put};
use store::testing::engines;
use store::{Ask, Kind, StoreError, Value};

const ROWS: i64 = 4321;

fn fill(test: &store::Store) {
    let mut writer = test.writer().unwrap();
    let rows: Vec<[Value<'_>; 2]> = (0..ROWS).map(|i| [format!("c{i:05}").into(), i.into()]).collect();
    let mut tx = writer.begin().unwrap();
    tx.insert_many("log_drained", &["cell", "seq"], &rows).unwrap();
    tx.commit().unwrap();
}

#[test]
fn a_stream_gives_every_row_once_and_in_order() {
    for test in engines() {
        fill(&test);
        let mut reader = test.reader().unwrap();
        for (from, snapshot) in [(0, false), (321, false), (3321, true), (ROWS, true), (0, true)] {
            if snapshot {
                reader.snapshot().unwrap();
            }
            let mut next = from;
            let sql = "SELECT seq FROM log_drained WHERE seq >= $1 ORDER BY cell";
            reader
                .each(sql, &[from.into()], &mut |row| {
                    assert_eq!(row.int(0)?, next);
                    next += 1;
                    Ok(())
                })
                .unwrap();
            assert_eq!(next, ROWS);
            reader.release();
        }
    }
}

#[test]
fn whoever_listens_may_stop_and_the_transaction_goes_on() {
    for test in engines() {
        fill(&test);
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        for stop in [0, 1, 1500] {
            let mut seen = 0;
            let error = tx.each("SELECT seq FROM log_drained", &[], &mut |_| {
                if seen == stop {
                    return Err(StoreError::other("enough"));
                }
                seen += 1;
                Ok(())
            });
            assert_eq!((error.unwrap_err().to_string().as_str(), seen), ("enough", stop));
        }
        put(&mut tx, "more", ROWS).unwrap();
        tx.commit().unwrap();
        let mut reader = test.reader().unwrap();
        let stopped = reader.each("SELECT 1", &[], &mut |_| Err(StoreError::other("enough")));
        assert!(stopped.is_err());
        assert_eq!(int(&mut reader, "SELECT count(*) FROM log_drained", &[]), ROWS + 1);
    }
}

#[test]
fn a_stream_that_is_not_understood_is_an_error() {
    for test in engines() {
        let mut reader = test.reader().unwrap();
        let error = reader.each("SELECT nonsense FROM log_drained", &[], &mut |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), Kind::Other);
        assert_eq!(error.sql(), Some("SELECT nonsense FROM log_drained"));
        assert_eq!(int(&mut reader, "SELECT 1", &[]), 1);
    }
}
