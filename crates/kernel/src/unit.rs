//! Units of measure: a fixed vocabulary, written as people write them (`亩`, `万人次/日`, `μg/m³`),
//! with exact conversion inside a dimension and none across.
//!
//! A unit is an optional multiplier (万, 亿 …), a name, and at most two units it is "per":
//! `万人次/日`, `元/床·月`. Sources: 中华人民共和国法定计量单位 (国务院, 1984-02-27) and GB 3100-1993 for
//! the legal units; 1 亩 = 2000/3 m², 1 里 = 500 m, 1 斤 = 1/2 kg by the 市制 (度量衡法 of 1929). Calendar months and years, and working days, are dimensions of their own:
//! no fixed number of days makes them.

mod vocabulary;

use crate::decimal::{Decimal, Exact};
use vocabulary::{BASES, MULTIPLIERS};

/// What is measured. Units convert inside one dimension only; every counting word is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Base: metre.
    Length,
    /// Base: square metre.
    Area,
    /// Base: cubic metre.
    Volume,
    /// Base: gram.
    Mass,
    /// Base: second.
    Time,
    /// Calendar time; base: month.
    Months,
    /// Base: kilowatt-hour, as it is metered.
    Energy,
    /// Base: watt.
    Power,
    /// Base: one.
    Ratio,
    /// Money of one currency (ISO 4217 code); base: its major unit.
    Money(&'static str),
    /// A counting word or a unit that converts into nothing else.
    Count(&'static str),
}

/// An entry of the vocabulary.
#[derive(Debug, PartialEq, Eq)]
struct Base {
    /// Every way it is written.
    names: &'static [&'static str],
    dimension: Dimension,
    /// One of it is `num / den` of the dimension's base.
    num: i64,
    den: i64,
    /// English for one and for several; empty for counting words that English does without.
    one: &'static str,
    many: &'static str,
}

/// A multiplier and a name, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    multiplier: Option<(&'static str, i64)>,
    name: &'static str,
    base: &'static Base,
}

/// A unit of measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    top: Part,
    per: [Option<Part>; 2],
}

/// Why a value cannot be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitProblem {
    /// The two units measure different things.
    #[error("the units measure different things")]
    OtherDimension,
    /// Beyond 128 bits.
    #[error("the value is too large to convert")]
    TooLarge,
}

/// Whether a text is a unit of the vocabulary.
pub fn known(text: &str) -> bool {
    Unit::find(text).is_some()
}

/// A known unit that a text may have meant: other letter case, plain digits for raised ones, spaces,
/// another separator, or one character off.
pub fn suggest(text: &str) -> Option<String> {
    let tidy: String = crate::clean::half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '每' { '/' } else { c })
        .collect();
    if tidy.is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    for part in tidy.split('/') {
        parts.push(if known(part) { part.to_owned() } else { suggest_part(part)? });
    }
    let whole = parts.join("/");
    (whole != text && known(&whole)).then_some(whole)
}

fn suggest_part(text: &str) -> Option<String> {
    let names = || BASES.iter().flat_map(|set| set.iter()).flat_map(|base| base.names.iter().copied());
    if let Some(name) = names().find(|name| name.to_lowercase() == text.to_lowercase()) {
        return Some(name.to_owned());
    }
    if let Some((word, _)) =
        MULTIPLIERS.iter().find(|(word, _)| text.starts_with(word) && text.len() > word.len())
    {
        return suggest_part(&text[word.len()..]).map(|rest| format!("{word}{rest}"));
    }
    // A character too few or too many is the likelier slip than a wrong one (平米 is 平方米, not 千米).
    let near = |same_length: bool| {
        let length = text.chars().count();
        names().find(|name| {
            let count = name.chars().count();
            count > 1 && (count == length) == same_length && one_off(text, name)
        })
    };
    near(false).or_else(|| near(true)).map(str::to_owned)
}

/// Whether one text becomes the other by adding, dropping or changing one character.
fn one_off(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < 2 && short.len() == long.len() || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let skip = usize::from(short.len() == long.len());
    short.get(same + skip..).unwrap_or_default() == &long[(same + 1).min(long.len())..]
}

/// Splits a multiplier (万, 亿 …) off the front of a text.
pub(crate) fn split_multiplier(text: &str) -> Option<(&'static str, i64, &str)> {
    MULTIPLIERS.iter().find_map(|(word, times)| text.strip_prefix(word).map(|rest| (*word, *times, rest)))
}

impl Part {
    fn find(text: &str) -> Option<Part> {
        let named = |text: &str| {
            BASES
                .iter()
                .flat_map(|set| set.iter())
                .find_map(|base| base.names.iter().find(|name| **name == text).map(|name| (*name, base)))
        };
        if let Some((name, base)) = named(text) {
            return Some(Part { multiplier: None, name, base });
        }
        let (word, times, rest) = split_multiplier(text)?;
        let (name, base) = named(rest)?;
        Some(Part { multiplier: Some((word, times)), name, base })
    }

    fn factor(&self) -> Option<Exact> {
        let times = self.multiplier.map_or(1, |m| m.1);
        Exact::new(i128::from(self.base.num) * i128::from(times), i128::from(self.base.den))
    }

    fn text(&self) -> String {
        format!("{}{}", self.multiplier.map_or("", |m| m.0), self.name)
    }

    /// English name; a Latin symbol stays itself.
    fn en(&self, several: bool) -> &'static str {
        if !crate::clean::has_han(self.name) {
            self.name
        } else if several {
            self.base.many
        } else {
            self.base.one
        }
    }
}

impl Unit {
    /// The unit a text names, if it is in the vocabulary.
    pub fn find(text: &str) -> Option<Unit> {
        if let Some(top) = Part::find(text) {
            return Some(Unit { top, per: [None; 2] });
        }
        let (top, below) = text.split_once('/')?;
        let top = Part::find(top)?;
        if let Some(part) = Part::find(below) {
            return Some(Unit { top, per: [Some(part), None] });
        }
        let mut parts = below.split(['/', '·']);
        let first = Part::find(parts.next()?)?;
        let second = match parts.next() {
            Some(text) => Some(Part::find(text)?),
            None => None,
        };
        if parts.next().is_some() {
            return None;
        }
        Some(Unit { top, per: [Some(first), second] })
    }

    /// The unit as written: `万人次/日`.
    pub fn text(&self) -> String {
        let per: Vec<String> = self.per.iter().flatten().map(Part::text).collect();
        let below = if per.is_empty() { String::new() } else { format!("/{}", per.join("·")) };
        self.top.text() + &below
    }

    /// The multiplier word the unit starts with and the rest: `("万", "人次/日")`, `("", "km")`.
    pub fn split(&self) -> (&'static str, String) {
        let word = self.top.multiplier.map_or("", |m| m.0);
        (word, self.text()[word.len()..].to_owned())
    }

    /// How many of the bare unit the multiplier makes: 10,000 for `万人次`.
    pub fn times(&self) -> i64 {
        self.top.multiplier.map_or(1, |m| m.1)
    }

    /// English for the unit without its multiplier: `person-times per day`. Empty for counting words.
    pub fn en(&self, several: bool) -> String {
        let mut out = self.top.en(several).to_owned();
        let symbols = !crate::clean::has_han(&self.text());
        for part in self.per.iter().flatten() {
            let many = part
                .multiplier
                .map_or(String::new(), |m| format!("{} ", crate::decimal::group(&m.1.to_string(), 4)));
            let name = if part.en(false).is_empty() { "unit" } else { part.en(part.multiplier.is_some()) };
            if symbols {
                out = format!("{out}/{name}");
            } else {
                out = format!("{out} per {many}{name}");
            }
        }
        out.trim_start().to_owned()
    }

    /// What is measured: the unit's own dimension and those it is "per", in a fixed order.
    pub fn dimensions(&self) -> (Dimension, Vec<Dimension>) {
        let mut per: Vec<Dimension> = self.per.iter().flatten().map(|part| part.base.dimension).collect();
        per.sort_unstable();
        (self.top.base.dimension, per)
    }

    /// Whether values of the two units can be converted into each other.
    pub fn converts_to(&self, other: &Unit) -> bool {
        self.dimensions() == other.dimensions()
    }

    /// A value of this unit in another, exact.
    pub fn convert(&self, value: Decimal, to: &Unit) -> Result<Exact, UnitProblem> {
        self.convert_exact(Exact::from(value), to)
    }

    /// A fraction of this unit in another, exact.
    pub fn convert_exact(&self, value: Exact, to: &Unit) -> Result<Exact, UnitProblem> {
        if !self.converts_to(to) {
            return Err(UnitProblem::OtherDimension);
        }
        let one = || {
            let factor = self.factor()?.checked_mul(to.factor()?.inverse()?)?;
            value.checked_mul(factor)
        };
        one().ok_or(UnitProblem::TooLarge)
    }

    fn factor(&self) -> Option<Exact> {
        let mut factor = self.top.factor()?;
        for part in self.per.iter().flatten() {
            factor = factor.checked_mul(part.factor()?.inverse()?)?;
        }
        Some(factor)
    }
}

#[cfg(test)]
mod tests;
