//! Which files are decoded, and which way up.

use imaging::{DecodeError, Format, Limits, Picture, decode, decode_colour, decode_pages};

use crate::draw;

fn grey(picture: &Picture, x: u32, y: u32) -> u8 {
    let scale = |at: u32, length: u32| i64::from((2 * at + 1) * length / 16);
    picture
        .luma()
        .at(scale(x, picture.width()), scale(y, picture.height()))
}

#[track_caller]
fn is_upright(picture: &Picture) {
    assert!(grey(picture, 5, 1) < 60, "the upper arm of the F");
    assert!(grey(picture, 2, 6) < 60, "the foot of the F");
    assert!(
        grey(picture, 5, 6) > 180 && grey(picture, 5, 3) > 180,
        "paper"
    );
}

#[test]
fn jpeg_and_png_of_one_scene_look_alike() {
    let limits = Limits::default();
    let (jpeg, png) = (draw::jpeg(160, 120), draw::png(160, 120));
    let a = decode(&jpeg, &limits).unwrap();
    let b = decode(&png, &limits).unwrap();
    is_upright(&a);
    is_upright(&b);
    assert!(
        a.luma()
            .data()
            .iter()
            .zip(b.luma().data())
            .all(|(a, b)| a.abs_diff(*b) < 30)
    );
    assert_eq!(a.rgb(), None);
    let colour = decode_colour(&png, &limits).unwrap();
    assert_eq!(colour.rgb(), Some(&draw::letter(160, 120)[..]));
    assert_eq!(colour.luma(), b.luma());
    assert_eq!(
        decode_colour(&jpeg, &limits)
            .unwrap()
            .rgb()
            .map(<[u8]>::len),
        Some(160 * 120 * 3)
    );
    assert_eq!(decode_pages(&jpeg, &limits).unwrap().len(), 1);
}

/// Each orientation is applied exactly once: the letter F is mirrored or rotated as the tag says.
#[test]
fn exif_orientation_is_applied_once() {
    let jpeg = draw::jpeg(160, 120);
    let arm_and_foot = [
        (1, (5, 1), (2, 6)),
        (2, (2, 1), (5, 6)),
        (3, (2, 6), (5, 1)),
        (4, (5, 6), (2, 1)),
        (5, (1, 5), (6, 2)),
        (6, (6, 5), (1, 2)),
        (7, (6, 2), (1, 5)),
        (8, (1, 2), (6, 5)),
    ];
    for (orientation, arm, foot) in arm_and_foot {
        let picture = decode(&draw::oriented(&jpeg, orientation), &Limits::default()).unwrap();
        let size = if orientation > 4 {
            (120, 160)
        } else {
            (160, 120)
        };
        assert_eq!(
            (picture.width(), picture.height()),
            size,
            "orientation {orientation}"
        );
        assert!(
            grey(&picture, arm.0, arm.1) < 60,
            "arm under orientation {orientation}"
        );
        assert!(
            grey(&picture, foot.0, foot.1) < 60,
            "foot under orientation {orientation}"
        );
    }
}

#[test]
fn transparency_shows_white_paper() {
    use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
    let mut png = Vec::new();
    let rgba = [[0, 0, 0, 0], [0, 0, 0, 255]].concat();
    PngEncoder::new(&mut png)
        .write_image(&rgba, 2, 1, ExtendedColorType::Rgba8)
        .unwrap();
    assert_eq!(
        decode(&png, &Limits::default()).unwrap().luma().data(),
        [255, 0]
    );
}

#[test]
fn formats_are_named_in_the_refusal() {
    let avif = b"\0\0\0\x1cftypavif\0\0\0\0";
    let cases: [(&[u8], Option<Format>); 12] = [
        (avif, Some(Format::Avif)),
        (b"\0\0\0\x18ftypisom\0\0\0\0", Some(Format::Mp4)),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", Some(Format::QuickTime)),
        (b"GIF89a\x01\0\x01\0", Some(Format::Gif)),
        (b"II*\0\x08\0\0\0", Some(Format::Tiff)),
        (b"BM\0\0\0\0", Some(Format::Bmp)),
        (b"\x1A\x45\xDF\xA3\x01", Some(Format::WebM)),
        (b"PK\x03\x04\x14\0", Some(Format::Zip)),
        (b"  <svg xmlns='x'>", Some(Format::Svg)),
        (b"<!doctype html>", None),
        (b"\0", None),
        (b"JFIF", None),
    ];
    for (bytes, format) in cases {
        let error = decode(bytes, &Limits::default()).unwrap_err();
        assert_eq!(error, DecodeError::UnsupportedFormat { format });
    }
    let said = decode(avif, &Limits::default()).unwrap_err().to_string();
    assert_eq!(
        said,
        "AVIF files are not supported. Send a JPEG, PNG, WebP, HEIC or PDF."
    );
}
