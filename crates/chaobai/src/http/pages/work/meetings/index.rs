//! All meetings: to come, in session, held; bodies with what is known of their rules; the form that prepares one.

use super::super::inputs::choices;
use super::super::small::input;
use super::{Posted, Said, Typed, blank, done, goes_back_to_form, perform, say, show};
use crate::charter::model::{Body, BodyRules, LatePapers, Meetings};
use crate::desk::Command;
use crate::domain::meetings::CallMeeting;
use crate::domain::registers::permits::{self, Access, Scope};
use crate::domain::registers::{self, ListQuery, Record};
use crate::http::pages::common::{Frame, address, cases};
use crate::http::views::{
    CaseGroup, Cell, Column, FieldInput, Form, InputKind, MeetingBody, MeetingsPage, Nav, Table, TableRow,
};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Kind, Lang, Problem, Refusal, clean};
use std::sync::Arc;
use store::Ask;

/// Meetings of one page.
const SHOWN_MAX: usize = 200;

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let mut page = draw(&frame, reader, &blank(house), &Said::default())?;
        page.page.notice = super::notice(&frame);
        Ok(page)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// A meeting is prepared.
pub async fn post(
    State(site): State<Arc<Site>>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    if site.house.law().charter.zone.meetings.is_none() {
        return Err(Failure::not_found());
    }
    let answer = match command(&typed) {
        Ok(command) => perform(&site, &visitor, command, &typed).await,
        Err(problem) => Err(Refusal::invalid(vec![problem]).into()),
    };
    match answer {
        Ok(receipt) => match Id::parse(receipt.answer["meeting"].as_str().unwrap_or_default()) {
            Some(id) => Ok(done(&visitor, &address::meeting(&id), "call")),
            None => Ok(done(&visitor, address::MEETINGS, "call")),
        },
        Err(failure) if goes_back_to_form(&failure) => {
            let status = failure.status();
            let page = ask(&site, move |house, reader| {
                let frame = Frame::new(house, &visitor);
                let mut typed = typed;
                if failure.refusal.kind == Kind::KeyReused {
                    typed.set(super::KEY, [super::form_key(house)]);
                }
                let mut page = draw(&frame, reader, &typed, &Said::of(&failure.refusal, None, frame.lang))?;
                page.page.single_language = true;
                Ok(page)
            })
            .await?;
            show(status, &page)
        }
        Err(failure) => Err(failure),
    }
}

fn command(typed: &Typed) -> Result<Box<dyn Command>, Problem> {
    let day = typed.get("held_on").trim();
    if day.is_empty() {
        return Err(Problem::new("held_on", "required"));
    }
    let held_on = clean::date(day).map_err(|why| Problem::new("held_on", why.code()).with("given", day))?;
    Ok(Box::new(CallMeeting {
        body: typed.get("body").to_owned(),
        way: typed.get("way").to_owned(),
        held_on,
        time: typed.get("time").trim().to_owned(),
        place: typed.get("place").trim().to_owned(),
        note: typed.get("note").replace("\r\n", "\n"),
    }))
}

fn draw(frame: &Frame, ask: &mut dyn Ask, typed: &Typed, said: &Said) -> Result<MeetingsPage, Refusal> {
    let charter = frame.charter();
    let law = charter.zone.meetings.as_ref().ok_or_else(Refusal::not_found)?;
    let groups = groups(frame, ask, law)?;
    let shown: usize = groups.iter().map(|group| group.table.rows.len()).sum();
    let bodies: Vec<MeetingBody> = charter.zone.bodies.iter().map(|body| about_body(frame, body)).collect();
    let ruled = bodies.iter().filter(|body| body.ruled).count();
    let state = match frame.lang {
        Lang::Zh => format!(
            "您能看到 {shown} 次会议；{} 个机构中，{ruled} 个的议事规则已知，可以在这里召集会议。",
            bodies.len()
        ),
        Lang::En => format!(
            "You see {shown} meetings; of {} bodies the rules of {ruled} are known, so that they can be convened here.",
            bodies.len()
        ),
    };
    Ok(MeetingsPage {
        page: frame.page(Nav::Meetings, frame.words().meetings_title),
        state,
        groups,
        bodies,
        form: form(frame, typed, said),
    })
}

/// Meetings under headings; those without are left out.
fn groups(frame: &Frame, ask: &mut dyn Ask, law: &Meetings) -> Result<Vec<CaseGroup>, Refusal> {
    let Some(register) = frame.charter().register(&law.meetings) else { return Ok(Vec::new()) };
    if permits::scope(&frame.caller, register) == Scope::Nothing {
        return Ok(Vec::new());
    }
    let query = ListQuery { limit: SHOWN_MAX, today: Some(frame.today), ..ListQuery::default() };
    let all = registers::list(ask, &frame.caller, register, &query)?.records;
    let groups = [
        ("sitting", frame.pick("会中", "In session"), &["sitting"][..]),
        ("to-come", frame.pick("将要召开", "To come"), &["preparing", "called"][..]),
        ("held", frame.pick("已召开", "Held"), &["kept", "closed"][..]),
        ("cancelled", frame.pick("已取消", "Cancelled"), &["cancelled"][..]),
    ];
    let mut found = Vec::new();
    for (id, heading, stages) in groups {
        let mut records: Vec<&Record> =
            all.iter().filter(|record| stages.contains(&record.stage.as_str())).collect();
        if id == "to-come" {
            records.sort_by_key(|record| say::text(record, "held_on").to_owned());
        }
        let mut rows = Vec::new();
        for record in records {
            rows.push(row(frame, ask, law, register, record)?);
        }
        if !rows.is_empty() {
            let labels = [
                frame.pick("会议", "Meeting"),
                frame.pick("机构", "Body"),
                frame.pick("日期", "Day"),
                frame.pick("阶段", "Stage"),
                frame.pick("议题", "Items"),
            ];
            let columns =
                labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec();
            found.push(CaseGroup {
                id: id.to_owned(),
                heading: heading.to_owned(),
                table: Table { caption: heading.to_owned(), columns, rows },
            });
        }
    }
    Ok(found)
}

fn row(
    frame: &Frame,
    ask: &mut dyn Ask,
    law: &Meetings,
    register: &crate::charter::model::Register,
    record: &Record,
) -> Result<TableRow, Refusal> {
    let names = frame.names();
    let whole = permits::access(&frame.caller, register, record) == Access::Full;
    let href = if whole { address::meeting(&record.id) } else { address::record(&register.id, &record.id) };
    let body = frame.charter().body(say::text(record, "body"));
    let day = say::date(record, "held_on").map(|day| say::day(frame, day)).unwrap_or_default();
    let items = match frame.charter().register(&law.agenda) {
        Some(agenda) => {
            let mut items = registers::beside(ask, frame.charter(), &frame.caller, agenda, &record.id)?;
            items.retain(|item| item.stage != "dropped");
            items.sort_by_key(|item| say::number(item, "item_number"));
            items.iter().map(|item| names.title(agenda, item)).collect::<Vec<_>>()
        }
        None => Vec::new(),
    };
    let items = match items.len() {
        0 => String::new(),
        1..=6 => items.join(frame.pick("；", "; ")),
        n => format!(
            "{}{}",
            items[..6].join(frame.pick("；", "; ")),
            match frame.lang {
                Lang::Zh => format!("……共 {n} 项"),
                Lang::En => format!(" … {n} in all"),
            }
        ),
    };
    Ok(TableRow {
        cells: vec![
            Cell::link(frame.href(&href), names.title(register, record)),
            Cell::text(body.map_or("", |body| frame.text(&body.name))),
            Cell::text(day),
            Cell::tag(say::stage(frame, register, record)),
            Cell::text(items),
        ],
        sample: body.is_some_and(|body| body.sample),
        ..TableRow::default()
    })
}

fn about_body(frame: &Frame, body: &Body) -> MeetingBody {
    let words = match &body.rules {
        Some(rules) => frame.text(&rules.basis).to_owned(),
        None => {
            let not_known = frame.text(&body.not_known);
            let cannot = frame.pick(
                "因此不能在这里召集会议；规则公布并写进章程以后即可。",
                "So it cannot be convened here; once its rules are published and in the charter, it can.",
            );
            format!("{not_known}{}{cannot}", frame.pick("", " "))
        }
    };
    MeetingBody {
        id: body.id.clone(),
        name: frame.text(&body.name).to_owned(),
        sample: body.sample,
        ruled: body.rules.is_some(),
        words,
        facts: body.rules.as_ref().map_or_else(Vec::new, |rules| facts(frame, rules)),
    }
}

fn facts(frame: &Frame, rules: &BodyRules) -> Vec<crate::http::views::SummaryLine> {
    let (quorum, majority) = say::rules(frame, rules);
    let days = |days: u32| match (days, frame.lang) {
        (n, Lang::Zh) => format!("会前 {n} 个工作日"),
        (1, Lang::En) => "1 working day before".to_owned(),
        (n, Lang::En) => format!("{n} working days before"),
    };
    let late = match rules.late_papers {
        LatePapers::Refuse => {
            frame.pick("逾期不收，主持人准许的除外", "late ones are refused unless the chair lets them in")
        }
        LatePapers::Flag => frame.pick("逾期照收并注明", "late ones are taken and marked"),
    };
    let seats: Vec<String> = rules.seats.iter().map(|post| frame.names().post(post)).collect();
    vec![
        cases::line(frame.pick("表决席位", "Seats"), Cell::text(seats.join(frame.pick("、", "; ")))),
        cases::line(frame.pick("通知", "Notice"), Cell::text(days(rules.notice_days))),
        cases::line(
            frame.pick("材料", "Papers"),
            Cell::text(format!("{}{}{late}", days(rules.paper_days), frame.words().comma)),
        ),
        cases::line(frame.pick("法定人数", "Quorum"), Cell::text(quorum)),
        cases::line(frame.pick("通过所需", "Majority"), Cell::text(majority)),
    ]
}

/// The form that prepares a meeting, for those who may for some body.
fn form(frame: &Frame, typed: &Typed, said: &Said) -> Option<Form> {
    let office = |rules: &BodyRules| rules.office.iter().any(|role| frame.caller.roles.contains(role));
    let bodies: Vec<&Body> =
        frame.charter().zone.bodies.iter().filter(|body| body.rules.as_ref().is_some_and(office)).collect();
    if bodies.is_empty() {
        return None;
    }
    let chosen = |name: &str, default: &str| {
        vec![if typed.get(name).is_empty() { default.to_owned() } else { typed.get(name).to_owned() }]
    };
    let own = |name: &str, label: &str, kind| input(frame, typed, said, name, label, kind);
    let all = bodies.iter().map(|body| (body.id.clone(), frame.text(&body.name).to_owned())).collect();
    let first = bodies.first().map(|body| body.id.clone()).unwrap_or_default();
    let mut ways = vec![("sitting".to_owned(), frame.pick("会议", "a meeting").to_owned())];
    let any = |has: fn(&BodyRules) -> Option<u32>| bodies.iter().filter_map(|b| has(b.rules.as_ref()?)).max();
    if let Some(days) = any(|rules| rules.written_days) {
        ways.push((
            "written".to_owned(),
            match frame.lang {
                Lang::Zh => format!("书面表决（{days} 个工作日）"),
                Lang::En => format!("a written procedure ({days} working days)"),
            },
        ));
    }
    if let Some(days) = any(|rules| rules.silence_days) {
        ways.push((
            "silence".to_owned(),
            match frame.lang {
                Lang::Zh => format!("无异议程序（{days} 个工作日无人反对即通过）"),
                Lang::En => {
                    format!("a silence procedure (passes unless somebody objects within {days} working days)")
                }
            },
        ));
    }
    let fields = vec![
        FieldInput {
            options: choices(all, &chosen("body", &first)),
            required: true,
            ..own("body", frame.pick("机构", "Body"), InputKind::Select)
        },
        FieldInput {
            options: choices(ways, &chosen("way", "sitting")),
            required: true,
            ..own("way", frame.pick("形式", "Way"), InputKind::Radios)
        },
        FieldInput {
            required: true,
            hint: frame
                .pick(
                    "书面表决填开始的日期；例如 2026-12-18",
                    "for a written procedure the day it begins; for example 2026-12-18",
                )
                .to_owned(),
            ..own("held_on", frame.pick("日期", "Day"), InputKind::Date)
        },
        FieldInput {
            hint: frame.pick("例如 09:30", "for example 09:30").to_owned(),
            ..own("time", frame.pick("时间", "Time"), InputKind::Text)
        },
        own("place", frame.pick("地点", "Place"), InputKind::Text),
        own("note", frame.pick("给与会者的说明", "For those invited"), InputKind::Textarea),
    ];
    let shown: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    Some(Form {
        action: frame.href(address::MEETINGS),
        hidden: vec![(super::KEY.to_owned(), typed.get(super::KEY).to_owned())],
        fields,
        errors: said.lines(&shown, None, frame.lang),
        submit: frame.words().meetings_prepare.to_owned(),
        ..Form::default()
    })
}
