//! Sets a document with Typst: the template is a text of this crate, the document comes to it as data, so
//! nothing that somebody wrote is ever read as markup.

use crate::fonts::{Fonts, FontsMissing, Role};
use crate::model::{Document, day};
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
        let file = |name: &str| {
            let path = VirtualPath::new(name).expect("a plain file name is a path");
            RootedPath::new(VirtualRoot::Project, path).intern()
        };
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
        self.with_pages(document, |pages| {
            let options = PdfOptions {
                ident: Smart::Custom(document.id.clone()),
                creator: Smart::Custom(None),
                ..PdfOptions::default()
            };
            pdf(pages, &options).map_err(|errors| told(&errors))
        })
    }

    /// Lays the document out and gives its pages away before they are forgotten.
    pub(crate) fn with_pages<T>(
        &self,
        document: &Document,
        then: impl FnOnce(&PagedDocument) -> Result<T, NotSet>,
    ) -> Result<T, NotSet> {
        let _one = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        let data = serde_json::to_vec(&self.data_of(document)).map_err(|error| NotSet(error.to_string()))?;
        let sheet = Sheet {
            press: self,
            source: Source::new(self.main, TEMPLATE.to_owned()),
            data: Bytes::new(data),
        };
        let set = typst::compile::<PagedDocument>(&sheet);
        // An unknown typeface is only a warning to Typst; to an official document it is a mistake.
        let result = if set.warnings.is_empty() {
            set.output.map_err(|errors| told(&errors)).and_then(|pages| then(&pages))
        } else {
            Err(told(&set.warnings))
        };
        comemo::evict(0);
        result
    }

    fn data_of(&self, document: &Document) -> Value {
        let zh = document.lang == Lang::Zh;
        let fonts = |role| json!(self.fonts.families(role));
        let date = |date| day(document.lang, date);
        let mut data = serde_json::to_value(document).unwrap_or_default();
        data["title_line"] = json!(document.title_line());
        data["lang"] = json!(if zh { "zh" } else { "en" });
        data["date"] = json!(document.date.map(date).unwrap_or_default());
        data["tint"] = json!(document.head.as_ref().map(|head| head.tint.hex()));
        if let Some(imprint) = &document.imprint {
            data["imprint"]["date"] = json!(date(imprint.date));
        }
        data["fonts"] = json!({
            "fang": fonts(Role::Fang), "kai": fonts(Role::Kai), "hei": fonts(Role::Hei),
            "song": fonts(Role::Song), "title": fonts(Role::Title),
        });
        data["sizes"] = json!({
            "paper": [sizes::PAPER_MM.0, sizes::PAPER_MM.1],
            "top": sizes::TOP_MM, "left": sizes::LEFT_MM, "right": sizes::RIGHT_MM, "bottom": sizes::BOTTOM_MM,
            "line": sizes::line_pitch_pt(), "char": sizes::char_pitch_pt(),
            "body": sizes::BODY_PT, "title": sizes::TITLE_PT, "small": sizes::SMALL_PT, "table": sizes::TABLE_PT,
            "head_below": sizes::HEAD_BELOW_MM, "rule_below": sizes::RULE_BELOW_MM,
            "number_below": sizes::PAGE_NUMBER_BELOW_MM,
            "imprint_rules": [sizes::IMPRINT_RULES_MM.0, sizes::IMPRINT_RULES_MM.1],
        });
        data["words"] = if zh {
            json!({ "attachment": "附件", "colon": "：", "signer": "签发人", "copies": "抄送", "printed": "印发" })
        } else {
            json!({ "attachment": "Annex", "colon": ": ", "signer": "Signed off by", "copies": "Copies", "printed": "printed" })
        };
        data
    }
}

fn told(diagnostics: &[SourceDiagnostic]) -> NotSet {
    NotSet(diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("; "))
}

/// One document on the press.
struct Sheet<'a> {
    press: &'a Press,
    source: Source,
    data: Bytes,
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
        if id == self.press.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
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
mod tests;
