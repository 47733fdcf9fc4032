//! Words anywhere on a page into the parser of address papers, and any bytes into the text layer of PDFs:
//! nothing may panic, and what is told is on the page.
#![no_main]

use document::paper::{Paper, Word};
use imaging::{Limits, text_layer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { memory: 32 << 20, ..Limits::default() };
    if let Ok(Some(pages)) = text_layer(bytes, &limits) {
        for page in pages {
            let words: Vec<Word> = page.words.into_iter().map(|word| Word {
                area: [word.left, word.top, word.right, word.bottom],
                text: word.text,
                confidence: 1.0,
            }).collect();
            let _ = Paper::read(&words);
        }
    }
    // A word is a line of text behind five bytes: its place, its size, its confidence.
    let words: Vec<Word> = bytes
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let (&[x, y, width, height, sure], text) = line.split_first_chunk::<5>()?;
            let (left, top) = (f64::from(x) * 4.0, f64::from(y) * 4.0);
            Some(Word {
                text: String::from_utf8_lossy(text).into_owned(),
                confidence: f64::from(sure) / 255.0,
                area: [left, top, left + f64::from(width), top + f64::from(height)],
            })
        })
        .collect();
    let paper = Paper::read(&words);
    if let Some(number) = paper.account {
        assert!(number.chars().any(|c| c.is_ascii_digit()));
    }
});
