//! The fuzz target's harness on mutated feeds, with a stable compiler: no coverage to guide it, but the same checks.
//!
//! ```text
//! cargo run --release -p transit --example fuzz_reader -- --minutes 10
//! ```

mod common;
#[path = "common/harness.rs"]
mod harness;

use std::time::{Duration, Instant};

use clap::Parser;

#[derive(Parser)]
#[command(about = "Reads mutated feeds for some minutes; a panic is a find")]
struct Arguments {
    /// How long.
    #[arg(long, default_value_t = 10)]
    minutes: u64,
    /// Where to begin; every round is one seed, told when it panics.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One round only.
    #[arg(long)]
    once: bool,
}

/// xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }
}

const PIECES: [&[u8]; 20] = [
    b",",
    b"\"",
    b"\n",
    b"\r\n",
    b"0",
    b"-1",
    b"4294967295",
    b"99999999999",
    b"25:00:00",
    b"168:00:00",
    b"24:00:00",
    b"20260229",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"W1",
    b"R-template",
    b"E1",
    b"1e308",
    b"NaN",
    b"\0",
];

fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(12) {
        let at = random.below(bytes.len().max(1));
        match random.below(6) {
            0 if !bytes.is_empty() => bytes[at] = random.below(256) as u8,
            1 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            2 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
            3 => {
                let end = (at + random.below(200)).min(bytes.len());
                let copy = bytes[at.min(end)..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            4 => bytes.truncate(bytes.len() - random.below(bytes.len() / 8 + 1)),
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                let at = at.min(bytes.len());
                let end = (at + random.below(12)).min(bytes.len());
                bytes.splice(at..end, piece.iter().copied());
            }
        }
    }
}

fn main() -> common::Outcome<()> {
    let arguments = Arguments::parse();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/town");
    let feed = transit::feed::read_path(&folder, &transit::feed::ReadOptions::default())?;
    let mut archive = std::io::Cursor::new(Vec::new());
    transit::feed::write_zip(&feed, &mut archive)?;
    let mut texts = Vec::new();
    for name in transit::feed::FILES {
        texts.extend(std::fs::read(folder.join(name)).unwrap_or_default());
        texts.push(0);
    }
    let corpus = [archive.into_inner(), texts];
    let (begin, length) = (Instant::now(), Duration::from_secs(60 * arguments.minutes));
    let mut progress = common::Progress::new("fuzzing", length.as_secs() as usize);
    let (mut rounds, mut seed, mut shown) = (0_u64, arguments.seed, 0);
    while begin.elapsed() < length {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut bytes = corpus[random.below(corpus.len())].clone();
        mutate(&mut random, &mut bytes);
        if std::panic::catch_unwind(|| harness::read_anything(&bytes)).is_err() {
            return Err(format!("seed {seed} panics; again with --seed {seed} --once").into());
        }
        (rounds, seed) = (rounds + 1, seed + 1);
        if arguments.once {
            break;
        }
        let passed = begin.elapsed().as_secs() as usize;
        progress.step(passed - shown);
        shown = passed;
    }
    println!("{rounds} rounds, none panicked");
    Ok(())
}
