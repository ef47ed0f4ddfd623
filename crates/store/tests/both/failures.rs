use crate::{cells, int, put};
use store::testing::{engines, open_postgres_with_locale};
use store::{Ask, Engine, Kind, Store, StoreError};

#[test]
fn a_rule_of_a_table_is_a_constraint_on_both() {
    let cases = [
        "INSERT INTO log_drained(cell, seq) VALUES ('a', 2)",
        "INSERT INTO log_drained(cell, seq) VALUES ('b', NULL)",
        "INSERT INTO log_drained(cell) VALUES ('b')",
        "UPDATE log_drained SET seq = NULL",
    ];
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        for sql in cases {
            let done: Result<u64, StoreError> = tx.savepoint(|tx| tx.execute(sql, &[]));
            let error = done.unwrap_err();
            assert_eq!(error.kind(), Kind::Constraint, "{sql}: {error}");
            assert_eq!(error.sql(), Some(sql));
        }
        let sql = "INSERT INTO log_drained(cell, seq) VALUES ($1, 9) ON CONFLICT (cell) DO NOTHING";
        assert_eq!(tx.execute(sql, &["a".into()]).unwrap(), 0);
        let sql = "INSERT INTO log_drained(cell, seq) VALUES ($1, 9) ON CONFLICT (cell) DO UPDATE SET seq = excluded.seq
            RETURNING seq";
        assert_eq!(tx.row(sql, &["a".into()]).unwrap().unwrap().int(0).unwrap(), 9);
    }
}

#[test]
fn an_error_names_the_statement_and_keeps_the_values_to_itself() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a secret", 1).unwrap();
        let error = put(&mut tx, "a secret", 1).unwrap_err();
        let words = format!("{error} {error:?}");
        assert!(words.contains("INSERT INTO log_drained"), "{words}");
        assert!(!words.contains("a secret"), "{words}");
    }
}

#[test]
fn of_two_that_race_one_is_told_to_try_again() {
    for test in engines() {
        let mut first = test.writer().unwrap();
        let mut second = test.writer().unwrap();
        let mut tx = first.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        put(&mut tx, "b", 1).unwrap();
        tx.commit().unwrap();
        if test.engine() == Engine::Sqlite {
            let tx = first.begin().unwrap();
            assert_eq!(second.begin().err().unwrap().kind(), Kind::Retry);
            drop(tx);
            second.begin().unwrap().commit().unwrap();
            continue;
        }
        // Each reads what the other changes: whichever order is told, one of them read something untrue.
        let mut one = first.begin_serializable().unwrap();
        let mut two = second.begin_serializable().unwrap();
        for tx in [&mut one, &mut two] {
            assert_eq!(int(tx, "SELECT CAST(sum(seq) AS BIGINT) FROM log_drained", &[]), 2);
        }
        one.execute("UPDATE log_drained SET seq = 0 WHERE cell = 'a'", &[]).unwrap();
        let late = two.execute("UPDATE log_drained SET seq = 0 WHERE cell = 'b'", &[]);
        one.commit().unwrap();
        let error = late.and_then(|_| two.commit()).unwrap_err();
        assert_eq!(error.kind(), Kind::Retry, "{error}");
        assert_eq!(
            int(&mut test.reader().unwrap(), "SELECT CAST(sum(seq) AS BIGINT) FROM log_drained", &[]),
            1
        );
        second.begin().unwrap().commit().unwrap();
    }
}

#[test]
fn two_that_wait_for_each_other_are_parted() {
    for test in engines().into_iter().filter(|test| test.engine() == Engine::Postgres) {
        let mut setup = test.writer().unwrap();
        let mut tx = setup.begin().unwrap();
        put(&mut tx, "a", 0).unwrap();
        put(&mut tx, "b", 0).unwrap();
        tx.commit().unwrap();
        let both_hold_one = std::sync::Barrier::new(2);
        let change = |first: &str, then: &str| -> Result<(), StoreError> {
            let mut writer = test.writer()?;
            let mut tx = writer.begin()?;
            let sql = "UPDATE log_drained SET seq = seq + 1 WHERE cell = $1";
            tx.execute(sql, &[first.into()])?;
            both_hold_one.wait();
            tx.execute(sql, &[then.into()])?;
            tx.commit()
        };
        let results = std::thread::scope(|scope| {
            let one = scope.spawn(|| change("a", "b"));
            let two = scope.spawn(|| change("b", "a"));
            [one.join().unwrap(), two.join().unwrap()]
        });
        let kinds: Vec<Kind> =
            results.into_iter().filter_map(|result| result.err().map(|e| e.kind())).collect();
        assert_eq!(kinds, [Kind::Retry]);
    }
}

#[test]
fn many_writers_at_once_lose_nothing() {
    for test in engines() {
        std::thread::scope(|scope| {
            for worker in 0..4 {
                let test = &test;
                scope.spawn(move || {
                    let mut writer = test.writer().unwrap();
                    for i in 0..25 {
                        let mut tx = writer.begin().unwrap();
                        put(&mut tx, &format!("{worker}-{i}"), i).unwrap();
                        tx.commit().unwrap();
                    }
                });
            }
        });
        assert_eq!(cells(&mut test.reader().unwrap()).len(), 100);
    }
}

#[test]
fn what_was_committed_is_there_after_closing_and_opening() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        tx.commit().unwrap();
        drop(writer);
        let again = Store::open(test.url()).unwrap();
        assert_eq!(again.migrate().unwrap(), [""; 0]);
        assert_eq!(cells(&mut again.reader().unwrap()), ["a"]);
        assert_eq!(again.engine(), test.engine());
    }
}

#[test]
fn sqlite_syncs_every_commit() {
    let test = engines().remove(0);
    let mut writer = test.writer().unwrap();
    let mut tx = writer.begin().unwrap();
    let cases = [("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000), ("cache_size", -32768)];
    for (setting, expected) in cases {
        assert_eq!(int(&mut tx, &format!("PRAGMA {setting}"), &[]), expected, "{setting}");
    }
    assert_eq!(tx.row("PRAGMA journal_mode", &[]).unwrap().unwrap().text(0).unwrap(), "wal");
}

#[test]
fn a_server_that_sorts_by_another_alphabet_is_refused_with_the_command_to_run() {
    for locale in ["LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"] {
        let Some(opened) = open_postgres_with_locale(locale) else { return };
        let error = opened.unwrap_err();
        assert_eq!(error.kind(), Kind::Other);
        let wanted = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
        assert!(error.to_string().contains(wanted) && error.to_string().contains("C.UTF-8"), "{error}");
    }
    if let Some(opened) = open_postgres_with_locale("LC_COLLATE 'C' LC_CTYPE 'C'") {
        opened.unwrap();
    }
}

#[test]
fn a_server_that_does_not_answer_is_worth_another_try() {
    let error = Store::open("postgres://nobody@127.0.0.1:1/nothing").err().unwrap();
    assert_eq!(error.kind(), Kind::Retry, "{error}");
    assert!(error.to_string().contains("cannot connect to PostgreSQL"), "{error}");
    let error = Store::open("sqlite:/no/such/folder/zone.db").err().unwrap();
    assert!(error.to_string().contains("/no/such/folder/zone.db"), "{error}");
}
