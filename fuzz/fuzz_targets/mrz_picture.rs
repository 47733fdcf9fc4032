//! Any grey picture into the reader of machine readable zones: a zone of its form, or none.
#![no_main]

use document::mrz::{Options, read};
use imaging::{Luma, Picture};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&width, pixels)) = bytes.split_first() else { return };
    let width = (u32::from(width) + 1) * 4;
    let height = pixels.len() as u32 / width;
    let pixels = pixels[..(width * height) as usize].to_vec();
    let Some(luma) = Luma::new(width, height, pixels) else { return };
    if let Some(zone) = read(&Picture::from_luma(luma), &Options::default()) {
        assert_eq!(zone.lines.len(), zone.format.lines());
        assert!(zone.lines.iter().all(|line| line.len() == zone.format.width()));
    }
});
