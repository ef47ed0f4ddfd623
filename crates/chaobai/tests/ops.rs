//! What an operator does with a zone, with the real program on both engines.

mod crash_support;
mod running;

use crash_support::{Acknowledged, Client, Server, Writers, check, found_with_clerk};
use running::{Zone, copy_folder, edit, places, run, small_place, three_towns};
use std::path::PathBuf;
use std::sync::Arc;
use store::Ask;

/// The figures of the three towns at the end of 2023, all known beforehand.
const FIGURES: &str = "\
id,value,qualifier,unit,as_of,basis,reported,computed,difference,words
B01,1,exact,座,2022-12-31,reported,1,1,0,来源报告1座，由 1 条登记计算得1座，一致。
B02,1,exact,个,2023-12-31,computed,,1,,由 1 条登记计算得1个；没有来源报告过。
B03,1.2,exact,km,2023-12-31,computed,,1.2,,由 1 条登记计算得1.2 km；没有来源报告过。
B04,1800,exact,人次,2023-12-31,computed,,1800,,由 1 条登记计算得1800人次；没有来源报告过。
B05,1800,exact,人次,2023-12-31,computed,,1800,,由 3 条登记计算得1800人次；没有来源报告过。
B06,100,exact,%,2023-12-31,computed,,100,,由 1 条登记计算得100%；没有来源报告过。
B07,2,exact,年,2023-12-31,computed,,2,,由 3 条登记计算得2年；没有来源报告过。
B08,2,exact,项,2023-12-31,computed,,2,,由 2 条登记计算得2项；没有来源报告过。
";

fn count(zone: &Zone, table: &str) -> i64 {
    let mut reader = zone.store().reader().expect("a reader");
    let row = reader.row(&format!("SELECT count(*) FROM {table}"), &[]).expect("a count");
    row.expect("a row").int(0).expect("a number")
}

/// A copy of the three towns that a test may change.
fn own_charter(zone: &Zone) -> PathBuf {
    let folder = zone.path().join("charter");
    copy_folder(&three_towns(), &folder);
    folder
}

#[test]
fn a_charter_with_mistakes_is_told_line_by_line_and_not_adopted() {
    let broken = three_towns().with_file_name("three-towns-broken");
    let said = run(&["check", &broken.display().to_string()]).bad();
    assert!(said.lines().count() > 10, "{said}");
    for line in said.lines().rev().skip(1) {
        let place = line.split_once(": ").map(|(place, _)| place).unwrap_or_default();
        assert!(place.contains(".toml") || place.contains(".csv") || place.contains(".geojson"), "{line}");
        assert!(line.ends_with(']'), "no code in: {line}");
    }
    let chinese = run(&["check", &broken.display().to_string(), "--lang", "zh"]).bad();
    assert_eq!(chinese.lines().count(), said.lines().count());
    assert!(chinese.contains("错误"), "{chinese}");
    for zone in places() {
        zone.adopt(&broken).bad();
        assert!(zone.run(&["figures"]).bad().contains("there is no zone"));
    }
    run(&["check", &three_towns().display().to_string()]).good();
}

#[test]
fn adopting_twice_changes_nothing() {
    for zone in places() {
        let said = zone.adopt(&three_towns()).good();
        assert!(said.contains("charter version 1; 12 facts written, 0 there before, 0 refused"), "{said}");
        let tables =
            ["record", "record_version", "journal_entry", "figure_value", "charter_version", "request"];
        let before = tables.map(|table| count(&zone, table));
        let said = zone.adopt(&three_towns()).good();
        assert!(said.contains("charter version 1; 0 facts written, 12 there before, 0 refused"), "{said}");
        assert_eq!(tables.map(|table| count(&zone, table)), before);
    }
}

#[test]
fn a_changed_charter_shows_its_difference_and_old_records_keep_their_charter() {
    for zone in places() {
        let charter = own_charter(&zone);
        zone.adopt(&charter).good();
        edit(
            &charter.join("registers/bridges.toml"),
            "type = \"money\"\n",
            "type = \"money\"\npublic = true\n",
        );
        edit(&charter.join("zone.toml"), "Three Towns Sample Zone", "Zone of the Three Towns");
        let facts = charter.join("facts/crossings.csv");
        edit(
            &facts,
            "渡口桥,2023-06-01,2023,1800",
            "渡口桥,2023-07-01,2023,1900,S1,2022-12-31\n渡口桥,2023-06-01,2023,1800",
        );
        let asked = zone.run(&["adopt", &charter.display().to_string()]).bad();
        assert!(asked.contains("--yes"), "nobody was there to agree: {asked}");
        let said = zone.adopt(&charter).good();
        assert!(said.contains("2 differences from version 1"), "{said}");
        assert!(said.contains("~ registers/bridges/fields/cost/public: from false to true"), "{said}");
        assert!(
            said.contains("~ zone/name: from “Three Towns Sample Zone” to “Zone of the Three Towns”"),
            "{said}"
        );
        assert!(said.contains("charter version 2; 1 facts written, 12 there before, 0 refused"), "{said}");
        let sql = "SELECT charter_version, count(*) FROM record_version GROUP BY charter_version ORDER BY charter_version";
        let rows = zone.store().reader().unwrap().rows(sql, &[]).unwrap();
        let found: Vec<_> = rows.iter().map(|row| (row.int(0).unwrap(), row.int(1).unwrap())).collect();
        assert_eq!(found, [(1, 11), (2, 1)]);
        zone.run(&["verify"]).good();
        let other = own_charter(&zone);
        edit(&other.join("zone.toml"), "id = \"threetowns\"", "id = \"othertowns\"");
        assert!(zone.adopt(&other).bad().contains("othertowns"));
    }
}

#[test]
fn a_row_that_is_refused_is_told_by_file_and_line() {
    for zone in places() {
        let charter = own_charter(&zone);
        edit(
            &charter.join("facts/bridges.csv"),
            "渡口桥,open,1.2,4,2022-05-01,42681000000,plan|standard,xidu,POINT(116.75 39.9),dongdu-roads,xidu-roads,2022-05-01",
            "渡口桥,open,1.2,4,2022-05-01,42681000000,plan|standard,xidu,POINT(116.75 39.9),dongdu-roads,xidu-roads,9022-05-01",
        );
        let said = zone.adopt(&charter).bad();
        assert!(said.contains("facts/bridges.csv:3: "), "{said}");
        assert!(said.contains("11 facts written, 0 there before, 1 refused"), "{said}");
    }
}

#[test]
fn the_figures_of_the_small_zone_are_printed_exactly() {
    for zone in places() {
        zone.adopt(&three_towns()).good();
        assert_eq!(zone.figures("2023-12-31"), FIGURES, "{}", zone.engine());
        let wrong = zone.run(&["figures", "--zone", "elsewhere"]).bad();
        assert!(wrong.contains("threetowns"), "{wrong}");
        let early = zone
            .run(&["figures", "--as-of", "2023-12-31", "--known-at", "2020-01-01", "--format", "csv"])
            .good();
        let line = early.lines().find(|line| line.starts_with("B01,")).expect("B01");
        assert!(
            line.starts_with("B01,0,exact,座,2023-12-31,computed,,0,,"),
            "nothing was known in 2020: {line}"
        );
        let json = zone.run(&["figures", "--as-of", "2023-12-31", "--format", "json"]).good();
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!((json[0]["id"].as_str(), json[0]["value"].as_str()), (Some("B01"), Some("1")));
        let table = zone.run(&["figures", "--as-of", "2023-12-31"]).good();
        assert_eq!(table.lines().count(), 9);
    }
}

#[test]
fn a_zone_moves_from_one_engine_to_the_other_and_back() {
    let Some(there) = store::testing::postgres() else { return };
    let (from, back) = (small_place(), small_place());
    from.adopt(&three_towns()).good();
    let data = from.path().display().to_string();
    let said = run(&["copy", "--from", &from.url, "--to", there.url(), "--data", &data]).good();
    assert!(said.contains("Nothing is wrong"), "{said}");
    let said = run(&["copy", "--from", there.url(), "--to", &back.url, "--data", &data]).good();
    assert!(said.contains("Nothing is wrong"), "{said}");
    for url in [there.url(), &back.url] {
        run(&["verify", "--data", &data, "--database", url]).good();
        let figures =
            run(&["figures", "--as-of", "2023-12-31", "--format", "csv", "--data", &data, "--database", url]);
        assert_eq!(figures.good(), FIGURES);
        let again = run(&[
            "adopt",
            &three_towns().display().to_string(),
            "--yes",
            "--data",
            &data,
            "--database",
            url,
        ])
        .good();
        assert!(again.contains("0 facts written, 12 there before"), "{again}");
    }
    let full = run(&["copy", "--from", &from.url, "--to", there.url(), "--data", &data]).bad();
    assert!(full.contains("not empty"), "{full}");
}

#[test]
fn a_backup_is_restored_and_one_older_than_the_log_is_refused() {
    for mut zone in places() {
        zone.adopt(&three_towns()).good();
        let key = zone.run(&["key"]).good();
        let backup = zone.file("backup.db");
        zone.run(&["backup", &backup]).good();
        assert!(zone.run(&["backup", &backup]).bad().contains("is there already"));
        // Later changes are published, so the backup is older than the log.
        let person = person(&zone);
        zone.run(&["accounts", "open", "later", "--person", &person]).good();
        zone.run(&["export", &zone.file("export")]).good();

        zone.change_database("second.db");
        let said = zone.run(&["restore", &backup]).bad();
        assert!(said.contains("15 entries were published and this backup has only 13"), "{said}");
        assert!(zone.adopt(&three_towns()).bad().contains("older than what has been published"));
        assert!(zone.run(&["verify"]).bad().contains("older than the published log"));

        zone.change_database("third.db");
        let said = zone.run(&["restore", &backup, "--new-log"]).good();
        assert!(said.contains("old-log-1"), "{said}");
        zone.adopt(&three_towns()).good();
        assert!(zone.run(&["verify"]).good().contains("13 entries"));
        assert!(zone.path().join("old-log-1/log/checkpoint").is_file());
        assert_ne!(zone.run(&["key"]).good(), key);
    }
}

/// Id of a person of the three towns.
fn person(zone: &Zone) -> String {
    let sql = "SELECT id FROM record WHERE register = 'persons' ORDER BY id LIMIT 1";
    zone.store().reader().unwrap().row(sql, &[]).unwrap().expect("a person").text(0).unwrap()
}

#[test]
fn accounts_are_opened_linked_and_closed() {
    for zone in places() {
        zone.adopt(&three_towns()).good();
        let link = zone
            .run(&["accounts", "open", "jia", "--person", "示例甲", "--site", "https://zone.example"])
            .good();
        assert!(link.starts_with("https://zone.example/"), "{link}");
        assert!(
            zone.run(&["accounts", "open", "jia", "--person", "示例乙"]).bad().contains("people.login_taken")
        );
        assert!(zone.run(&["accounts", "open", "X", "--person", "示例乙"]).bad().contains("login"));
        assert!(
            zone.run(&["accounts", "open", "bing", "--person", "示例丙"])
                .bad()
                .contains("no person named 示例丙")
        );
        let tokens = [(); 2].map(|()| zone.run(&["accounts", "token", "jia"]).good());
        assert!(tokens[0].trim().len() == 46 && tokens[0] != tokens[1], "{tokens:?}");
        assert!(zone.run(&["accounts", "list"]).good().contains("jia"));
        zone.run(&["accounts", "close", "jia"]).good();
        assert!(zone.run(&["accounts", "list"]).good().contains("closed"));
        zone.run(&["accounts", "token", "jia"]).bad();
        zone.run(&["accounts", "link", "jia"]).bad();
        let sample = zone.run(&["accounts", "sample"]).good();
        assert!(sample.contains("chair-east") && sample.contains("http://127.0.0.1:8080/"), "{sample}");
        assert!(!sample.contains("示例乙"), "a term that ended gives no account: {sample}");
        zone.run(&["verify"]).good();
    }
}

#[test]
fn key_schema_and_map_say_what_they_should() {
    let zone = small_place();
    zone.run(&["key"]).bad();
    zone.adopt(&three_towns()).good();
    let key = zone.run(&["key"]).good();
    assert_eq!(key, std::fs::read_to_string(zone.path().join("log-key.txt")).unwrap());
    let schema = zone.file("schema");
    run(&["schema", &schema]).good();
    let published = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/charter.schema");
    for item in std::fs::read_dir(&schema).unwrap() {
        let path = item.unwrap().path();
        let kept = std::fs::read(published.join(path.file_name().unwrap())).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), kept, "{} is old; run: make generated", path.display());
    }
    let map = run(&["map", "--charter", &three_towns().display().to_string()]).good();
    assert!(map.contains("bridges") && map.contains("create: clerk"), "{map}");
}

#[test]
fn a_backup_made_while_people_write_holds_everything_acknowledged_before() {
    for mut zone in places() {
        let token = found_with_clerk(&zone);
        let acknowledged = Acknowledged::create(&zone.path().join("acknowledged.txt"));
        let mut server = Server::start(&zone);
        let client = Arc::new(Client::new(server.address.clone(), token));
        let writers = Writers::start(4, &client, &acknowledged, 1);
        acknowledged.wait_for_more(100, &mut || server.has_ended());
        let before = acknowledged.count();
        let backup = zone.file("backup.db");
        zone.run(&["backup", &backup]).good();
        acknowledged.wait_for_more(20, &mut || server.has_ended());

        // While the zone is being served, nobody else may take its folder.
        assert!(zone.run(&["serve", "--listen", "127.0.0.1:0"]).bad().contains("is being served already"));
        assert!(zone.run(&["restore", &backup]).bad().contains("stop the program first"));
        let data = zone.path().display().to_string();
        let copy = ["copy", "--from", &zone.url, "--to", &format!("sqlite:{data}/copy.db"), "--data", &data];
        assert!(run(&copy).bad().contains("stop the program first"));
        // What is asked of the zone may be asked meanwhile.
        zone.run(&["verify"]).good();
        zone.run(&["export", &zone.file("export")]).good();
        run(&["verify", &zone.file("export"), "--key", &zone.file("log-key.txt")]).good();

        writers.finish();
        server.stop();
        zone.change_database("second.db");
        zone.run(&["restore", &backup, "--new-log"]).good();
        assert!(before >= 100, "only {before} changes went before");
        assert_eq!(check(&zone, 0, before), before);
        zone.run(&["verify"]).good();
    }
}
