//! What every page has: language, zone, title, who is signed in, where in the site we are.

use super::Link;
use crate::http::words::{self, Words};
use kernel::Lang;

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Language of the page.
    pub lang: Lang,
    /// The site's own words in that language.
    pub words: &'static Words,
    /// Name of the zone in the header.
    pub zone_name: String,
    /// Title of the page, for the browser's title bar (without the zone's name). The template prints
    /// its own `<h1>` from the view, so the two may differ.
    pub title: String,
    /// Address of this page without `/en`, with its query, for the language switch: `/lists/roads?sort=name`.
    pub path: String,
    /// Who is signed in.
    pub account: Option<Account>,
    /// Today in the zone, written in the page's language.
    pub today: String,
    /// Where in the site this page stands.
    pub nav: Nav,
    /// Where to write to; empty: not known, then nothing is shown.
    pub contact: String,
    /// True for workbench and administration (dense, 14 px), false for the portal (16 px).
    pub is_work: bool,
    /// Token for the hidden field `csrf` of every posting form.
    pub csrf: String,
    /// What has just been done, or what to know before going on.
    pub notice: Option<Notice>,
    /// One line under the header when something is due; workbench only.
    pub status_line: Option<StatusLine>,
    /// "数据截至 …" for the foot of the content: as of when, entry of the journal. Empty: left out.
    pub provenance: String,
    /// True where the page has no version in the other language (an answer to a posted form).
    pub single_language: bool,
    /// True where the zone has work lists: rounds and overview stand in the navigation.
    pub has_rounds: bool,
    /// True where the zone has lists of meetings.
    pub has_meetings: bool,
}

impl Page {
    /// A page with everything optional left empty. `path` is without `/en`.
    pub fn new(
        lang: Lang,
        zone_name: impl Into<String>,
        path: impl Into<String>,
        title: impl Into<String>,
    ) -> Page {
        Page {
            lang,
            words: words::of(lang),
            zone_name: zone_name.into(),
            title: title.into(),
            path: path.into(),
            account: None,
            today: String::new(),
            nav: Nav::None,
            contact: String::new(),
            is_work: false,
            csrf: String::new(),
            notice: None,
            status_line: None,
            provenance: String::new(),
            single_language: false,
            has_rounds: false,
            has_meetings: false,
        }
    }

    /// True on an English page.
    pub fn is_en(&self) -> bool {
        self.lang == Lang::En
    }

    /// The `lang` attribute of the page.
    pub fn lang_tag(&self) -> &'static str {
        if self.is_en() { "en" } else { "zh-CN" }
    }

    /// The `lang` attribute of the same page in the other language.
    pub fn other_lang_tag(&self) -> &'static str {
        if self.is_en() { "zh-CN" } else { "en" }
    }

    /// An address of this site in the page's language: `/lists` → `/en/lists`.
    pub fn href(&self, path: &str) -> String {
        in_language(self.lang, path)
    }

    /// The same page in the other language.
    pub fn other_language(&self) -> String {
        in_language(if self.is_en() { Lang::Zh } else { Lang::En }, &self.path)
    }

    /// The items of the main navigation that this caller may use; others are left out, not greyed.
    pub fn navigation(&self) -> Vec<NavItem> {
        let w = self.words;
        let mut items = Vec::new();
        let mut add = |nav: Nav, path: &str, label: &'static str| {
            items.push(NavItem { href: self.href(path), label, current: self.nav == nav });
        };
        if !self.is_work {
            add(Nav::Home, "/", w.nav_home);
            add(Nav::Figures, "/figures", w.nav_figures);
            add(Nav::Lists, "/lists", w.nav_lists);
            add(Nav::Documents, "/documents", w.nav_documents);
            if self.has_meetings {
                add(Nav::Meetings, "/meetings", w.nav_meetings);
            }
            add(Nav::Bodies, "/bodies", w.nav_bodies);
            add(Nav::Journal, "/journal", w.nav_journal);
            return items;
        }
        add(Nav::Work, "/work", w.nav_work);
        add(Nav::Cases, "/work/cases", w.nav_cases);
        add(Nav::WorkLists, "/work/lists", w.nav_lists);
        if self.has_rounds {
            add(Nav::Rounds, "/work/rounds", w.rounds_title);
            add(Nav::Overview, "/work/overview", w.overview_title);
        }
        if self.has_meetings {
            add(Nav::Meetings, "/meetings", w.nav_meetings);
        }
        add(Nav::Notices, "/work/notices", w.nav_notices);
        let Some(account) = &self.account else { return items };
        if account.system_admin {
            add(Nav::Accounts, "/admin/accounts", w.nav_accounts);
            add(Nav::Charter, "/admin/charter", w.nav_charter);
            add(Nav::Deliveries, "/admin/deliveries", w.nav_deliveries);
        }
        if account.audit_admin {
            add(Nav::Audit, "/admin/journal", w.nav_audit);
        }
        items
    }
}

fn in_language(lang: Lang, path: &str) -> String {
    match (lang, path) {
        (Lang::Zh, path) => path.to_string(),
        (Lang::En, "/") => "/en".to_string(),
        (Lang::En, path) if path.starts_with("/?") => format!("/en{}", &path[1..]),
        (Lang::En, path) => format!("/en{path}"),
    }
}

/// Who is signed in.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Name of the person.
    pub name: String,
    /// Titles of the posts held today.
    pub posts: Vec<String>,
    /// Holds a post with a role of the kind `system_admin`: sees accounts, charter and deliveries.
    pub system_admin: bool,
    /// Holds a post with a role of the kind `audit_admin`: sees the whole journal.
    pub audit_admin: bool,
}

/// Where in the site a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nav {
    /// Nowhere in the navigation.
    None,
    /// 首页.
    Home,
    /// 数字.
    Figures,
    /// 清单 (portal).
    Lists,
    /// 文稿.
    Documents,
    /// 机构.
    Bodies,
    /// 留痕 / 验真.
    Journal,
    /// 工作台.
    Work,
    /// 办件.
    Cases,
    /// 清单 (workbench).
    WorkLists,
    /// 填报期.
    Rounds,
    /// 总览.
    Overview,
    /// 会议.
    Meetings,
    /// 通知.
    Notices,
    /// 账号.
    Accounts,
    /// 章程.
    Charter,
    /// 发送记录.
    Deliveries,
    /// 审计.
    Audit,
}

/// An item of the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Address.
    pub href: String,
    /// Word.
    pub label: &'static str,
    /// This page stands here.
    pub current: bool,
}

/// A message above the content, announced to screen readers.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// True: something was done; false: something to know.
    pub done: bool,
    /// The sentence.
    pub text: String,
    /// Where to look next.
    pub link: Option<Link>,
}

/// The one line under the workbench header.
#[derive(Clone, Debug, Default)]
pub struct StatusLine {
    /// The sentence.
    pub text: String,
    /// Where to act.
    pub link: Option<Link>,
}
