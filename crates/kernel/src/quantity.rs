//! A number as a source gives it: value, unit, and how exact the source says it is. 约 and 余 are part
//! of the value; dropping them makes another statement.

use crate::clean;
use crate::decimal::{self, Decimal, decimal_text, fold, format_decimal, group};
use crate::unit::{self, Unit, UnitProblem};
use crate::{Lang, Text};
use serde::{Deserialize, Serialize};

/// How exact a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// The value itself.
    #[default]
    Exact,
    /// 约: a little less or a little more.
    About,
    /// 余: this and somewhat more.
    Over,
    /// 超: more than this.
    Above,
    /// 近: almost this.
    Near,
}

impl Qualifier {
    /// All of them.
    pub const ALL: [Qualifier; 5] =
        [Qualifier::Exact, Qualifier::About, Qualifier::Over, Qualifier::Above, Qualifier::Near];

    /// The id kept in charters and rows: `exact`, `about`, `over`, `above`, `near`.
    pub fn id(self) -> &'static str {
        match self {
            Qualifier::Exact => "exact",
            Qualifier::About => "about",
            Qualifier::Over => "over",
            Qualifier::Above => "above",
            Qualifier::Near => "near",
        }
    }

    /// The qualifier with this id.
    pub fn find(id: &str) -> Option<Qualifier> {
        Qualifier::ALL.into_iter().find(|qualifier| qualifier.id() == id)
    }

    /// The Chinese word; empty for an exact value. 余 stands after the number, the others before it.
    pub fn zh(self) -> &'static str {
        match self {
            Qualifier::Exact => "",
            Qualifier::About => "约",
            Qualifier::Over => "余",
            Qualifier::Above => "超",
            Qualifier::Near => "近",
        }
    }

    /// The English words before the number; empty for an exact value.
    pub fn en(self) -> &'static str {
        match self {
            Qualifier::Exact => "",
            Qualifier::About => "about",
            Qualifier::Over => "over",
            Qualifier::Above => "more than",
            Qualifier::Near => "nearly",
        }
    }
}

/// Words before a number, longest first.
const BEFORE: &[(&str, Qualifier)] = &[
    ("大约", Qualifier::About),
    ("约为", Qualifier::About),
    ("约", Qualifier::About),
    ("将近", Qualifier::Near),
    ("接近", Qualifier::Near),
    ("近", Qualifier::Near),
    ("超过", Qualifier::Above),
    ("多于", Qualifier::Above),
    ("超", Qualifier::Above),
    ("逾", Qualifier::Above),
];

/// Words right after the digits or after 万 and 亿.
const AFTER: &[&str] = &["余", "多", "+"];

/// A value with its unit and qualifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// How exact.
    pub qualifier: Qualifier,
    /// The number, in `unit`.
    pub value: Decimal,
    /// The unit; `None` for a bare number.
    pub unit: Option<Unit>,
}

/// Why a text is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadProblem {
    /// Nothing there.
    #[error("there is no number")]
    Empty,
    /// No number where one is expected.
    #[error("{0} is not a number")]
    NotANumber(String),
    /// Two words that say how exact it is.
    #[error("two qualifiers on one number")]
    TwoQualifiers,
    /// The unit is not in the vocabulary.
    #[error("the unit {0} is not known")]
    UnknownUnit(String),
    /// More digits than a decimal holds, or more than nine places after the point.
    #[error("the number has too many digits")]
    TooLong,
    /// A bare number was expected to be in a unit of another kind.
    #[error("the unit measures something else")]
    OtherDimension,
    /// A qualifier where only the number itself can be kept.
    #[error("约, 余 and the like cannot be kept here")]
    Qualified,
    /// The number cannot be written exactly in the unit asked for.
    #[error("the number cannot be written exactly in that unit")]
    NotExact,
}

impl ReadProblem {
    /// Stable code for a [`crate::Problem`].
    pub fn code(&self) -> &'static str {
        match self {
            ReadProblem::Empty => "required",
            ReadProblem::NotANumber(_) => "not_a_number",
            ReadProblem::TwoQualifiers => "two_qualifiers",
            ReadProblem::UnknownUnit(_) => "unknown_unit",
            ReadProblem::TooLong => "too_large",
            ReadProblem::OtherDimension => "other_unit",
            ReadProblem::Qualified => "qualifier_not_kept",
            ReadProblem::NotExact => "not_exact",
        }
    }
}

impl Quantity {
    /// Reads a quantity as people write it: `约13万人次/日`, `5000余人次`, `3.48万亩`, `１，２３４．５ km`,
    /// `超1800亿元`, `27.5%`. Full-width characters and thousands separators are understood; the value
    /// stays in the unit written. 以上, 以下 and 不足 are refused: no qualifier says the same.
    pub fn read(text: &str) -> Result<Quantity, ReadProblem> {
        let half = clean::half_width(text);
        let mut rest = half.trim();
        if rest.is_empty() {
            return Err(ReadProblem::Empty);
        }
        let mut found = Vec::new();
        if let Some((word, qualifier)) = BEFORE.iter().find(|(word, _)| rest.starts_with(word)) {
            found.push(*qualifier);
            rest = rest[word.len()..].trim_start();
        }
        if let Some(before) = rest.strip_suffix("左右") {
            found.push(Qualifier::About);
            rest = before.trim_end();
        }
        let end = rest.find(|c: char| !(c.is_ascii_digit() || "-,.".contains(c))).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(end);
        let value = plain_number(number).ok_or_else(|| ReadProblem::NotANumber(text.trim().to_owned()))?;
        let value = decimal::parse_decimal(&value, decimal::MAX_PLACES).map_err(|_| ReadProblem::TooLong)?;
        let (name, over) = take_after(tail.trim_start());
        if over {
            found.push(Qualifier::Over);
        }
        if found.len() > 1 {
            return Err(ReadProblem::TwoQualifiers);
        }
        let qualifier = found.pop().unwrap_or_default();
        let (value, unit) = match unit::split_multiplier(&name) {
            _ if name.is_empty() => (value, None),
            Some((_, times, "")) => {
                (value.checked_mul(times.into()).ok_or(ReadProblem::TooLong)?.normalize(), None)
            }
            _ => (value, Some(Unit::find(&name).ok_or(ReadProblem::UnknownUnit(name))?)),
        };
        Ok(Quantity { qualifier, value, unit })
    }

    /// The same quantity in another unit; `None` where no decimal holds the result exactly.
    pub fn in_unit(&self, to: Unit) -> Result<Option<Quantity>, UnitProblem> {
        let from = self.unit.ok_or(UnitProblem::OtherDimension)?;
        let exact = from.convert(self.value, &to)?;
        Ok(exact.decimal().map(|value| Quantity { value, unit: Some(to), ..*self }))
    }

    /// The quantity in words: `约13万人次/日`, `about 130,000 person-times per day`.
    pub fn render(&self, lang: Lang) -> String {
        let unit = self.unit.map(|unit| unit.text()).unwrap_or_default();
        words(self.value, self.qualifier, &Text::new(unit, ""), lang)
    }
}

/// A value in words with a unit given in both languages, as a figure has it. In Chinese 万 and 亿 are
/// used where they are exact, unless the unit brings its own. In English the number is given in the
/// English unit as it stands; where that is empty the vocabulary names the unit and its 万 or 亿 is
/// multiplied out, and an unknown unit stays Chinese.
pub fn words(value: Decimal, qualifier: Qualifier, unit: &Text, lang: Lang) -> String {
    match lang {
        Lang::Zh => zh_words(value, qualifier, &unit.zh),
        Lang::En => en_words(value, qualifier, unit),
    }
}

fn zh_words(value: Decimal, qualifier: Qualifier, unit: &str) -> String {
    let (own, rest) = match Unit::find(unit) {
        Some(known) => known.split(),
        // Outside the vocabulary: at least no 万 before a 万.
        None => match ["万", "亿"].into_iter().find(|word| unit.starts_with(word)) {
            Some(word) => (word, unit[word.len()..].to_owned()),
            None => ("", unit.to_owned()),
        },
    };
    let symbol = rest.chars().next().is_some_and(|c| !clean::is_han(c));
    let (number, word) = if own.is_empty() && !symbol {
        let (folded, word) = fold(value);
        (folded, word)
    } else {
        (value, own)
    };
    let number = group(&decimal_text(number), 5);
    let space = if symbol && !rest.starts_with(['%', '‰', '℃', '°']) { " " } else { "" };
    match qualifier {
        Qualifier::Over => format!("{number}{word}余{space}{rest}"),
        _ => format!("{}{number}{word}{space}{rest}", qualifier.zh()),
    }
}

fn en_words(value: Decimal, qualifier: Qualifier, unit: &Text) -> String {
    let known = if unit.en.is_empty() { Unit::find(&unit.zh) } else { None };
    let bare = known.and_then(|known| value.checked_mul(known.times().into()));
    let name = match (known, bare) {
        (Some(known), Some(bare)) => known.en(bare.abs() != Decimal::ONE),
        _ => unit.get(Lang::En).to_owned(),
    };
    let number = format_decimal(bare.unwrap_or(value), Lang::En);
    let space = if name.is_empty() || name.starts_with(['%', '‰']) { "" } else { " " };
    let before = if qualifier == Qualifier::Exact { "" } else { " " };
    format!("{}{before}{number}{space}{name}", qualifier.en())
}

/// Takes 余, 多 or + off the place after the digits, or after a multiplier.
fn take_after(tail: &str) -> (String, bool) {
    let strip = |text: &str| {
        AFTER.iter().find_map(|word| text.strip_prefix(word)).map(|rest| rest.trim_start().to_owned())
    };
    if let Some(rest) = strip(tail) {
        return (rest, true);
    }
    if let Some((word, _, rest)) = unit::split_multiplier(tail)
        && let Some(rest) = strip(rest)
    {
        return (format!("{word}{rest}"), true);
    }
    (tail.to_owned(), false)
}

/// Digits with optional minus, thousands separators and point, as plain notation. Separators must
/// stand at every third digit or nowhere: `1,23` and `12,3456` could mean anything.
fn plain_number(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, part) = digits.find('.').map_or((digits, ""), |at| digits.split_at(at));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
    let joined = groups.concat();
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !grouped || !all_digits(&joined) || !(part.is_empty() || all_digits(&part[1..])) {
        return None;
    }
    let trimmed = joined.trim_start_matches('0');
    Some(format!("{sign}{}{part}", if trimmed.is_empty() { "0" } else { trimmed }))
}

#[cfg(test)]
mod tests;
