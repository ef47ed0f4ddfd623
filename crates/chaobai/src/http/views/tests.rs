//! What holds for every page, in both languages.

use super::samples::pages;
use super::{FieldInput, Form, InputKind, Nav, Page};
use crate::http::words::{EN, ZH};
use kernel::Lang;
use std::collections::BTreeSet;
use std::path::Path;

/// Runs a check on every page; the name says which page failed.
fn each_page(check: impl Fn(&str, &str)) {
    for (lang, ending) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (name, html) in pages(lang) {
            check(&format!("{name}.{ending}"), &html);
        }
    }
}

/// The start tags of a page, without `<` and `>`.
fn tags(html: &str) -> Vec<&str> {
    let parts = html.split('<').skip(1).filter_map(|part| part.split_once('>'));
    parts.map(|(tag, _)| tag).filter(|tag| !tag.starts_with(['/', '!'])).collect()
}

/// Value of an attribute.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

#[test]
fn every_page_has_one_main_heading_one_main_landmark_and_its_language() {
    each_page(|name, html| {
        assert_eq!(html.matches("<h1").count(), 1, "{name}: h1");
        assert_eq!(html.matches("<main").count(), 1, "{name}: main");
        let lang = if name.ends_with(".en") { "lang=\"en\"" } else { "lang=\"zh-CN\"" };
        assert!(html.contains(lang), "{name}: language");
        assert!(!html.contains("{{") && !html.contains("{%"), "{name}: template text left");
    });
}

#[test]
fn no_page_carries_style_or_script_of_its_own() {
    each_page(|name, html| {
        assert!(!html.contains("<style"), "{name}: style element");
        for tag in tags(html) {
            assert!(attribute(tag, "style").is_none(), "{name}: style attribute in <{tag}>");
            assert!(!tag.contains(" on"), "{name}: handler in <{tag}>");
            assert!(!tag.starts_with("script") || attribute(tag, "src").is_some(), "{name}: inline script");
            assert!(!tag.contains("javascript:"), "{name}: script address");
        }
    });
}

#[test]
fn every_input_has_a_label() {
    each_page(|name, html| {
        let tags = tags(html);
        let labelled: BTreeSet<&str> = tags
            .iter()
            .filter(|tag| tag.starts_with("label"))
            .filter_map(|tag| attribute(tag, "for"))
            .collect();
        for tag in tags {
            let kind = tag.split(' ').next().unwrap_or_default();
            if !["input", "select", "textarea"].contains(&kind) || attribute(tag, "type") == Some("hidden") {
                continue;
            }
            // Cells of a sheet are many, and named by row and column in themselves.
            if attribute(tag, "aria-label").is_some_and(|label| !label.is_empty()) {
                continue;
            }
            let id = attribute(tag, "id").unwrap_or_else(|| panic!("{name}: <{tag}> has no id"));
            assert!(labelled.contains(id), "{name}: no label for #{id}");
        }
    });
}

#[test]
fn ids_are_unique_and_everything_pointed_at_exists() {
    each_page(|name, html| {
        let mut ids = BTreeSet::new();
        for id in tags(html).iter().filter_map(|tag| attribute(tag, "id")) {
            assert!(ids.insert(id), "{name}: id {id} twice");
        }
        for tag in tags(html) {
            for pointer in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
                for id in attribute(tag, pointer).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(id), "{name}: {pointer} points at {id}, which is not there");
                }
            }
            if let Some(id) = attribute(tag, "href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(id), "{name}: link to #{id}, which is not there");
            }
        }
    });
}

#[test]
fn every_table_has_a_caption_and_every_header_a_scope() {
    each_page(|name, html| {
        assert_eq!(html.matches("<table").count(), html.matches("<caption").count(), "{name}: captions");
        for tag in tags(html).into_iter().filter(|tag| tag.starts_with("th ") || *tag == "th") {
            assert!(attribute(tag, "scope").is_some(), "{name}: <{tag}> has no scope");
        }
    });
}

#[test]
fn an_english_page_holds_no_chinese_but_the_link_to_the_chinese_page() {
    for (name, html) in pages(Lang::En) {
        let html = html.replace("中文", "").replace("本页中文版", "").replace("本页版", "");
        let at = html.find(is_cjk);
        assert!(at.is_none(), "{name}: {:?}", at.map(|at| html[at..].chars().take(40).collect::<String>()));
    }
}

#[test]
fn english_words_hold_no_chinese_but_the_name_of_the_other_language() {
    for (name, text) in EN.all() {
        assert!(name.starts_with("other_language") || !text.contains(is_cjk), "{name}: {text}");
    }
}

#[test]
fn chinese_words_use_chinese_punctuation() {
    for (name, text) in ZH.all() {
        for (mark, next) in text.chars().zip(text.chars().skip(1)) {
            assert!(!(is_cjk(mark) && ",:;?!(".contains(next)), "{name}: {text}");
            assert!(!(",:;?!)".contains(mark) && is_cjk(next)), "{name}: {text}");
        }
    }
}

#[test]
fn every_posting_form_carries_the_token() {
    each_page(|name, html| {
        for form in html.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")) {
            let body = form.split("</form>").next().unwrap_or_default();
            assert!(body.contains("name=\"csrf\" value=\"token\""), "{name}: a form without token");
        }
    });
}

#[test]
fn what_people_wrote_is_escaped() {
    let w = crate::http::words::of(Lang::Zh);
    let field = FieldInput { value: "\"><b>".into(), ..FieldInput::new("name", "<i>", InputKind::Text) };
    let form = Form { fields: vec![field], submit: w.save.into(), ..Form::default() };
    let page = Page::new(Lang::Zh, "<z>", "/", "<t>");
    let html = askama::Template::render(&super::SignInPage { page, form }).expect("renders");
    for raw in ["<b>", "<i>", "<z>", "<t>"] {
        assert!(!html.contains(raw), "{raw} came through");
    }
}

#[test]
fn the_language_switch_leads_to_the_same_page_and_back() {
    for (path, english) in
        [("/", "/en"), ("/?as_of=2023-12-31", "/en?as_of=2023-12-31"), ("/lists/a?x=1", "/en/lists/a?x=1")]
    {
        assert_eq!(Page::new(Lang::Zh, "z", path, "t").other_language(), english);
        assert_eq!(Page::new(Lang::En, "z", path, "t").other_language(), path);
    }
}

#[test]
fn the_navigation_marks_one_place_and_hides_what_is_not_ours() {
    let page = Page { nav: Nav::Lists, ..Page::new(Lang::En, "z", "/lists", "t") };
    let current: Vec<_> = page.navigation().into_iter().filter(|item| item.current).collect();
    assert_eq!(current.len(), 1);
    assert_eq!(current[0].href, "/en/lists");
    let work = Page { is_work: true, account: Some(super::Account::default()), ..page };
    assert!(work.navigation().iter().all(|item| !item.href.contains("/admin")));
}

/// Leaves every page as a file below `target/views`, to be opened in a browser beside `web/dist`.
#[test]
fn every_page_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/views");
    std::fs::create_dir_all(&folder).expect("target can be written");
    each_page(|name, html| {
        let (page, lang) = name.split_once('.').expect("a name and a language");
        std::fs::write(folder.join(format!("{page}.{lang}.html")), html).expect("target can be written");
    });
}
