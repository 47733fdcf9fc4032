//! The open-source decoder `rxing`, for samplings without distortion.

use std::panic::catch_unwind;

use imaging::{Luma, Point, Quad};
use rxing::common::HybridBinarizer;
use rxing::pdf417::PDF417Reader;
use rxing::{
    BinaryBitmap, DecodeHints, Luma8Source, RXingResultMetadataType, RXingResultMetadataValue,
    Reader,
};

use crate::symbol::Symbol;

/// Reads the only symbol in a picture whose bars are upright (within two or three degrees).
///
/// The decoder is a port of Java code that indexes freely, so it runs inside `catch_unwind`, and a
/// panic means that nothing was read.
pub(super) fn read(luma: &Luma) -> Option<Symbol> {
    catch_unwind(|| decode(luma)).ok().flatten()
}

fn decode(luma: &Luma) -> Option<Symbol> {
    if luma.width() < 40 || luma.height() < 5 {
        return None;
    }
    let source = Luma8Source::new_with_slice(luma.data(), luma.width(), luma.height()).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let found = PDF417Reader::new()
        .decode_with_hints(&mut bitmap, &hints)
        .ok()?;
    let text = found.getText().to_owned();
    if text.is_empty() {
        return None;
    }
    // Without an extended channel interpretation, every character came from one byte. With one,
    // this decoder may confuse character sets, so only our own reader is trusted.
    let bytes = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)))
        .collect::<Result<_, _>>()
        .ok()?;
    Some(Symbol {
        text,
        bytes,
        quad: outline(&found, luma),
        agreement: 1,
    })
}

/// Returns the corners as the decoder reports them: outer corners of the start and stop patterns
/// first.
///
/// A compact symbol has no stop pattern, so only its start pattern is reported. The symbol extends
/// to the right edge of the picture, which was cropped around it. If the picture was rotated before
/// reading, the corners are in rotated pixels.
fn outline(found: &rxing::RXingResult, luma: &Luma) -> Quad {
    let (right, bottom) = (
        f64::from(luma.width()) - 1.0,
        f64::from(luma.height()) - 1.0,
    );
    let points: Vec<Point> = found
        .getPoints()
        .iter()
        .map(|p| Point::new(f64::from(p.x), f64::from(p.y)))
        .collect();
    let turned = match found
        .getRXingResultMetadata()
        .get(&RXingResultMetadataType::ORIENTATION)
    {
        Some(RXingResultMetadataValue::Orientation(degrees)) => *degrees,
        _ => 0,
    };
    let corners = match points[..] {
        // Top left, bottom left, top right, bottom right, then the corners of the codewords between
        // them.
        [a, b, c, d, _, ..] => Some([a, c, d, b]),
        // Top left, bottom left, then the right side of the start pattern.
        [a, b, _, _] => Some([a, Point::new(right, a.y), Point::new(right, b.y), b]),
        _ => None,
    };
    match (corners, turned) {
        (Some(corners), 0) => Quad(corners),
        (Some(corners), 180) => Quad(corners.map(|p| Point::new(right - p.x, bottom - p.y))),
        _ => Quad::of_size(luma.width(), luma.height()),
    }
}
