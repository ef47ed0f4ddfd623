//! Charters read from folders: a small one that is right, its twin with planted mistakes, and those
//! this repository ships.

use chaobai::charter::model::{Charter, FieldType, Stage};
use chaobai::charter::schema::{FileKind, published};
use chaobai::charter::{self, Checks, Loaded, Mistake, Severity};
use chaobai::domain::registers::filter;
use kernel::{Date, Id, Text};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn read(folder: &Path) -> Result<Loaded, Vec<Mistake>> {
    charter::read_with(folder, &Checks { filter: &filter::check })
}

fn three_towns() -> Charter {
    read(&fixture("three-towns")).unwrap_or_else(|all| panic!("{}", listed(&all))).charter
}

fn listed(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(|m| format!("{m}\n")).collect()
}

#[test]
fn every_charter_of_the_repository_can_be_adopted() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters");
    let folders = std::fs::read_dir(std::env::var_os("CHARTERS").map_or(shipped, PathBuf::from));
    for folder in folders.into_iter().flatten().flatten().map(|e| e.path()).filter(|p| p.is_dir()) {
        let loaded = read(&folder).unwrap_or_else(|all| panic!("{}\n{}", folder.display(), listed(&all)));
        println!("{}\n{}", folder.display(), listed(&loaded.warnings));
        assert!(loaded.warnings.iter().all(|m| m.severity == Severity::Warning));
    }
}

#[test]
fn the_three_towns_are_right() {
    let loaded = read(&fixture("three-towns")).unwrap_or_else(|all| panic!("{}", listed(&all)));
    assert_eq!(listed(&loaded.warnings), "");
}

/// What the broken twin has, in order of file and line. Nothing else may be said: a mistake is
/// reported once, and what only follows from it is not.
const PLANTED: &[&str] = &[
    "calendars/sample.toml:6 bad_range",
    "calendars/sample.toml:7 work_not_weekend",
    "calendars/sample.toml:7 off_and_work",
    "documents/yearly.toml:3 not_a_document_number",
    "documents/yearly.toml:3 number_without_issuer",
    "documents/yearly.toml:6 no_such_level",
    "documents/yearly.toml:9 unknown_figure",
    "documents/yearly.toml:10 bad_binding",
    "documents/yearly.toml:11 bad_binding",
    "documents/yearly.toml:12 different_bindings",
    "documents/yearly.toml:13 typed_number",
    "documents/yearly.toml:13 typed_number",
    "documents/yearly.toml:14 classified",
    "documents/yearly.toml:16 unknown_source",
    "facts/crossings.csv:3 duplicate_fact",
    "facts/crossings.csv:4 not_an_integer",
    "facts/crossings.csv:4 required",
    "facts/crossings.csv:5 not_a_date",
    "facts/terms.csv:1 unknown_column",
    "facts/terms.csv:3 unknown_post",
    "figures/crossing.toml:11 bad_filter",
    "figures/crossing.toml:14 not_a_number",
    "figures/crossing.toml:15 unknown_qualifier",
    "figures/crossing.toml:17 unknown_source",
    "figures/crossing.toml:23 no_value_in_sentence",
    "figures/crossing.toml:53 unknown_field",
    "figures/crossing.toml:65 wrong_field_type",
    "figures/crossing.toml:65 wrong_field_type",
    "figures/crossing.toml:78 duplicate_id",
    "figures/crossing.toml:85 wrong_field_type",
    "figures/crossing.toml:95 unknown_tag_group",
    "notices/amended.toml:1 id_not_file_name",
    "notices/amended.toml:3 unknown_register",
    "notices/amended.toml:4 unknown_relation",
    "notices/amended.toml:5 unknown_placeholder",
    "notices/none.toml:1 unknown_event",
    "papers/minutes.toml:2 unknown_body",
    "papers/minutes.toml:3 unknown_placeholder",
    "papers/minutes.toml:4 not_a_number_pattern",
    "papers/minutes.toml:4 not_a_number_pattern",
    "papers/minutes.toml:6 minutes_are_not_sealed",
    "papers/minutes.toml:7 copies_without_printer",
    "papers/minutes.toml:10 no_such_level",
    "papers/minutes.toml:12 classified",
    "papers/minutes.toml:15 missing_word",
    "papers/minutes.toml:17 unknown_word",
    "papers/notice.toml:2 number_without_flag",
    "papers/notice.toml:2 not_a_number_pattern",
    "papers/other.toml:1 id_not_file_name",
    "papers/other.toml:2 second_paper",
    "procedures/inspection.toml:4 unknown_holder",
    "procedures/inspection.toml:5 unknown_calendar",
    "procedures/inspection.toml:7 no_way_out",
    "procedures/inspection.toml:10 wrong_field_type",
    "procedures/inspection.toml:11 which_limit",
    "procedures/inspection.toml:12 unknown_slip",
    "procedures/inspection.toml:13 escalation_order",
    "procedures/inspection.toml:13 unknown_step",
    "procedures/inspection.toml:15 no_reason",
    "procedures/inspection.toml:19 unknown_slip",
    "procedures/inspection.toml:21 bad_value",
    "procedures/inspection.toml:22 unknown_field",
    "procedures/inspection.toml:23 unknown_stage",
    "procedures/inspection.toml:24 unknown_procedure",
    "procedures/inspection.toml:25 unknown_figure",
    "procedures/inspection.toml:28 no_reason",
    "procedures/inspection.toml:32 back_to_where",
    "procedures/inspection.toml:34 no_limit",
    "procedures/inspection.toml:34 no_way_out",
    "procedures/inspection.toml:38 silence_without_each",
    "procedures/inspection.toml:46 unreachable_step",
    "procedures/inspection.toml:55 two_types",
    "registers/bridges.toml:1 missing_key",
    "registers/bridges.toml:5 unknown_key",
    "registers/bridges.toml:6 unknown_field",
    "registers/bridges.toml:9 not_a_unit_field",
    "registers/bridges.toml:11 unknown_field",
    "registers/bridges.toml:12 not_a_place_field",
    "registers/bridges.toml:17 unknown_role",
    "registers/bridges.toml:20 public_may_change",
    "registers/bridges.toml:47 unknown_measure",
    "registers/bridges.toml:57 not_a_number",
    "registers/bridges.toml:69 unknown_word",
    "registers/bridges.toml:76 not_indexable",
    "registers/bridges.toml:126 unknown_stage",
    "registers/ferries.toml:1 id_not_file_name",
    "registers/ferries.toml:1 missing_key",
    "registers/ferries.toml:2 wrong_type",
    "registers/ferries.toml:3 unknown_area",
    "registers/ferries.toml:4 unknown_field",
    "registers/ferries.toml:5 unknown_field",
    "registers/ferries.toml:10 bad_id",
    "registers/ferries.toml:13 wrong_type",
    "registers/ferries.toml:15 no_choices",
    "registers/ferries.toml:16 reserved_id",
    "registers/ferries.toml:17 empty_name",
    "registers/ferries.toml:25 limits_reversed",
    "registers/ferries.toml:32 unreachable_stage",
    "registers/markets.toml:2 syntax",
    "registers/markets.toml:3 syntax",
    "registers/markets.toml:3 syntax",
    "registers/persons.toml:1 no_lead",
    "registers/persons.toml:29 never_public",
    "registers/terms.toml:6 keepers_same_side",
    "registers/terms.toml:18 unknown_register",
    "standards/bridge_load.toml:4 dates_reversed",
    "standards/bridge_load.toml:11 limits_count",
    "zone.toml:8 unknown_time_zone",
    "zone.toml:10 people_field",
    "zone.toml:20 unknown_figure",
    "zone.toml:28 bad_id",
    "zone.toml:32 duplicate_id",
    "zone.toml:59 bad_division_code",
    "zone.toml:75 not_a_number",
    "zone.toml:87 dates_reversed",
    "zone.toml:106 rotation_not_chair",
    "zone.toml:107 rotation_overlap",
    "zone.toml:114 unknown_body",
    "zone.toml:121 not_a_credit_code",
    "zone.toml:122 wrong_type",
    "zone.toml:129 unknown_jurisdiction",
    "zone.toml:130 check_digit",
    "zone.toml:183 administrators_joined",
    "zone.toml:216 unknown_word",
    "zone.toml:235 mark_too_short",
];

#[test]
fn every_planted_mistake_is_found_in_one_run() {
    let mistakes = read(&fixture("three-towns-broken")).expect_err("the broken twin was adopted");
    let found: Vec<String> = mistakes.iter().map(|m| format!("{}:{} {}", m.file, m.line, m.code)).collect();
    assert_eq!(found, PLANTED, "\n{}", listed(&mistakes));
    for mistake in &mistakes {
        for text in [&mistake.what, &mistake.instead] {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{mistake:?}");
        }
    }
}

#[test]
fn a_zone_without_any_level_of_secrecy_would_hold_nothing_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(fixture("three-towns").join("zone.toml")).expect("the zone");
    let text = text.replace("levels = [\"绝密\", \"机密\", \"秘密\"]", "levels = []");
    std::fs::write(folder.path().join("zone.toml"), text).expect("the zone");
    let mistakes = read(folder.path()).expect_err("a gate that holds nothing back");
    assert!(mistakes.iter().any(|m| m.code == "no_levels" && m.line > 0), "{}", listed(&mistakes));
}

#[test]
fn a_typing_slip_is_answered_with_the_word_that_was_meant() {
    let mistakes = read(&fixture("three-towns-broken")).expect_err("the broken twin was adopted");
    for (place, meant) in [
        ("registers/bridges.toml:5", "title"),
        ("registers/bridges.toml:17", "clerk"),
        ("registers/bridges.toml:47", "km"),
        ("zone.toml:114", "council"),
        ("facts/terms.csv:3", "clerk-xidu"),
        ("figures/crossing.toml:53", "year"),
    ] {
        let found = mistakes.iter().find(|m| format!("{}:{}", m.file, m.line) == place).expect(place);
        assert!(found.instead.zh.contains(meant) && found.instead.en.contains(meant), "{found}");
    }
}

#[test]
fn a_syntax_error_is_told_with_line_and_column() {
    let mistakes = read(&fixture("three-towns-broken")).expect_err("the broken twin was adopted");
    let first = mistakes.iter().find(|m| m.code == "syntax").expect("a syntax error was planted");
    assert_eq!((first.file.as_str(), first.line, first.column > 1), ("registers/markets.toml", 2, true));
}

#[test]
fn a_folder_without_a_zone_is_refused_with_its_other_mistakes() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::create_dir(folder.path().join("registers")).expect("a folder can be made");
    std::fs::write(folder.path().join("registers/a.toml"), "id = 1\nnamee = 2\n")
        .expect("a file can be written");
    let mistakes = read(folder.path()).expect_err("a folder without zone.toml was adopted");
    let codes: Vec<&str> = mistakes.iter().map(|m| m.code).collect();
    assert!(codes.contains(&"unreadable_file") && codes.contains(&"unknown_key"), "{}", listed(&mistakes));
}

#[test]
fn what_need_not_be_written_is_added() {
    let charter = three_towns();
    let crossings = charter.register("crossings").expect("crossings");
    let source = crossings.field("source").expect("sourced registers have a source");
    assert!(source.required && source.public && source.kind == FieldType::Text);
    assert_eq!(crossings.field("source_date").expect("and its date").kind, FieldType::Date);
    assert!(charter.register("sources").expect("sources").field("source").is_none());
    assert_eq!(crossings.first_stage(), "kept");
    assert_eq!(charter.register("bridges").expect("bridges").first_stage(), "draft");
    assert_eq!(charter.side_of_unit("xidu-roads"), Some("west"));
    assert_eq!(charter.figures_of("crossing").count(), 8);
}

#[test]
fn facts_are_read_into_the_form_that_is_kept() {
    let loaded = read(&fixture("three-towns")).expect("three towns");
    let bridges = &loaded.facts.iter().find(|f| f.register == "bridges").expect("bridges").facts;
    let first = &bridges[0];
    assert_eq!((first.key.as_str(), first.line, first.effective_on), ("渡口桥", 2, Date::ALWAYS));
    assert_eq!(first.body["length"], "1.2");
    assert_eq!(first.body["cost"], 4_268_100_000_000_i64);
    assert_eq!(first.body["tags"], serde_json::json!(["plan", "standard"]));
    assert!(!first.body.contains_key("opened_on"), "an empty cell is not known");
    assert_eq!(bridges[1].effective_on, Date::new(2022, 5, 1).expect("a date"));
    assert_eq!((bridges[1].note.as_str(), bridges[2].stage.as_deref()), ("通车", Some("draft")));
    let crossing = &loaded.facts.iter().find(|f| f.register == "crossings").expect("crossings").facts[0];
    assert_eq!(crossing.body["bridge"], serde_json::json!({ "$key": "渡口桥" }));
    assert_eq!(crossing.key, "渡口桥|2022-06-01");
}

#[test]
fn references_by_key_become_ids_or_are_reported() {
    let loaded = read(&fixture("three-towns")).expect("three towns");
    let register = loaded.charter.register("crossings").expect("crossings");
    let fact = &loaded.facts.iter().find(|f| f.register == "crossings").expect("crossings").facts[0];
    let id = Id::new(1, [7; 10]);
    let mut body = fact.body.clone();
    let found = charter::facts::resolve(register, &mut body, &mut |r, k| {
        (r == "bridges" && k == "渡口桥").then(|| id.clone())
    });
    assert!(found.is_empty());
    assert_eq!(body["bridge"], id.as_str());
    assert!(charter::check_body(register, &loaded.charter, &body).is_empty());
    let mut body = fact.body.clone();
    let missing = charter::facts::resolve(register, &mut body, &mut |_, _| None);
    assert_eq!((missing.len(), missing[0].code), (1, "unknown_record"));
}

#[test]
fn the_same_charter_has_the_same_digest_however_it_travels() {
    let charter = three_towns();
    let text = charter.to_json().to_string();
    let back = Charter::from_json(&serde_json::from_str(&text).expect("JSON")).expect("a charter");
    assert_eq!(back.digest().expect("canonical"), charter.digest().expect("canonical"));
    let mut other = charter.clone();
    other.figures[0].version = 9;
    assert_ne!(other.digest().expect("canonical"), charter.digest().expect("canonical"));
}

#[test]
fn what_changed_between_two_charters_is_named_entry_by_entry() {
    let old = three_towns();
    assert_eq!(charter::diff(&old, &old), []);
    let mut new = old.clone();
    new.zone.posts.retain(|p| p.id != "audit");
    new.figures[0].version = 2;
    let bridges = new.registers.get_mut("bridges").expect("bridges");
    bridges.fields.iter_mut().find(|f| f.id == "length").expect("length").unit = Some("m".to_owned());
    bridges.fields.retain(|f| f.id != "remarks");
    bridges.stages.push(Stage {
        id: "gone".into(),
        name: Text::new("拆除", ""),
        to: vec![],
        public: true,
        gate: None,
    });
    new.zone.areas.reverse();
    let paths: Vec<(String, bool, bool)> =
        charter::diff(&old, &new).into_iter().map(|c| (c.path, c.old.is_some(), c.new.is_some())).collect();
    let expected = [
        ("zone/areas/order", true, true),
        ("zone/posts/audit", true, false),
        ("registers/bridges/fields/length/unit", true, true),
        ("registers/bridges/fields/remarks", true, false),
        ("registers/bridges/stages/gone", false, true),
        ("figures/B01/version", true, true),
    ];
    assert_eq!(paths, expected.map(|(path, old, new)| (path.to_owned(), old, new)));
}

#[test]
fn the_published_schemas_are_those_of_this_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/charter.schema");
    for kind in FileKind::ALL {
        let file = folder.join(format!("{}.json", kind.name()));
        let text = published(kind);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(&folder).expect("docs can be written");
            std::fs::write(&file, &text).expect("docs can be written");
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(committed, text, "{} is old: run the test with UPDATE=1", file.display());
    }
}
