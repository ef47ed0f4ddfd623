//! The life of a cross-border project: a sample bridge with one half in each province, from the idea to the opening.

use super::life::{advance, amend};
use super::world::{World, body, day, new_record, on_each_engine, why};
use chaobai::desk::Caller;
use chaobai::domain::projects::rules::{self, Open, Progress, Standing};
use chaobai::domain::projects::{self, ApprovePlan, Dossier, DriftItem};
use chaobai::domain::registers::{self, Advance, Amend, Attach, Create, Import, ImportRow, Photo, Withdraw};
use kernel::{Cell, Decimal, Id};
use serde_json::{Value, json};
use std::sync::Arc;

/// A record that stands beside another one.
fn beside(host: &Id, register: &str, fields: Value) -> Create {
    Create { beside: Some(host.clone()), ..new_record(register, fields) }
}

fn add(world: &World, caller: &Arc<Caller>, host: &Id, register: &str, fields: Value) -> Id {
    let receipt = world.done(caller, beside(host, register, fields));
    Id::parse(&receipt.id).expect("the id of the record")
}

fn move_on(world: &World, id: &Id, to: &str) -> Advance {
    Advance { effective_on: Some(world.today()), ..advance(world, id, to) }
}

fn paper(world: &World, id: &Id, document: &str, side: &str) -> Attach {
    Attach {
        register: world.record(id).register,
        id: id.clone(),
        sha256: format!("{:064x}", world.now().0 + document.len() as i64 + side.len() as i64),
        name: "文件.pdf".into(),
        media_type: "application/pdf".into(),
        size: 7,
        document: document.into(),
        side: side.into(),
        photo: Photo::default(),
    }
}

/// Looks at a project as somebody.
fn look<T>(world: &World, caller: &Caller, id: &Id, see: impl FnOnce(&Dossier<'_>) -> T) -> T {
    let law = world.law();
    let register = law.charter.register("projects").expect("the list of projects");
    let mut reader = world.house().reader().expect("a reader");
    let dossier = projects::dossier(&mut reader, &law.charter, caller, register, id, world.today());
    see(&dossier.unwrap_or_else(|refusal| panic!("{refusal:?}")))
}

fn percent(text: &str) -> Decimal {
    text.parse().expect("a number")
}

/// The bridge with its two halves, in the stage of the idea.
struct Bridge {
    whole: Id,
    east: Id,
    west: Id,
}

fn founded(world: &World) -> Bridge {
    let (dongdu, xidu) = (world.holder("clerk-dongdu"), world.holder("clerk-xidu"));
    let whole = world.create(
        &dongdu,
        "projects",
        json!({ "name": "柳湾大桥（示例）", "length": "2", "investment": "8000", "planned_open": "2025-06-30",
                "lead_east": "dongdu-roads", "lead_west": "xidu-roads" }),
    );
    let half = |name: &str, town: &str, length: &str, lead: &str, unit: &str| {
        json!({ "name": name, "parent": whole.as_str(), "lands_in": town, "length": length,
                "planned_open": "2025-06-30", lead: unit })
    };
    let east =
        add(world, &dongdu, &whole, "projects", half("东段", "dongdu", "1.5", "lead_east", "dongdu-roads"));
    let west = add(world, &xidu, &whole, "projects", half("西段", "xidu", "0.5", "lead_west", "xidu-roads"));
    Bridge { whole, east, west }
}

#[test]
fn a_bridge_from_the_idea_to_the_opening() {
    on_each_engine(|world| {
        let (dongdu, xidu) = (world.holder("clerk-dongdu"), world.holder("clerk-xidu"));
        let office = world.holder("office");
        let bridge = founded(world);
        let cell = |id: &Id| Cell::of("threetowns", id);
        assert_eq!((cell(&bridge.east), cell(&bridge.west)), (cell(&bridge.whole), cell(&bridge.whole)));

        // Each side edits its own half; both see both; nobody else sees an idea.
        let other = Amend { ..amend(world, &bridge.west, "2024-03-04", json!({ "length": "9" })) };
        assert_eq!(why(world.perform(&dongdu, other)), ["not_allowed"]);
        assert_eq!(look(world, &dongdu, &bridge.whole, |d| d.parts.len()), 2);
        assert_eq!(look(world, &xidu, &bridge.whole, |d| d.parts.len()), 2);
        assert_eq!(
            world.list(&world.public(), &world.register("projects"), &Default::default()).unwrap().len(),
            0
        );

        // The gate of the preparation: each half asks its own side, the whole asks both.
        let go = |id: &Id| move_on(world, id, "prepared");
        let refused = world.perform(&dongdu, go(&bridge.whole)).expect_err("the gate is closed");
        assert_eq!((refused.code, refused.problems.len()), ("registers.gate_closed", 2));
        let sides: Vec<&str> = refused.problems.iter().map(|p| p.params["side_zh"].as_str()).collect();
        assert_eq!(sides, ["东省一方", "西省一方"]);
        // Nobody brings the other side's document.
        assert_eq!(
            why(world.perform(&dongdu, paper(world, &bridge.whole, "feasibility", "west"))),
            ["side other_side"]
        );
        assert_eq!(
            why(world.perform(&dongdu, paper(world, &bridge.whole, "poem", ""))),
            ["document unknown_document"]
        );
        world.done(&dongdu, paper(world, &bridge.whole, "feasibility", ""));
        assert_eq!(why(world.perform(&dongdu, go(&bridge.whole))), ["to gate_missing"]);
        // Only the office may open it all the same, and must say why.
        let waive = |note: &str| Advance { waive: true, note: note.into(), ..go(&bridge.whole) };
        assert_eq!(why(world.perform(&dongdu, waive("急"))), ["not_allowed"]);
        assert_eq!(why(world.perform(&office, waive(" "))), ["note waive_reason"]);
        world.done(&xidu, paper(world, &bridge.whole, "feasibility", "west"));
        world.done(&dongdu, go(&bridge.whole));
        // The western half is let through without its study, for a reason that is journalled.
        world.done(&dongdu, paper(world, &bridge.east, "feasibility", ""));
        world.done(&dongdu, go(&bridge.east));
        assert_eq!(why(world.perform(&xidu, go(&bridge.west))), ["to gate_missing"]);
        let reason = "西段并入东段可研，执委会会议纪要第 3 号";
        let let_through = Advance { waive: true, note: reason.into(), ..go(&bridge.west) };
        let receipt = world.done(&office, let_through);
        let entry = world.rows(
            "SELECT leaf FROM journal_entry WHERE cell = $1 AND seq = $2",
            &[receipt.cell.as_str().into(), receipt.entry.into()],
        );
        let leaf = String::from_utf8_lossy(&entry[0].bytes(0).expect("a leaf")).into_owned();
        assert!(leaf.contains("waived") && leaf.contains("可行性研究报告"), "{leaf}");

        // The plan is approved: from here on drift is told.
        let plan = |version: i64, note: &str| ApprovePlan {
            register: "projects".into(),
            id: bridge.whole.clone(),
            version,
            note: note.into(),
        };
        let version = world.version(&bridge.whole);
        let stone = add(
            world,
            &dongdu,
            &bridge.whole,
            "milestones",
            json!({ "name": "合龙", "planned": "2025-03-31",
            "project": bridge.whole.as_str(), "lead": "dongdu-roads" }),
        );
        let pile = json!({ "name": "试桩", "planned": "2024-04-01", "project": bridge.whole.as_str(), "lead": "dongdu-roads" });
        let dropped = add(world, &dongdu, &bridge.whole, "milestones", pile);
        world.done(&dongdu, paper(world, &stone, "", ""));
        assert_eq!(why(world.perform(&xidu, plan(version - 1, "批"))), ["registers.stale_version"]);
        assert_eq!(why(world.perform(&office, plan(version, ""))), ["note required"]);
        assert_eq!(why(world.perform(&world.public(), plan(version, "批"))), ["sign_in"]);
        world.done(&office, plan(version, "东发改〔2024〕3号"));
        assert!(look(world, &office, &bridge.whole, |d| d.drifts.is_empty() && d.baselines.len() == 1));

        // Approvals wait in working days of the place that decides; the longest is named.
        let land = |kind: &str, town: &str, promised: i64| {
            json!({ "name": format!("{kind}批复"), "kind": kind, "decided_in": town, "submitted_on": "2024-03-04",
                    "promised_days": promised, "lead": if town == "xidu" { "xidu-roads" } else { "dongdu-roads" } })
        };
        let with = |host: &Id, mut fields: Value| {
            fields["project"] = json!(host.as_str());
            fields
        };
        let east_land =
            add(world, &dongdu, &bridge.east, "approvals", with(&bridge.east, land("land", "dongdu", 20)));
        let west_land =
            add(world, &xidu, &bridge.west, "approvals", with(&bridge.west, land("land", "xidu", 15)));
        world.until("2024-04-08");
        world.done(&dongdu, amend(world, &east_land, "2024-04-08", json!({ "decided_on": "2024-03-29" })));
        look(world, &office, &bridge.whole, |d| {
            let standings: Vec<Standing> = d.approvals.iter().map(|at| at.standing.clone()).collect();
            let at = &d.approvals[rules::blocking(&standings).expect("one waits")];
            assert_eq!((at.record.id.clone(), at.promised), (west_land.clone(), Some(15)));
            let Standing::Waiting(waited) = &at.standing else { panic!("it waits") };
            // 2024-03-05 to 2024-04-08: 25 weekdays, two of them off, and a Sunday worked instead.
            assert_eq!((waited.days, waited.over, waited.unpublished.as_slice()), (24, Some(9), &[][..]));
        });

        // The start: the western half still lacks its land, its photo and says so.
        world.done(&dongdu, paper(world, &bridge.east, "site_photo", ""));
        world.done(&dongdu, move_on(world, &bridge.east, "building"));
        assert_eq!(
            why(world.perform(&xidu, move_on(world, &bridge.west, "building"))),
            ["to gate_missing"; 2]
        );

        // A problem is raised level by level, and each level has its time.
        let trouble = add(
            world,
            &xidu,
            &bridge.west,
            "problems",
            with(
                &bridge.west,
                json!({ "name": "用地指标未落实", "lies_in": "xidu", "raised_on": "2024-04-08", "lead": "xidu-roads" }),
            ),
        );
        let due = |world: &World| {
            look(world, &office, &bridge.whole, |d| {
                let at = &d.problems[0];
                (at.level, at.due.map(|day| day.to_string()).unwrap_or_default())
            })
        };
        assert_eq!(due(world), (Some(0), "2024-04-11".into()));
        for (on, to, level, until) in [
            ("2024-04-12", "city", 1, "2024-04-19"),
            ("2024-04-22", "committee", 2, "2024-04-28"),
            ("2024-04-29", "council", 3, "2024-05-15"),
        ] {
            world.until(on);
            assert_eq!(why(world.perform(&dongdu, move_on(world, &trouble, to))), ["not_allowed"]);
            world.done(&xidu, move_on(world, &trouble, to));
            assert_eq!(due(world), (Some(level), until.into()), "raised to {to} on {on}");
        }
        assert_eq!(why(world.perform(&xidu, move_on(world, &trouble, "city"))), ["registers.no_such_step"]);
        world.until("2024-05-10");
        world.done(&office, move_on(world, &trouble, "solved"));
        assert_eq!(due(world).0, None);
        assert_eq!(
            world.list(&world.public(), &world.register("problems"), &Default::default()).unwrap().len(),
            0
        );

        // The west catches up; the whole is weighed by length, and the gap between the halves is told.
        world.done(&xidu, amend(world, &west_land, "2024-05-10", json!({ "decided_on": "2024-05-09" })));
        world.done(&xidu, paper(world, &bridge.west, "site_photo", ""));
        world.done(&xidu, move_on(world, &bridge.west, "building"));
        let progress = |id: &Id, value: &str| amend(world, id, "2024-05-10", json!({ "progress": value }));
        world.done(&dongdu, progress(&bridge.east, "70"));
        assert_eq!(
            look(world, &office, &bridge.whole, |d| rules::progress(&d.sections)),
            Progress::Missing(vec![1])
        );
        world.done(&xidu, progress(&bridge.west, "30"));
        world.done(&xidu, amend(world, &bridge.west, "2024-05-10", json!({ "forecast_open": "2025-08-30" })));
        look(world, &office, &bridge.whole, |d| {
            assert_eq!(rules::progress(&d.sections), Progress::Known(percent("60"), Some(0)));
            let gap = rules::gap(&d.sections).expect("the halves differ");
            assert_eq!((d.parts[gap.last].id.clone(), gap.days), (bridge.west.clone(), 61));
        });

        // What was approved and what is expected part: the milestone and the opening.
        world.done(&dongdu, amend(world, &stone, "2024-05-10", json!({ "forecast": "2025-05-30" })));
        world.done(
            &dongdu,
            amend(
                world,
                &bridge.whole,
                "2024-05-10",
                json!({ "length": "2.1", "forecast_open": "2025-08-30" }),
            ),
        );
        // A milestone nobody had planned, and one that was taken back, part from the plan too.
        let parade = json!({ "name": "验收", "planned": "2025-06-01", "project": bridge.whole.as_str(), "lead": "dongdu-roads" });
        add(world, &dongdu, &bridge.whole, "milestones", parade);
        let withdrawn = Withdraw {
            register: "milestones".into(),
            id: dropped.clone(),
            version: world.version(&dropped),
            effective_on: None,
            reason: "并入合龙".into(),
        };
        world.done(&office, withdrawn);
        look(world, &office, &bridge.whole, |d| {
            let told: Vec<(DriftItem, Option<i64>)> =
                d.drifts.iter().map(|one| (one.item.clone(), one.days)).collect();
            assert_eq!(
                told,
                [
                    (DriftItem::Field("length".into()), None),
                    (DriftItem::Field("planned_open".into()), Some(61)),
                    (DriftItem::Milestone("试桩".into()), None),
                    (DriftItem::Milestone("合龙".into()), Some(60)),
                    (DriftItem::Milestone("验收".into()), None),
                ]
            );
            assert_eq!((&d.drifts[0].before, &d.drifts[0].now), (&json!("2"), &json!("2.1")));
            assert_eq!(d.drifts[0].more, Some(percent("0.1")));
            assert_eq!((&d.drifts[2].before, &d.drifts[2].now), (&json!("2024-04-01"), &Value::Null));
            assert_eq!((&d.drifts[4].before, &d.drifts[4].now), (&Value::Null, &json!("2025-06-01")));
            assert_eq!(d.milestones[0].evidence, 1);
            assert_eq!(d.cost, None);
        });

        // The whole is not open before both halves are, whoever says so; nobody may waive that.
        world.done(
            &office,
            Advance {
                waive: true, note: "照片在两段".into(), ..move_on(world, &bridge.whole, "building")
            },
        );
        world.until("2024-06-28");
        let open = |id: &Id| amend(world, id, "2024-06-28", json!({ "opened_on": "2024-06-28" }));
        world.done(&dongdu, open(&bridge.east));
        world.done(&dongdu, move_on(world, &bridge.east, "open"));
        world.done(&office, open(&bridge.whole));
        let too_early =
            Advance { waive: true, note: "先通一半".into(), ..move_on(world, &bridge.whole, "open") };
        assert_eq!(why(world.perform(&office, too_early)), ["not_allowed"]);
        assert_eq!(why(world.perform(&office, move_on(world, &bridge.whole, "open"))), ["to gate_missing"]);
        assert_eq!(
            look(world, &office, &bridge.whole, |d| rules::open(&d.sections)),
            Some(Open::Waiting(vec![1]))
        );
        world.until("2024-06-30");
        world.done(&xidu, amend(world, &bridge.west, "2024-06-30", json!({ "opened_on": "2024-06-30" })));
        world.done(&xidu, move_on(world, &bridge.west, "open"));
        world.done(&office, move_on(world, &bridge.whole, "open"));
        look(world, &world.public(), &bridge.whole, |d| {
            assert_eq!(rules::open(&d.sections), Some(Open::All(Some(day("2024-06-30")))));
            assert_eq!(rules::progress(&d.sections), Progress::Known(percent("100"), None));
        });
        // What it cost in the end stands beside what was approved, and goes out with the package.
        world.done(&office, amend(world, &bridge.whole, "2024-06-30", json!({ "final_cost": "8320" })));
        look(world, &world.public(), &bridge.whole, |d| {
            let cost = d.cost.expect("both are known");
            assert_eq!((cost.approved, cost.last), (percent("8000"), percent("8320")));
            assert_eq!(rules::percent_over(cost.approved, cost.last), percent("4"));
        });
        let package = super::oc4ids::package_of(world);
        super::oc4ids::assert_valid(&package);
        let whole = package["projects"].as_array().expect("projects");
        let whole = whole.iter().find(|one| one["title"] == "柳湾大桥（示例）").expect("the bridge");
        assert_eq!(whole["status"], "completion");
        assert_eq!(whole["budget"]["amount"], json!({ "amount": 80_000_000, "currency": "CNY" }));
        assert_eq!(whole["completion"]["finalValue"], json!({ "amount": 83_200_000, "currency": "CNY" }));
        assert_eq!(whole["completion"]["endDate"], "2024-06-28T00:00:00Z");
        // History stays: on a day before, the whole was being built.
        let (charter, register) = (world.charter(), world.register("projects"));
        let mut reader = world.house().reader().unwrap();
        let before = registers::get_as_of(
            &mut reader,
            &charter,
            &office,
            &register,
            &bridge.whole,
            day("2024-06-29"),
            None,
        );
        assert_eq!(before.unwrap().0.stage, "building");
    });
}

#[test]
fn what_stands_beside_a_record_stays_there_and_only_those_who_amend_it_put_it_there() {
    on_each_engine(|world| {
        let (dongdu, xidu) = (world.holder("clerk-dongdu"), world.holder("clerk-xidu"));
        let bridge = founded(world);
        let milestone = |host: &Id| json!({ "name": "开工", "project": host.as_str(), "lead": "xidu-roads" });
        // The other side's half is not ours to add to.
        assert_eq!(
            why(world.perform(&xidu, beside(&bridge.east, "milestones", milestone(&bridge.east)))),
            ["not_allowed"]
        );
        assert_eq!(
            why(world.perform(&world.public(), beside(&bridge.east, "milestones", milestone(&bridge.east)))),
            ["sign_in"]
        );
        let id = add(world, &xidu, &bridge.west, "milestones", milestone(&bridge.west));
        let moved = amend(world, &id, "2024-03-04", json!({ "project": bridge.whole.as_str() }));
        assert_eq!(why(world.perform(&xidu, moved)), ["project never_changes"]);
        let apart = new_record("milestones", milestone(&bridge.west));
        assert_eq!(why(world.perform(&xidu, apart)), ["project not_beside"]);
        let elsewhere = beside(&bridge.whole, "milestones", milestone(&bridge.west));
        assert_eq!(why(world.perform(&xidu, elsewhere)), ["project not_beside"]);
        let with_id = Create {
            id: Some(Id::new(1, [7; 10])),
            ..beside(&bridge.west, "milestones", milestone(&bridge.west))
        };
        assert_eq!(why(world.perform(&xidu, with_id)), ["id not_beside"]);
        let not_beside = beside(&bridge.west, "everything", json!({ "name": "甲" }));
        assert_eq!(why(world.perform(&dongdu, not_beside)), ["beside unknown_field"]);
        let rows = vec![ImportRow::new(&body(milestone(&bridge.west)), None)];
        let batch = Import { register: "milestones".into(), rows, note: String::new() };
        assert_eq!(why(world.perform(&xidu, batch)), ["registers.one_by_one"]);
        // Sent again, it is the same record; and every row still fits its journal entry.
        let key = world.key();
        let again = || {
            beside(
                &bridge.west,
                "milestones",
                json!({ "name": "竣工", "project": bridge.west.as_str(), "lead": "xidu-roads" }),
            )
        };
        let first = world.perform_with(&xidu, again(), &key).unwrap();
        world.advance(super::world::MINUTE);
        let second = world.perform_with(&xidu, again(), &key).unwrap();
        assert_eq!((first.id, second.replayed), (second.id, true));
    });
}

#[test]
fn of_many_who_pass_a_gate_at_once_one_wins_and_the_others_are_told() {
    on_each_engine(|world| {
        let dongdu = world.holder("clerk-dongdu");
        let bridge = founded(world);
        world.done(&dongdu, paper(world, &bridge.east, "feasibility", ""));
        let command = move_on(world, &bridge.east, "prepared");
        let answers: Vec<bool> = std::thread::scope(|scope| {
            let world = &*world;
            let racers: Vec<_> = (0..32)
                .map(|_| {
                    let (dongdu, command) = (dongdu.clone(), command.clone());
                    scope.spawn(move || match world.perform(&dongdu, command) {
                        Ok(_) => true,
                        Err(refusal) => {
                            assert_eq!(refusal.code, "registers.stale_version", "{refusal:?}");
                            false
                        }
                    })
                })
                .collect();
            racers.into_iter().map(|racer| racer.join().expect("an answer")).collect()
        });
        assert_eq!(answers.iter().filter(|won| **won).count(), 1);
        assert_eq!(world.record(&bridge.east).stage, "prepared");
    });
}

#[test]
fn a_project_of_the_other_bank_that_may_be_the_same_is_shown_and_its_own_halves_are_not() {
    on_each_engine(|world| {
        let xidu = world.holder("clerk-xidu");
        let bridge = founded(world);
        let twin = world.create(
            &xidu,
            "projects",
            json!({ "name": "柳湾大桥工程（示例）", "lead_west": "xidu-roads" }),
        );
        let other = world.create(&xidu, "projects", json!({ "name": "北堤路", "lead_west": "xidu-roads" }));
        let alike = |id: &Id| {
            let mut reader = world.house().reader().unwrap();
            let (register, project) = (world.register("projects"), world.record(id));
            let found = projects::may_be_same(&mut reader, &xidu, &register, &project).unwrap();
            found.into_iter().map(|record| record.id).collect::<Vec<_>>()
        };
        assert_eq!(alike(&twin), std::slice::from_ref(&bridge.whole));
        assert_eq!(alike(&bridge.whole), [twin]);
        assert_eq!(alike(&other), []);
        assert_eq!(alike(&bridge.east), []);
    });
}
