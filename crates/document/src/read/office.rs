//! .docx, .xlsx and archives: XML in a zip, read without unpacking more than is needed.

use super::{CHARS, Look, Part, Unread, first};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most bytes of a part that are read: what is packed small may be large.
const PART_MAX: u64 = 4 * 1024 * 1024;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn docx(content: &[u8]) -> Look {
    read(content, |archive, names| {
        let body = part(archive, "word/document.xml")?;
        let mut said = first(&text(&body, "w:p w:br w:tc"), CHARS);
        for name in names.iter().filter(|name| {
            ["word/header", "word/footer"].iter().any(|start| name.starts_with(start))
                && name.ends_with(".xml")
        }) {
            said = format!("{}\n{said}", text(&part(archive, name).unwrap_or_default(), "w:p w:br w:tc"));
        }
        Some(said)
    })
}

pub(super) fn xlsx(content: &[u8]) -> Look {
    read(content, |archive, names| {
        let mut said = text(&part(archive, "xl/sharedStrings.xml").unwrap_or_default(), "si");
        for name in names.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
            let sheet = part(archive, name)?;
            // Only what is written in the sheet itself: numbers, and numbers of shared texts, say nothing.
            for (start, end) in [("<is>", "</is>"), ("<headerFooter", "</headerFooter>")] {
                for piece in sheet.split(start).skip(1) {
                    said.push('\n');
                    said.push_str(&text(piece.split(end).next().unwrap_or_default(), "t"));
                }
            }
        }
        Some(said)
    })
}

/// The names of the files in an archive.
pub(super) fn names(content: &[u8]) -> Look {
    match open(content) {
        Some(archive) => {
            Look { texts: vec![(Part::Names, names_of(&archive).join("\n"))], unread: Some(Unread::NoText) }
        }
        None => Look { texts: Vec::new(), unread: Some(Unread::Broken) },
    }
}

fn read(content: &[u8], text_of: impl FnOnce(&mut Archive<'_>, &[String]) -> Option<String>) -> Look {
    let broken = Look { texts: Vec::new(), unread: Some(Unread::Broken) };
    // A locked document is no archive but a container of the old kind.
    if content.starts_with(b"\xd0\xcf\x11\xe0") {
        return Look { unread: Some(Unread::Encrypted), ..broken };
    }
    let Some(mut archive) = open(content) else { return broken };
    let names = names_of(&archive);
    let mut look = Look::default();
    let properties = names.iter().filter(|name| name.starts_with("docProps/") && name.ends_with(".xml"));
    let properties: Vec<String> =
        properties.map(|name| text(&part(&mut archive, name).unwrap_or_default(), "")).collect();
    look.texts.push((Part::Properties, properties.join("\n")));
    match text_of(&mut archive, &names) {
        Some(text) => {
            look.unread = text.trim().is_empty().then_some(Unread::NoText);
            look.texts.push((Part::Text, text));
        }
        None => look.unread = Some(Unread::Broken),
    }
    look
}

fn open(content: &[u8]) -> Option<Archive<'_>> {
    ZipArchive::new(Cursor::new(content)).ok()
}

fn names_of(archive: &Archive<'_>) -> Vec<String> {
    archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned())).collect()
}

fn part(archive: &mut Archive<'_>, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(PART_MAX).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The text between the tags. A new line after the elements of `lines` (all, where none are named).
pub(super) fn text(xml: &str, lines: &str) -> String {
    let mut out = String::new();
    for piece in xml.split('<').skip(usize::from(xml.trim_start().starts_with('<'))) {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag.trim_start_matches('/').split([' ', '/', '\n', '\r', '\t']).next().unwrap_or_default();
        let ends = tag.starts_with('/') || tag.ends_with('/');
        if ends && (lines.is_empty() || lines.split(' ').any(|line| line == name)) {
            out.push('\n');
        } else if name == "w:tab" {
            out.push(' ');
        }
        unescape(words, &mut out);
    }
    out
}

fn unescape(words: &str, out: &mut String) {
    let mut rest = words;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some(end) = rest.find(';').filter(|end| *end <= 10) else {
            out.push('&');
            rest = &rest[1..];
            continue;
        };
        let entity = &rest[1..end];
        let number = entity.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16).ok());
        let number = number.or_else(|| entity.strip_prefix('#').map(|digits| digits.parse().ok()));
        match (entity, number) {
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("amp", _) => out.push('&'),
            ("quot", _) => out.push('"'),
            ("apos", _) => out.push('\''),
            (_, Some(Some(code))) => out.extend(char::from_u32(code)),
            _ => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
}
