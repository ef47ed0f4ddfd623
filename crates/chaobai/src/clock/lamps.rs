//! Lamps that time turns: looks which matters were to have another lamp by today and has each looked at
//! again, by an ordinary command. After a week off it catches up in one go; every lamp that came on in
//! between is put on record with its own day. Pages are right without it: they judge such matters while asking.

use crate::desk::{Caller, RequestKey};
use crate::domain::worklists::{self, Rejudge};
use crate::house::House;
use anyhow::{Result, anyhow};
use kernel::Id;
use std::sync::Arc;

/// Matters looked at in one round of the house: so many commands share few commits and block nobody.
const AT_ONCE: usize = 200;

/// Has matters whose lamp was to change by today looked at again; how many there were.
pub fn turn_due(house: &House) -> Result<usize> {
    let today = house.clock.today();
    let due = worklists::due(&mut house.reader()?, today, AT_ONCE)?;
    look_at(house, due, &format!("{today}"))
}

/// Has the matters of these work lists that were judged under an older charter looked at again; how many there
/// were. For whoever has just adopted a charter that changes a rule, a stage or a calendar.
pub fn judge_outdated(house: &House, lists: &[String]) -> Result<usize> {
    let law = house.law();
    let mut done = 0;
    let lists = lists.iter().filter_map(|id| law.charter.register(id));
    for register in lists.filter(|register| register.worklist.is_some()) {
        let ids = worklists::outdated(&mut house.reader()?, &register.id, law.version)?;
        let all = ids.into_iter().map(|id| (register.id.clone(), id)).collect();
        done += look_at(house, all, &format!("charter-{}", law.version))?;
    }
    Ok(done)
}

fn look_at(house: &House, all: Vec<(String, Id)>, why: &str) -> Result<usize> {
    let caller = Arc::new(Caller::clock());
    let count = all.len();
    let waiting: Vec<_> = all
        .into_iter()
        .map(|(register, id)| {
            let key = RequestKey::parse(&format!("rejudge-{why}-{id}")).map_err(|why| anyhow!("{why}"))?;
            let (sender, receiver) = std::sync::mpsc::channel();
            let done = Box::new(move |answer| drop(sender.send(answer)));
            let command = Box::new(Rejudge { register, id });
            house.desk.submit(caller.clone(), command, key, house.moment(), done);
            Ok(receiver)
        })
        .collect::<Result<_>>()?;
    for receiver in waiting {
        let answer = receiver.recv().map_err(|_| anyhow!("the desk did not answer"))?;
        // A matter that was withdrawn meanwhile is no longer looked at.
        if let Err(refusal) = answer
            && !matches!(refusal.kind, kernel::Kind::Conflict | kernel::Kind::NotFound)
        {
            return Err(anyhow!("{refusal}"));
        }
    }
    Ok(count)
}
