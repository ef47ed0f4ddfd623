//! Every SQL text of this folder.

use super::ballot::{Ballot, BallotState, Base, Way};
use super::meeting::{Attendee, Event, Paper, Presence, Recusal};
use super::voting::{Choice, Outcome};
use crate::desk::Call;
use kernel::{Cell, Date, Id, Instant};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::{Ask, Row, StoreError, Tx};

fn id(row: &Row, column: usize, table: &'static str) -> Result<Id, StoreError> {
    Id::parse(row.text_ref(column)?).ok_or_else(|| StoreError::damaged(table))
}

/// The number after the last one issued in a series, at least `first`.
pub fn next_number(
    ask: &mut dyn Ask,
    cell: &Cell,
    series: &str,
    year: i64,
    first: i64,
) -> Result<i64, StoreError> {
    let text = "SELECT max(number) FROM issued_number WHERE cell = $1 AND series = $2 AND year = $3";
    let row = ask.row(text, &[cell.as_str().into(), series.into(), year.into()])?;
    let last = row.map_or(Ok(None), |row| row.int_opt(0))?;
    Ok(last.map_or(first, |last| (last + 1).max(first)))
}

/// How many numbers of a series were issued for a subject.
pub fn issued_for(ask: &mut dyn Ask, cell: &Cell, series: &str, subject: &Id) -> Result<usize, StoreError> {
    let text = "SELECT count(*) FROM issued_number WHERE cell = $1 AND series = $2 AND subject = $3";
    let row = ask.row(text, &[cell.as_str().into(), series.into(), subject.as_str().into()])?;
    let count = row.map(|row| row.int(0)).transpose()?.unwrap_or(0);
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Issues a number.
pub fn issue(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    series: &str,
    year: i64,
    number: i64,
    subject: &Id,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO issued_number (cell, series, year, number, subject, issued_at, entry) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            call.cell.as_str().into(),
            series.into(),
            year.into(),
            number.into(),
            subject.as_str().into(),
            call.moment.at.0.into(),
            call.entry.into(),
        ],
    )
    .map(drop)
}

/// Who is in the room or should be, those who vote first.
pub fn attendance(ask: &mut dyn Ask, cell: &Cell, meeting: &Id) -> Result<Vec<Attendee>, StoreError> {
    let text = "SELECT attendee, votes, side, person, standing, presence FROM meeting_attendance \
         WHERE cell = $1 AND meeting = $2 ORDER BY votes DESC, attendee";
    let rows = ask.rows(text, &[cell.as_str().into(), meeting.as_str().into()])?;
    let damaged = || StoreError::damaged("meeting_attendance");
    rows.iter()
        .map(|row| {
            let person = row.text(3)?;
            Ok(Attendee {
                attendee: row.text(0)?,
                votes: row.int(1)? != 0,
                side: row.text(2)?,
                person: if person.is_empty() { None } else { Some(Id::parse(&person).ok_or_else(damaged)?) },
                standing: row.text(4)?,
                presence: Presence::find(row.text_ref(5)?).ok_or_else(damaged)?,
            })
        })
        .collect()
}

/// Writes one of them, new or anew.
pub fn put_attendee(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    meeting: &Id,
    one: &Attendee,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meeting_attendance (cell, meeting, attendee, votes, side, person, standing, presence, entry) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (cell, meeting, attendee) DO UPDATE SET \
         votes = excluded.votes, side = excluded.side, person = excluded.person, standing = excluded.standing, \
         presence = excluded.presence, entry = excluded.entry",
        &[
            call.cell.as_str().into(),
            meeting.as_str().into(),
            one.attendee.as_str().into(),
            i64::from(one.votes).into(),
            one.side.as_str().into(),
            one.person.as_ref().map_or("", Id::as_str).into(),
            one.standing.as_str().into(),
            one.presence.id().into(),
            call.entry.into(),
        ],
    )
    .map(drop)
}

/// Who keeps out of which item of a meeting.
pub fn recusals(ask: &mut dyn Ask, cell: &Cell, meeting: &Id) -> Result<Vec<Recusal>, StoreError> {
    let text =
        "SELECT item, post, reason FROM meeting_recusal WHERE cell = $1 AND meeting = $2 ORDER BY item, post";
    let rows = ask.rows(text, &[cell.as_str().into(), meeting.as_str().into()])?;
    rows.iter()
        .map(|row| {
            Ok(Recusal { item: id(row, 0, "meeting_recusal")?, post: row.text(1)?, reason: row.text(2)? })
        })
        .collect()
}

/// Somebody keeps out.
pub fn insert_recusal(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    meeting: &Id,
    one: &Recusal,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meeting_recusal (cell, meeting, item, post, reason, entry) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            call.cell.as_str().into(),
            meeting.as_str().into(),
            one.item.as_str().into(),
            one.post.as_str().into(),
            one.reason.as_str().into(),
            call.entry.into(),
        ],
    )
    .map(drop)
}

/// Papers of a meeting, by item and number.
pub fn papers(ask: &mut dyn Ask, cell: &Cell, meeting: &Id) -> Result<Vec<Paper>, StoreError> {
    let text = "SELECT item, number, name, digest, size, subject, version, filed_at, late, let_in FROM meeting_paper \
         WHERE cell = $1 AND meeting = $2 ORDER BY item, number";
    let rows = ask.rows(text, &[cell.as_str().into(), meeting.as_str().into()])?;
    rows.iter()
        .map(|row| {
            Ok(Paper {
                item: id(row, 0, "meeting_paper")?,
                number: row.int(1)?,
                name: row.text(2)?,
                digest: row.text(3)?,
                size: row.int(4)?,
                subject: row.text(5)?,
                version: row.int(6)?,
                filed_at: Instant(row.int(7)?),
                late: row.int(8)? != 0,
                let_in: row.text(9)?,
            })
        })
        .collect()
}

/// Adds a paper.
pub fn insert_paper(tx: &mut Tx<'_>, call: &Call<'_>, meeting: &Id, one: &Paper) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meeting_paper (cell, meeting, item, number, name, digest, size, subject, version, filed_at, late, \
         let_in, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            call.cell.as_str().into(),
            meeting.as_str().into(),
            one.item.as_str().into(),
            one.number.into(),
            one.name.as_str().into(),
            one.digest.as_str().into(),
            one.size.into(),
            one.subject.as_str().into(),
            one.version.into(),
            one.filed_at.0.into(),
            i64::from(one.late).into(),
            one.let_in.as_str().into(),
            call.entry.into(),
        ],
    )
    .map(drop)
}

const BALLOT: &str = "id, meeting, item, number, kind, question, state, opened_at, until, base, outcome";

/// One ballot.
pub fn ballot(ask: &mut dyn Ask, cell: &Cell, ballot: &Id) -> Result<Option<Ballot>, StoreError> {
    let text = format!("SELECT {BALLOT} FROM meeting_ballot WHERE cell = $1 AND id = $2");
    let row = ask.row(&text, &[cell.as_str().into(), ballot.as_str().into()])?;
    row.map(|row| read_ballot(&row)).transpose()
}

/// Ballots of a meeting, in the order they were opened.
pub fn ballots(ask: &mut dyn Ask, cell: &Cell, meeting: &Id) -> Result<Vec<Ballot>, StoreError> {
    let text = format!("SELECT {BALLOT} FROM meeting_ballot WHERE cell = $1 AND meeting = $2 ORDER BY id");
    let rows = ask.rows(&text, &[cell.as_str().into(), meeting.as_str().into()])?;
    rows.iter().map(read_ballot).collect()
}

fn read_ballot(row: &Row) -> Result<Ballot, StoreError> {
    let damaged = || StoreError::damaged("meeting_ballot");
    let outcome = row.json(10)?;
    Ok(Ballot {
        id: id(row, 0, "meeting_ballot")?,
        meeting: id(row, 1, "meeting_ballot")?,
        item: id(row, 2, "meeting_ballot")?,
        number: row.int(3)?,
        way: Way::find(row.text_ref(4)?).ok_or_else(damaged)?,
        question: row.text(5)?,
        state: BallotState::find(row.text_ref(6)?).ok_or_else(damaged)?,
        opened_at: Instant(row.int(7)?),
        until: row.text_opt(8)?.map(|day| Date::parse(&day).ok_or_else(damaged)).transpose()?,
        base: Base::deserialize(row.json(9)?).map_err(|_| damaged())?,
        outcome: if outcome.is_null() {
            None
        } else {
            Some(Outcome::deserialize(outcome).map_err(|_| damaged())?)
        },
    })
}

/// Opens a ballot.
pub fn insert_ballot(tx: &mut Tx<'_>, call: &Call<'_>, one: &Ballot) -> Result<(), StoreError> {
    let (base, until) = (json!(one.base), one.until.map(|day| day.to_string()));
    tx.execute(
        "INSERT INTO meeting_ballot (cell, id, meeting, item, number, kind, question, state, opened_at, until, base, \
         outcome, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            call.cell.as_str().into(),
            one.id.as_str().into(),
            one.meeting.as_str().into(),
            one.item.as_str().into(),
            one.number.into(),
            one.way.id().into(),
            one.question.as_str().into(),
            one.state.id().into(),
            one.opened_at.0.into(),
            until.as_deref().into(),
            store::Value::from(&base),
            store::Value::from(&Json::Null),
            call.entry.into(),
        ],
    )
    .map(drop)
}

/// Ends an open ballot. 1 if it was open.
pub fn end_ballot(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    ballot: &Id,
    state: BallotState,
    outcome: &Json,
) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE meeting_ballot SET state = $1, outcome = $2, entry = $3 WHERE cell = $4 AND id = $5 AND state = 'open'",
        &[state.id().into(), outcome.into(), call.entry.into(), call.cell.as_str().into(), ballot.as_str().into()],
    )
}

/// A vote by name as it is kept: post, person, choice, who entered it, when.
pub struct VoteRow {
    /// Post.
    pub post: String,
    /// Who held it.
    pub person: String,
    /// The vote.
    pub choice: Choice,
    /// Post under which it was entered.
    pub entered_by: String,
    /// When.
    pub at: Instant,
}

/// Votes of a ballot, by post.
pub fn votes(ask: &mut dyn Ask, cell: &Cell, ballot: &Id) -> Result<Vec<VoteRow>, StoreError> {
    let text = "SELECT post, person, choice, entered_by, at FROM meeting_vote WHERE cell = $1 AND ballot = $2 ORDER BY post";
    let rows = ask.rows(text, &[cell.as_str().into(), ballot.as_str().into()])?;
    rows.iter()
        .map(|row| {
            Ok(VoteRow {
                post: row.text(0)?,
                person: row.text(1)?,
                choice: Choice::find(row.text_ref(2)?).ok_or_else(|| StoreError::damaged("meeting_vote"))?,
                entered_by: row.text(3)?,
                at: Instant(row.int(4)?),
            })
        })
        .collect()
}

/// Puts a vote in, or another in its place while the ballot is open.
pub fn put_vote(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    ballot: &Id,
    post: &str,
    person: &str,
    choice: Choice,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meeting_vote (cell, ballot, post, person, choice, entered_by, at, entry) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (cell, ballot, post) DO UPDATE SET \
         person = excluded.person, choice = excluded.choice, entered_by = excluded.entered_by, at = excluded.at, \
         entry = excluded.entry",
        &[
            call.cell.as_str().into(),
            ballot.as_str().into(),
            post.into(),
            person.into(),
            choice.id().into(),
            call.caller.post().into(),
            call.moment.at.0.into(),
            call.entry.into(),
        ],
    )
    .map(drop)
}

/// Adds the slips of a secret ballot.
pub fn insert_slip(
    tx: &mut Tx<'_>,
    cell: &Cell,
    ballot: &Id,
    slip: &str,
    side: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meeting_slip (cell, ballot, slip, side, choice) VALUES ($1, $2, $3, $4, '')",
        &[cell.as_str().into(), ballot.as_str().into(), slip.into(), side.into()],
    )
    .map(drop)
}

/// Casts a slip that was not cast. 1 if it was there and unused.
pub fn cast_slip(
    tx: &mut Tx<'_>,
    cell: &Cell,
    ballot: &Id,
    slip: &str,
    choice: Choice,
) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE meeting_slip SET choice = $1 WHERE cell = $2 AND ballot = $3 AND slip = $4 AND choice = ''",
        &[choice.id().into(), cell.as_str().into(), ballot.as_str().into(), slip.into()],
    )
}

/// A slip: digest of its code, side, vote (none: not cast).
pub type SlipRow = (String, String, Option<Choice>);

/// Slips of a ballot by digest.
pub fn slips(ask: &mut dyn Ask, cell: &Cell, ballot: &Id) -> Result<Vec<SlipRow>, StoreError> {
    let text = "SELECT slip, side, choice FROM meeting_slip WHERE cell = $1 AND ballot = $2 ORDER BY slip";
    let rows = ask.rows(text, &[cell.as_str().into(), ballot.as_str().into()])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, Choice::find(row.text_ref(2)?)))).collect()
}

/// Number of the next event of a meeting.
pub fn next_event(ask: &mut dyn Ask, cell: &Cell, meeting: &Id) -> Result<i64, StoreError> {
    let text = "SELECT max(number) FROM meeting_event WHERE cell = $1 AND meeting = $2";
    let row = ask.row(text, &[cell.as_str().into(), meeting.as_str().into()])?;
    Ok(row.map_or(Ok(None), |row| row.int_opt(0))?.unwrap_or(0) + 1)
}

/// Adds an event.
pub fn insert_event(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &str,
    meeting: &Id,
    item: Option<&Id>,
    number: i64,
    said: &Json,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO meeting_event (cell, meeting, number, at, command, item, actor, actor_post, said, entry) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            call.cell.as_str().into(),
            meeting.as_str().into(),
            number.into(),
            call.moment.at.0.into(),
            command.into(),
            item.map_or("", Id::as_str).into(),
            call.caller.person.as_ref().map_or("", Id::as_str).into(),
            call.caller.post().into(),
            said.into(),
            call.entry.into(),
        ],
    )
    .map(drop)
}

/// What happened in a meeting, in order.
pub fn events(ask: &mut dyn Ask, cell: &Cell, meeting: &Id) -> Result<Vec<Event>, StoreError> {
    let text = "SELECT number, at, command, item, actor_post, said, entry FROM meeting_event \
         WHERE cell = $1 AND meeting = $2 ORDER BY number";
    let rows = ask.rows(text, &[cell.as_str().into(), meeting.as_str().into()])?;
    rows.iter()
        .map(|row| {
            Ok(Event {
                number: row.int(0)?,
                at: Instant(row.int(1)?),
                command: row.text(2)?,
                item: Id::parse(row.text_ref(3)?),
                actor_post: row.text(4)?,
                said: row.json(5)?,
                entry: row.int(6)?,
            })
        })
        .collect()
}
