//! The parameters of the net, and the pass from a strip to scores.

use std::sync::OnceLock;

use super::emissions::Emissions;
use super::layer::{LAYERS, Layer, product, unroll};
use super::strip::{HEIGHT, MAX_WIDTH, STEP};

/// The version of the weights file that this net reads.
pub(super) const VERSION: u8 = 1;

/// The parameters of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// The weights, one row per output channel, by input channel, row and column.
    pub weights: Vec<f32>,
    /// The biases, one per output channel.
    pub biases: Vec<f32>,
}

/// The net and its weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Net {
    layers: Vec<Parameters>,
}

impl Net {
    /// Returns the net whose weights are compiled in.
    ///
    /// # Errors
    ///
    /// Returns an error if the file that was compiled in is damaged. A test reads it.
    pub fn committed() -> Result<&'static Self, WeightsError> {
        static NET: OnceLock<Result<Net, WeightsError>> = OnceLock::new();
        NET.get_or_init(|| Self::parse(include_bytes!("weights.bin")))
            .as_ref()
            .map_err(|&error| error)
    }

    /// Creates a net with these parameters. Returns an error unless they have the shape of
    /// [`LAYERS`].
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

    /// Returns the parameters of each layer.
    #[must_use]
    pub fn layers(&self) -> &[Parameters] {
        &self.layers
    }

    /// Returns the scores along a prepared strip of [`HEIGHT`] rows of `strip.len() / HEIGHT`
    /// pixels. The width is cut off to a multiple of [`STEP`] and at [`MAX_WIDTH`]. A strip
    /// narrower than one step has no columns.
    #[must_use]
    pub fn read(&self, strip: &[f32]) -> Emissions {
        let whole = strip.len() / HEIGHT;
        let width = whole.min(MAX_WIDTH) / STEP * STEP;
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

/// The reason why a weights file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// The file does not start with the right bytes.
    #[error("not a file of MRZ weights of version {VERSION}")]
    Magic,
    /// The number of weights does not match the layers.
    #[error("the weights do not fit the layers of the net")]
    Length,
    /// A weight is infinite or not a number.
    #[error("a weight is not a finite number")]
    NotFinite,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_weights_round_trip() {
        let net = Net::committed().unwrap();
        assert_eq!(&Net::parse(&net.to_bytes()).unwrap(), net);
    }

    #[test]
    fn strips_of_any_size_are_read() {
        let net = Net::committed().unwrap();
        for (pixels, columns) in [(0, 0), (23, 0), (24 * 3, 0), (24 * 4, 1), (24 * 31 + 5, 7)] {
            let emissions = net.read(&vec![0.5; pixels]);
            assert_eq!(emissions.len(), columns, "{pixels}");
            for column in emissions.columns() {
                let sum: f32 = column.iter().map(|score| score.exp()).sum();
                assert!((sum - 1.0).abs() < 1e-3);
            }
        }
        assert_eq!(net.read(&vec![0.0; HEIGHT * 2_000]).len(), MAX_WIDTH / STEP);
    }
}
