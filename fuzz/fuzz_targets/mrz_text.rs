//! `fuzz::mrz_text` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| fuzz::mrz_text(input));
