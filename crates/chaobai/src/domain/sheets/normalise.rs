//! What somebody means who types, pastes or sends a cell: the value it is kept as, what was done to
//! the text on the way (shown to the person before anything is written), or what is wrong with it and
//! what was probably meant. Nothing doubtful is ever taken: it becomes a suggestion to accept.

use super::text;
use crate::charter::model::{Charter, Choice, Field, FieldType};
use crate::charter::{check_value, nearest};
use kernel::clean::{self, half_width, is_blank};
use kernel::{Date, Id, Lang, Problem, Text};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// What was done to a text so that it could be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Full-width digits, letters or signs were read as plain ones.
    HalfWidth,
    /// Thousands separators were taken out.
    Separators,
    /// A percent sign was taken off.
    Percent,
    /// 万 or 亿 was multiplied out.
    Multiplied,
    /// Converted from another unit.
    Converted,
    /// Converted from the unit in the heading of the column.
    HeadingUnit,
    /// A date written otherwise.
    Date,
    /// A spreadsheet's day number.
    DayNumber,
    /// A sign for "nothing" was read as an empty cell.
    Blank,
    /// √ and the like for yes, × for no.
    YesNo,
    /// Blanks or line breaks around the text were taken off.
    Trimmed,
}

impl Mark {
    /// Its word in the API and in class names.
    pub fn id(self) -> &'static str {
        match self {
            Mark::HalfWidth => "half_width",
            Mark::Separators => "separators",
            Mark::Percent => "percent",
            Mark::Multiplied => "multiplied",
            Mark::Converted => "converted",
            Mark::HeadingUnit => "heading_unit",
            Mark::Date => "date",
            Mark::DayNumber => "day_number",
            Mark::Blank => "blank",
            Mark::YesNo => "yes_no",
            Mark::Trimmed => "trimmed",
        }
    }
}

/// A cell that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The value as it is kept; null: empty. A record not named by its id is `{"$key": text}`, to be looked up.
    pub value: Value,
    /// What was done to the text, in order and once each.
    pub marks: Vec<Mark>,
}

/// A cell that was not understood, or may not be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// What is wrong.
    pub problem: Problem,
    /// What was probably meant: a text that would be understood.
    pub suggestion: Option<String>,
}

/// From which day a spreadsheet counts its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// 1 is 1 January 1900 (and 60 a 29 February that never was): Excel, WPS.
    From1900,
    /// 0 is 1 January 1904: Excel on old Macintoshes.
    From1904,
}

impl Epoch {
    /// The day of a number, if it is one that spreadsheets agree on: 1 March 1900 to the end of 9999.
    pub fn day(self, number: i64) -> Option<Date> {
        let (zero, first) = match self {
            Epoch::From1900 => (Date::new(1899, 12, 30)?, 61),
            Epoch::From1904 => (Date::new(1904, 1, 1)?, 0),
        };
        let day = zero.plus_days(number);
        (number >= first && day.year() <= 9999 && day < Date::LAST).then_some(day)
    }
}

/// What is known about where a text comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting<'a> {
    /// Unit said in the heading of the column, where it is not the field's own: `万元`.
    pub heading_unit: Option<&'a str>,
    /// How the workbook counts days; none: a bare number in a date field is doubtful.
    pub epoch: Option<Epoch>,
}

/// What a name leads to.
#[derive(Clone, Debug)]
enum Meant {
    Id(String),
    Several,
}

/// Reads cells of one list. Made once, used for every row.
pub struct Normaliser<'a> {
    charter: &'a Charter,
    today: Date,
    names: HashMap<String, HashMap<String, Meant>>,
}

impl<'a> Normaliser<'a> {
    /// A reader of these fields; `today` is what a date without a year is taken to be near to.
    pub fn new<'f>(
        charter: &'a Charter,
        fields: impl IntoIterator<Item = &'f Field>,
        today: Date,
    ) -> Normaliser<'a> {
        let mut names = HashMap::new();
        for field in fields {
            let known = named(charter, field);
            if known.is_empty() {
                continue;
            }
            let mut all: HashMap<String, Meant> = HashMap::new();
            for (id, name) in known {
                for word in [id, name.zh.as_str(), name.en.as_str()] {
                    let key = folded(word);
                    if key.is_empty() {
                        continue;
                    }
                    let other = matches!(all.get(&key), Some(Meant::Id(there)) if there != id);
                    all.insert(key, if other { Meant::Several } else { Meant::Id(id.to_owned()) });
                }
            }
            names.insert(field.id.clone(), all);
        }
        Normaliser { charter, today, names }
    }

    /// Reads a cell and judges it by the rules of its field. An empty cell is null, and refused only where
    /// the field is required.
    pub fn read(&self, field: &Field, typed: &str, setting: Setting<'_>) -> Result<Read, Trouble> {
        let read = self.understand(field, typed, setting)?;
        if read.value.get(crate::charter::values::KEY_MARKER).is_some() {
            return Ok(read);
        }
        match check_value(self.charter, field, &read.value) {
            None => Ok(read),
            Some(problem) => {
                let suggestion = self.meant(field, typed, &problem);
                Err(Trouble { problem, suggestion })
            }
        }
    }

    fn understand(&self, field: &Field, typed: &str, setting: Setting<'_>) -> Result<Read, Trouble> {
        let trimmed = typed.trim();
        if trimmed.is_empty() {
            return Ok(Read { value: Value::Null, marks: Vec::new() });
        }
        if is_blank(trimmed) {
            return Ok(Read { value: Value::Null, marks: vec![Mark::Blank] });
        }
        let mut marks = Vec::new();
        if trimmed.len() != typed.len() {
            marks.push(Mark::Trimmed);
        }
        let is_number = matches!(field.kind, FieldType::Integer | FieldType::Decimal | FieldType::Money);
        let value = match field.kind {
            FieldType::Choice
            | FieldType::Unit
            | FieldType::Jurisdiction
            | FieldType::Body
            | FieldType::Post => Value::from(self.named(field, trimmed)?),
            FieldType::Choices | FieldType::Units => {
                let parts = trimmed.split(['、', ',', '，', ';', '；', '|', '\n']);
                let parts = parts.map(str::trim).filter(|part| !part.is_empty());
                Value::Array(
                    parts.map(|part| self.named(field, part).map(Value::from)).collect::<Result<_, _>>()?,
                )
            }
            FieldType::Boolean => {
                let (yes, word) = yes_or_no(trimmed).ok_or_else(|| Trouble {
                    problem: Problem::new(field.id.as_str(), "not_a_boolean").with("given", trimmed),
                    suggestion: match half_width(trimmed).as_str() {
                        "1" | "有" => Some("是".into()),
                        "0" | "无" => Some("否".into()),
                        _ => None,
                    },
                })?;
                if !word {
                    marks.push(Mark::YesNo);
                }
                Value::Bool(yes)
            }
            FieldType::Date => self.date(field, trimmed, setting, &mut marks)?,
            _ => {
                let with_unit = heading(field, trimmed, setting, is_number);
                let asked = with_unit.as_deref().unwrap_or(trimmed);
                let read = text::value(self.charter, field, &[asked.to_owned()]);
                if with_unit.is_some() {
                    marks.push(Mark::HeadingUnit);
                }
                read.map_err(|problem| {
                    let suggestion = self.meant(field, trimmed, &problem);
                    Trouble { problem, suggestion }
                })?
            }
        };
        if is_number {
            marks.extend(number_marks(trimmed));
        }
        marks.sort_unstable();
        marks.dedup();
        Ok(Read { value, marks })
    }

    fn date(
        &self,
        field: &Field,
        trimmed: &str,
        setting: Setting<'_>,
        marks: &mut Vec<Mark>,
    ) -> Result<Value, Trouble> {
        let half = half_width(trimmed);
        // A cell formatted as date and time: midnight is a day.
        let day_part = half
            .split_once([' ', 'T'])
            .filter(|(_, time)| time.bytes().all(|b| matches!(b, b'0' | b':' | b'.')))
            .map_or(half.as_str(), |(day, _)| day);
        match clean::date(day_part) {
            Ok(day) => {
                let text = day.to_string();
                if text != trimmed {
                    marks.push(Mark::Date);
                }
                if half != trimmed {
                    marks.push(Mark::HalfWidth);
                }
                Ok(Value::from(text))
            }
            Err(why) => {
                let number = day_number(&half);
                if let Some(day) = setting.epoch.and_then(|epoch| epoch.day(number?)) {
                    marks.push(Mark::DayNumber);
                    return Ok(Value::from(day.to_string()));
                }
                let mut problem = Problem::new(field.id.as_str(), why.code()).with("given", trimmed);
                if without_year(&half).is_some() {
                    problem.code = "year_missing";
                }
                let suggestion = self.meant(field, trimmed, &problem);
                Err(Trouble { problem, suggestion })
            }
        }
    }

    /// The id that a name, an id, or either in other letters stands for.
    fn named(&self, field: &Field, typed: &str) -> Result<String, Trouble> {
        let key = folded(typed);
        match self.names.get(&field.id).and_then(|names| names.get(&key)) {
            Some(Meant::Id(id)) => Ok(id.clone()),
            Some(Meant::Several) => Err(Trouble {
                problem: Problem::new(field.id.as_str(), "several_names").with("given", typed),
                suggestion: None,
            }),
            None => {
                let known = named(self.charter, field);
                let meant = nearest(typed, known.iter().map(|(_, name)| name.get(Lang::Zh)))
                    .or_else(|| only_containing(&known, typed))
                    .map(str::to_owned);
                let mut problem = Problem::new(field.id.as_str(), "no_such_name").with("given", typed);
                if known.len() <= 12 {
                    let all: Vec<&str> = known.iter().map(|(_, name)| name.get(Lang::Zh)).collect();
                    problem = problem.with("allowed", all.join("、"));
                }
                Err(Trouble { problem, suggestion: meant })
            }
        }
    }

    /// What was probably meant by a text that was not understood.
    fn meant(&self, field: &Field, typed: &str, problem: &Problem) -> Option<String> {
        let half = half_width(typed.trim());
        let guess = match (field.kind, problem.code) {
            (FieldType::Integer | FieldType::Decimal | FieldType::Money, "not_a_number" | "unknown_unit") => {
                // Separators in wrong places, blanks inside, letters that look like digits.
                half.chars()
                    .filter(|c| !c.is_whitespace() && *c != ',' && *c != '\'')
                    .map(|c| match c {
                        'o' | 'O' | '〇' => '0',
                        'l' | 'I' => '1',
                        '。' => '.',
                        other => other,
                    })
                    .collect()
            }
            (FieldType::Integer | FieldType::Decimal | FieldType::Money, "qualifier_not_kept") => {
                let words = ["约", "近", "超过", "超", "大约", "左右", "余", "多", "+"];
                words.iter().fold(half, |text, word| text.replace(word, ""))
            }
            (FieldType::Date, "day_missing") => month_end(&half)?.to_string(),
            (FieldType::Date, "year_missing") => {
                let (month, day) = without_year(&half)?;
                Date::new(self.today.year(), month, day)?.to_string()
            }
            (FieldType::Date, "not_a_date") => match day_number(&half) {
                Some(number) if (20_000..80_000).contains(&number) => {
                    Epoch::From1900.day(number)?.to_string()
                }
                _ => short_year(&half)
                    .or_else(|| clean::date(half.split_once(' ')?.0).ok())
                    .or_else(|| month_end(&half))?
                    .to_string(),
            },
            (FieldType::Text, "not_one_line" | "control_character") => {
                typed.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            (FieldType::Text | FieldType::LongText, "zero_width_character" | "bidi_character") => {
                typed.chars().filter(|c| clean::hidden(*c).is_none()).collect()
            }
            (FieldType::Url, "not_a_url") if half.starts_with("www.") => format!("https://{half}"),
            _ => return None,
        };
        // A suggestion that would not be understood either helps nobody.
        let good = guess != typed && self.understand(field, &guess, Setting::default()).is_ok();
        good.then_some(guess)
    }
}

/// A value as a sheet shows it: names for ids, plain digits, ISO days. Reading it again gives the value,
/// but for records, which `title` names.
pub fn shown(
    charter: &Charter,
    field: &Field,
    value: Option<&Value>,
    lang: Lang,
    title: &dyn Fn(&Id) -> Option<String>,
) -> String {
    let name = |id: &str| {
        named(charter, field)
            .into_iter()
            .find(|(known, _)| *known == id)
            .map_or_else(|| id.to_owned(), |(_, name)| name.get(lang).to_owned())
    };
    match (field.kind, value) {
        (_, None | Some(Value::Null)) => String::new(),
        (FieldType::Choices | FieldType::Units, Some(Value::Array(all))) => {
            let names: Vec<String> = all.iter().filter_map(Value::as_str).map(name).collect();
            names.join("、")
        }
        (
            FieldType::Choice | FieldType::Unit | FieldType::Jurisdiction | FieldType::Body | FieldType::Post,
            Some(Value::String(id)),
        ) => name(id),
        (FieldType::Boolean, Some(Value::Bool(yes))) => match (yes, lang) {
            (true, Lang::Zh) => "是".into(),
            (false, Lang::Zh) => "否".into(),
            (true, Lang::En) => "yes".into(),
            (false, Lang::En) => "no".into(),
        },
        (FieldType::Record, Some(Value::String(id))) => {
            Id::parse(id).and_then(|id| title(&id)).unwrap_or_else(|| id.clone())
        }
        (_, value) => text::typed(charter, field, value).into_iter().next().unwrap_or_default(),
    }
}

/// Ids and names a field can hold, where they are in the charter.
pub fn named<'a>(charter: &'a Charter, field: &'a Field) -> Vec<(&'a str, &'a Text)> {
    let zone = &charter.zone;
    let choice = |choice: &'a Choice| (choice.id.as_str(), &choice.name);
    match field.kind {
        FieldType::Choice | FieldType::Choices => field.choices.iter().map(choice).collect(),
        FieldType::Unit | FieldType::Units => {
            zone.units.iter().map(|unit| (unit.id.as_str(), &unit.name)).collect()
        }
        FieldType::Jurisdiction => zone.jurisdictions.iter().map(|j| (j.id.as_str(), &j.name)).collect(),
        FieldType::Body => zone.bodies.iter().map(|body| (body.id.as_str(), &body.name)).collect(),
        FieldType::Post => zone.posts.iter().map(|post| (post.id.as_str(), &post.name)).collect(),
        _ => Vec::new(),
    }
}

/// Letters that make no difference between two names: width, case, blanks.
fn folded(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The only name that holds the text, or that the text holds.
fn only_containing<'a>(known: &[(&'a str, &'a Text)], typed: &str) -> Option<&'a str> {
    if typed.chars().count() < 2 {
        return None;
    }
    let mut fitting = known
        .iter()
        .map(|(_, name)| name.get(Lang::Zh))
        .filter(|name| name.contains(typed) || typed.contains(name));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Yes or no, and whether it was said in the page's own word.
fn yes_or_no(text: &str) -> Option<(bool, bool)> {
    match half_width(text).to_lowercase().as_str() {
        "是" | "yes" | "true" => Some((true, true)),
        "否" | "no" | "false" => Some((false, true)),
        "√" | "✓" | "✔" | "☑" | "y" | "对" => Some((true, false)),
        "×" | "✗" | "✘" | "x" | "☒" | "n" | "不是" | "错" => Some((false, false)),
        _ => None,
    }
}

/// A bare number with the unit of its column's heading behind it.
fn heading(field: &Field, typed: &str, setting: Setting<'_>, is_number: bool) -> Option<String> {
    let unit = setting.heading_unit?;
    let bare = is_number
        && field.unit.as_deref() != Some(unit)
        && half_width(typed).bytes().all(|b| b.is_ascii_digit() || b"-,. ".contains(&b));
    bare.then(|| format!("{typed}{unit}"))
}

fn number_marks(typed: &str) -> Vec<Mark> {
    let half = half_width(typed);
    let mut marks = Vec::new();
    if half.chars().ne(typed.chars()) {
        marks.push(Mark::HalfWidth);
    }
    if half.contains(',') {
        marks.push(Mark::Separators);
    }
    if half.contains('%') {
        marks.push(Mark::Percent);
    } else if half.contains(['万', '亿']) {
        marks.push(Mark::Multiplied);
    } else if half.chars().any(|c| c.is_alphabetic()) {
        marks.push(Mark::Converted);
    }
    marks
}

/// A whole number of at most six digits, a fraction of a day cut off.
fn day_number(half: &str) -> Option<i64> {
    let whole = half.split_once('.').map_or(half, |(whole, _)| whole);
    let digits = (1..=6).contains(&whole.len()) && whole.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| whole.parse().ok()).flatten()
}

/// `10月31日`, `10-31`, `10.31`: month and day.
fn without_year(half: &str) -> Option<(i8, i8)> {
    let text: String = half.chars().filter(|c| !c.is_whitespace()).collect();
    let (month, day) = text
        .split_once('月')
        .map(|(month, day)| (month, day.trim_end_matches(['日', '号'])))
        .or_else(|| text.split_once(['-', '/']))?;
    let number = |s: &str| {
        let good = (1..=2).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
        good.then(|| s.parse().ok()).flatten()
    };
    let (month, day): (i8, i8) = (number(month)?, number(day)?);
    Date::new(2024, month, day).map(|_| (month, day))
}

/// The last day of `2026年10月`, `2026.10`, `2026-10`.
fn month_end(half: &str) -> Option<Date> {
    let text: String = half.chars().filter(|c| !c.is_whitespace()).collect();
    let (year, month) = text.split_once(['年', '.', '-', '/'])?;
    let month = month.trim_end_matches(['月', '份', '底', '末']);
    let (year, month): (i16, i8) = (year.parse().ok()?, month.parse().ok()?);
    let next = if month == 12 { Date::new(year + 1, 1, 1) } else { Date::new(year, month + 1, 1) };
    Date::new(year, month, 1)?;
    Some(next?.plus_days(-1))
}

/// `26.10.31`, `26年10月31日`: a year of two digits, in this century.
fn short_year(half: &str) -> Option<Date> {
    let two = half.len() >= 3
        && half.bytes().take(2).all(|b| b.is_ascii_digit())
        && half.chars().nth(2).is_some_and(|c| "年.-/".contains(c));
    two.then(|| clean::date(&format!("20{half}")).ok()).flatten()
}

/// Cells of a row by the id of their field.
pub type Cells = BTreeMap<String, String>;

#[cfg(test)]
#[path = "normalise_tests.rs"]
mod tests;
