//! Formats of phones and of the web: HEIC and WebP.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image_webp::{ColorType, WebPEncoder};
use imaging::{DecodeError, Format, Limits, decode, decode_colour};

use crate::draw;

/// The letter of 96 × 64 pixels as a HEIC file of quality 80, because there is no encoder that a
/// test could call.
const HEIC: &str = include_str!("../pictures/letter.heic.base64");

/// Returns the letter as a HEIC file.
pub(crate) fn heic() -> Vec<u8> {
    STANDARD.decode(HEIC.trim_end()).unwrap()
}

/// Returns pixels as a lossless WebP file.
pub(crate) fn webp(pixels: &[u8], width: u32, height: u32, colours: ColorType) -> Vec<u8> {
    let mut file = Vec::new();
    WebPEncoder::new(&mut file)
        .encode(pixels, width, height, colours)
        .unwrap();
    file
}

/// Returns the greatest difference between the pixels of a file and the letter that was drawn.
fn difference(file: &[u8]) -> u8 {
    let picture = decode_colour(file, &Limits::default()).unwrap();
    assert_eq!((picture.width(), picture.height()), (96, 64));
    let grey = decode(file, &Limits::default()).unwrap();
    let away = |(a, b): (&u8, &u8)| a.abs_diff(*b);
    let of_greys = picture
        .luma()
        .data()
        .iter()
        .zip(grey.luma().data())
        .map(away);
    let drawn = draw::letter(96, 64);
    let of_colours = picture.rgb().unwrap().iter().zip(&drawn).map(away);
    assert!(
        of_greys.max().unwrap() <= 4,
        "grey and colour tell the same"
    );
    // The median is used, because edges ring.
    let mut all: Vec<u8> = of_colours.collect();
    all.sort_unstable();
    all[all.len() * 9 / 10]
}

#[test]
fn heic_files_are_decoded() {
    let difference = difference(&heic());
    // The decoder ignores the declared range of this file, so the contrast is a sixth too high.
    assert!(difference <= 20, "{difference}");
}

#[test]
fn webp_files_are_decoded() {
    let file = webp(&draw::letter(96, 64), 96, 64, ColorType::Rgb8);
    assert_eq!(difference(&file), 0);
    let clear_and_black = [[0, 0, 0, 0], [0, 0, 0, 255]].concat();
    let file = webp(&clear_and_black, 2, 1, ColorType::Rgba8);
    let laid = decode(&file, &Limits::default()).unwrap();
    assert_eq!(laid.luma().data(), [255, 0]);
}

#[test]
fn truncated_files_are_errors() {
    let webp = webp(&draw::letter(96, 64), 96, 64, ColorType::Rgb8);
    for file in [heic(), webp] {
        for end in 12..file.len() - 8 {
            let cut = decode(&file[..end], &Limits::default());
            assert!(cut.is_err(), "cut at {end} of {}", file.len());
        }
    }
}

#[test]
fn declared_sizes_are_checked() {
    let small = Limits {
        pixels: 6_000,
        ..Limits::default()
    };
    let webp = webp(&draw::letter(96, 64), 96, 64, ColorType::Rgb8);
    for (format, file) in [(Format::Heic, heic()), (Format::WebP, webp)] {
        let error = decode(&file, &small).unwrap_err();
        assert!(
            matches!(error, DecodeError::TooLarge { .. }),
            "{format}: {error}"
        );
        let scarce = Limits {
            memory: 10_000,
            ..Limits::default()
        };
        let error = decode(&file, &scarce).unwrap_err();
        assert!(
            matches!(error, DecodeError::TooMuchMemory { .. }),
            "{format}: {error}"
        );
    }
}

#[test]
fn an_animation_is_refused_by_name() {
    // VP8X with the animation flag, ANIM and an empty ANMF (RFC 9649, 2.7).
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        [&kind[..], &(body.len() as u32).to_le_bytes(), body].concat()
    };
    let still = webp(&[9; 3], 1, 1, ColorType::Rgb8);
    let frame = [&[0; 12][..], &[10, 0, 0, 0], &still[12..]].concat();
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        chunk(b"ANIM", &[0; 6]),
        chunk(b"ANMF", &frame),
    ]
    .concat();
    let file = chunk(b"RIFF", &body);
    let error = decode(&file, &Limits::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "This WebP file uses an animation, which is not supported."
    );
}
