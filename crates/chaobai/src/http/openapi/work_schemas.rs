//! Schemas of what the lists at work bring: sheets, rounds, projects, comments, notices, documents.

use super::schemas::{list, object, reference};
use serde_json::{Value, json};

/// What answers bring.
pub(super) fn answers() -> Value {
    let text = || json!({ "type": "string" });
    let whole = || json!({ "type": "integer" });
    let instant = || json!({ "type": "string", "format": "date-time" });
    let day = || json!({ "type": "string", "format": "date" });
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    let any = || json!({ "type": "object" });
    let round = object(
        &["id", "lists", "as_of", "due", "open", "note", "opened_at", "closed_at"],
        json!({
            "id": text(), "lists": list(text()), "as_of": day(), "due": day(), "open": { "type": "boolean" },
            "note": text(), "opened_at": instant(), "closed_at": maybe("string"), "waiting": any(), "units": list(any()),
        }),
    );
    let held = object(&["relation", "holder"], json!({ "relation": text(), "holder": text() }));
    let case = json!({
        "id": text(), "procedure": text(), "register": text(), "subject": text(), "title": text(), "version": whole(),
        "charter_version": whole(), "state": { "type": "string", "enum": ["open", "paused", "ended"] },
        "step": text(), "step_name": reference("Names"), "since": day(), "due_on": maybe("string"),
        "unpublished": list(whole()), "holders": list(held.clone()), "awaited": list(text()), "told": list(held.clone()),
        "opened_at": instant(), "moved_at": instant(), "decision": maybe("object"), "actions": list(text()),
    });
    let of_case = [
        "id",
        "procedure",
        "register",
        "subject",
        "title",
        "version",
        "charter_version",
        "state",
        "step",
        "step_name",
        "since",
        "due_on",
        "unpublished",
        "holders",
        "awaited",
        "told",
        "opened_at",
        "moved_at",
        "decision",
        "actions",
    ];
    let event = object(
        &[
            "number",
            "at",
            "command",
            "what",
            "rule",
            "mandate",
            "facts",
            "actor_post",
            "from",
            "to",
            "entry",
            "proof",
        ],
        json!({
            "number": whole(), "at": instant(), "command": text(), "what": text(), "rule": any(),
            "mandate": maybe("object"), "facts": any(), "actor_post": text(), "from": text(), "to": text(),
            "slip": maybe("string"), "decision": maybe("object"), "told": list(held), "answered": list(text()), "silent": list(text()), "due_on": maybe("string"),
            "entry": whole(), "proof": text(),
        }),
    );
    let mut whole_case = case.clone();
    whole_case["fields"] = any();
    whole_case["paused"] = maybe("object");
    whole_case["events"] = list(event);
    json!({
        "Cases": object(&["cases", "next"], json!({ "cases": list(object(&of_case, case)), "next": maybe("string") })),
        "CaseHistory": object(&[&of_case[..], &["fields", "paused", "events"]].concat(), whole_case),
        "SheetCheck": object(&["rows"], json!({
            "rows": list(object(&["key", "version", "row", "title", "state", "problems", "cells"], json!({
                "key": text(), "version": maybe("integer"), "row": whole(), "title": text(),
                "state": { "type": "string", "enum": ["same", "changed", "new", "bad"] },
                "problems": list(any()),
                "cells": list(object(&["field", "typed", "before", "after", "marks", "problem", "suggestion", "theirs"], json!({
                    "field": text(), "typed": text(), "before": text(), "after": text(), "marks": list(any()),
                    "problem": maybe("object"), "suggestion": maybe("string"), "theirs": maybe("string"),
                }))),
            }))),
        })),
        "SheetPage": object(&["fields", "rows", "next"], json!({
            "fields": list(text()), "next": maybe("string"),
            "rows": list(object(&["id", "version", "locked", "sample", "cells"], json!({
                "id": text(), "version": whole(), "locked": maybe("string"), "sample": { "type": "boolean" },
                "cells": list(text()),
            }))),
        })),
        "Rounds": object(&["rounds"], json!({ "rounds": list(round.clone()) })),
        "Round": round,
        "RoundRows": object(&["round", "list", "unit", "rows", "next"], json!({
            "round": text(), "list": text(), "unit": text(), "next": maybe("string"),
            "rows": list(object(&["id", "version", "state", "fields", "to_stage", "remark", "before", "stage"], json!({
                "id": text(), "version": whole(),
                "state": { "type": "string", "enum": ["none", "draft", "submitted", "returned", "accepted"] },
                "fields": any(), "to_stage": maybe("string"), "remark": text(), "before": any(), "stage": maybe("string"),
            }))),
        })),
        "RoundResults": object(&["rows"], json!({
            "rows": list(object(&["id", "done", "receipt", "refusal"], json!({
                "id": text(), "done": { "type": "boolean" }, "receipt": maybe("object"), "refusal": maybe("object"),
            }))),
        })),
        "Oc4idsPackage": object(&["uri", "publishedDate", "version", "publisher", "projects"], json!({
            "uri": { "type": "string", "format": "uri" }, "publishedDate": instant(), "version": text(),
            "publisher": object(&["name"], json!({ "name": text() })),
            "projects": list(object(&["id"], json!({ "id": text(), "updated": instant(), "title": text(), "status": text() }))),
        })),
        "Comments": object(&["comments"], json!({
            "comments": list(object(&["id", "field", "version", "text", "mentions", "author_post", "at", "resolved_at"], json!({
                "id": text(), "field": text(), "version": whole(), "text": text(), "mentions": list(text()), "author": text(),
                "author_post": text(), "at": instant(), "resolved_at": maybe("string"),
            }))),
        })),
        "Notices": object(&["notices"], json!({
            "notices": list(object(&["id", "event", "register", "record", "text", "raised_at", "read_at"], json!({
                "id": text(), "event": text(), "register": text(), "record": text(), "text": reference("Names"),
                "raised_at": instant(), "read_at": maybe("string"),
            }))),
        })),
        "Documents": object(&["documents"], json!({
            "documents": list(object(&["id", "title", "as_of", "href"], json!({
                "id": text(), "title": reference("Names"), "summary": reference("Names"), "as_of": day(), "href": text(),
            }))),
        })),
        "Document": object(&["id", "title", "as_of", "figures", "pdf", "docx"], json!({
            "id": text(), "title": reference("Names"), "note": reference("Names"), "as_of": day(), "pdf": text(), "docx": text(),
            "figures": list(object(&["figure", "name", "on", "pinned", "value", "qualifier", "as_of", "basis", "source", "href"], json!({
                "figure": text(), "name": reference("Names"), "on": day(), "pinned": { "type": "boolean" },
                "words": { "oneOf": [reference("Names"), { "type": "null" }] }, "value": maybe("string"), "qualifier": text(),
                "as_of": maybe("string"), "basis": maybe("string"), "source": text(), "href": text(),
            }))),
        })),
    })
}
