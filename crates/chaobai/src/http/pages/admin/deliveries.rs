//! `/admin/deliveries`: through which channels notices leave the house, and how that went. It names lists and
//! events, never what a notice says, and no secret.

use crate::clock::Channels;
use crate::domain::notices::{self, Logged, SentDigest};
use crate::domain::people;
use crate::http::pages::common::Frame;
use crate::http::pages::work::show;
use crate::http::views::{Cell, Column, DeliveriesPage, Nav, SummaryLine, Table, TableRow, Tag, Tone};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Lang;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lines of each log.
const SHOWN_MAX: i64 = 100;

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let attempts = notices::latest_attempts(reader, SHOWN_MAX)?;
        let digests = notices::latest_digests(reader, SHOWN_MAX)?;
        let accounts = people::accounts(reader)?;
        let logins: BTreeMap<String, String> =
            accounts.into_iter().map(|account| (account.person.to_string(), account.login)).collect();
        Ok(DeliveriesPage {
            page: frame.page(Nav::Deliveries, frame.words().nav_deliveries),
            channels: channels(&frame, &house.settings.channels),
            attempts: attempts_table(&frame, &attempts),
            digests: digests_table(&frame, &digests, &logins),
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

fn channels(frame: &Frame, channels: &Channels) -> Vec<SummaryLine> {
    let none = frame.pick("未设置", "not set");
    let line = |name: &str, values: Vec<String>| SummaryLine {
        name: name.to_owned(),
        values: values.into_iter().map(Cell::text).collect(),
        restricted: false,
    };
    let mail = channels.mail.as_ref().map(|mail| match frame.lang {
        Lang::Zh => format!("{}，发件人 {}", mail.host(), mail.from),
        Lang::En => format!("{}, from {}", mail.host(), mail.from),
    });
    let hooks: Vec<String> =
        channels.webhooks.iter().map(|hook| format!("{}（{}）", hook.name, hook.host())).collect();
    let site = if channels.site.is_empty() { none.to_owned() } else { channels.site.clone() };
    let hours = frame.charter().zone.digest.as_ref().map_or_else(
        || {
            frame
                .pick("章程没有设发送时间，不发邮件", "the charter names no hours: no e-mail is sent")
                .to_owned()
        },
        |digest| match frame.lang {
            Lang::Zh => format!("工作日 {}—{}", digest.from, digest.until),
            Lang::En => format!("working days {}–{}", digest.from, digest.until),
        },
    );
    vec![
        line(frame.pick("邮件", "E-mail"), vec![mail.unwrap_or_else(|| none.to_owned())]),
        line(frame.pick("邮件时间", "Hours of e-mail"), vec![hours]),
        line(
            frame.pick("网络回调", "Webhooks"),
            if hooks.is_empty() { vec![none.to_owned()] } else { hooks },
        ),
        line(frame.pick("邮件中的网址", "Address in messages"), vec![site]),
    ]
}

fn columns(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| Column { label: (*name).to_owned(), ..Column::default() }).collect()
}

fn attempts_table(frame: &Frame, attempts: &[Logged]) -> Table {
    let zh = ["时间", "回调", "事件", "清单", "第几次", "结果", "对方回答", "下次"];
    let en = ["When", "Webhook", "Event", "List", "Attempt", "Outcome", "Answer", "Next"];
    let rows = attempts.iter().map(|line| {
        let attempt = &line.attempt;
        let list = frame.charter().register(&line.register);
        let list = list.map_or(line.register.as_str(), |list| frame.text(&list.name));
        let next = if attempt.outcome == "failed" { frame.time(attempt.next_at) } else { String::new() };
        let cells = vec![
            Cell::text(frame.time(attempt.at)),
            Cell::text(attempt.target.as_str()),
            Cell::text(line.event.as_str()),
            Cell::text(list),
            Cell::text(attempt.number.to_string()),
            Cell::tag(outcome(frame, &attempt.outcome)),
            Cell::text(attempt.said.as_str()),
            Cell::text(next),
        ];
        TableRow { cells, ..TableRow::default() }
    });
    Table {
        caption: frame.words().deliveries_attempts.to_owned(),
        columns: columns(if frame.lang == Lang::Zh { &zh } else { &en }),
        rows: rows.collect(),
    }
}

fn digests_table(frame: &Frame, digests: &[SentDigest], logins: &BTreeMap<String, String>) -> Table {
    let zh = ["日期", "账号", "通知条数", "结果", "次数", "最近一次", "对方回答"];
    let en = ["Day", "Account", "Notices", "Outcome", "Attempts", "Last", "Answer"];
    let rows = digests.iter().map(|digest| {
        let cells = vec![
            Cell::text(digest.day.as_str()),
            Cell::text(logins.get(&digest.reader).map_or("", String::as_str)),
            Cell::text(digest.notices.to_string()),
            Cell::tag(outcome(frame, &digest.state)),
            Cell::text(digest.attempts.to_string()),
            Cell::text(frame.time(digest.tried_at)),
            Cell::text(digest.said.as_str()),
        ];
        TableRow { cells, ..TableRow::default() }
    });
    Table {
        caption: frame.words().deliveries_digests.to_owned(),
        columns: columns(if frame.lang == Lang::Zh { &zh } else { &en }),
        rows: rows.collect(),
    }
}

fn outcome(frame: &Frame, outcome: &str) -> Tag {
    let (tone, zh, en) = match outcome {
        "delivered" | "sent" => (Tone::Green, "已送达", "delivered"),
        "failed" => (Tone::Amber, "未送达", "failed"),
        "given_up" => (Tone::Red, "已放弃", "given up"),
        "empty" => (Tone::Grey, "无需发送", "nothing to send"),
        _ => (Tone::Blue, "发送中", "under way"),
    };
    Tag::new(tone, frame.pick(zh, en))
}
