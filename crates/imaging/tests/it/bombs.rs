//! Hostile files. Each is refused with the right error, or decoded quickly within its limits.

use std::time::{Duration, Instant};

use imaging::{DecodeError, Format, Limits, decode};

use crate::draw;

const JPEG: Format = Format::Jpeg;
const PNG: Format = Format::Png;

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    // CRC-32 as in ISO/IEC 15948 annex D, so that nothing but the declared size is wrong with the
    // file.
    let crc = kind.iter().chain(data).fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |c, _| {
            if c & 1 == 1 {
                c >> 1 ^ 0xEDB8_8320
            } else {
                c >> 1
            }
        })
    });
    [
        &(data.len() as u32).to_be_bytes(),
        &kind[..],
        data,
        &(!crc).to_be_bytes(),
    ]
    .concat()
}

fn png_header(width: u32, height: u32) -> Vec<u8> {
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    [b"\x89PNG\r\n\x1A\n".to_vec(), chunk(*b"IHDR", &header)].concat()
}

fn jpeg_header(width: u16, height: u16, kind: u8) -> Vec<u8> {
    let [w1, w0] = width.to_be_bytes();
    let [h1, h0] = height.to_be_bytes();
    let frame = [
        0xFF, kind, 0, 17, 8, h1, h0, w1, w0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
    ];
    [&[0xFF, 0xD8][..], &frame].concat()
}

/// Returns a scan header, some coded bytes, and the end.
fn scan(coded: usize) -> Vec<u8> {
    let header = [0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0];
    [&header[..], &vec![0x55; coded], &[0xFF, 0xD9]].concat()
}

fn name(error: &DecodeError) -> &'static str {
    match error {
        DecodeError::Empty => "empty",
        DecodeError::TooManyBytes { .. } => "too many bytes",
        DecodeError::UnsupportedFormat { .. } => "unsupported format",
        DecodeError::UnsupportedVariant { .. } => "unsupported variant",
        DecodeError::TooLarge { .. } => "too large",
        DecodeError::TooMuchMemory { .. } => "too much memory",
        DecodeError::TooMuchWork { .. } => "too much work",
        DecodeError::Truncated { .. } => "truncated",
        DecodeError::Broken { .. } => "broken",
        _ => "another",
    }
}

#[test]
fn each_bomb_is_refused_by_name() {
    let (jpeg, png) = (draw::jpeg(640, 480), draw::png(640, 480));
    let cut = |file: &[u8], share: f64| file[..(file.len() as f64 * share) as usize].to_vec();
    let twice_cut = [cut(&jpeg, 0.02), b"\xFF\xD9".to_vec()].concat();
    let scans = jpeg_header(64, 64, 0xC2)
        .into_iter()
        .chain((0..40).flat_map(|_| {
            let mut scan = scan(64);
            scan.truncate(scan.len() - 2);
            scan
        }));
    let cases: [(&str, Vec<u8>, &str); 18] = [
        ("no bytes", vec![], "empty"),
        (
            "17 MiB",
            [b"\xFF\xD8\xFF".to_vec(), vec![0; 17 << 20]].concat(),
            "too many bytes",
        ),
        (
            "a PNG of 100 000 × 100 000",
            png_header(100_000, 100_000),
            "too large",
        ),
        (
            "a PNG of 9 000 × 9 000",
            png_header(9_000, 9_000),
            "too large",
        ),
        ("a PNG of no width", png_header(0, 10), "broken"),
        (
            "a PNG with 16 bits that needs 300 MiB",
            {
                let header = [
                    &7_000_u32.to_be_bytes()[..],
                    &7_000_u32.to_be_bytes(),
                    &[16, 6, 0, 0, 0],
                ]
                .concat();
                [
                    b"\x89PNG\r\n\x1A\n".to_vec(),
                    chunk(*b"IHDR", &header),
                    chunk(*b"IDAT", &[0x78, 1]),
                ]
                .concat()
            },
            "too much memory",
        ),
        (
            "a PNG signature",
            b"\x89PNG\r\n\x1A\n".to_vec(),
            "truncated",
        ),
        ("half a PNG", cut(&png, 0.5), "truncated"),
        (
            "a JPEG signature",
            b"\xFF\xD8\xFF\xE0".to_vec(),
            "truncated",
        ),
        (
            "a JPEG of 65 535 × 65 535",
            [jpeg_header(65_535, 65_535, 0xC0), scan(10)].concat(),
            "too large",
        ),
        (
            "a JPEG of 7 000 × 7 000 in 10 bytes",
            [jpeg_header(7_000, 7_000, 0xC0), scan(10)].concat(),
            "truncated",
        ),
        (
            "a progressive JPEG that needs 390 MiB",
            [jpeg_header(7_000, 7_000, 0xC2), scan(10)].concat(),
            "too much memory",
        ),
        (
            "a progressive JPEG of forty scans",
            scans.chain([0xFF, 0xD9]).collect(),
            "too much work",
        ),
        (
            "an arithmetic JPEG",
            [jpeg_header(64, 64, 0xC9), scan(64)].concat(),
            "unsupported variant",
        ),
        ("half a JPEG", cut(&jpeg, 0.5), "truncated"),
        ("nine tenths of a JPEG", cut(&jpeg, 0.9), "truncated"),
        ("the head of a JPEG and an end", twice_cut, "truncated"),
        (
            "a JPEG without tables",
            [jpeg_header(64, 64, 0xC0), scan(64)].concat(),
            "broken",
        ),
    ];
    for (case, bytes, expected) in cases {
        let started = Instant::now();
        let error = decode(&bytes, &Limits::default()).expect_err(case);
        assert_eq!(name(&error), expected, "{case}: {error:?}");
        assert!(
            started.elapsed() < Duration::from_millis(200),
            "{case} took {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn a_jpeg_cut_anywhere_is_truncated() {
    let jpeg = draw::jpeg(96, 64);
    for end in 3..jpeg.len() {
        let error = decode(&jpeg[..end], &Limits::default()).unwrap_err();
        assert_eq!(
            error,
            DecodeError::Truncated { format: JPEG },
            "cut at {end}"
        );
    }
}

#[test]
fn a_png_cut_before_its_last_row_is_truncated() {
    let png = draw::png(96, 64);
    for end in 8..png.len() - 40 {
        let error = decode(&png[..end], &Limits::default()).unwrap_err();
        assert_eq!(
            error,
            DecodeError::Truncated { format: PNG },
            "cut at {end}"
        );
    }
}

/// Anything may follow the picture, because it is not parsed.
#[test]
fn trailing_bytes_are_ignored() {
    let zip = b"PK\x03\x04 more than a picture <script>".repeat(40);
    for (file, width) in [(draw::jpeg(96, 64), 96), (draw::png(96, 64), 96)] {
        let picture = decode(&[file, zip.clone()].concat(), &Limits::default()).unwrap();
        assert_eq!(picture.width(), width);
    }
    // A ZIP with a picture inside is a ZIP.
    let error = decode(&[zip, draw::jpeg(96, 64)].concat(), &Limits::default()).unwrap_err();
    assert_eq!(
        error,
        DecodeError::UnsupportedFormat {
            format: Some(Format::Zip)
        }
    );
}

/// A picture within the limits that is compressed a thousandfold is decoded with bounded work.
#[test]
fn a_decompression_bomb_stays_within_its_declared_size() {
    use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
    let (width, height) = (6_000, 4_000);
    let mut bomb = Vec::new();
    let black = vec![0; (width * height) as usize];
    PngEncoder::new(&mut bomb)
        .write_image(&black, width, height, ExtendedColorType::L8)
        .unwrap();
    assert!(bomb.len() < 200_000);
    let started = Instant::now();
    assert_eq!(
        decode(&bomb, &Limits::default())
            .unwrap()
            .luma()
            .data()
            .len(),
        black.len()
    );
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "took {:?}",
        started.elapsed()
    );
    let small = Limits {
        pixels: 1_000_000,
        ..Limits::default()
    };
    assert_eq!(name(&decode(&bomb, &small).unwrap_err()), "too large");
}
