//! The reader takes what feeds really look like, says what is wrong with them, and refuses what is dangerous.

mod common;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use transit::day::{DayOptions, FeedDay, FootpathOptions, Footpaths, LONGEST_WALK_S, Network, Timetable};
use transit::feed::{self, Datum, Feed, FeedError, Level, ReadOptions};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A small feed as texts, to be bent by the tests.
fn texts() -> BTreeMap<&'static str, String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/town");
    let read = |name: &'static str| Some((name, std::fs::read_to_string(folder.join(name)).ok()?));
    feed::FILES.into_iter().filter_map(read).collect()
}

fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Cursor<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text).unwrap();
    }
    archive.finish().unwrap()
}

fn read(texts: &BTreeMap<&'static str, String>) -> Result<Feed, FeedError> {
    let files = texts.iter().map(|(name, text)| (*name, text.as_bytes()));
    feed::read_zip(zipped(files), &ReadOptions::default())
}

fn timetable(feed: &Feed) -> Timetable {
    let network = Network::new(feed);
    Timetable::of(&FeedDay::new(feed, &network, DayOptions::on(jiff::civil::date(2026, 9, 21))))
}

#[test]
fn marks_line_ends_spaces_and_column_order_do_not_matter() {
    let plain = read(&texts()).unwrap();
    let mut bent = texts();
    for text in bent.values_mut() {
        // Columns backwards, fields quoted and with spaces, CRLF, a byte order mark, blank lines at the end.
        let lines: Vec<String> = text
            .lines()
            .map(|line| {
                let mut fields: Vec<String> = line.split(',').map(|field| format!("\" {field} \"")).collect();
                fields.reverse();
                fields.join(",")
            })
            .collect();
        *text = format!("\u{feff}{}\r\n\r\n\r\n", lines.join("\r\n"));
    }
    let bent = read(&bent).unwrap();
    assert_eq!(bent.stops, plain.stops);
    assert_eq!(bent.trips, plain.trips);
    assert_eq!(bent.stop_times, plain.stop_times);
    assert_eq!(timetable(&bent), timetable(&plain));
    assert_eq!(bent.report.problems.len(), plain.report.problems.len());
}

#[test]
fn rows_of_a_trip_may_lie_anywhere_in_any_order() {
    let plain = read(&texts()).unwrap();
    let mut bent = texts();
    let text = bent.get_mut("stop_times.txt").unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let half = lines.len() / 2;
    lines[1..].rotate_left(half);
    *text = lines.join("\n");
    assert_eq!(timetable(&read(&bent).unwrap()), timetable(&plain));
}

#[test]
fn bad_rows_are_named_by_file_and_line_and_the_rest_is_used() {
    let mut bent = texts();
    let cases = [
        ("stops.txt", "BAD,Bad,95.0,0,,", Level::Warning, "coordinates"),
        ("stops.txt", "W1,Twice,40,116,,", Level::Dropped, "twice"),
        ("stops.txt", "KIND,Kind,40,116,9,", Level::Dropped, "location_type"),
        ("stops.txt", ",No id,40,116,,", Level::Dropped, "no id"),
        ("routes.txt", "R,t,R,again,1", Level::Dropped, "twice"),
        ("calendar.txt", "X,1,1,1,1,1,1,1,20260230,20261231", Level::Dropped, "not a date"),
        ("calendar_dates.txt", "WORK,20261002,7", Level::Dropped, "exception_type"),
        ("trips.txt", "NOROUTE,WORK,x1,,0", Level::Dropped, "route NOROUTE"),
        ("trips.txt", "R,NOSERVICE,x2,,0", Level::Dropped, "service NOSERVICE"),
        ("stop_times.txt", "NOTRIP,07:00:00,07:00:00,W1,1", Level::Dropped, "trip NOTRIP"),
        ("stop_times.txt", "N-late,07:00:00,07:00:00,NOSTOP,9", Level::Dropped, "stop NOSTOP"),
        ("stop_times.txt", "N-late,7h,07:00:00,W1,9", Level::Dropped, "not a time"),
        ("stop_times.txt", "N-late,07:00:00,07:00:00,W1,-1", Level::Dropped, "stop_sequence"),
        ("stop_times.txt", "N-late,25:00:00,24:59:00,W2,9", Level::Warning, "departs before"),
        ("stop_times.txt", "N-late,05:00:00,05:00:00,W2,10", Level::Dropped, "back in time"),
        ("stop_times.txt", "N-late,26:00:00,26:00:00,W2,1", Level::Dropped, "repeat a stop_sequence"),
        ("frequencies.txt", "R-template,06:00:00,07:00:00,0,1", Level::Dropped, "headway_secs"),
        ("transfers.txt", "W1,NOSTOP,2,10", Level::Dropped, "unknown"),
    ];
    let mut expected = Vec::new();
    for (file, row, level, words) in cases {
        let text = bent.get_mut(file).unwrap();
        text.push_str(row);
        text.push('\n');
        expected.push((file, text.lines().count() as u64, level, words));
    }
    let feed = read(&bent).unwrap();
    for (file, line, level, words) in expected {
        let found = feed
            .report
            .problems
            .iter()
            .find(|p| p.file == file && p.reason.contains(words) && p.level == level);
        let found = found.unwrap_or_else(|| panic!("{file}: {words}: {:#?}", feed.report.problems));
        // What concerns a whole trip is told of the line where its rows begin, or of no line.
        assert!(
            found.line == line || words.contains("back") || words.contains("repeat"),
            "{found}, but line {line}"
        );
    }
    assert!(timetable(&feed).len() == timetable(&read(&texts()).unwrap()).len(), "the rest is used");
}

#[test]
fn untimed_ends_and_missing_files() {
    let mut bent = texts();
    bent.get_mut("stop_times.txt").unwrap().push_str("R-feast,,,W2,3\nR-feast,,,W1,0\n");
    let feed = read(&bent).unwrap();
    let feast = feed.trips.iter().find(|trip| trip.id == "R-feast").unwrap();
    assert_eq!(feast.count, 2);
    assert_eq!(feed.report.rows["stop_times.txt"].1, 2, "both ends are left out and counted");
    for name in ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"] {
        let mut less = texts();
        less.remove(name);
        assert!(matches!(read(&less), Err(FeedError::Missing(file)) if file == name));
    }
    let mut more = texts();
    more.insert("shapes.txt", "shape_id\n".to_owned());
    assert_eq!(read(&more).unwrap().report.unread, ["shapes.txt"]);
}

#[test]
fn what_is_written_is_read_again_the_same() {
    let mut rich = texts();
    rich.insert("booking_rules.txt", "booking_rule_id,booking_type,prior_notice_last_day,prior_notice_last_time\nday-before,2,1,20:00:00\n".into());
    rich.insert(
        "pathways.txt",
        "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time\np,W1,W2,1,1,77\n"
            .into(),
    );
    rich.insert("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date\n\"A, \"\"B\"\"\",https://example.org,zh,20260101\n".into());
    let times = rich.get_mut("stop_times.txt").unwrap();
    *times = times.replace(
        "stop_sequence\n",
        "stop_sequence,pickup_type,drop_off_type,timepoint,pickup_booking_rule_id\n",
    );
    *times = times
        .replace("B-template,00:00:00,00:00:00,E1,1", "B-template,00:00:00,00:00:00,E1,1,2,1,0,day-before");
    let first = read(&rich).unwrap();
    assert_eq!(first.booking_rules[0].last_time_s, Some(72_000));
    assert_eq!(first.info[0].publisher, "A, \"B\"");

    let folder = tempfile::tempdir().unwrap();
    feed::write_folder(&first, folder.path()).unwrap();
    let mut archive = Cursor::new(Vec::new());
    feed::write_zip(&first, &mut archive).unwrap();
    let again = [
        feed::read_path(folder.path(), &ReadOptions::default()).unwrap(),
        feed::read_zip(archive, &ReadOptions::default()).unwrap(),
    ];
    for other in again {
        assert_eq!(other.agencies, first.agencies);
        assert_eq!(other.stops, first.stops);
        assert_eq!(other.routes, first.routes);
        assert_eq!(other.services, first.services);
        assert_eq!(other.trips, first.trips);
        assert_eq!(other.stop_times, first.stop_times);
        assert_eq!(other.frequencies, first.frequencies);
        assert_eq!(other.transfers, first.transfers);
        assert_eq!(other.pathways, first.pathways);
        assert_eq!(other.booking_rules, first.booking_rules);
        assert_eq!(other.info, first.info);
    }
}

#[test]
fn booked_trips_can_be_left_out_and_pickup_rules_hold() {
    let mut rich = texts();
    rich.insert("booking_rules.txt", "booking_rule_id,booking_type\nq,2\n".into());
    let times = rich.get_mut("stop_times.txt").unwrap();
    *times =
        times.replace("stop_sequence\n", "stop_sequence,pickup_type,drop_off_type,pickup_booking_rule_id\n");
    *times = times.replace("N-late,23:50:00,23:55:00,E1,1", "N-late,23:50:00,23:55:00,E1,1,0,1,q");
    let feed = read(&rich).unwrap();
    let network = Network::new(&feed);
    let first_call = |options: DayOptions| {
        let trips = Timetable::of(&FeedDay::new(&feed, &network, options));
        let call = trips.get(trips.len() - 1).1[0];
        (call.board, call.alight)
    };
    let plain = DayOptions::on(jiff::civil::date(2026, 9, 21));
    assert_eq!(first_call(plain), (true, false));
    assert_eq!(first_call(DayOptions { booked: false, ..plain }), (false, false));
    assert_eq!(first_call(DayOptions { pickup_rules: false, ..plain }), (true, true));
}

#[test]
fn a_transfer_of_days_is_no_footpath() {
    for (seconds, walked) in [(LONGEST_WALK_S, true), (LONGEST_WALK_S + 1, false), (4_000_000_000, false)] {
        let mut texts = texts();
        texts.get_mut("transfers.txt").unwrap().push_str(&format!("W1,W2,2,{seconds}\n"));
        let feed = read(&texts).unwrap();
        let network = Network::new(&feed);
        let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::W1);
        let [from, to] = ["W1", "W2"].map(|id| network.find(id).unwrap());
        let path = footpaths.from(from).iter().find(|path| path.0 == to);
        assert_eq!(path, walked.then_some(&(to, seconds)), "{seconds} s");
    }
}

/// Seconds on foot between stops of a feed, straight lines aside: the stops named here are kilometres apart.
fn walks(feed: &Feed, options: &FootpathOptions, pairs: &[(&str, &str)]) -> Vec<Option<u32>> {
    let network = Network::new(feed);
    let footpaths = Footpaths::straight(feed, &network, options);
    let stop = |id: &str| network.find(id).unwrap();
    let walk = |(from, to): &(&str, &str)| {
        footpaths.from(stop(from)).iter().find(|path| path.0 == stop(to)).map(|p| p.1)
    };
    pairs.iter().map(walk).collect()
}

#[test]
fn pathways_lead_over_nodes_by_the_quickest_way() {
    let mut texts = texts();
    texts.get_mut("stops.txt").unwrap().push_str("NODE,Stairs,,,3,WEST\n");
    let rows = [
        "a,W1,NODE,2,1,30",
        "b,NODE,W2,2,1,47",
        // The lift takes longer and comes last.
        "c,W1,W2,5,1,120",
        // One way only.
        "d,W2,E2,1,0,88",
        // No time is given.
        "e,E2,W1,1,1,",
    ];
    let head = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time";
    texts.insert("pathways.txt", format!("{head}\n{}\n", rows.join("\n")));
    let feed = read(&texts).unwrap();
    // Past a stop leads another footpath, and two are never chained.
    let pairs = [("W1", "W2"), ("W2", "W1"), ("W2", "E2"), ("E2", "W2"), ("E2", "W1"), ("W1", "E2")];
    let all = [Some(77), Some(77), Some(88), None, None, None];
    assert_eq!(walks(&feed, &FootpathOptions::default(), &pairs), all);
    assert_eq!(walks(&feed, &FootpathOptions::W1, &pairs), [None; 6]);
}

#[test]
fn a_rule_for_two_stops_outweighs_one_for_their_stations_and_none_is_for_single_lines() {
    let mut texts = texts();
    let stops = texts.get_mut("stops.txt").unwrap();
    stops.push_str("EAST,East Station,40.0000,116.1500,1,\nP1,Platform,40.0000,116.1500,0,EAST\n");
    let rows = [
        // Nobody changes between the stations, but for these two platforms it is allowed.
        "WEST,EAST,3,,",
        "W1,P1,2,200,",
        // Of two rows the last counts.
        "W2,P1,3,,",
        "W2,P1,2,300,",
        // Only for one line: nobody else is kept from walking, or made to wait.
        "P1,W1,2,900,R",
        "P1,W2,3,,R",
    ];
    let head = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id";
    texts.insert("transfers.txt", format!("{head}\n{}\n", rows.join("\n")));
    let feed = read(&texts).unwrap();
    let pairs = [("W1", "P1"), ("W2", "P1"), ("P1", "W1"), ("P1", "W2")];
    assert_eq!(walks(&feed, &FootpathOptions::default(), &pairs), [Some(200), Some(300), None, None]);
    let lines: Vec<u64> =
        feed.report.problems.iter().filter(|p| p.file == "transfers.txt").map(|p| p.line).collect();
    assert_eq!(lines, [6, 7]);
}

#[test]
fn lines_are_counted_alike_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let mut texts = texts();
        let rows = ["from_stop_id,to_stop_id,note", "W1,GONE,", "", "W1,W2,\"two", "lines\"", "W2,GONE,"];
        texts.insert("transfers.txt", rows.join(end));
        let feed = read(&texts).unwrap();
        let of = feed.report.problems.iter().filter(|problem| problem.file == "transfers.txt");
        assert_eq!(of.map(|problem| problem.line).collect::<Vec<_>>(), [2, 6], "{end:?}");
    }
}

#[test]
fn headways_and_runs_beyond_a_day_are_left_out() {
    let mut texts = texts();
    texts.get_mut("frequencies.txt").unwrap().push_str("R-template,27:00:00,28:00:00,4294967295,1\n");
    let every_second = "R-template,00:00:00,168:00:00,1,1\n";
    texts.get_mut("frequencies.txt").unwrap().push_str(&every_second.repeat(200));
    let feed = read(&texts).unwrap();
    let dropped = feed.report.rows["frequencies.txt"].1;
    // 604,800 runs of three calls each, and no more than 2^28 calls in all.
    assert_eq!(dropped, 1 + 200 - (1 << 28) / (604_800 * 3));
}

#[test]
fn ids_that_are_not_utf8_stay_apart() {
    let mut files: Vec<(&str, Vec<u8>)> =
        texts().into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    let stops = &mut files.iter_mut().find(|(name, _)| *name == "stops.txt").unwrap().1;
    // East gate and west gate in GB 18030.
    stops.extend(b"\xb6\xab\xc3\xc5,East Gate,40.1,116.2,,\n\xce\xf7\xc3\xc5,West Gate,40.1,116.3,,\n");
    let archive = zipped(files.iter().map(|(name, text)| (*name, text.as_slice())));
    let feed = feed::read_zip(archive, &ReadOptions::default()).unwrap();
    let ids: Vec<&str> = feed.stops.iter().rev().take(2).map(|stop| stop.id.as_str()).collect();
    assert_eq!(ids, ["\\xce\\xf7\\xc3\\xc5", "\\xb6\\xab\\xc3\\xc5"]);
    assert!(feed.report.problems.iter().any(|problem| problem.reason.contains("not UTF-8")));
}

#[test]
fn joined_feeds_keep_their_stops_apart() {
    let (one, two) = (read(&texts()).unwrap(), read(&texts()).unwrap());
    let (stops, trips) = (one.stops.len(), timetable(&one).len());
    let joined = feed::join(vec![one, two]).unwrap();
    assert_eq!((joined.stops.len(), timetable(&joined).len()), (2 * stops, 2 * trips));
    assert_eq!(joined.stops[stops + 1].id, "2:W1");
    assert_eq!(
        joined.stops[stops + 1].parent,
        stops as u32,
        "a platform of the second feed belongs to its station"
    );
    assert!(joined.report.problems.iter().any(|p| p.reason.contains("became 2:id")));
}

#[test]
fn coordinates_of_map_services_are_put_right() {
    let plain = read(&texts()).unwrap();
    let mut shifted = texts();
    for datum in [Datum::Gcj02, Datum::Bd09] {
        let rows: Vec<String> = plain
            .stops
            .iter()
            .map(|stop| {
                let (lat, lon) = datum.from_wgs84(stop.lat, stop.lon);
                format!("{},{},{lat:.7},{lon:.7},{},", stop.id, stop.name, stop.location_type)
            })
            .collect();
        shifted.insert(
            "stops.txt",
            format!(
                "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n{}\n",
                rows.join("\n")
            ),
        );
        let files = shifted.iter().map(|(name, text)| (*name, text.as_bytes()));
        let options = ReadOptions { datum, ..ReadOptions::default() };
        let feed = feed::read_zip(zipped(files), &options).unwrap();
        for (was, is) in plain.stops.iter().zip(&feed.stops) {
            assert!(
                (was.lat - is.lat).abs() < 1e-6 && (was.lon - is.lon).abs() < 1e-6,
                "{datum:?} {}",
                was.id
            );
        }
    }
}

#[test]
fn hostile_archives_are_refused() {
    let refused = |archive: Cursor<Vec<u8>>| match feed::read_zip(archive, &ReadOptions::default()) {
        Err(FeedError::Refused(words)) => words,
        other => panic!("not refused: {other:?}"),
    };
    for name in ["../stops.txt", "/etc/stops.txt", "a/../../stops.txt", "a\\..\\stops.txt", "C:stops.txt"] {
        assert!(refused(zipped([(name, &b"x"[..])])).contains("leaves the archive"), "{name}");
    }
    // A bomb: 64 MiB of the same byte pack into 64 kB.
    let bomb = vec![b'0'; 64 << 20];
    assert!(refused(zipped([("stops.txt", bomb.as_slice())])).contains("times its size"));
    // One endless row, though short enough for a file.
    let mut endless = b"stop_id\n".to_vec();
    let mut random = common::Random::new(1);
    endless.extend((0..3 << 20).map(|_| b'a' + random.below(26) as u8));
    let mut files: BTreeMap<&str, Vec<u8>> = texts().into_iter().map(|(n, t)| (n, t.into_bytes())).collect();
    files.insert("stops.txt", endless);
    let archive = zipped(files.iter().map(|(name, text)| (*name, text.as_slice())));
    assert!(refused(archive).contains("row is longer"));
    let many: Vec<String> = (0..1_001).map(|at| format!("{at}.txt")).collect();
    assert!(refused(zipped(many.iter().map(|name| (name.as_str(), &b""[..])))).contains("entries"));
}

#[test]
fn sizes_that_lie_are_noticed() {
    let all = texts();
    let honest = zipped(all.iter().map(|(name, text)| (*name, text.as_bytes()))).into_inner();
    let length = all["stops.txt"].len() as u32;
    // The uncompressed size stands in the local header and in the directory; both tell the same lie.
    for lie in [length - 7, length + 7] {
        let mut bytes = honest.clone();
        let (from, to) = (length.to_le_bytes(), lie.to_le_bytes());
        let mut changed = 0;
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == from {
                bytes[at..at + 4].copy_from_slice(&to);
                changed += 1;
            }
        }
        assert!(changed >= 2);
        let told = feed::read_zip(Cursor::new(bytes), &ReadOptions::default());
        assert!(matches!(told, Err(FeedError::Refused(_) | FeedError::Archive(_))), "{told:?}");
    }
}

#[test]
fn a_link_in_a_folder_is_not_followed() {
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in texts() {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        std::fs::remove_file(folder.path().join("stops.txt")).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("stops.txt")).unwrap();
        let told = feed::read_path(folder.path(), &ReadOptions::default());
        assert!(matches!(told, Err(FeedError::Refused(_))), "{told:?}");
    }
}

#[test]
fn nothing_a_byte_can_do_breaks_the_reader() {
    // Mutations of a real archive and of its texts: whatever comes, an answer or an error, never a panic.
    let all = texts();
    let archive = zipped(all.iter().map(|(name, text)| (*name, text.as_bytes()))).into_inner();
    for seed in 0..300 {
        let mut random = common::Random::new(seed);
        let mut bytes = archive.clone();
        for _ in 0..random.within(1, 6) {
            let at = random.below(bytes.len() as u32) as usize;
            bytes[at] = random.below(256) as u8;
        }
        let _ = feed::read_zip(Cursor::new(bytes), &ReadOptions::default());
        let mut bent: BTreeMap<&str, Vec<u8>> =
            all.iter().map(|(n, t)| (*n, t.clone().into_bytes())).collect();
        for text in bent.values_mut() {
            let at = random.below(text.len() as u32) as usize;
            text[at] = b",\"\n\r0:9\xff"[random.below(8) as usize];
        }
        let files = bent.iter().map(|(name, text)| (*name, text.as_slice()));
        if let Ok(feed) = feed::read_zip(zipped(files), &ReadOptions::default()) {
            timetable(&feed);
        }
    }
}
