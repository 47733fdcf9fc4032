//! `fuzz::mrz_picture` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzz::mrz_picture(input));
