//! PDF and .docx of a document, with the typefaces of this machine.

use document::{Document, FontsMissing, NotSet, PACKAGES, Pack, Packed, Press, ReadFile, docx};
use kernel::{Kind, Refusal};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Where documents are printed. Typefaces are looked for when the first PDF is asked for.
pub struct Printer {
    fonts: Option<PathBuf>,
    press: OnceLock<Result<Press, FontsMissing>>,
}

impl Printer {
    /// A printer that looks into the operator's folder of typefaces first.
    pub fn new(fonts: Option<PathBuf>) -> Printer {
        Printer { fonts, press: OnceLock::new() }
    }

    /// The document as PDF.
    ///
    /// # Errors
    /// `documents.no_typefaces` where this machine lacks one; the operator is told which and what to install.
    pub fn pdf(&self, document: &Document) -> Result<Vec<u8>, Refusal> {
        self.press()?.pdf(document).map_err(|error| not_set(&error))
    }

    /// A pack of papers as PDF; `read` gives the content of a file by its SHA-256. One pack at a time: however many
    /// are asked for, the papers of one are held.
    ///
    /// # Errors
    /// As [`Printer::pdf`].
    pub fn pack(&self, pack: &Pack, read: ReadFile<'_>) -> Result<Packed, Refusal> {
        self.press()?.pack(pack, read).map_err(|error| not_set(&error))
    }

    fn press(&self) -> Result<&Press, Refusal> {
        match self.press.get_or_init(|| Press::new(self.fonts.as_deref())) {
            Ok(press) => Ok(press),
            Err(missing) => {
                tracing::error!(%missing, "no PDF can be made");
                let packages = PACKAGES.join(" ");
                Err(Refusal::new(Kind::Closed, "documents.no_typefaces").with("packages", packages))
            }
        }
    }

    /// The document for office programs.
    pub fn docx(&self, document: &Document) -> Result<Vec<u8>, Refusal> {
        docx(document).map_err(|error| not_set(&error))
    }
}

fn not_set(error: &NotSet) -> Refusal {
    tracing::error!(%error, "a document could not be made");
    Refusal::new(Kind::Closed, "documents.not_set")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Lang;
    use std::path::Path;

    #[test]
    fn without_typefaces_a_pdf_is_refused_with_what_to_install_and_docx_is_made_all_the_same() {
        let nowhere = Path::new("/nonexistent/typefaces");
        let press = OnceLock::from(Press::in_folders(&[nowhere]));
        let printer = Printer { fonts: None, press };
        let document = Document::new("d", Lang::Zh, "示例报告");
        let refusal = printer.pdf(&document).expect_err("no typefaces");
        assert_eq!((refusal.kind, refusal.code), (Kind::Closed, "documents.no_typefaces"));
        let details = format!("{refusal:?}");
        assert!(PACKAGES.iter().all(|package| details.contains(package)), "{details}");
        assert!(printer.docx(&document).expect("a file").starts_with(b"PK"));
    }
}
