//! A small convolutional net that says, for every few pixels along a line of text, which character
//! of the zone stands there or that none does.
//!
//! The net sees a strip of [`HEIGHT`] pixels and any width, prepared by [`prepare`]; it answers
//! with one column of scores for every [`STEP`] pixels ([`Emissions`]). Its weights are a file
//! beside this one, made by `cargo xtask train-mrz`; how they came about is in `weights.txt`.
//!
//! It is a function of its input and nothing else: no threads, no clock, no file at run time. It
//! knows nothing of forms, cells or check digits. Memory: the widest layer of a strip of
//! [`MOST_WIDTH`] pixels and its unrolled form take less than 24 MB.
#![expect(
    clippy::indexing_slicing,
    reason = "loops over planes whose sizes follow from the strip's width"
)]

mod layer;
mod prepare;
mod weights;

use std::sync::OnceLock;

pub use layer::{LAYERS, Layer, product, unroll};
pub use prepare::prepare;
pub use weights::WeightsError;

/// Height of a strip in pixels. Capitals should be 14 of them tall and stand in the middle.
pub const HEIGHT: usize = 24;
/// Distance of two neighbouring characters that the net knows best, in pixels.
pub const PITCH: f64 = 14.5;
/// Pixels of the strip per column of scores.
pub const STEP: usize = 4;
/// Strips are cut off at this width.
pub const MOST_WIDTH: usize = 1_536;
/// The characters in the order of their scores; the score behind the last is of "none".
pub const ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// The place of "no character here" in a column of scores.
pub const NONE: usize = ALPHABET.len();
/// Scores in a column.
pub const CLASSES: usize = NONE + 1;

/// The place of a character in [`ALPHABET`]; `None` for any other byte.
#[must_use]
pub const fn class_of(character: u8) -> Option<usize> {
    match character {
        b'0'..=b'9' => Some((character - b'0') as usize),
        b'A'..=b'Z' => Some((character - b'A') as usize + 10),
        b'<' => Some(36),
        _ => None,
    }
}

/// One layer's parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// One row per output channel: input channel, row, column.
    pub weights: Vec<f32>,
    /// One per output channel.
    pub biases: Vec<f32>,
}

/// The net with its weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Net {
    layers: Vec<Parameters>,
}

impl Net {
    /// The net that comes with this crate.
    ///
    /// # Errors
    ///
    /// When the file that was compiled in is damaged; a test reads it.
    pub fn committed() -> Result<&'static Self, WeightsError> {
        static NET: OnceLock<Result<Net, WeightsError>> = OnceLock::new();
        NET.get_or_init(|| Self::parse(include_bytes!("weights.bin")))
            .as_ref()
            .map_err(|&error| error)
    }

    /// A net of these parameters; an error unless there are as many as [`LAYERS`] ask for.
    pub fn new(layers: Vec<Parameters>) -> Result<Self, WeightsError> {
        let fits = |(layer, own): (&Layer, &Parameters)| {
            own.weights.len() == layer.weights() && own.biases.len() == layer.outputs
        };
        if layers.len() == LAYERS.len() && LAYERS.iter().zip(&layers).all(fits) {
            Ok(Self { layers })
        } else {
            Err(WeightsError::Length)
        }
    }

    /// The parameters, layer by layer.
    #[must_use]
    pub fn layers(&self) -> &[Parameters] {
        &self.layers
    }

    /// Scores along a prepared strip: [`HEIGHT`] rows of `strip.len() / HEIGHT` pixels. The width
    /// is cut off to a multiple of [`STEP`] and at [`MOST_WIDTH`]; a strip narrower than one step
    /// has no columns.
    #[must_use]
    pub fn read(&self, strip: &[f32]) -> Emissions {
        let whole = strip.len() / HEIGHT;
        let width = whole.min(MOST_WIDTH) / STEP * STEP;
        if width == 0 {
            return Emissions::default();
        }
        let rows = strip.chunks_exact(whole).take(HEIGHT);
        let mut plane: Vec<f32> = rows.flat_map(|row| &row[..width]).copied().collect();
        let (mut height, mut width) = (HEIGHT, width);
        for (layer, own) in LAYERS.iter().zip(&self.layers) {
            let (columns, tall) = unroll(layer, &plane, height, width);
            let mut out = vec![0.0; layer.outputs * tall * width];
            for (row, bias) in out.chunks_exact_mut(tall * width).zip(&own.biases) {
                row.fill(*bias);
            }
            product(&own.weights, &columns, layer.fan_in(), &mut out);
            (plane, height, width) = layer.activate(out, tall, width);
        }
        Emissions::of(&plane, width)
    }
}

/// Log-probabilities along a strip.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Emissions {
    scores: Vec<f32>,
}

impl Emissions {
    /// From raw scores, one row per class.
    fn of(raw: &[f32], columns: usize) -> Self {
        let mut scores = Vec::with_capacity(raw.len());
        for x in 0..columns {
            let column = (0..CLASSES).map(|class| raw[class * columns + x]);
            let top = column.clone().fold(f32::MIN, f32::max);
            let sum: f32 = column.clone().map(|score| (score - top).exp()).sum();
            scores.extend(column.map(|score| score - top - sum.ln()));
        }
        Self { scores }
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scores.len() / CLASSES
    }

    /// Whether there is no column.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// The columns from the left, each with [`CLASSES`] natural logarithms of probabilities.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.scores.chunks_exact(CLASSES)
    }

    /// The middle of a column in pixels of the strip (integers are pixel centres).
    #[must_use]
    pub fn place(column: f64) -> f64 {
        column * STEP as f64 + (STEP as f64 - 1.0) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_weights_fit_and_survive_a_round_trip() {
        let net = Net::committed().unwrap();
        assert_eq!(&Net::parse(&net.to_bytes()).unwrap(), net);
    }

    #[test]
    fn strips_of_any_size_are_answered() {
        let net = Net::committed().unwrap();
        for (pixels, columns) in [(0, 0), (23, 0), (24 * 3, 0), (24 * 4, 1), (24 * 31 + 5, 7)] {
            let emissions = net.read(&vec![0.5; pixels]);
            assert_eq!(emissions.len(), columns, "{pixels}");
            for column in emissions.columns() {
                let sum: f32 = column.iter().map(|score| score.exp()).sum();
                assert!((sum - 1.0).abs() < 1e-3);
            }
        }
        assert_eq!(
            net.read(&vec![0.0; HEIGHT * 2_000]).len(),
            MOST_WIDTH / STEP
        );
    }

    #[test]
    fn every_character_has_its_place() {
        for (place, &character) in ALPHABET.iter().enumerate() {
            assert_eq!(class_of(character), Some(place));
        }
        assert_eq!(class_of(b'a'), None);
    }
}
