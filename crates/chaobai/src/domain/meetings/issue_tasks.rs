//! `meetings.issue_tasks`: a resolution is split into tasks. They are checked here, all at once; each then comes onto its
//! list by itself, with a case in which the leads of both sides acknowledge it.

use super::carry::{self, Task};
use super::room::{Room, text};
use super::sql;
use super::write::{self, Done};
use crate::charter::model::Register;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::registers;
use kernel::{Cell, Date, Id, Kind, Problem, Refusal};
use serde_json::{Map, Value, json};
use store::Tx;

/// Most tasks at once.
const TASKS_MAX: usize = 100;

/// A task as the office plans it: fields of the work list. Number, year, day and where it comes from are added.
pub type TaskPlan = Map<String, Value>;

/// Tasks to issue.
#[derive(Clone, Debug)]
pub struct IssueTasks {
    /// Resolution.
    pub resolution: Id,
    /// How many tasks the caller saw issued from it: of two who split it at once, one is told what stands.
    pub known: usize,
    /// Tasks, in order.
    pub tasks: Vec<TaskPlan>,
}

impl Command for IssueTasks {
    fn name(&self) -> &'static str {
        "meetings.issue_tasks"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.resolution)
    }

    fn content(&self) -> Value {
        json!([self.resolution.as_str(), self.known, self.tasks])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let resolution = registers::load(tx, call, &self.resolution)?;
        let meeting = text(&resolution.body, "meeting").and_then(Id::parse);
        let room = Room::enter(tx, call, &meeting.ok_or_else(Refusal::not_found)?)?;
        if resolution.register != room.law.resolutions || resolution.withdrawn {
            return Err(Refusal::not_found().into());
        }
        room.demand_office(call)?;
        let list = room.charter.register(&room.law.tasks).ok_or_else(Refusal::not_found)?;
        if self.tasks.is_empty() || self.tasks.len() > TASKS_MAX {
            let problem = Problem::new("tasks", "not_so_many").with("max", TASKS_MAX);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        let year = i64::from(room.decided_on().year());
        let series = format!("task/{}", room.body.id);
        let first = sql::next_number(tx, call.cell, &series, year, 1)?;
        let issued = sql::issued_for(tx, call.cell, &series, &self.resolution)?;
        if issued != self.known {
            return Err(Refusal::new(Kind::Conflict, "meetings.tasks_issued").with("have", issued).into());
        }
        let mut problems = Vec::new();
        let mut tasks = Vec::new();
        for ((at, plan), number) in self.tasks.iter().enumerate().zip(first..) {
            let task = self.task(&room, list, &resolution, plan, (year, number), call.moment.today);
            let mut found = match registers::demand_body(tx, call, list, &task.body) {
                Err(Stop::Refused(refusal)) if !refusal.problems.is_empty() => refusal.problems,
                judged => judged.map(|()| Vec::new())?,
            };
            if list.leads(&task.body).is_empty() {
                let field = list.lead.first().cloned().unwrap_or_default();
                found.push(Problem::new(field, "required"));
            }
            if let Some(due) = list.worklist.as_ref().and_then(|law| law.deadline.clone())
                && !task.body.contains_key(&due)
            {
                found.push(Problem::new(due, "required"));
            }
            for mut problem in found {
                problem.field = format!("tasks/{}/{}", at + 1, problem.field);
                problems.push(problem);
            }
            tasks.push(task);
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        let mut follows = Vec::new();
        for (task, number) in tasks.iter().zip(first..) {
            sql::issue(tx, call, &series, year, number, &self.resolution)?;
            follows.push(json!({
                "kind": carry::TASK, "register": task.register, "body": task.body,
                "item": text(&resolution.body, "agenda_item"),
            }));
        }
        carry::all_later(tx, call, &room.meeting.id, &follows)?;
        let told: Vec<&Value> = follows.iter().map(|what| &what["body"]).collect();
        let said = json!({ "resolution": self.resolution.as_str(), "tasks": told });
        let item = text(&resolution.body, "agenda_item").and_then(Id::parse);
        let answer = json!({ "tasks": tasks.len() });
        write::finish(tx, call, self.name(), &room.meeting.id, Done { item, said, answer, ..Done::default() })
    }
}

impl IssueTasks {
    fn task(
        &self,
        room: &Room<'_>,
        list: &Register,
        resolution: &registers::Record,
        plan: &TaskPlan,
        (year, number): (i64, i64),
        today: Date,
    ) -> Task {
        let mut body: Map<String, Value> = plan
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(id, value)| (id.clone(), value.clone()))
            .collect();
        let own = [
            ("year", json!(year)),
            ("number", json!(number)),
            ("resolution", json!(self.resolution.as_str())),
            ("issued_on", json!(today.to_string())),
            ("decided_by", json!(room.body.id)),
            ("agenda_item", json!(text(&resolution.body, "agenda_item"))),
        ];
        for (field, value) in own.into_iter().filter(|(field, _)| list.field(field).is_some()) {
            body.insert(field.to_owned(), value);
        }
        if list.sourced {
            body.insert("source".into(), json!(room.rules.source));
            body.insert("source_date".into(), json!(room.held_on().to_string()));
        }
        if room.body.sample && list.field("sample").is_some() {
            body.insert("sample".into(), json!(true));
        }
        Task { register: list.id.clone(), body }
    }
}
