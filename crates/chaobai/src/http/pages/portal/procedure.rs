//! `/procedures/{id}`: how a procedure works: its drawing, its steps, its notes; all from the charter.

use crate::charter::procedure::{Procedure, Step};
use crate::domain::registers::permits::{self, Scope};
use crate::http::pages::common::{Frame, address, cases, drawing, html};
use crate::http::views::{Cell, Column, Nav, ProcedurePage, SummaryLine, Table, TableRow};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Refusal};
use std::sync::Arc;

/// The page: for anyone where the charter says so, else for whoever sees anything of its list.
pub async fn show(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let view = ask(&site, move |house, _| {
        let frame = Frame::new(house, &visitor);
        let procedure = frame.charter().procedure(&id).ok_or_else(Refusal::not_found)?;
        let list = frame.charter().register(&procedure.register).ok_or_else(Refusal::not_found)?;
        let sees = permits::scope(&frame.caller, list) != Scope::Nothing;
        if !(procedure.public || sees && frame.caller.is_signed_in()) {
            return Err(Refusal::not_found());
        }
        Ok(ProcedurePage {
            page: frame.page(Nav::None, frame.text(&procedure.name)),
            name: frame.text(&procedure.name).to_owned(),
            summary: frame.text(&procedure.summary).to_owned(),
            facts: facts(&frame, procedure, sees),
            drawing: drawing::view(&frame, procedure, ""),
            steps: steps(&frame, procedure),
            slips: slips(&frame, procedure),
        })
    })
    .await?;
    Ok(html(StatusCode::OK, &view))
}

fn facts(frame: &Frame, procedure: &Procedure, sees: bool) -> Vec<SummaryLine> {
    let list = frame.charter().register(&procedure.register);
    let name = list.map_or(procedure.register.as_str(), |list| frame.text(&list.name));
    let href = if sees { frame.href(&address::list(&procedure.register)) } else { String::new() };
    let mut all = vec![
        cases::line(frame.pick("办理对象", "About"), Cell { href, ..Cell::text(name) }),
        cases::line(
            frame.pick("由谁立项", "Opened by"),
            Cell::text(cases::relations(frame, procedure, &procedure.open)),
        ),
        cases::line(
            frame.pick("一事几件", "Cases at once"),
            Cell::text(if procedure.several {
                frame.pick("一件事项可同时有几件", "several about one record")
            } else {
                frame.pick("一件事项同时只有一件", "one about one record")
            }),
        ),
    ];
    if let Some(pause) = &procedure.pause {
        let reasons: Vec<&str> = pause.reasons.iter().map(|one| frame.text(&one.name)).collect();
        let reasons = reasons.join(frame.pick("；", "; "));
        let who = cases::relations(frame, procedure, &pause.by);
        let text = match (frame.lang, pause.days) {
            (Lang::Zh, Some(days)) => format!("由{who}，最长 {days} 个工作日：{reasons}"),
            (Lang::Zh, None) => format!("由{who}：{reasons}"),
            (Lang::En, Some(days)) => format!("by {who}, at most {days} working days: {reasons}"),
            (Lang::En, None) => format!("by {who}: {reasons}"),
        };
        all.push(cases::line(frame.pick("暂停计时", "Stopping the clock"), Cell::text(text)));
    }
    all
}

fn steps(frame: &Frame, procedure: &Procedure) -> Table {
    let labels = [
        frame.pick("环节", "Step"),
        frame.pick("办什么", "What happens"),
        frame.pick("承办", "Held by"),
        frame.pick("期限", "Limit"),
        frame.pick("提醒和升级", "Reminders and escalation"),
        frame.pick("可以办理", "What can be done"),
    ];
    let row = |step: &Step| {
        let each = step.each.then(|| frame.words().case_each);
        let who = cases::relations(frame, procedure, &step.holder);
        let who = match each {
            Some(each) => format!("{who}{}{each}", frame.pick("，", ", ")),
            None => who,
        };
        let who = match cases::decider(frame, procedure, step) {
            Some(body) => format!("{who}{}{body}", frame.pick("；决定：", "; decided by: ")),
            None => who,
        };
        let mut reminders = cases::reminders(frame, procedure, step);
        if let Some(to) = &step.silence {
            let to = procedure.step_name(to);
            let to = frame.text(&to);
            reminders.push(match frame.lang {
                Lang::Zh => format!("期满未答复的记为未答复，转“{to}”"),
                Lang::En => format!("who has not answered is recorded as silent; on to “{to}”"),
            });
        }
        let actions: Vec<&str> = step.actions.iter().map(|action| frame.text(&action.name)).collect();
        let or = |text: String, zh, en| if text.is_empty() { frame.pick(zh, en).to_owned() } else { text };
        TableRow {
            cells: vec![
                Cell::text(frame.text(&step.name)),
                Cell::text(or(frame.text(&step.summary).to_owned(), "按名称", "as named")),
                Cell::text(or(who, "无（到此结束）", "nobody: it ends here")),
                Cell::text(or(cases::limit(frame, procedure, step), "没有期限", "no limit")),
                Cell::text(or(reminders.join("\n"), "没有", "none")),
                Cell::text(or(actions.join(frame.pick("、", ", ")), "没有", "nothing")),
            ],
            ..TableRow::default()
        }
    };
    Table {
        caption: frame.words().steps.to_owned(),
        columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
        rows: procedure.steps.iter().map(row).collect(),
    }
}

fn slips(frame: &Frame, procedure: &Procedure) -> Vec<SummaryLine> {
    let line = |slip: &crate::charter::procedure::Slip| {
        cases::line(frame.text(&slip.name), Cell::text(frame.text(&slip.demand)))
    };
    procedure.slips.iter().map(line).collect()
}
