//! What a body decided about the record of a case, and the item of the meeting it comes from.

use crate::domain::procedures::Decided;
use crate::domain::registers::{self, permits};
use crate::http::pages::common::{Frame, address, cases};
use crate::http::views::{Cell, Link, SummaryLine};
use kernel::Refusal;
use store::Ask;

/// The agenda item, as a link where the caller may read it; its id in words where there is none.
pub fn item(frame: &Frame, ask: &mut dyn Ask, decided: &Decided) -> Result<Link, Refusal> {
    let found = registers::find(ask, &frame.charter().zone.id, &decided.item)?;
    let found = found.and_then(|record| Some((frame.charter().register(&record.register)?, record)));
    let Some((register, record)) = found else {
        return Ok(Link::new(String::new(), decided.item.as_str()));
    };
    if permits::access(&frame.caller, register, &record) == permits::Access::None {
        return Ok(Link::new(String::new(), frame.pick("未公开的议题", "an item that is not public")));
    }
    let path = address::work_record(&register.id, &record.id);
    Ok(Link::new(frame.href(&path), record.title(register)))
}

/// Body, result, wording, day and item.
pub fn lines(frame: &Frame, decided: &Decided, item: Link) -> Vec<SummaryLine> {
    let body = frame.charter().body(&decided.body).map(|body| frame.text(&body.name).to_owned());
    let mut all = vec![
        cases::line(
            frame.pick("决定机构", "Decided by"),
            Cell::text(body.unwrap_or_else(|| decided.body.clone())),
        ),
        cases::line(frame.pick("决定结果", "Result"), Cell::text(frame.text(&decided.verdict.word()))),
    ];
    if !decided.wording.is_empty() {
        all.push(cases::line(frame.pick("决定措辞", "Wording"), Cell::text(decided.wording.clone())));
    }
    all.push(cases::line(frame.pick("决定日期", "Decided on"), Cell::text(frame.date(decided.on))));
    all.push(cases::line(
        frame.pick("所据议题", "Agenda item"),
        Cell { href: item.href, ..Cell::text(item.text) },
    ));
    all
}
