use super::*;
use kernel::{Date, Instant};
use serde_json::json;
use std::path::Path;

fn charter() -> Charter {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
    let checks = crate::charter::Checks { filter: &super::super::filter::check };
    crate::charter::read_with(&folder, &checks).unwrap_or_else(|all| panic!("{all:?}")).charter
}

fn record(register: &str, stage: &str, body: Value) -> Record {
    let Value::Object(body) = body else { panic!("an object was written") };
    Record {
        id: Id::from_key(1, &format!("{register}{body:?}")),
        register: register.into(),
        version: 1,
        stage: stage.into(),
        withdrawn: false,
        effective_on: Date::ALWAYS,
        charter_version: 1,
        created_at: Instant(1),
        amended_at: Instant(1),
        body,
    }
}

fn paper(document: &str, side: &str) -> Paper {
    Paper { document: document.into(), side: side.into() }
}

/// What is missing, in Chinese, with the side.
fn missing(stage: &str, project: &Record, papers: &[Paper], beside: &[Record]) -> Vec<String> {
    let charter = charter();
    let register = charter.register("projects").unwrap();
    let around = Around { record: project, papers, beside };
    let all = asked(&charter, register, register.stage(stage).unwrap(), &around);
    let said = |one: &Asked| format!("{} {}", one.name.zh, one.side.as_deref().unwrap_or("-"));
    all.iter().filter(|one| !one.met).map(said).collect()
}

#[test]
fn every_side_brings_its_own_document_and_a_section_only_that_of_its_soil() {
    let whole = record("projects", "idea", json!({ "name": "桥", "length": "2" }));
    let east = record("projects", "idea", json!({ "name": "东段", "length": "1", "lands_in": "dongdu" }));
    let study = "可行性研究报告";
    assert_eq!(missing("prepared", &whole, &[], &[]), [format!("{study} east"), format!("{study} west")]);
    assert_eq!(missing("prepared", &whole, &[paper("feasibility", "west")], &[]), [format!("{study} east")]);
    // A file of no kind, or of another, is not the study.
    let others = [paper("", "east"), paper("site_photo", "east"), paper("feasibility", "")];
    assert_eq!(missing("prepared", &whole, &others, &[]).len(), 2);
    assert_eq!(missing("prepared", &east, &[], &[]), [format!("{study} east")]);
    assert_eq!(missing("prepared", &east, &[paper("feasibility", "east")], &[]), [""; 0]);
    let unnamed = record("projects", "idea", json!({ "name": "桥" }));
    let both = [paper("feasibility", "east"), paper("feasibility", "west")];
    assert_eq!(missing("prepared", &unnamed, &both, &[]), ["长度 -"]);
}

#[test]
fn a_record_beside_counts_when_it_is_of_the_kind_and_filled() {
    let project = record("projects", "prepared", json!({ "name": "桥", "length": "2" }));
    let photo = [paper("site_photo", "")];
    let approval = |kind: &str, decided: Value| {
        record("approvals", "kept", json!({ "kind": kind, "decided_in": "dongdu", "decided_on": decided }))
    };
    for (beside, expected) in [
        (vec![], vec!["用地批复 -"]),
        (vec![approval("land", Value::Null)], vec!["用地批复 -"]),
        (vec![approval("environment", json!("2024-01-02"))], vec!["用地批复 -"]),
        (vec![approval("environment", json!("2024-01-02")), approval("land", json!("2024-01-02"))], vec![]),
    ] {
        assert_eq!(missing("building", &project, &photo, &beside), expected, "{beside:?}");
    }
}

#[test]
fn a_parent_waits_for_every_part_and_a_part_given_up_has_reached_nothing() {
    let project = record("projects", "building", json!({ "name": "桥", "opened_on": "2024-01-02" }));
    let part = |name: &str, stage: &str, town: &str| {
        record("projects", stage, json!({ "name": name, "lands_in": town }))
    };
    let none: [&str; 0] = [];
    for (parts, expected) in [
        (vec![], none.to_vec()),
        (vec![part("东段", "open", "dongdu"), part("西段", "open", "xidu")], none.to_vec()),
        (vec![part("东段", "open", "dongdu"), part("西段", "building", "xidu")], vec!["各段通车：西段 west"]),
        (vec![part("东段", "given_up", "dongdu")], vec!["各段通车：东段 east"]),
        (vec![part("东段", "stage of an older charter", "dongdu")], vec!["各段通车：东段 east"]),
    ] {
        assert_eq!(missing("open", &project, &[], &parts), expected);
    }
}

#[test]
fn a_closed_gate_says_what_is_missing_and_on_which_side() {
    let charter = charter();
    let register = charter.register("projects").unwrap();
    let project = record("projects", "idea", json!({ "name": "桥", "length": "2" }));
    let papers = [paper("feasibility", "east")];
    let around = Around { record: &project, papers: &papers, beside: &[] };
    let asked = asked(&charter, register, register.stage("prepared").unwrap(), &around);
    let refusal = demand(&charter, &asked).unwrap_err();
    assert_eq!((refusal.code, refusal.params["number"].as_str()), ("registers.gate_closed", "1"));
    let problem = &refusal.problems[0];
    assert_eq!((problem.field.as_str(), problem.code), ("to", "gate_missing"));
    assert_eq!(
        (problem.params["zh"].as_str(), problem.params["side_zh"].as_str()),
        ("可行性研究报告", "西省一方")
    );
    assert_eq!(problem.params["en"], "Feasibility study");
}
