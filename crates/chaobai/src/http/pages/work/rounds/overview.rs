//! Where all matters stand: by lamp, by area of work, and those that need somebody with their sentence. Units
//! are never ranked.

use super::super::show;
use crate::charter::model::Register;
use crate::domain::registers::permits::{self, Scope};
use crate::domain::worklists::{self, Sums};
use crate::http::pages::common::{Frame, address, matters, reported};
use crate::http::views::{AreaCounts, Counts, LagLine, Link, Nav, OverviewList, OverviewPage};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// Matters named of one list.
const LAGGING_MAX: usize = 20;

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let mut lists = Vec::new();
        for register in frame.charter().registers.values().filter(|register| register.worklist.is_some()) {
            // Counts are of the whole list: for whoever sees all of it.
            if permits::scope(&frame.caller, register) == Scope::All {
                lists.push(list(&frame, reader, register)?);
            }
        }
        if lists.is_empty() {
            return Err(Refusal::not_allowed());
        }
        let state = match frame.lang {
            Lang::Zh => format!("数据截至 {}，取自核定后的清单。", frame.date(frame.today)),
            Lang::En => format!("As of {}, from the lists as accepted.", frame.date(frame.today)),
        };
        Ok(OverviewPage {
            page: frame.page(Nav::Overview, frame.words().overview_title),
            state,
            visibility: frame
                .pick(
                    "只计核定后的内容，草稿和待审核的不计；只看事项，不给单位排名。",
                    "Only what was accepted counts, no drafts and nothing under review; matters are shown, units are never ranked.",
                )
                .to_owned(),
            lists,
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

fn list(frame: &Frame, ask: &mut dyn Ask, register: &Register) -> Result<OverviewList, Refusal> {
    Ok(OverviewList {
        id: register.id.clone(),
        list: Link::new(frame.href(&address::work_list(&register.id)), frame.text(&register.name)),
        not_known: frame.text(&register.not_known).to_owned(),
        counts: counts(frame, ask, register, false)?,
        samples: counts(frame, ask, register, true)?,
        rules: reported::rules(frame, register),
    })
}

fn counts(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    sample: bool,
) -> Result<Option<Counts>, Refusal> {
    let sums = worklists::counts(ask, frame.charter(), register, sample, frame.today)?;
    if sums.total() == 0 {
        return Ok(None);
    }
    let lagging = worklists::lagging(ask, frame.charter(), register, sample, frame.today, LAGGING_MAX)?;
    let raised: i64 = sums.all().iter().filter(|(lamp, _)| lamp.is_raised()).map(|(_, n)| n).sum();
    let shown = i64::try_from(lagging.len()).unwrap_or(0);
    let more = match (frame.lang, raised > shown) {
        (_, false) => String::new(),
        (Lang::Zh, true) => format!("共 {raised} 项，此处列出最需要关注的 {shown} 项。"),
        (Lang::En, true) => format!("{raised} in all; the {shown} gravest are named here."),
    };
    let lines = lagging.into_iter().map(|one| LagLine {
        title: Link::new(
            frame.href(&address::work_record(&register.id, &one.record.id)),
            frame.names().title(register, &one.record),
        ),
        lamp: reported::lamp(frame, one.item.lamp),
        unit: frame.charter().unit(&one.item.unit).map_or("", |unit| frame.text(&unit.name)).to_owned(),
        since: match frame.lang {
            Lang::Zh => format!("自 {}起", frame.date(one.item.since)),
            Lang::En => format!("since {}", frame.date(one.item.since)),
        },
        why: frame.text(&one.item.words).to_owned(),
    });
    Ok(Some(Counts {
        total: matters(frame.lang, sums.total()),
        lamps: reported::counted(frame, &sums.all()),
        areas: areas(frame, register, &sums),
        lagging: lines.collect(),
        more,
    }))
}

/// By area, in the order of the charter; those without an area last.
fn areas(frame: &Frame, register: &Register, sums: &Sums) -> Vec<AreaCounts> {
    let field = register.worklist.as_ref().and_then(|law| register.field(law.area.as_ref()?));
    let choices = field.map_or(&[][..], |field| &field.choices);
    let place = |id: &str| choices.iter().position(|choice| choice.id == id).unwrap_or(usize::MAX);
    let mut areas: Vec<_> = sums.areas.iter().collect();
    areas.sort_by_key(|counted| place(&counted.area));
    let name = |id: &str| {
        let choice = choices.iter().find(|choice| choice.id == id);
        choice.map_or(frame.pick("未分领域", "no area"), |choice| frame.text(&choice.name)).to_owned()
    };
    areas
        .into_iter()
        .map(|counted| AreaCounts {
            name: name(&counted.area),
            lamps: reported::counted(frame, &counted.lamps),
        })
        .collect()
}
