//! Money as whole minor units (分) of one currency. Nothing is ever a float, and nothing is lost when
//! a sum is shared out.

use crate::Lang;
use crate::decimal::{self, Decimal};
use std::fmt;

/// A currency by its ISO 4217 code, with the number of minor digits the standard gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    digits: u32,
    zh: &'static str,
}

/// ISO 4217:2015, table A.1: the currencies a zone may keep its books in.
const CURRENCIES: &[(&str, u32, &str)] = &[
    ("CNY", 2, "元"),
    ("HKD", 2, "港元"),
    ("MOP", 2, "澳门元"),
    ("TWD", 2, "新台币元"),
    ("USD", 2, "美元"),
    ("EUR", 2, "欧元"),
    ("GBP", 2, "英镑"),
    ("CHF", 2, "瑞士法郎"),
    ("SGD", 2, "新加坡元"),
    ("JPY", 0, "日元"),
    ("KRW", 0, "韩元"),
    ("KWD", 3, "科威特第纳尔"),
];

impl Currency {
    /// The renminbi.
    pub const CNY: Currency = Currency { code: "CNY", digits: 2, zh: "元" };

    /// The currency with this ISO 4217 code, if the program knows it.
    pub fn find(code: &str) -> Option<Currency> {
        let row = CURRENCIES.iter().find(|row| row.0 == code)?;
        Some(Currency { code: row.0, digits: row.1, zh: row.2 })
    }

    /// ISO 4217 code, `CNY`.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The major unit in Chinese, `元`.
    pub fn zh(self) -> &'static str {
        self.zh
    }

    /// Digits after the point of the major unit: 2 for CNY.
    pub fn digits(self) -> u32 {
        self.digits
    }
}

/// Why an amount cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyProblem {
    /// Two currencies in one sum.
    #[error("amounts of different currencies cannot be added")]
    OtherCurrency,
    /// Beyond 64 bits of minor units.
    #[error("the amount is too large")]
    TooLarge,
    /// The decimal has parts smaller than the minor unit.
    #[error("the amount has parts smaller than the minor unit")]
    BelowMinorUnit,
    /// No weights, or all of them zero.
    #[error("an amount cannot be split without a weight above zero")]
    NoWeight,
}

/// The unit an amount is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 元, always with all minor digits.
    Major,
    /// 万元.
    Wan,
    /// 亿元.
    Yi,
}

/// An amount in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units; 分 for CNY.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of minor units.
    pub fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// An amount from major units (元); refused if it does not come out in whole minor units.
    pub fn from_major(major: Decimal, currency: Currency) -> Result<Money, MoneyProblem> {
        let scale = Decimal::from(10i64.pow(currency.digits));
        let minor = major.checked_mul(scale).ok_or(MoneyProblem::TooLarge)?;
        if !minor.fract().is_zero() {
            return Err(MoneyProblem::BelowMinorUnit);
        }
        let minor = i64::try_from(minor.trunc().normalize()).map_err(|_| MoneyProblem::TooLarge)?;
        Ok(Money { minor, currency })
    }

    /// The amount in major units, exact.
    pub fn major(self) -> Decimal {
        Decimal::new(self.minor, self.currency.digits)
    }

    /// The sum.
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyProblem> {
        self.with(other, i64::checked_add)
    }

    /// The difference.
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyProblem> {
        self.with(other, i64::checked_sub)
    }

    fn with(self, other: Money, sum: fn(i64, i64) -> Option<i64>) -> Result<Money, MoneyProblem> {
        if self.currency != other.currency {
            return Err(MoneyProblem::OtherCurrency);
        }
        let minor = sum(self.minor, other.minor).ok_or(MoneyProblem::TooLarge)?;
        Ok(Money { minor, ..self })
    }

    /// Shares the amount out by weights. The parts add up to the amount exactly; each differs from its
    /// exact share by less than one minor unit. Left-over units go to the largest remainders, the
    /// earlier part first among equals; a weight of zero gets nothing.
    pub fn split(self, weights: &[u64]) -> Result<Vec<Money>, MoneyProblem> {
        let total: u128 = weights.iter().map(|w| u128::from(*w)).sum();
        if total == 0 {
            return Err(MoneyProblem::NoWeight);
        }
        let amount = u128::from(self.minor.unsigned_abs());
        // 2^63 × 2^64 fits 128 bits.
        let mut parts: Vec<u128> = weights.iter().map(|w| amount * u128::from(*w) / total).collect();
        let left = usize::try_from(amount - parts.iter().sum::<u128>()).expect("fewer than there are parts");
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(amount * u128::from(weights[*i]) % total), *i));
        for i in &order[..left] {
            parts[*i] += 1;
        }
        let sign = if self.minor < 0 { -1i128 } else { 1 };
        let minor = |part: u128| {
            i64::try_from(sign * i128::try_from(part).expect("a part is not above the amount"))
                .expect("a part is not above the amount")
        };
        Ok(parts.into_iter().map(|part| Money { minor: minor(part), ..self }).collect())
    }

    /// The exact number in a scale, grouped by thousands: `42,895.00`, `4.2895`, `426.81`.
    pub fn number(self, scale: Scale) -> String {
        let (places, fixed) = match scale {
            Scale::Major => (0, true),
            Scale::Wan => (4, false),
            Scale::Yi => (8, false),
        };
        let mut value = Decimal::new(self.minor, self.currency.digits + places);
        if !fixed {
            value = value.normalize();
        }
        decimal::group(&value.to_string(), 4)
    }

    /// The exact amount in a scale with its Chinese unit: `42,895.00元`, `4.2895万元`.
    pub fn zh(self, scale: Scale) -> String {
        let prefix = match scale {
            Scale::Major => "",
            Scale::Wan => "万",
            Scale::Yi => "亿",
        };
        format!("{}{prefix}{}", self.number(scale), self.currency.zh)
    }

    /// The amount as a page shows it, exact: in Chinese in 亿元 or 万元 where that leaves at most two
    /// places, else in 元; in English `CNY 42,895.00`.
    pub fn render(self, lang: Lang) -> String {
        if lang == Lang::En {
            return format!("{} {}", self.currency.code, self.number(Scale::Major));
        }
        let fits = |power: u32| {
            let unit = 10i64.pow(power + self.currency.digits);
            self.minor.unsigned_abs() >= unit.unsigned_abs() && self.minor % (unit / 100) == 0
        };
        let scale = if fits(8) {
            Scale::Yi
        } else if fits(4) {
            Scale::Wan
        } else {
            Scale::Major
        };
        self.zh(scale)
    }
}

/// Code and major units, exact, without grouping: `CNY 42895.00`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency.code, self.major())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yuan(minor: i64) -> Money {
        Money::new(minor, Currency::CNY)
    }

    fn minors(parts: Vec<Money>) -> Vec<i64> {
        parts.into_iter().map(|part| part.minor).collect()
    }

    #[test]
    fn amounts_are_written_exactly() {
        assert_eq!(yuan(4_289_500).zh(Scale::Major), "42,895.00元");
        assert_eq!(yuan(4_289_500).zh(Scale::Wan), "4.2895万元");
        assert_eq!(yuan(4_268_100_000_000).zh(Scale::Yi), "426.81亿元");
        assert_eq!(yuan(1).zh(Scale::Yi), "0.0000000001亿元");
        assert_eq!(yuan(-5).zh(Scale::Major), "-0.05元");
        assert_eq!(yuan(-5).to_string(), "CNY -0.05");
        for (minor, zh, en) in [
            (4_268_100_000_000, "426.81亿元", "CNY 42,681,000,000.00"),
            (15_000_000_000, "1.5亿元", "CNY 150,000,000.00"),
            (12_345_600, "123,456.00元", "CNY 123,456.00"),
            (12_340_000, "12.34万元", "CNY 123,400.00"),
            (-12_340_000, "-12.34万元", "CNY -123,400.00"),
            (99, "0.99元", "CNY 0.99"),
            (0, "0.00元", "CNY 0.00"),
            (i64::MIN, "-92,233,720,368,547,758.08元", "CNY -92,233,720,368,547,758.08"),
        ] {
            assert_eq!(yuan(minor).render(Lang::Zh), zh);
            assert_eq!(yuan(minor).render(Lang::En), en);
        }
        let yen = Money::new(30_000, Currency::find("JPY").unwrap());
        assert_eq!((yen.render(Lang::Zh), yen.to_string()), ("3万日元".into(), "JPY 30000".into()));
    }

    #[test]
    fn every_row_of_the_table_is_found_and_the_constant_is_one_of_them() {
        assert_eq!(Currency::find("CNY"), Some(Currency::CNY));
        assert_eq!(Currency::find("cny"), None);
        assert_eq!(Currency::find("KWD").map(Currency::digits), Some(3));
    }

    #[test]
    fn sums_are_checked() {
        assert_eq!(yuan(1).checked_add(yuan(2)), Ok(yuan(3)));
        assert_eq!(yuan(1).checked_sub(yuan(2)), Ok(yuan(-1)));
        assert_eq!(yuan(i64::MAX).checked_add(yuan(1)), Err(MoneyProblem::TooLarge));
        let dollar = Money::new(1, Currency::find("USD").unwrap());
        assert_eq!(yuan(1).checked_add(dollar), Err(MoneyProblem::OtherCurrency));
        let major = |text: &str| Money::from_major(text.parse().unwrap(), Currency::CNY);
        assert_eq!(major("42895.1"), Ok(yuan(4_289_510)));
        assert_eq!(major("-0.010"), Ok(yuan(-1)));
        assert_eq!(major("0.015"), Err(MoneyProblem::BelowMinorUnit));
        assert_eq!(major("92233720368547758.08"), Err(MoneyProblem::TooLarge));
        assert_eq!(major("79228162514264337593543950335"), Err(MoneyProblem::TooLarge));
    }

    #[test]
    fn left_over_units_go_to_the_largest_remainders() {
        assert_eq!(minors(yuan(100).split(&[1, 1, 1]).unwrap()), [34, 33, 33]);
        assert_eq!(minors(yuan(-100).split(&[1, 1, 1]).unwrap()), [-34, -33, -33]);
        assert_eq!(minors(yuan(10).split(&[3, 0, 4]).unwrap()), [4, 0, 6]);
        assert_eq!(yuan(10).split(&[]), Err(MoneyProblem::NoWeight));
        assert_eq!(yuan(10).split(&[0, 0]), Err(MoneyProblem::NoWeight));
        assert_eq!(minors(yuan(i64::MIN).split(&[u64::MAX]).unwrap()), [i64::MIN]);
    }

    proptest! {
        #[test]
        fn no_minor_unit_is_lost_or_made(minor: i64, weights in prop::collection::vec(any::<u64>(), 1..12)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let parts = minors(yuan(minor).split(&weights).unwrap());
            prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(minor));
            let total: u128 = weights.iter().map(|w| u128::from(*w)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let floor = u128::from(minor.unsigned_abs()) * u128::from(*weight) / total;
                let part = u128::from(part.unsigned_abs());
                prop_assert!(part == floor || part == floor + 1);
                prop_assert!(*weight > 0 || part == 0);
            }
        }

        #[test]
        fn major_units_come_back_as_the_same_amount(minor: i64) {
            prop_assert_eq!(Money::from_major(yuan(minor).major(), Currency::CNY), Ok(yuan(minor)));
        }
    }
}
