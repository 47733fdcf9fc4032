//! Limits what the compressed streams of a PDF inflate to, before anything parses them.
//!
//! A kilobyte of Flate can contain a megabyte of Flate that contains a gigabyte, and a renderer
//! inflates each layer completely. Here every stream is inflated into a buffer that is discarded,
//! with one limit for each stream and one for the file. Other filters (LZW, run length, fax) are
//! left to the limits of their decoders.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::{Limits, PdfError};

/// The maximum number of nested layers of Flate. Writers use one, and a second one gains nothing.
const MAX_LAYERS: usize = 3;

/// How many times [`Limits::memory`] all streams of a file together may inflate to. Not every page
/// of a long scan is rendered, so this must not be too small.
const FILE_FACTOR: u64 = 4;

/// Checks that no stream inflates to more than [`Limits::memory`] bytes, and all of them together
/// to no more than four times as much.
pub(crate) fn check_streams(bytes: &[u8], limits: &Limits) -> Result<(), PdfError> {
    let mut left = limits.memory.saturating_mul(FILE_FACTOR);
    for stream in streams(bytes) {
        left -= inflate(stream, 1, left.min(limits.memory))?;
    }
    Ok(())
}

/// Returns what follows each `stream` keyword (ISO 32000-2, 7.3.8). The end of a stream does not
/// matter, because compressed data mark their own end.
fn streams(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let keyword = b"stream";
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let found = bytes.get(at..)?.windows(6).position(|w| w == keyword)?;
            let start = at + found;
            at = start + keyword.len();
            if bytes.get(..start)?.ends_with(b"end") {
                continue;
            }
            let after = bytes.get(at..)?;
            let after = after.strip_prefix(b"\r").unwrap_or(after);
            return Some(after.strip_prefix(b"\n").unwrap_or(after));
        }
    })
}

/// Inflates a stream, and its contents if they are compressed again. Returns the total number of
/// bytes, at most `most`.
fn inflate(stream: &[u8], layer: usize, most: u64) -> Result<u64, PdfError> {
    if !is_zlib(stream) {
        return Ok(0);
    }
    if layer > MAX_LAYERS {
        return Err(PdfError::TooMuchWork("streams compressed again and again"));
    }
    let mut inflating = ZlibDecoder::new(stream);
    // The start shows whether there is another layer, and the whole is kept only in that case.
    let mut kept = Vec::new();
    let mut piece = [0; 1 << 14];
    let mut is_nested = false;
    let mut count = 0;
    // A damaged stream ends at the damage, as it does for other readers.
    while let Ok(length @ 1..) = inflating.read(&mut piece) {
        let some = piece.get(..length).unwrap_or_default();
        if count == 0 {
            is_nested = is_zlib(some);
        }
        if is_nested {
            kept.extend_from_slice(some);
        }
        count += length as u64;
        if count > most {
            return Err(PdfError::TooMuchMemory);
        }
    }
    if is_nested {
        count += inflate(&kept, layer + 1, most - count)?;
    }
    Ok(count)
}

/// Returns true if bytes start as in RFC 1950: the method is deflate, and the header is a multiple
/// of 31.
fn is_zlib(bytes: &[u8]) -> bool {
    let Some(&[method, flags]) = bytes.first_chunk() else {
        return false;
    };
    method & 15 == 8 && method >> 4 <= 7 && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(streams: &[Vec<u8>]) -> Vec<u8> {
        let mut file = b"%PDF-1.4\n".to_vec();
        for stream in streams {
            file.extend_from_slice(b"1 0 obj<</Filter/FlateDecode>>stream\r\n");
            file.extend_from_slice(stream);
            file.extend_from_slice(b"\nendstream endobj\n");
        }
        file
    }

    #[test]
    fn streams_are_counted_in_sum_and_through_layers() {
        let limits = Limits {
            memory: 1_000_000,
            ..Limits::default()
        };
        let zeros = |count: usize| deflated(&vec![0; count]);
        let words = deflated(&b"BT (words) Tj ET ".repeat(100));
        for (case, streams, is_taken) in [
            ("nothing", vec![], true),
            ("a page", vec![words.clone()], true),
            ("no zlib", vec![b"q Q BT ET".to_vec()], true),
            ("a damaged stream", vec![words[..20].to_vec()], true),
            ("much at once", vec![zeros(1_000_001)], false),
            ("much together", vec![zeros(900_000); 5], false),
            ("several pages", vec![zeros(900_000); 4], true),
            (
                "much in two layers",
                vec![deflated(&zeros(50_000_000))],
                false,
            ),
            (
                "layers without end",
                vec![deflated(&deflated(&deflated(&words)))],
                false,
            ),
            ("two layers of little", vec![deflated(&words)], true),
        ] {
            let checked = check_streams(&file(&streams), &limits);
            assert_eq!(checked.is_ok(), is_taken, "{case}: {checked:?}");
        }
    }
}
