//! Where a slip of a secret ballot is cast, and where the slips are recounted. Nobody signs in here, and whoever is
//! signed in is nobody here: the page is drawn and the command performed for the public. The code stands in the body of
//! one request and in no address; no cookie is written.

use crate::desk::{Caller, RequestKey};
use crate::domain::meetings::{self, Ballot, BallotState, CastSlip, Choice, Way, slip_digest};
use crate::http::input;
use crate::http::pages::common::{Frame, Query, address, cases, html, say};
use crate::http::views::{
    CastPage, Cell, Choice as Pick, Column, ErrorLine, FieldInput, Form, InputKind, Link, Nav, RecountPage,
    Table, TableRow,
};
use crate::http::words;
use crate::http::{Failure, Site, Visitor, ask, perform};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{Id, Kind, Lang, Problem, Refusal};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Media type of a form without files.
const FORM: &str = "application/x-www-form-urlencoded";

/// Nothing of the page is kept by the browser. Its answer to a cast slip sends no referrer either; the form itself has
/// to name its own site when it is sent, or a change from another site could not be told from it.
fn private(mut response: Response, answers: bool) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if answers {
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    response
}

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let ballot = find(&frame, reader, &id)?;
        Ok(draw(&frame, &ballot, None, ""))
    })
    .await?;
    Ok(private(html(StatusCode::OK, &page), false))
}

/// A slip is cast. Its key follows from the code, so that pressing twice, or again after an answer was lost, casts it
/// once.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Failure> {
    let ballot = Id::parse(&id).ok_or_else(Refusal::not_found)?;
    if input::media_type(request.headers()).as_deref() != Some(FORM) {
        return Err(input::unsupported(FORM));
    }
    let bytes = input::read(request).await?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::new(Kind::Invalid, "request.body"))?;
    let typed = Query::parse(text);
    let choice = typed.get("choice").unwrap_or_default().to_owned();
    let answered = cast(&site, &ballot, typed.get("code").unwrap_or_default(), &choice).await;
    let (status, refusal, slip) = match answered {
        Ok(slip) => (StatusCode::OK, None, slip),
        Err(failure) if failure.refusal.kind == Kind::NotFound => return Err(failure),
        // A slip that was cast with another choice is a slip that was cast.
        Err(failure) if failure.refusal.kind == Kind::KeyReused => {
            (StatusCode::CONFLICT, Some(Refusal::new(Kind::Conflict, "meetings.no_such_slip")), String::new())
        }
        Err(failure) => (failure.status(), Some(failure.refusal), String::new()),
    };
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let ballot = find(&frame, reader, &id)?;
        let mut page = match refusal {
            None => thanks(&frame, &ballot, slip, &choice),
            Some(refusal) => draw(&frame, &ballot, Some(&refusal), &choice),
        };
        page.page.single_language = true;
        Ok(page)
    })
    .await?;
    let answers = page.form.is_none();
    Ok(private(html(status, &page), answers))
}

async fn cast(site: &Arc<Site>, ballot: &Id, code: &str, choice: &str) -> Result<String, Failure> {
    let mut problems = Vec::new();
    if code.trim().is_empty() {
        problems.push(Problem::new("code", "required"));
    }
    let chosen = Choice::find(choice);
    if chosen.is_none() {
        problems.push(Problem::new("choice", "required"));
    }
    let Some(choice) = chosen.filter(|_| problems.is_empty()) else {
        return Err(Refusal::invalid(problems).into());
    };
    let slip = slip_digest(code)?;
    let key = key_of(code)?;
    let command = CastSlip { ballot: ballot.clone(), slip: slip.clone(), choice };
    perform(site, Arc::new(Caller::public()), command, key).await?;
    Ok(slip)
}

/// The request key of a cast: from the code, which is kept nowhere, and not from its digest, which is; so that what is
/// kept of a request does not name the slip.
fn key_of(code: &str) -> Result<RequestKey, Refusal> {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut hash = Sha256::new();
    hash.update("cast ");
    hash.update(letters.to_ascii_uppercase());
    RequestKey::parse(&hex::encode(hash.finalize()))
}

/// A secret ballot, whoever asks.
fn find(frame: &Frame, ask: &mut dyn store::Ask, id: &str) -> Result<Ballot, Refusal> {
    let id = Id::parse(id).ok_or_else(Refusal::not_found)?;
    let ballot = meetings::ballot(ask, &frame.charter().zone.id, &id)?;
    ballot.filter(|ballot| ballot.way == Way::Secret).ok_or_else(Refusal::not_found)
}

fn draw(frame: &Frame, ballot: &Ballot, refusal: Option<&Refusal>, chosen: &str) -> CastPage {
    let open = ballot.state == BallotState::Open;
    let heading = frame.pick("无记名投票", "Cast a slip");
    let at = |field: &str| {
        let problems = refusal.map(|refusal| refusal.problems.as_slice()).unwrap_or_default().iter();
        let here = problems.filter(|problem| problem.field == field);
        here.map(|problem| words::refusal(problem.code, frame.lang, &problem.params))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let whole = refusal.filter(|refusal| refusal.problems.is_empty());
    let code_error = whole.filter(|refusal| refusal.code == "meetings.no_such_slip");
    let code_error = code_error.map(|refusal| words::refusal(refusal.code, frame.lang, &refusal.params));
    let errors = whole.filter(|refusal| refusal.code != "meetings.no_such_slip").map(|refusal| ErrorLine {
        text: words::refusal(refusal.code, frame.lang, &refusal.params),
        ..ErrorLine::default()
    });
    let choices = Choice::ALL.iter().map(|one| Pick {
        value: one.id().to_owned(),
        text: frame.text(&one.word()).to_owned(),
        chosen: chosen == one.id(),
        ..Pick::default()
    });
    let form = Form {
        action: frame.href(&address::ballot(&ballot.id)),
        fields: vec![
            FieldInput {
                required: true,
                hint: frame
                    .pick(
                        "票上的 12 个字母和数字，短横和大小写不影响",
                        "the 12 letters and digits on the slip; dashes and case do not matter",
                    )
                    .to_owned(),
                error: code_error.unwrap_or_else(|| at("code")),
                ..FieldInput::new("code", frame.pick("票码", "Code of the slip"), InputKind::Text)
            },
            FieldInput {
                required: true,
                options: choices.collect(),
                error: at("choice"),
                ..FieldInput::new("choice", frame.pick("表决", "Vote"), InputKind::Radios)
            },
        ],
        errors: errors.into_iter().collect(),
        submit: frame.pick("投票", "Cast the slip").to_owned(),
        ..Form::default()
    };
    let mut lead = vec![format!("{}{}", frame.pick("表决内容：", "The question: "), ballot.question)];
    if open {
        lead.push(
            frame
                .pick(
                    "不必登录；登录了也不记您的姓名。系统只记下票码的校验值和所投，投出后不能改。",
                    "Nobody signs in; if you are signed in, your name is not recorded. What is kept is the digest of the code and the vote; a cast slip cannot be changed.",
                )
                .to_owned(),
        );
    } else {
        lead.push(match ballot.state {
            BallotState::Void => frame.pick("这次表决已作废。", "This vote was put aside.").to_owned(),
            _ => frame.pick("这次表决已经结束。", "This vote is over.").to_owned(),
        });
    }
    CastPage {
        page: frame.page(Nav::None, heading),
        heading: heading.to_owned(),
        lead,
        form: open.then_some(form),
        facts: Vec::new(),
        recount: (ballot.state == BallotState::Counted).then(|| {
            Link::new(frame.href(&address::recount(&ballot.id)), frame.pick("核对选票", "Recount the slips"))
        }),
    }
}

fn thanks(frame: &Frame, ballot: &Ballot, slip: String, choice: &str) -> CastPage {
    let heading = frame.pick("已投票", "The slip is cast");
    let word = Choice::find(choice).map(|choice| choice.word());
    CastPage {
        page: frame.page(Nav::None, heading),
        heading: heading.to_owned(),
        lead: vec![
            format!("{}{}", frame.pick("表决内容：", "The question: "), ballot.question),
            frame
                .pick(
                    "这张票已投出，不能再改。请把下面的校验值和票一起收好：计票后可以在核对页找到它。",
                    "The slip is cast and cannot be changed. Keep the digest below with your slip: after the count you find it on the recount page.",
                )
                .to_owned(),
        ],
        form: None,
        facts: vec![
            cases::line(
                frame.pick("您投的是", "You voted"),
                Cell::text(word.map(|word| frame.text(&word).to_owned()).unwrap_or_default()),
            ),
            cases::line(frame.pick("票码校验值", "Digest of the slip"), Cell::text(slip)),
        ],
        recount: None,
    }
}

/// The slips of a counted ballot.
pub async fn recount(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let id = Id::parse(&id).ok_or_else(Refusal::not_found)?;
        let (ballot, slips) = meetings::recount(reader, &frame.charter().zone.id, &id)?;
        Ok(recounted(&frame, &ballot, &slips))
    })
    .await?;
    Ok(private(html(StatusCode::OK, &page), true))
}

fn recounted(frame: &Frame, ballot: &Ballot, slips: &[(String, String, Option<Choice>)]) -> RecountPage {
    let heading = frame.pick("核对选票", "Recount of the slips");
    let side = |id: &str| frame.charter().side(id).map_or(id, |side| frame.text(&side.name)).to_owned();
    let said = |choice: &Option<Choice>| match choice {
        Some(choice) => frame.text(&choice.word()).to_owned(),
        None => frame.pick("未投", "not cast").to_owned(),
    };
    let rows = slips.iter().map(|(slip, of, choice)| TableRow {
        cells: vec![Cell::text(slip.as_str()), Cell::text(side(of)), Cell::text(said(choice))],
        ..TableRow::default()
    });
    let count = |which: Option<Choice>| {
        let number = slips.iter().filter(|(_, _, choice)| *choice == which).count();
        say::whole(frame.lang, i64::try_from(number).unwrap_or(i64::MAX))
    };
    let mut facts: Vec<_> = Choice::ALL
        .iter()
        .map(|one| cases::line(frame.text(&one.word()), Cell::text(count(Some(*one)))))
        .collect();
    facts.push(cases::line(frame.pick("未投", "Not cast"), Cell::text(count(None))));
    let passes = ballot.outcome.as_ref().is_some_and(|outcome| outcome.passes);
    facts.push(cases::line(
        frame.pick("结果", "Outcome"),
        Cell::text(if passes {
            frame.pick("达到通过所需", "has what it needs")
        } else {
            frame.pick("未达到通过所需", "has not what it needs")
        }),
    ));
    facts.push(cases::line(
        frame.pick("全部选票的校验值", "Digest over all slips"),
        Cell::text(meetings::slips_digest(slips)),
    ));
    facts.push(cases::line(
        frame.pick("供重新合计的数据", "Data for recounting"),
        Cell::link(format!("/api/ballots/{}/recount", ballot.id), "JSON"),
    ));
    let labels = [
        frame.pick("票码校验值", "Digest of the slip"),
        frame.pick("所属", "Side"),
        frame.pick("表决", "Vote"),
    ];
    let how = [
        (
            "找自己的票：票码去掉短横、改成大写，求 SHA-256，就是下面的校验值；投票成功页上也写着。",
            "To find your own: the digest is SHA-256 of the code without dashes, in capitals; it also stood on the page after casting.",
        ),
        (
            "重新合计：数一数各行，应与上面的票数一致；未投的票留着，不算任何一方。",
            "To recount: count the rows; they must agree with the numbers above. Slips that were not cast stay and count for nobody.",
        ),
        (
            "全部选票的校验值是逐行“校验值 所属编号 yes/no/abstain/-”（见 JSON）连起来的 SHA-256，与留痕里计票那一条一致。",
            "The digest over all is SHA-256 of the lines “digest side yes/no/abstain/-” (see the JSON), each ended by a line feed; it is the one in the journal's entry of the count.",
        ),
    ];
    RecountPage {
        page: frame.page(Nav::None, heading),
        heading: heading.to_owned(),
        lead: match frame.lang {
            Lang::Zh => format!("表决内容：{}", ballot.question),
            Lang::En => format!("The question: {}", ballot.question),
        },
        how: how.iter().map(|(zh, en)| frame.pick(zh, en).to_owned()).collect(),
        facts,
        slips: Table {
            caption: frame.pick("选票", "Slips").to_owned(),
            columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
            rows: rows.collect(),
        },
    }
}
