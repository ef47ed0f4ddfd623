//! Every page filled with an invented zone, for the tests of this folder: two banks of one river.

use super::*;
use askama::Template;
use kernel::Lang;

mod figures;
mod lists;
mod portal;
mod sheets;
mod work;

/// Name of the file and the page, for every page of the site.
pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let s = Sample { lang };
    vec![
        ("home", render(s.home())),
        ("figures", render(s.figures())),
        ("figure", render(s.figure())),
        ("figure-unknown", render(s.figure_unknown())),
        ("lists", render(s.lists())),
        ("list", render(s.list())),
        ("list-empty", render(s.list_empty())),
        ("list-error", render(s.list_error())),
        ("record", render(s.record())),
        ("difference", render(s.difference())),
        ("bodies", render(s.bodies())),
        ("compare", render(s.compare())),
        ("calendar", render(s.calendar())),
        ("journal", render(s.journal())),
        ("sign-in", render(s.sign_in())),
        ("set-password", render(s.set_password())),
        ("signed-out", render(SignedOutPage { page: s.page("/signed-out", "已退出", "Signed out") })),
        ("work", render(s.work())),
        ("work-list", render(s.work_list())),
        ("work-record", render(s.work_record())),
        ("work-form", render(s.work_form())),
        ("work-withdraw", render(s.withdraw())),
        ("work-sheet", render(s.sheet())),
        ("work-sheet-check", render(s.sheet_check())),
        ("work-sheet-done", render(s.sheet_done())),
        ("work-progress", render(s.progress())),
        ("admin-accounts", render(s.accounts())),
        ("admin-charter", render(s.charter())),
        ("admin-deliveries", render(s.deliveries())),
        ("admin-journal", render(s.audit())),
        ("error", render(s.error())),
        ("work-notices", render(s.notices())),
        ("documents", render(s.documents())),
        ("document", render(s.document())),
        ("not-found", render(s.not_found())),
    ]
}

fn render(view: impl Template) -> String {
    view.render().expect("a view with sample data renders")
}

/// Builds pages in one language.
pub(super) struct Sample {
    lang: Lang,
}

impl Sample {
    /// The text of the sample's language.
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::En { en } else { zh }
    }

    fn s(&self, zh: &str, en: &str) -> String {
        self.t(zh, en).to_string()
    }

    fn page(&self, path: &str, zh: &str, en: &str) -> Page {
        let zone = self.t("青川两岸一体化发展示范区", "Qingchuan Two Banks Zone");
        Page {
            today: self.s("2026年11月23日 星期一", "Monday, 23 Nov 2026"),
            contact: self.s("两岸示范区执委会办公室 0000-8000000", "Committee office, 0000-8000000"),
            provenance: self.s(
                "数据截至 2026年11月23日 09:30 · 第 1,284 号留痕记录",
                "Data as of 23 Nov 2026 09:30 · journal entry 1,284",
            ),
            csrf: "token".into(),
            ..Page::new(self.lang, zone, path, self.t(zh, en))
        }
    }

    fn work_page(&self, nav: Nav, path: &str, zh: &str, en: &str) -> Page {
        Page {
            nav,
            is_work: true,
            account: Some(Account {
                name: self.s("王晓岸", "Wang Xiao'an"),
                posts: vec![self.s("右岸市交通运输局 填报员", "Clerk, Transport Bureau of Right Bank City")],
                system_admin: true,
                audit_admin: true,
            }),
            ..self.page(path, zh, en)
        }
    }

    fn amount(&self, qualifier: &str, number: &str, zh: &str, en: &str) -> Amount {
        Amount::new(crate::http::words::of(self.lang), qualifier, number, self.t(zh, en))
    }

    fn link(&self, href: &str, zh: &str, en: &str) -> Link {
        Link::new(href, self.t(zh, en))
    }

    fn source(&self) -> Cell {
        Cell::link(
            "https://example.org/notice",
            self.t("两岸日报 2023-12-29", "Two Banks Daily, 29 Dec 2023"),
        )
    }

    fn day(&self, zh: &str, en: &str) -> String {
        self.s(zh, en)
    }
}
