//! `/bodies`: who decides and who works, as of a day.

use super::figure_parts::Day;
use crate::charter::model::{Body, BodyKind, BodyRules, FieldType, Post};
use crate::domain::meetings::{Holder, Seat, SeatState, holders_on, seats_on};
use crate::domain::people::{self, Standing, Term};
use crate::domain::registers::{self, Access, Record};
use crate::http::pages::common::{Frame, Names, Sources, address, html, say, values};
use crate::http::views::{
    BodiesPage, BodyBlock, Link, Nav, Notice, SeatLine, Turn, UnitLine, UnitSide, Vote,
};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Kind, Refusal};
use serde_json::Value;
use std::sync::Arc;
use store::Ask;

/// The page.
pub async fn show(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let (view, good) = ask(&site, move |house, reader| view(reader, &Frame::new(house, &visitor))).await?;
    Ok(html(if good { StatusCode::OK } else { StatusCode::BAD_REQUEST }, &view))
}

/// A term of the day with what the caller may see of its record and of its person.
struct Known {
    term: Term,
    record: Option<Record>,
    person: Link,
    /// Whom they stand in for.
    absent: String,
}

/// Terms of every day, and what the caller sees of those of the day asked for.
struct Posts {
    terms: Vec<Term>,
    known: Vec<Known>,
    on: Date,
}

fn view(ask: &mut dyn Ask, frame: &Frame) -> Result<(BodiesPage, bool), Refusal> {
    let day = Day::read(frame);
    let on = day.asked.as_of;
    let mut names = frame.names();
    let mut sources = Sources::default();
    let terms = people::terms(ask, frame.charter())?;
    let known = known(ask, frame, &mut names, &terms, on)?;
    let posts = Posts { terms, known, on };
    let mut bodies = Vec::new();
    for body in &frame.charter().zone.bodies {
        bodies.push(block(ask, frame, &names, &mut sources, &posts, body)?);
    }
    let mut page = frame.page(Nav::Bodies, frame.words().bodies_title);
    if !day.error.is_empty() {
        page.notice = Some(Notice { text: day.error.clone(), ..Notice::default() });
    }
    let of_units = |post: &&Post| post.body.is_none() && !is_seat(frame, &post.id);
    let of_units: Vec<&Post> = frame.charter().zone.posts.iter().filter(of_units).collect();
    let view = BodiesPage {
        page,
        as_of: frame.query.get("as_of").unwrap_or_default().to_owned(),
        as_of_words: say::as_of(frame.lang, on),
        action: frame.href("/bodies"),
        bodies,
        unit_posts: of_units.iter().flat_map(|post| lines(frame, &names, &posts, post, None)).collect(),
        sides: sides(ask, frame, &mut sources)?,
        procedures: procedures(frame),
    };
    Ok((view, day.error.is_empty()))
}

/// The terms of a day, and what the caller sees of them.
fn known(
    ask: &mut dyn Ask,
    frame: &Frame,
    names: &mut Names<'_>,
    terms: &[Term],
    on: Date,
) -> Result<Vec<Known>, Refusal> {
    let charter = frame.charter();
    let people = &charter.zone.people;
    let Some(register) = charter.register(&people.terms) else { return Ok(Vec::new()) };
    let mut known = Vec::new();
    for term in terms.iter().filter(|term| term.holds_on(on)) {
        let record = match registers::get(ask, charter, &frame.caller, register, &term.id) {
            Ok((record, access)) => {
                let sees =
                    |id: &str| register.field(id).is_some_and(|f| registers::permits::sees_field(access, f));
                (access == Access::Full || (sees("person") && sees("post"))).then_some(record)
            }
            Err(refusal) if refusal.kind == Kind::NotFound => None,
            Err(refusal) => return Err(refusal),
        };
        let person = match names.learn_title(ask, &people.persons, &term.person)? {
            Some(name) if record.is_some() => {
                Link::new(frame.href(&address::record(&people.persons, &term.person)), name)
            }
            _ => Link::default(),
        };
        let absent = match &term.in_place_of {
            Some(absent) => names.learn_title(ask, &people.persons, absent)?.unwrap_or_default(),
            None => String::new(),
        };
        known.push(Known { term: term.clone(), record, person, absent });
    }
    Ok(known)
}

/// Whether a body's rules give a post a seat or a place at the table.
fn is_seat(frame: &Frame, post: &str) -> bool {
    let rules = frame.charter().zone.bodies.iter().filter_map(|body| body.rules.as_ref());
    rules.into_iter().any(|rules| rules.seats.iter().chain(&rules.observers).any(|seat| seat == post))
}

fn block(
    ask: &mut dyn Ask,
    frame: &Frame,
    names: &Names<'_>,
    sources: &mut Sources,
    known: &Posts,
    body: &Body,
) -> Result<BodyBlock, Refusal> {
    let charter = frame.charter();
    let (on, rules) = (known.on, body.rules.as_ref());
    let belongs = |post: &&Post| {
        let named = |rules: &BodyRules| rules.seats.iter().chain(&rules.observers).any(|id| *id == post.id);
        post.body.as_ref() == Some(&body.id) || rules.is_some_and(named)
    };
    let mut posts: Vec<&Post> = charter.zone.posts.iter().filter(belongs).collect();
    let first =
        |list: &[String], post: &Post| list.iter().position(|id| *id == post.id).unwrap_or(usize::MAX);
    posts.sort_by_key(|post| (first(&body.chairs, post), rules.map_or(0, |rules| first(&rules.seats, post))));
    let in_chair = people::chair_on(body, on).map(|turn| turn.post.as_str());
    let mut all = Vec::new();
    for post in posts {
        let voting = rules.map(|rules| rules.seats.contains(&post.id));
        for mut line in lines(frame, names, known, post, voting) {
            line.chair = body.chairs.contains(&post.id);
            line.in_turn = in_chair == Some(post.id.as_str());
            all.push(line);
        }
    }
    let voters =
        rules.map(|rules| voters(frame, &seats_on(charter, rules, &known.terms, on))).unwrap_or_default();
    let mut rotation = Vec::new();
    for turn in &body.rotation {
        let seat = known.known.iter().find(|seat| seat.term.post == turn.post);
        rotation.push(Turn {
            post: charter.post(&turn.post).map_or("", |post| frame.text(&post.name)).to_owned(),
            person: seat.map(|seat| seat.person.text.clone()).unwrap_or_default(),
            term: span(frame, Some(turn.since), turn.until),
            source: sources.cell(frame, ask, &turn.source)?,
        });
    }
    let kind = match body.kind {
        BodyKind::Council => frame.pick("决策", "decides"),
        BodyKind::Committee => frame.pick("拟订、协调、督促", "drafts, coordinates, supervises"),
        BodyKind::Association => frame.pick("协会", "association"),
    };
    let under = body.under.as_deref().and_then(|id| charter.body(id));
    Ok(BodyBlock {
        id: body.id.clone(),
        name: frame.text(&body.name).to_owned(),
        kind: kind.to_owned(),
        under: under.map_or("", |body| frame.text(&body.name)).to_owned(),
        since: body.since.map(|day| frame.date(day)).unwrap_or_default(),
        functions: body.functions.iter().map(|text| frame.text(text).to_owned()).collect(),
        seats: all,
        voters,
        basis: rules.map_or("", |rules| frame.text(&rules.basis)).to_owned(),
        sample: body.sample,
        rotation,
        not_known: frame.text(&body.not_known).to_owned(),
        source: sources.cell(frame, ask, &body.source)?,
    })
}

/// A post on the day: whoever holds it, a line each; one line where nobody does. `voting` says whether its seat
/// has a vote, in a body whose rules are known.
fn lines(
    frame: &Frame,
    names: &Names<'_>,
    known: &Posts,
    post: &Post,
    voting: Option<bool>,
) -> Vec<SeatLine> {
    let charter = frame.charter();
    let Some(seat) = holders_on(charter, std::slice::from_ref(&post.id), &known.terms, known.on).pop() else {
        return Vec::new();
    };
    let empty = SeatLine {
        post: frame.text(&post.name).to_owned(),
        side: side(frame, post.side.as_deref()),
        sample: post.sample,
        ..SeatLine::default()
    };
    let said = |holder: &Holder, vote: Vote| {
        let found = known.known.iter().find(|one| one.term.id == holder.term);
        let mut line =
            SeatLine { vote: voting.map(|has| if has { vote } else { Vote::None }), ..empty.clone() };
        line.vote_words = line.vote.map(|vote| vote_words(frame, vote)).unwrap_or_default();
        let Some(found) = found else { return line };
        line.person = found.person.clone();
        line.other_posts = other_posts(frame, &known.known, found);
        line.term = term_words(frame, names, found);
        if found.record.is_some() {
            line.standing = standing(frame, post, holder, &found.absent);
        }
        line.sample = post.sample || holder.sample;
        line
    };
    let mut all = match &seat.state {
        SeatState::Held(holder) => vec![said(holder, Vote::Yes)],
        SeatState::Uncertain(holders) => holders.iter().map(|one| said(one, Vote::Uncertain)).collect(),
        // A demonstration post that nobody holds would only raise questions.
        SeatState::Vacant { .. } if post.sample && voting.is_none() => Vec::new(),
        SeatState::Vacant { ended, begins } => {
            let vote = voting.map(|has| if has { Vote::Vacant } else { Vote::None });
            vec![SeatLine {
                vacancy: vacancy(frame, *ended, *begins, voting.is_some()),
                vote,
                vote_words: vote.map(|vote| vote_words(frame, vote)).unwrap_or_default(),
                ..empty.clone()
            }]
        }
    };
    let away = |one: &Holder| if one.standing == Standing::Substitute { Vote::NoTurn } else { Vote::Away };
    all.extend(seat.waiting.iter().map(|one| said(one, away(one))));
    all
}

/// How the person is in the post, where there is more to say than that they hold it.
fn standing(frame: &Frame, post: &Post, holder: &Holder, absent: &str) -> String {
    let charter = frame.charter();
    let word = frame.text(&holder.standing.word()).to_owned();
    let unit = |id: &Option<String>| {
        let unit = id.as_deref().and_then(|id| charter.unit(id));
        unit.map(|unit| frame.text(&unit.name).to_owned())
    };
    let more = match holder.standing {
        Standing::Regular => return String::new(),
        Standing::Secondment => {
            let home = unit(&holder.home_unit);
            let home = home.map(|home| format!("{}{home}", frame.pick("派出单位：", "from ")));
            let here = unit(&post.unit);
            let here = here.map(|here| format!("{}{here}", frame.pick("所在单位：", "at ")));
            [home, here].into_iter().flatten().collect::<Vec<_>>()
        }
        Standing::Substitute => {
            let absent = (!absent.is_empty()).then(|| format!("{}{absent}", frame.pick("代替", "for ")));
            absent.into_iter().chain((!holder.reason.is_empty()).then(|| holder.reason.clone())).collect()
        }
    };
    let more = more.join(frame.pick("；", "; "));
    match (more.is_empty(), frame.lang) {
        (true, _) => word,
        (false, kernel::Lang::Zh) => format!("{word}（{more}）"),
        (false, kernel::Lang::En) => format!("{word} ({more})"),
    }
}

/// That nobody holds it, and between which terms. Where no term was ever recorded, nobody knows.
fn vacancy(frame: &Frame, ended: Option<Date>, begins: Option<Date>, has_rules: bool) -> String {
    if ended.is_none() && begins.is_none() && !has_rules {
        return String::new();
    }
    let ended = ended.map(|day| match frame.lang {
        kernel::Lang::Zh => format!("上一任期至{}", frame.date(day)),
        kernel::Lang::En => format!("last term until {}", frame.date(day)),
    });
    let begins = begins.map(|day| match frame.lang {
        kernel::Lang::Zh => format!("下一任期自{}", frame.date(day)),
        kernel::Lang::En => format!("next term from {}", frame.date(day)),
    });
    let more: Vec<String> = ended.into_iter().chain(begins).collect();
    match (more.is_empty(), frame.lang) {
        (true, _) => frame.pick("空缺", "vacant").to_owned(),
        (false, kernel::Lang::Zh) => format!("空缺（{}）", more.join("，")),
        (false, kernel::Lang::En) => format!("vacant ({})", more.join(", ")),
    }
}

fn vote_words(frame: &Frame, vote: Vote) -> String {
    let words = match vote {
        Vote::Yes => ("有表决权", "may vote"),
        Vote::Vacant => ("席位空缺，无人表决", "nobody: the seat is vacant"),
        Vote::Uncertain => (
            "不能确定由谁表决：同日有两人以上任此职。请先更正任职记录。",
            "not certain: two or more hold it that day; the terms need putting right",
        ),
        Vote::Away => ("由代理人表决", "the substitute votes"),
        Vote::NoTurn => ("本人到任，代理不表决", "no: the holder is in the post"),
        Vote::None => ("列席，无表决权", "attends without a vote"),
    };
    frame.pick(words.0, words.1).to_owned()
}

/// How many seats vote that day, by side.
fn voters(frame: &Frame, seats: &[Seat]) -> String {
    let filled = seats.iter().filter(|seat| seat.is_filled()).count();
    let by_side = frame.charter().zone.sides.iter().filter_map(|side| {
        let own = || seats.iter().filter(|seat| seat.side.as_deref() == Some(side.id.as_str()));
        let (all, filled) = (own().count(), own().filter(|seat| seat.is_filled()).count());
        (all > 0).then(|| format!("{} {filled}/{all}", frame.text(&side.name)))
    });
    let by_side = by_side.collect::<Vec<_>>().join(frame.pick("，", ", "));
    match frame.lang {
        kernel::Lang::Zh => format!("共 {} 席，当日 {filled} 席有人表决（{by_side}）。", seats.len()),
        kernel::Lang::En => {
            format!("{} seats, {filled} of them with a vote that day ({by_side}).", seats.len())
        }
    }
}

/// What else the same person is on that day.
fn other_posts(frame: &Frame, seats: &[Known], seat: &Known) -> String {
    let others = seats.iter().filter(|other| {
        other.record.is_some() && other.term.person == seat.term.person && other.term.id != seat.term.id
    });
    let names: Vec<&str> = others
        .filter_map(|other| frame.charter().post(&other.term.post))
        .map(|post| frame.text(&post.name))
        .collect();
    names.join(frame.pick("、", "; "))
}

/// From when to when, and what the term's record says about it in its choices.
fn term_words(frame: &Frame, names: &Names<'_>, seat: &Known) -> String {
    let words = span(frame, seat.term.since, seat.term.until);
    let register = frame.charter().register(&frame.charter().zone.people.terms);
    let Some((record, register)) = seat.record.as_ref().zip(register) else { return words };
    let said: Vec<String> = register
        .fields
        .iter()
        .filter(|field| field.kind == FieldType::Choice && field.id != "kind")
        .map(|field| values::text(names, field, record.body.get(&field.id).unwrap_or(&Value::Null)))
        .filter(|text| !text.is_empty())
        .collect();
    let said = said.join(frame.pick("、", ", "));
    match (said.is_empty(), frame.lang) {
        (true, _) => words,
        (false, kernel::Lang::Zh) => format!("{words}（{said}）"),
        (false, kernel::Lang::En) => format!("{words} ({said})"),
    }
}

fn span(frame: &Frame, since: Option<Date>, until: Option<Date>) -> String {
    let since = since.map(|day| frame.date(day)).unwrap_or_default();
    match (until, frame.lang) {
        (None, kernel::Lang::Zh) => format!("{since}起"),
        (None, kernel::Lang::En) => format!("since {since}"),
        (Some(day), kernel::Lang::Zh) => format!("{since} 至 {}", frame.date(day)),
        (Some(day), kernel::Lang::En) => format!("{since} to {}", frame.date(day)),
    }
}

fn side(frame: &Frame, id: Option<&str>) -> String {
    id.and_then(|id| frame.charter().side(id)).map_or("", |side| frame.text(&side.name)).to_owned()
}

/// Units by side, in the order of the charter.
fn sides(ask: &mut dyn Ask, frame: &Frame, sources: &mut Sources) -> Result<Vec<UnitSide>, Refusal> {
    let charter = frame.charter();
    let mut sides = Vec::new();
    for side in &charter.zone.sides {
        let mut units = Vec::new();
        for unit in
            charter.zone.units.iter().filter(|u| charter.side_of_unit(&u.id) == Some(side.id.as_str()))
        {
            let place = charter.jurisdiction(&unit.jurisdiction);
            units.push(UnitLine {
                name: frame.text(&unit.name).to_owned(),
                jurisdiction: place.map_or("", |place| frame.text(&place.name)).to_owned(),
                member: unit.member,
                sample: unit.sample,
                source: sources.cell(frame, ask, &unit.source)?,
            });
        }
        if !units.is_empty() {
            sides.push(UnitSide { name: frame.text(&side.name).to_owned(), units });
        }
    }
    Ok(sides)
}

/// Ways of working that anyone may read.
fn procedures(frame: &Frame) -> Vec<Link> {
    let open = frame.charter().procedures.values().filter(|procedure| procedure.public);
    open.map(|one| Link::new(frame.href(&address::procedure(&one.id)), frame.text(&one.name))).collect()
}
