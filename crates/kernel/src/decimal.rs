//! Exact decimal numbers: one plain notation to read, the ways a page writes them, and exact
//! fractions for conversions between units (1 亩 is 2000/3 m², which no decimal can hold).

use crate::Lang;
pub use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use std::cmp::Ordering;

/// Places after the point that a stored decimal may have.
pub const MAX_PLACES: u32 = 9;

/// Why a text is not a decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalProblem {
    /// Not digits with at most one point: `-12.5`, no plus sign, exponent, separator or leading zero.
    #[error("not a plain decimal such as -12.5")]
    NotPlain,
    /// More places after the point than allowed.
    #[error("more than {0} places after the point")]
    TooManyPlaces(u32),
    /// More than 28 significant digits.
    #[error("the number is too long")]
    TooLong,
}

impl DecimalProblem {
    /// Stable code for a [`crate::Problem`].
    pub fn code(self) -> &'static str {
        match self {
            DecimalProblem::NotPlain => "not_a_decimal",
            DecimalProblem::TooManyPlaces(_) => "too_many_places",
            DecimalProblem::TooLong => "too_large",
        }
    }
}

/// Reads a decimal in plain notation: an optional minus, digits without leading zeros, and at most
/// `max_places` digits after a point. Nothing else is accepted.
pub fn parse_decimal(text: &str, max_places: u32) -> Result<Decimal, DecimalProblem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) || (whole.len() > 1 && whole.starts_with('0')) {
        return Err(DecimalProblem::NotPlain);
    }
    if digits.contains('.') && part.len() > max_places as usize {
        return Err(DecimalProblem::TooManyPlaces(max_places));
    }
    let value = Decimal::from_str_exact(text).map_err(|_| DecimalProblem::TooLong)?;
    Ok(if value.is_zero() { value.abs() } else { value })
}

/// The one way a decimal is kept: no trailing zeros after the point, no minus before zero.
pub fn decimal_text(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Groups the digits before the point by thousands if there are at least `from_digits` of them.
pub fn group(plain: &str, from_digits: usize) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, part) = rest.find('.').map_or((rest, ""), |at| rest.split_at(at));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 && whole.len() >= from_digits {
            out.push(',');
        }
        out.push(digit);
    }
    out + part
}

/// A number in 亿 or 万 where that is exact with at most two places: `130000` is `(13, "万")`,
/// `34800` is `(3.48, "万")`, `12345` stays.
pub fn fold(value: Decimal) -> (Decimal, &'static str) {
    for (power, word) in [(8, "亿"), (4, "万")] {
        let unit = Decimal::from(10i64.pow(power));
        if value.abs() >= unit
            && let Some(folded) = value.checked_div(unit)
            && folded.normalize().scale() <= 2
            && folded.checked_mul(unit) == Some(value)
        {
            return (folded.normalize(), word);
        }
    }
    (value.normalize(), "")
}

/// An exact number as a page writes it. Chinese: in 万 or 亿 where that is exact with at most two
/// places, else grouped from five digits on (GB/T 15835-2011 on numbers of many digits leaves up to
/// four ungrouped). English: grouped by thousands.
pub fn format_decimal(value: Decimal, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            let (folded, word) = fold(value);
            format!("{}{word}", group(&decimal_text(folded), 5))
        }
        Lang::En => group(&decimal_text(value), 4),
    }
}

/// An exact fraction in lowest terms; what a conversion between units gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exact {
    num: i128,
    den: i128,
}

impl Exact {
    /// `num / den`; `None` if `den` is not above zero.
    pub fn new(num: i128, den: i128) -> Option<Exact> {
        if den <= 0 {
            return None;
        }
        let divisor = i128::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).ok()?;
        Some(Exact { num: num / divisor, den: den / divisor })
    }

    /// The product; `None` beyond 128 bits.
    pub fn checked_mul(self, other: Exact) -> Option<Exact> {
        // Crosswise in lowest terms first, so that no more overflows than must.
        let a = Exact::new(self.num, other.den)?;
        let b = Exact::new(other.num, self.den)?;
        Exact::new(a.num.checked_mul(b.num)?, a.den.checked_mul(b.den)?)
    }

    /// One divided by it; `None` for zero and below.
    pub fn inverse(self) -> Option<Exact> {
        Exact::new(self.den, self.num)
    }

    /// The value as a decimal, if a decimal of at most 28 places holds it exactly.
    pub fn decimal(self) -> Option<Decimal> {
        let mut scale = 0u32;
        let mut den = self.den;
        let mut num = self.num;
        while den > 1 {
            // One more place: multiply by ten, in lowest terms.
            let (by_two, by_five) = (den % 2 == 0, den % 5 == 0);
            num = match (by_two, by_five) {
                (true, true) => num,
                (true, false) => num.checked_mul(5)?,
                (false, true) => num.checked_mul(2)?,
                (false, false) => return None,
            };
            den /= if by_two { 2 } else { 1 } * if by_five { 5 } else { 1 };
            scale += 1;
        }
        Decimal::try_from_i128_with_scale(num, scale).ok().map(|d| d.normalize())
    }

    /// The value rounded to places after the point by GB/T 8170-2008, 3.2: a half goes to the even
    /// neighbour. `None` if the number is too long for a decimal.
    pub fn rounded(self, places: u32) -> Option<Decimal> {
        let num = self.num.checked_mul(10i128.checked_pow(places)?)?;
        let (floor, rest) = (num.div_euclid(self.den), num.rem_euclid(self.den));
        let up = match rest.cmp(&(self.den - rest)) {
            Ordering::Less => false,
            Ordering::Equal => floor % 2 != 0,
            Ordering::Greater => true,
        };
        Decimal::try_from_i128_with_scale(floor + i128::from(up), places).ok()
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Exact {
        Exact::new(value.mantissa(), 10i128.pow(value.scale())).expect("a power of ten is above zero")
    }
}

/// Rounds to places after the point by GB/T 8170-2008, 3.2: a half goes to the even neighbour.
pub fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointNearestEven)
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dec(text: &str) -> Decimal {
        parse_decimal(text, 28).unwrap()
    }

    #[test]
    fn one_plain_notation_is_read() {
        for (text, kept) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("5.28", "5.28"),
            ("5.280", "5.28"),
            ("-81.2", "-81.2"),
            ("130000", "130000"),
            ("0.000000001", "0.000000001"),
        ] {
            assert_eq!(parse_decimal(text, MAX_PLACES).map(decimal_text), Ok(kept.into()), "{text}");
        }
        for bad in [
            "", "-", "+1", "1.", ".5", "01", "1e3", "1,000", " 1", "1 ", "１", "NaN", "1.2.3", "--1", "1_000",
        ] {
            assert_eq!(parse_decimal(bad, MAX_PLACES), Err(DecimalProblem::NotPlain), "{bad}");
        }
        assert_eq!(parse_decimal("0.0000000001", 9), Err(DecimalProblem::TooManyPlaces(9)));
        assert_eq!(parse_decimal("1.0", 0), Err(DecimalProblem::TooManyPlaces(0)));
        assert_eq!(parse_decimal("1", 0), Ok(Decimal::ONE));
        assert_eq!(parse_decimal(&"9".repeat(40), 9), Err(DecimalProblem::TooLong));
    }

    #[test]
    fn numbers_are_written_for_readers_without_losing_a_digit() {
        for (value, zh, en) in [
            ("130000", "13万", "130,000"),
            ("34800", "3.48万", "34,800"),
            ("5000", "5000", "5,000"),
            ("2734", "2734", "2,734"),
            ("12345", "12,345", "12,345"),
            ("12345.5", "12,345.5", "12,345.5"),
            ("-130000", "-13万", "-130,000"),
            ("42681000000", "426.81亿", "42,681,000,000"),
            ("1234567800", "123,456.78万", "1,234,567,800"),
            ("81.20", "81.2", "81.2"),
            ("0", "0", "0"),
            ("10000", "1万", "10,000"),
            ("9999", "9999", "9,999"),
            (
                "79228162514264337593543950335",
                "79,228,162,514,264,337,593,543,950,335",
                "79,228,162,514,264,337,593,543,950,335",
            ),
        ] {
            assert_eq!(format_decimal(dec(value), Lang::Zh), zh);
            assert_eq!(format_decimal(dec(value), Lang::En), en);
        }
    }

    #[test]
    fn halves_round_to_the_even_neighbour() {
        for (value, places, rounded) in [
            ("2.5", 0, "2"),
            ("3.5", 0, "4"),
            ("-2.5", 0, "-2"),
            ("2.51", 0, "3"),
            ("0.125", 2, "0.12"),
            ("-0.135", 2, "-0.14"),
        ] {
            assert_eq!(decimal_text(round(dec(value), places)), rounded, "{value}");
            assert_eq!(
                Exact::from(dec(value)).rounded(places).map(decimal_text),
                Some(rounded.into()),
                "{value}"
            );
        }
        assert_eq!(Exact::new(2000, 3).unwrap().rounded(2).map(decimal_text), Some("666.67".into()));
        assert_eq!(Exact::new(2000, 3).unwrap().decimal(), None);
        assert_eq!(Exact::new(1, 0), None);
        assert_eq!(Exact::new(1, 40).unwrap().decimal(), Some(dec("0.025")));
    }

    proptest! {
        #[test]
        fn a_decimal_survives_being_a_fraction_and_being_text(mantissa: i64, scale in 0u32..=9) {
            let value = Decimal::new(mantissa, scale);
            prop_assert_eq!(Exact::from(value).decimal(), Some(value.normalize()));
            prop_assert_eq!(parse_decimal(&decimal_text(value), 9), Ok(value));
        }

        #[test]
        fn a_written_number_still_says_the_same(mantissa: i64, zeros in 0u32..9) {
            let value = Decimal::from(i128::from(mantissa) * 10i128.pow(zeros));
            let zh = format_decimal(value, Lang::Zh).replace(',', "");
            let digits = zh.trim_end_matches(['万', '亿']);
            let unit = if zh.ends_with('亿') { 100_000_000 } else if zh.ends_with('万') { 10_000 } else { 1 };
            prop_assert_eq!(parse_decimal(digits, 2).unwrap() * Decimal::from(unit), value);
            prop_assert_eq!(format_decimal(value, Lang::En).replace(',', ""), value.to_string());
        }
    }
}
