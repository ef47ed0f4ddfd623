//! `/figures/{id}`: one figure with everything behind it.

use super::figure_parts::{self, Day};
use crate::charter::model::{Compute, Figure, Register};
use crate::domain::figures::{self, Agreement, Basis, FigureAnswer, History, figure_cell};
use crate::domain::registers::filter;
use crate::domain::registers::{self, Count, ListQuery, Record};
use crate::house::House;
use crate::http::pages::common::{Frame, Query, Sources, address, amount, html, journal, list, say, table};
use crate::http::views::{Computed, FigurePage, FigureVersion, Link, Nav, Reconciliation, Reported, Table};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Cell, Date, Id, Kind, Lang, Qualifier, Refusal};
use std::collections::HashSet;
use std::sync::Arc;
use store::Ask;

/// Records shown on the page; the list has the rest.
const RECORDS_SHOWN: usize = 25;
/// Records that could not be judged, named one by one up to this number.
const UNDETERMINED_SHOWN: i64 = 50;
/// A list longer than this is not searched for records that could not be judged.
const SEARCHED_MAX: i64 = 1000;

/// The page.
pub async fn show(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let view =
        ask(&site, move |house, reader| view(house, reader, &Frame::new(house, &visitor), &id)).await?;
    let status = if view.as_of.error.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(html(status, &view))
}

fn view(house: &House, ask: &mut dyn Ask, frame: &Frame, id: &str) -> Result<FigurePage, Refusal> {
    let charter = frame.charter();
    let figure = figures::find(charter, id)?;
    let day = Day::read(frame);
    let answer = figures::answer(ask, charter, figure, day.asked)?;
    let history = figures::history(ask, charter, figure)?;
    let mut sources = Sources::default();
    let path = address::figure(&figure.id);
    let here = frame.query.only(&["as_of", "known_at"]);
    let (before, after) = match frame.text(&figure.sentence).split_once("{value}") {
        Some(parts) => parts,
        None => (frame.text(&figure.sentence), ""),
    };
    let area = charter.area(&figure.area);
    let area = Link::new(
        frame.href(&format!("/figures#{}", figure.area)),
        format!("{} · {}", frame.words().figures_title, area.map_or("", |area| frame.text(&area.name))),
    );
    let has_log = house.log.path().join("checkpoint").is_file();
    let unknown =
        if answer.basis().is_none() { frame.text(answer.words()).to_owned() } else { String::new() };
    Ok(FigurePage {
        page: frame.page(Nav::Figures, frame.text(&figure.name)),
        code: figure.id.clone(),
        name: frame.text(&figure.name).to_owned(),
        area,
        sentence_before: before.to_owned(),
        amount: amount::of_answer(frame.lang, &answer),
        sentence_after: after.to_owned(),
        basis: figure_parts::basis_sentence(frame, &answer),
        unknown,
        as_of: day.form(frame, &path),
        reported: reported(ask, frame, &mut sources, &answer)?,
        computed: computed(ask, frame, figure, &answer, &day)?,
        reconciliation: reconciliation(frame, &answer),
        history: versions(ask, frame, figure, &history)?,
        definition: frame.text(&figure.definition).to_owned(),
        version: figure.version.to_string(),
        cite: cite(ask, frame, &answer)?,
        package_href: if has_log {
            frame.href(&here.on(&format!("{path}/package.zip")))
        } else {
            String::new()
        },
        json_href: here.on(&format!("/api{path}")),
    })
}

fn reported(
    ask: &mut dyn Ask,
    frame: &Frame,
    sources: &mut Sources,
    answer: &FigureAnswer,
) -> Result<Vec<Reported>, Refusal> {
    let Some(reported) = answer.reported() else { return Ok(Vec::new()) };
    let figure = answer.figure();
    let cell = figure_cell(&frame.charter().zone.id, &figure.id);
    let mut source = sources.cell(frame, ask, &reported.source)?;
    let title = sources.title(frame, ask, &reported.source)?;
    if !title.is_empty() {
        source.text = format!("{} · {title}", source.text);
    }
    let dated = sources.day(frame, ask, &reported.source)?;
    Ok(vec![Reported {
        amount: amount::amount(frame.lang, reported.value, reported.qualifier, &figure.unit),
        as_of: frame.date(reported.as_of),
        source,
        source_date: dated
            .map(|day| format!("{} {}", frame.words().source_date, frame.date(day)))
            .unwrap_or_default(),
        words: frame.text(&reported.words).to_owned(),
        entry: journal::proof_link(frame, ask, cell.as_str(), reported.entry)?,
        stands: answer.basis() == Some(Basis::Reported),
    }])
}

fn computed(
    ask: &mut dyn Ask,
    frame: &Frame,
    figure: &Figure,
    answer: &FigureAnswer,
    day: &Day,
) -> Result<Option<Computed>, Refusal> {
    let Some((found, compute)) = answer.computed().zip(figure.compute.as_ref()) else { return Ok(None) };
    let value = |value| amount::amount(frame.lang, value, Qualifier::Exact, &figure.unit);
    let mut how = figure_parts::how(frame, compute);
    // A share is said with what it is a share of.
    if let Some(completion) = found.completion.filter(|_| found.value.is_some()) {
        how = format!("{how}{}{}", frame.pick("", " "), frame.text(&figures::completion(completion)));
    }
    let mut view = Computed {
        amount: found.value.map(value).unwrap_or_default(),
        how,
        filter: found.filter.clone().unwrap_or_default(),
        count_text: say::count(frame.lang, Count::Exactly(found.records)),
        undetermined_text: undetermined_text(frame, found.undetermined),
        ..Computed::default()
    };
    let register = found.register.as_deref().map(|id| list::find(frame, id));
    let register = match register {
        None => return Ok(Some(view)),
        Some(Err(refusal)) if refusal.kind == Kind::NotFound => return Ok(Some(view)),
        Some(found) => found?,
    };
    let Some(query) = figure_parts::records_query(frame, register, compute, day.asked, RECORDS_SHOWN) else {
        view.list = list_link(frame, register, &ListQuery::default(), day);
        return Ok(Some(view));
    };
    view.list = list_link(frame, register, &query, day);
    match registers::list(ask, &frame.caller, register, &query) {
        Ok(page) => view.records = records(ask, frame, register, &page.records, day)?,
        Err(refusal) if refusal.kind == Kind::Invalid => {
            view.list = list_link(frame, register, &ListQuery::default(), day);
        }
        Err(refusal) => return Err(refusal),
    }
    if (1..=UNDETERMINED_SHOWN).contains(&found.undetermined) {
        view.undetermined = undetermined(ask, frame, register, compute, &query, day)?;
    }
    Ok(Some(view))
}

fn undetermined_text(frame: &Frame, number: i64) -> String {
    match (number, frame.lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("{n} 条登记当日情况未记录，无法判定"),
        (1, Lang::En) => "1 record: what matters about it that day is not recorded".into(),
        (n, Lang::En) => format!("{n} records: what matters about them that day is not recorded"),
    }
}

/// The list with the same filter and day.
fn list_link(frame: &Frame, register: &Register, query: &ListQuery, day: &Day) -> Link {
    let mut address = Query::default().with("filter", query.filter.as_deref().unwrap_or_default());
    if day.given {
        address = address.with("as_of", &day.asked.as_of.to_string());
    }
    address = address.with("known_at", frame.query.get("known_at").unwrap_or_default());
    let text = frame.pick("在清单中查看", "See them on the list");
    Link::new(frame.href(&address.on(&address::list(&register.id))), text)
}

/// Where a record is seen as it was on the day asked.
fn record_address(frame: &Frame, day: &Day, register: &str, id: &Id) -> String {
    let query = frame.query.only(&["as_of", "known_at"]);
    let path = address::record(register, id);
    if day.given { query.on(&path) } else { path }
}

fn records(
    ask: &mut dyn Ask,
    frame: &Frame,
    register: &Register,
    records: &[Record],
    day: &Day,
) -> Result<Table, Refusal> {
    let mut names = frame.names();
    names.learn(ask, register, records.iter().map(|record| &record.body))?;
    // A column without a single value says nothing here; the list itself keeps it.
    let filled =
        |id: &str| records.iter().any(|record| record.body.get(id).is_some_and(|value| !value.is_null()));
    let fields: Vec<_> = table::columns(frame, register)
        .into_iter()
        .filter(|field| field.id == register.title || filled(&field.id))
        .collect();
    let address = |record: &Record| record_address(frame, day, &register.id, &record.id);
    Ok(table::table(frame, &names, register, &fields, records, None, address))
}

/// The records that are neither in nor out: all of the list, less those that meet the filter, less those
/// that meet its opposite. Those that meet it without a value to compute with are undetermined too.
fn undetermined(
    ask: &mut dyn Ask,
    frame: &Frame,
    register: &Register,
    compute: &Compute,
    counted: &ListQuery,
    day: &Day,
) -> Result<Vec<Link>, Refusal> {
    let base = ListQuery { filter: None, ..counted.clone() };
    match registers::count(ask, &frame.caller, register, &base, false)? {
        Count::Exactly(number) if number <= SEARCHED_MAX => {}
        _ => return Ok(Vec::new()),
    }
    let condition = compute.filter().map(|filter| format!("({filter})"));
    let mut decided: HashSet<Id> = HashSet::new();
    let out = condition.map(|condition| format!("NOT {condition}"));
    for filter in [counted.filter.clone(), out].into_iter().flatten() {
        let query = ListQuery { filter: Some(filter), ..base.clone() };
        registers::each(ask, &frame.caller, register, &query, |record| {
            decided.insert(record.id);
            Ok(())
        })?;
    }
    let mut left = Vec::new();
    let samples_out = ListQuery { filter: sample_filter(frame, register), ..base };
    registers::each(ask, &frame.caller, register, &samples_out, |record| {
        if !decided.contains(&record.id) {
            left.push(record);
        }
        Ok(())
    })?;
    let mut names = frame.names();
    names.learn(ask, register, left.iter().map(|record| &record.body))?;
    let link = |record: &Record| {
        let href = frame.href(&record_address(frame, day, &register.id, &record.id));
        Link::new(href, names.title(register, record))
    };
    Ok(left.iter().map(link).collect())
}

fn sample_filter(frame: &Frame, register: &Register) -> Option<String> {
    let field = register.field("sample")?;
    let may = registers::permits::may_filter_by(&frame.caller, register, field);
    let text = "sample IS NULL OR sample = false";
    (may && filter::translate(text, register, frame.today, 1, &|_| true).is_ok()).then(|| text.to_owned())
}

fn reconciliation(frame: &Frame, answer: &FigureAnswer) -> Option<Reconciliation> {
    let state = figure_parts::agreement(frame, answer)?;
    let register = answer.computed().and_then(|computed| computed.register.as_deref());
    let keepers = register.and_then(|id| frame.charter().register(id)).map_or(&[][..], |r| &r.keepers);
    let names: Vec<&str> = keepers
        .iter()
        .filter_map(|unit| frame.charter().unit(unit))
        .map(|unit| frame.text(&unit.name))
        .collect();
    let is_work = matches!(answer.agreement(), Some(Agreement::Fewer | Agreement::More)) && !names.is_empty();
    let work_for = if is_work {
        let keeps = frame.pick("清单维护单位：", "The list is kept by ");
        format!("{keeps}{}", names.join(frame.pick("、", ", ")))
    } else {
        String::new()
    };
    Some(Reconciliation { state, sentence: frame.text(answer.words()).to_owned(), work_for })
}

fn versions(
    ask: &mut dyn Ask,
    frame: &Frame,
    figure: &Figure,
    history: &[History],
) -> Result<Vec<FigureVersion>, Refusal> {
    let charter = frame.charter();
    let cell = figure_cell(&charter.zone.id, &figure.id);
    let colon = frame.words().colon;
    let mut versions = Vec::with_capacity(history.len());
    for entry in history {
        let value = &entry.value;
        let from =
            charter.register(&value.source).map_or(value.source.as_str(), |list| frame.text(&list.name));
        let basis = if entry.basis == Basis::Reported.id() { Basis::Reported } else { Basis::Computed };
        versions.push(FigureVersion {
            amount: amount::amount(frame.lang, value.value, value.qualifier, &figure.unit),
            as_of: frame.date(value.as_of),
            basis: format!("{}{colon}{from}", figure_parts::basis_word(frame, Some(basis))),
            recorded_at: frame.time(value.recorded_at),
            entry: journal::proof_link(frame, ask, cell.as_str(), value.entry)?,
            replaced: entry.corrected,
            definition: entry.definition.to_string(),
        });
    }
    Ok(versions)
}

/// One line to quote: zone, figure, value, day, definition, entry of the journal.
fn cite(ask: &mut dyn Ask, frame: &Frame, answer: &FigureAnswer) -> Result<String, Refusal> {
    let Some(value) = answer.value() else { return Ok(String::new()) };
    let (figure, zone) = (answer.figure(), &frame.charter().zone);
    let value = amount::text(frame.lang, value, answer.qualifier(), &figure.unit);
    let (zone_name, name) = (frame.text(&zone.short_name), frame.text(&figure.name));
    let (code, version, day): (_, _, Date) = (&figure.id, figure.version, answer.as_of());
    let mut text = match frame.lang {
        Lang::Zh => format!("{zone_name}，{code} {name}，{value}，截至 {day}，口径第 {version} 版"),
        Lang::En => format!("{zone_name}, {code} {name}, {value}, as of {day}, definition {version}"),
    };
    if let Some(reported) = answer.reported().filter(|_| answer.basis() == Some(Basis::Reported)) {
        let cell: Cell = figure_cell(&zone.id, &figure.id);
        let entry = journal::proof_link(frame, ask, cell.as_str(), reported.entry)?;
        let label = frame.pick("留痕", "journal ");
        text.push_str(&format!("{}{label}{}", frame.words().comma, entry.text));
    }
    text.push_str(frame.pick("。", "."));
    Ok(text)
}
