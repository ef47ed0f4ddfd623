//! On the workbench: the day's cases in one sentence. On the page of a record: its cases, and the way to open one.

use crate::domain::procedures::{State, about, digest, may_open};
use crate::domain::registers::{self};
use crate::http::pages::common::cases;
use crate::http::pages::common::{Frame, address};
use crate::http::views::Link;
use kernel::{Id, Refusal};
use store::Ask;

/// What waits for the caller, in one sentence that leads to their cases; none: nothing does.
pub fn card(frame: &Frame, ask: &mut dyn Ask) -> Result<Option<Link>, Refusal> {
    if frame.charter().procedures.is_empty() {
        return Ok(None);
    }
    let digest = digest(ask, &frame.law, &frame.caller, frame.now)?;
    if digest.held() + digest.told.len() == 0 {
        return Ok(None);
    }
    Ok(Some(Link::new(frame.href("/work/cases"), cases::digest(frame, &digest))))
}

/// Cases about a record that the caller sees, and the procedures they may open about it.
pub fn of_record(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &str,
    id: &str,
) -> Result<(Vec<Link>, Vec<Link>), Refusal> {
    let charter = frame.charter();
    let Some((register, id)) = charter.register(register).zip(Id::parse(id)) else {
        return Ok((Vec::new(), Vec::new()));
    };
    if !charter.procedures.values().any(|procedure| procedure.register == register.id) {
        return Ok((Vec::new(), Vec::new()));
    }
    let Some(record) = registers::find(ask, &charter.zone.id, &id)? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let all = about(ask, &frame.law, &frame.caller, &id)?;
    let is_open = |procedure: &str| {
        all.iter().any(|one| one.case.procedure == procedure && one.case.state != State::Ended)
    };
    let may = charter.procedures.values().filter(|procedure| {
        (procedure.several || !is_open(&procedure.id))
            && may_open(charter, &frame.caller, procedure, register, &record)
    });
    let may = may.map(|procedure| {
        let path = address::open_case(&register.id, &id, &procedure.id);
        let name = frame.text(&procedure.name);
        Link::new(frame.href(&path), format!("{}{name}", frame.pick("立项", "Open a case: ")))
    });
    let may: Vec<Link> = may.collect();
    let cases = all.iter().map(|one| {
        let (name, step) = (&one.procedure.name, one.procedure.step_name(&one.case.step));
        let text = format!(
            "{}{}{}{}",
            frame.text(name),
            frame.words().colon,
            frame.text(&step),
            if one.case.state == State::Paused {
                frame.pick("（暂停计时）", " (clock stopped)")
            } else {
                ""
            }
        );
        Link::new(frame.href(&address::case(&one.case.id)), text)
    });
    Ok((cases.collect(), may))
}
