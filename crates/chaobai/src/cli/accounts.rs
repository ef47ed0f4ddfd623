//! `chaobai accounts`: logins, as the operator at the machine's own console. Every change is in the
//! journal like any other; names and secrets enter it as commitments only.

use super::place::Place;
use crate::desk::{Caller, Command, RequestKey};
use crate::domain::people::{self, CloseAccount, IssueLink, OpenAccount, SignIn, Token, UseLink};
use crate::domain::registers;
use crate::house::House;
use anyhow::{Context, Result, anyhow, bail};
use clap::Subcommand;
use kernel::{Id, Lang};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where a one-time link leads, with the secret behind it.
const LINK_PATH: &str = "/sign-in/link?token=";

/// Open and close accounts, and make one-time links for setting a password.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Show all accounts.
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Open an account for a person and print a one-time link.
    Open {
        /// Name to sign in with: 3 to 40 lower-case letters, digits, `.`, `-`, `_`.
        login: String,
        /// The person: id of the record, or the name if only one person has it.
        #[arg(long)]
        person: String,
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        place: Place,
    },
    /// Print a one-time link that sets a new password; it works for 30 minutes.
    Link {
        /// Whose account.
        login: String,
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        place: Place,
    },
    /// Close an account and end its sessions.
    Close {
        /// Which account.
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// Print a bearer token of a fresh session, for scripts; it works for 12 hours.
    Token {
        /// Whose account.
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// Open accounts for all who hold posts marked as samples, and print one-time links.
    Sample {
        #[command(flatten)]
        site: Site,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(clap::Args, Clone, Debug)]
struct Site {
    /// Address of the site, for the links.
    #[arg(long, default_value = "http://127.0.0.1:8080", env = "CHAOBAI_SITE")]
    site: String,
}

/// Does it.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    match &args.what {
        What::List { place } => list(&open(place)?),
        What::Open { login, person, site, place } => {
            let house = open(place)?;
            let person = find_person(&house, person)?;
            perform(&house, OpenAccount { login: login.clone(), person })?;
            println!("{}", link(&house, login, site)?);
            Ok(())
        }
        What::Link { login, site, place } => {
            println!("{}", link(&open(place)?, login, site)?);
            Ok(())
        }
        What::Close { login, place } => perform(&open(place)?, CloseAccount { login: login.clone() }),
        What::Token { login, place } => {
            println!("{}", token(&open(place)?, login)?.secret());
            Ok(())
        }
        What::Sample { site, place } => sample(&open(place)?, site, lang),
    }?;
    Ok(true)
}

fn open(place: &Place) -> Result<House> {
    House::open(place.settings()?)
}

fn perform(house: &House, command: impl Command + 'static) -> Result<()> {
    let key = RequestKey::parse(&hex::encode(house.moment().random("request key")));
    let key = key.map_err(|refusal| anyhow!("{refusal}"))?;
    let done = house.desk.perform(Arc::new(Caller::operator()), command, key, house.moment());
    done.map(drop)
        .map_err(|refusal| anyhow!("{}", super::load_facts::words(&refusal, Lang::En, |_| None).join("; ")))
}

fn list(house: &House) -> Result<()> {
    let mut reader = house.reader()?;
    let zone = &house.law().charter.zone;
    for account in people::accounts(&mut reader).map_err(|refusal| anyhow!("{refusal}"))? {
        let state = match (&account.closed_at, &account.password) {
            (Some(at), _) => format!("closed {}", at.local(&zone.time_zone)),
            (None, None) => "no password yet".to_owned(),
            (None, Some(_)) => "open".to_owned(),
        };
        println!("{:<40} {}  {state}", account.login, account.person);
    }
    Ok(())
}

/// A person by id, or by a name that only one person has.
fn find_person(house: &House, given: &str) -> Result<Id> {
    if let Some(id) = Id::parse(given) {
        return Ok(id);
    }
    let law = house.law();
    let register =
        law.charter.registers.get(&law.charter.zone.people.persons).context("the register of persons")?;
    let mut found = Vec::new();
    let (caller, query) = (Caller::operator(), registers::ListQuery::default());
    let mut reader = house.reader()?;
    registers::each(&mut reader, &caller, register, &query, |record| {
        if record.body.get("name").and_then(|name| name.as_str()) == Some(given) {
            found.push(record.id);
        }
        Ok(())
    })
    .map_err(|refusal| anyhow!("{refusal}"))?;
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => bail!("there is no person named {given}"),
        _ => bail!("{} persons are named {given}; give the id of the record", found.len()),
    }
}

fn link(house: &House, login: &str, site: &Site) -> Result<String> {
    let cell = people::account_cell(&house.law().charter.zone.id, login);
    let token = Token::new(&cell, &house.moment(), "link");
    perform(house, IssueLink { login: login.to_owned(), token: token.clone() })?;
    Ok(format!("{}{LINK_PATH}{}", site.site.trim_end_matches('/'), token.secret()))
}

/// A session without knowing the password: the operator reads what it would be compared with. An
/// account without a password gets one that nobody knows.
fn token(house: &House, login: &str) -> Result<Token> {
    let zone = house.law().charter.zone.id.clone();
    let account =
        people::account(&mut house.reader()?, &zone, login).map_err(|refusal| anyhow!("{refusal}"))?;
    let account =
        account.filter(|a| a.closed_at.is_none()).with_context(|| format!("there is no account {login}"))?;
    let cell = people::account_cell(&zone, login);
    let moment = house.moment();
    let session = Token::new(&cell, &moment, "session");
    match account.password {
        Some(password) => {
            perform(house, SignIn { login: login.to_owned(), password, session: session.clone() })?
        }
        None => {
            let link = Token::new(&cell, &moment, "link");
            perform(house, IssueLink { login: login.to_owned(), token: link.clone() })?;
            let password = hex::encode(moment.random("password nobody knows"));
            let password =
                people::hash(&password, moment.random("salt")).context("a password cannot be hashed")?;
            perform(house, UseLink { link, password, session: session.clone() })?;
        }
    }
    Ok(session)
}

/// Logins of the demonstration: one per person who holds a sample post today, named after the post.
fn sample(house: &House, site: &Site, lang: Lang) -> Result<()> {
    let law = house.law();
    let mut reader = house.reader()?;
    let terms = people::terms_on(&mut reader, &law.charter, house.clock.today())
        .map_err(|refusal| anyhow!("{refusal}"))?;
    let known = people::accounts(&mut reader).map_err(|refusal| anyhow!("{refusal}"))?;
    drop(reader);
    let mut done = BTreeSet::new();
    for term in &terms {
        let Some(post) = law.charter.zone.posts.iter().find(|post| post.id == term.post && post.sample)
        else {
            continue;
        };
        if !done.insert(term.person.clone()) {
            continue;
        }
        let login =
            match known.iter().find(|account| account.person == term.person && account.closed_at.is_none()) {
                Some(account) => account.login.clone(),
                None => {
                    let person = term.person.clone();
                    perform(house, OpenAccount { login: post.id.clone(), person })?;
                    post.id.clone()
                }
            };
        println!("{login:<28} {:<16} {}", term.name, post.name.get(lang));
        println!("  {}", link(house, &login, site)?);
    }
    Ok(())
}
