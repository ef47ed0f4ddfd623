//! `cargo +nightly fuzz run reader fuzz/corpus fuzz/seeds -- -max_total_time=600` in `crates/transit`.
#![no_main]

#[path = "../../examples/common/harness.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|data: &[u8]| harness::read_anything(data));
