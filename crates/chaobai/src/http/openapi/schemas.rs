//! Schemas that are the same for every zone and register.

use super::ID_PATTERN;
use super::register_schemas::closed;
use super::{meeting_schemas, work_schemas};
use crate::charter::Charter;
use crate::http::api::shared::NOTE_MAX;
use serde_json::{Map, Value, json};

/// All of them.
pub fn common(charter: &Charter) -> Map<String, Value> {
    let meetings = [meeting_schemas::answers(), meeting_schemas::bodies(charter)];
    let parts = [answers(), work_schemas::answers(), ogc(), bodies(charter)].into_iter().chain(meetings);
    parts.filter_map(|part| part.as_object().cloned()).flatten().collect()
}

pub(super) fn object(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

pub(super) fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// What requests bring.
fn bodies(charter: &Charter) -> Value {
    let id = json!({ "type": "string", "pattern": ID_PATTERN });
    let day = json!({ "type": "string", "format": "date" });
    let day_or_null = json!({ "anyOf": [day, { "type": "null" }] });
    let registers: Vec<&str> = charter.registers.keys().map(String::as_str).collect();
    let kind = json!({ "type": "string", "format": "line", "minLength": 1, "maxLength": 40 });
    let note = json!({ "type": "string", "format": "lines", "maxLength": NOTE_MAX });
    let said = json!({ "type": "string", "format": "lines", "minLength": 1, "maxLength": NOTE_MAX });
    let case_version =
        json!({ "anyOf": [{ "type": "integer", "format": "int64", "minimum": 1 }, { "type": "null" }] });
    let qualifiers = crate::charter::QUALIFIERS;
    json!({
        "NewLink": closed(&["kind", "register", "to"], json!({
            "kind": kind, "register": { "type": "string", "enum": registers }, "to": id,
        })),
        "PlanApproval": closed(&["note"], json!({
            "version": { "anyOf": [{ "type": "integer", "format": "int64", "minimum": 1 }, { "type": "null" }] },
            "note": { "type": "string", "format": "lines", "minLength": 1, "maxLength": NOTE_MAX },
        })),
        "NewComment": closed(&["version", "text"], json!({
            "version": { "type": "integer", "minimum": 1 }, "text": { "type": "string", "minLength": 1, "maxLength": 2000 },
            "field": { "type": "string", "maxLength": 60 }, "unit": { "type": "string", "maxLength": 60 },
        })),
        "ReadNotices": closed(&["notices"], json!({
            "notices": { "type": "array", "items": id, "minItems": 1, "maxItems": 100 },
        })),
        "OldLink": closed(&["kind", "to"], json!({ "kind": kind, "to": id })),
        "NewReport": closed(&["value", "as_of", "source", "words"], json!({
            "value": { "type": "string", "format": "decimal", "pattern": "^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,9})?$" },
            "qualifier": { "anyOf": [{ "type": "string", "enum": qualifiers }, { "type": "null" }] },
            "as_of": day,
            "source": { "type": "string", "format": "line", "minLength": 1, "maxLength": 200 },
            "words": closed(&["zh"], json!({ "zh": note, "en": note })),
        })),
        "NewPublication": closed(&[], json!({ "as_of": day_or_null })),
        "NewAccount": closed(&["login", "person"], json!({
            "login": { "type": "string", "pattern": "^[a-z0-9._-]{3,40}$" }, "person": id,
        })),
        "SignIn": closed(&["login", "password"], json!({
            "login": { "type": "string" }, "password": { "type": "string", "format": "password" },
        })),
        "FileForm": closed(&["file"], json!({
            "file": { "type": "string", "contentMediaType": "application/octet-stream" },
        })),
        "SheetRows": closed(&["rows"], json!({
            "rows": { "type": "array", "maxItems": crate::http::sheets::ROWS_MAX, "items": closed(&["cells"], json!({
                "id": { "anyOf": [id, { "type": "null" }] },
                "version": { "anyOf": [{ "type": "integer" }, { "type": "null" }] },
                "key": { "anyOf": [{ "type": "string" }, { "type": "null" }] },
                "cells": { "type": "object", "additionalProperties": { "type": "string" } },
            })) },
        })),
        "NewRound": closed(&["month", "lists", "due"], json!({
            "month": { "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$" },
            "lists": { "type": "array", "minItems": 1, "items": { "type": "string", "enum": registers } },
            "due": day, "note": { "anyOf": [note, { "type": "null" }] },
        })),
        "ReportRows": closed(&["rows"], json!({
            "rows": { "type": "array", "maxItems": 1000, "items": closed(&["id"], json!({
                "id": id, "version": { "type": ["integer", "null"] }, "fields": { "type": ["object", "null"] },
                "to_stage": { "type": ["string", "null"] },
            })) },
        })),
        "NewCase": closed(&["procedure", "subject"], json!({
            "procedure": { "type": "string", "enum": charter.procedures.keys().collect::<Vec<_>>() },
            "subject": id, "fields": { "type": ["object", "null"] },
        })),
        "CaseAction": closed(&["action"], json!({
            "version": case_version, "action": { "type": "string", "format": "line", "maxLength": 60 },
            "fields": { "type": ["object", "null"] },
        })),
        "CasePause": closed(&["reason", "note"], json!({
            "version": case_version, "reason": { "type": "string", "format": "line", "maxLength": 60 }, "note": said,
        })),
        "CaseResumption": closed(&["note"], json!({ "version": case_version, "note": said })),
        "ReviewRows": closed(&["rows"], json!({
            "rows": { "type": "array", "maxItems": 1000, "items": closed(&["id", "version"], json!({
                "id": id, "version": { "type": "integer" }, "remark": { "anyOf": [note, { "type": "null" }] },
            })) },
        })),
        "ImportLines": { "type": "string", "description": "One object per line: {\"fields\": …, \"effective_on\": …}." },
        "ImportCsv": { "type": "string", "description": "Field ids in the first line; _effective_on may be a column." },
        "File": {},
        "Text": { "type": "string" },
    })
}

/// What answers bring.
fn answers() -> Value {
    let text = || json!({ "type": "string" });
    let whole = || json!({ "type": "integer" });
    let instant = || json!({ "type": "string", "format": "date-time" });
    let day = || json!({ "type": "string", "format": "date" });
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    let any = || json!({ "type": "object" });
    let entry = object(
        &["cell", "seq", "at", "command", "subject", "hash"],
        json!({
            "position": maybe("integer"), "cell": text(), "seq": whole(), "at": instant(), "command": text(),
            "subject": any(), "actor_post": text(), "actor": maybe("string"), "charter_version": whole(),
            "change": {}, "hash": text(), "proof": text(),
        }),
    );
    json!({
        "Names": object(&["zh"], json!({ "zh": text(), "en": text() })),
        "Problem": object(&["type", "title", "status", "instance", "code", "params", "message", "problems"], json!({
            "type": { "type": "string", "format": "uri" }, "title": text(), "status": whole(), "instance": text(),
            "code": text(), "params": any(), "message": reference("Names"),
            "problems": list(object(&["field", "code", "params", "message"], json!({
                "field": text(), "code": text(), "params": any(), "message": reference("Names"),
            }))),
        })),
        "Receipt": object(&["command", "register", "id", "version", "cell", "entry", "hash", "at", "answer", "replayed", "proof"], json!({
            "command": text(), "register": text(), "id": text(), "version": whole(), "cell": text(), "entry": whole(),
            "hash": { "type": "string", "pattern": "^[0-9a-f]{64}$" }, "at": instant(), "answer": {},
            "replayed": { "type": "boolean" }, "proof": text(),
        })),
        "Landing": object(&["zone", "name", "links"], json!({ "zone": text(), "name": reference("Names"), "charter_version": whole(), "links": any() })),
        "Zone": object(&["id", "name", "time_zone", "currency", "today"], json!({
            "id": text(), "name": reference("Names"), "time_zone": text(), "currency": text(), "today": day(),
        })),
        "Charter": object(&["version", "digest", "versions", "charter"], json!({
            "version": whole(), "digest": text(), "versions": list(any()), "charter": any(),
        })),
        "Registers": object(&["registers"], json!({
            "registers": list(object(&["id", "name", "area", "public", "href"], json!({
                "id": text(), "name": reference("Names"), "summary": reference("Names"), "area": text(),
                "public": { "type": "boolean" }, "href": text(),
            }))),
        })),
        "Register": object(&["id", "definition", "might"], json!({
            "id": text(), "charter_version": whole(), "definition": any(), "might": any(),
        })),
        "Count": object(&["number", "exact"], json!({ "number": whole(), "exact": { "type": "boolean" } })),
        "Attachment": object(&["sha256", "name", "media_type", "size", "recorded_at", "href"], json!({
            "sha256": text(), "name": text(), "media_type": text(), "size": whole(), "recorded_at": instant(), "href": text(),
            "unread": text(),
        })),
        "Links": object(&["links"], json!({
            "links": list(object(&["kind", "inbound", "register", "id", "title", "href"], json!({
                "kind": text(), "inbound": { "type": "boolean" }, "register": text(), "id": text(), "title": text(), "href": text(),
            }))),
        })),
        "Entries": object(&["entries"], json!({ "entries": list(entry.clone()) })),
        "Journal": object(&["entries", "next"], json!({ "entries": list(entry), "next": maybe("integer") })),
        "Proof": object(&["v", "leaf", "index", "size", "path", "checkpoint"], json!({
            "v": whole(), "leaf": text(), "index": whole(), "size": whole(), "path": list(text()), "checkpoint": text(),
        })),
        "Figure": object(&["id", "name", "value", "qualifier", "unit", "as_of", "asked", "basis", "words", "definition"], json!({
            "id": text(), "name": reference("Names"), "area": text(), "value": maybe("string"), "qualifier": text(),
            "unit": reference("Names"), "as_of": day(), "asked": day(), "basis": maybe("string"),
            "reported": maybe("object"), "computed": maybe("object"), "difference": maybe("string"),
            "words": reference("Names"), "definition": any(),
        })),
        "Figures": object(&["as_of", "figures"], json!({ "as_of": day(), "figures": list(reference("Figure")) })),
        "FigureHistory": object(&["figure", "values"], json!({
            "figure": text(),
            "values": list(object(&["basis", "value", "qualifier", "as_of", "source", "words", "number", "corrected"], json!({
                "basis": text(), "value": text(), "qualifier": text(), "as_of": day(), "source": text(),
                "words": reference("Names"), "number": whole(), "definition": whole(), "corrected": { "type": "boolean" },
                "recorded_at": instant(), "entry": whole(), "proof": text(),
            }))),
        })),
        "Bodies": object(&["as_of", "bodies"], json!({ "as_of": day(), "bodies": list(any()) })),
        "Units": object(&["units"], json!({ "units": list(any()) })),
        "Terms": object(&["as_of", "terms", "seats"], json!({
            "as_of": day(), "terms": list(any()), "seats": list(any()),
        })),
        "Me": object(&["person", "name", "login", "posts", "roles", "units"], json!({
            "person": text(), "name": text(), "login": text(), "posts": list(any()), "roles": list(text()), "units": list(text()),
        })),
        "Session": object(&["token", "expires_s", "idle_s"], json!({ "token": text(), "expires_s": whole(), "idle_s": whole() })),
        "OparlObject": object(&["id", "type"], json!({ "id": text(), "type": text() })),
        "OparlList": object(&["data", "pagination", "links"], json!({
            "data": list(any()), "pagination": any(), "links": any(),
        })),
        "Accounts": object(&["accounts"], json!({ "accounts": list(any()) })),
        "SignInLink": object(&["path", "expires_at"], json!({ "path": text(), "expires_at": instant() })),
    })
}

/// What OGC API Features brings.
fn ogc() -> Value {
    let position = json!({
        "type": "array",
        "prefixItems": [
            { "type": "number", "minimum": -180, "maximum": 180 },
            { "type": "number", "minimum": -90, "maximum": 90 },
        ],
        "items": { "type": "number" },
        "minItems": 2,
        "maxItems": 2,
    });
    let several = |of: &Value, least: usize| json!({ "type": "array", "items": of, "minItems": least });
    let (line, ring) = (several(&position, 2), several(&position, 4));
    let shape = |kind: &str, coordinates: Value| {
        closed(&["type", "coordinates"], json!({ "type": { "const": kind }, "coordinates": coordinates }))
    };
    let link = object(
        &["href", "rel"],
        json!({ "href": { "type": "string" }, "rel": { "type": "string" }, "type": { "type": "string" }, "title": { "type": "string" } }),
    );
    let text = json!({ "type": "string" });
    json!({
        "Geometry": { "oneOf": [
            shape("Point", position.clone()),
            shape("LineString", line.clone()),
            shape("Polygon", several(&ring, 1)),
            shape("MultiPoint", several(&position, 1)),
            shape("MultiLineString", several(&line, 1)),
            shape("MultiPolygon", several(&several(&ring, 1), 1)),
        ] },
        "OgcLinks": list(link),
        "OgcLanding": object(&["title", "links"], json!({ "title": text, "description": text, "links": reference("OgcLinks") })),
        "Conformance": object(&["conformsTo"], json!({ "conformsTo": list(text.clone()) })),
        "Collection": object(&["id", "links"], json!({
            "id": text, "title": text, "description": text, "itemType": text, "crs": list(text.clone()),
            "extent": { "type": "object" }, "links": reference("OgcLinks"),
        })),
        "Collections": object(&["links", "collections"], json!({
            "links": reference("OgcLinks"), "collections": list(reference("Collection")),
        })),
        "Queryables": { "type": "object" },
    })
}
