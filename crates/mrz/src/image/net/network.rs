//! The net itself: its parameters, and the pass from a strip to scores.

use std::sync::OnceLock;

use super::emissions::Emissions;
use super::layer::{LAYERS, Layer, product, unroll};
use super::strip::{HEIGHT, MOST_WIDTH, STEP};

/// The version of the file of weights that this net reads.
pub(super) const VERSION: u8 = 1;

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

/// Why a file of weights cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// It does not begin as such a file does.
    #[error("not a file of MRZ weights of version {VERSION}")]
    Magic,
    /// There are not as many numbers as the layers ask for.
    #[error("the weights do not fit the layers of the net")]
    Length,
    /// One of the numbers is infinite or none.
    #[error("a weight is not a finite number")]
    NotFinite,
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
}
