use super::*;
use kernel::{Date, Id, Instant};
use serde_json::{Value, json};

fn list() -> Register {
    let text = r#"
        id = "rules"
        name = { zh = "规则" }
        area = "a"
        title = "name"
        key = ["name"]
        keepers = []
        permits = {}
        fields = [
          { id = "name", type = "text", name = { zh = "名称" } },
          { id = "text", type = "long_text", name = { zh = "正文" } },
          { id = "body", type = "body", name = { zh = "决定机构" } },
          { id = "note", type = "text", name = { zh = "备注" } },
        ]
        stages = [
          { id = "draft", name = { zh = "拟订" } },
          { id = "before", name = { zh = "报请" } },
          { id = "agreed", name = { zh = "同意" } },
          { id = "done", name = { zh = "完成" } },
          { id = "stopped", name = { zh = "终止" } },
        ]
        [decided]
        body = "field:body"
        fields = ["name", "text"]
        from = ["agreed", "done"]
        held = ["before"]
    "#;
    toml::from_str(text).expect("a register")
}

fn record(stage: &str, from: &str, fields: Value) -> Record {
    Record {
        id: Id::from_key(0, "a record"),
        register: "rules".into(),
        version: 1,
        stage: stage.into(),
        withdrawn: false,
        effective_on: Date::parse(from).expect("a day"),
        charter_version: 1,
        created_at: Instant(0),
        amended_at: Instant(0),
        body: fields.as_object().expect("a map").clone(),
    }
}

fn charter() -> Charter {
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
    crate::charter::read(&fixture).expect("the fixture is right").charter
}

/// Every pair of stages, every field, whoever stands behind it: a change passes exactly if the rule says so.
#[test]
fn what_was_decided_is_changed_by_the_bodys_act_alone() {
    let (register, charter) = (list(), charter());
    let whole = json!({ "name": "甲", "text": "一", "body": "council", "note": "n" });
    let mut judged = 0;
    for from in ["draft", "before", "agreed", "done", "stopped"] {
        for to in ["draft", "before", "agreed", "done", "stopped"] {
            for field in ["", "name", "text", "body", "note"] {
                for withdrawn in [false, true] {
                    let before = record(from, "2024-01-01", whole.clone());
                    let mut new = record(to, "2024-01-02", whole.clone());
                    new.withdrawn = withdrawn;
                    if !field.is_empty() {
                        new.body.insert(field.into(), json!("another"));
                    }
                    let stands = |stage: &str| stage == "agreed" || stage == "done";
                    let decided = ["name", "text", "body"].contains(&field);
                    let act = stands(from) != stands(to) || (stands(from) && (decided || withdrawn));
                    let held = from == "before" && decided;
                    let moved =
                        (from == "before" || to == "before") && from != to || from == "before" && withdrawn;
                    for (behind, passes) in [
                        (Behind::Caller, !act && !moved && !held),
                        (Behind::Case(None), !act),
                        (Behind::Case(Some("committee")), !act),
                        (Behind::Case(Some("council")), true),
                        (Behind::History, true),
                    ] {
                        let old = Some(&before);
                        let answer = demand(&charter, &register, (old, old), &new, behind);
                        let code = match (act, moved) {
                            (true, _) => "registers.needs_act",
                            (false, true) => "registers.moved_by_case",
                            (false, false) => "registers.held",
                        };
                        let wanted = if passes { Ok(()) } else { Err(code) };
                        let said = answer.map_err(|refusal| refusal.code);
                        assert_eq!(said, wanted, "{from} to {to}, {field}, {withdrawn}, {behind:?}");
                        judged += 1;
                    }
                }
            }
        }
    }
    assert!(judged >= 1000, "{judged}");
}

#[test]
fn a_record_begins_in_no_decided_stage_and_an_older_day_is_no_way_round() {
    let (register, charter) = (list(), charter());
    let whole = json!({ "name": "甲", "text": "一", "body": "council" });
    let agreed = record("agreed", "2024-03-01", whole.clone());
    let begun = demand(&charter, &register, (None, None), &agreed, Behind::Caller).unwrap_err();
    assert_eq!((begun.code, begun.params["stage"].as_str()), ("registers.needs_act", "agreed"));
    assert_eq!(begun.params["body"], "council");

    // The state of a day on which it was still a draft, while it stands today.
    let drafted = record("draft", "2024-01-01", whole.clone());
    let mut put_right = record("draft", "2024-02-01", whole);
    put_right.body.insert("text".into(), json!("二"));
    let states = (Some(&agreed), Some(&drafted));
    let refused = demand(&charter, &register, states, &put_right, Behind::Caller).unwrap_err();
    assert_eq!((refused.code, refused.params["fields"].as_str()), ("registers.needs_act", "text"));
    assert_eq!(refused.params["fields_zh"], "正文");

    // Nor does it stand from an earlier day than the body said.
    let mut earlier = agreed.clone();
    earlier.effective_on = Date::parse("2023-01-01").expect("a day");
    let refused = demand(&charter, &register, (Some(&agreed), Some(&agreed)), &earlier, Behind::Caller);
    assert_eq!(refused.unwrap_err().code, "registers.needs_act");
}
