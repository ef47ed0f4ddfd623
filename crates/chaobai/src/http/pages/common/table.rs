//! Records as a table: columns, cells, sort links.

use super::{Frame, Names, Query, values};
use crate::charter::model::{Field, Register};
use crate::domain::registers::permits::{self, Scope};
use crate::domain::registers::{Record, Sort, sort_key};
use crate::http::views::{Cell, Column, SortOrder, Table, TableRow};
use serde_json::Value;

/// Columns of a table where the charter names none.
const COLUMNS_MAX: usize = 8;

/// The columns of a list for a caller: the title first, then those the charter names; fields the caller
/// sees in no record are left out.
pub fn columns<'a>(frame: &Frame, register: &'a Register) -> Vec<&'a Field> {
    let sees_more = match permits::scope(&frame.caller, register) {
        Scope::All => true,
        Scope::Some { fields, .. } => !fields.is_empty(),
        Scope::Nothing => false,
    };
    let title = register.field(&register.title);
    let rest = register.shown().filter(|field| field.id != register.title);
    let max = if register.columns.is_empty() { COLUMNS_MAX } else { usize::MAX };
    title.into_iter().chain(rest).filter(|field| field.public || sees_more).take(max).collect()
}

/// How the table on a page is sorted, and where a click on a heading leads.
pub struct Sorting<'a> {
    /// Path of the page, without `/en`.
    pub path: &'a str,
    /// The page's query; `sort` and `after` are replaced.
    pub query: &'a Query,
    /// The order in force.
    pub current: Option<&'a Sort>,
}

/// Records as rows under columns. The first column leads to the record at `address`.
pub fn table(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    fields: &[&Field],
    records: &[Record],
    sorting: Option<&Sorting<'_>>,
    address: impl Fn(&Record) -> String,
) -> Table {
    let columns = fields.iter().map(|field| column(frame, names, register, field, sorting)).collect();
    let rows = records
        .iter()
        .map(|record| {
            let value = |field: &Field| record.body.get(&field.id).unwrap_or(&Value::Null).clone();
            let mut cells: Vec<Cell> =
                fields.iter().map(|field| values::cell(names, field, &value(field))).collect();
            if let Some(first) = cells.first_mut() {
                *first = Cell::link(frame.href(&address(record)), names.title(register, record));
            }
            TableRow { cells, withdrawn: record.withdrawn, sample: names.is_sample(register, record) }
        })
        .collect();
    Table { caption: frame.text(&register.name).to_owned(), columns, rows }
}

fn column(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    field: &Field,
    sorting: Option<&Sorting<'_>>,
) -> Column {
    let mut column =
        Column { label: values::label(names, field), numeric: values::is_number(field), ..Column::default() };
    let sortable =
        permits::may_filter_by(&frame.caller, register, field) && sort_key(register, &field.id).is_some();
    if let Some(sorting) = sorting.filter(|_| sortable) {
        let current = sorting.current.filter(|sort| sort.field == field.id);
        column.sorted = match current {
            None => SortOrder::No,
            Some(sort) if sort.descending => SortOrder::Descending,
            Some(_) => SortOrder::Ascending,
        };
        let next =
            if column.sorted == SortOrder::Ascending { format!("-{}", field.id) } else { field.id.clone() };
        column.sort_href = frame.href(&sorting.query.without("after").with("sort", &next).on(sorting.path));
    }
    column
}
