//! Any grey picture into the PDF417 reader: symbols or none.
#![no_main]

use document::pdf417::{Options, read};
use imaging::{Luma, Picture};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&width, pixels)) = bytes.split_first() else { return };
    let width = u32::from(width) + 1;
    let height = pixels.len() as u32 / width;
    let pixels = pixels[..(width * height) as usize].to_vec();
    if let Some(luma) = Luma::new(width, height, pixels) {
        let _ = read(&Picture::from_luma(luma), &Options::default());
    }
});
