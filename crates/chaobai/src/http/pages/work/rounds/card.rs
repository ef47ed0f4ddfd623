//! On the workbench: what waits for me in the open round, and my unit's matters by lamp.

use super::round::state;
use crate::charter::model::Lamp;
use crate::domain::registers::permits::{self, Scope};
use crate::domain::{rounds, worklists};
use crate::http::pages::common::{Frame, address, reported, say};
use crate::http::views::{Link, RoundsCard};
use kernel::{Lang, Refusal};
use std::collections::BTreeMap;
use store::Ask;

/// The card; none where nobody keeps a work list, or the caller has nothing to do with one.
pub fn card(frame: &Frame, ask: &mut dyn Ask) -> Result<Option<RoundsCard>, Refusal> {
    let lists: Vec<_> =
        frame.charter().registers.values().filter(|register| register.worklist.is_some()).collect();
    let sees =
        |register: &&crate::charter::model::Register| permits::scope(&frame.caller, register) == Scope::All;
    let overview = lists
        .iter()
        .any(sees)
        .then(|| Link::new(frame.href(address::OVERVIEW), frame.words().overview_title));
    let mut lamps: BTreeMap<Lamp, i64> = BTreeMap::new();
    for unit in &frame.caller.units {
        for (lamp, number) in worklists::counts_of_unit(ask, unit, frame.today)? {
            *lamps.entry(lamp).or_default() += number;
        }
    }
    let round = rounds::current(ask)?;
    let mut cards = Vec::new();
    let mut text = String::new();
    if let Some(round) = &round {
        let href = frame.href(&address::round(&round.id));
        let waiting = rounds::waiting(ask, frame.charter(), &frame.caller, round)?;
        let mut card = |zh: &str, en: &str, number: i64| {
            if number > 0 {
                let word = if frame.lang == Lang::Zh { zh } else { en };
                cards.push((word.to_owned(), say::whole(frame.lang, number), href.clone()));
            }
        };
        card("待填报", "To report", waiting.to_report);
        card("退回", "Returned", waiting.returned);
        let reviews = round.lists.iter().filter_map(|id| frame.charter().register(id));
        if reviews.into_iter().any(|register| worklists::may_review(&frame.caller, register)) {
            let progress = rounds::progress(ask, frame.charter(), round)?;
            card("待审核", "To review", progress.values().map(|unit| unit.submitted).sum());
        }
        text = state(frame, round, waiting.to_report);
    }
    for register in lists.iter().filter(|register| decides(frame, register)) {
        let open = worklists::proposals(ask, &register.id)?;
        if let Some(first) = open.first() {
            let href = frame.href(&address::work_record(&register.id, &first.item));
            let number = i64::try_from(open.len()).unwrap_or(i64::MAX);
            let word = frame.pick("待批调整", "Changes to decide").to_owned();
            cards.push((word, say::whole(frame.lang, number), href));
        }
    }
    if cards.is_empty() && lamps.is_empty() && overview.is_none() {
        return Ok(None);
    }
    if text.is_empty() {
        text = frame.pick("现在没有正在进行的填报。", "No round is open now.").to_owned();
    }
    Ok(Some(RoundsCard { text, cards, lamps: reported::counted(frame, &lamps), overview }))
}

fn decides(frame: &Frame, register: &crate::charter::model::Register) -> bool {
    let law = register.worklist.as_ref().and_then(|law| law.approval.as_ref());
    law.is_some_and(|law| law.by.iter().any(|role| frame.caller.roles.contains(role)))
}
