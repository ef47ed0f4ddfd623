//! A list as a sheet, as a person uses it: typed and pasted cells, checked, put right, written, on every engine.

mod browser;
mod door;

use browser::{Person, everywhere, keeps_silent, record, says};
use door::World;
use serde_json::{Value, json};

const SHEET: &str = "/work/lists/bridges/sheet";

/// The cells of a form that a test types in, over what the page has.
fn cell(world: &World, name: &str, field: &str) -> String {
    format!("cell.{}.{field}", world.ids[name])
}

#[test]
fn a_sheet_is_checked_before_it_is_written_and_each_row_is_amended_once() {
    everywhere(|world| {
        let clerk = Person::signed_in(world, "office");
        let page = clerk.get(SHEET);
        says(&page, "表格填报");
        let kept = &world.ids["bridges/kept"];
        let before = record(world, kept).version;
        let cost = cell(world, "bridges/kept", "cost");
        let lanes = cell(world, "bridges/kept", "lanes");
        let state = cell(world, "bridges/kept", "state");
        let fields: Vec<(&str, &str)> =
            vec![(&cost, "４．２７亿元"), (&lanes, "６"), (&state, "在建"), ("action", "check")];
        let check = clerk.refill(&page, SHEET, &fields);
        assert_eq!(check.status, 200, "{}", check.text());
        says(&check, "已识别 1 行，可写入 1 行 3 格，需改 0 行");
        says(&check, "<del>426810000</del>");
        says(&check, "<ins>427000000</ins>");
        says(&check, "换算万、亿");
        says(&check, "<ins>在建</ins>");
        assert_eq!(record(world, kept).version, before, "a check writes nothing");

        let pairs = browser::filled(&check.text(), &[("action", "write")]);
        let written = clerk.post_pairs(SHEET, &pairs);
        assert_eq!(written.status, 200, "{}", written.text());
        says(&written, "已写入 1 行");
        let now = record(world, kept);
        assert_eq!(now.version, before + 1);
        assert_eq!(now.body["cost"], json!(42_700_000_000i64));
        assert_eq!((&now.body["lanes"], &now.body["state"]), (&json!(6), &json!("built")));

        let again = clerk.post_pairs(SHEET, &pairs);
        says(&again, "已写入 1 行");
        assert_eq!(record(world, kept).version, before + 1, "sent twice, written once");
    });
}

#[test]
fn what_cannot_be_kept_is_told_with_a_suggestion_and_put_right_in_place() {
    everywhere(|world| {
        let clerk = Person::signed_in(world, "office");
        let page = clerk.get(SHEET);
        let (kept, draft) = (&world.ids["bridges/kept"], &world.ids["bridges/draft"]);
        let cost = cell(world, "bridges/kept", "cost");
        let opened = cell(world, "bridges/draft", "lanes");
        let fields: Vec<(&str, &str)> = vec![(&cost, "1,2500"), (&opened, "8"), ("action", "check")];
        let check = clerk.refill(&page, SHEET, &fields);
        says(&check, "可写入 1 行");
        says(&check, "不是数字");
        says(&check, "采用&#160;<span class=\"sheet__meant\">12500</span>");

        // All or nothing is what stands there first.
        let pairs = browser::filled(&check.text(), &[("action", "write")]);
        let refused = clerk.post_pairs(SHEET, &pairs);
        assert_eq!(refused.status, 422);
        says(&refused, "没有写入：还有 1 行要改");
        assert_eq!(record(world, draft).version, 1);

        // The good rows alone.
        let pairs = browser::filled(&check.text(), &[("action", "write"), ("choice", "good")]);
        let some = clerk.post_pairs(SHEET, &pairs);
        says(&some, "已写入 1 行；另有 1 行没有写入");
        assert_eq!(record(world, draft).body["lanes"], json!(8));
        assert_eq!(record(world, kept).version, 1);
        assert!(some.text().contains("value=\"1,2500\""), "what was typed is not lost");

        // The rest again, with the suggestion.
        let pairs = browser::filled(&some.text(), &[("action", "check"), ("adopt", &cost)]);
        let check = clerk.post_pairs(SHEET, &pairs);
        says(&check, "<ins>12500</ins>");
        let pairs = browser::filled(&check.text(), &[("action", "write")]);
        says(&clerk.post_pairs(SHEET, &pairs), "已写入 1 行");
        assert_eq!(record(world, kept).body["cost"], json!(1_250_000));
    });
}

#[test]
fn a_row_that_somebody_changed_meanwhile_is_told_and_the_others_are_written() {
    everywhere(|world| {
        let clerk = Person::signed_in(world, "office");
        let office = Person::signed_in(world, "clerk-dongdu");
        let page = clerk.get(SHEET);
        let lanes = cell(world, "bridges/kept", "lanes");
        let other = cell(world, "bridges/draft", "lanes");

        let theirs = office.get(SHEET);
        let check = office.refill(&theirs, SHEET, &[(&lanes, "5"), ("action", "check")]);
        says(
            &office.post_pairs(SHEET, &browser::filled(&check.text(), &[("action", "write")])),
            "已写入 1 行",
        );

        let mine: Vec<(&str, &str)> =
            vec![(&lanes, "6"), (&other, "2"), ("action", "write"), ("choice", "good")];
        let done = clerk.refill(&page, SHEET, &mine);
        says(&done, "已写入 1 行；另有 1 行没有写入");
        says(&done, "您打开之后别人改过这一条");
        says(&done, "4 → 5");
        assert_eq!(record(world, &world.ids["bridges/kept"]).body["lanes"], json!(5));
        assert_eq!(record(world, &world.ids["bridges/draft"]).body["lanes"], json!(2));

        let check = clerk.post_pairs(SHEET, &browser::filled(&done.text(), &[("action", "check")]));
        let again = clerk.post_pairs(SHEET, &browser::filled(&check.text(), &[("action", "check")]));
        let written = clerk.post_pairs(SHEET, &browser::filled(&again.text(), &[("action", "write")]));
        says(&written, "已写入 1 行");
        assert_eq!(record(world, &world.ids["bridges/kept"]).body["lanes"], json!(6));
    });
}

#[test]
fn new_rows_become_records_where_the_list_may_grow() {
    everywhere(|world| {
        let clerk = Person::signed_in(world, "clerk-dongdu");
        let page = clerk.get(SHEET);
        let fields = [
            ("cell.new-1.name", "北渡桥"),
            ("cell.new-1.state", "规划"),
            ("cell.new-1.lead_east", "东渡"),
            ("cell.new-1.source", "S1"),
            ("cell.new-1.source_date", "2022.12.31"),
            ("action", "check"),
        ];
        let check = clerk.refill(&page, SHEET, &fields);
        let unit = "没有“东渡”这个名称";
        says(&check, unit);
        let meant = check.text();
        let meant =
            meant.split("sheet__meant\">").nth(1).and_then(|t| t.split('<').next()).unwrap_or_default();
        assert!(!meant.is_empty(), "the unit that was meant is suggested");
        let pairs = browser::filled(&check.text(), &[("action", "check"), ("adopt", "all")]);
        let check = clerk.post_pairs(SHEET, &pairs);
        says(&check, "其中新增 1 行");
        let pairs = browser::filled(&check.text(), &[("action", "write")]);
        says(&clerk.post_pairs(SHEET, &pairs), "已写入 1 行");
        says(&clerk.post_pairs(SHEET, &pairs), "已写入 1 行");
        let list = world
            .get("/api/registers/bridges/records?filter=name%3D%27%E5%8C%97%E6%B8%A1%E6%A1%A5%27&count=exact")
            .by("office")
            .send();
        assert_eq!(list.json()["count"]["number"], json!(1), "sent twice, made once");
    });
}

#[test]
fn a_row_of_the_other_side_is_locked_and_what_may_not_be_seen_is_not_found() {
    everywhere(|world| {
        let xidu = Person::signed_in(world, "clerk-xidu");
        let page = xidu.get(SHEET);
        says(&page, "sheet__cell--locked");
        keeps_silent(&page, "柳湾桥");
        let lanes = cell(world, "bridges/kept", "lanes");
        let draft = cell(world, "bridges/draft", "lanes");
        let version = format!("version.{}", world.ids["bridges/draft"]);
        let fields: Vec<(&str, &str)> =
            vec![(&lanes, "9"), (&draft, "9"), (&version, "1"), ("action", "check")];
        let check = xidu.refill(&page, SHEET, &fields);
        says(&check, "您现任的职务不能办理这件事");
        says(&check, "没有找到，或者您没有查看它的权限");
        says(&check, "可写入 0 行");
        assert_eq!(Person::nobody(world).get(SHEET).status, 401);
        assert_eq!(Person::signed_in(world, "security").get(SHEET).status, 403);
        assert_eq!(xidu.get("/work/lists/persons/sheet").status, 404);
        assert_eq!(xidu.get("/work/lists/nothing/sheet").status, 404);
    });
}

#[test]
fn the_api_judges_cells_in_the_same_words_and_gives_rows_as_text() {
    everywhere(|world| {
        let id = world.ids["bridges/kept"].as_str();
        let body = json!({ "rows": [
            { "id": id, "version": 1, "cells": { "length": "１.５ 公里", "opened_on": "2026年10月", "lanes": "4" } },
            { "key": "new-9", "cells": { "name": "桥" } },
        ] });
        let told = world.post("/api/registers/bridges/check").by("clerk-dongdu").json(body.clone()).send();
        assert_eq!(told.status, 200, "{}", told.text());
        let rows = &told.json()["rows"];
        assert_eq!(rows[0]["state"], "bad");
        let cells = rows[0]["cells"].as_array().expect("cells");
        assert_eq!(cells.len(), 2, "lanes is as it was: {rows}");
        let of = |field: &str| cells.iter().find(|cell| cell["field"] == field).expect("a cell").clone();
        assert_eq!(
            (of("length")["after"].clone(), of("length")["before"].clone()),
            (json!("1.5"), json!("1.2"))
        );
        assert_eq!(of("opened_on")["problem"]["code"], "day_missing");
        assert_eq!(of("opened_on")["suggestion"], "2026-10-31");
        assert_eq!(rows[1]["state"], "bad");
        assert_eq!(record(world, &world.ids["bridges/kept"]).version, 1);
        let english = world.post("/api/registers/bridges/check?lang=en").by("clerk-dongdu").json(body).send();
        assert!(english.text().contains("The day is missing"), "{}", english.text());

        let rows = world.get("/api/registers/bridges/sheet").by("clerk-xidu").send().json();
        assert_eq!(rows["rows"].as_array().map(Vec::len), Some(1));
        assert!(rows["rows"][0]["locked"].is_string());
        let place =
            rows["fields"].as_array().and_then(|all| all.iter().position(|f| f == "state")).expect("state");
        assert_eq!(rows["rows"][0]["cells"][place], Value::from("通车"));
    });
}
