//! What the fuzz targets do with an input, one function each. Both libFuzzer (`fuzz_targets`) and
//! the mutations that CI runs (`tests/mutations.rs`) call them. A function that returns has found
//! nothing, and a panic is a fault. This crate does not know where inputs come from.

use aamva::Fields;
use document::paper::{Paper, Word};
use imaging::{Limits, Luma, Picture, decode_pages, text_layer};
use jiff::civil::date;
use wire::capture::parse::{BarcodeOnly, Call, Reporting, Start, Submission};
use wire::capture::signature::Given;
use wire::capture::{Encoding, Fault, decode, render as told};
use wire::verify::{parse, render};

/// Passes bytes through the AAMVA parser, the checks and the encoder. Nothing may panic, and
/// reducing fields to what a version can represent must be idempotent.
pub fn aamva(bytes: &[u8]) {
    let Ok(licence) = aamva::parse(bytes) else {
        return;
    };
    let _ = aamva::checks::examine(&licence, date(2026, 6, 1));
    let _ = serde_json::to_value(&licence);
    let Some(fields) = Fields::of(&licence) else {
        return;
    };
    let version = licence.header.version.unwrap_or(10).clamp(1, 10);
    let representable = fields.representable_in(version);
    assert!(
        representable.representable_in(version) == representable,
        "reducing the fields twice changes them"
    );
    let _ = aamva::parse(&aamva::encode(&fields, version));
}

/// Passes a grey picture through the PDF417 reader, as a photograph and as a frame. The quad of
/// whatever a frame shows must be finite.
pub fn barcode(bytes: &[u8]) {
    let Some(luma) = grey(bytes, 1) else { return };
    if let pdf417::Sight::Read(symbol) = pdf417::read_frame(&luma) {
        assert!(symbol.quad.area() > 0.0);
    }
    let _ = pdf417::read(&Picture::from_luma(luma), &pdf417::Options::default());
}

/// Passes a grey picture through the reader of machine-readable zones. A zone must fit its format.
pub fn mrz_picture(bytes: &[u8]) {
    let Some(luma) = grey(bytes, 4) else { return };
    if let Some(zone) = mrz::read(&Picture::from_luma(luma), &mrz::Options::default()) {
        let zone = zone.mrz;
        assert_eq!(zone.lines.len(), zone.format.lines());
        assert!(
            zone.lines
                .iter()
                .all(|line| line.len() == zone.format.width())
        );
    }
}

/// Makes a picture. The first byte is the width minus one, in multiples of `unit`; the rest are
/// pixels.
fn grey(bytes: &[u8], unit: u32) -> Option<Luma> {
    let (&width, pixels) = bytes.split_first()?;
    let width = (u32::from(width) + 1) * unit;
    let height = pixels.len() as u32 / width;
    let pixels = pixels.get(..(width * height) as usize)?.to_vec();
    Luma::new(width, height, pixels)
}

/// Passes text through the parser and the checks of machine-readable zones. Nothing may panic, and
/// parsing must be deterministic.
pub fn mrz_text(text: &str) {
    let lines: Vec<&str> = text.split('\n').collect();
    let Ok(zone) = mrz::parse(&lines) else { return };
    let _ = mrz::checks::examine(&zone, date(2026, 6, 1));
    let _ = mrz::spellings(&zone.names.family);
    assert!(mrz::parse(&lines).is_ok_and(|again| again == zone));
}

/// Passes any file to the reader of networks, and runs what it accepts. The result is an error or
/// outputs within the limits, however the file contradicts itself.
pub fn network(file: &[u8]) {
    let limits = nets::Limits {
        file_bytes: 1 << 20,
        nodes: 200,
        weights: 1 << 18,
        live_numbers: 1 << 18,
        multiplications: 20_000_000,
    };
    let Ok(network) = nets::Network::load(file, limits) else {
        return;
    };
    let numbers: Vec<f32> = (0..3 * 24 * 32).map(|i| (i % 251) as f32).collect();
    let input = nets::Tensor::new(&[1, 3, 24, 32], numbers).expect("as many numbers as places");
    let inputs = network.inputs().map(|_| input.clone()).collect();
    if let Ok(outputs) = network.run(inputs) {
        assert_eq!(outputs.len(), network.outputs().count());
    }
}

/// Passes words at any place of a page through the parser of address papers, and bytes through the
/// text layer of PDFs. Nothing may panic, and everything that is returned must be on the page.
pub fn paper(bytes: &[u8]) {
    let limits = Limits {
        memory: 32 << 20,
        ..Limits::default()
    };
    if let Ok(Some(pages)) = text_layer(bytes, &limits) {
        for page in pages {
            let words: Vec<Word> = page
                .words
                .into_iter()
                .map(|word| Word {
                    area: [word.left, word.top, word.right, word.bottom],
                    text: word.text,
                    confidence: 1.0,
                })
                .collect();
            let _ = Paper::read(&words);
        }
    }
    // A word is a line of text that follows five bytes: position, size and confidence.
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
}

/// Passes bytes through the decoder. The result must be a picture within the limits, or a typed
/// error.
pub fn picture(bytes: &[u8]) {
    let limits = Limits {
        pixels: 2_000_000,
        memory: 32 << 20,
        ..Limits::default()
    };
    if let Ok(pages) = decode_pages(bytes, &limits) {
        for page in pages {
            assert!(page.luma().data().len() as u64 <= limits.pixels);
        }
    }
}

/// Passes a body through the parsers of the verification protocol. The result must be a request, or
/// one error that can be reported.
pub fn request(bytes: &[u8]) {
    // The first byte chooses the declared encoding; any body may come with any declaration.
    let Some((&first, body)) = bytes.split_first() else {
        return;
    };
    let content_type = match first % 3 {
        0 => None,
        1 => Some("application/json"),
        _ => Some("application/x-www-form-urlencoded"),
    };
    match parse::parse(body, content_type, date(2026, 1, 15)) {
        Ok(parsed) => assert_eq!(parsed.request.proofs.len(), parsed.proofs.len()),
        Err(invalid) => assert!(!render::invalid(&invalid).is_empty()),
    }
    let _ = parse::status(body, content_type);
    let _ = parse::deletion(body, content_type);
}

/// Passes a body through the parsers of the capture protocol, in either encoding. The result must
/// be a call, or one error that can be reported.
pub fn capture(bytes: &[u8]) {
    if let Ok(header) = std::str::from_utf8(bytes) {
        let _ = Given::parse(header);
    }
    let (encoding, json) = decode(bytes);
    let tell = |fault: &Fault| {
        let answer = told::error("", fault, Default::default());
        assert!(!answer.encode(Encoding::Json).is_empty());
    };
    let json = match json {
        Ok(json) => json,
        Err(why) => return tell(&why.into()),
    };
    let call = match Call::read(&json) {
        Ok(call) => call,
        Err(fault) => return tell(&fault),
    };
    match Start::read(&call, None, encoding) {
        Ok(start) => assert!(!start.terms.signals.is_empty()),
        Err(fault) => tell(&fault),
    }
    let _ = Submission::read(&call, "front");
    let _ = BarcodeOnly::read(&call);
    if let Ok(asked) = Reporting::read(&call) {
        assert!(asked.size > 0);
    }
}
