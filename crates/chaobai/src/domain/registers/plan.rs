//! How a page of a long list is found. There are two good ways: to walk along the index of the sort order
//! and take what fits, where much fits; and to look up the records of an indexed value and sort them,
//! where few have it. Engines guess which of the two it is; without statistics, which SQLite has only when
//! somebody asks for them, they guess wrong: at a million records by a factor of a hundred and more. So it
//! is counted, up to a bound, and said in a way that both engines understand.

use super::filter::{self, Param, Part};
use super::find::{LAST_DAY, ListQuery, store_refusal};
use super::page::Sort;
use super::{indexes, permits};
use crate::charter::model::{Field, Register};
use crate::desk::Caller;
use kernel::Refusal;
use store::{Ask, Value};

/// So many records are looked up and sorted; where more have the value, the order is walked along. Looking
/// up 2000 costs 5 ms; finding 25 of them by walking along a million 20 ms.
const FEW: i64 = 2000;

/// How one page is found. The default leaves it to the engine.
#[derive(Default)]
pub(super) struct Plan {
    /// Fields whose index is of no use for this page.
    passed_by: Vec<String>,
    /// Records are looked up by a value that few have, and then sorted.
    pub looks_up: bool,
}

impl Plan {
    /// Decides by counting how many records have the values that the filter names.
    pub fn make(
        ask: &mut dyn Ask,
        caller: &Caller,
        register: &Register,
        query: &ListQuery,
    ) -> Result<Plan, Refusal> {
        let mut plan = Plan::default();
        let Some(text) = &query.filter else { return Ok(plan) };
        let indexed = |id: &str| register.field(id).is_some_and(|field| indexes::is_indexed(register, field));
        let own = || register.sort.first().map(|text| Sort::parse(text));
        let Some(sort) = query.sort.clone().or_else(own).filter(|sort| indexed(&sort.field)) else {
            return Ok(plan);
        };
        if query.as_of.is_some() || query.known_at.is_some() || query.withdrawn {
            return Ok(plan);
        }
        let allowed = |field: &Field| permits::may_filter_by(caller, register, field);
        for part in filter::parts(text, register, query.today.unwrap_or(LAST_DAY), 1, &allowed)? {
            let Some(field) = part.equals.clone().filter(|id| indexed(id) && *id != sort.field) else {
                continue;
            };
            if !plan.looks_up && have_value(ask, register, part)? <= FEW {
                plan.looks_up = true;
            } else {
                plan.passed_by.push(field);
            }
        }
        Ok(plan)
    }

    /// A part of the filter as a condition that uses an index only where the plan does.
    pub fn condition(&self, part: &Part) -> String {
        match &part.equals {
            Some(field) if self.passed_by.contains(field) => {
                format!("CASE WHEN {} THEN 1 ELSE 0 END = 1", part.sql)
            }
            _ => part.sql.clone(),
        }
    }
}

/// An expression of the same value that fits no index.
pub(super) fn unindexed(sql: &str) -> String {
    format!("CASE WHEN 1 = 1 THEN {sql} END")
}

/// How many records have a value, as far as [`FEW`] and one more: read from its index alone.
fn have_value(ask: &mut dyn Ask, register: &Register, part: Part) -> Result<i64, Refusal> {
    let text = format!(
        "SELECT count(*) FROM (SELECT 1 FROM record WHERE register = '{}' AND withdrawn = 0 AND {} LIMIT {}) AS found",
        register.id,
        part.alone(),
        FEW + 1
    );
    let params: Vec<Value<'_>> = part.params.into_iter().map(Param::into_value).collect();
    let row = ask.row(&text, &params).map_err(store_refusal)?;
    row.map_or(Ok(0), |row| row.int(0)).map_err(store_refusal)
}
