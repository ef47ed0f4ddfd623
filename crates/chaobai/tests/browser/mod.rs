//! Somebody in front of a browser without script, for tests: opens pages, fills forms in, posts them.
#![allow(dead_code)]

use crate::door::{self, Answer, World, worlds};
use chaobai::domain::registers::{self, Record};
use kernel::Id;

/// Tells a story on every engine.
pub fn everywhere(story: impl Fn(&World)) {
    for world in worlds() {
        story(&world);
    }
}

/// Looks into the house.
pub fn aside<T>(look: impl FnOnce() -> T) -> T {
    look()
}

/// Somebody in front of a browser: a session, and nothing else.
pub struct Person<'w> {
    pub world: &'w World,
    pub cookie: String,
}

impl<'w> Person<'w> {
    pub fn signed_in(world: &'w World, login: &str) -> Person<'w> {
        Person { world, cookie: format!("chaobai={}", world.token(login).secret()) }
    }

    pub fn nobody(world: &'w World) -> Person<'w> {
        Person { world, cookie: String::new() }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.world.get(path).header("cookie", &self.cookie).send()
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(path, fields).send()
    }

    /// Posts names and values as they are.
    pub fn post_pairs(&self, path: &str, pairs: &[(String, String)]) -> Answer {
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post(path, &pairs)
    }

    pub fn ask(&self, path: &str, fields: &[(&str, &str)]) -> door::Ask<'w> {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        self.world
            .post(path)
            .header("cookie", &self.cookie)
            .header("origin", "http://localhost")
            .raw("application/x-www-form-urlencoded", body.join("&"))
    }

    /// Opens a form, fills it in over what stands there, and posts it.
    pub fn fill(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        self.refill(&page, path, fields)
    }

    /// Fills in a form that is open, and posts it.
    pub fn refill(&self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let filled = filled(&page.text(), fields);
        let pairs: Vec<(&str, &str)> = filled.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post(path.split('?').next().unwrap_or(path), &pairs)
    }
}

pub fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What a browser would send of the form in a page's content, with some fields typed over.
pub fn filled(html: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let main = &html[html.find("<main").expect("a page has content")..];
    let mut sent: Vec<(String, String)> = Vec::new();
    for tag in main.split('<').skip(1) {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = attribute(tag, "name");
        if name.is_empty() {
            continue;
        }
        let chosen = tag.ends_with(" checked") || tag.contains(" checked ");
        match tag.split(' ').next().unwrap_or_default() {
            "input" => {
                let choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
                if !tag.contains("type=\"file\"") && (chosen || !choice) {
                    sent.push((name, attribute(tag, "value")));
                }
            }
            "textarea" => sent.push((name, unescaped(after))),
            "select" => {
                let rest = &main[main.find(&format!("<{tag}>")).expect("the same tag")..];
                let options = rest.split("</select>").next().unwrap_or_default().split("<option").skip(1);
                let chosen = options.map(|o| o.split('>').next().unwrap_or_default());
                let chosen = chosen.into_iter().find(|o| o.contains(" selected")).unwrap_or_default();
                sent.push((name, attribute(chosen, "value")));
            }
            _ => {}
        }
    }
    for (name, value) in fields {
        sent.retain(|(n, _)| n != name);
        sent.push(((*name).to_owned(), (*value).to_owned()));
    }
    sent
}

pub fn attribute(tag: &str, name: &str) -> String {
    let Some(start) = tag.find(&format!(" {name}=\"")) else { return String::new() };
    let rest = &tag[start + name.len() + 3..];
    unescaped(rest.split('"').next().unwrap_or_default())
}

pub fn unescaped(text: &str) -> String {
    let pairs = [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

pub fn says(answer: &Answer, words: &str) {
    assert!(answer.text().contains(words), "{words:?} is not on the page: {}", answer.text());
}

pub fn keeps_silent(answer: &Answer, words: &str) {
    assert!(!answer.text().contains(words), "{words:?} is on the page");
}

pub fn record(world: &World, id: &Id) -> Record {
    aside(|| {
        let mut reader = world.house.reader().expect("a reader");
        registers::find(&mut reader, "threetowns", id).expect("an answer").expect("a record")
    })
}

pub fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

pub fn id_in(address: &str) -> Id {
    let path = address.split('?').next().unwrap_or_default();
    Id::parse(path.rsplit('/').next().unwrap_or_default()).expect("an address of a record")
}
