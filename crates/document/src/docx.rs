//! The same document for office programs: the page of GB/T 9704 with its grid, styles under the names
//! offices know, and the standard's own typefaces by name (an office has them).

use crate::fonts::Role;
use crate::model::{Annex, Block, Column, Document, Head, Imprint, Run, Table, day};
use crate::press::NotSet;
use crate::sizes::{self, twips};
use docx_rs::{
    AlignmentType, BorderType, BreakType, DocGrid, DocGridType, Docx, Footer, Hyperlink, HyperlinkData,
    HyperlinkType, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, Run as Piece, RunFonts, SpecialIndentType, Style, StyleType, Table as Grid,
    TableCell, TableRow, WidthType,
};
use kernel::Lang;
use std::io::Cursor;

/// The document as .docx. The same document gives the same bytes.
pub fn docx(document: &Document) -> Result<Vec<u8>, NotSet> {
    let mut bytes = Cursor::new(Vec::new());
    let mut parts = Writer { document, links: 0, paragraphs: 0 }.write().build();
    // The crate keeps links in a map without order.
    parts.document_rels = sorted_relationships(&parts.document_rels);
    parts.pack(&mut bytes).map_err(|error| NotSet(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn sorted_relationships(xml: &[u8]) -> Vec<u8> {
    const START: &str = "<Relationship ";
    let text = String::from_utf8_lossy(xml);
    let mut pieces = text.split(START);
    let head = pieces.next().unwrap_or_default().to_owned();
    let (mut items, tail): (Vec<String>, &str) = (pieces.map(str::to_owned).collect(), "</Relationships>");
    if let Some(last) = items.last_mut() {
        *last = last.trim_end_matches(tail).to_owned();
    }
    items.sort();
    let items: String = items.iter().map(|item| format!("{START}{item}")).collect();
    format!("{head}{items}{tail}").into_bytes()
}

/// Half points, as office programs count sizes.
fn half_points(pt: f64) -> usize {
    (pt * 2.0) as usize
}

fn fonts(role: Role) -> RunFonts {
    let name = role.office();
    RunFonts::new().east_asia(name).ascii(name).hi_ansi(name).cs(name)
}

struct Writer<'a> {
    document: &'a Document,
    links: usize,
    paragraphs: u32,
}

impl Writer<'_> {
    fn write(mut self) -> Docx {
        let document = self.document;
        let line = (sizes::line_pitch_pt() * 20.0).floor() as usize;
        let char_space = ((sizes::char_pitch_pt() - sizes::BODY_PT) * 4096.0).round() as isize;
        let margin = PageMargin {
            top: twips(sizes::TOP_MM),
            bottom: twips(sizes::BOTTOM_MM),
            left: twips(sizes::LEFT_MM),
            right: twips(sizes::RIGHT_MM),
            header: twips(15.0),
            footer: twips(sizes::BOTTOM_MM - sizes::PAGE_NUMBER_BELOW_MM)
                - half_points(sizes::SMALL_PT) as i32 * 10,
            gutter: 0,
        };
        let mut docx = Docx::new()
            .page_size(11906, 16838)
            .page_margin(margin)
            .default_fonts(fonts(Role::Fang))
            .default_size(half_points(sizes::BODY_PT));
        docx.document.section_property.doc_grid = Some(
            DocGrid::new().grid_type(DocGridType::LinesAndChars).line_pitch(line).char_space(char_space),
        );
        for style in styles() {
            docx = docx.add_style(style);
        }
        docx = docx
            .footer(self.page_number(AlignmentType::Right))
            .even_footer(self.page_number(AlignmentType::Left));
        if let Some(head) = &document.head {
            for paragraph in self.head(head) {
                docx = docx.add_paragraph(paragraph);
            }
        }
        let title = document.title.clone();
        docx = docx.add_paragraph(self.title(&title, false));
        if !document.note.is_empty() {
            let note = Piece::new().add_text(document.note.as_str()).fonts(fonts(Role::Kai));
            docx = docx.add_paragraph(self.paragraph("Plain").align(AlignmentType::Center).add_run(note));
        }
        docx = docx.add_paragraph(self.paragraph("Plain"));
        if !document.addressee.is_empty() {
            let text = format!("{}{}", document.addressee, self.colon());
            docx = docx.add_paragraph(self.plain(&text));
        }
        docx = self.blocks(docx, &document.body);
        docx = self.closing(docx);
        for (number, annex) in document.annexes.iter().enumerate() {
            docx = self.annex(docx, number, annex);
        }
        if let Some(imprint) = &document.imprint {
            docx = self.imprint(docx, imprint);
        }
        docx
    }

    /// A paragraph with an id of its own, so that two writings give the same bytes.
    fn paragraph(&mut self, style: &str) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08x}", self.paragraphs)).style(style)
    }

    fn plain(&mut self, text: &str) -> Paragraph {
        self.paragraph("Plain").add_run(Piece::new().add_text(text))
    }

    fn colon(&self) -> &'static str {
        if self.document.lang == Lang::Zh { "：" } else { ": " }
    }

    fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.document.lang == Lang::Zh { zh } else { en }
    }

    fn head(&mut self, head: &Head) -> Vec<Paragraph> {
        let name = Piece::new().add_text(head.issuer.as_str()).fonts(fonts(Role::Title)).bold();
        // As large as the width allows, at most 15 mm high.
        let count = head.issuer.chars().count().max(1) as f64;
        let points = (sizes::AREA_MM.0 * sizes::PT_PER_MM / count).min(15.0 * sizes::PT_PER_MM);
        let name = name.size(half_points(points.floor())).color(head.tint.hex());
        let above = LineSpacing::new().before(twips(sizes::HEAD_BELOW_MM) as u32);
        let mut number = self
            .paragraph("Plain")
            .align(AlignmentType::Center)
            .add_run(Piece::new().add_text(head.number.as_str()));
        if !head.signer.is_empty() {
            let signer = format!("{}{}", self.word("签发人", "Signed off by"), self.colon());
            number = self
                .paragraph("Plain")
                .add_run(Piece::new().add_text(format!("　{}　　　　　{signer}", head.number)))
                .add_run(Piece::new().add_text(head.signer.as_str()).fonts(fonts(Role::Kai)));
        }
        let rule = ParagraphBorder::new(ParagraphBorderPosition::Bottom).val(BorderType::Single).size(12);
        let rule = rule.space((sizes::RULE_BELOW_MM * sizes::PT_PER_MM) as usize).color(head.tint.hex());
        number.property = number.property.set_borders(docx_rs::ParagraphBorders::with_empty().set(rule));
        vec![
            self.paragraph("Plain").align(AlignmentType::Center).line_spacing(above).add_run(name),
            self.paragraph("Plain"),
            self.paragraph("Plain"),
            number,
            self.paragraph("Plain"),
            self.paragraph("Plain"),
        ]
    }

    fn title(&mut self, lines: &[String], new_page: bool) -> Paragraph {
        let mut piece = Piece::new();
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                piece = piece.add_break(BreakType::TextWrapping);
            }
            piece = piece.add_text(line.as_str());
        }
        self.paragraph("Title").page_break_before(new_page).add_run(piece)
    }

    fn blocks(&mut self, mut docx: Docx, blocks: &[Block]) -> Docx {
        for block in blocks {
            docx = match block {
                Block::Heading { level, text } => {
                    let style = format!("Heading{}", (*level).clamp(1, 4));
                    docx.add_paragraph(self.paragraph(&style).add_run(Piece::new().add_text(text.as_str())))
                }
                Block::Paragraph { runs } => {
                    let paragraph = self.paragraph("Body");
                    docx.add_paragraph(self.runs(paragraph, runs))
                }
                Block::Labelled { indent, label, runs } => {
                    let chars = |count: usize| (sizes::char_pitch_pt() * 20.0 * count as f64) as i32;
                    let hanging = chars(label.chars().count() + 1);
                    let left = chars(usize::from(*indent)) + hanging;
                    let label =
                        Piece::new().add_text(format!("{label}{}", self.colon())).fonts(fonts(Role::Hei));
                    let paragraph = self.paragraph("Plain").add_run(label).indent(
                        Some(left),
                        Some(SpecialIndentType::Hanging(hanging)),
                        None,
                        None,
                    );
                    docx.add_paragraph(self.runs(paragraph, runs))
                }
                Block::Blank => docx.add_paragraph(self.paragraph("Plain")),
                Block::Table(table) => {
                    let table = self.table(table);
                    docx.add_table(table)
                }
            };
        }
        docx
    }

    fn runs(&mut self, mut paragraph: Paragraph, runs: &[Run]) -> Paragraph {
        for run in runs {
            let mut piece = Piece::new();
            for (number, line) in run.text.split('\n').enumerate() {
                if number > 0 {
                    piece = piece.add_break(BreakType::TextWrapping);
                }
                piece = piece.add_text(line);
            }
            paragraph = if run.href.is_empty() {
                paragraph.add_run(piece)
            } else {
                self.links += 1;
                let mut link = Hyperlink::new(run.href.as_str(), HyperlinkType::External).add_run(piece);
                if let HyperlinkData::External { rid, .. } = &mut link.link {
                    *rid = format!("rIdLink{}", self.links);
                }
                paragraph.add_hyperlink(link)
            };
        }
        paragraph
    }

    fn table(&mut self, table: &Table) -> Grid {
        let width = twips(sizes::AREA_MM.0) as usize;
        let shares: u32 = table.columns.iter().map(|column| column.share).sum::<u32>().max(1);
        let widths: Vec<usize> =
            table.columns.iter().map(|column| width * column.share as usize / shares as usize).collect();
        let mut rows = Vec::new();
        if table.columns.iter().any(|column| !column.name.is_empty()) {
            let mut cells = Vec::new();
            for (column, width) in table.columns.iter().zip(&widths) {
                let name = Piece::new().add_text(column.name.as_str()).fonts(fonts(Role::Hei));
                let name = self.paragraph("Cell").align(AlignmentType::Center).add_run(name);
                cells.push(TableCell::new().width(*width, WidthType::Dxa).add_paragraph(name));
            }
            rows.push(TableRow::new(cells));
        }
        for row in &table.rows {
            let mut cells = Vec::new();
            for ((run, column), width) in row.iter().zip(&table.columns).zip(&widths) {
                let paragraph = aligned(self.paragraph("Cell"), column);
                let paragraph = self.runs(paragraph, std::slice::from_ref(run));
                cells.push(TableCell::new().width(*width, WidthType::Dxa).add_paragraph(paragraph));
            }
            rows.push(TableRow::new(cells));
        }
        Grid::new(rows).set_grid(widths).width(width, WidthType::Dxa)
    }

    /// What stands under the text: attachments, who signs, the date.
    fn closing(&mut self, mut docx: Docx) -> Docx {
        let document = self.document;
        let many = document.attachments.len() > 1;
        for (at, name) in document.attachments.iter().enumerate() {
            if at == 0 {
                docx = docx.add_paragraph(self.paragraph("Plain"));
            }
            let label = if at == 0 {
                format!("{}{}", self.word("附件", "Annex"), self.colon())
            } else {
                "　　　".into()
            };
            let number = if many { format!("{}.", at + 1) } else { String::new() };
            docx = docx.add_paragraph(
                self.paragraph("Body").add_run(Piece::new().add_text(format!("{label}{number}{name}"))),
            );
        }
        let date = document.date.map(|date| day(document.lang, date));
        let lines: Vec<&String> = document.signature.iter().chain(date.iter()).collect();
        if !lines.is_empty() {
            docx = docx.add_paragraph(self.paragraph("Plain"));
        }
        for line in lines {
            let inset = (sizes::char_pitch_pt() * 4.0 * 20.0) as i32;
            let paragraph =
                self.paragraph("Plain").align(AlignmentType::Right).indent(None, None, Some(inset), None);
            docx = docx.add_paragraph(paragraph.add_run(Piece::new().add_text(line.as_str())));
        }
        docx
    }

    fn annex(&mut self, docx: Docx, number: usize, annex: &Annex) -> Docx {
        let number = if self.document.annexes.len() > 1 { (number + 1).to_string() } else { String::new() };
        let label =
            Piece::new().add_text(format!("{}{number}", self.word("附件", "Annex"))).fonts(fonts(Role::Hei));
        let label = self.paragraph("Plain").page_break_before(true).add_run(label);
        let title = self.title(std::slice::from_ref(&annex.title), false);
        let empty = self.paragraph("Plain");
        let docx = docx.add_paragraph(label).add_paragraph(title).add_paragraph(empty);
        self.blocks(docx, &annex.body)
    }

    fn imprint(&mut self, mut docx: Docx, imprint: &Imprint) -> Docx {
        let rule = |position| ParagraphBorder::new(position).val(BorderType::Single).size(8);
        let mut lines = Vec::new();
        if !imprint.copies.is_empty() {
            lines.push(format!("　{}{}{}", self.word("抄送", "Copies"), self.colon(), imprint.copies));
        }
        let date = day(self.document.lang, imprint.date);
        lines.push(format!("　{}　　{date}{}", imprint.printer, self.word("印发", " printed")));
        for line in lines {
            let piece = Piece::new().add_text(line).size(half_points(sizes::SMALL_PT));
            let mut paragraph = self.paragraph("Plain").add_run(piece);
            let borders = docx_rs::ParagraphBorders::with_empty()
                .set(rule(ParagraphBorderPosition::Top))
                .set(rule(ParagraphBorderPosition::Bottom));
            paragraph.property = paragraph.property.set_borders(borders);
            docx = docx.add_paragraph(paragraph);
        }
        docx
    }

    /// — 1 —, outside: right on odd pages, left on even ones.
    fn page_number(&mut self, align: AlignmentType) -> Footer {
        let dash = |text: &str| {
            Piece::new().add_text(text).fonts(fonts(Role::Song)).size(half_points(sizes::SMALL_PT))
        };
        let inset = Some((sizes::SMALL_PT * 20.0) as i32);
        let paragraph = self.paragraph("Plain");
        let paragraph = match align {
            AlignmentType::Left => paragraph.indent(inset, None, None, None),
            _ => paragraph.indent(None, None, inset, None),
        };
        Footer::new().add_paragraph(
            paragraph.align(align).add_run(dash("— ")).add_page_num(PageNum::new()).add_run(dash(" —")),
        )
    }
}

/// A cell's paragraph as its column sets it.
fn aligned(paragraph: Paragraph, column: &Column) -> Paragraph {
    if column.centred { paragraph.align(AlignmentType::Center) } else { paragraph }
}

/// Styles under the names office programs know, so that a clerk can go on with the document.
fn styles() -> Vec<Style> {
    let indent = (sizes::char_pitch_pt() * 2.0 * 20.0) as i32;
    let paragraph = |id: &str, name: &str| {
        Style::new(id, StyleType::Paragraph).name(name).size(half_points(sizes::BODY_PT))
    };
    let indented = |style: Style| {
        style.indent(None, Some(SpecialIndentType::FirstLine(indent)), None, None).align(AlignmentType::Both)
    };
    let exact = |pt: f64| LineSpacing::new().line_rule(LineSpacingType::Exact).line((pt * 20.0) as i32);
    let heading = |level: usize, role: Role| {
        indented(
            paragraph(&format!("Heading{level}"), &format!("heading {level}"))
                .fonts(fonts(role))
                .outline_lvl(level - 1),
        )
    };
    vec![
        paragraph("Plain", "Plain").fonts(fonts(Role::Fang)),
        indented(paragraph("Body", "Body Text").fonts(fonts(Role::Fang))),
        paragraph("Title", "Title")
            .fonts(fonts(Role::Title))
            .size(half_points(sizes::TITLE_PT))
            .align(AlignmentType::Center)
            .line_spacing(exact(36.0)),
        heading(1, Role::Hei),
        heading(2, Role::Kai),
        heading(3, Role::Fang),
        heading(4, Role::Fang),
        paragraph("Cell", "Table Text")
            .fonts(fonts(Role::Song))
            .size(half_points(sizes::TABLE_PT))
            .snap_to_grid(false),
    ]
}

#[cfg(test)]
mod tests;
