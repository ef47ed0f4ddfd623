//! Sessions: the cookie, the bearer token, when a session nobody used is over, and signing in.

use super::failure::Failure;
use super::site::{Site, ask, fresh_key, perform};
use crate::desk::Caller;
use crate::domain::people::{self, IDLE_US, SESSION_US, SignIn, SignInFailed, SignOut, Token};
use axum::http::{HeaderMap, HeaderValue, header};
use kernel::{Instant, Kind, Refusal};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Name of the cookie by https. The prefix binds it to this host and to TLS.
const COOKIE_HTTPS: &str = "__Host-chaobai";
/// Name of the cookie by http on this machine.
const COOKIE_HTTP: &str = "chaobai";
/// Sessions remembered before those that are surely over are forgotten.
const FORGET_AT: usize = 10_000;

/// When each session was last used. In memory: after a restart a session's rest begins anew.
#[derive(Default)]
pub struct Seen(Mutex<HashMap<String, Instant>>);

impl Seen {
    /// Notes that a session is used; false if it had rested too long.
    pub fn touch(&self, token: &Token, now: Instant) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= FORGET_AT {
            seen.retain(|_, last| now.0 - last.0 < SESSION_US);
        }
        let last = seen.entry(token.hash()).or_insert(now);
        if now.0 - last.0 >= IDLE_US {
            return false;
        }
        *last = now.max(*last);
        true
    }
}

/// How a request says who it is.
#[derive(Clone, Debug)]
pub enum Credential {
    /// Not at all.
    None,
    /// The browser's cookie.
    Cookie(Token),
    /// A program's `Authorization: Bearer`; none if it cannot be a token of ours.
    Bearer(Option<Token>),
}

/// Reads the credential of a request. A program's header counts before a cookie.
pub fn credential(site: &Site, headers: &HeaderMap) -> Credential {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let bearer = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        return Credential::Bearer(bearer.and_then(|(_, token)| Token::parse(token.trim())));
    }
    let name = cookie_name(site);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let token = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .find_map(|(_, value)| Token::parse(value));
    token.map_or(Credential::None, Credential::Cookie)
}

/// The caller behind a token; none if the session is over.
pub async fn caller(site: &Arc<Site>, token: &Token) -> Result<Option<Caller>, Failure> {
    let asked = token.clone();
    let found = ask(site, move |house, reader| {
        let law = house.law();
        let (now, today) = (house.clock.now(), house.clock.today());
        let Some((login, person)) = people::session(reader, &law.charter.zone.id, &asked, now)? else {
            return Ok(None);
        };
        people::caller(reader, &law.charter, &login, &person, today).map(Some)
    })
    .await?;
    let Some(caller) = found else { return Ok(None) };
    if site.seen.touch(token, site.house.clock.now()) {
        return Ok(Some(caller));
    }
    // A session that rested too long ends for good, not only in this program's memory.
    let end = SignOut { session: token.clone() };
    perform(site, Arc::new(caller), end, fresh_key(site)).await?;
    Ok(None)
}

/// Compares login and password and begins a session. Every "no" takes as long as comparing a password.
pub async fn sign_in(site: &Arc<Site>, login: &str, password: String) -> Result<Token, Failure> {
    let wrong = || Failure::from(Refusal::new(Kind::NotAllowed, "people.wrong_password"));
    let _place = site.place_to_hash().await?;
    let asked = login.to_owned();
    let (account, fits) = ask(site, move |house, reader| {
        let zone = &house.law().charter.zone.id;
        let account = people::account(reader, zone, &asked)?.filter(|account| account.closed_at.is_none());
        let phc = account.as_ref().and_then(|account| account.password.clone());
        let fits = people::verify(&password, phc.as_deref().unwrap_or(NOBODY));
        Ok((account, fits && phc.is_some()))
    })
    .await?;
    let Some(account) = account else { return Err(wrong()) };
    if account.locked_until > site.house.clock.now() {
        return Err(Refusal::new(Kind::NotAllowed, "people.locked").into());
    }
    let anyone = Arc::new(Caller::public());
    let (true, Some(phc)) = (fits, account.password) else {
        perform(site, anyone, SignInFailed { login: account.login }, fresh_key(site)).await?;
        return Err(wrong());
    };
    let cell = people::account_cell(&site.house.law().charter.zone.id, &account.login);
    let session = Token::new(&cell, &site.house.moment(), "session");
    let command = SignIn { login: account.login, password: phc, session: session.clone() };
    perform(site, anyone, command, fresh_key(site)).await?;
    Ok(session)
}

/// Ends a session on the server.
pub async fn sign_out(site: &Arc<Site>, caller: Arc<Caller>, token: Token) -> Result<(), Failure> {
    perform(site, caller, SignOut { session: token }, fresh_key(site)).await.map(drop)
}

/// The `Set-Cookie` of a session that began.
pub fn set_cookie(site: &Site, token: &Token) -> HeaderValue {
    cookie(site, token.secret(), SESSION_US / 1_000_000)
}

/// The `Set-Cookie` that takes the cookie back.
pub fn clear_cookie(site: &Site) -> HeaderValue {
    cookie(site, "", 0)
}

fn cookie(site: &Site, value: &str, seconds: i64) -> HeaderValue {
    let secure = if site.settings.https { "; Secure" } else { "" };
    let name = cookie_name(site);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).expect("a token is plain ASCII")
}

fn cookie_name(site: &Site) -> &'static str {
    if site.settings.https { COOKIE_HTTPS } else { COOKIE_HTTP }
}

/// The PHC string that an unknown login is compared with, so that it takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$\
                      qHqWXjV0d3PqI0mY0aV0V0n1u0B7a1m5xvX3o2m8f3w";

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Cell, Moment};

    #[test]
    fn a_session_rests_at_most_half_an_hour_between_two_uses() {
        let seen = Seen::default();
        let moment = Moment::new(Instant(0), "UTC", [7; 32]);
        let token = Token::new(&Cell::new("z", 1), &moment, "session");
        let minute = 60 * 1_000_000;
        for (at, open) in [(0, true), (29, true), (58, true), (88, false), (89, false)] {
            assert_eq!(seen.touch(&token, Instant(at * minute)), open, "minute {at}");
        }
    }

    #[test]
    fn an_unknown_login_is_compared_with_a_real_hash() {
        use argon2::password_hash::phc::PasswordHash;
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
