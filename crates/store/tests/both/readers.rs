use crate::{cells, int, put};
use store::testing::engines;
use store::{Ask, Engine, Kind, READERS_MAX};

#[test]
fn a_reader_cannot_write() {
    let statements = [
        "INSERT INTO log_drained(cell, seq) VALUES ('a', 1)",
        "INSERT INTO log_drained(cell, seq) VALUES ('a', 1) RETURNING seq",
        "UPDATE log_drained SET seq = 2",
        "DELETE FROM log_drained",
        "DROP TABLE log_drained",
        "CREATE TABLE other(cell TEXT)",
    ];
    for test in engines() {
        for snapshot in [false, true] {
            for sql in statements {
                let mut reader = test.reader().unwrap();
                if snapshot {
                    reader.snapshot().unwrap();
                }
                let error = reader.rows(sql, &[]).expect_err(sql);
                assert_eq!(error.kind(), Kind::Other, "{sql}: {error}");
                assert!(error.to_string().contains("read"), "{sql}: {error}");
            }
        }
        assert_eq!(cells(&mut test.reader().unwrap()), [""; 0]);
    }
}

#[test]
fn a_snapshot_sees_one_state_until_it_is_released() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut add = |cell: &str| {
            let mut tx = writer.begin().unwrap();
            put(&mut tx, cell, 1).unwrap();
            tx.commit().unwrap();
        };
        let mut fixed = test.reader().unwrap();
        let mut newest = test.reader().unwrap();
        fixed.snapshot().unwrap();
        assert!(fixed.snapshot().is_err(), "one at a time");
        // The state is that of `snapshot()`, not of the first question.
        add("a");
        assert_eq!((cells(&mut fixed).len(), cells(&mut newest).len()), (0, 1));
        let mut seen = 0;
        fixed
            .each("SELECT cell FROM log_drained", &[], &mut |_| {
                seen += 1;
                Ok(())
            })
            .unwrap();
        add("b");
        assert_eq!((cells(&mut fixed).len(), seen, cells(&mut newest).len()), (0, 0, 2));
        fixed.release();
        assert_eq!(cells(&mut fixed), ["a", "b"]);
        fixed.snapshot().unwrap();
        add("c");
        drop(fixed);
        // Back from the pool, a reader has no snapshot.
        let mut readers: Vec<_> = (0..3).map(|_| test.reader().unwrap()).collect();
        assert!(readers.iter_mut().all(|reader| cells(reader).len() == 3));
    }
}

#[test]
fn a_reader_sees_nothing_before_the_commit_and_all_of_it_after() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut reader = test.reader().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        assert_eq!((cells(&mut tx).len(), cells(&mut reader).len()), (1, 0));
        tx.commit().unwrap();
        assert_eq!(cells(&mut reader).len(), 1);
    }
}

#[test]
fn after_an_error_a_snapshot_must_be_released() {
    for test in engines() {
        let mut reader = test.reader().unwrap();
        reader.snapshot().unwrap();
        assert!(reader.rows("SELECT nonsense", &[]).is_err());
        assert!(reader.rows("SELECT 1", &[]).is_err());
        reader.release();
        assert_eq!(int(&mut reader, "SELECT 1", &[]), 1);
        assert!(reader.rows("SELECT nonsense", &[]).is_err());
        assert_eq!(int(&mut reader, "SELECT 1", &[]), 1, "without a snapshot the next question is a new one");
    }
}

#[test]
fn readers_are_used_again_and_one_that_is_given_back_frees_its_place() {
    for test in engines() {
        for _ in 0..3 {
            let mut all: Vec<_> = (0..READERS_MAX).map(|_| test.reader().unwrap()).collect();
            assert!(all.iter_mut().all(|reader| int(reader, "SELECT 1", &[]) == 1));
        }
        let all: Vec<_> = (0..READERS_MAX).map(|_| test.reader().unwrap()).collect();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| int(&mut test.reader().unwrap(), "SELECT 2", &[]));
            drop(all);
            assert_eq!(waiting.join().unwrap(), 2);
        });
    }
}

#[test]
fn a_lost_connection_costs_a_reader_nothing_and_a_writer_one_transaction() {
    for test in engines().into_iter().filter(|test| test.engine() == Engine::Postgres) {
        let mut reader = test.reader().unwrap();
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        test.cut_connections();
        let error = put(&mut tx, "b", 1).unwrap_err();
        assert_eq!(error.kind(), Kind::Retry, "{error}");
        assert_eq!(tx.commit().unwrap_err().kind(), Kind::Retry);
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "c", 1).unwrap();
        test.cut_connections();
        assert_eq!(tx.commit().unwrap_err().kind(), Kind::Unknown);
        test.cut_connections();
        assert_eq!(cells(&mut reader), [""; 0]);
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "d", 1).unwrap();
        tx.commit().unwrap();
        // Lost between two transactions: nobody notices.
        test.cut_connections();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "e", 1).unwrap();
        let cut: Result<(), store::StoreError> = tx.savepoint(|tx| {
            test.cut_connections();
            put(tx, "f", 1).map(drop)
        });
        assert_eq!(cut.unwrap_err().kind(), Kind::Retry);
        assert_eq!(put(&mut tx, "g", 1).unwrap_err().kind(), Kind::Retry, "the whole transaction is gone");
        assert_eq!(tx.commit().unwrap_err().kind(), Kind::Retry);
        let mut streamed = Vec::new();
        reader
            .each("SELECT cell FROM log_drained", &[], &mut |row| {
                streamed.push(row.text(0)?);
                Ok(())
            })
            .unwrap();
        assert_eq!(streamed, ["d"]);
        reader.snapshot().unwrap();
        test.cut_connections();
        assert_eq!(reader.rows("SELECT 1", &[]).unwrap_err().kind(), Kind::Retry);
        reader.release();
        assert_eq!(int(&mut reader, "SELECT 1", &[]), 1);
    }
}
