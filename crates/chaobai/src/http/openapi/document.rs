//! `GET /api/openapi.json` (and `/ogc/api`): the document.

use super::register_schemas::{self, NAMES};
use super::{Param, schemas};
use crate::charter::model::Register;
use crate::desk::{Caller, Law};
use crate::domain::registers::permits;
use crate::http::api::shared::as_media_type;
use crate::http::problem;
use crate::http::routes::{Kind, Route, Who, all_routes};
use crate::http::{Site, Visitor};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Media type of the document.
pub const MEDIA_TYPE: &str = "application/vnd.oai.openapi+json;version=3.1";

/// The route of the API.
pub fn route() -> Route {
    Route::new(Kind::Api, "api.openapi", Method::GET, "/api/openapi.json", get)
        .summary("This document, as far as the caller sees the registers")
        .gives(&[(200, "application/vnd.oai.openapi+json", "OpenApi")])
}

/// The route where OGC API Features looks for it.
pub fn ogc_route() -> Route {
    Route::new(Kind::Ogc, "ogc.openapi", Method::GET, "/ogc/api", get)
        .summary("The OpenAPI document of everything")
        .gives(&[(200, "application/vnd.oai.openapi+json", "OpenApi")])
}

async fn get(State(site): State<Arc<Site>>, visitor: Visitor) -> Response {
    as_media_type(MEDIA_TYPE, &document(&site.house.law(), &visitor.caller, &all_routes()))
}

/// The document of a list of routes under a law, as far as a caller sees the registers.
pub fn document(law: &Law, caller: &Caller, routes: &[Route]) -> Value {
    let charter = &law.charter;
    let registers: Vec<&Register> = permits::visible_registers(charter, caller).collect();
    let mut schemas = schemas::common(charter);
    schemas.insert("OpenApi".into(), json!({ "type": "object" }));
    for register in &registers {
        register_schemas::add(&mut schemas, charter, caller, register);
    }
    let mut paths: Map<String, Value> = Map::new();
    let told = routes.iter().filter(|route| !matches!(route.kind, Kind::Page | Kind::Asset));
    for route in told {
        let mut add = |register: Option<&Register>| {
            let path = match register {
                Some(register) => route.path.replace("{register}", &register.id),
                None => route.path.to_owned(),
            };
            let path = path.replace("{*path}", "{path}");
            let operation = operation(law, caller, route, register);
            let item = paths.entry(path).or_insert_with(|| json!({}));
            item[route.method.as_str().to_ascii_lowercase()] = operation;
        };
        if route.path.contains("{register}") {
            // Rounds ask for work lists only.
            let of_rounds = route.path.contains("{round}");
            let fits = |register: &&&Register| !of_rounds || register.worklist.is_some();
            registers.iter().filter(fits).for_each(|register| add(Some(register)));
        } else {
            add(None);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": charter.zone.name.zh,
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Amounts of money are integers in minor units; decimals are text, except in GeoJSON; \
                            instants in fields are microseconds since 1970 UTC. Parameters that are not named here \
                            are refused.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses(),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn operation(law: &Law, caller: &Caller, route: &Route, register: Option<&Register>) -> Value {
    let name = match register {
        Some(register) => format!("{}.{}", route.name, register.id),
        None => route.name.to_owned(),
    };
    let mut operation = json!({
        "operationId": name,
        "summary": route.summary,
        "tags": [route.name.split('.').next().unwrap_or_default()],
        "parameters": parameters(law, caller, route, register),
        "responses": answers(route, register),
        "security": match route.who {
            Who::Nobody => json!([{}]),
            Who::Anyone => json!([{}, { "bearer": [] }]),
            _ => json!([{ "bearer": [] }]),
        },
    });
    if !route.doc.bodies.is_empty() {
        let content: Map<String, Value> = route
            .doc
            .bodies
            .iter()
            .map(|(media_type, schema)| {
                ((*media_type).to_owned(), json!({ "schema": named(schema, register) }))
            })
            .collect();
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    operation
}

fn parameters(law: &Law, caller: &Caller, route: &Route, register: Option<&Register>) -> Vec<Value> {
    let charter = &law.charter;
    let one = |param: &Param, place: &str| {
        let mut shown = json!({
            "name": param.name,
            "in": place,
            "required": param.required,
            "description": param.text,
            "schema": param.shape.schema(charter, caller, register),
        });
        if param.shape == super::Shape::Bbox {
            shown["style"] = json!("form");
            shown["explode"] = json!(false);
        }
        shown
    };
    let path = route.path_params().into_iter().filter(|(name, _)| register.is_none() || *name != "register");
    let path = path.map(|(name, shape)| {
        json!({ "name": name, "in": "path", "required": true, "schema": shape.schema(charter, caller, register) })
    });
    let query = route.doc.query.iter().map(|param| one(param, "query"));
    let headers = route.doc.headers.iter().map(|param| one(param, "header"));
    path.chain(query).chain(headers).collect()
}

fn answers(route: &Route, register: Option<&Register>) -> Value {
    let mut all = Map::new();
    for (status, media_type, schema) in route.doc.answers {
        let mut answer = json!({ "description": "Done." });
        if !media_type.is_empty() {
            answer["content"] = json!({ *media_type: { "schema": named(schema, register) } });
        }
        all.insert(status.to_string(), answer);
    }
    for status in refusals(route) {
        all.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{status}") }));
    }
    all.insert("default".into(), json!({ "$ref": "#/components/responses/other" }));
    Value::Object(all)
}

/// Statuses of every refusal a route can give.
fn refusals(route: &Route) -> BTreeSet<u16> {
    let mut all: BTreeSet<u16> = [400, 401, 503].into();
    all.extend(route.doc.refusals);
    if route.path.contains('{') || !matches!(route.who, Who::Anyone | Who::SignedIn) {
        all.insert(404);
    }
    if route.method != Method::GET {
        all.extend([403, 504]);
    }
    if !route.doc.bodies.is_empty() {
        all.extend([413, 415]);
    }
    all
}

fn named(schema: &str, register: Option<&Register>) -> Value {
    match register {
        Some(register) if NAMES.contains(&schema) => {
            json!({ "$ref": format!("#/components/schemas/{schema}.{}", register.id) })
        }
        _ => json!({ "$ref": format!("#/components/schemas/{schema}") }),
    }
}

fn responses() -> Value {
    let words = [
        ("400", "The request cannot be read as it is written."),
        ("401", "Nobody is signed in, or the session is over (code sign_in, session_over)."),
        ("403", "Not the caller's to do."),
        ("404", "Nothing here for this caller."),
        ("409", "Somebody else was first: read again, then repeat."),
        ("413", "Larger than the limit."),
        ("415", "Not a media type that is taken here."),
        ("422", "Read, and found to break a rule; problems names every field."),
        ("428", "Say which version the change is for: version or If-Match."),
        ("503", "Too many at once, or no changes accepted at present; see Retry-After."),
        ("504", "Whether the change happened is not known: send the same request key again."),
        ("other", "Refused before it came to the route: address too long (414), another host (421)."),
    ];
    let problem = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
    let all: Map<String, Value> = words
        .into_iter()
        .map(|(status, text)| {
            (status.to_owned(), json!({ "description": text, "content": { problem::MEDIA_TYPE: problem } }))
        })
        .collect();
    Value::Object(all)
}
