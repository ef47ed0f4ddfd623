use crate::run;
use store::Catalogue;
use store::testing::{blank_engines, engines};

#[test]
fn our_tables_keep_the_rules_of_portability_and_are_the_same_on_both() {
    let found: Vec<Catalogue> = engines().iter().map(|test| test.catalogue().unwrap()).collect();
    for catalogue in &found {
        assert_eq!(catalogue.offences(), [""; 0]);
        assert_eq!(catalogue, &found[0], "the engines differ");
        let record = catalogue.find_table("record").unwrap();
        assert_eq!(record.primary_key, ["cell", "id"]);
        let kind = |name: &str| {
            record.columns.iter().find(|c| c.name == name).map(|c| (c.kind.as_str(), c.required))
        };
        assert_eq!(kind("west"), Some(("DOUBLE PRECISION", false)));
        assert_eq!(kind("body"), Some(("JSONB", true)));
        let by_register = catalogue.indexes.iter().find(|index| index.name == "record_by_register").unwrap();
        assert_eq!(by_register.columns, [Some("register".to_owned()), Some("id".to_owned())]);
        assert_eq!((by_register.table.as_str(), by_register.unique), ("record", false));
        assert_eq!(catalogue.tables.len(), 43);
    }
}

#[test]
fn what_would_tie_a_zone_to_one_engine_is_found() {
    for test in blank_engines() {
        let mut writer = test.writer().unwrap();
        let mut statements = vec![
            "CREATE TABLE good(cell TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY(cell, id))",
            "CREATE TABLE keyless(cell TEXT NOT NULL)",
            "CREATE TABLE turned(id TEXT NOT NULL, cell TEXT NOT NULL, PRIMARY KEY(id, cell))",
            "CREATE TABLE pointing(cell TEXT NOT NULL PRIMARY KEY, other TEXT, whole TIMESTAMP,
               FOREIGN KEY(other, cell) REFERENCES turned(id, cell), FOREIGN KEY(cell, other) REFERENCES good(cell, id))",
            "CREATE UNIQUE INDEX one_id ON good(id)",
            "CREATE UNIQUE INDEX one_in_cell ON good(cell, lower(id))",
            "CREATE VIEW seen AS SELECT id FROM good",
        ];
        let mut expected = vec![
            "keyless: the primary key does not begin with the cell",
            "turned: the primary key does not begin with the cell",
            "pointing to turned: the foreign key does not begin with the cell",
            "one_id: the unique index does not begin with the cell",
            "seen: view",
        ];
        if test.engine() == store::Engine::Sqlite {
            statements.push("CREATE TABLE counted(cell INTEGER PRIMARY KEY AUTOINCREMENT)");
            statements.push("CREATE TRIGGER fires AFTER INSERT ON good BEGIN DELETE FROM good; END");
            expected.extend([
                "counted.cell: column type INTEGER",
                "sqlite_sequence: sequence",
                "fires: trigger",
            ]);
            expected.push("pointing.whole: column type TIMESTAMP");
        } else {
            statements.push("CREATE TABLE counted(cell BIGSERIAL PRIMARY KEY)");
            statements
                .push("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
            statements.push("CREATE TRIGGER fires BEFORE INSERT ON good FOR EACH ROW EXECUTE FUNCTION f()");
            statements.push("CREATE MATERIALIZED VIEW kept AS SELECT id FROM good");
            statements.push("CREATE TABLE late(cell TEXT PRIMARY KEY, x TEXT, UNIQUE(cell, x) DEFERRABLE)");
            expected.extend(["counted_cell_seq: sequence", "fires: trigger", "kept: materialized view"]);
            expected.extend(["pointing.whole: column type TIMESTAMP WITHOUT TIME ZONE"]);
            expected.push("late_cell_x_key: deferrable constraint");
        }
        run(&mut writer, &statements);
        let mut found = test.catalogue().unwrap().offences();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
    }
}
