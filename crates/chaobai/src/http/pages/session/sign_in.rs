//! Signing in. Every "no" is the same sentence, so that nobody learns which logins exist or which rest.

use super::{unkept, with_session};
use crate::http::pages::common::Frame;
use crate::http::pages::work::posted::Posted;
use crate::http::pages::work::said::Said;
use crate::http::pages::work::typed::Typed;
use crate::http::pages::work::{see, show};
use crate::http::views::{FieldInput, Form, InputKind, Nav, SignInPage};
use crate::http::{Failure, Site, Visitor, session};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::clean::half_width;
use kernel::{Kind, Lang, Problem};
use std::sync::Arc;

/// Where people go who signed in without having been on their way elsewhere.
const HOME: &str = "/work";

/// The form; somebody who is signed in already is led on.
pub async fn form(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let frame = Frame::new(&site.house, &visitor);
    let next = next(frame.query.get("next").unwrap_or_default()).to_owned();
    if visitor.caller.is_signed_in() {
        return Ok(see(&visitor, &next));
    }
    let mut typed = Typed::default();
    typed.set("next", [next]);
    unkept(show(StatusCode::OK, &draw(&frame, &typed, &Said::default(), false)))
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let login = half_width(typed.get("login")).trim().to_lowercase();
    let password = typed.get("password").to_owned();
    let empty = [("login", login.is_empty()), ("password", password.is_empty())];
    let missing = empty.into_iter().filter(|(_, empty)| *empty);
    let missing: Vec<Problem> = missing.map(|(name, _)| Problem::new(name, "required")).collect();
    if !missing.is_empty() {
        let frame = Frame::new(&site.house, &visitor);
        let page = draw(&frame, &typed, &Said::problems(missing), true);
        return unkept(show(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    match session::sign_in(&site, &login, password).await {
        Ok(session) => {
            if let Some(old) = visitor.token.clone() {
                session::sign_out(&site, visitor.caller.clone(), old).await?;
            }
            Ok(with_session(&site, &session, see(&visitor, next(typed.get("next")))))
        }
        Err(failure) if failure.refusal.kind == Kind::NotAllowed => {
            let frame = Frame::new(&site.house, &visitor);
            let whole = vec![wrong(frame.lang).to_owned()];
            let page = draw(&frame, &typed, &Said { whole, ..Said::default() }, true);
            unkept(show(failure.status(), &page))
        }
        Err(failure) => Err(failure),
    }
}

fn wrong(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => {
            "账号或密码不对，或者账号正在暂时锁定。连续输错 5 次锁定 15 分钟，锁定期间输对也不能登录。请核对后再试，或请系统管理员发一次性登录链接。"
        }
        Lang::En => {
            "The login or the password is wrong, or the account is locked for a while. Five wrong passwords in a row lock it for 15 minutes; the right one does not help then. Check both and try again, or ask the system administrator for a one-time link."
        }
    }
}

fn draw(frame: &Frame, typed: &Typed, said: &Said, posted: bool) -> SignInPage {
    let words = frame.words();
    let input = |name: &str, label: &str, kind| FieldInput {
        required: true,
        error: said.at(name, frame.lang),
        ..FieldInput::new(name, label, kind)
    };
    let mut page = frame.page(Nav::None, words.sign_in_title);
    page.single_language = posted;
    let form = Form {
        action: frame.href("/sign-in"),
        hidden: vec![("next".into(), next(typed.get("next")).to_owned())],
        fields: vec![
            FieldInput {
                value: typed.get("login").to_owned(),
                ..input("login", words.login, InputKind::Login)
            },
            input("password", words.password, InputKind::Password),
        ],
        errors: said.lines(&["login".into(), "password".into()], None, frame.lang),
        submit: words.sign_in.to_owned(),
        ..Form::default()
    };
    SignInPage { page, form }
}

/// Where to go on: an address of this site, without `/en`, or the workbench.
fn next(given: &str) -> &str {
    let ours = given.starts_with('/')
        && !given.starts_with("//")
        && !given.starts_with("/sign-")
        && given.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if ours { given } else { HOME }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        let cases = [
            ("/work/lists/roads?stage=draft", "/work/lists/roads?stage=draft"),
            ("", HOME),
            ("https://evil.example/", HOME),
            ("//evil.example/", HOME),
            ("/\\evil.example/", HOME),
            ("/x\r\nSet-Cookie: a=b", HOME),
            ("/sign-in", HOME),
            ("work", HOME),
        ];
        for (given, led) in cases {
            assert_eq!(next(given), led, "{given:?}");
        }
    }
}
