//! External lists of OParl: pages of objects in order of creation, filtered by when they were created or modified.

use crate::http::openapi::{Param, Shape};
use crate::http::{Asked, ogc::Base};
use kernel::Instant;
use serde_json::{Value, json};

/// Objects of a page.
pub const PER_PAGE: usize = 100;

/// What every list can be asked.
pub const QUERY: &[Param] = &[
    Param::optional("page", Shape::Whole { min: 1, max: 1_000_000 }, "Number of the page; left out: 1."),
    Param::optional("created_since", Shape::Instant, "Objects created at this instant or later."),
    Param::optional("created_until", Shape::Instant, "Objects created at this instant or earlier."),
    Param::optional("modified_since", Shape::Instant, "Objects modified at this instant or later."),
    Param::optional("modified_until", Shape::Instant, "Objects modified at this instant or earlier."),
    Param::optional(
        "organization",
        Shape::Line(60),
        "Meetings of this organization, by the last part of its address.",
    ),
    Param::optional("omit_internal", Shape::Choice(&["true", "false"]), "Leaves embedded objects out."),
];

/// An object with the instants lists are filtered by.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The object.
    pub object: Value,
    /// When it came on record.
    pub created: Instant,
    /// When it was last changed.
    pub modified: Instant,
    /// It was taken back: lists show it, as deleted, only to whoever asks what was modified since.
    pub deleted: bool,
}

/// A page of a list, as the specification writes it.
pub fn page(base: &Base, path: &str, asked: &Asked, all: Vec<Listed>) -> Value {
    let since = |name: &str| asked.text(name).and_then(Instant::parse);
    let asks_changes = since("modified_since").is_some();
    let within = |at: Instant, from: &str, until: &str| {
        since(from).is_none_or(|from| at >= from) && since(until).is_none_or(|until| at <= until)
    };
    let mut all: Vec<Listed> = all
        .into_iter()
        .filter(|one| asks_changes || !one.deleted)
        .filter(|one| within(one.created, "created_since", "created_until"))
        .filter(|one| within(one.modified, "modified_since", "modified_until"))
        .collect();
    all.sort_by(|a, b| (a.created, a.object["id"].as_str()).cmp(&(b.created, b.object["id"].as_str())));
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let number = usize::try_from(asked.number("page").unwrap_or(1)).unwrap_or(1).max(1);
    let kept = [
        "organization",
        "created_since",
        "created_until",
        "modified_since",
        "modified_until",
        "omit_internal",
    ];
    let address = |page: usize| {
        let kept = kept.iter().filter_map(|name| {
            asked.text(name).map(|value| format!("&{name}={}", crate::http::query::encode(value)))
        });
        base.address(&format!("{path}?page={page}{}", kept.collect::<String>()))
    };
    let mut links = json!({ "first": address(1), "self": address(number), "last": address(pages) });
    if number > 1 {
        links["prev"] = json!(address(number - 1));
    }
    if number < pages {
        links["next"] = json!(address(number + 1));
    }
    let omit = asked.text("omit_internal") == Some("true");
    let data: Vec<Value> = all
        .iter()
        .skip((number - 1) * PER_PAGE)
        .take(PER_PAGE)
        .map(|one| if omit { without_embedded(&one.object) } else { one.object.clone() })
        .collect();
    json!({
        "data": data,
        "pagination": {
            "totalElements": all.len(), "elementsPerPage": PER_PAGE, "currentPage": number, "totalPages": pages,
        },
        "links": links,
    })
}

/// An object without the objects in it.
fn without_embedded(object: &Value) -> Value {
    let Value::Object(members) = object else { return object.clone() };
    let is_object = |value: &Value| value.get("type").is_some_and(|kind| kind.is_string());
    let embedded = |value: &Value| {
        is_object(value) || value.as_array().is_some_and(|all| all.first().is_some_and(is_object))
    };
    Value::Object(members.iter().filter(|(_, v)| !embedded(v)).map(|(k, v)| (k.clone(), v.clone())).collect())
}
