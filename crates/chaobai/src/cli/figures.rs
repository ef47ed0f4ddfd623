//! `chaobai figures`: every figure of the charter for a day, for a spreadsheet, a program or a reader.

use super::place::Place;
use crate::domain::figures::{self, Asked, Basis, FigureAnswer};
use crate::house::House;
use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use kernel::{Date, Decimal, Instant};
use serde_json::Value;
use std::io::Write;

/// Print every figure for a day, in the order of the charter.
#[derive(clap::Args)]
pub struct Args {
    /// Id of the zone.
    #[arg(long, value_name = "ID")]
    zone: Option<String>,
    /// The day; absent: today where the zone is.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// As known at this instant (RFC 3339), or at the end of this day; absent: now.
    #[arg(long, value_name = "INSTANT")]
    known_at: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Comma-separated, with a header line.
    Csv,
    /// A list of answers with everything known about them.
    Json,
    /// Columns for a screen.
    Table,
}

/// Columns of the CSV.
const COLUMNS: [&str; 10] =
    ["id", "value", "qualifier", "unit", "as_of", "basis", "reported", "computed", "difference", "words"];

/// Prints the figures.
pub fn run(args: &Args) -> Result<bool> {
    let house = House::open(args.place.settings()?)?;
    let law = house.law();
    let zone = &law.charter.zone;
    if let Some(wanted) = &args.zone
        && *wanted != zone.id
    {
        bail!("{} holds the zone {}, not {wanted}", args.place.data.display(), zone.id);
    }
    let as_of = match &args.as_of {
        Some(text) => Date::parse(text).with_context(|| format!("{text} is not a date (2023-12-29)"))?,
        None => house.clock.today(),
    };
    let known_at = args.known_at.as_deref().map(|text| known_at(text, &zone.time_zone)).transpose()?;
    let asked = Asked { as_of, known_at, today: house.clock.today() };
    let mut reader = house.reader()?;
    reader.snapshot()?;
    let mut answers = Vec::with_capacity(law.charter.figures.len());
    for figure in &law.charter.figures {
        let answer = figures::answer(&mut reader, &law.charter, figure, asked)
            .map_err(|refusal| anyhow!("figure {}: {} {:?}", figure.id, refusal.code, refusal.params))?;
        answers.push(answer);
    }
    let out = std::io::stdout().lock();
    match args.format {
        Format::Csv => csv(out, &answers),
        Format::Json => json(out, &answers),
        Format::Table => table(out, &answers),
    }?;
    Ok(true)
}

fn known_at(text: &str, time_zone: &str) -> Result<Instant> {
    if let Some(at) = Instant::parse(text) {
        return Ok(at);
    }
    let day = Date::parse(text).with_context(|| format!("{text} is neither an instant nor a date"))?;
    let end = Instant::start_of(day.plus_days(1), time_zone).context("the zone's time zone")?;
    Ok(Instant(end.0 - 1))
}

fn plain(value: Option<Decimal>) -> String {
    value.map(|value| value.normalize().to_string()).unwrap_or_default()
}

fn row(answer: &FigureAnswer) -> [String; 10] {
    let known = answer.basis().is_some();
    let only = |text: String| if known { text } else { String::new() };
    [
        answer.figure().id.clone(),
        plain(answer.value()),
        only(answer.qualifier().id().to_owned()),
        answer.figure().unit.zh.clone(),
        only(answer.as_of().to_string()),
        answer.basis().map_or("", Basis::id).to_owned(),
        plain(answer.reported().map(|reported| reported.value)),
        plain(answer.computed().and_then(|computed| computed.value)),
        plain(answer.difference()),
        answer.words().zh.clone(),
    ]
}

fn csv(out: impl Write, answers: &[FigureAnswer]) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for answer in answers {
        writer.write_record(row(answer))?;
    }
    Ok(writer.flush()?)
}

fn json(mut out: impl Write, answers: &[FigureAnswer]) -> Result<()> {
    let all = Value::Array(answers.iter().map(FigureAnswer::to_json).collect());
    serde_json::to_writer_pretty(&mut out, &all)?;
    Ok(writeln!(out)?)
}

/// Columns by display width: a Chinese character takes two places.
fn table(mut out: impl Write, answers: &[FigureAnswer]) -> Result<()> {
    let shown = [0, 1, 2, 3, 4, 5, 7, 8, 9];
    let mut rows: Vec<Vec<String>> = vec![shown.iter().map(|i| COLUMNS[*i].to_owned()).collect()];
    rows.extend(answers.iter().map(|answer| {
        let cells = row(answer);
        shown.iter().map(|i| cells[*i].clone()).collect()
    }));
    let count = shown.len();
    let widths: Vec<usize> =
        (0..count).map(|i| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0)).collect();
    for row in &rows {
        let mut line = String::new();
        for (i, cell) in row.iter().enumerate() {
            line.push_str(cell);
            if i + 1 < count {
                line.push_str(&" ".repeat(widths[i] - width(cell) + 2));
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum()
}
