//! The numbers of GB/T 9704-2012, in millimetres and points: once, for both writers and for the tests
//! that measure what came out.

/// Paper: A4.
pub const PAPER_MM: (f64, f64) = (210.0, 297.0);
/// 天头: from the edge of the paper to the text area.
pub const TOP_MM: f64 = 37.0;
/// 订口: left.
pub const LEFT_MM: f64 = 28.0;
/// 版心: width and height of the text area.
pub const AREA_MM: (f64, f64) = (156.0, 225.0);
/// Right: what is left of the paper.
pub const RIGHT_MM: f64 = PAPER_MM.0 - LEFT_MM - AREA_MM.0;
/// Bottom: what is left of the paper.
pub const BOTTOM_MM: f64 = PAPER_MM.1 - TOP_MM - AREA_MM.1;
/// Lines on a full page.
pub const LINES: u32 = 22;
/// Characters in a full line.
pub const CHARS: u32 = 28;
/// 3号.
pub const BODY_PT: f64 = 16.0;
/// 2号: the title.
pub const TITLE_PT: f64 = 22.0;
/// 4号: page numbers and the imprint.
pub const SMALL_PT: f64 = 14.0;
/// Tables in annexes (小四); the standard leaves them free.
pub const TABLE_PT: f64 = 12.0;
/// Upper edge of the issuer's name below the upper edge of the text area.
pub const HEAD_BELOW_MM: f64 = 35.0;
/// Red rule below the document number.
pub const RULE_BELOW_MM: f64 = 4.0;
/// Dash of the page number below the lower edge of the text area.
pub const PAGE_NUMBER_BELOW_MM: f64 = 7.0;
/// Rules of the imprint: first and last, and those between.
pub const IMPRINT_RULES_MM: (f64, f64) = (0.35, 0.25);

/// Points in a millimetre.
pub const PT_PER_MM: f64 = 72.0 / 25.4;

/// From one line to the next: 28.99 pt.
pub fn line_pitch_pt() -> f64 {
    AREA_MM.1 * PT_PER_MM / f64::from(LINES)
}

/// From one character to the next: 15.79 pt.
pub fn char_pitch_pt() -> f64 {
    AREA_MM.0 * PT_PER_MM / f64::from(CHARS)
}

/// Twentieths of a point, as office programs count; rounded down, so that what fits on paper fits there.
pub fn twips(mm: f64) -> i32 {
    (mm * PT_PER_MM * 20.0).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_derived_is_what_the_standard_gives() {
        assert_eq!((RIGHT_MM, BOTTOM_MM), (26.0, 35.0));
        assert!((line_pitch_pt() - 28.99).abs() < 0.005, "{}", line_pitch_pt());
        assert!((char_pitch_pt() - 15.79).abs() < 0.005, "{}", char_pitch_pt());
        assert_eq!([37.0, 28.0, 35.0, 26.0].map(twips), [2097, 1587, 1984, 1474]);
    }
}
