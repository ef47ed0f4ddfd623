//! Random commands, right and wrong ones, chosen without looking at a database: the same seed asks the
//! same of every engine.

use super::chance::Chance;
use super::life::bridge;
use super::world::{World, body, key, new_record};
use chaobai::desk::{Caller, Command, Receipt, RequestKey};
use chaobai::domain::figures::Report;
use chaobai::domain::people::{CloseAccount, OpenAccount, SignInFailed};
use chaobai::domain::registers::{Advance, Amend, Create, Import, ImportRow, LinkTo, Unlink, Withdraw};
use kernel::{Date, Id, Refusal, Text};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What was said to be there, by the receipts.
#[derive(Clone, Debug)]
struct Known {
    register: String,
    id: Id,
    version: i64,
}

/// Chooses what to do next.
pub struct Steps {
    pub chance: Chance,
    known: Vec<Known>,
    keys: Vec<(RequestKey, u64)>,
    number: usize,
}

/// One thing to do, as often as it is wanted.
pub struct Step {
    pub post: &'static str,
    pub key: RequestKey,
    seed: u64,
    known: Vec<Known>,
    today: Date,
}

const POSTS: [&str; 9] = [
    "clerk-dongdu",
    "clerk-dongdu",
    "clerk-dongdu",
    "clerk-xidu",
    "office",
    "office",
    "operator",
    "",
    "chair-east",
];

impl Steps {
    pub fn new(chance: Chance) -> Steps {
        Steps { chance, known: Vec::new(), keys: Vec::new(), number: 0 }
    }

    pub fn next(&mut self, today: Date) -> Step {
        self.number += 1;
        let (mut key, mut seed) = (key(&format!("step-{:06}", self.number)), self.chance.number());
        if self.chance.once_in(12) && !self.keys.is_empty() {
            // An old key: with what it stood for, or with something else.
            let old = self.chance.one_of(&self.keys).clone();
            key = old.0;
            seed = if self.chance.once_in(2) { old.1 } else { seed };
        } else {
            self.keys.push((key.clone(), seed));
        }
        let post = self.chance.one_of(&POSTS);
        Step { post, key, seed, known: self.known.clone(), today }
    }

    /// Takes note of what was done.
    pub fn learn(&mut self, receipt: &Receipt) {
        let Some(id) = Id::parse(&receipt.id).filter(|_| receipt.register != "account") else { return };
        match self.known.iter_mut().find(|known| known.id == id) {
            Some(known) => known.version = known.version.max(receipt.version),
            None => {
                self.known.push(Known { register: receipt.register.clone(), id, version: receipt.version })
            }
        }
    }
}

impl Step {
    pub fn perform(&self, world: &World) -> Result<Receipt, Refusal> {
        let caller: Arc<Caller> = match self.post {
            "" => world.public(),
            "operator" => world.operator(),
            post => world.holder(post),
        };
        world.perform_box(&caller, self.command(world), &self.key)
    }

    fn command(&self, world: &World) -> Box<dyn Command> {
        let mut chance = Chance::new(self.seed);
        let from = match chance.below(4) {
            0 => None,
            1 => Some(self.today.plus_days(1)),
            _ => Some(self.today.plus_days(-(chance.below(40) as i64))),
        };
        if self.known.is_empty() || chance.once_in(4) {
            return self.fresh(world, &mut chance, from);
        }
        let known = chance.one_of(&self.known).clone();
        let version = if chance.once_in(8) { known.version - 1 } else { known.version };
        let (register, id) = (known.register, known.id);
        match chance.below(12) {
            0..6 => {
                let changes = changes(&mut chance, &register);
                Box::new(Amend { register, id, version, changes, effective_on: from, note: "改".into() })
            }
            6..9 => {
                let to = (*chance.one_of(&["draft", "submitted", "kept", "gone"])).into();
                Box::new(Advance {
                    register,
                    id,
                    version,
                    to,
                    effective_on: None,
                    waive: false,
                    note: String::new(),
                })
            }
            9 => {
                let effective_on = from.filter(|_| chance.once_in(2));
                let reason = if chance.once_in(6) { "" } else { "错" }.into();
                Box::new(Withdraw { register, id, version, effective_on, reason })
            }
            10 => {
                let other = chance.one_of(&self.known).clone();
                Box::new(LinkTo {
                    register,
                    id,
                    kind: "相关".into(),
                    to_register: other.register,
                    to: other.id,
                })
            }
            _ => {
                let to = chance.one_of(&self.known).id.clone();
                Box::new(Unlink { register, id, kind: "相关".into(), to })
            }
        }
    }

    fn fresh(&self, world: &World, chance: &mut Chance, from: Option<Date>) -> Box<dyn Command> {
        match chance.below(12) {
            0..6 => {
                let mut fields = bridge(&name(chance));
                merge(&mut fields, Value::Object(changes(chance, "bridges")));
                let stage = chance.once_in(4).then(|| "kept".to_owned());
                Box::new(Create { effective_on: from, stage, ..new_record("bridges", fields) })
            }
            6 => {
                let fields = changes(chance, "everything");
                Box::new(Create { effective_on: from, ..new_record("everything", Value::Object(fields)) })
            }
            7 => {
                let rows = (0..1 + chance.below(4)).map(|n| {
                    let (count, length) = (chance.below(9), length(chance));
                    let fields = json!({ "name": format!("批{n}"), "count": count, "length": length });
                    ImportRow::new(&body(fields), from)
                });
                Box::new(Import { register: "everything".into(), rows: rows.collect(), note: "批".into() })
            }
            8 | 9 => Box::new(Report {
                figure: (*chance.one_of(&["B01", "B03", "B99"])).into(),
                value: length(chance),
                qualifier: (*chance.one_of(&["exact", "about", "many"])).into(),
                as_of: from.unwrap_or(self.today),
                source: "S1".into(),
                words: Text::new("报", "says"),
            }),
            10 => {
                let login = format!("user-{}", chance.below(4));
                let person = world.fact("persons", "示例甲");
                if chance.once_in(4) {
                    Box::new(CloseAccount { login })
                } else {
                    Box::new(OpenAccount { login, person })
                }
            }
            _ => Box::new(SignInFailed { login: format!("user-{}", chance.below(4)) }),
        }
    }
}

fn name(chance: &mut Chance) -> String {
    let parts = ["渡", "柳", "湾", "桥", "𠮷", "㐂", "东", "西", "a", "Z"];
    let mut text: String = (0..1 + chance.below(4)).map(|_| *chance.one_of(&parts)).collect();
    if chance.once_in(30) {
        text.push('\u{202e}');
    }
    text
}

fn length(chance: &mut Chance) -> String {
    (*chance.one_of(&["0.1", "0.2", "3.000000001", "12", "7.25", "far", "0.30"])).to_owned()
}

/// Some values for some fields, a few of them wrong.
fn changes(chance: &mut Chance, register: &str) -> Map<String, Value> {
    let all = match register {
        "bridges" => json!({
            "state": chance.one_of(&["planned", "built", "open", "lost"]),
            "length": length(chance),
            "lanes": chance.below(8) as i64 - 1,
            "opened_on": if chance.once_in(3) { Value::Null } else { json!(format!("202{}-05-01", chance.below(5))) },
            "lands_in": chance.one_of(&["dongdu", "xidu", "liuwan", "liuwan"]),
            "tags": chance.some_of(&["plan", "standard"]),
            "lead_west": if chance.once_in(2) { Value::Null } else { json!("xidu-roads") },
            "remarks": name(chance),
            "cost": chance.below(1000),
        }),
        _ => json!({
            "name": name(chance),
            "count": chance.below(200) as i64 - 105,
            "length": length(chance),
            "day": format!("20{}-02-28", 10 + chance.below(14)),
            "ready": chance.once_in(2),
            "town": chance.one_of(&["dongdu", "xidu", "nowhere"]),
            "secret": name(chance),
        }),
    };
    let Value::Object(all) = all else { unreachable!("an object") };
    let required = register != "bridges";
    all.into_iter().filter(|(field, _)| (required && field == "name") || chance.once_in(3)).collect()
}

fn merge(into: &mut Value, more: Value) {
    let (Value::Object(into), Value::Object(more)) = (into, more) else { unreachable!("objects") };
    into.extend(more);
}
