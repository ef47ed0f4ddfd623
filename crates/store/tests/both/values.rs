use crate::{ALL, int, run};
use serde_json::{Value as Json, json};
use store::testing::engines;
use store::{Ask, Kind, Value};

#[test]
fn every_value_comes_back_as_it_went_in() {
    let texts = [
        "",
        "潮白河",
        "𠮷𪚥 rare characters",
        "e\u{301} é",
        "'; DROP TABLE record; --",
        "$1 ?1 \"x\" \\ \n\t",
        "5",
        "1e5",
    ];
    let ints = [0, 1, -1, i64::MAX, i64::MIN, 1 << 53, 999_999_999_999];
    let reals = [0.0, 1.5, -2.25, f64::MIN_POSITIVE, f64::MAX, 1e300, 0.1, 3.0];
    let bytes: [&[u8]; 4] = [b"", b"\0\xff\x00", b"text", &[7; 5000]];
    let jsons = [
        json!({}),
        json!({"名称": "潮白", "n": 1, "deep": [1, 2.5, null, true, {"a": "\"\\/\u{1}"}]}),
        json!([]),
        json!(null),
        json!(5),
        json!("5"),
        json!(i64::MAX),
        json!(0.1),
        json!(true),
    ];
    for test in engines() {
        let mut writer = test.writer().unwrap();
        run(&mut writer, &[ALL]);
        let count = texts.len().max(jsons.len());
        let mut tx = writer.begin().unwrap();
        for i in 0..count {
            let row: Vec<Value<'_>> = vec![
                format!("c{i}").into(),
                ints.get(i).copied().into(),
                reals.get(i).copied().into(),
                texts.get(i).copied().into(),
                bytes.get(i).copied().into(),
                jsons.get(i).into(),
            ];
            tx.execute("INSERT INTO everything VALUES ($1, $2, $3, $4, $5, $6)", &row).unwrap();
        }
        tx.commit().unwrap();
        let mut reader = test.reader().unwrap();
        for i in 0..count {
            let sql = "SELECT n, r, t, b, j FROM everything WHERE cell = $1";
            let row = reader.row(sql, &[format!("c{i}").into()]).unwrap().unwrap();
            assert_eq!(row.int_opt(0).unwrap(), ints.get(i).copied());
            assert_eq!(row.real_opt(1).unwrap(), reals.get(i).copied());
            assert_eq!(row.text_opt(2).unwrap().as_deref(), texts.get(i).copied());
            assert_eq!(row.bytes_opt(3).unwrap().as_deref(), bytes.get(i).copied());
            assert_eq!(row.json_opt(4).unwrap().as_ref(), jsons.get(i), "{:?}", test.engine());
        }
        for (column, value) in [("t", Value::from("潮白河")), ("n", i64::MIN.into()), ("b", bytes[1].into())]
        {
            let sql = format!("SELECT count(*) FROM everything WHERE {column} = $1");
            assert_eq!(int(&mut reader, &sql, &[value]), 1, "{column} can be looked up");
        }
    }
}

#[test]
fn what_one_engine_cannot_keep_both_refuse() {
    let refused: [Value<'_>; 6] = [
        "a\0b".into(),
        json!({"a": ["\0"]}).into(),
        json!({"a\0": 1}).into(),
        f64::NAN.into(),
        f64::INFINITY.into(),
        f64::NEG_INFINITY.into(),
    ];
    for test in engines() {
        let mut writer = test.writer().unwrap();
        run(&mut writer, &[ALL]);
        for value in &refused {
            let mut tx = writer.begin().unwrap();
            let column = match value {
                Value::Real(_) => "r",
                Value::Json(_) => "j",
                _ => "t",
            };
            let sql = format!("INSERT INTO everything(cell, {column}) VALUES ($1, $2)");
            let error = tx.execute(&sql, &["c".into(), value.clone()]).unwrap_err();
            assert_eq!(error.kind(), Kind::Other);
            assert!(error.to_string().contains("value $2"), "{error}");
            drop(tx);
            let mut tx = writer.begin().unwrap();
            let row = ["c".into(), value.clone()];
            assert!(tx.insert_many("everything", &["cell", column], &[row]).is_err());
        }
        // The words backslash, u, 0000 are no NUL.
        let mut tx = writer.begin().unwrap();
        let sql = "INSERT INTO everything(cell, j) VALUES ($1, $2)";
        tx.execute(sql, &["c".into(), json!({"a": "\\u0000"}).into()]).unwrap();
        assert_eq!(
            tx.row("SELECT j FROM everything", &[]).unwrap().unwrap().json(0).unwrap()["a"],
            "\\u0000"
        );
    }
}

#[test]
fn json_fields_read_the_same_with_the_casts_of_the_house() {
    let body = json!({"text": "潮白", "date": "2023-12-29", "decimal": "5.28", "money": 12345678901234i64, "n": 5,
        "yes": true, "no": false, "nothing": null, "list": ["a", "b"]});
    // Statement, and what both engines answer as text.
    let cases: [(&str, Option<&str>); 13] = [
        ("j ->> 'text'", Some("潮白")),
        ("j ->> 'date'", Some("2023-12-29")),
        ("j ->> 'decimal'", Some("5.28")),
        ("j ->> 'nothing'", None),
        ("j ->> 'missing'", None),
        ("CAST(j ->> 'n' AS TEXT)", Some("5")),
        ("CAST(CAST(j ->> 'money' AS BIGINT) + 1 AS TEXT)", Some("12345678901235")),
        ("CAST(j -> 'yes' AS TEXT)", Some("true")),
        ("CAST(j -> 'no' AS TEXT)", Some("false")),
        ("CAST(j -> 'nothing' AS TEXT)", Some("null")),
        ("j -> 'list' ->> 1", Some("b")),
        ("CASE WHEN CAST(j ->> 'n' AS BIGINT) >= 5 THEN 'y' ELSE 'n' END", Some("y")),
        ("CASE WHEN CAST(j ->> 'decimal' AS DOUBLE PRECISION) > 5.2 THEN 'y' ELSE 'n' END", Some("y")),
    ];
    for test in engines() {
        let mut writer = test.writer().unwrap();
        run(&mut writer, &[ALL]);
        let mut tx = writer.begin().unwrap();
        tx.execute("INSERT INTO everything(cell, j) VALUES ('c', $1)", &[(&body).into()]).unwrap();
        for (expression, expected) in cases {
            let row = tx.row(&format!("SELECT {expression} FROM everything"), &[]).unwrap().unwrap();
            assert_eq!(row.text_opt(0).unwrap().as_deref(), expected, "{expression} on {:?}", test.engine());
        }
        assert_eq!(
            int(&mut tx, "SELECT count(*) FROM everything WHERE j ->> 'text' = $1", &["潮白".into()]),
            1
        );
        let sql =
            "SELECT count(*) FROM everything WHERE CAST(j ->> 'n' AS BIGINT) = $1 AND j ->> 'date' < $2";
        assert_eq!(int(&mut tx, sql, &[5.into(), "2024".into()]), 1);
        let sql =
            "SELECT count(*) FROM everything WHERE CAST(j ->> 'decimal' AS NUMERIC) < CAST($1 AS NUMERIC)";
        for (bound, count) in
            [("5.3", 1), ("5.28", 0), ("-5.3", 0), ("10", 1), ("123456.789", 1), ("0.00001", 0)]
        {
            assert_eq!(int(&mut tx, sql, &[bound.into()]), count, "5.28 < {bound} on {:?}", test.engine());
        }
        assert_eq!(int(&mut tx, sql, &[6.into()]), 1);
    }
}

#[test]
fn values_adapt_to_what_a_placeholder_stands_for() {
    let cases: [(&str, Vec<Value<'_>>, i64); 8] = [
        ("SELECT CAST($1 AS BIGINT) + 1", vec![i64::from(i32::MAX).into()], 2_147_483_648),
        ("SELECT count(*) FROM (SELECT 1 AS x LIMIT $1) AS t", vec![1.into()], 1),
        ("SELECT length($1)", vec!["潮白河".into()], 3),
        ("SELECT CASE WHEN CAST($1 AS TEXT) = '5' THEN 1 ELSE 0 END", vec![5.into()], 1),
        ("SELECT CASE WHEN CAST($1 AS DOUBLE PRECISION) > 4.5 THEN 1 ELSE 0 END", vec![5.into()], 1),
        ("SELECT CASE WHEN CAST($1 AS TEXT) IS NULL THEN 1 ELSE 0 END", vec![Value::Null], 1),
        (
            "SELECT CAST($2 AS BIGINT) - CAST($1 AS BIGINT) + CAST($2 AS BIGINT)",
            vec![1.into(), 10.into()],
            19,
        ),
        ("SELECT 1 = 1", vec![], 1),
    ];
    for test in engines() {
        let mut reader = test.reader().unwrap();
        for (sql, params, expected) in &cases {
            assert_eq!(int(&mut reader, sql, params), *expected, "{sql} on {:?}", test.engine());
        }
        assert!(reader.rows("SELECT CAST($1 AS BIGINT)", &[]).is_err(), "a value is missing");
        assert!(reader.rows("SELECT 1", &[1.into()]).is_err(), "a value is too many");
    }
}

#[test]
fn a_sum_is_read_after_a_cast_and_a_wrong_accessor_says_so() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        for (cell, seq) in [("a", i64::MAX - 10), ("b", 10)] {
            crate::put(&mut tx, cell, seq).unwrap();
        }
        assert_eq!(int(&mut tx, "SELECT CAST(sum(seq) AS BIGINT) FROM log_drained", &[]), i64::MAX);
        let row = tx
            .row("SELECT cell, seq, NULL, sum(seq) FROM log_drained GROUP BY cell, seq", &[])
            .unwrap()
            .unwrap();
        assert!(row.int(0).unwrap_err().to_string().contains("column 0 holds text, not an integer"));
        assert!(row.text(1).unwrap_err().to_string().contains("column 1 holds an integer, not text"));
        assert!(row.int(2).unwrap_err().to_string().contains("no value"));
        assert!(row.int(9).unwrap_err().to_string().contains("there is no column 9"));
        assert_eq!((row.len(), row.is_null(2).unwrap(), row.int_opt(2).unwrap()), (4, true, None));
        if test.engine() == store::Engine::Postgres {
            assert!(row.int(3).unwrap_err().to_string().contains("CAST(.. AS BIGINT)"));
        }
    }
}

#[test]
fn text_is_compared_and_folded_the_same() {
    let cases = [
        ("SELECT 'B' < 'a'", 1),
        ("SELECT 'z' < 'é'", 1),
        ("SELECT '三河' < '大厂'", 1),
        ("SELECT 'Abc' LIKE 'a%'", 0),
        ("SELECT lower('ABC') = 'abc'", 1),
        ("SELECT lower('É') = 'é'", 0),
        ("SELECT 'a' || 'b' = 'ab'", 1),
        ("SELECT 7 / 2", 3),
    ];
    for test in engines() {
        let mut reader = test.reader().unwrap();
        for (sql, expected) in cases {
            assert_eq!(int(&mut reader, sql, &[]), expected, "{sql} on {:?}", test.engine());
        }
        assert!(reader.rows("SELECT \"no such column\"", &[]).is_err(), "a quoted name is never a text");
    }
}

#[test]
fn many_rows_go_in_at_once_and_a_wrong_one_fails_all() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        run(&mut writer, &[ALL]);
        let columns = ["cell", "n", "r", "t", "b", "j"];
        for count in [0, 1, 3, 4, 2500] {
            let rows: Vec<Vec<Value<'_>>> = (0..count)
                .map(|i| {
                    let body: Json = json!({"i": i, "名": "潮"});
                    vec![
                        format!("{count}-{i}").into(),
                        i.into(),
                        0.5.into(),
                        Value::Null,
                        [1, 2].into(),
                        body.into(),
                    ]
                })
                .collect();
            let mut tx = writer.begin().unwrap();
            assert_eq!(tx.insert_many("everything", &columns, &rows).unwrap(), rows.len() as u64);
            tx.commit().unwrap();
        }
        let mut reader = test.reader().unwrap();
        assert_eq!(int(&mut reader, "SELECT count(*) FROM everything", &[]), 2508);
        let row =
            reader.row("SELECT n, r, t, b, j FROM everything WHERE cell = '2500-77'", &[]).unwrap().unwrap();
        assert_eq!((row.int(0).unwrap(), row.real(1).unwrap(), row.text_opt(2).unwrap()), (77, 0.5, None));
        assert_eq!((row.bytes(3).unwrap(), row.json(4).unwrap()), (vec![1, 2], json!({"i": 77, "名": "潮"})));
        let mut twice: Vec<[Value<'_>; 1]> = (0..10).map(|i| [Value::from(format!("x{i}"))]).collect();
        twice.push(["x3".into()]);
        let mut tx = writer.begin().unwrap();
        let error = tx.insert_many("everything", &["cell"], &twice).unwrap_err();
        assert_eq!(error.kind(), Kind::Constraint);
        drop(tx);
        assert_eq!(int(&mut reader, "SELECT count(*) FROM everything", &[]), 2508);
        let mut tx = writer.begin().unwrap();
        assert!(tx.insert_many("everything", &["cell", "n"], &[["y".into()]]).is_err(), "a value is missing");
    }
}
