//! `cargo +nightly fuzz run reader` in `crates/transit`.
#![no_main]

#[path = "../harness.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|data: &[u8]| harness::read_anything(data));
