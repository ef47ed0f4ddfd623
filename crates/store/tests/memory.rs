//! Streaming takes constant memory. A test program of its own: it measures the whole process.

use serde_json::json;
use store::testing::engines;
use store::{Ask, Value};

/// Resident memory of this process in KiB, as Linux tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_stream_of_two_hundred_megabytes_takes_little_memory() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let text = "x".repeat(100_000);
        let rows: Vec<[Value<'_>; 5]> = (0..100)
            .map(|i| [format!("{i}").into(), 1.into(), text.as_str().into(), 1.into(), json!({}).into()])
            .collect();
        let mut tx = writer.begin().unwrap();
        tx.insert_many("charter_version", &["cell", "version", "digest", "adopted_at", "body"], &rows)
            .unwrap();
        tx.commit().unwrap();
        let mut reader = test.reader().unwrap();
        // Twenty times the same rows, so that the answer is large and the table is not.
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
            SELECT digest || CAST(i AS TEXT) FROM charter_version, n";
        let (before, mut most, mut bytes) = (resident().unwrap_or(0), 0, 0);
        reader
            .each(sql, &[], &mut |row| {
                bytes += row.text_ref(0)?.len();
                most = most.max(resident().unwrap_or(0));
                Ok(())
            })
            .unwrap();
        assert!(bytes > 200_000_000, "{bytes}");
        let grown = most.saturating_sub(before);
        assert!(grown < 160_000, "{grown} KiB more on {:?}", test.engine());
    }
}
