//! OParl objects from the charter and from public records. One body, the zone; its bodies are organizations.
//! A meeting carries its agenda; what an item is about is a paper, with its files. Persons are those whose name
//! anyone may read already; a membership is a term in a post of a body.

use super::SCHEMA;
use super::lists::Listed;
use crate::charter::model::{Body, BodyKind, Charter, Meetings, Register};
use crate::desk::Caller;
use crate::domain::meetings::subject_fields;
use crate::domain::registers::permits::{self, Access};
use crate::domain::registers::{self, ListQuery, Record, attachments};
use crate::http::ogc::Base;
use kernel::{Date, Instant, Lang, Refusal};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::Ask;

/// Records read at once.
const AT_ONCE: usize = 1000;

/// What objects are made from.
pub struct Ground<'a> {
    pub charter: &'a Charter,
    pub base: &'a Base,
    pub today: Date,
    /// When the charter in force was adopted: what stands in it has no other instants.
    pub adopted: Instant,
}

/// A record as anyone sees it.
struct Seen {
    record: Record,
    fields: Map<String, Value>,
}

/// Items of agendas as anyone sees them, and what they are about.
#[derive(Default)]
struct Agenda<'a> {
    /// Their list; none: the zone has no meetings.
    list: Option<&'a Register>,
    items: Vec<Seen>,
    /// Which item (its place in `items`) deals with which record.
    about: Vec<(usize, String)>,
    /// Those records, each with its list.
    subjects: Vec<(Record, &'a Register)>,
}

impl Ground<'_> {
    fn address(&self, path: &str) -> String {
        self.base.address(&format!("/oparl{path}"))
    }

    fn id_of(&self, kind: &str, id: &str) -> String {
        self.address(&format!("/{kind}/{}", crate::http::query::encode(id)))
    }

    fn text<'t>(&self, text: &'t kernel::Text) -> &'t str {
        text.get(Lang::Zh)
    }

    fn stamped(&self, kind: &str, id: String, created: Instant, modified: Instant) -> Map<String, Value> {
        let Value::Object(object) = json!({
            "id": id, "type": format!("{SCHEMA}{kind}"),
            "created": created.to_string(), "modified": modified.to_string(),
        }) else {
            return Map::new();
        };
        object
    }

    fn of_charter(&self, kind: &str, id: String, more: Value) -> Listed {
        let mut object = self.stamped(kind, id, self.adopted, self.adopted);
        extend(&mut object, more);
        Listed {
            object: Value::Object(object),
            created: self.adopted,
            modified: self.adopted,
            deleted: false,
        }
    }

    fn of_record(&self, kind: &str, path: &str, record: &Record, more: Value) -> Listed {
        let id = self.id_of(path, record.id.as_str());
        let mut object = self.stamped(kind, id, record.created_at, record.amended_at);
        if record.withdrawn {
            object.insert("deleted".into(), json!(true));
        } else {
            extend(&mut object, more);
        }
        Listed {
            object: Value::Object(object),
            created: record.created_at,
            modified: record.amended_at,
            deleted: record.withdrawn,
        }
    }

    /// The entry.
    pub fn system(&self) -> Value {
        let zone = &self.charter.zone;
        let mut object = self.stamped("System", self.address(""), self.adopted, self.adopted);
        extend(
            &mut object,
            json!({
                "oparlVersion": SCHEMA,
                "body": self.address("/bodies"),
                "name": self.text(&zone.short_name),
                "website": self.base.address("/"),
            }),
        );
        Value::Object(object)
    }

    /// The one body: the zone.
    pub fn body(&self) -> Listed {
        let zone = &self.charter.zone;
        let list = |name: &str| self.address(&format!("/{name}"));
        self.of_charter(
            "Body",
            self.id_of("bodies", &zone.id),
            json!({
                "system": self.address(""),
                "name": self.text(&zone.name),
                "shortName": self.text(&zone.short_name),
                "organization": list("organizations"),
                "person": list("people"),
                "meeting": list("meetings"),
                "paper": list("papers"),
                "agendaItem": list("agenda-items"),
                "file": list("files"),
                "membership": list("memberships"),
                "consultation": list("consultations"),
                "locationList": list("locations"),
                "legislativeTermList": list("legislative-terms"),
                "legislativeTerm": [],
                "web": self.base.address("/bodies"),
            }),
        )
    }

    pub fn organizations(&self, memberships: &[Listed]) -> Vec<Listed> {
        self.charter.zone.bodies.iter().map(|body| self.organization(body, memberships)).collect()
    }

    fn organization(&self, body: &Body, memberships: &[Listed]) -> Listed {
        let id = self.id_of("organizations", &body.id);
        let own = memberships.iter().filter(|one| one.object["organization"] == json!(id));
        let posts = self.charter.zone.posts.iter().filter(|post| post.body.as_ref() == Some(&body.id));
        let mut more = json!({
            "body": self.id_of("bodies", &self.charter.zone.id),
            "name": self.text(&body.name),
            "organizationType": "Gremium",
            "classification": match body.kind {
                BodyKind::Council => "理事会",
                BodyKind::Committee => "委员会",
                BodyKind::Association => "协会",
            },
            "meeting": format!("{}?organization={}", self.address("/meetings"), body.id),
            "membership": own.map(|one| one.object["id"].clone()).collect::<Vec<_>>(),
            "post": posts.map(|post| self.text(&post.name)).collect::<Vec<_>>(),
            "web": self.base.address(&format!("/bodies#{}", body.id)),
        });
        if let Some(above) = &body.under {
            more["subOrganizationOf"] = json!(self.id_of("organizations", above));
        }
        if let Some(since) = body.since {
            more["startDate"] = json!(since.to_string());
        }
        if body.sample {
            more["keyword"] = json!(["sample"]);
        }
        self.of_charter("Organization", id, more)
    }

    /// Terms in posts of bodies whose person and post anyone may read.
    pub fn memberships(&self, ask: &mut dyn Ask) -> Result<Vec<Listed>, Refusal> {
        let people = &self.charter.zone.people;
        let Some(terms) = self.charter.register(&people.terms) else { return Ok(Vec::new()) };
        let persons = self.persons_seen(ask)?;
        let mut all = Vec::new();
        for seen in self.seen(ask, terms)? {
            let text = |id: &str| seen.fields.get(id).and_then(Value::as_str);
            let post = text("post").and_then(|post| self.charter.post(post));
            let body = post.and_then(|post| post.body.as_deref().map(|body| (post, body)));
            let (Some((post, body)), Some(person)) = (body, text("person")) else { continue };
            if !persons.contains_key(person) {
                continue;
            }
            let rules = self.charter.body(body).and_then(|body| body.rules.as_ref());
            let mut more = json!({
                "person": self.id_of("people", person),
                "organization": self.id_of("organizations", body),
                "role": self.text(&post.name),
            });
            if let Some(rules) = rules {
                more["votingRight"] = json!(rules.seats.contains(&post.id));
            }
            for (name, field) in [("startDate", "since"), ("endDate", "until")] {
                if let Some(day) = text(field) {
                    more[name] = json!(day);
                }
            }
            all.push(self.of_record("Membership", "memberships", &seen.record, more));
        }
        Ok(all)
    }

    fn persons_seen(&self, ask: &mut dyn Ask) -> Result<BTreeMap<String, Seen>, Refusal> {
        let Some(persons) = self.charter.register(&self.charter.zone.people.persons) else {
            return Ok(BTreeMap::new());
        };
        let all = self.seen(ask, persons)?;
        let named = all.into_iter().filter(|seen| seen.fields.get("name").is_some_and(Value::is_string));
        Ok(named.map(|seen| (seen.record.id.to_string(), seen)).collect())
    }

    /// Persons whose names are public already.
    pub fn people(&self, ask: &mut dyn Ask, memberships: &[Listed]) -> Result<Vec<Listed>, Refusal> {
        let persons = self.persons_seen(ask)?;
        let one = |(id, seen): (&String, &Seen)| {
            let address = json!(self.id_of("people", id));
            let own = memberships.iter().filter(|one| one.object["person"] == address);
            let mut more = json!({
                "body": self.id_of("bodies", &self.charter.zone.id),
                "name": seen.fields["name"],
                "membership": own.map(|one| embedded(&one.object, "person")).collect::<Vec<_>>(),
            });
            if seen.fields.get("sample") == Some(&json!(true)) {
                more["keyword"] = json!(["sample"]);
            }
            self.of_record("Person", "people", &seen.record, more)
        };
        Ok(persons.iter().map(one).collect())
    }

    fn meetings_law(&self) -> Option<&Meetings> {
        self.charter.zone.meetings.as_ref()
    }

    /// Items of agendas, with what came of them.
    pub fn agenda_items(&self, ask: &mut dyn Ask) -> Result<Vec<Listed>, Refusal> {
        let agenda = self.agenda(ask)?;
        let Some(register) = agenda.list else { return Ok(Vec::new()) };
        // The specification lets an item have one.
        let mut dealt: BTreeMap<usize, &str> = BTreeMap::new();
        for (at, subject) in &agenda.about {
            dealt.entry(*at).or_insert(subject);
        }
        let mut all = Vec::new();
        for (at, seen) in agenda.items.iter().enumerate() {
            let text = |id: &str| seen.fields.get(id).and_then(Value::as_str);
            let Some(meeting) = text("meeting") else { continue };
            let mut more = json!({
                "meeting": self.id_of("meetings", meeting),
                "name": seen.record.title(register),
                "web": self.base.address(&format!("/lists/{}/{}", register.id, seen.record.id)),
            });
            if let Some(number) = seen.fields.get("item_number").and_then(Value::as_i64) {
                more["number"] = json!(number.to_string());
                more["order"] = json!(number);
            }
            for (name, field) in [("result", "result"), ("chaobai:mode", "mode")] {
                if let Some(id) = text(field) {
                    more[name] = json!(self.choice(register, field, id));
                }
            }
            if let Some(one) = dealt.get(&at).and_then(|subject| self.consultation(seen, subject)) {
                more["consultation"] = one.object["id"].clone();
            }
            if let Some(wording) = text("wording") {
                more["resolutionText"] = json!(wording);
            }
            // Counts are the item's own public fields, so that the agenda says nothing the list does not.
            let votes: Map<String, Value> = ["yes", "no", "abstain"]
                .into_iter()
                .filter_map(|id| Some((id.to_owned(), seen.fields.get(&format!("votes_{id}"))?.clone())))
                .filter(|(_, number)| number.is_i64())
                .collect();
            if !votes.is_empty() {
                more["chaobai:votes"] = Value::Object(votes);
            }
            all.push(self.of_record("AgendaItem", "agenda-items", &seen.record, more));
        }
        Ok(all)
    }

    fn choice(&self, register: &Register, field: &str, id: &str) -> String {
        let choices = register.field(field).map(|field| field.choices.as_slice()).unwrap_or_default();
        choices.iter().find(|choice| choice.id == id).map_or(id, |choice| self.text(&choice.name)).to_owned()
    }

    /// Meetings, each with its agenda.
    pub fn meetings(&self, ask: &mut dyn Ask, items: &[Listed]) -> Result<Vec<Listed>, Refusal> {
        let Some(register) = self.meetings_law().and_then(|law| self.charter.register(&law.meetings)) else {
            return Ok(Vec::new());
        };
        let mut all = Vec::new();
        for seen in self.seen(ask, register)? {
            let text = |id: &str| seen.fields.get(id).and_then(Value::as_str);
            let id = json!(self.id_of("meetings", seen.record.id.as_str()));
            let mut own: Vec<&Value> =
                items.iter().filter(|one| one.object["meeting"] == id).map(|one| &one.object).collect();
            own.sort_by_key(|item| (item["order"].as_i64().unwrap_or(i64::MAX), item["id"].to_string()));
            let mut more = json!({
                "name": seen.record.title(register),
                "organization": text("body").map(|body| self.id_of("organizations", body)).into_iter().collect::<Vec<_>>(),
                "cancelled": seen.record.stage == "cancelled",
                "agendaItem": own.into_iter().map(|item| embedded(item, "meeting")).collect::<Vec<_>>(),
                "web": self.base.address(&format!("/lists/{}/{}", register.id, seen.record.id)),
            });
            if let Some(day) = text("held_on").and_then(Date::parse) {
                let past = day < self.today;
                let state = if past { "durchgeführt" } else { "eingeladen" };
                more["meetingState"] = json!(state);
                // Only where an hour is recorded is there an instant; the day alone is the zone's own word.
                more["chaobai:day"] = json!(day.to_string());
                let clock = text("time").and_then(|time| time.split_once(':'));
                let hour = clock.and_then(|(hour, _)| hour.trim().parse().ok());
                let minute = clock.and_then(|(_, rest)| rest.get(..2)?.parse().ok());
                if let (Some(hour), Some(minute)) = (hour, minute)
                    && let Some(at) = Instant::on(day, hour, minute, &self.charter.zone.time_zone)
                {
                    more["start"] = json!(at.to_string());
                }
            }
            all.push(self.of_record("Meeting", "meetings", &seen.record, more));
        }
        Ok(all)
    }

    /// Items of agendas as anyone may see them, with their list and that of meetings.
    fn agenda(&self, ask: &mut dyn Ask) -> Result<Agenda<'_>, Refusal> {
        let law = self.meetings_law();
        let Some((law, list)) = law.and_then(|law| Some((law, self.charter.register(&law.agenda)?))) else {
            return Ok(Agenda::default());
        };
        let items = self.seen(ask, list)?;
        let mut wanted: BTreeMap<&str, (&Register, BTreeSet<&str>)> = BTreeMap::new();
        let mut about = Vec::new();
        for (at, seen) in items.iter().enumerate() {
            for field in subject_fields(law, list) {
                let id = seen.fields.get(&field.id).and_then(Value::as_str);
                about.extend(
                    id.zip(field.register.as_deref()).map(|(id, register)| (at, id.to_owned(), register)),
                );
            }
        }
        for (_, id, register) in &about {
            let Some(register) = self.charter.register(register) else { continue };
            wanted.entry(&register.id).or_insert((register, BTreeSet::new())).1.insert(id);
        }
        let mut subjects = Vec::new();
        for (register, ids) in wanted.into_values() {
            let seen = self.seen(ask, register)?.into_iter().map(|seen| seen.record);
            subjects.extend(seen.filter(|one| ids.contains(one.id.as_str())).map(|one| (one, register)));
        }
        let shown: BTreeSet<&str> = subjects.iter().map(|(record, _)| record.id.as_str()).collect();
        let about =
            about.iter().filter(|(at, id, _)| !items[*at].record.withdrawn && shown.contains(id.as_str()));
        let about = about.map(|(at, id, _)| (*at, id.clone())).collect();
        Ok(Agenda { list: Some(list), items, about, subjects })
    }

    /// Which item of an agenda deals with which paper: the specification's only way from one to the other.
    pub fn consultations(&self, ask: &mut dyn Ask) -> Result<Vec<Listed>, Refusal> {
        let agenda = self.agenda(ask)?;
        Ok(agenda
            .about
            .iter()
            .filter_map(|(at, subject)| self.consultation(&agenda.items[*at], subject))
            .collect())
    }

    fn consultation(&self, seen: &Seen, subject: &str) -> Option<Listed> {
        let item = seen.record.id.as_str();
        let more = json!({
            "id": self.id_of("consultations", &format!("{item}.{subject}")),
            "paper": self.id_of("papers", subject),
            "agendaItem": self.id_of("agenda-items", item),
            "meeting": self.id_of("meetings", seen.fields.get("meeting").and_then(Value::as_str)?),
        });
        Some(self.of_record("Consultation", "consultations", &seen.record, more))
    }

    /// What items of agendas are about, each with the files anyone may read: papers and files.
    pub fn papers(&self, ask: &mut dyn Ask) -> Result<(Vec<Listed>, Vec<Listed>), Refusal> {
        let agenda = self.agenda(ask)?;
        let mut consultations: BTreeMap<&str, Vec<Listed>> = BTreeMap::new();
        for (at, subject) in &agenda.about {
            let one = self.consultation(&agenda.items[*at], subject);
            consultations.entry(subject).or_default().extend(one);
        }
        let (mut papers, mut files) = (Vec::new(), Vec::new());
        for (record, register) in &agenda.subjects {
            let own = self.files(ask, register, record)?;
            let embed = |one: &Listed| embedded(&one.object, "paper");
            let of_paper =
                consultations.get(record.id.as_str()).map(Vec::as_slice).unwrap_or_default().iter();
            let mut more = json!({
                "body": self.id_of("bodies", &self.charter.zone.id),
                "name": record.title(register),
                "paperType": self.text(&register.name),
                "date": record.effective_on.to_string(),
                "consultation": of_paper.map(embed).collect::<Vec<_>>(),
                "web": self.base.address(&format!("/lists/{}/{}", register.id, record.id)),
            });
            if let Some((main, others)) = own.split_first() {
                more["mainFile"] = embed(main);
                more["auxiliaryFile"] = json!(others.iter().map(embed).collect::<Vec<_>>());
            }
            papers.push(self.of_record("Paper", "papers", record, more));
            files.extend(own);
        }
        Ok((papers, files))
    }

    fn files(&self, ask: &mut dyn Ask, register: &Register, record: &Record) -> Result<Vec<Listed>, Refusal> {
        let mut all = Vec::new();
        for file in attachments(ask, &self.charter.zone.id, &record.id)? {
            let id = self.id_of("files", &format!("{}.{}", record.id, file.sha256));
            let mut object = self.stamped("File", id, file.recorded_at, file.recorded_at);
            let path =
                format!("/api/registers/{}/records/{}/attachments/{}", register.id, record.id, file.sha256);
            extend(
                &mut object,
                json!({
                    "name": file.name, "fileName": file.name, "mimeType": file.media_type,
                    "date": file.recorded_at.date_in(&self.charter.zone.time_zone).to_string(),
                    "size": file.size, "sha256Checksum": file.sha256, "accessUrl": self.base.address(&path),
                    "paper": [self.id_of("papers", record.id.as_str())],
                }),
            );
            all.push(Listed {
                object: Value::Object(object),
                created: file.recorded_at,
                modified: file.recorded_at,
                deleted: false,
            });
        }
        Ok(all)
    }

    /// Every record of a list that anyone may see, taken back or not, with the fields they may see.
    fn seen(&self, ask: &mut dyn Ask, register: &Register) -> Result<Vec<Seen>, Refusal> {
        let public = Caller::public();
        if permits::scope(&public, register) == permits::Scope::Nothing {
            return Ok(Vec::new());
        }
        let mut all = Vec::new();
        let mut query =
            ListQuery { limit: AT_ONCE, today: Some(self.today), withdrawn: true, ..ListQuery::default() };
        loop {
            let page = registers::list(ask, &public, register, &query)?;
            for record in page.records {
                if permits::access(&public, register, &record) == Access::None {
                    continue;
                }
                let shown = register.fields.iter().filter(|field| permits::sees_field(Access::Public, field));
                let fields =
                    shown.filter_map(|f| Some((f.id.clone(), record.body.get(&f.id)?.clone()))).collect();
                all.push(Seen { record, fields });
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }
}

fn extend(object: &mut Map<String, Value>, more: Value) {
    if let Value::Object(more) = more {
        object.extend(more);
    }
}

/// An object as a part of another: without the way back (specification, internal output).
fn embedded(object: &Value, back: &str) -> Value {
    let Value::Object(members) = object else { return object.clone() };
    Value::Object(
        members.iter().filter(|(key, _)| *key != back).map(|(k, v)| (k.clone(), v.clone())).collect(),
    )
}
