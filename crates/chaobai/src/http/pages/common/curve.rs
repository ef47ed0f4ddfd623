//! Investment, planned against actual, as a curve and as a table.

use super::{Frame, say};
use crate::domain::projects::rules::Point;
use crate::http::views::{Cell, Column, CurveView, Table, TableRow};
use kernel::{Decimal, Lang};

const LEFT: f64 = 60.0;
const RIGHT: f64 = 590.0;
const TOP: f64 = 12.0;
const FOOT: f64 = 190.0;
/// Labels of months that fit under the axis.
const LABELS_MAX: usize = 9;

/// Draws the curve; none without a month.
pub fn draw(frame: &Frame, points: &[Point], unit: &str) -> Option<CurveView> {
    let last = points.last()?;
    let top = points.iter().filter_map(|p| p.actual).chain([last.planned]).max()?;
    let whole = float(top).max(1.0);
    let steps = (points.len() - 1).max(1) as f64;
    let x = |i: usize| LEFT + (RIGHT - LEFT) * i as f64 / steps;
    let y = |value: Decimal| FOOT - (FOOT - TOP) * float(value) / whole;
    let path = |value: &dyn Fn(&Point) -> Option<Decimal>| {
        let mut d = String::new();
        for (i, point) in points.iter().enumerate() {
            let Some(value) = value(point) else { break };
            d.push_str(&format!("{}{:.1} {:.1}", if i == 0 { 'M' } else { 'L' }, x(i), y(value)));
        }
        // A single month is a short line, so that it can be seen.
        if points.len() == 1 && !d.is_empty() {
            d.push_str("h6");
        }
        d
    };
    let every = points.len().div_ceil(LABELS_MAX);
    let month = |point: &Point| format!("{}-{:02}", point.month.0, point.month.1);
    let quarter = |n: i64| top * Decimal::from(n) / Decimal::from(4);
    let legend = [frame.pick("计划累计", "planned, summed"), frame.pick("完成累计", "invested, summed")];
    Some(CurveView {
        // Room for the label of the last month, which stands under its point.
        view_box: "0 0 624 220".into(),
        title: sentence(frame, points, unit),
        planned: path(&|point| Some(point.planned)),
        actual: path(&|point| point.actual),
        levels: (0..=4)
            .map(|n| {
                (
                    format!("{:.1}", y(quarter(n))),
                    say::decimal(frame.lang, quarter(n).round_dp(1).normalize()),
                )
            })
            .collect(),
        months: points
            .iter()
            .enumerate()
            .step_by(every)
            .map(|(i, p)| (format!("{:.1}", x(i)), month(p)))
            .collect(),
        legend: legend.map(str::to_owned),
        table: Table {
            caption: frame.pick("投资计划与完成", "Investment, planned and actual").to_owned(),
            columns: [frame.pick("月份", "Month"), legend[0], legend[1]]
                .iter()
                .enumerate()
                .map(|(i, label)| Column {
                    label: if i == 0 { (*label).to_owned() } else { format!("{label}({unit})") },
                    numeric: i > 0,
                    ..Column::default()
                })
                .collect(),
            rows: points
                .iter()
                .map(|p| TableRow {
                    cells: vec![
                        Cell::text(month(p)),
                        Cell::number(say::decimal(frame.lang, p.planned)),
                        Cell::number(p.actual.map(|a| say::decimal(frame.lang, a)).unwrap_or_default()),
                    ],
                    ..TableRow::default()
                })
                .collect(),
        },
    })
}

fn float(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(0.0)
}

/// How far the investment is, at the last month that was reported.
fn sentence(frame: &Frame, points: &[Point], unit: &str) -> String {
    let Some((point, actual)) = points.iter().rev().find_map(|p| Some((p, p.actual?))) else {
        return frame.pick("只有计划，还没有完成数。", "Only planned; nothing reported yet.").to_owned();
    };
    let (year, month) = point.month;
    let number = |value| say::decimal(frame.lang, value);
    let (planned, actual) = (number(point.planned), number(actual));
    match frame.lang {
        Lang::Zh => format!("截至 {year} 年 {month} 月，累计完成 {actual} {unit}，计划 {planned} {unit}。"),
        Lang::En => format!("To {year}-{month:02}: {actual} invested, {planned} planned ({unit})."),
    }
}
