//! What is done with arbitrary bytes: they are read as an archive, and as the texts of a feed; whatever comes of
//! it is indexed, scanned, written and read again.

use std::io::{Cursor, Write};

use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
use transit::feed::{self, FILES, Feed, Limits, ReadOptions};
use transit::scan::{Query, Scanner};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Never panics, whatever the bytes. They are taken as an archive, and as the texts of [`FILES`] in that order, with
/// a byte of zero between.
pub fn read_anything(data: &[u8]) {
    let options = ReadOptions {
        limits: Limits { total_bytes: 64 << 20, ..Limits::default() },
        ..ReadOptions::default()
    };
    if let Ok(feed) = feed::read_zip(Cursor::new(data), &options) {
        use_feed(&feed);
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in FILES.iter().zip(data.split(|byte| *byte == 0)) {
        if archive.start_file(*name, stored).is_err() || archive.write_all(text).is_err() {
            return;
        }
    }
    let Ok(archive) = archive.finish() else { return };
    if let Ok(feed) = feed::read_zip(archive, &options) {
        use_feed(&feed);
    }
}

fn use_feed(feed: &Feed) {
    let network = Network::new(feed);
    let date = feed.report.span.map_or(jiff::civil::date(2026, 9, 21), |(first, _)| first);
    // Some bytes make a run every second for a week; that is slow and not wrong.
    let runs: u64 =
        feed.frequencies.iter().map(|f| u64::from(f.end_s.saturating_sub(f.start_s) / f.headway_s)).sum();
    if runs < 20_000 {
        let day = FeedDay::new(feed, &network, DayOptions { day_before: true, ..DayOptions::on(date) });
        let footpaths = Footpaths::straight(feed, &network, &FootpathOptions::default());
        if let Ok(index) = DayIndex::new(&network.places, &day, &footpaths)
            && !network.is_empty()
        {
            let _ = Scanner::new().travel_times(&index, &Query::w1(21_600, 5, 60), &index.access(0));
        }
    }
    let mut written = Cursor::new(Vec::new());
    if feed::write_zip(feed, &mut written).is_ok() {
        let again = feed::read_zip(written, &ReadOptions::default());
        let again = again.expect("what was written can be read");
        assert_eq!(again.stop_times.len(), feed.trips.iter().map(|trip| trip.count as usize).sum::<usize>());
    }
}
