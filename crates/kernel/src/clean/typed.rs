//! Numbers and dates as people type or paste them, read into the one form that is kept.

use super::half_width;
use crate::Date;
use crate::decimal::{Decimal, MAX_PLACES};
use crate::money::{Currency, Money, MoneyProblem};
use crate::quantity::{Qualifier, Quantity, ReadProblem};
use crate::unit::{Unit, UnitProblem};

/// Whether a cell means "nothing": empty, `/`, `-` or a dash.
pub fn is_blank(text: &str) -> bool {
    let half = half_width(text);
    matches!(half.trim(), "" | "/" | "-" | "--" | "–" | "—" | "——" | "―")
}

/// A number typed into a field of the unit given (`None`: a bare number): full-width digits, thousands
/// separators, 万 and 亿, `%`, and a unit of the same dimension, converted exactly: `1.2亿元` in a field of
/// 万元 is 12000. A number without a unit is in the field's unit. A number with a qualifier (约, 余 …) is
/// refused, since the field could not keep the word.
pub fn number_in(text: &str, unit: Option<&Unit>) -> Result<Decimal, ReadProblem> {
    let read = Quantity::read(text)?;
    if read.qualifier != Qualifier::Exact {
        return Err(ReadProblem::Qualified);
    }
    let value = match (read.unit, unit) {
        (None, _) => read.value,
        (Some(_), None) => return Err(ReadProblem::OtherDimension),
        (Some(from), Some(to)) => match from.convert(read.value, to) {
            Ok(exact) => exact.decimal().ok_or(ReadProblem::NotExact)?,
            Err(UnitProblem::OtherDimension) => return Err(ReadProblem::OtherDimension),
            Err(UnitProblem::TooLarge) => return Err(ReadProblem::TooLong),
        },
    };
    let value = value.normalize();
    if value.scale() > MAX_PLACES { Err(ReadProblem::TooLong) } else { Ok(value) }
}

/// An amount typed into a money field: a bare number is in major units (元), 万元 and 亿元 are understood.
/// Refused as [`ReadProblem::NotExact`] if it does not come out in whole minor units (分).
pub fn money(text: &str, currency: Currency) -> Result<Money, ReadProblem> {
    let major = number_in(text, Unit::find(currency.zh()).as_ref())?;
    Money::from_major(major, currency).map_err(|problem| match problem {
        MoneyProblem::BelowMinorUnit => ReadProblem::NotExact,
        _ => ReadProblem::TooLong,
    })
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// Not written as a date.
    #[error("not a date such as 2026-10-31, 2026.10.31 or 2026年10月31日")]
    NotADate,
    /// A year and a month only; the day is not guessed.
    #[error("the day is missing")]
    NoDay,
    /// Written as a date, but there is no such day.
    #[error("there is no such day")]
    NoSuchDay,
}

impl DateProblem {
    /// Stable code for a [`crate::Problem`].
    pub fn code(self) -> &'static str {
        match self {
            DateProblem::NotADate => "not_a_date",
            DateProblem::NoDay => "day_missing",
            DateProblem::NoSuchDay => "no_such_day",
        }
    }
}

/// A date as people write it: `2026-10-31`, `2026.10.31`, `2026/10/31`, `2026年10月31日`, `20261031`, with one
/// or two digits for month and day, full-width or not. The year has four digits and comes first.
pub fn date(text: &str) -> Result<Date, DateProblem> {
    let half: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = if let Some((year, rest)) = half.split_once('年') {
        let (month, day) = rest.split_once('月').ok_or(DateProblem::NotADate)?;
        let day = day.strip_suffix(['日', '号']).unwrap_or(day);
        if day.is_empty() { vec![year, month] } else { vec![year, month, day] }
    } else if half.len() == 8 && all_digits(&half) {
        vec![&half[..4], &half[4..6], &half[6..]]
    } else {
        let separator = half.chars().find(|c| "-./".contains(*c)).ok_or(DateProblem::NotADate)?;
        half.split(separator).collect()
    };
    let digits = |s: &&&str| !s.is_empty() && all_digits(s);
    let written = (2..=3).contains(&parts.len())
        && parts.iter().filter(digits).count() == parts.len()
        && parts[0].len() == 4
        && parts[1..].iter().all(|part| part.len() <= 2);
    if !written {
        return Err(DateProblem::NotADate);
    }
    let [year, month, day] = parts[..] else {
        return Err(DateProblem::NoDay);
    };
    let number = |s: &str| s.parse().map_err(|_| DateProblem::NotADate);
    let year = year.parse().map_err(|_| DateProblem::NotADate)?;
    Date::new(year, number(month)?, number(day)?).ok_or(DateProblem::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::decimal_text;
    use proptest::prelude::*;

    #[test]
    fn a_typed_number_arrives_in_the_unit_of_its_field() {
        for (text, unit, kept) in [
            ("１２，３４５．６０", None, "12345.6"),
            ("1,234", Some("条"), "1234"),
            ("3万", Some("人次"), "30000"),
            ("1.2亿元", Some("万元"), "12000"),
            ("4.2895万元", Some("元"), "42895"),
            ("45%", Some("%"), "45"),
            ("45", Some("%"), "45"),
            ("５.２８ 公里", Some("km"), "5.28"),
            ("3.48万亩", Some("ha"), "2320"),
            ("-0", None, "0"),
        ] {
            let unit = unit.map(|text| Unit::find(text).unwrap());
            assert_eq!(number_in(text, unit.as_ref()).map(decimal_text).as_deref(), Ok(kept), "{text}");
        }
        let kilometre = Unit::find("km").unwrap();
        for (text, problem) in [
            ("约5", ReadProblem::Qualified),
            ("5余", ReadProblem::Qualified),
            ("5亩", ReadProblem::OtherDimension),
            ("5光年", ReadProblem::UnknownUnit("光年".into())),
            ("五", ReadProblem::NotANumber("五".into())),
            ("0.0000001mm", ReadProblem::TooLong),
        ] {
            assert_eq!(number_in(text, Some(&kilometre)), Err(problem), "{text}");
        }
        assert_eq!(number_in("5km", None), Err(ReadProblem::OtherDimension));
        let square_metre = Unit::find("平方米").unwrap();
        assert_eq!(number_in("1亩", Some(&square_metre)), Err(ReadProblem::NotExact));
    }

    #[test]
    fn a_typed_amount_arrives_in_minor_units() {
        let cny = |text: &str| money(text, Currency::CNY).map(|money| money.minor);
        for (text, minor) in [
            ("42,895.00", 4_289_500),
            ("４２８９５", 4_289_500),
            ("4.2895万元", 4_289_500),
            ("426.81亿元", 4_268_100_000_000),
            ("3万", 3_000_000),
            ("5角", 50),
            ("-0.01元", -1),
        ] {
            assert_eq!(cny(text), Ok(minor), "{text}");
        }
        assert_eq!(cny("0.015"), Err(ReadProblem::NotExact));
        assert_eq!(cny("5美元"), Err(ReadProblem::OtherDimension));
        assert_eq!(cny("999999999999亿元"), Err(ReadProblem::TooLong));
        assert_eq!(cny("约3万元"), Err(ReadProblem::Qualified));
    }

    #[test]
    fn a_typed_date_arrives_in_the_one_form_kept() {
        for text in [
            "2026-10-31",
            "2026.10.31",
            "2026/10/31",
            "2026年10月31日",
            "2026年10月31",
            " 2026 年 10 月 31 日 ",
            "２０２６．１０．３１",
            "20261031",
        ] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), Ok("2026-10-31"), "{text}");
        }
        assert_eq!(date("2026.1.5").map(|d| d.to_string()).as_deref(), Ok("2026-01-05"));
        for text in ["2026年10月", "2026-10", "2026.10"] {
            assert_eq!(date(text), Err(DateProblem::NoDay), "{text}");
        }
        for text in ["2026-02-30", "2026.13.1", "20260231"] {
            assert_eq!(date(text), Err(DateProblem::NoSuchDay), "{text}");
        }
        for text in [
            "",
            "31.10.2026",
            "10月31日",
            "26.10.31",
            "2026-10.31",
            "2026-10-31 08:00",
            "20日",
            "2026",
            "2026年",
            "+026-1-1",
        ] {
            assert_eq!(date(text), Err(DateProblem::NotADate), "{text}");
        }
    }

    #[test]
    fn a_dash_means_nothing() {
        for text in ["", " ", "—", "/", "／", "-", "——", "\u{3000}"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["0", "无", "-1"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_way_to_write_a_date_is_the_same_date(days in 0i64..3_000_000) {
            let day = Date::ALWAYS.plus_days(days);
            let (y, m, d) = (day.year(), day.month(), day.day());
            for text in [
                day.to_string(),
                format!("{y:04}.{m}.{d}"),
                format!("{y:04}年{m}月{d}日"),
                format!("{y:04}{m:02}{d:02}"),
            ] {
                prop_assert_eq!(date(&text), Ok(day));
            }
        }

        #[test]
        fn reading_a_date_never_panics(text in "\\PC{0,16}") {
            let _ = date(&text);
        }
    }
}
