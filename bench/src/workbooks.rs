//! A workbook of many rows on its way in, as a person brings it; and a long list on its way out, with the memory
//! of the server while it is sent.

use crate::http::{Client, get};
use crate::measure::{memory, process_cpu_ms, seconds};
use crate::rows;
use crate::server::Server;
use crate::table::{Table, bar, number};
use crate::world::{REGISTER, World};
use crate::{Fallible, http};
use rust_xlsxwriter::Workbook;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Rows of the workbook.
const ROWS: u64 = 50_000;
/// Longest time from the upload to "written", in seconds.
const SECONDS_MAX: f64 = 4.0;
/// Rows of the list that is exported.
const EXPORTED: u64 = 100_000;
/// How much more memory a list ten times as long may take while it is sent, in MB.
const GROWTH_MAX: f64 = 16.0;
/// Headings, by the names of the fields.
const HEADINGS: [&str; 8] = ["名称", "街巷", "状态", "日期", "造价", "长度", "车道数", "牵头单位"];

/// Brings a workbook of [`ROWS`] rows and writes it.
pub fn import(world: &World) -> Fallible<Table> {
    let server = Server::start(world)?;
    let file = workbook()?;
    let mut client = Client::connect(server.address(), &world.token)?;
    let form = format!("/work/lists/{REGISTER}/import");
    let page = client.send(&get(form.clone()))?;
    page.expect(200)?;
    let (page, mut peak) = (String::from_utf8(page.body)?, 0f64);
    let before = process_cpu_ms(server.pid())?;
    let begun = Instant::now();
    let sent = client.send(&http::upload(
        &form,
        &[("csrf", &hidden(&page, "csrf")), ("request_key", &hidden(&page, "request_key"))],
        "rows.xlsx",
        &file,
    ))?;
    sent.expect(303)?;
    let draft = sent.location.clone();
    let mut bars = 0;
    let mut settled = |client: &mut Client| -> Fallible<String> {
        loop {
            let page = client.send(&get(draft.clone()))?;
            page.expect(200)?;
            peak = peak.max(memory(server.pid())?.resident);
            let page = String::from_utf8(page.body)?;
            if !page.contains("http-equiv=\"refresh\"") {
                return Ok(page);
            }
            bars += usize::from(page.contains("<progress"));
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let page = settled(&mut client)?;
    let judged = begun.elapsed().as_secs_f64();
    if !page.contains("name=\"action\" value=\"write\"") {
        return Err(format!("nothing to write: {page}").into());
    }
    let key = hidden(&page, "request_key");
    let fields = [
        ("csrf", hidden(&page, "csrf")),
        ("request_key", key),
        ("action", "write".into()),
        ("choice", "all".into()),
        ("change", "since".into()),
        ("effective_on", hidden(&page, "effective_on")),
    ];
    let write = Instant::now();
    client.send(&http::form(&draft, &fields))?.expect(303)?;
    let page = settled(&mut client)?;
    let (written, whole) = (write.elapsed().as_secs_f64(), begun.elapsed().as_secs_f64());
    let cpu = process_cpu_ms(server.pid())? - before;
    let count = client.send(&get(format!("/api/registers/{REGISTER}/records?limit=1&count=exact")))?;
    let count: serde_json::Value = serde_json::from_slice(&count.body)?;
    if count["count"]["number"] != serde_json::json!(ROWS) {
        return Err(format!("{} records, not {ROWS}: {page}", count["count"]).into());
    }
    let mut table = Table::new(
        format!(
            "A workbook of {} rows and {} columns ({} MB) brought by a person",
            number(ROWS as f64),
            HEADINGS.len(),
            number(file.len() as f64 / 1e6)
        ),
        &["step", "seconds", "rows /s", "bar"],
    );
    let mut line = |step: &str, took: f64, held: String| {
        table.row(vec![step.into(), number(took), number(ROWS as f64 / took), held]);
    };
    line("uploaded, read and judged", judged, String::new());
    line("written as one batch", written, String::new());
    line("both", whole, bar(whole <= SECONDS_MAX, "≤ 4 s"));
    table.remark(format!(
        "Pages with a progress bar on the way: {bars}; CPU of the server: {} s; most memory: {} MB resident.",
        number(cpu / 1000.0),
        number(peak)
    ));
    Ok(table)
}

/// Brings files that are not what they say: each refused, how fast and with how much memory.
pub fn refusals(world: &World) -> Fallible<Table> {
    let server = Server::start(world)?;
    let mut table = Table::new(
        "Workbooks that are refused",
        &["file", "KB sent", "MB inside", "seconds", "most memory", "bar"],
    );
    let form = format!("/work/lists/{REGISTER}/import");
    let mut client = Client::connect(server.address(), &world.token)?;
    for (what, part, megabytes) in [
        ("one sheet of blanks", "xl/worksheets/sheet1.xml", 2000),
        ("a sheet just within the limit of size", "xl/worksheets/sheet1.xml", 255),
        ("texts of blanks", "xl/sharedStrings.xml", 500),
        ("a picture of blanks", "xl/media/image1.png", 2000),
    ] {
        let file = bomb(part, megabytes)?;
        let page = client.send(&get(form.clone()))?;
        let page = String::from_utf8(page.body)?;
        let fields = [("csrf", hidden(&page, "csrf")), ("request_key", hidden(&page, "request_key"))];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let begun = Instant::now();
        let sent = client.send(&http::upload(&form, &fields, "rows.xlsx", &file))?;
        sent.expect(303)?;
        let mut peak = memory(server.pid())?.resident;
        let page = loop {
            let page = client.send(&get(sent.location.clone()))?;
            peak = peak.max(memory(server.pid())?.resident);
            if page.status != 200 || !String::from_utf8_lossy(&page.body).contains("http-equiv=\"refresh\"") {
                break page;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        page.expect(413)?;
        let took = begun.elapsed().as_secs_f64();
        let held = bar(took <= 2.0 && peak <= 256.0, "≤ 2 s, ≤ 256 MB");
        table.row(vec![
            what.into(),
            number(file.len() as f64 / 1e3),
            number(megabytes as f64),
            number(took),
            format!("{} MB", number(peak)),
            held,
        ]);
    }
    Ok(table)
}

/// An archive with a part of blanks.
fn bomb(part: &str, megabytes: usize) -> Fallible<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(part, zip::write::SimpleFileOptions::default())?;
    let blanks = vec![b' '; 1_000_000];
    for _ in 0..megabytes {
        std::io::Write::write_all(&mut archive, &blanks)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Sends a list of a tenth of [`EXPORTED`] records and one of all of them as a workbook. `world` has them all.
pub fn export(world: &World) -> Fallible<Table> {
    let server = Server::start(world)?;
    let mut table = Table::new(
        "A list as a workbook, with the memory of the server while it is sent",
        &["rows", "seconds", "MB sent", "own memory before", "most own memory", "bar"],
    );
    let mut client = Client::connect(server.address(), &world.token)?;
    let mut peaks = Vec::new();
    // The first one warms what every export needs.
    for (rows, filter) in
        [(EXPORTED / 10, "lanes%20%3D%201"), (EXPORTED / 10, "lanes%20%3D%201"), (EXPORTED, "")]
    {
        let path = format!("/api/registers/{REGISTER}/export.xlsx?filter={filter}");
        let path = if filter.is_empty() { path.replace("?filter=", "") } else { path };
        let before = memory(server.pid())?.own;
        let done = AtomicBool::new(false);
        let (sent, peak) = std::thread::scope(|scope| {
            let watch = scope.spawn(|| {
                let mut peak = 0f64;
                while !done.load(Ordering::Relaxed) {
                    peak = peak.max(memory(server.pid()).map_or(0.0, |memory| memory.own));
                    std::thread::sleep(Duration::from_millis(5));
                }
                peak
            });
            let sent = seconds(|| client.send(&get(path)));
            done.store(true, Ordering::Relaxed);
            (sent, watch.join().unwrap_or(0.0))
        });
        let (answer, took) = sent?;
        answer.expect(200)?;
        peaks.push(peak);
        let held = match peaks[..] {
            [_, small, large] => bar(large - small <= GROWTH_MAX, "flat: ≤ 16 MB more than for a tenth"),
            _ => String::new(),
        };
        let about =
            if rows == EXPORTED { number(rows as f64) } else { format!("about {}", number(rows as f64)) };
        table.row(vec![
            about,
            number(took),
            number(answer.body.len() as f64 / 1e6),
            number(before),
            number(peak),
            held,
        ]);
    }
    Ok(table)
}

fn workbook() -> Fallible<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0u16..).zip(HEADINGS) {
        sheet.write_string(0, column, heading)?;
    }
    for at in 0..ROWS {
        let row = u32::try_from(at + 1)?;
        let body = rows::row(at).body;
        let text = |field: &str| body[field].as_str().unwrap_or_default();
        let state = match text("state") {
            "planned" => "规划",
            "built" => "在建",
            "open" => "建成",
            _ => "停用",
        };
        sheet.write_string(row, 0, text("name"))?;
        sheet.write_string(row, 1, text("street"))?;
        sheet.write_string(row, 2, state)?;
        sheet.write_string(row, 3, text("opened_on").replace('-', "."))?;
        sheet.write_number(row, 4, body["cost"].as_f64().unwrap_or(0.0) / 100.0)?;
        sheet.write_number(row, 5, text("length").parse::<f64>()?)?;
        sheet.write_number(row, 6, body["lanes"].as_f64().unwrap_or(0.0))?;
        sheet.write_string(row, 7, text("lead"))?;
    }
    Ok(book.save_to_buffer()?)
}

/// The value of an input of a page.
fn hidden(page: &str, name: &str) -> String {
    let tag = page.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\"")));
    let value = tag.and_then(|tag| tag.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}
