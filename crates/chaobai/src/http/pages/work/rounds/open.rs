//! The office opens a round.

use super::super::posted::Posted;
use super::super::said::Said;
use super::super::small::input;
use super::super::typed::{KEY, Typed};
use super::super::{answer, carry_out, done, form_key, judge, show};
use crate::charter::model::Register;
use crate::domain::rounds::OpenRound;
use crate::domain::worklists;
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Choice, FieldInput, Form, FormPage, InputKind, Link, Nav};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Problem, Refusal, clean};
use std::sync::Arc;
use store::Reader;

/// Day of the month by which units usually report.
const DUE_DAY: i8 = 28;

/// Lists the caller reviews.
fn lists(frame: &Frame) -> Result<Vec<&Register>, Refusal> {
    let all = frame.charter().registers.values();
    let mine: Vec<&Register> = all
        .filter(|register| register.worklist.is_some() && worklists::may_review(&frame.caller, register))
        .collect();
    if mine.is_empty() { Err(Refusal::not_allowed()) } else { Ok(mine) }
}

/// The form.
pub async fn form(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, _| {
        let frame = Frame::new(house, &visitor);
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("month", [frame.today.to_string().chars().take(7).collect()]);
        let due = Date::new(frame.today.year(), frame.today.month(), DUE_DAY);
        let due = due.filter(|due| *due >= frame.today).unwrap_or_else(|| frame.today.month_end());
        typed.set("due", [due.to_string()]);
        typed.set("lists", lists(&frame)?.into_iter().map(|register| register.id.clone()));
        draw(&frame, &typed, &Said::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let due = match clean::date(typed.get("due").trim()) {
        Ok(due) => due,
        Err(why) => {
            let problem = Problem::new("due", why.code()).with("given", typed.get("due"));
            let page = ask(&site, move |house, _| {
                draw(&Frame::new(house, &visitor), &typed, &Said::problems(vec![problem]), true)
            });
            return show(StatusCode::UNPROCESSABLE_ENTITY, &page.await?);
        }
    };
    let command = OpenRound {
        month: typed.get("month").trim().to_owned(),
        lists: typed.all("lists").into_iter().map(str::to_owned).collect(),
        due,
        note: judge::note(&typed, "note").map_err(|problem| Refusal::invalid(vec![problem]))?,
    };
    let path = address::round(&command.month);
    let redraw = move |house: &House, frame: &Frame, _: &mut Reader, refusal: &Refusal| {
        let (typed, said) = answer(house, frame, None, typed, refusal);
        draw(frame, &typed, &said, true)
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "opened"), redraw).await
}

fn draw(frame: &Frame, typed: &Typed, said: &Said, posted: bool) -> Result<FormPage, Refusal> {
    let words = frame.words();
    let chosen = typed.all("lists");
    let options = lists(frame)?.into_iter().map(|register| Choice {
        value: register.id.clone(),
        text: frame.text(&register.name).to_owned(),
        chosen: chosen.contains(&register.id.as_str()),
        ..Choice::default()
    });
    let fields = vec![
        FieldInput {
            required: true,
            hint: frame.pick("例如 2026-10；一个月一期", "for example 2026-10; one round a month").to_owned(),
            ..input(frame, typed, said, "month", words.round_month, InputKind::Text)
        },
        FieldInput {
            required: true,
            options: options.collect(),
            ..input(frame, typed, said, "lists", words.round_lists, InputKind::Checkboxes)
        },
        FieldInput { required: true, ..input(frame, typed, said, "due", words.round_due, InputKind::Date) },
        FieldInput {
            hint: frame.pick("写给各填报单位", "for the units that report").to_owned(),
            ..input(frame, typed, said, "note", frame.pick("说明", "Note"), InputKind::Textarea)
        },
    ];
    let shown: Vec<String> = fields.iter().map(|input| input.name.clone()).collect();
    let mut page = frame.page(Nav::Rounds, words.round_open);
    page.single_language = posted;
    let back = Link::new(frame.href(address::ROUNDS), words.rounds_title);
    Ok(FormPage {
        page,
        heading: words.round_open.to_owned(),
        intro: frame
            .pick(
                "发起后，各单位即可填报所牵头的未办结事项。",
                "Once it is open, every unit can report the open matters it leads.",
            )
            .to_owned(),
        facts_heading: String::new(),
        facts: Vec::new(),
        form: Form {
            action: frame.href("/work/rounds/new"),
            hidden: vec![(KEY.to_owned(), typed.get(KEY).to_owned())],
            fields,
            errors: said.lines(&shown, None, frame.lang),
            submit: words.round_open.to_owned(),
            cancel_href: back.href.clone(),
            ..Form::default()
        },
        back,
    })
}
