//! One item: what it asks, its papers, votes, what came of it; for the clerk in the room the forms that record it, by
//! keyboard alone.

use super::{About, KEY, Said, Typed, agenda, blank, earlier, notice, say, show};
use crate::charter::model::{BallotKind, Verdict};
use crate::domain::meetings::{self, Ballot, BallotState, Choice, Item, Vote, Voter, Way};
use crate::domain::registers::filter::{self, Chip, Test};
use crate::domain::registers::permits::{self, Scope};
use crate::domain::registers::{self, ListQuery, store_refusal};
use crate::http::pages::common::{Frame, address};
use crate::http::views::{
    BallotResult, BallotView, Cell, Column, DecideView, ErrorLine, ItemPage, Link, Nav, OwnVote, Table,
    TableRow, VerdictOption, VoteRow,
};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Cell as LogCell, Id, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// Items shown on the page of a record they are about.
const ABOUT_MAX: usize = 20;

/// The page.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path((id, item)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let mut page = draw(&about, reader, &item, &blank(house), None)?;
        page.page.notice = notice(&frame);
        Ok(page)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Draws it. `refused`: one of its forms was sent and refused.
pub fn draw(
    about: &About<'_>,
    ask: &mut dyn Ask,
    item: &str,
    typed: &Typed,
    refused: Option<&Refusal>,
) -> Result<ItemPage, Refusal> {
    let frame = about.frame;
    let item = about.item(item)?;
    let said = refused.map(|refusal| Said::of(refusal, None, frame.lang)).unwrap_or_default();
    let heading = about.item_title(&item.record);
    let path = address::item(about.id(), &item.record.id);
    let open = item.ballots.iter().find(|(ballot, _)| ballot.state == BallotState::Open);
    let in_room = about.is_office() && about.is_in(&["sitting"]) && about.is_sitting();
    let free = in_room && item.record.stage == "placed" && about.sitting.open_ballot().is_none();
    let decide = free.then(|| decide(about, item, typed, &said));
    let mut errors: Vec<ErrorLine> = Vec::new();
    let shown: Vec<String> = match &decide {
        Some(_) => ["verdict", "wording"].map(str::to_owned).to_vec(),
        None => Vec::new(),
    };
    for (name, label) in [("verdict", frame.words().verdict), ("wording", frame.words().wording)] {
        let text = said.at(name, frame.lang);
        if !text.is_empty() && decide.is_some() {
            errors.push(ErrorLine { field: name.to_owned(), label: label.to_owned(), text });
        }
    }
    errors.extend(said.lines(&shown, Some(about.sitting.agenda), frame.lang));
    let follow_up = say::yes(&item.record, "follow_up");
    Ok(ItemPage {
        page: frame.page(Nav::Meetings, heading.clone()),
        back: about.back(),
        heading,
        tags: agenda::tags(about, item),
        lead: lead(about, item),
        beside: beside(about, item),
        errors,
        actions: agenda::actions(about, item),
        facts: agenda::facts(about, item, true),
        papers: agenda::papers(about, item),
        action: frame.href(&path),
        hidden: vec![
            (KEY.to_owned(), typed.get(KEY).to_owned()),
            ("version".to_owned(), item.record.version.to_string()),
        ],
        ballot: match open {
            Some((ballot, votes)) => Some(view(about, ask, ballot, votes)?),
            None => None,
        },
        openings: if free { openings(about, item) } else { Vec::new() },
        results: item
            .ballots
            .iter()
            .filter(|(ballot, _)| ballot.state != BallotState::Open)
            .map(|(ballot, votes)| result(about, ballot, votes))
            .collect(),
        question: typed.get("question").to_owned(),
        unsaved: match &decide {
            Some(_) => Vec::new(),
            None => {
                let typed = ["wording", "dissent"].map(|name| typed.get(name).trim().to_owned());
                typed.into_iter().filter(|words| !words.is_empty()).collect()
            }
        },
        decide,
        earlier: if follow_up { earlier::table(about, ask)? } else { Table::default() },
    })
}

fn lead(about: &About<'_>, item: &Item) -> String {
    let frame = about.frame;
    let words = |zh: &'static str, en: &'static str| frame.pick(zh, en).to_owned();
    let open = item.ballots.iter().any(|(ballot, _)| ballot.state == BallotState::Open);
    match (item.record.stage.as_str(), about.meeting().stage.as_str()) {
        _ if open => words("正在表决。", "It is being voted on."),
        ("kept", _) => match Verdict::find(say::text(&item.record, "result")) {
            Some(verdict) => match frame.lang {
                Lang::Zh => format!("结果：{}。", frame.text(&verdict.word())),
                Lang::En => format!("Result: {}.", frame.text(&verdict.word())),
            },
            None if about.sitting.rules.is_none() => {
                words("历史议题；结果未见公布。", "An item of the past; its result is not published.")
            }
            None => words("已听取。", "It was heard."),
        },
        (_, "sitting") if about.sitting.open_ballot().is_some() => words(
            "会议正在就另一议题表决，计票以后再记录本项。",
            "Another item is being voted on; this one is recorded after the count.",
        ),
        (_, "sitting") => words("会议进行中，本项还没有结果。", "In session; this item has no result yet."),
        ("placed", _) => {
            words("已列入议程，会上记录结果。", "On the agenda; its result is recorded in the meeting.")
        }
        _ => words("没有上会。", "It was not taken up."),
    }
}

/// The item before and the item after.
fn beside(about: &About<'_>, item: &Item) -> Vec<Link> {
    let frame = about.frame;
    let all = &about.sitting.items;
    let at = all.iter().position(|other| other.record.id == item.record.id).unwrap_or(0);
    let link = |other: &Item, zh: &'static str, en: &'static str| {
        Link::new(
            frame.href(&address::item(about.id(), &other.record.id)),
            format!("{}{}", frame.pick(zh, en), about.item_title(&other.record)),
        )
    };
    let before =
        at.checked_sub(1).and_then(|at| all.get(at)).map(|other| link(other, "上一项：", "Before: "));
    let after = all.get(at + 1).map(|other| link(other, "下一项：", "Next: "));
    before.into_iter().chain(after).collect()
}

fn choices(frame: &Frame) -> Vec<(String, String)> {
    Choice::ALL.map(|one| (one.id().to_owned(), frame.text(&one.word()).to_owned())).to_vec()
}

/// How many votes of an open ballot are in; of a secret one only that is ever told before the count.
pub fn cast_so_far(
    about: &About<'_>,
    ask: &mut dyn Ask,
    ballot: &Ballot,
    votes: &[Vote],
) -> Result<usize, Refusal> {
    if ballot.way != Way::Secret {
        return Ok(votes.len());
    }
    let cell = LogCell::of(&about.frame.charter().zone.id, &ballot.id);
    let (outcome, _) = meetings::result(ask, &cell, ballot).map_err(store_refusal)?;
    Ok(outcome.tallies.iter().map(|tally| usize::try_from(tally.cast()).unwrap_or(0)).sum())
}

fn view(
    about: &About<'_>,
    ask: &mut dyn Ask,
    ballot: &Ballot,
    votes: &[Vote],
) -> Result<BallotView, Refusal> {
    let frame = about.frame;
    let office = about.is_office();
    let by_name = ballot.way != Way::Secret;
    let vote = |post: &str| votes.iter().find(|vote| vote.post == post).map(|vote| vote.choice);
    let may_vote = ballot.base.voters.iter().filter(|voter| voter.present && !voter.recused);
    let grid = may_vote.clone().map(|voter| VoteRow {
        post: voter.post.clone(),
        name: about.seat(&voter.post),
        side: say::side(frame, &voter.side),
        choice: vote(&voter.post).map(|choice| choice.id().to_owned()).unwrap_or_default(),
    });
    let own =
        may_vote.filter(|voter| by_name && frame.caller.posts.iter().any(|held| held.post == voter.post));
    let own = own.map(|voter| OwnVote {
        post: voter.post.clone(),
        name: about.names.post(&voter.post),
        said: vote(&voter.post).map(|choice| frame.text(&choice.word()).to_owned()).unwrap_or_default(),
    });
    let cast = cast_so_far(about, ask, ballot, votes)?;
    let mut state = say::turnout(frame, cast, say::asked(ballot));
    if let Some(until) = ballot.until {
        state += &format!("{}{}", frame.pick("，截止 ", "; until "), say::day(frame, until));
    }
    let in_room = matches!(ballot.way, Way::RollCall | Way::Secret);
    let way = format!("{} {}", frame.text(&ballot.way.word()), ballot.number);
    Ok(BallotView {
        id: ballot.id.to_string(),
        way,
        question: ballot.question.clone(),
        state,
        grid: if office && by_name { grid.collect() } else { Vec::new() },
        own: own.collect(),
        choices: choices(frame),
        keeps: office && in_room,
        cast: if by_name {
            Link::default()
        } else {
            Link::new(
                frame.href(&address::ballot(&ballot.id)),
                frame.pick(
                    "投票页（凭票码，不必登录）",
                    "Where a slip is cast (by its code, without signing in)",
                ),
            )
        },
    })
}

/// Ways in which the item can be put to the vote now.
fn openings(about: &About<'_>, item: &Item) -> Vec<(String, String)> {
    let frame = about.frame;
    if say::text(&item.record, "mode") == "hear" {
        return Vec::new();
    }
    let kinds = about.sitting.rules.map(|rules| rules.ballots.as_slice()).unwrap_or_default().iter();
    kinds
        .map(|kind| match kind {
            BallotKind::RollCall => {
                ("roll_call".to_owned(), frame.pick("记名表决", "Roll-call vote").to_owned())
            }
            BallotKind::Secret => (
                "secret".to_owned(),
                frame.pick("无记名表决：打印选票", "Secret ballot: print the slips").to_owned(),
            ),
        })
        .collect()
}

fn result(about: &About<'_>, ballot: &Ballot, votes: &[Vote]) -> BallotResult {
    let frame = about.frame;
    let labels = [
        frame.words().seat,
        frame.pick("任职人", "Held by"),
        frame.words().side,
        frame.pick("表决", "Vote"),
        frame.pick("录入", "Entered by"),
    ];
    let by_name = ballot.way != Way::Secret;
    let row = |voter: &Voter| {
        let vote = votes.iter().find(|vote| vote.post == voter.post);
        let person = vote.and_then(|vote| vote.person.clone());
        let person = person.or_else(|| ballot.base.persons.get(&voter.post).and_then(|id| Id::parse(id)));
        let said = match vote {
            _ if voter.recused => frame.pick("回避", "keeps out").to_owned(),
            Some(vote) => frame.text(&vote.choice.word()).to_owned(),
            None if !voter.present => frame.pick("不在场", "not there").to_owned(),
            None => frame.pick("未表态", "silent").to_owned(),
        };
        TableRow {
            cells: vec![
                Cell::text(about.names.post(&voter.post)),
                Cell::text(person.map(|person| about.person(&person)).unwrap_or_default()),
                Cell::text(say::side(frame, &voter.side)),
                Cell::text(said),
                Cell::text(vote.map(|vote| frame.names().post(&vote.entered_by)).unwrap_or_default()),
            ],
            ..TableRow::default()
        }
    };
    let counted = ballot.state == BallotState::Counted;
    BallotResult {
        id: format!("votes-{}", ballot.number),
        heading: format!("{} {}", frame.text(&ballot.way.word()), ballot.number),
        question: ballot.question.clone(),
        tag: say::ballot_tag(frame, ballot),
        outcome: ballot
            .outcome
            .as_ref()
            .map(|outcome| say::outcome(frame, ballot.way, outcome))
            .unwrap_or_default(),
        votes: if by_name && counted {
            Table {
                caption: frame.pick("各席位的表决", "How each seat voted").to_owned(),
                columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
                rows: ballot.base.voters.iter().map(row).collect(),
            }
        } else {
            Table::default()
        },
        recount: if !by_name && counted {
            Link::new(
                frame.href(&address::recount(&ballot.id)),
                frame.pick("核对选票（人人可查）", "Recount the slips (open to everybody)"),
            )
        } else {
            Link::default()
        },
    }
}

fn decide(about: &About<'_>, item: &Item, typed: &Typed, said: &Said) -> DecideView {
    let frame = about.frame;
    let verdicts = Verdict::ALL.iter().enumerate().map(|(at, verdict)| VerdictOption {
        key: (at + 1).to_string(),
        value: verdict.id().to_owned(),
        text: frame.text(&verdict.word()).to_owned(),
        chosen: typed.get("verdict") == verdict.id(),
    });
    DecideView {
        heard: say::text(&item.record, "mode") == "hear",
        verdicts: verdicts.collect(),
        verdict_error: said.at("verdict", frame.lang),
        wording: typed.get("wording").to_owned(),
        wording_error: said.at("wording", frame.lang),
        dissent: typed.get("dissent").to_owned(),
    }
}

/// On the page of a record: the meetings it came to. For a record of a meeting itself: its page there.
pub fn of_record(frame: &Frame, ask: &mut dyn Ask, register: &str, id: &str) -> Result<Vec<Link>, Refusal> {
    let charter = frame.charter();
    let (Some(law), Some(id)) = (&charter.zone.meetings, Id::parse(id)) else { return Ok(Vec::new()) };
    let sees = |list: &str| {
        let list = charter.register(list);
        list.is_some_and(|list| permits::scope(&frame.caller, list) == Scope::All)
    };
    if !sees(&law.meetings) || !sees(&law.agenda) {
        return Ok(Vec::new());
    }
    let own = [&law.meetings, &law.agenda, &law.resolutions].into_iter().any(|list| list == register);
    if own {
        let Some(record) = registers::find(ask, &charter.zone.id, &id)? else { return Ok(Vec::new()) };
        let meeting = say::id(&record, "meeting");
        let path = match meeting {
            None if register == law.meetings => address::meeting(&id),
            Some(meeting) if register == law.agenda => address::item(&meeting, &id),
            Some(meeting) if register == law.resolutions => address::resolution(&meeting, &id),
            _ => return Ok(Vec::new()),
        };
        return Ok(vec![Link::new(frame.href(&path), frame.pick("会议页面", "Page in the meeting"))]);
    }
    let Some(agenda) = charter.register(&law.agenda) else { return Ok(Vec::new()) };
    let fields =
        meetings::subject_fields(law, agenda).filter(|field| field.register.as_deref() == Some(register));
    let mut links = Vec::new();
    for field in fields {
        let chip = Chip { field: field.id.clone(), test: Test::Is, value: id.to_string() };
        let Ok(filter) = filter::conjunction(agenda, &[chip]) else { continue };
        let query = ListQuery {
            filter: Some(filter),
            limit: ABOUT_MAX,
            today: Some(frame.today),
            ..ListQuery::default()
        };
        for item in registers::list(ask, &frame.caller, agenda, &query)?.records {
            let Some(meeting) = say::id(&item, "meeting") else { continue };
            let title = frame.names().learn_title(ask, &law.meetings, &meeting)?.unwrap_or_default();
            let name = frame.names().title(agenda, &item);
            let state = match Verdict::find(say::text(&item, "result")) {
                Some(verdict) => frame.text(&verdict.word()).to_owned(),
                None => frame.names().stage(agenda, &item.stage),
            };
            links.push(Link::new(
                frame.href(&address::item(&meeting, &item.id)),
                format!("{title}{}{name}{}{state}", frame.words().colon, frame.words().comma),
            ));
        }
    }
    Ok(links)
}
