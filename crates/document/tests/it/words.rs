//! Arbitrary words as an engine might return them, including impossible places.

use document::paper::Word;
use proptest::prelude::*;

/// Generates such a text at any place of a page, or at an impossible one.
pub(crate) fn anywhere(text: impl Strategy<Value = String>) -> impl Strategy<Value = Word> {
    let side = prop_oneof![
        -50.0..900.0_f64,
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(1e300)
    ];
    (
        text,
        0.0..1.0_f64,
        [side.clone(), side.clone(), side.clone(), side],
    )
        .prop_map(|(text, confidence, area)| Word {
            text,
            confidence,
            area,
        })
}
