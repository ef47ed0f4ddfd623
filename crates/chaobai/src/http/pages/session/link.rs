//! A one-time link: its owner sets a password and is signed in. The link's secret stands in its address
//! once, then only in the form; it is in no log and on no printed page.

use super::{unkept, with_session};
use crate::desk::Caller;
use crate::domain::people::{self, Token, UseLink, check_strength};
use crate::domain::registers;
use crate::http::pages::common::Frame;
use crate::http::pages::work::posted::Posted;
use crate::http::pages::work::said::Said;
use crate::http::pages::work::{see, show};
use crate::http::site::fresh_key;
use crate::http::views::{FieldInput, Form, InputKind, Nav, PasswordPage};
use crate::http::{Failure, Site, Visitor, ask, perform};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Kind, Problem, Refusal};
use serde_json::Value;
use std::sync::Arc;
use store::Ask;

/// Path of the page, with the secret left out.
const PATH: &str = "/sign-in/link";

/// Whose link it is.
struct Owner {
    token: Token,
    login: String,
    name: String,
}

/// The form.
pub async fn form(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let owner = owner(&frame, reader, frame.query.get("token").unwrap_or_default())?;
        Ok(draw(&frame, &owner, &Said::default()))
    })
    .await?;
    unkept(show(StatusCode::OK, &page))
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let (who, asked) = (visitor.clone(), typed.clone());
    let judged = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let owner = owner(&frame, reader, asked.get("token"))?;
        let (password, again) = (asked.get("password"), asked.get("password_again"));
        let mut problems: Vec<Problem> = check_strength(password, &owner.login).into_iter().collect();
        if password != again {
            problems.push(Problem::new("password_again", "passwords_differ"));
        }
        Ok(if problems.is_empty() { Ok(owner) } else { Err(draw(&frame, &owner, &Said::problems(problems))) })
    })
    .await?;
    let owner = match judged {
        Ok(owner) => owner,
        Err(page) => return unkept(show(StatusCode::UNPROCESSABLE_ENTITY, &page)),
    };
    let moment = site.house.moment();
    let salt = moment.random("password salt");
    let password = typed.get("password").to_owned();
    let hashed = {
        let _place = site.place_to_hash().await?;
        tokio::task::spawn_blocking(move || people::hash(&password, salt)).await.ok().flatten()
    };
    let password = hashed.ok_or_else(|| Refusal::new(Kind::Busy, "busy"))?;
    let cell = owner.token.cell(&site.house.law().charter.zone.id);
    let session = Token::new(&cell, &moment, "session");
    let command = UseLink { link: owner.token, password, session: session.clone() };
    perform(&site, Arc::new(Caller::public()), command, fresh_key(&site)).await?;
    Ok(with_session(&site, &session, see(&visitor, "/work")))
}

/// The owner of a link that can still be used.
fn owner(frame: &Frame, ask: &mut dyn Ask, token: &str) -> Result<Owner, Refusal> {
    let used = || Refusal::new(Kind::NotAllowed, "people.link_used");
    let zone = &frame.charter().zone.id;
    let token = Token::parse(token).ok_or_else(used)?;
    let login = people::login_of_link(ask, zone, &token, frame.now)?.ok_or_else(used)?;
    let account = people::account(ask, zone, &login)?.filter(|a| a.closed_at.is_none()).ok_or_else(used)?;
    let person = registers::find(ask, zone, &account.person)?;
    let name = person.and_then(|person| person.body.get("name").and_then(Value::as_str).map(str::to_owned));
    Ok(Owner { token, login, name: name.unwrap_or_default() })
}

fn draw(frame: &Frame, owner: &Owner, said: &Said) -> PasswordPage {
    let words = frame.words();
    let input = |name: &str, label: &str, hint: &str| FieldInput {
        required: true,
        hint: hint.to_owned(),
        error: said.at(name, frame.lang),
        ..FieldInput::new(name, label, InputKind::NewPassword)
    };
    let mut page = frame.page(Nav::None, words.set_password_title);
    page.path = PATH.to_owned();
    page.single_language = true;
    let form = Form {
        action: frame.href(PATH),
        hidden: vec![("token".into(), owner.token.secret().to_owned())],
        fields: vec![
            input("password", words.password_new, words.password_hint),
            input("password_again", words.password_again, ""),
        ],
        submit: words.set_password_title.to_owned(),
        ..Form::default()
    };
    PasswordPage { page, name: owner.name.clone(), login: owner.login.clone(), form }
}
