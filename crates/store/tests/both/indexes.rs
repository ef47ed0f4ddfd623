use crate::{int, run};
use serde_json::json;
use store::testing::engines;
use store::{Ask, Engine, Kind, Reader, Store, Value};

const COLUMNS: [&str; 11] = [
    "cell",
    "id",
    "register",
    "version",
    "stage",
    "withdrawn",
    "effective_on",
    "charter_version",
    "created_at",
    "amended_at",
    "body",
];

/// Two registers; every tenth record has no name and no amount.
fn fill(store: &Store) {
    let rows: Vec<Vec<Value<'_>>> = (0..6000i64)
        .map(|i| {
            let body = match i % 10 {
                0 => json!({"name": null}),
                _ => json!({"name": format!("n{:04}", i * 7919 % 6000 / 2), "amount": i * 7919 % 6000 / 2}),
            };
            let register = if i % 2 == 0 { "projects" } else { "tasks" };
            vec![
                "z-000".into(),
                format!("id{i:05}").into(),
                register.into(),
                1.into(),
                "open".into(),
                0.into(),
                "2024-01-01".into(),
                1.into(),
                0.into(),
                0.into(),
                body.into(),
            ]
        })
        .collect();
    let mut writer = store.writer().unwrap();
    let mut tx = writer.begin().unwrap();
    tx.insert_many("record", &COLUMNS, &rows).unwrap();
    tx.commit().unwrap();
}

/// How the engine would go about a query, in its own words.
fn plan(engine: Engine, reader: &mut Reader, sql: &str, params: &[Value<'_>]) -> String {
    let (explain, column) = match engine {
        Engine::Sqlite => ("EXPLAIN QUERY PLAN", 3),
        Engine::Postgres => ("EXPLAIN (COSTS OFF)", 0),
    };
    let rows = reader.rows(&format!("{explain} {sql}"), params).unwrap();
    rows.iter().map(|row| row.text(column).unwrap() + "\n").collect()
}

/// Ids of a list in the order in which the engine gives them, and what the order should be.
fn ids(reader: &mut Reader, sql: &str) -> Vec<String> {
    reader.rows(sql, &[]).unwrap().iter().map(|row| row.text(0).unwrap()).collect()
}

#[test]
fn an_index_serves_sorted_lists_in_both_directions() {
    let expressions = ["body ->> 'name'", "CAST(body ->> 'amount' AS BIGINT)"];
    let mut answers: Vec<Vec<Vec<String>>> = Vec::new();
    for test in engines() {
        fill(&test);
        let mut reader = test.reader().unwrap();
        let mut answer = Vec::new();
        for (n, expression) in expressions.iter().enumerate() {
            let name = format!("record_projects_{n}");
            assert!(
                test.ensure_index(&name, "record", &["register", expression], Some("register = 'projects'"))
                    .unwrap()
            );
            assert!(
                !test
                    .ensure_index(&name, "record", &["register", expression], Some("register = 'projects'"))
                    .unwrap()
            );
            let orders = [
                format!("{expression} ASC NULLS FIRST, id ASC"),
                format!("{expression} DESC NULLS LAST, id DESC"),
            ];
            for analyzed in [false, true] {
                if analyzed {
                    run(&mut test.writer().unwrap(), &["ANALYZE record"]);
                } else if test.engine() == Engine::Postgres {
                    // Before it has counted the rows it takes the register for tiny and sorts it; it counts by itself.
                    continue;
                }
                for order in &orders {
                    let list = format!(
                        "SELECT id FROM record WHERE register = 'projects' ORDER BY {order} LIMIT 50"
                    );
                    // Asked first, since EXPLAIN on SQLite does not notice a new index by itself.
                    reader.rows(&list, &[]).unwrap();
                    let plan = plan(test.engine(), &mut reader, &list, &[]);
                    assert!(plan.contains(&name), "the index is not used for {order}:\n{plan}");
                    let sorts = plan.contains("TEMP B-TREE") || plan.contains("Sort");
                    assert!(!sorts, "there is a sort for {order} on {:?}:\n{plan}", test.engine());
                }
            }
            for order in &orders {
                let list =
                    format!("SELECT id FROM record WHERE register = 'projects' ORDER BY {order} LIMIT 700");
                answer.push(ids(&mut reader, &list));
            }
        }
        // Without the index the same lists come out: it is a help, not a rule.
        for n in 0..expressions.len() {
            test.drop_index(&format!("record_projects_{n}")).unwrap();
            test.drop_index(&format!("record_projects_{n}")).unwrap();
        }
        let list = format!(
            "SELECT id FROM record WHERE register = 'projects' ORDER BY {} ASC NULLS FIRST, id ASC LIMIT 700",
            expressions[0]
        );
        assert_eq!(ids(&mut reader, &list), answer[0]);
        let left = test.catalogue().unwrap().indexes;
        assert!(!left.iter().any(|index| index.name.starts_with("record_projects")), "{left:?}");
        // 6,000 / 10 records without a name, all of them among the projects: first when ascending.
        assert!(answer[0][..600].iter().all(|id| id.ends_with('0')), "nothing comes first");
        answers.push(answer);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "the engines sort differently");
}

#[test]
fn an_index_serves_several_expressions_and_equality() {
    for test in engines() {
        fill(&test);
        test.ensure_index("record_two", "record", &["register", "body ->> 'name'"], None).unwrap();
        let mut reader = test.reader().unwrap();
        let sql = "SELECT id FROM record WHERE (register) = $1 AND body ->> 'name' = $2 ORDER BY id";
        let plan = plan(test.engine(), &mut reader, sql, &["tasks".into(), "n0007".into()]);
        assert!(plan.contains("record_two"), "{plan}");
    }
}

#[test]
fn an_index_with_another_definition_is_made_anew_and_a_bad_name_refused() {
    for test in engines() {
        let make =
            |expression: &str, condition| test.ensure_index("record_x", "record", &[expression], condition);
        assert!(make("body ->> 'it''s'", None).unwrap());
        assert!(!make("body ->> 'it''s'", None).unwrap());
        assert!(make("body ->> 'b'", None).unwrap());
        assert!(make("body ->> 'b'", Some("register = 'x'")).unwrap());
        assert!(!make("body ->> 'b'", Some("register = 'x'")).unwrap());
        let found = test.catalogue().unwrap();
        let index = found.indexes.iter().find(|index| index.name == "record_x").unwrap();
        assert_eq!(index.columns, [None, Some("id".to_owned())]);
        assert_eq!(found.offences(), [""; 0]);
        let long = "x".repeat(64);
        for name in ["", "Upper", "1st", "a-b", "a; DROP TABLE record", long.as_str()] {
            let error = test.ensure_index(name, "record", &["stage"], None).unwrap_err();
            assert_eq!(error.kind(), Kind::Other, "{name}");
            assert!(test.drop_index(name).is_err(), "{name}");
        }
        assert_eq!(int(&mut test.reader().unwrap(), "SELECT count(*) FROM record", &[]), 0);
    }
}
