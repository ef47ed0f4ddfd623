//! Projects on one axis of time, drawn on the server: one path per kind of bar, so that thousands of projects stay a
//! small page.

use super::{Frame, Names, list};
use crate::charter::model::Register;
use crate::domain::projects::Bar;
use crate::domain::registers::Record;
use crate::http::views::{self, Tick, TimelineRow, TimelineView};
use kernel::{Date, Lang};
use std::fmt::Write;

/// Width of the drawing, and of the names on its left, in its own units.
const WIDTH: f64 = 1000.0;
const NAMES: f64 = 230.0;
const RIGHT: f64 = 14.0;
/// Where the rows begin, and how high one is.
const TOP: u32 = 28;
const ROW: u32 = 22;
/// Letters of a name that fit; narrow letters count half.
const NAME_MAX: usize = 17;
/// Quarters are drawn where the axis has at most so many years.
const QUARTERS_YEARS: i16 = 6;

/// A milestone on the timeline.
pub struct Stone {
    /// Number of the bar it stands on.
    pub bar: usize,
    /// Its day.
    pub day: Date,
}

struct Axis {
    first: Date,
    scale: f64,
}

impl Axis {
    fn x(&self, day: Date) -> f64 {
        NAMES + self.first.days_until(day) as f64 * self.scale
    }
}

/// Draws bars; none where no day is known of any of them.
pub fn draw(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    records: &[Record],
    bars: &[Bar],
    stones: &[Stone],
    left_out: String,
) -> Option<TimelineView> {
    let days = |bar: &Bar| [bar.start, bar.finish].map(|d| [d.planned, d.forecast, d.actual]);
    let all = bars.iter().flat_map(days).flatten().flatten().chain(stones.iter().map(|stone| stone.day));
    let (first, last) = all.fold(None, |range: Option<(Date, Date)>, day| {
        Some(range.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
    })?;
    let first = Date::new(first.year(), 1, 1)?;
    let end = Date::new(last.year().saturating_add(1), 1, 1)?;
    let axis = Axis { first, scale: (WIDTH - NAMES - RIGHT) / first.days_until(end).max(1) as f64 };
    let height = TOP + ROW * u32::try_from(bars.len()).unwrap_or(u32::MAX / ROW) + 6;
    let mut view = TimelineView {
        view_box: format!("0 0 {WIDTH:.0} {height}"),
        height: height.to_string(),
        title: title(frame, bars.len(), first.year(), last.year()),
        ticks: ticks(&axis, first.year(), end.year()),
        legend: [
            ("计划", "planned"),
            ("实际", "actual"),
            ("预计", "expected"),
            ("节点或通车", "milestone or opening"),
        ]
        .map(|(zh, en)| frame.pick(zh, en).to_owned()),
        left_out,
        rows: Vec::with_capacity(bars.len()),
        ..TimelineView::default()
    };
    if frame.today >= first && frame.today < end {
        view.today = format!("{:.1}", axis.x(frame.today));
        view.today_label = frame.pick("今天", "today").to_owned();
    }
    for (number, bar) in bars.iter().enumerate() {
        let y = TOP + ROW * u32::try_from(number).unwrap_or(0);
        let top = f64::from(y);
        bar_paths(&mut view, &axis, bar, top, frame.today);
        let record = &records[bar.record];
        let name = names.title(register, record);
        view.rows.push(TimelineRow {
            x: if bar.is_part { 18 } else { 4 },
            y: y + 15,
            title: format!("{name}{}", days_in_words(frame, bar)),
            is_zh: frame.lang != Lang::Zh && views::has_han(&name),
            label: short(&name, if bar.is_part { NAME_MAX - 1 } else { NAME_MAX }),
            href: frame.href(&list::record_path(frame, record)),
        });
    }
    for stone in stones {
        let y = f64::from(TOP + ROW * u32::try_from(stone.bar).unwrap_or(0)) + 11.0;
        diamond(&mut view.stones, axis.x(stone.day), y);
    }
    Some(view)
}

/// Planned above, what was and what is expected below it.
fn bar_paths(view: &mut TimelineView, axis: &Axis, bar: &Bar, top: f64, today: Date) {
    if let Some((from, to)) = bar.start.planned.zip(bar.finish.planned) {
        rectangle(&mut view.planned, axis.x(from), axis.x(to), top + 3.0, 4.0);
    } else if let Some(day) = bar.finish.planned.or(bar.start.planned) {
        rectangle(&mut view.planned, axis.x(day) - 2.0, axis.x(day) + 2.0, top + 3.0, 4.0);
    }
    let until = bar.finish.actual.or((!bar.is_open).then_some(today));
    if let Some((from, to)) = bar.start.actual.zip(until).filter(|(from, to)| from <= to) {
        rectangle(&mut view.actual, axis.x(from), axis.x(to), top + 10.0, 8.0);
    }
    if bar.finish.actual.is_none()
        && let Some(to) = bar.finish.forecast
    {
        let from = match bar.start.actual {
            Some(from) => from.max(today.min(to)),
            None => bar.start.best().unwrap_or(to),
        };
        rectangle(
            &mut view.forecast,
            axis.x(from.min(to)),
            axis.x(to).max(axis.x(from.min(to)) + 3.0),
            top + 10.0,
            8.0,
        );
    }
    if let Some(day) = bar.finish.actual {
        diamond(&mut view.stones, axis.x(day), top + 14.0);
    }
}

fn rectangle(path: &mut String, from: f64, to: f64, y: f64, height: f64) {
    let width = (to - from).max(1.5);
    let _ = write!(path, "M{from:.1} {y:.0}h{width:.1}v{height:.0}h-{width:.1}z");
}

fn diamond(path: &mut String, x: f64, y: f64) {
    let _ = write!(path, "M{x:.1} {:.0}l5 5-5 5-5-5z", y - 5.0);
}

fn ticks(axis: &Axis, first: i16, end: i16) -> Vec<Tick> {
    let years = end - first;
    let step = usize::try_from(years / 20 + 1).unwrap_or(1);
    let mut ticks = Vec::new();
    for year in (first..=end).step_by(step) {
        let months: &[i8] = if years <= QUARTERS_YEARS && year < end { &[1, 4, 7, 10] } else { &[1] };
        for month in months {
            let Some(day) = Date::new(year, *month, 1) else { continue };
            let x = axis.x(day);
            let label = if *month == 1 && year < end { year.to_string() } else { String::new() };
            ticks.push(Tick { x: format!("{x:.1}"), label_x: format!("{:.1}", x + 3.0), label });
        }
    }
    ticks
}

fn title(frame: &Frame, bars: usize, first: i16, last: i16) -> String {
    match frame.lang {
        Lang::Zh => format!("时间轴：{bars} 个项目，{first} 至 {last} 年"),
        Lang::En => format!("Timeline of {bars} projects, {first} to {last}"),
    }
}

fn days_in_words(frame: &Frame, bar: &Bar) -> String {
    let mut words = String::new();
    let kinds = [
        (frame.pick("计划", "planned"), bar.start.planned, bar.finish.planned),
        (frame.pick("预计", "expected"), bar.start.forecast, bar.finish.forecast),
        (frame.pick("实际", "actual"), bar.start.actual, bar.finish.actual),
    ];
    for (kind, from, to) in kinds {
        let day = |day: Option<Date>| day.map_or("…".to_owned(), |day| day.to_string());
        if from.is_some() || to.is_some() {
            let _ = write!(words, " {kind} {}–{}", day(from), day(to));
        }
    }
    words
}

/// A name cut to what fits; wide letters count one, others half.
fn short(name: &str, max: usize) -> String {
    let mut room = max * 2;
    let mut out = String::new();
    for c in name.chars() {
        let width = if c.is_ascii() { 1 } else { 2 };
        if width > room {
            out.push('…');
            return out;
        }
        room -= width;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_where_it_would_run_into_the_axis() {
        assert_eq!(short("东渡路", 17), "东渡路");
        assert_eq!(short("一二三四五", 3), "一二三…");
        assert_eq!(short("abcdef", 3), "abcdef");
        assert_eq!(short("abcdefg", 3), "abcdef…");
    }

    #[test]
    fn a_year_is_as_wide_as_its_days() {
        let first = Date::new(2024, 1, 1).unwrap();
        let axis = Axis { first, scale: 1.0 };
        assert_eq!(axis.x(Date::new(2025, 1, 1).unwrap()) - NAMES, 366.0);
        let labels: Vec<String> =
            ticks(&axis, 2024, 2026).into_iter().map(|t| t.label).filter(|l| !l.is_empty()).collect();
        assert_eq!(labels, ["2024", "2025"]);
    }
}
