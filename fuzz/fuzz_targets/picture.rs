//! Any bytes into the decoder: a picture within the limits or a typed error.
#![no_main]

use imaging::{Limits, decode_pages};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { pixels: 2_000_000, memory: 32 << 20, ..Limits::default() };
    if let Ok(pages) = decode_pages(bytes, &limits) {
        for page in pages {
            assert!(page.luma().data().len() as u64 <= limits.pixels);
        }
    }
});
