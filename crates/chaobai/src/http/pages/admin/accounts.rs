//! Accounts: list, open, one-time link (shown once, on the answer itself), close after a second look.

use crate::desk::{Caller, RequestKey};
use crate::domain::people::{self, Account, CloseAccount, IssueLink, LINK_US, OpenAccount, Token};
use crate::domain::registers;
use crate::http::pages::common::{Frame, address};
use crate::http::pages::work::inputs::choices;
use crate::http::pages::work::posted::Posted;
use crate::http::pages::work::records::{Choosable, Choosables, Found, find};
use crate::http::pages::work::said::Said;
use crate::http::pages::work::typed::{KEY, Typed};
use crate::http::pages::work::{form_key, goes_back_to_form, see, show};
use crate::http::site::fresh_key;
use crate::http::views::Cell;
use crate::http::views::{
    AccountRow, AccountsPage, FieldInput, Form, FormPage, InputKind, Link, Nav, Notice, SummaryLine, Tag,
    Tone,
};
use crate::http::{Failure, Site, Visitor, ask, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use kernel::clean::half_width;
use kernel::{Id, Instant, Kind, Lang, Problem, Refusal};
use std::sync::Arc;
use store::Ask;

/// Path of the page.
const PATH: &str = "/admin/accounts";

/// A one-time link on the page that shows it.
struct Shown {
    link: String,
    until: Instant,
    login: String,
}

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        draw(&frame, reader, &typed, &Said::default(), None, false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// An account opens; its first link is shown at once, since nobody can use the account without one.
pub async fn open(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let (who, asked) = (visitor.clone(), typed.clone());
    let judged = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let login = half_width(asked.get("login")).trim().to_owned();
        let person = person(&frame, reader, asked.get("person"))?;
        let mut problems = Vec::new();
        if login.is_empty() {
            problems.push(Problem::new("login", "required"));
        }
        match (person, problems.is_empty()) {
            (Ok(person), true) => Ok(Ok(OpenAccount { login, person })),
            (person, _) => {
                problems.extend(person.err());
                draw(&frame, reader, &asked, &Said::problems(problems), None, true).map(Err)
            }
        }
    })
    .await?;
    let command = match judged {
        Ok(command) => command,
        Err(page) => return show(StatusCode::UNPROCESSABLE_ENTITY, &page),
    };
    let login = command.login.clone();
    match perform(&site, visitor.caller.clone(), command, key).await {
        Ok(_) => issue(&site, visitor, &headers, login).await,
        Err(failure) if goes_back_to_form(&failure) => {
            let status = failure.status();
            let page = ask(&site, move |house, reader| {
                let frame = Frame::new(house, &visitor);
                let mut typed = typed;
                if failure.refusal.kind == Kind::KeyReused {
                    typed.set(KEY, [form_key(house)]);
                }
                let said = match failure.refusal.code {
                    "people.login_taken" => Said::problems(vec![Problem::new("login", "people.login_taken")]),
                    _ => Said::of(&failure.refusal, None, frame.lang),
                };
                draw(&frame, reader, &typed, &said, None, true)
            })
            .await?;
            show(status, &page)
        }
        Err(failure) => Err(failure),
    }
}

/// A one-time link, on the answer itself and nowhere else.
pub async fn link(
    State(site): State<Arc<Site>>,
    Path(login): Path<String>,
    headers: HeaderMap,
    Posted { visitor, .. }: Posted,
) -> Result<Response, Failure> {
    issue(&site, visitor, &headers, login).await
}

async fn issue(
    site: &Arc<Site>,
    visitor: Visitor,
    headers: &HeaderMap,
    login: String,
) -> Result<Response, Failure> {
    let cell = people::account_cell(&site.house.law().charter.zone.id, &login);
    let token = Token::new(&cell, &site.house.moment(), "link");
    let command = IssueLink { login: login.clone(), token: token.clone() };
    let receipt = perform(site, visitor.caller.clone(), command, fresh_key(site)).await?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned();
    let scheme = if site.settings.https { "https" } else { "http" };
    let page = ask(site, move |house, reader| {
        let frame = Frame::new(house, &Visitor { path: PATH.into(), query: String::new(), ..visitor });
        let path = frame.href(&format!("/sign-in/link?token={}", token.secret()));
        let shown =
            Shown { link: format!("{scheme}://{host}{path}"), until: Instant(receipt.at.0 + LINK_US), login };
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        draw(&frame, reader, &typed, &Said::default(), Some(&shown), true)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// An account closes, if the button was pressed on the page that says what that means.
pub async fn close(
    State(site): State<Arc<Site>>,
    Path(login): Path<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    if typed.get("sure") != "yes" {
        let page = ask(&site, move |house, reader| {
            let frame = Frame::new(house, &visitor);
            let zone = &frame.charter().zone.id;
            let account =
                people::account(reader, zone, &login)?.filter(|account| account.closed_at.is_none());
            let account = account.ok_or_else(Refusal::not_found)?;
            let holder = people::caller(reader, frame.charter(), &login, &account.person, frame.today)?;
            Ok(sure(&frame, &form_key(house), &login, &holder))
        })
        .await?;
        return show(StatusCode::OK, &page);
    }
    let key: RequestKey = typed.key()?;
    perform(&site, visitor.caller.clone(), CloseAccount { login }, key).await?;
    Ok(see(&visitor, &format!("{PATH}?done=closed")))
}

/// "Close this account?", with what that means.
fn sure(frame: &Frame, key: &str, login: &str, holder: &Caller) -> FormPage {
    let words = frame.words();
    let verb = frame.pick("停用账号", "Close the account");
    let heading = format!("{verb}{}{login}", words.colon);
    let mut page = frame.page(Nav::Accounts, heading.clone());
    page.single_language = true;
    let line = |name: &str, text: &str| SummaryLine {
        name: name.to_owned(),
        values: vec![Cell::text(text)],
        restricted: false,
    };
    FormPage {
        page,
        back: Link::new(frame.href(PATH), words.accounts_title),
        heading,
        intro: frame
            .pick(
                "停用后不能再用这个账号登录，正在进行的登录立即结束，而且不能恢复。这个人做过的事照样保留。",
                "Nobody can sign in with this login any more, open sessions end at once, and it cannot be undone. What the person did stays.",
            )
            .to_owned(),
        facts_heading: String::new(),
        facts: vec![
            line(words.login, login),
            line(words.name, &holder.name),
            line(words.account_posts, &holder.titles(frame.lang)),
        ],
        form: Form {
            action: frame.href(&frame.path),
            hidden: vec![(KEY.into(), key.to_owned()), ("sure".into(), "yes".into())],
            submit: verb.to_owned(),
            danger: true,
            cancel_href: frame.href(PATH),
            ..Form::default()
        },
    }
}

/// The person an account is for: chosen, or named by id, address or exact name. An administrator of the
/// machine may not see persons; then the id they were given is what counts.
fn person(frame: &Frame, ask: &mut dyn Ask, text: &str) -> Result<Result<Id, Problem>, Refusal> {
    if text.trim().is_empty() {
        return Ok(Err(Problem::new("person", "required")));
    }
    let charter = frame.charter();
    let register = charter.register(&charter.zone.people.persons).ok_or_else(Refusal::not_found)?;
    if let Some(id) = crate::http::pages::work::read::record_id(text) {
        let found = registers::find(ask, &charter.zone.id, &id)?;
        let is_person = found.is_some_and(|record| record.register == register.id && !record.withdrawn);
        return Ok(if is_person { Ok(id) } else { Err(Problem::new("person", "no_such_record")) });
    }
    Ok(match find(ask, frame, register, text)? {
        Found::One(id) => Ok(id),
        Found::None => Err(Problem::new("person", "no_such_record").with("given", text)),
        Found::Several => Err(Problem::new("person", "several_records").with("given", text)),
    })
}

fn draw(
    frame: &Frame,
    ask: &mut dyn Ask,
    typed: &Typed,
    said: &Said,
    shown: Option<&Shown>,
    posted: bool,
) -> Result<AccountsPage, Refusal> {
    let words = frame.words();
    let all = people::accounts(ask)?;
    let open = all.iter().filter(|account| account.closed_at.is_none()).count();
    let waiting = all.iter().filter(|a| a.closed_at.is_none() && a.password.is_none()).count();
    let state = match frame.lang {
        Lang::Zh => format!("共 {} 个账号，{open} 个在用，其中 {waiting} 个还没有设置密码", all.len()),
        Lang::En => format!("{} accounts, {open} open, {waiting} of them without a password yet", all.len()),
    };
    let mut accounts = Vec::with_capacity(all.len());
    for account in &all {
        accounts.push(row(frame, ask, account)?);
    }
    let people = &frame.charter().zone.people;
    let people = [&people.persons, &people.terms].into_iter();
    let people = people.filter_map(|id| crate::http::pages::common::list::find(frame, id).ok());
    let people: Vec<Link> = people
        .map(|register| Link::new(frame.href(&address::work_list(&register.id)), frame.text(&register.name)))
        .collect();
    let mut page = frame.page(Nav::Accounts, words.accounts_title);
    page.single_language = posted;
    if frame.query.get("done") == Some("closed") {
        let text = frame.pick("账号已停用。", "The account is closed.").to_owned();
        page.notice = Some(Notice { done: true, text, link: None });
    }
    if let Some(shown) = shown {
        let text = match frame.lang {
            Lang::Zh => format!("已为账号 {} 生成一次性登录链接。", shown.login),
            Lang::En => format!("A one-time link was made for {}.", shown.login),
        };
        page.notice = Some(Notice { done: true, text, link: None });
    }
    Ok(AccountsPage {
        page,
        state,
        accounts,
        form: form(frame, ask, typed, said)?,
        sign_in_link: shown.map(|shown| shown.link.clone()).unwrap_or_default(),
        sign_in_link_until: shown.map(|shown| frame.time(shown.until)).unwrap_or_default(),
        people,
    })
}

fn form(frame: &Frame, ask: &mut dyn Ask, typed: &Typed, said: &Said) -> Result<Form, Refusal> {
    let words = frame.words();
    let charter = frame.charter();
    let mut names = frame.names();
    let persons = charter.register(&charter.zone.people.persons).ok_or_else(Refusal::not_found)?;
    let choosable = Choosables::one(ask, frame, &mut names, persons)?;
    let label = frame.pick("人员", "Person");
    let input = |name: &str, label: &str, kind| FieldInput {
        required: true,
        error: said.at(name, frame.lang),
        value: typed.get(name).to_owned(),
        ..FieldInput::new(name, label, kind)
    };
    let person = match choosable {
        Choosable::All(mut all) if !all.is_empty() => {
            all.insert(0, (String::new(), words.choose.to_owned()));
            FieldInput {
                options: choices(all, &[typed.get("person").to_owned()]),
                ..input("person", label, InputKind::Select)
            }
        }
        _ => FieldInput {
            hint: frame.pick("人员条目的编号或网址", "id or address of the person's record").to_owned(),
            ..input("person", label, InputKind::Text)
        },
    };
    let login = FieldInput {
        hint: frame
            .pick("3 至 40 个小写字母、数字或 . - _", "3 to 40 lower-case letters, digits or . - _")
            .to_owned(),
        ..input("login", words.login, InputKind::Text)
    };
    Ok(Form {
        action: frame.href(PATH),
        hidden: vec![(KEY.into(), typed.get(KEY).to_owned())],
        errors: said.lines(&["login".into(), "person".into()], None, frame.lang),
        fields: vec![login, person],
        submit: frame.pick("开立并生成登录链接", "Open and make a link").to_owned(),
        ..Form::default()
    })
}

fn row(frame: &Frame, ask: &mut dyn Ask, account: &Account) -> Result<AccountRow, Refusal> {
    let holder = people::caller(ask, frame.charter(), &account.login, &account.person, frame.today)?;
    let persons = &frame.charter().zone.people.persons;
    let visible = frame.names().learn_title(ask, persons, &account.person)?.is_some();
    let href =
        if visible { frame.href(&address::work_record(persons, &account.person)) } else { String::new() };
    let (tone, word) = if account.closed_at.is_some() {
        (Tone::Stopped, frame.pick("已停用", "closed"))
    } else if account.locked_until > frame.now {
        (Tone::Red, frame.pick("暂时锁定", "locked for a while"))
    } else if account.password.is_none() {
        (Tone::Amber, frame.pick("待设密码", "waiting for a password"))
    } else {
        (Tone::Green, frame.pick("正常", "open"))
    };
    let action = |verb: &str, text: &str| {
        Link::new(frame.href(&format!("{PATH}/{}/{verb}", address::encode(&account.login))), text)
    };
    let mut actions = Vec::new();
    if account.closed_at.is_none() {
        actions.push(action("link", frame.pick("生成登录链接", "New link")));
        if account.login != frame.caller.login {
            actions.push(action("close", frame.pick("停用", "Close")));
        }
    }
    Ok(AccountRow {
        login: account.login.clone(),
        person: Link::new(href, holder.name.clone()),
        posts: holder.titles(frame.lang),
        state: Tag::new(tone, word),
        created_at: frame.time(account.created_at),
        actions,
    })
}
