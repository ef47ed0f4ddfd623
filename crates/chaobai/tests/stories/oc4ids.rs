//! The export is a project package of OC4IDS 0.9.5. The standard's own schema is not part of this repository: where
//! `CHAOBAI_OC4IDS_SCHEMA` names a folder with its `project-package-schema.json` and `project-schema.json`, packages are
//! validated by it; where it does not, that is said, and what the schema asks of the members we write is checked by
//! hand.

use super::world::{World, on_each_engine};
use chaobai::desk::Caller;
use chaobai::domain::projects::oc4ids;
use chaobai::domain::registers::{self, ListQuery};
use kernel::Instant;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The package of the list of projects as anyone gets it.
pub fn package_of(world: &World) -> Value {
    let law = world.law();
    let register = law.charter.register("projects").expect("the list of projects");
    let mut reader = world.house().reader().expect("a reader");
    let query = ListQuery { limit: 1000, ..ListQuery::default() };
    let page = registers::list(&mut reader, &Caller::public(), register, &query).expect("a page");
    let mut projects = Vec::new();
    for record in &page.records {
        let files = registers::attachments(&mut reader, &law.charter.zone.id, &record.id).expect("files");
        let files: Vec<_> =
            files.into_iter().map(|file| (file, "https://zone.example/files/1".to_owned())).collect();
        projects.extend(oc4ids::project(&law.charter, register, record, &files));
    }
    let changed = page.records.iter().map(|record| record.amended_at).max().unwrap_or(Instant(0));
    oc4ids::package(
        "https://zone.example/api/registers/projects/oc4ids.json",
        &law.charter,
        changed,
        projects,
    )
}

/// Refuses a package that the standard's schema, or what we know of it, refuses.
pub fn assert_valid(package: &Value) {
    assert_eq!(mistakes(package), Vec::<String>::new(), "{package:#}");
    match std::env::var("CHAOBAI_OC4IDS_SCHEMA") {
        Ok(folder) => by_schema(Path::new(&folder), package),
        Err(_) => eprintln!(
            "note: CHAOBAI_OC4IDS_SCHEMA is not set, the package was checked by hand and not by the standard's schema"
        ),
    }
}

fn by_schema(folder: &Path, package: &Value) {
    let read = |name: &str| -> Value {
        let text = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
        serde_json::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"))
    };
    let (outer, inner) = (read("project-package-schema.json"), read("project-schema.json"));
    let address =
        outer["properties"]["projects"]["items"]["$ref"].as_str().expect("the address of a project");
    let project = jsonschema::Resource::from_contents(inner).expect("a schema");
    let validator = jsonschema::options()
        .with_resource(address.to_owned(), project)
        .should_validate_formats(true)
        .build(&outer)
        .expect("a schema");
    let found: Vec<String> =
        validator.iter_errors(package).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert_eq!(found, Vec::<String>::new(), "{package:#}");
}

const STATUS: [&str; 6] =
    ["identification", "preparation", "implementation", "completion", "completed", "cancelled"];
const GEOMETRY: [&str; 6] =
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];
/// Members of a project that we write.
const PROJECT: [&str; 13] = [
    "id",
    "updated",
    "title",
    "description",
    "status",
    "sector",
    "purpose",
    "period",
    "completion",
    "locations",
    "budget",
    "parties",
    "documents",
];

/// What 0.9.5 asks of the members we write: required ones, closed lists, forms of days, addresses and sums.
fn mistakes(package: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut wrong = |at: &str, is_right: bool| {
        if !is_right {
            found.push(at.to_owned());
        }
    };
    wrong("uri", is_address(&package["uri"]));
    wrong("publishedDate", is_instant(&package["publishedDate"]));
    wrong("version", package["version"] == "0.9");
    wrong("publisher.name", is_text(&package["publisher"]["name"]));
    let projects = items(&package["projects"]);
    wrong("projects", !projects.is_empty());
    for (number, project) in projects.iter().enumerate() {
        let at = |what: &str| format!("projects/{number}/{what}");
        let ids = projects.iter().filter(|other| other["id"] == project["id"]).count();
        wrong(&at("id"), is_text(&project["id"]) && ids == 1);
        for (name, value) in members(project) {
            wrong(&at(name), PROJECT.contains(&name.as_str()) && !is_empty(value));
        }
        let maybe = |value: &Value, is_right: fn(&Value) -> bool| value.is_null() || is_right(value);
        wrong(&at("updated"), maybe(&project["updated"], is_instant));
        wrong(&at("title"), maybe(&project["title"], is_text));
        wrong(&at("status"), maybe(&project["status"], |status| STATUS.iter().any(|one| status == one)));
        wrong(&at("purpose"), maybe(&project["purpose"], is_text));
        wrong(&at("sector"), items(&project["sector"]).iter().all(is_text));
        for (period, day) in [("period", "startDate"), ("period", "endDate"), ("completion", "endDate")] {
            wrong(&at(period), maybe(&project[period][day], is_instant));
        }
        wrong(&at("completion/finalValue"), maybe(&project["completion"]["finalValue"], is_sum));
        wrong(&at("budget/amount"), maybe(&project["budget"]["amount"], is_sum));
        for place in items(&project["locations"]) {
            let geometry = &place["geometry"];
            let is_known = GEOMETRY.iter().any(|one| geometry["type"] == *one);
            wrong(&at("locations"), is_text(&place["id"]) && is_known && geometry["coordinates"].is_array());
        }
        for party in items(&project["parties"]) {
            let has_roles = !is_empty(&party["roles"]) && items(&party["roles"]).iter().all(is_text);
            wrong(&at("parties"), is_text(&party["id"]) && is_text(&party["name"]) && has_roles);
        }
        for file in items(&project["documents"]) {
            let is_dated = is_instant(&file["datePublished"]);
            wrong(&at("documents"), is_text(&file["id"]) && is_address(&file["url"]) && is_dated);
        }
    }
    found
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn members(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("a project is an object")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

fn is_address(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"))
}

fn is_instant(value: &Value) -> bool {
    value.as_str().is_some_and(|text| Instant::parse(text).is_some())
}

fn is_sum(value: &Value) -> bool {
    let currency = value["currency"].as_str().unwrap_or_default();
    value["amount"].as_f64().is_some_and(|amount| amount >= 0.0)
        && currency.len() == 3
        && currency.bytes().all(|letter| letter.is_ascii_uppercase())
}

#[test]
fn the_check_by_hand_finds_what_the_schema_would_refuse() {
    let good = json!({
        "uri": "https://zone.example/p.json", "publishedDate": "2024-06-28T00:00:00Z", "version": "0.9",
        "publisher": { "name": "甲" },
        "projects": [{ "id": "p-1", "status": "completion", "updated": "2024-06-28T00:00:00Z",
            "budget": { "amount": { "amount": 1, "currency": "CNY" } },
            "locations": [{ "id": "1", "geometry": { "type": "Point", "coordinates": [116.8, 39.9] } }] }],
    });
    assert_eq!(mistakes(&good), Vec::<String>::new());
    for (path, value) in [
        ("/uri", json!("p.json")),
        ("/publishedDate", json!("2024-06-28")),
        ("/version", json!("0.9.5")),
        ("/publisher/name", json!("")),
        ("/projects", json!([])),
        ("/projects/0/id", Value::Null),
        ("/projects/0/status", json!("in_use")),
        ("/projects/0/updated", json!("2024-06-28")),
        ("/projects/0/budget/amount/currency", json!("元")),
        ("/projects/0/budget/amount/amount", json!("1")),
        ("/projects/0/locations/0/geometry/type", json!("Circle")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(path).expect(path) = value;
        assert!(!mistakes(&bad).is_empty(), "{path}");
    }
}

#[test]
fn the_projects_of_a_new_zone_are_a_valid_package() {
    on_each_engine(|world| {
        // A project with a place and a sum that is not whole.
        let fields = json!({ "name": "堤路（示例）", "length": "1", "investment": "12.345678", "purpose": "沿堤通行",
            "started_on": "2023-05-01", "planned_open": "2024-12-31", "lead_east": "dongdu-roads",
            "place": { "type": "LineString", "coordinates": [["116.8", "39.9"], ["116.81", "39.91"]] } });
        let id = world.place("projects", "prepared", "2024-01-02", fields);
        let package = package_of(world);
        assert_valid(&package);
        let project = &items(&package["projects"])[0];
        assert_eq!(project["id"], format!("chaobai-threetowns-{id}"));
        assert_eq!(project["budget"]["amount"]["amount"], json!(123_456.78));
        assert_eq!(
            project["period"],
            json!({ "startDate": "2023-05-01T00:00:00Z", "endDate": "2024-12-31T00:00:00Z" })
        );
        assert_eq!(project["locations"][0]["geometry"]["type"], "LineString");
        // Units are samples here, and samples are no parties.
        assert!(project["parties"].is_null());
    });
}
