//! The first zone, adopted from its charter: every figure that was published comes out of `chaobai
//! figures` as it was published, on both engines.

mod running;

use running::{places, tongbei};
use std::collections::BTreeMap;

/// Rows of a CSV by id; a row is its fields by column name.
fn rows(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| -> BTreeMap<String, String> {
        header.iter().zip(record.iter()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).map(|row| (row["id"].clone(), row)).collect()
}

#[test]
fn every_published_figure_comes_out_as_published() {
    let wanted = rows(include_str!("fixtures/acceptance.csv"));
    assert_eq!(wanted.len(), 29);
    for zone in places() {
        let engine = zone.engine();
        zone.adopt(&tongbei()).good();
        let printed = zone.figures("2023-12-29");
        assert!(
            printed.starts_with("id,value,qualifier,unit,as_of,basis,reported,computed,difference,words\n"),
            "{printed}"
        );
        let figures = rows(&printed);
        for (id, row) in &wanted {
            let figure = figures.get(id).unwrap_or_else(|| panic!("{engine}: there is no figure {id}"));
            for column in ["value", "qualifier", "as_of"] {
                assert_eq!(figure[column], row[column], "{engine}: {column} of {id}");
            }
            assert!(
                !figure["basis"].is_empty() && !figure["words"].is_empty(),
                "{engine}: {id} has no provenance"
            );
        }
        for (id, computed) in
            [("I02", "211"), ("T12", "10"), ("G10", "4"), ("G12", "2"), ("I01", "5"), ("E02", "3")]
        {
            assert_eq!(figures[id]["computed"], computed, "{engine}: {id} at 2023-12-29");
        }
        for (day, id, column, value) in [
            ("2024-09-30", "T12", "computed", "11"),
            ("2024-09-30", "T05", "computed", "4"),
            ("2024-09-30", "T06", "computed", "7"),
            ("2024-09-30", "I02", "computed", "291"),
            ("2025-12-31", "T12", "computed", "12"),
            ("2025-12-31", "T05", "computed", "4"),
            ("2025-12-31", "T06", "computed", "8"),
        ] {
            assert_eq!(rows(&zone.figures(day))[id][column], value, "{engine}: {id} at {day}");
        }
        zone.run(&["verify"]).good();
    }
}
