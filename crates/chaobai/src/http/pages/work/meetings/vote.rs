//! What is recorded in the room: a vote is opened, cast, counted, put aside; a result is written down.

use super::super::rounds::perform_rows;
use super::{About, KEY, Posted, Typed, done, form_key, goes_back_to_form, item, perform, show, slips};
use crate::charter::model::{BallotKind, Verdict};
use crate::desk::Command;
use crate::domain::meetings::{self, Cast, Choice, Count, Decide, OpenBallot, Slip, VoidBallot, slip_digest};
use crate::http::pages::common::{Frame, address};
use crate::http::security;
use crate::http::views::SlipsPage;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use kernel::{Id, Kind, Problem, Refusal};
use std::sync::Arc;

type At = (String, String);
type Here = State<Arc<Site>>;

/// Ids of the address.
fn ids(at: &At) -> Result<(Id, Id), Refusal> {
    Id::parse(&at.0).zip(Id::parse(&at.1)).ok_or_else(Refusal::not_found)
}

/// Leads on to the item, or draws it again with what was refused and everything typed.
async fn answer<T>(
    site: &Arc<Site>,
    visitor: Visitor,
    at: At,
    typed: Typed,
    word: &'static str,
    answered: Result<T, Failure>,
) -> Result<Response, Failure> {
    let (meeting, item) = ids(&at)?;
    let failure = match answered {
        Ok(_) => return Ok(done(&visitor, &address::item(&meeting, &item), word)),
        Err(failure) if goes_back_to_form(&failure) => failure,
        Err(failure) => return Err(failure),
    };
    let status = failure.status();
    let page = ask(site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &at.0)?;
        let mut typed = typed;
        typed.set(KEY, [form_key(house)]);
        let mut page = item::draw(&about, reader, &at.1, &typed, Some(&failure.refusal))?;
        page.page.single_language = true;
        Ok(page)
    })
    .await?;
    show(status, &page)
}

fn lines(typed: &Typed, name: &str) -> String {
    typed.get(name).replace("\r\n", "\n")
}

fn ballot(typed: &Typed) -> Result<Id, Refusal> {
    Id::parse(typed.get("ballot")).ok_or_else(Refusal::not_found)
}

/// An item is put to the vote. For a secret one the answer is the page of slips: their codes are made here, shown
/// once, and kept nowhere.
pub async fn open(
    State(site): Here,
    Path(at): Path<At>,
    headers: HeaderMap,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let (_, item) = ids(&at)?;
    typed.key()?;
    let kind = match typed.get("kind") {
        "secret" => BallotKind::Secret,
        "roll_call" => BallotKind::RollCall,
        _ => return Err(Refusal::invalid(vec![Problem::new("kind", "not_a_choice")]).into()),
    };
    let (version, question) = (typed.version(), lines(&typed, "question"));
    let made = if kind == BallotKind::Secret { make_slips(&site, &visitor, &at).await? } else { Vec::new() };
    let slips = made.iter().map(|slip| Ok((slip_digest(&slip.code)?, slip.side.clone())));
    let slips = slips.collect::<Result<Vec<_>, Refusal>>()?;
    let command: Box<dyn Command> = Box::new(OpenBallot { item, version, kind, question, slips });
    let answered = perform(&site, &visitor, command, &typed).await;
    let receipt = match answered {
        Ok(receipt) if kind == BallotKind::Secret => receipt,
        other => return answer(&site, visitor, at, typed, "ballot", other).await,
    };
    let ballot = receipt.answer["ballot"].as_str().and_then(Id::parse).ok_or_else(Refusal::not_found)?;
    let origin = security::origin(&site.settings, &headers, &Uri::default());
    let page = ask(&site, move |house, reader| -> Result<SlipsPage, Refusal> {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &at.0)?;
        let ballot =
            meetings::ballot(reader, &frame.charter().zone.id, &ballot)?.ok_or_else(Refusal::not_found)?;
        slips::draw(&about, &at.1, &ballot, made, &origin)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// A slip for each who may vote now, side by side, from chance, in an order that says nothing.
async fn make_slips(site: &Arc<Site>, visitor: &Visitor, at: &At) -> Result<Vec<Slip>, Failure> {
    let (who, at) = (visitor.clone(), at.clone());
    let sides = ask(site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &at.0)?;
        let item = about.item(&at.1)?;
        let voters = about.sitting.attendance.iter().filter(|one| {
            let recused = item.recusals.iter().any(|out| Some(out.post.as_str()) == one.post());
            one.is_filled_seat() && one.presence == meetings::Presence::Present && !recused
        });
        Ok(voters.map(|voter| voter.side.clone()).collect::<Vec<_>>())
    })
    .await?;
    let moment = site.house.moment();
    let chance = |at: usize| {
        let mut bytes = [0u8; 12];
        bytes.copy_from_slice(&moment.random(&format!("slip {at}"))[..12]);
        bytes
    };
    let mut slips: Vec<Slip> =
        sides.iter().enumerate().map(|(at, side)| Slip::new(side, chance(at))).collect();
    // By code: an order that has nothing to do with who sits where.
    slips.sort_by(|a, b| (&a.side, &a.code).cmp(&(&b.side, &b.code)));
    Ok(slips)
}

/// The clerk enters votes by name, one command a seat.
pub async fn roll_call(
    State(site): Here,
    Path(at): Path<At>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    ids(&at)?;
    typed.key()?;
    let open = ballot(&typed)?;
    let votes = typed.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("vote-")?, value)));
    let votes = votes.filter_map(|(post, value)| Some((post.to_owned(), Choice::find(value)?)));
    let votes: Vec<(String, Choice)> = votes.collect();
    // What is there already is not entered again.
    let (who, here) = (visitor.clone(), at.clone());
    let known = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &here.0)?;
        let item = about.item(&here.1)?;
        let votes = item.ballots.iter().filter(|(ballot, _)| ballot.id == open).flat_map(|(_, votes)| votes);
        Ok((open.clone(), votes.map(|vote| (vote.post.clone(), vote.choice)).collect::<Vec<_>>()))
    })
    .await?;
    let (open, known) = known;
    let rows = votes.into_iter().filter(|vote| !known.contains(vote)).map(|(post, choice)| {
        let command: Box<dyn Command> = Box::new(Cast { ballot: open.clone(), post: post.clone(), choice });
        (post, command)
    });
    let answers = perform_rows(&site, &visitor, typed.get(KEY), rows.collect()).await;
    let refused = answers.into_iter().find_map(Result::err);
    let answered = refused.map_or(Ok(()), |refusal| Err(Failure::from(refusal)));
    answer(&site, visitor, at, typed, "vote", answered).await
}

/// Whoever holds a seat votes.
pub async fn cast(
    State(site): Here,
    Path(at): Path<At>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    ids(&at)?;
    let choice = Choice::find(typed.get("choice"));
    let choice = choice.ok_or_else(|| Refusal::invalid(vec![Problem::new("choice", "not_a_choice")]))?;
    let command = Cast { ballot: ballot(&typed)?, post: typed.get("post").to_owned(), choice };
    let answered = perform(&site, &visitor, Box::new(command), &typed).await;
    answer(&site, visitor, at, typed, "vote", answered).await
}

/// A vote is counted.
pub async fn count(
    State(site): Here,
    Path(at): Path<At>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    ids(&at)?;
    let answered = perform(&site, &visitor, Box::new(Count { ballot: ballot(&typed)? }), &typed).await;
    answer(&site, visitor, at, typed, "count", answered).await
}

/// A vote is put aside.
pub async fn void(
    State(site): Here,
    Path(at): Path<At>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    ids(&at)?;
    let command = VoidBallot { ballot: ballot(&typed)?, reason: lines(&typed, "reason") };
    let answered = perform(&site, &visitor, Box::new(command), &typed).await;
    answer(&site, visitor, at, typed, "void", answered).await
}

/// What came of an item is recorded.
pub async fn decide(
    State(site): Here,
    Path(at): Path<At>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let (_, item) = ids(&at)?;
    let verdict = match typed.get("verdict") {
        "" => None,
        given => match Verdict::find(given) {
            Some(verdict) => Some(verdict),
            None => {
                let refusal = Refusal::new(Kind::Invalid, "invalid");
                let problem = Problem::new("verdict", "not_a_choice").with("given", given);
                return Err(Refusal { problems: vec![problem], ..refusal }.into());
            }
        },
    };
    let command = Decide {
        item,
        version: typed.version(),
        verdict,
        wording: lines(&typed, "wording"),
        dissent: lines(&typed, "dissent"),
    };
    let answered = perform(&site, &visitor, Box::new(command), &typed).await;
    answer(&site, visitor, at, typed, "decide", answered).await
}
