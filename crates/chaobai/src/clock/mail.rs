//! The daily message: what a reader has not read yet, in one e-mail.

use super::channels::{Channels, Mail};
use super::webhook::short;
use crate::charter::model::Charter;
use crate::domain::notices::Notice;
use crate::domain::procedures;
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
    /// Cases the reader holds; none: nothing of them is due.
    pub cases: Option<Cases>,
    /// Now.
    pub at: Instant,
}

/// How many cases a reader has to look at. Their names stay in the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cases {
    /// Past their last day.
    pub overdue: usize,
    /// Due within days.
    pub due_soon: usize,
    /// Held since today.
    pub new: usize,
    /// Of others, past their last day: the reader is told.
    pub told: usize,
}

impl Cases {
    /// Of what a person holds; none where nothing is due.
    pub fn of(digest: &procedures::Digest) -> Option<Cases> {
        digest.quiet.is_none().then_some(Cases {
            overdue: digest.overdue.len(),
            due_soon: digest.due_soon.len(),
            new: digest.new.len(),
            told: digest.told.len(),
        })
    }

    fn words(self, lang: Lang) -> String {
        let each = [
            (self.overdue, "已超期", "overdue"),
            (self.due_soon, "即将到期", "due soon"),
            (self.new, "今日新到", "new today"),
            (self.told, "他人超期需知悉", "of others, overdue"),
        ];
        let each = each.into_iter().filter(|(count, ..)| *count > 0);
        let said: Vec<String> = match lang {
            Lang::Zh => each.map(|(count, zh, _)| format!("{zh} {count} 件")).collect(),
            Lang::En => each.map(|(count, _, en)| format!("{count} {en}")).collect(),
        };
        said.join(if lang == Lang::Zh { "，" } else { ", " })
    }
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
        .subject(format!("{zone}：{}（{}）", subject(digest), digest.day))
        .date(SystemTime::UNIX_EPOCH + Duration::from_micros(since))
        .message_id(Some(format!("<{}@{domain}>", digest.name)))
        .header(ContentType::TEXT_PLAIN)
        .body(text(channels, charter, digest))
        .map_err(|error| short(&error.to_string()))
}

fn subject(digest: &Digest<'_>) -> String {
    let cases = digest.cases.map(|cases| format!("办件{}", cases.words(Lang::Zh)));
    let count = digest.notices.len();
    let notices = (count > 0).then(|| format!("{count} 条未读通知"));
    cases.into_iter().chain(notices).collect::<Vec<_>>().join("；")
}

/// One line a notice, Chinese first. What is not public does not leave the house: only that there is something.
fn text(channels: &Channels, charter: &Charter, digest: &Digest<'_>) -> String {
    let mut lines = Vec::new();
    if let Some(cases) = digest.cases {
        lines.push(format!("办件：{}。", cases.words(Lang::Zh)));
        lines.push(format!("Cases: {}.", cases.words(Lang::En)));
        if !channels.site.is_empty() {
            lines.push(format!("{}/work/cases", channels.site));
        }
        lines.push(String::new());
    }
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
        lines.push(format!("{}/work/notices", channels.site));
    }
    lines.push(String::new());
    lines.push("每个工作日最多一封；没有到期事项和未读通知则不发。".into());
    lines.push("At most one message each working day, none where nothing is due or unread.".into());
    lines.join("\n")
}
