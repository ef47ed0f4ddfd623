//! Figures from records. The filter keeps its three values: a record that fulfils it counts, one that
//! does not is left out, and one about which something is not recorded is counted as undetermined.

use super::answer::{Completion, Computed};
use super::find::Asked;
use crate::charter::model::{Charter, Compute, FieldType, Register};
use crate::domain::registers::filter::{self, Param};
use crate::domain::registers::{sort_key, store_refusal};
use kernel::decimal::{Decimal, parse_decimal, round};
use kernel::{Kind, Refusal};
use std::collections::{BTreeMap, BTreeSet};
use store::{Ask, Row, StoreError, Value};

/// Computes a figure for a day.
pub fn compute(
    ask: &mut dyn Ask,
    charter: &Charter,
    how: &Compute,
    asked: Asked,
) -> Result<Computed, Refusal> {
    let over =
        |register: &str, filter: &Option<String>| Source::new(charter, register, filter.as_deref(), asked);
    match how {
        Compute::Count { register, filter } => {
            let source = over(register, filter)?;
            let tally = source.tally(ask, "1")?;
            Ok(source.computed(Some(Decimal::from(tally.matched)), &tally))
        }
        Compute::CountDistinct { register, filter, field } => {
            let source = over(register, filter)?;
            let key = source.key(field)?;
            let tally = source.tally(ask, &key)?;
            let text = source.text(&format!("count(DISTINCT {key})"), &source.matched());
            let number = one(ask, &text, &source.params)?.int(0).map_err(store_refusal)?;
            Ok(source.computed(Some(Decimal::from(number)), &tally))
        }
        Compute::CountWhole { register, filter, field, part } => {
            let whole = over(register, filter)?;
            let key = whole.key(field)?;
            let tally = whole.tally(ask, &key)?;
            let both = match filter {
                Some(filter) => format!("({filter}) AND ({part})"),
                None => part.clone(),
            };
            let fits = Source::new(charter, register, Some(&both), asked)?;
            let undetermined = tally.undetermined.max(fits.tally(ask, &key)?.undetermined);
            let (whole_by, fits_by) = (whole.by(ask, &key)?, fits.by(ask, &key)?);
            let number = whole_by.iter().filter(|(of, all)| fits_by.get(*of) == Some(*all)).count();
            let number = (tally.matched > 0).then(|| Decimal::from(number));
            Ok(whole.computed(number, &Tally { undetermined, ..tally }))
        }
        Compute::Sum { register, filter, field } => {
            let source = over(register, filter)?;
            let tally = source.tally(ask, &source.key(field)?)?;
            let sum = if tally.matched == 0 { None } else { Some(source.sum(ask, field)?) };
            Ok(source.computed(sum, &tally))
        }
        Compute::Mean { register, filter, field, places } => {
            let source = over(register, filter)?;
            let tally = source.tally(ask, &source.key(field)?)?;
            let mean = if tally.matched == 0 {
                None
            } else {
                Some(round(source.sum(ask, field)? / Decimal::from(tally.matched), *places))
            };
            Ok(source.computed(mean, &tally))
        }
        Compute::Latest { register, filter, field, by } => {
            let source = over(register, filter)?;
            let (key, day) = (source.key(field)?, source.key(by)?);
            let tally = source.tally(ask, &key)?;
            let mut params = source.params.clone();
            params.push(asked.as_of.to_string().into());
            let text = format!(
                "{} AND {key} IS NOT NULL AND {day} <= ${} ORDER BY {day} DESC, id DESC LIMIT 1",
                source.text(&format!("CAST({key} AS TEXT)"), &source.matched()),
                params.len()
            );
            let row = ask.row(&text, &params).map_err(store_refusal)?;
            let value = match row {
                Some(row) => Some(decimal(row.text_ref(0).map_err(store_refusal)?)?),
                None => None,
            };
            Ok(source.computed(value, &tally))
        }
        Compute::Ratio { register, filter, part, places } => {
            let source = over(register, filter)?;
            let whole = source.tally(ask, "1")?;
            let both = match filter {
                Some(filter) => format!("({filter}) AND ({part})"),
                None => part.clone(),
            };
            let part = Source::new(charter, register, Some(&both), asked)?.tally(ask, "1")?;
            let share = (whole.matched > 0)
                .then(|| round(Decimal::from(part.matched * 100) / Decimal::from(whole.matched), *places));
            let tally = Tally { undetermined: whole.undetermined.max(part.undetermined), ..whole };
            Ok(source.computed(share, &tally))
        }
        Compute::Completion { register, filter, places } => {
            let law = charter.register(register).and_then(|register| register.worklist.as_ref());
            let law = law
                .ok_or_else(|| Refusal::new(Kind::Invalid, "figures.no_register").with("given", register))?;
            // Parts of a matter are not counted beside it.
            let mut whole: Vec<String> = filter.iter().map(|filter| format!("({filter})")).collect();
            whole.extend(law.parent.iter().map(|parent| format!("{parent} IS NULL")));
            let number = |ask: &mut dyn Ask, stages: Option<&[String]>| {
                let mut all = whole.clone();
                if let Some(stages) = stages {
                    if stages.is_empty() {
                        return Ok((0, None));
                    }
                    let names: Vec<String> = stages.iter().map(|stage| format!("'{stage}'")).collect();
                    all.push(format!("stage IN ({})", names.join(", ")));
                }
                let text = (!all.is_empty()).then(|| all.join(" AND "));
                let source = Source::new(charter, register, text.as_deref(), asked)?;
                let tally = source.tally(ask, "1")?;
                Ok::<_, Refusal>((tally.matched, Some((source, tally))))
            };
            let (all, whole_tally) = number(ask, None)?;
            let (done, _) = number(ask, Some(&law.done))?;
            let (cancelled, _) = number(ask, Some(&law.cancelled))?;
            let (source, tally) = whole_tally.ok_or_else(Refusal::not_found)?;
            let share = (all > cancelled)
                .then(|| round(Decimal::from(done * 100) / Decimal::from(all - cancelled), *places));
            let completion = Some(Completion { all, done, cancelled });
            Ok(Computed { completion, filter: filter.clone(), ..source.computed(share, &tally) })
        }
        Compute::UnbrokenRun { register, filter, field } => {
            let source = over(register, filter)?;
            let key = source.key(field)?;
            let tally = source.tally(ask, &key)?;
            let text = source.text(&format!("DISTINCT substr(CAST({key} AS TEXT), 1, 4)"), &source.matched());
            let mut years = BTreeSet::new();
            for row in ask.rows(&text, &source.params).map_err(store_refusal)? {
                years.extend(
                    row.text_opt(0).map_err(store_refusal)?.and_then(|year| year.parse::<i64>().ok()),
                );
            }
            let run =
                years.last().map(|latest| (0..).take_while(|back| years.contains(&(latest - back))).count());
            Ok(source.computed(run.map(Decimal::from), &tally))
        }
        Compute::CountCharter { what } => {
            let number = match what.strip_prefix("tags/") {
                Some(group) => charter.zone.tag_groups.iter().find(|g| g.id == group).map(|g| g.tags.len()),
                None => Some(charter.zone.areas.iter().filter(|area| !area.housekeeping).count()),
            };
            Ok(Computed {
                value: number.map(Decimal::from),
                as_of: asked.as_of,
                register: None,
                filter: None,
                records: number.unwrap_or(0) as i64,
                undetermined: 0,
                completion: None,
            })
        }
    }
}

struct Tally {
    matched: i64,
    undetermined: i64,
}

struct Source<'a> {
    register: &'a Register,
    from: String,
    base: String,
    condition: Option<String>,
    params: Vec<Value<'static>>,
    filter_text: Option<String>,
    asked: Asked,
}

impl<'a> Source<'a> {
    fn new(
        charter: &'a Charter,
        register: &str,
        text: Option<&str>,
        asked: Asked,
    ) -> Result<Source<'a>, Refusal> {
        let register = charter
            .registers
            .get(register)
            .ok_or_else(|| Refusal::new(Kind::Invalid, "figures.no_register").with("given", register))?;
        let mut params: Vec<Value<'static>> = Vec::new();
        let from = if asked.as_of == asked.today && asked.known_at.is_none() {
            "record".to_owned()
        } else {
            params.push(asked.as_of.to_string().into());
            params.push(asked.known_at.map_or(i64::MAX, |at| at.0).into());
            crate::domain::registers::states_on(&register.id)
        };
        let mut base = format!("register = '{}' AND withdrawn = 0", register.id);
        if register.fields.iter().any(|field| field.id == "sample") {
            base.push_str(" AND COALESCE(CAST(body -> 'sample' AS TEXT), 'false') <> 'true'");
        }
        // Also where all stages are public: an older charter may have had others.
        let open = register.stages.iter().filter(|stage| stage.public);
        let names: Vec<String> = open.map(|stage| format!("'{}'", stage.id)).collect();
        base.push_str(&match names.is_empty() {
            true => " AND 1 = 0".to_owned(),
            false => format!(" AND stage IN ({})", names.join(", ")),
        });
        // The charter's own filters may name any field: a figure says a number, not the rows.
        let mut condition = None;
        if let Some(text) = text {
            let filter = filter::translate(text, register, asked.as_of, params.len() + 1, &|_| true)?;
            params.extend(filter.params.into_iter().map(Param::into_value));
            condition = Some(filter.sql);
        }
        Ok(Source { register, from, base, condition, params, filter_text: text.map(str::to_owned), asked })
    }

    fn matched(&self) -> String {
        match &self.condition {
            Some(condition) => format!("{} AND {condition}", self.base),
            None => self.base.clone(),
        }
    }

    fn text(&self, what: &str, condition: &str) -> String {
        format!("SELECT {what} FROM {} WHERE {condition}", self.from)
    }

    fn key(&self, field: &str) -> Result<String, Refusal> {
        let key = sort_key(self.register, field);
        key.map(|key| key.sql)
            .ok_or_else(|| Refusal::new(Kind::Invalid, "figures.no_field").with("given", field))
    }

    /// How many records count, and how many cannot be judged (also: those whose `key` is not recorded).
    fn tally(&self, ask: &mut dyn Ask, key: &str) -> Result<Tally, Refusal> {
        let condition = self.condition.as_deref().unwrap_or("(1 = 1)");
        let what = format!(
            "CAST(COALESCE(sum(CASE WHEN {condition} AND {key} IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT), \
             CAST(COALESCE(sum(CASE WHEN {condition} IS NULL OR ({condition} AND {key} IS NULL) THEN 1 ELSE 0 END), 0) AS BIGINT)"
        );
        let row = one(ask, &self.text(&what, &self.base), &self.params)?;
        let read = |index| row.int(index).map_err(store_refusal);
        Ok(Tally { matched: read(0)?, undetermined: read(1)? })
    }

    /// How many records there are of each value of a field.
    fn by(&self, ask: &mut dyn Ask, key: &str) -> Result<BTreeMap<String, i64>, Refusal> {
        let what = format!("CAST({key} AS TEXT), count(*)");
        let text = format!("{} AND {key} IS NOT NULL GROUP BY {key}", self.text(&what, &self.matched()));
        let mut numbers = BTreeMap::new();
        for row in ask.rows(&text, &self.params).map_err(store_refusal)? {
            numbers.insert(row.text(0).map_err(store_refusal)?, row.int(1).map_err(store_refusal)?);
        }
        Ok(numbers)
    }

    /// Exact: integers are summed by the store, decimals one by one.
    fn sum(&self, ask: &mut dyn Ask, field: &str) -> Result<Decimal, Refusal> {
        let key = self.key(field)?;
        let kind = self.register.fields.iter().find(|f| f.id == field).map(|f| f.kind);
        if kind != Some(FieldType::Decimal) {
            let text = self.text(&format!("CAST(COALESCE(sum({key}), 0) AS BIGINT)"), &self.matched());
            return Ok(Decimal::from(one(ask, &text, &self.params)?.int(0).map_err(store_refusal)?));
        }
        let text = self.text(&format!("body ->> '{field}'"), &self.matched());
        let mut sum = Decimal::ZERO;
        ask.each(&text, &self.params, &mut |row| {
            if let Some(value) = row.text_opt(0)? {
                sum += parse_decimal(&value, 9).map_err(|_| StoreError::damaged("decimal field"))?;
            }
            Ok(())
        })
        .map_err(store_refusal)?;
        Ok(sum)
    }

    fn computed(&self, value: Option<Decimal>, tally: &Tally) -> Computed {
        Computed {
            value,
            as_of: self.asked.as_of,
            register: Some(self.register.id.clone()),
            filter: self.filter_text.clone(),
            records: tally.matched,
            undetermined: tally.undetermined,
            completion: None,
        }
    }
}

fn one(ask: &mut dyn Ask, text: &str, params: &[Value<'_>]) -> Result<Row, Refusal> {
    let row = ask.row(text, params).map_err(store_refusal)?;
    row.ok_or_else(|| store_refusal(StoreError::damaged("an aggregate without a row")))
}

fn decimal(text: &str) -> Result<Decimal, Refusal> {
    parse_decimal(text, 9).map_err(|_| store_refusal(StoreError::damaged("decimal field")))
}
