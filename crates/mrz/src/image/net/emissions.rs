//! The output of the net: scores for every few pixels along the strip.

use super::strip::{CLASSES, STEP};

/// Log-probabilities along a strip.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Emissions {
    scores: Vec<f32>,
}

impl Emissions {
    /// Creates them from raw scores, with one row per class.
    pub(super) fn of(raw: &[f32], columns: usize) -> Self {
        let mut scores = Vec::with_capacity(raw.len());
        for x in 0..columns {
            let column = (0..CLASSES).map(|class| raw[class * columns + x]);
            let top = column.clone().fold(f32::MIN, f32::max);
            let sum: f32 = column.clone().map(|score| (score - top).exp()).sum();
            scores.extend(column.map(|score| score - top - sum.ln()));
        }
        Self { scores }
    }

    /// Returns the number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scores.len() / CLASSES
    }

    /// Returns true if there are no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// Returns the columns from the left, each with [`CLASSES`] natural logarithms of
    /// probabilities.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.scores.chunks_exact(CLASSES)
    }

    /// Returns the middle of a column in pixels of the strip, where integers are pixel centres.
    #[must_use]
    pub fn place(column: f64) -> f64 {
        column * STEP as f64 + (STEP as f64 - 1.0) / 2.0
    }
}
