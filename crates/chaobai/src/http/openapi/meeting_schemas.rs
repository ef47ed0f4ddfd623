//! Schemas of meetings: what requests bring, what answers bring.

use super::ID_PATTERN;
use super::register_schemas::closed;
use super::schemas::{list, object};
use crate::charter::Charter;
use crate::charter::model::Verdict;
use crate::http::api::shared::NOTE_MAX;
use serde_json::{Value, json};

/// What requests bring.
pub(super) fn bodies(charter: &Charter) -> Value {
    let id = json!({ "type": "string", "pattern": ID_PATTERN });
    let day = json!({ "type": "string", "format": "date" });
    let line = json!({ "type": "string", "format": "line", "minLength": 1, "maxLength": 300 });
    let text = json!({ "type": "string", "format": "lines", "minLength": 1, "maxLength": NOTE_MAX });
    let maybe = |of: Value| json!({ "anyOf": [of, { "type": "null" }] });
    let note = maybe(json!({ "type": "string", "format": "lines", "maxLength": NOTE_MAX }));
    let short = maybe(json!({ "type": "string", "maxLength": 300 }));
    let version = maybe(json!({ "type": "integer", "format": "int64", "minimum": 1 }));
    let minutes = maybe(json!({ "type": "integer", "minimum": 0, "maximum": 600 }));
    let mode = json!({ "type": "string", "enum": ["hear", "deliberate", "settle"] });
    let choice = json!({ "type": "string", "enum": ["yes", "no", "abstain"] });
    let ruled = charter.zone.bodies.iter().filter(|body| body.rules.is_some());
    let ruled: Vec<&str> = ruled.map(|body| body.id.as_str()).collect();
    let posts: Vec<&str> = charter.zone.posts.iter().map(|post| post.id.as_str()).collect();
    let post = json!({ "type": "string", "enum": posts });
    let attendees =
        json!({ "type": "array", "items": { "type": "string", "pattern": "^(post|unit):[a-z0-9_-]+$" } });
    let time = maybe(json!({ "type": "string", "pattern": "^(|[0-2][0-9]:[0-5][0-9])$" }));
    json!({
        "NewMeeting": closed(&["body", "way", "held_on"], json!({
            "body": { "type": "string", "enum": ruled }, "way": { "type": "string", "enum": ["sitting", "written", "silence"] },
            "held_on": day, "time": time, "place": note, "note": note,
        })),
        "MeetingMove": closed(&["held_on"], json!({
            "version": version, "held_on": day, "time": time, "place": note, "let_in": note,
        })),
        "MeetingCancellation": closed(&["reason"], json!({ "version": version, "reason": text })),
        "MeetingNotice": closed(&[], json!({ "version": version, "let_in": note })),
        "NewItem": closed(&["name", "mode"], json!({
            "name": line, "mode": mode, "minutes": minutes, "joint": { "type": ["boolean", "null"] }, "reporter": short,
            "request": note, "about": { "type": ["object", "null"], "additionalProperties": id }, "let_in": note,
        })),
        "AgendaOrder": closed(&["items"], json!({
            "items": { "type": "array", "maxItems": 200, "items": closed(&["id", "version", "mode"], json!({
                "id": id, "version": { "type": "integer", "minimum": 1 }, "mode": mode, "minutes": minutes,
            })) },
            "off": maybe(json!({ "type": "array", "maxItems": 200, "items": closed(&["id", "version"], json!({
                "id": id, "version": { "type": "integer", "minimum": 1 },
            })) })),
            "note": note,
        })),
        "ItemMerge": closed(&["into"], json!({ "version": version, "into": id })),
        "NewRecusal": closed(&["post", "reason"], json!({ "post": post, "reason": text })),
        "MeetingOpening": closed(&["present"], json!({
            "version": version, "present": attendees, "leave": maybe(attendees.clone()), "chair": maybe(post.clone()),
        })),
        "Attendance": closed(&["attendee", "presence"], json!({
            "attendee": attendees["items"], "presence": { "type": "string", "enum": ["present", "leave", "absent", "left"] },
        })),
        "MeetingClosing": closed(&[], json!({ "version": version, "note": note })),
        "ItemDecision": closed(&[], json!({
            "version": version, "wording": note, "dissent": note,
            "verdict": maybe(json!({ "type": "string", "enum": Verdict::ALL.map(Verdict::id) })),
        })),
        "NewBallot": closed(&["kind"], json!({
            "version": version, "kind": { "type": "string", "enum": ["roll_call", "secret"] }, "question": note,
            "slips": maybe(json!({ "type": "array", "maxItems": 1000, "items": closed(&["slip", "side"], json!({
                "slip": { "type": "string", "pattern": "^[0-9a-f]{64}$" }, "side": { "type": "string", "maxLength": 60 },
            })) })),
        })),
        "NewVote": closed(&["post", "choice"], json!({ "post": post, "choice": choice })),
        "SlipVote": closed(&["code", "choice"], json!({
            "code": { "type": "string", "minLength": 12, "maxLength": 40 }, "choice": choice,
        })),
        "BallotVoiding": closed(&["reason"], json!({ "reason": text })),
        "NewResolution": closed(&["text"], json!({ "name": short, "text": text })),
        "NewTasks": closed(&["tasks"], json!({
            "known": maybe(json!({ "type": "integer", "minimum": 0, "maximum": 10000 })),
            "tasks": { "type": "array", "minItems": 1, "maxItems": 100, "items": { "type": "object" } },
        })),
    })
}

/// What answers bring.
pub(super) fn answers() -> Value {
    let text = || json!({ "type": "string" });
    let whole = || json!({ "type": "integer" });
    let instant = || json!({ "type": "string", "format": "date-time" });
    let day = || json!({ "type": "string", "format": "date" });
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    let any = || json!({ "type": "object" });
    let due = object(&["on", "unpublished"], json!({ "on": day(), "unpublished": list(whole()) }));
    let paper = object(
        &["number", "name", "digest", "late", "let_in"],
        json!({
            "number": whole(), "name": text(), "digest": text(), "size": whole(), "subject": text(), "version": whole(),
            "filed_at": instant(), "late": { "type": "boolean" }, "let_in": text(),
        }),
    );
    let vote = object(
        &["post", "person", "choice", "entered_by", "at"],
        json!({
            "post": text(), "person": maybe("string"), "choice": maybe("string"), "entered_by": text(), "at": instant(),
        }),
    );
    let ballot = object(
        &["id", "number", "way", "question", "state", "opened_at", "until", "base", "outcome", "votes"],
        json!({
            "id": text(), "number": whole(), "way": text(), "question": text(),
            "state": { "type": "string", "enum": ["open", "counted", "void"] }, "opened_at": instant(),
            "until": maybe("string"), "base": any(), "outcome": maybe("object"), "votes": list(vote),
        }),
    );
    let item = object(
        &["id", "version", "stage", "fields", "papers", "recusals", "ballots"],
        json!({
            "id": text(), "version": whole(), "stage": text(), "fields": any(), "papers": list(paper),
            "recusals": list(object(&["post", "reason"], json!({ "post": text(), "reason": text() }))),
            "ballots": list(ballot),
        }),
    );
    let attendee = object(
        &["attendee", "votes", "side", "person", "standing", "presence"],
        json!({
            "attendee": text(), "votes": { "type": "boolean" }, "side": text(), "person": maybe("string"),
            "standing": text(), "presence": text(),
        }),
    );
    let event = object(
        &["number", "at", "command", "item", "actor_post", "said", "entry", "proof"],
        json!({
            "number": whole(), "at": instant(), "command": text(), "item": maybe("string"), "actor_post": text(),
            "said": {}, "entry": whole(), "proof": text(),
        }),
    );
    let follows = object(
        &["id", "what", "falls_on", "state", "settled_at"],
        json!({ "id": text(), "what": any(), "falls_on": day(), "state": text(), "settled_at": maybe("string") }),
    );
    json!({
        "Meeting": object(
            &["meeting", "body", "rules", "items", "dropped", "attendance", "resolutions", "events", "follows", "office"],
            json!({
                "meeting": any(), "body": any(),
                "rules": { "anyOf": [
                    object(&["basis", "notice_due", "paper_due"], json!({ "basis": any(), "notice_due": due, "paper_due": due })),
                    { "type": "null" },
                ] },
                "items": list(item), "dropped": list(any()), "attendance": list(attendee), "resolutions": list(any()),
                "events": list(event), "follows": list(follows), "office": { "type": "boolean" }, "own_seats": list(text()),
            }),
        ),
        "Recount": object(&["ballot", "question", "outcome", "slips", "digest"], json!({
            "ballot": text(), "question": text(), "outcome": any(), "digest": text(),
            "slips": list(object(&["slip", "side", "choice"], json!({
                "slip": text(), "side": text(), "choice": maybe("string"),
            }))),
        })),
    })
}
