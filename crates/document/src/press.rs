//! Sets a document with Typst: the template is a text of this crate, the document comes to it as data, so
//! nothing that somebody wrote is ever read as markup.

use crate::fonts::{Fonts, FontsMissing, Role};
use crate::model::{Document, Tint, day};
use crate::pack::{Content, Pack, Packed, Placed, ReadFile, Ready};
use crate::sizes;
use kernel::Lang;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, pdf};

const TEMPLATE: &str = include_str!("official.typ");
const PACK: &str = include_str!("pack.typ");

/// Why a document could not be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the document could not be set: {0}")]
pub struct NotSet(pub String);

/// Typefaces and library, kept between documents. Sets one document at a time: Typst needs some 150 MB
/// while it works, and what it remembers is thrown away after each.
pub struct Press {
    fonts: Fonts,
    book: LazyHash<FontBook>,
    library: LazyHash<Library>,
    main: FileId,
    data: FileId,
    one_at_a_time: Mutex<()>,
}

impl Press {
    /// A press with the typefaces found in the operator's folder and on the system.
    pub fn new(own_fonts: Option<&Path>) -> Result<Press, FontsMissing> {
        Fonts::find(own_fonts).map(Press::with_fonts)
    }

    /// A press with the typefaces of these folders and no others.
    pub fn in_folders(folders: &[&Path]) -> Result<Press, FontsMissing> {
        Fonts::find_in(folders.iter().copied()).map(Press::with_fonts)
    }

    fn with_fonts(fonts: Fonts) -> Press {
        Press {
            book: LazyHash::new(fonts.book.clone()),
            fonts,
            library: LazyHash::new(Library::default()),
            main: file("official.typ"),
            data: file("document.json"),
            one_at_a_time: Mutex::new(()),
        }
    }

    /// The document as PDF. The same document gives the same bytes.
    pub fn pdf(&self, document: &Document) -> Result<Vec<u8>, NotSet> {
        self.with_pages(document, |pages| pdf(pages, &options(&document.id)).map_err(|errors| told(&errors)))
    }

    /// A pack of papers as PDF. Its papers are read one after the other while nothing else is on the press, so
    /// that however many packs are asked for, the papers of one are held. A paper that cannot be placed is named
    /// on a page of its own.
    pub fn pack(&self, pack: &Pack, read: ReadFile<'_>) -> Result<Packed, NotSet> {
        let _one = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        let mut items: Vec<Vec<Ready>> = pack
            .items
            .iter()
            .map(|item| item.papers.iter().map(|paper| Ready::of(paper, read)).collect())
            .collect();
        let made = match self.set_pack(pack, &items) {
            Ok(pdf) => Ok(pdf),
            Err(first) => {
                // One of the papers does not go in; which one is found out by trying each by itself.
                let mut found = false;
                for ready in items.iter_mut().flatten() {
                    if matches!(ready.content, Content::Named(_)) {
                        continue;
                    }
                    let alone = Pack { items: vec![pack.items[0].clone()], ..pack.clone() };
                    let content = std::mem::replace(&mut ready.content, Content::Named(Placed::Broken));
                    let mut one = vec![vec![Ready { paper: ready.paper.clone(), content }]];
                    if self.set_pack(&alone, &one).is_ok() {
                        ready.content = one.remove(0).remove(0).content;
                    } else {
                        found = true;
                    }
                }
                if found { self.set_pack(pack, &items) } else { Err(first) }
            }
        };
        let placed = items.iter().flatten().map(|ready| (ready.paper.name.clone(), ready.placed())).collect();
        Ok(Packed { pdf: made?, placed })
    }

    fn set_pack(&self, pack: &Pack, items: &[Vec<Ready>]) -> Result<Vec<u8>, NotSet> {
        let mut files = Vec::new();
        let mut shown = Vec::new();
        for (item, papers) in pack.items.iter().zip(items) {
            let papers: Vec<Value> = papers
                .iter()
                .map(|ready| {
                    let paper = &ready.paper;
                    let mut place = |bytes: &Bytes, ending: &str| {
                        let name = format!("paper-{}.{ending}", files.len());
                        files.push((file(&name), bytes.clone()));
                        name
                    };
                    match &ready.content {
                        Content::Pdf(bytes, sizes) => {
                            let wide: Vec<bool> = sizes.iter().map(|(width, height)| width > height).collect();
                            json!({ "name": paper.name, "kind": "pdf", "file": place(bytes, "pdf"), "pages": wide })
                        }
                        Content::Picture(bytes, ending) => {
                            json!({ "name": paper.name, "kind": "picture", "file": place(bytes, ending) })
                        }
                        Content::Named(why) => json!({
                            "name": paper.name, "kind": "named", "why": pack.words.why(*why),
                            "sha256": paper.sha256, "size": bytes_in_words(paper.size),
                            "fields": paper.record.as_deref().unwrap_or_default(), "record": paper.record.is_some(),
                        }),
                    }
                })
                .collect();
            shown.push(json!({ "title": item.title, "lines": item.lines, "papers": papers }));
        }
        let zh = pack.lang == Lang::Zh;
        let lines: Vec<&str> = pack.title.lines().collect();
        let mut data = self.setting(pack.lang);
        data["title"] = json!(crate::title::lines(pack.lang, &pack.title));
        data["title_line"] = json!(lines.join(if zh { "" } else { " " }));
        data["flag"] = json!(pack.flag);
        data["tint"] = json!(Tint::Red.hex());
        data["lines"] = json!(pack.lines);
        data["copy"] = json!(pack.copy);
        data["items"] = json!(shown);
        data["words"] = json!({
            "contents": pack.words.contents, "file": pack.words.file, "digest": pack.words.digest,
            "size": pack.words.size, "colon": if zh { "：" } else { ": " },
        });
        self.set(PACK, &data, files, |pages| pdf(pages, &options(&pack.id)).map_err(|errors| told(&errors)))
    }

    /// Lays the document out and gives its pages away before they are forgotten.
    pub(crate) fn with_pages<T>(
        &self,
        document: &Document,
        then: impl FnOnce(&PagedDocument) -> Result<T, NotSet>,
    ) -> Result<T, NotSet> {
        let _one = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        self.set(TEMPLATE, &self.data_of(document), Vec::new(), then)
    }

    /// Sets a template with its data and files. The caller holds the lock.
    fn set<T>(
        &self,
        template: &str,
        data: &Value,
        files: Vec<(FileId, Bytes)>,
        then: impl FnOnce(&PagedDocument) -> Result<T, NotSet>,
    ) -> Result<T, NotSet> {
        let data = serde_json::to_vec(data).map_err(|error| NotSet(error.to_string()))?;
        let mut all = vec![(self.data, Bytes::new(data))];
        all.extend(files);
        let sheet = Sheet { press: self, source: Source::new(self.main, template.to_owned()), files: all };
        let set = typst::compile::<PagedDocument>(&sheet);
        // An unknown typeface is only a warning to Typst; to an official document it is a mistake. What it warns
        // of in the PDFs of others (layers are all shown) is none of ours.
        let ours: Vec<SourceDiagnostic> =
            set.warnings.into_iter().filter(|warning| !warning.message.starts_with("PDF contains")).collect();
        let result = if ours.is_empty() {
            set.output.map_err(|errors| told(&errors)).and_then(|pages| then(&pages))
        } else {
            Err(told(&ours))
        };
        comemo::evict(0);
        result
    }

    /// Typefaces and sizes, as templates ask for them.
    fn setting(&self, lang: Lang) -> Value {
        let fonts = |role| json!(self.fonts.families(role));
        json!({
            "lang": if lang == Lang::Zh { "zh" } else { "en" },
            "fonts": {
                "fang": fonts(Role::Fang), "kai": fonts(Role::Kai), "hei": fonts(Role::Hei),
                "song": fonts(Role::Song), "title": fonts(Role::Title),
            },
            "sizes": {
                "paper": [sizes::PAPER_MM.0, sizes::PAPER_MM.1],
                "top": sizes::TOP_MM, "left": sizes::LEFT_MM, "right": sizes::RIGHT_MM, "bottom": sizes::BOTTOM_MM,
                "line": sizes::line_pitch_pt(), "char": sizes::char_pitch_pt(),
                "body": sizes::BODY_PT, "title": sizes::TITLE_PT, "small": sizes::SMALL_PT, "table": sizes::TABLE_PT,
                "head_below": sizes::HEAD_BELOW_MM, "rule_below": sizes::RULE_BELOW_MM,
                "number_below": sizes::PAGE_NUMBER_BELOW_MM,
                "imprint_rules": [sizes::IMPRINT_RULES_MM.0, sizes::IMPRINT_RULES_MM.1],
            },
        })
    }

    fn data_of(&self, document: &Document) -> Value {
        let zh = document.lang == Lang::Zh;
        let date = |date| day(document.lang, date);
        let mut data = serde_json::to_value(document).unwrap_or_default();
        data["title_line"] = json!(document.title_line());
        data["date"] = json!(document.date.map(date).unwrap_or_default());
        data["tint"] = json!(document.head.as_ref().map(|head| head.tint.hex()));
        if let Some(imprint) = &document.imprint {
            data["imprint"]["date"] = json!(date(imprint.date));
        }
        for (key, value) in self.setting(document.lang).as_object_mut().into_iter().flatten() {
            data[key] = value.take();
        }
        data["words"] = if zh {
            json!({ "attachment": "附件", "colon": "：", "signer": "签发人", "copies": "抄送", "printed": "印发" })
        } else {
            json!({ "attachment": "Annex", "colon": ": ", "signer": "Signed off by", "copies": "Copies", "printed": "printed" })
        };
        data
    }
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn options(id: &str) -> PdfOptions {
    PdfOptions { ident: Smart::Custom(id.to_owned()), creator: Smart::Custom(None), ..PdfOptions::default() }
}

/// 1.4 MB, 12 kB.
fn bytes_in_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn told(diagnostics: &[SourceDiagnostic]) -> NotSet {
    NotSet(diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("; "))
}

/// One document on the press.
struct Sheet<'a> {
    press: &'a Press,
    source: Source,
    files: Vec<(FileId, Bytes)>,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.press.main { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(file, _)| *file == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    /// No document asks what day it is.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
pub(crate) mod tests;
