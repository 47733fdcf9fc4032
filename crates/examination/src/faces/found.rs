//! A face that was found in a picture, ready to be compared.

use face::{Chip, Examiner};

/// A face that was found, cut out and measured.
#[derive(Debug)]
pub(crate) struct Found {
    /// The aligned face.
    pub(super) chip: Chip,
    /// Pixels between the eyes.
    pub(super) eyes_px: f64,
}

/// Returns how similar two faces are, or `None` if the network gives no direction to one of them.
pub(super) fn similarity(faces: &Examiner, one: &Chip, other: &Chip) -> Option<f32> {
    let (one, other) = (faces.embed(one).ok()?, faces.embed(other).ok()?);
    one.similarity(&other)
}
