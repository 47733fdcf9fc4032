//! Arbitrary bytes result in a picture within the limits, or in a typed error.

use imaging::{Limits, Quad, decode_pages, quality, resize, warp};
use proptest::prelude::*;

use crate::{draw, phones};

const TIGHT: Limits = Limits {
    bytes: 1 << 20,
    side: 2_000,
    pixels: 1_000_000,
    memory: 8 << 20,
    pages: 2,
    page_dpi: 72,
    page_pixels: 100_000,
};

fn is_harmless(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(pages) = decode_pages(bytes, &TIGHT) {
        prop_assert!(!pages.is_empty());
        for page in pages {
            prop_assert_eq!(
                page.luma().data().len() as u64,
                u64::from(page.width()) * u64::from(page.height())
            );
            prop_assert!(page.luma().data().len() as u64 <= TIGHT.pixels);
        }
    }
    Ok(())
}

fn mutated(
    file: &[u8],
    changes: &[(prop::sample::Index, u8)],
    cut: Option<prop::sample::Index>,
) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(file.len())));
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(magic in prop::sample::select(vec![&b"\xFF\xD8\xFF"[..], b"\x89PNG\r\n\x1A\n", b"%PDF-1.4\n", b"RIFF\x80\0\0\0WEBPVP8 ",
                                                         b"\0\0\0\x18ftypheic", b""]),
                       rest in prop::collection::vec(any::<u8>(), 0..600)) {
        is_harmless(&[magic, &rest].concat())?;
    }

    #[test]
    fn mutated_files(kind in 0..6_usize, changes in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 0..12),
                     cut in any::<Option<prop::sample::Index>>()) {
        let file = match kind {
            0 => draw::jpeg(40, 24),
            1 => draw::oriented(&draw::jpeg(24, 40), 6),
            2 => draw::png(40, 24),
            3 => phones::heic(),
            4 => phones::webp(&draw::letter(40, 24), 40, 24, image_webp::ColorType::Rgb8),
            _ => draw::pdf(&["q 1 0 0 1 5 5 cm 0 0 99 99 re f Q BT /F1 12 Tf (text) Tj ET", "/X0 Do"],
                           &["<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 >>\nstream\n0 0 5 5 re f \nendstream"]),
        };
        is_harmless(&mutated(&file, &changes, cut))?;
    }

    #[test]
    fn any_quad_can_be_measured(corners in prop::array::uniform8(-60.0..90.0_f64), width in 0..40_u32, height in 0..40_u32) {
        use imaging::Point;
        let [a, b, c, d, e, f, g, h] = corners;
        let quad = Quad([Point::new(a, b), Point::new(c, d), Point::new(e, f), Point::new(g, h)]);
        let picture = &decode_pages(&draw::png(30, 20), &TIGHT).unwrap()[0];
        if let Some(squared) = warp(picture.luma(), &quad, width, height) {
            prop_assert_eq!((squared.width(), squared.height()), (width, height));
        }
        prop_assert_eq!(resize(picture.luma(), width, height).width(), width.max(1));
        for measure in quality::measure(picture, Some(&quad)) {
            prop_assert!(measure.value.is_finite());
        }
    }
}
