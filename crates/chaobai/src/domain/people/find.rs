//! Questions about people: accounts, sessions, and posts as of a day.

use super::open_account::is_login;
use super::{Standing, Token, account_cell, over, sql};
use crate::charter::model::{Body, Charter, Rotation};
use crate::desk::{Caller, HeldPost};
use kernel::{Date, Id, Instant, Refusal};
use serde_json::Value as Json;
use std::collections::HashMap;
use store::{Ask, Row, StoreError};

use crate::domain::registers::find as find_record;
use crate::domain::registers::store_refusal;

/// An account as the system administrator sees it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Login.
    pub login: String,
    /// Person.
    pub person: Id,
    /// PHC string; none before the first link was used.
    pub password: Option<String>,
    /// The account rests until then.
    pub locked_until: Instant,
    /// Closed since.
    pub closed_at: Option<Instant>,
    /// Open since.
    pub created_at: Instant,
}

/// A term: a person in a post from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Record of the term.
    pub id: Id,
    /// Person's record.
    pub person: Id,
    /// Person's name.
    pub name: String,
    /// Post id.
    pub post: String,
    /// First day, if recorded.
    pub since: Option<Date>,
    /// Last day, if it ended.
    pub until: Option<Date>,
    /// In which way the person is in the post.
    pub standing: Standing,
    /// Unit a seconded person comes from, if recorded.
    pub home_unit: Option<String>,
    /// Person a substitute stands in for while that person's own term goes on.
    pub in_place_of: Option<Id>,
    /// Why somebody stands in, in words; empty: not recorded.
    pub reason: String,
    /// Made up for demonstration.
    pub sample: bool,
}

/// An account by login.
pub fn account(ask: &mut dyn Ask, zone: &str, login: &str) -> Result<Option<Account>, Refusal> {
    // What cannot be a login is not looked for: the store refuses some characters, and strangers write this.
    if !is_login(login) {
        return Ok(None);
    }
    let cell = account_cell(zone, login);
    let row = ask.row(sql::ACCOUNT, &[cell.as_str().into(), login.into()]).map_err(store_refusal)?;
    row.map(|row| read_account(&row).map_err(store_refusal)).transpose()
}

/// All accounts, in order of login.
pub fn accounts(ask: &mut dyn Ask) -> Result<Vec<Account>, Refusal> {
    let rows = ask.rows(sql::ACCOUNTS, &[]).map_err(store_refusal)?;
    rows.iter().map(|row| read_account(row).map_err(store_refusal)).collect()
}

/// The login and person of a session that is still open.
pub fn session(
    ask: &mut dyn Ask,
    zone: &str,
    token: &Token,
    now: Instant,
) -> Result<Option<(String, Id)>, Refusal> {
    let (cell, hash) = (token.cell(zone), token.hash());
    let row = ask.row(sql::SESSION, &[cell.as_str().into(), hash.as_str().into()]).map_err(store_refusal)?;
    let Some(row) = row else { return Ok(None) };
    if over(Instant(row.int(3).map_err(store_refusal)?), now) {
        return Ok(None);
    }
    let person = Id::parse(row.text_ref(1).map_err(store_refusal)?);
    Ok(person.map(|person| (row.text(0).unwrap_or_default(), person)))
}

/// The login a one-time link is for, while it can still be used.
pub fn login_of_link(
    ask: &mut dyn Ask,
    zone: &str,
    token: &Token,
    now: Instant,
) -> Result<Option<String>, Refusal> {
    let (cell, hash) = (token.cell(zone), token.hash());
    let row = ask.row(sql::LINK, &[cell.as_str().into(), hash.as_str().into()]).map_err(store_refusal)?;
    let Some(row) = row else { return Ok(None) };
    let until = Instant(row.int(1).map_err(store_refusal)?);
    if over(until, now) { Ok(None) } else { row.text(0).map(Some).map_err(store_refusal) }
}

/// The caller a person is today: posts held, and the roles and units that follow.
pub fn caller(
    ask: &mut dyn Ask,
    charter: &Charter,
    login: &str,
    person: &Id,
    today: Date,
) -> Result<Caller, Refusal> {
    let mut caller = Caller { person: Some(person.clone()), login: login.to_owned(), ..Caller::default() };
    if let Some(record) = find_record(ask, &charter.zone.id, person)? {
        caller.name = text(&record.body, "name").unwrap_or_default();
    }
    let text = format!(
        "SELECT id, body FROM record WHERE register = '{}' AND withdrawn = 0 AND (body ->> 'person') = $1 ORDER BY id",
        charter.zone.people.terms
    );
    for row in ask.rows(&text, &[person.as_str().into()]).map_err(store_refusal)? {
        let Some(term) = read_term(&row).map_err(store_refusal)? else { continue };
        if !term.holds_on(today) {
            continue;
        }
        let Some(post) = charter.zone.posts.iter().find(|post| post.id == term.post) else { continue };
        for role in &post.roles {
            caller.roles.insert(role.clone());
            caller.kinds.extend(charter.zone.roles.iter().filter(|r| r.id == *role).map(|r| r.kind));
        }
        caller.units.extend(post.unit.clone());
        caller.posts.push(HeldPost {
            post: post.id.clone(),
            name: post.name.clone(),
            unit: post.unit.clone(),
            body: post.body.clone(),
            side: post.side.clone(),
        });
    }
    Ok(caller)
}

/// Terms that hold on a day, of every post, in order of post and person.
pub fn terms_on(ask: &mut dyn Ask, charter: &Charter, day: Date) -> Result<Vec<Term>, Refusal> {
    let mut terms = terms(ask, charter)?;
    terms.retain(|term| term.holds_on(day));
    Ok(terms)
}

/// Every term that stands on the list, over or to come as well, in order of post, person and first day.
pub fn terms(ask: &mut dyn Ask, charter: &Charter) -> Result<Vec<Term>, Refusal> {
    let text = format!(
        "SELECT id, body FROM record WHERE register = '{}' AND withdrawn = 0 ORDER BY id",
        charter.zone.people.terms
    );
    let persons = format!("SELECT id, body FROM record WHERE register = '{}'", charter.zone.people.persons);
    let mut named: HashMap<String, (String, bool)> = HashMap::new();
    for row in ask.rows(&persons, &[]).map_err(store_refusal)? {
        let body = row.json(1).map_err(store_refusal)?;
        let name = body["name"].as_str().unwrap_or_default().to_owned();
        named.insert(row.text(0).map_err(store_refusal)?, (name, body["sample"] == Json::Bool(true)));
    }
    let mut terms = Vec::new();
    for row in ask.rows(&text, &[]).map_err(store_refusal)? {
        let Some(mut term) = read_term(&row).map_err(store_refusal)? else { continue };
        if let Some((name, sample)) = named.get(term.person.as_str()) {
            (term.name, term.sample) = (name.clone(), *sample);
        }
        terms.push(term);
    }
    terms.sort_by(|a, b| (&a.post, &a.name, a.since, &a.id).cmp(&(&b.post, &b.name, b.since, &b.id)));
    Ok(terms)
}

/// Whose turn in the chair it is on a day, if that is known.
pub fn chair_on(body: &Body, day: Date) -> Option<&Rotation> {
    body.rotation
        .iter()
        .filter(|turn| turn.since <= day && turn.until.is_none_or(|until| day <= until))
        .max_by_key(|turn| turn.since)
}

impl Term {
    /// Whether the term is known to hold on a day. Without a first day it is not known to.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since.is_some_and(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

fn read_account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        login: row.text(0)?,
        person: Id::parse(row.text_ref(1)?).ok_or_else(|| StoreError::damaged("account"))?,
        password: row.text_opt(2)?,
        locked_until: Instant(row.int(4)?),
        closed_at: row.int_opt(5)?.map(Instant),
        created_at: Instant(row.int(6)?),
    })
}

fn read_term(row: &Row) -> Result<Option<Term>, StoreError> {
    let id = Id::parse(row.text_ref(0)?).ok_or_else(|| StoreError::damaged("record"))?;
    let Json::Object(body) = row.json(1)? else { return Err(StoreError::damaged("record")) };
    let Some(person) = text(&body, "person").and_then(|id| Id::parse(&id)) else { return Ok(None) };
    let Some(post) = text(&body, "post") else { return Ok(None) };
    let day = |field| text(&body, field).and_then(|day| Date::parse(&day));
    Ok(Some(Term {
        id,
        person,
        name: String::new(),
        post,
        since: day("since"),
        until: day("until"),
        standing: text(&body, "kind").and_then(|kind| Standing::find(&kind)).unwrap_or_default(),
        home_unit: text(&body, "home_unit"),
        in_place_of: text(&body, "in_place_of").and_then(|id| Id::parse(&id)),
        reason: text(&body, "reason").unwrap_or_default(),
        sample: false,
    }))
}

fn text(body: &serde_json::Map<String, Json>, field: &str) -> Option<String> {
    body.get(field).and_then(Json::as_str).map(str::to_owned)
}
