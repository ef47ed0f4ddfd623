//! PDF: the same reader that Typst places pages with.

use super::{CHARS, Look, Part, Unread, first};
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

pub(super) fn look(content: &[u8]) -> Look {
    let mut look = Look::default();
    let pdf = match Pdf::new(content.to_vec()) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return Look { unread: Some(Unread::Encrypted), ..look },
        Err(LoadPdfError::Invalid) => return Look { unread: Some(Unread::Broken), ..look },
    };
    let known = pdf.metadata();
    let said = [&known.title, &known.subject, &known.keywords, &known.author];
    let said: Vec<String> = said.into_iter().flatten().map(|bytes| text_of(bytes)).collect();
    look.texts.push((Part::Properties, format!("{}\n{}", said.join("\n"), xmp(content))));
    let text = first_page(&pdf);
    if text.trim().is_empty() {
        look.unread = Some(Unread::NoText);
    }
    look.texts.push((Part::Text, text));
    look
}

pub(super) fn pages(content: &[u8]) -> Result<Vec<(f32, f32)>, Unread> {
    // Streams are copied as they are when a page is placed: those of a locked file would be noise.
    if content.windows(8).any(|bytes| bytes == b"/Encrypt") {
        return Err(Unread::Encrypted);
    }
    let pdf = Pdf::new(content.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unread::Encrypted,
        LoadPdfError::Invalid => Unread::Broken,
    })?;
    let sizes: Vec<(f32, f32)> = pdf.pages().iter().map(|page| page.render_dimensions()).collect();
    let whole =
        |(width, height): &(f32, f32)| (1.0..20_000.0).contains(width) && (1.0..20_000.0).contains(height);
    if sizes.is_empty() || !sizes.iter().all(whole) { Err(Unread::Broken) } else { Ok(sizes) }
}

/// A text string of PDF: UTF-16 or UTF-8 with its mark, otherwise Latin.
fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xff, 0xfe, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into_owned(),
    }
}

/// The properties that stand in the file as XML, where they are not packed.
fn xmp(content: &[u8]) -> String {
    let find = |from: usize, word: &[u8]| {
        content[from..].windows(word.len()).position(|bytes| bytes == word).map(|at| from + at)
    };
    let Some(start) = find(0, b"<x:xmpmeta") else { return String::new() };
    let Some(end) = find(start, b"</x:xmpmeta>") else { return String::new() };
    super::office::text(&String::from_utf8_lossy(&content[start..end]), "")
}

fn first_page(pdf: &Pdf) -> String {
    let Some(page) = pdf.pages().first() else { return String::new() };
    let cache = InterpreterCache::new();
    let area = Rect::new(0.0, 0.0, 1.0, 1.0);
    let mut context =
        Context::new(Affine::IDENTITY, area, &cache, pdf.xref(), InterpreterSettings::default());
    let mut reader = Reader::default();
    interpret_page(page, &mut context, &mut reader);
    first(&reader.text, CHARS)
}

/// Takes down the characters of a page; a new line where the next one stands higher or lower.
#[derive(Default)]
struct Reader {
    text: String,
    last: Option<Point>,
}

impl Device<'_> for Reader {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        own: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let Some(character) = glyph.as_unicode() else { return };
        let at = transform * own * Point::ORIGIN;
        if self.last.is_some_and(|last| (last.y - at.y).abs() > 2.0) {
            self.text.push('\n');
        }
        self.last = Some(at);
        match character {
            BfString::Char(c) => self.text.push(c),
            BfString::String(s) => self.text.push_str(&s),
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
