//! What a charter can say wrong about bodies that decide, two keys, several units, and what is offered: each
//! mistake planted by itself into a charter that is right.

use chaobai::charter::{self, Checks, Mistake};
use chaobai::domain::registers::filter;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const LIST: &str = "registers/accords.toml";
const WAY: &str = "procedures/accord.toml";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for item in fs::read_dir(from).expect("the fixture").flatten() {
        let (source, target) = (item.path(), to.join(item.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).expect("a copy of the fixture");
        }
    }
}

/// The three towns with a list that a body decides on and a procedure that waits for it.
fn charter() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns"), folder.path());
    fs::write(folder.path().join(LIST), include_str!("stories/decisions/accords.toml")).expect("a list");
    fs::write(folder.path().join(WAY), include_str!("stories/decisions/accord.toml")).expect("a procedure");
    folder
}

fn mistakes(folder: &Path) -> Vec<Mistake> {
    charter::read_with(folder, &Checks { filter: &filter::check }).err().unwrap_or_default()
}

#[test]
fn each_mistake_is_told_by_itself() {
    let right = charter();
    assert_eq!(mistakes(right.path()), [], "it is right as it is written");
    let of_list = [
        ("body = \"field:decider\"", "body = \"field:decidr\"", "unknown_field"),
        ("body = \"field:decider\"", "body = \"field:name\"", "wrong_field_type"),
        ("body = \"field:decider\"", "body = \"counsil\"", "unknown_body"),
        ("fields = [\"name\", \"text\", \"due\"]", "fields = [\"nam\", \"text\", \"due\"]", "unknown_field"),
        ("fields = [\"name\", \"text\", \"due\"]", "fields = []", "nothing_decided"),
        ("from = [\"agreed\", \"done\", \"off\"]", "from = []", "nothing_decided"),
        (
            "from = [\"agreed\", \"done\", \"off\"]",
            "from = [\"agred\", \"agreed\", \"done\", \"off\"]",
            "unknown_stage",
        ),
        ("from = [\"agreed\", \"done\", \"off\"]", "from = [\"agreed\", \"done\"]", "decided_stage_left"),
        ("held = [\"before\"]", "held = [\"drafting\"]", "decided_from_the_start"),
        ("held = [\"before\"]", "held = [\"before\", \"done\"]", "held_and_decided"),
        ("held = [\"before\"]", "hold = [\"before\"]", "unknown_key"),
        ("type = \"units\", name", "type = \"units\", indexed = true, name", "not_indexable"),
    ];
    let decision = "body = \"field:decider\"\nresults";
    let of_way = [
        (decision, "body = \"field:text\"\nresults", "wrong_field_type"),
        (decision, "body = \"comittee\"\nresults", "unknown_body"),
        ("passed = \"agree\"", "passed = \"agre\"", "unknown_action"),
        (", rejected = \"reject\"", "", "missing_key"),
        ("revise = \"send_back\"", "revise = \"wait\"", "verdict_without_effect"),
        ("holder = [\"unit:asked\"]", "holder = [\"unit:askd\"]", "unknown_field"),
        ("holder = [\"unit:asked\"]", "holder = [\"unit:text\"]", "wrong_field_type"),
        ("joint = \"joint\"", "joint = \"joind\"", "unknown_field"),
        ("joint = \"joint\"", "joint = \"text\"", "wrong_field_type"),
        ("each = true\napart = true\njoint", "each = true\njoint", "joint_without_apart"),
        (
            "holder = [\"unit:asked\"]\neach = true\nlimit = { days = 5 }\nsilence = \"decide\"",
            "holder = [\"unit:asked\"]\napart = true",
            "apart_without_each",
        ),
        (
            "name = { zh = \"缓议\", en = \"Postponed\" }",
            "name = { zh = \"缓议\", en = \"Postponed\" }\nby = [\"office\"]",
            "verdict_by_somebody",
        ),
        (
            "name = { zh = \"缓议\", en = \"Postponed\" }",
            "name = { zh = \"缓议\", en = \"Postponed\" }\nfields = [{ id = \"why\", type = \"text\", name = { zh = \"为何\" } }]",
            "verdict_asks",
        ),
    ];
    let all = of_list.map(|one| (LIST, one)).into_iter().chain(of_way.map(|one| (WAY, one)));
    for (file, (old, new, code)) in all {
        let folder = charter();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("the file");
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(&path, text.replacen(old, new, 1)).expect("a file");
        let found = mistakes(folder.path());
        let codes: Vec<&str> = found.iter().map(|mistake| mistake.code).collect();
        assert!(codes.contains(&code), "{new}: {codes:?}");
        for mistake in found.iter().filter(|mistake| mistake.code == code) {
            assert_eq!(mistake.file, file, "{mistake}");
            assert!(mistake.line > 1, "{mistake}");
            assert!(!mistake.instead.zh.is_empty() && !mistake.instead.en.is_empty(), "{mistake}");
        }
    }
}

#[test]
fn what_is_offered_points_to_lists_and_to_each_once() {
    let offered = |text: &str| {
        let folder = charter();
        let path = folder.path().join("registers/topics.toml");
        let list = format!(
            "id = \"topics\"\nname = {{ zh = \"议题\" }}\narea = \"crossing\"\ntitle = \"name\"\nkey = [\"name\"]\n\
             sourced = false\nlead = [\"proposer\"]\nfields = [\n\
             {{ id = \"name\", type = \"text\", name = {{ zh = \"名称\" }} }},\n\
             {{ id = \"proposer\", type = \"unit\", name = {{ zh = \"提议单位\" }} }},\n\
             {{ id = \"bridge\", type = \"record\", name = {{ zh = \"桥\" }}, register = \"bridges\" }},\n\
             {{ id = \"other\", type = \"record\", name = {{ zh = \"另一桥\" }}, register = \"bridges\" }},\n]\n\
             [permits]\ncreate = [\"office\", \"lead\"]\n[offered]\n{text}\n"
        );
        fs::write(path, list).expect("a list");
        mistakes(folder.path()).iter().map(|mistake| mistake.code).collect::<Vec<_>>()
    };
    let name = "name = { zh = \"提议题\" }";
    assert_eq!(offered(&format!("{name}\nfrom = [\"bridge\"]\nunit = \"proposer\"")), Vec::<&str>::new());
    for (text, code) in [
        ("from = []", "offered_nowhere"),
        ("from = [\"bridg\"]", "unknown_field"),
        ("from = [\"name\"]", "wrong_field_type"),
        ("from = [\"bridge\", \"other\"]", "offered_twice"),
        ("from = [\"bridge\"]\nunit = \"name\"", "wrong_field_type"),
    ] {
        let found = offered(&format!("{name}\n{text}"));
        assert_eq!(found, [code], "{text}");
    }
    assert!(offered("name = { zh = \"\" }\nfrom = [\"bridge\"]").contains(&"empty_name"));
}
