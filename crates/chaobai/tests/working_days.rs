//! The first zone's working calendar against one that others keep: `chinesecalendar` from PyPI, asked for 10,000
//! random days and limits. Skipped, and said so, where Python or PyPI is out of reach.

use chaobai::charter;
use chaobai::domain::deadlines::working_calendar;
use kernel::Date;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const VERSION: &str = "chinesecalendar==1.11.0";

/// Reads `START N` lines, says `WORKED END` for each: whether the day is worked, and the last day of a limit of N
/// working days that begins after it.
const ORACLE: &str = r"
import sys, datetime
from chinese_calendar import is_workday
for line in sys.stdin:
    start, n = line.split()
    day = datetime.date.fromisoformat(start)
    worked, left = is_workday(day), int(n)
    while left:
        day += datetime.timedelta(days=1)
        left -= is_workday(day)
    print('yes' if worked else 'no', day)
";

/// Numbers that look random and are the same in every run (splitmix64).
fn chance(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn ten_thousand_limits_end_where_another_calendar_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let pip = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"])
        .arg(folder.path())
        .arg(VERSION)
        .stderr(Stdio::piped())
        .output();
    match pip {
        Ok(done) if done.status.success() => {}
        Ok(done) => {
            let why = String::from_utf8_lossy(&done.stderr);
            eprintln!(
                "SKIPPED: {VERSION} could not be had from PyPI: {}",
                why.lines().last().unwrap_or_default()
            );
            return;
        }
        Err(why) => {
            eprintln!("SKIPPED: no python3 with pip: {why}");
            return;
        }
    }
    let charter = charter::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei"));
    let charter = charter.unwrap_or_else(|all| panic!("{all:?}")).charter;
    let calendar = working_calendar(&charter, "cn");
    let (mut state, first) = (4_u64, Date::parse("2023-01-01").expect("a day"));
    let mut asked = Vec::new();
    for _ in 0..10_000 {
        // Four published years, less the longest limit.
        let start = first.plus_days(i64::try_from(chance(&mut state) % 1400).expect("small"));
        asked.push((start, i32::try_from(chance(&mut state) % 31).expect("small")));
    }
    let lines: String = asked.iter().map(|(start, n)| format!("{start} {n}\n")).collect();
    let mut oracle = Command::new("python3")
        .args(["-c", ORACLE])
        .env("PYTHONPATH", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 ran a moment ago");
    let mut stdin = oracle.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let answer = oracle.wait_with_output().expect("an answer");
    writer.join().expect("a writer").expect("all was asked");
    assert!(answer.status.success(), "the other calendar failed");
    let answer = String::from_utf8(answer.stdout).expect("text");
    let mut compared = 0;
    for ((start, n), line) in asked.iter().zip(answer.lines()) {
        let worked = calendar.is_working(*start).expect("a published year");
        let (end, unpublished) = calendar.add_working_days(*start, *n).with_warning();
        assert!(unpublished.is_empty(), "{start} + {n} ends in a published year");
        let said = format!("{} {end}", if worked { "yes" } else { "no" });
        assert_eq!(said, line, "{start} + {n}");
        compared += 1;
    }
    assert_eq!(compared, asked.len());
    eprintln!("{compared} limits compared with {VERSION}");
}
