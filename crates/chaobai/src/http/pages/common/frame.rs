//! What a page is built from besides its subject: the law, the caller, the language, the day.

use super::{Names, Query, say};
use crate::charter::model::{Charter, RoleKind};
use crate::desk::{Caller, Law};
use crate::house::House;
use crate::http::views::{Account, Nav, Page};
use crate::http::visitor::Visitor;
use crate::http::words::{self, Words};
use kernel::{Date, Instant, Lang, Text};
use std::sync::Arc;

/// The surroundings of a page.
#[derive(Clone)]
pub struct Frame {
    /// Language.
    pub lang: Lang,
    /// The law in force.
    pub law: Arc<Law>,
    /// Who looks.
    pub caller: Arc<Caller>,
    /// Today where the zone is.
    pub today: Date,
    /// Now.
    pub now: Instant,
    /// Path of the page, without `/en`.
    pub path: String,
    /// Query of the page, as it was sent.
    pub query: Query,
    /// Token for posting forms; empty where nobody is signed in.
    pub csrf: String,
    /// Workbench and administration, not the public site.
    pub is_work: bool,
}

impl Frame {
    /// The surroundings of the page a visitor asks for.
    pub fn new(house: &House, visitor: &Visitor) -> Frame {
        let path = visitor.path.as_str();
        Frame {
            lang: visitor.lang,
            law: house.law(),
            caller: visitor.caller.clone(),
            today: house.clock.today(),
            now: house.clock.now(),
            path: path.to_owned(),
            query: Query::parse(&visitor.query),
            csrf: visitor.csrf(),
            is_work: is_work(path, visitor.caller.is_signed_in()),
        }
    }

    /// The charter in force.
    pub fn charter(&self) -> &Charter {
        &self.law.charter
    }

    /// The site's words in the page's language.
    pub fn words(&self) -> &'static Words {
        words::of(self.lang)
    }

    /// One of two texts.
    pub fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        say::pick(self.lang, zh, en)
    }

    /// A text of the charter, or any other in two languages.
    pub fn text<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang)
    }

    /// A day in words.
    pub fn date(&self, day: Date) -> String {
        say::date(self.lang, day)
    }

    /// An instant in words, where the zone is.
    pub fn time(&self, at: Instant) -> String {
        say::time(self.lang, at, &self.charter().zone.time_zone)
    }

    /// The day of an instant, in words, where the zone is.
    pub fn day_of(&self, at: Instant) -> String {
        self.date(at.date_in(&self.charter().zone.time_zone))
    }

    /// An address of the site in the page's language.
    pub fn href(&self, path: &str) -> String {
        Page::new(self.lang, "", "", "").href(path)
    }

    /// Names of choices, units, posts and records for this caller.
    pub fn names(&self) -> Names<'_> {
        Names::new(self.charter(), &self.caller, self.lang, self.is_work)
    }

    /// The frame of the page as the templates want it.
    pub fn page(&self, nav: Nav, title: impl Into<String>) -> Page {
        let zone = &self.charter().zone;
        let mut page = Page::new(self.lang, self.text(&zone.short_name), self.query.on(&self.path), title);
        page.today = self.date(self.today);
        page.nav = nav;
        page.contact = zone.contact.clone();
        page.is_work = self.is_work;
        page.has_rounds = self.charter().registers.values().any(|register| register.worklist.is_some());
        page.has_meetings = self.charter().zone.meetings.is_some();
        page.csrf = self.csrf.clone();
        if !self.is_work {
            page.provenance = format!("{} {}", page.words.data_as_of, self.time(self.now));
        }
        page.account = self.caller.is_signed_in().then(|| Account {
            name: self.caller.name.clone(),
            posts: self.caller.posts.iter().map(|held| self.text(&held.name).to_owned()).collect(),
            system_admin: self.caller.is(RoleKind::SystemAdmin),
            audit_admin: self.caller.is(RoleKind::AuditAdmin),
        });
        page
    }
}

/// Workbench and administration; meetings too, for whoever is signed in.
fn is_work(path: &str, signed_in: bool) -> bool {
    let under =
        |part: &str| path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    under("/work") || path.starts_with("/admin/") || (signed_in && under("/meetings"))
}
