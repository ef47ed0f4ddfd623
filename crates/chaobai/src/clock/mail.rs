//! The daily message: what a reader has not read yet, in one e-mail.

use super::channels::{Channels, Mail};
use super::webhook::short;
use crate::charter::model::Charter;
use crate::domain::notices::Notice;
use crate::domain::procedures::Digest as Cases;
use kernel::{Date, Instant, Lang};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{Message, SmtpTransport, Transport};
use std::time::{Duration, SystemTime};

/// Longest time for each step with the relay.
const TIME: Duration = Duration::from_secs(20);

/// A message to one reader.
pub struct Digest<'a> {
    /// Address of the reader.
    pub to: &'a str,
    /// The day.
    pub day: Date,
    /// Names the message for good: the same in every attempt, so that a mail program shows it once.
    pub name: String,
    /// What it tells.
    pub notices: &'a [Notice],
    /// What the reader holds and what of it is due.
    pub cases: &'a Cases,
    /// Now.
    pub at: Instant,
}

/// Sends it; says why not.
pub fn send(mail: &Mail, channels: &Channels, charter: &Charter, digest: &Digest<'_>) -> Result<(), String> {
    let message = message(mail, channels, charter, digest)?;
    let transport = SmtpTransport::from_url(&mail.relay)
        .map_err(|_| "the address of the relay cannot be read".to_owned())?
        .timeout(Some(TIME))
        .build();
    transport.send(&message).map(|_| ()).map_err(|error| short(&error.to_string()))
}

fn message(
    mail: &Mail,
    channels: &Channels,
    charter: &Charter,
    digest: &Digest<'_>,
) -> Result<Message, String> {
    let from: Mailbox = mail.from.parse().map_err(|_| "the address messages are sent from cannot be read")?;
    let to: Mailbox = digest.to.parse().map_err(|_| "the reader's address cannot be read")?;
    let domain = from.email.domain().to_owned();
    let zone = charter.zone.short_name.get(Lang::Zh);
    let since = u64::try_from(digest.at.0).unwrap_or(0);
    Message::builder()
        .from(from)
        .to(to)
        .subject(subject(zone, digest))
        .date(SystemTime::UNIX_EPOCH + Duration::from_micros(since))
        .message_id(Some(format!("<{}@{domain}>", digest.name)))
        .header(ContentType::TEXT_PLAIN)
        .body(text(channels, charter, digest))
        .map_err(|error| short(&error.to_string()))
}

fn subject(zone: &str, digest: &Digest<'_>) -> String {
    let notices = digest.notices.len();
    let due = digest.cases.overdue.len() + digest.cases.due_soon.len();
    let told = match (notices, due) {
        (0, 0) => "有新到的办件".to_owned(),
        (0, _) => format!("{due} 件到期或将到期"),
        (_, 0) => format!("{notices} 条未读通知"),
        (..) => format!("{notices} 条未读通知，{due} 件到期或将到期"),
    };
    format!("{zone}：{told}（{}）", digest.day)
}

/// What is held and due, in numbers: names of matters that are not public do not leave the house.
fn cases(channels: &Channels, cases: &Cases) -> Vec<String> {
    if cases.quiet.is_some() {
        return Vec::new();
    }
    let parts = [
        (cases.overdue.len(), "已逾期", "overdue"),
        (cases.due_soon.len(), "三个工作日内到期", "due within three working days"),
        (cases.new.len(), "今天新到", "new today"),
        (cases.told.len(), "由他人承办、逾期报到您处", "of others, escalated to you"),
    ];
    let some = parts.iter().filter(|(number, ..)| *number > 0);
    let (zh, en): (Vec<String>, Vec<String>) =
        some.map(|(number, zh, en)| (format!("{zh} {number} 件"), format!("{number} {en}"))).unzip();
    let held = cases.held();
    let mut lines = vec![
        format!("办件：您承办 {held} 件；{}。", zh.join("，")),
        format!("Cases: you hold {held}; {}.", en.join(", ")),
    ];
    if !channels.site.is_empty() {
        lines.push(format!("{}/work/cases", channels.site));
    }
    lines.push(String::new());
    lines
}

/// One line a notice, Chinese first. What is not public does not leave the house: only that there is something.
fn text(channels: &Channels, charter: &Charter, digest: &Digest<'_>) -> String {
    let mut lines = cases(channels, digest.cases);
    for notice in digest.notices {
        let list = charter.register(&notice.register);
        let name = |lang| list.map_or("", |list| list.name.get(lang));
        let (zh, en) = if notice.told_publicly {
            (notice.text.zh.clone(), notice.text.en.clone())
        } else {
            (
                format!("“{}”清单有一条通知，请登录查看。", name(Lang::Zh)),
                format!("There is a notice about the list “{}”; sign in to read it.", name(Lang::En)),
            )
        };
        let at = notice.raised_at.local(&charter.zone.time_zone);
        lines.push(format!("{at}  {zh}"));
        if !en.is_empty() {
            lines.push(format!("                  {en}"));
        }
    }
    if !channels.site.is_empty() && !digest.notices.is_empty() {
        lines.push(String::new());
        lines.push(format!("{}/work/notices", channels.site));
    }
    lines.push(String::new());
    lines.push("每个工作日最多一封；没有未读通知、没有到期办件则不发。 / At most one message each working day, none where nothing is unread and nothing is due.".into());
    lines.join("\n")
}
