//! The projects of a list on one axis of time: what the timeline is drawn from.

use super::read::{days, section};
use super::rules::Days;
use crate::charter::model::{ProjectLaw, Register};
use crate::domain::registers::{self, Record};
use kernel::Id;

/// A project on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Which of the records.
    pub record: usize,
    /// It stands under its parent, which is the bar before it or before its brothers.
    pub is_part: bool,
    /// When it begins.
    pub start: Days,
    /// When it opens.
    pub finish: Days,
    /// It is open.
    pub is_open: bool,
}

/// Bars in the order of the records, parts directly under their parent where it is among them.
pub fn bars(register: &Register, law: &ProjectLaw, records: &[Record]) -> Vec<Bar> {
    let at: std::collections::HashMap<&Id, usize> =
        records.iter().enumerate().map(|(i, record)| (&record.id, i)).collect();
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); records.len()];
    let mut tops = Vec::new();
    for (i, record) in records.iter().enumerate() {
        match registers::host(register, &record.body).and_then(|id| at.get(&id).copied()) {
            Some(parent) if parent != i => parts[parent].push(i),
            _ => tops.push(i),
        }
    }
    let mut bars = Vec::with_capacity(records.len());
    let mut open: Vec<(usize, bool)> = tops.into_iter().rev().map(|i| (i, false)).collect();
    while let Some((i, is_part)) = open.pop() {
        let record = &records[i];
        let read = |three: &Option<_>| three.as_ref().map(|law| days(&record.body, law)).unwrap_or_default();
        bars.push(Bar {
            record: i,
            is_part,
            start: read(&law.start),
            finish: read(&law.finish),
            is_open: section(register, law, record).is_open,
        });
        open.extend(parts[i].iter().rev().map(|part| (*part, true)));
    }
    bars
}
